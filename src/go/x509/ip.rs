use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address of a certificate, 4 or 16 octets, as it stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Octets {
    Four([u8; 4]),
    Sixteen([u8; 16]),
}

impl Octets {
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let four = bytes.try_into().map(Self::Four);
        four.or_else(|_| bytes.try_into().map(Self::Sixteen)).ok()
    }

    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Four(bytes) => bytes,
            Self::Sixteen(bytes) => bytes,
        }
    }

    /// The address, where `::ffff:a.b.c.d` is the same as `a.b.c.d`.
    pub(super) fn address(&self) -> IpAddr {
        match self {
            Self::Four(bytes) => Ipv4Addr::from(*bytes).into(),
            Self::Sixteen(bytes) => IpAddr::from(Ipv6Addr::from(*bytes)).to_canonical(),
        }
    }
}

/// An address as net.ParseIP reads it.
pub(super) fn parse(text: &str) -> Option<IpAddr> {
    text.parse::<IpAddr>().ok().map(|ip| ip.to_canonical())
}

/// A subtree of addresses, with go's matching (net.IPNet).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Network {
    pub(super) ip: Octets,
    pub(super) mask: Octets,
}

impl Network {
    /// Takes the 8 or 32 octets of a constraint apart.
    pub(super) fn of(value: &[u8]) -> Option<Self> {
        let (ip, mask) = value.split_at(value.len() / 2);
        let (ip, mask) = (Octets::of(ip)?, Octets::of(mask)?);
        Some(Self { ip, mask })
    }

    /// Whether the mask is ones, then zeros.
    pub(super) fn has_plain_mask(&self) -> bool {
        let bytes = self.mask.bytes();
        let ones: u32 = bytes.iter().take_while(|b| **b == 0xff).map(|_| 8).sum();
        let full = usize::try_from(ones / 8).unwrap_or(0);
        let rest = &bytes[full..];
        let edge = rest
            .first()
            .is_none_or(|b| b.leading_ones() == b.count_ones());
        edge && rest.iter().skip(1).all(|b| *b == 0)
    }

    /// net.IPNet.Contains.
    pub(super) fn contains(&self, ip: &Octets) -> bool {
        let (net, mask) = self.shortest();
        let ip = shortest(ip);
        let same = |((ip, net), mask): ((&u8, &u8), &u8)| ip & mask == net & mask;
        ip.len() == net.len() && ip.iter().zip(&net).zip(&mask).all(same)
    }

    /// Whether all of `other` lies within.
    pub(super) fn covers(&self, other: &Network) -> bool {
        let last: Vec<u8> = other
            .ip
            .bytes()
            .iter()
            .zip(other.mask.bytes())
            .map(|(ip, mask)| ip | !mask)
            .collect();
        self.contains(&other.ip) && Octets::of(&last).is_some_and(|last| self.contains(&last))
    }

    fn shortest(&self) -> (Vec<u8>, Vec<u8>) {
        let net = shortest(&self.ip);
        let mask = self.mask.bytes();
        let mask = mask[mask.len().saturating_sub(net.len())..].to_vec();
        (net, mask)
    }
}

fn shortest(ip: &Octets) -> Vec<u8> {
    match ip.address() {
        IpAddr::V4(four) => four.octets().to_vec(),
        IpAddr::V6(sixteen) => sixteen.octets().to_vec(),
    }
}

/// `10.0.0.0/8`, as net.IPNet.String prints it.
impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (_, mask) = self.shortest();
        let ones: u32 = mask.iter().map(|byte| byte.count_ones()).sum();
        write!(f, "{}/{ones}", self.ip.address())
    }
}
