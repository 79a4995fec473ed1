use crate::base::Text;
use crate::model::{
    Area, Cause, Cite, Evidence, Finding, Fix, Mark, Scope, Severity, Step, Subject,
};
use crate::say;
use crate::world::{HOME, Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "install-with-replace",
    area: Area::GoMod,
    title: Text::of("go install refuses this module", "go install 拒绝这个模块"),
    docs: Text::of(
        "`go install MODULE@VERSION` and `go run MODULE@VERSION` build a program as if its module \
         were the main one, so that the result is the same for everybody. Replacements count in a \
         main module alone, and would be passed over or not; go refuses the module instead.\n\n\
         go says: The go.mod file for the module providing named packages contains one or\n\
         \tmore replace directives. It must not contain directives that would cause\n\
         \tit to be interpreted differently than if it were the main module.\n\
         or the same with: exclude directives\n\n\
         Downloading the module works, and so does requiring it: there its replacements do not \
         count. Nothing that can be set on this machine changes the answer.\n\n\
         Clone its repository and run `go install` inside, where the replacements count; or take a \
         version without them. A program of a module may also be built from within a module of \
         one's own that requires it.",
        "`go install MODULE@VERSION` 和 `go run MODULE@VERSION` 会把程序所在的模块当作主模块来构建，\
         使所有人得到同样的结果。replace 只在主模块里有效，这里既不能照办也不能忽略，所以 go 干脆拒绝这个模块。\n\n\
         go 的报错：The go.mod file for the module providing named packages contains one or\n\
         \tmore replace directives. It must not contain directives that would cause\n\
         \tit to be interpreted differently than if it were the main module.\n\
         或者同样的话，写的是：exclude directives\n\n\
         下载这个模块没有问题，依赖它也没有问题：那时它的 replace 不起作用。在本机改任何设置都不会改变结果。\n\n\
         请克隆它的仓库，在里面运行 `go install`，那里的 replace 是有效的；或者换用没有这些指令的版本。\
         也可以在自己的、依赖了它的模块里构建这个程序。",
    ),
    logs: &[
        Mark::of(&["The go.mod file for the module providing named packages contains one or"]),
        Mark::of(&["more replace directives. It must not contain directives"]),
        Mark::of(&["more exclude directives. It must not contain directives"]),
        Mark::of(&["interpreted differently than if it were the main module"]),
    ],
    explains: &[],
    rule,
    fixes,
};

/// A module whose go.mod directs, where that was seen, and whether it holds a program.
fn directing(evidence: &Evidence) -> Option<(String, String, Cite, bool)> {
    if !evidence.facts.project.modules_named {
        return None;
    }
    let mut stored = evidence.facts.packages.directing.iter();
    if let Some(it) = stored.next() {
        let cite = Cite::Stored(it.path.clone());
        return Some((it.module.clone(), it.version.clone(), cite, it.has_main));
    }
    let named = |module: &str| evidence.facts.needs.iter().any(|it| it.module == module);
    let mut fetches = evidence.fetches.iter().enumerate();
    let (at, fetch) = fetches.find(|(_, it)| {
        named(&it.module) && it.nameplate.as_ref().is_some_and(|says| says.directs)
    })?;
    Some((fetch.module.clone(), fetch.version.clone(), Cite::Fetch(at), false))
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let (module, version, cite, has_main) = directing(evidence)?;
    let says = say! {
        en: "The go.mod of {module} {version} has replace or exclude lines. Downloading it works; `go install {module}@{version}` and `go run` will refuse it.",
        zh: "{module} {version} 的 go.mod 里有 replace 或 exclude 行。下载没有问题；`go install {module}@{version}` 和 `go run` 会拒绝它。",
    };
    // A library is not installed, and nothing is amiss with it.
    let severity = if has_main { Severity::Warning } else { Severity::Info };
    let named = vec![format!("{module}@{version}")];
    let finding = Finding::certain(says, vec![cite]).severity(severity).stops(named.clone());
    Some(finding.about(Subject::Modules(named)))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Some((module, version, ..)) = directing(evidence) else { return Vec::new() };
    let title = Text::of("Install it from a clone", "从克隆的仓库安装");
    let step = say! {
        en: "Clone the repository of {module}, check out {version}, and run `go install` in the folder of the program.",
        zh: "克隆 {module} 的仓库，检出 {version}，在程序所在的目录里运行 `go install`。",
    };
    let why = Text::of("It would write files.", "它会写入文件。");
    vec![Fix::safe(title, Scope::User, vec![Step::Say(step)]).unprovable(why)]
}

const DIRECTS: &str = "module github.com/acme/widget\n\nreplace golang.org/x/text => ../text\n";

fn named(mut world: World) -> World {
    world.modules = vec![("github.com/acme/widget".into(), Some("v1.2.3".into()))];
    world.var("GOSUMDB", "off")
}

fn cached() -> World {
    let cache = format!("{HOME}/go/pkg/mod");
    named(World::healthy())
        .file(&format!("{cache}/cache/download/github.com/acme/widget/@v/v1.2.3.mod"), DIRECTS)
        .file(&format!("{cache}/github.com/acme/widget@v1.2.3/main.go"), "package main\n")
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "a program in the cache", world: cached, roots: &["install-with-replace"] },
    Scene {
        name: "as it is served",
        world: || named(World::healthy().site("proxy.golang.org", Site::except(&["widget/@v/v1.2.3.mod"], 200, DIRECTS))),
        roots: &["install-with-replace"],
    },
    Scene { name: "no such line", world: || named(World::healthy()), roots: &[] },
    Scene {
        name: "required by go.mod",
        world: || {
            World::healthy()
                .var("GOSUMDB", "off")
                .site("proxy.golang.org", Site::except(&["widget/@v/v1.2.3.mod"], 200, DIRECTS))
        },
        roots: &[],
    },
];
