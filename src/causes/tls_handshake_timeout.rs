use crate::base::Text;
use crate::model::{
    Area, Cause, Cite, Confidence, Evidence, Fault, Finding, Fix, Ladder, Mark, Risk, Scope, Step,
    Subject, TlsFault, is_public_host,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-handshake-timeout",
    area: Area::Trust,
    title: Text::of("The TLS handshake is never answered", "TLS 握手一直没有应答"),
    docs: Text::of(
        "TCP connects, the first message of TLS is sent, and nothing comes back.\n\n\
         go says: net/http: TLS handshake timeout\n\
         after ten seconds, for each connection anew; git waits longer.\n\n\
         A connection that stands shows that small packets get through both ways. What stays \
         silent then is one of these: a filter that drops packets once it has read the name in \
         the hello; a server or load balancer that accepts connections and has nobody to serve \
         them; a link on which larger packets vanish, as in a tunnel, VPN or container network \
         whose MTU is smaller than the interface believes. If a small hello is answered and a \
         large one is not, that is a cause of its own (tls-hello-too-large).\n\n\
         Use a mirror or the forward proxy of this network. To see whether it is the MTU, lower \
         it and try again: `ip link set dev eth0 mtu 1400`; for Docker set \"mtu\" in daemon.json \
         to that of the host's interface.",
        "TCP 已经连通，TLS 的第一条消息也发出去了，却什么都没有回来。\n\n\
         go 的报错：net/http: TLS handshake timeout\n\
         每个连接各等十秒；git 等得更久。\n\n\
         连接能建立，说明小数据包来回都能通过。之后的沉默有以下几种可能：过滤设备读到 ClientHello 里的名字之后丢弃了数据包；\
         服务器或负载均衡器接受连接，却没有进程处理；线路上较大的数据包会消失，比如隧道、VPN 或容器网络的 MTU 比网卡以为的要小。\
         如果小的 ClientHello 有应答而大的没有，那是另一个原因（tls-hello-too-large）。\n\n\
         请使用镜像或者所在网络的正向代理。要确认是否为 MTU 问题，可以调小后再试：`ip link set dev eth0 mtu 1400`；\
         Docker 则在 daemon.json 中把 \"mtu\" 设为宿主机网卡的值。",
    ),
    logs: &[
        Mark::network(&["net/http: TLS handshake timeout"])
            .or(&["tls-hello-too-large", "tcp-timeout"]),
        Mark::network(&["unable to access 'http", "SSL connection timeout"])
            .or(&["tls-hello-too-large", "git-proxy-config"]),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let mut broken = evidence.broken_by(is_silent);
    broken.0.retain(|it| !evidence.is_hello_too_large(it.ladder));
    let first = broken.first()?;
    let by_name = by_name(evidence, first.ladder);
    let mut cites = broken.cites();
    let confidence = match &by_name {
        Some(more) if more.len() > 1 => Confidence::Certain,
        _ => Confidence::Likely,
    };
    let says = says(first.ladder, by_name.is_some());
    cites.extend(by_name.unwrap_or_default());
    let because = Text::of("The connection itself stands.", "连接本身已经建立。");
    let finding = Finding::new(confidence, says, cites).stops(broken.modules());
    let host = first.ladder.endpoint.host.clone();
    Some(finding.not("tcp-timeout", because).about(Subject::Host(host)))
}

fn is_silent(fault: &Fault) -> bool {
    matches!(fault, Fault::Tls(TlsFault::TimedOut { .. }))
}

/// The hellos that show that only this name is met with silence.
fn by_name(evidence: &Evidence, ladder: &Ladder) -> Option<Vec<Cite>> {
    let greetings = evidence.greetings(ladder);
    let (foreign, _) = greetings.foreign().filter(|(_, greeting)| greeting.is_heard())?;
    match evidence.greeted_as_go(ladder) {
        Some((_, greeting)) if greeting.is_heard() => None,
        Some((own, _)) => Some(vec![foreign, own]),
        None => Some(vec![foreign]),
    }
}

fn says(ladder: &Ladder, by_name: bool) -> Text {
    let (endpoint, host) = (&ladder.endpoint, &ladder.endpoint.host);
    if by_name {
        return say! {
            en: "The connection to {endpoint} stands, and a TLS hello that names {host} is never answered; at the same address one under another name is. A filter on the way drops what bears that name. go waits ten seconds and gives up.",
            zh: "到 {endpoint} 的连接已经建立，但写着名字 {host} 的 TLS ClientHello 一直没有应答；在同一地址，换成别的名字就有应答。途中有过滤设备丢弃了带有这个名字的数据包。go 等待十秒后放弃。",
        };
    }
    say! {
        en: "The connection to {endpoint} stands, and the TLS hello is never answered. Either the server has nobody to serve it, or packets vanish on the way (a filter, an MTU that is too large). go waits ten seconds and gives up.",
        zh: "到 {endpoint} 的连接已经建立，但 TLS ClientHello 一直没有应答。可能是服务器没有进程处理，也可能是数据包在途中消失（过滤设备，或者 MTU 过大）。go 等待十秒后放弃。",
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = evidence.detours(host);
    fixes.push(opened(host));
    if finding.confidence != Confidence::Certain {
        fixes.push(shorter());
    }
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn opened(host: &str) -> Fix {
    let title = say! {
        en: "Take another road to {host}",
        zh: "换一条路访问 {host}",
    };
    let step = if is_public_host(host) {
        say! {
            en: "Set HTTPS_PROXY to the forward proxy of this network, or have its filter let {host} through.",
            zh: "把 HTTPS_PROXY 设为本网络的正向代理，或者请过滤设备放行 {host}。",
        }
    } else {
        say! {
            en: "Ask whoever runs {host} whether its TLS answers at all, and whoever runs the network whether it filters that name.",
            zh: "请向 {host} 的管理者确认其 TLS 服务是否有应答，并向网络管理者确认是否过滤了这个名字。",
        }
    };
    let why = Text::of("It is another's network or server.", "这是别人的网络或服务器。");
    Fix::safe(title, Scope::Upstream, vec![Step::Say(step)]).unprovable(why)
}

fn shorter() -> Fix {
    let title = Text::of(
        "Lower the MTU, if only large packets vanish",
        "如果只有大数据包会消失，请调小 MTU",
    );
    let step = Text::of(
        "In a VPN, tunnel or container, lower the MTU and try again: `ip link set dev eth0 mtu 1400`, or `\"mtu\": 1400` in Docker's daemon.json.",
        "在 VPN、隧道或容器里，请调小 MTU 后再试：`ip link set dev eth0 mtu 1400`，或者在 Docker 的 daemon.json 里写 `\"mtu\": 1400`。",
    );
    let why = Text::of("This tool changes no interfaces.", "本工具不会改动网卡。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why)
}

const SILENCE: TlsFault = TlsFault::TimedOut { after_ms: 5000 };

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "no hello is answered",
        world: || World::healthy().site("proxy.golang.org", Site::proxy().tls(Tls::Fault(SILENCE))),
        roots: &["tls-handshake-timeout"],
    },
    Scene {
        name: "a filter drops what bears the name",
        world: || {
            World::healthy().site("proxy.golang.org", Site::proxy().greets(Site::silent_by_name))
        },
        roots: &["tls-handshake-timeout"],
    },
    Scene {
        name: "a company's proxy with nobody behind it",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", Site::proxy().tls(Tls::Fault(SILENCE)))
        },
        roots: &["tls-handshake-timeout"],
    },
    Scene { name: "an answer to the hello", world: World::healthy, roots: &[] },
];
