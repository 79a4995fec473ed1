use crate::base::Text;
use crate::model::{
    Area, Cause, DialFault, DnsAnswer, Evidence, Fault, Finding, Fix, Ladder, Mark, Observation,
    Risk, Scope, Step, Subject, TunnelFault,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "network-sandboxed",
    area: Area::Road,
    title: Text::of("This machine forbids the connection itself", "本机自身禁止了该连接"),
    docs: Text::of(
        "No packet leaves this machine: its own kernel refuses the socket, or the first packet. A \
         sandbox is at work (seccomp or AppArmor of a container, gVisor, the sandbox of a Nix, \
         Bazel or systemd unit), a rule in the local firewall's OUTPUT chain, or a route of \
         kind `prohibit`.\n\n\
         go says: dial tcp ADDRESS:443: connect: permission denied\n\
         or: dial udp SERVER:53: socket: operation not permitted\n\
         or: write udp A->B: write: operation not permitted\n\
         or: socket: address family not supported by protocol\n\n\
         The answer comes at once and names no other machine: neither the server nor a firewall on \
         the way has seen anything. Another GOPROXY helps only where the rule is about one host.\n\n\
         Allow the network for this step (docker build --network, the sandbox's setting, the rule \
         in the OUTPUT chain). Where builds have no network on purpose, fill the module \
         cache in an earlier step and build with GOPROXY=off, or commit a vendor folder.",
        "数据包没有离开本机：本机内核拒绝创建套接字，或者拒绝发送第一个数据包。起作用的可能是沙箱（容器的 seccomp 或 AppArmor、gVisor、\
         Nix、Bazel 或 systemd 单元的沙箱）、本地防火墙 OUTPUT 链里的规则，或者 `prohibit` 类型的路由。\n\n\
         go 的报错：dial tcp ADDRESS:443: connect: permission denied\n\
         或者：dial udp SERVER:53: socket: operation not permitted\n\
         或者：write udp A->B: write: operation not permitted\n\
         或者：socket: address family not supported by protocol\n\n\
         报错立刻返回，而且不涉及其他机器：服务器和途中的防火墙什么都没有看到。只有规则仅针对某台主机时，换 GOPROXY 才有用。\n\n\
         请为这一步放行网络（docker build --network、沙箱的设置、OUTPUT 链里的规则）。如果构建时有意不提供网络，\
         请在之前的步骤里填好模块缓存，再用 GOPROXY=off 构建，或者提交 vendor 目录。",
    ),
    logs: &[
        Mark::network(&["dial tcp", "permission denied"]),
        Mark::network(&["dial tcp", "operation not permitted"]),
        Mark::network(&["dial udp", "permission denied"]),
        Mark::network(&["dial udp", "operation not permitted"]),
        Mark::network(&["write udp", "operation not permitted"]),
        Mark::network(&["write udp", "permission denied"]),
        Mark::network(&["write tcp", "operation not permitted"]),
        Mark::network(&["socket: address family not supported by protocol"]),
        Mark::network(&["connectex: An attempt was made to access a socket in a way forbidden"]),
        Mark::network(&["connectex: 以一种访问权限不允许的方式做了一个访问套接字的尝试"]),
        Mark::network(&["Failed to connect to ", " port ", "Permission denied"])
            .or(&["git-proxy-config"]),
        Mark::network(&["Failed to connect to ", " port ", "Operation not permitted"])
            .or(&["git-proxy-config"]),
    ],
    explains: &["http-proxy-unreachable", "sumdb-unreachable"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.broken_by(is_denied);
    let first = broken.first()?;
    let endpoints = broken.endpoints();
    let words = words(first.ladder);
    let (en, zh) = (&words.en, &words.zh);
    let scope = if is_alone(evidence) {
        Text::of(
            "Other hosts can be reached, so that a rule about this one is at work.",
            "其他主机可以访问，所以起作用的是针对这台主机的规则。",
        )
    } else {
        Text::of("go gets no further.", "go 到此为止。")
    };
    let (scope_en, scope_zh) = (&scope.en, &scope.zh);
    let says = say! {
        en: "On the way to {endpoints} {en}: a sandbox, a local firewall rule (OUTPUT chain) or a prohibiting route of this very machine. {scope_en}",
        zh: "在访问 {endpoints} 时，{zh}：这是本机自己的沙箱、本地防火墙规则（OUTPUT 链）或禁止性路由所致。{scope_zh}",
    };
    let because = Text::of(
        "The refusal is this machine's own; no packet left it.",
        "拒绝来自本机自身，没有数据包发出。",
    );
    let host = first.ladder.endpoint.host.clone();
    let finding = Finding::certain(says, broken.cites()).stops(broken.modules());
    let finding = finding.not("tcp-refused", because.clone());
    Some(finding.not("dns-resolver-unreachable", because).about(Subject::Host(host)))
}

fn is_denied(fault: &Fault) -> bool {
    match fault {
        Fault::Dial(fault) => *fault == DialFault::Denied,
        Fault::Dns(fault) | Fault::Tunnel(TunnelFault::Unresolved(fault)) => {
            fault.decisive == DnsAnswer::Denied
        }
        Fault::Tunnel(TunnelFault::Unreached { at }) => {
            !at.is_empty() && at.iter().all(|(_, fault)| *fault == DialFault::Denied)
        }
        _ => false,
    }
}

fn words(ladder: &Ladder) -> Text {
    match ladder.fault() {
        Some(Fault::Dns(_) | Fault::Tunnel(TunnelFault::Unresolved(_))) => Text::of(
            "the kernel forbids the packet to the nameserver (`operation not permitted`)",
            "内核禁止向域名服务器发送数据包（`operation not permitted`）",
        ),
        Some(Fault::Tunnel(_)) => Text::of(
            "the kernel forbids the connection to the forward proxy (`permission denied`)",
            "内核禁止连接正向代理（`permission denied`）",
        ),
        _ => Text::of(
            "the kernel forbids the connection (`permission denied`)",
            "内核禁止该连接（`permission denied`）",
        ),
    }
}

/// Whether a connection stands elsewhere.
fn is_alone(evidence: &Evidence) -> bool {
    let stands = |ladder: &Ladder| {
        ladder.rungs.iter().any(|rung| {
            matches!(rung.seen, Observation::Connected { .. } | Observation::Tunnelled { .. })
        })
    };
    evidence.ladders.iter().any(stands)
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    // Where no name can be asked for, that of a mirror cannot be either.
    let is_of_names = |fault: &Fault| is_denied(fault) && matches!(fault, Fault::Dns(_));
    let nameless = evidence.broken_by(is_of_names).first().is_some();
    let mut fixes = if nameless { Vec::new() } else { evidence.detours(host) };
    fixes.push(allowed(evidence));
    fixes.push(filled());
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn allowed(evidence: &Evidence) -> Fix {
    let title = Text::of("Allow the network for this step", "为这一步放行网络");
    let step = if evidence.facts.platform.container.is_some() {
        Text::of(
            "Run the container with a network and the default security profiles (no --network none, and a seccomp or AppArmor profile that allows sockets); for builds, docker build --network=default.",
            "让容器带网络运行，并使用默认的安全配置（不用 --network none，seccomp 或 AppArmor 配置要允许套接字）；构建时用 docker build --network=default。",
        )
    } else {
        Text::of(
            "Look for what forbids it: `iptables -S OUTPUT`, `nft list ruleset`, `ip route show table all type prohibit`, and the sandbox that this command runs in (Nix: __noChroot, Bazel: requires-network, systemd: IPAddressDeny and RestrictAddressFamilies).",
            "找出是什么在禁止：`iptables -S OUTPUT`、`nft list ruleset`、`ip route show table all type prohibit`，以及运行该命令的沙箱（Nix：__noChroot，Bazel：requires-network，systemd：IPAddressDeny 和 RestrictAddressFamilies）。",
        )
    };
    let why = Text::of("A sandbox is not for this tool to open.", "沙箱不由本工具打开。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why)
}

fn filled() -> Fix {
    let title = Text::of(
        "Fill the module cache where there is a network, and build without one",
        "在有网络的地方填好模块缓存，构建时不用网络",
    );
    let step = Text::of(
        "Run `go mod download` in an earlier step that has a network, keep GOMODCACHE for this one, and set GOPROXY=off here; or commit the folder that `go mod vendor` makes.",
        "在有网络的前一步运行 `go mod download`，把 GOMODCACHE 保留给这一步，并在这里设置 GOPROXY=off；或者提交 `go mod vendor` 生成的目录。",
    );
    let why = Text::of("It is done elsewhere.", "这要在别处进行。");
    Fix::safe(title, Scope::Ci, vec![Step::Say(step)]).unprovable(why)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "no packet to the nameserver",
        world: || World::healthy().names(&DnsAnswer::Denied),
        roots: &["network-sandboxed"],
    },
    Scene {
        name: "no connection to the public proxy",
        world: || World::healthy().dial("proxy.golang.org", &DialFault::Denied),
        roots: &["network-sandboxed"],
    },
    Scene {
        name: "no connection to the forward proxy in a container",
        world: || {
            World::healthy()
                .container()
                .var("HTTPS_PROXY", "http://proxy.corp.example:3128")
                .forward("proxy.corp.example", None)
                .dial("proxy.corp.example", &DialFault::Denied)
        },
        roots: &["network-sandboxed"],
    },
    Scene {
        name: "a forbidden host that is passed over",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://proxy.golang.org|https://goproxy.cn")
                .dial("proxy.golang.org", &DialFault::Denied)
        },
        roots: &[],
    },
];
