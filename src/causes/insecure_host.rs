use crate::base::{Excerpt, Text};
use crate::model::{AddressKind, Area, Cause, Cite, Counter, Evidence, Facts, Finding, Fix, Ladder, Mark, Outcome, Risk, Role, Spoken, Subject, TlsFault};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "insecure-host",
    area: Area::Private,
    title: Text::of("The module's host offers http alone", "模块所在的主机只提供 http"),
    docs: Text::of(
        "go asks the host of a module over https where its code lies. That host has no https that \
         go gets on with; over http it tells.\n\n\
         go says: unrecognized import path \"git.corp.example/x\": https fetch: Get \
         \"https://git.corp.example/x?go-get=1\": dial tcp 10.0.0.7:443: connect: connection refused\n\
         or: https fetch: Get \"https://git.corp.example/x?go-get=1\": http: server gave HTTP response to HTTPS client\n\n\
         go does not fall back to http by itself: whoever is on the way could name another \
         repository. GOINSECURE=PREFIX allows it for the modules below that prefix: go then takes \
         any certificate, and plain http where there is none. It does not reach git, which still \
         checks certificates by its own settings, and it does not switch off the checksum database: \
         a private module needs GOPRIVATE or GONOSUMDB besides.\n\n\
         Best is https on the host, with a certificate that go trusts. GOINSECURE for the narrowest \
         prefix is for the time until then.",
        "go 通过 https 询问模块所在的主机：代码在哪里。那台主机没有 go 能用的 https；通过 http 则会回答。\n\n\
         go 的报错：unrecognized import path \"git.corp.example/x\": https fetch: Get \
         \"https://git.corp.example/x?go-get=1\": dial tcp 10.0.0.7:443: connect: connection refused\n\
         或者：https fetch: Get \"https://git.corp.example/x?go-get=1\": http: server gave HTTP response to HTTPS client\n\n\
         go 不会自己退回到 http：否则途中的任何人都能说成是另一个仓库。GOINSECURE=前缀 允许对该前缀下的模块这样做：\
         go 会接受任何证书，没有证书时使用明文 http。它管不到 git，git 仍按自己的设置检查证书；它也不关闭校验和数据库：\
         私有模块另外还需要 GOPRIVATE 或 GONOSUMDB。\n\n\
         最好是让主机提供 https，并使用 go 信任的证书。在那之前，可以对尽可能窄的前缀设置 GOINSECURE。",
    ),
    logs: &[
        Mark::of(&["?go-get=1", "server gave HTTP response to HTTPS client"]),
        Mark::of(&["?go-get=1", "first record does not look like a TLS handshake"]),
        Mark::of(&["?go-get=1", "tls: oversized record received"]),
        Mark::of(&["https fetch", "?go-get=1", "connection refused"])
            .when(is_inside)
            .or(&["tcp-refused", "private-pattern-mismatch"]),
        Mark::of(&["https fetch", "?go-get=1", "actively refused it"])
            .when(is_inside)
            .or(&["tcp-refused"]),
        Mark::of(&["no secure protocol found for repository"])
            .when(Spoken::is_inner_module)
            .or(&["private-auth-missing", "git-missing", "ssh-auth-failed"]),
        Mark::of(&["http/https fetch: Get ", "connection refused"]).or(&["tcp-refused"]),
        Mark::of(&["reading http", "insecure URL: http"]),
    ],
    explains: &[
        "tcp-refused",
        "tcp-timeout",
        "tcp-reset",
        "tcp-unreachable",
        "tls-plaintext-server",
        "tls-handshake-reset",
        "tls-handshake-refused",
        "tls-handshake-timeout",
        "server-no-answer",
    ],
    rule,
    fixes,
};

/// Whether a host of some network of its own has nothing at the port of https.
fn is_inside(it: &Spoken) -> bool {
    let private = it.address.is_some_and(|it| AddressKind::of(it) == AddressKind::Private);
    private && it.port == Some(443)
}

/// A host without https that tells over http.
struct Plain<'a> {
    ladder: &'a Ladder,
    cites: Vec<Cite>,
    /// As `path@version`.
    modules: Vec<String>,
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let plain = plain(evidence)?;
    let host = plain.ladder.endpoint.host.clone();
    let endpoint = &plain.ladder.endpoint;
    let says = say! {
        en: "{host} does not speak https at {endpoint}, and over http it says where the code lies. go asks by https alone, as nothing vouches for an answer by http.",
        zh: "{host} 在 {endpoint} 上不提供 https，而通过 http 会说出代码在哪里。go 只用 https 询问，因为 http 的应答没有任何担保。",
    };
    let finding = Finding::certain(says, plain.cites).stops(plain.modules);
    Some(finding.about(Subject::Host(host)))
}

