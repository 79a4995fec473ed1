//! Addresses as net/netip `ParseAddr` reads them: with a zone, without the
//! short and octal forms of old.

use super::addr_error::{AddrError, Flaw};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An IP address, with the zone of `fe80::1%eth0`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Addr {
    pub ip: IpAddr,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

impl Addr {
    /// Reads an address, or says in go's words what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, AddrError> {
        match text.bytes().find(|byte| b".:%".contains(byte)) {
            Some(b'.') => ipv4(text, text),
            Some(b':') => ipv6(text),
            Some(_) => Err(AddrError::of(text, Flaw::MissingIpv6, "")),
            None => Err(AddrError::of(text, Flaw::NoAddress, "")),
        }
    }

    /// The address without zone and without the `::ffff:` form of IPv4: what
    /// net.IP compares.
    pub fn plain(&self) -> IpAddr {
        self.ip.to_canonical()
    }
}

impl fmt::Display for Addr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.zone {
            Some(zone) => write!(f, "{}%{zone}", self.ip),
            None => write!(f, "{}", self.ip),
        }
    }
}

fn ipv4(whole: &str, part: &str) -> Result<Addr, AddrError> {
    let [a, b, c, d] = octets(whole, part)?;
    Ok(Addr { ip: Ipv4Addr::new(a, b, c, d).into(), zone: None })
}

/// net/netip `parseIPv4Fields`.
fn octets(whole: &str, part: &str) -> Result<[u8; 4], AddrError> {
    let refused = |flaw, at| Err(AddrError::of(whole, flaw, at));
    let bytes = part.as_bytes();
    let (mut octets, mut octet) = ([0; 4], 0);
    let (mut value, mut digits) = (0u16, 0);
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'0'..=b'9' if digits == 1 && value == 0 => return refused(Flaw::LeadingZero, ""),
            b'0'..=b'9' => {
                value = value * 10 + u16::from(byte - b'0');
                digits += 1;
                octets[octet] = match u8::try_from(value) {
                    Ok(value) => value,
                    Err(_) => return refused(Flaw::OctetRange, ""),
                };
            }
            b'.' if digits == 0 || at == bytes.len() - 1 => {
                return refused(Flaw::EmptyOctet, &part[at..]);
            }
            b'.' if octet == 3 => return refused(Flaw::TooLong, ""),
            b'.' => (octet, value, digits) = (octet + 1, 0, 0),
            _ => return refused(Flaw::Character, &part[at..]),
        }
    }
    if octet < 3 {
        return refused(Flaw::TooShort, "");
    }
    Ok(octets)
}

/// net/netip `parseIPv6`.
fn ipv6(whole: &str) -> Result<Addr, AddrError> {
    let (mut rest, zone) = match whole.split_once('%') {
        Some((_, "")) => return Err(AddrError::of(whole, Flaw::EmptyZone, "")),
        Some((rest, zone)) => (rest, Some(zone.to_owned())),
        None => (whole, None),
    };
    let mut groups = Groups::default();
    if let Some(after) = rest.strip_prefix("::") {
        groups.gap = Some(0);
        rest = after;
    }
    let found = if groups.gap.is_some() && rest.is_empty() {
        [0; 16]
    } else {
        groups.read(whole, rest)?;
        groups.filled(whole)?
    };
    Ok(Addr { ip: Ipv6Addr::from(found).into(), zone })
}

#[derive(Default)]
struct Groups {
    bytes: [u8; 16],
    used: usize,
    gap: Option<usize>,
}

impl Groups {
    fn read(&mut self, whole: &str, mut rest: &str) -> Result<(), AddrError> {
        let refused = |flaw, at| Err(AddrError::of(whole, flaw, at));
        while self.used < 16 {
            let (value, digits) = group(whole, rest)?;
            if rest[digits..].starts_with('.') {
                return self.embedded(whole, rest);
            }
            self.bytes[self.used..self.used + 2].copy_from_slice(&value.to_be_bytes());
            self.used += 2;
            rest = match rest[digits..].strip_prefix(':') {
                None if rest.len() == digits => return Ok(()),
                None => return refused(Flaw::WantColon, &rest[digits..]),
                Some("") => return refused(Flaw::EndsInColon, &rest[digits..]),
                Some(after) => after,
            };
            if let Some(after) = rest.strip_prefix(':') {
                if self.gap.is_some() {
                    return refused(Flaw::TwoGaps, rest);
                }
                self.gap = Some(self.used);
                rest = after;
                if rest.is_empty() {
                    return Ok(());
                }
            }
        }
        refused(Flaw::Garbage, rest)
    }

    /// The IPv4 address at the end of `::ffff:1.2.3.4`.
    fn embedded(&mut self, whole: &str, rest: &str) -> Result<(), AddrError> {
        if self.gap.is_none() && self.used != 12 {
            return Err(AddrError::of(whole, Flaw::Ipv4Place, rest));
        }
        if self.used + 4 > 16 {
            return Err(AddrError::of(whole, Flaw::Ipv4Room, rest));
        }
        let octets = octets(whole, rest)?;
        self.bytes[self.used..self.used + 4].copy_from_slice(&octets);
        self.used += 4;
        Ok(())
    }

    fn filled(&self, whole: &str) -> Result<[u8; 16], AddrError> {
        match self.gap {
            None if self.used == 16 => Ok(self.bytes),
            None => Err(AddrError::of(whole, Flaw::Ipv6TooShort, "")),
            Some(_) if self.used == 16 => Err(AddrError::of(whole, Flaw::NoGap, "")),
            Some(gap) => {
                let mut bytes = [0; 16];
                bytes[..gap].copy_from_slice(&self.bytes[..gap]);
                let tail = &self.bytes[gap..self.used];
                bytes[16 - tail.len()..].copy_from_slice(tail);
                Ok(bytes)
            }
        }
    }
}

/// The hexadecimal group at the start of `rest`, and how many digits it has.
fn group(whole: &str, rest: &str) -> Result<(u16, usize), AddrError> {
    let digits = rest.bytes().take(5).take_while(u8::is_ascii_hexdigit).count();
    match digits {
        0 => Err(AddrError::of(whole, Flaw::EmptyGroup, rest)),
        5 => Err(AddrError::of(whole, Flaw::LongGroup, rest)),
        _ => Ok((u16::from_str_radix(&rest[..digits], 16).unwrap_or_default(), digits)),
    }
}
