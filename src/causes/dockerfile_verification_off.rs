use crate::base::Text;
use crate::docker::{Kind, Off};
use crate::model::{Area, Cause, Evidence, Finding, Fix, Mark};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "dockerfile-verification-off",
    area: Area::Settings,
    title: Text::of("The Dockerfile switches a protection off", "Dockerfile 关闭了安全校验"),
    docs: Text::of(
        "GOSUMDB=off and GONOSUMDB=* keep go from asking anybody whether a module is what everybody else got; GOINSECURE lets it fetch over plain http and from whoever holds the address; http.sslVerify=false and GIT_SSL_NO_VERIFY let git do so. In an image that is built by a machine nobody looks, and what was put in stays in.\n\ngo says nothing at all, and the log shows only the line itself: #5 [build 2/6] ENV GOSUMDB=off\n\nNone of them mends a network. A private module needs GONOSUMDB or GOPRIVATE for its prefix, a private authority its certificate in the image.\n\nTake the line out; name the private prefix in GOPRIVATE; COPY the authority's certificate and run update-ca-certificates.",
        "GOSUMDB=off 和 GONOSUMDB=* 让 go 不再核实模块是否与其他人得到的一致；GOINSECURE 允许它用明文 http、从任何占用该地址的机器下载；http.sslVerify=false 和 GIT_SSL_NO_VERIFY 则让 git 这样做。镜像由机器自动构建，没有人盯着，混进去的东西就留在里面了。\n\ngo 不会有任何提示，日志中只有这一行：#5 [build 2/6] ENV GOSUMDB=off\n\n它们都修不好网络。私有模块需要的是针对其前缀的 GONOSUMDB 或 GOPRIVATE，私有颁发机构需要的是把证书放进镜像。\n\n请删除这一行；在 GOPRIVATE 中写明私有前缀；用 COPY 放入颁发机构的证书并运行 update-ca-certificates。",
    ),
    logs: &[
        Mark::of(&["ENV GOSUMDB=off"]).warns(),
        Mark::of(&["ENV GOSUMDB off"]).warns(),
        Mark::of(&["ENV GONOSUMDB=*"]).warns(),
        Mark::of(&["ENV GOINSECURE="]).warns(),
        Mark::of(&["RUN ", "GOSUMDB=off"]).warns(),
        Mark::of(&["RUN ", "git config ", "http.sslVerify false"]).warns(),
        Mark::of(&["ENV GIT_SSL_NO_VERIFY"]).warns(),
    ],
    explains: &[],
    rule,
    fixes,
};

fn is(kind: &Kind) -> bool {
    matches!(kind, Kind::Off { .. })
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    evidence.in_dockerfile(is, |remark| {
        let Kind::Off { off, name } = &remark.kind else { return Text::same("") };
        match off {
            Off::Checksums => say! {
                en: "{name} takes every module out of the checksum database's check: what this build fetches is verified by go.sum alone, and what is new in it by nobody.",
                zh: "{name} 让所有模块都不再经校验和数据库核实：本次构建只靠 go.sum 校验，新增的模块则无人核实。",
            },
            Off::Tls => say! {
                en: "{name} lets go fetch over plain http and without a valid certificate.",
                zh: "{name} 允许 go 使用明文 http，并接受无效的证书。",
            },
            Off::GitTls => say! {
                en: "{name} lets git talk to whoever answers, whatever certificate is shown.",
                zh: "{name} 让 git 与任何应答者通信，不管对方出示什么证书。",
            },
        }
    })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let title = Text::of("Take it out, and name what is private", "删除它，改为写明哪些是私有的");
    let by_hand = Text::of(
        "Take the setting out. For private modules write `ENV GOPRIVATE=` with their prefix; for a private authority COPY its certificate to /usr/local/share/ca-certificates and run update-ca-certificates.",
        "删除该设置。私有模块请用 `ENV GOPRIVATE=` 写明前缀；私有颁发机构请用 COPY 把证书放到 /usr/local/share/ca-certificates 并运行 update-ca-certificates。",
    );
    vec![evidence.corrected(is, title, by_hand)]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "no checksum database",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nENV GOSUMDB=off\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-verification-off"],
    },
    Scene {
        name: "for all modules",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nENV GONOSUMDB=*\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-verification-off"],
    },
    Scene {
        name: "git trusts anybody",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nRUN git config --global http.sslVerify false\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-verification-off"],
    },
    Scene {
        name: "a private prefix",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nENV GONOSUMDB=git.corp.example\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
    Scene {
        name: "all is well",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
];
