/// The tags that certificates use, as one identifier octet.
pub(super) mod tag {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const OID: u8 = 0x06;
    pub(crate) const UTF8: u8 = 0x0c;
    pub(crate) const NUMERIC: u8 = 0x12;
    pub(crate) const PRINTABLE: u8 = 0x13;
    pub(crate) const T61: u8 = 0x14;
    pub(crate) const IA5: u8 = 0x16;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const BMP: u8 = 0x1e;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;

    /// A context-specific tag, as in `[0] IMPLICIT`.
    pub(crate) const fn context(number: u8) -> u8 {
        0x80 | number
    }

    /// A constructed context-specific tag, as in `[0] EXPLICIT`.
    pub(crate) const fn constructed(number: u8) -> u8 {
        0xa0 | number
    }
}

/// Something that should have been there is not, or is not DER.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken;

/// One value with its header.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    pub(super) whole: &'a [u8],
    pub(super) body: &'a [u8],
}

/// What is left to read, read as golang.org/x/crypto/cryptobyte reads it:
/// minimal lengths of at most four octets, tags below 31.
#[derive(Clone, Copy, Debug)]
pub(super) struct Der<'a>(pub(super) &'a [u8]);

impl<'a> Der<'a> {
    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn peek(self, tag: u8) -> bool {
        self.0.first() == Some(&tag)
    }

    /// The next value, whatever its tag.
    pub(super) fn any(&mut self) -> Option<Element<'a>> {
        let (&tag, &first) = (self.0.first()?, self.0.get(1)?);
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (header, length) = match first {
            0..0x80 => (2, usize::from(first)),
            _ => self.long_length(usize::from(first & 0x7f))?,
        };
        let end = header.checked_add(length)?;
        let whole = self.0.get(..end)?;
        self.0 = &self.0[end..];
        let body = &whole[header..];
        Some(Element { tag, whole, body })
    }

    fn long_length(self, octets: usize) -> Option<(usize, usize)> {
        if !(1..=4).contains(&octets) {
            return None;
        }
        let bytes = self.0.get(2..2 + octets)?;
        let length = bytes
            .iter()
            .fold(0u32, |length, byte| length << 8 | u32::from(*byte));
        let minimal = length >= 128 && bytes[0] != 0;
        let length = usize::try_from(length).ok()?;
        minimal.then_some((2 + octets, length))
    }

    /// The next value, which has to carry this tag.
    pub(super) fn element(&mut self, tag: u8) -> Option<Element<'a>> {
        self.any().filter(|element| element.tag == tag)
    }

    /// The content of the next value, which has to carry this tag.
    pub(super) fn read(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.element(tag).map(|element| element.body)
    }

    /// The next value's content, to be read further.
    pub(super) fn inner(&mut self, tag: u8) -> Option<Der<'a>> {
        self.read(tag).map(Der)
    }

    /// The next value's content if it carries this tag.
    pub(super) fn optional(&mut self, tag: u8) -> Result<Option<Der<'a>>, Broken> {
        if self.peek(tag) {
            self.inner(tag).map(Some).ok_or(Broken)
        } else {
            Ok(None)
        }
    }

    /// A BOOLEAN, which DER writes as 0 or 255.
    pub(super) fn boolean(&mut self) -> Option<bool> {
        match self.read(tag::BOOLEAN)? {
            [0] => Some(false),
            [0xff] => Some(true),
            _ => None,
        }
    }

    /// The octets of a minimally written INTEGER of any size.
    pub(super) fn integer(&mut self) -> Option<&'a [u8]> {
        self.integer_tagged(tag::INTEGER)
    }

    fn integer_tagged(&mut self, tag: u8) -> Option<&'a [u8]> {
        let bytes = self.read(tag)?;
        let padded = match bytes {
            [] => return None,
            [0, next, ..] => next & 0x80 == 0,
            [0xff, next, ..] => next & 0x80 != 0,
            _ => false,
        };
        (!padded).then_some(bytes)
    }

    /// An INTEGER that fits 64 bits with its sign.
    pub(super) fn int64(&mut self) -> Option<i64> {
        self.int64_tagged(tag::INTEGER)
    }

    /// As [`Self::int64`] under another tag.
    pub(super) fn int64_tagged(&mut self, tag: u8) -> Option<i64> {
        let bytes = self.integer_tagged(tag)?;
        if bytes.len() > 8 {
            return None;
        }
        let sign = if bytes[0] & 0x80 == 0 { 0 } else { -1 };
        Some(
            bytes
                .iter()
                .fold(sign, |number, byte| number << 8 | i64::from(*byte)),
        )
    }

    /// A BIT STRING: how many bits of the last octet are unused, and the octets.
    pub(super) fn bit_string(&mut self) -> Option<(u8, &'a [u8])> {
        let (&unused, bits) = self.read(tag::BIT_STRING)?.split_first()?;
        let last = match (unused, bits.last()) {
            (8.., _) | (1.., None) => return None,
            (_, last) => last.copied().unwrap_or(0),
        };
        (last & ((1u8 << unused) - 1) == 0).then_some((unused, bits))
    }

    /// The octets of an OBJECT IDENTIFIER whose arcs fit 31 bits.
    pub(super) fn oid(&mut self) -> Option<&'a [u8]> {
        let bytes = self.read(tag::OID)?;
        arcs(bytes).map(|_| bytes)
    }
}

/// The bits moved to the right end, as encoding/asn1's `RightAlign` does.
pub(super) fn right_align(unused: u8, bits: &[u8]) -> Vec<u8> {
    if unused == 0 {
        return bits.to_vec();
    }
    let mut carry = 0;
    bits.iter()
        .map(|byte| {
            let aligned = carry | byte >> unused;
            carry = byte << (8 - unused);
            aligned
        })
        .collect()
}

/// An OBJECT IDENTIFIER in dots: `2.5.29.17`.
pub(super) fn dotted(oid: &[u8]) -> String {
    let arcs = arcs(oid).unwrap_or_default();
    let words: Vec<String> = arcs.iter().map(u32::to_string).collect();
    words.join(".")
}

fn arcs(bytes: &[u8]) -> Option<Vec<u32>> {
    let mut rest = bytes;
    let first = arc(&mut rest)?;
    let root = (first / 40).min(2);
    let mut arcs = vec![root, first - root * 40];
    while !rest.is_empty() {
        arcs.push(arc(&mut rest)?);
    }
    Some(arcs)
}

/// One base-128 number, minimally written and below 2^31.
fn arc(rest: &mut &[u8]) -> Option<u32> {
    let mut number = 0u32;
    for at in 0.. {
        let (&byte, left) = rest.split_first()?;
        if number >= 1 << 24 || (at == 0 && byte == 0x80) {
            return None;
        }
        *rest = left;
        number = number << 7 | u32::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}
