use super::build::{Builder, Links, check_place};
use super::certificate::Certificate;
use super::extensions::ServerUse;
use super::key::KeyKind;
use super::pool::Pool;
use super::refusal::{InvalidReason, NameFault, Place, Refusal};
use super::{name_constraints, policy};
use crate::base::Excerpt;
use serde::{Deserialize, Serialize};

/// The largest RSA key that go's TLS takes from a server, in bits.
const LARGEST_RSA: usize = 8192;

/// A chain that go accepts, from the leaf to the root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    pub links: Vec<Link>,
}

/// One certificate of an accepted chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub subject: Excerpt,
    /// SHA-256 of the whole certificate, in hex.
    pub fingerprint: String,
}

/// Reads what a server sent, leaf first, or says why go's TLS client gives up
/// before it verifies (crypto/tls `verifyServerCertificate`).
pub fn read_chain(sent: &[Vec<u8>]) -> Result<Vec<Certificate>, Refusal> {
    if sent.is_empty() {
        return Err(Refusal::NoCertificates);
    }
    let read = |(index, der): (usize, &Vec<u8>)| {
        let certificate =
            Certificate::parse(der).map_err(|why| Refusal::Unreadable { index, why })?;
        match certificate.key.kind() {
            KeyKind::Rsa { bits } if bits > LARGEST_RSA => {
                Err(Refusal::OversizedKey { index, bits })
            }
            _ => Ok(certificate),
        }
    };
    sent.iter().enumerate().map(read).collect()
}

/// What go's TLS client says of a server's certificates, leaf first, for a
/// host and a time in unix seconds: all chains to one of the roots, or its
/// refusal (crypto/x509 `Certificate.Verify` with the TLS client's options).
pub fn verify(
    chain: &[Certificate],
    roots: &Pool,
    host: &str,
    now: i64,
) -> Result<Vec<Chain>, Refusal> {
    let Some((leaf, rest)) = chain.split_first() else {
        return Err(Refusal::NoCertificates);
    };
    check_place(leaf, Place::Leaf, &[], now)?;
    if !host.is_empty() {
        leaf.verify_hostname(host)?;
    }
    let intermediates: Pool = rest.iter().cloned().collect();
    let mut builder = Builder {
        roots,
        intermediates: &intermediates,
        now,
        checks: 0,
        unjudged: None,
    };
    let chains = candidates(&mut builder, leaf).and_then(|chains| sift(leaf, chains));
    match (chains, builder.unjudged) {
        (Err(_), Some(signature)) => Err(Refusal::Unjudged { signature }),
        (chains, _) => Ok(chains?.iter().map(|links| describe(links)).collect()),
    }
}

fn candidates<'a>(
    builder: &mut Builder<'a>,
    leaf: &'a Certificate,
) -> Result<Vec<Links<'a>>, Refusal> {
    if builder.roots.contains(leaf) {
        Ok(vec![vec![leaf]])
    } else {
        builder.build(&[leaf])
    }
}

/// Drops the chains that are not for servers, or not for these names.
fn sift<'a>(leaf: &Certificate, chains: Vec<Links<'a>>) -> Result<Vec<Links<'a>>, Refusal> {
    let mut kept = Vec::new();
    let (mut policies, mut usages) = (0, 0);
    let mut names: Option<NameFault> = None;
    for chain in chains {
        if !policy::are_valid(&chain) {
            policies += 1;
        } else if !is_for_servers(&chain) {
            usages += 1;
        } else if let Err(why) = name_constraints::check(&chain) {
            names.get_or_insert(why);
        } else {
            kept.push(chain);
        }
    }
    let reason = match (names, usages, policies) {
        _ if !kept.is_empty() => return Ok(kept),
        (Some(why), ..) => InvalidReason::NotAuthorizedForName { why },
        (None, 1.., 0) => InvalidReason::IncompatibleUsage,
        (None, usages, policies) => InvalidReason::NoValidChains { usages, policies },
    };
    let of = leaf.accused(Place::Leaf);
    Err(Refusal::Invalid { of, reason })
}

/// crypto/x509 `checkChainForKeyUsage` for serverAuth.
fn is_for_servers(chain: &[&Certificate]) -> bool {
    let forbids = |link: &&Certificate| link.extensions.server_use == ServerUse::NotNamed;
    !chain.iter().any(forbids)
}

fn describe(links: &[&Certificate]) -> Chain {
    let link = |certificate: &&Certificate| Link {
        subject: Excerpt::text(&certificate.subject.to_string()),
        fingerprint: certificate.fingerprint(),
    };
    Chain {
        links: links.iter().map(link).collect(),
    }
}
