use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What an address can be to a host on the public internet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AddressKind {
    /// It may be anybody's.
    Public,
    /// RFC 1918, RFC 6598, link-local, and their like in IPv6.
    Private,
    Loopback,
    /// `0.0.0.0` and `::`: what filters answer.
    Unspecified,
    /// 198.18.0.0/15, meant for benchmarks: what tunnels such as Clash give out
    /// for every name, to recognise the connection by.
    Benchmark,
    /// Kept for examples in documents, and used in laboratories.
    Documentation,
    /// Multicast or reserved.
    Impossible,
}

impl AddressKind {
    /// The kind of an address. An IPv4 address inside an IPv6 one counts as such.
    pub fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(v4) => of_v4(v4),
            IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or_else(|| of_v6(v6), of_v4),
        }
    }

    /// Whether no server of anybody's can have it, in whatever network.
    pub fn is_nobodys(self) -> bool {
        matches!(self, Self::Unspecified | Self::Benchmark | Self::Impossible)
    }
}

/// The first address, where go is led by addresses that no public host has. By
/// IPv4 if there is any, as IPv6 alone seldom leads anywhere.
pub fn odd_address(addresses: &[IpAddr]) -> Option<(IpAddr, AddressKind)> {
    let has_v4 = addresses.iter().any(IpAddr::is_ipv4);
    let telling = || addresses.iter().copied().filter(|it| it.is_ipv4() || !has_v4);
    let first = telling().next()?;
    let odd = telling().all(|it| AddressKind::of(it) != AddressKind::Public);
    odd.then(|| (first, AddressKind::of(first)))
}

/// An address that forged answers are known to hold: one of a company that
/// serves no modules, or of Teredo.
pub fn forged_address(addresses: &[IpAddr]) -> Option<IpAddr> {
    addresses.iter().copied().find(|it| match it {
        IpAddr::V4(v4) => FORGED.iter().any(|(net, bits)| lies_in(*v4, *net, *bits)),
        IpAddr::V6(v6) => {
            v6.segments()[..2] == [0x2001, 0] && addresses.iter().all(IpAddr::is_ipv6)
        }
    })
}

/// Networks of Facebook, Twitter and Dropbox, which injected answers point to.
const FORGED: &[([u8; 4], u32)] = &[
    ([31, 13, 24, 0], 21),
    ([31, 13, 64, 0], 18),
    ([66, 220, 144, 0], 20),
    ([69, 63, 176, 0], 20),
    ([69, 171, 224, 0], 19),
    ([157, 240, 0, 0], 16),
    ([173, 252, 64, 0], 18),
    ([104, 244, 40, 0], 21),
    ([199, 16, 156, 0], 22),
    ([199, 59, 148, 0], 22),
    ([199, 96, 56, 0], 21),
    ([108, 160, 160, 0], 20),
    ([162, 125, 0, 0], 16),
];

/// Whether an address lies in a network that Google announces, whose hosts serve
/// proxy.golang.org, sum.golang.org and golang.org.
pub(super) fn googles(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => GOOGLES.iter().any(|(net, bits)| lies_in(v4, *net, *bits)),
        IpAddr::V6(v6) => GOOGLES_V6.contains(&v6.segments()[0]),
    }
}

/// <https://www.gstatic.com/ipranges/goog.json>, and Google's network in China; joined
/// where neighbours are Google's as well.
const GOOGLES: &[([u8; 4], u32)] = &[
    ([8, 8, 4, 0], 24),
    ([8, 8, 8, 0], 24),
    ([8, 34, 208, 0], 20),
    ([8, 35, 192, 0], 20),
    ([23, 236, 48, 0], 20),
    ([23, 251, 128, 0], 19),
    ([34, 0, 0, 0], 8),
    ([35, 184, 0, 0], 13),
    ([35, 192, 0, 0], 11),
    ([35, 224, 0, 0], 12),
    ([35, 240, 0, 0], 13),
    ([64, 233, 160, 0], 19),
    ([66, 102, 0, 0], 20),
    ([66, 249, 64, 0], 19),
    ([72, 14, 192, 0], 18),
    ([74, 125, 0, 0], 16),
    ([104, 154, 0, 0], 15),
    ([104, 196, 0, 0], 14),
    ([107, 178, 192, 0], 18),
    ([108, 170, 192, 0], 18),
    ([108, 177, 0, 0], 17),
    ([130, 211, 0, 0], 16),
    ([142, 250, 0, 0], 15),
    ([146, 148, 0, 0], 17),
    ([172, 217, 0, 0], 16),
    ([172, 253, 0, 0], 16),
    ([173, 194, 0, 0], 16),
    ([192, 178, 0, 0], 15),
    ([199, 36, 152, 0], 21),
    ([203, 208, 32, 0], 19),
    ([207, 223, 160, 0], 20),
    ([208, 117, 224, 0], 19),
    ([209, 85, 128, 0], 17),
    ([216, 58, 192, 0], 19),
    ([216, 73, 80, 0], 20),
    ([216, 239, 32, 0], 19),
];
const GOOGLES_V6: &[u16] =
    &[0x2001, 0x2404, 0x2600, 0x2605, 0x2606, 0x2607, 0x2620, 0x2800, 0x2a00, 0x2c0f];

