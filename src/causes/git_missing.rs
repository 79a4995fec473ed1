use crate::base::Text;
use crate::go::vcs::Tool;
use crate::docker::Missing;
use crate::model::{
    Area, BrokenFetches, Cause, Evidence, Facts, Finding, Fix, Mark, Risk, Scope, Step, Subject,
    VcsFault, is_public_host,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "git-missing",
    area: Area::Private,
    title: Text::of("There is no git", "没有 git"),
    docs: Text::of(
        "A module is fetched from its own repository, which is git's work, and there is no git on \
         PATH. Alpine images of golang and those that were made small have none; a PATH that was \
         set anew (sudo, cron, systemd) may leave it out.\n\n\
         go 1.25 and later says: unable to resolve git version: failed to execute git version: exec: \"git\": executable file not found in $PATH\n\
         go before that: git init --bare in /go/pkg/mod/cache/vcs/...: exec: \"git\": executable file not found in $PATH\n\
         for a path with `.git` in it: go: missing Git command, and then: no secure protocol found for repository\n\n\
         What comes through a module proxy needs no git. A module goes to its repository where \
         GOPRIVATE or GONOPROXY covers it, where GOPROXY is `direct`, and where the proxies of \
         GOPROXY do not have it and `direct` follows.\n\n\
         Install git: in an Alpine image `apk add --no-cache git`, in a Debian one \
         `apt-get install git`. Public modules can come through a proxy instead.",
        "模块要从它自己的仓库获取，这一步由 git 完成，而 PATH 中没有 git。golang 的 Alpine 镜像和精简过的镜像里没有它；\
         重新设置过的 PATH（sudo、cron、systemd）也可能漏掉它。\n\n\
         go 1.25 及以后的报错：unable to resolve git version: failed to execute git version: exec: \"git\": executable file not found in $PATH\n\
         更早的 go：git init --bare in /go/pkg/mod/cache/vcs/...: exec: \"git\": executable file not found in $PATH\n\
         路径里带 `.git` 时：go: missing Git command，随后是 no secure protocol found for repository\n\n\
         通过模块代理下载的模块不需要 git。以下情况 go 会直接访问仓库：GOPRIVATE 或 GONOPROXY 匹配该模块，GOPROXY 为 `direct`，\
         或者 GOPROXY 里的代理没有它而后面跟着 `direct`。\n\n\
         请安装 git：Alpine 镜像中用 `apk add --no-cache git`，Debian 镜像中用 `apt-get install git`。公共模块也可以改为通过代理获取。",
    ),
    logs: &[
        Mark::of(&["exec: \"git\": executable file not found"]).or(&["private-pattern-too-broad"]),
        Mark::of(&["exec: \"git\": executable file not found in "]),
        Mark::of(&["exec: \"git.exe\": executable file not found"]),
        Mark::of(&["missing Git command"]),
        Mark::of(&["exec: \"git\": cannot run executable found relative to current directory"]),
        Mark::of(&["fork/exec ", "/git: no such file or directory"]),
    ],
    explains: &[],
    rule: |evidence| evidence.image_lacks(Missing::Git).or_else(|| rule(evidence)),
    fixes: |finding, evidence| match evidence.image_lacks(Missing::Git) {
        Some(_) => evidence.image_with(Missing::Git),
        None => fixes(finding, evidence),
    },
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = broken(evidence);
    let fetch = broken.first()?.fetch;
    let (module, url, why) = (&fetch.module, fetch.shown_url(), why(&fetch.module, evidence));
    let (why_en, why_zh) = (why.en, why.zh);
    let says = say! {
        en: "go is to fetch {module} from its repository {url} by git, and there is no git on PATH.{why_en}",
        zh: "go 需要用 git 从仓库 {url} 获取 {module}，但 PATH 中没有 git。{why_zh}",
    };
    let finding = Finding::certain(says, broken.cites()).stops(broken.modules());
    Some(finding.about(Subject::Machine))
}

fn broken(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.stopped_by_vcs(|fault| matches!(fault, VcsFault::Missing { tool: Tool::Git }))
}

