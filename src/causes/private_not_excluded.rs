use crate::base::Text;
use crate::go::pattern::match_prefix_patterns;
use crate::model::{
    Area, Cause, Confidence, Evidence, Exposed, Finding, Fix, Nature, Need, Mark, Severity, Subject, and_others,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "private-not-excluded",
    area: Area::Private,
    title: Text::of(
        "Nothing keeps a private module from the public database",
        "没有任何设置把私有模块排除在公共数据库之外",
    ),
    docs: Text::of(
        "go has fetched the module from its own host and then looks its hash up in the public \
         checksum database, which cannot see it: no pattern in GOPRIVATE or GONOSUMDB matches the \
         module. Before that, go asked the proxies in GOPROXY for it.\n\n\
         go says: verifying go.mod: MODULE@VERSION/go.mod: reading https://sum.golang.org/lookup/MODULE@VERSION: 404 Not Found\n\n\
         go cannot know which modules are private. Without a pattern it treats every module as a \
         public one, and the question alone tells its name to the proxy and to the database. That \
         the module is private shows in its host, which is one of an internal network, or in the \
         words of who may not read its repository. A complete go.sum hides the matter until the \
         next new version.\n\n\
         Set GOPRIVATE to the narrowest prefix of the module's path, beside the patterns that are \
         there. It holds for the proxies and the database alike, for what lies below it and for \
         nothing else. GOPRIVATE=github.com, GONOSUMDB=* or GOSUMDB=off would take public modules \
         out of the check as well.",
        "go 已经从模块自己的主机取得了模块，随后到公共校验和数据库查询它的哈希，而数据库看不到这个模块：\
         GOPRIVATE 或 GONOSUMDB 里没有匹配它的模式。在此之前，go 还向 GOPROXY 里的代理询问过它。\n\n\
         go 的报错：verifying go.mod: MODULE@VERSION/go.mod: reading https://sum.golang.org/lookup/MODULE@VERSION: 404 Not Found\n\n\
         go 无从知道哪些模块是私有的。没有模式时，它把所有模块都当作公共模块，仅仅是查询就已经把模块名告知了代理和数据库。\
         模块是私有的，可以从它的主机（属于内部网络）看出，也可以从无权读取其仓库的一方的说法看出。\
         完整的 go.sum 会掩盖这个问题，直到出现下一个新版本。\n\n\
         请在现有模式之外，把模块路径的最窄前缀加入 GOPRIVATE。它对代理和数据库同时生效，只包含该前缀以下的模块。\
         GOPRIVATE=github.com、GONOSUMDB=* 或 GOSUMDB=off 会让公共模块也失去校验。",
    ),
    logs: &[
        Mark::of(&["verifying ", "/lookup/", "404 Not Found"])
            .or(&["sumdb-module-unknown", "private-pattern-mismatch", "sumdb-wrong-url"]),
        Mark::of(&["verifying ", "/lookup/", "410 Gone"]).or(OPEN),
        Mark::of(&["/lookup/", "server response:", "could not read Username"]).or(OPEN),
        Mark::of(&["/lookup/", "server response:", "could not read Username", "terminal prompts disabled"]).or(OPEN),
        Mark::of(&["/lookup/", "server response:", "could not read Password", "terminal prompts disabled"]).or(OPEN),
        Mark::of(&["/lookup/", "server response:", "unrecognized import path"]).or(OPEN),
        Mark::of(&["/lookup/", "server response:", "no such host"]).or(OPEN),
        Mark::of(&["/lookup/", "server response:", "i/o timeout"]).or(OPEN),
        Mark::of(&["/lookup/", "server response:", "connection refused"]).or(OPEN),
        Mark::of(&["/lookup/", "server response:", "Could not resolve host"]).or(OPEN),
        Mark::of(&["/lookup/", "server response:", "?go-get=1: 40"]).or(OPEN),
        Mark::of(&["/lookup/", "server response:", "?go-get=1: 404 Not Found"]).or(OPEN),
        Mark::of(&["/lookup/", "server response:", "Permission denied (publickey"]).or(OPEN),
        Mark::of(&["/lookup/", "server response:", "no go-import meta tags"]).or(OPEN),
        Mark::of(&["/lookup/", "server response:", "fatal: repository '", "' not found"])
            .or(&["sumdb-module-unknown", "private-pattern-mismatch", "module-not-found"]),
        Mark::of(&["/@v/", "server response:", "terminal prompts disabled"])
            .when(|it| !it.is_on_public_host())
            .or(AT_PROXY),
        Mark::of(&["/@v/", "server response:", "could not read Username"])
            .when(|it| !it.is_on_public_host())
            .or(AT_PROXY),
    ],
    explains: &["sumdb-module-unknown"],
    rule,
    fixes,
};

/// What a database leaves open that may not read a repository.
const OPEN: &[&str] = &["sumdb-module-unknown", "private-pattern-mismatch"];
/// What a proxy leaves open that may not read a repository.
const AT_PROXY: &[&str] = &["private-pattern-mismatch", "module-not-found", "goproxy-no-direct"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let all = evidence.exposed();
    let first = all.first()?;
    let mut cites: Vec<_> = all.iter().flat_map(|it| it.cites.clone()).collect();
    cites.sort();
    cites.dedup();
    let modules: Vec<String> = all.iter().map(|it| name(it.need)).collect();
    let confidence = all.iter().map(|it| it.confidence).min().unwrap_or(Confidence::Likely);
    let finding = Finding::new(confidence, says(first, all.len(), evidence), cites);
    let finding = finding.severity(first.severity).stops(modules.clone());
    Some(finding.about(Subject::Modules(modules)))
}

