use crate::base::Text;
use crate::go::pattern::match_prefix_patterns;
use crate::model::{
    Area, Cause, Confidence, Evidence, Facts, Finding, Fix, Hand, Nature, Need, Mark, Reply, Risk,
    Scope, Step, Subject, Unrecorded, and_others,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "sumdb-module-unknown",
    area: Area::Checksums,
    title: Text::of("The checksum database does not know the module", "校验和数据库不认识该模块"),
    docs: Text::of(
        "go has the module in hand and looks its hash up in the checksum database, which answers \
         404 or 410: it has no record and cannot make one. Mostly the module is private, and the \
         database was never meant to be asked about it.\n\n\
         go says: verifying go.mod: MODULE@VERSION/go.mod: reading https://sum.golang.org/lookup/MODULE@VERSION: 404 Not Found\n\
         \x20       server response: not found: MODULE@VERSION: invalid version: unknown revision v1.0.0\n\n\
         What the database says tells two cases apart. If it may not read the repository, or does \
         not find its host, the module is private. `unknown revision` with a repository that \
         everybody can read means that the tag is gone or was never published: a proxy still has \
         it, and no setting makes it known. A database that answers 404 to everything is none, \
         and a GOPROXY that promises to relay it and has no records is another matter too. The \
         name of a private module was told to the database by the question itself.\n\n\
         Name the module's prefix, as narrow as it can be. GONOSUMDB keeps go from asking the \
         database about it and still fetches it through the proxies; GOPRIVATE also sends it \
         straight to its origin, which is right where it comes from there anyway. GONOSUMDB=*, a \
         whole forge or GOSUMDB=off would take every other module out of the check.",
        "go 已经拿到模块，到校验和数据库查询它的哈希，而数据库返回 404 或 410：它没有记录，也无法生成记录。\
         多半是因为模块是私有的，本来就不该向数据库查询。\n\n\
         go 的报错：verifying go.mod: MODULE@VERSION/go.mod: reading https://sum.golang.org/lookup/MODULE@VERSION: 404 Not Found\n\
         \x20       server response: not found: MODULE@VERSION: invalid version: unknown revision v1.0.0\n\n\
         从数据库的说法可以区分两种情况。如果它无权读取仓库，或者找不到主机，模块就是私有的。\
         如果仓库人人可读而它说 `unknown revision`，说明标签已经消失或从未公开：只是某个代理还留着它，任何设置都不能让数据库认识它。\
         对什么都返回 404 的地址根本不是数据库；声称转发数据库却没有记录的 GOPROXY 也是另一回事。\
         查询本身已经把私有模块的名字告诉了数据库。\n\n\
         请写上该模块的前缀，范围尽可能小。GONOSUMDB 让 go 不再向数据库查询它，但仍然通过代理下载；GOPRIVATE 还会让 go \
         直接访问源站，适合本来就从源站获取的模块。GONOSUMDB=*、整个代码托管站或 GOSUMDB=off 会让其他模块也失去校验。",
    ),
    logs: &[
        Mark::of(&["/lookup/", "server response:", "unknown revision"])
            .or(&["private-not-excluded", "private-pattern-mismatch"]),
        Mark::of(&["/lookup/", "server response:", "fetch timed out"]).or(&["private-not-excluded"]),
        Mark::of(&["/lookup/", "server response:", "module declares its path as:"]),
        Mark::of(&["/lookup/", "server response:", "but was required as:"]),
        Mark::of(&["/lookup/", "server response:", "no matching versions for query"])
            .or(&["private-not-excluded", "private-pattern-mismatch"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let all = evidence.unrecorded();
    // One that is private decides what is said; the others are named with it.
    let first = all.iter().find(|it| it.nature.is_private()).or(all.first())?;
    let private = first.nature.is_private();
    let same: Vec<&Unrecorded<'_>> =
        all.iter().filter(|it| it.nature.is_private() == private).collect();
    let mut cites: Vec<_> = same.iter().flat_map(|it| it.cites.clone()).collect();
    cites.sort();
    cites.dedup();
    let modules: Vec<String> = same.iter().map(|it| name(it.need)).collect();
    let confidence = same.iter().map(|it| it.confidence).min().unwrap_or(Confidence::Likely);
    let says = says(first, same.len(), evidence);
    let finding = Finding::new(confidence, says, cites);
    Some(finding.stops(modules.clone()).about(Subject::Modules(modules)))
}

fn name(need: &Need) -> String {
    format!("{}@{}", need.module, need.version)
}

fn says(it: &Unrecorded<'_>, count: usize, evidence: &Evidence) -> Text {
    let (need, status) = (name(it.need), it.reply.status);
    let words = telling(it.reply);
    let host = it.lookup.host();
    let asked = if words.is_empty() {
        say! { en: "{host} answers {status} to the lookup of {need}", zh: "{host} 对 {need} 的查询返回 {status}" }
    } else {
        say! {
            en: "{host} answers {status} to the lookup of {need} (`{words}`)",
            zh: "{host} 对 {need} 的查询返回 {status}（`{words}`）",
        }
    };
    let (why, alone) = (why(it), alone(it, evidence));
    let more = and_others(count);
    let bounds = if it.nature.is_private() { bounds(evidence) } else { Text::same("") };
    let en = [&asked.en, ": ", &why.en, &alone.en, &more.en, &bounds.en].concat();
    let zh = [&asked.zh, "：", &why.zh, &alone.zh, &more.zh, &bounds.zh].concat();
    say! { en: "{en}", zh: "{zh}" }
}

/// What git said to the database stands behind where it was run.
fn telling(reply: &Reply) -> String {
    let words = reply.excerpt.as_str();
    match words.find("fatal: ") {
        Some(at) => words[at..].chars().take(120).collect(),
        None => reply.headline(),
    }
}

fn why(it: &Unrecorded<'_>) -> Text {
    let host = it.need.module.split('/').next().unwrap_or_default();
    let from = match it.hand {
        Hand::OwnProxy(proxy) => say! { en: "{proxy} serves it", zh: "它由 {proxy} 提供" },
        Hand::PublicProxy => Text::of("A public proxy serves it", "它由公共代理提供"),
        Hand::Origin => Text::of("It comes from its origin", "它来自源站"),
    };
    let (en, zh) = (&from.en, &from.zh);
    match it.nature {
        Nature::Inner => say! {
            en: "the module is private, since {host} is a host of some network's own. {en}; the database cannot see it.",
            zh: "该模块是私有的，因为 {host} 是内部网络的主机。{zh}，数据库看不到它。",
        },
        Nature::Unreadable => say! {
            en: "the database may not read its repository, so that the module is private. {en}.",
            zh: "数据库无权读取它的仓库，可见该模块是私有的。{zh}。",
        },
        Nature::Unpublished => say! {
            en: "no public place knows the module, so that it is likely a private one. {en}.",
            zh: "公共服务都不认识该模块，它很可能是私有的。{zh}。",
        },
        Nature::Vanished => say! {
            en: "the database can read its repository, and the version is not there: the tag was taken away or never published. {en}, and nobody vouches for what it is.",
            zh: "数据库可以读取它的仓库，但其中没有这个版本：标签被删除了，或者从未公开。{zh}，而没有人能为其内容担保。",
        },
        Nature::Unclear => say! {
            en: "it is private, or the version is not (any more) in its repository. {en}.",
            zh: "它可能是私有的，也可能仓库里没有（或不再有）这个版本。{zh}。",
        },
    }
}

/// GONOPROXY holds for the proxies alone.
fn alone(it: &Unrecorded<'_>, evidence: &Evidence) -> Text {
    let route = evidence.route_of(it.need);
    match route.and_then(|route| route.direct_because.as_ref()) {
        Some(matched) => {
            let (variable, pattern) = (&matched.variable, &matched.pattern);
            say! {
                en: " The pattern {pattern} in {variable} keeps it from the proxies and not from the database, for which GONOSUMDB counts, or GOPRIVATE where that is unset.",
                zh: "{variable} 里的模式 {pattern} 只让它绕过代理，而不绕过数据库：对数据库起作用的是 GONOSUMDB，未设置时才是 GOPRIVATE。",
            }
        }
        None => Text::same(""),
    }
}

/// What the pattern takes out of the check, and what it leaves there.
fn bounds(evidence: &Evidence) -> Text {
    let all = evidence.unrecorded();
    let private: Vec<&Need> =
        all.iter().filter(|it| it.nature.is_private()).map(|it| it.need).collect();
    let (patterns, other) = evidence.patterns_for(&private);
    let globs = patterns.join(",");
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

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Modules(modules) = &finding.subject else { return Vec::new() };
    let all = evidence.unrecorded();
    let told: Vec<&Unrecorded<'_>> =
        all.iter().filter(|it| modules.contains(&name(it.need))).collect();
    let (through, straight): (Vec<_>, Vec<_>) =
        told.iter().partition(|it| matches!(it.hand, Hand::OwnProxy(_)));
    let mut fixes = Vec::new();
    if told.iter().any(|it| it.nature.is_private()) {
        fixes.extend(excluded(&through, &straight, evidence));
        fixes.push(owned());
    } else {
        fixes.push(another(told.first().map(|it| it.need)));
        if told.iter().any(|it| it.nature == Nature::Unclear) {
            let unclear = excluded(&through, &straight, evidence);
            fixes.extend(unclear.map(|fix| fix.risk(nobody_vouches())));
        }
    }
    fixes
}

/// What a proxy serves keeps coming through it; what comes from its origin is private
/// in every respect.
fn excluded(
    through: &[&&Unrecorded<'_>],
    straight: &[&&Unrecorded<'_>],
    evidence: &Evidence,
) -> Option<Fix> {
    let facts = &evidence.facts;
    let patterns = |of: &[&&Unrecorded<'_>]| {
        let needs: Vec<&Need> = of.iter().map(|it| it.need).collect();
        evidence.patterns_for(&needs).0
    };
    let (kept, sent) = (patterns(through), patterns(straight));
    // A value of its own hides GOPRIVATE from the database.
    let apart = facts.has_own("GONOSUMDB");
    let mut steps = Vec::new();
    if !sent.is_empty() {
        steps.push(appended(facts, "GOPRIVATE", &sent));
    }
    if !kept.is_empty() || apart && !sent.is_empty() {
        let both: Vec<String> = kept.iter().chain(&sent).cloned().collect();
        steps.push(appended(facts, "GONOSUMDB", &both));
    }
    let both = kept.iter().chain(&sent).cloned().collect::<Vec<_>>().join(", ");
    let title = say! {
        en: "Ask the database no longer about {both}",
        zh: "不再向数据库查询 {both}",
    };
    let key = if kept.is_empty() { "GOPRIVATE" } else { "GONOSUMDB" };
    (!steps.is_empty()).then(|| Fix::safe(title, facts.reach(key), steps))
}

/// Unset, GONOSUMDB is what GOPRIVATE is: that stays part of it.
fn appended(facts: &Facts, key: &'static str, patterns: &[String]) -> Step {
    let before = facts.settings.raw(key);
    let comma = if before.is_empty() { "" } else { "," };
    facts.set(key, format!("{before}{comma}{}", patterns.join(",")))
}

fn another(need: Option<&Need>) -> Fix {
    let module = need.map_or("", |need| need.module.as_str());
    let title = Text::of("Take a version that is published", "换用已公开的版本");
    let step = say! {
        en: "List what there is (`go list -m -versions {module}`) and require one of these; or ask its author to push the tag again, with the same content.",
        zh: "列出现有的版本（`go list -m -versions {module}`）并改用其中之一；或者请作者以相同的内容重新推送这个标签。",
    };
    let why = Text::of("Which version serves is not known.", "不知道哪个版本合用。");
    Fix::safe(title, Scope::Project, vec![Step::Say(step)]).unprovable(why)
}

fn nobody_vouches() -> Risk {
    Risk::TradeOff(Text::of(
        "If the module is public after all, nobody vouches any more that everybody gets the same content of it.",
        "如果该模块其实是公开的，就不再有人担保所有人拿到的内容相同。",
    ))
}

fn owned() -> Fix {
    let title = Text::of("Have a complete go.sum in the repository", "在仓库里保留完整的 go.sum");
    let step = Text::of(
        "go asks no database about what go.sum knows: commit go.sum from a machine on which the pattern is set.",
        "go.sum 里已有的内容不会再向数据库查询：在设置了该模式的机器上生成 go.sum 并提交。",
    );
    let why = Text::of("It is done on another machine.", "需要在另一台机器上完成。");
    let waits = Text::of("It helps only once go.sum is there.", "有了 go.sum 之后才有效。");
    Fix::safe(title, Scope::Project, vec![Step::Say(step)]).risk(Risk::TradeOff(waits)).unprovable(why)
}

/// A company's proxy has this module beside the public ones, and relays no database.
fn company(module: &str) -> World {
    let gomod = format!("module example.com/app\n\ngo 1.24\n\nrequire (\n\t{module}\n\tgolang.org/x/text v0.14.0\n)\n");
    World::healthy()
        .gomod(&gomod)
        .go_env("GOPROXY", "https://go.corp.example")
        .site("go.corp.example", Site::proxy_with_everything())
}

const UNREADABLE: &str = "not found: github.com/acme/secret@v1.0.0: invalid version: git ls-remote -q origin in /tmp/vcs: exit status 128: fatal: could not read Username for 'https://github.com': terminal prompts disabled";

fn answering(world: World, words: &'static str) -> World {
    world.site("sum.golang.org", Site::database_except(&["/lookup/github.com/acme/secret@v1.0.0"], 404, words))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a module of the company",
        world: || company("git.corp.example/team/lib v1.0.0"),
        roots: &["sumdb-module-unknown"],
    },
    Scene {
        name: "beside another pattern",
        world: || company("git.corp.example/team/lib/v2 v2.0.0").var("GOPRIVATE", "git.corp.example/other"),
        roots: &["sumdb-module-unknown"],
    },
    Scene {
        name: "a private repository on a forge",
        world: || answering(company("github.com/acme/secret v1.0.0"), UNREADABLE),
        roots: &["sumdb-module-unknown"],
    },
    Scene {
        name: "a tag that is gone",
        world: || {
            answering(company("github.com/acme/secret v1.0.0"), "not found: github.com/acme/secret@v1.0.0: invalid version: unknown revision v1.0.0")
        },
        roots: &["sumdb-module-unknown"],
    },
    Scene {
        name: "the database says nothing",
        world: || answering(company("github.com/acme/secret v1.0.0"), ""),
        roots: &["sumdb-module-unknown"],
    },
    Scene {
        name: "the pattern is there",
        world: || company("git.corp.example/team/lib v1.0.0").var("GONOSUMDB", "git.corp.example/team"),
        roots: &[],
    },
    Scene {
        name: "what is public is known",
        world: || company("github.com/acme/widget v1.2.3"),
        roots: &[],
    },
];
