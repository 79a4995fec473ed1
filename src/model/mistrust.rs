use crate::go::httpproxy::Proxy;
use crate::go::x509::Place;
use crate::model::{
    BrokenLadder, BrokenLadders, Cite, Counter, Distrust, Evidence, Fault, FileFault, Issuer,
    Ladder, Presented, RootPlace, TlsFault, Trust, TunnelFault, is_public_host, looks_private,
    middlebox,
};

/// Why go distrusts a server, one reason for each ladder. go has one wording
/// for most of these; what was seen besides tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistrust {
    /// None of go's places holds a root.
    NoBundle,
    /// `SSL_CERT_FILE` or `SSL_CERT_DIR` hides the roots that would do.
    PlacesHidden,
    /// The roots here are older than the chain.
    Stale,
    /// Something on the way opens TLS.
    Intercepted,
    /// The leaf signs itself.
    SelfSigned,
    /// The server leaves out a link.
    Incomplete,
    /// An authority that is not known here.
    Unknown,
    /// This machine's clock is wrong.
    ClockWrong,
    Expired,
    /// A certificate breaks a rule.
    Invalid,
    NoName,
    OtherName,
}

impl Evidence {
    /// The ladders that stop go by a chain that is distrusted for this reason.
    pub fn mistrusted(&self, reason: Mistrust) -> BrokenLadders<'_> {
        let all = self.broken_by(|fault| distrust(fault).is_some());
        let inspectors = inspectors(&self.ladders);
        let is = |it: &BrokenLadder<'_>| self.reason(it.ladder, &inspectors) == Some(reason);
        BrokenLadders(all.0.into_iter().filter(is).collect())
    }

    /// The certificate that was had from elsewhere and completes a chain.
    pub fn completion<'a>(&'a self, ladder: &'a Ladder) -> Option<(Cite, &'a Counter)> {
        let completes = |seen: &Counter| {
            matches!(seen, Counter::Issuer { found: Issuer::Completes { .. }, .. })
        };
        let mut probes = self.counters_of(&ladder.endpoint);
        probes.find(|(_, probe)| completes(&probe.seen)).map(|(cite, probe)| (cite, &probe.seen))
    }

    /// The variables that name go's places here, as long as all of them are known.
    pub fn named_places(&self) -> Vec<&str> {
        let places = self.facts.roots.places.iter();
        let mut names: Vec<&str> = places.filter_map(|place| place.variable.as_deref()).collect();
        names.dedup();
        let all_known = names.iter().all(|name| self.facts.variable(name).is_some());
        if all_known { names } else { Vec::new() }
    }

    /// Those of them at which not one root lies.
    pub fn empty_places(&self) -> Vec<&str> {
        let holds = |name: &&str| {
            let named = |place: &&RootPlace| place.variable.as_deref() == Some(*name);
            self.facts.roots.places.iter().filter(named).any(|place| place.certificates > 0)
        };
        self.named_places().into_iter().filter(|name| !holds(name)).collect()
    }

    fn reason(&self, ladder: &Ladder, inspectors: &[String]) -> Option<Mistrust> {
        let shown = ladder.presented();
        match distrust(ladder.fault()?)? {
            Distrust::CommonNameOnly { .. } => Some(Mistrust::NoName),
            Distrust::WrongName { .. } => Some(Mistrust::OtherName),
            Distrust::Expired { .. } | Distrust::NotYetValid { .. }
                if shown.is_some_and(|shown| self.stands_by_other_clocks(shown)) =>
            {
                Some(Mistrust::ClockWrong)
            }
            Distrust::NotYetValid { .. } | Distrust::Invalid { .. } => Some(Mistrust::Invalid),
            Distrust::Expired { place, .. } => Some(self.expired(*place, shown)),
            Distrust::UnknownAuthority { .. } => self.unknown(ladder, shown, inspectors),
        }
    }

    fn stands_by_other_clocks(&self, shown: &Presented) -> bool {
        let time = |ahead: i64| shown.clues.at.saturating_add(ahead);
        self.skew().is_some_and(|skew| shown.stands_at(time(skew.ahead)))
    }

    /// A public chain that another set of roots would take, by a way that has
    /// not ended, is in order: it is the roots here that are old.
    fn expired(&self, place: Place, shown: Option<&Presented>) -> Mistrust {
        let trusted = |trust: Option<&Trust>| trust == Some(&Trust::Trusted);
        let usual = shown.and_then(|shown| shown.clues.by_usual.as_ref());
        match place {
            Place::Leaf => Mistrust::Expired,
            _ if trusted(usual) && self.names_places() => Mistrust::PlacesHidden,
            Place::Root => Mistrust::Stale,
            Place::Intermediate if trusted(shown.map(|it| &it.by_mozilla)) => Mistrust::Stale,
            Place::Intermediate => Mistrust::Expired,
        }
    }

    fn unknown(
        &self,
        ladder: &Ladder,
        shown: Option<&Presented>,
        inspectors: &[String],
    ) -> Option<Mistrust> {
        let roots = &self.facts.roots;
        if roots.places.is_empty() && !roots.by_platform {
            return None;
        }
        let usual = shown.and_then(|shown| shown.clues.by_usual.as_ref());
        let is_empty = roots.certificates == 0 && !roots.by_platform;
        let hides = !self.empty_places().is_empty() && roots.usual.is_some_and(|usual| usual > 0);
        let hides = hides || self.names_unreadable();
        Some(match shown {
            _ if usual == Some(&Trust::Trusted) && self.names_places() => Mistrust::PlacesHidden,
            _ if is_empty && hides => Mistrust::PlacesHidden,
            _ if is_empty => Mistrust::NoBundle,
            Some(shown) => self.told_by_chain(ladder, shown, inspectors, hides),
            None => Mistrust::Unknown,
        })
    }

    fn told_by_chain(
        &self,
        ladder: &Ladder,
        shown: &Presented,
        inspectors: &[String],
        hides: bool,
    ) -> Mistrust {
        let clues = &shown.clues;
        let kin = clues.lacking.as_ref().is_some_and(|it| it.kin.is_some());
        match () {
            () if shown.by_mozilla == Trust::Trusted => Mistrust::Stale,
            () if shown.by_itself => Mistrust::SelfSigned,
            () if self.completion(ladder).is_some() => Mistrust::Incomplete,
            () if clues.namesake.is_some() => Mistrust::Stale,
            () if kin => Mistrust::Incomplete,
            () if inspectors.contains(&shown.issuer.to_string()) => Mistrust::Intercepted,
            () if hides => Mistrust::PlacesHidden,
            () => Mistrust::Unknown,
        }
    }

    /// Whether something lies where a variable points and cannot be read, such
    /// as a folder in the place of a file. Where nothing lies, and the system
    /// has nothing either, it is the roots that are missing.
    fn names_unreadable(&self) -> bool {
        self.facts.roots.places.iter().any(|place| {
            place.variable.is_some() && place.fault.is_some_and(|it| it != FileFault::NotFound)
        })
    }

    fn names_places(&self) -> bool {
        !self.named_places().is_empty()
    }
}