/// What sends the module to its repository.
fn why(module: &str, evidence: &Evidence) -> Text {
    let route = evidence.routes.iter().find(|route| route.module == *module);
    match route.and_then(|route| route.direct_because.as_ref()) {
        Some(matched) => say! {
            en: " It goes there because of {matched}.",
            zh: "之所以直接访问仓库，是因为 {matched}。",
        },
        None if evidence.facts.settings.raw("GOPROXY") == "direct" => Text::of(
            " It goes there because GOPROXY is `direct`.",
            "之所以直接访问仓库，是因为 GOPROXY 为 `direct`。",
        ),
        None => Text::of(
            " It goes there because no proxy of GOPROXY has it and `direct` follows.",
            "之所以直接访问仓库，是因为 GOPROXY 里的代理都没有它，而后面跟着 `direct`。",
        ),
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = broken(evidence);
    let public = broken.0.iter().all(|it| {
        is_public_host(it.fetch.module.split('/').next().unwrap_or_default())
    });
    let mut fixes = vec![installed()];
    fixes.extend(by_proxy(&evidence.facts).filter(|_| public));
    fixes
}

fn installed() -> Fix {
    let title = Text::of("Install git", "安装 git");
    let step = Step::Install { packages: vec!["git"] };
    let why = Text::of("It installs a program.", "它会安装一个程序。");
    Fix::safe(title, Scope::Machine, vec![step]).unprovable(why)
}

/// Where only GOPROXY keeps public modules from a proxy.
fn by_proxy(facts: &Facts) -> Option<Fix> {
    if facts.settings.raw("GOPROXY") != "direct" {
        return None;
    }
    let title = Text::of(
        "Fetch public modules through the default module proxy",
        "通过默认的模块代理获取公共模块",
    );
    let value = "https://proxy.golang.org,direct";
    let fix = Fix::safe(title, facts.reach("GOPROXY"), vec![facts.set("GOPROXY", value)]);
    let why = Text::of(
        "The names of these modules are then told to that proxy.",
        "此后这些模块的名字会告知该代理。",
    );
    Some(fix.risk(Risk::TradeOff(why)))
}

fn private() -> World {
    World::healthy()
        .var("GOPRIVATE", "git.corp.example")
        .gomod("module m\n\ngo 1.24\n\nrequire git.corp.example/team/secret v1.0.0\n")
        .site("git.corp.example", Site::status(200, PAGE))
}

const PAGE: &str = "<meta name=\"go-import\" content=\"git.corp.example/team/secret git https://git.corp.example/team/secret.git\">";

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "a private module", world: private, roots: &["git-missing"] },
    Scene {
        name: "GOPROXY is direct",
        world: || {
            World::healthy()
                .var("GOPROXY", "direct")
                .gomod("module m\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.3\n")
        },
        roots: &["git-missing"],
    },
    Scene {
        name: "a proxy has all of it",
        world: || World::healthy().without_program("git version"),
        roots: &[],
    },
    Scene {
        name: "a Dockerfile on Alpine, with a private module",
        world: || World::healthy().file("/home/dev/app/go.sum", "").gomod("module m\n\ngo 1.24\n\nrequire git.corp.example/team/secret v1.0.0\n").dockerfile("FROM golang:1.26-alpine\nWORKDIR /src\nENV GOPRIVATE=git.corp.example\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n"),
        roots: &["git-missing"],
    },
    Scene {
        name: "git is installed first",
        world: || World::healthy().file("/home/dev/app/go.sum", "").gomod("module m\n\ngo 1.24\n\nrequire git.corp.example/team/secret v1.0.0\n").dockerfile("FROM golang:1.26-alpine\nWORKDIR /src\nRUN apk add --no-cache git\nENV GOPRIVATE=git.corp.example\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n"),
        roots: &[],
    },
    Scene {
        name: "an image that has git",
        world: || World::healthy().file("/home/dev/app/go.sum", "").gomod("module m\n\ngo 1.24\n\nrequire git.corp.example/team/secret v1.0.0\n").dockerfile("FROM golang:1.26\nWORKDIR /src\nENV GOPRIVATE=git.corp.example\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n"),
        roots: &[],
    },
    Scene {
        name: "nothing private on Alpine",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26-alpine\nWORKDIR /src\nENV GOPRIVATE=git.corp.example\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n"),
        roots: &[],
    },
];
