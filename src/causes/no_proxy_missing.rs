use crate::base::Text;
use crate::go::httpproxy::{NearMiss, Proxy};
use crate::go::url::Url;
use crate::model::{
    Area, BrokenFetch, BrokenFetches, Cause, Cite, Confidence, DialFault, Endpoint, Evidence,
    Fault, Finding, Fix, Mark, Passable, Reply, Scope, Step, Subject, TunnelFault, is_inner,
    looks_private,
};
use crate::say;
use crate::world::{Scene, Site, World};
use std::net::IpAddr;

pub(super) const CAUSE: Cause = Cause {
    code: "no-proxy-missing",
    area: Area::ForwardProxy,
    title: Text::of(
        "An internal host is sent through the forward proxy",
        "内部主机被送到了正向代理",
    ),
    docs: Text::of(
        "A variable sends every host through the forward proxy, this internal one too. The proxy \
         does not serve it: it looks outwards, and refuses, or has no road inwards. Without the \
         proxy the host is reached.\n\n\
         go says: Get \"https://modules.corp.example/...\": Forbidden\n\
         or: Get \"https://modules.corp.example/...\": Service Unavailable\n\n\
         NO_PROXY (or no_proxy; the upper-case one wins unless it is empty) names the hosts that \
         go reaches directly. Its rules in go are not those of curl: `corp.example` stands for \
         itself and all below, `.corp.example` and `*.corp.example` for those below alone; \
         `host:8443` for that port alone; networks such as 10.0.0.0/8 only for hosts written as an \
         address, as go does not look names up for it; only commas separate, and a URL, a blank or \
         a semicolon makes an entry that never holds.\n\n\
         Add the host to NO_PROXY where the proxy variables are set: the shell's profile, the \
         runner of the CI job, `--build-arg NO_PROXY=...` or ~/.docker/config.json for builds. \
         Do not set NO_PROXY=* for it: public hosts would then no longer go through the proxy.",
        "某个环境变量让所有主机都走正向代理，这个内部主机也在其中。代理并不服务于它：\
         代理面向外网，要么拒绝，要么没有通向内网的路。不经代理则可以访问到该主机。\n\n\
         go 的报错：Get \"https://modules.corp.example/...\": Forbidden\n\
         或者：Get \"https://modules.corp.example/...\": Service Unavailable\n\n\
         NO_PROXY（或 no_proxy；大写的优先，除非为空）列出 go 直接访问的主机。go 的规则与 curl 不同：\
         `corp.example` 代表它自身和所有下级，`.corp.example` 和 `*.corp.example` 只代表下级；\
         `host:8443` 只对该端口有效；10.0.0.0/8 这样的网段只对写成地址的主机有效，因为 go 不会为此去解析域名；\
         只有逗号是分隔符，写成 URL，或者用空格、分号分隔，得到的条目都不会生效。\n\n\
         请在设置代理变量的地方把该主机加进 NO_PROXY：shell 的配置文件、CI 的 runner、\
         构建时的 `--build-arg NO_PROXY=...` 或 ~/.docker/config.json。不要为此设置 NO_PROXY=*：\
         那样公共主机也不再经过代理。",
    ),
    logs: &[
        Mark::gos(&["Get \"https://", "\": Forbidden"]).or(&["http-proxy-blocks-host"]).when(
            |it| {
                it.is_gos() && it.has_bare_reason() && it.host.as_deref().is_some_and(looks_private)
            },
        ),
        Mark::gos(&["Get \"https://", "\": Bad Gateway"]).or(&["http-proxy-blocks-host"]).when(
            |it| {
                it.is_gos() && it.has_bare_reason() && it.host.as_deref().is_some_and(looks_private)
            },
        ),
        Mark::gos(&["Get \"https://", "\": Service Unavailable"])
            .or(&["http-proxy-blocks-host"])
            .when(|it| {
                it.is_gos() && it.has_bare_reason() && it.host.as_deref().is_some_and(looks_private)
            }),
        Mark::gos(&["Get \"https://", "\": Gateway Timeout"]).or(&["http-proxy-blocks-host"]).when(
            |it| {
                it.is_gos() && it.has_bare_reason() && it.host.as_deref().is_some_and(looks_private)
            },
        ),
        Mark::gos(&["Get \"https://", "\": Filtered"]).or(&["http-proxy-blocks-host"]).when(|it| {
            it.is_gos() && it.has_bare_reason() && it.host.as_deref().is_some_and(looks_private)
        }),
        Mark::gos(&["Get \"https://", "\": Access violation"])
            .or(&["http-proxy-blocks-host"])
            .when(|it| {
                it.is_gos() && it.has_bare_reason() && it.host.as_deref().is_some_and(looks_private)
            }),
    ],
    explains: &[
        "http-proxy-blocks-host",
        "http-proxy-auth-required",
        "http-proxy-unreachable",
        "goproxy-forbidden",
        "goproxy-server-error",
    ],
    rule,
    fixes,
};

