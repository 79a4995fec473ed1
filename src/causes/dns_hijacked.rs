use crate::base::Text;
use crate::model::{
    AddressKind, Area, BrokenLadder, Cause, Confidence, DialFault, DnsAnswer, Elsewhere, Evidence, Fault, Finding, Fix,
    Ladder, Mark, Rank, Risk, Scope, Step, Subject, forged_address, odd_address,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};
use std::net::IpAddr;

pub(super) const CAUSE: Cause = Cause {
    code: "dns-hijacked",
    area: Area::Names,
    title: Text::of("A name is answered with a wrong address", "域名被解析到错误的地址"),
    docs: Text::of(
        "The nameserver answers with an address that is not the host's, and what go finds there \
         is nobody, or somebody else. The address may be one that no public host has \
         (127.0.0.1, 0.0.0.0, 10.0.0.0/8, 198.18.0.0/15, multicast), or that of a stranger.\n\n\
         go says: dial tcp 127.0.0.1:443: connect: connection refused\n\
         or: dial tcp 0.0.0.0:443: connect: connection refused\n\
         or: dial tcp 198.18.0.5:443: i/o timeout\n\
         or: tls: failed to verify certificate: x509: certificate is valid for PORTAL, not HOST\n\n\
         A server that refuses or is blocked looks the same, but for the address. 0.0.0.0 and \
         127.0.0.1 come from filters (Pi-hole, AdGuard, a router, a company's blocklist), \
         198.18.x.x from tunnels such as Clash or sing-box, whose addresses lead somewhere only \
         while the tunnel runs, a private address from a login page for guests, a filter, or \
         a mirror of the company that is meant to answer there. On some lines the answers of \
         all nameservers are forged on the way. An odd address at which the right server \
         answers, such as a company's mirror with a trusted certificate, is no fault.\n\n\
         Find out who gives this answer: `nslookup HOST` and `nslookup HOST 8.8.8.8` side by \
         side tell. Log in where a network asks for it, start the tunnel, have the name taken \
         from the blocklist, or use another nameserver or a mirror. GOINSECURE does not help: a \
         stranger has no modules.",
        "域名服务器给出的不是该主机的地址，go 在那里找不到服务，或者找到的是别人。\
         这个地址可能是公共主机不会有的（127.0.0.1、0.0.0.0、10.0.0.0/8、198.18.0.0/15、组播地址），也可能是别人的地址。\n\n\
         go 的报错：dial tcp 127.0.0.1:443: connect: connection refused\n\
         或者：dial tcp 0.0.0.0:443: connect: connection refused\n\
         或者：dial tcp 198.18.0.5:443: i/o timeout\n\
         或者：tls: failed to verify certificate: x509: certificate is valid for PORTAL, not HOST\n\n\
         服务器拒绝连接或被封锁时现象相同，区别在于地址。0.0.0.0 和 127.0.0.1 来自过滤（Pi-hole、AdGuard、路由器、公司的黑名单）；\
         198.18.x.x 来自 Clash、sing-box 之类的隧道，只有隧道运行时这些地址才有去处；\
         私有地址来自访客登录页、过滤设备，或者本应在那里应答的公司镜像。在某些线路上，所有域名服务器的答复都会在途中被伪造。\
         地址虽然特殊，但那里应答的确是正确的服务器（例如证书受信任的公司镜像），就不算故障。\n\n\
         先弄清楚这个答复来自谁：对比 `nslookup HOST` 和 `nslookup HOST 8.8.8.8` 的结果即可。需要登录的网络请先登录；启动隧道；\
         请管理员把域名移出黑名单；或者换用别的域名服务器或镜像。GOINSECURE 没有用：别人的服务器上没有这些模块。",
    ),
    logs: &[
        Mark::misled(&["Get ", "http", "://", ": dial tcp ", "connection refused"]),
        Mark::misled(&["Get ", "http", "://", ": dial tcp ", "i/o timeout"]),
        Mark::misled(&["Get ", "http", "://", ": dial tcp ", "timed out"]),
        Mark::misled(&["Get ", "http", "://", ": dial tcp ", "network is unreachable"]),
        Mark::misled(&["Get ", "http", "://", ": dial tcp ", "target machine actively refused it"]),
        Mark::misled(&["Get ", "http", "://", ": dial tcp ", "connected host has failed to respond"]),
        Mark::misled(&["Get ", "http", "://", ": dial tcp ", "address is not valid in its context"]),
        Mark::misled(&["Get ", "http", "://", ": read tcp ", "read: connection reset by peer"]),
        Mark::misled(&["dial tcp 0.0.0.0:443: ", "connection refused"]),
    ],
    explains: &[
        "tcp-refused",
        "tcp-timeout",
        "tls-unknown-authority",
        "tls-name-mismatch",
        "sumdb-unreachable",
        "tcp-unreachable",
        "tls-handshake-timeout",
        "tls-handshake-reset",
        "tls-plaintext-server",
        "tls-intercepted",
        "tls-self-signed",
        "tls-expired",
    ],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.broken_where(|ladder| lie(ladder, evidence).is_some());
    let first = broken.first()?;
    let lie = lie(first.ladder, evidence)?;
    let truth = evidence.asked_elsewhere(&first.ladder.endpoint).filter(Elsewhere::is_sound);
    let says = says(first, &lie, truth.as_ref());
    let (confidence, settled) = confidence(&lie, truth);
    let mut cites = broken.cites();
    cites.extend(settled.map(|it| it.cite));
    let host = first.ladder.endpoint.host.clone();
    let finding = Finding::new(confidence, says, cites).stops(broken.modules());
    let finding = finding.about(Subject::Host(host));
    Some(match first.ladder.fault() {
        Some(Fault::Dial(DialFault::Refused)) => finding.not("tcp-refused", anothers()),
        Some(Fault::Dial(DialFault::TimedOut { .. })) => finding.not("tcp-timeout", anothers()),
        _ => finding,
    })
}

