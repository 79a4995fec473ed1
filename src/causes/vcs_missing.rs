use crate::base::{Text, Veiled};
use crate::go::pattern::match_prefix_patterns;
use crate::go::vcs::Tool;
use crate::model::{
    Area, BrokenFetches, Cause, Confidence, Evidence, Facts, Fetch, Finding, Fix, Mark, Risk,
    Scope, Step, Subject, VcsFault,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "vcs-missing",
    area: Area::Private,
    title: Text::of(
        "The program for the module's repository is missing",
        "缺少访问模块仓库所需的程序",
    ),
    docs: Text::of(
        "A module is fetched from its repository, that repository is one of Mercurial, Subversion, \
         Fossil or Bazaar, and the program for it is not on PATH.\n\n\
         go says: exec: \"hg\": executable file not found in $PATH\n\
         or, of Subversion, nothing of the kind: invalid version: unknown revision v1.0.0\n\n\
         The page of the module names the program (`<meta name=\"go-import\" content=\"... hg \
         ...\">`), or its path does (`example.com/repo.hg`). Images for building have git at most. \
         For public modules GOVCS allows git and hg alone. Since 1.27 go knows no Bazaar any more, \
         whatever is installed.\n\n\
         Install the program, or let a module proxy that has it fetch the module: then nothing of \
         it is needed here.",
        "模块要从它的仓库获取，该仓库属于 Mercurial、Subversion、Fossil 或 Bazaar，而相应的程序不在 PATH 中。\n\n\
         go 的报错：exec: \"hg\": executable file not found in $PATH\n\
         对 Subversion 则完全不提：invalid version: unknown revision v1.0.0\n\n\
         程序由模块的页面指定（`<meta name=\"go-import\" content=\"... hg ...\">`），或由路径指定（`example.com/repo.hg`）。\
         构建镜像里最多只有 git。对公开模块，GOVCS 只允许 git 和 hg。从 1.27 起 go 不再支持 Bazaar，无论是否安装。\n\n\
         请安装该程序，或者让装有它的模块代理去获取模块：那样本机就不需要它。",
    ),
    logs: &[
        Mark::of(&["exec: \"hg\": executable file not found"]),
        Mark::of(&["exec: \"svn\": executable file not found"]),
        Mark::of(&["exec: \"fossil\": executable file not found"]),
        Mark::of(&["exec: \"bzr\": executable file not found"]),
        Mark::of(&["missing Mercurial command"]),
        Mark::of(&["missing Subversion command"]),
        Mark::of(&["missing Fossil command"]),
        Mark::of(&["missing Bazaar command"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = broken(evidence);
    let fetch = broken.first()?.fetch;
    let (tool, url) = (missing(fetch)?, fetch.shown_url());
    let told = match tool {
        Tool::Svn => Text::of(
            " go does not say so: it says that it knows no such revision.",
            "go 不会明说，只会报告没有这个版本。",
        ),
        _ => Text::of("", ""),
    };
    let (name, module) = (named(tool), &fetch.module);
    let (en, zh) = (told.en, told.zh);
    let says = say! {
        en: "{module} lies in a repository of {name}, {url}, and its program {tool} is not on PATH.{en}",
        zh: "{module} 位于 {name} 仓库 {url}，而它的程序 {tool} 不在 PATH 中。{zh}",
    };
    let finding = Finding::new(Confidence::Certain, says, broken.cites());
    Some(finding.stops(broken.modules()).about(Subject::Machine))
}

fn broken(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.stopped_at(|fetch| missing(fetch).is_some())
}

fn missing(fetch: &Fetch) -> Option<Tool> {
    match fetch.vcs_fault()? {
        VcsFault::Missing { tool } if *tool != Tool::Git => Some(*tool),
        _ => None,
    }
}

/// go's own names. go's file: `cmd/go/internal/vcs/vcs.go`.
fn named(tool: Tool) -> &'static str {
    match tool {
        Tool::Git => "Git",
        Tool::Hg => "Mercurial",
        Tool::Svn => "Subversion",
        Tool::Bzr => "Bazaar",
        Tool::Fossil => "Fossil",
    }
}

fn package(tool: Tool) -> &'static str {
    match tool {
        Tool::Git => "git",
        Tool::Hg => "mercurial",
        Tool::Svn => "subversion",
        Tool::Bzr => "bzr",
        Tool::Fossil => "fossil",
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = broken(evidence);
    let Some(fetch) = broken.first().map(|it| it.fetch) else { return Vec::new() };
    let Some(tool) = missing(fetch) else { return Vec::new() };
    let name = named(tool);
    let title = say! { en: "Install {name}", zh: "安装 {name}" };
    let step = Step::Install { packages: vec![package(tool)] };
    let why = Text::of("It installs a program.", "它会安装一个程序。");
    let mut fixes = vec![Fix::safe(title, Scope::Machine, vec![step]).unprovable(why)];
    fixes.extend(by_proxy(&fetch.module, &evidence.facts));
    fixes
}

/// Where no proxy is asked although nothing says that the module is private.
fn by_proxy(module: &str, facts: &Facts) -> Option<Fix> {
    let is_private = ["GOPRIVATE", "GONOPROXY", "GONOSUMDB"]
        .iter()
        .any(|name| match_prefix_patterns(facts.settings.raw(name), module));
    if is_private || facts.settings.raw("GOPROXY") != "direct" {
        return None;
    }
    let title = Text::of("Let a module proxy fetch it", "由模块代理来获取它");
    let value = Veiled::new("https://proxy.golang.org,direct");
    let why = Text::of(
        "Who runs the proxy learns which modules are asked for.",
        "代理的运营者会知道请求了哪些模块。",
    );
    let unknown = Text::of("Whether it has the module is not known.", "它是否有该模块尚不清楚。");
    let step = facts.set("GOPROXY", value.raw().to_owned());
    let fix = Fix::safe(title, facts.reach("GOPROXY"), vec![step]);
    Some(fix.risk(Risk::TradeOff(why)).unprovable(unknown))
}

fn hosting(content: &'static str) -> World {
    World::healthy()
        .var("GOPRIVATE", "code.corp.example")
        .gomod("module m\n\ngo 1.24\n\nrequire code.corp.example/team/secret v1.0.0\n")
        .site("code.corp.example", Site::status(200, content))
}

const HG: &str = "<meta name=\"go-import\" content=\"code.corp.example/team/secret hg https://code.corp.example/hg/secret\">";
const SVN: &str = "<meta name=\"go-import\" content=\"code.corp.example/team/secret svn https://code.corp.example/svn/secret\">";
const FOSSIL: &str = "<meta name=\"go-import\" content=\"code.corp.example/team/secret fossil https://code.corp.example/fossil/secret\">";

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "hg is missing", world: || hosting(HG), roots: &["vcs-missing"] },
    Scene { name: "svn is missing", world: || hosting(SVN), roots: &["vcs-missing"] },
    Scene { name: "fossil is missing", world: || hosting(FOSSIL), roots: &["vcs-missing"] },
    Scene {
        name: "a public module, and no proxy is asked",
        world: || {
            hosting(HG)
                .without_var("GOPRIVATE")
                .var("GOPROXY", "direct")
                .var("GONOSUMDB", "")
                .var("GOSUMDB", "off")
        },
        roots: &["vcs-missing"],
    },
    Scene {
        name: "fossil is here",
        world: || hosting(FOSSIL).file("/usr/bin/fossil", "the program"),
        roots: &[],
    },
    Scene {
        name: "hg is here",
        world: || hosting(HG).program("hg --noninteractive", 0, "0123456789ab\n", ""),
        roots: &[],
    },
];
