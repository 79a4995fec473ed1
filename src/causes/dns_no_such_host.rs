use crate::base::Text;
use crate::go::resolv::Order;
use crate::model::{
    Area, BrokenLadder, Cause, Confidence, DnsAnswer, DnsFault, Evidence, Facts, Fault, Finding,
    Fix, Mark, Rank, Risk, Scope, Spoken, Step, Subject, looks_private, meant_host,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "dns-no-such-host",
    area: Area::Names,
    title: Text::of("The name has no address", "域名没有对应的地址"),
    docs: Text::of(
        "The nameserver was reached, and its answer is that the name does not exist, or that it \
         exists and has no address. This is an answer, not a disturbance: asking again will not \
         change it.\n\n\
         go says: dial tcp: lookup HOST on SERVER:53: no such host\n\n\
         It differs from a resolver that cannot be reached (`connection refused`), that stays \
         silent (`i/o timeout`) or that fails (`server misbehaving`): there nothing is known \
         about the name. The cause is a slip in the name, a name that only the resolver of a \
         company's network knows (VPN, split horizon), a resolver that filters, or a host that \
         was given up.\n\n\
         Correct the name, connect to the network that knows it, or take a mirror that resolves. \
         Pinning an address in /etc/hosts only hides the question until the address changes.",
        "已经联系到域名服务器，它的答复是：该域名不存在，或者存在但没有地址。这是明确的答复，不是网络抖动，重试不会改变结果。\n\n\
         go 的报错：dial tcp: lookup HOST on SERVER:53: no such host\n\n\
         它与解析器连不上（`connection refused`）、没有回应（`i/o timeout`）或出错（`server misbehaving`）不同：\
         那些情况下对域名一无所知。原因可能是域名写错、域名只有公司内网的解析器才知道（VPN、内外网分离解析）、\
         解析器做了过滤，或者主机已经停用。\n\n\
         请改正域名，连接到认识它的网络，或者改用可以解析的镜像。在 /etc/hosts 里写死地址只是暂时掩盖问题，地址一变又会出错。",
    ),
    logs: &[
        Mark::network(&["lookup ", " on ", ": no such host"])
            .or(&[
                "https-proxy-missing",
                "no-proxy-too-broad",
                "http-proxy-malformed",
                "goproxy-no-fallback",
            ])
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::network(&["lookup ", " on ", ": no such host"])
            .or(&["goproxy-no-fallback", "https-proxy-missing", "no-proxy-too-broad"])
            .when(|it| it.is_gos() && it.of_own_proxy()),
        Mark::network(&["lookup ", " on ", ": no such host"])
            .or(&["https-proxy-missing", "no-proxy-too-broad"]),
        Mark::network(&["lookup ", ": no such host"]).or(&[
            "dns-no-resolver",
            "https-proxy-missing",
            "no-proxy-too-broad",
            "goproxy-no-fallback",
        ]),
        Mark::network(&["lookup ", ": getaddrinfow: No such host is known"]).or(ALIKE),
        Mark::network(&["lookup ", ": getaddrinfow: The requested name is valid, but no data"])
            .or(ALIKE),
        Mark::network(&["lookup ", ": getaddrinfow: 不知道这样的主机"]).or(ALIKE),
        Mark::network(&["lookup ", ": getaddrinfow: 请求的名称有效，但是找不到请求的类型的数据"])
            .or(ALIKE),
        Mark::network(&["lookup ", ": no suitable address found"]).or(&["ipv6-broken"]),
        Mark::network(&["lookup ", ": no DNS data"]),
        Mark::network(&["Could not resolve host: "]).or(&[
            "dns-resolver-unreachable",
            "dns-no-resolver",
            "dns-timeout",
            "git-proxy-config",
            "https-proxy-missing",
        ]),
        Mark::network(&["Couldn't resolve host '"]).or(&[
            "dns-resolver-unreachable",
            "dns-no-resolver",
            "dns-timeout",
            "git-proxy-config",
        ]),
        Mark::of(&["Name or service not known"])
            .common()
            .without(&["server response:", "ssh: ", "proxy"])
            .or(&["dns-resolver-unreachable", "dns-no-resolver"])
            .when(Spoken::is_gos),
        Mark::of(&["nodename nor servname provided"])
            .common()
            .without(&["server response:", "ssh: ", "proxy"])
            .or(&["dns-resolver-unreachable"])
            .when(Spoken::is_gos),
    ],
    explains: &[],
    rule,
    fixes,
};

/// What these words leave open.
const ALIKE: &[&str] = &["https-proxy-missing", "goproxy-no-fallback"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.broken_by(|fault| is_no(fault, &evidence.facts));
    let first = broken.first()?;
    let fault = first.ladder.dns_fault()?;
    let finding = Finding::new(confidence(evidence), says(first, fault, evidence), broken.cites())
        .stops(broken.modules())
        .about(Subject::Host(first.ladder.endpoint.host.clone()));
    Some(finding.not(
        "dns-resolver-unreachable",
        Text::of("The nameserver answered.", "域名服务器给出了答复。"),
    ))
}

/// A forward proxy for the other scheme alone hints at a network in which only
/// that proxy knows public names.
fn confidence(evidence: &Evidence) -> Confidence {
    let set = |name: &str| evidence.facts.variable(name).is_some();
    let plain = set("HTTP_PROXY") || set("http_proxy");
    let halved = plain && !set("HTTPS_PROXY") && !set("https_proxy");
    if halved { Confidence::Likely } else { Confidence::Certain }
}

