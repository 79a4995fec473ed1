use crate::base::{Excerpt, Text};
use crate::model::{
    Area, Cause, Cite, Evidence, Finding, Fix, Importer, Location, Part, Mark, Scope, Severity,
    Step, Subject, Sums, Unsummed, UnsummedImport,
};
use crate::say;
use crate::world::{DIR, Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "gosum-missing-entry",
    area: Area::Checksums,
    title: Text::of("A build misses hashes in go.sum", "go.sum 缺少构建所需的哈希"),
    docs: Text::of(
        "`go build`, `go test` and `go list` do not write go.sum: what they need has to be in it. \
         `go mod download` does not need it and works, so that the trouble shows one step later, \
         often in another layer of an image.\n\n\
         go says: missing go.sum entry for module providing package example.com/m (imported by app); to add:\n\
         or: example.com/m@v1.0.0: missing go.sum entry for go.mod file; to add it:\n\n\
         The first one misses the hash of a module's content, the line without /go.mod: go.sum \
         was not copied or committed, go.mod was edited by hand, or a bare `go mod download` \
         wrote go.sum, which keeps the hashes of go.mod files alone. The second one misses the \
         line with /go.mod. A workspace, a vendor folder and -mod=mod need neither. A module \
         that go.sum does know and whose content differs is a `checksum mismatch`, another \
         matter.\n\n\
         Run `go mod tidy` and commit go.mod and go.sum together; for one module `go mod \
         download MODULE` or `go get PACKAGE` adds its lines. In a Dockerfile copy both files: \
         `COPY go.mod go.sum ./`. -mod=mod ends the message too, and lets a build write what no \
         reviewer has seen.",
        "`go build`、`go test` 和 `go list` 不会写 go.sum：需要的内容必须已经在里面。`go mod download` \
         不需要它，能够成功，所以问题要到下一步才出现，常常是在镜像的另一层里。\n\n\
         go 的报错：missing go.sum entry for module providing package example.com/m (imported by app); to add:\n\
         或者：example.com/m@v1.0.0: missing go.sum entry for go.mod file; to add it:\n\n\
         前一种缺的是模块内容的哈希，即不带 /go.mod 的那一行：go.sum 没有复制或提交、手工改过 go.mod，\
         或者 go.sum 由不带参数的 `go mod download` 写成，其中只有 go.mod 文件的哈希。后一种缺的是带 /go.mod 的那一行。\
         工作区、vendor 目录和 -mod=mod 都不需要它们。如果 go.sum 认识该模块而内容不符，那是 `checksum mismatch`，另一回事。\n\n\
         请运行 `go mod tidy`，并把 go.mod 与 go.sum 一起提交；只针对一个模块时，`go mod download MODULE` 或 \
         `go get PACKAGE` 会补上它的行。在 Dockerfile 中要复制这两个文件：`COPY go.mod go.sum ./`。\
         -mod=mod 也能消除报错，但构建会因此写入没有人审核过的内容。",
    ),
    logs: &[
        Mark::of(&["missing go.sum entry"]).or(&["dockerfile-gosum-not-copied", "gosum-malformed"]),
        Mark::of(&["updates to go.sum needed"]).or(&["dockerfile-gosum-not-copied"]),
        Mark::of(&["go.sum is out of date"]).or(&["dockerfile-gosum-not-copied"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    evidence.facts.project.gomod.parsed()?;
    let unsummed = evidence.facts.unsummed.as_ref()?;
    let first = unsummed.imports.first()?;
    let modules = unsummed.imports.iter().map(|it| format!("{}@{}", it.module, it.version));
    let says = says(unsummed, first);
    let cites = vec![Cite::SumFile(unsummed.path.clone()), Cite::GoMod];
    let file = first.file.clone();
    let at = Location { file, line: first.line, column: None, source: None };
    Some(
        Finding::certain(says, cites)
            .severity(Severity::Warning)
            .stops(modules.collect())
            .about(Subject::File(unsummed.path.clone()))
            .at(at),
    )
}

fn says(unsummed: &Unsummed, first: &UnsummedImport) -> Text {
    let UnsummedImport { version, .. } = first;
    let (module, package) = (Excerpt::text(&first.module), Excerpt::text(&first.package));
    let lack = match (unsummed.sums, first.lacks) {
        (Sums::Absent, _) => Text::of("There is no go.sum beside go.mod", "go.mod 旁边没有 go.sum"),
        (Sums::Empty, _) => Text::of("go.sum is empty", "go.sum 是空的"),
        (Sums::OfGomodsAlone, Part::Zip) => Text::of(
            "go.sum has the hashes of go.mod files alone, as a bare go mod download leaves them",
            "go.sum 中只有 go.mod 文件的哈希，不带参数的 go mod download 写出来的就是这样",
        ),
        (_, Part::Zip) => say! {
            en: "go.sum has no hash of {module} {version}",
            zh: "go.sum 中没有 {module} {version} 的哈希",
        },
        (_, Part::GoMod) => say! {
            en: "go.sum has no hash of the go.mod of {module} {version}",
            zh: "go.sum 中没有 {module} {version} 的 go.mod 的哈希",
        },
    };
    let Text { en, zh } = lack;
    let command = match first.by {
        Importer::Code => "go build",
        Importer::Tests => "go test",
    };
    let words = match first.lacks {
        Part::Zip => format!("missing go.sum entry for module providing package {package}"),
        Part::GoMod => format!("{module}@{version}: missing go.sum entry for go.mod file"),
    };
    say! {
        en: "{en}, and the code imports {package}. go mod download works without it; `{command}` will stop: {words}.",
        zh: "{zh}，而代码导入了 {package}。go mod download 不需要它也能成功；`{command}` 则会停止：{words}。",
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Some(unsummed) = &evidence.facts.unsummed else { return Vec::new() };
    let mut fixes = vec![added(unsummed)];
    if unsummed.sums == Sums::Absent {
        fixes.push(copied());
    }
    fixes
}

/// Where go.mod files alone lack their hash, go adds these; else it has to look at all
/// that the code imports.
fn added(unsummed: &Unsummed) -> Fix {
    let of_gomods = unsummed.imports.iter().all(|it| it.lacks == Part::GoMod);
    let (title, words) = if of_gomods {
        let modules = unsummed.imports.iter().map(|it| it.module.clone());
        let words = ["go", "mod", "download"].map(str::to_owned).into_iter().chain(modules);
        (Text::of("Have go add the missing lines", "让 go 补上缺少的行"), words.collect())
    } else {
        let words = ["go", "mod", "tidy"].map(str::to_owned).to_vec();
        (Text::of("Have go write go.sum by what the code imports", "让 go 按代码的导入写出 go.sum"), words)
    };
    let commit = Text::of(
        "Commit go.mod and go.sum together afterwards.",
        "然后把 go.mod 和 go.sum 一起提交。",
    );
    let steps = vec![Step::Run { words }, Step::Say(commit)];
    Fix::safe(title, Scope::Project, steps).unprovable(writes())
}

fn copied() -> Fix {
    let title = Text::of("Copy go.sum into the image", "把 go.sum 复制进镜像");
    let step = Text::of(
        "If this is an image and the repository has a go.sum: `COPY go.mod go.sum ./` before `RUN go mod download`, and no go.sum in .dockerignore.",
        "如果这里是镜像，而仓库里有 go.sum：在 `RUN go mod download` 之前写 `COPY go.mod go.sum ./`，并且不要在 .dockerignore 里排除 go.sum。",
    );
    Fix::safe(title, Scope::Image, vec![Step::Say(step)]).unprovable(writes())
}

fn writes() -> Text {
    Text::of("It would write files.", "它会写入文件。")
}

const MAIN: &str = "package main\n\nimport \"golang.org/x/text/language\"\n";
const ZIP: &str = "golang.org/x/text v0.14.0 h1:m5oyRSfTSlv/BH3nA5vXaXrRjY0AvE9DBPSsL428090=\n";
/// Of the go.mod that everybody serves.
const GOMOD: &str =
    "golang.org/x/text v0.14.0/go.mod h1:NqM8EUOU14njkJ3fqMW+pc6Ldnwhi/IjpwHt7yyuwOQ=\n";

fn code() -> World {
    World::healthy().file(&format!("{DIR}/main.go"), MAIN)
}

fn summed(sums: &str) -> World {
    code().file(&format!("{DIR}/go.sum"), sums).gomod(
        "module example.com/app\n\ngo 1.24\n\nrequire golang.org/x/text v0.14.0\n",
    )
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "no go.sum at all", world: code, roots: &["gosum-missing-entry"] },
    Scene {
        name: "an empty one",
        world: || summed(""),
        roots: &["gosum-missing-entry"],
    },
    Scene {
        name: "other modules alone",
        world: || summed(&ZIP.replace("text", "net")),
        roots: &["gosum-missing-entry"],
    },
    Scene {
        name: "hashes of go.mod files alone",
        world: || summed(GOMOD),
        roots: &["gosum-missing-entry"],
    },
    Scene {
        name: "only the tests import it",
        world: || {
            World::healthy().file(&format!("{DIR}/in/main_test.go"), &MAIN.replace("main", "in"))
        },
        roots: &["gosum-missing-entry"],
    },
    Scene {
        name: "nothing is imported",
        world: || World::healthy().file(&format!("{DIR}/main.go"), "package main\n"),
        roots: &[],
    },
    Scene {
        name: "a build may write go.sum",
        world: || code().var("GOFLAGS", "-mod=mod"),
        roots: &[],
    },
    Scene {
        name: "a vendor folder",
        world: || {
            let of = |module: &str| format!("# {module}\n## explicit\n");
            let both = of("github.com/acme/widget v1.2.3") + &of("golang.org/x/text v0.14.0");
            code().file(&format!("{DIR}/vendor/modules.txt"), &both)
        },
        roots: &[],
    },
    Scene {
        name: "another system's file, generated code, and another module's",
        world: || {
            World::healthy()
                .file(&format!("{DIR}/main_windows.go"), MAIN)
                .file(&format!("{DIR}/gen.go"), &format!("//go:build ignore\n\n{MAIN}"))
                .file(&format!("{DIR}/testdata/main.go"), MAIN)
                .file(&format!("{DIR}/tools/go.mod"), "module example.com/tools\n")
                .file(&format!("{DIR}/tools/main.go"), MAIN)
        },
        roots: &[],
    },
    Scene {
        name: "a workspace",
        world: || code().file("/home/dev/go.work", "go 1.24\n\nuse ./app\n"),
        roots: &[],
    },
    Scene {
        name: "replaced by a folder",
        world: || {
            code().gomod("module example.com/app\n\ngo 1.24\n\nrequire golang.org/x/text v0.14.0\n\nreplace golang.org/x/text => ../text\n")
                .file("/home/dev/text/go.mod", "module golang.org/x/text\n")
                .file("/home/dev/text/language/a.go", "package language\n")
        },
        roots: &[],
    },
];
