use crate::model::{Counter, DnsAnswer, Evidence, Ladder, odd_address};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Public names that go looks up on nearly every machine.
pub const NEIGHBOURS: [&str; 2] = ["sum.golang.org", "proxy.golang.org"];

impl Evidence {
    /// Whether this network has made up names of its own for public hosts, as where
    /// all that is needed is mirrored: the inner address of one of them is then
    /// nothing odd. Either another public name has an inner address too, and not the
    /// same, or no public name is known here. Nobody need have an address that no
    /// server can have.
    pub fn is_own_world(&self, ladder: &Ladder) -> bool {
        let found = ladder.addresses();
        let known = self.asked_elsewhere(&ladder.endpoint).is_some_and(|it| it.is_sound());
        let is_apart = |others: &[IpAddr]| {
            is_inner(others) && !others.iter().any(|address| found.contains(address))
        };
        !known
            && is_inner(found)
            && (self.neighbours(ladder).iter().any(|it| is_apart(it)) || self.is_shut_off(ladder))
    }

    /// The addresses that other public names have here, by whatever way go would
    /// take to them.
    fn neighbours(&self, ladder: &Ladder) -> Vec<Vec<IpAddr>> {
        let host = &ladder.endpoint.host;
        let is_other = |other: &str| other != *host && self.facts.is_well_known(other);
        let climbed = self.ladders.iter().filter(|it| is_other(&it.endpoint.host));
        let climbed = climbed.map(|it| it.addresses().to_vec());
        let told = self.told_of_neighbours(ladder).filter_map(|answer| match answer {
            DnsAnswer::Addresses { addresses } => Some(addresses.clone()),
            _ => None,
        });
        let pinned = NEIGHBOURS.into_iter().filter(|other| is_other(other));
        let pinned = pinned.map(|other| self.facts.pinned_addresses(other));
        climbed.chain(told).chain(pinned).collect()
    }

    /// Whether the nameservers of this machine know another public name neither.
    /// An address of this machine itself is what filters answer, all the same.
    fn is_shut_off(&self, ladder: &Ladder) -> bool {
        let own = [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)];
        let unknown = |answer: &DnsAnswer| {
            !matches!(
                answer,
                DnsAnswer::Addresses { .. } | DnsAnswer::TimedOut { .. } | DnsAnswer::Denied
            )
        };
        !ladder.addresses().iter().any(|it| own.contains(it))
            && self.told_of_neighbours(ladder).any(unknown)
    }

    /// What the nameservers of this machine say of other public names.
    fn told_of_neighbours(&self, ladder: &Ladder) -> impl Iterator<Item = &DnsAnswer> {
        let own = self.facts.resolver.addresses();
        let host = ladder.endpoint.host.clone();
        self.counters.iter().filter_map(move |probe| match &probe.seen {
            Counter::Resolver { server, answer } => {
                let is_told = own.contains(server) && probe.endpoint.host != host;
                (is_told && NEIGHBOURS.contains(&probe.endpoint.host.as_str())).then_some(answer)
            }
            _ => None,
        })
    }
}

/// Whether they are such as no public host has, and a server of one's own may.
fn is_inner(addresses: &[IpAddr]) -> bool {
    odd_address(addresses).is_some_and(|(_, kind)| !kind.is_nobodys())
}
