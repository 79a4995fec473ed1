use crate::base::Text;
use crate::model::{
    Area, Cause, Cite, Evidence, Finding, Fix, Mark, Risk, Scope, Severity, Step, Subject,
};
use crate::say;
use crate::world::{DIR, Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "vendor-inconsistent",
    area: Area::Settings,
    title: Text::of("vendor/modules.txt and go.mod disagree", "vendor/modules.txt 与 go.mod 不一致"),
    docs: Text::of(
        "Where a folder vendor lies beside go.mod and the go line is 1.14 or newer, a build takes \
         all packages from vendor and downloads nothing. It first holds vendor/modules.txt \
         against go.mod, and ends where they differ.\n\n\
         go says: inconsistent vendoring in /src:\n\
         \texample.com/m@v1.1.0: is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt\n\n\
         `go mod download`, `go get` and `go mod tidy` pass vendor over, so that they work while \
         `go build` does not. Mostly go.mod was changed, by hand or by a merge, and \
         `go mod vendor` was not run after it; or a .dockerignore leaves part of vendor out.\n\n\
         Run `go mod vendor` (`go work vendor` in a workspace) where the network is, and commit \
         what it changes. For one build, -mod=mod leaves vendor aside.",
        "如果 go.mod 旁边有 vendor 目录，并且 go 版本行不低于 1.14，构建时所有包都取自 vendor，不会下载。\
         go 会先核对 vendor/modules.txt 与 go.mod，不一致就退出。\n\n\
         go 的报错：inconsistent vendoring in /src:\n\
         \texample.com/m@v1.1.0: is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt\n\n\
         `go mod download`、`go get` 和 `go mod tidy` 都不理会 vendor，所以它们正常而 `go build` 失败。\
         多半是手工修改或合并改动了 go.mod，之后没有运行 `go mod vendor`；也可能是 .dockerignore 排除了 vendor 的一部分。\n\n\
         在能联网的地方运行 `go mod vendor`（工作区用 `go work vendor`），并提交它的改动。\
         如果只是一次构建，可以用 -mod=mod 不使用 vendor。",
    ),
    logs: &[
        Mark::of(&["inconsistent vendoring in"]),
        Mark::of(&["but not marked as explicit in vendor/modules.txt"]),
        Mark::of(&["is marked as explicit in vendor/modules.txt, but not"]),
        Mark::of(&["but not marked as replaced in vendor/modules.txt"]),
        Mark::of(&["but marked as replaced by ", " in vendor/modules.txt"]),
        Mark::of(&["is marked as replaced in vendor/modules.txt, but not"]),
        Mark::of(&[", but vendor/modules.txt indicates "]),
        Mark::of(&[
            "inconsistent vendoring in",
            "To ignore the vendor directory, use -mod=readonly or -mod=mod",
        ]),
        Mark::of(&["inconsistent vendoring in", "to ignore the vendor directory"]),
        Mark::of(&["inconsistent vendoring in", "To sync the vendor directory, run"]),
        Mark::of(&["reading modules.txt for vendor directory"]),
        Mark::of(&["is not a package listed in vendor/modules.txt"]),
        Mark::of(&["import lookup disabled by -mod=vendor", "vendor directory exists"])
            .or(&["gomod-not-tidy", "goflags-mod-vendor"]),
        Mark::of(&["cannot find package \"", "\" in:", "/vendor/"])
            .or(&["gomod-not-tidy", "goflags-mod-vendor"]),
        Mark::of(&["should be required explicitly in go.mod"]),
        Mark::of(&["exists in the vendor directory but is missing from vendor/modules.txt"])
            .warns(),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let vendor = evidence.facts.ground.vendor.as_ref()?;
    let first = vendor.complaints.first()?;
    let (root, count) = (&vendor.root, vendor.count);
    let says = if count == 1 {
        say! {
            en: "`go build` in {root} would end with `inconsistent vendoring`: {first}. `go mod download` does not look at vendor, and works.",
            zh: "在 {root} 运行 `go build` 会报 `inconsistent vendoring`：{first}。`go mod download` 不看 vendor，仍然正常。",
        }
    } else {
        say! {
            en: "`go build` in {root} would end with `inconsistent vendoring`. The first of {count} differences: {first}. `go mod download` does not look at vendor, and works.",
            zh: "在 {root} 运行 `go build` 会报 `inconsistent vendoring`。共 {count} 处不一致，第一处：{first}。`go mod download` 不看 vendor，仍然正常。",
        }
    };
    let finding = Finding::certain(says, vec![Cite::Ground(root.clone())]);
    let about = Subject::File(format!("{root}/vendor/modules.txt"));
    Some(finding.severity(Severity::Warning).about(about))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let is_work = evidence.facts.project.gowork.path().is_some();
    let kind = if is_work { "work" } else { "mod" };
    let title = Text::of("Fill vendor anew from go.mod", "按 go.mod 重新生成 vendor");
    let words = ["go", kind, "vendor"].map(str::to_owned).to_vec();
    let why = Text::of("It writes the folder vendor.", "它会改写 vendor 目录。");
    let anew = Fix::safe(title, Scope::Project, vec![Step::Run { words }]).unprovable(why);
    if is_work {
        return vec![anew];
    }
    let title = Text::of("Build once without vendor", "构建一次，不使用 vendor");
    let words = ["go", "build", "-mod=mod", "./..."].map(str::to_owned).to_vec();
    let gives_up = Risk::TradeOff(Text::of(
        "The build downloads modules then, and go may change go.mod and go.sum.",
        "这样构建会下载模块，go 还可能改动 go.mod 和 go.sum。",
    ));
    let why = Text::of("It builds.", "这需要真正构建。");
    let once = Fix::safe(title, Scope::Process, vec![Step::Run { words }]).risk(gives_up);
    vec![anew, once.unprovable(why)]
}

const LISTED: &str = "# golang.org/x/text v0.14.0\n## explicit; go 1.18\ngolang.org/x/text\n";
const GOMOD: &str = "module example.com/app\n\ngo 1.24\n\nrequire golang.org/x/text v0.14.0\n";

fn vendored(gomod: &str, listed: &str) -> World {
    World::healthy().gomod(gomod).file(&format!("{DIR}/vendor/modules.txt"), listed)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "another version",
        world: || vendored(GOMOD, &LISTED.replace("v0.14.0", "v0.3.0")),
        roots: &["vendor-inconsistent"],
    },
    Scene {
        name: "no list at all",
        world: || World::healthy().gomod(GOMOD).file(&format!("{DIR}/vendor/x/x.go"), "package x\n"),
        roots: &["vendor-inconsistent"],
    },
    Scene { name: "a list that fits", world: || vendored(GOMOD, LISTED), roots: &[] },
    Scene {
        name: "GOFLAGS leaves vendor aside",
        world: || vendored(GOMOD, "").var("GOFLAGS", "-mod=mod"),
        roots: &[],
    },
    Scene {
        name: "a go line from before vendor counted",
        world: || vendored(&GOMOD.replace("1.24", "1.13"), ""),
        roots: &[],
    },
];
