use super::der::{Der, tag};
use super::parse_refusal::{OrMalformed, Parsed};

/// id-pe-authorityInfoAccess.
pub(super) const AUTHORITY_INFORMATION: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 1, 1];
const ISSUERS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 0x30, 2];

/// Where the issuing certificate is offered. go reads these places and never
/// fetches from them.
pub(super) fn issuer_urls(value: &[u8]) -> Parsed<Vec<String>> {
    const BROKEN: &str = "x509: invalid authority info access";
    let mut list = Der(value).inner(tag::SEQUENCE).or_malformed(BROKEN)?;
    let mut urls = Vec::new();
    while !list.is_empty() {
        let mut access = list.inner(tag::SEQUENCE).or_malformed(BROKEN)?;
        let method = access.oid().or_malformed(BROKEN)?;
        let place = access.optional(tag::context(6)).or_malformed(BROKEN)?;
        if let (ISSUERS, Some(url)) = (method, place) {
            urls.push(String::from_utf8_lossy(url.0).into_owned());
        }
    }
    Ok(urls)
}

/// Refuses where go refuses a cRLDistributionPoints extension; go's verdict
/// uses nothing of it.
pub(super) fn check_revocation_points(value: &[u8]) -> Parsed<()> {
    const BROKEN: &str = "x509: invalid CRL distribution point";
    let mut list = Der(value)
        .inner(tag::SEQUENCE)
        .or_malformed("x509: invalid CRL distribution points")?;
    while !list.is_empty() {
        let mut point = list.inner(tag::SEQUENCE).or_malformed(BROKEN)?;
        let name = point.optional(tag::constructed(0)).or_malformed(BROKEN)?;
        let Some(mut name) = name else { continue };
        let mut full = name.inner(tag::constructed(0)).or_malformed(BROKEN)?;
        while full.peek(tag::context(6)) {
            full.read(tag::context(6)).or_malformed(BROKEN)?;
        }
    }
    Ok(())
}
