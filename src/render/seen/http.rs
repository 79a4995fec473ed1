use crate::base::Text;
use crate::model::{Artefact, HttpFault, Outcome, Reply};
use crate::render::seen::{fault, time, unknown};
use crate::say;

/// Why a request over a standing connection has no answer.
pub fn http_fault(of: &HttpFault) -> Text {
    match of {
        HttpFault::Closed => Text::of(
            "the server closed the connection without an answer",
            "服务器未作答复就关闭了连接",
        ),
        HttpFault::Reset => {
            Text::of("the connection was reset after the request", "发出请求后连接被重置")
        }
        HttpFault::TimedOut { after_ms } => {
            let after = time(*after_ms);
            say! { en: "no answer to the request within {after}", zh: "请求在 {after} 内没有答复" }
        }
        HttpFault::Malformed { excerpt } => say! {
            en: "the answer is not HTTP: {excerpt}",
            zh: "答复不是 HTTP：{excerpt}",
        },
        HttpFault::TooManyRedirects => {
            Text::of("it redirects in a circle (10 redirects)", "循环重定向（已达 10 次）")
        }
        HttpFault::InsecureRedirect { to } => say! {
            en: "it redirects to {to}, which go does not follow",
            zh: "重定向到 {to}，go 不会跟随",
        },
        HttpFault::Truncated => {
            Text::of("the answer ended before its stated length", "答复在声明的长度之前中断")
        }
        HttpFault::Stream { code } => say! {
            en: "the server ended the HTTP/2 stream ({code})",
            zh: "服务器中止了 HTTP/2 流（{code}）",
        },
        HttpFault::Beyond { host, fault: Some(inner) } => {
            let Text { en, zh } = fault(inner);
            say! { en: "it redirects to {host}, and there {en}", zh: "重定向到 {host}，而那里{zh}" }
        }
        HttpFault::Beyond { host, fault: None } => say! {
            en: "it redirects to {host}, which cannot be reached",
            zh: "重定向到 {host}，而该主机无法访问",
        },
        HttpFault::Unreadable { excerpt } => say! {
            en: "the file {excerpt} cannot be read",
            zh: "无法读取文件 {excerpt}",
        },
        HttpFault::InsecureCredentials => Text::of(
            "go refuses to send credentials over plain http",
            "go 拒绝通过明文 http 发送凭据",
        ),
    }
}

/// An answer: its status, where it came from, and its first words.
pub fn reply(reply: &Reply) -> Text {
    let Reply { status, reason, excerpt, .. } = reply;
    let mut words = if reason.is_empty() {
        format!("HTTP {status}")
    } else {
        format!("HTTP {status} {reason}")
    };
    if *status != 200 && !excerpt.is_empty() {
        words = format!("{words} \"{excerpt}\"");
    }
    match &reply.redirected_to {
        Some(from) => say! { en: "{words}, from {from}", zh: "{words}（来自 {from}）" },
        None => Text::same(words),
    }
}

/// What became of a request.
pub fn outcome(outcome: &Outcome) -> Text {
    match outcome {
        Outcome::Served { versions } if versions.is_empty() => Text::of("served", "已提供"),
        Outcome::Served { versions } => {
            let count = versions.len();
            say! { en: "served, {count} versions", zh: "已提供，共 {count} 个版本" }
        }
        Outcome::Missing { reply } | Outcome::Refused { reply } => self::reply(reply),
        Outcome::Unlike { reply, what } => {
            let Text { en, zh } = self::reply(reply);
            let what = crate::base::Excerpt::text(what);
            say! { en: "{en}, but {what}", zh: "{zh}，但 {what}" }
        }
        Outcome::Broken { fault: of } => fault(of),
        Outcome::Unknown { why } => {
            let Text { en, zh } = unknown(*why);
            say! { en: "not known: {en}", zh: "未知：{zh}" }
        }
    }
}

/// A file of the protocol, by the name that go's users know.
pub fn artefact(artefact: Artefact) -> &'static str {
    match artefact {
        Artefact::Info => ".info",
        Artefact::Mod => ".mod",
        Artefact::Zip => ".zip",
        Artefact::List => "list",
        Artefact::Latest => "@latest",
        Artefact::Supported => "supported",
        Artefact::Lookup => "lookup",
        Artefact::Tile => "tile",
        Artefact::Tag => "tag",
        Artefact::GoGet => "go-get",
    }
}
