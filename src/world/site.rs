use crate::model::{HttpFault, Reply, TlsFault};

/// A server in an invented network.
#[derive(Clone, Debug)]
pub struct Site {
    pub(crate) tls: Tls,
    pub(crate) serve: Serve,
    /// `name:password` that it asks for.
    pub(crate) password: Option<&'static str>,
}

/// How a server proves who it is.
#[derive(Clone, Debug)]
pub enum Tls {
    /// By a chain of a public authority.
    Public,
    /// By a chain of this authority, which only its own people trust.
    Private {
        authority: &'static str,
    },
    /// By a certificate that signs itself.
    SelfSigned,
    /// By a public chain that ended on this day.
    Expired {
        on: &'static str,
    },
    /// By a public chain for these names instead.
    WrongName {
        names: &'static [&'static str],
    },
    Fault(TlsFault),
}

/// What a server serves.
#[derive(Clone, Debug)]
pub enum Serve {
    /// The module proxy protocol, for all published modules, and the database.
    Modules {
        /// What `/sumdb/NAME/supported` is answered with.
        relay: u16,
    },
    /// Records of the checksum database.
    Database,
    Status(u16, &'static str),
    /// Always this, headers included.
    Refusal(Reply),
    /// 403 for the files of one module, the others as published.
    Forbidden {
        module: &'static str,
    },
    Fault(HttpFault),
}

impl Site {
    pub fn proxy() -> Self {
        Self { tls: Tls::Public, serve: Serve::Modules { relay: 200 }, password: None }
    }

    /// A proxy that answers 404 to `/sumdb/…/supported`, as many private ones do.
    pub fn proxy_without_relay() -> Self {
        Self { serve: Serve::Modules { relay: 404 }, ..Self::proxy() }
    }

    /// A proxy that fails where it is asked for the database.
    pub fn proxy_with_relay(status: u16) -> Self {
        Self { serve: Serve::Modules { relay: status }, ..Self::proxy() }
    }

    pub fn database() -> Self {
        Self { serve: Serve::Database, ..Self::proxy() }
    }

    pub fn status(status: u16, body: &'static str) -> Self {
        Self { serve: Serve::Status(status, body), ..Self::proxy() }
    }

    pub fn refusal(reply: Reply) -> Self {
        Self { serve: Serve::Refusal(reply), ..Self::proxy() }
    }

    /// A proxy whose policy forbids one module.
    pub fn forbids(module: &'static str) -> Self {
        Self { serve: Serve::Forbidden { module }, ..Self::proxy() }
    }

    pub fn fault(fault: HttpFault) -> Self {
        Self { serve: Serve::Fault(fault), ..Self::proxy() }
    }

    #[must_use]
    pub fn tls(self, tls: Tls) -> Self {
        Self { tls, ..self }
    }

    /// Asks for this `name:password` by Basic authorization.
    #[must_use]
    pub fn password(self, password: &'static str) -> Self {
        Self { password: Some(password), ..self }
    }
}
