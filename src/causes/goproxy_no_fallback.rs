use crate::base::{Text, Veiled};
use crate::model::{
    Area, Cause, Cite, Counter, DialFault, DnsAnswer, Evidence, Facts, Fault, Fetch, Finding, Fix,
    HttpFault, Ladder, Mark, NextOn, Outcome, Risk, Role, Source, Subject, TlsFault, Via,
    meant_host,
};
use crate::say;
use crate::world::{Scene, Site, World};
use std::collections::HashSet;

pub(super) const CAUSE: Cause = Cause {
    code: "goproxy-no-fallback",
    area: Area::Settings,
    title: Text::of("A dead proxy stands before one that works", "失效的代理排在可用的代理前面"),
    docs: Text::of(
        "GOPROXY names several module proxies. An earlier one is dead, a comma stands behind it, \
         and a later one would answer; go never asks the later one.\n\n\
         go says what the dead one is dead of: Get \"https://go.corp.example/.../@v/v1.2.3.mod\": dial \
         tcp: lookup go.corp.example: no such host\n\
         or: reading https://go.corp.example/...: 502 Bad Gateway\n\
         or, of a mirror that was given up: dial tcp: lookup goproxy.baidu.com: no such host\n\n\
         After a comma go moves on to the next element on 404 and 410 alone, which mean \"not \
         here\". A name that does not resolve, a connection that fails and a 5xx are errors, and \
         end the walk. After a vertical bar go moves on after any error. A deliberate refusal (401, \
         403, 407, 429) or a certificate that is not trusted is a matter of its own and is not \
         meant here. The later proxy was asked for a public module to see that it answers.\n\n\
         Take the dead element out, or bring it back: a name of a company's network often only \
         wants the VPN. Where it serves private modules, their names are told to the next element \
         once it is gone, unless GOPRIVATE names them. A vertical bar behind it keeps it in the \
         list and lets go pass after any error, a policy's 403 included.",
        "GOPROXY 里列了几个模块代理。前面的一个已经失效，它后面是逗号，而后面的代理可以应答；go 却不会去问后面的代理。\n\n\
         go 报出的是失效的原因：Get \"https://go.corp.example/.../@v/v1.2.3.mod\": dial tcp: lookup go.corp.example: no such host\n\
         或者：reading https://go.corp.example/...: 502 Bad Gateway\n\
         或者（已停止服务的镜像）：dial tcp: lookup goproxy.baidu.com: no such host\n\n\
         在逗号之后，go 只在遇到 404 和 410（表示“这里没有”）时才询问下一项。域名无法解析、连接失败、5xx 都是错误，\
         go 就此停止。在竖线之后，go 遇到任何错误都会询问下一项。有意的拒绝（401、403、407、429）和不受信任的证书是另外的问题，\
         不在此列。这里向后面的代理请求过一个公共模块，看到它能应答。\n\n\
         请去掉失效的一项，或者让它恢复：公司内网的域名往往只是需要连上 VPN。如果它提供私有模块，\
         去掉之后，除非 GOPRIVATE 里写明，私有模块的名字就会告知下一项。在它后面用竖线可以把它留在列表里，\
         go 在任何错误之后都会继续，包括策略性的 403。",
    ),
    logs: &[
        Mark::network(&["dial tcp: lookup goproxy.baidu.com", ": no such host"])
            .or(&["dns-no-such-host"]),
        Mark::network(&["dial tcp: lookup gocenter.io", ": no such host"])
            .or(&["dns-no-such-host"]),
        Mark::network(&["dial tcp: lookup athens.azurefd.net", ": no such host"])
            .or(&["dns-no-such-host"]),
        Mark::network(&["dial tcp: lookup goproxy.dev", ": no such host"])
            .or(&["dns-no-such-host"]),
    ],
    explains: &[
        "dns-no-such-host",
        "dns-timeout",
        "dns-resolver-unreachable",
        "tcp-refused",
        "tcp-timeout",
        "goproxy-server-error",
        "dns-server-failure",
        "dns-hijacked",
        "hosts-file-override",
        "tcp-unreachable",
        "tcp-reset",
        "ipv6-broken",
        "tls-handshake-timeout",
        "tls-handshake-reset",
        "tls-plaintext-server",
        "server-no-answer",
    ],
    rule,
    fixes,
};

/// An element that is dead, the one behind it that is not, and what shows it.
struct Dead<'a> {
    base: &'a Veiled,
    living: &'a Veiled,
    cites: Vec<Cite>,
    modules: Vec<String>,
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let dead = dead(evidence)?;
    let (host, next) = (host_of(dead.base), dead.living);
    let (base, count) = (dead.base, dead.modules.len());
    let says = say! {
        en: "Nothing comes from {base}, and behind it GOPROXY has a comma: go moves on to the next element on 404 and 410 alone, and stops here. {next}, which stands behind it, answers and is never asked; {count} module(s) are not downloaded.",
        zh: "{base} 没有提供任何内容，而 GOPROXY 里它后面是逗号：go 只在遇到 404 和 410 时才询问下一项，于是在这里停止。排在它后面的 {next} 可以应答，却不会被询问；有 {count} 个模块没有下载。",
    };
    let finding = Finding::certain(says, dead.cites).stops(dead.modules);
    Some(finding.about(Subject::Host(host)))
}

