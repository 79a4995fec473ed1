use crate::base::Text;
use crate::go::modfile::{Fault, Slip, SyntaxError};
use crate::go::toolchain::Refusal;
use crate::model::{Area, Cause, Cite, Evidence, Facts, File, Finding, Fix, Location, Pattern, Subject};
use crate::model::{Risk, Scope, Step};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "go-too-old",
    area: Area::Settings,
    title: Text::of("This go is older than the module asks for", "当前的 go 版本低于模块的要求"),
    docs: Text::of(
        "The go line of go.mod or go.work names the oldest go that may work on the module. A go \
         from 1.21 on fetches a newer toolchain by itself, unless GOTOOLCHAIN says `local`, as the \
         official container images and many distributions do.\n\n\
         go says: go.mod requires go >= 1.24 (running go 1.22.3; GOTOOLCHAIN=local)\n\
         or, before 1.21: invalid go version '1.22.0': must match format 1.23\n\
         or: unknown directive: toolchain\n\n\
         The go line, the version of this go and GOTOOLCHAIN tell it apart from a toolchain that \
         cannot be fetched: there GOTOOLCHAIN allows the switch, and the download fails.\n\n\
         Take a newer go, or a newer image. GOTOOLCHAIN=auto lets this go fetch the right one. \
         Editing the go line down does not help: what the module uses of the newer go stays in it.",
        "go.mod 或 go.work 的 go 行写明了可以使用的最低 go 版本。从 1.21 起，go 会自动下载更新的工具链；\
         但如果 GOTOOLCHAIN 是 `local` 就不会，官方容器镜像和不少发行版正是这样设置的。\n\n\
         go 的报错：go.mod requires go >= 1.24 (running go 1.22.3; GOTOOLCHAIN=local)\n\
         1.21 之前则是：invalid go version '1.22.0': must match format 1.23\n\
         或者：unknown directive: toolchain\n\n\
         根据 go 行、当前 go 的版本和 GOTOOLCHAIN 就能与“工具链下载失败”区分开：后者允许切换，但下载不成功。\n\n\
         换用更新的 go 或更新的镜像。GOTOOLCHAIN=auto 允许当前的 go 自动下载合适的版本。\
         把 go 行改低没有用：模块用到的新特性依然存在。",
    ),
    logs: &[
        Pattern(&["requires go >=", "running go"]),
        Pattern(&["unknown directive: toolchain"]),
        Pattern(&["unknown directive: godebug"]),
        Pattern(&["unknown directive: tool"]),
        Pattern(&["unknown directive: ignore"]),
        Pattern(&["must match format 1.23"]),
    ],
    explains: &[],
    rule: |evidence| evidence.image_too_old().or_else(|| rule(evidence)),
    fixes: |finding, evidence| match evidence.image_too_old() {
        Some(_) => evidence.image_new_enough(),
        None => fixes(finding, evidence),
    },
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    unread(evidence).or_else(|| refused(evidence))
}

/// Lines of go.mod that this go cannot read and a newer one can.
fn later(evidence: &Evidence) -> Option<(&str, &SyntaxError)> {
    let File::Broken { path, errors, .. } = &evidence.facts.project.gomod else { return None };
    let first = errors.iter().find(|error| evidence.slip(error) == Slip::Newer)?;
    Some((path, first))
}

fn unread(evidence: &Evidence) -> Option<Finding> {
    let (path, error) = later(evidence)?;
    let version = evidence.facts.go.binary().and_then(|go| go.version.clone());
    let version = version.unwrap_or_else(|| "go".into());
    let words = error.shown(path.rsplit('/').next().unwrap_or(path));
    let says = say! {
        en: "{version} cannot read {path}: {words}. A newer go can; until then every go command here ends with this message.",
        zh: "{version} 读不懂 {path}：{words}。更新的 go 可以读；在此之前，这里的所有 go 命令都会以此报错结束。",
    };
    let File::Broken { lines, .. } = &evidence.facts.project.gomod else { return None };
    let source = lines.iter().find(|(line, _)| *line == error.line).map(|(_, text)| text.clone());
    let column = (error.column > 0).then_some(error.column);
    let at = Location { file: path.to_owned(), line: error.line, column, source };
    let finding = Finding::certain(says, vec![Cite::GoMod]).at(at);
    Some(finding.about(Subject::File(path.to_owned())))
}

