use crate::base::Text;
use crate::go::gosumdb::{Database, GosumdbError};
use crate::model::{Area, Cause, Cite, Evidence, Finding, Fix, Mark, Scope, Step, Subject};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "toolchain-gosumdb-off",
    area: Area::Settings,
    title: Text::of(
        "go may not take a toolchain without the checksum database",
        "没有校验和数据库，go 不能使用下载的工具链",
    ),
    docs: Text::of(
        "A toolchain that go fetches is a program that it will run, so it is always held against \
         the checksum database: GONOSUMDB and GOPRIVATE do not excuse it, and GOSUMDB=off makes \
         go refuse it. One that lies in the module cache is held against it again each time.\n\n\
         go says: download go1.28.0: golang.org/toolchain@v0.0.1-go1.28.0.linux-amd64: \
         verifying module: checksum database disabled by GOSUMDB=off\n\n\
         The settings tell it: the go line, the toolchain line or GOTOOLCHAIN names another go \
         than the one that is installed, and GOSUMDB is off.\n\n\
         Set GOSUMDB back to its default. What is private belongs in GOPRIVATE or GONOSUMDB, which \
         keep it from the database. Or install the right go and set GOTOOLCHAIN=local.",
        "go 下载的工具链是它将要运行的程序，所以总是要与校验和数据库核对：GONOSUMDB 和 GOPRIVATE 不能免除，\
         而 GOSUMDB=off 会让 go 拒绝使用它。已在模块缓存中的工具链每次也要重新核对。\n\n\
         go 的报错：download go1.28.0: golang.org/toolchain@v0.0.1-go1.28.0.linux-amd64: \
         verifying module: checksum database disabled by GOSUMDB=off\n\n\
         看设置即可断定：go 行、toolchain 行或 GOTOOLCHAIN 指定了与已安装版本不同的 go，而 GOSUMDB 是 off。\n\n\
         把 GOSUMDB 恢复为默认值。私有模块请写进 GOPRIVATE 或 GONOSUMDB，它们就不会被拿去数据库查询。\
         或者安装合适的 go，并设置 GOTOOLCHAIN=local。",
    ),
    logs: &[
        Mark::of(&["golang.org/toolchain@", "checksum database disabled by GOSUMDB=off"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let setting = evidence.facts.settings.get("GOSUMDB")?;
    let cite = Cite::Setting("GOSUMDB".into());
    let (_, walk) = evidence.toolchain_walk()?;
    let is_off = matches!(Database::parse(setting.value.raw()), Err(GosumdbError::Off));
    if !is_off || walk.stopped_by() != Some(&cite) {
        return None;
    }
    let (to, _) = evidence.facts.switching.to()?;
    let says = say! {
        en: "go has to switch to {to}. A toolchain is taken only if the checksum database knows it, and GOSUMDB is `off`.",
        zh: "go 需要切换到 {to}。工具链只有经校验和数据库核对才能使用，而 GOSUMDB 是 `off`。",
    };
    let finding = Finding::certain(says, vec![cite, Cite::Switching]);
    let finding = finding.about(Subject::Setting("GOSUMDB".into()));
    Some(match evidence.facts.switching.place() {
        Some(place) => finding.at(place),
        None => finding,
    })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let facts = &evidence.facts;
    let title = Text::of(
        "Set GOSUMDB back to its default, and name what is private in GOPRIVATE",
        "把 GOSUMDB 恢复为默认值，私有模块写进 GOPRIVATE",
    );
    let step = facts.back_to("GOSUMDB", "sum.golang.org");
    let default = Fix::safe(title, facts.reach("GOSUMDB"), vec![step]);
    let Some((to, _)) = facts.switching.to() else { return vec![default] };
    let title = Text::of("Install that go, and keep to it", "安装该版本的 go，并固定使用它");
    let says = say! {
        en: "Install {to} from https://go.dev/dl/, or start from an image that has it, and set GOTOOLCHAIN=local there.",
        zh: "从 https://go.dev/dl/ 安装 {to}，或者使用带有该版本的镜像，并在其中设置 GOTOOLCHAIN=local。",
    };
    let why = Text::of("This tool installs nothing.", "本工具不会安装任何软件。");
    let installed = Fix::safe(title, Scope::Machine, vec![Step::Say(says)]).unprovable(why);
    vec![default, installed]
}

const UNPACKED: &str = "/home/dev/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.27.0.linux-amd64";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a toolchain in the cache, and no database",
        world: || newer().file(&format!("{UNPACKED}/bin/go"), "go").var("GOSUMDB", "off"),
        roots: &["toolchain-gosumdb-off"],
    },
    Scene {
        name: "a toolchain in the PATH is nobody's to verify",
        world: || newer().file("/usr/bin/go1.27.0", "go").var("GOSUMDB", "off"),
        roots: &[],
    },
    Scene {
        name: "no other toolchain is wanted",
        world: || World::healthy().var("GOSUMDB", "off"),
        roots: &[],
    },
];

fn newer() -> World {
    World::healthy().gomod("module example.com/app\n\ngo 1.27.0\n")
}
