use crate::base::Text;
use crate::docker::{Kind, Lost};
use crate::model::{Area, Cause, Evidence, Finding, Fix, Mark, Spoken};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "dockerfile-setting-lost",
    area: Area::Settings,
    title: Text::of("A setting in the Dockerfile does not reach go", "Dockerfile 中的设置没有传给 go"),
    docs: Text::of(
        "Each RUN of a Dockerfile sees the ENV and ARG lines above it in its own stage, and nothing else: not those below, not those of another stage, and not what another RUN exported. An ARG above FROM is for FROM lines alone until the stage declares it again. `go env -w` writes a file, and a variable of the same name, such as the GOTOOLCHAIN of the official images, has the last word over it.\n\ngo says nothing about it: it works by its defaults, and fails or is slow as if the setting had never been made. docker's own check may say: UndefinedVar: Usage of undefined variable '$GOPROXY' (line 9)\n\nThe order of the lines alone tells. HTTP_PROXY, HTTPS_PROXY and NO_PROXY are known to docker as build arguments and need no ARG.\n\nPut ENV before the RUN that needs it, in the same stage, and declare ARG again behind FROM. A value that is for one command alone stands before that command.",
        "Dockerfile 的每条 RUN 只能看到同一构建阶段中位于它上方的 ENV 和 ARG：看不到下方的，看不到其他阶段的，也看不到另一条 RUN 里 export 的变量。写在 FROM 之前的 ARG 只供 FROM 使用，阶段内必须重新声明。`go env -w` 写入的是文件，而同名的环境变量（例如官方镜像自带的 GOTOOLCHAIN）优先于它。\n\ngo 对此没有任何提示：它按默认值工作，失败或变慢的样子就像从未设置过一样。docker 自带的检查可能会说：UndefinedVar: Usage of undefined variable '$GOPROXY' (line 9)\n\n只看各行的先后顺序就能断定。HTTP_PROXY、HTTPS_PROXY 和 NO_PROXY 是 docker 预定义的构建参数，不需要 ARG。\n\n请把 ENV 放到需要它的 RUN 之前，并且在同一个阶段；ARG 要在 FROM 之后重新声明。只对一条命令有效的值，写在那条命令前面。",
    ),
    logs: &[
        Mark::of(&["UndefinedVar", "undefined variable '$"]).when(of_go).warns(),
    ],
    explains: &[],
    rule,
    fixes,
};

/// Whether the variable is one that go or git reads.
fn of_go(it: &Spoken) -> bool {
    let rest = it.text.split("undefined variable '$").nth(1).unwrap_or_default().to_uppercase();
    let name = rest.split('\'').next().unwrap_or_default();
    let others = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "NETRC", "GITHUB_TOKEN", "SSL_CERT_FILE"];
    name.starts_with("GO") || name.starts_with("GIT_") || others.contains(&name)
}

fn is(kind: &Kind) -> bool {
    matches!(kind, Kind::Setting { .. })
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    evidence.in_dockerfile(is, |remark| match &remark.kind {
        Kind::Setting { name, lost, run } => says(name, *lost, *run),
        _ => Text::same(""),
    })
}

fn says(name: &str, lost: Lost, run: usize) -> Text {
    match lost {
        Lost::Late => say! {
            en: "{name} is set here, and go has fetched modules in line {run} already. It did so without it.",
            zh: "{name} 在这里才设置，而第 {run} 行的 go 已经下载过模块，当时并没有这个设置。",
        },
        Lost::OtherStage => say! {
            en: "{name} is set in a stage in which go fetches nothing; the stage of line {run}, in which it does, never sees it.",
            zh: "{name} 设置在 go 不下载任何模块的阶段；真正下载的阶段（第 {run} 行）看不到它。",
        },
        Lost::NotDeclared => say! {
            en: "ARG {name} stands before FROM, and the stage does not declare it again. The RUN in line {run} does not see it, whatever `--build-arg` says.",
            zh: "ARG {name} 写在 FROM 之前，而阶段内没有重新声明。无论 `--build-arg` 传入什么，第 {run} 行的 RUN 都看不到它。",
        },
        Lost::Exported => say! {
            en: "{name} is exported in a RUN of its own, whose shell ends with it. The go in line {run} does not see it.",
            zh: "{name} 在单独的一条 RUN 里 export，随着那个 shell 结束而消失。第 {run} 行的 go 看不到它。",
        },
        Lost::NotExported => say! {
            en: "{name} is set in the shell of this RUN and not exported, so that go does not see it.",
            zh: "{name} 只是这条 RUN 的 shell 变量，没有 export，go 看不到它。",
        },
        Lost::Shadowed if run == 0 => say! {
            en: "`go env -w` writes {name}, and the image sets a variable of that name, which has the last word. What is written here has no effect.",
            zh: "`go env -w` 写入了 {name}，但镜像中有同名的环境变量，并且优先。这里写入的值不起作用。",
        },
        Lost::Shadowed => say! {
            en: "`go env -w` writes {name}, and line {run} sets a variable of that name, which has the last word. What is written here has no effect.",
            zh: "`go env -w` 写入了 {name}，但第 {run} 行设置了同名的环境变量，并且优先。这里写入的值不起作用。",
        },
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let title = Text::of("Set it where go sees it", "在 go 看得到的位置设置它");
    let by_hand = Text::of(
        "Write `ENV NAME=VALUE`, or `ARG NAME` for what comes by --build-arg, above the first RUN that calls go, in the same stage.",
        "在同一阶段、第一条调用 go 的 RUN 之前写 `ENV NAME=VALUE`；由 --build-arg 传入的则写 `ARG NAME`。",
    );
    vec![evidence.corrected(is, title, by_hand)]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "GOPROXY below its use",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nENV GOPROXY=https://goproxy.cn,direct\n"),
        roots: &["dockerfile-setting-lost"],
    },
    Scene {
        name: "in the last stage alone",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\nFROM alpine:3.22\nENV GOPROXY=https://goproxy.cn\nCOPY --from=0 /src/app /app\n"),
        roots: &["dockerfile-setting-lost"],
    },
    Scene {
        name: "an argument before FROM",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("ARG GOPROXY=https://goproxy.cn\nFROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-setting-lost"],
    },
    Scene {
        name: "exported in a RUN of its own",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN export GOPROXY=https://goproxy.cn\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-setting-lost"],
    },
    Scene {
        name: "written where a variable decides",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nRUN go env -w GOTOOLCHAIN=auto\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-setting-lost"],
    },
    Scene {
        name: "set in time",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nARG GOPROXY\nENV GOPRIVATE=git.corp.example\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
    Scene {
        name: "all is well",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
];
