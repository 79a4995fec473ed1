use crate::base::{Excerpt, Text};
use crate::go::modzip::{ContentFault, NameFault, ZipFault};
use crate::model::{Artefact, Content, Evidence, Fetch, Need, Outcome, Part, Reply, Source};
use crate::say;

/// Whose fault a zip is that go refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// Of who serves it, or of something before it: a hash of this version is known,
    /// so that go could read its zip somewhere.
    Damaged,
    /// The same, as another one serves what go takes.
    Alone,
    /// The version's own: everybody has this file.
    Published,
    /// The same, as far as one can know: no version is packed so.
    Server,
    /// That or the version's own: nothing tells which.
    Open,
}

impl Blame {
    /// A sentence on it.
    pub fn says(self) -> Text {
        match self {
            Self::Damaged => Text::of(
                "A hash of this version is known, so that its zip was whole somewhere: this one was damaged or replaced where it is kept, or by something on its way.",
                "这个版本的哈希是已知的，说明它的 zip 在别处是完整的：这个文件是在存放的地方或途中被损坏或替换的。",
            ),
            Self::Alone => Text::of(
                "Another source has one that go takes: this one was damaged or replaced where it is kept, or by something on its way.",
                "另一个来源的文件可以被 go 接受：这个文件是在存放的地方或途中被损坏或替换的。",
            ),
            Self::Published => Text::of(
                "It is the very file whose hash is recorded: the version was published so, and no other source can help.",
                "记录的哈希正是这个文件的：这个版本发布时就是如此，换其他来源也没有用。",
            ),
            Self::Server => Text::of(
                "It was damaged or replaced where it is kept, or by something on its way; the fault is not the module's.",
                "它是在存放的地方或途中被损坏或替换的，问题不在模块本身。",
            ),
            Self::Open => Text::of(
                "No hash of this version is known here, which would tell whether the file was changed or published so.",
                "这里没有该版本的哈希，因此无法判断文件是被改动过，还是发布时就是如此。",
            ),
        }
    }
}

impl Fetch {
    /// A zip that came and that go does not unpack: what it finds, where that is known.
    pub fn refused_zip(&self) -> Option<Option<&ZipFault>> {
        let is_proxys = matches!(self.source, Source::Proxy { .. });
        if self.artefact != Artefact::Zip || !is_proxys {
            return None;
        }
        match (&self.content, &self.outcome) {
            (Some(Content::Refused { fault, .. }), _) => Some(Some(fault)),
            (_, Outcome::Unlike { .. }) => Some(None),
            _ => None,
        }
    }

    /// What came in the place of a zip, where it is none at all: neither whole nor in part.
    pub fn in_place_of_zip(&self) -> Option<&Reply> {
        match (&self.outcome, self.refused_zip()?) {
            (Outcome::Unlike { reply, .. }, None) => Some(reply),
            (Outcome::Unlike { reply, .. }, Some(ZipFault::NotAZip)) => {
                (!reply.excerpt.as_str().starts_with("PK")).then_some(reply)
            }
            _ => None,
        }
    }
}

impl Evidence {
    /// Whose fault it is that go refuses this zip.
    pub fn blame_for_zip(&self, fetch: &Fetch) -> Blame {
        let own = fetch.content.as_ref().and_then(Content::h1);
        let (module, version) = (fetch.module.clone(), fetch.version.clone());
        let need = Need { module, version, ..Need::default() };
        let said = self.said(&need, Artefact::Zip).map(|(_, other)| other);
        let others = said.filter(|other| other.source != fetch.source);
        let others: Vec<&Content> = others.filter_map(|it| it.content.as_ref()).collect();
        let known = self.known_hashes(fetch);
        match own {
            _ if others.iter().any(|it| matches!(it, Content::Hashed { .. })) => Blame::Alone,
            Some(own) if known.iter().any(|it| it == own) => Blame::Published,
            Some(_) if others.iter().any(|it| it.h1() == own) => Blame::Published,
            _ if !known.is_empty() => Blame::Damaged,
            None => Blame::Server,
            Some(_) => Blame::Open,
        }
    }