/// Without `dns` in nsswitch.conf nobody was asked, and the name may exist.
fn is_no(fault: &Fault, facts: &Facts) -> bool {
    let Fault::Dns(dns) = fault else { return false };
    let nobody = dns.asked.is_empty() && facts.lookup_order == Order::Files;
    matches!(dns.decisive, DnsAnswer::NoSuchName | DnsAnswer::NoData) && !nobody
}

fn says(first: &BrokenLadder<'_>, fault: &DnsFault, evidence: &Evidence) -> Text {
    let host = &first.ladder.endpoint.host;
    let purpose = first.ladder.purpose();
    let (en, zh) = (&purpose.en, &purpose.zh);
    let asked = asked(fault);
    let (asked_en, asked_zh) = (&asked.en, &asked.zh);
    let hint = withheld(first, evidence).unwrap_or_else(|| hint(host));
    let (hint_en, hint_zh) = (&hint.en, &hint.zh);
    match fault.decisive {
        DnsAnswer::NoData => say! {
            en: "{host}, the {en}, exists and has no address: {asked_en} knows neither an A nor an AAAA record. go cannot connect to it.{hint_en}",
            zh: "{zh} {host} 这个域名存在，但没有地址：{asked_zh}既没有 A 记录也没有 AAAA 记录。go 无法与它建立连接。{hint_zh}",
        },
        _ => say! {
            en: "{host}, the {en}, does not exist: {asked_en} says that there is no such name. go cannot connect to it.{hint_en}",
            zh: "{zh} {host} 不存在：{asked_zh}答复没有这个域名。go 无法与它建立连接。{hint_zh}",
        },
    }
}

fn asked(fault: &DnsFault) -> Text {
    match fault.server {
        Some(server) => {
            let ip = server.ip();
            say! { en: "the nameserver {ip}", zh: "域名服务器 {ip} " }
        }
        None => Text::of("name resolution on this machine", "本机的域名解析"),
    }
}

/// Other nameservers know the name, so that this one keeps it back.
fn withheld(first: &BrokenLadder<'_>, evidence: &Evidence) -> Option<Text> {
    let elsewhere = evidence.asked_elsewhere(&first.ladder.endpoint)?;
    let ip = elsewhere.server.ip();
    elsewhere.is_sound().then(|| say! {
        en: " The public nameserver {ip} knows the name: the one that was asked filters it, or lies in a network without a way out.",
        zh: "公共域名服务器 {ip} 认识这个域名：说明被询问的服务器过滤了它，或者处在没有外网出口的网络里。",
    })
}

fn hint(host: &str) -> Text {
    match meant_host(host) {
        Some(meant) => say! { en: " The name is close to {meant}.", zh: "它与 {meant} 很接近。" },
        None if looks_private(host) => Text::of(
            " The name looks like one of an internal network, which only the resolver of that network (office, VPN) knows.",
            "这个名字像是内部网络的域名，只有该网络（办公网、VPN）的解析器才认识。",
        ),
        None => Text::of("", ""),
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes: Vec<Fix> = renamed(host, evidence).into_iter().collect();
    fixes.extend(evidence.detours(host));
    fixes.extend(evidence.another_nameserver(finding, Rank::First));
    fixes.push(elsewhere(host));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn renamed(host: &str, evidence: &Evidence) -> Option<Fix> {
    let facts = &evidence.facts;
    let meant = meant_host(host)?;
    let value = facts.goproxy_renamed(host, meant)?;
    let title = say! {
        en: "Correct the name to {meant}",
        zh: "把域名改正为 {meant}",
    };
    Some(Fix::safe(title, facts.reach("GOPROXY"), vec![facts.set("GOPROXY", value)]))
}

fn elsewhere(host: &str) -> Fix {
    let title = Text::of("Make the name known", "让这个域名可以解析");
    let step = say! {
        en: "Check the spelling of {host}, and connect to the network (VPN) whose resolver knows it. In a container, docker run --dns ADDRESS names that resolver.",
        zh: "检查 {host} 的拼写，并连接到其解析器认识它的网络（VPN）。在容器里可以用 docker run --dns ADDRESS 指定该解析器。",
    };
    let why = Text::of("Another network cannot be tried from here.", "无法在这里试用另一个网络。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a slip in the name",
        world: || World::healthy().var("GOPROXY", "https://proxy.golang.og,direct"),
        roots: &["dns-no-such-host"],
    },
    Scene {
        name: "a name of the company, away from it",
        world: || World::healthy().go_env("GOPROXY", "https://go.corp.example/proxy,direct"),
        roots: &["dns-no-such-host"],
    },
    Scene {
        name: "a name without an address",
        world: || World::healthy().name("proxy.golang.org", DnsAnswer::NoData),
        roots: &["dns-no-such-host"],
    },
    Scene {
        name: "a filter in the nameserver",
        world: || World::healthy().lie("proxy.golang.org", DnsAnswer::NoSuchName),
        roots: &["dns-no-such-host"],
    },
    Scene {
        name: "the origin is filtered",
        world: || {
            World::healthy()
                .var("GOPROXY", "direct")
                .gomod("module m\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.3\n")
                .name("github.com", DnsAnswer::NoSuchName)
        },
        roots: &["dns-no-such-host"],
    },
    Scene {
        name: "a name that is walked past",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://go.corp.example|https://goproxy.cn")
                .site("goproxy.cn", Site::proxy())
        },
        roots: &[],
    },
];