fn dead(evidence: &Evidence) -> Option<Dead<'_>> {
    let mut found: Option<Dead<'_>> = None;
    let mut tried = HashSet::new();
    for (cite, element, modules) in stopping(evidence) {
        let Some(base) = evidence.base_of(element) else { continue };
        match &mut found {
            Some(known) if known.base == base => {
                known.cites.push(cite);
                known.modules.extend(modules);
            }
            Some(_) => {}
            None if !tried.insert(element) => {}
            None => {
                if let Some((living, witness)) = living(evidence, element) {
                    found = Some(Dead { base, living, cites: vec![cite, witness], modules });
                }
            }
        }
    }
    let mut dead = found?;
    dead.modules.sort();
    dead.modules.dedup();
    Some(dead)
}

/// What stops go, where a dead element does.
fn stopping(evidence: &Evidence) -> Vec<(Cite, usize, Vec<String>)> {
    let ladders = evidence
        .fatal_ladders()
        .into_iter()
        .filter_map(|(cite, ladder, modules)| Some((cite, dead_ladder(ladder)?, modules)));
    let alive: HashSet<Source> = evidence
        .fetches
        .iter()
        .filter(|it| matches!(it.outcome, Outcome::Served { .. } | Outcome::Missing { .. }))
        .map(|it| it.source)
        .collect();
    let fetches = evidence
        .fatal_fetches()
        .into_iter()
        .filter_map(|(cite, fetch, modules)| Some((cite, dead_fetch(fetch, &alive)?, modules)));
    ladders.chain(fetches).collect()
}

/// A mistyped name of a well-known host wants correction, no way round it.
fn dead_ladder(ladder: &Ladder) -> Option<usize> {
    let is_slip = || meant_host(&ladder.endpoint.host).is_some();
    let dead = match ladder.fault()? {
        Fault::Dns(_) => !is_slip(),
        Fault::Dial(fault) => *fault != DialFault::Denied,
        Fault::Tls(fault) => matches!(
            fault,
            TlsFault::Reset
                | TlsFault::Closed
                | TlsFault::TimedOut { .. }
                | TlsFault::Plaintext { .. }
        ),
        Fault::Http(fault) => is_silent(fault),
        Fault::Tunnel(_) | Fault::Sumdb(_) | Fault::Import(_) | Fault::Vcs(_) => false,
    };
    let element = ladder.roles.iter().find_map(|role| match role {
        Role::Proxy { element } => Some(*element),
        _ => None,
    });
    element.filter(|_| dead)
}

/// Whoever answers nothing at all is waited for without limit, `|` or not.
fn is_silent(fault: &HttpFault) -> bool {
    matches!(fault, HttpFault::Closed | HttpFault::Reset | HttpFault::Malformed { .. })
}

/// An element that serves some modules is not dead.
fn dead_fetch(fetch: &Fetch, alive: &HashSet<Source>) -> Option<usize> {
    let Source::Proxy { element } = fetch.source else { return None };
    let dead = match &fetch.outcome {
        Outcome::Refused { reply } => reply.status >= 500 && !reply.is_strange(),
        Outcome::Broken { fault: Fault::Http(fault) } => is_silent(fault),
        _ => false,
    };
    (dead && !fetch.is_of_database() && !alive.contains(&fetch.source)).then_some(element)
}

/// The proxy behind an element and a comma that would answer, and who saw it.
fn living(evidence: &Evidence, element: usize) -> Option<(&Veiled, Cite)> {
    let route = evidence.routes.iter().find(|route| {
        route
            .hops
            .iter()
            .any(|hop| matches!(hop.via, Via::Proxy { element: at, .. } if at == element))
    })?;
    let is_it = |via: &Via| matches!(via, Via::Proxy { element: at, .. } if *at == element);
    let at = route.hops.iter().position(|hop| is_it(&hop.via))?;
    if route.hops[at].next_on != Some(NextOn::NotFound) {
        return None;
    }
    for hop in &route.hops[at + 1..] {
        let Via::Proxy { element, url } = &hop.via else { return None };
        match seen_at(evidence, *element, url) {
            Some((cite, true)) => return Some((url, cite)),
            Some((_, false)) => {}
            None if hop.next_on == Some(NextOn::AnyError) => {}
            None => return None,
        }
    }
    None
}

