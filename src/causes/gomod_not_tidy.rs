use crate::base::{Excerpt, Text};
use crate::model::{
    Area, BadImport, Cause, Cite, Evidence, Finding, Fix, Importer, Lack, Location, Mark, Scope,
    Severity, Step, Subject, Unlisted, Untidy,
};
use crate::say;
use crate::world::{DIR, HOME, Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "gomod-not-tidy",
    area: Area::GoMod,
    title: Text::of("go.mod lacks what the code needs", "go.mod 缺少代码所需的内容"),
    docs: Text::of(
        "`go build`, `go test` and `go list` read go.mod and do not change it: every module that a \
         package is imported from has to be required there, in a version that is no lower than the \
         one that the other modules ask for. `go mod download` downloads what is listed and looks \
         at no code, so that the trouble shows one step later.\n\n\
         go says: no required module provides package example.com/m; to add it:\n\
         or: go: updates to go.mod needed; to update it:\n\
         or: module example.com/m provides package example.com/m and is replaced but not required\n\n\
         The requirement was never added, was lost in a merge, or stands on another branch. A \
         path that is mistyped in the import gives the same message. What is imported from a \
         module that is required and does not have the package is another matter, \
         package-not-in-module.\n\n\
         Run `go mod tidy` where the code is, and commit go.mod and go.sum together; `go get \
         PACKAGE` adds one module alone. -mod=mod ends the message too, and lets a build write \
         what no reviewer has seen.",
        "`go build`、`go test` 和 `go list` 只读 go.mod，不会修改它：代码导入的包所在的每个模块都必须写在里面，\
         而且版本不能低于其他模块所要求的版本。`go mod download` 只下载列出的内容，不看代码，所以问题要到下一步才出现。\n\n\
         go 的报错：no required module provides package example.com/m; to add it:\n\
         或者：go: updates to go.mod needed; to update it:\n\
         或者：module example.com/m provides package example.com/m and is replaced but not required\n\n\
         可能是从来没有添加过这个依赖，合并时丢了，或者在别的分支上。导入路径写错也是同样的报错。\
         如果模块已经列出，只是里面没有这个包，那是另一回事：package-not-in-module。\n\n\
         请在有源码的地方运行 `go mod tidy`，并把 go.mod 和 go.sum 一起提交；`go get PACKAGE` 只添加一个模块。\
         -mod=mod 也能消除这个报错，但会让构建写入没有人审查过的内容。",
    ),
    logs: &[
        Mark::of(&["no required module provides package"])
            .without(&["but does not contain package"])
            .or(&["package-not-in-module", "module-not-found", "modcache-corrupt"]),
        Mark::of(&["updates to go.mod needed"]),
        Mark::of(&["is replaced but not required"]),
        Mark::of(&["from implicitly required module; to add missing requirements"]),
        Mark::of(&["missing module for import: "]),
        Mark::of(&["updates to go.mod needed, but go.mod is part of the overlay"])
            .or(&["goflags-invalid"]),
    ],
    explains: &["gosum-missing-entry"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    unrequired(evidence).or_else(|| too_low(evidence)).or_else(|| unlisted(evidence))
}

/// Packages that no required module has.
fn unrequired(evidence: &Evidence) -> Option<Finding> {
    let imports = evidence.facts.packages.imports.iter();
    let found: Vec<&BadImport> = imports.filter(|it| it.lack == Lack::NoModule).collect();
    let first = found.first()?;
    let (package, others) = (Excerpt::text(&first.package), found.len() - 1);
    let command = match first.by {
        Importer::Code => "go build",
        Importer::Tests => "go test",
    };
    let more = match others {
        0 => Text::of("", ""),
        others => say! {
            en: " The same holds for {others} more packages.",
            zh: "另有 {others} 个包情况相同。",
        },
    };
    let (more_en, more_zh) = (&more.en, &more.zh);
    let says = say! {
        en: "The code imports {package}, and no module that go.mod requires has a path that it could come from. go mod download works, and `{command}` will stop.{more_en}",
        zh: "代码导入了 {package}，而 go.mod 所依赖的模块中没有一个的路径能包含它。go mod download 能够成功，`{command}` 则会停止。{more_zh}",
    };
    let cites = found.iter().map(|it| Cite::Import(it.package.clone())).collect();
    let source = Some(first.text.clone());
    let at = Location { file: first.file.clone(), line: first.line, column: None, source };
    let named = found.iter().map(|it| it.package.clone()).collect();
    Some(
        Finding::certain(says, cites)
            .severity(Severity::Warning)
            .stops(named)
            .about(Subject::File(first.file.clone()))
            .at(at),
    )
}

/// Versions that a build would have to raise.
fn too_low(evidence: &Evidence) -> Option<Finding> {
    let found = &evidence.facts.packages.untidy;
    let Untidy { module, listed, selected, by, line } = found.first()?;
    let more = crate::model::and_others(found.len());
    let (more_en, more_zh) = (&more.en, &more.zh);
    let says = say! {
        en: "go.mod lists {module} {listed}, and {by} asks for {selected}. go mod download works, and `go build` will stop: updates to go.mod needed.{more_en}",
        zh: "go.mod 列出的是 {module} {listed}，而 {by} 要求 {selected}。go mod download 能够成功，`go build` 则会停止：updates to go.mod needed。{more_zh}",
    };
    let gomod = &evidence.facts.project.gomod;
    let (file, _) = (gomod.path()?.to_owned(), gomod.parsed()?);
    let source = Some(format!("{module} {listed}"));
    let named = found.iter().map(|it| format!("{}@{}", it.module, it.listed)).collect();
    Some(
        Finding::certain(says, vec![Cite::GoMod])
            .severity(Severity::Warning)
            .stops(named)
            .about(Subject::File(file.clone()))
            .at(Location { file, line: *line, column: None, source }),
    )
}

/// Modules that a dependency requires and a build takes packages from.
fn unlisted(evidence: &Evidence) -> Option<Finding> {
    let found = &evidence.facts.packages.unlisted;
    let Unlisted { module, version, by, package, file, line } = found.first()?;
    let more = crate::model::and_others(found.len());
    let (more_en, more_zh) = (&more.en, &more.zh);
    let package = Excerpt::text(package);
    let says = say! {
        en: "A build of this module takes {package} from {module} {version}, which {by} requires and go.mod does not list; since go 1.17 it has to. go mod download works, and `go build` will stop: updates to go.mod needed.{more_en}",
        zh: "构建本模块要用到 {module} {version} 里的 {package}，它由 {by} 要求，而 go.mod 没有列出；从 go 1.17 起必须列出。go mod download 能够成功，`go build` 则会停止：updates to go.mod needed。{more_zh}",
    };
    let cites = found.iter().map(|it| Cite::Import(it.package.clone())).collect();
    let named = found.iter().map(|it| format!("{}@{}", it.module, it.version)).collect();
    Some(
        Finding::certain(says, cites)
            .severity(Severity::Warning)
            .stops(named)
            .about(Subject::File(file.clone()))
            .at(Location { file: file.clone(), line: *line, column: None, source: None }),
    )
}

fn fixes(_: &Finding, _: &Evidence) -> Vec<Fix> {
    let words = ["go", "mod", "tidy"].map(str::to_owned).to_vec();
    let title = Text::of("Have go write go.mod by what the code imports", "让 go 按代码的导入写出 go.mod");
    let commit = Text::of(
        "Commit go.mod and go.sum together afterwards.",
        "然后把 go.mod 和 go.sum 一起提交。",
    );
    let why = Text::of("It would write files.", "它会写入文件。");
    let steps = vec![Step::Run { words }, Step::Say(commit)];
    vec![Fix::safe(title, Scope::Project, steps).unprovable(why)]
}

/// A module that needs nothing else, with the standard library to look into, and code.
pub(super) fn coded(main: &str) -> World {
    World::healthy()
        .gomod("module example.com/app\n\ngo 1.24\n")
        .file("/usr/local/go/src/fmt/print.go", "package fmt\n")
        .file("/usr/local/go/src/os/file.go", "package os\n")
        .file(&format!("{DIR}/main.go"), main)
}

/// A version in the cache whose go.mod asks for another.
fn asking() -> World {
    let asks = "module golang.org/x/text\n\ngo 1.20\n\nrequire golang.org/x/mod v0.21.0\n";
    coded("package main\n")
        .gomod("module example.com/app\n\ngo 1.24\n\nrequire (\n\tgolang.org/x/mod v0.20.0\n\tgolang.org/x/text v0.14.0\n)\n")
        .file(&format!("{HOME}/go/pkg/mod/cache/download/golang.org/x/text/@v/v0.14.0.mod"), asks)
        .var("GOSUMDB", "off")
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a package of a module that is not required",
        world: || coded("package main\n\nimport _ \"golang.org/x/text/language\"\n"),
        roots: &["gomod-not-tidy"],
    },
    Scene {
        name: "for tests alone",
        world: || coded("package main\n").file(&format!("{DIR}/a_test.go"), "package main\n\nimport _ \"golang.org/x/text\"\n"),
        roots: &["gomod-not-tidy"],
    },
    Scene { name: "a version too low", world: asking, roots: &["gomod-not-tidy"] },
    Scene {
        name: "a dependency's dependency that is not listed",
        world: || {
            coded("package main\n\nimport _ \"example.com/near\"\n")
                .gomod("module example.com/app\n\ngo 1.24\n\nrequire example.com/near v1.0.0\n\nreplace example.com/near => ../near\n")
                .file("/home/dev/near/go.mod", "module example.com/near\n\ngo 1.24\n\nrequire golang.org/x/text v0.14.0\n")
                .file("/home/dev/near/a.go", "package near\n\nimport _ \"golang.org/x/text/language\"\n")
        },
        roots: &["gomod-not-tidy"],
    },
    Scene {
        name: "a build may write go.mod",
        world: || coded("package main\n\nimport _ \"golang.org/x/text/language\"\n").var("GOFLAGS", "-mod=mod"),
        roots: &[],
    },
    Scene {
        name: "the module is replaced by a folder that has it",
        world: || {
            coded("package main\n\nimport _ \"golang.org/x/text/language\"\n")
                .gomod("module example.com/app\n\ngo 1.24\n\nrequire golang.org/x/text v0.14.0\n\nreplace golang.org/x/text => ../text\n")
                .file("/home/dev/text/go.mod", "module golang.org/x/text\n")
                .file("/home/dev/text/language/a.go", "package language\n")
        },
        roots: &[],
    },
    Scene {
        name: "code that no build takes",
        world: || {
            coded("package main\n\nimport \"fmt\"\n")
                .file(&format!("{DIR}/gen.go"), "//go:build ignore\n\npackage main\n\nimport _ \"example.com/none\"\n")
                .file(&format!("{DIR}/a_windows.go"), "package main\n\nimport _ \"example.com/none\"\n")
                .file(&format!("{DIR}/c.go"), "package main\n\nimport \"C\"\nimport _ \"example.com/none\"\n")
        },
        roots: &[],
    },
];
