use crate::base::Text;
use crate::go::semver::is_pseudo_version;
use crate::model::{Against, Area, Cause, Charge, Confidence, Evidence, Finding, Fix, Hearing, Location, Mark, Part, Scope, Spoken, Step, Subject, SumLine, Suspect};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "gosum-mismatch",
    area: Area::Checksums,
    title: Text::of("A line of go.sum is alone with its hash", "go.sum 的一行与其他各方都不一致"),
    docs: Text::of(
        "go.sum holds the hash of each module version that this project was built with. go hashes \
         what it downloads, or what lies in its cache, and stops where the line says otherwise. \
         Here the line is the odd one out: the others agree with each other.\n\n\
         go says: verifying example.com/m@v0.0.0-20240102030405-0123456789ab: checksum mismatch\n\
         \x20       downloaded: h1:AAAA...\n\
         \x20       go.sum:     h1:BBBB...\n\
         and SECURITY ERROR, which it writes at every mismatch, whoever is wrong. `downloaded` \
         stands there also where nothing was downloaded and the file lay in the cache.\n\n\
         A line goes wrong in a merge that was resolved by hand, by an edit, by a script that \
         replaces text, or because it was written from other content: by a proxy that had altered \
         it, or from a tag before it was moved. Two lines about one file are such a merge, too: go \
         holds the first against what it gets and stops, even if the second is right. In a \
         workspace each go.sum of its modules has to agree, and go names the one that does not:\n\
         downloaded: h1:AAAA... /src/lib/go.sum: h1:BBBB...\n\n\
         The checksum database settles it: its record was made when the version was first seen, \
         cannot be changed afterwards, and is the same for everybody. Where it agrees with what \
         came, replace just that line. For a private module, which the database does not know, \
         look at the history of the line (`git log -p go.sum`) and ask its author. Do not delete \
         go.sum: go would then write down whatever comes, for all other modules as well.",
        "go.sum 记录本项目构建时所用的每个模块版本的哈希。go 会计算下载内容或缓存内容的哈希，与对应的行不同就停止。\
         这里不一致的是这一行：其他各方彼此一致。\n\n\
         go 的报错：verifying example.com/m@v0.0.0-20240102030405-0123456789ab: checksum mismatch\n\
         \x20       downloaded: h1:AAAA...\n\
         \x20       go.sum:     h1:BBBB...\n\
         以及 SECURITY ERROR；无论错在哪一方，只要不一致它都会这样写。即使什么都没有下载、文件原本就在缓存里，也写作 `downloaded`。\n\n\
         这一行出错的原因：手工解决合并冲突、手工编辑、脚本替换文本，或者写入时得到的是别的内容：来自改动过它的代理，或来自移动之前的标签。\
         同一个文件有两行也是这样的合并：go 只用第一行比较并停止，即使第二行是对的。在工作区里，每个模块的 go.sum 都必须一致，go 会指出不一致的那一个：\n\
         downloaded: h1:AAAA... /src/lib/go.sum: h1:BBBB...\n\n\
         校验和数据库可以裁定：它的记录在该版本首次出现时写入，此后无法更改，对所有人都相同。它与得到的内容一致时，只替换那一行。\
         数据库不认识私有模块，这时请查看这一行的历史（`git log -p go.sum`），并询问作者。不要删除 go.sum：\
         那样 go 会记下此后得到的任何内容，其他模块也是如此。",
    ),
    logs: &[
        Mark::of(&["downloaded: h1:", "go.sum:", " h1:"])
            .when(is_commit)
            .or(OPEN),
        Mark::of(&["verifying ", "checksum mismatch", "downloaded:", "go.sum:", "h1:"])
            .when(is_commit)
            .or(OPEN),
        Mark::of(&["checksum mismatch", "downloaded: h1:", "go.work.sum:", "h1:"])
            .or(OPEN),
        Mark::of(&["downloaded: h1:", "/go.sum:", "h1:"])
            .or(OPEN),
        Mark::of(&["downloaded: h1:", "\\go.sum:", "h1:"])
            .or(OPEN),
    ],
    explains: &[],
    rule,
    fixes,
};

