use super::database::Log;
use crate::go::x509::Place;
use crate::model::{Greeting, Hello, HttpFault, Reply, Rule, TlsFault};

/// A server in an invented network.
#[derive(Clone, Debug)]
pub struct Site {
    pub(crate) tls: Tls,
    pub(crate) serve: Serve,
    /// How it answers a hello, where that is special.
    pub(crate) greets: Option<fn(&Hello) -> Greeting>,
    /// `name:password` that it asks for.
    pub(crate) password: Option<&'static str>,
    /// The path below which it serves anything but its "not found".
    pub(crate) below: &'static str,
    /// Headers of every answer.
    pub(crate) headers: Vec<(&'static str, &'static str)>,
    /// The body of "not found" elsewhere.
    pub(crate) voice: &'static str,
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
    /// By a public chain that begins on this day.
    NotYetValid {
        from: &'static str,
    },
    /// By a public chain over a certificate that ended on this day.
    ExpiredAbove {
        on: &'static str,
        place: Place,
    },
    /// By a chain of this authority, of which an older root with another key is
    /// trusted here.
    Rekeyed {
        authority: &'static str,
    },
    /// By a leaf of a public authority, without what is between it and the root.
    Incomplete {
        /// Where the leaf says that its issuer's certificate lies.
        offered_at: Option<&'static str>,
        /// The root's organization is that of the issuer.
        kin: bool,
    },
    /// By a public chain whose leaf has its name as common name alone.
    CommonName,
    /// By a public chain in which a certificate breaks this rule.
    Flawed {
        rule: Rule,
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
        /// What it relays.
        log: Log,
    },
    /// The checksum database.
    Database(Log),
    /// The module proxy protocol for whatever is asked for, and no database.
    Everything,
    /// This in place of every record whose path ends so, the others as published.
    DatabaseExcept {
        ends: &'static [&'static str],
        status: u16,
        body: &'static str,
    },
    Status(u16, &'static str),
    /// 302 to this URL; where it ends with a slash, the path is kept.
    Redirect(&'static str),
    /// Whatever is asked hangs, a trivial page apart if that is answered.
    Silence {
        page: bool,
    },
    /// The protocol, but each file breaks off once, and comes when it is asked
    /// for again.
    Stumbling(HttpFault),
    /// Always this, headers included.
    Refusal(Reply),
    /// This in place of every file whose path ends so, the others as published.
    Except {
        ends: &'static [&'static str],
        status: u16,
        body: &'static str,
    },
    /// Zips made by this, of the `module@version` that is asked for; the other files
    /// as published.
    Zips(fn(&str) -> Vec<u8>),
    /// 403 for the files of one module, the others as published.
    Forbidden {
        module: &'static str,
    },
    Fault(HttpFault),
}

impl Site {
    pub fn proxy() -> Self {
        Self {
            tls: Tls::Public,
            serve: Serve::Modules { relay: 200, log: Log::Sound },
            greets: None,
            password: None,
            below: "",
            headers: Vec::new(),
            voice: "not found",
        }
    }

    /// A proxy that answers 404 to `/sumdb/…/supported`, as many private ones do.
    pub fn proxy_without_relay() -> Self {
        Self { serve: Serve::Modules { relay: 404, log: Log::Sound }, ..Self::proxy() }
    }

    /// A proxy that fails where it is asked for the database.
    pub fn proxy_with_relay(status: u16) -> Self {
        Self { serve: Serve::Modules { relay: status, log: Log::Sound }, ..Self::proxy() }
    }

    /// A proxy that relays such a database.
    pub fn relaying(log: Log) -> Self {
        Self { serve: Serve::Modules { relay: 200, log }, ..Self::proxy() }
    }

    pub fn database() -> Self {
        Self::database_with(Log::Sound)
    }

    /// A database that goes so about its log.
    pub fn database_with(log: Log) -> Self {
        Self { serve: Serve::Database(log), ..Self::proxy() }
    }

    /// A company's proxy, which has what nobody else has too, and relays no database.
    pub fn proxy_with_everything() -> Self {
        Self { serve: Serve::Everything, ..Self::proxy() }
    }

    /// A database that answers so where a path ends with one of these.
    pub fn database_except(ends: &'static [&'static str], status: u16, body: &'static str) -> Self {
        Self { serve: Serve::DatabaseExcept { ends, status, body }, ..Self::proxy() }
    }

    pub fn status(status: u16, body: &'static str) -> Self {
        Self { serve: Serve::Status(status, body), ..Self::proxy() }
    }

    /// Sends everybody elsewhere.
    pub fn redirect(to: &'static str) -> Self {
        Self { serve: Serve::Redirect(to), ..Self::proxy() }
    }

    /// Never answers a request for a module.
    pub fn silence(page: bool) -> Self {
        Self { serve: Serve::Silence { page }, ..Self::proxy() }
    }

    /// Breaks off like this the first time that a file is asked for.
    pub fn stumbling(fault: HttpFault) -> Self {
        Self { serve: Serve::Stumbling(fault), ..Self::proxy() }
    }

    pub fn refusal(reply: Reply) -> Self {
        Self { serve: Serve::Refusal(reply), ..Self::proxy() }
    }

    /// A proxy whose policy forbids one module.
    pub fn forbids(module: &'static str) -> Self {
        Self { serve: Serve::Forbidden { module }, ..Self::proxy() }
    }

    /// A proxy that answers so where a path ends with one of these.
    pub fn except(ends: &'static [&'static str], status: u16, body: &'static str) -> Self {
        Self { serve: Serve::Except { ends, status, body }, ..Self::proxy() }
    }

    /// A proxy that packs zips in its own way, from `module@version`.
    pub fn zips(make: fn(&str) -> Vec<u8>) -> Self {
        Self { serve: Serve::Zips(make), ..Self::proxy() }
    }

    pub fn fault(fault: HttpFault) -> Self {
        Self { serve: Serve::Fault(fault), ..Self::proxy() }
    }

    #[must_use]
    pub fn tls(self, tls: Tls) -> Self {
        Self { tls, ..self }
    }

    /// Answers each hello, that of the handshake included, as it is told.
    #[must_use]
    pub fn greets(self, greets: fn(&Hello) -> Greeting) -> Self {
        Self { greets: Some(greets), ..self }
    }

    /// Serves below this path, and says "not found" elsewhere in these words.
    #[must_use]
    pub fn below(self, below: &'static str, voice: &'static str) -> Self {
        Self { below, voice, ..self }
    }

    /// One more header of every answer.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Asks for this `name:password` by Basic authorization.
    #[must_use]
    pub fn password(self, password: &'static str) -> Self {
        Self { password: Some(password), ..self }
    }
}
