use crate::base::Text;
use crate::model::{
    Area, BrokenLadder, Cause, DnsAnswer, DnsFault, Evidence, Fault, Finding, Fix, Mark, Rank,
    Risk, Scope, Step, Subject,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "dns-server-failure",
    area: Area::Names,
    title: Text::of("The nameserver fails", "域名服务器出错"),
    docs: Text::of(
        "The nameserver was asked and answered that it cannot or will not find out. Nothing is \
         known about the name itself: it may well exist.\n\n\
         go says: dial tcp: lookup HOST on SERVER:53: server misbehaving\n\
         or: lookup HOST on SERVER:53: lame referral\n\n\
         `no such host` would be an answer about the name, `i/o timeout` no answer at all. Behind \
         the same words stand several codes: SERVFAIL (the servers that it asks in turn cannot \
         be reached, or a signature of DNSSEC does not fit), REFUSED (it does not serve this \
         client or names outside of its own), NOTIMP and others. `lame referral` comes from a \
         server that only serves its own zones and looks nothing up for others. Of several \
         nameservers go passes over one that fails, and reports the last.\n\n\
         If it fails for every name, take another nameserver, or repair this one: what it \
         forwards to, whom it serves, its clock for DNSSEC. If it fails for one name only, a \
         mirror helps as well.",
        "域名服务器收到了查询，并答复说它查不到或不愿意查。域名本身仍一无所知：它很可能是存在的。\n\n\
         go 的报错：dial tcp: lookup HOST on SERVER:53: server misbehaving\n\
         或者：lookup HOST on SERVER:53: lame referral\n\n\
         `no such host` 才是对域名的答复，`i/o timeout` 则是完全没有答复。同样的报错背后有几种代码：\
         SERVFAIL（它的上游服务器不可达，或 DNSSEC 签名不符）、REFUSED（它不为这个客户端服务，或不查自己区域之外的域名）、\
         NOTIMP 等。`lame referral` 来自只负责自己区域、不替别人查询的服务器。\
         有多个域名服务器时，go 会跳过出错的，最后报告最后一个的错误。\n\n\
         如果它对所有域名都出错，请换用别的域名服务器，或者修好这一个：它的上游、它允许的客户端、\
         它的时钟（影响 DNSSEC）。如果只对一个域名出错，换用镜像也可以。",
    ),
    logs: &[
        Mark::network(&["lookup ", ": server misbehaving"])
            .or(&["goproxy-no-fallback", "https-proxy-missing"])
            .when(|it| it.is_gos() && it.of_own_proxy()),
        Mark::network(&["lookup ", ": server misbehaving"]),
        Mark::network(&["lookup ", ": lame referral"]),
        Mark::network(&["lookup ", ": no answer from DNS server"]),
        Mark::network(&["lookup ", ": cannot unmarshal DNS message"]),
        Mark::network(&["lookup ", ": invalid DNS response"]),
        Mark::network(&["lookup ", ": Non-recoverable failure in name resolution"]),
        Mark::network(&["lookup ", "A non-recoverable error occurred during a database lookup"]),
        Mark::network(&["lookup ", "在数据库查找时发生一个不可恢复的错误"]),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.broken_by(|fault| failure(fault).is_some());
    let first = broken.first()?;
    let fault = first.ladder.dns_fault()?;
    let because = Text::of("No answer about the name came.", "没有得到关于该域名的答复。");
    let finding = Finding::certain(says(first, fault, &broken.hosts()), broken.cites());
    let host = first.ladder.endpoint.host.clone();
    let finding = finding.stops(broken.modules()).about(Subject::Host(host));
    Some(finding.not("dns-no-such-host", because))
}

fn failure(fault: &Fault) -> Option<&DnsAnswer> {
    match fault {
        Fault::Dns(dns) => Some(&dns.decisive)
            .filter(|it| matches!(it, DnsAnswer::Failed { .. } | DnsAnswer::LameReferral)),
        _ => None,
    }
}

fn says(first: &BrokenLadder<'_>, fault: &DnsFault, hosts: &str) -> Text {
    let servers = fault.servers();
    let purpose = first.ladder.purpose();
    let (en, zh) = (&purpose.en, &purpose.zh);
    match &fault.decisive {
        DnsAnswer::Failed { rcode } => {
            let meaning = meaning(rcode);
            let (meaning_en, meaning_zh) = (&meaning.en, &meaning.zh);
            say! {
                en: "The nameserver {servers} answers {rcode} when it is asked for {hosts}, the {en}: {meaning_en}. go never learns the address.",
                zh: "向域名服务器 {servers} 查询 {hosts}（{zh}）时，它的答复是 {rcode}：{meaning_zh}。go 始终得不到地址。",
            }
        }
        _ => say! {
            en: "The nameserver {servers} answers with a lame referral when it is asked for {hosts}, the {en}: it serves its own zones and looks nothing up for others. go never learns the address.",
            zh: "向域名服务器 {servers} 查询 {hosts}（{zh}）时，它的答复是 lame referral：它只负责自己的区域，不替别人查询。go 始终得不到地址。",
        },
    }
}

fn meaning(rcode: &str) -> Text {
    match rcode {
        "SERVFAIL" => Text::of(
            "it could not find out, as where the servers that it asks in turn are down or a DNSSEC signature does not fit",
            "它没能查到，例如上游服务器不可用，或 DNSSEC 签名不符",
        ),
        "REFUSED" => {
            Text::of("it will not look this name up for this machine", "它拒绝为本机查询这个域名")
        }
        "NOTIMP" => Text::of("it does not do such lookups", "它不支持这种查询"),
        _ => Text::of("it failed at the question", "它处理查询时出错"),
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = evidence.detours(host);
    fixes.extend(evidence.another_nameserver(finding, Rank::Last));
    fixes.push(repaired());
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn repaired() -> Fix {
    let title = Text::of("Repair the nameserver, or name another", "修复该域名服务器，或换用别的");
    let step = Step::Say(Text::of(
        "See whom the nameserver forwards to and whom it serves, and start it anew \
         (systemctl restart systemd-resolved, dnsmasq or unbound); or name another of this network in /etc/resolv.conf. \
         For a container: docker run --dns ADDRESS; for builds, \"dns\" in /etc/docker/daemon.json.",
        "检查该域名服务器转发给谁、为谁服务，然后重启它\
         （systemctl restart systemd-resolved、dnsmasq 或 unbound）；或者在 /etc/resolv.conf 里写本网络的另一个域名服务器。\
         容器：docker run --dns ADDRESS；构建：在 /etc/docker/daemon.json 里设置 \"dns\"。",
    ));
    let why =
        Text::of("The resolver is not for this tool to change.", "解析器配置不由本工具改动。");
    Fix::safe(title, Scope::Machine, vec![step]).unprovable(why)
}

fn failed(rcode: &str) -> DnsAnswer {
    DnsAnswer::Failed { rcode: rcode.to_owned() }
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a nameserver without its own",
        world: || World::healthy().names(&failed("SERVFAIL")),
        roots: &["dns-server-failure"],
    },
    Scene {
        name: "one name fails, and others know it",
        world: || World::healthy().lie("proxy.golang.org", failed("SERVFAIL")),
        roots: &["dns-server-failure"],
    },
    Scene {
        name: "strangers are not served",
        world: || World::healthy().names(&failed("REFUSED")),
        roots: &["dns-server-failure"],
    },
    Scene {
        name: "a server for its own zones only",
        world: || World::healthy().names(&DnsAnswer::LameReferral),
        roots: &["dns-server-failure"],
    },
    Scene {
        name: "the database alone fails",
        world: || {
            World::healthy()
                .site("proxy.golang.org", crate::world::Site::proxy_without_relay())
                .name("sum.golang.org", failed("SERVFAIL"))
        },
        roots: &["dns-server-failure"],
    },
    Scene {
        name: "a failing name that is walked past",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://proxy.golang.org|https://goproxy.cn")
                .name("proxy.golang.org", failed("SERVFAIL"))
        },
        roots: &[],
    },
];
