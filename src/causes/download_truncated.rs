use crate::base::{Text, Veiled};
use crate::model::{
    Area, Cause, Doing, Evidence, Finding, Fix, HttpFailures, HttpFault, Ladder, Mark, Observation,
    Risk, Rung, Scope, Severity, Step, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "download-truncated",
    area: Area::Road,
    title: Text::of("The download ends too early", "下载提前中断"),
    docs: Text::of(
        "The server began to answer, and the connection ended before all of it had come: fewer \
         bytes than the answer's head promised, or a chunked body without its last chunk.\n\n\
         go says: read \"https://proxy.example/...zip\": unexpected EOF\n\n\
         `EOF` without `unexpected` is another matter: there nothing came at all. What cuts off is \
         seldom the module proxy itself. A reverse proxy before it has a limit for size or time \
         (nginx: proxy_max_temp_file_size, proxy_read_timeout, a full disk), a virus scanner gives \
         up on a large .zip, or a forward proxy closes long connections. A file that always ends \
         at the same byte speaks for a limit. Over HTTP/2 a server that restarts in the middle reads \
         `http2: server sent GOAWAY and closed the connection`. go does not repeat the request, and nothing cut \
         off gets into the module cache.\n\n\
         Repeat the command; if it is cut off again, take a mirror, and have the owner of the \
         server look at the limits of what stands before it.",
        "服务器已经开始应答，但在内容全部到达之前连接就结束了：字节数少于应答头所声明的，或者分块应答缺少最后一块。\n\n\
         go 的报错：read \"https://proxy.example/...zip\": unexpected EOF\n\n\
         没有 `unexpected` 的 `EOF` 是另一回事：那是什么都没有收到。中断下载的很少是模块代理本身：\
         它前面的反向代理有大小或时间限制（nginx：proxy_max_temp_file_size、proxy_read_timeout、磁盘已满），\
         杀毒网关放弃了较大的 .zip，或者正向代理会关闭持续较久的连接。如果总是在同一个字节处中断，多半是某种限制。\
         在 HTTP/2 上，服务器中途重启会显示为 `http2: server sent GOAWAY and closed the connection`。\
         go 不会重试；中断的内容也不会进入模块缓存。\n\n\
         请再执行一次命令；如果仍然中断，请换用镜像，并请服务器的管理者检查其前面各层的限制。",
    ),
    logs: &[
        Mark::gos(&["read \"http", "unexpected EOF"]),
        Mark::gos(&["reading http", "unexpected EOF"]),
        Mark::network(&["Get \"http", "\": unexpected EOF"]).or(ALIKE),
        Mark::network(&["Get http", ": unexpected EOF"]).or(ALIKE),
        Mark::network(&["transport connection broken: unexpected EOF"]).or(&["server-no-answer"]),
        Mark::gos(&["unrecognized import path", "parsing ", ": unexpected EOF"])
            .or(&["go-import-missing"]),
        Mark::gos(&["http: unexpected EOF reading trailer"]),
        Mark::gos(&["http2: response body closed"]).or(&["http2-stream-error"]),
        Mark::of(&[": unexpected EOF"])
            .common()
            .without(&["server response:", "parsing", "json", "decod", "http"])
            .or(&["module-zip-invalid"])
            .when(|it| it.version.is_some() && it.doing == Doing::Modules),
    ],
    explains: &[],
    rule,
    fixes,
};

/// What these words leave open.
const ALIKE: &[&str] = &["http2-stream-error", "server-no-answer", "http-proxy-malformed"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let failed = evidence.failed_with(|fault| *fault == HttpFault::Truncated);
    lasting(&failed).or_else(|| passing(evidence))
}

