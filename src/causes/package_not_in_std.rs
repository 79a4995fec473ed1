use crate::base::{Excerpt, Text};
use crate::model::{Area, BadImport, Cause, Cite, Evidence, Finding, Fix, Importer, Lack, Location, Mark, Scope, Severity, Spoken, Step, Subject};
use crate::say;
use crate::world::{DIR, Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "package-not-in-std",
    area: Area::GoMod,
    title: Text::of("An import is looked for in the standard library", "导入被当作标准库的包来查找"),
    docs: Text::of(
        "An import path without a dot in its first element belongs to the standard library, \
         unless the module itself, or one that is replaced, has such a path. go looks for it below \
         GOROOT/src and nowhere else, and downloads nothing for it.\n\n\
         go says: package notstd/foo is not in std (/usr/local/go/src/notstd/foo)\n\
         or, an older go: package notstd/foo is not in GOROOT (/usr/local/go/src/notstd/foo)\n\n\
         It is go build, go test and go mod tidy that mind; go mod download does not look at the \
         code. Mostly the path is short of its beginning: packages of this module are imported by \
         the whole path that the module line of go.mod begins, as in example.com/app/foo. Or the \
         package is new in the standard library and this go is older, or it was for GOPATH, where \
         any folder below src could be imported so.\n\n\
         Write the whole path in the import. Where the package is one of a later standard library, \
         take that go.",
        "第一段里没有点的导入路径属于标准库，除非本模块自己或者某个被替换的模块就叫这样的名字。\
         go 只在 GOROOT/src 下面查找它，不会为它下载任何东西。\n\n\
         go 的报错：package notstd/foo is not in std (/usr/local/go/src/notstd/foo)\n\
         或者，较旧的 go：package notstd/foo is not in GOROOT (/usr/local/go/src/notstd/foo)\n\n\
         计较这一点的是 go build、go test 和 go mod tidy；go mod download 不看代码。\
         多数情况下是路径少了开头：本模块的包要用 go.mod 中 module 行开头的完整路径来导入，例如 example.com/app/foo。\
         也可能这个包是标准库新增的，而这里的 go 较旧；或者代码出自 GOPATH 时代，那时 src 下的任何目录都可以这样导入。\n\n\
         请在导入里写完整的路径。如果这个包属于更新的标准库，请换用那个版本的 go。",
    ),
    logs: &[
        Mark::of(&["package ", "is not in std"]).when(new_in_std).or(&["go-too-old"]),
        Mark::of(&["package ", "is not in GOROOT"]).when(new_in_std).or(&["go-too-old"]),
        Mark::of(&["package ", "is not in std"]),
        Mark::of(&["package ", "is not in GOROOT"]),
        Mark::of(&[" imports
", "package ", "is not in GOROOT"]).or(&["package-not-in-module"]),
    ],
    explains: &[],
    rule,
    fixes,
};

/// Packages that came to the standard library after modules did.
const NEW_IN_STD: &[&str] = &[
    "embed", "io/fs", "testing/fstest", "runtime/metrics", "net/netip", "debug/buildinfo",
    "slices", "maps", "cmp", "log/slog", "testing/slogtest", "crypto/ecdh", "runtime/coverage",
    "math/rand/v2", "go/version", "iter", "unique", "structs", "weak", "crypto/mlkem",
    "crypto/hkdf", "crypto/pbkdf2", "crypto/sha3", "encoding/json/v2", "testing/synctest",
    "testing/cryptotest", "hash/maphash", "time/tzdata", "crypto/ed25519", "encoding/json/jsontext",
];

/// Whether a newer go has the package in its standard library.
fn new_in_std(it: &Spoken) -> bool {
    let named = it.text.split("package ").skip(1);
    named.filter_map(|rest| rest.split_whitespace().next()).any(|name| NEW_IN_STD.contains(&name))
}

/// Packages that came to the standard library, and the go 1.x that they came with.
const SINCE: &[(&str, u32)] = &[
    ("embed", 16),
    ("io/fs", 16),
    ("net/netip", 18),
    ("debug/buildinfo", 18),
    ("go/doc/comment", 19),
    ("crypto/ecdh", 20),
    ("cmp", 21),
    ("log/slog", 21),
    ("maps", 21),
    ("slices", 21),
    ("testing/slogtest", 21),
    ("go/version", 22),
    ("math/rand/v2", 22),
    ("iter", 23),
    ("structs", 23),
    ("unique", 23),
    ("crypto/fips140", 24),
    ("crypto/hkdf", 24),
    ("crypto/mlkem", 24),
    ("crypto/pbkdf2", 24),
    ("crypto/sha3", 24),
    ("weak", 24),
    ("testing/synctest", 25),
    ("crypto/hpke", 26),
    ("testing/cryptotest", 26),
];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let found = missing(evidence);
    let first = found.first()?;
    let cites: Vec<Cite> = found.iter().map(|it| Cite::Import(it.package.clone())).collect();
    let at = Location { file: first.file.clone(), line: first.line, column: None, source: Some(first.text.clone()) };
    let named: Vec<String> = found.iter().map(|it| it.package.clone()).collect();
    Some(
        Finding::certain(says(first, found.len(), evidence), cites)
            .severity(Severity::Warning)
            .stops(named)
            .about(Subject::File(first.file.clone()))
            .at(at),
    )
}

fn missing(evidence: &Evidence) -> Vec<&BadImport> {
    let imports = evidence.facts.packages.imports.iter();
    imports.filter(|it| matches!(it.lack, Lack::NotInStd { .. })).collect()
}

fn since(package: &str) -> Option<u32> {
    SINCE.iter().find(|(known, _)| *known == package).map(|(_, minor)| *minor)
}

fn says(import: &BadImport, count: usize, evidence: &Evidence) -> Text {
    let (package, own) = (Excerpt::text(&import.package), evidence.facts.go.minor());
    let command = match import.by {
        Importer::Code => "go build",
        Importer::Tests => "go test",
    };
    let more = match count - 1 {
        0 => Text::of("", ""),
        others => say! {
            en: " The same holds for {others} more imports.",
            zh: "另有 {others} 个导入情况相同。",
        },
    };
    let (more_en, more_zh) = (&more.en, &more.zh);
    match (since(&import.package).filter(|minor| *minor > own), &import.lack) {
        (Some(minor), _) => say! {
            en: "The code imports {package}, which came to the standard library with go 1.{minor}; this is go 1.{own}. go mod download works, and `{command}` will stop.{more_en}",
            zh: "代码导入了 {package}，它从 go 1.{minor} 起才属于标准库，而这里是 go 1.{own}。go mod download 能够成功，`{command}` 则会停止。{more_zh}",
        },
        (None, Lack::NotInStd { meant: Some(meant) }) => {
            let meant = Excerpt::text(meant);
            say! {
                en: "The code imports {package}, which has no dot in its first element: go looks for it in the standard library alone. This module has {meant}. go mod download works, and `{command}` will stop.{more_en}",
                zh: "代码导入了 {package}，第一段里没有点：go 只在标准库中查找它。本模块里有 {meant}。go mod download 能够成功，`{command}` 则会停止。{more_zh}",
            }
        }
        _ => say! {
            en: "The code imports {package}, which has no dot in its first element: go looks for it in the standard library alone, which has no such package. go mod download works, and `{command}` will stop.{more_en}",
            zh: "代码导入了 {package}，第一段里没有点：go 只在标准库中查找它，而那里没有这个包。go mod download 能够成功，`{command}` 则会停止。{more_zh}",
        },
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let found = missing(evidence);
    let Some(first) = found.first() else { return Vec::new() };
    let own = evidence.facts.go.minor();
    if let Some(minor) = since(&first.package).filter(|minor| *minor > own) {
        let title = say! { en: "Take go 1.{minor} or newer", zh: "换用 go 1.{minor} 或更新的版本" };
        let step = say! {
            en: "Take go 1.{minor} or newer (another image or https://go.dev/dl/), and `go 1.{minor}` in go.mod.",
            zh: "换用 go 1.{minor} 或更新的版本（换镜像或从 https://go.dev/dl/ 安装），并在 go.mod 里写 `go 1.{minor}`。",
        };
        let why = Text::of("It is another go.", "那是另一个 go。");
        return vec![Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why)];
    }
    vec![spelled_out(&found).unwrap_or_else(|| by_hand(first))]
}

/// The whole path in each place, as far as all of them are known.
fn spelled_out(found: &[&BadImport]) -> Option<Fix> {
    let mut steps = Vec::new();
    for import in found {
        let Lack::NotInStd { meant: Some(meant) } = &import.lack else { return None };
        // One file can be edited; what others there are, a search finds.
        if import.files > 1 || import.text.len() > 500 {
            return None;
        }
        steps.push(Step::EditLine {
            file: import.file.clone(),
            line: import.line,
            was: import.text.clone(),
            becomes: import.text.replacen(&import.package, meant, 1),
        });
    }
    let title = Text::of("Import by the whole path", "用完整的路径导入");
    Some(Fix::safe(title, Scope::Project, steps))
}

fn by_hand(import: &BadImport) -> Fix {
    let package = Excerpt::text(&import.package);
    let title = say! { en: "Correct the import of {package}", zh: "改正对 {package} 的导入" };
    let step = match &import.lack {
        Lack::NotInStd { meant: Some(meant) } => {
            let (meant, count) = (Excerpt::text(meant), import.files);
            say! {
                en: "Import {meant} in place of {package}, in all {count} files that do.",
                zh: "在导入它的全部 {count} 个文件里，把 {package} 换成 {meant}。",
            }
        }
        _ => say! {
            en: "Write the whole path of {package}: that of the module, as its go.mod has it, and the folder behind it.",
            zh: "写出 {package} 的完整路径：先是模块的路径（以它的 go.mod 为准），后面是目录。",
        },
    };
    let why = Text::of("The code is yours to change.", "代码需要由你来改。");
    Fix::safe(title, Scope::Project, vec![Step::Say(step)]).unprovable(why)
}

fn importing(package: &str) -> World {
    super::gomod_not_tidy::coded(&format!("package main\n\nimport _ \"{package}\"\n"))
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "a path without its beginning", world: || importing("foo/bar"), roots: &["package-not-in-std"] },
    Scene {
        name: "a package of this module",
        world: || importing("app/store").file(&format!("{DIR}/store/store.go"), "package store\n"),
        roots: &["package-not-in-std"],
    },
    Scene { name: "a later standard library", world: || importing("crypto/hpke").file("/usr/local/go/VERSION", "go1.25.3\n"), roots: &["package-not-in-std"] },
    Scene {
        name: "in tests alone",
        world: || importing("fmt").file(&format!("{DIR}/a_test.go"), "package main\n\nimport _ \"foo\"\n"),
        roots: &["package-not-in-std"],
    },
    Scene { name: "the standard library", world: || importing("fmt"), roots: &[] },
    Scene {
        name: "no standard library is here to look into",
        world: || importing("foo/bar").without_file("/usr/local/go/src"),
        roots: &[],
    },
];
