use crate::base::Text;
use crate::docker::{Kind};
use crate::model::{Area, Cause, Evidence, Finding, Fix, Mark};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "dockerfile-syntax-old",
    area: Area::Settings,
    title: Text::of("The syntax line names a frontend that is too old", "syntax 行指定的前端版本过旧"),
    docs: Text::of(
        "`# syntax=docker/dockerfile:VERSION` in the first line says which frontend reads the file, whatever docker is installed. `RUN --mount` came with 1.2, here-documents with 1.4.\n\ndocker says: dockerfile parse error line 5: Unknown flag: mount\n\nWithout that line BuildKit reads the file by what it has built in, and knows both since Docker 23.\n\nWrite `# syntax=docker/dockerfile:1`, which follows the newest 1.x.",
        "第一行的 `# syntax=docker/dockerfile:VERSION` 指定由哪个前端解析文件，与安装的 docker 版本无关。`RUN --mount` 从 1.2 起支持，here-document 从 1.4 起支持。\n\ndocker 的报错：dockerfile parse error line 5: Unknown flag: mount\n\n没有这一行时，BuildKit 使用内置的前端，从 Docker 23 起两者都支持。\n\n请写 `# syntax=docker/dockerfile:1`，它会跟随最新的 1.x。",
    ),
    logs: &[
        Mark::of(&["Unknown flag: mount"]).warns(),
        Mark::of(&["unknown flag: mount"]).warns(),
        Mark::of(&["parse error", "Unknown flag: mount"]).common(),
        Mark::of(&["the --mount option requires BuildKit"]).warns(),
    ],
    explains: &[],
    rule,
    fixes,
};

fn is(kind: &Kind) -> bool {
    matches!(kind, Kind::OldSyntax { .. })
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    evidence.in_dockerfile(is, |remark| {
        let Kind::OldSyntax { version, what } = &remark.kind else { return Text::same("") };
        say! {
            en: "The syntax line asks for docker/dockerfile:{version}, which does not know {what}. The build ends before it begins.",
            zh: "syntax 行指定了 docker/dockerfile:{version}，它不支持 {what}。构建还没开始就会结束。",
        }
    })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let title = Text::of("Let the newest frontend read the file", "使用最新的前端解析文件");
    let by_hand = Text::of(
        "Make the first line `# syntax=docker/dockerfile:1`.",
        "把第一行改为 `# syntax=docker/dockerfile:1`。",
    );
    vec![evidence.corrected(is, title, by_hand)]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "older than mounts",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("# syntax=docker/dockerfile:1.1\nFROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-syntax-old"],
    },
    Scene {
        name: "the newest",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("# syntax=docker/dockerfile:1\nFROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
    Scene {
        name: "all is well",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
];
