use crate::go::pattern::match_prefix_patterns;
use crate::model::{Endpoint, Facts, is_public_host, looks_private};
use std::net::IpAddr;

impl Facts {
    /// Whether a module is nobody else's business: declared so for one purpose or
    /// another, or of a host that only some network of its own knows.
    pub fn is_private(&self, module: &str) -> bool {
        let patterns = ["GOPRIVATE", "GONOPROXY", "GONOSUMDB"];
        let host = module.split('/').next().unwrap_or_default();
        patterns.iter().any(|name| match_prefix_patterns(self.settings.raw(name), module))
            || looks_private(host)
            || self.is_pinned_within(host)
    }

    /// The hosts file gives it an address of a network of one's own.
    fn is_pinned_within(&self, host: &str) -> bool {
        self.hosts.lookup(host).iter().any(|entry| match entry.addr.plain() {
            IpAddr::V4(it) => it.is_private(),
            IpAddr::V6(it) => it.is_unique_local(),
        })
    }

    /// Whether a proxy or database is one that everybody uses.
    pub fn is_public_place(&self, url: &str) -> bool {
        let host = Endpoint::of(url).map(|it| it.host).unwrap_or_default();
        self.is_public_proxy(&host) || is_public_host(&host)
    }
}
