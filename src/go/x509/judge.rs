use super::certificate::Certificate;
use super::pool::Pool;
use super::refusal::Refusal;
use super::signature;
use super::verify::{Chain, verify};
use crate::base::Excerpt;
use serde::{Deserialize, Serialize};

/// So many signatures are checked to find out where a chain leads.
const MOST_CHECKS: usize = 100;

/// What go says of a server's certificates under one set of roots, and where
/// they lead whatever the dates and names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    pub outcome: Outcome,
    pub origin: Origin,
}

/// Whether go goes on with the connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Outcome {
    Accepted { chains: Vec<Chain> },
    Refused { why: Refusal },
}

/// Where a server's chain comes from, dates, names and usages aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Origin {
    /// From one of the roots.
    Root,
    /// The leaf vouches for itself.
    SelfSigned,
    /// From an authority that the server sent and the roots do not hold.
    ForeignRoot { subject: Excerpt },
    /// From an authority that neither the server nor the roots show.
    Missing { issuer: MissingIssuer },
    /// There is no certificate.
    Nothing,
}

/// The first issuer that a server does not send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingIssuer {
    pub name: Excerpt,
    /// The certificate that it should have signed.
    pub below: Excerpt,
    /// Where the certificate says that its issuer can be fetched; go never does.
    pub offered_at: Vec<Excerpt>,
}

/// go's verdict under these roots, for a host and a time in unix seconds.
pub fn judge(chain: &[Certificate], roots: &Pool, host: &str, now: i64) -> Verdict {
    let outcome = match verify(chain, roots, host, now) {
        Ok(chains) => Outcome::Accepted { chains },
        Err(why) => Outcome::Refused { why },
    };
    let origin = origin(chain, roots);
    Verdict { outcome, origin }
}

fn origin(chain: &[Certificate], roots: &Pool) -> Origin {
    let Some(leaf) = chain.first() else {
        return Origin::Nothing;
    };
    if ends_in(chain, roots) {
        return Origin::Root;
    }
    if signs_itself(leaf) {
        return Origin::SelfSigned;
    }
    match missing_issuer(chain) {
        Some(issuer) => Origin::Missing { issuer },
        None => Origin::ForeignRoot { subject: top(chain).unwrap_or(leaf).subject() },
    }
}

/// Whether a certificate is signed with its own key. A signature that go would
/// not check (SHA-1) counts when the names agree.
pub fn signs_itself(certificate: &Certificate) -> bool {
    certificate.raw_issuer() == certificate.raw_subject()
        && !matches!(
            signature::check(certificate, &certificate.key),
            Err(Refusal::BadSignature { .. } | Refusal::KeyMismatch { .. })
        )
}

/// Whether the chain, leaf first, leads to one of the roots by names and
/// signatures alone.
pub fn ends_in(chain: &[Certificate], roots: &Pool) -> bool {
    let Some((leaf, rest)) = chain.split_first() else {
        return false;
    };
    let sent: Pool = rest.iter().cloned().collect();
    let mut open = vec![leaf];
    let mut seen = Pool::default();
    let mut checks = 0;
    while let Some(link) = open.pop() {
        if roots.contains(link) {
            return true;
        }
        if seen.contains(link) {
            continue;
        }
        seen.add(link.clone());
        let (above, next) = (roots.potential_parents(link), sent.potential_parents(link));
        checks += above.len() + next.len();
        if checks > MOST_CHECKS {
            return false;
        }
        if above.iter().any(|parent| signed(link, parent)) {
            return true;
        }
        open.extend(next.into_iter().filter(|parent| signed(link, parent)));
    }
    false
}

fn signed(child: &Certificate, parent: &Certificate) -> bool {
    signature::check(child, &parent.key).is_ok()
}

/// So many certificates of a server are looked at for the way up.
const MOST_LINKS: usize = 20;

/// The issuer that the server should have sent, if its chain, leaf first, ends
/// below a certificate that signs itself.
pub fn missing_issuer(chain: &[Certificate]) -> Option<MissingIssuer> {
    let top = top(chain)?;
    let urls = top.extensions.issuer_urls.iter();
    (top.raw_issuer() != top.raw_subject()).then(|| MissingIssuer {
        name: top.issuer(),
        below: top.subject(),
        offered_at: urls.take(4).map(|url| Excerpt::text(url)).collect(),
    })
}

/// Those certificates of a chain, leaf first, that follow one another by names
/// and signatures; what a server sends besides leads nowhere.
pub fn linked(chain: &[Certificate]) -> Vec<&Certificate> {
    let Some((leaf, rest)) = chain.split_first() else { return Vec::new() };
    let mut links = vec![leaf];
    let mut left: Vec<&Certificate> = rest.iter().take(MOST_LINKS).collect();
    while let Some(at) = left.iter().position(|parent| is_above(parent, links[links.len() - 1])) {
        links.push(left.swap_remove(at));
    }
    links
}

/// The last of them.
pub(super) fn top(chain: &[Certificate]) -> Option<&Certificate> {
    linked(chain).pop()
}

pub(super) fn is_above(parent: &Certificate, child: &Certificate) -> bool {
    parent.raw_subject() == child.raw_issuer()
        && !matches!(
            signature::check(child, &parent.key),
            Err(Refusal::BadSignature { .. } | Refusal::KeyMismatch { .. })
        )
}

#[cfg(test)]
mod tests;
