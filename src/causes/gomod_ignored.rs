use crate::base::{Text, Veiled};
use crate::model::{
    Area, Cause, Cite, Evidence, Finding, Fix, Ignored, Mark, Scope, Severity, Step, Subject,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "gomod-ignored",
    area: Area::Settings,
    title: Text::of("go.mod lies where go takes none", "go.mod 位于 go 不予理会的位置"),
    docs: Text::of(
        "A go.mod in the system's folder for temporary files itself is passed over, so that one \
         that was left there does not capture everything that runs below. A go.mod in the first \
         folder of GOPATH is an accident as well.\n\n\
         go says: go: warning: ignoring go.mod in system temp root /tmp\n\
         and then: no modules specified (see 'go help mod download')\n\
         or: go: warning: ignoring go.mod in $GOPATH /go\n\
         or, a go up to 1.21, which stops: $GOPATH/go.mod exists but should not\n\n\
         Mostly it is a Dockerfile with WORKDIR /tmp or WORKDIR /go: in the official images /go is \
         GOPATH. A folder below GOPATH is fine, and so is one below GOPATH/src; below /tmp it is \
         fine once it has a go.mod of its own. Where no go.mod is found at all go says the same \
         without the warning.\n\n\
         Give the project a folder of its own: WORKDIR /app, or /src.",
        "系统临时目录根下的 go.mod 会被略过，以免遗留在那里的文件影响在其下运行的一切。\
         GOPATH 第一个目录根下的 go.mod 也属于误放。\n\n\
         go 的提示：go: warning: ignoring go.mod in system temp root /tmp\n\
         接着报错：no modules specified (see 'go help mod download')\n\
         或者：go: warning: ignoring go.mod in $GOPATH /go\n\
         1.21 及更早的 go 会停止：$GOPATH/go.mod exists but should not\n\n\
         多数情况是 Dockerfile 里写了 WORKDIR /tmp 或 WORKDIR /go：官方镜像的 GOPATH 就是 /go。\
         GOPATH 下的子目录没有问题，GOPATH/src 下也没有问题；/tmp 下的子目录只要有自己的 go.mod 也没有问题。\
         如果根本找不到 go.mod，go 的报错相同，只是没有这条警告。\n\n\
         请给项目一个单独的目录：WORKDIR /app 或 /src。",
    ),
    logs: &[
        Mark::of(&["ignoring go.mod in system temp root"]),
        Mark::of(&["ignoring go.mod in $GOPATH"]).warns(),
        Mark::of(&["$GOPATH/go.mod exists but should not"]),
        Mark::of(&["%GOPATH%\\go.mod exists but should not"]),
    ],
    explains: &["gomod-missing", "gomod-syntax"],
    rule: |evidence| evidence.image_ignores_gomod().or_else(|| rule(evidence)),
    fixes: |finding, evidence| match evidence.image_ignores_gomod() {
        Some(_) => evidence.image_in_own_folder(),
        None => fixes(finding, evidence),
    },
};

/// The last release that stops at a go.mod in GOPATH.
const STOPS: u32 = 21;

