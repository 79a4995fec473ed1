use crate::base::Text;
use crate::docker::{Kind, Rewrite};
use crate::model::{Area, Cause, Evidence, Finding, Fix, Mark};
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "dockerfile-gomod-rewritten",
    area: Area::Settings,
    title: Text::of("The build changes go.mod", "构建过程会改动 go.mod"),
    docs: Text::of(
        "`go mod tidy`, `go get -u` and -mod=mod choose versions anew. In a Dockerfile they do so at each build, from what is the newest that day: the image holds other modules than those that were tested and committed, the hashes in go.sum are made up on the way, and tidy fetches the tests of all dependencies besides.\n\nThe log shows the step, and go says in passing what it chose (go: upgraded golang.org/x/text v0.3.0 => v0.14.0): #9 [build 4/5] RUN go mod tidy\n\nIt works for as long as every newest version does. Nothing of it is a matter of the network.\n\nRun `go mod tidy` before the commit, and `go mod download` in the image; `go mod verify` or `go mod tidy -diff` belong into CI.",
        "`go mod tidy`、`go get -u` 和 -mod=mod 会重新选择版本。写在 Dockerfile 里，每次构建都会按当天最新的情况重选：镜像里的模块与测试过、提交过的不同，go.sum 的哈希也是临时生成的；tidy 还会额外下载所有依赖的测试所需的模块。\n\n日志中能看到这一步，go 也会顺带说出它的选择（go: upgraded golang.org/x/text v0.3.0 => v0.14.0）：#9 [build 4/5] RUN go mod tidy\n\n只要所有最新版本都正常，它就能工作。这与网络无关。\n\n请在提交前运行 `go mod tidy`，镜像里只用 `go mod download`；`go mod verify` 或 `go mod tidy -diff` 应放在 CI 中。",
    ),
    logs: &[
        Mark::of(&["] RUN go mod tidy"]).warns(),
        Mark::of(&["] RUN go get -u"]).warns(),
        Mark::of(&[" : RUN go mod tidy"]).warns(),
        Mark::of(&[" : RUN go get -u"]).warns(),
    ],
    explains: &[],
    rule,
    fixes,
};

fn is(kind: &Kind) -> bool {
    matches!(kind, Kind::Rewrites { .. })
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    evidence.in_dockerfile(is, |remark| {
        let Kind::Rewrites { rewrite } = &remark.kind else { return Text::same("") };
        match rewrite {
            Rewrite::Tidy => Text::of(
                "`go mod tidy` chooses modules anew at each build, so that the image may hold others than those that were committed.",
                "`go mod tidy` 在每次构建时重新选择模块，镜像里的模块可能与提交的不同。",
            ),
            Rewrite::GetUpdate => Text::of(
                "`go get -u` takes the newest versions of the day at each build, so that the image holds others than those that were committed.",
                "`go get -u` 在每次构建时都取当天最新的版本，镜像里的模块与提交的不同。",
            ),
            Rewrite::ModMod => Text::of(
                "-mod=mod lets the build write go.mod and go.sum, so that it takes what nobody has committed.",
                "-mod=mod 允许构建改写 go.mod 和 go.sum，从而使用没有人提交过的内容。",
            ),
        }
    })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let title = Text::of("Take the versions that were committed", "使用已提交的版本");
    let by_hand = Text::of(
        "Run `go mod tidy` before the commit and `go mod download` in the image; leave `go get -u` and -mod=mod out.",
        "在提交前运行 `go mod tidy`，镜像里使用 `go mod download`；不要使用 `go get -u` 和 -mod=mod。",
    );
    vec![evidence.corrected(is, title, by_hand)]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "tidy in the build",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod tidy\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-gomod-rewritten"],
    },
    Scene {
        name: "newest of the day",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go get -u ./...\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-gomod-rewritten"],
    },
    Scene {
        name: "by a flag",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build -mod=mod ./...\n"),
        roots: &["dockerfile-gomod-rewritten"],
    },
    Scene {
        name: "all is well",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
];
