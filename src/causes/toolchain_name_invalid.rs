use crate::base::Text;
use crate::go::modfile::Fault;
use crate::go::toolchain::{Refusal, from_toolchain, is_valid};
use crate::model::{
    Area, Cause, Cite, Evidence, File, Finding, Fix, Location, Mark, Scope, Step, Subject,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "toolchain-name-invalid",
    area: Area::Settings,
    title: Text::of("What should name a toolchain names none", "工具链的名字无效"),
    docs: Text::of(
        "GOTOOLCHAIN holds `auto`, `path`, `local`, or a name such as `go1.26.3`, with or without \
         `+auto` or `+path`; a toolchain line of go.mod or go.work holds such a name or `default`. \
         With anything else go stops before it reads its own command line.\n\n\
         go says: invalid GOTOOLCHAIN \"1.28.0\"\n\
         or: invalid GOTOOLCHAIN \"go1.28.0+foo\": only version suffixes are +auto and +path\n\
         or: invalid toolchain \"foo\" in go.mod\n\
         or: invalid toolchain version '1.22': must match format go1.23.0 or default\n\n\
         Usual slips are a version without its `go`, `latest`, and a carriage return at the end, \
         which a file with Windows line endings leaves in a variable and go shows as `\\r`.\n\n\
         Correct the name where it stands. `go env -u GOTOOLCHAIN` brings the default back.",
        "GOTOOLCHAIN 的值可以是 `auto`、`path`、`local`，或者 `go1.26.3` 这样的名字，后面可以加 `+auto` 或 `+path`；\
         go.mod 或 go.work 的 toolchain 行是这样的名字或 `default`。其他写法会让 go 在读取命令行之前就停止。\n\n\
         go 的报错：invalid GOTOOLCHAIN \"1.28.0\"\n\
         或者：invalid GOTOOLCHAIN \"go1.28.0+foo\": only version suffixes are +auto and +path\n\
         或者：invalid toolchain \"foo\" in go.mod\n\
         或者：invalid toolchain version '1.22': must match format go1.23.0 or default\n\n\
         常见的笔误：版本号前缺少 `go`、写成 `latest`，以及末尾的回车符——\
         Windows 换行的文件会把它留在变量里，go 显示为 `\\r`。\n\n\
         请在写它的地方改正。`go env -u GOTOOLCHAIN` 可以恢复默认值。",
    ),
    logs: &[
        Mark::of(&["invalid GOTOOLCHAIN"]),
        Mark::of(&["invalid toolchain \"", "\" in "]),
        Mark::of(&["invalid toolchain version '", "': must match format go1"]),
        Mark::of(&["toolchain directive expects exactly one argument"]),
    ],
    // go does not come to read the file whole.
    explains: &["gomod-syntax", "gowork-broken"],
    rule,
    fixes,
};

/// What holds the name.
enum Place<'a> {
    Setting(String),
    Line { name: &'a str, at: Location, is_work: bool },
}

fn place(evidence: &Evidence) -> Option<Place<'_>> {
    let facts = &evidence.facts;
    match &facts.go.refusal {
        Some(Refusal::Setting(_)) => facts.settings.get("GOTOOLCHAIN").map(setting),
        Some(Refusal::NotGo1 { toolchain }) => {
            let value = facts.settings.get("GOTOOLCHAIN")?;
            let is_setting = value.value.raw().starts_with(toolchain.as_str());
            if is_setting { Some(setting(value)) } else { line(evidence, toolchain) }
        }
        Some(Refusal::ToolchainLine { toolchain }) => line(evidence, toolchain),
        _ => refused_by_grammar(evidence),
    }
}

fn setting(setting: &crate::go::env::Setting) -> Place<'static> {
    Place::Setting(setting.value.raw().to_owned())
}