fn lasting(failed: &HttpFailures<'_>) -> Option<Finding> {
    let first = failed.first()?;
    let host = first.host.clone();
    let what = first.url.as_ref().map_or_else(
        || Text::of("several files", "几个文件"),
        |url| say! { en: "{url}", zh: "{url}" },
    );
    let (en, zh) = (&what.en, &what.zh);
    let says = say! {
        en: "The answer of {host} ends before all of it has come (`unexpected EOF`), twice in a row: {en}. go does not repeat the request and stops.",
        zh: "{host} 的应答在全部到达之前就中断了（`unexpected EOF`），连续两次都是如此：{zh}。go 不会重试，就此停止。",
    };
    let because = Text::of("An answer had begun.", "应答已经开始。");
    let orderly =
        Text::of("The connection was closed and not reset.", "连接是被关闭，而不是被重置。");
    let finding = Finding::certain(says, failed.cites()).stops(failed.modules());
    let finding = finding.not("server-no-answer", because).not("tcp-reset", orderly);
    Some(finding.about(Subject::Host(host)))
}

/// Once, and not when it was repeated: go would have stopped all the same.
fn passing(evidence: &Evidence) -> Option<Finding> {
    let (cite, probe) = evidence.stumbles(|fault| *fault == HttpFault::Truncated).next()?;
    let host = probe.endpoint.host.clone();
    let says = say! {
        en: "One answer of {host} ended too early, and came in full when it was asked for again. go does not ask again: the command may fail now and then with `unexpected EOF`, and pass when it is repeated.",
        zh: "{host} 有一次应答提前中断，再次请求时则完整返回。go 不会再次请求：命令可能时而以 `unexpected EOF` 失败，重新执行又会成功。",
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
    let mut fixes: Vec<Fix> = by_http1(host, evidence).into_iter().collect();
    fixes.extend(evidence.detours(host));
    fixes.push(again);
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

/// Without HTTP/2, whose connections end all downloads that share them.
fn by_http1(host: &str, evidence: &Evidence) -> Option<Fix> {
    let is_http2 = |rung: &Rung| match &rung.seen {
        Observation::Secured { alpn, .. } => alpn.as_deref() == Some("h2"),
        _ => false,
    };
    let to_host = |ladder: &&Ladder| ladder.endpoint.host == host;
    let mut ladders = evidence.ladders.iter().filter(to_host);
    ladders.any(|ladder| ladder.rungs.iter().any(is_http2)).then(|| {
        let title = Text::of("Speak HTTP/1.1 for now", "暂时改用 HTTP/1.1");
        let before = evidence.facts.settings.raw("GODEBUG");
        let comma = if before.is_empty() { "" } else { "," };
        let value = Veiled::new(format!("{before}{comma}http2client=0"));
        Fix::safe(title, Scope::Process, vec![Step::SetEnv { name: "GODEBUG".into(), value }])
    })
}

fn repeat(host: &str) -> Fix {
    let title = say! {
        en: "Repeat the command, and have the limits before {host} looked at if it stays",
        zh: "再执行一次命令；如果一直如此，请检查 {host} 前面各层的限制",
    };
    let step = say! {
        en: "Repeat the command. If the download from {host} ends early again, its owner has to look at the limits for size and time, and at the disk, of the reverse proxy, virus scanner or forward proxy before it.",
        zh: "再执行一次命令。如果从 {host} 的下载仍然提前中断，需要其管理者检查前面的反向代理、杀毒网关或正向代理的大小限制、时间限制和磁盘。",
    };
    Fix::at_anothers(title, step)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "every answer is cut off",
        world: || World::healthy().site("proxy.golang.org", Site::fault(HttpFault::Truncated)),
        roots: &["download-truncated"],
    },
    Scene {
        name: "the storage behind a company's proxy cuts off",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example")
                .site("go.corp.example", Site::redirect("https://files.corp.example/"))
                .site("files.corp.example", Site::fault(HttpFault::Truncated))
        },
        roots: &["download-truncated"],
    },
    Scene {
        name: "cut off once",
        world: || World::healthy().site("proxy.golang.org", Site::stumbling(HttpFault::Truncated)),
        roots: &["download-truncated"],
    },
    Scene {
        name: "cut off, and passed over",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://proxy.golang.org|https://goproxy.cn")
                .site("proxy.golang.org", Site::fault(HttpFault::Truncated))
        },
        roots: &[],
    },
];
