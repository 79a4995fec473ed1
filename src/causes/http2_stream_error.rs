use crate::base::{Text, Veiled};
use crate::model::{
    Area, Cause, Confidence, Evidence, Facts, Finding, Fix, HttpFailures, HttpFault, Mark, Risk,
    Scope, Severity, Step, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "http2-stream-error",
    area: Area::Road,
    title: Text::of("The server ends the HTTP/2 stream", "服务器中止了 HTTP/2 流"),
    docs: Text::of(
        "The request was sent over HTTP/2, and the other end broke it off with an error code of \
         that protocol: INTERNAL_ERROR, REFUSED_STREAM, ENHANCE_YOUR_CALM, or GOAWAY for the whole \
         connection. The server, its content network, or a middlebox that speaks HTTP/2 in its \
         place has failed or is being restarted.\n\n\
         go says: stream error: stream ID 1; INTERNAL_ERROR; received from peer\n\
         or: http2: server sent GOAWAY and closed the connection; LastStreamID=1, ErrCode=NO_ERROR\n\n\
         go repeats by itself only what was refused before it began (REFUSED_STREAM, or GOAWAY for \
         a stream that was not looked at), six times in about a minute. With INTERNAL_ERROR, and in \
         the middle of a body, it stops at once. Without an error code the same interruption reads \
         `unexpected EOF`.\n\n\
         Repeat the command: a restart passes. If it stays, GODEBUG=http2client=0 makes go speak \
         HTTP/1.1; where that helps, it is the HTTP/2 of the server, or of something on the way, that \
         is broken, and its owner has to mend it. A mirror is the other way.",
        "请求是通过 HTTP/2 发出的，对方用该协议的错误码中止了它：INTERNAL_ERROR、REFUSED_STREAM、ENHANCE_YOUR_CALM，\
         或者用 GOAWAY 结束整个连接。可能是服务器、它的内容分发网络，或者途中代为处理 HTTP/2 的设备出了故障或正在重启。\n\n\
         go 的报错：stream error: stream ID 1; INTERNAL_ERROR; received from peer\n\
         或者：http2: server sent GOAWAY and closed the connection; LastStreamID=1, ErrCode=NO_ERROR\n\n\
         go 只会自动重试尚未开始处理就被拒绝的请求（REFUSED_STREAM，或者未被处理的流收到 GOAWAY），大约一分钟内六次。\
         遇到 INTERNAL_ERROR，或者应答已经开始，go 会立刻停止。没有错误码时，同样的中断会显示为 `unexpected EOF`。\n\n\
         请再执行一次命令：重启会过去。如果一直如此，GODEBUG=http2client=0 会让 go 使用 HTTP/1.1；\
         如果这样可行，就说明服务器或途中设备的 HTTP/2 有问题，需要其管理者修复。也可以换用镜像。",
    ),
    logs: &[
        Mark::gos(&["stream error: stream ID ", "; received from peer"]),
        Mark::gos(&["stream error: stream ID ", "INTERNAL_ERROR"]),
        Mark::gos(&["stream error: stream ID ", "PROTOCOL_ERROR"]),
        Mark::gos(&["stream error: stream ID ", "REFUSED_STREAM"]),
        Mark::gos(&["stream error: stream ID ", "ENHANCE_YOUR_CALM"]),
        Mark::gos(&["stream error: stream ID ", "CANCEL"]),
        Mark::gos(&["stream error: stream ID ", "FLOW_CONTROL_ERROR"]),
        Mark::gos(&["stream error: stream ID ", "STREAM_CLOSED"]),
        Mark::gos(&["stream error: stream ID ", "NO_ERROR"]),
        Mark::gos(&["stream error: stream ID ", "COMPRESSION_ERROR"]),
        Mark::gos(&["stream error: stream ID ", "FRAME_SIZE_ERROR"]),
        Mark::gos(&["stream error: stream ID ", "HTTP_1_1_REQUIRED"]),
        Mark::gos(&["stream error: stream ID ", "INADEQUATE_SECURITY"]),
        Mark::gos(&["stream error: stream ID ", "CONNECT_ERROR"]),
        Mark::gos(&["http2: too many 1xx informational responses"])
            .or(&["server-no-answer", "goproxy-server-error"]),
        Mark::gos(&["http2: server sent GOAWAY and closed the connection"])
            .or(&["download-truncated"]),
        Mark::gos(&["http2: server sent GOAWAY and closed the connection", "ErrCode="])
            .or(&["download-truncated"]),
        Mark::gos(&["http2: server sent GOAWAY and closed the connection", "debug="])
            .or(&["download-truncated"]),
        Mark::gos(&["http2: Transport received ", " GOAWAY"]).or(&["download-truncated"]),
        Mark::gos(&["http2: Transport: cannot retry err"]),
        Mark::gos(&["http2: client connection force closed"]),
        Mark::gos(&["http2: client conn not usable"]),
        Mark::gos(&["http2: timeout awaiting response headers"]).or(&["server-no-answer"]),
        Mark::gos(&["connection error: ", ": PROTOCOL_ERROR"]),
        Mark::gos(&["http2: frame too large"]).or(&["tls-plaintext-server"]),
        Mark::gos(&["unable to access 'http", "HTTP/2 stream ", " was not closed cleanly"])
            .or(&["git-server-error"]),
        Mark::gos(&["unable to access 'http", "Error in the HTTP2 framing layer"])
            .or(&["git-server-error"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let failed = evidence.failed_with(|fault| matches!(fault, HttpFault::Stream { .. }));
    lasting(&failed).or_else(|| passing(evidence))
}

fn lasting(failed: &HttpFailures<'_>) -> Option<Finding> {
    let first = failed.first()?;
    let HttpFault::Stream { code } = first.fault else { return None };
    let host = first.host.clone();
    let (says, confidence) = if is_repeated(code) {
        let says = say! {
            en: "{host} refuses requests over HTTP/2 ({code}), twice in a row. go repeats such a request six times within a minute and then stops.",
            zh: "{host} 拒绝通过 HTTP/2 发出的请求（{code}），连续两次都是如此。go 会在一分钟内重试六次，然后停止。",
        };
        (says, Confidence::Likely)
    } else {
        let says = say! {
            en: "{host} breaks its answer over HTTP/2 off with {code}, twice in a row. go does not repeat the request and stops.",
            zh: "{host} 用 {code} 中止了 HTTP/2 上的应答，连续两次都是如此。go 不会重试，就此停止。",
        };
        (says, Confidence::Certain)
    };
    let because = Text::of(
        "The server ends the stream with an error code of HTTP/2.",
        "服务器是用 HTTP/2 的错误码结束流的。",
    );
    let finding = Finding::new(confidence, says, failed.cites()).stops(failed.modules());
    let finding = finding.not("download-truncated", because.clone()).not("tcp-reset", because);
    Some(finding.about(Subject::Host(host)))
}

/// What go repeats by itself.
fn is_repeated(code: &str) -> bool {
    matches!(code, "REFUSED_STREAM" | "NO_ERROR")
}

/// Once, and not when it was repeated: go would have stopped all the same.
fn passing(evidence: &Evidence) -> Option<Finding> {
    let mut stumbles = evidence.stumbles(|fault| matches!(fault, HttpFault::Stream { .. }));
    let (cite, probe) = stumbles.next()?;
    let host = probe.endpoint.host.clone();
    let says = say! {
        en: "{host} broke one answer over HTTP/2 off, and gave it in full when it was asked again. go does not ask again: the command may fail now and then, and pass when it is repeated.",
        zh: "{host} 曾中止 HTTP/2 上的一次应答，再次请求时则完整返回。go 不会再次请求：命令可能时而失败，重新执行又会成功。",
    };
    let finding = Finding::likely(says, vec![cite]).severity(Severity::Warning);
    Some(finding.about(Subject::Host(host)))
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let again = repeat(host);
    if finding.severity != Severity::Error {
        return vec![again];
    }
    let mut fixes = vec![by_http1(&evidence.facts)];
    fixes.extend(evidence.detours(host));
    fixes.push(again);
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

/// Without HTTP/2. Whatever else GODEBUG says stays.
fn by_http1(facts: &Facts) -> Fix {
    let title = Text::of("Speak HTTP/1.1 for now", "暂时改用 HTTP/1.1");
    let before = facts.settings.raw("GODEBUG");
    let comma = if before.is_empty() { "" } else { "," };
    let value = Veiled::new(format!("{before}{comma}http2client=0"));
    Fix::safe(title, Scope::Process, vec![Step::SetEnv { name: "GODEBUG".into(), value }])
}

fn repeat(host: &str) -> Fix {
    let title = say! {
        en: "Repeat the command, and tell the owner of {host} if it stays",
        zh: "再执行一次命令；如果一直如此，请告知 {host} 的管理者",
    };
    let step = say! {
        en: "Repeat the command. If {host} still breaks answers off, its owner has to look at the HTTP/2 of the server and of the load balancer before it.",
        zh: "再执行一次命令。如果 {host} 仍然中止应答，需要其管理者检查服务器及其前面的负载均衡的 HTTP/2。",
    };
    Fix::at_anothers(title, step)
}

fn stream(code: &str) -> HttpFault {
    HttpFault::Stream { code: code.to_owned() }
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "every stream is ended",
        world: || World::healthy().site("proxy.golang.org", Site::fault(stream("INTERNAL_ERROR"))),
        roots: &["http2-stream-error"],
    },
    Scene {
        name: "every stream is refused",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example")
                .site("go.corp.example", Site::fault(stream("REFUSED_STREAM")))
        },
        roots: &["http2-stream-error"],
    },
    Scene {
        name: "one stream is ended, and comes when it is asked for again",
        world: || {
            World::healthy().site("proxy.golang.org", Site::stumbling(stream("INTERNAL_ERROR")))
        },
        roots: &["http2-stream-error"],
    },
    Scene {
        name: "what go repeats by itself",
        world: || {
            World::healthy().site("proxy.golang.org", Site::stumbling(stream("REFUSED_STREAM")))
        },
        roots: &[],
    },
];
