use super::found::{Found, is_damaged, is_unrecorded, is_unsummed};
use super::{Consequence, Damage, Harm};
use crate::base::Text;
use crate::go::modcache::ModuleVersion;
use crate::model::{Confidence, Evidence, Finding, Location, Part};
use crate::say;

impl Evidence {
    /// The files of the cache that are not what was downloaded.
    pub fn damaged_files(&self) -> Option<Finding> {
        let found = Found::of(self, is_damaged)?;
        let (root, count) = (&found.survey.root, found.count());
        let whole = match count {
            1 => say! {
                en: "A file or folder of the module cache at {root} is not what was downloaded.",
                zh: "模块缓存 {root} 中有一个文件或目录不是当初下载的内容。",
            },
            _ => say! {
                en: "{count} files or folders of the module cache at {root} are not what was downloaded.",
                zh: "模块缓存 {root} 中有 {count} 个文件或目录不是当初下载的内容。",
            },
        };
        let says = joined([whole, consequence(found.worst()), found.whose()]);
        Some(found.finding(Confidence::Certain, says))
    }

    /// What go left behind, and what is none of its files.
    pub fn remnants(&self) -> Option<Finding> {
        let found = Found::of(self, Damage::is_remnant)?;
        let (root, count) = (&found.survey.root, found.count());
        let says = say! {
            en: "What go mends or replaces by itself, or never looks at, lies in the module cache at {root} ({count}). Nothing fails because of it; it takes up room.",
            zh: "模块缓存 {root} 中有 {count} 个文件或目录，go 会自行修复或替换，或者根本不会查看。它们不会造成失败，只是占用空间。",
        };
        Some(found.finding(Confidence::Certain, says))
    }

    /// What agrees with itself in the cache, and not with go.sum.
    pub fn unsummed_files(&self) -> Option<Finding> {
        let found = Found::of(self, is_unsummed)?;
        let first = found.damages.first()?.1;
        let Harm::Unsummed { part, line, h1, recorded } = &first.harm else { return None };
        let is_settled = recorded.as_ref() == Some(h1);
        let named = first.module.as_ref().map(ModuleVersion::named).unwrap_or_default();
        let (file, number) = (&line.file, line.line);
        let what = match part {
            Part::GoMod => Text::of("the go.mod", "go.mod"),
            Part::Zip => Text::of("the zip", "zip"),
        };
        let (en, zh) = (&what.en, &what.zh);
        let one = say! {
            en: "{file}, line {number}, has another hash for {en} of {named} than what lies in the module cache, and the cache agrees with itself. go stops there.",
            zh: "{file} 第 {number} 行所记的 {named} 的 {zh} 的哈希，与模块缓存中的不同，而缓存自身是一致的。go 会在这里停止。",
        };
        let more = match found.count() - 1 {
            0 => Text::same(""),
            more => say! {
                en: "The same holds for {more} more.",
                zh: "另有 {more} 处情况相同。",
            },
        };
        let open = if is_settled {
            Text::of(
                "The cache holds what the checksum database has recorded: the line is wrong.",
                "缓存中的内容与校验和数据库的记录一致：有误的是这一行。",
            )
        } else {
            Text::of(
                "Which of the two is wrong cannot be told from here alone.",
                "仅凭这里无法判断哪一方有误。",
            )
        };
        let location = Location { file: file.clone(), line: number, column: None, source: None };
        let says = joined([one, more, open]);
        let confidence = if is_settled { Confidence::Certain } else { Confidence::Likely };
        Some(found.finding(confidence, says).at(location))
    }

    /// What agrees with itself in the cache, and not with the checksum database.
    pub fn unrecorded_files(&self) -> Option<Finding> {
        let found = Found::of(self, is_unrecorded)?;
        let (_, first) = found.damages.first()?;
        let Harm::Unrecorded { part, line, .. } = &first.harm else { return None };
        let named = first.module.as_ref().map(ModuleVersion::named).unwrap_or_default();
        let what = match part {
            Part::GoMod => Text::of("go.mod", "go.mod"),
            Part::Zip => Text::of("zip", "zip"),
        };
        let (en, zh) = (&what.en, &what.zh);
        let one = say! {
            en: "The {en} of {named} in the module cache is not what the checksum database has recorded for that version.",
            zh: "模块缓存中 {named} 的 {zh} 与校验和数据库对该版本的记录不符。",
        };
        let sums = match line {
            Some(line) => {
                let (file, number) = (&line.file, line.line);
                say! {
                    en: "{file}, line {number}, agrees with the cache, so that go notices nothing and builds with it.",
                    zh: "{file} 第 {number} 行与缓存一致，因此 go 不会察觉，并会用它构建。",
                }
            }
            None => Text::of(
                "go.sum does not speak of it: go stops where it asks the database.",
                "go.sum 中没有它：go 在查询数据库时会停止。",
            ),
        };
        let more = match found.count() - 1 {
            0 => Text::same(""),
            more => say! {
                en: "The same holds for {more} more.",
                zh: "另有 {more} 处情况相同。",
            },
        };
        Some(found.finding(Confidence::Certain, joined([one, sums, more])))
    }
}

fn consequence(worst: Consequence) -> Text {
    match worst {
        Consequence::Alters => Text::of(
            "go compiles what is unpacked as it is, and only `go mod verify` notices.",
            "go 会照原样编译这样的文件，只有 `go mod verify` 会发现。",
        ),
        Consequence::Stops => Text::of(
            "go ends with an error as soon as it needs that.",
            "go 一旦用到它们就会报错退出。",
        ),
        Consequence::FailsVerify => Text::of(
            "`go mod verify` fails because of that, and so does go where it has to unpack a zip.",
            "`go mod verify` 会因此失败，go 需要解压它们时也会失败。",
        ),
        Consequence::Hinders | Consequence::None => Text::of(
            "go works with what it has, and stumbles when it has to fetch something anew.",
            "go 可以使用已有的内容，但需要重新获取时会受阻。",
        ),
    }
}

/// Sentences one after the other; Chinese needs no blank between them.
fn joined(sentences: impl IntoIterator<Item = Text>) -> Text {
    let (mut en, mut zh) = (String::new(), String::new());
    for sentence in sentences {
        if !en.is_empty() && !sentence.en.is_empty() {
            en.push(' ');
        }
        en.push_str(&sentence.en);
        zh.push_str(&sentence.zh);
    }
    Text { en: en.into(), zh: zh.into() }
}
