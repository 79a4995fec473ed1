use crate::base::{Excerpt, Text};
use crate::model::{
    Area, Cause, Endpoint, Evidence, Fault, Finding, Fix, Mark, Risk, Scope, Spoken, Step, Subject,
    TlsFault,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-plaintext-server",
    area: Area::Trust,
    title: Text::of("The server does not speak TLS on this port", "服务器在这个端口上不使用 TLS"),
    docs: Text::of(
        "The URL says https, and what answers on that port speaks something else: HTTP in the \
         clear, or another protocol altogether.\n\n\
         go says: http: server gave HTTP response to HTTPS client\n\
         or, where it is no HTTP either: tls: first record does not look like a TLS handshake\n\n\
         Mostly a port is the reason: a module proxy such as Athens listens on :3000 in the \
         clear, and TLS is on the load balancer's 443. A greeting of SSH or SMTP means that the \
         port belongs to another service. On a public host that always speaks TLS somebody on \
         the way answers in its place: a login page of the network, or a filter.\n\n\
         Name the port that speaks TLS, or have TLS switched on at this one. http:// in GOPROXY \
         works as well, for a server inside a network that you trust: what comes is then held \
         only against go.sum and the checksum database, and go sends no credentials that way.",
        "URL 写的是 https，而该端口上应答的却是别的：明文 HTTP，或者完全是另一种协议。\n\n\
         go 的报错：http: server gave HTTP response to HTTPS client\n\
         如果也不是 HTTP：tls: first record does not look like a TLS handshake\n\n\
         原因多半是端口：Athens 之类的模块代理在 :3000 上以明文监听，TLS 则在负载均衡器的 443 端口。\
         如果看到 SSH 或 SMTP 的问候语，说明该端口属于另一个服务。如果是一直使用 TLS 的公共主机，\
         则是途中有人代它应答：网络的登录页，或者过滤设备。\n\n\
         请写上使用 TLS 的端口，或者在这个端口上启用 TLS。对于可信网络内部的服务器，在 GOPROXY 中写 http:// 也可以：\
         此后下载的内容只由 go.sum 和校验和数据库核对，而且 go 不会以这种方式发送凭据。",
    ),
    logs: &[
        Mark::of(&["http: server gave HTTP response to HTTPS client"])
            .common()
            .without(&["server response:", "go-get=1"])
            .or(&["http-proxy-blocks-host", "dns-hijacked"])
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::of(&["http: server gave HTTP response to HTTPS client"])
            .common()
            .without(&["server response:", "go-get=1"])
            .when(Spoken::is_gos),
        Mark::network(&["tls: first record does not look like a TLS handshake"])
            .or(&["http-proxy-blocks-host", "dns-hijacked"])
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::network(&["tls: first record does not look like a TLS handshake"]),
        Mark::network(&["tls: oversized record received with length"]),
        Mark::network(&["SSL routines", "wrong version number"]).or(&["git-proxy-config"]),
        Mark::network(&["SSL routines", "unknown protocol"]).or(&["git-proxy-config"]),
        Mark::network(&["gnutls_handshake() failed: An unexpected TLS packet was received"])
            .or(&["git-proxy-config"]),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.broken_by(|fault| excerpt_of(fault).is_some());
    let first = broken.first()?;
    let excerpt = excerpt_of(first.ladder.fault()?)?;
    let endpoint = &first.ladder.endpoint;
    let says = match (is_http(excerpt), excerpt.is_empty()) {
        (true, _) => say! {
            en: "{endpoint} answers the TLS hello with HTTP in the clear (`{excerpt}`). go ends with `server gave HTTP response to HTTPS client`.",
            zh: "{endpoint} 用明文 HTTP（`{excerpt}`）回应 TLS ClientHello。go 以 `server gave HTTP response to HTTPS client` 结束。",
        },
        (false, true) => say! {
            en: "{endpoint} answers the TLS hello with something that is no TLS. go ends with `first record does not look like a TLS handshake`.",
            zh: "{endpoint} 对 TLS ClientHello 的回应不是 TLS。go 以 `first record does not look like a TLS handshake` 结束。",
        },
        (false, false) => say! {
            en: "{endpoint} answers the TLS hello with another protocol (`{excerpt}`). go ends with `first record does not look like a TLS handshake`.",
            zh: "{endpoint} 用另一种协议（`{excerpt}`）回应 TLS ClientHello。go 以 `first record does not look like a TLS handshake` 结束。",
        },
    };
    let because = Text::of("What answers speaks no TLS at all.", "应答者根本不使用 TLS。");
    let finding = Finding::certain(says, broken.cites()).stops(broken.modules());
    let host = endpoint.host.clone();
    Some(finding.not("tls-version-unsupported", because).about(Subject::Host(host)))
}

fn excerpt_of(fault: &Fault) -> Option<&Excerpt> {
    match fault {
        Fault::Tls(TlsFault::Plaintext { excerpt }) => Some(excerpt),
        _ => None,
    }
}

/// go's own mark of it (`net/http`, `tls.RecordHeaderError`).
fn is_http(excerpt: &Excerpt) -> bool {
    excerpt.as_str().starts_with("HTTP/")
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let broken = evidence.broken_by(|fault| excerpt_of(fault).is_some());
    let Some(first) = broken.first() else { return Vec::new() };
    let endpoint = &first.ladder.endpoint;
    let mut fixes = evidence.detours(host);
    fixes.push(secured(endpoint));
    let http = first.ladder.fault().and_then(excerpt_of).is_some_and(is_http);
    if http && !evidence.facts.is_public_proxy(host) {
        fixes.extend(in_the_clear(endpoint, evidence));
    }
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn in_the_clear(endpoint: &Endpoint, evidence: &Evidence) -> Option<Fix> {
    let facts = &evidence.facts;
    let value = facts.goproxy_in_the_clear(endpoint)?;
    let title = say! {
        en: "Ask {endpoint} by http",
        zh: "改用 http 访问 {endpoint}",
    };
    let risk = Risk::TradeOff(Text::of(
        "Whoever is on the way can then read and change what comes; modules that neither go.sum nor the checksum database knows are taken as they come. go sends no credentials that way.",
        "此后，途中任何人都可以读取和修改下载的内容；go.sum 和校验和数据库都不认识的模块会被照单全收。go 不会以这种方式发送凭据。",
    ));
    let step = facts.set("GOPROXY", value);
    Some(Fix::safe(title, facts.reach("GOPROXY"), vec![step]).risk(risk))
}

fn secured(endpoint: &Endpoint) -> Fix {
    let host = &endpoint.host;
    let title = say! {
        en: "Use the port at which {host} speaks TLS",
        zh: "使用 {host} 启用了 TLS 的端口",
    };
    let step = say! {
        en: "Name that port in the URL in place of {endpoint}, or have TLS switched on there. On a network with a login page, log in first.",
        zh: "请在 URL 中写上该端口来代替 {endpoint}，或者在那里启用 TLS。如果网络有登录页，请先登录。",
    };
    let why = Text::of(
        "Which port that is only its owner knows.",
        "具体是哪个端口，只有它的管理者知道。",
    );
    Fix::safe(title, Scope::Upstream, vec![Step::Say(step)]).unprovable(why)
}

fn answering(text: &str) -> Site {
    Site::proxy().tls(Tls::Fault(TlsFault::Plaintext { excerpt: Excerpt::text(text) }))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a company's proxy without TLS",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", answering("HTTP/1.1 400 Bad Request"))
        },
        roots: &["tls-plaintext-server"],
    },
    Scene {
        name: "a port of another service",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://go.corp.example")
                .site("go.corp.example", answering("SSH-2.0-OpenSSH_9.2"))
        },
        roots: &["tls-plaintext-server"],
    },
    Scene {
        name: "somebody answers for the public proxy",
        world: || World::healthy().site("proxy.golang.org", answering("HTTP/1.0 302 Found")),
        roots: &["tls-plaintext-server"],
    },
    Scene {
        name: "http is asked for",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "http://go.corp.example,direct")
                .site("go.corp.example", answering("HTTP/1.1 400 Bad Request"))
        },
        roots: &[],
    },
];
