use crate::base::Text;
use crate::model::{
    Area, Cause, DialFault, Evidence, Fault, Finding, Fix, HttpFault, Mark, Risk, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tcp-reset",
    area: Area::Road,
    title: Text::of("The connection is reset during the request", "请求途中连接被重置"),
    docs: Text::of(
        "The connection stands, and so does TLS where there is any. When the request was sent, or \
         in the middle of the answer, the connection was reset: by the server, or by something on \
         the way that reads along and does not like what it sees, such as a virus scanner that \
         objects to a .zip.\n\n\
         go says: Get \"https://proxy.example/...\": read tcp A->B: read: connection reset by peer\n\
         or: read \"https://proxy.example/...zip\": read tcp A->B: read: connection reset by peer\n\n\
         A reset as the first TLS packet is sent looks the same in go's words and is another \
         matter (the host's name in it is what somebody objects to). `EOF` means that the \
         connection was closed in good order without an answer, `unexpected EOF` that the answer \
         ended too early. go does not repeat a request on a new connection.\n\n\
         Repeat the command; if the same request is reset again, take a mirror or the forward \
         proxy of this network, and have whoever filters here (firewall, antivirus, load balancer) \
         look at that request.",
        "连接已经建立，如果有 TLS，TLS 也已经建立。发出请求之后，或者应答到一半时，连接被重置：可能是服务器所为，\
         也可能是途中检查内容的设备不喜欢它看到的东西，例如不放行 .zip 的杀毒网关。\n\n\
         go 的报错：Get \"https://proxy.example/...\": read tcp A->B: read: connection reset by peer\n\
         或者：read \"https://proxy.example/...zip\": read tcp A->B: read: connection reset by peer\n\n\
         刚发出第一个 TLS 数据包就被重置，go 的报错看起来一样，但那是另一回事（对方反对的是其中的主机名）。\
         `EOF` 表示连接正常关闭但没有应答，`unexpected EOF` 表示应答提前结束。go 不会用新连接重试。\n\n\
         请再执行一次命令；如果同一个请求仍然被重置，请换用镜像或所在网络的正向代理，\
         并请负责过滤的一方（防火墙、杀毒、负载均衡）查看这个请求。",
    ),
    logs: &[
        Mark::road(&["Get \"https://", "tcp ", "read: connection reset by peer"]).or(ALIKE),
        Mark::road(&["Get \"https://", "tcp ", "write: connection reset by peer"]).or(ALIKE),
        Mark::road(&["Get \"https://", "tcp ", "write: broken pipe"]).or(ALIKE),
        Mark::road(&["Get \"https://", "tcp ", "forcibly closed by the remote host"]).or(ALIKE),
        Mark::road(&["Get \"https://", "tcp ", "远程主机强迫关闭了一个现有的连接"]).or(ALIKE),
        Mark::road(&["Get \"https://", "tcp ", "aborted by the software in your host machine"]).or(
            &[
                "tls-handshake-reset",
                "tls-hello-too-large",
                "goproxy-no-fallback",
                "http-proxy-malformed",
            ],
        ),
        Mark::road(&["Get \"https://", "tcp ", "中的软件中止了一个已建立的连接"]).or(ALIKE),
        Mark::road(&["Get \"https://", "tcp ", "software caused connection abort"]).or(ALIKE),
        Mark::road(&["Get https://", "tcp ", "read: connection reset by peer"]).or(ALIKE),
        Mark::road(&["Get https://", "tcp ", "forcibly closed by the remote host"]).or(ALIKE),
        Mark::road(&["Get https://", "tcp ", "远程主机强迫关闭了一个现有的连接"]).or(ALIKE),
        Mark::road(&["read \"http", "tcp ", "read: connection reset by peer"]),
        Mark::road(&["read \"http", "tcp ", "write: connection reset by peer"]),
        Mark::road(&["read \"http", "tcp ", "write: broken pipe"]),
        Mark::road(&["read \"http", "tcp ", "forcibly closed by the remote host"]),
        Mark::road(&["read \"http", "tcp ", "远程主机强迫关闭了一个现有的连接"]),
        Mark::road(&["read \"http", "tcp ", "aborted by the software in your host machine"]),
        Mark::road(&["read \"http", "tcp ", "中的软件中止了一个已建立的连接"]),
        Mark::road(&["read \"http", "tcp ", "software caused connection abort"]),
        Mark::road(&["tcp ", "read: connection reset by peer"]).or(&["tls-handshake-reset"]),
        Mark::road(&["tcp ", "write: connection reset by peer"]).or(&["tls-handshake-reset"]),
        Mark::road(&["tcp ", "write: broken pipe"]).or(&["tls-handshake-reset"]),
        Mark::road(&["tcp ", "forcibly closed by the remote host"]).or(&["tls-handshake-reset"]),
        Mark::road(&["tcp ", "远程主机强迫关闭了一个现有的连接"]).or(&["tls-handshake-reset"]),
        Mark::road(&["tcp ", "aborted by the software in your host machine"])
            .or(&["tls-handshake-reset"]),
        Mark::road(&["tcp ", "中的软件中止了一个已建立的连接"]).or(&["tls-handshake-reset"]),
        Mark::road(&["tcp ", "software caused connection abort"]).or(&["tls-handshake-reset"]),
        Mark::road(&["dial tcp ", "connection reset by peer"]),
        Mark::road(&["http: server closed idle connection"]).or(&["server-no-answer"]),
        Mark::road(&["http2: client connection lost"]).or(&["http2-stream-error", "tcp-timeout"]),
        Mark::network(&["unable to access 'http", "Recv failure: Connection "]).or(&[
            "git-server-error",
            "tls-handshake-reset",
            "git-proxy-config",
        ]),
        Mark::network(&["unable to access 'http", "Send failure: "])
            .or(&["git-server-error", "git-proxy-config"]),
        Mark::network(&["unable to access 'http", "SSL_read: ", "onnection "])
            .or(&["git-server-error", "git-proxy-config"]),
        Mark::network(&["unable to access 'http", "GnuTLS recv error (-54)"]).or(ALIKE_IN_GIT),
        Mark::network(&["unable to access 'http", "GnuTLS recv error (-110)"]).or(ALIKE_IN_GIT),
        Mark::network(&["unable to access 'http", "unexpected eof while reading"]).or(ALIKE_IN_GIT),
    ],
    explains: &[],
    rule,
    fixes,
};