/// Who saw an element serve, or say "not found".
fn seen_at(evidence: &Evidence, element: usize, base: &Veiled) -> Option<(Cite, bool)> {
    let served = |it: &Outcome| match it {
        Outcome::Served { .. } => Some(true),
        Outcome::Missing { .. } => Some(false),
        _ => None,
    };
    let source = Source::Proxy { element };
    let own = |it: &&(usize, &Fetch)| it.1.source == source && served(&it.1.outcome) == Some(true);
    if let Some((at, _)) = evidence.fetches.iter().enumerate().find(|it| own(&it)) {
        return Some((Cite::Fetch(at), true));
    }
    evidence.counters.iter().enumerate().find_map(|(at, probe)| match &probe.seen {
        Counter::Element { base: asked, outcome } if asked == base => {
            Some((Cite::Counter(at), served(outcome)?))
        }
        _ => None,
    })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Some(dead) = dead(evidence) else { return Vec::new() };
    let facts = &evidence.facts;
    let removed = removed(&dead, facts);
    removed.into_iter().chain(falling(&dead, facts)).collect()
}

fn removed(dead: &Dead<'_>, facts: &Facts) -> Option<Fix> {
    let (base, next) = (dead.base, dead.living);
    let value = facts.goproxy_without(base)?;
    let title = say! {
        en: "Take {base} out of GOPROXY",
        zh: "从 GOPROXY 中去掉 {base}",
    };
    let risk = if changes_no_policy(dead, facts) {
        Risk::Safe
    } else {
        Risk::TradeOff(say! {
            en: "Modules that only {base} has are not found any more, and their names are told to {next}, unless GOPRIVATE names them.",
            zh: "此后找不到只有 {base} 才有的模块；除非 GOPRIVATE 里写明，这些模块的名字还会告知 {next}。",
        })
    };
    let step = facts.set("GOPROXY", value);
    Some(Fix::safe(title, facts.reach("GOPROXY"), vec![step]).risk(risk))
}

fn falling(dead: &Dead<'_>, facts: &Facts) -> Option<Fix> {
    let (base, next) = (dead.base, dead.living);
    let value = facts.goproxy_falling(&host_of(base))?;
    let title = say! {
        en: "Let go ask the next element after any error of {base}",
        zh: "让 go 在 {base} 出任何错误后都询问下一项",
    };
    let risk = if changes_no_policy(dead, facts) {
        Risk::Safe
    } else {
        Risk::TradeOff(say! {
            en: "What {base} refuses on purpose, such as 403 for a forbidden module, is then asked of {next} as well, and so is every private module while it is down.",
            zh: "此后，{base} 有意拒绝的内容（例如对禁用模块返回 403）也会转而询问 {next}；它失效期间，私有模块同样如此。",
        })
    };
    let step = facts.set("GOPROXY", value);
    Some(Fix::safe(title, facts.reach("GOPROXY"), vec![step]).risk(risk))
}

/// A public mirror keeps no policy and no private modules; and what stays in the
/// company is told to nobody else.
fn changes_no_policy(dead: &Dead<'_>, facts: &Facts) -> bool {
    facts.is_public_proxy(&host_of(dead.base)) || !facts.is_public_proxy(&host_of(dead.living))
}

fn host_of(base: &Veiled) -> String {
    crate::go::url::Url::parse(base.raw()).unwrap_or_default().hostname().into_owned()
}

fn behind(goproxy: &str) -> World {
    World::healthy().var("GOPROXY", goproxy)
}

const OWN: &str = "https://go.corp.example,https://goproxy.cn,direct";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a company's name, away from it",
        world: || behind(OWN),
        roots: &["goproxy-no-fallback"],
    },
    Scene {
        name: "a closed port",
        world: || {
            behind(OWN)
                .site("go.corp.example", Site::proxy())
                .dial("go.corp.example", &DialFault::Refused)
        },
        roots: &["goproxy-no-fallback"],
    },
    Scene {
        name: "a public mirror that was given up",
        world: || behind("https://goproxy.baidu.com,https://goproxy.cn"),
        roots: &["goproxy-no-fallback"],
    },
    Scene {
        name: "a gateway without a backend",
        world: || behind(OWN).site("go.corp.example", Site::status(502, "upstream is gone")),
        roots: &["goproxy-no-fallback"],
    },
    Scene {
        name: "no HTTP comes from it",
        world: || {
            let excerpt = crate::base::Excerpt::text("SSH-2.0-OpenSSH_9.2");
            behind(OWN).site("go.corp.example", Site::fault(HttpFault::Malformed { excerpt }))
        },
        roots: &["goproxy-no-fallback"],
    },
    Scene {
        name: "the next one is dead as well",
        world: || behind(OWN).name("goproxy.cn", DnsAnswer::NoSuchName),
        roots: &["dns-no-such-host"],
    },
    Scene {
        name: "only direct follows",
        world: || {
            behind("https://proxy.golang.org,direct").dial("proxy.golang.org", &DialFault::Refused)
        },
        roots: &["tcp-refused"],
    },
    Scene {
        name: "a slip in a well-known name",
        world: || behind("https://proxy.golang.og,https://goproxy.cn"),
        roots: &["dns-no-such-host"],
    },
    Scene {
        name: "a refusal on purpose",
        world: || behind(OWN).site("go.corp.example", Site::proxy().password("dev:s3cret")),
        roots: &["goproxy-auth-required"],
    },
    Scene {
        name: "a bar lets go pass",
        world: || behind("https://go.corp.example|https://goproxy.cn"),
        roots: &[],
    },
];
