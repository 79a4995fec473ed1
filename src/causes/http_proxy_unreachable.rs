use crate::base::{Text, Veiled};
use crate::go::httpproxy::Proxy;
use crate::model::{
    Area, BrokenLadder, Cause, Cite, Confidence, DialFault, DnsAnswer, Evidence, Fault, Finding,
    Fix, Mark, Scope, Speaker, Spoken, Step, Subject, TlsFault, TunnelFault, is_loopback,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "http-proxy-unreachable",
    area: Area::ForwardProxy,
    title: Text::of("The forward proxy cannot be used", "正向代理无法使用"),
    docs: Text::of(
        "A variable (HTTPS_PROXY, https_proxy, HTTP_PROXY or http_proxy) sends go through a \
         forward proxy, and that proxy itself has no address, refuses the connection, stays \
         silent or is none. The server behind it was never asked.\n\n\
         go says: proxyconnect tcp: dial tcp ADDRESS:3128: connect: connection refused\n\
         or: proxyconnect tcp: dial tcp: lookup HOST: no such host\n\
         or, 60 seconds after a CONNECT without an answer: context deadline exceeded\n\n\
         `proxyconnect` in the message tells it from a failure of the server. Mostly the variable \
         is a leftover: a VPN client or a local tool set it and is no longer running. In a \
         container 127.0.0.1 is the container itself; Docker also hands the variables of the \
         host's ~/.docker/config.json to every build. Changing GOPROXY does not help, as that \
         host goes through the same proxy.\n\n\
         Unset the variable where it is set, or start or correct the proxy. From inside a \
         container the machine around it is host.docker.internal. Do not set NO_PROXY=* in a \
         network that lets out nothing but the proxy.",
        "某个环境变量（HTTPS_PROXY、https_proxy、HTTP_PROXY 或 http_proxy）让 go 走正向代理，\
         而这个代理自身没有地址、拒绝连接、没有回应，或者根本不是代理。它后面的服务器从未被访问到。\n\n\
         go 的报错：proxyconnect tcp: dial tcp ADDRESS:3128: connect: connection refused\n\
         或者：proxyconnect tcp: dial tcp: lookup HOST: no such host\n\
         或者（CONNECT 发出 60 秒仍无应答）：context deadline exceeded\n\n\
         报错里的 `proxyconnect` 说明出问题的不是目标服务器。多数情况下这个变量是残留的：\
         VPN 客户端或本地工具设置了它，而程序已经不在运行。在容器里，127.0.0.1 是容器自身；\
         Docker 还会把宿主机 ~/.docker/config.json 里的代理变量传给每次构建。\
         改 GOPROXY 没有用，新的主机同样要经过这个代理。\n\n\
         请在设置它的地方取消该变量，或者启动、改正代理。在容器里，宿主机的名字是 host.docker.internal。\
         如果网络只允许经由代理外出，不要设置 NO_PROXY=*。",
    ),
    logs: &[
        Mark::gos(&["proxyconnect tcp: "]).or(&["http-proxy-malformed"]),
        Mark::gos(&["proxyconnect tcp: dial tcp"]),
        Mark::gos(&["proxyconnect tcp: dial tcp: lookup "]).or(&["http-proxy-malformed"]),
        Mark::gos(&["proxyconnect tcp: dial tcp: address "]).or(&["http-proxy-malformed"]),
        Mark::gos(&["error connecting to proxy "]).or(&["http-proxy-malformed"]),
        Mark::of(&["socks connect tcp "])
            .common()
            .without(&["server response:", "unknown error "])
            .or(&["http-proxy-malformed"])
            .when(Spoken::is_gos),
        Mark::of(&["socks connect tcp ", "connection refused"])
            .common()
            .without(&["server response:", "unknown error "])
            .when(Spoken::is_gos),
        Mark::gos(&["socks connect tcp ", "EOF"]).or(&["http-proxy-malformed"]),
        Mark::network(&["Get \"http", "\": context deadline exceeded"]).or(&[
            "server-no-answer",
            "tcp-timeout",
            "http-proxy-blocks-host",
        ]),
        Mark::road(&["Get \"https://", "tcp ", "->", ": read: connection reset by peer"])
            .or(&["http-proxy-blocks-host", "tls-handshake-reset", "http-proxy-malformed"])
            .when(|it| it.is_gos() && it.went_by_another_port()),
        // What answers so to CONNECT is a web server and no forward proxy.
        Mark::gos(&["fatal: unable to access 'http", "CONNECT tunnel failed, response 30"])
            .or(ALIKE),
        Mark::gos(&[
            "fatal: unable to access 'http",
            "Received HTTP code 30",
            " from proxy after CONNECT",
        ])
        .or(ALIKE),
        Mark::gos(&["Could not resolve proxy"])
            .or(&["git-proxy-config"])
            .when(|it| it.is_gos() && it.by != Speaker::Tool),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

/// What go reads as the host where the rest of the value is no URL.
const SCHEMES: &[&str] = &["http", "https", "socks", "socks4", "socks5", "socks5h"];

/// What these words leave open.
const ALIKE: &[&str] = &["http-proxy-malformed", "http-proxy-blocks-host", "git-proxy-config"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.broken_by(is_dead);
    let first = broken.first()?;
    let Some(Fault::Tunnel(fault)) = first.ladder.fault() else { return None };
    let proxy = shown(first);
    let variable = evidence.facts.forward_variable(&first.ladder.endpoint);
    let how = if has_no_port(first) {
        Text::of("has no port from 1 to 65535", "的端口不在 1 到 65535 之间")
    } else {
        how(fault)
    };
    let (how_en, how_zh) = (&how.en, &how.zh);
    let (by_en, by_zh) = match variable {
        Some(name) => (format!("{name} names"), format!("{name} 指定的")),
        None => ("The environment names".to_owned(), "环境变量指定的".to_owned()),
    };
    let inside = inside(first, evidence);
    let (in_en, in_zh) = (&inside.en, &inside.zh);
    let says = say! {
        en: "{by_en} the forward proxy {proxy}, which {how_en}. Whatever go sends through it ends there.{in_en}",
        zh: "{by_zh}正向代理 {proxy} {how_zh}。go 经由它发送的一切都到此为止。{in_zh}",
    };
    let mut cites = broken.cites();
    let confidence = match variable {
        Some(name) => {
            cites.push(Cite::Variable(name.into()));
            Confidence::Certain
        }
        None => Confidence::Likely,
    };
    let subject = Subject::Setting(variable.unwrap_or("HTTPS_PROXY").into());
    let because = Text::of("The proxy asked for no credentials.", "代理没有要求凭据。");
    let finding = Finding::new(confidence, says, cites).stops(broken.modules());
    Some(finding.not("http-proxy-auth-required", because).about(subject))
}

fn is_dead(fault: &Fault) -> bool {
    let Fault::Tunnel(fault) = fault else { return false };
    match fault {
        // It is there, and its certificate is what go objects to.
        TunnelFault::Unsecured(fault) => !matches!(fault, TlsFault::Untrusted(_)),
        TunnelFault::Unresolved(_)
        | TunnelFault::Unreached { .. }
        | TunnelFault::Silent { .. }
        | TunnelFault::Closed
        | TunnelFault::NotAProxy { .. } => true,
        TunnelFault::Denied { .. }
        | TunnelFault::SocksDenied { .. }
        | TunnelFault::RefusedByGo
        | TunnelFault::GitAstray { .. } => false,
    }
}

fn how(fault: &TunnelFault) -> Text {
    match fault {
        TunnelFault::Unresolved(dns) => unresolved(&dns.decisive),
        TunnelFault::Unreached { at } => match at.first() {
            Some((_, DialFault::Refused)) => Text::of("refuses the connection", "拒绝连接"),
            Some((_, DialFault::TimedOut { .. })) => {
                Text::of("does not answer connection attempts", "对连接请求没有回应")
            }
            _ => Text::of("cannot be reached", "无法到达"),
        },
        TunnelFault::Unsecured(TlsFault::Plaintext { .. }) => Text::of(
            "speaks plain HTTP where its URL says https",
            "使用的是明文 HTTP，而它的 URL 写的是 https",
        ),
        TunnelFault::Unsecured(TlsFault::Untrusted(_)) => {
            Text::of("shows a certificate that go does not trust", "出示的证书不受 go 信任")
        }
        TunnelFault::Unsecured(_) => Text::of("fails in TLS", "TLS 握手失败"),
        TunnelFault::Silent { .. } => Text::of(
            "accepts the connection and never answers CONNECT",
            "接受连接但始终不应答 CONNECT",
        ),
        TunnelFault::NotAProxy { .. } => {
            Text::of("answers and is no forward proxy", "有应答，但并不是正向代理")
        }
        _ => Text::of("closes the connection without an answer", "不作应答就关闭连接"),
    }
}

fn unresolved(answer: &DnsAnswer) -> Text {
    match answer {
        DnsAnswer::NoSuchName | DnsAnswer::NoData => {
            Text::of("has no address: there is no such name", "没有地址：该域名不存在")
        }
        _ => Text::of(
            "has no address yet: the nameserver does not answer the question for it",
            "还没有地址：域名服务器没有答复对它的查询",
        ),
    }
}

/// The proxy as `host:port`, without credentials.
fn shown(broken: &BrokenLadder<'_>) -> String {
    let proxy = broken.ladder.through.clone().unwrap_or_default();
    Proxy::parse(proxy.raw()).map_or_else(|_| proxy.to_string(), |proxy| proxy.address())
}

fn host(broken: &BrokenLadder<'_>) -> String {
    let proxy = broken.ladder.through.clone().unwrap_or_default();
    Proxy::parse(proxy.raw()).map(|proxy| proxy.host()).unwrap_or_default()
}

fn inside(broken: &BrokenLadder<'_>, evidence: &Evidence) -> Text {
    if is_inside(broken, evidence) {
        return Text::of(
            " Inside a container this address is the container itself, not the machine around it.",
            "在容器里，这个地址指的是容器自身，而不是宿主机。",
        );
    }
    let host = host(broken);
    if SCHEMES.contains(&host.as_str()) {
        return say! {
            en: " A proxy is hardly called `{host}`: the value is no URL as it stands, mostly because of a character in the password that is not percent-encoded, or a missing colon.",
            zh: "代理不大可能叫 `{host}`：这个值按现在的写法不是 URL，多半是密码里有未做百分号编码的字符，或者漏了冒号。",
        };
    }
    Text::of("", "")
}

/// go dials such a port nevertheless, and says that it is none or refuses.
fn has_no_port(broken: &BrokenLadder<'_>) -> bool {
    let proxy = broken.ladder.through.clone().unwrap_or_default();
    let written = Proxy::parse(proxy.raw()).is_ok_and(|proxy| !proxy.url.port().is_empty());
    let port = Proxy::parse(proxy.raw()).ok().and_then(|proxy| proxy.port());
    written && port.is_none_or(|port| port == 0)
}

fn is_inside(broken: &BrokenLadder<'_>, evidence: &Evidence) -> bool {
    evidence.facts.platform.container.is_some() && is_loopback(&host(broken))
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Setting(name) = &finding.subject else { return Vec::new() };
    let broken = evidence.broken_by(is_dead);
    let Some(first) = broken.first() else { return Vec::new() };
    let moved = outside(first, name, evidence);
    let last = if is_inside(first, evidence) { reached(first) } else { repaired(&shown(first)) };
    moved.into_iter().chain(unset(name, evidence)).chain([last]).collect()
}

/// The proxy of the machine around the container.
fn outside(broken: &BrokenLadder<'_>, name: &str, evidence: &Evidence) -> Option<Fix> {
    const OUTSIDE: &str = "host.docker.internal";
    let host = host(broken);
    evidence.facts.platform.container.filter(|_| is_loopback(&host))?;
    let value = evidence.facts.variable(name)?.value.raw().replacen(&host, OUTSIDE, 1);
    let title = say! {
        en: "Name the machine around the container in {name}",
        zh: "在 {name} 里改用宿主机的名字",
    };
    let step = Step::SetEnv { name: name.to_owned(), value: Veiled::new(value) };
    Some(Fix::safe(title, Scope::Process, vec![step]))
}

/// The variable alone, where its twin of the other case then takes its place and
/// may be right; and both.
fn unset(name: &str, evidence: &Evidence) -> Vec<Fix> {
    let value = |name: &str| {
        let value = evidence.facts.variable(name).map(|it| it.value.raw());
        value.filter(|value| !value.is_empty())
    };
    let spelled = [name.to_ascii_lowercase(), name.to_ascii_uppercase()];
    let twin = spelled.into_iter().find(|twin| twin != name && value(twin).is_some());
    let Some(twin) = twin else { return vec![without(&[name])] };
    let both = without(&[name, &twin]);
    if value(&twin) == value(name) { vec![both] } else { vec![without(&[name]), both] }
}

fn without(names: &[&str]) -> Fix {
    let (en, zh) = (names.join(" and "), names.join(" 和 "));
    let title = say! {
        en: "Unset {en}, if the network needs no proxy",
        zh: "如果网络不需要代理，就取消 {zh}",
    };
    let steps = names.iter().map(|name| Step::UnsetEnv { name: (*name).to_owned() });
    Fix::safe(title, Scope::Process, steps.collect())
}

fn repaired(proxy: &str) -> Fix {
    let title = Text::of("Start the proxy, or correct its address", "启动代理，或者改正它的地址");
    let step = say! {
        en: "Start the forward proxy at {proxy}, or set the variable to the one that this network has.",
        zh: "启动 {proxy} 上的正向代理，或者把变量改成本网络实际的代理。",
    };
    let why = Text::of("The right address is not known here.", "无法得知正确的地址。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why)
}

/// How a container gets to a proxy on the machine around it.
fn reached(broken: &BrokenLadder<'_>) -> Fix {
    let host = host(broken);
    let title =
        Text::of("Let the container reach the proxy around it", "让容器能访问宿主机上的代理");
    let step = say! {
        en: "Let the proxy listen on more than {host}, start the container with --add-host host.docker.internal:host-gateway, and name host.docker.internal in its variables (for a build: docker build --build-arg HTTPS_PROXY=http://host.docker.internal:PORT).",
        zh: "让代理不只监听 {host}，用 --add-host host.docker.internal:host-gateway 启动容器，并在容器的变量里写 host.docker.internal（构建时：docker build --build-arg HTTPS_PROXY=http://host.docker.internal:PORT）。",
    };
    let why = Text::of("It is done outside of this container.", "这要在容器外面完成。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why)
}

fn through(proxy: &str) -> World {
    World::healthy().var("HTTPS_PROXY", proxy)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a leftover of a local tool",
        world: || World::healthy().var("https_proxy", "http://127.0.0.1:7890"),
        roots: &["http-proxy-unreachable"],
    },
    Scene {
        name: "localhost in a container",
        world: || through("http://127.0.0.1:7890").container(),
        roots: &["http-proxy-unreachable"],
    },
    Scene {
        name: "a name that is not known",
        world: || through("http://proxy.corp.example:3128"),
        roots: &["http-proxy-unreachable"],
    },
    Scene {
        name: "packets to it vanish",
        world: || {
            through("http://proxy.corp.example:3128")
                .forward("proxy.corp.example", None)
                .dial("proxy.corp.example", &DialFault::TimedOut { after_ms: 5000 })
        },
        roots: &["http-proxy-unreachable"],
    },
    Scene {
        name: "a web server",
        world: || {
            through("http://www.corp.example:80").site("www.corp.example", Site::status(200, ""))
        },
        roots: &["http-proxy-unreachable"],
    },
    Scene {
        name: "only the database goes through it",
        world: || {
            through("http://127.0.0.1:7890")
                .var("NO_PROXY", "proxy.golang.org")
                .site("proxy.golang.org", Site::proxy_without_relay())
        },
        roots: &["http-proxy-unreachable"],
    },
    Scene {
        name: "a proxy that works",
        world: || through("http://proxy.corp.example:3128").forward("proxy.corp.example", None),
        roots: &[],
    },
];
