use crate::base::Text;
use crate::model::{
    Area, Cause, Cite, Confidence, Evidence, Finding, Fix, HttpFailures, HttpFault, Mark, Risk,
    Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "server-no-answer",
    area: Area::Road,
    title: Text::of(
        "The server takes the request and does not answer",
        "服务器接受了请求却不作应答",
    ),
    docs: Text::of(
        "The connection stands, and TLS where there is any; the request was sent; and then nothing \
         comes for ever, or the connection is closed without a byte. A load balancer has lost the \
         server behind it, a server hangs, or a middlebox swallows the request.\n\n\
         go says nothing at all and waits: neither go nor git has a limit for this. Where the \
         connection is closed, go says: Get \"https://proxy.example/...\": EOF\n\n\
         A wait is no proof of silence: a module proxy that fetches a module for the first time \
         may take half a minute before its first byte. Silence is believed only where \
         a trivial page of the same server does not come either. `unexpected EOF` means that an \
         answer had begun, and `i/o timeout` that there was no connection to begin with.\n\n\
         End the command (Ctrl-C) and take a mirror, or have the server or the load balancer before \
         it looked at. In CI, `timeout 10m go mod download` turns an endless wait into an error.",
        "连接已经建立，如果有 TLS，TLS 也已经建立；请求已经发出；然后就再也没有任何内容，或者连接在一个字节都没有返回时就被关闭。\
         可能是负载均衡找不到后面的服务器、服务器卡住了，或者途中设备吞掉了请求。\n\n\
         go 什么也不说，只是等待：go 和 git 对此都没有时限。如果连接被关闭，go 的报错是：Get \"https://proxy.example/...\": EOF\n\n\
         等待并不能证明没有应答：模块代理第一次拉取某个模块时，可能要半分钟才返回第一个字节。\
         只有同一台服务器连一个无关紧要的页面也不返回时，才会认定它没有应答。`unexpected EOF` 表示应答已经开始，\
         `i/o timeout` 表示根本没有建立连接。\n\n\
         请结束命令（Ctrl-C）并换用镜像，或者请管理者检查服务器及其前面的负载均衡。\
         在 CI 中，`timeout 10m go mod download` 能把无尽的等待变成一个错误。",
    ),
    logs: &[
        Mark::network(&["Get \"http", "\": EOF"]).or(&[
            "tls-handshake-reset",
            "http-proxy-blocks-host",
            "tls-hello-too-large",
        ]),
        Mark::network(&["Get \"http://", "\": EOF"]),
        Mark::network(&["Get http", ": EOF"])
            .or(&["tls-handshake-reset", "http-proxy-blocks-host"]),
        Mark::network(&["Get http://", ": EOF"]),
        Mark::network(&["transport connection broken: EOF"]),
        Mark::network(&["net/http: timeout awaiting response headers"]),
        Mark::network(&["unable to access 'http", "Empty reply from server"])
            .or(&["git-server-error", "git-proxy-config"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let closed = evidence.failed_with(|fault| *fault == HttpFault::Closed);
    hung_up(&closed).or_else(|| silent(evidence))
}

fn hung_up(failed: &HttpFailures<'_>) -> Option<Finding> {
    let first = failed.first()?;
    let host = first.host.clone();
    let says = say! {
        en: "{host} accepts the connection and the request, and closes it without a byte of an answer (`EOF`), twice in a row. go does not repeat the request and stops.",
        zh: "{host} 接受了连接和请求，却一个字节都没有返回就关闭了连接（`EOF`），连续两次都是如此。go 不会重试，就此停止。",
    };
    let because = Text::of("No answer had begun.", "应答还没有开始。");
    let finding = Finding::certain(says, failed.cites()).stops(failed.modules());
    Some(finding.not("download-truncated", because).about(Subject::Host(host)))
}

fn silent(evidence: &Evidence) -> Option<Finding> {
    let is_silence = |fault: &HttpFault| matches!(fault, HttpFault::TimedOut { .. });
    let failed = evidence.failed_with(is_silence);
    let first = failed.first()?;
    let host = first.host.clone();
    let mut cites = failed.cites();
    cites.push(page(evidence, &host)?);
    let HttpFault::TimedOut { after_ms } = first.fault else { return None };
    let seconds = after_ms / 1000;
    let says = say! {
        en: "{host} accepts the connection and then answers nothing: in {seconds} seconds neither what go asks for nor a trivial page has come. go waits for it without limit.",
        zh: "{host} 接受了连接，却什么都不应答：{seconds} 秒内，go 请求的内容没有返回，一个无关紧要的页面也没有返回。go 会一直等下去。",
    };
    let because = Text::of("The connection stands.", "连接已经建立。");
    let finding = Finding::new(Confidence::Likely, says, cites).stops(failed.modules());
    Some(finding.not("tcp-timeout", because).about(Subject::Host(host)))
}

/// The trivial page that did not come either.
fn page(evidence: &Evidence, host: &str) -> Option<Cite> {
    let silent = |at: &usize| {
        let probe = &evidence.counters[*at];
        probe.endpoint.host == host && probe.is_silence()
    };
    (0..evidence.counters.len()).find(silent).map(Cite::Counter)
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = evidence.detours(host);
    let title = say! {
        en: "Have {host}, and what stands before it, looked at",
        zh: "检查 {host} 及其前面的设备",
    };
    let step = say! {
        en: "Have the owner of {host} look whether the server behind its load balancer is alive. Until then, end a command that hangs, and run it as `timeout 10m go mod download` where nobody watches.",
        zh: "请 {host} 的管理者检查负载均衡后面的服务器是否正常。在此之前，请结束卡住的命令；在无人看管的地方用 `timeout 10m go mod download` 运行。",
    };
    fixes.push(Fix::at_anothers(title, step));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "nothing comes, a trivial page included",
        world: || World::healthy().site("proxy.golang.org", Site::silence(false)),
        roots: &["server-no-answer"],
    },
    Scene {
        name: "nothing comes, and nobody behind it is asked",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://go.corp.example|https://proxy.golang.org")
                .site("go.corp.example", Site::silence(false))
        },
        roots: &["server-no-answer"],
    },
    Scene {
        name: "a company's proxy hangs up",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example")
                .site("go.corp.example", Site::fault(HttpFault::Closed))
        },
        roots: &["server-no-answer"],
    },
    Scene {
        name: "a proxy that is slow to fetch a module",
        world: || World::healthy().site("proxy.golang.org", Site::silence(true)),
        roots: &[],
    },
    Scene {
        name: "a connection that was closed meanwhile",
        world: || World::healthy().site("proxy.golang.org", Site::stumbling(HttpFault::Closed)),
        roots: &[],
    },
];