/// An internal host that the forward proxy does not serve.
struct Kept {
    cites: Vec<Cite>,
    modules: Vec<String>,
    hosts: Vec<String>,
    endpoint: Endpoint,
    addresses: Vec<IpAddr>,
    /// go walks past it, and is stopped elsewhere.
    is_past: bool,
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let kept = kept(evidence)?;
    let variable = evidence.facts.forward_variable(&kept.endpoint)?;
    let proxy = evidence.facts.forward_proxy(&kept.endpoint.url()).unwrap_or_default();
    let proxy = Proxy::parse(proxy.raw()).map_or_else(|_| proxy.to_string(), |it| it.address());
    let hosts = kept.hosts.join(", ");
    let why = near_miss(&kept, evidence);
    let (en, zh) = (&why.en, &why.zh);
    let says = say! {
        en: "{variable} sends {hosts} through the forward proxy {proxy}, and there it does not get through. Tried without the proxy, it answers: it is a host of the internal network, and NO_PROXY does not name it.{en}",
        zh: "{variable} 让 {hosts} 走正向代理 {proxy}，而在那里行不通。不经代理试过，它有应答：这是内部网络的主机，而 NO_PROXY 没有包含它。{zh}",
    };
    let mut cites = kept.cites;
    cites.push(Cite::Variable(variable.into()));
    let confidence = if kept.is_past { Confidence::Likely } else { Confidence::Certain };
    let finding = Finding::new(confidence, says, cites).stops(kept.modules);
    let because = Text::of("The host is reached without the proxy.", "不经代理可以访问到该主机。");
    let subject = Subject::Host(kept.endpoint.host);
    Some(finding.not("http-proxy-blocks-host", because).about(subject))
}

fn kept(evidence: &Evidence) -> Option<Kept> {
    let fatal = evidence.passable(is_kept);
    if fatal.first().is_none()
        && let Some(kept) = requests(evidence)
    {
        return Some(kept);
    }
    // A `|` behind it lets go walk on, to where it is then stopped.
    let is_past = fatal.first().is_none();
    let passable = if is_past { evidence.passable_before(is_kept) } else { fatal };
    let first = passable.first()?;
    Some(Kept {
        is_past,
        cites: passable.cites(),
        modules: passable.modules(),
        hosts: passable.hosts(),
        endpoint: first.broken.ladder.endpoint.clone(),
        addresses: first.road.addresses().to_vec(),
    })
}

fn is_kept(it: &Passable<'_>) -> bool {
    let ladder = it.broken.ladder;
    let by_proxy = matches!(ladder.fault(), Some(Fault::Tunnel(_) | Fault::Tls(_)));
    ladder.through.is_some()
        && it.through.is_none()
        && by_proxy
        && is_inner(&ladder.endpoint.host, it.road.addresses())
}

