use crate::base::Text;
use crate::model::{
    Area, BrokenLadder, BrokenLadders, Cause, Confidence, DialFault, Evidence, Fault, Finding, Fix,
    Mark, Risk, Role, Spoken, Subject, is_loopback, is_public_host,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tcp-refused",
    area: Area::Road,
    title: Text::of("The server refuses the connection", "服务器拒绝连接"),
    docs: Text::of(
        "The name was resolved, a packet reached the address, and the answer was a refusal: at \
         that address nothing listens on that port, or a firewall answers in its place.\n\n\
         go says: dial tcp ADDRESS:443: connect: connection refused\n\n\
         A refusal comes at once; a firewall that drops packets lets go wait for 30 seconds and \
         says `i/o timeout`. With `read: connection refused` behind `lookup` it is the nameserver \
         that refuses, and with `proxyconnect tcp` the forward proxy. A refusal by a well-known \
         public host means that the network blocks it, or that its name resolves to a wrong \
         address: look at the address in the message.\n\n\
         For a server of your own: start it, and check the port in GOPROXY. Inside a container \
         localhost is the container itself, so that a proxy on the machine around it is \
         host.docker.internal. For a public proxy: take a mirror. Repeating the command does not \
         help against a refusal.",
        "域名已经解析，数据包也到达了该地址，得到的回应是拒绝：那个地址的那个端口没有服务在监听，或者防火墙代为拒绝。\n\n\
         go 的报错：dial tcp ADDRESS:443: connect: connection refused\n\n\
         拒绝会立刻返回；丢弃数据包的防火墙则让 go 等满 30 秒，并报 `i/o timeout`。\
         `lookup` 后面出现 `read: connection refused` 时，拒绝的是域名服务器；出现 `proxyconnect tcp` 时，拒绝的是正向代理。\
         如果是知名的公共主机拒绝连接，说明网络封锁了它，或者它的域名被解析到了错误的地址：请看报错里的地址。\n\n\
         如果是自己的服务器：启动它，并检查 GOPROXY 里的端口。在容器里，localhost 是容器自身，\
         宿主机上的代理应写作 host.docker.internal。如果是公共代理：换用镜像。对拒绝连接来说，重试没有用。",
    ),
    logs: &[
        Mark::road(&["dial tcp ", "connection refused"])
            .or(&["https-proxy-missing", "no-proxy-too-broad", "goproxy-no-fallback"])
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::road(&["dial tcp ", "connection refused"])
            .or(&["goproxy-no-fallback", "no-proxy-too-broad", "hosts-file-override"])
            .when(|it| it.is_gos() && it.of_own_proxy()),
        Mark::road(&["dial tcp ", "connection refused"]),
        Mark::road(&["dial tcp ", "target machine actively refused it"])
            .or(&["goproxy-no-fallback", "https-proxy-missing"]),
        Mark::road(&["dial tcp ", "由于目标计算机积极拒绝，无法连接"])
            .or(&["goproxy-no-fallback", "https-proxy-missing"]),
        Mark::network(&["Failed to connect to ", " port ", "Connection refused"])
            .or(&["git-proxy-config", "git-insteadof-broken", "private-pattern-too-broad", "https-proxy-missing"]),
        Mark::network(&["Failed connect to ", "Connection refused"])
            .or(&["git-proxy-config", "https-proxy-missing"]),
        Mark::network(&["Failed to connect to ", " port ", "Couldn't connect to server"])
            .or(ALIKE)
            .when(|it| it.is_gos() && it.waited().is_none_or(|ms| ms < 5000)),
        Mark::network(&["Failed to connect to ", " port ", "Could not connect to server"])
            .or(ALIKE)
            .when(|it| it.is_gos() && it.waited().is_none_or(|ms| ms < 5000)),
        Mark::network(&["couldn't connect to host"]).or(&["tcp-timeout", "git-proxy-config"]),
        Mark::of(&["connect to host ", "Connection refused"])
            .common()
            .without(&["server response:", "ssh: ", "svn+ssh", "git@", "ssh://"])
            .when(Spoken::is_gos),
        Mark::network(&["abort: ", "Connection refused"]),
        Mark::network(&["[Errno 111] Connection refused"]),
    ],
    explains: &[],
    rule,
    fixes,
};

