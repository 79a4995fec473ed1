use crate::base::Text;
use crate::model::{
    Area, Cause, Cite, Confidence, Evidence, Fault, Finding, Fix, Greeting, Ladder, Mark, Risk,
    Subject, TlsFault,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-handshake-refused",
    area: Area::Trust,
    title: Text::of("The server refuses the TLS handshake", "服务器拒绝了 TLS 握手"),
    docs: Text::of(
        "The server answers the first message of TLS with an alert that ends the handshake and \
         says little about why.\n\n\
         go says: remote error: tls: internal error\n\
         or: remote error: tls: access denied\n\
         or: remote error: tls: handshake failure\n\n\
         Most servers that answer so know no site of the name that go asks for: a CDN before the \
         domain was added to it, an ingress without a certificate for that host, a load balancer \
         after a move. Some have no cipher suite in common with go. An alert that names its \
         reason has a code of its own here: an old version (tls-version-unsupported), a missing \
         client certificate (tls-client-cert-required), another name (tls-name-mismatch).\n\n\
         Use the name that the server is set up for, or have this one set up. It is on the server \
         that the reason is logged. On this machine nothing can be set that would help; a mirror \
         is another way to the same modules.",
        "服务器用一个警报回应 TLS 的第一条消息，握手就此结束，而警报几乎没有说明原因。\n\n\
         go 的报错：remote error: tls: internal error\n\
         或者：remote error: tls: access denied\n\
         或者：remote error: tls: handshake failure\n\n\
         这样应答的服务器，多半是不认识 go 请求的那个名字：尚未添加该域名的 CDN、没有该主机证书的 Ingress、\
         迁移之后的负载均衡器。也有一些是与 go 没有共同的加密套件。说明了原因的警报在这里另有代码：\
         版本太旧（tls-version-unsupported）、缺少客户端证书（tls-client-cert-required）、名字不对（tls-name-mismatch）。\n\n\
         请使用服务器配置过的名字，或者让它配置好这个名字。原因记录在服务器的日志里。\
         本机没有能解决问题的设置；镜像是获取同样模块的另一条路。",
    ),
    logs: &[
        Mark::gos(&["remote error: tls: handshake failure"])
            .or(&["tls-version-unsupported", "tls-client-cert-required"]),
        Mark::gos(&["remote error: tls: "]),
        Mark::gos(&["remote error: tls: internal error"]),
        Mark::gos(&["remote error: tls: access denied"]),
        Mark::gos(&["local error: tls: "]).or(&["tls-handshake-reset"]),
        Mark::gos(&["alert handshake failure"])
            .or(&["tls-version-unsupported", "tls-client-cert-required"]),
        Mark::gos(&["SSL routines", "alert internal error"]),
        Mark::gos(&["SSL routines", "alert access denied"]),
        Mark::gos(&["gnutls_handshake() failed: Handshake failed"])
            .or(&["tls-version-unsupported"]),
        Mark::gos(&["gnutls_handshake() failed: A TLS fatal alert has been received"])
            .or(&["tls-version-unsupported", "tls-name-mismatch"]),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

/// How a handshake was refused.
struct Refusal {
    /// The alert, in go's words.
    name: String,
    /// Only under this name.
    by_name: bool,
    cites: Vec<Cite>,
}

/// The alert of a server that knows no site of that name has a code of its own.
const UNRECOGNIZED: &str = "unrecognized name";

fn rule(evidence: &Evidence) -> Option<Finding> {
    let mut broken = evidence.broken_by(is_refused);
    broken.0.retain(|it| refusal(evidence, it.ladder).is_some());
    let first = broken.first()?;
    let Refusal { name, by_name, .. } = refusal(evidence, first.ladder)?;
    let seen = || broken.0.iter().filter_map(|it| refusal(evidence, it.ladder));
    let cites = broken.cites().into_iter().chain(seen().flat_map(|it| it.cites)).collect();
    let sure = seen().all(|it| it.by_name);
    let confidence = if sure { Confidence::Certain } else { Confidence::Likely };
    let (endpoint, host) = (&first.ladder.endpoint, &first.ladder.endpoint.host);
    let says = if by_name {
        say! {
            en: "{endpoint} ends the TLS handshake with the alert `{name}` when go asks for {host}, and goes on under another name: it is not set up for this one.",
            zh: "当 go 请求 {host} 时，{endpoint} 以警报 `{name}` 结束 TLS 握手，换成别的名字则会继续：服务器没有配置这个名字。",
        }
    } else {
        say! {
            en: "{endpoint} ends the TLS handshake with the alert `{name}`. go reports it as `remote error` and stops.",
            zh: "{endpoint} 以警报 `{name}` 结束 TLS 握手。go 将其报告为 `remote error` 并停止。",
        }
    };
    let finding = Finding::new(confidence, says, cites).stops(broken.modules());
    let finding = finding.about(Subject::Host(host.clone()));
    let old = evidence.greetings(first.ladder).old();
    let because =
        Text::of("A hello of old versions fares no better.", "旧版本的 ClientHello 也一样。");
    Some(match old {
        Some((_, Greeting::Alert { .. })) => finding.not("tls-version-unsupported", because),
        _ => finding,
    })
}

fn is_refused(fault: &Fault) -> bool {
    match fault {
        Fault::Tls(TlsFault::Alert { name }) => name != UNRECOGNIZED,
        Fault::Tls(TlsFault::NothingInCommon) => true,
        _ => false,
    }
}

fn refusal(evidence: &Evidence, ladder: &Ladder) -> Option<Refusal> {
    if evidence.outdated(ladder).is_some() {
        return None;
    }
    let (name, mut cites) = match ladder.fault()? {
        Fault::Tls(TlsFault::Alert { name }) => (name.clone(), Vec::new()),
        _ => match evidence.greeted_as_go(ladder)? {
            (cite, Greeting::Alert { name }) => (name.clone(), vec![cite]),
            _ => return None,
        },
    };
    let foreign = evidence.greetings(ladder).foreign();
    let foreign = foreign.filter(|(_, greeting)| matches!(greeting, Greeting::Hello { .. }));
    let by_name = foreign.is_some();
    cites.extend(foreign.map(|(cite, _)| cite));
    Some(Refusal { name, by_name, cites })
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = evidence.detours(host);
    fixes.push(set_up(host));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn set_up(host: &str) -> Fix {
    let title = say! {
        en: "Use the name that the server is set up for, or have {host} set up there",
        zh: "使用服务器配置过的名字，或者在服务器上配置 {host}",
    };
    let step = say! {
        en: "Ask whoever runs {host} under which name it is served, and to look for the alert in its log: a certificate that is missing for this name, or cipher suites without ECDHE.",
        zh: "请向 {host} 的管理者询问它以哪个名字提供服务，并在日志里查找这个警报：可能缺少该名字的证书，或者加密套件中没有 ECDHE。",
    };
    Fix::at_anothers(title, step)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a name that the server is not set up for",
        world: || {
            World::healthy().site("proxy.golang.org", Site::proxy().greets(Site::refused_by_name))
        },
        roots: &["tls-handshake-refused"],
    },
    Scene {
        name: "nothing in common",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", Site::proxy().greets(Site::nothing_in_common))
        },
        roots: &["tls-handshake-refused"],
    },
    Scene {
        name: "go moves on to the next element",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://proxy.golang.org|https://goproxy.cn")
                .site("proxy.golang.org", Site::proxy().greets(Site::refused_by_name))
        },
        roots: &[],
    },
];
