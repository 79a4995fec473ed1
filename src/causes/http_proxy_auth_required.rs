use crate::base::{Text, Veiled};
use crate::go::httpproxy::Proxy;
use crate::go::url::Url;
use crate::model::{
    Area, Cause, Cite, Confidence, Endpoint, Evidence, Fault, Finding, Fix, Header, Mark, Reply,
    Scheme, Scope, Spoken, Step, Subject, TunnelFault,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "http-proxy-auth-required",
    area: Area::ForwardProxy,
    title: Text::of("The forward proxy asks for credentials", "正向代理要求身份验证"),
    docs: Text::of(
        "The forward proxy was reached, and it opens no way without a name and a password, or it \
         refuses those that were sent.\n\n\
         go says: Get \"https://proxy.golang.org/...\": Proxy Authentication Required\n\
         or, for a http:// URL: reading http://...: 407 Proxy Authentication Required\n\
         or, for SOCKS: no acceptable authentication methods\n\n\
         407 comes from the forward proxy, 401 from the module proxy behind it: the two are \
         different servers with different passwords. go sends the credentials that stand in the \
         URL of the variable, and only as Basic. It knows neither NTLM nor Kerberos, and it does \
         not read netrc for a forward proxy.\n\n\
         Put the credentials into the variable, percent-encoded (`@` is `%40`, `:` is `%3A`, `/` \
         is `%2F`). If the proxy offers only NTLM or Negotiate, run a small local proxy that logs \
         in for you (cntlm, px) and point the variable at it. Do not write the password into a \
         Dockerfile: ENV and ARG stay in the image's history.",
        "已经联系到正向代理，但没有用户名和密码它不放行，或者它拒绝了发送的凭据。\n\n\
         go 的报错：Get \"https://proxy.golang.org/...\": Proxy Authentication Required\n\
         或者（http:// 的 URL）：reading http://...: 407 Proxy Authentication Required\n\
         或者（SOCKS）：no acceptable authentication methods\n\n\
         407 来自正向代理，401 来自它后面的模块代理：这是两台服务器，密码也不同。\
         go 只会发送写在变量 URL 里的凭据，而且只用 Basic 方式。它不支持 NTLM 和 Kerberos，也不会为正向代理读取 netrc。\n\n\
         请把凭据写进变量，并做百分号编码（`@` 写作 `%40`，`:` 写作 `%3A`，`/` 写作 `%2F`）。\
         如果代理只提供 NTLM 或 Negotiate，可以运行一个代为登录的本地小代理（cntlm、px），再让变量指向它。\
         不要把密码写进 Dockerfile：ENV 和 ARG 会留在镜像历史里。",
    ),
    logs: &[
        Mark::gos(&["\": Proxy Authentication Required"]),
        Mark::gos(&[": Proxy Authentication Required"]),
        Mark::of(&["reading http://", ": 407 Proxy Authentication Required"])
            .common()
            .when(Spoken::is_gos),
        Mark::gos(&["Get \"https://", "\": Unauthorized"]).or(&["http-proxy-blocks-host"]),
        Mark::gos(&["socks connect tcp", "no acceptable authentication methods"]),
        Mark::gos(&["socks connect tcp", "username/password authentication failed"]),
        Mark::gos(&[
            "fatal: unable to access 'http",
            "Received HTTP code 407 from proxy after CONNECT",
        ])
        .or(&["git-proxy-config"]),
        Mark::gos(&["fatal: unable to access 'http", "CONNECT tunnel failed, response 407"])
            .or(&["git-proxy-config"]),
        Mark::gos(&["No authentication method was acceptable"]).or(&["git-proxy-config"]),
        Mark::gos(&["User was rejected by the SOCKS5 server"]).or(&["git-proxy-config"]),
        Mark::gos(&["unable to access 'http", "The requested URL returned error: 407"])
            .or(&["git-proxy-config"]),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

/// What a SOCKS5 proxy says where it accepts no method of logging in (RFC 1928).
const NO_METHOD: u8 = 0xff;

/// A refusal for want of credentials, however it came.
struct Refusal {
    cites: Vec<Cite>,
    modules: Vec<String>,
    endpoint: Endpoint,
    sent_credentials: bool,
    offered: Option<String>,
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let refusal = tunnels(evidence).or_else(|| requests(evidence))?;
    let facts = &evidence.facts;
    let variable = facts.forward_variable(&refusal.endpoint);
    let proxy = proxy(evidence, &refusal.endpoint);
    let offered = offered(refusal.offered.as_deref());
    let (offers_en, offers_zh) = (&offered.en, &offered.zh);
    let by = variable.unwrap_or("HTTPS_PROXY");
    let says = if refusal.sent_credentials {
        say! {
            en: "The forward proxy {proxy} (from {by}) refuses the credentials that stand in its URL.{offers_en} Whatever go sends through it ends there.",
            zh: "正向代理 {proxy}（来自 {by}）拒绝了其 URL 中的凭据。{offers_zh}go 经由它发送的一切都到此为止。",
        }
    } else {
        say! {
            en: "The forward proxy {proxy} (from {by}) asks for credentials, and its URL holds none.{offers_en} Whatever go sends through it ends there.",
            zh: "正向代理 {proxy}（来自 {by}）要求凭据，而其 URL 中没有。{offers_zh}go 经由它发送的一切都到此为止。",
        }
    };
    let (mut cites, mut confidence) = (refusal.cites, Confidence::Likely);
    if let Some(name) = variable {
        cites.push(Cite::Variable(name.into()));
        confidence = Confidence::Certain;
    }
    let because = Text::of("The proxy answers.", "代理有应答。");
    let finding = Finding::new(confidence, says, cites).stops(refusal.modules);
    Some(finding.not("http-proxy-unreachable", because).about(Subject::Setting(by.into())))
}

fn tunnels(evidence: &Evidence) -> Option<Refusal> {
    let broken = evidence.broken_by(|fault| denied(fault).is_some());
    let first = broken.first()?;
    let (sent_credentials, reply) = denied(first.ladder.fault()?)?;
    Some(Refusal {
        cites: broken.cites(),
        modules: broken.modules(),
        endpoint: first.ladder.endpoint.clone(),
        sent_credentials,
        offered: reply.and_then(methods),
    })
}

fn denied(fault: &Fault) -> Option<(bool, Option<&Reply>)> {
    match fault {
        Fault::Tunnel(TunnelFault::Denied { reply, sent_credentials })
            if asks_for_credentials(reply) =>
        {
            Some((*sent_credentials, Some(reply)))
        }
        Fault::Tunnel(TunnelFault::SocksDenied { code: NO_METHOD, sent_credentials }) => {
            Some((*sent_credentials, None))
        }
        _ => None,
    }
}

/// Some proxies answer 401 to credentials that they do not know.
fn asks_for_credentials(reply: &Reply) -> bool {
    matches!(reply.status, 401 | 407)
}

/// Without TLS the proxy answers in the server's place.
fn requests(evidence: &Evidence) -> Option<Refusal> {
    let broken = evidence.stopped_at(|fetch| {
        fetch.refusal().is_some_and(|reply| reply.status == 407)
            && fetch.url.raw().starts_with("http:")
    });
    let first = broken.first()?;
    let host = first.fetch.host();
    let url = Url::parse(first.fetch.url.raw()).unwrap_or_default();
    let port = url.port().parse().unwrap_or(80);
    let endpoint = Endpoint { scheme: Scheme::Http, host, port };
    let reply = first.fetch.refusal()?;
    let proxy = evidence.facts.forward_proxy(first.fetch.url.raw());
    let user = proxy.and_then(|proxy| Some(Proxy::parse(proxy.raw()).ok()?.url.user().is_some()));
    Some(Refusal {
        cites: broken.cites(),
        modules: broken.modules(),
        endpoint,
        sent_credentials: user.unwrap_or_default(),
        offered: methods(reply),
    })
}

/// All ways of logging in that it names, one header each or all in one.
fn methods(reply: &Reply) -> Option<String> {
    let named = |header: &&Header| header.name.eq_ignore_ascii_case("proxy-authenticate");
    let values: Vec<&str> =
        reply.headers.iter().filter(named).map(|it| it.value.as_str()).collect();
    (!values.is_empty()).then(|| values.join(", "))
}

fn knows_basic(offered: &str) -> bool {
    offered.to_ascii_lowercase().contains("basic")
}

fn proxy(evidence: &Evidence, endpoint: &Endpoint) -> String {
    let proxy = evidence.facts.forward_proxy(&endpoint.url()).unwrap_or_default();
    Proxy::parse(proxy.raw()).map_or_else(|_| proxy.to_string(), |proxy| proxy.address())
}

/// Which ways of logging in it offers; go knows Basic alone.
fn offered(header: Option<&str>) -> Text {
    let Some(header) = header else { return Text::of("", "") };
    if knows_basic(header) {
        return say! {
            en: " It offers `{header}`.",
            zh: "它提供的方式是 `{header}`。",
        };
    }
    say! {
        en: " It offers `{header}`, and go knows Basic alone: credentials in the URL will not be enough.",
        zh: "它提供的方式是 `{header}`，而 go 只支持 Basic：仅在 URL 里写凭据还不够。",
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Setting(name) = &finding.subject else { return Vec::new() };
    let Some(value) = evidence.facts.variable(name).map(|it| it.value.raw()) else {
        return Vec::new();
    };
    let Ok(proxy) = Proxy::parse(value) else { return Vec::new() };
    let (scheme, address) = (proxy.url.scheme(), proxy.address());
    let value = Veiled::new(format!("{scheme}://<USER>:<PASSWORD>@{address}"));
    let title = say! {
        en: "Put the credentials of the proxy into {name}, percent-encoded",
        zh: "把代理的凭据写进 {name}（百分号编码）",
    };
    let step = Step::SetEnv { name: name.clone(), value };
    let why = Text::of("The password is yours to fill in.", "密码需要由你填写。");
    let written = Fix::safe(title, Scope::Process, vec![step]).unprovable(why);
    let refusal = tunnels(evidence).or_else(|| requests(evidence));
    let offered = refusal.and_then(|refusal| refusal.offered);
    match offered.as_deref() {
        Some(offered) if !knows_basic(offered) => vec![logged_in_for(name)],
        _ => vec![written],
    }
}

/// go knows Basic alone: somebody else has to log in.
fn logged_in_for(name: &str) -> Fix {
    let title = say! {
        en: "Let a small local proxy log in, and point {name} at it",
        zh: "让本地小代理代为登录，并让 {name} 指向它",
    };
    let run = Text::of(
        "Run a proxy that logs in for you (cntlm or px) with this proxy as its parent, or ask the network's people for Basic or for an exemption of the module hosts.",
        "运行一个代为登录的代理（cntlm 或 px），把现在的代理设为它的上级；或者请网络管理员开放 Basic，或对模块主机免登录。",
    );
    let set = Step::SetEnv { name: name.to_owned(), value: Veiled::new("http://127.0.0.1:<PORT>") };
    let why = Text::of("This tool runs no proxy.", "本工具不会运行代理。");
    Fix::safe(title, Scope::Process, vec![Step::Say(run), set]).unprovable(why)
}

fn asking(value: &str) -> World {
    World::healthy().var("HTTPS_PROXY", value).forward("proxy.corp.example", Some("s3cret"))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "no credentials",
        world: || asking("http://proxy.corp.example:3128"),
        roots: &["http-proxy-auth-required"],
    },
    Scene {
        name: "stale credentials",
        world: || asking("http://dev:old@proxy.corp.example:3128"),
        roots: &["http-proxy-auth-required"],
    },
    Scene {
        name: "a http:// proxy behind it",
        world: || {
            World::healthy()
                .var("GOPROXY", "http://go.example.org")
                .var("HTTP_PROXY", "http://proxy.corp.example:3128")
                .site("go.example.org", Site::proxy())
                .forward("proxy.corp.example", Some("s3cret"))
        },
        roots: &["http-proxy-auth-required"],
    },
    Scene {
        name: "a SOCKS proxy",
        world: || asking("socks5://proxy.corp.example:1080"),
        roots: &["http-proxy-auth-required"],
    },
    Scene {
        name: "only the database goes through it",
        world: || {
            asking("http://proxy.corp.example:3128")
                .var("NO_PROXY", "proxy.golang.org")
                .site("proxy.golang.org", Site::proxy_without_relay())
        },
        roots: &["http-proxy-auth-required"],
    },
    Scene {
        name: "the right credentials",
        world: || asking("http://dev:s3cret@proxy.corp.example:3128"),
        roots: &[],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(values: &[&str]) -> String {
        let reply = Reply::of(407, "");
        let reply = values.iter().fold(reply, |it, value| it.with("Proxy-Authenticate", value));
        methods(&reply).unwrap_or_default()
    }

    #[test]
    fn all_ways_of_logging_in_are_read() {
        assert!(knows_basic(&offered(&["Negotiate", "NTLM", "Basic realm=\"corp\""])));
        assert!(!knows_basic(&offered(&["Negotiate", "NTLM"])));
        assert_eq!(methods(&Reply::of(407, "")), None);
    }

    /// go knows Basic alone, so that a password in the URL would be no cure.
    #[test]
    fn without_basic_somebody_else_logs_in() {
        let fix = logged_in_for("HTTPS_PROXY");
        let sets = |step: &Step| matches!(step, Step::SetEnv { value, .. } if value.raw() == "http://127.0.0.1:<PORT>");
        assert!(fix.steps.iter().any(sets));
    }
}
