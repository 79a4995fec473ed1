use super::certificate::Certificate;
use super::extensions::ServerUse;
use super::judge::{is_above, signs_itself, top};
use super::pool::Pool;
use super::refusal::Refusal;
use super::signature;
use super::verify::verify;
use crate::base::Excerpt;

/// A root with the name of the authority at the chain's end, where no root of
/// that name signed it, or the end is a newer root itself: the authority was
/// made anew since, mostly with another key.
pub fn namesake(chain: &[Certificate], roots: &Pool) -> Option<Excerpt> {
    let end = top(chain)?;
    let named = roots.potential_parents(end);
    let signed_by = |root: &&Certificate| is_above(root, end);
    if roots.contains(end) || (named.iter().any(signed_by) && !signs_itself(end)) {
        return None;
    }
    named.first().map(|root| root.subject())
}

/// A root of the same organization as the issuer that the chain lacks, under
/// another name.
pub fn kin(chain: &[Certificate], roots: &Pool) -> Option<Excerpt> {
    let end = top(chain)?;
    let organization = end.issuer.organization();
    if organization.is_empty() || end.raw_issuer() == end.raw_subject() {
        return None;
    }
    let related = |root: &&Certificate| {
        root.subject.organization() == organization && root.raw_subject() != end.raw_issuer()
    };
    roots.iter().find(related).map(Certificate::subject)
}

/// Whether a certificate is the issuer of the chain's end, by name and signature.
pub fn is_issuer(chain: &[Certificate], issuer: &Certificate) -> bool {
    top(chain).is_some_and(|end| {
        issuer.raw_subject() == end.raw_issuer() && signature::check(end, &issuer.key).is_ok()
    })
}

/// Whether the chain leads to one of the roots, rules and dates aside. A weak
/// signature counts where the names agree.
pub fn points_to(chain: &[Certificate], roots: &Pool) -> bool {
    top(chain).is_some_and(|end| {
        roots.contains(end) || roots.potential_parents(end).iter().any(|root| is_above(root, end))
    })
}

/// From when until when this chain is in order under these roots, in unix
/// seconds. None where more than dates is wrong.
pub fn stands(chain: &[Certificate], roots: &Pool, host: &str) -> Option<(i64, i64)> {
    let from = chain.iter().map(Certificate::not_before).max()?;
    let until = chain.iter().map(Certificate::not_after).min()?;
    let young = top(chain).map(|end| roots.potential_parents(end)).unwrap_or_default();
    let starts = young.iter().map(|root| root.not_before()).filter(|start| *start > from);
    let moments: Vec<i64> = std::iter::once(from).chain(starts).collect();
    moments.into_iter().filter(|from| *from <= until).find_map(|from| {
        let ways = verify(chain, roots, host, from).ok()?;
        let ends = ways.iter().filter_map(|way| way.links.last());
        let ends = ends
            .filter_map(|last| roots.iter().find(|root| root.fingerprint() == last.fingerprint));
        let end = ends.map(Certificate::not_after).max().unwrap_or(until);
        Some((from, until.min(end)))
    })
}

/// Whether it is signed with MD5 or SHA-1, by another.
pub fn is_weakly_signed(certificate: &Certificate) -> bool {
    let weak = matches!(
        signature::check(certificate, &certificate.key),
        Err(Refusal::InsecureAlgorithm { .. })
    );
    weak && certificate.raw_issuer() != certificate.raw_subject()
}

/// Whether its extended key usages leave servers out.
pub fn is_not_for_servers(certificate: &Certificate) -> bool {
    certificate.extensions.server_use == ServerUse::NotNamed
}

impl Certificate {
    /// Where it says that its issuer's certificate lies; go never fetches it.
    pub fn issuer_urls(&self) -> &[String] {
        &self.extensions.issuer_urls
    }
}

#[cfg(test)]
mod tests;
