use crate::base::Text;
use crate::docker::{Kind};
use crate::model::{Area, Cause, Evidence, Finding, Fix, Mark, Spoken};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "dockerfile-not-in-context",
    area: Area::Settings,
    title: Text::of("COPY names a file that the build context has not", "COPY 的文件不在构建上下文中"),
    docs: Text::of(
        "`docker build` sends a folder, the build context, and COPY takes files from there alone. What does not lie in it, or what .dockerignore leaves out of it, cannot be copied, and the build ends before any go command runs.\n\ndocker says: failed to compute cache key: failed to calculate checksum of ref x::y: \"/go.sum\": not found\n\nA file that is there and is left out by .dockerignore says the same. The context is taken to be the working folder, or the one of -C.\n\nCommit the file, correct the path, or let .dockerignore keep it with a line such as `!go.sum`. A module without dependencies has no go.sum: `COPY go.mod go.su[m] ./` takes it only where it is there.",
        "`docker build` 会发送一个目录，即构建上下文，COPY 只能从中取文件。不在其中的文件，或被 .dockerignore 排除的文件，都无法复制，构建在执行任何 go 命令之前就会结束。\n\ndocker 的报错：failed to compute cache key: failed to calculate checksum of ref x::y: \"/go.sum\": not found\n\n文件存在但被 .dockerignore 排除时，报错完全相同。这里把当前目录（或 -C 指定的目录）当作构建上下文。\n\n请提交该文件、改正路径，或在 .dockerignore 里用 `!go.sum` 这样的行保留它。没有依赖的模块没有 go.sum：`COPY go.mod go.su[m] ./` 只在它存在时才复制。",
    ),
    logs: &[
        Mark::of(&["failed to compute cache key", "not found"]).when(of_a_module),
        Mark::of(&["failed to calculate checksum of ref", "not found"]).when(of_a_module),
        Mark::of(&["failed to walk ", "no such file or directory"]).when(of_a_module),
        Mark::of(&["COPY failed: ", "no such file or directory"]).when(of_a_module),
        Mark::of(&["COPY failed: ", "file does not exist"]).when(of_a_module),
        Mark::of(&["ADD failed: ", "file does not exist"]).when(of_a_module),
        Mark::of(&["COPY failed: no source files were specified"]).when(of_a_module),
        Mark::of(&["copier: stat: ", "no such file or directory"]).when(of_a_module),
        Mark::of(&["failed to get files used from context", "no such file or directory"])
            .when(of_a_module),
    ],
    explains: &["dockerfile-gosum-not-copied"],
    rule,
    fixes,
};

/// Whether what is missing is a file of a module's: any build may lack another.
fn of_a_module(it: &Spoken) -> bool {
    let names = ["go.mod", "go.sum", "go.work", "/vendor/modules.txt"];
    names.iter().any(|name| it.text.contains(name))
}

fn is(kind: &Kind) -> bool {
    matches!(kind, Kind::NotInContext { .. })
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    evidence.in_dockerfile(is, |remark| match &remark.kind {
        Kind::NotInContext { file, ignored: true } => say! {
            en: ".dockerignore leaves {file} out of the build context, and COPY names it. The build ends here.",
            zh: ".dockerignore 把 {file} 排除在构建上下文之外，而 COPY 需要它。构建在此结束。",
        },
        Kind::NotInContext { file, .. } => say! {
            en: "{file} is not in the build context, and COPY names it. The build ends here.",
            zh: "构建上下文中没有 {file}，而 COPY 需要它。构建在此结束。",
        },
        _ => Text::same(""),
    })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let title = Text::of("Have the file in the build context", "让文件出现在构建上下文中");
    let by_hand = Text::of(
        "Commit the file (`go mod tidy` writes go.sum, `go mod vendor` writes vendor), or take the line that excludes it out of .dockerignore.",
        "提交该文件（go.sum 由 `go mod tidy` 生成，vendor 由 `go mod vendor` 生成），或删除 .dockerignore 中排除它的行。",
    );
    vec![evidence.corrected(is, title, by_hand)]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "there is no go.sum",
        world: || World::healthy().dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-not-in-context"],
    },
    Scene {
        name: "it is left out",
        world: || World::healthy().file("/home/dev/app/go.sum", "").file("/home/dev/app/.dockerignore", "*.sum\n").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-not-in-context"],
    },
    Scene {
        name: "a pattern takes what is there",
        world: || World::healthy().dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.su[m] ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
    Scene {
        name: "all is well",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
];
