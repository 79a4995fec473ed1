use crate::base::{Excerpt, Text, Veiled};
use crate::go::httpproxy::{Bypass, Proxy, Scheme};
use crate::model::{
    Area, Cause, Cite, DialFault, Evidence, Facts, Fault, Finding, Fix, Ladder, Mark, Passable,
    Passables, Scope, Step, Subject, TlsFault, TunnelFault,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "http-proxy-malformed",
    area: Area::ForwardProxy,
    title: Text::of("The value of the proxy variable has a slip", "代理变量的写法有误"),
    docs: Text::of(
        "The variable names a forward proxy in a way that go does not read as it was meant. Either \
         the value is no URL: go then ignores it without a word and tries the direct road. Or it \
         is one, of another proxy than was meant, or with another scheme than the proxy speaks.\n\n\
         go says, for a stray character or a missing colon: proxyconnect tcp: dial tcp: lookup http: no such host\n\
         or, for https:// to a plain proxy: proxyconnect tcp: tls: first record does not look like a TLS handshake\n\
         or, where it ignores the value, what the direct road says.\n\n\
         Ignored are a blank in front, a carriage return behind (from a file with Windows line \
         ends), quotes that belonged to a shell, a bare `%` in the password. An unescaped `#`, `/` \
         or `?` in the password ends the host too early, and go looks up `http`. `https://` means \
         TLS to the proxy itself, which few proxies speak: it has nothing to do with what is \
         fetched. go knows http, https, socks5 and socks5h, and takes `socks://` or `socks4://` \
         for an HTTP proxy.\n\n\
         Correct the value where it is set. Mostly it is http://HOST:PORT, also for HTTPS_PROXY. In \
         a password `@` is `%40`, `#` is `%23`, `/` is `%2F`, `?` is `%3F` and `%` is `%25`.",
        "变量确实写了一个正向代理，但 go 读出来的与本意不同。要么它不是 URL：go 会不声不响地忽略它，改走直连；\
         要么它是 URL，指向的却是另一个代理，或者协议头与代理实际使用的不一致。\n\n\
         go 的报错（多余的字符、漏掉的冒号）：proxyconnect tcp: dial tcp: lookup http: no such host\n\
         或者（对明文代理写了 https://）：proxyconnect tcp: tls: first record does not look like a TLS handshake\n\
         如果它忽略了这个值，报错就是直连的报错。\n\n\
         会被忽略的有：开头的空格、末尾的回车（来自 Windows 换行的文件）、本属于 shell 的引号、密码里单独的 `%`。\
         密码里没有转义的 `#`、`/`、`?` 会让主机名提前结束，go 于是去解析 `http`。\
         `https://` 指的是与代理本身之间使用 TLS，很少有代理支持，它与要下载的网址无关。\
         go 认识 http、https、socks5、socks5h，`socks://` 和 `socks4://` 会被当作 HTTP 代理。\n\n\
         请在设置它的地方改正。多数情况下应写 http://HOST:PORT，HTTPS_PROXY 也是如此。\
         密码里的 `@` 写作 `%40`，`#` 写作 `%23`，`/` 写作 `%2F`，`?` 写作 `%3F`，`%` 写作 `%25`。",
    ),
    logs: &[
        Mark::gos(&["proxyconnect tcp: dial tcp: lookup ", "no such host"])
            .or(&["http-proxy-unreachable"])
            .when(|it| it.is_gos() && it.looks_up_a_slip()),
        Mark::gos(&["proxyconnect tcp: dial tcp: lookup ", ": server misbehaving"])
            .or(&["http-proxy-unreachable"])
            .when(|it| it.is_gos() && it.looks_up_a_slip()),
        Mark::gos(&["proxyconnect tcp: dial tcp: lookup ", "i/o timeout"])
            .or(&["http-proxy-unreachable"])
            .when(|it| it.is_gos() && it.looks_up_a_slip()),
        Mark::gos(&["proxyconnect tcp: dial tcp: lookup http: no such host"])
            .or(&["http-proxy-unreachable"]),
        Mark::gos(&["proxyconnect tcp: tls: first record does not look like a TLS handshake"]),
        Mark::gos(&["proxyconnect tcp: net/http: TLS handshake timeout"])
            .or(&["http-proxy-unreachable"]),
        Mark::gos(&["proxyconnect tcp: http: server gave HTTP response to HTTPS client"]),
        Mark::gos(&["proxyconnect tcp: dial tcp :", "onnection refused"])
            .or(&["http-proxy-unreachable"]),
        Mark::gos(&["proxyconnect tcp: dial tcp: ", "missing port in address"]),
        Mark::gos(&["proxyconnect tcp: dial tcp: ", "unknown port"]),
        Mark::gos(&["proxyconnect tcp: dial tcp: ", "too many colons in address"]),
        Mark::gos(&["invalid proxy address "]),
        Mark::gos(&["Unsupported proxy syntax in "]).or(&["git-proxy-config"]),
        Mark::gos(&["proxy: unknown scheme: "]),
        // Who sends another page in answer to CONNECT is no forward proxy.
        Mark::gos(&["unable to access 'http", "Received HTTP code 30", " from proxy after CONNECT"]).or(NO_PROXY),
        Mark::gos(&["unable to access 'http", "CONNECT tunnel failed, response 30"]).or(NO_PROXY),
    ],
    explains: &[
        "http-proxy-unreachable",
        "no-proxy-missing",
        "dns-no-such-host",
        "dns-timeout",
        "dns-resolver-unreachable",
        "tcp-refused",
        "tcp-timeout",
        "sumdb-unreachable",
        "dns-server-failure",
        "dns-no-resolver",
        "dns-hijacked",
        "tcp-unreachable",
        "tcp-reset",
        "ipv6-broken",
        "network-sandboxed",
        "tls-handshake-timeout",
        "tls-handshake-reset",
        "server-no-answer",
    ],
    rule,
    fixes,
};

