use crate::base::Text;
use crate::docker::{Kind, Mount, Remark};
use crate::model::{Area, Cause, Evidence, Finding, Fix, Mark, Severity, Spoken};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "dockerfile-cache-mount",
    area: Area::Settings,
    title: Text::of("The module cache has no cache mount that serves it", "模块缓存没有合适的 cache 挂载"),
    docs: Text::of(
        "`RUN --mount=type=cache,target=/go/pkg/mod` keeps downloaded modules on the builder, outside of all layers: a change of go.mod then fetches what is new and not everything. The mount is there for that RUN alone. Each RUN that needs modules has to have it, at the folder that GOMODCACHE names (/go/pkg/mod in the official images), and owned by the user that go runs as.\n\nA step whose only mount is at another folder shows in the log as: #9 [build 4/5] RUN --mount=type=cache,target=/root/.cache/go-build go mod download\n\nWithout a mount nothing fails. A mount that is root's while USER is another makes go end with `permission denied`; one that a later RUN lacks makes that RUN fetch all anew.\n\nAdd the mount to every RUN that calls go with modules, with `uid=` where USER is not root.",
        "`RUN --mount=type=cache,target=/go/pkg/mod` 把下载的模块保存在构建机上，不属于任何层：go.mod 改动后只下载新增的部分。该挂载只在这一条 RUN 中有效。每条需要模块的 RUN 都要带上它，目标必须是 GOMODCACHE 所指的目录（官方镜像是 /go/pkg/mod），并且属于运行 go 的用户。\n\n如果挂载只指向别的目录，该步骤在日志中是这样的：#9 [build 4/5] RUN --mount=type=cache,target=/root/.cache/go-build go mod download\n\n没有挂载也不会失败。挂载属于 root 而 USER 是别的用户时，go 会以 `permission denied` 结束；后面的 RUN 没有带上挂载时，会重新下载全部模块。\n\n请给每条需要模块的 RUN 加上挂载；USER 不是 root 时还要加 `uid=`。",
    ),
    logs: &[
        Mark::of(&["RUN --mount=type=cache,", "go mod download"]).when(past_the_cache).warns(),
    ],
    explains: &[],
    rule,
    fixes,
};

/// Whether no mount of the step lies at a module cache.
fn past_the_cache(it: &Spoken) -> bool {
    !it.text.contains("/pkg/mod") && !it.text.contains("target=/go ")
}

fn is(kind: &Kind) -> bool {
    matches!(kind, Kind::Mount { .. })
}

/// What does harm, as against what only could be better.
fn is_harm(kind: &Kind) -> bool {
    is(kind) && !matches!(kind, Kind::Mount { mount: Mount::Absent, .. })
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    if evidence.remarks(is_harm).is_empty() {
        return Some(evidence.in_dockerfile(is, says)?.severity(Severity::Info));
    }
    evidence.in_dockerfile(is_harm, says)
}

fn says(remark: &Remark) -> Text {
    let Kind::Mount { mount, cache } = &remark.kind else { return Text::same("") };
    match mount {
        Mount::Absent => say! {
            en: "This RUN has no cache mount at {cache}. As soon as go.mod changes, all modules are fetched again and not only the new ones.",
            zh: "这条 RUN 没有在 {cache} 上使用 cache 挂载。go.mod 一改，就要重新下载全部模块，而不只是新增的部分。",
        },
        Mount::Elsewhere { target } => say! {
            en: "The cache mount lies at {target}, and go keeps modules in {cache}. The mount stays empty.",
            zh: "cache 挂载在 {target}，而 go 把模块放在 {cache}。该挂载始终是空的。",
        },
        Mount::NotShared { run } => say! {
            en: "The modules of line {run} lie in a cache mount that this RUN does not have. Here {cache} is empty, and go fetches all of them again.",
            zh: "第 {run} 行下载的模块在 cache 挂载中，而这条 RUN 没有该挂载。这里的 {cache} 是空的，go 会重新下载全部模块。",
        },
        Mount::OfRoot { user } => say! {
            en: "The cache mount at {cache} belongs to root, and go runs as {user}. It cannot write there, and ends with `permission denied`.",
            zh: "{cache} 上的 cache 挂载属于 root，而 go 以 {user} 运行，无法写入，会以 `permission denied` 结束。",
        },
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let title = Text::of("Mount a cache where go keeps modules", "在 go 存放模块的目录挂载缓存");
    let by_hand = Text::of(
        "Write `RUN --mount=type=cache,target=/go/pkg/mod` (the folder that `go env GOMODCACHE` names) in every RUN that calls go, with `uid=` of the USER where that is not root.",
        "在每条调用 go 的 RUN 中写 `RUN --mount=type=cache,target=/go/pkg/mod`（`go env GOMODCACHE` 所指的目录）；USER 不是 root 时加上它的 `uid=`。",
    );
    let harm = !evidence.remarks(is_harm).is_empty();
    vec![evidence.corrected(if harm { is_harm } else { is }, title, by_hand)]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "none at all",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build ./...\n"),
        roots: &["dockerfile-cache-mount"],
    },
    Scene {
        name: "where go does not look",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/root/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/root/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-cache-mount"],
    },
    Scene {
        name: "the build lacks what the download had",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN go build ./...\n"),
        roots: &["dockerfile-cache-mount"],
    },
    Scene {
        name: "another user",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nUSER 1000\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-cache-mount"],
    },
    Scene {
        name: "another user's own",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nUSER 1000\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,uid=1000,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,uid=1000,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
    Scene {
        name: "all is well",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
];
