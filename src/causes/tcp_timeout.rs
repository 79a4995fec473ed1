use crate::base::Text;
use crate::model::{
    Area, Cause, DialFault, Evidence, Fault, Finding, Fix, Mark, Risk, Scope, Spoken, Step,
    Subject, is_public_host,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tcp-timeout",
    area: Area::Road,
    title: Text::of("Packets to the server vanish", "发往服务器的数据包石沉大海"),
    docs: Text::of(
        "The name was resolved, and connection attempts to the address are neither accepted nor \
         refused: a firewall on the way drops them silently, or the network blocks this server.\n\n\
         go says: dial tcp ADDRESS:443: i/o timeout (after 30 seconds)\n\n\
         A refusal (`connection refused`) comes at once and means that somebody answered. With \
         `lookup` in front it is the nameserver that stays silent, with `proxyconnect tcp` the \
         forward proxy, and `TLS handshake timeout` comes later, on a connection that stands. \
         Three well-known situations look like this: proxy.golang.org and sum.golang.org in \
         mainland China; a company's network that lets out nothing but its forward proxy; a \
         container or CI job without a way out.\n\n\
         Use a mirror that can be reached, or the forward proxy of this network (HTTPS_PROXY). \
         GOPROXY=direct does not help where everything is dropped, and GOSUMDB=off gives up a \
         protection without opening the road.",
        "域名已经解析，但发往该地址的连接请求既没有被接受也没有被拒绝：途中的防火墙直接丢弃了数据包，或者该网络封锁了这台服务器。\n\n\
         go 的报错：dial tcp ADDRESS:443: i/o timeout（30 秒之后）\n\n\
         拒绝连接（`connection refused`）会立刻返回，说明有人应答。前面带 `lookup` 时，没有回应的是域名服务器；\
         带 `proxyconnect tcp` 时是正向代理；`TLS handshake timeout` 则发生在连接建立之后。常见的三种情形：\
         中国大陆访问 proxy.golang.org 和 sum.golang.org；公司网络只允许经由正向代理外出；容器或 CI 任务没有出口。\n\n\
         请改用可以访问的镜像，或者使用所在网络的正向代理（HTTPS_PROXY）。如果所有数据包都被丢弃，\
         GOPROXY=direct 没有用；GOSUMDB=off 只是放弃了校验，并不能打通网络。",
    ),
    logs: &[
        Mark::road(&["dial tcp ", "i/o timeout"])
            .or(ALIKE)
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::road(&["dial tcp ", "i/o timeout"])
            .or(&["goproxy-no-fallback", "no-proxy-too-broad", "https-proxy-missing"])
            .when(|it| it.is_gos() && it.of_own_proxy()),
        Mark::road(&["dial tcp ", "i/o timeout"])
            .or(&["https-proxy-missing", "no-proxy-too-broad"]),
        Mark::road(&["dial tcp ", "connection timed out"]).or(ALIKE),
        Mark::road(&["dial tcp ", "operation timed out"]).or(ALIKE),
        Mark::road(&["dial tcp ", "failed because connected host has failed to respond"]).or(ALIKE),
        Mark::road(&[
            "dial tcp ",
            "由于连接方在一段时间后没有正确答复或连接的主机没有反应，连接尝试失败",
        ])
        .or(ALIKE),
        Mark::road(&["read tcp ", "i/o timeout"]).or(&["server-no-answer"]),
        Mark::road(&["read tcp ", "connection timed out"]).or(&["tcp-reset"]),
        Mark::road(&["read tcp ", "operation timed out"]).or(&["tcp-reset"]),
        Mark::road(&["read tcp ", "failed because connected host has failed to respond"])
            .or(&["tcp-reset"]),
        Mark::road(&["Client.Timeout exceeded while awaiting headers"])
            .or(&["server-no-answer", "insecure-host"]),
        Mark::network(&["Failed to connect to ", " port ", "imed out"])
            .or(&["git-proxy-config", "git-insteadof-broken", "private-pattern-too-broad", "https-proxy-missing"]),
        Mark::network(&["Failed connect to ", "imed out"])
            .or(&["git-proxy-config", "https-proxy-missing"]),
        Mark::network(&["Failed to connect to ", " port ", "Couldn't connect to server"])
            .or(ALIKE_IN_GIT)
            .when(|it| it.is_gos() && it.waited().is_some_and(|ms| ms >= 5000)),
        Mark::network(&["Failed to connect to ", " port ", "Could not connect to server"])
            .or(ALIKE_IN_GIT)
            .when(|it| it.is_gos() && it.waited().is_some_and(|ms| ms >= 5000)),
        Mark::network(&["unable to access 'http", "Connection timed out after "])
            .or(&["git-proxy-config", "https-proxy-missing"]),
        Mark::network(&["unable to access 'http", "Operation timed out after "])
            .or(&["server-no-answer"]),
        Mark::of(&["connect to host ", "onnection timed out"])
            .common()
            .without(&["server response:", "ssh: ", "git@", "ssh://"])
            .when(Spoken::is_gos),
        Mark::network(&["[Errno 110] Connection timed out"]),
    ],
    explains: &[],
    rule,
    fixes,
};

