use crate::base::Text;
use crate::go::goflags::Goflags;
use crate::model::{
    Area, Cause, Cite, Evidence, Finding, Fix, FlagOf, Mark, Severity, Subject,
};
use crate::say;
use crate::world::{DIR, Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "goflags-mod-vendor",
    area: Area::Settings,
    title: Text::of("GOFLAGS tells go to build from vendor alone", "GOFLAGS 要求 go 只用 vendor 构建"),
    docs: Text::of(
        "With -mod=vendor in GOFLAGS, or with a folder `vendor` beside a go.mod of go 1.14 or \
         newer, `go build` takes every package from vendor and asks no module proxy. `go mod \
         download`, `go get` and `go mod tidy` pay no heed to it.\n\n\
         go says: cannot query module due to -mod=vendor\n\
         or: can't resolve module using the vendor directory\n\
         or: can't compute 'all' using the vendor directory\n\
         or: import lookup disabled by -mod=vendor\n\
         or: inconsistent vendoring in …\n\n\
         Where vendor/modules.txt is there and agrees with go.mod, the flag does no harm, and \
         nothing is said of it. Here there is no vendor/modules.txt to build from. -mod=readonly is what go does by \
         itself.\n\n\
         Drop the flag where it is set, or for one command: `go list -m -mod=mod all`. Run `go mod \
         vendor` where vendor is wanted.",
        "GOFLAGS 里有 -mod=vendor，或者 go.mod 旁边有 `vendor` 目录且 go 行不低于 1.14 时，`go build` 只从 vendor \
         取用各个包，不访问模块代理。`go mod download`、`go get` 和 `go mod tidy` 不受影响。\n\n\
         go 的报错：cannot query module due to -mod=vendor\n\
         或者：can't resolve module using the vendor directory\n\
         或者：can't compute 'all' using the vendor directory\n\
         或者：import lookup disabled by -mod=vendor\n\
         或者：inconsistent vendoring in …\n\n\
         如果 vendor/modules.txt 存在且与 go.mod 一致，这个参数没有害处，本工具不会提到它。\
         这里没有可供构建使用的 vendor/modules.txt。-mod=readonly 就是 go 的默认行为。\n\n\
         请在设置它的地方去掉这个参数，或者只对一条命令覆盖它：`go list -m -mod=mod all`。\
         需要 vendor 时运行 `go mod vendor`。",
    ),
    logs: &[
        Mark::of(&["cannot query module due to -mod=vendor"]),
        Mark::of(&["can't", "using the vendor directory"]),
        Mark::of(&["import lookup disabled by -mod=vendor"])
            .or(&["vendor-inconsistent", "gomod-not-tidy"]),
        Mark::of(&["import lookup disabled by -mod=readonly"]).or(&["gomod-not-tidy"]),
        Mark::of(&["updates to go.mod needed, disabled by -mod=readonly"]).or(&["gomod-not-tidy"]),
        Mark::of(&["updates to go.mod needed, disabled by -mod=vendor"])
            .or(&["vendor-inconsistent", "gomod-not-tidy"]),
        Mark::of(&["/vendor/modules.txt: no such file or directory"]).or(&["vendor-inconsistent"]),
        Mark::of(&["\\vendor\\modules.txt: The system cannot find"]).or(&["vendor-inconsistent"]),
        Mark::of(&["cannot be used when vendoring is enabled"]),
        Mark::of(&["vendor directory does not exist when in single module mode"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let facts = &evidence.facts;
    facts.settings.get("GOFLAGS")?;
    let requires = !facts.needs.is_empty() || facts.cached > 0;
    let lacking = facts.flag_files.iter().find(|it| it.of == FlagOf::Vendor && it.fault.is_some())?;
    let path = evidence.below_project(&lacking.path);
    let says = say! {
        en: "GOFLAGS has -mod=vendor, and there is no {path}. go mod download works all the same; go build finds none of the modules that it needs.",
        zh: "GOFLAGS 里有 -mod=vendor，但没有 {path}。go mod download 不受影响；go build 找不到所需的任何模块。",
    };
    requires.then(|| {
        let finding = Finding::certain(says, vec![Cite::Setting("GOFLAGS".into())]);
        finding.severity(Severity::Warning).about(Subject::Setting("GOFLAGS".into()))
    })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let facts = &evidence.facts;
    let reach = facts.reach("GOFLAGS");
    let flags = Goflags::parse(facts.settings.raw("GOFLAGS"), facts.go.release()).unwrap_or_default();
    let rest = Goflags(flags.0.into_iter().filter(|flag| flag.name != "mod").collect()).written();
    let steps =
        if rest.is_empty() { facts.back_to_default("GOFLAGS") } else { vec![facts.set("GOFLAGS", rest)] };
    let title = Text::of("Drop -mod=vendor from GOFLAGS", "从 GOFLAGS 中去掉 -mod=vendor");
    vec![Fix::safe(title, reach, steps)]
}

fn with(goflags: &str) -> World {
    World::healthy().var("GOFLAGS", goflags)
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "no vendor folder", world: || with("-mod=vendor"), roots: &["goflags-mod-vendor"] },
    Scene {
        name: "among other flags",
        world: || with("-x -mod=vendor -v"),
        roots: &["goflags-mod-vendor"],
    },
    Scene {
        name: "vendor is here",
        world: || {
            let list = "# github.com/acme/widget v1.2.3\n## explicit\n# golang.org/x/text v0.14.0\n## explicit\n";
            with("-mod=vendor").file(&format!("{DIR}/vendor/modules.txt"), list)
        },
        roots: &[],
    },
    Scene {
        name: "nothing is required",
        world: || with("-mod=vendor").gomod("module example.com/app\n\ngo 1.24\n"),
        roots: &[],
    },
    Scene { name: "the default by name", world: || with("-mod=readonly"), roots: &[] },
];
