use crate::base::{Excerpt, Text};
use crate::model::{
    Area, Cause, Cite, Evidence, Finding, Fix, Folded, Location, Mark, Scope, Severity, Step,
    Subject,
};
use crate::say;
use crate::world::{DIR, Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "case-collision",
    area: Area::GoMod,
    title: Text::of("Two names differ by capitals alone", "两个名字只有大小写不同"),
    docs: Text::of(
        "Paths and file names that differ by capitals alone are one and the same on many file \
         systems, those of macOS and Windows among them. go refuses a build in which two packages, \
         or two files of one package, are named so, wherever it runs.\n\n\
         go says: case-insensitive import collision: \"github.com/Sirupsen/logrus\" and \
         \"github.com/sirupsen/logrus\"\n\
         or: case-insensitive file name collision: \"a.go\" and \"A.go\"\n\n\
         The user or the project was renamed, and part of the code, or a dependency, imports it by \
         its old name. go mod download fetches both as two modules, unless one of them declares \
         the other path in its go.mod: then it stops itself (module-path-mismatch). On a file \
         system that does not tell capitals the second of two files never appears.\n\n\
         Import by one name alone, the one that the go.mod of the module declares, and take \
         versions of other modules that do so as well; then go mod tidy drops the other one.",
        "只有大小写不同的路径和文件名，在许多文件系统上（包括 macOS 和 Windows）是同一个。\
         如果一次构建里有两个包，或者一个包里有两个文件这样命名，go 在任何系统上都会拒绝。\n\n\
         go 的报错：case-insensitive import collision: \"github.com/Sirupsen/logrus\" and \"github.com/sirupsen/logrus\"\n\
         或者：case-insensitive file name collision: \"a.go\" and \"A.go\"\n\n\
         通常是用户名或项目改了名，而部分代码或者某个依赖还在用旧名字导入。go mod download 会把它们当作两个模块来下载；\
         如果其中一个在 go.mod 里声明的是另一个路径，它自己就会停止（module-path-mismatch）。\
         在不区分大小写的文件系统上，两个文件中的后一个根本不会出现。\n\n\
         请只用一个名字导入，以模块自己的 go.mod 声明的为准，其他模块也换用这样做的版本；然后 go mod tidy 会去掉另一个。",
    ),
    logs: &[
        Mark::of(&["case-insensitive import collision"]),
        Mark::of(&["case-insensitive file name collision"]).without(&["unzip "]),
        Mark::of(&["create zip: ", "case-insensitive file name collision: \""])
            .or(&["module-zip-invalid"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    imports(evidence).or_else(|| files(evidence))
}

fn imports(evidence: &Evidence) -> Option<Finding> {
    let folded = evidence.facts.packages.folded.as_ref()?;
    let Folded { file, line, text, direct, .. } = folded;
    let (one, other) = (Excerpt::text(&folded.one), Excerpt::text(&folded.other));
    let cites = vec![Cite::Import(folded.one.clone()), Cite::Import(folded.other.clone())];
    let says = if *direct {
        say! {
            en: "The code imports both {one} and {other}, which differ by capitals alone. go mod download takes them for two modules; `go build` will stop.",
            zh: "代码同时导入了 {one} 和 {other}，两者只有大小写不同。go mod download 把它们当作两个模块；`go build` 则会停止。",
        }
    } else {
        say! {
            en: "A build of this module comes to both {one} and {other}, which differ by capitals alone; one of them by way of a dependency. go mod download takes them for two modules; `go build` will stop.",
            zh: "构建本模块会同时用到 {one} 和 {other}，两者只有大小写不同，其中之一是由某个依赖导入的。go mod download 把它们当作两个模块；`go build` 则会停止。",
        }
    };
    let at = Location { file: file.clone(), line: *line, column: None, source: Some(text.clone()) };
    Some(
        Finding::certain(says, cites)
            .severity(Severity::Warning)
            .stops(vec![folded.one.clone(), folded.other.clone()])
            .about(Subject::File(file.clone()))
            .at(at),
    )
}

fn files(evidence: &Evidence) -> Option<Finding> {
    let (one, other) = evidence.facts.packages.alike.as_ref()?;
    let says = say! {
        en: "{one} and {other} differ by capitals alone. go refuses a package with two such files: go mod download works, and `go build` will stop.",
        zh: "{one} 和 {other} 只有大小写不同。go 拒绝含有两个这样的文件的包：go mod download 能够成功，`go build` 则会停止。",
    };
    Some(
        Finding::certain(says, vec![Cite::Import(other.clone())])
            .severity(Severity::Warning)
            .stops(vec![other.clone()])
            .about(Subject::File(other.clone())),
    )
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    match (&evidence.facts.packages.folded, &evidence.facts.packages.alike) {
        (Some(folded), _) => vec![one_name(folded)],
        (None, Some((_, other))) => vec![renamed(other)],
        (None, None) => Vec::new(),
    }
}

/// Where both stand in the code, the line of the second can be changed to the first.
fn one_name(folded: &Folded) -> Fix {
    let (one, other) = (Excerpt::text(&folded.one), Excerpt::text(&folded.other));
    let title = Text::of("Import by one name alone", "只用一个名字导入");
    let say = say! {
        en: "Import one of {one} and {other} alone, the one that the module's own go.mod declares; where a dependency imports the other, take a version of it that does not. Then run go mod tidy.",
        zh: "{one} 和 {other} 只保留一个，以模块自己的 go.mod 声明的为准；如果是某个依赖导入了另一个，请换用不这样做的版本。然后运行 go mod tidy。",
    };
    let why = Text::of("Which name is the right one, the module tells.", "哪个名字正确，要看那个模块。");
    Fix::safe(title, Scope::Project, vec![Step::Say(say)]).unprovable(why)
}

fn renamed(other: &str) -> Fix {
    let title = Text::of("Rename one of the two files", "给其中一个文件改名");
    let step = say! {
        en: "Give {other} another name, or delete it if it is a copy.",
        zh: "给 {other} 改名；如果它是副本，就删除它。",
    };
    let why = Text::of("The code is yours to change.", "代码需要由你来改。");
    Fix::safe(title, Scope::Project, vec![Step::Say(step)]).unprovable(why)
}

fn two(main: &str) -> World {
    super::gomod_not_tidy::coded(main)
        .gomod("module example.com/app\n\ngo 1.24\n\nrequire (\n\texample.com/Log v1.0.0\n\texample.com/log v1.0.0\n\texample.com/uses v1.0.0\n)\n\nreplace (\n\texample.com/Log => ../old\n\texample.com/log => ../log\n\texample.com/uses => ../uses\n)\n")
        .file("/home/dev/old/go.mod", "module example.com/Log\n")
        .file("/home/dev/old/a.go", "package log\n")
        .file("/home/dev/log/go.mod", "module example.com/log\n")
        .file("/home/dev/log/a.go", "package log\n")
        .file("/home/dev/uses/go.mod", "module example.com/uses\n")
        .file("/home/dev/uses/a.go", "package uses\n\nimport _ \"example.com/Log\"\n")
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "both are imported",
        world: || two("package main\n\nimport (\n\t_ \"example.com/Log\"\n\t_ \"example.com/log\"\n)\n"),
        roots: &["case-collision"],
    },
    Scene {
        name: "one of them by a dependency",
        world: || two("package main\n\nimport (\n\t_ \"example.com/log\"\n\t_ \"example.com/uses\"\n)\n"),
        roots: &["case-collision"],
    },
    Scene {
        name: "two files",
        world: || super::gomod_not_tidy::coded("package main\n").file(&format!("{DIR}/Main.go"), "package main\n"),
        roots: &["case-collision"],
    },
    Scene {
        name: "both are required, and one is imported",
        world: || two("package main\n\nimport _ \"example.com/log\"\n"),
        roots: &[],
    },
];