    /// The hashes of a version's zip in go.sum and in the database.
    fn known_hashes(&self, fetch: &Fetch) -> Vec<String> {
        let is_its =
            |module: &str, version: &str| (module, version) == (&fetch.module, &fetch.version);
        let needs = self.facts.needs.iter().filter(|it| is_its(&it.module, &it.version));
        let lines = needs.flat_map(|need| &need.sums).filter(|line| line.part == Part::Zip);
        let records = self.fetches.iter().filter(|it| is_its(&it.module, &it.version));
        let recorded = records.filter_map(|it| match &it.content {
            Some(Content::Record { zip, .. }) => zip.clone(),
            _ => None,
        });
        lines
            .map(|line| line.hash.clone())
            .filter(|it| it.starts_with("h1:"))
            .chain(recorded)
            .collect()
    }
}

/// What is wrong with a zip, as what follows "the .zip of …:".
pub fn wrong_in_zip(fault: &ZipFault) -> Text {
    match fault {
        ZipFault::NotAZip | ZipFault::Comment | ZipFault::CutShort | ZipFault::EndOfFile => {
            Text::of(
                "its list of files, which stands at the end, is missing or damaged, as where a download was cut off and kept",
                "位于末尾的文件列表缺失或损坏，像是下载中断之后被保存了下来",
            )
        }
        ZipFault::Unreadable { why } => {
            let why = Excerpt::text(why);
            say! { en: "it cannot be read ({why})", zh: "无法读取（{why}）" }
        }
        ZipFault::ZipTooLarge { .. } => {
            Text::of("it is larger than the 500 MiB that go takes", "它超过了 go 接受的 500 MiB")
        }
        ZipFault::UnexpectedFile { module, name } => {
            let (module, name) = (Excerpt::text(module), Excerpt::text(name));
            say! {
                en: "{name} in it does not lie below {module}/",
                zh: "其中的 {name} 不在 {module}/ 之下",
            }
        }
        ZipFault::File { name, fault } => content(&Excerpt::text(name), *fault),
        ZipFault::ContentTooLarge => Text::of(
            "its files together are larger than the 500 MiB that go unpacks",
            "其中的文件合计超过了 go 解压的上限 500 MiB",
        ),
        ZipFault::Name { name, fault, .. } => self::name(&Excerpt::text(name), fault),
        ZipFault::TooMuch { .. } => {
            Text::of("it is too large to be looked at here", "它过大，此处没有查看")
        }
    }
}

fn content(name: &Excerpt, fault: ContentFault) -> Text {
    match fault {
        ContentFault::LargerThanDeclared => say! {
            en: "{name} in it unpacks to more than it declares",
            zh: "其中的 {name} 解压后比声明的更大",
        },
        ContentFault::CutShort | ContentFault::BeyondTheEnd => say! {
            en: "{name} in it ends before its declared size",
            zh: "其中的 {name} 没有达到声明的大小就结束了",
        },
        ContentFault::Checksum | ContentFault::Corrupt => say! {
            en: "{name} in it is damaged",
            zh: "其中的 {name} 已损坏",
        },
        ContentFault::NoHeader | ContentFault::BeforeTheStart => say! {
            en: "{name} is in its list, and not where the list says",
            zh: "列表中有 {name}，但它不在列表所说的位置",
        },
        ContentFault::FolderWithContent => say! {
            en: "{name} in it is a folder and has content",
            zh: "其中的 {name} 是文件夹，却带有内容",
        },
        ContentFault::Method => say! {
            en: "{name} in it is packed by a method that go does not know",
            zh: "其中的 {name} 使用了 go 不认识的压缩方法",
        },
        ContentFault::NewLine => say! {
            en: "{name} in it has a line break in its name",
            zh: "其中 {name} 的名字里有换行",
        },
    }
}

