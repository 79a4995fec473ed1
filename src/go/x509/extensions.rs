use super::der::{Der, dotted, tag};
use super::names::AltNames;
use super::parse_refusal::{OrMalformed, ParseRefusal, Parsed, malformed};
use super::subtrees::{NameConstraints, Understood};
use crate::base::Excerpt;
use std::collections::HashSet;

/// What go takes from a certificate's extensions (crypto/x509
/// `processExtensions`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Extensions {
    /// Bits of the key usage, the first as 1; zero is no limit.
    pub(super) key_usage: u16,
    pub(super) basic: Option<BasicConstraints>,
    pub(super) names: AltNames,
    /// The whole value, which tells two certificates of one key apart.
    pub(super) raw_names: Option<Vec<u8>>,
    pub(super) constraints: Option<NameConstraints>,
    pub(super) server_use: ServerUse,
    pub(super) subject_key_id: Vec<u8>,
    pub(super) authority_key_id: Vec<u8>,
    pub(super) policies: Vec<Vec<u8>>,
    pub(super) mappings: Vec<(Vec<u8>, Vec<u8>)>,
    pub(super) require_explicit: Option<usize>,
    pub(super) inhibit_mapping: Option<usize>,
    pub(super) inhibit_any: Option<usize>,
    pub(super) issuer_urls: Vec<String>,
    pub(super) unhandled: Vec<String>,
}

/// Whether it may sign others, and how many authorities may stand below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BasicConstraints {
    pub(super) authority: Authority,
    pub(super) path_length: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Authority {
    Yes,
    No,
}

/// What the extended key usage says about TLS servers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ServerUse {
    #[default]
    Unlimited,
    Named,
    NotNamed,
}

/// Bit 5 of the key usage: keyCertSign.
pub(super) const CERT_SIGN: u16 = 1 << 5;

struct Extension<'a> {
    oid: &'a [u8],
    critical: bool,
    value: &'a [u8],
}

impl Extensions {
    /// Reads the content of `[3]` in a version 3 certificate: first all
    /// frames, then all values, as go does.
    pub(super) fn parse(mut outer: Der) -> Parsed<Self> {
        let mut list = outer
            .inner(tag::SEQUENCE)
            .or_malformed("x509: malformed extensions")?;
        let mut seen = HashSet::new();
        let mut frames = Vec::new();
        while !list.is_empty() {
            let frame = frame(&mut list)?;
            if !seen.insert(frame.oid) {
                let oid = Excerpt::text(&dotted(frame.oid));
                return Err(ParseRefusal::DuplicateExtension { oid });
            }
            frames.push(frame);
        }
        let mut extensions = Self::default();
        for frame in frames {
            let understood = extensions.take(&frame)?;
            if frame.critical && understood == Understood::InPart {
                extensions.unhandled.push(dotted(frame.oid));
            }
        }
        Ok(extensions)
    }

    fn take(&mut self, extension: &Extension) -> Parsed<Understood> {
        let value = extension.value;
        match extension.oid {
            [0x55, 0x1d, 14] => self.subject_key_id = subject_key_id(extension)?,
            [0x55, 0x1d, 15] => self.key_usage = key_usage(value)?,
            [0x55, 0x1d, 17] => return self.take_names(value),
            [0x55, 0x1d, 19] => self.basic = Some(basic_constraints(value)?),
            [0x55, 0x1d, 30] => {
                let (constraints, understood) = NameConstraints::parse(value)?;
                self.constraints = Some(constraints);
                return Ok(understood);
            }
            [0x55, 0x1d, 31] => super::points::check_revocation_points(value)?,
            [0x55, 0x1d, 32] => self.policies = super::policies::identifiers(value)?,
            [0x55, 0x1d, 33] => self.mappings = super::policies::mappings(value)?,
            [0x55, 0x1d, 35] => self.authority_key_id = authority_key_id(extension)?,
            [0x55, 0x1d, 36] => {
                (self.require_explicit, self.inhibit_mapping) = super::policies::limits(value)?;
            }
            [0x55, 0x1d, 37] => self.server_use = server_use(value)?,
            [0x55, 0x1d, 54] => self.inhibit_any = super::policies::inhibit_any(value)?,
            super::points::AUTHORITY_INFORMATION => {
                if extension.critical {
                    return Err(malformed(
                        "x509: authority info access incorrectly marked critical",
                    ));
                }
                self.issuer_urls = super::points::issuer_urls(value)?;
            }
            _ => return Ok(Understood::InPart),
        }
        Ok(Understood::Wholly)
    }