/// What these words leave open.
const ALIKE: &[&str] = &["https-proxy-missing", "no-proxy-too-broad", "http-proxy-malformed", "goproxy-no-fallback"];
/// The same of git's words.
const ALIKE_IN_GIT: &[&str] = &["git-proxy-config", "git-insteadof-broken", "private-pattern-too-broad", "https-proxy-missing", "tcp-refused"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let timed_out = |fault: &Fault| matches!(fault, Fault::Dial(DialFault::TimedOut { .. }));
    let broken = evidence.broken_by(timed_out);
    let first = broken.first()?;
    let endpoints = broken.endpoints();
    let purpose = first.ladder.purpose();
    let (en, zh) = (&purpose.en, &purpose.zh);
    let says = say! {
        en: "{endpoints}, the {en}, does not answer: connection attempts to all of its addresses end without any reply, as with a firewall that drops them. go waits 30 seconds for each and gives up.",
        zh: "{zh} {endpoints} 没有应答：对其所有地址的连接请求都没有收到任何回复，就像被防火墙丢弃一样。go 每次等待 30 秒后放弃。",
    };
    let finding = Finding::likely(says, broken.cites()).stops(broken.modules());
    let because = Text::of("Its name has an address.", "域名已经解析出地址。");
    let host = first.ladder.endpoint.host.clone();
    Some(finding.not("dns-timeout", because).about(Subject::Host(host)))
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = evidence.detours(host);
    fixes.push(opened(host));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn opened(host: &str) -> Fix {
    let title = say! {
        en: "Open the road to {host}",
        zh: "打通到 {host} 的网络",
    };
    let step = if is_public_host(host) {
        say! {
            en: "Set HTTPS_PROXY to the forward proxy of this network, or have its firewall let connections to {host} out.",
            zh: "把 HTTPS_PROXY 设为本网络的正向代理，或者请防火墙放行到 {host} 的连接。",
        }
    } else {
        say! {
            en: "Connect to the network (VPN) that {host} belongs to, or have the firewalls on the way let this machine through.",
            zh: "连接到 {host} 所属的网络（VPN），或者请沿途的防火墙放行本机。",
        }
    };
    let why = Text::of("A firewall is not for this tool to change.", "防火墙不由本工具改动。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why)
}

const GONE: DialFault = DialFault::TimedOut { after_ms: 5000 };

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "the public proxy is blocked",
        world: || World::healthy().dial("proxy.golang.org", &GONE),
        roots: &["tcp-timeout"],
    },
    Scene {
        name: "a company's proxy behind a VPN",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", Site::proxy())
                .dial("go.corp.example", &GONE)
        },
        roots: &["tcp-timeout"],
    },
    Scene {
        name: "the origins are blocked",
        world: || {
            World::healthy()
                .var("GOPROXY", "direct")
                .dial("github.com", &GONE)
                .dial("golang.org", &GONE)
        },
        roots: &["tcp-timeout"],
    },
    Scene {
        name: "a blocked proxy is passed over",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://proxy.golang.org|https://goproxy.cn")
                .dial("proxy.golang.org", &GONE)
        },
        roots: &[],
    },
];
