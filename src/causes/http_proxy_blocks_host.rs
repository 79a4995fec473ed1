use crate::base::{Excerpt, Text};
use crate::go::httpproxy::Proxy;
use crate::go::url::Url;
use crate::model::{
    Area, Cause, Cite, Confidence, Endpoint, Evidence, Fault, Finding, Fix, Pattern, Reply, Risk,
    Scheme, Scope, Step, Subject, TunnelFault,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "http-proxy-blocks-host",
    area: Area::ForwardProxy,
    title: Text::of("The forward proxy opens no way to this host", "正向代理不放行该主机"),
    docs: Text::of(
        "The forward proxy was reached, and its answer to CONNECT is a refusal: a rule forbids \
         this host or port (403), or it is allowed and the proxy itself cannot reach it (502, 503, \
         504). The server behind it was never asked.\n\n\
         go says: Get \"https://proxy.golang.org/...\": Forbidden\n\
         or: Get \"https://proxy.golang.org/...\": Bad Gateway\n\
         or, for SOCKS: unknown error connection not allowed by ruleset\n\n\
         Only the words after the status are in the message, neither its number nor the proxy. A \
         refusal by the module proxy itself reads differently: `reading https://...: 403 \
         Forbidden`. `Proxy Authentication Required` in the same place is a question of \
         credentials, and `proxyconnect tcp` a proxy that cannot be reached at all.\n\n\
         Have the host allowed: proxy.golang.org, sum.golang.org and storage.googleapis.com, each \
         on port 443; or point GOPROXY at the module proxy of the organisation. What the proxy \
         forbids by policy is not for NO_PROXY to pass by. An internal host that is sent to the \
         proxy by mistake is another matter, and NO_PROXY is right for it.",
        "已经联系到正向代理，但它拒绝了 CONNECT：规则禁止访问这个主机或端口（403），或者规则允许，\
         代理自己却到不了那里（502、503、504）。后面的服务器从未被访问到。\n\n\
         go 的报错：Get \"https://proxy.golang.org/...\": Forbidden\n\
         或者：Get \"https://proxy.golang.org/...\": Bad Gateway\n\
         或者（SOCKS）：unknown error connection not allowed by ruleset\n\n\
         报错里只有状态码后面的文字，没有状态码，也没有代理的地址。模块代理自己的拒绝是另一种写法：\
         `reading https://...: 403 Forbidden`。同一位置出现 `Proxy Authentication Required` 是凭据问题，\
         出现 `proxyconnect tcp` 则是代理本身无法访问。\n\n\
         请申请放行这些主机的 443 端口：proxy.golang.org、sum.golang.org、storage.googleapis.com；\
         或者把 GOPROXY 指向本组织的模块代理。代理按策略禁止的主机，不应当用 NO_PROXY 绕过。\
         如果是内部主机被误送到代理，那是另一回事，这时应当设置 NO_PROXY。",
    ),
    logs: &[
        Pattern(&["Get \"https://", "\": Forbidden"]),
        Pattern(&["Get \"https://", "\": Bad Gateway"]),
        Pattern(&["Get \"https://", "\": Service Unavailable"]),
        Pattern(&["Get \"https://", "\": Gateway Timeout"]),
        Pattern(&["connection not allowed by ruleset"]),
        Pattern(&["Received HTTP code 403 from proxy"]),
        Pattern(&["CONNECT tunnel failed, response 403"]),
    ],
    explains: &[
        "sumdb-unreachable",
        "goproxy-server-error",
        "goproxy-forbidden",
    ],
    rule,
    fixes,
};

/// What a SOCKS5 proxy says where it accepts no method of logging in (RFC 1928).
const NO_METHOD: u8 = 0xff;

/// A refusal, however it came.
struct Refusal {
    cites: Vec<Cite>,
    modules: Vec<String>,
    endpoint: Endpoint,
    /// The endpoints, for a sentence.
    named: String,
    by: By,
}

enum By {
    Http(Reply),
    Socks(u8),
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let refusal = refusal(evidence)?;
    let Refusal { endpoint, named, by, .. } = &refusal;
    let variable = evidence.facts.forward_variable(endpoint);
    let from = variable.unwrap_or("HTTPS_PROXY");
    let proxy = evidence.facts.forward_proxy(&endpoint.url()).unwrap_or_default();
    let proxy = Proxy::parse(proxy.raw()).map_or_else(|_| proxy.to_string(), |it| it.address());
    let (said, meaning) = (by.said(), by.meaning());
    let (en, zh) = (&meaning.en, &meaning.zh);
    let says = say! {
        en: "The forward proxy {proxy} (from {from}) opens no way to {named}. It says: {said}. {en}",
        zh: "正向代理 {proxy}（来自 {from}）不放行到 {named} 的连接。它的答复是：{said}。{zh}",
    };
    let (mut cites, mut confidence) = (refusal.cites.clone(), Confidence::Likely);
    if let Some(name) = variable {
        cites.push(Cite::Variable(name.into()));
        confidence = Confidence::Certain;
    }
    let finding = Finding::new(confidence, says, cites).stops(refusal.modules.clone());
    let because = Text::of("The proxy answers.", "代理有应答。");
    let finding = finding.not("http-proxy-unreachable", because);
    let because = Text::of("It does not ask for credentials.", "它没有要求凭据。");
    let host = endpoint.host.clone();
    Some(finding.not("http-proxy-auth-required", because).about(Subject::Host(host)))
}

fn refusal(evidence: &Evidence) -> Option<Refusal> {
    tunnels(evidence).or_else(|| requests(evidence))
}