fn plain(evidence: &Evidence) -> Option<Plain<'_>> {
    let fatal = evidence.fatal_ladders().into_iter();
    let mut of_origin = fatal.filter(|(_, ladder, _)| ladder.is_for(|role| *role == Role::Origin));
    of_origin.find_map(|(cite, ladder, modules)| {
        let told = told(evidence, ladder)?;
        Some(Plain { ladder, cites: vec![cite, told], modules })
    })
}

/// The counter-probe that got it without TLS.
fn told(evidence: &Evidence, ladder: &Ladder) -> Option<Cite> {
    let mut counters = evidence.counters.iter().enumerate();
    let (at, _) = counters.find(|(_, probe)| {
        let served = |outcome: &Outcome| matches!(outcome, Outcome::Served { .. });
        let Counter::Plainly { outcome, .. } = &probe.seen else { return false };
        probe.endpoint == ladder.endpoint && served(outcome)
    })?;
    // Somebody else's certificate is a matter of its own.
    let untrusted = matches!(
        ladder.fault(),
        Some(crate::model::Fault::Tls(TlsFault::Untrusted(_)))
    );
    (!untrusted).then_some(Cite::Counter(at))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Some(plain) = plain(evidence) else { return Vec::new() };
    let modules: Vec<&str> =
        plain.modules.iter().map(|it| it.split('@').next().unwrap_or(it)).collect();
    vec![secured(&plain.ladder.endpoint.host), allowed(&modules, &evidence.facts)]
}

fn secured(host: &str) -> Fix {
    let title = say! { en: "Offer https on {host}", zh: "在 {host} 上提供 https" };
    let says = say! {
        en: "Let {host} answer at port 443 with a certificate of an authority that the machines there trust, for the name {host}. Then nothing has to be set for go.",
        zh: "让 {host} 在 443 端口应答，使用当地机器信任的颁发机构为 {host} 签发的证书。这样 go 什么都不用设置。",
    };
    Fix::at_anothers(title, says)
}

fn allowed(modules: &[&str], facts: &Facts) -> Fix {
    let prefix = common(modules);
    let before = facts.settings.raw("GOINSECURE");
    let value = if before.is_empty() { prefix.clone() } else { format!("{before},{prefix}") };
    let title = say! {
        en: "Until then, let go ask below {prefix} without TLS: GOINSECURE={value}",
        zh: "在那之前，让 go 对 {prefix} 及其下的路径不要求 TLS：GOINSECURE={value}",
    };
    let risk = Risk::TradeOff(say! {
        en: "Whoever is on the way to that host can then name another repository for what lies below {prefix}; only what go.sum knows already is still checked.",
        zh: "此后，通往该主机的途中任何人都能为 {prefix} 下的模块给出另一个仓库；只有 go.sum 已经记录的内容仍受校验。",
    });
    Fix::safe(title, facts.reach("GOINSECURE"), vec![facts.set("GOINSECURE", value)]).risk(risk)
}

/// The path that all lie below: the host and owner, or more.
fn common(modules: &[&str]) -> String {
    let parts: Vec<Vec<&str>> = modules.iter().map(|it| it.split('/').collect()).collect();
    let Some(first) = parts.first() else { return String::new() };
    let same = |at: &usize| parts.iter().all(|it| it.get(*at) == first.get(*at));
    let count = (0..first.len()).take_while(same).count();
    first[..count].join("/")
}

const PAGE: &str = "<meta name=\"go-import\" content=\"git.corp.example/team/tool git https://git.corp.example/team/tool.git\">";
const TAG: &str = "0123456789012345678901234567890123456789\trefs/tags/v1.0.0\n";

fn host(body: &'static str) -> World {
    let excerpt = Excerpt::text("HTTP/1.1 400 Bad Request");
    let site = Site::status(200, body).tls(Tls::Fault(TlsFault::Plaintext { excerpt }));
    World::healthy()
        .var("GOPRIVATE", "git.corp.example")
        .gomod("module m\n\ngo 1.24\n\nrequire git.corp.example/team/tool v1.0.0\n")
        .site("git.corp.example", site)
        .program("git ls-remote", 0, TAG, "")
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "http alone", world: || host(PAGE), roots: &["insecure-host"] },
    Scene { name: "nothing over http either", world: || host("<p>hello"), roots: &["tls-plaintext-server"] },
    Scene {
        name: "GOINSECURE covers it",
        world: || host(PAGE).var("GOINSECURE", "git.corp.example/team"),
        roots: &[],
    },
];