/// What a redirect in answer to CONNECT leaves open.
const NO_PROXY: &[&str] = &["git-proxy-config", "http-proxy-unreachable", "http-proxy-blocks-host"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let passable = passable(evidence);
    let first = passable.first()?;
    let ladder = first.broken.ladder;
    let name = variable(ladder, &evidence.facts)?;
    let (hosts, reads) = (passable.hosts().join(", "), reads(ladder));
    let (en, zh) = (&reads.en, &reads.zh);
    let meant = first.through.map(shown).unwrap_or_default();
    let says = say! {
        en: "The value of {name} has a slip: {en} go does not get to {hosts}. Tried with {meant} in its place, the same host answers.",
        zh: "{name} 的值写错了：{zh}go 到不了 {hosts}。改用 {meant} 试过，同一主机有应答。",
    };
    let mut cites = passable.cites();
    cites.push(Cite::Variable(name.into()));
    let finding = Finding::certain(says, cites).stops(passable.modules());
    let because = Text::of(
        "The proxy lets through once it is named rightly.",
        "写对之后，代理可以正常使用。",
    );
    Some(finding.not("http-proxy-unreachable", because).about(Subject::Setting(name.into())))
}

fn passable(evidence: &Evidence) -> Passables<'_> {
    let facts = &evidence.facts;
    evidence.passable(|it: &Passable<'_>| {
        let name = variable(it.broken.ladder, facts);
        it.through.is_some() && name.is_some() && it.named_by == name
    })
}

/// The variable whose value go ignores, or by which it goes astray.
fn variable(ladder: &Ladder, facts: &Facts) -> Option<&'static str> {
    if ladder.through.is_some() {
        return facts.forward_variable(&ladder.endpoint);
    }
    match facts.bypass(&ladder.endpoint)? {
        Bypass::Malformed { variable, .. } => Some(variable.name()),
        _ => None,
    }
}

/// What go makes of the value.
fn reads(ladder: &Ladder) -> Text {
    let Some(through) = &ladder.through else {
        return Text::of(
            "it is no URL, and go ignores it without a word. Directly,",
            "它不是 URL，go 不声不响地忽略了它。直连时，",
        );
    };
    let Ok(proxy) = Proxy::parse(through.raw()) else {
        return Text::of("go reads it as another proxy.", "go 把它读成了另一个代理。");
    };
    match (ladder.fault(), &proxy.scheme) {
        (Some(Fault::Tunnel(TunnelFault::Unsecured(TlsFault::Plaintext { .. }))), _) => Text::of(
            "`https` before a proxy means TLS to the proxy itself, and this one speaks plain HTTP.",
            "代理前面的 `https` 表示与代理本身之间使用 TLS，而这个代理使用明文 HTTP。",
        ),
        (_, Scheme::Other { name }) => {
            let name = Excerpt::text(name);
            say! {
                en: "go does not know the scheme `{name}` and speaks HTTP to the proxy.",
                zh: "go 不认识协议头 `{name}`，对代理使用了 HTTP。",
            }
        }
        (
            Some(Fault::Tunnel(
                fault @ (TunnelFault::Unresolved(_) | TunnelFault::Unreached { .. }),
            )),
            _,
        ) => {
            // The name that was looked up stands in saved evidence too, where what
            // looks like a password is masked.
            let host = match fault {
                TunnelFault::Unresolved(fault) => Excerpt::text(&fault.name),
                _ => Excerpt::text(&proxy.host()),
            };
            say! {
                en: "go reads `{host}` as the name of the proxy.",
                zh: "go 把 `{host}` 读作代理的主机名。",
            }
        }
        (_, scheme) => {
            let scheme = match scheme {
                Scheme::Https => "https",
                Scheme::Socks5 | Scheme::Socks5h => "SOCKS5",
                _ => "http",
            };
            say! {
                en: "the proxy does not speak {scheme}, as its scheme says.",
                zh: "代理使用的不是协议头所写的 {scheme}。",
            }
        }
    }
}

