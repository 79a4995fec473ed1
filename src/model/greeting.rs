use super::manner::{is_of_today, is_rsa};
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

/// What a server speaks in place of what go does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outdated {
    /// It chose this version, which go has given up.
    Version(String),
    /// It chose TLS 1.2 with RSA key exchange.
    Rsa,
    /// It chose TLS 1.2 with another suite that go does not offer.
    Suite(u16),
    /// It said that go's versions are none of its own, and no more.
    Unnamed,
}

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
        let sent =
            self.counters_of(&ladder.endpoint).filter_map(|(cite, probe)| match &probe.seen {
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

    /// Whether a small hello is answered where go's large one is lost.
    pub fn is_hello_too_large(&self, ladder: &Ladder) -> bool {
        let greetings = self.greetings(ladder);
        let small = greetings.own(false).map(|(_, greeting)| greeting);
        let large = greetings.own(true).map(|(_, greeting)| greeting);
        self.facts.manner().hybrid
            && matches!(small, Some(Greeting::Hello { .. }))
            && large.is_none_or(Greeting::is_lost)
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

    /// Whether the server at the end of a ladder speaks only what go no longer
    /// does, and the hellos that show it.
    pub fn outdated(&self, ladder: &Ladder) -> Option<(Outdated, Vec<Cite>)> {
        if !matches!(ladder.fault(), Some(Fault::Tls(TlsFault::NothingInCommon))) {
            return None;
        }
        let (own_cite, own) = self.greeted_as_go(ladder)?;
        if let Some(outdated) = self.chosen(own) {
            return Some((outdated, vec![own_cite]));
        }
        let old = self.greetings(ladder).old();
        if let Some((cite, outdated)) = old.and_then(|(cite, it)| Some((cite, self.chosen(it)?))) {
            return Some((outdated, vec![own_cite, cite]));
        }
        let said = matches!(own, Greeting::Alert { name } if name == VERSION_ALERT);
        said.then(|| (Outdated::Unnamed, vec![own_cite]))
    }

    fn chosen(&self, greeting: &Greeting) -> Option<Outdated> {
        let Greeting::Hello { version, suite } = greeting else { return None };
        if self.facts.gets_on_with(version, *suite) {
            return None;
        }
        Some(match version.as_str() {
            "TLSv1.2" if is_rsa(*suite) => Outdated::Rsa,
            "TLSv1.2" => Outdated::Suite(*suite),
            _ => Outdated::Version(version.clone()),
        })
    }
}

/// go's word for the alert of a server that speaks no version of the client's.
const VERSION_ALERT: &str = "protocol version not supported";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Broken, CounterProbe, Endpoint, Stage};

    const HOST: &str = "go.corp.example";

    fn ladder(fault: TlsFault) -> Ladder {
        let broken = Broken { stage: Stage::Tls, fault: Fault::Tls(fault), took_ms: 1 };
        Ladder {
            endpoint: Endpoint::https(HOST),
            through: None,
            roles: Vec::new(),
            rungs: Vec::new(),
            broken: Some(broken),
        }
    }

    /// What go's large hello and that of old were answered with.
    fn evidence(own: Option<Greeting>, old: Option<Greeting>) -> Evidence {
        let hello = |offer, hybrid| Hello { name: Some(HOST.to_owned()), hybrid, offer };
        let own = own.map(|greeting| (hello(Offer::Go, true), greeting));
        let old = old.map(|greeting| (hello(Offer::Old, false), greeting));
        let counters = own.into_iter().chain(old).map(|(hello, greeting)| CounterProbe {
            endpoint: Endpoint::https(HOST),
            seen: Counter::Hello { hello, greeting },
            took_ms: 1,
        });
        Evidence::default().countered(counters.collect())
    }

    fn chose(version: &str, suite: u16) -> Greeting {
        Greeting::Hello { version: version.to_owned(), suite }
    }

    fn alert(name: &str) -> Greeting {
        Greeting::Alert { name: name.to_owned() }
    }

    #[test]
    fn nothing_in_common_with_us_is_go_s_failure_only_where_go_is_refused() {
        let beyond = |own, old| evidence(own, old).is_beyond_us(&ladder(TlsFault::NothingInCommon));
        assert!(beyond(None, None));
        assert!(beyond(Some(Greeting::Reset), None));
        assert!(beyond(Some(Greeting::NotReached), None));
        assert!(beyond(Some(chose("TLSv1.2", 0xc013)), None));
        assert!(!beyond(Some(chose("TLSv1.1", 0xc013)), None));
        assert!(!beyond(Some(alert("handshake failure")), None));
        assert!(!beyond(Some(alert("handshake failure")), Some(chose("TLSv1.2", 0x009c))));
        assert!(!beyond(Some(alert("handshake failure")), Some(chose("TLSv1.2", 0xc013))));
    }

    #[test]
    fn an_alert_to_us_alone_is_beyond_us() {
        let fault = || TlsFault::Alert { name: "illegal parameter".into() };
        let beyond = |own| evidence(own, None).is_beyond_us(&ladder(fault()));
        assert!(beyond(Some(chose("TLSv1.3", 0x1301))));
        assert!(!beyond(None) && !beyond(Some(alert("illegal parameter"))));
    }

    #[test]
    fn what_is_out_of_date_is_told() {
        let told = |own, old| {
            let evidence = evidence(own, old);
            evidence.outdated(&ladder(TlsFault::NothingInCommon)).map(|(what, _)| what)
        };
        let version = Outdated::Version("TLSv1.0".into());
        assert_eq!(told(Some(chose("TLSv1.0", 0x002f)), None), Some(version.clone()));
        let refused = || Some(alert(VERSION_ALERT));
        assert_eq!(told(refused(), Some(chose("TLSv1.0", 0x002f))), Some(version));
        assert_eq!(told(refused(), Some(alert(VERSION_ALERT))), Some(Outdated::Unnamed));
        let failed = || Some(alert("handshake failure"));
        assert_eq!(told(failed(), Some(chose("TLSv1.2", 0x002f))), Some(Outdated::Rsa));
        assert_eq!(told(failed(), Some(chose("TLSv1.2", 0x0033))), Some(Outdated::Suite(0x0033)));
        assert_eq!(told(failed(), failed()), None);
        assert_eq!(told(None, Some(chose("TLSv1.0", 0x002f))), None);
    }
}
