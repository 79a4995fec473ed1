use crate::base::Text;
use crate::go::env::{Setting, Source};
use crate::model::{Facts, File, FileFault, Roots, Search, Unknown};
use crate::say;

/// Where a setting has its value from.
pub fn source(source: Source) -> Text {
    match source {
        Source::Environment => Text::of("environment", "环境变量"),
        Source::GoEnvFile => Text::of("go env -w", "go env -w"),
        Source::Goroot => Text::of("GOROOT/go.env", "GOROOT/go.env"),
        Source::Default => Text::of("default", "默认值"),
    }
}

/// Why something is not known.
pub fn unknown(why: Unknown) -> Text {
    match why {
        Unknown::Deadline => Text::of("time ran out", "时间用尽"),
        Unknown::Offline => Text::of("--offline forbids to look", "--offline 禁止联网查看"),
        Unknown::RoadBroken => Text::of("the way to it is broken", "到达它的路径不通"),
        Unknown::NotAsked => Text::of("this tool did not ask it", "本工具没有查询"),
        Unknown::BeyondUs => Text::of(
            "a server wants a TLS that this tool cannot speak; go's may",
            "有服务器要求的 TLS 本工具不支持；go 可能支持",
        ),
    }
}

/// Why a file cannot be read.
pub fn file_fault(why: FileFault) -> Text {
    match why {
        FileFault::NotFound => Text::of("not there", "不存在"),
        FileFault::Denied => Text::of("not readable by this user", "当前用户无权读取"),
        FileFault::IsDirectory => Text::of("a folder", "是一个目录"),
        FileFault::NotADirectory => Text::of("below something that is no folder", "上级不是目录"),
        FileFault::TooLarge => Text::of("too large to be one", "过大"),
        FileFault::Failed => Text::of("not readable: the disk errs", "无法读取：磁盘出错"),
    }
}

pub(super) fn setting(name: &str, setting: Option<&Setting>, facts: &Facts) -> Text {
    let Some(setting) = setting else {
        return say! { en: "{name} is not set", zh: "未设置 {name}" };
    };
    let value = &setting.value;
    let (Text { en, zh }, over) = (made(setting, facts), overrides(setting, facts));
    let (over_en, over_zh) = (over.en, over.zh);
    if value.is_empty() {
        say! { en: "{name} is empty ({en}{over_en})", zh: "{name} 为空（{zh}{over_zh}）" }
    } else {
        say! { en: "{name}={value} ({en}{over_en})", zh: "{name}={value}（{zh}{over_zh}）" }
    }
}

/// Where it was made, with file and line where that is known.
fn made(setting: &Setting, facts: &Facts) -> Text {
    let place = source(setting.source);
    let line = match setting.source {
        Source::Environment => facts.made_by(&setting.name).map(|it| (it.path.as_str(), it.line)),
        Source::GoEnvFile => facts
            .env_file
            .as_ref()
            .and_then(|file| file.line_of(&setting.name).map(|it| (file.path.as_str(), it.line))),
        Source::Goroot | Source::Default => None,
    };
    let Some((path, line)) = line else { return place };
    let Text { en, zh } = place;
    say! { en: "{en}, line {line} of {path}", zh: "{zh}，{path} 第 {line} 行" }
}

/// A line of the go env file that waits behind the variable with another value.
fn overrides(setting: &Setting, facts: &Facts) -> Text {
    let waits = facts.overridden(&setting.name).filter(|_| setting.source == Source::Environment);
    let (Some(waits), Some(file)) = (waits.filter(|it| it.value != setting.value), &facts.env_file)
    else {
        return Text::same("");
    };
    let (value, line, path) = (&waits.value, waits.line, &file.path);
    if value.is_empty() {
        return say! { en: "; before line {line} of {path}", zh: "；优先于 {path} 第 {line} 行" };
    }
    say! {
        en: "; before `{value}` in line {line} of {path}",
        zh: "；优先于 {path} 第 {line} 行的 `{value}`",
    }
}

pub(super) fn go_binary(search: &Search) -> Text {
    match search {
        Search::NotLooked => Text::of("go was not looked for", "未查找 go"),
        Search::Found(binary) => {
            let version = binary.version.as_deref().unwrap_or("go");
            let path = &binary.path;
            say! { en: "{version} at {path}", zh: "{path} 处的 {version}" }
        }
        Search::Missing { elsewhere } if elsewhere.is_empty() => {
            Text::of("no go on PATH, nor in the usual places", "PATH 与常见位置中都没有 go")
        }
        Search::Missing { elsewhere } => {
            let places = elsewhere.join(", ");
            say! { en: "no go on PATH; one lies at {places}", zh: "PATH 中没有 go；在 {places} 有一个" }
        }
    }
}

pub(super) fn file<T>(name: &str, file: &File<T>) -> Text {
    match file {
        File::NotLooked => say! { en: "{name} was not looked at", zh: "未查看 {name}" },
        File::Absent => say! { en: "there is no {name}", zh: "没有 {name}" },
        File::Unreadable { path, why } => {
            let Text { en, zh } = file_fault(*why);
            say! { en: "{path} is {en}", zh: "{path}：{zh}" }
        }
        File::Broken { path, .. } => say! { en: "{path} does not parse", zh: "{path} 无法解析" },
        File::Parsed { path, .. } => say! { en: "{path} was read", zh: "已读取 {path}" },
    }
}

/// The netrc that go reads, and those beside it.
pub(super) fn netrc(facts: &Facts) -> Text {
    let Text { en, zh } = file(".netrc", &facts.netrc);
    let others: Vec<&str> = facts.other_netrcs.iter().map(|other| other.path.as_str()).collect();
    if others.is_empty() {
        return say! { en: "{en}", zh: "{zh}" };
    }
    let others = others.join(", ");
    say! {
        en: "{en}; entries also stand in {others}",
        zh: "{zh}；{others} 里也有条目",
    }
}

pub(super) fn roots(roots: &Roots) -> Text {
    let count = roots.certificates;
    if roots.by_platform {
        return Text::of(
            "the operating system decides which certificates are trusted",
            "由操作系统决定信任哪些证书",
        );
    }
    let filled = roots.places.iter().filter(|place| place.certificates > 0);
    let paths: Vec<&str> = filled.map(|place| place.path.as_str()).collect();
    match paths.as_slice() {
        [] => Text::of(
            "none of the places that go reads holds a certificate",
            "go 读取的各处都没有证书",
        ),
        paths => {
            let paths = paths.join(", ");
            say! { en: "{count} certificates are trusted here, from {paths}", zh: "本机信任 {count} 个证书，来自 {paths}" }
        }
    }
}