fn tunnels(evidence: &Evidence) -> Option<Refusal> {
    let broken = evidence.broken_by(|fault| denied(fault).is_some());
    let first = broken.first()?;
    Some(Refusal {
        cites: broken.cites(),
        modules: broken.modules(),
        endpoint: first.ladder.endpoint.clone(),
        named: broken.endpoints(),
        by: denied(first.ladder.fault()?)?,
    })
}

fn denied(fault: &Fault) -> Option<By> {
    match fault {
        Fault::Tunnel(TunnelFault::Denied { reply, .. }) if !matches!(reply.status, 401 | 407) => {
            Some(By::Http(reply.clone()))
        }
        Fault::Tunnel(TunnelFault::SocksDenied { code, .. }) if *code != NO_METHOD => {
            Some(By::Socks(*code))
        }
        _ => None,
    }
}

/// Without TLS the proxy answers in the server's place.
fn requests(evidence: &Evidence) -> Option<Refusal> {
    let own = |reply: &Reply| reply.status != 407 && reply.is_by_forward_proxy();
    let broken = evidence.stopped_at(|fetch| {
        fetch.refusal().is_some_and(own)
            && fetch.url.raw().starts_with("http:")
            && evidence.facts.forward_proxy(fetch.url.raw()).is_some()
    });
    let first = broken.first()?;
    let url = Url::parse(first.fetch.url.raw()).unwrap_or_default();
    let port = url.port().parse().unwrap_or(80);
    let endpoint = Endpoint { scheme: Scheme::Http, host: first.fetch.host(), port };
    Some(Refusal {
        cites: broken.cites(),
        modules: broken.modules(),
        named: endpoint.to_string(),
        endpoint,
        by: By::Http(first.fetch.refusal()?.clone()),
    })
}

impl By {
    /// Its own words, and the headers that tell who it is.
    fn said(&self) -> String {
        match self {
            Self::Http(reply) => {
                let headers = ["server", "via", "x-squid-error"];
                let headers: Vec<String> = headers
                    .iter()
                    .filter_map(|name| Some(format!("{name}: {}", reply.header(name)?)))
                    .collect();
                let words = Reply { excerpt: Excerpt::default(), ..reply.clone() }.words();
                let told = if headers.is_empty() { String::new() } else { format!(" ({})", headers.join("; ")) };
                format!("`{words}{told}`")
            }
            Self::Socks(code) => format!("`SOCKS reply {code}`"),
        }
    }

    /// Whether the proxy could and does not want to.
    fn is_policy(&self) -> bool {
        match self {
            Self::Http(reply) => reply.status < 500,
            Self::Socks(code) => matches!(code, 1 | 2),
        }
    }

    fn meaning(&self) -> Text {
        if self.is_policy() {
            return Text::of(
                "That is a rule of the proxy, and the host was not asked.",
                "这是代理的规则，目标主机并未被访问到。",
            );
        }
        Text::of(
            "The proxy itself cannot get through to the host: it finds no address for it or no road to it.",
            "代理自己到不了目标主机：它解析不出地址，或者没有通路。",
        )
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let Some(refusal) = refusal(evidence) else { return Vec::new() };
    let mut fixes = vec![allowed(&refusal)];
    fixes.extend(evidence.detours(host).into_iter().map(|fix| {
        let passes_by = refusal.by.is_policy() && fix.risk == Risk::Safe;
        if passes_by { fix.risk(asked_first()) } else { fix }
    }));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn asked_first() -> Risk {
    Risk::TradeOff(Text::of(
        "The rules of this network may mean to keep module downloads out; ask before another host is used.",
        "本网络的规则可能就是不允许下载模块；改用其他主机之前请先询问。",
    ))
}

fn allowed(refusal: &Refusal) -> Fix {
    let named = &refusal.named;
    let title = say! { en: "Have {named} allowed", zh: "申请放行 {named}" };
    let step = if refusal.by.is_policy() {
        say! {
            en: "Ask whoever runs the forward proxy to allow CONNECT to {named}, or set GOPROXY to the module proxy of this organisation.",
            zh: "请正向代理的管理者放行到 {named} 的 CONNECT，或者把 GOPROXY 设为本组织的模块代理。",
        }
    } else {
        say! {
            en: "Ask whoever runs the forward proxy why it cannot reach {named}: its nameserver, or its own way out.",
            zh: "请正向代理的管理者检查它为什么到不了 {named}：它的域名服务器，或者它自己的出口。",
        }
    };
    let why = Text::of("It is another's server.", "这是别人的服务器。");
    Fix::safe(title, Scope::Upstream, vec![Step::Say(step)]).unprovable(why)
}

fn denying(status: u16) -> World {
    World::healthy()
        .var("HTTPS_PROXY", "http://proxy.corp.example:3128")
        .denying_forward("proxy.corp.example", status)
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "a rule", world: || denying(403), roots: &["http-proxy-blocks-host"] },
    Scene { name: "no way out of the proxy", world: || denying(503), roots: &["http-proxy-blocks-host"] },
    Scene {
        name: "a rule of a SOCKS proxy",
        world: || denying(403).var("HTTPS_PROXY", "socks5://proxy.corp.example:1080"),
        roots: &["http-proxy-blocks-host"],
    },
    Scene {
        name: "an internal host that is not reached directly either",
        world: || {
            denying(403).var("GOPROXY", "https://go.corp.example").site("go.corp.example", Site::proxy()).dial(
                "go.corp.example",
                &crate::model::DialFault::TimedOut { after_ms: 5000 },
            )
        },
        roots: &["http-proxy-blocks-host"],
    },
    Scene {
        name: "a proxy that lets through",
        world: || {
            World::healthy()
                .var("HTTPS_PROXY", "http://proxy.corp.example:3128")
                .forward("proxy.corp.example", None)
        },
        roots: &[],
    },
];
