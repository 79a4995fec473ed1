use crate::base::Text;
use crate::model::{
    Area, Cause, Cite, Confidence, Evidence, Facts, Finding, Fix, Mark, Risk, Scope, Step, Subject,
    Undirected, and_others, narrowest,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "goproxy-no-direct",
    area: Area::Settings,
    title: Text::of("GOPROXY ends before the module's origin", "GOPROXY 没有以源站结尾"),
    docs: Text::of(
        "No proxy in GOPROXY has the module, and the list does not end with `direct`: go never asks \
         the repository of the module itself.\n\n\
         go says: reading https://goproxy.example/git.corp.example/team/lib/@v/v1.2.3.mod: 404 Not Found\n\
         or, where the list ends with `off`: module lookup disabled by GOPROXY=off\n\n\
         go asks the elements one after the other and stops where the list ends; its default ends \
         with `direct`, which is the module's own host, asked by git. A list that was typed by hand \
         often leaves that out. A company leaves it out on purpose, or ends with `off`, so that \
         nothing is fetched past its proxy; then its proxy has to have the module. A private \
         module is on no public proxy: GOPRIVATE sends it to its own host, past all proxies, and its \
         name to no database. A module that exists nowhere, such as a misspelt one, looks the same \
         to go.\n\n\
         Append `,direct` for public modules; go still checks what comes by go.sum or the checksum \
         database. For a private module set GOPRIVATE to the narrowest prefix of its path. Where \
         the list is a company's rule, have the module added to its proxy.",
        "GOPROXY 里的代理都没有这个模块，而列表没有以 `direct` 结尾：go 不会去问模块自己的仓库。\n\n\
         go 的报错：reading https://goproxy.example/git.corp.example/team/lib/@v/v1.2.3.mod: 404 Not Found\n\
         或者（列表以 `off` 结尾时）：module lookup disabled by GOPROXY=off\n\n\
         go 依次询问各项，到列表末尾为止；默认值以 `direct` 结尾，也就是通过 git 询问模块自己的主机。手写的列表常常漏掉它。\
         公司则可能有意不写，或者以 `off` 结尾，使得一切都经过自己的代理；这时代理上必须有这个模块。私有模块不在任何公共代理上：\
         GOPRIVATE 让 go 绕过所有代理去它自己的主机获取，也不把它的名字告知校验和数据库。\
         根本不存在的模块（例如拼错的路径），在 go 看来也是一样的。\n\n\
         公共模块请在末尾加上 `,direct`；go 仍然用 go.sum 或校验和数据库检查收到的内容。\
         私有模块请把 GOPRIVATE 设为其路径的最窄前缀。如果列表是公司的规定，请让管理者把模块加到代理上。",
    ),
    logs: &[
        Mark::answer(&["reading http", "/@v/", ".mod: 404 Not Found"]).or(ALIKE),
        Mark::answer(&["reading http", "/@v/", ".mod: 410 Gone"]).or(ALIKE),
        Mark::answer(&["reading http", "/@v/", ".info: 404 Not Found"]).or(ALIKE),
        Mark::answer(&["reading http", "/@v/", ".info: 410 Gone"]).or(ALIKE),
        Mark::answer(&["reading http", "/@v/", ": 404 Not Found"]).or(ALIKE),
        Mark::answer(&["reading http", "/@v/", ": 410 Gone"]).or(ALIKE),
        Mark::answer(&["unexpected status (http", "/@v/", "): 404 Not Found"]).or(ALIKE),
        Mark::answer(&["unexpected status (http", "/@v/", "): 410 Gone"]).or(ALIKE),
    ],
    explains: &["goproxy-off"],
    rule,
    fixes,
};

/// What these words leave open.
const ALIKE: &[&str] = &[
    "version-not-found",
    "private-not-excluded",
    "goproxy-stale",
    "module-not-found",
    "goproxy-not-a-module-proxy",
    "private-pattern-mismatch",
];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let all = evidence.undirected();
    let first = all.first()?;
    let confidence = all.iter().map(|it| it.confidence).min()?;
    let mut cites: Vec<Cite> = all.iter().flat_map(|it| it.cites.clone()).collect();
    cites.sort();
    cites.dedup();
    let modules: Vec<String> = all.iter().map(name).collect();
    let finding = Finding::new(confidence, says(first, all.len(), evidence), cites);
    let finding = finding.stops(modules.clone()).about(Subject::Modules(modules));
    let because = Text::of(
        "The proxies know no version of the module at all.",
        "这些代理上没有该模块的任何版本。",
    );
    Some(finding.not("version-not-found", because))
}

fn name(it: &Undirected<'_>) -> String {
    format!("{}@{}", it.need.module, it.need.version)
}

