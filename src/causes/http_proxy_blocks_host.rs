use crate::base::{Excerpt, Text};
use crate::go::httpproxy::Proxy;
use crate::model::{
    Area, Cause, Cite, Confidence, Endpoint, Evidence, Fault, Fetch, Finding, Fix, Mark, Refusal,
    Reply, Risk, Scope, Step, Subject, TlsFault, TunnelFault, is_public_host, meant_host,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

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
        Mark::gos(&["Get \"https://", "\": "])
            .or(&["no-proxy-missing"])
            .when(|it| it.is_gos() && it.has_bare_reason()),
        Mark::gos(&["Get https://", ": "])
            .or(&["no-proxy-missing"])
            .when(|it| it.is_gos() && it.has_bare_reason()),
        Mark::gos(&["Get \"http", "\": Forbidden"])
            .or(&["no-proxy-missing"])
            .when(|it| it.is_gos() && it.has_bare_reason()),
        Mark::gos(&["socks connect tcp ", "unknown error "]),
        Mark::gos(&["socks connect tcp ", "connection not allowed by ruleset"]),
        Mark::gos(&[
            "fatal: unable to access 'http",
            "Received HTTP code ",
            " from proxy after CONNECT",
        ])
        .or(ALIKE),
        Mark::gos(&["fatal: unable to access 'http", "CONNECT tunnel failed, response "]).or(ALIKE),
        Mark::gos(&["Can't complete SOCKS5 connection to "]).or(ALIKE),
    ],
    explains: &[
        "sumdb-unreachable",
        "goproxy-server-error",
        "goproxy-forbidden",
        "goproxy-not-a-module-proxy",
        "tls-plaintext-server",
        "tls-handshake-reset",
    ],
    rule,
    fixes,
};

/// A refusal, however it came.
struct Refused {
    cites: Vec<Cite>,
    modules: Vec<String>,
    endpoint: Endpoint,
    /// The endpoints, for a sentence.
    named: String,
    said: String,
    means: Refusal,
}

/// What these words leave open.
const ALIKE: &[&str] = &["git-proxy-config", "http-proxy-unreachable"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let refused = refused(evidence)?;
    let Refused { endpoint, named, said, means, .. } = &refused;
    let variable = evidence.facts.forward_variable(endpoint);
    let from = variable.unwrap_or("HTTPS_PROXY");
    let proxy = evidence.facts.forward_proxy(&endpoint.url()).unwrap_or_default();
    let proxy = Proxy::parse(proxy.raw()).map_or_else(|_| proxy.to_string(), |it| it.address());
    let meaning = meaning(means, endpoint);
    let (en, zh) = (&meaning.en, &meaning.zh);
    let says = say! {
        en: "The forward proxy {proxy} (from {from}) opens no way to {named}. It says: `{said}`. {en}",
        zh: "正向代理 {proxy}（来自 {from}）不放行到 {named} 的连接。它的答复是：`{said}`。{zh}",
    };
    let (mut cites, mut confidence) = (refused.cites.clone(), Confidence::Likely);
    let by_itself = !matches!(means, Refusal::Page { .. });
    if let Some(name) = variable.filter(|_| by_itself) {
        cites.push(Cite::Variable(name.into()));
        confidence = Confidence::Certain;
    }
    let finding = Finding::new(confidence, says, cites).stops(refused.modules.clone());
    let because = Text::of("The proxy answers.", "代理有应答。");
    let finding =
        finding.not("http-proxy-unreachable", because).about(Subject::Host(endpoint.host.clone()));
    if matches!(means, Refusal::Elsewhere { .. } | Refusal::Page { .. }) {
        return Some(finding);
    }
    let because = Text::of("It does not ask for credentials.", "它没有要求凭据。");
    Some(finding.not("http-proxy-auth-required", because))
}

fn refused(evidence: &Evidence) -> Option<Refused> {
    tunnels(evidence).or_else(|| requests(evidence))
}

fn tunnels(evidence: &Evidence) -> Option<Refused> {
    let broken = evidence.broken_where(|ladder| ladder.tunnel_refusal().is_some());
    let ladder = broken.first()?.ladder;
    let means = ladder.tunnel_refusal()?;
    let said = match (ladder.fault()?, &means) {
        (_, Refusal::Page { words }) => format!("200 … {words}").trim_end().to_owned(),
        (Fault::Tunnel(TunnelFault::Denied { reply, .. }), _) => said(reply),
        (Fault::Tunnel(TunnelFault::SocksDenied { code, .. }), _) => format!("SOCKS reply {code}"),
        _ => return None,
    };
    Some(Refused {
        cites: broken.cites(),
        modules: broken.modules(),
        endpoint: ladder.endpoint.clone(),
        named: broken.endpoints(),
        said,
        means,
    })
}

