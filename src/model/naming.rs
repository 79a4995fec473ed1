use crate::go::pattern::matching_pattern;
use crate::go::resolv::Order;
use crate::model::{
    Asked, BrokenLadder, BrokenLadders, Cite, Counter, DialFault, Distrust, DnsAnswer, Endpoint,
    Evidence, Facts, Fault, Ladder, Observation, TlsFault, forged_address, is_loopback,
    is_public_host, odd_address,
};
use std::net::{IpAddr, SocketAddr};

/// What a nameserver that go did not ask said of an endpoint's name.
#[derive(Clone, Debug)]
pub struct Elsewhere<'a> {
    pub cite: Cite,
    pub server: SocketAddr,
    pub answer: &'a DnsAnswer,
}

impl Elsewhere<'_> {
    /// The addresses in its answer; empty where there are none.
    pub fn addresses(&self) -> &[IpAddr] {
        match self.answer {
            DnsAnswer::Addresses { addresses } => addresses,
            _ => &[],
        }
    }

    /// Whether it knows an address that a public host can have.
    pub fn is_sound(&self) -> bool {
        let found = self.addresses();
        !found.is_empty() && odd_address(found).is_none() && forged_address(found).is_none()
    }

    /// Whether it knows addresses, and none of these.
    pub fn differs_from(&self, addresses: &[IpAddr]) -> bool {
        let found = self.addresses();
        !found.is_empty() && !found.iter().any(|it| addresses.contains(it))
    }
}

impl Evidence {
    /// What another nameserver said of the endpoint's name, if one was asked.
    pub fn asked_elsewhere(&self, endpoint: &Endpoint) -> Option<Elsewhere<'_>> {
        self.counters.iter().enumerate().find_map(|(at, probe)| match &probe.seen {
            Counter::Resolver { server, answer }
                if probe.endpoint == *endpoint && self.is_another(*server, &endpoint.host) =>
            {
                Some(Elsewhere { cite: Cite::Counter(at), server: *server, answer })
            }
            _ => None,
        })
    }

    /// What is pinned is asked of go's own nameservers, all else of other ones.
    fn is_another(&self, server: SocketAddr, host: &str) -> bool {
        let is_own = self.facts.resolver.addresses().contains(&server);
        is_own != self.facts.pinned_lines(host).is_empty()
    }

    /// The ladders that stop go and that are so.
    pub fn broken_where(&self, is: impl Fn(&Ladder) -> bool) -> BrokenLadders<'_> {
        let fatal = self.fatal_ladders().into_iter();
        let broken = fatal.filter(|(_, ladder, _)| is(ladder));
        BrokenLadders(
            broken.map(|(cite, ladder, modules)| BrokenLadder { cite, ladder, modules }).collect(),
        )
    }
}

impl Facts {
    /// Whether everybody knows this name as one of a public host.
    pub fn is_well_known(&self, host: &str) -> bool {
        is_public_host(host) || self.is_public_proxy(host)
    }

    /// Whether everybody may hear that this name is looked up: it is well known,
    /// and nothing declares it private.
    pub fn may_be_told(&self, host: &str) -> bool {
        let private = |key| matching_pattern(self.settings.raw(key), host).is_some();
        self.is_well_known(host) && !private("GOPRIVATE") && !private("GONOPROXY")
    }

    /// The lines of the hosts file that give this name its addresses. What names
    /// this machine itself is none of them.
    pub fn pinned_lines(&self, host: &str) -> Vec<usize> {
        let is_read = matches!(self.lookup_order, Order::FilesDns | Order::Files);
        if !is_read || is_loopback(host) {
            return Vec::new();
        }
        let mut lines: Vec<usize> = self.hosts.lookup(host).iter().map(|it| it.line).collect();
        lines.dedup();
        lines
    }

    /// The addresses that these lines give it.
    pub fn pinned_addresses(&self, host: &str) -> Vec<IpAddr> {
        if self.pinned_lines(host).is_empty() {
            return Vec::new();
        }
        self.hosts.lookup(host).iter().map(|it| it.addr.plain()).collect()
    }
}

impl Ladder {
    /// Who was asked for its name, and what each said.
    pub fn asked(&self) -> &[Asked] {
        let asked = self.rungs.iter().find_map(|rung| match &rung.seen {
            Observation::Resolved { asked, .. } => Some(asked.as_slice()),
            _ => None,
        });
        asked.unwrap_or_default()
    }

    /// The line of the hosts file that gave its addresses.
    pub fn pinned_at(&self) -> Option<usize> {
        self.rungs.iter().find_map(|rung| match rung.seen {
            Observation::Resolved { by_hosts_line, .. } => by_hosts_line,
            _ => None,
        })
    }

    /// The nameserver that gave an address.
    pub fn told_by(&self, address: IpAddr) -> Option<SocketAddr> {
        let gave = |asked: &&Asked| matches!(&asked.answer, DnsAnswer::Addresses { addresses } if addresses.contains(&address));
        self.asked().iter().find(gave).map(|asked| asked.server)
    }

    /// Whether the climb ended as it does at an address that is somebody else's.
    /// A chain that names the host is its own, whoever signed it.
    pub fn ends_at_a_stranger(&self) -> bool {
        match self.fault() {
            Some(Fault::Dial(fault)) => *fault != DialFault::Denied,
            Some(Fault::Tls(TlsFault::ClientCertificateWanted)) => false,
            Some(Fault::Tls(TlsFault::Untrusted(_))) => self.shows_anothers_certificate(),
            Some(Fault::Tls(_)) => true,
            _ => false,
        }
    }

    /// Whether the certificate at the address is for other hosts.
    pub fn shows_anothers_certificate(&self) -> bool {
        match self.fault() {
            Some(Fault::Tls(TlsFault::Untrusted(Distrust::WrongName { .. }))) => true,
            Some(Fault::Tls(TlsFault::Untrusted(_))) => {
                let host = &self.endpoint.host;
                self.presented().is_some_and(|it| !it.names.iter().any(|name| is_for(name, host)))
            }
            _ => false,
        }
    }
}

/// Whether a name of a certificate, maybe with a star in front, is for a host.
fn is_for(name: &str, host: &str) -> bool {
    let (name, host) = (name.to_ascii_lowercase(), host.to_ascii_lowercase());
    match name.strip_prefix("*.") {
        Some(rest) => host.split_once('.').is_some_and(|(_, parent)| parent == rest),
        None => name == host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Veiled;
    use crate::go::env::{Setting, Settings, Source};

    #[test]
    fn private_names_are_nobodys_business() {
        let facts = |goprivate: &str| {
            let (name, value) = ("GOPRIVATE".to_owned(), Veiled::new(goprivate));
            let setting = Setting { name, value, source: Source::Environment };
            Facts { settings: Settings(vec![setting]), ..Facts::default() }
        };
        let open = facts("git.acme.example,github.com/acme/*");
        assert!(open.may_be_told("github.com") && open.may_be_told("goproxy.cn"));
        for private in ["git.acme.example", "goproxy", "modules.acme.example", "go.corp.example"] {
            assert!(!open.may_be_told(private), "{private}");
        }
        assert!(!facts("github.com").may_be_told("github.com"));
        assert!(!facts("*").may_be_told("proxy.golang.org"));
    }

    #[test]
    fn a_star_stands_for_one_label() {
        assert!(is_for("*.golang.org", "proxy.golang.org"));
        assert!(is_for("Proxy.golang.org", "proxy.golang.org"));
        assert!(!is_for("*.org", "proxy.golang.org"));
        assert!(!is_for("golang.org", "proxy.golang.org"));
    }
}
