use crate::base::Text;
use crate::docker::{Kind};
use crate::model::{Area, Cause, Evidence, Finding, Fix, Mark};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "dockerfile-gosum-not-copied",
    area: Area::Settings,
    title: Text::of("go.sum is not in the image where go needs it", "镜像中缺少 go 需要的 go.sum"),
    docs: Text::of(
        "go holds what it downloads against go.sum. Where a Dockerfile copies go.mod alone, `go mod download` has nothing to compare with: it asks the checksum database about each module anew, private ones included, and writes a go.sum of its own that holds less than a build needs.\n\nA build in that state says: #12 RUN go build: main.go:3:8: missing go.sum entry for module providing package example.com/m; to add:\n\nIt is no matter of the network, and a later `COPY . .` hides it: the download was still not compared.\n\nCopy both files: `COPY go.mod go.sum ./`, for a workspace also go.work and go.work.sum, and keep them out of .dockerignore.",
        "go 会把下载的内容与 go.sum 核对。如果 Dockerfile 只复制 go.mod，`go mod download` 就没有可核对的依据：它会重新向校验和数据库查询每个模块（包括私有模块），并写出一个内容不足以完成构建的 go.sum。\n\n此时构建会报错：#12 RUN go build: main.go:3:8: missing go.sum entry for module providing package example.com/m; to add:\n\n这与网络无关；后面的 `COPY . .` 会掩盖它，但下载时仍然没有核对。\n\n请同时复制两个文件：`COPY go.mod go.sum ./`；工作区还需要 go.work 和 go.work.sum，并且不要在 .dockerignore 里排除它们。",
    ),
    logs: &[
        Mark::of(&["RUN go ", "missing go.sum entry for module providing"])
            .or(&["gosum-missing-entry"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn is(kind: &Kind) -> bool {
    matches!(kind, Kind::NoGoSum { .. })
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    evidence.in_dockerfile(is, |remark| {
        let Kind::NoGoSum { sum, command } = &remark.kind else { return Text::same("") };
        if remark.stops {
            say! {
                en: "{sum} is not copied, and `{command}` needs the hashes in it: it ends with `missing go.sum entry`.",
                zh: "没有复制 {sum}，而 `{command}` 需要其中的哈希：它会以 `missing go.sum entry` 结束。",
            }
        } else {
            say! {
                en: "go.mod is copied without {sum}, so that `{command}` compares nothing that it downloads with the hashes of the project.",
                zh: "复制了 go.mod，却没有复制 {sum}，`{command}` 下载的内容无法与项目中的哈希核对。",
            }
        }
    })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let title = Text::of("Copy go.sum beside go.mod", "把 go.sum 和 go.mod 一起复制");
    let by_hand = Text::of(
        "Copy go.sum together with go.mod before the first go command: `COPY go.mod go.sum ./`.",
        "在第一条 go 命令之前，把 go.sum 与 go.mod 一起复制：`COPY go.mod go.sum ./`。",
    );
    vec![evidence.corrected(is, title, by_hand)]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "go.mod alone",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-gosum-not-copied"],
    },
    Scene {
        name: "and it never comes",
        world: || World::healthy().file("/home/dev/app/go.sum", "").file("/home/dev/app/cmd/main.go", "package main\n").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod .\nCOPY cmd/ cmd/\nRUN --mount=type=cache,target=/go/pkg/mod go build ./cmd\n"),
        roots: &["dockerfile-gosum-not-copied"],
    },
    Scene {
        name: "a project without one",
        world: || World::healthy().dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
    Scene {
        name: "all is well",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
];
