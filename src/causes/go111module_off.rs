use crate::base::Text;
use crate::model::{Area, Cause, Cite, Evidence, Finding, Fix, Mark, Subject};
use crate::say;
use crate::world::{DIR, Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "go111module-off",
    area: Area::Settings,
    title: Text::of("GO111MODULE switches modules off", "GO111MODULE 关闭了模块模式"),
    docs: Text::of(
        "With GO111MODULE=off go works as it did before there were modules: go.mod is not read, \
         and every command that downloads modules stops at once.\n\n\
         go says: modules disabled by GO111MODULE=off; see 'go help modules'\n\
         or, a go up to 1.21: can only use path@version syntax with 'go get' and 'go install' in \
         module-aware mode\n\n\
         The setting alone tells; no network would help. `auto` was the default until go 1.15 and \
         does not stop a download today. Another value, such as `yes`, is refused in other words: \
         unknown environment setting.\n\n\
         Unset it where it is set: in an old shell profile, in the image, in the CI, or by \
         `go env -w`. Nothing needs it any more but code that still lies in GOPATH without a \
         go.mod.",
        "GO111MODULE=off 让 go 回到没有模块的时代：不读 go.mod，凡是要下载模块的命令都立即停止。\n\n\
         go 的报错：modules disabled by GO111MODULE=off; see 'go help modules'\n\
         或者（1.21 及更早的 go）：can only use path@version syntax with 'go get' and 'go install' in \
         module-aware mode\n\n\
         只看这个设置就能断定，与网络无关。`auto` 是 go 1.15 之前的默认值，如今并不妨碍下载。\
         `yes` 之类的其他值会得到另一种报错：unknown environment setting。\n\n\
         请在设置它的地方取消：旧的 shell 配置、镜像、CI，或者 `go env -w`。\
         除了仍放在 GOPATH 里、没有 go.mod 的老代码，已经没有什么需要它。",
    ),
    logs: &[
        Mark::of(&["modules disabled by GO111MODULE=off"]),
        Mark::of(&["modules disabled inside GOPATH/src by GO111MODULE=auto"]),
        Mark::of(&["cannot be used with GO111MODULE=off"]),
        Mark::of(&["path@version syntax with 'go get' and 'go install' in module-aware mode"]),
        Mark::of(&["cannot use path@version syntax in GOPATH mode"]).or(&["go-too-old"]),
        Mark::of(&["build flag -mod=", " only valid when using modules"])
            .or(&["go-too-old", "goflags-invalid"]),
        Mark::of(&["cannot find package \"", "(from $GOROOT)", "(from $GOPATH)"])
            .or(&["gomod-missing", "gomod-not-tidy", "package-not-in-std"]),
    ],
    // Nothing that go does with modules comes to pass, the choice of a toolchain included.
    explains: &["go-too-old", "gomod-missing", "gomod-syntax", "home-unset"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let settings = &evidence.facts.settings;
    if settings.raw("GO111MODULE") != "off" {
        return None;
    }
    let says = say! {
        en: "GO111MODULE is `off`, so that go knows no modules: it reads no go.mod and downloads nothing.",
        zh: "GO111MODULE 的值是 `off`，go 不使用模块：不读 go.mod，什么也不下载。",
    };
    let cites = vec![Cite::Setting("GO111MODULE".into())];
    Some(Finding::certain(says, cites).about(Subject::Setting("GO111MODULE".into())))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let facts = &evidence.facts;
    let title = Text::of("Let go use modules again", "让 go 恢复使用模块");
    let fix = Fix::safe(title, facts.reach("GO111MODULE"), facts.back_to_default("GO111MODULE"));
    vec![fix]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "off in the environment",
        world: || World::healthy().var("GO111MODULE", "off"),
        roots: &["go111module-off"],
    },
    Scene {
        name: "off by go env -w",
        world: || World::healthy().go_env("GO111MODULE", "off"),
        roots: &["go111module-off"],
    },
    Scene {
        name: "off in both places",
        world: || World::healthy().go_env("GO111MODULE", "off").var("GO111MODULE", "off"),
        roots: &["go111module-off"],
    },
    Scene {
        name: "off where no go.mod is",
        world: || {
            let world = World::healthy().without_file(&format!("{DIR}/go.mod"));
            world.var("GO111MODULE", "off")
        },
        roots: &["go111module-off"],
    },
    Scene {
        name: "auto downloads as ever",
        world: || World::healthy().var("GO111MODULE", "auto"),
        roots: &[],
    },
    Scene {
        name: "off by go env -w, and on where it counts",
        world: || World::healthy().go_env("GO111MODULE", "off").var("GO111MODULE", "on"),
        roots: &["goenv-shadowed"],
    },
];