fn anothers() -> Text {
    Text::of("The address is not the host's own.", "该地址并不属于这台主机。")
}

/// What is wrong with the address that a name was answered with.
enum Lie {
    /// No public host has it.
    Odd(IpAddr, AddressKind),
    /// Forged answers are known to hold it.
    Forged(IpAddr),
    /// Several hosts got it, and one server answers for all of them.
    Same(IpAddr),
    /// Others say another one, and a stranger answers at this one.
    Stranger(IpAddr),
}

fn lie(ladder: &Ladder, evidence: &Evidence) -> Option<Lie> {
    let host = &ladder.endpoint.host;
    let found = ladder.addresses();
    let by_name = ladder.through.is_none() && host.parse::<IpAddr>().is_err();
    if !by_name || ladder.pinned_at().is_some() || !ladder.ends_at_a_stranger() {
        return None;
    }
    let is_public = evidence.facts.is_well_known(host);
    if let Some((address, kind)) = odd_address(found) {
        let impossible = if is_public { !evidence.is_own_world(ladder) } else { kind.is_nobodys() };
        return impossible.then_some(Lie::Odd(address, kind));
    }
    let first = *found.first().filter(|_| is_public)?;
    let elsewhere = evidence.asked_elsewhere(&ladder.endpoint);
    let differs = elsewhere.as_ref().is_some_and(|it| it.is_sound() && it.differs_from(found));
    match forged_address(found) {
        Some(address) => Some(Lie::Forged(address)),
        None if !ladder.shows_anothers_certificate() => None,
        None if is_everybodys(ladder, evidence) => Some(Lie::Same(first)),
        None => differs.then_some(Lie::Stranger(first)),
    }
}

/// Whether another public host was led to the same server, which is neither's.
fn is_everybodys(ladder: &Ladder, evidence: &Evidence) -> bool {
    let leaf = |ladder: &Ladder| ladder.presented().map(|it| it.fingerprint.clone());
    evidence.ladders.iter().any(|other| {
        other.endpoint.host != ladder.endpoint.host
            && evidence.facts.is_well_known(&other.endpoint.host)
            && other.shows_anothers_certificate()
            && leaf(other) == leaf(ladder)
            && other.addresses().iter().any(|it| ladder.addresses().contains(it))
    })
}

