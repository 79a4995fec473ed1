use crate::base::Text;
use crate::go::httpproxy::Proxy;
use crate::model::{
    Area, Cause, Cite, Confidence, Evidence, Fault, Finding, Fix, Ladder, Mark, Risk, Scope, Step,
    Subject, TlsFault, is_public_host,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-handshake-reset",
    area: Area::Trust,
    title: Text::of("The connection is cut during the TLS handshake", "连接在 TLS 握手时被切断"),
    docs: Text::of(
        "TCP connects, the first message of TLS is sent, and the connection is reset or closed \
         instead of an answer.\n\n\
         go says: read tcp ADDRESS->ADDRESS:443: read: connection reset by peer\n\
         or: Get \"https://HOST/…\": EOF\n\
         git says: OpenSSL SSL_connect: Connection reset by peer in connection to HOST:443\n\n\
         The name of the server stands in that message in the clear. A filter that forbids the \
         name lets TCP through and cuts the connection as soon as it reads it; the same address \
         answers under any other name. If every name is cut, it is the server or the load \
         balancer in front of it: nothing behind it is up, it allows only certain addresses, or \
         this is no port for TLS. If only large hellos are cut, that is a cause of its own \
         (tls-hello-too-large).\n\n\
         Use a mirror, or the forward proxy of this network, which may pass where a direct \
         connection does not. A setting of TLS does not help, and neither does GOINSECURE. For a \
         server of your own, look at the load balancer's log for this moment.",
        "TCP 已经连通，TLS 的第一条消息发出之后，等来的不是应答，而是连接被重置或关闭。\n\n\
         go 的报错：read tcp ADDRESS->ADDRESS:443: read: connection reset by peer\n\
         或者：Get \"https://HOST/…\": EOF\n\
         git 的报错：OpenSSL SSL_connect: Connection reset by peer in connection to HOST:443\n\n\
         这条消息里以明文写着服务器的名字。禁止该名字的过滤设备会放行 TCP，读到名字后立即切断连接；\
         同一地址换成任何别的名字都有应答。如果所有名字都被切断，问题在服务器或它前面的负载均衡器：\
         后端没有运行、只允许某些地址访问，或者该端口不是用来做 TLS 的。如果只有较大的 ClientHello 被切断，\
         那是另一个原因（tls-hello-too-large）。\n\n\
         请使用镜像，或者使用所在网络的正向代理，它可能在直连不通时放行。修改 TLS 设置没有用，GOINSECURE 也没有用。\
         如果是自己的服务器，请查看负载均衡器在这一时刻的日志。",
    ),
    logs: &[
        Mark::network(&["SSL_connect: Connection reset by peer"]).or(&["git-proxy-config"]),
        Mark::network(&["SSL_connect: Connection was reset"]).or(&["git-proxy-config"]),
        Mark::network(&["SSL_ERROR_SYSCALL in connection to"]).or(&["git-proxy-config"]),
        Mark::network(&["SSL_connect: SSL_ERROR_SYSCALL"]).or(&["git-proxy-config"]),
        Mark::network(&[
            "gnutls_handshake() failed: The TLS connection was non-properly terminated",
        ])
        .or(&["git-proxy-config"]),
        Mark::network(&["gnutls_handshake() failed: Error in the pull function"])
            .or(&["git-proxy-config"]),
        Mark::network(&[
            "gnutls_handshake() failed: A TLS packet with unexpected length was received",
        ])
        .or(&["git-proxy-config"]),
        Mark::network(&["schannel: failed to receive handshake"]).or(&["git-proxy-config"]),
        Mark::network(&["Get \"https://", "\": EOF"])
            .or(&["server-no-answer", "http-proxy-blocks-host", "tls-hello-too-large"])
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::network(&["Get https://", ": EOF"])
            .or(&["server-no-answer", "http-proxy-blocks-host"])
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::network(&["Get \"https://HOST", "\": EOF"]).or(&["server-no-answer"]),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

/// What the other hellos say of the cut.
enum Cut {
    /// Only under this name.
    ByName(Vec<Cite>),
    /// The same hello was answered the second time.
    Passing,
    Plain,
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let mut broken = evidence.broken_by(is_cut);
    broken.0.retain(|it| !evidence.is_hello_too_large(it.ladder));
    let first = broken.first()?;
    let cut = cut(evidence, first.ladder);
    let mut cites = broken.cites();
    let confidence = match &cut {
        Cut::ByName(more) => {
            cites.extend(more.clone());
            if more.len() > 1 { Confidence::Certain } else { Confidence::Likely }
        }
        _ => Confidence::Likely,
    };
    let because = Text::of("The connection itself stands.", "连接本身已经建立。");
    let finding = Finding::new(confidence, says(first.ladder, &cut), cites).stops(broken.modules());
    let host = first.ladder.endpoint.host.clone();
    Some(finding.not("tcp-refused", because).about(Subject::Host(host)))
}

fn is_cut(fault: &Fault) -> bool {
    matches!(fault, Fault::Tls(TlsFault::Reset | TlsFault::Closed))
}

fn cut(evidence: &Evidence, ladder: &Ladder) -> Cut {
    let greetings = evidence.greetings(ladder);
    let foreign = greetings.foreign().filter(|(_, greeting)| greeting.is_heard());
    match (evidence.greeted_as_go(ladder), foreign) {
        (Some((_, greeting)), _) if greeting.is_heard() => Cut::Passing,
        (Some((own, _)), Some((foreign, _))) => Cut::ByName(vec![foreign, own]),
        (None, Some((foreign, _))) => Cut::ByName(vec![foreign]),
        _ => Cut::Plain,
    }
}

fn says(ladder: &Ladder, cut: &Cut) -> Text {
    let (endpoint, host) = (&ladder.endpoint, &ladder.endpoint.host);
    let reset = matches!(ladder.fault(), Some(Fault::Tls(TlsFault::Reset)));
    let how = if reset { Text::of("reset", "重置") } else { Text::of("closed", "关闭") };
    let (en, zh) = (how.en, how.zh);
    if let Some(proxy) = &ladder.through {
        let proxy = Proxy::parse(proxy.raw()).map_or_else(|_| proxy.to_string(), |it| it.address());
        return say! {
            en: "The forward proxy {proxy} opens the way to {endpoint}, and the connection is {en} when the TLS hello is sent: by the proxy, a filter behind it, or the server.",
            zh: "正向代理 {proxy} 放行了到 {endpoint} 的连接，但发送 TLS ClientHello 时连接被{zh}：可能是代理、它后面的过滤设备，或者服务器所为。",
        };
    }
    match cut {
        Cut::ByName(_) => say! {
            en: "The connection to {endpoint} stands and is {en} as soon as TLS names {host}; at the same address a hello under another name is answered. A filter on the way forbids that name.",
            zh: "到 {endpoint} 的连接已经建立，但 TLS 一说出名字 {host} 就被{zh}；在同一地址，换成别的名字的 ClientHello 得到了应答。途中有过滤设备禁止了这个名字。",
        },
        Cut::Passing => say! {
            en: "The connection to {endpoint} was {en} during the TLS handshake; a second hello was answered. The cut comes later in the handshake, or comes and goes.",
            zh: "到 {endpoint} 的连接在 TLS 握手期间被{zh}；再次发送的 ClientHello 得到了应答。切断发生在握手的后段，或者时有时无。",
        },
        Cut::Plain => say! {
            en: "The connection to {endpoint} stands and is {en} instead of an answer to the TLS hello: by the server, a load balancer with nothing behind it, or a filter on the way.",
            zh: "到 {endpoint} 的连接已经建立，但发送 TLS ClientHello 之后没有应答，连接就被{zh}了：可能是服务器、后端为空的负载均衡器，或者途中的过滤设备所为。",
        },
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = evidence.detours(host);
    let broken = evidence.broken_by(is_cut);
    let forwarded = broken.first().is_some_and(|it| it.ladder.through.is_some());
    fixes.push(opened(host, forwarded));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn opened(host: &str, forwarded: bool) -> Fix {
    let title = say! {
        en: "Have {host} let through",
        zh: "请求放行 {host}",
    };
    let step = if forwarded {
        say! {
            en: "Ask whoever runs the forward proxy whether it, or a filter behind it, cuts TLS to {host}.",
            zh: "请正向代理的管理者检查它或它后面的过滤设备是否切断了到 {host} 的 TLS。",
        }
    } else if is_public_host(host) {
        say! {
            en: "Set HTTPS_PROXY to the forward proxy of this network, or have its filter let {host} through.",
            zh: "把 HTTPS_PROXY 设为本网络的正向代理，或者请过滤设备放行 {host}。",
        }
    } else {
        say! {
            en: "Ask whoever runs {host} whether its TLS is up and lets this machine in, and whoever runs the network whether it filters that name.",
            zh: "请向 {host} 的管理者确认 TLS 服务是否在运行、是否允许本机访问，并向网络管理者确认是否过滤了这个名字。",
        }
    };
    let why = Text::of("It is another's network or server.", "这是别人的网络或服务器。");
    Fix::safe(title, Scope::Upstream, vec![Step::Say(step)]).unprovable(why)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a filter forbids the name",
        world: || {
            World::healthy().site("proxy.golang.org", Site::proxy().greets(Site::cut_by_name))
        },
        roots: &["tls-handshake-reset"],
    },
    Scene {
        name: "every hello is reset",
        world: || {
            World::healthy()
                .site("proxy.golang.org", Site::proxy().tls(Tls::Fault(TlsFault::Reset)))
        },
        roots: &["tls-handshake-reset"],
    },
    Scene {
        name: "a load balancer with nothing behind it",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", Site::proxy().tls(Tls::Fault(TlsFault::Closed)))
        },
        roots: &["tls-handshake-reset"],
    },
    Scene {
        name: "go moves on to the next element",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://proxy.golang.org|https://goproxy.cn")
                .site("proxy.golang.org", Site::proxy().tls(Tls::Fault(TlsFault::Reset)))
        },
        roots: &[],
    },
];
