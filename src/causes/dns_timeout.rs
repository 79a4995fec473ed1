use crate::base::Text;
use crate::go::resolv::Origin;
use crate::model::{
    Area, Asked, Cause, Confidence, DnsAnswer, DnsFault, Elsewhere, Evidence, Facts, Fault,
    Finding, Fix, Mark, Observation, Rank, Risk, Scope, Spoken, Step, Subject,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "dns-timeout",
    area: Area::Names,
    title: Text::of("The nameserver does not answer", "域名服务器没有回应"),
    docs: Text::of(
        "The question for the address was sent, and no answer came back that go could read. \
         Nothing is known about the name itself.\n\n\
         go says: dial tcp: lookup HOST on SERVER:53: read udp A->B: i/o timeout\n\
         or, with many nameservers or search domains: lookup HOST: i/o timeout\n\n\
         It differs from `dial tcp ADDRESS: i/o timeout`, where the name was resolved and the \
         server stays silent: here `lookup` and port 53 stand in the message. Usual causes are a \
         firewall that drops UDP port 53, a nameserver of a network that was left (VPN), a \
         container that inherited an address it cannot reach, and a resolver that is overrun by \
         the many names of a large build. A nameserver that refuses strangers may do so without \
         repeating the question (unbound with `access-control: refuse`); go takes that for no \
         answer. One that drops only the question for IPv6 (AAAA) makes go slow, not fail.\n\n\
         Take a nameserver that answers; in Docker with `--dns`, or `dns` in the daemon's \
         configuration. `options timeout:1 attempts:3` in /etc/resolv.conf only shortens the \
         wait.",
        "查询地址的请求已经发出，但没有收到 go 能读懂的答复。对域名本身仍一无所知。\n\n\
         go 的报错：dial tcp: lookup HOST on SERVER:53: read udp A->B: i/o timeout\n\
         或者（域名服务器或搜索域很多时）：lookup HOST: i/o timeout\n\n\
         它与 `dial tcp ADDRESS: i/o timeout` 不同：后者域名已经解析，是服务器没有回应；这里的报错里有 `lookup` 和 53 端口。\
         常见原因：防火墙丢弃 UDP 53 端口、域名服务器属于已经断开的网络（VPN）、容器继承了自己访问不到的地址、\
         大型构建一次查询太多域名压垮了解析器。有的域名服务器拒绝陌生客户端时不附上原来的问题\
         （例如 unbound 的 `access-control: refuse`），go 会把它当作没有答复。如果只丢弃 IPv6（AAAA）的查询，go 只会变慢，不会失败。\n\n\
         请换用能回应的域名服务器；Docker 里用 `--dns`，或者在守护进程配置里设置 `dns`。\
         在 /etc/resolv.conf 里写 `options timeout:1 attempts:3` 只会缩短等待时间。",
    ),
    logs: &[
        Mark::network(&["lookup ", ": i/o timeout"]),
        Mark::network(&["lookup ", ": connection timed out"]),
        Mark::network(&["lookup ", ": operation timed out"]),
        Mark::network(&["lookup ", ": operation was canceled"]),
        Mark::network(&["lookup ", ": Temporary failure in name resolution"])
            .or(&["dns-resolver-unreachable", "dns-no-resolver"]),
        Mark::of(&["Temporary failure in name resolution"])
            .common()
            .without(&["server response:", "ssh: "])
            .or(&["dns-resolver-unreachable", "dns-no-resolver"])
            .when(Spoken::is_gos),
        Mark::network(&["lookup ", "This is usually a temporary error during hostname resolution"])
            .or(&["dns-server-failure"]),
        Mark::network(&["lookup ", "在主机名解析时通常出现的暂时错误"]).or(&["dns-server-failure"]),
        Mark::network(&["Resolving timed out after "]).or(&["git-proxy-config"]),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.broken_by(|fault| is_silent(fault, &evidence.facts));
    let first = broken.first()?;
    let fault = first.ladder.dns_fault()?;
    let hosts = broken.hosts();
    let servers = silent_servers(fault);
    let says = match fault.decisive {
        DnsAnswer::Garbled => say! {
            en: "What comes back from the nameserver ({servers}) for {hosts} is no answer to the question. go drops it and waits until its time is over.",
            zh: "域名服务器（{servers}）对 {hosts} 返回的内容不是有效的答复。go 会丢弃它，一直等到超时。",
        },
        _ => say! {
            en: "No answer to the question for {hosts} comes from the nameserver ({servers}). go waits until its time is over and never learns the address.",
            zh: "域名服务器（{servers}）没有回应对 {hosts} 的查询。go 会一直等到超时，始终得不到地址。",
        },
    };
    let because = Text::of(
        "No address is known yet to which packets could vanish.",
        "连地址都还不知道，谈不上发往该地址的数据包丢失。",
    );
    let mut cites = broken.cites();
    let answers = evidence.asked_elsewhere(&first.ladder.endpoint).filter(Elsewhere::is_sound);
    let confidence = if answers.is_some() { Confidence::Certain } else { Confidence::Likely };
    cites.extend(answers.map(|it| it.cite));
    let finding = Finding::new(confidence, says, cites).stops(broken.modules());
    Some(
        finding
            .not("tcp-timeout", because)
            .about(Subject::Host(first.ladder.endpoint.host.clone())),
    )
}

/// All that stayed silent; the last of them is only who go names.
fn silent_servers(fault: &DnsFault) -> String {
    let silent = |it: &&Asked| matches!(it.answer, DnsAnswer::TimedOut { .. });
    let mut servers: Vec<String> =
        fault.asked.iter().filter(silent).map(|it| it.server.ip().to_string()).collect();
    servers.sort();
    servers.dedup();
    if servers.len() < 2 { fault.servers() } else { servers.join(", ") }
}

/// Where resolv.conf names nobody, that is what is wrong.
fn is_silent(fault: &Fault, facts: &Facts) -> bool {
    let Fault::Dns(dns) = fault else { return false };
    matches!(dns.decisive, DnsAnswer::TimedOut { .. } | DnsAnswer::Garbled)
        && facts.resolver.servers_from != Origin::Default
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = if answers_others(evidence) { evidence.detours(host) } else { Vec::new() };
    fixes.extend(evidence.another_nameserver(finding, Rank::First));
    fixes.push(another());
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

/// A mirror only helps where the nameserver answers for other names.
fn answers_others(evidence: &Evidence) -> bool {
    let by_dns = |seen: &Observation| matches!(seen, Observation::Resolved { asked, .. } if !asked.is_empty());
    evidence.ladders.iter().flat_map(|ladder| &ladder.rungs).any(|rung| by_dns(&rung.seen))
}

fn another() -> Fix {
    let title = Text::of("Use a nameserver that answers", "换用能回应的域名服务器");
    let step = Step::Say(Text::of(
        "Name a nameserver that answers in /etc/resolv.conf, or reconnect the network (VPN) that it belongs to. \
         For a container: docker run --dns ADDRESS; for builds, \"dns\" in /etc/docker/daemon.json.",
        "在 /etc/resolv.conf 里写一个能回应的域名服务器，或者重新连接它所属的网络（VPN）。\
         容器：docker run --dns ADDRESS；构建：在 /etc/docker/daemon.json 里设置 \"dns\"。",
    ));
    let why =
        Text::of("The resolver is not for this tool to change.", "解析器配置不由本工具改动。");
    Fix::safe(title, Scope::Machine, vec![step]).unprovable(why)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a nameserver that drops every question",
        world: || World::healthy().names(&DnsAnswer::TimedOut { after_ms: 4500 }),
        roots: &["dns-timeout"],
    },
    Scene {
        name: "a firewall between here and the company's nameserver",
        world: || {
            World::healthy()
                .file("/etc/resolv.conf", "nameserver 192.0.2.53\nsearch corp.example\n")
                .lie("proxy.golang.org", DnsAnswer::TimedOut { after_ms: 4500 })
        },
        roots: &["dns-timeout"],
    },
    Scene {
        name: "garbage from a middlebox",
        world: || World::healthy().name("proxy.golang.org", DnsAnswer::Garbled),
        roots: &["dns-timeout"],
    },
    Scene {
        name: "the question for the database alone is dropped",
        world: || {
            World::healthy()
                .site("proxy.golang.org", crate::world::Site::proxy_without_relay())
                .name("sum.golang.org", DnsAnswer::TimedOut { after_ms: 4500 })
        },
        roots: &["dns-timeout"],
    },
    Scene {
        name: "a silent name that is walked past",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://proxy.golang.org|https://goproxy.cn")
                .name("proxy.golang.org", DnsAnswer::TimedOut { after_ms: 4500 })
        },
        roots: &[],
    },
];