fn line<'e>(evidence: &'e Evidence, name: &'e str) -> Option<Place<'e>> {
    let (facts, switching) = (&evidence.facts, &evidence.facts.switching);
    let at = switching.at(switching.toolchain_at.as_ref()?)?;
    let is_work = facts.project.gowork.path() == Some(&*at.file);
    let is_there = is_work || facts.project.gomod.path() == Some(&*at.file);
    is_there.then_some(Place::Line { name, at, is_work })
}

/// Where GOTOOLCHAIN leaves the line unread, the grammar minds it.
fn refused_by_grammar(evidence: &Evidence) -> Option<Place<'_>> {
    let project = &evidence.facts.project;
    let (errors, path, lines, is_work) = match (&project.gowork, &project.gomod) {
        (File::Broken { path, errors, lines }, _) => (errors, path, lines, true),
        (File::Absent, File::Broken { path, errors, lines }) => {
            (errors, path, lines, false)
        }
        _ => return None,
    };
    errors.iter().find_map(|error| {
        let Fault::ToolchainName { name, .. } = &error.fault else { return None };
        let source = lines.iter().find(|(line, _)| *line == error.line);
        let source = source.map(|(_, text)| text.clone());
        let at = Location { file: path.clone(), line: error.line, column: None, source };
        Some(Place::Line { name, at, is_work })
    })
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    match place(evidence)? {
        Place::Setting(value) => {
            let shown = value.escape_default().to_string();
            let cites = vec![Cite::Setting("GOTOOLCHAIN".into())];
            let bare = value.trim();
            let says = if bare != value && is_name(bare) {
                say! {
                    en: "GOTOOLCHAIN is `{shown}`: beside `{bare}` there is something invisible that is part of the value, which therefore names no toolchain. Every go command ends at once.",
                    zh: "GOTOOLCHAIN 是 `{shown}`：`{bare}` 旁边还有看不见的字符，它们也是值的一部分，所以这不是工具链的名字。所有 go 命令都会立即结束。",
                }
            } else {
                say! {
                    en: "GOTOOLCHAIN is `{shown}`, which names no toolchain. Every go command ends at once.",
                    zh: "GOTOOLCHAIN 是 `{shown}`，这不是工具链的名字。所有 go 命令都会立即结束。",
                }
            };
            Some(Finding::certain(says, cites).about(Subject::Setting("GOTOOLCHAIN".into())))
        }
        Place::Line { name, at, is_work } => {
            let (file, shown) = (&at.file, name.escape_default().to_string());
            let says = say! {
                en: "The toolchain line of {file} holds `{shown}`, which names no toolchain. Every go command here ends at once.",
                zh: "{file} 的 toolchain 行写的是 `{shown}`，这不是工具链的名字。这里的所有 go 命令都会立即结束。",
            };
            let subject = Subject::File(file.clone());
            let cite = if is_work { Cite::GoWork } else { Cite::GoMod };
            Some(Finding::certain(says, vec![cite]).about(subject).at(at))
        }
    }
}

fn is_name(text: &str) -> bool {
    let (minimum, suffix) = text.split_once('+').unwrap_or((text, "auto"));
    matches!(text, "auto" | "path" | "local")
        || matches!(suffix, "auto" | "path")
            && (minimum == "local" || from_toolchain(minimum).is_some_and(|_| minimum.starts_with("go1")))
}

/// The name as it was meant, where that can be told.
fn corrected(value: &str) -> Option<String> {
    let bare = value.trim().trim_matches(['"', '\'']).trim();
    let bare = bare.trim_start_matches("golang").trim_start_matches(['v', ':', '-', ' ']);
    let (minimum, suffix) = bare.split_once('+').unwrap_or((bare, ""));
    let minimum = minimum.to_lowercase();
    let minimum = if is_valid(&minimum) && minimum.starts_with("1.") { format!("go{minimum}") } else { minimum };
    let becomes = match suffix {
        "" => minimum,
        "path" => format!("{minimum}+path"),
        _ => format!("{minimum}+auto"),
    };
    (is_name(&becomes) && becomes != value).then_some(becomes)
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    match place(evidence) {
        Some(Place::Setting(value)) => of_setting(evidence, &value),
        Some(Place::Line { name, at, .. }) => of_line(name, &at),
        None => Vec::new(),
    }
}

