use super::algorithm::SignatureAlgorithm;
use super::der::{Der, right_align, tag};
use super::extensions::{Authority, Extensions};
use super::key::{self, PublicKey};
use super::name::{self, Name};
use super::parse_refusal::{OrMalformed, ParseRefusal, Parsed, malformed};
use super::time;
use std::ops::Range;

/// A certificate that go's crypto/x509 takes, with the octets it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    signed: Range<usize>,
    issuer_at: Range<usize>,
    subject_at: Range<usize>,
    key_at: Range<usize>,
    pub(super) version: i64,
    pub(super) serial: Vec<u8>,
    pub(super) algorithm: SignatureAlgorithm,
    pub(super) signature: Vec<u8>,
    pub(super) issuer: Name,
    pub(super) subject: Name,
    /// Unix seconds.
    pub(super) not_before: i64,
    /// Unix seconds.
    pub(super) not_after: i64,
    pub(super) key: PublicKey,
    pub(super) extensions: Extensions,
}

impl Certificate {
    /// Reads one certificate as crypto/x509 `ParseCertificate` does, with its
    /// refusals in its order.
    pub fn parse(der: &[u8]) -> Result<Self, ParseRefusal> {
        let certificate = parse(der)?;
        if certificate.der.len() == der.len() {
            Ok(certificate)
        } else {
            Err(ParseRefusal::TrailingData)
        }
    }

    /// A root of which no more is known than its subject and its key, each the
    /// content of its SEQUENCE. It is valid at all times and may sign all.
    pub(super) fn anchor(subject: &[u8], key: &[u8]) -> Parsed<Self> {
        let mut der = Vec::new();
        let mut place = |content: &[u8]| {
            let start = der.len();
            der.push(tag::SEQUENCE);
            der.extend(name::length(content.len()));
            der.extend_from_slice(content);
            start..der.len()
        };
        let (subject_at, key_at) = (place(subject), place(key));
        let name = Name::parse(&der[subject_at.clone()])?;
        Ok(Self {
            signed: 0..0,
            issuer_at: subject_at.clone(),
            subject_at,
            key_at,
            version: 1,
            serial: Vec::new(),
            algorithm: SignatureAlgorithm::Unknown,
            signature: Vec::new(),
            issuer: name.clone(),
            subject: name,
            not_before: i64::MIN,
            not_after: i64::MAX,
            key: PublicKey::parse(Der(key))?,
            extensions: Extensions::default(),
            der,
        })
    }

    /// The octets of the whole certificate.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    pub(super) fn signed(&self) -> &[u8] {
        &self.der[self.signed.clone()]
    }

    pub(super) fn raw_issuer(&self) -> &[u8] {
        &self.der[self.issuer_at.clone()]
    }

    pub(super) fn raw_subject(&self) -> &[u8] {
        &self.der[self.subject_at.clone()]
    }

    pub(super) fn raw_key(&self) -> &[u8] {
        &self.der[self.key_at.clone()]
    }

    /// The cA flag of the basic constraints, if there are any.
    pub(super) fn authority(&self) -> Option<Authority> {
        self.extensions.basic.map(|basic| basic.authority)
    }

    /// The end of the validity, in unix seconds.
    pub fn not_after(&self) -> i64 {
        self.not_after
    }

    /// The start of the validity, in unix seconds.
    pub fn not_before(&self) -> i64 {
        self.not_before
    }
}

