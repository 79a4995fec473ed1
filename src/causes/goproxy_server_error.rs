use crate::base::{Excerpt, Text};
use crate::model::{
    Area, BrokenFetches, Cause, Evidence, Fault, Fetch, Finding, Fix, HttpFault, Mark, Outcome,
    Reply, Source, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "goproxy-server-error",
    area: Area::Goproxy,
    title: Text::of("The module proxy has a fault of its own", "模块代理自身出错"),
    docs: Text::of(
        "The module proxy was reached, and it answers with 500, 502, 503, 504 or 408: it, or \
         something behind it, has failed. The request was in order.\n\n\
         go says: reading https://proxy.example/...: 502 Bad Gateway\n\
         	server response: ...\n\n\
         go does not try again, and after a comma it does not ask the next element of GOPROXY \
         either: only 404 and 410 mean \"not here\". The server's own words, which go prints \
         behind `server response`, mostly tell the rest: a proxy that must fetch the module \
         first reports its own trouble with git there, which is not a trouble of this machine.\n\n\
         Wait and repeat; a 504 or 408 often passes once the proxy has fetched a large module. If \
         it stays, take another proxy, or tell its owner. A vertical bar behind the element lets \
         go ask the next one after any error, deliberate refusals included.",
        "已经联系到模块代理，它的应答是 500、502、503、504 或 408：它自身或者它后面的服务出了故障。请求本身没有问题。\n\n\
         go 的报错：reading https://proxy.example/...: 502 Bad Gateway\n\
         	server response: ...\n\n\
         go 不会重试；后面是逗号时，也不会去问 GOPROXY 的下一项，只有 404 和 410 才表示“这里没有”。\
         go 在 `server response` 后面印出的服务器原话通常能说明其余情况：代理需要先去拉取模块时，\
         会在那里报告它自己的 git 问题，那不是本机的问题。\n\n\
         请稍候重试；504 或 408 往往在代理拉取完大模块之后就会消失。如果一直如此，请换一个代理，或者告知其管理者。\
         在该项后面用竖线，go 就会在任何错误之后询问下一项，包括对方有意的拒绝。",
    ),
    logs: &[
        Mark::answer(&["reading http", ": 500 Internal Server Error"]).or(&["goproxy-no-fallback"]),
        Mark::answer(&["reading http", ": 501 Not Implemented"]).or(&["goproxy-no-fallback"]),
        Mark::answer(&["reading http", ": 502 Bad Gateway"])
            .or(&["goproxy-no-fallback", "no-proxy-missing"]),
        Mark::answer(&["reading http", ": 503 Service Unavailable"]).or(&["goproxy-no-fallback"]),
        Mark::answer(&["reading http", ": 504 Gateway Timeout"]).or(&["goproxy-no-fallback"]),
        Mark::answer(&["reading http", ": 408 Request Timeout"]).or(&["goproxy-no-fallback"]),
        Mark::answer(&["reading http", ": 507 Insufficient Storage"]).or(&["goproxy-no-fallback"]),
        Mark::answer(&["reading http", ": 509"]).or(&["goproxy-no-fallback"]),
        Mark::answer(&["reading http", ": 520"]).or(&["goproxy-no-fallback"]),
        Mark::answer(&["reading http", ": 521"]).or(&["goproxy-no-fallback"]),
        Mark::answer(&["reading http", ": 522"]).or(&["goproxy-no-fallback"]),
        Mark::answer(&["reading http", ": 523"]).or(&["goproxy-no-fallback"]),
        Mark::answer(&["reading http", ": 524"]).or(&["goproxy-no-fallback"]),
        Mark::answer(&["reading http", ": 525"]).or(&["goproxy-no-fallback"]),
        Mark::answer(&["reading http", ": 526"]).or(&["goproxy-no-fallback"]),
        Mark::answer(&["reading http", ": 530"]).or(&["goproxy-no-fallback"]),
        Mark::answer(&["unexpected status (http", "): 500 Internal Server Error"]),
        Mark::answer(&["unexpected status (http", "): 501 Not Implemented"]),
        Mark::answer(&["unexpected status (http", "): 502 Bad Gateway"]),
        Mark::answer(&["unexpected status (http", "): 503 Service Unavailable"]),
        Mark::answer(&["unexpected status (http", "): 504 Gateway Timeout"]),
        Mark::theirs(&["server response:", "i/o timeout"]).or(ALIKE),
        Mark::theirs(&["server response:", "connection refused"]).or(ALIKE),
        Mark::theirs(&["server response:", "TLS handshake timeout"]).or(ALIKE),
        Mark::theirs(&["server response:", "connection reset by peer"]).or(ALIKE),
        Mark::theirs(&["server response:", "unexpected EOF"]).or(ALIKE),
        Mark::theirs(&["server response:", "signal: killed"]).or(ALIKE),
        Mark::theirs(&["server response:", "context deadline exceeded"]).or(ALIKE),
        Mark::theirs(&["server response:", "no space left on device"]).or(ALIKE),
        Mark::gos(&["server response headers exceeded ", " bytes; aborted"]),
        Mark::gos(&["http2: response header list larger than advertised limit"]),
        Mark::gos(&["net/http: too many 1xx informational responses"]).or(&["server-no-answer"]),
        Mark::gos(&["transport connection broken: malformed MIME header"])
            .or(&["goproxy-not-a-module-proxy"]),
        Mark::of(&["reading http", ": 502 Bad Gateway"])
            .common()
            .without(&["/sumdb/", "go-get=1"])
            .or(&["goproxy-no-fallback"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn is_fault(status: u16) -> bool {
    // 511 is said by a gateway that wants somebody to sign in.
    status == 408 || (500..600).contains(&status) && status != 511
}

/// What these words leave open.
const ALIKE: &[&str] = &["module-not-found", "go-import-missing"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = failed(evidence);
    let first = broken.first()?;
    let host = first.fetch.host();
    let words = first.fetch.refusal().map(Reply::words).unwrap_or_default();
    let url = first.fetch.shown_url();
    let says = if let Some(excerpt) = garbled(first.fetch) {
        say! {
            en: "What {host} sends in answer to {url} is no HTTP that go can read ({excerpt}). The fault is the server's; go does not try again and stops.",
            zh: "{host} 对 {url} 的应答不是 go 能读懂的 HTTP（{excerpt}）。故障在服务器一侧；go 不会重试，就此停止。",
        }
    } else {
        say! {
            en: "{host} answers `{words}` to {url}. The fault is the server's; go does not try again and stops.",
            zh: "{host} 对 {url} 的应答是 `{words}`。故障在服务器一侧；go 不会重试，就此停止。",
        }
    };
    let because = Text::of("The server answers.", "服务器有应答。");
    let finding = Finding::certain(says, broken.cites()).stops(broken.modules());
    Some(finding.not("tcp-timeout", because).about(Subject::Host(host)))
}

/// A status that owns up to a fault, or headers that are broken or without end.
fn failed(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.stopped_at(|fetch| {
        let owns_up = fetch.refusal().is_some_and(|reply| is_fault(reply.status));
        let of_modules = matches!(fetch.source, Source::Proxy { .. }) && !fetch.is_half_relayed();
        of_modules && (owns_up || garbled(fetch).is_some())
    })
}

fn garbled(fetch: &Fetch) -> Option<&Excerpt> {
    match &fetch.outcome {
        Outcome::Broken { fault: Fault::Http(HttpFault::Malformed { excerpt }) } => Some(excerpt),
        _ => None,
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = evidence.facts.mirrors(host);
    fixes.push(owner(host));
    fixes.extend(evidence.facts.falling_past(host));
    fixes
}

fn owner(host: &str) -> Fix {
    let title = say! {
        en: "Repeat in a while, and tell the owner of {host} if it stays",
        zh: "稍后重试；如果一直如此，请告知 {host} 的管理者",
    };
    let step = say! {
        en: "Repeat the command in a few minutes. If {host} still answers so, its owner has to look: the answer above tells where.",
        zh: "几分钟后再试一次。如果 {host} 仍然这样应答，就需要其管理者处理：上面的应答说明了出错的地方。",
    };
    Fix::at_anothers(title, step)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a gateway without a backend",
        world: || World::healthy().site("proxy.golang.org", Site::status(502, "upstream is gone")),
        roots: &["goproxy-server-error"],
    },
    Scene {
        name: "a company's proxy that takes too long",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,https://goproxy.cn")
                .site("go.corp.example", Site::status(408, ""))
        },
        roots: &["goproxy-server-error"],
    },
    Scene {
        name: "only the question for the database fails",
        world: || World::healthy().site("proxy.golang.org", Site::proxy_with_relay(500)),
        roots: &["sumdb-relay-broken"],
    },
    Scene {
        name: "headers without end",
        world: || {
            let excerpt = crate::base::Excerpt::text("headers without end");
            World::healthy().site("proxy.golang.org", Site::fault(HttpFault::Malformed { excerpt }))
        },
        roots: &["goproxy-server-error"],
    },
    Scene {
        name: "a fault that is walked past",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://proxy.golang.org|https://goproxy.cn")
                .site("proxy.golang.org", Site::status(503, ""))
        },
        roots: &[],
    },
];