    fn take_names(&mut self, value: &[u8]) -> Parsed<Understood> {
        self.names = AltNames::parse(value)?;
        self.raw_names = Some(value.to_vec());
        if self.names.is_empty() {
            Ok(Understood::InPart)
        } else {
            Ok(Understood::Wholly)
        }
    }
}

fn frame<'a>(list: &mut Der<'a>) -> Parsed<Extension<'a>> {
    let mut fields = list
        .inner(tag::SEQUENCE)
        .or_malformed("x509: malformed extension")?;
    let oid = fields
        .oid()
        .or_malformed("x509: malformed extension OID field")?;
    let critical = fields.peek(tag::BOOLEAN)
        && fields
            .boolean()
            .or_malformed("x509: malformed extension critical field")?;
    let value = fields
        .read(tag::OCTET_STRING)
        .or_malformed("x509: malformed extension value field")?;
    Ok(Extension {
        oid,
        critical,
        value,
    })
}

fn key_usage(value: &[u8]) -> Parsed<u16> {
    let (_, bits) = Der(value)
        .bit_string()
        .or_malformed("x509: invalid key usage")?;
    let bit = |at: usize| {
        let octet = bits.get(at / 8).copied().unwrap_or(0);
        u16::from(octet >> (7 - at % 8) & 1) << at
    };
    Ok((0..9).map(bit).sum())
}

fn basic_constraints(value: &[u8]) -> Parsed<BasicConstraints> {
    const BROKEN: &str = "x509: invalid basic constraints";
    let mut fields = Der(value).inner(tag::SEQUENCE).or_malformed(BROKEN)?;
    let is_authority = fields.peek(tag::BOOLEAN) && fields.boolean().or_malformed(BROKEN)?;
    let mut path_length = None;
    if fields.peek(tag::INTEGER) {
        let length = fields.int64().and_then(|length| u64::try_from(length).ok());
        path_length = Some(length.or_malformed(BROKEN)?);
    }
    let authority = if is_authority {
        Authority::Yes
    } else {
        Authority::No
    };
    Ok(BasicConstraints {
        authority,
        path_length,
    })
}

fn subject_key_id(extension: &Extension) -> Parsed<Vec<u8>> {
    if extension.critical {
        return Err(malformed(
            "x509: subject key identifier incorrectly marked critical",
        ));
    }
    let id = Der(extension.value).read(tag::OCTET_STRING);
    id.map(<[u8]>::to_vec)
        .or_malformed("x509: invalid subject key identifier")
}

fn authority_key_id(extension: &Extension) -> Parsed<Vec<u8>> {
    const BROKEN: &str = "x509: invalid authority key identifier";
    if extension.critical {
        return Err(malformed(
            "x509: authority key identifier incorrectly marked critical",
        ));
    }
    let mut fields = Der(extension.value)
        .inner(tag::SEQUENCE)
        .or_malformed(BROKEN)?;
    let id = fields.optional(tag::context(0)).or_malformed(BROKEN)?;
    Ok(id.map(|id| id.0.to_vec()).unwrap_or_default())
}

const ANY_USE: &[u8] = &[0x55, 0x1d, 37, 0];
const SERVER_USE: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 1];

fn server_use(value: &[u8]) -> Parsed<ServerUse> {
    const BROKEN: &str = "x509: invalid extended key usages";
    let mut uses = Der(value).inner(tag::SEQUENCE).or_malformed(BROKEN)?;
    let mut found = ServerUse::Unlimited;
    while !uses.is_empty() {
        let oid = uses.oid().or_malformed(BROKEN)?;
        found = match found {
            ServerUse::Named => ServerUse::Named,
            _ if oid == ANY_USE || oid == SERVER_USE => ServerUse::Named,
            _ => ServerUse::NotNamed,
        };
    }
    Ok(found)
}