fn name(need: &Need) -> String {
    format!("{}@{}", need.module, need.version)
}

fn says(it: &Exposed<'_>, count: usize, evidence: &Evidence) -> Text {
    let module = &it.need.module;
    let (why, more, bounds) = (why(it), and_others(count), bounds(evidence));
    let what = match it.severity {
        Severity::Error => say! {
            en: "No pattern in GOPRIVATE or GONOSUMDB matches {module}, so that go asks the public checksum database for it, which does not know it.",
            zh: "GOPRIVATE 和 GONOSUMDB 里没有匹配 {module} 的模式，go 因此向公共校验和数据库查询它，而数据库不认识它。",
        },
        _ => say! {
            en: "No pattern in GOPRIVATE or GONOSUMDB matches {module}: go asks the public places for it before its origin, and would ask the checksum database after it.",
            zh: "GOPRIVATE 和 GONOSUMDB 里没有匹配 {module} 的模式：go 在访问源站之前会先询问公共服务，之后还会查询校验和数据库。",
        },
    };
    let en = [&*what.en, " ", &why.en, &more.en, &bounds.en].concat();
    let zh = [&*what.zh, &why.zh, &more.zh, &bounds.zh].concat();
    say! { en: "{en}", zh: "{zh}" }
}

fn why(it: &Exposed<'_>) -> Text {
    let host = it.need.module.split('/').next().unwrap_or_default();
    match it.nature {
        Nature::Inner => say! {
            en: "It is private, since {host} is a host of some network's own.",
            zh: "{host} 是内部网络的主机，因此它是私有模块。",
        },
        Nature::Unreadable => Text::of(
            "It is private, since a public place that was asked may not read its repository.",
            "公共服务无权读取它的仓库，因此它是私有模块。",
        ),
        _ => say! {
            en: "It came from {host} itself, and no public place has it, so that it is likely private.",
            zh: "它来自 {host} 自身，而公共服务都没有它，因此它很可能是私有模块。",
        },
    }
}

/// What the pattern holds, and what it leaves to the database.
fn bounds(evidence: &Evidence) -> Text {
    let (globs, other) = patterns(evidence);
    match other.filter(|other| !match_prefix_patterns(&globs, other)) {
        Some(other) => say! {
            en: " By go's rule the pattern {globs} matches it and not {other}.",
            zh: "按 go 的匹配规则，模式 {globs} 匹配它，而不匹配 {other}。",
        },
        None => say! {
            en: " By go's rule the pattern {globs} matches it and what lies below.",
            zh: "按 go 的匹配规则，模式 {globs} 匹配它以及它下面的路径。",
        },
    }
}

fn patterns(evidence: &Evidence) -> (String, Option<&str>) {
    let all = evidence.exposed();
    let needs: Vec<&Need> = all.iter().map(|it| it.need).collect();
    let (patterns, other) = evidence.patterns_for(&needs);
    (patterns.join(","), other)
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let (globs, _) = patterns(evidence);
    let steps = evidence.facts.excluding(&globs);
    let title = say! { en: "Declare {globs} private", zh: "把 {globs} 声明为私有" };
    vec![Fix::safe(title, evidence.facts.reach("GOPRIVATE"), steps)]
}

/// The module lies on its own host, and go asks everybody for it.
fn asking(module: &str) -> World {
    let gomod = format!(
        "module example.com/app\n\ngo 1.24\n\nrequire (\n\t{module} v1.0.0\n\tgolang.org/x/text v0.14.0\n)\n"
    );
    let (host, _) = module.split_once('/').unwrap_or_default();
    let page = if host == "git.corp.example" { CORP } else { CODE };
    World::healthy()
        .gomod(&gomod)
        .site(host, Site::status(200, page))
        .program("git ls-remote", 0, HEAD, "")
}

const CORP: &str = "<meta name=\"go-import\" content=\"git.corp.example/team/lib git https://git.corp.example/team/lib.git\">";
const CODE: &str = "<meta name=\"go-import\" content=\"code.acme.io/lib git https://code.acme.io/lib.git\">";
const HEAD: &str = "1f3870be274f6c49b3e31a0c6728957f7d2f0c8e\trefs/tags/v1.0.0\n";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a module of the company",
        world: || asking("git.corp.example/team/lib"),
        roots: &["private-not-excluded"],
    },
    Scene {
        name: "beside another pattern",
        world: || asking("git.corp.example/team/lib").go_env("GOPRIVATE", "git.corp.example/other"),
        roots: &["private-not-excluded"],
    },
    Scene {
        name: "at an address of the company's",
        world: || asking("code.acme.io/lib").at("code.acme.io", "10.1.2.3"),
        roots: &["private-not-excluded"],
    },
    Scene {
        name: "of a host that nobody knows",
        world: || asking("code.acme.io/lib"),
        roots: &["private-not-excluded"],
    },
    Scene {
        name: "the pattern is there",
        world: || asking("git.corp.example/team/lib").var("GOPRIVATE", "git.corp.example"),
        roots: &[],
    },
];
