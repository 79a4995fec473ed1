use super::manner::is_of_today;
use crate::model::{Cite, Counter, Evidence, Fault, Greeting, Hello, Ladder, Offer, TlsFault};

/// What came of the hellos that an endpoint was sent after its handshake had
/// failed.
#[derive(Clone, Debug, Default)]
pub struct Greetings<'a> {
    host: &'a str,
    sent: Vec<(Cite, &'a Hello, &'a Greeting)>,
}

/// One of them, and where it stands in the evidence.
pub type Greeted<'a> = (Cite, &'a Greeting);

impl<'a> Greetings<'a> {
    /// What go offers, under the endpoint's own name and in this size.
    pub fn own(&self, hybrid: bool) -> Option<Greeted<'a>> {
        self.find(|hello| hello.offer == Offer::Go && hello.hybrid == hybrid && self.is_own(hello))
    }

    /// What go offers, under a name that is not the endpoint's.
    pub fn foreign(&self) -> Option<Greeted<'a>> {
        self.find(|hello| hello.offer == Offer::Go && !self.is_own(hello))
    }

    /// What go no longer offers.
    pub fn old(&self) -> Option<Greeted<'a>> {
        self.find(|hello| hello.offer == Offer::Old)
    }

    fn find(&self, is: impl Fn(&Hello) -> bool) -> Option<Greeted<'a>> {
        let (cite, _, greeting) = self.sent.iter().find(|(_, hello, _)| is(hello))?;
        Some((cite.clone(), greeting))
    }

    fn is_own(&self, hello: &Hello) -> bool {
        hello.name.as_deref().is_none_or(|name| name == self.host.trim_end_matches('.'))
    }
}

impl Greeting {
    /// Nothing came back.
    pub fn is_lost(&self) -> bool {
        matches!(self, Self::Reset | Self::Closed | Self::TimedOut { .. })
    }

    /// A server that speaks TLS heard it.
    pub fn is_heard(&self) -> bool {
        matches!(self, Self::Hello { .. } | Self::Alert { .. })
    }
}

impl Evidence {
    /// What came of the hellos to the end of a ladder, those aside that did not
    /// get there.
    pub fn greetings<'a>(&'a self, ladder: &'a Ladder) -> Greetings<'a> {
        let sent = self.counters_of(&ladder.endpoint).filter_map(|(cite, probe)| match &probe.seen {
            Counter::Hello { greeting: Greeting::NotReached, .. } => None,
            Counter::Hello { hello, greeting } => Some((cite, hello, greeting)),
            _ => None,
        });
        Greetings { host: &ladder.endpoint.host, sent: sent.collect() }
    }

    /// What go's own hello, in the size that it has here, was answered with.
    pub fn greeted_as_go<'a>(&'a self, ladder: &'a Ladder) -> Option<Greeted<'a>> {
        self.greetings(ladder).own(self.facts.manner().hybrid)
    }

    /// Whether a handshake failed for want of what our own TLS can, while go
    /// would get on, or might: then nothing is known of go.
    pub fn is_beyond_us(&self, ladder: &Ladder) -> bool {
        let own = self.greeted_as_go(ladder).map(|(_, greeting)| greeting);
        match ladder.fault() {
            Some(Fault::Tls(TlsFault::NothingInCommon)) => {
                !own.is_some_and(|it| self.ends_go(it)) || self.gets_on_as_of_old(ladder)
            }
            Some(Fault::Tls(TlsFault::Alert { .. })) => {
                ladder.presented().is_none() && own.is_some_and(|it| self.goes_on(it))
            }
            _ => false,
        }
    }

    /// Whether an answer to its hello ends go's handshake.
    pub fn ends_go(&self, greeting: &Greeting) -> bool {
        matches!(greeting, Greeting::Alert { .. })
            || matches!(greeting, Greeting::Hello { .. }) && !self.goes_on(greeting)
    }

    fn goes_on(&self, greeting: &Greeting) -> bool {
        match greeting {
            Greeting::Hello { version, suite } => self.facts.gets_on_with(version, *suite),
            _ => false,
        }
    }

    /// The go of this machine still offers what only the hello of old did.
    fn gets_on_as_of_old(&self, ladder: &Ladder) -> bool {
        self.greetings(ladder).old().is_some_and(|(_, greeting)| match greeting {
            Greeting::Hello { suite, .. } => !is_of_today(*suite) && self.goes_on(greeting),
            _ => false,
        })
    }
}
