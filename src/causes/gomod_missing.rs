use crate::base::Text;
use crate::model::{
    Area, Cause, Cite, Evidence, File, FileFault, Finding, Fix, Mark, Scope, Step, Subject,
};
use crate::say;
use crate::world::{DIR, Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "gomod-missing",
    area: Area::Settings,
    title: Text::of("There is no go.mod here or above", "当前目录及其上级目录都没有 go.mod"),
    docs: Text::of(
        "go looks for go.mod in the working folder and in every folder above it. Without one it \
         does not know which modules are needed.\n\n\
         go says: no modules specified (see 'go help mod download')\n\
         or: go.mod file not found in current directory or any parent directory; see 'go help modules'\n\n\
         Mostly the command runs in the wrong folder: a repository keeps its module in a folder \
         below, or a Dockerfile copies the sources after `RUN go mod download`, or to another \
         WORKDIR. A *folder* that is named go.mod does not count; `COPY go.mod go.sum DIR` into a \
         folder that does not exist can make one.\n\n\
         Change to the folder of the module; in a Dockerfile put `COPY go.mod go.sum ./` before \
         the download. Run `go mod init` only where a module is really to begin: a second go.mod \
         in a repository splits it into two modules.",
        "go 会在当前目录及所有上级目录中查找 go.mod。找不到就不知道需要哪些模块。\n\n\
         go 的报错：no modules specified (see 'go help mod download')\n\
         或者：go.mod file not found in current directory or any parent directory; see 'go help modules'\n\n\
         多数情况是命令运行在错误的目录：仓库把模块放在子目录里，或者 Dockerfile 在 `RUN go mod download` \
         之后才复制源码，或者复制到了另一个 WORKDIR。名为 go.mod 的*目录*不算数；\
         `COPY go.mod go.sum DIR` 的目标目录不存在时就可能产生这样的目录。\n\n\
         请切换到模块所在的目录；在 Dockerfile 里把 `COPY go.mod go.sum ./` 放到下载之前。\
         只有确实要新建模块时才运行 `go mod init`：仓库里多出一个 go.mod 会把它拆成两个模块。",
    ),
    logs: &[
        Mark::of(&["go.mod file not found in current directory or any parent directory"]),
        Mark::of(&[
            "cannot match \"all\": go.mod file not found in current directory or any parent directory",
        ])
        .or(&["command-argument-invalid", "gowork-broken"]),
        Mark::of(&["no modules specified (see 'go help mod download')"]),
        Mark::of(&["working directory is not part of a module"]),
        Mark::of(&["cannot find main module"]),
        Mark::of(&["go.mod file not found", "is no longer supported outside a module"])
            .or(&["command-argument-invalid"]),
        Mark::of(&["cannot determine module path for source directory"]),
        Mark::of(&["does not contain main module or its selected dependencies"])
            .or(&["gowork-broken"]),
        Mark::of(&["outside main module or its selected dependencies"])
            .or(&["gowork-broken", "command-argument-invalid"]),
        Mark::of(&["directory ", " outside available modules"]).or(&["gowork-broken"]),
    ],
    explains: &[],
    rule: |evidence| evidence.image_without_gomod().or_else(|| rule(evidence)),
    fixes: |finding, evidence| match evidence.image_without_gomod() {
        Some(_) => evidence.image_with_gomod(),
        None => fixes(finding, evidence),
    },
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let project = &evidence.facts.project;
    let nothing = matches!(project.gowork, File::Absent) && !project.modules_named;
    let dir = &project.dir;
    let says = match (&project.gomod, project.nearby.first()) {
        (File::Unreadable { path, why: FileFault::IsDirectory }, _) => say! {
            en: "{path} is a folder, and go looks for a file of that name. It finds no go.mod in {dir} or above, so that it does not know what to download.",
            zh: "{path} 是一个目录，而 go 要找的是同名文件。{dir} 及其上级目录都没有 go.mod，go 不知道该下载什么。",
        },
        (File::Absent, Some(near)) => say! {
            en: "Neither {dir} nor a folder above it holds a go.mod; the folder `{near}` below does. Here go does not know what to download.",
            zh: "{dir} 及其上级目录都没有 go.mod，子目录 `{near}` 里有。在这里 go 不知道该下载什么。",
        },
        (File::Absent, None) => say! {
            en: "Neither {dir} nor a folder above it holds a go.mod, so that go does not know what to download.",
            zh: "{dir} 及其上级目录都没有 go.mod，go 不知道该下载什么。",
        },
        _ => return None,
    };
    nothing.then(|| {
        Finding::certain(says, vec![Cite::GoMod, Cite::GoWork]).about(Subject::File("go.mod".into()))
    })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let near = evidence.facts.project.nearby.iter();
    let moved: Vec<Fix> = near
        .map(|near| {
            let title = say! {
                en: "Change to the folder {near}",
                zh: "切换到目录 {near}",
            };
            Fix::safe(title, Scope::Process, vec![run(&["cd", near])]).unprovable(elsewhere())
        })
        .collect();
    if moved.is_empty() { vec![found_none()] } else { moved }
}

fn found_none() -> Fix {
    let say = Step::Say(Text::of(
        "Change to the folder that holds go.mod (in a Dockerfile: COPY go.mod go.sum ./ before the download). \
         Where a new module is to begin, type: go mod init example.com/NAME",
        "切换到 go.mod 所在的目录（在 Dockerfile 中：下载之前先 COPY go.mod go.sum ./）。\
         如果要新建模块，请输入：go mod init example.com/NAME",
    ));
    let title = Text::of("Work where go.mod is, or begin a module", "到 go.mod 所在目录工作，或者新建模块");
    Fix::safe(title, Scope::Project, vec![say]).unprovable(elsewhere())
}

fn run(words: &[&str]) -> Step {
    Step::Run { words: words.iter().map(|word| (*word).to_owned()).collect() }
}

fn elsewhere() -> Text {
    Text::of(
        "It is another folder than the one that was looked at.",
        "这涉及另一个目录，不是本次检查的目录。",
    )
}

const GOMOD: &str = "/home/dev/app/go.mod";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "an empty folder",
        world: || World::healthy().without_file(GOMOD),
        roots: &["gomod-missing"],
    },
    Scene {
        name: "the module lies in a folder below",
        world: || {
            World::healthy()
                .without_file(GOMOD)
                .file(&format!("{DIR}/server/go.mod"), "module example.com/server\n\ngo 1.24\n")
        },
        roots: &["gomod-missing"],
    },
    Scene {
        name: "the module lies two folders below",
        world: || {
            World::healthy()
                .without_file(GOMOD)
                .file(&format!("{DIR}/cmd/server/go.mod"), "module example.com/server\n\ngo 1.24\n")
        },
        roots: &["gomod-missing"],
    },
    Scene {
        name: "a folder of that name",
        world: || World::healthy().without_file(GOMOD).file(&format!("{GOMOD}/go.sum"), ""),
        roots: &["gomod-missing"],
    },
    Scene {
        name: "a module that is named needs no go.mod",
        world: || {
            let mut world = World::healthy().without_file(GOMOD);
            world.modules.push(("golang.org/x/mod".into(), Some("v0.20.0".into())));
            world
        },
        roots: &[],
    },
    Scene {
        name: "a Dockerfile that copies nothing before it",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n"),
        roots: &["gomod-missing"],
    },
    Scene {
        name: "the folder of another RUN",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nCOPY go.mod go.sum /src/\nRUN cd /src\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n"),
        roots: &["gomod-missing"],
    },
];