fn name(name: &Excerpt, fault: &NameFault) -> Text {
    let short = |path: &String| Excerpt::text(path);
    match fault {
        NameFault::NotClean | NameFault::NotUtf8 { .. } | NameFault::Path { .. } => say! {
            en: "{name} in it is a name that no file of a module may have",
            zh: "其中的 {name} 不是模块文件可以使用的名字",
        },
        NameFault::Collision { first, second } => {
            let (first, second) = (short(first), short(second));
            say! {
                en: "{first} and {second} in it differ in capital letters alone, and many file systems keep one of both",
                zh: "其中的 {first} 和 {second} 只有大小写不同，许多文件系统只能保留其中一个",
            }
        }
        NameFault::FileAndFolder { path } => {
            let path = short(path);
            say! { en: "{path} in it is both a file and a folder", zh: "其中的 {path} 既是文件又是文件夹" }
        }
        NameFault::Twice { path } => {
            let path = short(path);
            say! { en: "{path} is in it twice", zh: "其中有两个 {path}" }
        }
        NameFault::GoModNotInRoot => say! {
            en: "{name} in it belongs to a module of its own",
            zh: "其中的 {name} 属于另一个模块",
        },
        NameFault::GoModCase => say! {
            en: "{name} in it has to be spelled go.mod",
            zh: "其中的 {name} 必须写作 go.mod",
        },
        NameFault::GoModTooLarge | NameFault::LicenseTooLarge => say! {
            en: "{name} in it is larger than 16 MiB",
            zh: "其中的 {name} 超过了 16 MiB",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Veiled;
    use crate::model::{Reading, SumLine};

    fn fetch(element: usize, content: Content) -> Fetch {
        Fetch {
            module: "a.example/m".into(),
            version: "v1.0.0".into(),
            artefact: Artefact::Zip,
            source: Source::Proxy { element },
            url: Veiled::new("https://go.example/a.example/m/@v/v1.0.0.zip"),
            sent_credentials: false,
            outcome: Outcome::Served { versions: Vec::new() },
            content: Some(content),
            nameplate: None,
            took_ms: 0,
        }
    }

    fn refused(h1: Option<&str>) -> Content {
        Content::Refused { fault: ZipFault::ContentTooLarge, h1: h1.map(str::to_owned) }
    }

    fn blame(known: &[&str], contents: Vec<Content>) -> Blame {
        let line = |hash: &&str| SumLine {
            file: "/w/go.sum".into(),
            line: 1,
            reading: Reading::Own,
            part: Part::Zip,
            hash: (*hash).to_owned(),
        };
        let (module, version) = ("a.example/m".to_owned(), "v1.0.0".to_owned());
        let sums = known.iter().map(line).collect();
        let mut evidence = Evidence::default();
        evidence.facts.needs = vec![Need { module, version, sums, ..Need::default() }];
        evidence.fetches = contents.into_iter().enumerate().map(|(at, it)| fetch(at, it)).collect();
        evidence.blame_for_zip(&evidence.fetches[0])
    }

    #[test]
    fn whose_fault_it_is_shows_by_what_others_have() {
        let whole = || Content::Hashed { h1: "h1:B".into(), go: None };
        assert_eq!(blame(&[], vec![refused(None)]), Blame::Server);
        assert_eq!(blame(&["h1:B"], vec![refused(None)]), Blame::Damaged);
        assert_eq!(blame(&[], vec![refused(None), whole()]), Blame::Alone);
        assert_eq!(blame(&[], vec![refused(Some("h1:A"))]), Blame::Open);
        assert_eq!(blame(&["h1:A"], vec![refused(Some("h1:A"))]), Blame::Published);
        assert_eq!(
            blame(&[], vec![refused(Some("h1:A")), refused(Some("h1:A"))]),
            Blame::Published
        );
        assert_eq!(blame(&["h1:B"], vec![refused(Some("h1:A"))]), Blame::Damaged);
    }
}
