use crate::base::Text;
use crate::model::{DialFault, TunnelFault};
use crate::render::seen::{dns_fault, reply, time, tls_fault};
use crate::say;
use std::net::SocketAddr;

/// Why no connection stands.
pub fn dial_fault(fault: &DialFault) -> Text {
    match fault {
        DialFault::Refused => Text::of("the connection is refused", "连接被拒绝"),
        DialFault::Reset => Text::of("the connection is reset", "连接被重置"),
        DialFault::TimedOut { after_ms } => {
            let after = time(*after_ms);
            say! {
                en: "no answer to the connection attempt within {after}",
                zh: "连接请求在 {after} 内没有回应",
            }
        }
        DialFault::NetworkUnreachable => Text::of(
            "there is no route to that network",
            "没有到该网络的路由（network is unreachable）",
        ),
        DialFault::HostUnreachable => {
            Text::of("there is no route to that host", "没有到该主机的路由（no route to host）")
        }
        DialFault::Denied => Text::of(
            "the kernel forbids the connection",
            "内核禁止该连接（operation not permitted）",
        ),
        DialFault::Exhausted => {
            Text::of("this process gets no more sockets", "本进程无法再打开套接字（已达到上限）")
        }
    }
}

pub(super) fn connected(to: SocketAddr, failed: &[(SocketAddr, DialFault)]) -> Text {
    match failed {
        [] => say! { en: "connected to {to}", zh: "已连接 {to}" },
        [(first, fault), ..] => {
            let Text { en, zh } = dial_fault(fault);
            say! {
                en: "connected to {to} after {first} failed ({en})",
                zh: "在 {first} 失败（{zh}）后连接到 {to}",
            }
        }
    }
}

/// Every address, and how it failed.
pub(super) fn tried(failed: &[(SocketAddr, DialFault)]) -> Text {
    let mut words = Text::of("tried", "尝试了");
    for (at, (to, fault)) in failed.iter().enumerate() {
        let Text { en, zh } = dial_fault(fault);
        let (comma, wide) = if at == 0 { (" ", " ") } else { ("; ", "；") };
        words.en = format!("{}{comma}{to}: {en}", words.en).into();
        words.zh = format!("{}{wide}{to}：{zh}", words.zh).into();
    }
    words
}

/// How a forward proxy fails.
pub fn tunnel_fault(fault: &TunnelFault) -> Text {
    match fault {
        TunnelFault::Unresolved(fault) => {
            let Text { en, zh } = dns_fault(fault);
            say! { en: "the forward proxy: {en}", zh: "正向代理：{zh}" }
        }
        TunnelFault::Unreached { at } => unreached(at),
        TunnelFault::Unsecured(fault) => {
            let Text { en, zh } = tls_fault(fault);
            say! { en: "TLS to the forward proxy: {en}", zh: "与正向代理的 TLS：{zh}" }
        }
        TunnelFault::Denied { reply, sent_credentials } => {
            denied(&self::reply(reply), *sent_credentials)
        }
        TunnelFault::SocksDenied { code, sent_credentials } => {
            let Text { en, zh } = socks_meaning(*code);
            let what = say! {
                en: "SOCKS reply {code} ({en})",
                zh: "SOCKS 应答 {code}（{zh}）",
            };
            denied(&what, *sent_credentials)
        }
        TunnelFault::Silent { after_ms } => {
            let after = time(*after_ms);
            say! {
                en: "the forward proxy did not answer CONNECT within {after}",
                zh: "正向代理在 {after} 内没有答复 CONNECT",
            }
        }
        TunnelFault::Closed => Text::of(
            "the forward proxy closed the connection instead of answering CONNECT",
            "正向代理未答复 CONNECT 就关闭了连接",
        ),
        TunnelFault::NotAProxy { excerpt } if excerpt.is_empty() => Text::of(
            "what answers is no HTTP or SOCKS proxy, as far as it was asked",
            "应答者不是所问的那种 HTTP 或 SOCKS 代理",
        ),
        TunnelFault::NotAProxy { excerpt } => say! {
            en: "what answers is no HTTP or SOCKS proxy: {excerpt}",
            zh: "应答者不是 HTTP 或 SOCKS 代理：{excerpt}",
        },
        TunnelFault::RefusedByGo => Text::of(
            "go refuses to use HTTP_PROXY while REQUEST_METHOD is set, as for a CGI program",
            "设置了 REQUEST_METHOD 时，go 会认为自己是 CGI 程序，拒绝使用 HTTP_PROXY",
        ),
        TunnelFault::GitAstray { words } => say! {
            en: "git, by another way than go, says: {words}",
            zh: "git 走的路与 go 不同，它的报错：{words}",
        },
    }
}

fn unreached(at: &[(SocketAddr, DialFault)]) -> Text {
    let Some((address, fault)) = at.first() else {
        return Text::of("the forward proxy has no address", "正向代理没有地址");
    };
    let Text { en, zh } = dial_fault(fault);
    say! {
        en: "the forward proxy at {address}: {en}",
        zh: "正向代理 {address}：{zh}",
    }
}

fn denied(what: &Text, sent_credentials: bool) -> Text {
    let (en, zh) = (&what.en, &what.zh);
    if sent_credentials {
        say! {
            en: "the forward proxy refused, with credentials sent: {en}",
            zh: "已发送凭据，正向代理仍拒绝：{zh}",
        }
    } else {
        say! { en: "the forward proxy refused: {en}", zh: "正向代理拒绝：{zh}" }
    }
}

/// RFC 1928, section 6.
fn socks_meaning(code: u8) -> Text {
    match code {
        1 => Text::of("general failure", "一般性失败"),
        2 => Text::of("not allowed by its rules", "规则不允许"),
        3 => Text::of("network unreachable", "网络不可达"),
        4 => Text::of("host unreachable", "主机不可达"),
        5 => Text::of("connection refused", "连接被拒绝"),
        6 => Text::of("TTL expired", "TTL 过期"),
        7 => Text::of("command not supported", "不支持该命令"),
        8 => Text::of("address type not supported", "不支持该地址类型"),
        _ => Text::of("authentication", "认证"),
    }
}
