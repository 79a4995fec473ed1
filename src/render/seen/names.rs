use crate::base::Text;
use crate::model::{DnsAnswer, DnsFault};
use crate::render::seen::time;
use crate::say;
use std::net::IpAddr;

/// Why a name has no address.
pub fn dns_fault(fault: &DnsFault) -> Text {
    let name = &fault.name;
    let Text { en, zh } = answer(&fault.decisive);
    match fault.server {
        Some(server) => say! {
            en: "resolving {name}: the nameserver {server} {en}",
            zh: "解析 {name}：域名服务器 {server} {zh}",
        },
        None if fault.asked.is_empty() => say! {
            en: "resolving {name}: no nameserver was asked, and the hosts file does not know it",
            zh: "解析 {name}：没有询问域名服务器，hosts 文件里也没有它",
        },
        None => say! {
            en: "resolving {name}: the nameserver {en}",
            zh: "解析 {name}：域名服务器{zh}",
        },
    }
}

/// What one nameserver did, as the end of a sentence about it.
pub fn answer(answer: &DnsAnswer) -> Text {
    match answer {
        DnsAnswer::Addresses { addresses } => {
            let list = list(addresses);
            say! { en: "answered {list}", zh: "返回 {list}" }
        }
        DnsAnswer::NoSuchName => {
            Text::of("says that there is no such name (NXDOMAIN)", "答复该域名不存在（NXDOMAIN）")
        }
        DnsAnswer::NoData => {
            Text::of("knows the name and has no address for it", "知道该域名，但没有对应的地址")
        }
        DnsAnswer::Failed { rcode } => say! { en: "answered {rcode}", zh: "答复 {rcode}" },
        DnsAnswer::LameReferral => Text::of(
            "does not resolve names for others (lame referral)",
            "不提供递归解析（lame referral）",
        ),
        DnsAnswer::PortRefused => {
            Text::of("does not listen (connection refused)", "没有监听（connection refused）")
        }
        DnsAnswer::Unreachable => Text::of("cannot be routed to", "没有可达的路由"),
        DnsAnswer::Denied => Text::of(
            "cannot be asked: the kernel forbids the packet",
            "无法查询：内核禁止发送该数据包",
        ),
        DnsAnswer::TimedOut { after_ms } => {
            let after = time(*after_ms);
            say! { en: "gave no answer within {after}", zh: "在 {after} 内没有答复" }
        }
        DnsAnswer::Garbled => {
            Text::of("sent something that is no answer", "返回的内容不是有效的答复")
        }
    }
}

pub(super) fn resolved(addresses: &[IpAddr], by_hosts_line: Option<usize>) -> Text {
    let list = list(addresses);
    match by_hosts_line {
        Some(line) => say! {
            en: "the hosts file (line {line}) gives {list}",
            zh: "hosts 文件（第 {line} 行）给出 {list}",
        },
        None => say! { en: "resolved to {list}", zh: "解析为 {list}" },
    }
}

/// The first few addresses.
fn list(addresses: &[IpAddr]) -> String {
    const FEW: usize = 4;
    let shown: Vec<String> = addresses.iter().take(FEW).map(IpAddr::to_string).collect();
    match addresses.len() {
        more if more > FEW => format!("{}, …", shown.join(", ")),
        _ => shown.join(", "),
    }
}
