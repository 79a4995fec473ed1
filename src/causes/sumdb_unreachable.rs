use crate::base::Text;
use crate::go::goproxy::{ProxyList, Via};
use crate::go::url::Url;
use crate::go::sumdb::SumdbFault;
use crate::model::{Area, Artefact, Cause, Cite, DialFault, DnsAnswer, Doubt, Evidence, Facts, Fault, Finding, Fix, HttpFault, Ladder, Mark, Outcome, Reply, Source, Spoken, Subject, Unknown};
use crate::say;
use crate::world::{Log, Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "sumdb-unreachable",
    area: Area::Checksums,
    title: Text::of("The checksum database cannot be reached", "无法访问校验和数据库"),
    docs: Text::of(
        "Before go accepts a module that go.sum does not know, it looks its hash up in the \
         checksum database. The modules themselves come through; the database does not answer, \
         and no proxy in GOPROXY relays it.\n\n\
         go says: verifying go.mod: MODULE@VERSION/go.mod: \
         Get \"https://sum.golang.org/lookup/...\": dial tcp ADDRESS:443: i/o timeout\n\n\
         `verifying` and the host of the database in the message tell it from a proxy that \
         fails. A module proxy may relay the database: go asks it for \
         `/sumdb/sum.golang.org/supported`, and a proxy that says 404 leaves go to ask the \
         database itself. 404 or 410 from the database are answers, mostly about a private \
         module, and need GOPRIVATE. GOPROXY=direct does not switch the database off.\n\n\
         Set GOSUMDB=sum.golang.google.cn, which is the same database with the same key at an \
         address that can be reached from mainland China, or take a proxy that relays it. A policy \
         of the network that answers 403 has somebody who can let the database through. \
         GOSUMDB=off and GONOSUMDB=* end the message and with it the check that everybody gets \
         the same module; go.sum then records whatever came first.",
        "go 在接受 go.sum 里没有的模块之前，会到校验和数据库查询它的哈希。模块本身可以下载，\
         但数据库没有应答，而 GOPROXY 里也没有代理转发它。\n\n\
         go 的报错：verifying go.mod: MODULE@VERSION/go.mod: \
         Get \"https://sum.golang.org/lookup/...\": dial tcp ADDRESS:443: i/o timeout\n\n\
         报错里有 `verifying` 和数据库的主机名，说明出问题的不是模块代理。模块代理可以转发数据库：\
         go 会向它请求 `/sumdb/sum.golang.org/supported`，代理返回 404 时，go 就自己去访问数据库。\
         数据库返回 404 或 410 属于正常应答，多半涉及私有模块，应当设置 GOPRIVATE。GOPROXY=direct 并不会关闭数据库。\n\n\
         请设置 GOSUMDB=sum.golang.google.cn：这是同一个数据库、同一个密钥，只是地址可以从中国大陆访问；\
         或者改用会转发它的代理。如果 403 来自网络策略，请让负责的人放行数据库。GOSUMDB=off 和 GONOSUMDB=* 能让报错消失，\
         但也取消了“所有人拿到的模块都相同”这项检查，go.sum 会记下最先得到的内容。",
    ),
    logs: &[
        Mark::of(&["verifying ", "Get ", "http", "://", "i/o timeout"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "operation timed out"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "connection timed out"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "connection refused"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "connection reset by peer"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "no route to host"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "network is unreachable"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", ": no such host"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", ": server misbehaving"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "TLS handshake timeout"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "context deadline exceeded"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "did not properly respond"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "failed because connected host has failed to respond"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "target machine actively refused it"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "forcibly closed by the remote host"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "由于目标计算机积极拒绝，无法连接"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "连接尝试失败"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "远程主机强迫关闭了一个现有的连接"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "unreachable network"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", ": EOF"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "unexpected EOF"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "Get ", "http", "://", "dial tcp"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "reading http", "403 Forbidden"])
            .when(Spoken::asks_database)
            .or(&["sumdb-wrong-url"]),
        Mark::of(&["verifying ", "reading http", ": 50"])
            .when(Spoken::asks_database)
            .or(&["sumdb-wrong-url"]),
        Mark::of(&["verifying ", "reading http", "500 Internal Server Error"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "reading http", "502 Bad Gateway"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "reading http", "503 Service Unavailable"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "reading http", "504 Gateway Timeout"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "reading http", "429 Too Many Requests"]).when(Spoken::asks_database),
        Mark::of(&["verifying ", "reading http", ": 4"])
            .when(Spoken::asks_public_database)
            .without(&["404 Not Found", "410 Gone"]),
        Mark::of(&["verifying ", "/tile/", "404 Not Found"])
            .when(Spoken::asks_public_database)
            .or(&["sumdb-signature-invalid"]),
    ],
    explains: &[
        "dns-no-such-host",
        "tcp-refused",
        "tcp-timeout",
        "tcp-unreachable",
        "ipv6-broken",
    ],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let (mut cites, mut modules) = (Vec::new(), Vec::new());
    let mut host = None;
    let ladders = evidence.fatal_ladders().into_iter().filter(|(_, it, _)| is_road(evidence, it));
    for (cite, ladder, stopped) in ladders {
        host.get_or_insert_with(|| ladder.endpoint.host.clone());
        cites.push(cite);
        modules.extend(stopped);
    }
    let words = requests(evidence, &mut cites, &mut modules, &mut host);
    let page = page(evidence, &mut cites, &mut modules, &mut host);
    let host = host?;
    let says = says(&host, words, page);
    modules.sort();
    modules.dedup();
    let finding = if is_silent(evidence) { Finding::likely } else { Finding::certain };
    Some(finding(says, cites).stops(modules).about(Subject::Host(host)))
}

fn says(host: &str, words: Option<(Artefact, String)>, page: Option<String>) -> Text {
    match (words, page) {
        (Some((Artefact::Tile, words)), _) => say! {
            en: "The checksum database {host} gives its records away, and answers `{words}` to a tile that proves them. go does not accept a module that go.sum does not know before the database has vouched for it.",
            zh: "校验和数据库 {host} 给出了记录，但对证明它们的 tile 的应答是 `{words}`。对于 go.sum 里没有的模块，go 要等数据库确认之后才会接受。",
        },
        (Some((_, words)), _) => say! {
            en: "The checksum database {host} answers `{words}` to a lookup. go does not accept a module that go.sum does not know before the database has vouched for it.",
            zh: "校验和数据库 {host} 对查询的应答是 `{words}`。对于 go.sum 里没有的模块，go 要等数据库确认之后才会接受。",
        },
        (None, Some(page)) => say! {
            en: "What answers in the name of the checksum database {host} is not the database: to a lookup comes `{page}`. Something on the way stands between, such as the login page of this network, and no proxy in GOPROXY relays the database.",
            zh: "以校验和数据库 {host} 的名义应答的并不是数据库：对查询得到的是 `{page}`。途中有什么挡在中间，例如所在网络的登录页；GOPROXY 里也没有代理转发数据库。",
        },
        (None, None) => say! {
            en: "The checksum database {host} cannot be reached from here, and no proxy in GOPROXY relays it. go does not accept a module that go.sum does not know before the database has vouched for it.",
            zh: "从这里无法访问校验和数据库 {host}，GOPROXY 里也没有代理转发它。对于 go.sum 里没有的模块，go 要等数据库确认之后才会接受。",
        },
    }
}

/// Whether it was only waited for in vain: late is not the same as never.
fn is_silent(evidence: &Evidence) -> bool {
    let waited = |fault: &Fault| matches!(fault, Fault::Http(HttpFault::TimedOut { .. }));
    let in_vain = evidence.stopped_at(|fetch| {
        let broken = matches!(&fetch.outcome, Outcome::Broken { fault } if waited(fault));
        fetch.source == Source::Database && broken
    });
    in_vain.first().is_some()
}

/// A ladder that breaks at its last rung repeats what its requests say, unless
/// the server fell silent and was asked no further.
fn is_road(evidence: &Evidence, ladder: &Ladder) -> bool {
    let given_up = || {
        evidence.fetches.iter().any(|fetch| {
            fetch.source == Source::Database
                && fetch.outcome == Outcome::Unknown { why: Unknown::RoadBroken }
        })
    };
    let repeats = matches!(ladder.fault(), Some(Fault::Http(_)));
    ladder.is_database_only() && (!repeats || given_up())
}

/// What a database which can be reached leaves without an answer, or refuses. That it
/// has no such record is an answer, and no tile is none.
fn requests(
    evidence: &Evidence,
    cites: &mut Vec<Cite>,
    modules: &mut Vec<String>,
    host: &mut Option<String>,
) -> Option<(Artefact, String)> {
    let halves = evidence.doubted(&[Doubt::Halves, Doubt::Abandoned, Doubt::Elsewhere]);
    let doubted = halves.map(|it| it.cites).unwrap_or_default();
    let mut failed = evidence.stopped_at(|fetch| {
        fetch.source == Source::Database
            && match &fetch.outcome {
                Outcome::Broken { .. } => fetch.sumdb_fault().is_none(),
                Outcome::Refused { .. } => true,
                Outcome::Missing { .. } => fetch.artefact == Artefact::Tile,
                _ => false,
            }
    });
    failed.0.retain(|it| !doubted.contains(&it.cite));
    let first = failed.first()?;
    cites.extend(failed.cites());
    modules.extend(failed.modules());
    host.get_or_insert_with(|| first.fetch.host());
    let (Outcome::Refused { reply } | Outcome::Missing { reply }) = &first.fetch.outcome else {
        return None;
    };
    Some((first.fetch.artefact, reply.words()))
}

/// The first words of what answers in the database's place.
fn page(
    evidence: &Evidence,
    cites: &mut Vec<Cite>,
    modules: &mut Vec<String>,
    host: &mut Option<String>,
) -> Option<String> {
    let doubted = evidence.doubted(&[Doubt::Elsewhere])?;
    cites.extend(doubted.cites);
    modules.extend(doubted.modules);
    host.get_or_insert_with(|| doubted.fetch.host());
    match (doubted.fault, &doubted.fetch.outcome) {
        (Some(SumdbFault::MalformedRecord { start, .. }), _) => {
            Some(Reply::of(200, start.as_str()).headline())
        }
        (_, Outcome::Missing { reply }) => Some(reply.words()),
        _ => None,
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let facts = &evidence.facts;
    let mut fixes: Vec<Fix> = facts.same_database(host).into_iter().collect();
    let public = proxies(facts).into_iter().flat_map(|proxy| facts.mirrors(&proxy));
    fixes.extend(public.map(|fix| fix.rivals("database")));
    fixes.push(relayed(host));
    fixes
}

fn proxies(facts: &Facts) -> Vec<String> {
    let list = ProxyList::parse(facts.settings.raw("GOPROXY"), "").map(|list| list.0);
    let host = |via: &Via| match via {
        Via::Proxy { url } => Some(Url::parse(url.raw()).ok()?.hostname().into_owned()),
        _ => None,
    };
    list.unwrap_or_default().iter().filter_map(|it| host(&it.via)).collect()
}

fn relayed(host: &str) -> Fix {
    let title = Text::of("Have the module proxy relay the database", "让模块代理转发校验和数据库");
    let step = say! {
        en: "Have the module proxy of this network relay {host} (it then answers 200 to /sumdb/{host}/supported), or let connections to {host} out. A complete go.sum in the repository needs no database.",
        zh: "让本网络的模块代理转发 {host}（对 /sumdb/{host}/supported 返回 200），或者放行到 {host} 的连接。仓库里有完整的 go.sum 时不需要查询数据库。",
    };
    Fix::at_anothers(title, step)
}

fn alone() -> World {
    World::healthy().site("proxy.golang.org", Site::proxy_without_relay())
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "blocked, and the proxy does not relay it",
        world: || alone().dial("sum.golang.org", &DialFault::TimedOut { after_ms: 5000 }),
        roots: &["sumdb-unreachable"],
    },
    Scene {
        name: "refused, beside a company's proxy",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example")
                .site("go.corp.example", Site::proxy_without_relay())
                .dial("sum.golang.org", &DialFault::Refused)
        },
        roots: &["sumdb-unreachable"],
    },
    Scene {
        name: "no such name in this network",
        world: || alone().name("sum.golang.org", DnsAnswer::NoSuchName),
        roots: &["sumdb-unreachable"],
    },
    Scene {
        name: "the database fails",
        world: || alone().site("sum.golang.org", Site::status(503, "try again")),
        roots: &["sumdb-unreachable"],
    },
    Scene {
        name: "the database hangs up",
        world: || alone().site("sum.golang.org", Site::fault(HttpFault::Closed)),
        roots: &["sumdb-unreachable"],
    },
    Scene {
        name: "a policy forbids the database",
        world: || alone().site("sum.golang.org", Site::status(403, "blocked by policy")),
        roots: &["sumdb-unreachable"],
    },
    Scene {
        name: "its tiles are forbidden",
        world: || alone().site("sum.golang.org", Site::database_with(Log::Guarded)),
        roots: &["sumdb-unreachable"],
    },
    Scene {
        name: "a page in the database's place",
        world: || alone().site("sum.golang.org", Site::database_with(Log::Page)),
        roots: &["sumdb-unreachable"],
    },
    Scene {
        name: "nothing is found at the database's address",
        world: || alone().site("sum.golang.org", Site::status(404, "no such site")),
        roots: &["sumdb-unreachable"],
    },
    Scene {
        name: "the database falls silent",
        world: || alone().site("sum.golang.org", Site::silence(false)),
        roots: &["sumdb-unreachable"],
    },
    Scene {
        name: "blocked, and the proxy relays it",
        world: || {
            World::healthy().dial("sum.golang.org", &DialFault::TimedOut { after_ms: 5000 })
        },
        roots: &[],
    },
];