fn of_setting(evidence: &Evidence, value: &str) -> Vec<Fix> {
    let facts = &evidence.facts;
    let reach = facts.reach("GOTOOLCHAIN");
    let title = Text::of("Set GOTOOLCHAIN back to its default", "把 GOTOOLCHAIN 恢复为默认值");
    let default = Fix::safe(title, reach, vec![facts.back_to("GOTOOLCHAIN", "auto")]);
    let Some(becomes) = corrected(value) else { return vec![default] };
    let title = say! {
        en: "Write it as go reads it: {becomes}",
        zh: "按 go 能读懂的写法改为：{becomes}",
    };
    let mended = Fix::safe(title, reach, vec![facts.set("GOTOOLCHAIN", becomes.clone())]);
    // A release that is not here would have to be fetched first.
    let local = facts.go.binary().and_then(|go| go.version.clone()).unwrap_or_default();
    let is_here = !becomes.starts_with("go")
        || becomes == local
        || facts.switching.in_path.contains(&becomes);
    if is_here { vec![mended, default] } else { vec![default, mended] }
}

fn of_line(name: &str, at: &Location) -> Vec<Fix> {
    let Some(was) = at.source.clone() else { return Vec::new() };
    let (becomes, title) = match corrected(name).filter(|it| !it.contains('+')) {
        Some(it) if it.starts_with("go1") => {
            let title = say! { en: "Write {it} in its place", zh: "改写为 {it}" };
            (was.replacen(name, &it, 1), title)
        }
        _ => {
            let title = Text::of(
                "Take the line away: the go line says enough",
                "删除这一行：go 行已经足够",
            );
            (String::new(), title)
        }
    };
    let step = Step::EditLine { file: at.file.clone(), line: at.line, was, becomes };
    vec![Fix::safe(title, Scope::Project, vec![step])]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a version without its go",
        world: || World::healthy().var("GOTOOLCHAIN", "1.26.8"),
        roots: &["toolchain-name-invalid"],
    },
    Scene {
        name: "a carriage return",
        world: || World::healthy().var("GOTOOLCHAIN", "auto\r"),
        roots: &["toolchain-name-invalid"],
    },
    Scene {
        name: "latest, by go env -w",
        world: || World::healthy().go_env("GOTOOLCHAIN", "latest"),
        roots: &["toolchain-name-invalid"],
    },
    Scene {
        name: "a suffix that is none",
        world: || World::healthy().var("GOTOOLCHAIN", "go1.26.8+latest"),
        roots: &["toolchain-name-invalid"],
    },
    Scene {
        name: "a toolchain line without go",
        world: || lines("go 1.24\n\ntoolchain 1.26.8"),
        roots: &["toolchain-name-invalid"],
    },
    Scene {
        name: "the same, where nothing may switch",
        world: || lines("go 1.24\n\ntoolchain 1.26.8").var("GOTOOLCHAIN", "local"),
        roots: &["toolchain-name-invalid"],
    },
    Scene {
        name: "a toolchain line of something else",
        world: || lines("go 1.24\n\ntoolchain go1.x"),
        roots: &["toolchain-name-invalid"],
    },
    Scene {
        name: "a name with a suffix of its own",
        world: || World::healthy().var("GOTOOLCHAIN", "go1.26.8+auto"),
        roots: &[],
    },
    Scene {
        name: "default",
        world: || lines("go 1.24\n\ntoolchain default"),
        roots: &[],
    },
];

fn lines(lines: &str) -> World {
    World::healthy().gomod(&format!("module example.com/app\n\n{lines}\n"))
}