/// What these words leave open.
const ALIKE: &[&str] = &["git-proxy-config", "git-insteadof-broken", "private-pattern-too-broad", "https-proxy-missing", "tcp-timeout", "tcp-unreachable"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.broken_by(|fault| matches!(fault, Fault::Dial(DialFault::Refused)));
    let first = broken.first()?;
    let endpoints = broken.endpoints();
    let addresses = addresses(&broken);
    let purpose = first.ladder.purpose();
    let (en, zh) = (&purpose.en, &purpose.zh);
    let hint = hint(first, evidence);
    let (hint_en, hint_zh) = (&hint.en, &hint.zh);
    let says = say! {
        en: "{endpoints}, the {en}, refuses the connection at every address ({addresses}): nothing listens there, or a firewall answers for it. go gets no further.{hint_en}",
        zh: "{zh} {endpoints} 的所有地址（{addresses}）都拒绝连接：那里没有服务在监听，或者防火墙代为拒绝。go 到此为止。{hint_zh}",
    };
    let because = Text::of("The refusal came at once.", "拒绝是立刻返回的。");
    let finding = Finding::new(confidence(first), says, broken.cites()).stops(broken.modules());
    let host = first.ladder.endpoint.host.clone();
    Some(finding.not("tcp-timeout", because).about(Subject::Host(host)))
}

/// A name that leads to this machine may be a lie, and an origin may speak plain
/// HTTP only.
fn confidence(broken: &BrokenLadder<'_>) -> Confidence {
    let named = broken.ladder.endpoint.host.parse::<std::net::IpAddr>().is_err();
    let led_home = named && broken.ladder.addresses().iter().any(std::net::IpAddr::is_loopback);
    let is_origin = broken.ladder.is_for(|role| *role == Role::Origin);
    if led_home || is_origin { Confidence::Likely } else { Confidence::Certain }
}

fn addresses(broken: &BrokenLadders<'_>) -> String {
    let all: Vec<_> = broken.0.iter().flat_map(|it| it.ladder.addresses()).collect();
    let shown: Vec<String> = all.iter().take(3).map(ToString::to_string).collect();
    let list = shown.join(", ");
    if all.len() > 3 { format!("{list}, …") } else { list }
}

fn hint(broken: &BrokenLadder<'_>, evidence: &Evidence) -> Text {
    let host = &broken.ladder.endpoint.host;
    let in_container = evidence.facts.platform.container.is_some();
    match () {
        () if is_loopback(host) && in_container => Text::of(
            " Inside a container this address is the container itself, not the machine around it.",
            "在容器里，这个地址指的是容器自身，而不是宿主机。",
        ),
        () if is_public_host(host) => Text::of(
            " This public host accepts connections elsewhere, so that this network blocks it or its name leads to a wrong address.",
            "这个公共主机在别处可以连接，所以是本网络封锁了它，或者域名被解析到了错误的地址。",
        ),
        () => Text::of("", ""),
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes: Vec<Fix> = outside(host, evidence).into_iter().collect();
    fixes.extend(evidence.detours(host));
    fixes.push(started(host));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

/// A proxy on the machine around the container.
fn outside(host: &str, evidence: &Evidence) -> Option<Fix> {
    const OUTSIDE: &str = "host.docker.internal";
    let facts = &evidence.facts;
    facts.platform.container.filter(|_| is_loopback(host))?;
    let value = facts.goproxy_renamed(host, OUTSIDE)?;
    let title = say! {
        en: "Name the machine around the container: {OUTSIDE}",
        zh: "改用宿主机的名字：{OUTSIDE}",
    };
    Some(Fix::safe(title, facts.reach("GOPROXY"), vec![facts.set("GOPROXY", value)]))
}

fn started(host: &str) -> Fix {
    let title = say! {
        en: "Start the server at {host}, or correct its port",
        zh: "启动 {host} 上的服务，或者改正端口",
    };
    let step = say! {
        en: "Start the server at {host}, check that it listens on the port that GOPROXY names, and that its firewall lets this machine in.",
        zh: "启动 {host} 上的服务，检查它监听的端口与 GOPROXY 所写的一致，并确认它的防火墙放行本机。",
    };
    Fix::at_anothers(title, step)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "the public proxy is refused",
        world: || World::healthy().dial("proxy.golang.org", &DialFault::Refused),
        roots: &["tcp-refused"],
    },
    Scene {
        name: "a company's proxy is down",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example:8443,direct")
                .site("go.corp.example", Site::proxy())
                .dial("go.corp.example", &DialFault::Refused)
        },
        roots: &["tcp-refused"],
    },
    Scene {
        name: "localhost in a container",
        world: || {
            World::healthy()
                .container()
                .var("GOPROXY", "http://localhost:3000")
                .file("/etc/hosts", "127.0.0.1 localhost\n")
        },
        roots: &["tcp-refused"],
    },
    Scene {
        name: "public modules from a refused origin",
        world: || {
            World::healthy()
                .var("GOPROXY", "direct")
                .dial("github.com", &DialFault::Refused)
                .dial("golang.org", &DialFault::Refused)
        },
        roots: &["tcp-refused"],
    },
    Scene {
        name: "a proxy that is walked past",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://proxy.golang.org|https://goproxy.cn")
                .dial("proxy.golang.org", &DialFault::Refused)
        },
        roots: &[],
    },
];