/// Authorities that stand in the place of others: known products, those
/// that answer for a public host, and those that answer for hosts which
/// have nothing to do with one another.
fn inspectors(ladders: &[Ladder]) -> Vec<String> {
    let strange = |ladder: &&Ladder| {
        let why = ladder.fault().and_then(distrust);
        matches!(why, Some(Distrust::UnknownAuthority { .. }))
    };
    let mut found: Vec<String> = Vec::new();
    let mut elsewhere: Vec<(String, &str)> = Vec::new();
    for ladder in ladders.iter().filter(strange) {
        let Some(shown) = ladder.presented() else { continue };
        if shown.by_itself || shown.by_mozilla == Trust::Trusted {
            continue;
        }
        let (issuer, host) = (shown.issuer.to_string(), ladder.endpoint.host.as_str());
        let unrelated = |(other, site): &(String, &str)| *other == issuer && *site != site_of(host);
        if is_public_host(host)
            || middlebox(&issuer).is_some()
            || (!looks_private(host) && elsewhere.iter().any(unrelated))
        {
            found.push(issuer.clone());
        }
        if !looks_private(host) && !has_private_address(ladder) {
            elsewhere.push((issuer, site_of(host)));
        }
    }
    found
}

/// The last two labels of a name: what one owner has, mostly.
pub(super) fn site_of(host: &str) -> &str {
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    dots.nth(1).map_or(host, |at| &host[at + 1..])
}

fn has_private_address(ladder: &Ladder) -> bool {
    let private = |address: &std::net::IpAddr| match address {
        std::net::IpAddr::V4(v4) => v4.is_private() || v4.is_loopback() || v4.is_link_local(),
        std::net::IpAddr::V6(v6) => v6.is_unique_local() || v6.is_loopback(),
    };
    ladder.addresses().iter().any(private)
}

impl Ladder {
    /// Why go distrusts the certificate that ends it: the host's own, or that
    /// of an `https://` forward proxy before it.
    pub fn distrust(&self) -> Option<&Distrust> {
        self.fault().and_then(distrust)
    }

    /// Whose certificate go looks at last: the host's, or that of the forward
    /// proxy where that one fails in TLS.
    pub fn secured_host(&self) -> String {
        let is_way = matches!(self.fault(), Some(Fault::Tunnel(TunnelFault::Unsecured(_))));
        let through = self.through.as_ref().filter(|_| is_way);
        let proxy = through.and_then(|proxy| Proxy::parse(proxy.raw()).ok());
        proxy.map_or_else(|| self.endpoint.host.clone(), |proxy| proxy.host())
    }
}

fn distrust(fault: &Fault) -> Option<&Distrust> {
    match fault {
        Fault::Tls(TlsFault::Untrusted(why))
        | Fault::Tunnel(TunnelFault::Unsecured(TlsFault::Untrusted(why))) => Some(why),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::site_of;

    #[test]
    fn a_site_is_the_end_of_a_name() {
        assert_eq!(site_of("proxy.golang.org"), "golang.org");
        assert_eq!(site_of("golang.org"), "golang.org");
        assert_eq!(site_of("a"), "a");
    }
}
