use super::{Absent, Hearing, Silence, Silent, Testimony, Witness};
use crate::base::{Excerpt, Text};
use crate::model::{Evidence, Part, place_of};
use crate::say;

/// As much of a hash as tells it from others, with its algorithm.
const SHORT: usize = "h1:".len() + 12;

impl Hearing<'_> {
    /// Who says what, those who are equal together, as a sentence.
    pub fn told(&self, evidence: &Evidence) -> Text {
        let mut groups: Vec<(Option<&str>, Vec<Text>)> = Vec::new();
        for Testimony { witness, h1, .. } in &self.testimonies {
            let name = witness.name(evidence);
            match groups.iter_mut().find(|(known, _)| known == h1) {
                Some((_, names)) => names.push(name),
                None => groups.push((*h1, vec![name])),
            }
        }
        let parts: Vec<Text> = groups.iter().map(|(h1, names)| said(*h1, names)).collect();
        let en: Vec<&str> = parts.iter().map(|it| &*it.en).collect();
        let zh: Vec<&str> = parts.iter().map(|it| &*it.zh).collect();
        let (en, zh) = (en.join("; "), zh.join("；"));
        say! { en: "{en}.", zh: "{zh}。" }
    }

    /// Who could not be asked and why, as a sentence; none where all were.
    pub fn unheard(&self) -> Option<Text> {
        let silent: Vec<Text> = self.absent.iter().map(Absent::words).collect();
        let all = listed(&silent)?;
        let (en, zh) = (all.en, all.zh);
        Some(say! {
            en: "Who could tell more was not heard: {en}.",
            zh: "本可进一步说明、但没有得到答复的：{zh}。",
        })
    }

    /// The file in dispute: `go.mod of example.com/a v1.0.0`.
    pub fn file(&self) -> Text {
        let need = self.dispute.need;
        let (module, version) = (&need.module, &need.version);
        match self.dispute.part {
            Part::GoMod => say! {
                en: "the go.mod of {module} {version}",
                zh: "{module} {version} 的 go.mod",
            },
            Part::Zip => say! { en: "{module} {version}", zh: "{module} {version}" },
        }
    }
}

fn said(h1: Option<&str>, names: &[Text]) -> Text {
    let all = listed(names).unwrap_or(Text::same(""));
    let (en, zh) = (all.en, all.zh);
    let Some(h1) = h1.map(short) else {
        return say! { en: "{en} is no such file at all", zh: "{zh}根本不是这种文件" };
    };
    let zh = spaced(&zh, "为");
    if names.len() == 1 {
        say! { en: "{en} says {h1}", zh: "{zh} {h1}" }
    } else {
        say! { en: "{en} say {h1}", zh: "{zh} {h1}" }
    }
}

/// The beginning of a hash.
fn short(h1: &str) -> String {
    let shown: String = h1.chars().take(SHORT).collect();
    let shown = Excerpt::text(&shown);
    if h1.len() > SHORT { format!("{shown}…") } else { shown.to_string() }
}

/// `a, b and c`; none of nothing.
pub(in crate::model) fn listed(words: &[Text]) -> Option<Text> {
    let (last, others) = words.split_last()?;
    let Some((first, middle)) = others.split_first() else { return Some(last.clone()) };
    let (mut en, mut zh) = (first.en.to_string(), first.zh.to_string());
    for word in middle {
        en = format!("{en}, {}", word.en);
        zh = format!("{zh}、{}", word.zh);
    }
    let (last, zh) = (&last.en, spaced(&spaced(&zh, "和"), &last.zh));
    Some(say! { en: "{en} and {last}", zh: "{zh}" })
}

/// One behind the other, with a blank where only one of them ends or begins in Chinese.
fn spaced(before: &str, after: &str) -> String {
    let is_ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii());
    let gap = is_ascii(before.chars().next_back()) || is_ascii(after.chars().next());
    let is_mark = before.ends_with(['）', '。', '，', '、']);
    format!("{before}{}{after}", if gap && !is_mark { " " } else { "" })
}

impl Witness<'_> {
    /// Such as `go.sum:12`, `proxy.golang.org` or the cached zip.
    pub fn name(&self, evidence: &Evidence) -> Text {
        match self {
            Self::Line(line) => {
                let file = evidence.below_project(&line.file);
                Text::same(format!("{file}:{}", line.line))
            }
            Self::Ziphash(_) => {
                Text::of("the .ziphash in the module cache", "模块缓存里的 .ziphash")
            }
            Self::Cached(copy) => match copy.part {
                Part::GoMod => Text::of("the .mod in the module cache", "模块缓存里的 .mod"),
                Part::Zip => Text::of("the .zip in the module cache", "模块缓存里的 .zip"),
            },
            Self::Proxy(fetch) => Text::same(place_of(&fetch.url)),
            Self::Origin(sum) => {
                let name = sum.name.strip_prefix("refs/tags/").unwrap_or(&sum.name);
                let commit: String = sum.commit.iter().flat_map(|it| it.chars()).take(12).collect();
                say! {
                    en: "the repository ({name} at {commit})",
                    zh: "模块的仓库（{name}，提交 {commit}）",
                }
            }
            Self::Database(_) => {
                let database = evidence.facts.settings.raw("GOSUMDB");
                let name = crate::go::gosumdb::Database::parse(database).map(|it| it.name);
                let name = name.unwrap_or_default();
                say! { en: "the database {name}", zh: "数据库 {name}" }
            }
        }
    }
}

impl Absent {
    fn words(&self) -> Text {
        let Text { en, zh } = self.who.name();
        let why = self.why.words();
        let (why_en, why_zh) = (why.en, why.zh);
        say! { en: "{en} ({why_en})", zh: "{zh}（{why_zh}）" }
    }
}

impl Silent {
    fn name(&self) -> Text {
        match self {
            Self::Database { name: Some(name) } => {
                say! { en: "the database {name}", zh: "数据库 {name}" }
            }
            Self::Database { name: None } => Text::of("the checksum database", "校验和数据库"),
            Self::Proxy { host } => Text::same(host.clone()),
            Self::Origin => Text::of("the repository", "模块的仓库"),
        }
    }
}

impl Silence {
    fn words(&self) -> Text {
        match self {
            Self::Forbidden { by } => Text::same(by.clone()),
            Self::Offline => Text::of("offline", "离线"),
            Self::NotTold => Text::of("is not told of such a module", "不向它透露这样的模块"),
            Self::OffTheList => Text::of("GOPROXY does not lead there", "GOPROXY 不通向那里"),
            Self::Lacks => Text::of("does not have it", "没有这个版本"),
            Self::Unusable => Text::of("gave no usable answer", "没有可用的应答"),
            Self::Late => Text::of("no answer in time", "未及时应答"),
            Self::NotAsked => Text::of("not asked", "未询问"),
        }
    }
}