/// Settled where others know better, unless the address may be a mirror of this
/// network, which is down.
fn confidence<'a>(lie: &Lie, truth: Option<Elsewhere<'a>>) -> (Confidence, Option<Elsewhere<'a>>) {
    match (lie, truth) {
        (Lie::Odd(_, AddressKind::Private | AddressKind::Documentation), _) => (Confidence::Likely, None),
        (Lie::Odd(..) | Lie::Same(_), Some(truth)) => (Confidence::Certain, Some(truth)),
        (Lie::Stranger(_), truth) => (Confidence::Likely, truth),
        _ => (Confidence::Likely, None),
    }
}

fn says(first: &BrokenLadder<'_>, lie: &Lie, truth: Option<&Elsewhere<'_>>) -> Text {
    let host = &first.ladder.endpoint.host;
    let (Lie::Odd(address, _) | Lie::Forged(address) | Lie::Same(address) | Lie::Stranger(address)) = lie;
    let purpose = first.ladder.purpose();
    let (purpose_en, purpose_zh) = (&purpose.en, &purpose.zh);
    let who = who(first.ladder, *address);
    let (who_en, who_zh) = (&who.en, &who.zh);
    let what = what(lie);
    let (what_en, what_zh) = (&what.en, &what.zh);
    let end = end(first.ladder);
    let (end_en, end_zh) = (&end.en, &end.zh);
    let truth = truth.map_or(Text::of("", ""), known);
    let (truth_en, truth_zh) = (&truth.en, &truth.zh);
    say! {
        en: "{who_en} answers {host}, the {purpose_en}, with {address}, {what_en}. {end_en}{truth_en}",
        zh: "{who_zh}把 {host}（{purpose_zh}）解析为 {address}，{what_zh}。{end_zh}{truth_zh}",
    }
}

fn who(ladder: &Ladder, address: IpAddr) -> Text {
    match ladder.told_by(address) {
        Some(server) if server.ip().is_loopback() => {
            let ip = server.ip();
            say! { en: "The resolver on this machine ({ip})", zh: "本机上的解析器（{ip}）" }
        }
        Some(server) => {
            let ip = server.ip();
            say! { en: "The nameserver {ip}", zh: "域名服务器 {ip} " }
        }
        None => Text::of("Name resolution on this machine", "本机的域名解析"),
    }
}

fn what(lie: &Lie) -> Text {
    match lie {
        Lie::Odd(_, AddressKind::Loopback) => Text::of(
            "which is this machine itself, as filters answer for names that they block",
            "也就是本机自己：过滤器对被屏蔽的域名就是这样答复的",
        ),
        Lie::Odd(_, AddressKind::Unspecified) => Text::of(
            "which is no address of a server, as filters answer for names that they block",
            "这不是任何服务器的地址：过滤器对被屏蔽的域名就是这样答复的",
        ),
        Lie::Odd(_, AddressKind::Benchmark) => Text::of(
            "one of the invented addresses that tunnels such as Clash or sing-box give out; they lead somewhere only while the tunnel takes the connections in",
            "这是 Clash、sing-box 之类的隧道分配的虚构地址（fake-ip），只有隧道接管连接时才有去处",
        ),
        Lie::Odd(_, AddressKind::Private) => Text::of(
            "an address inside some private network: that of a login page, a filter, or a mirror meant to stand in for the host",
            "这是某个私有网络内部的地址：可能是登录页、过滤设备，或者用来代替该主机的镜像",
        ),
        Lie::Odd(_, AddressKind::Documentation) => Text::of(
            "one of the addresses that are kept for examples, which no public host has",
            "这是为文档示例保留的地址，公共主机不会有",
        ),
        Lie::Odd(..) => Text::of("which is no address of a server at all", "这根本不是服务器会有的地址"),
        Lie::Forged(_) => Text::of(
            "an address of a company that has nothing to do with it; forged answers are known to hold such",
            "这是毫不相干的公司的地址，被伪造的答复里常见这种地址",
        ),
        Lie::Same(_) => Text::of(
            "and other hosts with the same address: one server answers for all of them, as a login page does",
            "其他主机也被解析到同一个地址：一台服务器替它们全部应答，登录页就是这样",
        ),
        Lie::Stranger(_) => Text::of("where somebody else's server answers", "而在那里应答的是别人的服务器"),
    }
}