/// Without TLS the proxy answers in the server's place, and says so itself; or the
/// server answers otherwise without it.
fn requests(evidence: &Evidence) -> Option<Refused> {
    let own = |fetch: &Fetch| {
        fetch.refusal().is_some_and(Reply::is_by_forward_proxy)
            && evidence.facts.forward_proxy(fetch.url.raw()).is_some()
    };
    let broken = evidence.stopped_at(|fetch| {
        fetch.refusal().is_some_and(|reply| reply.status != 407)
            && fetch.plain_endpoint().is_some()
            && (own(fetch) || evidence.refused_on_the_way(fetch).is_some())
    });
    let fetch = broken.first()?.fetch;
    let (endpoint, reply) = (fetch.plain_endpoint()?, fetch.refusal()?);
    let mut cites = broken.cites();
    cites.extend(evidence.refused_on_the_way(fetch).filter(|_| !own(fetch)));
    Some(Refused {
        cites,
        modules: broken.modules(),
        named: endpoint.to_string(),
        endpoint,
        said: said(reply),
        means: reply.as_refusal(),
    })
}

/// Its own words, and the headers that tell who it is.
fn said(reply: &Reply) -> String {
    let headers = ["server", "via", "x-squid-error"];
    let headers: Vec<String> = headers
        .iter()
        .filter_map(|name| Some(format!("{name}: {}", reply.header(name)?)))
        .collect();
    let words = Reply { excerpt: Excerpt::default(), ..reply.clone() }.words();
    if headers.is_empty() { words } else { format!("{words} ({})", headers.join("; ")) }
}

