use crate::base::Text;
use crate::docker::{Kind};
use crate::model::{Area, Cause, Evidence, Finding, Fix, Mark, Severity};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "dockerfile-copy-before-download",
    area: Area::Settings,
    title: Text::of("Everything is copied before modules are downloaded", "下载模块之前就复制了全部文件"),
    docs: Text::of(
        "docker makes a layer anew as soon as a file that it copied has changed, and with it every layer below. Where `COPY . .` stands before the download, each change of any source file throws the downloaded modules away, and each build fetches all of them again.\n\nThe log of each build then shows both steps anew: #8 [build 3/5] COPY . . #9 [build 4/5] RUN go mod download\n\nThe build works; it is slow, and depends on the network and on every proxy each time. A cache mount on the module cache helps as well: what lies in it outlives the layers.\n\nCopy go.mod and go.sum alone, download, and copy everything else after it.",
        "只要复制进来的某个文件变了，docker 就会重新生成该层以及其后的所有层。如果 `COPY . .` 在下载之前，任何源文件的改动都会让已下载的模块作废，每次构建都要重新下载全部模块。\n\n于是每次构建的日志中都会重新执行这两步：#8 [build 3/5] COPY . . #9 [build 4/5] RUN go mod download\n\n构建可以成功，但是很慢，而且每次都依赖网络和所有代理。给模块缓存加上 cache 挂载同样有效：其中的内容不随层一起作废。\n\n请先只复制 go.mod 和 go.sum，下载之后再复制其余文件。",
    ),
    logs: &[
        Mark::of(&["COPY . .", "RUN go mod download"]).warns(),
    ],
    explains: &[],
    rule,
    fixes,
};

fn is(kind: &Kind) -> bool {
    matches!(kind, Kind::CopiedFirst { .. })
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let downloads = |kind: &Kind| matches!(kind, Kind::CopiedFirst { command, .. } if command.starts_with("go mod"));
    let finding = evidence.in_dockerfile(is, |remark| {
        let Kind::CopiedFirst { command, .. } = &remark.kind else { return Text::same("") };
        say! {
            en: "The sources are copied here, before `{command}` fetches modules. Each change of any file makes docker fetch all of them again.",
            zh: "这里在 `{command}` 下载模块之前就复制了源码。任何文件一改，docker 就要重新下载全部模块。",
        }
    })?;
    let severity = if evidence.remarks(downloads).is_empty() { Severity::Info } else { Severity::Warning };
    Some(finding.severity(severity))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let title = Text::of("Keep modules apart from the sources", "把模块下载与源码分开");
    let by_hand = Text::of(
        "Before the sources are copied: `COPY go.mod go.sum ./` and `RUN go mod download`.",
        "在复制源码之前写：`COPY go.mod go.sum ./` 和 `RUN go mod download`。",
    );
    vec![evidence.corrected(is, title, by_hand)]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "the whole folder first",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY . .\nRUN go mod download\nRUN go build ./...\n"),
        roots: &["dockerfile-copy-before-download"],
    },
    Scene {
        name: "no download of its own",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY . .\nRUN go build ./...\n"),
        roots: &["dockerfile-copy-before-download"],
    },
    Scene {
        name: "a vendor folder comes along",
        world: || World::healthy().file("/home/dev/app/go.sum", "").file("/home/dev/app/vendor/modules.txt", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY . .\nRUN go build ./...\n"),
        roots: &[],
    },
    Scene {
        name: "all is well",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
];