fn parse(der: &[u8]) -> Parsed<Certificate> {
    let whole = Der(der)
        .element(tag::SEQUENCE)
        .or_malformed("x509: malformed certificate")?;
    let mut outer = Der(whole.body);
    let signed = outer
        .element(tag::SEQUENCE)
        .or_malformed("x509: malformed tbs certificate")?;
    let mut fields = Der(signed.body);
    let version = version(&mut fields)?;
    let serial = serial(&mut fields)?;
    let algorithm = algorithm(&mut fields, &mut outer)?;
    let issuer_at = sequence(&mut fields, "x509: malformed issuer")?;
    let issuer = Name::parse(issuer_at)?;
    let (not_before, not_after) = validity(&mut fields)?;
    let subject_at = sequence(&mut fields, "x509: malformed issuer")?;
    let subject = Name::parse(subject_at)?;
    let key_at = sequence(&mut fields, "x509: malformed spki")?;
    let key_fields = Der(key_at)
        .inner(tag::SEQUENCE)
        .or_malformed("x509: malformed spki")?;
    let key = PublicKey::parse(key_fields)?;
    let extensions = extensions(&mut fields, version)?;
    let (unused, bits) = outer
        .bit_string()
        .or_malformed("x509: malformed signature")?;
    let place = |part: &[u8]| place(whole.whole, part);
    Ok(Certificate {
        signed: place(signed.whole),
        issuer_at: place(issuer_at),
        subject_at: place(subject_at),
        key_at: place(key_at),
        version,
        serial: serial.to_vec(),
        algorithm,
        signature: right_align(unused, bits),
        issuer,
        subject,
        not_before,
        not_after,
        key,
        extensions,
        der: whole.whole.to_vec(),
    })
}

/// Where a part of `whole` stands in it.
fn place(whole: &[u8], part: &[u8]) -> Range<usize> {
    let start = part.as_ptr() as usize - whole.as_ptr() as usize;
    start..start + part.len()
}

/// The version counted from one, as go counts it.
fn version(fields: &mut Der) -> Parsed<i64> {
    const BROKEN: &str = "x509: malformed version";
    let version = match fields.optional(tag::constructed(0)).or_malformed(BROKEN)? {
        None => 0,
        Some(mut field) => {
            let version = field.int64().filter(|_| field.is_empty());
            version.or_malformed(BROKEN)?
        }
    };
    if version < 0 {
        return Err(malformed(BROKEN));
    }
    match version.wrapping_add(1) {
        4.. => Err(malformed("x509: invalid version")),
        version => Ok(version),
    }
}

fn serial<'a>(fields: &mut Der<'a>) -> Parsed<&'a [u8]> {
    let serial = fields
        .integer()
        .or_malformed("x509: malformed serial number")?;
    match serial.first() {
        Some(0x80..) => Err(ParseRefusal::NegativeSerial),
        _ => Ok(serial),
    }
}

/// The signature's algorithm, which stands twice and has to be the same.
fn algorithm(fields: &mut Der, outer: &mut Der) -> Parsed<SignatureAlgorithm> {
    let inside = fields
        .read(tag::SEQUENCE)
        .or_malformed("x509: malformed signature algorithm identifier")?;
    let outside = outer
        .read(tag::SEQUENCE)
        .or_malformed("x509: malformed algorithm identifier")?;
    if inside != outside {
        return Err(malformed(
            "x509: inner and outer signature algorithm identifiers don't match",
        ));
    }
    let (oid, parameters) = key::identifier(&mut Der(inside))?;
    Ok(SignatureAlgorithm::of(oid, parameters))
}

fn sequence<'a>(fields: &mut Der<'a>, words: &str) -> Parsed<&'a [u8]> {
    let element = fields.element(tag::SEQUENCE).or_malformed(words)?;
    Ok(element.whole)
}

fn validity(fields: &mut Der) -> Parsed<(i64, i64)> {
    let mut dates = fields
        .inner(tag::SEQUENCE)
        .or_malformed("x509: malformed validity")?;
    Ok((time::read(&mut dates)?, time::read(&mut dates)?))
}

fn extensions(fields: &mut Der, version: i64) -> Parsed<Extensions> {
    if version > 1 {
        let words = "x509: malformed issuerUniqueID";
        fields.optional(tag::context(1)).or_malformed(words)?;
        let words = "x509: malformed subjectUniqueID";
        fields.optional(tag::context(2)).or_malformed(words)?;
    }
    if version != 3 {
        return Ok(Extensions::default());
    }
    let words = "x509: malformed extensions";
    match fields.optional(tag::constructed(3)).or_malformed(words)? {
        Some(list) => Extensions::parse(list),
        None => Ok(Extensions::default()),
    }
}