/// Who may have brought the other content.
const OPEN: &[&str] = &["checksum-tag-moved", "modcache-corrupt", "checksum-proxy-altered"];

/// A pseudo-version names a commit, and no tag can be moved under it.
fn is_commit(it: &Spoken) -> bool {
    it.version.as_deref().is_some_and(is_pseudo_version)
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    if evidence.survey.is_some() {
        return evidence.unsummed_files();
    }
    let charge = evidence.charge(Suspect::GoSum)?;
    let hearing = charge.first();
    let Against::Line(line) = hearing.dispute.against else { return None };
    let finding = charge.finding(evidence, wrong(evidence, hearing, line), means(&charge));
    let finding = finding.about(Subject::File(line.file.clone())).at(place(hearing, line));
    Some(match charge.confidence {
        Confidence::Certain => finding.not(
            "checksum-proxy-altered",
            Text::of(
                "What came is what the checksum database recorded.",
                "得到的内容正是校验和数据库所记录的。",
            ),
        ),
        Confidence::Likely | Confidence::Possible => finding,
    })
}

fn place(hearing: &Hearing<'_>, line: &SumLine) -> Location {
    let need = hearing.dispute.need;
    let ending = match line.part {
        Part::GoMod => "/go.mod",
        Part::Zip => "",
    };
    let source = format!("{} {}{ending} {}", need.module, need.version, line.hash);
    Location { file: line.file.clone(), line: line.line, column: None, source: Some(source) }
}

fn wrong(evidence: &Evidence, hearing: &Hearing<'_>, line: &SumLine) -> Text {
    let (file, at) = (evidence.below_project(&line.file), line.line);
    let what = hearing.file();
    let (en, zh) = (what.en, what.zh);
    let same = |it: &&SumLine| it.part == line.part && it.file == line.file && it.line != at;
    let other = hearing.dispute.need.sums.iter().find(same).map(|it| it.line);
    match other {
        _ if hearing.ruling.confidence == Confidence::Possible => say! {
            en: "{file}, line {at}, has another hash for {en} than what go gets.",
            zh: "{file} 第 {at} 行所记的 {zh} 的哈希，与 go 得到的不同。",
        },
        Some(other) => say! {
            en: "{file} has two hashes for {en}, in line {at} and in line {other}; go holds the one in line {at} against what it gets, and that one is alone.",
            zh: "{file} 的第 {at} 行和第 {other} 行为 {zh} 记了两个哈希；go 用第 {at} 行与得到的内容比较，而与其他各方不一致的正是这一行。",
        },
        None => say! {
            en: "{file}, line {at}, is alone with its hash of {en}.",
            zh: "{file} 第 {at} 行所记的 {zh} 的哈希与其他各方都不同。",
        },
    }
}

