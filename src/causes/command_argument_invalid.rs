use crate::base::{Text, Veiled};
use crate::go::module::check_path;
use crate::model::{
    Area, Argument, ArgumentFault, Cause, Cite, Evidence, Finding, Fix, Mark, Scope, Step, Subject,
};
use crate::say;
use crate::world::{DIR, Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "command-argument-invalid",
    area: Area::Settings,
    title: Text::of("What was typed behind the command names no module", "命令后面输入的内容不是模块"),
    docs: Text::of(
        "`go mod download` takes modules: PATH for one that go.mod requires, PATH@VERSION for any. \
         A folder, a package of the standard library, or a path that go.mod does not require and \
         that has no version is none of these, and go asks nobody for it.\n\n\
         go says: cannot use relative path ./sub to specify module\n\
         or: module example.com/a: not a known dependency\n\
         or: cannot match \"all\": go.mod file not found in current directory or any parent directory\n\
         or: cannot match \"example.com/a\" without -versions or an explicit version\n\
         or: module paths never use backslash\n\
         or: 'go install' requires a version when current directory is not in a module\n\n\
         What is typed tells, with go.mod beside it; no network is needed. A path that no module can \
         have, a URL for one, is a case of its own, and so is a version that does not exist.\n\n\
         Type PATH@VERSION, such as PATH@latest; without any argument go downloads what go.mod \
         requires. What belongs to the standard library comes with go and is not downloaded.",
        "`go mod download` 接受的是模块：go.mod 要求的模块写 PATH，任意模块写 PATH@VERSION。\
         目录、标准库的包，或者 go.mod 没有要求又不带版本的路径都不是模块，go 不会去任何地方查询。\n\n\
         go 的报错：cannot use relative path ./sub to specify module\n\
         或者：module example.com/a: not a known dependency\n\
         或者：cannot match \"all\": go.mod file not found in current directory or any parent directory\n\
         或者：cannot match \"example.com/a\" without -versions or an explicit version\n\
         或者：module paths never use backslash\n\
         或者：'go install' requires a version when current directory is not in a module\n\n\
         看输入的内容和 go.mod 就能断定，与网络无关。任何模块都不可能使用的路径（例如 URL）属于另一种情况，\
         版本不存在也是另一种情况。\n\n\
         请输入 PATH@VERSION，例如 PATH@latest；不带参数时 go 下载 go.mod 要求的模块。标准库随 go 一起提供，无须下载。",
    ),
    logs: &[
        Mark::of(&["cannot use relative path", "to specify module"]),
        Mark::of(&["not a known dependency"])
            .or(&["version-excluded", "gomod-not-tidy", "goproxy-malformed"]),
        Mark::of(&["cannot match \"", "\" without -versions or an explicit version"]),
        Mark::of(&[
            "cannot match \"",
            "go.mod file not found in current directory or any parent directory",
        ])
        .without(&["\"all\""])
        .or(&["gomod-missing"]),
        Mark::of(&["module paths never use backslash"]),
        Mark::of(&["'go install' requires a version when current directory is not in a module"]),
        Mark::of(&["go install: version is required when current directory is not in a module"]),
        Mark::of(&["'go get' is no longer supported outside a module"]).or(&["gomod-missing"]),
        Mark::of(&["can't query specific version", "of standard-library module"]),
        Mark::of(&["can't request explicit version"]),
        Mark::of(&["can't request version "]),
        Mark::of(&["invalid operation on toolchain module"]),
        Mark::of(&["is bundled with the Go distribution and cannot be downloaded"]),
        Mark::of(&["because first path element contains a wildcard"]),
        Mark::of(&["invalid module version syntax"]),
        Mark::of(&["version must not be empty"]).when(|it| it.text.contains('@')),
        Mark::of(&["all arguments must refer to packages in the same module at the same version"]),
        Mark::of(&["argument must be a package path, not "]),
        Mark::of(&["argument must be a clean package path"]),
        Mark::of(&["argument must not be a package in the standard library"]),
        Mark::of(&["arguments must be package or module paths"]),
        Mark::of(&["but 'go get' requires package arguments"]),
        Mark::of(&["requires a module path, not a version query"]),
        Mark::of(&["'go mod ", "' accepts no arguments"]),
        Mark::of(&["go mod ", ": unknown command"]),
        Mark::of(&["is not within module", " rooted at "]),
        Mark::of(&["-insecure flag is no longer supported"]),
        Mark::of(&["go mod download -reuse cannot be used inside a module"]),
        Mark::of(&["warning: pattern \"", "matched no module dependencies"]).warns(),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let (at, argument, fault) = refused(evidence).next()?;
    let typed = &argument.typed;
    // What is masked in the whole stays masked in its parts.
    let path = typed.to_string();
    let path = path.split('@').next().map(Veiled::new).unwrap_or_default();
    let says = match fault {
        ArgumentFault::Backslash => say! {
            en: "`{typed}` has a backslash in it, and the path of a module has none on any system. go downloads nothing.",
            zh: "`{typed}` 里有反斜杠，而模块路径在任何系统上都不用反斜杠。go 什么也不下载。",
        },
        ArgumentFault::Relative => say! {
            en: "`{typed}` is a folder, and go takes the paths of modules here. go downloads nothing.",
            zh: "`{typed}` 是目录，而这里应当写模块路径。go 什么也不下载。",
        },
        ArgumentFault::PatternOfNothing => say! {
            en: "`{typed}` chooses among the modules of go.mod, and neither here nor above is a go.mod.",
            zh: "`{typed}` 是从 go.mod 的模块中挑选，而当前目录及其上级目录都没有 go.mod。",
        },
        ArgumentFault::NoVersion => say! {
            en: "`{typed}` has no version, and neither here nor above is a go.mod that would say which.",
            zh: "`{typed}` 没有版本，而当前目录及其上级目录都没有 go.mod 可以说明用哪个版本。",
        },
        ArgumentFault::Bundled => say! {
            en: "`{path}` belongs to the standard library: it comes with go, is no module, and cannot be downloaded.",
            zh: "`{path}` 属于标准库：它随 go 一起提供，不是模块，无法下载。",
        },
        ArgumentFault::Toolchain => say! {
            en: "`{typed}` stands for go itself, which `go mod download` does not fetch.",
            zh: "`{typed}` 指的是 go 本身，`go mod download` 不会下载它。",
        },
        ArgumentFault::NoModule => say! {
            en: "`{path}` is the path of no module: one begins with a host, such as github.com/acme/tool. go asks nobody for it.",
            zh: "`{path}` 不是模块路径：模块路径以主机名开头，例如 github.com/acme/tool。go 不会为它查询任何服务器。",
        },
        ArgumentFault::NoDependency => say! {
            en: "`{typed}` is not among what go.mod requires, and has no version: go does not know which one is meant.",
            zh: "`{typed}` 不在 go.mod 的要求之中，也没有版本：go 不知道指的是哪个版本。",
        },
    };
    let cites = vec![Cite::Argument(at)];
    let finding = match fault {
        // A module deeper in the graph may be it.
        ArgumentFault::NoDependency if check_path(path.raw()).is_ok() => {
            Finding::likely(says, cites)
        }
        _ => Finding::certain(says, cites),
    };
    Some(finding.about(Subject::Modules(vec![typed.to_string()])))
}

fn refused(evidence: &Evidence) -> impl Iterator<Item = (usize, &Argument, ArgumentFault)> {
    let arguments = evidence.facts.arguments.iter().enumerate();
    arguments.filter_map(|(at, it)| Some((at, it, it.fault?)))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Some((_, argument, fault)) = refused(evidence).next() else { return Vec::new() };
    let typed = argument.typed.to_string();
    let (path, _) = typed.split_once('@').unwrap_or((&typed, ""));
    match fault {
        ArgumentFault::NoVersion | ArgumentFault::NoDependency if check_path(path).is_ok() => {
            vec![retyped(&format!("{path}@latest"))]
        }
        ArgumentFault::NoVersion | ArgumentFault::NoDependency | ArgumentFault::NoModule => {
            let says = Text::of(
                "Type the path that the module's own go.mod declares, and a version: github.com/acme/tool@latest.",
                "请输入该模块自己的 go.mod 声明的路径和版本，例如 github.com/acme/tool@latest。",
            );
            vec![said(Text::of("Write the whole path and a version", "写出完整路径和版本"), says)]
        }
        ArgumentFault::Backslash => vec![retyped(&typed.replace('\\', "/"))],
        ArgumentFault::Relative => {
            let says = Text::of(
                "Type go mod download without an argument in the folder of the module, or PATH@VERSION for another one.",
                "在模块所在的目录输入不带参数的 go mod download；要下载别的模块，请输入 PATH@VERSION。",
            );
            vec![said(Text::of("Name modules, not folders", "写模块，不要写目录"), says)]
        }
        ArgumentFault::PatternOfNothing => {
            let says = Text::of(
                "Change to the folder that holds go.mod; outside of a module name each as PATH@VERSION.",
                "切换到 go.mod 所在的目录；在模块之外，请逐个写成 PATH@VERSION。",
            );
            vec![said(Text::of("Work where go.mod is", "到 go.mod 所在的目录工作"), says)]
        }
        ArgumentFault::Bundled => {
            let says = Text::of(
                "Leave it out: nothing of the standard library is downloaded.",
                "去掉它：标准库无须下载。",
            );
            vec![said(Text::of("Leave it out", "去掉它"), says)]
        }
        ArgumentFault::Toolchain => {
            let says = Text::of(
                "Another go is chosen by GOTOOLCHAIN or by the lines of go.mod: go get go@1.25.0, or GOTOOLCHAIN=go1.25.0 for one command.",
                "选用其他版本的 go 由 GOTOOLCHAIN 或 go.mod 中的行决定：go get go@1.25.0，或者对一条命令设置 GOTOOLCHAIN=go1.25.0。",
            );
            vec![said(Text::of("Choose a toolchain by its own means", "用工具链自己的方式选择版本"), says)]
        }
    }
}

fn retyped(module: &str) -> Fix {
    let title = say! { en: "Name it {module}", zh: "写成 {module}" };
    let words = ["go", "mod", "download", module].map(str::to_owned).to_vec();
    let why = Text::of("It is another command than the one that was looked at.", "这与本次检查的不是同一条命令。");
    Fix::safe(title, Scope::Process, vec![Step::Run { words }]).unprovable(why)
}

fn said(title: Text, says: Text) -> Fix {
    let why = Text::of("What is meant is yours to know.", "想要的是什么只有你知道。");
    Fix::safe(title, Scope::Process, vec![Step::Say(says)]).unprovable(why)
}

fn typed(module: &str, version: Option<&str>) -> World {
    let mut world = World::healthy();
    world.modules.push((module.into(), version.map(str::to_owned)));
    world
}

fn outside(module: &str, version: Option<&str>) -> World {
    typed(module, version).without_file(&format!("{DIR}/go.mod"))
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "a folder", world: || typed("./sub", None), roots: &["command-argument-invalid"] },
    Scene { name: "a backslash", world: || typed("github.com\\acme\\widget", None), roots: &["command-argument-invalid"] },
    Scene { name: "no dependency, no version", world: || typed("golang.org/x/mod", None), roots: &["command-argument-invalid"] },
    Scene { name: "no go.mod, no version", world: || outside("golang.org/x/mod", None), roots: &["command-argument-invalid"] },
    Scene { name: "all, and no go.mod", world: || outside("all", None), roots: &["command-argument-invalid"] },
    Scene {
        name: "the standard library",
        world: || typed("net/http", None).file("/usr/local/go/src/net/http/server.go", "package http\n"),
        roots: &["command-argument-invalid"],
    },
    Scene { name: "no host", world: || typed("text", Some("v0.14.0")), roots: &["command-argument-invalid"] },
    Scene { name: "a file", world: || typed("main.go", None), roots: &["command-argument-invalid"] },
    Scene { name: "go itself", world: || typed("go", None), roots: &["command-argument-invalid"] },
    Scene { name: "what go.mod requires", world: || typed("golang.org/x/text", None), roots: &[] },
    Scene { name: "any module with its version", world: || typed("golang.org/x/mod", Some("v0.20.0")), roots: &[] },
    Scene { name: "all that go.mod requires", world: || typed("all", None), roots: &[] },
    Scene { name: "the module itself", world: || typed("example.com/app", None), roots: &[] },
];