/// Without TLS the proxy answers in the server's place. Where it does not say that
/// it does, the server does when asked without it.
fn requests(evidence: &Evidence) -> Option<Kept> {
    let broken = evidence.stopped_at(|fetch| {
        fetch.refusal().is_some()
            && fetch.url.raw().starts_with("http:")
            && evidence.facts.forward_proxy(fetch.url.raw()).is_some()
    });
    let mut kept = broken.0.iter().find_map(|it| asked_without(it, evidence))?;
    let host = &kept.endpoint.host;
    let others: Vec<_> = broken.0.into_iter().filter(|it| it.fetch.host() == *host).collect();
    let others = BrokenFetches(others);
    kept.cites.splice(0..0, others.cites());
    kept.modules = others.modules();
    Some(kept)
}

fn asked_without(broken: &BrokenFetch<'_>, evidence: &Evidence) -> Option<Kept> {
    let by_proxy = broken.fetch.refusal().is_some_and(Reply::is_by_forward_proxy);
    let endpoint = broken.fetch.plain_endpoint()?;
    let (cite, road) = evidence.roads_without(&endpoint).find(|(_, road)| {
        is_inner(&endpoint.host, road.addresses()) && (by_proxy || road.is_served())
    })?;
    let (cites, addresses) = (vec![cite], road.addresses().to_vec());
    let hosts = vec![endpoint.host.clone()];
    let modules = broken.modules.clone();
    Some(Kept { cites, modules, hosts, endpoint, addresses, is_past: false })
}

/// The entry that was meant for it, and why it does not hold.
fn near_miss(kept: &Kept, evidence: &Evidence) -> Text {
    let config = evidence.facts.forward_proxies();
    let Ok(url) = Url::parse(&kept.endpoint.url()) else { return Text::of("", "") };
    let Some(missed) = config.near_miss(&url, &kept.addresses) else { return shadowed(evidence) };
    match missed {
        NearMiss::Url { entry } => {
            let entry = entry.text;
            say! {
                en: " Its entry `{entry}` is a URL; go compares with hosts alone.",
                zh: "其中的 `{entry}` 是 URL，而 go 只与主机名比较。",
            }
        }
        NearMiss::Separator { entry } => {
            let entry = entry.text;
            say! {
                en: " go reads `{entry}` as one entry: only commas separate.",
                zh: "go 把 `{entry}` 读作一个条目：只有逗号是分隔符。",
            }
        }
        NearMiss::BelowOnly { entry } => {
            let entry = entry.text;
            say! {
                en: " Its entry `{entry}` stands for hosts below that name, not for the name itself.",
                zh: "其中的 `{entry}` 只代表该域名的下级，不包括它自身。",
            }
        }
        NearMiss::OtherPort { entry } => {
            let entry = entry.text;
            say! {
                en: " Its entry `{entry}` is for another port.",
                zh: "其中的 `{entry}` 是另一个端口。",
            }
        }
        NearMiss::NotLookedUp { entry } => {
            let entry = entry.text;
            say! {
                en: " Its entry `{entry}` holds for hosts written as an address alone: go does not look names up for it.",
                zh: "其中的 `{entry}` 只对写成地址的主机有效：go 不会为此解析域名。",
            }
        }
        NearMiss::Star { entry } => {
            let entry = entry.text;
            say! {
                en: " In its entry `{entry}` the star has no meaning to go: it stands alone or before a dot.",
                zh: "其中的 `{entry}` 里的星号对 go 没有意义：星号只能单独出现，或者位于一个点之前。",
            }
        }
    }
}

