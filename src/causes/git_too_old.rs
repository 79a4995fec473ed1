use crate::base::Text;
use crate::model::{
    Area, BrokenFetches, Cause, Confidence, Evidence, Finding, Fix, Mark, Scope, Step, Subject,
    VcsFault,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "git-too-old",
    area: Area::Private,
    title: Text::of("git is too old for this go", "git 的版本对这个 go 来说太旧"),
    docs: Text::of(
        "A module is fetched from its repository, and git does not understand what go asks of it. \
         Distributions with long support carry gits of ten years ago.\n\n\
         go 1.26 and later, in git's words: error: unknown option: end-of-options\n\
         with git 1.8 (CentOS 7): fatal: git fetch-pack: expected shallow list\n\
         and go may call it: invalid pseudo-version, or unknown revision\n\n\
         go 1.26 marks the end of git's options with --end-of-options, which git knows since 2.24. \
         git before 2.7 cannot fetch single commits in the way that go wants. The version in \
         go.mod is not what is wrong.\n\n\
         Use a newer git: a newer image, or the packages that the distribution offers besides. \
         What comes through a module proxy needs no git.",
        "模块要从它的仓库获取，而 git 不认识 go 的要求。长期支持的发行版里可能是十年前的 git。\n\n\
         go 1.26 及以后转述 git 的报错：error: unknown option: end-of-options\n\
         git 1.8（CentOS 7）：fatal: git fetch-pack: expected shallow list\n\
         go 可能把它说成 invalid pseudo-version 或 unknown revision\n\n\
         go 1.26 用 --end-of-options 标记选项的结束，git 从 2.24 起才支持。2.7 之前的 git 不能按 go 的方式只取单个提交。\
         go.mod 里的版本并没有错。\n\n\
         请使用较新的 git：换较新的镜像，或者使用发行版另外提供的软件包。通过模块代理下载的模块不需要 git。",
    ),
    logs: &[
        Mark::of(&["unknown option", "end-of-options"]).common(),
        Mark::of(&["未知选项", "end-of-options"]).common(),
        Mark::of(&["unknown option `unshallow'"]).common(),
        Mark::of(&["fetch-pack: expected shallow list"]).common(),
        Mark::of(&["fetch-pack：应为 shallow 列表"]).common(),
        Mark::of(&["attempt to fetch/clone from a shallow repository"]).common(),
        Mark::of(&["server does not support shallow clients"]).common(),
    ],
    explains: &[],
    rule,
    fixes,
};

/// What go's `--end-of-options` needs.
const NEEDED: (u32, u32) = (2, 24);

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = broken(evidence);
    let first = broken.first()?;
    let VcsFault::TooOld { words, .. } = first.fetch.vcs_fault()? else { return None };
    let module = &first.fetch.module;
    let facts = &evidence.facts;
    let go = facts.go.binary().and_then(|it| it.version.clone()).unwrap_or_else(|| "go".into());
    let (version, old) = match facts.git_version() {
        Some(version) => (version.to_owned(), is_older(version)),
        None => (String::new(), false),
    };
    let says = say! {
        en: "git {version} does not understand what {go} asks of it for {module}: `{words}`.",
        zh: "git {version} 不认识 {go} 为 {module} 提出的要求：`{words}`。",
    };
    let confidence = if old { Confidence::Certain } else { Confidence::Likely };
    let finding = Finding::new(confidence, says, broken.cites()).stops(broken.modules());
    let because = Text::of("git is there, and tells its version.", "git 存在，也能说出版本。");
    Some(finding.not("git-missing", because).about(Subject::Machine))
}

fn broken(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.stopped_by_vcs(|fault| matches!(fault, VcsFault::TooOld { .. }))
}

fn is_older(version: &str) -> bool {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or_default());
    let first = parts.next().unwrap_or_default();
    (first, parts.next().unwrap_or_default()) < NEEDED
}

fn fixes(_: &Finding, _: &Evidence) -> Vec<Fix> {
    let title = Text::of("Use git 2.24 or later", "使用 git 2.24 或更新的版本");
    let says = Text::of(
        "Take an image or a system with a newer git (`git version` tells which), or install one beside the old one and put its folder first in PATH. What this system itself has to offer is installed as follows.",
        "换用自带较新 git 的镜像或系统（用 `git version` 查看），或者另装一个并把它的目录放在 PATH 最前面。本系统能提供的版本这样安装。",
    );
    let steps = vec![Step::Say(says), Step::Install { packages: vec!["git"] }];
    let why = Text::of("It installs a program.", "它会安装一个程序。");
    vec![Fix::safe(title, Scope::Machine, steps).unprovable(why)]
}

fn direct() -> World {
    World::healthy()
        .var("GOPROXY", "direct")
        .gomod("module m\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.3\n")
}

const UNKNOWN: &str = "error: unknown option `end-of-options'\nusage: git ls-remote [--heads] [--tags] [--refs]\n";
const TAG: &str = "0123456789012345678901234567890123456789\trefs/tags/v1.2.3\n";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "git 2.17 and go 1.26",
        world: || {
            direct()
                .program("git version", 0, "git version 2.17.1\n", "")
                .program("git ls-remote", 129, "", UNKNOWN)
        },
        roots: &["git-too-old"],
    },
    Scene {
        name: "git 1.8",
        world: || {
            direct()
                .program("git version", 0, "git version 1.8.3.1\n", "")
                .program("git ls-remote", 128, "", "fatal: git fetch-pack: expected shallow list\n")
        },
        roots: &["git-too-old"],
    },
    Scene {
        name: "a git that knows",
        world: || direct().program("git ls-remote", 0, TAG, ""),
        roots: &[],
    },
];
