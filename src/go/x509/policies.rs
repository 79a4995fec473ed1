use super::der::{Der, tag};
use super::parse_refusal::{OrMalformed, Parsed, malformed};
use std::collections::HashSet;

/// The policies of a certificatePolicies extension, each once (crypto/x509
/// `parseCertificatePoliciesExtension`).
pub(super) fn identifiers(value: &[u8]) -> Parsed<Vec<Vec<u8>>> {
    const BROKEN: &str = "x509: invalid certificate policies";
    let mut list = Der(value).inner(tag::SEQUENCE).or_malformed(BROKEN)?;
    let mut seen = HashSet::new();
    let mut policies = Vec::new();
    while !list.is_empty() {
        let policy = list.inner(tag::SEQUENCE).and_then(|mut p| p.read(tag::OID));
        let policy = policy.or_malformed(BROKEN)?;
        if !seen.insert(policy) || !is_minimal(policy) {
            return Err(malformed(BROKEN));
        }
        policies.push(policy.to_vec());
    }
    Ok(policies)
}

/// Whether every number of an object identifier of any size is complete and
/// written in as few octets as possible (crypto/x509 `newOIDFromDER`).
fn is_minimal(oid: &[u8]) -> bool {
    let starts = |at: usize| at == 0 || oid[at - 1] & 0x80 == 0;
    let padded = |(at, octet): (usize, &u8)| *octet == 0x80 && starts(at);
    oid.last().is_some_and(|octet| octet & 0x80 == 0) && !oid.iter().enumerate().any(padded)
}

/// The pairs of a policyMappings extension: the issuer's policy, the subject's.
pub(super) fn mappings(value: &[u8]) -> Parsed<Vec<(Vec<u8>, Vec<u8>)>> {
    const BROKEN: &str = "x509: invalid policy mappings extension";
    let mut list = Der(value).inner(tag::SEQUENCE).or_malformed(BROKEN)?;
    let mut mappings = Vec::new();
    while !list.is_empty() {
        let pair = list.inner(tag::SEQUENCE).and_then(|mut pair| {
            let issuer = pair.read(tag::OID)?;
            Some((issuer.to_vec(), pair.read(tag::OID)?.to_vec()))
        });
        mappings.push(pair.or_malformed(BROKEN)?);
    }
    Ok(mappings)
}

/// requireExplicitPolicy and inhibitPolicyMapping; go ignores negative ones.
pub(super) fn limits(value: &[u8]) -> Parsed<(Option<usize>, Option<usize>)> {
    const BROKEN: &str = "x509: invalid policy constraints extension";
    let mut fields = Der(value).inner(tag::SEQUENCE).or_malformed(BROKEN)?;
    let mut limit = |number| {
        if !fields.peek(tag::context(number)) {
            return Ok(None);
        }
        let limit = fields.int64_tagged(tag::context(number));
        limit
            .map(|limit| usize::try_from(limit).ok())
            .or_malformed(BROKEN)
    };
    Ok((limit(0)?, limit(1)?))
}

/// inhibitAnyPolicy; go ignores a negative one.
pub(super) fn inhibit_any(value: &[u8]) -> Parsed<Option<usize>> {
    let limit = Der(value).int64();
    limit
        .map(|limit| usize::try_from(limit).ok())
        .or_malformed("x509: invalid inhibit any policy extension")
}
