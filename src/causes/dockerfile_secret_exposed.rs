use crate::base::Text;
use crate::docker::{Exposure, Kind};
use crate::model::{Area, Cause, Evidence, Finding, Fix, Mark, Spoken};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "dockerfile-secret-exposed",
    area: Area::Settings,
    title: Text::of("A secret stays in the image or its history", "密钥会留在镜像或其历史中"),
    docs: Text::of(
        "What ARG, ENV, COPY and the words of RUN say can be read by everybody who has the image: `docker history` shows arguments and variables, and a file that a later RUN removes still lies in its layer. git keeps a token that `git config url.….insteadOf` is given in ~/.gitconfig, which is in the layer too.\n\ndocker's own check says: SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive data (ARG \"GITHUB_TOKEN\") (line 3)\n\ngo works with it. It is the image that should not be given away.\n\nMount the secret for the one RUN that needs it: `RUN --mount=type=secret,id=netrc,target=/root/.netrc go mod download`, built with `docker build --secret id=netrc,src=$HOME/.netrc .`; an ssh agent by `RUN --mount=type=ssh` and `docker build --ssh default .`. Renew what was in an image already.",
        "ARG、ENV、COPY 以及 RUN 命令中的内容，拿到镜像的人都能看到：`docker history` 会显示参数和变量，后面的 RUN 删除的文件仍在原来的层里。传给 `git config url.….insteadOf` 的令牌会写进 ~/.gitconfig，同样留在层中。\n\ndocker 自带的检查会说：SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive data (ARG \"GITHUB_TOKEN\") (line 3)\n\ngo 可以正常工作；不应外传的是这个镜像。\n\n请只在需要它的那条 RUN 中挂载密钥：`RUN --mount=type=secret,id=netrc,target=/root/.netrc go mod download`，并用 `docker build --secret id=netrc,src=$HOME/.netrc .` 构建；ssh 代理用 `RUN --mount=type=ssh` 和 `docker build --ssh default .`。已经进入镜像的密钥请更换。",
    ),
    logs: &[
        Mark::of(&["SecretsUsedInArgOrEnv"]).warns(),
        Mark::of(&["RUN git config ", "insteadOf"]).when(holds_a_token).warns(),
    ],
    explains: &[],
    rule,
    fixes,
};

/// Whether the URL that stands in for another has somebody's token in it.
fn holds_a_token(it: &Spoken) -> bool {
    let url = it.text.split("https://").nth(1).unwrap_or_default();
    let authority = url.split(['/', ' ', '"']).next().unwrap_or_default();
    authority.split_once('@').is_some_and(|(before, _)| before != "git" && !before.is_empty())
}

fn is(kind: &Kind) -> bool {
    matches!(kind, Kind::Exposed { .. })
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    evidence.in_dockerfile(is, |remark| {
        let Kind::Exposed { exposure, name } = &remark.kind else { return Text::same("") };
        match exposure {
            Exposure::Arg => say! {
                en: "ARG {name} takes a secret, and its value stays in the history of the image.",
                zh: "ARG {name} 用来传入密钥，其值会留在镜像历史中。",
            },
            Exposure::Env => say! {
                en: "ENV {name} holds a secret, which everybody who has the image can read.",
                zh: "ENV {name} 中有密钥，拿到镜像的人都能读到。",
            },
            Exposure::Copied => say! {
                en: "{name} is copied into the image, and stays in its layer even where a later RUN removes it.",
                zh: "{name} 被复制进镜像，即使后面的 RUN 删除了它，也仍留在该层中。",
            },
            Exposure::InCommand => say! {
                en: "This command holds a secret ({name}), which stays in the layer and in the history of the image.",
                zh: "这条命令中有密钥（{name}），它会留在该层和镜像历史中。",
            },
        }
    })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let title = Text::of("Mount the secret for the one RUN that needs it", "只在需要它的 RUN 中挂载密钥");
    let by_hand = Text::of(
        "In place of this line: `RUN --mount=type=secret,id=netrc,target=/root/.netrc go mod download`, built with `docker build --secret id=netrc,src=$HOME/.netrc .`. A token that was in an image should be renewed.",
        "用下面的写法代替这一行：`RUN --mount=type=secret,id=netrc,target=/root/.netrc go mod download`，并用 `docker build --secret id=netrc,src=$HOME/.netrc .` 构建。进入过镜像的令牌应当更换。",
    );
    vec![evidence.corrected(is, title, by_hand)]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a token as an argument",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nARG GITHUB_TOKEN\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-secret-exposed"],
    },
    Scene {
        name: "a password in a URL",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nENV GOPROXY=https://ci:hunter2abc@goproxy.corp.example\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-secret-exposed"],
    },
    Scene {
        name: "a netrc in a layer",
        world: || World::healthy().file("/home/dev/app/go.sum", "").file("/home/dev/app/.netrc", "machine h login u password p\n").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY .netrc /root/.netrc\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-secret-exposed"],
    },
    Scene {
        name: "a token for git",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nRUN git config --global url.\"https://x:${TOKEN}@github.com/\".insteadOf https://github.com/\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-secret-exposed"],
    },
    Scene {
        name: "a mounted one",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=secret,id=netrc,target=/root/.netrc --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
    Scene {
        name: "all is well",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
];
