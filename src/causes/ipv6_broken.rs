use crate::base::Text;
use crate::model::{
    Area, BrokenLadder, Cause, DialFault, DnsAnswer, Evidence, Fault, Finding, Fix, Ladder, Mark,
    Observation, Risk, Scope, Step, Subject,
};
use crate::say;
use crate::world::{Scene, World};
use std::net::IpAddr;

pub(super) const CAUSE: Cause = Cause {
    code: "ipv6-broken",
    area: Area::Road,
    title: Text::of(
        "The server has only IPv6 addresses, and IPv6 leads nowhere here",
        "服务器只有 IPv6 地址，而本机的 IPv6 不通",
    ),
    docs: Text::of(
        "The name was resolved to IPv6 addresses alone, and this machine cannot reach any of them, \
         while IPv4 works: the network (or the container) has no IPv6, or IPv6 is set up and its \
         packets get lost.\n\n\
         go says: dial tcp [ADDRESS]:443: connect: network is unreachable\n\
         or: dial tcp [ADDRESS]:443: i/o timeout\n\n\
         The brackets mark an IPv6 address. Where a name has addresses of both kinds, go tries \
         IPv6, begins with IPv4 as well after 300 milliseconds, and takes what stands first: a dead \
         IPv6 beside a living IPv4 is no error. So the question is why there is no IPv4 address: \
         the server publishes none, the nameserver leaves out A records, or /etc/hosts names \
         an IPv6 address only.\n\n\
         Take a mirror with an IPv4 address, have the server publish one, or give this machine \
         IPv6 (in Docker `ipv6` of the network). GODEBUG and /etc/gai.conf change the order of \
         addresses only; they bring no address into being.",
        "域名只解析出 IPv6 地址，而本机一个也到不了，但 IPv4 是通的：网络（或容器）没有 IPv6，或者配置了 IPv6 却丢失数据包。\n\n\
         go 的报错：dial tcp [ADDRESS]:443: connect: network is unreachable\n\
         或者：dial tcp [ADDRESS]:443: i/o timeout\n\n\
         方括号表示 IPv6 地址。域名同时有两种地址时，go 先尝试 IPv6，300 毫秒后也开始尝试 IPv4，采用先建立的那个：\
         IPv4 正常时，不通的 IPv6 不会导致错误。所以要问的是为什么没有 IPv4 地址：服务器没有发布、域名服务器略去了 A 记录，\
         或者 /etc/hosts 里只写了 IPv6 地址。\n\n\
         请换用有 IPv4 地址的镜像，请服务器发布 IPv4 地址，或者让本机有 IPv6（Docker 中是网络的 `ipv6` 设置）。\
         GODEBUG 和 /etc/gai.conf 只改变地址的顺序，不会凭空产生地址。",
    ),
    logs: &[
        Mark::road(&["dial tcp [", "]:", "network is unreachable"])
            .or(&["tcp-unreachable"])
            .when(|it| it.is_gos() && !it.is_led_home()),
        Mark::road(&["dial tcp [", "]:", "no route to host"])
            .or(&["tcp-unreachable"])
            .when(|it| it.is_gos() && !it.is_led_home()),
        Mark::road(&["dial tcp [", "]:", "cannot assign requested address"])
            .or(&["tcp-unreachable"])
            .when(|it| it.is_gos() && !it.is_led_home()),
        Mark::road(&["dial tcp [", "]:", "can't assign requested address"])
            .or(&["tcp-unreachable"])
            .when(|it| it.is_gos() && !it.is_led_home()),
        Mark::road(&["dial tcp [", "]:", "i/o timeout"])
            .or(&["tcp-timeout"])
            .when(|it| it.is_gos() && !it.is_led_home()),
        Mark::road(&["dial tcp [", "]:", "connection timed out"])
            .or(&["tcp-timeout"])
            .when(|it| it.is_gos() && !it.is_led_home()),
        Mark::road(&["dial tcp [", "]:", "operation timed out"])
            .or(&["tcp-timeout"])
            .when(|it| it.is_gos() && !it.is_led_home()),
        Mark::road(&["dial tcp [", "]:", "address family not supported by protocol"])
            .or(&["tcp-unreachable"])
            .when(|it| it.is_gos() && !it.is_led_home()),
        Mark::road(&["dial tcp [", "]:", "attempted to an unreachable network"])
            .or(&["tcp-unreachable"])
            .when(|it| it.is_gos() && !it.is_led_home()),
        Mark::road(&["dial tcp [", "]:", "无法连接的网络尝试了一个套接字操作"])
            .or(&["tcp-unreachable"])
            .when(|it| it.is_gos() && !it.is_led_home()),
        Mark::road(&["dial tcp [", "]:", "failed because connected host has failed to respond"])
            .or(&["tcp-unreachable"])
            .when(|it| it.is_gos() && !it.is_led_home()),
        Mark::road(&["read tcp [", "]:", "operation timed out"])
            .or(&["tcp-timeout", "tcp-reset"])
            .when(|it| it.is_gos() && !it.is_led_home()),
        Mark::road(&["read tcp [", "]:", "connection timed out"])
            .or(&["tcp-timeout", "tcp-reset"])
            .when(|it| it.is_gos() && !it.is_led_home()),
    ],
    explains: &["tcp-unreachable", "tcp-timeout"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let mut broken = evidence.broken_by(is_lost);
    broken.0.retain(|it| has_only_ipv6(it.ladder));
    let to = over_ipv4(evidence)?;
    let first = broken.first()?;
    let endpoints = broken.endpoints();
    let purpose = first.ladder.purpose();
    let (en, zh) = (&purpose.en, &purpose.zh);
    let why = why_no_ipv4(first);
    let (why_en, why_zh) = (&why.en, &why.zh);
    let says = say! {
        en: "{endpoints}, the {en}, has only IPv6 addresses here, and IPv6 leads nowhere from this machine, while IPv4 works ({to}). {why_en}",
        zh: "{zh} {endpoints} 在这里只有 IPv6 地址，而本机的 IPv6 不通，IPv4 则是通的（{to}）。{why_zh}",
    };
    let because = Text::of("IPv4 works.", "IPv4 是通的。");
    let host = first.ladder.endpoint.host.clone();
    let finding = Finding::certain(says, broken.cites()).stops(broken.modules());
    Some(finding.not("tcp-unreachable", because).about(Subject::Host(host)))
}

fn is_lost(fault: &Fault) -> bool {
    let Fault::Dial(fault) = fault else { return false };
    matches!(
        fault,
        DialFault::NetworkUnreachable | DialFault::HostUnreachable | DialFault::TimedOut { .. }
    )
}

fn has_only_ipv6(ladder: &Ladder) -> bool {
    let addresses = ladder.addresses();
    !addresses.is_empty() && addresses.iter().all(IpAddr::is_ipv6)
}

/// Where a connection stands over IPv4.
fn over_ipv4(evidence: &Evidence) -> Option<IpAddr> {
    evidence.ladders.iter().find_map(|ladder| {
        let to = ladder.rungs.iter().find_map(|rung| match &rung.seen {
            Observation::Connected { to, .. } if to.is_ipv4() => Some(to.ip()),
            _ => None,
        })?;
        (!to.is_loopback()).then_some(to)
    })
}

fn why_no_ipv4(broken: &BrokenLadder<'_>) -> Text {
    let asked = broken.ladder.rungs.iter().find_map(|rung| match &rung.seen {
        Observation::Resolved { asked, by_hosts_line, .. } => Some((asked, by_hosts_line)),
        _ => None,
    });
    let four = asked.and_then(|(asked, _)| asked.iter().find(|it| it.kind == "A"));
    match (asked, four.map(|it| &it.answer)) {
        (Some((_, Some(line))), _) => say! {
            en: "The address comes from line {line} of /etc/hosts.",
            zh: "这个地址来自 /etc/hosts 的第 {line} 行。",
        },
        (_, Some(DnsAnswer::NoData | DnsAnswer::NoSuchName)) => Text::of(
            "The nameserver says that there is no IPv4 address (A record).",
            "域名服务器说没有 IPv4 地址（A 记录）。",
        ),
        (_, Some(_)) => Text::of(
            "The nameserver gave no answer to the question for IPv4 addresses (A record).",
            "域名服务器没有回答对 IPv4 地址（A 记录）的查询。",
        ),
        _ => Text::of("GOPROXY names the address itself.", "这个地址直接写在 GOPROXY 里。"),
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = evidence.detours(host);
    let title = say! {
        en: "Reach {host} by IPv4, or give this machine IPv6",
        zh: "通过 IPv4 访问 {host}，或者让本机有 IPv6",
    };
    let step = say! {
        en: "Have the owner of {host} publish an IPv4 address (A record), or give this machine a way out over IPv6; in Docker, a network with \"ipv6\" enabled.",
        zh: "请 {host} 的管理者发布 IPv4 地址（A 记录），或者让本机有 IPv6 出口；在 Docker 中使用启用了 \"ipv6\" 的网络。",
    };
    let why = Text::of("Networks are not for this tool to change.", "网络不由本工具改动。");
    fixes.push(Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn six() -> IpAddr {
    IpAddr::from([0x2404, 0x6800, 0x4003, 0xc00, 0, 0, 0, 0x8d])
}

/// The public proxy with these addresses, of which the IPv6 one is dead.
fn world(addresses: &[IpAddr], fault: &DialFault) -> World {
    let addresses = DnsAnswer::Addresses { addresses: addresses.to_vec() };
    let mut world = World::healthy().name("proxy.golang.org", addresses);
    world.dials.insert(six(), fault.clone());
    world
        .var("GOPROXY", "https://goproxy.io,https://proxy.golang.org")
        .gomod("module example.com/app\n\ngo 1.24\n\nrequire example.com/gone v1.0.0\n")
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "only IPv6, and no road for it",
        world: || world(&[six()], &DialFault::NetworkUnreachable),
        roots: &["ipv6-broken"],
    },
    Scene {
        name: "only IPv6, and its packets vanish",
        world: || world(&[six()], &DialFault::TimedOut { after_ms: 5000 }),
        roots: &["ipv6-broken"],
    },
    Scene {
        name: "a dead IPv6 address beside a living IPv4 one",
        world: || {
            let addresses = vec![six(), IpAddr::from([203, 0, 113, 10])];
            let mut world =
                World::healthy().name("proxy.golang.org", DnsAnswer::Addresses { addresses });
            world.dials.insert(six(), DialFault::TimedOut { after_ms: 5000 });
            world
        },
        roots: &[],
    },
    Scene {
        name: "nothing shows that IPv4 works",
        world: || {
            let addresses = DnsAnswer::Addresses { addresses: vec![six()] };
            World::healthy()
                .var("GOPROXY", "https://proxy.golang.org")
                .var("GOSUMDB", "off")
                .name("proxy.golang.org", addresses)
                .dial("proxy.golang.org", &DialFault::NetworkUnreachable)
        },
        roots: &["tcp-unreachable"],
    },
];