fn means(charge: &Charge<'_>) -> Text {
    match charge.confidence {
        Confidence::Certain => Text::of(
            "The content is what the checksum database recorded; what is wrong is that line: mistyped, badly merged, or written from other content.",
            "内容与校验和数据库的记录一致；错的是这一行：写错了、合并错了，或者写入时得到的是别的内容。",
        ),
        Confidence::Likely => Text::of(
            "So the line is most likely wrong; but a tag that was moved before the others fetched it would look the same from here.",
            "因此多半是这一行有误；但如果标签在其他各方获取之前被移动过，从这里看也是同样的情形。",
        ),
        Confidence::Possible => Text::of(
            "Which of the two is wrong cannot be told from here: a third has to be asked. Until then leave go.sum as it is.",
            "从这里无法判断哪一方有误：需要再问第三方。在此之前请不要改动 go.sum。",
        ),
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    if evidence.survey.is_some() {
        return evidence.unsummed_fetched();
    }
    let Some(charge) = evidence.charge(Suspect::GoSum) else { return Vec::new() };
    match evidence.lines_replaced(&charge) {
        Some(replaced) => vec![replaced],
        None => vec![evidence.repository_asked(&charge), history(evidence, &charge)],
    }
}

/// Who changed the line, and why.
fn history(evidence: &Evidence, charge: &Charge<'_>) -> Fix {
    let hearing = charge.first();
    let file = match hearing.dispute.against {
        Against::Line(line) => evidence.below_project(&line.file).to_owned(),
        Against::Record { .. } => "go.sum".to_owned(),
    };
    let key = format!("{} {}", hearing.dispute.need.module, hearing.dispute.need.version);
    let title = Text::of("See who changed the line, and why", "查看是谁、为什么改了这一行");
    let words = ["git", "log", "-p", "-S", &key, "--", &file].map(str::to_owned);
    let why = Text::of("It only shows something.", "它只显示信息。");
    let fix = Fix::safe(title, Scope::Project, vec![Step::Run { words: words.to_vec() }]);
    fix.unprovable(why)
}

const SUM: &str = "/home/dev/app/go.sum";
/// What nobody has.
const OTHER: &str = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/// A go.sum with other hashes of the go.mod of a public module.
fn mistyped(line: &str) -> World {
    World::healthy().file(SUM, &format!("{line}\n"))
}

fn other() -> String {
    format!("github.com/acme/widget v1.2.3/go.mod {OTHER}")
}

fn right() -> String {
    format!("github.com/acme/widget v1.2.3/go.mod {}", crate::go::h1::of_gomod(b"module github.com/acme/widget\n"))
}

const STEM: &str = "/home/dev/go/pkg/mod/cache/download/github.com/acme/widget/@v/v1.2.3";
const GOMOD: &str = "module github.com/acme/widget\n";

/// The cache looked through, with a .mod in it and a line about that.
fn cached(hash: &str) -> World {
    World::healthy()
        .surveyed()
        .file(&format!("{STEM}.mod"), GOMOD)
        .file(SUM, &format!("github.com/acme/widget v1.2.3/go.mod {hash}\n"))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a line that nobody else has",
        world: || mistyped(&other()),
        roots: &["gosum-mismatch"],
    },
    Scene {
        name: "two lines, and the wrong one is first",
        world: || mistyped(&format!("{}\n{}", other(), right())),
        roots: &["gosum-mismatch"],
    },
    Scene {
        name: "two lines, and the right one is first",
        world: || mistyped(&format!("{}\n{}", right(), other())),
        roots: &["gosum-malformed"],
    },
    Scene {
        name: "no database, and two proxies agree",
        world: || {
            mistyped(&other())
                .var("GOSUMDB", "off")
                .var("GOPROXY", "https://goproxy.cn,https://proxy.golang.org,direct")
        },
        roots: &["gosum-mismatch"],
    },
    Scene {
        name: "no database, and nobody else to ask",
        world: || mistyped(&other()).var("GOSUMDB", "off").var("GOPROXY", "https://proxy.golang.org"),
        roots: &["gosum-mismatch"],
    },
    Scene {
        name: "no database, and the repository agrees with the proxy",
        world: || {
            mistyped(&other())
                .gomod("module example.com/app\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.3\n")
                .var("GOSUMDB", "off")
                .tagged("v1.2.3", &[("go.mod", "module github.com/acme/widget\n")])
        },
        roots: &["gosum-mismatch"],
    },
    Scene {
        name: "the line is right, and the proxy is not",
        world: || {
            let site = Site::except(&["widget/@v/v1.2.3.mod"], 200, "module github.com/acme/widget\n\n// altered\n");
            mistyped(&right()).site("proxy.golang.org", site)
        },
        roots: &["checksum-proxy-altered"],
    },
    Scene {
        name: "a line that the cache knows nothing of",
        world: || cached(OTHER),
        roots: &["gosum-mismatch"],
    },
    Scene {
        name: "a line that the cache agrees with",
        world: || cached(&crate::go::h1::of_gomod(GOMOD.as_bytes())),
        roots: &[],
    },
];
