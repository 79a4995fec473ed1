use crate::base::{Excerpt, Text};
use crate::go::resolv::{Ignored, Order, Origin};
use crate::model::{
    Area, Cause, DnsAnswer, DnsFault, Evidence, Facts, Finding, Fix, Mark, Rank, Risk, Scope, Step,
    Subject,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "dns-no-resolver",
    area: Area::Names,
    title: Text::of("No nameserver is set", "没有配置域名服务器"),
    docs: Text::of(
        "Nothing on this machine tells go whom to ask for names: /etc/resolv.conf is missing, \
         cannot be read or has no `nameserver` line with an address, or the `hosts` line of \
         /etc/nsswitch.conf leaves `dns` out.\n\n\
         go says: lookup HOST on 127.0.0.1:53: read udp A->B: read: connection refused\n\
         or: lookup HOST on [::1]:53: read udp A->B: read: connection refused\n\
         or, without `dns` in nsswitch.conf: dial tcp: lookup HOST: no such host\n\n\
         Without a nameserver go asks this machine itself, where mostly nobody listens; that is \
         why an address appears that nobody wrote. `no such host` without `on SERVER:53` means \
         that no nameserver was asked at all. Small images, chroots and `FROM scratch` come \
         without these files, and /etc/resolv.conf is often a link into /run that leads nowhere \
         where systemd-resolved does not run. The go command of the official archives looks names \
         up by itself: GODEBUG=netdns=cgo does not change that, nor do mDNS or LDAP count.\n\n\
         Write a `nameserver` line with an address into /etc/resolv.conf, and `hosts: files dns` \
         into /etc/nsswitch.conf. A container gets the file from its engine: start it with \
         `--dns`. Another GOPROXY does not help: its name has to be resolved as well.",
        "本机没有任何配置告诉 go 该向谁查询域名：/etc/resolv.conf 不存在、读不了，或者没有写地址的 `nameserver` 行；\
         或者 /etc/nsswitch.conf 的 `hosts` 行里没有 `dns`。\n\n\
         go 的报错：lookup HOST on 127.0.0.1:53: read udp A->B: read: connection refused\n\
         或者：lookup HOST on [::1]:53: read udp A->B: read: connection refused\n\
         nsswitch.conf 里没有 `dns` 时：dial tcp: lookup HOST: no such host\n\n\
         没有域名服务器时，go 会询问本机自己，而那里通常没有服务在监听，所以报错里会出现一个谁也没写过的地址。\
         `no such host` 前面没有 `on SERVER:53`，说明根本没有询问任何域名服务器。精简镜像、chroot 和 `FROM scratch` \
         里没有这些文件；/etc/resolv.conf 还常常是指向 /run 的链接，systemd-resolved 没有运行时就指向空处。\
         官方发布的 go 命令自己解析域名：GODEBUG=netdns=cgo 不会改变这一点，mDNS 和 LDAP 也不起作用。\n\n\
         请在 /etc/resolv.conf 里写一行带地址的 `nameserver`，在 /etc/nsswitch.conf 里写 `hosts: files dns`。\
         容器的这个文件由引擎生成：启动时加上 `--dns`。换 GOPROXY 没有用：新的域名同样需要解析。",
    ),
    logs: &[
        Mark::network(&["lookup ", " on 127.0.0.1:53: ", ": connection refused"])
            .or(&["dns-resolver-unreachable"]),
        Mark::network(&["lookup ", " on [::1]:53: ", ": connection refused"])
            .or(&["dns-resolver-unreachable"]),
        Mark::network(&["lookup ", " on [::1]:53: ", ": cannot assign requested address"])
            .or(&["dns-resolver-unreachable"]),
        Mark::network(&["lookup ", " on [::1]:53: ", ": network is unreachable"])
            .or(&["dns-resolver-unreachable"]),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let facts = &evidence.facts;
    let broken = evidence
        .broken_where(|ladder| ladder.dns_fault().is_some_and(|it| lack(it, facts).is_some()));
    let first = broken.first()?;
    let finding = |says| Finding::certain(says, broken.cites()).stops(broken.modules());
    let finding = match lack(first.ladder.dns_fault()?, facts)? {
        Lack::Dns => finding(by_files_alone(&broken.hosts())).not("dns-no-such-host", unasked()),
        Lack::Nameserver => finding(nobody_named(facts, &broken.hosts()))
            .not("dns-resolver-unreachable", unchosen()),
    };
    Some(finding.about(Subject::Machine))
}

fn unasked() -> Text {
    Text::of("No nameserver was asked for the name.", "并没有向任何域名服务器查询这个域名。")
}

fn unchosen() -> Text {
    Text::of("Nobody chose the address that go asks.", "go 所询问的地址并不是谁配置的。")
}

/// What is missing from this machine's files.
enum Lack {
    /// nsswitch.conf names the hosts file alone.
    Dns,
    /// resolv.conf names nobody.
    Nameserver,
}

fn lack(fault: &DnsFault, facts: &Facts) -> Option<Lack> {
    let nobody = fault.asked.is_empty() && fault.decisive == DnsAnswer::NoSuchName;
    let unheard = matches!(
        fault.decisive,
        DnsAnswer::PortRefused
            | DnsAnswer::Unreachable
            | DnsAnswer::TimedOut { .. }
            | DnsAnswer::Garbled
    );
    match facts.lookup_order {
        Order::Files if nobody => Some(Lack::Dns),
        _ if unheard && facts.resolver.servers_from == Origin::Default => Some(Lack::Nameserver),
        _ => None,
    }
}

fn by_files_alone(hosts: &str) -> Text {
    say! {
        en: "The `hosts` line of /etc/nsswitch.conf names `files` without `dns`: go looks {hosts} up in /etc/hosts alone and asks no nameserver.",
        zh: "/etc/nsswitch.conf 的 `hosts` 行只写了 `files`，没有 `dns`：go 只在 /etc/hosts 里查找 {hosts}，不询问任何域名服务器。",
    }
}

fn nobody_named(facts: &Facts, hosts: &str) -> Text {
    match misspelled(facts) {
        Some((line, word)) => say! {
            en: "/etc/resolv.conf names no nameserver that go can use: `{word}` in line {line} is no IP address. go therefore asks this machine itself, where no resolver answers, and cannot resolve {hosts}.",
            zh: "/etc/resolv.conf 里没有 go 能用的域名服务器：第 {line} 行的 `{word}` 不是 IP 地址。因此 go 询问本机自己，而这里没有解析器应答，无法解析 {hosts}。",
        },
        None => say! {
            en: "/etc/resolv.conf is missing or names no nameserver. go therefore asks this machine itself, where no resolver answers, and cannot resolve {hosts}.",
            zh: "/etc/resolv.conf 不存在或没有写 nameserver。因此 go 询问本机自己，而这里没有解析器应答，无法解析 {hosts}。",
        },
    }
}

fn misspelled(facts: &Facts) -> Option<(usize, &Excerpt)> {
    facts.resolver.ignored.iter().find_map(|ignored| match ignored {
        Ignored::NotAnAddress { line, word } => Some((*line, word)),
        _ => None,
    })
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let facts = &evidence.facts;
    if facts.lookup_order == Order::Files {
        return vec![with_dns(facts)];
    }
    let mut fixes: Vec<Fix> =
        evidence.another_nameserver(finding, Rank::Last).into_iter().collect();
    fixes.extend(facts.platform.container.map(|_| container()));
    fixes.push(machine());
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn with_dns(facts: &Facts) -> Fix {
    let title = Text::of("Let names be asked of nameservers", "允许向域名服务器查询");
    let why = Text::of("The file is not changed for a trial.", "不会为了试验而改动该文件。");
    let script = "new=$(awk \"$1\" /etc/nsswitch.conf) && echo \"$new\" >/etc/nsswitch.conf";
    let program = "index($1, \"hosts:\") == 1 { $0 = \"hosts: files dns\" } 1";
    let step = facts.as_root(script, &[program]);
    Fix::safe(title, Scope::Machine, vec![step]).unprovable(why)
}

fn container() -> Fix {
    let title = Text::of("Give the container a nameserver", "给容器指定域名服务器");
    let step = Text::of(
        "Start the container with --dns ADDRESS; for builds, set \"dns\" in /etc/docker/daemon.json.",
        "启动容器时加上 --dns ADDRESS；构建时在 /etc/docker/daemon.json 里设置 \"dns\"。",
    );
    said(title, step)
}

fn machine() -> Fix {
    let title = Text::of("Name a nameserver", "写上域名服务器");
    let step = Text::of(
        "Put a line `nameserver ADDRESS` with a nameserver of this network into /etc/resolv.conf. \
         If the file is a link into /run, start what writes it there (systemctl restart systemd-resolved).",
        "在 /etc/resolv.conf 里写一行 `nameserver ADDRESS`，地址用本网络的域名服务器。\
         如果该文件是指向 /run 的链接，请启动生成它的服务（systemctl restart systemd-resolved）。",
    );
    said(title, step)
}

fn said(title: Text, step: Text) -> Fix {
    let why = Text::of(
        "Which nameserver is right is not known here.",
        "这里无法得知该用哪个域名服务器。",
    );
    Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why)
}

fn deaf(world: World) -> World {
    ["proxy.golang.org", "sum.golang.org", "github.com", "golang.org"]
        .into_iter()
        .fold(world, |world, host| world.lie(host, DnsAnswer::PortRefused))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "no resolv.conf",
        world: || World::healthy().without_file("/etc/resolv.conf").names(&DnsAnswer::PortRefused),
        roots: &["dns-no-resolver"],
    },
    Scene {
        name: "no nameserver in it, in a container, and the world is there",
        world: || {
            deaf(World::healthy().container().file("/etc/resolv.conf", "search corp.example\n"))
        },
        roots: &["dns-no-resolver"],
    },
    Scene {
        name: "a name in place of an address",
        world: || deaf(World::healthy().file("/etc/resolv.conf", "nameserver dns.corp.example\n")),
        roots: &["dns-no-resolver"],
    },
    Scene {
        name: "nsswitch.conf without dns",
        world: || World::healthy().file("/etc/nsswitch.conf", "hosts: files\n"),
        roots: &["dns-no-resolver"],
    },
    Scene {
        name: "a resolver on this machine, which nobody has to name",
        world: || World::healthy().without_file("/etc/resolv.conf"),
        roots: &[],
    },
    Scene {
        name: "a source that go takes for dns",
        world: || {
            World::healthy().file("/etc/nsswitch.conf", "hosts: files resolve [!UNAVAIL=return]\n")
        },
        roots: &[],
    },
];