/// What go meets at that address.
fn end(ladder: &Ladder) -> Text {
    let names = ladder.presented().map(|it| it.names.as_slice()).unwrap_or_default();
    match ladder.fault() {
        Some(Fault::Dial(DialFault::Refused)) => Text::of("The connection is refused there.", "那里拒绝连接。"),
        Some(Fault::Dial(DialFault::TimedOut { .. })) => Text::of(
            "go gets no answer from there and gives up after 30 seconds.",
            "go 从那里得不到应答，30 秒后放弃。",
        ),
        Some(Fault::Dial(_)) => Text::of("go cannot connect to it.", "go 无法与它建立连接。"),
        _ if ladder.shows_anothers_certificate() && !names.is_empty() => {
            let names = names.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
            say! {
                en: "The certificate that is shown there is for {names}, and go ends the connection.",
                zh: "那里出示的证书对应的是 {names}，go 因此结束了连接。",
            }
        }
        _ => Text::of(
            "No TLS connection to the right server comes about there.",
            "在那里无法与正确的服务器建立 TLS 连接。",
        ),
    }
}

fn known(truth: &Elsewhere<'_>) -> Text {
    let ip = truth.server.ip();
    let address = truth.addresses().first().map(ToString::to_string).unwrap_or_default();
    say! {
        en: " The public nameserver {ip} answers with {address}.",
        zh: "公共域名服务器 {ip} 的答复是 {address}。",
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let of_host = |ladder: &&Ladder| ladder.endpoint.host == *host;
    let found = evidence.ladders.iter().find(of_host).map(Ladder::addresses).unwrap_or_default();
    let forged = evidence.facts.is_well_known(host) && forged_address(found).is_some();
    let mut fixes = evidence.detours(host);
    fixes.extend(evidence.another_nameserver(finding, Rank::First));
    fixes.push(match odd_address(found) {
        Some((_, AddressKind::Benchmark)) => tunnelled(),
        None if forged => covered(host),
        _ => traced(host),
    });
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn tunnelled() -> Fix {
    let title = Text::of("Let the tunnel take the connections in", "让隧道接管连接");
    let step = Text::of(
        "Start the TUN mode of Clash or sing-box for this machine or container; or leave it off, give its port \
         as HTTPS_PROXY (http://127.0.0.1:7890 by default), and name another nameserver in /etc/resolv.conf.",
        "为本机或容器开启 Clash、sing-box 的 TUN 模式；或者不开启，把它的端口设为 HTTPS_PROXY\
         （默认 http://127.0.0.1:7890），并在 /etc/resolv.conf 里换用别的域名服务器。",
    );
    let why = Text::of("The tunnel is not for this tool to start.", "隧道不由本工具启动。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why)
}

fn covered(host: &str) -> Fix {
    let title = Text::of("Ask where answers are not forged", "在答复不会被伪造的地方查询");
    let step = say! {
        en: "Give a forward proxy that looks {host} up itself as HTTPS_PROXY, or let this machine ask by an encrypted protocol (DNS over TLS or HTTPS): plain questions are answered wrongly on the way.",
        zh: "把 HTTPS_PROXY 设为一个自己解析 {host} 的正向代理，或者让本机使用加密的域名查询（DNS over TLS 或 HTTPS）：明文查询的答复会在途中被伪造。",
    };
    let why = Text::of("Another network cannot be tried from here.", "无法在这里试用另一个网络。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why)
}

fn traced(host: &str) -> Fix {
    let title = Text::of("Have the answer corrected where it is given", "在给出答复的地方更正它");
    let step = say! {
        en: "Log in to the network, if it has a login page, in a browser on this machine. Otherwise have {host} taken from the blocklist or the records of the nameserver, or name another nameserver; for a container: docker run --dns ADDRESS.",
        zh: "如果网络有登录页，请在本机的浏览器里登录。否则请把 {host} 移出该域名服务器的黑名单或记录，或者换用别的域名服务器；容器：docker run --dns ADDRESS。",
    };
    let why = Text::of("It is another's nameserver.", "这是别人的域名服务器。");
    Fix::safe(title, Scope::Upstream, vec![Step::Say(step)]).unprovable(why)
}

const GONE: DialFault = DialFault::TimedOut { after_ms: 5000 };

/// The public proxy has an inner address, at which nothing listens.
fn mirrored() -> World {
    World::healthy().at("proxy.golang.org", "10.9.0.1").dial_at("10.9.0.1", &DialFault::Refused)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a filter says that it is this machine",
        world: || World::healthy().lead("proxy.golang.org", "127.0.0.1"),
        roots: &["dns-hijacked"],
    },
    Scene {
        name: "a filter says that it is nowhere, whoever is asked",
        world: || World::healthy().at("proxy.golang.org", "0.0.0.0").dial_at("0.0.0.0", &DialFault::Refused),
        roots: &["dns-hijacked"],
    },
    Scene {
        name: "a tunnel that does not run",
        world: || World::healthy().lead("proxy.golang.org", "198.18.0.5").dial_at("198.18.0.5", &GONE),
        roots: &["dns-hijacked"],
    },
    Scene {
        name: "a login page for guests",
        world: || {
            World::healthy()
                .site("login.hotel.example", Site::status(200, ""))
                .at("login.hotel.example", "10.9.0.1")
                .lead("proxy.golang.org", "10.9.0.1")
        },
        roots: &["dns-hijacked"],
    },
    Scene {
        name: "a network that mirrors all public names, and one server of it is down",
        world: || mirrored().at("sum.golang.org", "10.9.0.2"),
        roots: &["tcp-refused"],
    },
    Scene {
        name: "a network that knows one public name alone, and its server is down",
        world: || mirrored().name("sum.golang.org", DnsAnswer::NoSuchName),
        roots: &["tcp-refused"],
    },
    Scene {
        name: "a filter beside a company's own server",
        world: || {
            mirrored()
                .var("GOPROXY", "https://go.corp.example,https://proxy.golang.org")
                .site("go.corp.example", Site::status(404, ""))
                .at("go.corp.example", "10.9.0.7")
        },
        roots: &["dns-hijacked"],
    },
    Scene {
        name: "a stranger at a public address",
        world: || World::healthy().site("parked.example", Site::status(200, "")).lead("proxy.golang.org", "142.250.4.18"),
        roots: &["dns-hijacked"],
    },
    Scene {
        name: "one server for every name",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://proxy.golang.org|https://goproxy.cn")
                .site("login.hotel.example", Site::status(200, ""))
                .lead("proxy.golang.org", "142.250.4.18")
                .lead("goproxy.cn", "142.250.4.18")
        },
        roots: &["dns-hijacked"],
    },
    Scene {
        name: "a forged answer",
        world: || World::healthy().lead("proxy.golang.org", "157.240.17.35").dial_at("157.240.17.35", &GONE),
        roots: &["dns-hijacked"],
    },
    Scene {
        name: "the database alone is filtered",
        world: || World::healthy().site("proxy.golang.org", Site::proxy_without_relay()).lead("sum.golang.org", "0.0.0.0"),
        roots: &["dns-hijacked"],
    },
    Scene {
        name: "a company's own proxy at a private address is down",
        world: || World::healthy().var("GOPROXY", "https://go.corp.example").at("go.corp.example", "10.0.0.9"),
        roots: &["tcp-refused"],
    },
    Scene {
        name: "a company's mirror under the public name, not trusted yet",
        world: || {
            let site = Site::proxy().tls(Tls::Private { authority: "Corp Root" });
            World::healthy().at("proxy.golang.org", "10.0.0.9").site("proxy.golang.org", site)
        },
        roots: &["tls-intercepted"],
    },
    Scene { name: "a company's mirror under the public name", world: || World::healthy().at("proxy.golang.org", "10.0.0.9"), roots: &[] },
    Scene { name: "a tunnel that runs", world: || World::healthy().at("proxy.golang.org", "198.18.0.5"), roots: &[] },
];
