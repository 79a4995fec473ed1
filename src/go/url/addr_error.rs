use super::Quote;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is no address; Display gives net/netip's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddrError {
    text: Quote,
    flaw: Flaw,
    at: Option<Quote>,
}

impl AddrError {
    pub(super) fn of(text: &str, flaw: Flaw, at: &str) -> Self {
        Self {
            text: Quote::of(text.as_bytes()),
            flaw,
            at: (!at.is_empty()).then(|| Quote::of(at.as_bytes())),
        }
    }

    pub(super) fn veiled(self) -> Self {
        Self { text: self.text.hidden(), flaw: self.flaw, at: self.at.map(Quote::hidden) }
    }

    pub(super) fn words(&self, quoted: impl Fn(&Quote) -> &str) -> String {
        let start = format!("ParseAddr({}): {}", quoted(&self.text), self.flaw.words());
        match &self.at {
            Some(at) => format!("{start} (at {})", quoted(at)),
            None => start,
        }
    }
}

impl fmt::Display for AddrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Quote::shown))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Flaw {
    NoAddress,
    MissingIpv6,
    LeadingZero,
    OctetRange,
    EmptyOctet,
    TooLong,
    TooShort,
    Character,
    EmptyZone,
    EmptyGroup,
    LongGroup,
    Ipv4Place,
    Ipv4Room,
    WantColon,
    EndsInColon,
    TwoGaps,
    Garbage,
    Ipv6TooShort,
    NoGap,
}

impl Flaw {
    fn words(self) -> &'static str {
        match self {
            Self::NoAddress => "unable to parse IP",
            Self::MissingIpv6 => "missing IPv6 address",
            Self::LeadingZero => "IPv4 field has octet with leading zero",
            Self::OctetRange => "IPv4 field has value >255",
            Self::EmptyOctet => "IPv4 field must have at least one digit",
            Self::TooLong => "IPv4 address too long",
            Self::TooShort => "IPv4 address too short",
            Self::Character => "unexpected character",
            Self::EmptyZone => "zone must be a non-empty string",
            Self::EmptyGroup => "each colon-separated field must have at least one digit",
            Self::LongGroup => "each group must have 4 or less digits",
            Self::Ipv4Place => {
                "embedded IPv4 address must replace the final 2 fields of the address"
            }
            Self::Ipv4Room => {
                "too many hex fields to fit an embedded IPv4 at the end of the address"
            }
            Self::WantColon => "unexpected character, want colon",
            Self::EndsInColon => "colon must be followed by more characters",
            Self::TwoGaps => "multiple :: in address",
            Self::Garbage => "trailing garbage after address",
            Self::Ipv6TooShort => "address string too short",
            Self::NoGap => "the :: must expand to at least one field of zeros",
        }
    }
}