/// Scheme and address, without a user.
fn shown(proxy: &Veiled) -> String {
    let Ok(read) = Proxy::parse(proxy.raw()) else { return proxy.to_string() };
    format!("{}://{}", read.url.scheme(), read.address())
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Setting(name) = &finding.subject else { return Vec::new() };
    let passable = passable(evidence);
    let Some(meant) = passable.first().and_then(|it| it.through) else { return Vec::new() };
    let user = Proxy::parse(meant.raw()).is_ok_and(|proxy| proxy.url.user().is_some());
    let title = if user {
        say! {
            en: "Correct {name}, the password percent-encoded",
            zh: "改正 {name}，密码做百分号编码",
        }
    } else {
        let meant = shown(meant);
        say! { en: "Correct {name} to {meant}", zh: "把 {name} 改正为 {meant}" }
    };
    let step = |name: String| Step::SetEnv { name, value: meant.clone() };
    let mut steps: Vec<Step> = twins(name, &evidence.facts).into_iter().map(step).collect();
    if !user {
        return vec![Fix::safe(title, Scope::Process, steps)];
    }
    steps.push(Step::Say(Text::of(
        "In the password `@` is `%40`, `#` is `%23`, `/` is `%2F`, `?` is `%3F`, `%` is `%25`.",
        "密码里的 `@` 写作 `%40`，`#` 写作 `%23`，`/` 写作 `%2F`，`?` 写作 `%3F`，`%` 写作 `%25`。",
    )));
    let hidden = Text::of("The password is yours to fill in.", "密码需要由你填写。");
    vec![Fix::safe(title, Scope::Process, steps).unprovable(hidden)]
}

/// The variable, and its twin of the other case if that says the same.
fn twins(name: &str, facts: &Facts) -> Vec<String> {
    let value = |name: &str| facts.variable(name).map(|it| it.value.raw());
    let other = [name.to_ascii_lowercase(), name.to_ascii_uppercase()];
    let same = |it: &String| it != name && value(it).is_some() && value(it) == value(name);
    std::iter::once(name.to_owned()).chain(other.into_iter().filter(same)).collect()
}

fn fenced(https_proxy: &str) -> World {
    World::healthy()
        .forward("proxy.corp.example", None)
        .fenced(&DialFault::Refused)
        .var("HTTPS_PROXY", https_proxy)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a carriage return, ignored",
        world: || fenced("http://proxy.corp.example:3128\r"),
        roots: &["http-proxy-malformed"],
    },
    Scene {
        name: "quotes",
        world: || fenced("\"http://proxy.corp.example:3128\""),
        roots: &["http-proxy-malformed"],
    },
    Scene {
        name: "a missing colon",
        world: || fenced("http//proxy.corp.example:3128"),
        roots: &["http-proxy-malformed"],
    },
    Scene {
        name: "an unescaped password",
        world: || {
            fenced("http://dev:s3#cret@proxy.corp.example:3128")
                .forward("proxy.corp.example", Some("s3#cret"))
        },
        roots: &["http-proxy-malformed"],
    },
    Scene {
        name: "https to a plain proxy",
        world: || fenced("https://proxy.corp.example:3128"),
        roots: &["http-proxy-malformed"],
    },
    Scene {
        name: "socks5h, which go 1.21 does not know",
        world: || {
            fenced("socks5h://proxy.corp.example:1080").file("/usr/local/go/VERSION", "go1.21.13\n")
        },
        roots: &["http-proxy-malformed"],
    },
    Scene {
        name: "ignored, and everything is reached directly",
        world: || {
            World::healthy()
                .forward("proxy.corp.example", None)
                .var("HTTPS_PROXY", " http://proxy.corp.example:3128")
        },
        roots: &[],
    },
    Scene {
        name: "a slip, and the proxy is not there either",
        world: || World::healthy().var("HTTPS_PROXY", "http//old.corp.example:3128"),
        roots: &["http-proxy-unreachable"],
    },
];