fn of_v4(address: Ipv4Addr) -> AddressKind {
    let within = |net, bits| lies_in(address, net, bits);
    match () {
        () if address.is_loopback() => AddressKind::Loopback,
        () if within([0, 0, 0, 0], 8) => AddressKind::Unspecified,
        () if within([198, 18, 0, 0], 15) => AddressKind::Benchmark,
        () if address.is_private() || address.is_link_local() || within([100, 64, 0, 0], 10) => {
            AddressKind::Private
        }
        () if address.is_documentation() => AddressKind::Documentation,
        () if within([224, 0, 0, 0], 3) => AddressKind::Impossible,
        () => AddressKind::Public,
    }
}

fn of_v6(address: Ipv6Addr) -> AddressKind {
    let first = address.segments()[0];
    match () {
        () if address.is_loopback() => AddressKind::Loopback,
        () if address.is_unspecified() => AddressKind::Unspecified,
        () if address.is_multicast() => AddressKind::Impossible,
        () if address.segments()[..2] == [0x2001, 0xdb8] => AddressKind::Documentation,
        () if first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80 => AddressKind::Private,
        () => AddressKind::Public,
    }
}

fn lies_in(address: Ipv4Addr, net: [u8; 4], bits: u32) -> bool {
    let mask = u32::MAX << (32 - bits);
    u32::from(address) & mask == u32::from_be_bytes(net) & mask
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(address: &str) -> AddressKind {
        AddressKind::of(address.parse().unwrap())
    }

    fn list(addresses: &[&str]) -> Vec<IpAddr> {
        addresses.iter().map(|it| it.parse().unwrap()).collect()
    }

    #[test]
    fn addresses_have_kinds() {
        for public in [
            "142.250.4.141",
            "198.17.255.255",
            "198.20.0.0",
            "100.128.0.1",
            "2404:6800::1",
            "64:ff9b::1",
        ] {
            assert_eq!(kind(public), AddressKind::Public, "{public}");
        }
        for private in [
            "10.0.0.1",
            "172.31.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "169.254.1.1",
            "fd00::1",
            "fe80::1",
        ] {
            assert_eq!(kind(private), AddressKind::Private, "{private}");
        }
        for impossible in ["224.0.0.1", "240.0.0.1", "255.255.255.255", "ff02::1"] {
            assert_eq!(kind(impossible), AddressKind::Impossible, "{impossible}");
        }
        for example in ["192.0.2.1", "198.51.100.7", "203.0.113.9", "2001:db8::1"] {
            assert_eq!(kind(example), AddressKind::Documentation, "{example}");
        }
        assert_eq!(kind("127.0.0.53"), AddressKind::Loopback);
        assert_eq!(kind("::1"), AddressKind::Loopback);
        assert_eq!(kind("0.0.0.0"), AddressKind::Unspecified);
        assert_eq!(kind("::"), AddressKind::Unspecified);
        assert_eq!(kind("198.19.255.255"), AddressKind::Benchmark);
        assert_eq!(kind("::ffff:198.18.0.1"), AddressKind::Benchmark);
    }

    #[test]
    fn one_public_address_is_enough() {
        assert_eq!(odd_address(&[]), None);
        assert_eq!(odd_address(&list(&["10.0.0.1", "142.250.4.141"])), None);
        let odd = odd_address(&list(&["2404:6800::1", "127.0.0.1"])).unwrap();
        assert_eq!(odd.1, AddressKind::Loopback);
        assert_eq!(odd_address(&list(&["::"])).unwrap().1, AddressKind::Unspecified);
    }

    #[test]
    fn forged_answers_point_to_strangers() {
        assert!(forged_address(&list(&["157.240.17.35"])).is_some());
        assert!(forged_address(&list(&["31.13.88.26", "2404:6800::1"])).is_some());
        assert!(forged_address(&list(&["2001::1"])).is_some());
        assert_eq!(forged_address(&list(&["142.250.4.141", "2001::1"])), None);
        assert_eq!(forged_address(&list(&["20.205.243.166"])), None);
    }
}
