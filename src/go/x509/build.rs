use super::certificate::Certificate;
use super::extensions::Authority;
use super::pool::Pool;
use super::refusal::{Accused, Hint, InvalidReason, Place, Refusal, Unjudged};
use super::signature;
use crate::base::Excerpt;

/// So many signatures go checks for one server at most.
const MOST_CHECKS: usize = 100;

/// Looks for chains from a leaf to a root (crypto/x509 `buildChains`).
pub(super) struct Builder<'a> {
    pub(super) roots: &'a Pool,
    pub(super) intermediates: &'a Pool,
    /// Unix seconds.
    pub(super) now: i64,
    pub(super) checks: usize,
    /// A signature that could not be checked here, so that a refusal is no
    /// certain one.
    pub(super) unjudged: Option<Unjudged>,
}

pub(super) type Links<'a> = Vec<&'a Certificate>;

/// What one level of the search has found. The failure outlives candidates
/// that fail earlier than at their own validity, as go's variable does.
#[derive(Default)]
struct Found<'a> {
    chains: Vec<Links<'a>>,
    hint: Option<Hint>,
    failure: Option<Refusal>,
}

impl<'a> Builder<'a> {
    /// All chains that go on from the last of `chain`.
    pub(super) fn build(&mut self, chain: &[&'a Certificate]) -> Result<Vec<Links<'a>>, Refusal> {
        let Some(&last) = chain.last() else {
            return Err(Refusal::NoCertificates);
        };
        let mut found = Found::default();
        let (roots, intermediates) = (self.roots, self.intermediates);
        let candidates = [(Place::Root, roots), (Place::Intermediate, intermediates)];
        'search: for (place, pool) in candidates {
            for candidate in pool.potential_parents(last) {
                self.consider(&mut found, chain, place, candidate);
                if found.failure == Some(Refusal::SignatureLimit) {
                    break 'search;
                }
            }
        }
        match (found.chains.is_empty(), found.failure) {
            (false, _) => Ok(found.chains),
            (true, Some(failure)) => Err(failure),
            (true, None) => Err(Refusal::UnknownAuthority { hint: found.hint }),
        }
    }

    fn consider(
        &mut self,
        found: &mut Found<'a>,
        chain: &[&'a Certificate],
        place: Place,
        candidate: &'a Certificate,
    ) {
        self.checks += 1;
        if self.checks > MOST_CHECKS {
            found.failure = Some(Refusal::SignatureLimit);
            return;
        }
        if candidate.has_unknown_key() || is_in(candidate, chain) {
            return;
        }
        let Some(&child) = chain.last() else { return };
        if let Err(why) = signature::check_from(child, candidate) {
            if let Refusal::Unjudged { signature } = why {
                self.unjudged = Some(signature);
            }
            found.suppose(candidate, why);
            return;
        }
        found.failure = check_place(candidate, place, chain, self.now).err();
        if let Some(why) = found.failure.clone() {
            found.suppose(candidate, why);
            return;
        }
        let longer: Links = chain.iter().copied().chain([candidate]).collect();
        if place == Place::Root {
            found.chains.push(longer);
            return;
        }
        match self.build(&longer) {
            Ok(chains) => found.chains.extend(chains),
            Err(failure) => found.failure = Some(failure),
        }
    }
}

impl Found<'_> {
    /// Keeps the first near miss.
    fn suppose(&mut self, candidate: &Certificate, why: Refusal) {
        self.hint.get_or_insert_with(|| Hint {
            candidate: candidate.short_name(),
            why: Box::new(why),
        });
    }
}

/// Whether a certificate may stand at this place, above `chain` (crypto/x509
/// `isValid`).
pub(super) fn check_place(
    certificate: &Certificate,
    place: Place,
    chain: &[&Certificate],
    now: i64,
) -> Result<(), Refusal> {
    let accused = || certificate.accused(place);
    let extensions = &certificate.extensions;
    if !extensions.unhandled.is_empty() {
        let oids = extensions.unhandled.iter();
        let oids = oids.map(|oid| Excerpt::text(oid)).collect();
        return Err(Refusal::UnhandledCriticalExtension {
            of: accused(),
            oids,
        });
    }
    let reason = name_fault(certificate, chain)
        .or_else(|| date_fault(certificate, now))
        .or_else(|| place_fault(certificate, place, chain));
    match reason {
        Some(reason) => Err(Refusal::Invalid {
            of: accused(),
            reason,
        }),
        None => Ok(()),
    }
}

fn name_fault(certificate: &Certificate, chain: &[&Certificate]) -> Option<InvalidReason> {
    let child = chain.last()?;
    (child.raw_issuer() != certificate.raw_subject()).then_some(InvalidReason::NameMismatch)
}

fn date_fault(certificate: &Certificate, now: i64) -> Option<InvalidReason> {
    let (not_before, not_after) = (certificate.not_before, certificate.not_after);
    if now < not_before {
        return Some(InvalidReason::NotYetValid { not_before, now });
    }
    (now > not_after).then_some(InvalidReason::Expired { not_after, now })
}

fn place_fault(
    certificate: &Certificate,
    place: Place,
    chain: &[&Certificate],
) -> Option<InvalidReason> {
    let authority = certificate.authority() == Some(Authority::Yes);
    if place == Place::Intermediate && !authority {
        return Some(InvalidReason::NotAuthorizedToSign);
    }
    let most = certificate.extensions.basic?.path_length?;
    let between = u64::try_from(chain.len().saturating_sub(1)).unwrap_or(u64::MAX);
    let too_many = !chain.is_empty() && between > most;
    too_many.then_some(InvalidReason::TooManyIntermediates)
}

/// Whether the chain holds this subject with this key and these names already
/// (crypto/x509 `alreadyInChain`).
fn is_in(candidate: &Certificate, chain: &[&Certificate]) -> bool {
    let names = &candidate.extensions.raw_names;
    for link in chain {
        if candidate.raw_subject() != link.raw_subject() || candidate.raw_key() != link.raw_key() {
            continue;
        }
        match (names, &link.extensions.raw_names) {
            (Some(one), Some(other)) if one != other => {}
            (Some(_), Some(_)) | (None, None) => return true,
            _ => return false,
        }
    }
    false
}

impl Certificate {
    /// The certificate as a refusal names it.
    pub(super) fn accused(&self, place: Place) -> Accused {
        Accused {
            place,
            subject: Excerpt::text(&self.subject.to_string()),
            fingerprint: self.fingerprint(),
        }
    }
}
