use crate::base::Text;
use crate::model::{Distrust, Presented, TlsFault, Trust};
use crate::render::seen::time;
use crate::say;

/// Why a TLS handshake came to nothing.
pub fn tls_fault(fault: &TlsFault) -> Text {
    match fault {
        TlsFault::Untrusted(why) => distrust(why),
        TlsFault::Alert { name } => say! {
            en: "the server ended the TLS handshake with the alert \"{name}\"",
            zh: "服务器以警报“{name}”结束了 TLS 握手",
        },
        TlsFault::Reset => Text::of(
            "the connection was reset during the TLS handshake",
            "连接在 TLS 握手期间被重置",
        ),
        TlsFault::Closed => Text::of(
            "the connection was closed during the TLS handshake",
            "连接在 TLS 握手期间被关闭",
        ),
        TlsFault::TimedOut { after_ms } => {
            let after = time(*after_ms);
            say! {
                en: "the TLS handshake was not answered within {after}",
                zh: "TLS 握手在 {after} 内没有回应",
            }
        }
        TlsFault::Plaintext { excerpt } => say! {
            en: "what answers on this port does not speak TLS: {excerpt}",
            zh: "该端口应答的不是 TLS：{excerpt}",
        },
        TlsFault::NothingInCommon => Text::of(
            "the server offers no TLS version or cipher that this tool knows; go may know one",
            "服务器提供的 TLS 版本或加密套件本工具均不支持；go 可能支持",
        ),
        TlsFault::ClientCertificateWanted => Text::of(
            "the server asks for a client certificate, which go cannot send",
            "服务器要求客户端证书，而 go 无法提供",
        ),
        TlsFault::Misbehaved => Text::of("the peer broke the TLS protocol", "对端违反了 TLS 协议"),
    }
}

/// Why a chain is not trusted, in go's own words where there are any.
pub fn distrust(why: &Distrust) -> Text {
    let words = why.words();
    let Text { en, zh } = match why {
        Distrust::UnknownAuthority { .. } => Text::of(
            "its certificate is not signed by an authority trusted here",
            "其证书不是由本机信任的机构签发的",
        ),
        Distrust::Expired { whose, not_after, .. } => say! {
            en: "the certificate of {whose} ended at {not_after}",
            zh: "{whose} 的证书已于 {not_after} 到期",
        },
        Distrust::NotYetValid { whose, not_before, .. } => say! {
            en: "the certificate of {whose} begins at {not_before}",
            zh: "{whose} 的证书自 {not_before} 起才有效",
        },
        Distrust::WrongName { names, .. } => {
            let names = few(names);
            say! { en: "its certificate is for {names}", zh: "其证书属于 {names}" }
        }
        Distrust::CommonNameOnly { name, .. } => say! {
            en: "its certificate names {name} as common name alone",
            zh: "其证书只在通用名（CN）里写了 {name}",
        },
        Distrust::Invalid { .. } => {
            Text::of("a certificate of its chain breaks a rule", "其证书链中有证书违反规则")
        }
    };
    match words {
        "" => Text { en, zh },
        words => say! { en: "{en} ({words})", zh: "{zh}（{words}）" },
    }
}

/// The chain that a server showed.
pub fn presented(shown: &Presented) -> Text {
    let Presented { subject, issuer, not_after, .. } = shown;
    let Text { en, zh } = match shown.by_mozilla {
        Trust::Trusted => Text::of("a public authority", "公共机构"),
        Trust::Refused(_) => Text::of("no public authority", "非公共机构"),
    };
    say! {
        en: "it shows {subject}, issued by {issuer} ({en}), valid until {not_after}",
        zh: "出示的证书为 {subject}，签发者 {issuer}（{zh}），有效期至 {not_after}",
    }
}

pub(super) fn secured(shown: &Presented) -> Text {
    let Presented { version, issuer, .. } = shown;
    say! {
        en: "{version}, certificate issued by {issuer}",
        zh: "{version}，证书签发者 {issuer}",
    }
}

fn few(names: &[String]) -> String {
    const FEW: usize = 3;
    let shown = names.iter().take(FEW).cloned().collect::<Vec<_>>().join(", ");
    match names.len() {
        0 => String::from("-"),
        more if more > FEW => format!("{shown}, …"),
        _ => shown,
    }
}