fn rule(evidence: &Evidence) -> Option<Finding> {
    let facts = &evidence.facts;
    let gomod = facts.project.gomod.path();
    let gopath = facts.settings.get("GOPATH");
    let finding = match facts.ignored.as_ref()? {
        Ignored::TempRoot { folder, .. } => {
            // What is named with its version needs no go.mod.
            if facts.project.modules_named || gomod.is_none() {
                return None;
            }
            let says = say! {
                en: "The go.mod in {folder} lies in the system's folder for temporary files itself, where go passes over it. Without it go does not know what to download.",
                zh: "{folder} 中的 go.mod 位于系统临时目录的根下，go 会略过它。没有它，go 不知道该下载什么。",
            };
            Finding::certain(says, vec![Cite::GoMod])
        }
        Ignored::Gopath { .. } if gopath.is_none() => return None,
        Ignored::Gopath { folder } if facts.go.minor() <= STOPS => {
            let says = say! {
                en: "There is a go.mod in {folder}, the first folder of GOPATH. This go stops at it, wherever it works.",
                zh: "GOPATH 的第一个目录 {folder} 里有 go.mod。当前版本的 go 无论在哪里运行都会因此停止。",
            };
            Finding::certain(says, vec![Cite::Setting("GOPATH".into())])
        }
        Ignored::Gopath { folder } => {
            let says = say! {
                en: "There is a go.mod in {folder}, the first folder of GOPATH. go warns of it at each command and works; a go up to 1.21 stops there.",
                zh: "GOPATH 的第一个目录 {folder} 里有 go.mod。go 每次运行都会警告，但仍可工作；1.21 及更早的 go 会停止。",
            };
            let finding = Finding::certain(says, vec![Cite::Setting("GOPATH".into())]);
            finding.severity(Severity::Warning)
        }
    };
    Some(finding.about(Subject::File("go.mod".into())))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let facts = &evidence.facts;
    let own = Text::of("Give the project a folder of its own", "给项目一个单独的目录");
    let own = |from: &str| {
        let says = say! {
            en: "Move the project from {from} into a folder of its own, such as {from}/app; in a Dockerfile write WORKDIR /app before the COPY.",
            zh: "把项目从 {from} 移到单独的目录，例如 {from}/app；Dockerfile 里在 COPY 之前写 WORKDIR /app。",
        };
        let by_hand = Text::of("Which files belong to the project is yours to know.", "哪些文件属于项目只有你知道。");
        Fix::safe(own.clone(), Scope::Project, vec![Step::Say(says)]).unprovable(by_hand)
    };
    match &facts.ignored {
        Some(Ignored::TempRoot { folder, variable: Some(name) }) if name == "TMPDIR" => {
            let title = Text::of("Let another folder hold temporary files", "改用另一个临时目录");
            let step = Step::SetEnv { name: name.clone(), value: Veiled::new("/tmp") };
            let elsewhere = (folder != "/tmp").then(|| Fix::safe(title, Scope::Process, vec![step]));
            elsewhere.into_iter().chain([own(folder)]).collect()
        }
        Some(Ignored::TempRoot { folder, .. } | Ignored::Gopath { folder }) => vec![own(folder)],
        None => Vec::new(),
    }
}

fn at(dir: &str) -> World {
    let world = World::healthy();
    let gomod = "module example.com/app\n\ngo 1.21\n\nrequire golang.org/x/text v0.14.0\n";
    world.within(dir).file(&format!("{dir}/go.mod"), gomod)
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "in /tmp itself", world: || at("/tmp"), roots: &["gomod-ignored"] },
    Scene {
        name: "where TMPDIR is",
        world: || at("/builds/x").var("TMPDIR", "/builds/x/"),
        roots: &["gomod-ignored"],
    },
    Scene {
        name: "in GOPATH itself",
        world: || at("/go").var("GOPATH", "/go"),
        roots: &["gomod-ignored"],
    },
    Scene {
        name: "in GOPATH itself, by an old go",
        world: || {
            let world = at("/go").var("GOPATH", "/go").file("/usr/local/go/VERSION", "go1.21.13\n");
            world.file("/usr/local/go/go.env", "GOPROXY=https://proxy.golang.org,direct\nGOTOOLCHAIN=auto\nGOSUMDB=off\n")
        },
        roots: &["gomod-ignored"],
    },
    Scene { name: "below /tmp", world: || at("/tmp/app"), roots: &[] },
    Scene { name: "below GOPATH", world: || at("/go/app").var("GOPATH", "/go"), roots: &[] },
    Scene {
        name: "a Dockerfile that works in GOPATH itself",
        world: || {
            World::healthy()
                .file("/home/dev/app/go.sum", "")
                .dockerfile("FROM golang:1.26\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n")
        },
        roots: &["gomod-ignored"],
    },
];
