use crate::base::{Excerpt, Text};
use crate::go::origin::{FileRefusal, Refusal};
use crate::model::{Counter, OriginFault, OriginSum};
use crate::say;

/// A version as its repository has it now, as the rest of a sentence.
pub(super) fn sum(sum: &OriginSum) -> Text {
    let name = Excerpt::text(&sum.name);
    let hashes: Vec<&str> =
        [&sum.zip, &sum.gomod].into_iter().flatten().map(String::as_str).collect();
    let hashes = hashes.join(", ");
    let why = sum.fault.as_ref().map(fault);
    match (why, hashes.is_empty()) {
        (None, _) => say! { en: "{name} hashes to {hashes}", zh: "{name} 的哈希是 {hashes}" },
        (Some(Text { en, zh }), true) => say! { en: "{name}: {en}", zh: "{name}：{zh}" },
        (Some(Text { en, zh }), false) => say! {
            en: "{name}: go.mod hashes to {hashes}; {en}",
            zh: "{name}：go.mod 的哈希是 {hashes}；{zh}",
        },
    }
}

fn fault(fault: &OriginFault) -> Text {
    match fault {
        OriginFault::NoRepository => {
            Text::of("the host names no git repository for it", "主机没有为它指明 git 仓库")
        }
        OriginFault::Forbidden => Text::of("GOVCS keeps go from it", "GOVCS 不允许 go 访问"),
        OriginFault::NoGit => Text::of("git is not installed", "没有安装 git"),
        OriginFault::NoScratch => {
            Text::of("no temporary folder to look at it in", "没有可用的临时目录来查看它")
        }
        OriginFault::NotThere => Text::of("the repository does not have it", "仓库里没有它"),
        OriginFault::Deadline => Text::of("not fetched in time", "未能及时取到"),
        OriginFault::Failed { code, words } => say! {
            en: "git ended with {code}: {words}",
            zh: "git 以 {code} 退出：{words}",
        },
        OriginFault::BrokenOff => Text::of("git broke off", "git 中途终止"),
        OriginFault::TooMuch => Text::of("more files than any module has", "文件数量超过任何模块"),
        OriginFault::Refused { refusal } => refused(refusal),
    }
}

fn refused(refusal: &Refusal) -> Text {
    match refusal {
        Refusal::Names { error } => {
            let words = Excerpt::text(&error.to_string());
            say! { en: "go refuses the name: {words}", zh: "go 拒绝这个名称：{words}" }
        }
        Refusal::NotBelow { root } => {
            let root = Excerpt::text(root);
            say! {
                en: "the repository stands for {root}, which the module is not below",
                zh: "仓库对应 {root}，模块不在其下",
            }
        }
        Refusal::NoGoMod { places } => {
            let places = Excerpt::text(&places.join(", "));
            say! { en: "there is no {places}", zh: "没有 {places}" }
        }
        Refusal::Nameless { file } => {
            let file = Excerpt::text(file);
            say! { en: "{file} has no module line", zh: "{file} 没有 module 行" }
        }
        Refusal::OtherMajor { file, path } => {
            let (file, path) = (Excerpt::text(file), Excerpt::text(path));
            say! {
                en: "{file} is of another major version: {path}",
                zh: "{file} 属于另一个主版本：{path}",
            }
        }
        Refusal::TwoGoMods { file, other } => {
            let (file, other) = (Excerpt::text(file), Excerpt::text(other));
            say! {
                en: "{file} and {other} are both of this major version",
                zh: "{file} 与 {other} 都属于这个主版本",
            }
        }
        Refusal::Compatible => Text::of(
            "+incompatible is not for a major version that is compatible",
            "兼容的主版本不能带 +incompatible",
        ),
        Refusal::HasGoMod => Text::of(
            "+incompatible is not for what has a go.mod",
            "有 go.mod 的版本不能带 +incompatible",
        ),
        Refusal::OtherTime { time } => {
            say! { en: "its commit is of {time}", zh: "它的提交时间是 {time}" }
        }
        Refusal::OtherName { name } => {
            let name = Excerpt::text(name);
            say! { en: "its commit is called {name}", zh: "它的提交应写作 {name}" }
        }
        Refusal::MajorWithoutTag => {
            Text::of("a v1 pseudo-version comes after a tag", "v1 的伪版本必须基于某个标签")
        }
        Refusal::NoBase { base } => {
            say! { en: "there is no tag {base} that it could come after", zh: "没有标签 {base}，它无从排在其后" }
        }
        Refusal::NotAfter { tag } => {
            say! { en: "its commit does not come after the tag {tag}", zh: "它的提交不在标签 {tag} 之后" }
        }
        Refusal::Tagged { tag } => {
            say! { en: "its commit has the tag {tag}", zh: "它的提交就是标签 {tag}" }
        }
        Refusal::File { name, why } => file(name, why),
        Refusal::TooLarge { most } => {
            let most = most >> 20;
            say! { en: "its files are larger than {most} MiB", zh: "文件总量超过 {most} MiB" }
        }
    }
}

