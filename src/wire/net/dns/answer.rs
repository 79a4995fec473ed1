use super::query::Query;
use crate::model::DnsAnswer;
use hickory_resolver::proto::rr::Name;
use hickory_resolver::proto::serialize::binary::{BinDecodable, BinDecoder, DecodeError};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

const A: u16 = 1;
const AAAA: u16 = 28;
const OPT: u16 = 41;
const INTERNET: u16 = 1;

/// An answer that repeats the question. Its records are read when it is
/// concluded from, and no further than go reads them.
pub(super) struct Answer {
    bytes: Vec<u8>,
    /// Where the records begin.
    records: usize,
    header: Header,
}

#[derive(Clone, Copy)]
struct Header {
    flags: u16,
    answers: u16,
    authorities: u16,
    additionals: u16,
}

/// A record as far as go looks at it.
struct Record<'a> {
    kind: u16,
    ttl: u32,
    data: &'a [u8],
}

impl Answer {
    /// None for what go ignores on UDP: no response, another id, another
    /// question, no message at all (`checkResponse`).
    pub(super) fn to(query: &Query, bytes: &[u8]) -> Option<Self> {
        let mut read = BinDecoder::new(bytes);
        let id = word(&mut read).ok()?;
        let flags = word(&mut read).ok()?;
        let questions = word(&mut read).ok()?;
        let header = Header {
            flags,
            answers: word(&mut read).ok()?,
            authorities: word(&mut read).ok()?,
            additionals: word(&mut read).ok()?,
        };
        let name = Name::read(&mut read).ok()?;
        let asked = (word(&mut read).ok()?, word(&mut read).ok()?);
        let repeats = name == query.name && asked == (query.kind, INTERNET);
        let is_response = flags & 0x8000 != 0;
        (questions == 1 && id == query.id && is_response && repeats).then(|| Self {
            bytes: bytes.to_vec(),
            records: read.index(),
            header,
        })
    }

    pub(super) fn is_truncated(&self) -> bool {
        self.header.flags & 0x0200 != 0
    }

    /// What go takes from it (`checkHeader`, `skipToAnswer`, `goLookupIPCNAME`):
    /// every address in the answer section counts, whatever name it belongs to.
    pub(super) fn conclude(&self, query: &Query) -> DnsAnswer {
        let (code, has_additional) = self.code();
        match code {
            0 if self.is_lame(has_additional) => DnsAnswer::LameReferral,
            0 => self.addresses(query).unwrap_or(DnsAnswer::Garbled),
            3 => DnsAnswer::NoSuchName,
            code => DnsAnswer::Failed { rcode: name_of(code) },
        }
    }

    fn is_lame(&self, has_additional: bool) -> bool {
        const AUTHORITATIVE_OR_RECURSIVE: u16 = 0x0480;
        self.header.flags & AUTHORITATIVE_OR_RECURSIVE == 0
            && self.header.answers == 0
            && !has_additional
    }

    fn addresses(&self, query: &Query) -> Result<DnsAnswer, DecodeError> {
        let mut read = self.reader();
        let (mut addresses, mut is_answered) = (Vec::new(), false);
        for _ in 0..self.header.answers {
            let record = record(&mut read)?;
            is_answered |= record.kind == query.kind;
            addresses.extend(record.address());
        }
        Ok(if is_answered { DnsAnswer::Addresses { addresses } } else { DnsAnswer::NoData })
    }

    /// The response code with its upper bits from EDNS0, and whether there is
    /// any additional record (`extractExtendedRCode`).
    fn code(&self) -> (u16, bool) {
        let low = self.header.flags & 0x000f;
        let mut read = self.reader();
        let before = u32::from(self.header.answers) + u32::from(self.header.authorities);
        if (0..before).any(|_| record(&mut read).is_err()) {
            return (low, false);
        }
        for index in 0..self.header.additionals {
            match record(&mut read) {
                Ok(opt) if opt.kind == OPT => return (opt.extended(low), true),
                Ok(_) => {}
                Err(_) => return (low, index > 0),
            }
        }
        (low, self.header.additionals > 0)
    }

    fn reader(&self) -> BinDecoder<'_> {
        BinDecoder::new(&self.bytes).clone(u16::try_from(self.records).unwrap_or(u16::MAX))
    }
}

impl Record<'_> {
    fn address(&self) -> Option<IpAddr> {
        match self.kind {
            A => <[u8; 4]>::try_from(self.data).ok().map(|ip| Ipv4Addr::from(ip).into()),
            AAAA => <[u8; 16]>::try_from(self.data).ok().map(|ip| Ipv6Addr::from(ip).into()),
            _ => None,
        }
    }

    fn extended(&self, low: u16) -> u16 {
        u16::try_from(self.ttl >> 24 << 4).unwrap_or_default() | low
    }
}

fn record<'a>(read: &mut BinDecoder<'a>) -> Result<Record<'a>, DecodeError> {
    Name::read(read)?;
    let kind = word(read)?;
    word(read)?;
    let ttl = read.read_u32()?.unverified();
    let length = usize::from(word(read)?);
    let data = read.read_slice(length)?.unverified();
    Ok(Record { kind, ttl, data })
}

fn word(read: &mut BinDecoder<'_>) -> Result<u16, DecodeError> {
    Ok(read.read_u16()?.unverified())
}

fn name_of(code: u16) -> String {
    let name = match code {
        1 => "FORMERR",
        2 => "SERVFAIL",
        4 => "NOTIMP",
        5 => "REFUSED",
        6 => "YXDOMAIN",
        7 => "YXRRSET",
        8 => "NXRRSET",
        9 => "NOTAUTH",
        10 => "NOTZONE",
        16 => "BADVERS",
        _ => return format!("RCODE{code}"),
    };
    name.to_owned()
}
