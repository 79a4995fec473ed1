use super::site::Site;
use crate::model::{Greeting, Hello, Offer, TlsFault};

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

const SILENCE: Greeting = Greeting::TimedOut { after_ms: 2000 };
/// The name that a filter of these worlds forbids.
const FORBIDDEN: &str = "proxy.golang.org";

impl Site {
    /// Hellos of two packets bring a reset.
    pub fn small_only(hello: &Hello) -> Greeting {
        if hello.hybrid { Greeting::Reset } else { modern() }
    }

    /// Hellos of two packets vanish.
    pub fn small_or_silence(hello: &Hello) -> Greeting {
        if hello.hybrid { SILENCE } else { modern() }
    }

    /// The name of the public proxy brings a reset.
    pub fn cut_by_name(hello: &Hello) -> Greeting {
        if is_forbidden(hello) { Greeting::Reset } else { modern() }
    }

    /// The name of the public proxy is met with silence.
    pub fn silent_by_name(hello: &Hello) -> Greeting {
        if is_forbidden(hello) { SILENCE } else { modern() }
    }

    /// The name of the public proxy is met with an alert.
    pub fn refused_by_name(hello: &Hello) -> Greeting {
        let refused = Greeting::Alert { name: "internal error".into() };
        if is_forbidden(hello) { refused } else { modern() }
    }

    /// Nothing that it knows is offered.
    pub fn nothing_in_common(_: &Hello) -> Greeting {
        Greeting::Alert { name: "handshake failure".into() }
    }

    /// TLS 1.1 and no more.
    pub fn of_old(hello: &Hello) -> Greeting {
        match hello.offer {
            Offer::Old => Greeting::Hello { version: "TLSv1.1".into(), suite: 0x0035 },
            Offer::Go => Greeting::Alert { name: "protocol version not supported".into() },
        }
    }

    /// RSA key exchange and no other.
    pub fn by_rsa(hello: &Hello) -> Greeting {
        match hello.offer {
            Offer::Old => Greeting::Hello { version: "TLSv1.2".into(), suite: 0x009c },
            Offer::Go => Greeting::Alert { name: "handshake failure".into() },
        }
    }

    /// Suites with CBC alone, which go has and we have not.
    pub fn by_cbc(_: &Hello) -> Greeting {
        Greeting::Hello { version: "TLSv1.2".into(), suite: 0xc013 }
    }
}

fn is_forbidden(hello: &Hello) -> bool {
    hello.name.as_deref() == Some(FORBIDDEN)
}

fn modern() -> Greeting {
    Greeting::Hello { version: "TLSv1.3".into(), suite: 0x1301 }
}