fn file(name: &str, why: &FileRefusal) -> Text {
    let name = Excerpt::text(name);
    let Text { en, zh } = match why {
        FileRefusal::NotClean => Text::of("its path is not clean", "路径不规范"),
        FileRefusal::Name { error } => {
            let words = Excerpt::text(&error.fault.to_string());
            say! { en: "{words}", zh: "{words}" }
        }
        FileRefusal::GoModCase => Text::of("go.mod is written in lower case", "go.mod 必须小写"),
        FileRefusal::SameFolded { other } => {
            let other = Excerpt::text(other);
            say! {
                en: "but for capitals it is the same as {other}",
                zh: "除大小写外与 {other} 相同",
            }
        }
        FileRefusal::FileAndFolder => Text::of("a file and a folder", "既是文件又是目录"),
        FileRefusal::Twice => Text::of("it is there twice", "出现了两次"),
        FileRefusal::TooLarge { most } => {
            let most = most >> 20;
            say! { en: "it is larger than {most} MiB", zh: "大于 {most} MiB" }
        }
    };
    say! {
        en: "go makes no zip of it because of the file {name}: {en}",
        zh: "因文件 {name}，go 不会为它生成 zip：{zh}",
    }
}

/// What a repository or a go.mod says besides of the versions of a module.
pub(super) fn aside(seen: &Counter) -> Text {
    match seen {
        Counter::Refnames { repository, names, .. } => {
            let count = names.len();
            say! {
                en: "{repository}, asked besides for its branches and tags, has {count}",
                zh: "另外向 {repository} 询问它的分支和标签，共 {count} 个",
            }
        }
        Counter::Retracted { version, url, .. } => say! {
            en: "{url}, asked besides, retracts {version}",
            zh: "另外请求 {url}：其中撤回了 {version}",
        },
        _ => Text::of("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Veiled;

    #[test]
    fn hashes_and_faults_are_told() {
        let none = OriginSum::of(Veiled::new("https://h.example/r"), "refs/tags/v1.0.0".into());
        let whole =
            OriginSum { gomod: Some("h1:B".into()), zip: Some("h1:A".into()), ..none.clone() };
        assert_eq!(sum(&whole).en, "refs/tags/v1.0.0 hashes to h1:A, h1:B");
        let missing = none.with(OriginFault::NotThere);
        assert_eq!(sum(&missing).zh, "refs/tags/v1.0.0：仓库里没有它");
        let other = "A\u{1b}[2J.go".to_owned();
        let refusal = Refusal::File { name: "a.go".into(), why: FileRefusal::SameFolded { other } };
        let refused = OriginSum { zip: None, ..whole }.with(OriginFault::Refused { refusal });
        let said = sum(&refused).en;
        assert!(said.starts_with("refs/tags/v1.0.0: go.mod hashes to h1:B; go makes no zip"));
        assert!(!said.contains('\u{1b}'), "{said}");
    }
}