fn refused(evidence: &Evidence) -> Option<Finding> {
    let facts = &evidence.facts;
    let Some(Refusal::TooOld { needs, running }) = &facts.go.refusal else { return None };
    let value = facts.settings.raw("GOTOOLCHAIN");
    let (file, line) = place(facts)?;
    let says = say! {
        en: "{file} asks for go {needs}, and this is go {running}. GOTOOLCHAIN is `{value}`, so that go may not fetch a newer one, and stops.",
        zh: "{file} 要求 go {needs}，而当前是 go {running}。GOTOOLCHAIN 是 `{value}`，不允许下载更新的版本，go 因此停止。",
    };
    let finding = Finding::certain(says, vec![Cite::GoBinary]);
    let source = Some(format!("go {needs}"));
    let at = Location { file, line, column: None, source };
    Some(finding.at(at).about(Subject::Setting("GOTOOLCHAIN".into())))
}

/// The go line that asks: go.work's before go.mod's.
fn place(facts: &Facts) -> Option<(String, usize)> {
    let work = facts.project.gowork.parsed().and_then(|it| it.go.as_ref());
    let own = facts.project.gomod.parsed().and_then(|it| it.go.as_ref());
    let (file, line) = match (work, own) {
        (Some(line), _) => (facts.project.gowork.path()?, line.line),
        (None, own) => (facts.project.gomod.path()?, own.map_or(1, |line| line.line)),
    };
    Some((file.to_owned(), line))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let facts = &evidence.facts;
    if let Some((_, error)) = later(evidence) {
        return vec![newer(&error.fault)];
    }
    let Some(Refusal::TooOld { needs, .. }) = &facts.go.refusal else { return Vec::new() };
    let newer = say! {
        en: "Use go {needs} or newer",
        zh: "使用 go {needs} 或更新的版本",
    };
    let image = say! {
        en: "Install go {needs} or newer from https://go.dev/dl/; in a Dockerfile, start from an image such as golang:{needs}.",
        zh: "从 https://go.dev/dl/ 安装 go {needs} 或更新的版本；在 Dockerfile 中改用 golang:{needs} 这样的镜像。",
    };
    let by_hand = Text::of("This tool installs nothing.", "本工具不会安装任何软件。");
    let installed = Fix::safe(newer, Scope::Machine, vec![Step::Say(image)]).unprovable(by_hand);
    let auto = Text::of("Let go fetch the toolchain that go.mod asks for", "允许 go 自动下载所需的工具链");
    let gives_up = Risk::TradeOff(Text::of(
        "The build then runs another go than the one that is installed.",
        "此后构建所用的 go 与已安装的不是同一个版本。",
    ));
    let reach = facts.reach("GOTOOLCHAIN");
    let why = Text::of("A toolchain is too large to be fetched for a try.", "工具链太大，不为验证而下载。");
    let switched = Fix::safe(auto, reach, vec![facts.set("GOTOOLCHAIN", "auto")]);
    vec![installed, switched.risk(gives_up).unprovable(why)]
}

/// The first go that reads such a line.
fn newer(fault: &Fault) -> Fix {
    let needs = match fault {
        Fault::UnknownDirective { verb } | Fault::UnknownBlock { block: verb } => match &**verb {
            "toolchain" => "1.21",
            "godebug" => "1.23",
            "tool" => "1.24",
            _ => "1.25",
        },
        Fault::GoVersion { version, .. } => version,
        _ => "1.21",
    };
    let title = say! { en: "Use go {needs} or newer", zh: "使用 go {needs} 或更新的版本" };
    let say = say! {
        en: "Install go {needs} or newer from https://go.dev/dl/; in a Dockerfile, start from an image such as golang:{needs}. The line is right; do not edit it down.",
        zh: "从 https://go.dev/dl/ 安装 go {needs} 或更新的版本；在 Dockerfile 中改用 golang:{needs} 这样的镜像。这一行没有错，不要把它改低。",
    };
    let by_hand = Text::of("This tool installs nothing.", "本工具不会安装任何软件。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(say)]).unprovable(by_hand)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "an image whose go is too old",
        world: || wanting().var("GOTOOLCHAIN", "local"),
        roots: &["go-too-old"],
    },
    Scene {
        name: "a go from before the third number",
        world: || {
            World::healthy()
                .file("/usr/local/go/VERSION", "go1.20.14\n")
                .gomod("module example.com/app\n\ngo 1.22.0\n")
        },
        roots: &["go-too-old"],
    },
    Scene {
        name: "a go that is new enough",
        world: || World::healthy().var("GOTOOLCHAIN", "local"),
        roots: &[],
    },
    Scene {
        name: "a Dockerfile whose image is too old",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.22\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n"),
        roots: &["go-too-old"],
    },
    Scene {
        name: "the newest patch of the same go",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.24\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n"),
        roots: &[],
    },
    Scene {
        name: "a go that may switch",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.22\nWORKDIR /src\nENV GOTOOLCHAIN=auto\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n"),
        roots: &[],
    },
];

fn wanting() -> World {
    World::healthy().gomod("module m\n\ngo 1.99\n\nrequire golang.org/x/text v0.14.0\n")
}
