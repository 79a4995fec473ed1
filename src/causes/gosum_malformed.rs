use crate::base::{Excerpt, Text};
use crate::go::sumfile::{Letters, MalformedLines, SlipKind};
use crate::model::{
    Against, Area, Cause, Cite, Evidence, Finding, Fix, Location, OddLine, Part,
    Mark, Reading, Risk, Scope, Severity, Step, Subject, SumsHere, Twice,
};
use crate::say;
use crate::world::{DIR, Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "gosum-malformed",
    area: Area::Checksums,
    title: Text::of("go.sum has lines that are none", "go.sum 中有不成格式的行"),
    docs: Text::of(
        "Each line of go.sum and go.work.sum has three fields: a module's path, its version \
         (with /go.mod behind it for the go.mod alone) and a hash. A line that has more or \
         fewer of them is mostly what a merge left behind: a mark such as `<<<<<<< HEAD`, two \
         entries on one line, an entry cut short, zeros after a crash.\n\n\
         go says: malformed go.sum:\n\
         /src/go.sum:3: wrong number of fields 2\n\n\
         go 1.24 and later stop there before they ask for any module, whatever is wanted. Up to \
         1.23 go reads no further, says nothing, and goes on as if the entries behind that line \
         were not there: it looks them up in the checksum database, and a build misses them. \
         A `checksum mismatch` is another matter: there the line is sound and its hash is not that \
         of the download.\n\n\
         Delete the marks and keep the lines of both sides: go compares each with what it \
         downloads, and a line that is not needed does no harm. Where both sides have different \
         hashes of one version, the first decides; compare them with the checksum database \
         before you choose. `go mod tidy` skips such lines and writes go.sum anew; it may change \
         go.mod too. Deleting go.sum gives up what it remembers of modules that no database \
         knows.",
        "go.sum 和 go.work.sum 的每一行有三个字段：模块路径、版本（只针对 go.mod 时后面带 /go.mod）和哈希。\
         字段过多或过少的行多半是合并留下的：`<<<<<<< HEAD` 之类的标记、挤在一行的两个条目、被截断的条目、\
         崩溃后留下的零字节。\n\n\
         go 的报错：malformed go.sum:\n\
         /src/go.sum:3: wrong number of fields 2\n\n\
         go 1.24 及以后的版本在请求任何模块之前就会停在这里，不论要下载什么。1.23 及以前的版本不再往下读，\
         也不提示，就当这一行之后的条目不存在：go 会去校验和数据库查询它们，构建时则会缺少它们。\
         `checksum mismatch` 是另一回事：那时行本身没有问题，只是其中的哈希与下载的内容不符。\n\n\
         请删除标记并保留双方的行：go 会把每一行与下载的内容核对，用不到的行也没有害处。如果双方对同一版本的哈希不同，\
         由第一行决定；选择之前先与校验和数据库核对。`go mod tidy` 会跳过这样的行并重写 go.sum，但也可能改动 go.mod。\
         删除 go.sum 则会丢掉它对数据库不认识的模块的记录。",
    ),
    logs: &[
        Mark::of(&["malformed go.sum:"]),
        Mark::of(&["go.sum:", ": wrong number of fields "]),
        Mark::of(&["go.work.sum:", ": wrong number of fields "]),
        Mark::of(&["unknown hashes in go.sum"]).warns(),
    ],
    explains: &["sumdb-module-unknown", "sumdb-unreachable", "sumdb-wrong-url", "gosumdb-malformed"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let facts = &evidence.facts;
    if let Some(file) = facts.ends_at_sums() {
        let severity = if facts.needs.is_empty() { Severity::Warning } else { Severity::Error };
        return Some(about(file, stops(file)).severity(severity));
    }
    let unread = facts.sums.iter().find_map(|file| {
        let (stopped, mut by) = evidence.stopped_unread(file);
        by.sort();
        by.dedup();
        let mut finding = about(file, reads_no_further(file)).stops(stopped);
        finding.because.extend(by);
        (!finding.affects.is_empty()).then_some(finding)
    });
    unread.or_else(|| {
        let (file, says) = facts.sums.iter().find_map(|it| Some((it, harmless(evidence, it)?)))?;
        Some(about(file, says).severity(Severity::Warning))
    })
}

fn about(file: &SumsHere, says: Text) -> Finding {
    let path = file.path.clone();
    let finding = Finding::certain(says, vec![Cite::SumFile(path.clone())]);
    let finding = finding.about(Subject::File(path.clone()));
    let line = file.malformed.as_ref().map(|(first, _)| first.line);
    let line = line.or_else(|| Some(file.odd.first()?.slip.line));
    let line = line.or_else(|| Some(file.twice.first()?.lines.first()?.line));
    let Some(line) = line else { return finding };
    let source = file.odd.iter().find(|it| it.slip.line == line);
    let source = source.map(|it| it.text.as_str().to_owned());
    finding.at(Location { file: path, line, column: None, source })
}

fn stops(file: &SumsHere) -> Text {
    let Some((first, _)) = &file.malformed else { return Text::same("") };
    let (name, line, fields) = (file.name(), first.line, first.fields);
    let Text { en, zh } = what(file);
    let (rest_en, rest_zh) = rest(file);
    say! {
        en: "Line {line} of {name} is {en}. go ends there before it asks for any module: malformed go.sum, wrong number of fields {fields}.{rest_en}",
        zh: "{name} 的第 {line} 行是{zh}。go 在请求任何模块之前就会停在这里：malformed go.sum，wrong number of fields {fields}。{rest_zh}",
    }
}

fn reads_no_further(file: &SumsHere) -> Text {
    let Some((first, _)) = &file.malformed else { return Text::same("") };
    let (name, line) = (file.name(), first.line);
    let Text { en, zh } = what(file);
    let (rest_en, rest_zh) = rest(file);
    say! {
        en: "Line {line} of {name} is {en}. This go reads {name} up to there and says nothing. The hashes behind it do not count: it asks the checksum database for them, and a build misses them. go 1.24 and later stop there.{rest_en}",
        zh: "{name} 的第 {line} 行是{zh}。这个版本的 go 读到这里为止，也不提示。后面的哈希都不算数：go 会为它们去查询校验和数据库，构建时则会缺少它们。go 1.24 及以后的版本会停在这里。{rest_zh}",
    }
}

/// What the first line is at which go stumbles.
fn what(file: &SumsHere) -> Text {
    let line = file.malformed.as_ref().map(|(first, _)| first.line);
    let odd = file.odd.iter().find(|it| Some(it.slip.line) == line);
    let text = odd.map(|it| Excerpt::of(it.text.as_str().as_bytes(), SHOWN));
    match (file.letters, odd.map(|it| it.slip.kind), text) {
        (Letters::Utf16, ..) => Text::of(
            "written in UTF-16, as the whole file is",
            "UTF-16 编码的文字（整个文件都是如此）",
        ),
        (_, Some(SlipKind::ConflictMark), Some(text)) => say! {
            en: "the mark of a merge conflict, `{text}`",
            zh: "合并冲突的标记 `{text}`",
        },
        (_, _, Some(text)) if !text.is_empty() => say! {
            en: "no entry, `{text}`",
            zh: "不成条目的内容 `{text}`",
        },
        _ => Text::of("no entry; it holds nothing that can be seen", "看不见的内容"),
    }
}

/// As much of a line as a sentence bears, in characters.
const SHOWN: usize = 60;

/// How many lines are to be mended, and whether the sides of a merge differ.
fn rest(file: &SumsHere) -> (String, String) {
    let (name, count) = (file.name(), file.odd.len() + file.more);
    let mut said = Vec::new();
    if count > 1 {
        said.push(say! {
            en: " In all {count} lines do not belong there.",
            zh: "共有 {count} 行不应出现在其中。",
        });
    }
    if let Some((twice, first, other)) = file.two_hashes() {
        let key = key(twice);
        said.push(say! {
            en: " {name} also has two different hashes of {key}, in lines {first} and {other}: the first decides.",
            zh: "{name} 对 {key} 还有两个不同的哈希（第 {first} 行和第 {other} 行）：由前一个决定。",
        });
    }
    let en = said.iter().map(|it| &*it.en).collect();
    (en, said.iter().map(|it| &*it.zh).collect())
}

/// What does not stop go now.
fn harmless(evidence: &Evidence, file: &SumsHere) -> Option<Text> {
    let name = file.name();
    if let Some((_, MalformedLines::EndTheFile)) = &file.malformed {
        return Some(reads_no_further(file));
    }
    let mut odd = file.odd.iter().filter(|it| !is_disputed(evidence, file, it.slip.line));
    if let Some(OddLine { slip, .. }) = odd.next() {
        let line = slip.line;
        return Some(match slip.kind {
            SlipKind::HalfHash => say! {
                en: "Line {line} of {name} holds a hash that was cut short. No download can have it: go fails with `checksum mismatch` as soon as it compares.",
                zh: "{name} 的第 {line} 行里的哈希被截断了。任何下载内容都不可能与它相符：go 一比较就会报 `checksum mismatch`。",
            },
            SlipKind::UnknownAlgorithm => say! {
                en: "Line {line} of {name} holds a hash of another kind than h1, which go does not know. It warns of it, and looks the module up as if the line were not there.",
                zh: "{name} 的第 {line} 行里的哈希不是 h1 类型，go 不认识。go 会给出警告，并当这一行不存在，重新查询该模块。",
            },
            _ => say! {
                en: "Line {line} of {name} holds letters that cannot be seen (a byte order mark, or zeros). go takes it for the hash of some other module, and misses the one that was meant.",
                zh: "{name} 的第 {line} 行里有看不见的字符（字节顺序标记或零字节）。go 会把它当成别的模块的哈希，原本要记录的那个就缺了。",
            },
        });
    }
    let (twice, first, other) = file.two_hashes()?;
    let disputed = twice.lines.iter().any(|it| is_disputed(evidence, file, it.line));
    let key = key(twice);
    (!disputed).then(|| say! {
        en: "{name} has two different hashes of {key}, in lines {first} and {other}. The first decides for now; go sorts the lines when it next writes the file, and fails if the wrong one comes first.",
        zh: "{name} 对 {key} 有两个不同的哈希（第 {first} 行和第 {other} 行）。目前由前一个决定；go 下次写这个文件时会重新排序，如果错误的那个排到前面，就会失败。",
    })
}

/// Whether go stops at that line because of its hash, which another cause says.
fn is_disputed(evidence: &Evidence, file: &SumsHere, line: usize) -> bool {
    evidence.disputes().iter().any(|it| {
        matches!(it.against, Against::Line(known) if known.file == file.path && known.line == line)
    })
}

fn key(twice: &Twice) -> String {
    let Twice { module, version, part, .. } = twice;
    let behind = if *part == Part::GoMod { "/go.mod" } else { "" };
    format!("{} {}{behind}", Excerpt::text(module), Excerpt::text(version))
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::File(path) = &finding.subject else { return Vec::new() };
    let Some(file) = evidence.facts.sums.iter().find(|it| it.path == *path) else {
        return Vec::new();
    };
    let mut fixes: Vec<Fix> = mended(file).into_iter().collect();
    if file.reading == Reading::Own && !file.path.ends_with(".work.sum") {
        fixes.push(tidied());
    } else if fixes.is_empty() {
        fixes.push(by_hand(file));
    }
    fixes
}

fn mended(file: &SumsHere) -> Option<Fix> {
    let lines = file.mended()?;
    let name = file.name();
    let title = if file.letters == Letters::Utf16 {
        say! { en: "Write {name} in UTF-8", zh: "把 {name} 改写为 UTF-8" }
    } else if lines.iter().all(|it| it.becomes.is_empty()) {
        say! { en: "Delete these lines of {name}", zh: "删除 {name} 中的这些行" }
    } else {
        say! { en: "Mend these lines of {name}", zh: "修复 {name} 中的这些行" }
    };
    let mut steps = vec![Step::MendFile { file: file.path.clone(), letters: file.letters, lines }];
    steps.extend(undecided(file));
    Some(Fix::safe(title, Scope::Project, steps))
}

fn undecided(file: &SumsHere) -> Option<Step> {
    let (twice, first, other) = file.two_hashes().filter(|(twice, ..)| !twice.is_decidable())?;
    let key = key(twice);
    Some(Step::Say(say! {
        en: "Lines {first} and {other} have different hashes of {key}, and no database knows the module: ask who wrote them which content is meant, and delete the other line.",
        zh: "第 {first} 行和第 {other} 行对 {key} 的哈希不同，而且没有数据库认识这个模块：请向写入者确认是哪份内容，再删除另一行。",
    }))
}

fn tidied() -> Fix {
    let title = Text::of("Have go write go.sum anew", "让 go 重写 go.sum");
    let words = ["go", "mod", "tidy"].map(str::to_owned).to_vec();
    let why = Text::of(
        "go mod tidy may change go.mod too, and what it can no longer read it takes as it comes where no database knows the module.",
        "go mod tidy 也可能改动 go.mod；读不出来的哈希会重新下载，数据库不认识的模块则以下载到的内容为准。",
    );
    let unprovable = Text::of("It would write files.", "它会写入文件。");
    Fix::safe(title, Scope::Project, vec![Step::Run { words }])
        .risk(Risk::TradeOff(why))
        .unprovable(unprovable)
}

fn by_hand(file: &SumsHere) -> Fix {
    let name = file.name();
    let title = say! { en: "Mend {name} by hand", zh: "手工修复 {name}" };
    let step = say! {
        en: "Take {name} from the last commit in which it was whole, and delete every line that has not three fields.",
        zh: "从 {name} 最后一次完好的提交中取回它，并删除所有不是三个字段的行。",
    };
    let why = Text::of("There are too many lines for a command.", "行数太多，无法写成一条命令。");
    Fix::safe(title, Scope::Project, vec![Step::Say(step)]).unprovable(why)
}

fn with(lines: &str) -> World {
    World::healthy().file(&format!("{DIR}/go.sum"), lines)
}

const A: &str = "example.org/a v1.0.0 h1:m5oyRSfTSlv/BH3nA5vXaXrRjY0AvE9DBPSsL428090=\n";
const B: &str = "example.org/a v1.0.0 h1:yZzsNAGh96cQQxw0kLfxtrMyeUaiLfl3HMPfxY8aoAU=\n";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a merge that was not finished",
        world: || with(&format!("<<<<<<< HEAD\n{A}=======\n{A}>>>>>>> 1a2b3c4 (more)\n")),
        roots: &["gosum-malformed"],
    },
    Scene {
        name: "the sides of the merge differ",
        world: || with(&format!("<<<<<<< HEAD\n{A}||||||| 1a2b3c4\n=======\n{B}>>>>>>> b\n")),
        roots: &["gosum-malformed"],
    },
    Scene {
        name: "an entry without a hash",
        world: || with(&format!("{A}example.org/b v1.0.0")),
        roots: &["gosum-malformed"],
    },
    Scene {
        name: "two entries on one line",
        world: || with(&format!("{}{B}", A.trim_end())),
        roots: &["gosum-malformed"],
    },
    Scene {
        name: "zeros",
        world: || with(&format!("{A}\0\0\0\0")),
        roots: &["gosum-malformed"],
    },
    Scene {
        name: "a go that reads no further",
        world: || {
            with(&format!("=======\n{A}"))
                .file("/usr/local/go/VERSION", "go1.21.13\n")
                .gomod("module example.com/app\n\ngo 1.20\n\nrequire golang.org/x/text v0.14.0\n")
        },
        roots: &["gosum-malformed"],
    },
    Scene {
        name: "what is needed stands where this go no longer reads",
        world: || {
            let known = A.replace("example.org/a v1.0.0", "golang.org/x/text v0.14.0");
            let of_gomod = known.replace(" h1:", "/go.mod h1:");
            with(&format!("=======\n{known}{of_gomod}"))
                .file("/usr/local/go/VERSION", "go1.21.13\n")
                .gomod("module example.com/app\n\ngo 1.20\n\nrequire golang.org/x/text v0.14.0\n")
                .site("proxy.golang.org", Site::proxy_without_relay())
                .site("sum.golang.org", Site::status(403, "no"))
        },
        roots: &["gosum-malformed"],
    },
    Scene {
        name: "a byte order mark",
        world: || with(&format!("\u{feff}{A}")),
        roots: &["gosum-malformed"],
    },
    Scene {
        name: "half a hash of nothing that is needed",
        world: || with(&format!("{A}example.org/b v1.0.0 h1:yZzsNAGh")),
        roots: &["gosum-malformed"],
    },
    Scene {
        name: "an algorithm of the future",
        world: || with("example.org/a v1.0.0 h2:abc\n"),
        roots: &["gosum-malformed"],
    },
    Scene {
        name: "two hashes of one version",
        world: || with(&format!("{A}{B}")),
        roots: &["gosum-malformed"],
    },
    Scene {
        name: "two hashes of a private module",
        world: || with(&format!("{A}{B}")).var("GOPRIVATE", "example.org"),
        roots: &["gosum-malformed"],
    },
    Scene {
        name: "a module of a workspace",
        world: || {
            with(A)
                .file("/home/dev/go.work", "go 1.24\n\nuse (\n\t./app\n\t./other\n)\n")
                .file("/home/dev/other/go.mod", "module example.com/other\n\ngo 1.24\n")
                .file("/home/dev/other/go.sum", "<<<<<<< HEAD\n")
        },
        roots: &["gosum-malformed"],
    },
    Scene {
        name: "nothing is required",
        world: || with("x y\n").gomod("module example.com/app\n\ngo 1.24\n"),
        roots: &["gosum-malformed"],
    },
    Scene {
        name: "blank lines, the same line twice, and both ends of lines",
        world: || with(&format!("\n{A}\r\n{A}\t\n{}\r\n", A.trim_end())),
        roots: &[],
    },
];
