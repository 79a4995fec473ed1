use crate::base::Text;
use crate::model::{
    Area, BrokenLadder, Cause, DialFault, Evidence, Fault, Finding, Fix, Mark, Risk, Scope, Step,
    Subject, is_public_host,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tcp-unreachable",
    area: Area::Road,
    title: Text::of("No route leads to the server", "没有通往服务器的路由"),
    docs: Text::of(
        "The name was resolved, and no packet gets to the address: this machine has no route to \
         its network, or a router or firewall on the way answers that the host cannot be \
         reached. Both are said at once, without a wait.\n\n\
         go says: dial tcp ADDRESS:443: connect: network is unreachable\n\
         or: dial tcp ADDRESS:443: connect: no route to host\n\n\
         `network is unreachable` is this machine's own word: there is no default route, as in \
         a container that was started with `--network none`, or while a VPN is down. `no route to \
         host` comes from a router, or from a firewall that rejects. A firewall that drops \
         packets lets go wait for 30 seconds and says `i/o timeout`. An address in brackets is \
         an IPv6 address; where a name has an IPv4 address as well, go tries both, and reports \
         the one that was to come first.\n\n\
         Bring the network up: the default route (`ip route`), the VPN, the container's network. \
         Where only this host is kept away, take a mirror, or the forward proxy of this network.",
        "域名已经解析，但数据包到不了该地址：本机没有通往那个网络的路由，或者途中的路由器或防火墙回应说该主机不可到达。\
         这两种情况都会立刻返回，不需要等待。\n\n\
         go 的报错：dial tcp ADDRESS:443: connect: network is unreachable\n\
         或者：dial tcp ADDRESS:443: connect: no route to host\n\n\
         `network is unreachable` 是本机自己的结论：没有默认路由，例如容器以 `--network none` 启动，或者 VPN 没有连上。\
         `no route to host` 来自路由器，或者来自明确拒绝的防火墙。丢弃数据包的防火墙则让 go 等满 30 秒，并报 `i/o timeout`。\
         方括号里的地址是 IPv6 地址；域名同时有 IPv4 地址时，go 两个都会尝试，报告的是排在前面的那个。\n\n\
         请恢复网络：默认路由（`ip route`）、VPN 或容器的网络。如果只有这台主机到不了，请换用镜像，或者使用所在网络的正向代理。",
    ),
    logs: &[
        Mark::road(&["dial tcp ", "network is unreachable"])
            .or(&["https-proxy-missing"])
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::road(&["dial tcp ", "network is unreachable"])
            .or(&["goproxy-no-fallback"])
            .when(|it| it.is_gos() && it.of_own_proxy()),
        Mark::road(&["dial tcp ", "network is unreachable"]),
        Mark::road(&["dial tcp ", "no route to host"])
            .or(&["https-proxy-missing"])
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::road(&["dial tcp ", "no route to host"])
            .or(&["goproxy-no-fallback"])
            .when(|it| it.is_gos() && it.of_own_proxy()),
        Mark::road(&["dial tcp ", "no route to host"]),
        Mark::road(&["dial tcp ", "host is down"]),
        Mark::road(&["dial tcp ", "cannot assign requested address"]).or(&["resource-limit"]),
        Mark::road(&["dial tcp ", "can't assign requested address"]).or(&["resource-limit"]),
        Mark::road(&["dial tcp ", "attempted to an unreachable network"]),
        Mark::road(&["dial tcp ", "attempted to an unreachable host"]),
        Mark::road(&["dial tcp ", "向一个无法连接的网络尝试了一个套接字操作"]),
        Mark::road(&["dial tcp ", "套接字操作尝试一个无法连接的主机"]),
        Mark::road(&["dial tcp ", "requested address is not valid in its context"])
            .or(&["dns-hijacked"]),
        Mark::road(&["read tcp ", "no route to host"]),
        Mark::road(&["read tcp ", "network is unreachable"]),
        Mark::road(&["read tcp ", "network is down"]),
        Mark::road(&["write tcp ", "network is unreachable"]),
        Mark::network(&["Failed to connect to ", "No route to host"]).or(&["git-proxy-config"]),
        Mark::network(&["Failed to connect to ", "etwork is unreachable"])
            .or(&["git-proxy-config"]),
        Mark::network(&["Failed connect to ", "No route to host"]).or(&["git-proxy-config"]),
        Mark::network(&["Failed connect to ", "etwork is unreachable"]).or(&["git-proxy-config"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.broken_by(is_unreachable);
    let first = broken.first()?;
    let endpoints = broken.endpoints();
    let purpose = first.ladder.purpose();
    let (en, zh) = (&purpose.en, &purpose.zh);
    let how = how(first, evidence);
    let (how_en, how_zh) = (&how.en, &how.zh);
    let says = say! {
        en: "No packet gets to {endpoints}, the {en}: {how_en}. go gets no further.",
        zh: "数据包到不了{zh} {endpoints}：{how_zh}。go 到此为止。",
    };
    let at_once = Text::of("The answer came at once.", "应答是立刻返回的。");
    let nobody = Text::of("The server itself did not answer.", "服务器本身并没有应答。");
    let host = first.ladder.endpoint.host.clone();
    let finding = Finding::certain(says, broken.cites()).stops(broken.modules());
    let finding = finding.not("tcp-timeout", at_once).not("tcp-refused", nobody);
    Some(finding.about(Subject::Host(host)))
}

fn is_unreachable(fault: &Fault) -> bool {
    matches!(fault, Fault::Dial(DialFault::NetworkUnreachable | DialFault::HostUnreachable))
}

fn how(broken: &BrokenLadder<'_>, evidence: &Evidence) -> Text {
    let in_container = evidence.facts.platform.container.is_some();
    match broken.ladder.fault() {
        Some(Fault::Dial(DialFault::HostUnreachable)) => Text::of(
            "a router or firewall on the way answers that the host cannot be reached (`no route to host`)",
            "途中的路由器或防火墙回应说该主机不可到达（`no route to host`）",
        ),
        _ if in_container => Text::of(
            "this container has no route to its network (`network is unreachable`)",
            "本容器没有通往该网络的路由（`network is unreachable`）",
        ),
        _ => Text::of(
            "this machine has no route to its network (`network is unreachable`)",
            "本机没有通往该网络的路由（`network is unreachable`）",
        ),
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = evidence.detours(host);
    fixes.push(routed(host, evidence));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn routed(host: &str, evidence: &Evidence) -> Fix {
    let title = say! {
        en: "Give this machine a route to {host}",
        zh: "让本机有通往 {host} 的路由",
    };
    let step = match () {
        () if evidence.facts.platform.container.is_some() => say! {
            en: "Start the container without --network none, on a network that leads to {host}; for builds, use --network=host.",
            zh: "启动容器时去掉 --network none，并接入能到达 {host} 的网络；构建时使用 --network=host。",
        },
        () if is_public_host(host) => say! {
            en: "Check the default route (`ip route`), or set HTTPS_PROXY to the forward proxy of this network; a firewall that rejects has to let connections to {host} out.",
            zh: "检查默认路由（`ip route`），或者把 HTTPS_PROXY 设为本网络的正向代理；如果是防火墙拒绝，请让它放行到 {host} 的连接。",
        },
        () => say! {
            en: "Connect to the network (VPN) that {host} belongs to, and check the route to it (`ip route get ADDRESS`).",
            zh: "连接到 {host} 所属的网络（VPN），并检查通往它的路由（`ip route get ADDRESS`）。",
        },
    };
    let why = Text::of("Routes are not for this tool to change.", "路由不由本工具改动。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "no default route",
        world: || World::healthy().dial("proxy.golang.org", &DialFault::NetworkUnreachable),
        roots: &["tcp-unreachable"],
    },
    Scene {
        name: "a company's proxy, and a firewall that rejects",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", Site::proxy())
                .dial("go.corp.example", &DialFault::HostUnreachable)
        },
        roots: &["tcp-unreachable"],
    },
    Scene {
        name: "a container without a network for the database",
        world: || {
            World::healthy()
                .container()
                .site("proxy.golang.org", Site::proxy_without_relay())
                .dial("sum.golang.org", &DialFault::NetworkUnreachable)
        },
        roots: &["sumdb-unreachable"],
    },
    Scene {
        name: "an unreachable proxy is passed over",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://proxy.golang.org|https://goproxy.cn")
                .dial("proxy.golang.org", &DialFault::HostUnreachable)
        },
        roots: &[],
    },
];
