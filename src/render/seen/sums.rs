use crate::base::{Excerpt, Text};
use crate::model::{Against, CachedCopy, Content, Evidence, NotWhole, Part, Really, SumLine};
use crate::say;

/// What a go.sum says: the first line at which go stumbles, else the one that differs
/// from what it gets, else the first about the modules that go needs.
pub(super) fn file(evidence: &Evidence, path: &str) -> Text {
    let here = evidence.facts.sums.iter().find(|file| file.path == path);
    if let Some(odd) = here.and_then(|file| file.odd.first()) {
        let (line, fields, text) = (odd.slip.line, odd.slip.fields, &odd.text);
        return say! {
            en: "{path}, line {line} ({fields} fields): {text}",
            zh: "{path} 第 {line} 行（{fields} 个字段）：{text}",
        };
    }
    let stopped_at = evidence.disputes().into_iter().find_map(|dispute| match dispute.against {
        Against::Line(line) if line.file == path => Some(line),
        _ => None,
    });
    let lines = evidence.facts.needs.iter().flat_map(|need| &need.sums);
    let first = lines.filter(|line| line.file == path).min_by_key(|line| line.line);
    match stopped_at.or(first) {
        Some(SumLine { line, hash, .. }) => {
            let hash = Excerpt::text(hash);
            say! { en: "{path}, line {line}: {hash}", zh: "{path} 第 {line} 行：{hash}" }
        }
        None => say! { en: "{path}: not a word of it", zh: "{path}：没有相关的行" },
    }
}

/// A file of the module cache: what go takes its hash to be, and what it is.
pub(super) fn copy(copy: &CachedCopy) -> Text {
    let (path, said) = (&copy.path, Excerpt::text(&copy.taken_for));
    match &copy.really {
        Some(Really::Hashed { h1 }) if *h1 != copy.taken_for => say! {
            en: "{path}: its .ziphash says {said}, the zip hashes to {h1}",
            zh: "{path}：.ziphash 记为 {said}，而 zip 的哈希是 {h1}",
        },
        Some(Really::Broken { words }) if copy.part == Part::GoMod => {
            let words = Excerpt::text(words);
            say! { en: "{path}: {said}; no go.mod: {words}", zh: "{path}：{said}；不是 go.mod：{words}" }
        }
        Some(Really::Broken { words }) => {
            let words = Excerpt::text(words);
            say! {
                en: "{path}: its .ziphash says {said}, and it is no zip of a module: {words}",
                zh: "{path}：.ziphash 记为 {said}，但它不是模块的 zip：{words}",
            }
        }
        Some(Really::Hashed { .. }) | None => {
            say! { en: "{path}: {said}", zh: "{path}：{said}" }
        }
    }
}

/// What a served body is, as the end of a sentence.
pub(super) fn content(content: &Content) -> Text {
    match content {
        Content::Hashed { h1, .. } => say! { en: ", {h1}", zh: "，{h1}" },
        Content::NotWhole { why: NotWhole::TooLarge } => {
            Text::of(", too large to be hashed here", "，过大，此处没有计算哈希")
        }
        Content::NotWhole { why: NotWhole::TooSlow } => {
            Text::of(", not read to its end in time", "，未能及时读完")
        }
        // The answer is told as unlike a zip then.
        Content::Refused { h1: None, .. } => Text::same(""),
        Content::Refused { fault, h1: Some(h1) } => {
            let words = Excerpt::text(&fault.message());
            say! {
                en: ", {h1}, which go refuses to unpack: {words}",
                zh: "，{h1}，go 会拒绝解压：{words}",
            }
        }
        Content::Record { zip, gomod } => {
            let known = [zip, gomod].into_iter().flatten();
            let hashes = known.map(|hash| Excerpt::text(hash).to_string());
            let hashes = hashes.collect::<Vec<_>>().join(", ");
            say! { en: ", recorded: {hashes}", zh: "，记录为：{hashes}" }
        }
    }
}
