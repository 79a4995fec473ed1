use crate::base::Text;
use crate::go::resolv::Origin;
use crate::model::{
    Area, Cause, DnsAnswer, DnsFault, Evidence, Fault, Finding, Fix, Mark, Rank, Risk, Scope, Step,
    Subject,
};
use crate::say;
use crate::world::{Scene, World};
use std::net::IpAddr;

pub(super) const CAUSE: Cause = Cause {
    code: "dns-resolver-unreachable",
    area: Area::Names,
    title: Text::of("The nameserver cannot be reached", "无法联系到域名服务器"),
    docs: Text::of(
        "/etc/resolv.conf names a nameserver, and this machine cannot send it a question: nothing \
         listens at its address, or no route leads to it. No name at all can be resolved.\n\n\
         go says: lookup HOST on SERVER:53: read udp A->B: read: connection refused\n\
         or: dial udp SERVER:53: connect: network is unreachable\n\n\
         The refusal comes from the nameserver's port, not from the module proxy, whose address \
         is not known yet. 127.0.0.53 is systemd's resolver and 127.0.0.11 is Docker's: inside \
         another container, or where that service does not run, nobody listens there. A container \
         that was started with `--network none` has no way out at all.\n\n\
         Name a nameserver that can be reached from here. Another GOPROXY does not help: its name \
         has to be resolved as well.",
        "/etc/resolv.conf 里写了域名服务器，但本机无法把查询发给它：该地址没有服务在监听，或者没有通往它的路由。\
         所有域名都无法解析。\n\n\
         go 的报错：lookup HOST on SERVER:53: read udp A->B: read: connection refused\n\
         或者：dial udp SERVER:53: connect: network is unreachable\n\n\
         拒绝来自域名服务器的端口，而不是模块代理，后者的地址还不知道。127.0.0.53 是 systemd 的解析器，\
         127.0.0.11 是 Docker 的解析器：在别的容器里，或者该服务没有运行时，那里没有人监听。\
         用 `--network none` 启动的容器完全没有出口。\n\n\
         请指定一个从这里可以访问的域名服务器。换 GOPROXY 没有用：新的域名同样需要解析。",
    ),
    logs: &[
        Mark::network(&["lookup ", ": connection refused"]),
        Mark::network(&["lookup ", ": network is unreachable"]),
        Mark::network(&["lookup ", ": no route to host"]),
        Mark::network(&["lookup ", ": host is down"]),
        Mark::network(&["lookup ", ": invalid argument"]),
        Mark::network(&["lookup ", ": cannot assign requested address"]),
        Mark::network(&["lookup ", ": can't assign requested address"]),
        Mark::network(&["lookup ", ": connection reset by peer"]),
        Mark::network(&[
            "lookup ",
            "dial udp",
            "A socket operation was attempted to an unreachable network",
        ]),
        Mark::network(&["lookup ", "dial udp", "向一个无法连接的网络尝试了一个套接字操作"]),
        Mark::network(&["lookup ", "wsarecv: An existing connection was forcibly closed"]),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    // Without a nameserver in resolv.conf nobody chose the address that is asked.
    let is_chosen = evidence.facts.resolver.servers_from != Origin::Default;
    let broken = evidence.broken_by(|fault| is_unreachable(fault, is_chosen));
    let first = broken.first()?;
    let fault = first.ladder.dns_fault()?;
    let hosts = broken.hosts();
    let servers = fault.servers();
    let how = how(&fault.decisive);
    let (en, zh) = (&how.en, &how.zh);
    let source = source(fault);
    let (source_en, source_zh) = (&source.en, &source.zh);
    let says = say! {
        en: "The nameserver {servers} {en}.{source_en} go cannot resolve {hosts}, nor any other name.",
        zh: "域名服务器 {servers} {zh}。{source_zh}go 无法解析 {hosts}，也无法解析其他任何域名。",
    };
    let because = Text::of(
        "The refusal comes from the nameserver; no address of the host is known yet.",
        "拒绝来自域名服务器，主机的地址还不知道。",
    );
    let finding = Finding::certain(says, broken.cites()).stops(broken.modules());
    Some(finding.not("tcp-refused", because).about(Subject::Machine))
}

fn is_unreachable(fault: &Fault, is_chosen: bool) -> bool {
    let Fault::Dns(DnsFault { decisive, .. }) = fault else { return false };
    is_chosen && matches!(decisive, DnsAnswer::PortRefused | DnsAnswer::Unreachable)
}

fn how(answer: &DnsAnswer) -> Text {
    match answer {
        DnsAnswer::PortRefused => Text::of(
            "refuses the question: nothing listens on its port 53",
            "拒绝了查询：它的 53 端口没有服务在监听",
        ),
        _ => Text::of("cannot be reached: no route leads to it", "无法到达：没有通往它的路由"),
    }
}

/// Why just that address is asked.
fn source(fault: &DnsFault) -> Text {
    let ip = fault.server.map(|server| server.ip());
    let is = |text: &str| ip == text.parse::<IpAddr>().ok();
    match () {
        // What the kernel forbids, it forbids for every address.
        () if fault.decisive == DnsAnswer::Denied => Text::of("", ""),
        () if is("127.0.0.53") => Text::of(
            " /etc/resolv.conf names the resolver of systemd, which does not run here.",
            "/etc/resolv.conf 写的是 systemd 的解析器，而它没有在这里运行。",
        ),
        () if is("127.0.0.11") => Text::of(
            " /etc/resolv.conf names the resolver of Docker's own networks, which is not here.",
            "/etc/resolv.conf 写的是 Docker 自建网络的解析器，而这里没有它。",
        ),
        () => Text::of(" /etc/resolv.conf names it.", "它写在 /etc/resolv.conf 里。"),
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let in_container = evidence.facts.platform.container.is_some();
    let why =
        Text::of("The resolver is not for this tool to change.", "解析器配置不由本工具改动。");
    let fix = |title: Text, say: Text| {
        Fix::safe(title, Scope::Machine, vec![Step::Say(say)]).unprovable(why.clone())
    };
    let container = fix(
        Text::of("Give the container a nameserver and a network", "给容器指定域名服务器和网络"),
        Text::of(
            "Start the container with --dns ADDRESS and without --network none; for builds, set \"dns\" in /etc/docker/daemon.json \
             or build with --network=host.",
            "启动容器时加上 --dns ADDRESS，并去掉 --network none；构建时在 /etc/docker/daemon.json 里设置 \"dns\"，\
             或者用 --network=host 构建。",
        ),
    );
    let machine = fix(
        Text::of("Name a nameserver that can be reached", "写一个可以访问的域名服务器"),
        Text::of(
            "Put a line `nameserver ADDRESS` with a nameserver of this network into /etc/resolv.conf, or start the resolver it names \
             (systemctl restart systemd-resolved).",
            "在 /etc/resolv.conf 里写一行 `nameserver ADDRESS`，地址用本网络的域名服务器；或者启动其中所写的解析器\
             （systemctl restart systemd-resolved）。",
        ),
    );
    let mut fixes: Vec<Fix> =
        evidence.another_nameserver(finding, Rank::First).into_iter().collect();
    fixes.extend(in_container.then_some(container));
    fixes.push(machine);
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "nobody listens",
        world: || World::healthy().names(&DnsAnswer::PortRefused),
        roots: &["dns-resolver-unreachable"],
    },
    Scene {
        name: "systemd's resolver in a container",
        world: || {
            World::healthy()
                .container()
                .file("/etc/resolv.conf", "nameserver 127.0.0.53\n")
                .names(&DnsAnswer::PortRefused)
        },
        roots: &["dns-resolver-unreachable"],
    },
    Scene {
        name: "nobody listens, and the world is there",
        world: || World::healthy().lie("proxy.golang.org", DnsAnswer::PortRefused),
        roots: &["dns-resolver-unreachable"],
    },
    Scene {
        name: "no route",
        world: || World::healthy().names(&DnsAnswer::Unreachable),
        roots: &["dns-resolver-unreachable"],
    },
    Scene { name: "a nameserver that answers", world: World::healthy, roots: &[] },
];