/// The lower-case spelling is not read while the other has a value.
fn shadowed(evidence: &Evidence) -> Text {
    let both = ["NO_PROXY", "no_proxy"].map(|name| evidence.facts.variable(name));
    match both {
        [Some(upper), Some(lower)] if upper.value != lower.value => Text::of(
            " go reads NO_PROXY; no_proxy, which says something else, counts only where the other is empty.",
            "go 读取的是 NO_PROXY；内容不同的 no_proxy 只有在前者为空时才有效。",
        ),
        _ => Text::of("", ""),
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Some(Kept { hosts, .. }) = kept(evidence) else { return Vec::new() };
    let named = hosts.join(", ");
    let title = say! {
        en: "Reach {named} without the proxy: add it to NO_PROXY",
        zh: "不经代理访问 {named}：把它加进 NO_PROXY",
    };
    let mut fixes = vec![Fix::safe(title, Scope::Process, evidence.facts.no_proxy_with(&hosts))];
    fixes.extend(unset(evidence));
    fixes
}

/// A proxy that is not even there is mostly a leftover.
fn unset(evidence: &Evidence) -> Option<Fix> {
    let dead = |fault: &Fault| {
        matches!(fault, Fault::Tunnel(TunnelFault::Unreached { .. } | TunnelFault::Unresolved(_)))
    };
    let broken = evidence.broken_by(dead);
    let name = evidence.facts.forward_variable(&broken.first()?.ladder.endpoint)?;
    let title = say! {
        en: "Unset {name}, if the network needs no proxy",
        zh: "如果网络不需要代理，就取消 {name}",
    };
    let step = Step::UnsetEnv { name: name.to_owned() };
    Some(Fix::safe(title, Scope::Process, vec![step]))
}

fn inner() -> World {
    World::healthy()
        .var("GOPROXY", "https://go.corp.example")
        .site("go.corp.example", Site::proxy())
        .var("HTTPS_PROXY", "http://proxy.corp.example:3128")
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "the proxy refuses",
        world: || inner().denying_forward("proxy.corp.example", 403),
        roots: &["no-proxy-missing"],
    },
    Scene {
        name: "the proxy asks for a password",
        world: || inner().forward("proxy.corp.example", Some("s3cret")),
        roots: &["no-proxy-missing"],
    },
    Scene {
        name: "the proxy is gone",
        world: || {
            inner()
                .forward("proxy.corp.example", None)
                .dial("proxy.corp.example", &DialFault::Refused)
        },
        roots: &["no-proxy-missing"],
    },
    Scene {
        name: "an entry that does not hold",
        world: || {
            inner()
                .denying_forward("proxy.corp.example", 503)
                .var("NO_PROXY", ".go.corp.example;localhost")
        },
        roots: &["no-proxy-missing"],
    },
    Scene {
        name: "over plain HTTP",
        world: || {
            inner()
                .var("GOPROXY", "http://go.corp.example")
                .var("HTTP_PROXY", "http://proxy.corp.example:3128")
                .forward("proxy.corp.example", Some("s3cret"))
        },
        roots: &["no-proxy-missing"],
    },
    Scene {
        name: "over plain HTTP, by a proxy that does not say who it is",
        world: || {
            inner()
                .var("GOPROXY", "http://go.corp.example")
                .var("HTTP_PROXY", "http://proxy.corp.example:3128")
                .denying_forward("proxy.corp.example", 502)
        },
        roots: &["no-proxy-missing"],
    },
    Scene {
        name: "go walks past it to where the proxy forbids as well",
        world: || {
            inner()
                .var("GOPROXY", "https://go.corp.example|https://proxy.golang.org")
                .denying_forward("proxy.corp.example", 403)
        },
        roots: &["no-proxy-missing"],
    },
    Scene {
        name: "named in NO_PROXY",
        world: || {
            inner().denying_forward("proxy.corp.example", 403).var("no_proxy", "corp.example")
        },
        roots: &[],
    },
    Scene {
        name: "a public host is no matter of NO_PROXY",
        world: || {
            World::healthy()
                .var("HTTPS_PROXY", "http://proxy.corp.example:3128")
                .denying_forward("proxy.corp.example", 403)
        },
        roots: &["http-proxy-blocks-host"],
    },
];