fn meaning(means: &Refusal, endpoint: &Endpoint) -> Text {
    let host = &endpoint.host;
    match means {
        Refusal::Rule => Text::of(
            "That is a rule of the proxy, and the host was not asked.",
            "这是代理的规则，目标主机并未被访问到。",
        ),
        Refusal::Elsewhere { host } if host.is_empty() => Text::of(
            "That points to another page, as networks do on which one logs in first.",
            "它指向另一个页面，需要先登录的网络往往如此。",
        ),
        Refusal::Elsewhere { host } => say! {
            en: "That points to a page of {host}, as networks do on which one logs in first.",
            zh: "它指向 {host} 的页面，需要先登录的网络往往如此。",
        },
        Refusal::TooMuch => Text::of(
            "It limits what goes through it, and the host was not asked.",
            "它限制了经过的流量，目标主机并未被访问到。",
        ),
        Refusal::NoAddress => {
            let hint = meant_host(host);
            let en = hint.map_or(String::new(), |meant| format!(" The name is close to {meant}."));
            let zh = hint.map_or(String::new(), |meant| format!("它与 {meant} 很接近。"));
            say! {
                en: "The proxy looked the name {host} up and found no address for it.{en}",
                zh: "代理解析了 {host} 这个名字，没有得到地址。{zh}",
            }
        }
        Refusal::NoRoad => Text::of(
            "The proxy itself cannot get through to the host: it finds no address for it or no road to it.",
            "代理自己到不了目标主机：它解析不出地址，或者没有通路。",
        ),
        Refusal::Page { .. } => say! {
            en: "It says yes to CONNECT, and then a page comes where {host} would speak TLS: from the proxy, or from a filter or login page behind it.",
            zh: "它同意了 CONNECT，但在本应由 {host} 进行 TLS 握手的位置返回了一个页面：来自代理本身，或者它后面的过滤设备、登录页。",
        },
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let Some(refused) = refused(evidence) else { return Vec::new() };
    let is_policy = !matches!(refused.means, Refusal::NoAddress | Refusal::NoRoad);
    let renamed = (refused.means == Refusal::NoAddress).then(|| renamed(host, evidence)).flatten();
    let mut fixes: Vec<Fix> = renamed.into_iter().chain([asked(&refused)]).collect();
    fixes.extend(evidence.detours(host).into_iter().map(|fix| {
        let passes_by = is_policy && fix.risk == Risk::Safe;
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

/// A slip in the name, of which the proxy alone knows that it has no address.
fn renamed(host: &str, evidence: &Evidence) -> Option<Fix> {
    let (facts, meant) = (&evidence.facts, meant_host(host)?);
    let value = facts.goproxy_renamed(host, meant)?;
    let title = say! { en: "Correct the name to {meant}", zh: "把域名改正为 {meant}" };
    Some(Fix::safe(title, facts.reach("GOPROXY"), vec![facts.set("GOPROXY", value)]))
}

/// What to ask of whom.
fn asked(refused: &Refused) -> Fix {
    let Refused { named, endpoint, .. } = refused;
    let host = &endpoint.host;
    let (title, step) = match &refused.means {
        Refusal::Rule | Refusal::Page { .. } => (
            say! { en: "Have {named} allowed", zh: "申请放行 {named}" },
            say! {
                en: "Ask whoever runs the forward proxy to allow {named}, or set GOPROXY to the module proxy of this organisation.",
                zh: "请正向代理的管理者放行 {named}，或者把 GOPROXY 设为本组织的模块代理。",
            },
        ),
        Refusal::Elsewhere { .. } => (
            Text::of("Log in to this network", "登录本网络"),
            say! {
                en: "Open any page in a browser on this machine's network and log in; where there is nothing to log in to, ask whoever runs the forward proxy to allow CONNECT to {named}.",
                zh: "在本机所在的网络里用浏览器打开任意网页并登录；如果没有可登录的页面，请正向代理的管理者放行到 {named} 的 CONNECT。",
            },
        ),
        Refusal::TooMuch => (
            Text::of("Wait, and send less at a time", "稍等，并减少同时的请求"),
            say! {
                en: "Repeat the command in a few minutes; if it stays so, ask whoever runs the forward proxy for a higher limit to {named}.",
                zh: "几分钟后重试；如果仍然如此，请正向代理的管理者提高到 {named} 的限额。",
            },
        ),
        Refusal::NoAddress if is_public_host(host) => (
            say! { en: "Have the proxy find {host}", zh: "让代理能解析 {host}" },
            say! {
                en: "Ask whoever runs the forward proxy why its nameserver does not know {host}, which the public one does.",
                zh: "请正向代理的管理者检查它的域名服务器为什么不认识 {host}，公共域名服务器是认识的。",
            },
        ),
        Refusal::NoAddress => (
            say! { en: "Check the name {host}", zh: "检查 {host} 这个名字" },
            say! {
                en: "Correct {host} where it is set, if it has a slip or was given up. If it exists, ask whoever runs the forward proxy why its nameserver does not know it; a host of the internal network belongs into NO_PROXY.",
                zh: "如果 {host} 写错了或者已经停用，请在设置它的地方改正。如果它存在，请正向代理的管理者检查域名服务器为什么不认识它；内部网络的主机应当写进 NO_PROXY。",
            },
        ),
        Refusal::NoRoad => (
            say! { en: "Have the proxy get to {named}", zh: "让代理能到达 {named}" },
            say! {
                en: "Ask whoever runs the forward proxy why it cannot reach {named}: its nameserver, or its own way out.",
                zh: "请正向代理的管理者检查它为什么到不了 {named}：它的域名服务器，或者它自己的出口。",
            },
        ),
    };
    let (scope, why) = match &refused.means {
        Refusal::Elsewhere { .. } => {
            (Scope::Machine, Text::of("It is done in a browser.", "这要在浏览器中完成。"))
        }
        Refusal::NoAddress if !is_public_host(host) => (
            Scope::User,
            Text::of("Which name was meant is not known here.", "无法得知本来想写的名字。"),
        ),
        _ => (Scope::Upstream, Text::of("It is another's server.", "这是别人的服务器。")),
    };
    Fix::safe(title, scope, vec![Step::Say(step)]).unprovable(why)
}

fn denying(status: u16) -> World {
    World::healthy()
        .var("HTTPS_PROXY", "http://proxy.corp.example:3128")
        .denying_forward("proxy.corp.example", status)
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "a rule", world: || denying(403), roots: &["http-proxy-blocks-host"] },
    Scene {
        name: "no way out of the proxy",
        world: || denying(503),
        roots: &["http-proxy-blocks-host"],
    },
    Scene {
        name: "a rule of a SOCKS proxy",
        world: || denying(403).var("HTTPS_PROXY", "socks5://proxy.corp.example:1080"),
        roots: &["http-proxy-blocks-host"],
    },
    Scene {
        name: "an internal host that is not reached directly either",
        world: || {
            denying(403)
                .var("GOPROXY", "https://go.corp.example")
                .site("go.corp.example", Site::proxy())
                .dial("go.corp.example", &crate::model::DialFault::TimedOut { after_ms: 5000 })
        },
        roots: &["http-proxy-blocks-host"],
    },
    Scene {
        name: "another answers in the name of a public host",
        world: || {
            let page = TlsFault::Plaintext { excerpt: Excerpt::text("HTTP/1.1 403 Forbidden") };
            World::healthy()
                .var("HTTPS_PROXY", "http://proxy.corp.example:3128")
                .forward("proxy.corp.example", None)
                .site("proxy.golang.org", Site::proxy().tls(Tls::Fault(page)))
        },
        roots: &["http-proxy-blocks-host"],
    },
    Scene {
        name: "a slip in the name, which the proxy looks up",
        world: || denying(504).var("GOPROXY", "https://proxy.golan.org,direct"),
        roots: &["http-proxy-blocks-host"],
    },
    Scene {
        name: "a rule that only shows beside the server's own answer",
        world: || {
            denying(403)
                .var("GOPROXY", "http://go.example.org")
                .var("HTTP_PROXY", "http://proxy.corp.example:3128")
                .site("go.example.org", Site::proxy())
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