fn says(it: &Undirected<'_>, count: usize, evidence: &Evidence) -> Text {
    let (module, host) = (&it.need.module, it.host);
    let more = and_others(count);
    let origin = match evidence.at_origin(it.need) {
        Some(origin) => {
            let (repository, version) = (origin.repository, &it.need.version);
            match it.confidence {
                Confidence::Certain => {
                    say! { en: "{repository} has {version}", zh: "{repository} 上有 {version}" }
                }
                _ => say! { en: "{repository} is there", zh: "仓库 {repository} 是存在的" },
            }
        }
        None if it.private => say! {
            en: "by its path it is a private one, which lies on {host}",
            zh: "从路径看它是私有模块，在 {host} 上",
        },
        None => say! {
            en: "if it is on {host}, go does not come to see it",
            zh: "即使 {host} 上有，go 也不会去看",
        },
    };
    let (en, zh, more_en, more_zh) = (&origin.en, &origin.zh, &more.en, &more.zh);
    say! {
        en: "No proxy in GOPROXY has {module}, and the list ends without `direct`, so that go does not ask its origin: {en}.{more_en}",
        zh: "GOPROXY 里的代理都没有 {module}，而列表没有以 `direct` 结尾，go 因此不会询问源站：{zh}。{more_zh}",
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let all = evidence.undirected();
    let facts = &evidence.facts;
    let mut fixes = Vec::new();
    if all.iter().any(|it| it.private) {
        fixes.push(declared(&all, facts));
    }
    if all.iter().any(|it| !it.private) {
        let public = all.iter().filter(|it| !it.private);
        let proof = evidence.proved_at_origin(public.map(|it| it.need));
        fixes.extend(appended(facts).map(|fix| fix.proof(proof)));
    }
    fixes.extend(all.first().map(added));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn appended(facts: &Facts) -> Option<Fix> {
    let value = facts.goproxy_appended()?;
    let title =
        Text::of("Let the list in GOPROXY end with `direct`", "让 GOPROXY 的列表以 `direct` 结尾");
    let fix = Fix::safe(title, facts.reach("GOPROXY"), vec![facts.set("GOPROXY", value)]);
    Some(fix.risk(facts.past_the_list()))
}

/// One prefix for each host. Where GONOPROXY or GONOSUMDB is set by itself,
/// GOPRIVATE does not reach so far.
fn declared(all: &[Undirected<'_>], facts: &Facts) -> Fix {
    let private = || all.iter().filter(|it| it.private);
    let mut hosts: Vec<&str> = private().map(|it| it.host).collect();
    hosts.sort_unstable();
    hosts.dedup();
    let of_host = |host: &str| {
        let modules = private().filter(|it| it.host == host);
        narrowest(modules.map(|it| it.need.module.as_str()))
    };
    let prefixes = hosts.into_iter().map(of_host).collect::<Vec<_>>().join(",");
    let title = say! {
        en: "Declare {prefixes} private",
        zh: "把 {prefixes} 声明为私有",
    };
    let fix = Fix::safe(title, facts.reach("GOPRIVATE"), facts.excluding(&prefixes));
    if facts.is_all_public() { fix } else { fix.risk(facts.past_the_list()) }
}

fn added(it: &Undirected<'_>) -> Fix {
    let module = &it.need.module;
    let title = say! {
        en: "Have {module} added to a proxy of the list",
        zh: "把 {module} 加到列表中的某个代理上",
    };
    let step = say! {
        en: "Check the spelling of {module}; if it is right, ask the owner of a proxy in GOPROXY to serve it, or whether go may ask its origin.",
        zh: "请检查 {module} 的拼写；如果无误，请 GOPROXY 中某个代理的管理者提供它，或者询问是否允许 go 访问源站。",
    };
    let waits = Text::of("Until then nothing changes here.", "在那之前，这里没有任何变化。");
    Fix::safe(title, Scope::Upstream, vec![Step::Say(step)]).risk(Risk::TradeOff(waits))
}

fn wanting(module: &str, goproxy: &str) -> World {
    let gomod = format!("module example.com/app\n\ngo 1.24\n\nrequire {module}\n");
    World::healthy()
        .gomod(&gomod)
        .var("GOPROXY", goproxy)
        .site("go.corp.example", Site::proxy())
        .program("git ls-remote", 0, HEAD, "")
}

const HEAD: &str = "1f3870be274f6c49b3e31a0c6728957f7d2f0c8e\trefs/tags/v1.0.0\n";
const OWN: &str = "https://go.corp.example";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a public module that a company's proxy lacks",
        world: || wanting("github.com/acme/gadget v1.0.0", OWN),
        roots: &["goproxy-no-direct"],
    },
    Scene {
        name: "off in the place of direct",
        world: || wanting("github.com/acme/gadget v1.0.0", "https://go.corp.example,off"),
        roots: &["goproxy-no-direct"],
    },
    Scene {
        name: "a commit of it",
        world: || wanting("github.com/acme/gadget v0.0.0-20240101000000-0123456789ab", OWN),
        roots: &["goproxy-no-direct"],
    },
    Scene {
        name: "a private module on public proxies",
        world: || wanting("git.acme.com/team/lib v1.0.0", "https://goproxy.cn,https://goproxy.io"),
        roots: &["goproxy-no-direct"],
    },
    Scene {
        name: "a module next to the company's proxy",
        world: || wanting("git.corp.example/team/lib v1.0.0", OWN),
        roots: &["goproxy-no-direct"],
    },
    Scene {
        name: "the second proxy has it",
        world: || {
            let missing = Site::status(404, "not found");
            wanting("github.com/acme/widget v1.2.3", "https://go.corp.example,https://goproxy.cn")
                .site("go.corp.example", missing)
        },
        roots: &[],
    },
    Scene {
        name: "another version of it is there",
        world: || wanting("github.com/acme/widget v1.0.0", OWN),
        roots: &["goproxy-stale"],
    },
];