/// What these words leave open.
const ALIKE: &[&str] =
    &["tls-handshake-reset", "tls-hello-too-large", "goproxy-no-fallback", "http-proxy-malformed"];
/// The same of git's words.
const ALIKE_IN_GIT: &[&str] = &["git-server-error", "tls-handshake-reset"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let failed = evidence.failed_with(|fault| *fault == HttpFault::Reset);
    let Some(first) = failed.first() else { return at_once(evidence) };
    let host = first.host.clone();
    let what = first.url.as_ref().map_or_else(
        || Text::of("several requests", "几个请求"),
        |url| say! { en: "the request for {url}", zh: "对 {url} 的请求" },
    );
    let (en, zh) = (&what.en, &what.zh);
    let says = say! {
        en: "The connection to {host} stands, and {en} is answered with a reset (`connection reset by peer`), twice in a row. go does not repeat it and stops.",
        zh: "到 {host} 的连接已经建立，但{zh}得到的回应是重置（`connection reset by peer`），连续两次都是如此。go 不会重试，就此停止。",
    };
    let because =
        Text::of("The connection stood before it was reset.", "连接先建立，之后才被重置。");
    let finding = Finding::certain(says, failed.cites()).stops(failed.modules());
    Some(finding.not("tcp-refused", because).about(Subject::Host(host)))
}

/// So soon that dialling itself learns of it.
fn at_once(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.broken_by(|fault| *fault == Fault::Dial(DialFault::Reset));
    let first = broken.first()?;
    let endpoints = broken.endpoints();
    let purpose = first.ladder.purpose();
    let (en, zh) = (&purpose.en, &purpose.zh);
    let says = say! {
        en: "{endpoints}, the {en}, accepts the connection and resets it at once (`connection reset by peer`). go gets no further.",
        zh: "{zh} {endpoints} 接受了连接，又立刻将其重置（`connection reset by peer`）。go 到此为止。",
    };
    let because = Text::of("The connection was accepted first.", "连接先被接受。");
    let finding = Finding::certain(says, broken.cites()).stops(broken.modules());
    let host = first.ladder.endpoint.host.clone();
    Some(finding.not("tcp-refused", because).about(Subject::Host(host)))
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = evidence.detours(host);
    let title = say! {
        en: "Have whoever resets the connection to {host} look at the request",
        zh: "请重置 {host} 连接的一方查看这个请求",
    };
    let step = say! {
        en: "Look at the logs of {host} and of its load balancer, and of the firewall or virus scanner on the way, for a connection that was reset at this time.",
        zh: "查看 {host} 及其负载均衡的日志，以及途中防火墙或杀毒网关的日志，找出此刻被重置的连接。",
    };
    fixes.push(Fix::at_anothers(title, step));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "requests are reset",
        world: || World::healthy().site("proxy.golang.org", Site::fault(HttpFault::Reset)),
        roots: &["tcp-reset"],
    },
    Scene {
        name: "connections are reset as they stand",
        world: || World::healthy().dial("proxy.golang.org", &DialFault::Reset),
        roots: &["tcp-reset"],
    },
    Scene {
        name: "a storage host behind a redirect resets",
        world: || {
            World::healthy()
                .site("proxy.golang.org", Site::redirect("https://storage.googleapis.com/"))
                .site("storage.googleapis.com", Site::fault(HttpFault::Reset))
        },
        roots: &["tcp-reset"],
    },
    Scene {
        name: "a storage host that is given up",
        world: || {
            let gomod = "module example.com/app\n\ngo 1.24\n\nrequire (\n\tgithub.com/acme/widget v1.2.3\n\tgolang.org/x/text v0.14.0\n\tgolang.org/x/mod v0.20.0\n\texample.com/a v1.0.0\n\texample.com/b v1.0.0\n)\n";
            World::healthy()
                .gomod(gomod)
                .site("proxy.golang.org", Site::redirect("https://storage.googleapis.com/"))
                .site("storage.googleapis.com", Site::fault(HttpFault::Reset))
        },
        roots: &["tcp-reset"],
    },
    Scene {
        name: "a reset that does not come again",
        world: || World::healthy().site("proxy.golang.org", Site::stumbling(HttpFault::Reset)),
        roots: &[],
    },
];
