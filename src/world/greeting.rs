use crate::model::{Greeting, TlsFault};

/// How a server greets whose handshakes end so.
pub(super) fn of(fault: &TlsFault) -> Greeting {
    match fault {
        TlsFault::Reset => Greeting::Reset,
        TlsFault::Closed => Greeting::Closed,
        TlsFault::TimedOut { after_ms } => Greeting::TimedOut { after_ms: *after_ms },
        TlsFault::Plaintext { excerpt } => Greeting::Plaintext { excerpt: excerpt.clone() },
        TlsFault::Alert { name } => Greeting::Alert { name: name.clone() },
        TlsFault::NothingInCommon => Greeting::Alert { name: "handshake failure".into() },
        TlsFault::Misbehaved => Greeting::Garbled,
        TlsFault::Untrusted(_) | TlsFault::ClientCertificateWanted => {
            Greeting::Hello { version: "TLSv1.3".into(), suite: 0x1301 }
        }
    }
}

/// How our own handshake ends at such a greeting, if it does: our TLS knows no
/// suite with CBC.
pub(super) fn fault(greeting: &Greeting) -> Option<TlsFault> {
    const IN_COMMON: [&str; 3] =
        ["handshake failure", "protocol version not supported", "insufficient security level"];
    Some(match greeting {
        Greeting::Hello { version, suite } => match version.as_str() {
            "TLSv1.3" => return None,
            "TLSv1.2" if suite >> 8 == 0xc0 && suite & 0xff >= 0x2b => return None,
            _ => TlsFault::NothingInCommon,
        },
        Greeting::Alert { name } if IN_COMMON.contains(&name.as_str()) => TlsFault::NothingInCommon,
        Greeting::Alert { name } => TlsFault::Alert { name: name.clone() },
        Greeting::Reset => TlsFault::Reset,
        Greeting::Closed | Greeting::NotReached => TlsFault::Closed,
        Greeting::TimedOut { after_ms } => TlsFault::TimedOut { after_ms: *after_ms },
        Greeting::Plaintext { excerpt } => TlsFault::Plaintext { excerpt: excerpt.clone() },
        Greeting::Garbled => TlsFault::Misbehaved,
    })
}
