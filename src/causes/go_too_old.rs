use crate::base::Text;
use crate::go::toolchain::Refusal;
use crate::model::{Area, Cause, Cite, Evidence, Facts, Finding, Fix, Location, Pattern, Subject};
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
         go says: go.mod requires go >= 1.24 (running go 1.22.3; GOTOOLCHAIN=local)\n\n\
         The go line, the version of this go and GOTOOLCHAIN tell it apart from a toolchain that \
         cannot be fetched: there GOTOOLCHAIN allows the switch, and the download fails.\n\n\
         Take a newer go, or a newer image. GOTOOLCHAIN=auto lets this go fetch the right one. \
         Editing the go line down does not help: what the module uses of the newer go stays in it.",
        "go.mod 或 go.work 的 go 行写明了可以使用的最低 go 版本。从 1.21 起，go 会自动下载更新的工具链；\
         但如果 GOTOOLCHAIN 是 `local` 就不会，官方容器镜像和不少发行版正是这样设置的。\n\n\
         go 的报错：go.mod requires go >= 1.24 (running go 1.22.3; GOTOOLCHAIN=local)\n\n\
         根据 go 行、当前 go 的版本和 GOTOOLCHAIN 就能与“工具链下载失败”区分开：后者允许切换，但下载不成功。\n\n\
         换用更新的 go 或更新的镜像。GOTOOLCHAIN=auto 允许当前的 go 自动下载合适的版本。\
         把 go 行改低没有用：模块用到的新特性依然存在。",
    ),
    logs: &[Pattern(&["requires go >=", "running go"])],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
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

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "an image whose go is too old",
        world: || newer().var("GOTOOLCHAIN", "local"),
        roots: &["go-too-old"],
    },
    Scene {
        name: "a go that is new enough",
        world: || World::healthy().var("GOTOOLCHAIN", "local"),
        roots: &[],
    },
];

fn newer() -> World {
    World::healthy().gomod("module m\n\ngo 1.99\n\nrequire golang.org/x/text v0.14.0\n")
}
