use crate::base::{Text, Veiled};
use crate::model::{
    Area, Cause, Cite, Confidence, Evidence, Fault, Finding, Fix, Ladder, Mark, Risk, Scope,
    Spoken, Step, Subject, TlsFault,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-hello-too-large",
    area: Area::Trust,
    title: Text::of("go's large hello does not get through", "go 较大的 ClientHello 无法通过"),
    docs: Text::of(
        "TCP connects, and the first message of TLS gets lost or brings a reset: not because of \
         the server's name, but because of its size.\n\n\
         go says: read tcp ADDRESS->ADDRESS:443: read: connection reset by peer\n\
         or, after ten seconds, where GODEBUG lacks tlsmlkem=0: net/http: TLS handshake timeout\n\
         and with GODEBUG=tlsmlkem=0 in the environment the same command works.\n\n\
         Since go 1.24 the hello carries a key share of X25519MLKEM768, which protects against \
         recording now and decrypting later. It takes about 1500 bytes instead of 300 and travels \
         in two packets. Firewalls, load balancers and DPI boxes that expect a whole hello in one \
         packet drop or reset it; so do links on which full-sized packets vanish (a tunnel or \
         container network with a smaller MTU). curl, git and go 1.23 send the small one, and \
         work.\n\n\
         GODEBUG=tlsmlkem=0 makes go send the small hello; it has to stand in the environment, as \
         `go env -w` does not take GODEBUG. The connection is then as well protected as that of \
         most programs today. The box itself needs an update, or the network a right MTU.",
        "TCP 已经连通，TLS 的第一条消息却丢失了或者引来重置：原因不在服务器的名字，而在消息的大小。\n\n\
         go 的报错：read tcp ADDRESS->ADDRESS:443: read: connection reset by peer\n\
         或者十秒之后（GODEBUG 里没有 tlsmlkem=0 时）：net/http: TLS handshake timeout\n\
         而在环境中设置 GODEBUG=tlsmlkem=0 之后，同样的命令就能成功。\n\n\
         从 go 1.24 起，ClientHello 带有 X25519MLKEM768 的密钥份额，用来防止“先记录、日后解密”。\
         它大约 1500 字节，而不是 300 字节，要分成两个数据包。有些防火墙、负载均衡器和 DPI 设备以为整个 ClientHello \
         都在一个数据包里，于是丢弃或者重置它；满长度数据包会消失的线路（MTU 较小的隧道或容器网络）也是如此。\
         curl、git 和 go 1.23 发送的是小的，所以正常。\n\n\
         GODEBUG=tlsmlkem=0 让 go 发送小的 ClientHello；它必须写在环境变量里，因为 `go env -w` 不接受 GODEBUG。\
         这样的连接与今天大多数程序的连接同样安全。设备本身需要升级，或者网络需要正确的 MTU。",
    ),
    logs: &[Mark::of(&["tlsmlkem=0", "net/http: TLS handshake timeout"])
        .common()
        .or(&["tls-handshake-timeout"])
        .when(Spoken::is_gos)
        .hints()],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

/// A small hello is answered where go's large one is lost.
struct Sized {
    cites: Vec<Cite>,
    confidence: Confidence,
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let mut broken = evidence.broken_by(is_lost);
    broken.0.retain(|it| sized(evidence, it.ladder).is_some());
    let first = broken.first()?;
    let seen = || broken.0.iter().filter_map(|it| sized(evidence, it.ladder));
    let confidence = seen().map(|it| it.confidence).min()?;
    let cites = broken.cites().into_iter().chain(seen().flat_map(|it| it.cites)).collect();
    let endpoints = broken.endpoints();
    let lost = lost(first.ladder);
    let (en, zh) = (lost.en, lost.zh);
    let says = say! {
        en: "{endpoints}: the connection stands, and go's hello of about 1.5 kB {en}, while a small one of 300 bytes under the same name is answered. Something on the way fails on a hello that takes two packets.",
        zh: "{endpoints}：连接已经建立，go 约 1.5 kB 的 ClientHello {zh}，而同一名字下 300 字节的小 ClientHello 得到了应答。途中有设备无法处理分成两个数据包的 ClientHello。",
    };
    let because = Text::of(
        "A small hello under the same name is answered.",
        "同一名字下的小 ClientHello 得到了应答。",
    );
    let other =
        if timed_out(first.ladder) { "tls-handshake-timeout" } else { "tls-handshake-reset" };
    let finding = Finding::new(confidence, says, cites).stops(broken.modules());
    Some(finding.not(other, because).about(Subject::Host(first.ladder.endpoint.host.clone())))
}

fn sized(evidence: &Evidence, ladder: &Ladder) -> Option<Sized> {
    if !is_lost(ladder.fault()?) || !evidence.is_hello_too_large(ladder) {
        return None;
    }
    let greetings = evidence.greetings(ladder);
    let (small, _) = greetings.own(false)?;
    match greetings.own(true) {
        Some((large, _)) => {
            Some(Sized { cites: vec![small, large], confidence: Confidence::Certain })
        }
        None => Some(Sized { cites: vec![small], confidence: Confidence::Likely }),
    }
}

fn is_lost(fault: &Fault) -> bool {
    matches!(fault, Fault::Tls(TlsFault::Reset | TlsFault::Closed | TlsFault::TimedOut { .. }))
}

fn timed_out(ladder: &Ladder) -> bool {
    matches!(ladder.fault(), Some(Fault::Tls(TlsFault::TimedOut { .. })))
}

fn lost(ladder: &Ladder) -> Text {
    match ladder.fault() {
        Some(Fault::Tls(TlsFault::TimedOut { .. })) => {
            Text::of("is never answered", "一直没有应答")
        }
        Some(Fault::Tls(TlsFault::Closed)) => Text::of("ends the connection", "使连接被关闭"),
        _ => Text::of("brings a reset", "引来了重置"),
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = vec![small(evidence)];
    fixes.extend(evidence.detours(host));
    fixes.push(repaired());
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn small(evidence: &Evidence) -> Fix {
    let facts = &evidence.facts;
    let key = if facts.go.minor() < 24 { "tlskyber" } else { "tlsmlkem" };
    let title = say! {
        en: "Let go send the small hello, by GODEBUG={key}=0",
        zh: "通过 GODEBUG={key}=0 让 go 发送小的 ClientHello",
    };
    let value = Veiled::new(facts.godebug_with(key, "0"));
    Fix::safe(title, Scope::Process, vec![Step::SetEnv { name: "GODEBUG".into(), value }])
}

fn repaired() -> Fix {
    let title = Text::of("Have the device on the way mended", "修复途中的设备");
    let step = Text::of(
        "Tell whoever runs the firewall, load balancer or VPN on the way that it fails on a TLS hello in two packets (X25519MLKEM768), and have it updated. If only large packets vanish, lower the MTU: `ip link set dev eth0 mtu 1400`, or `\"mtu\": 1400` in Docker's daemon.json.",
        "请告知途中防火墙、负载均衡器或 VPN 的管理者：它无法处理分成两个数据包的 TLS ClientHello（X25519MLKEM768），需要升级。如果只是大数据包会消失，请调小 MTU：`ip link set dev eth0 mtu 1400`，或者在 Docker 的 daemon.json 里写 `\"mtu\": 1400`。",
    );
    let why = Text::of("It is another's device.", "这是别人的设备。");
    Fix::safe(title, Scope::Upstream, vec![Step::Say(step)]).unprovable(why)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a firewall resets hellos of two packets",
        world: || {
            let world =
                World::healthy().site("sum.golang.org", Site::database().greets(Site::small_only));
            world.site("proxy.golang.org", Site::proxy().greets(Site::small_only))
        },
        roots: &["tls-hello-too-large"],
    },
    Scene {
        name: "packets of full size vanish on the way to a company's proxy",
        world: || {
            World::healthy()
                .var("GODEBUG", "http2client=0")
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", Site::proxy().greets(Site::small_or_silence))
        },
        roots: &["tls-hello-too-large"],
    },
    Scene {
        name: "the small hello is set already",
        world: || {
            World::healthy()
                .var("GODEBUG", "tlsmlkem=0")
                .site("proxy.golang.org", Site::proxy().greets(Site::small_only))
        },
        roots: &[],
    },
];
