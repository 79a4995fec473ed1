use super::certificate::Certificate;
use super::parse_refusal::ParseRefusal;
use super::pem;
use aws_lc_rs::digest::{SHA256, digest};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A set of certificates to look issuers up in (crypto/x509 `CertPool`).
#[derive(Clone, Debug, Default)]
pub struct Pool {
    certificates: Vec<Arc<Certificate>>,
    by_subject: HashMap<Vec<u8>, Vec<usize>>,
    known: HashSet<[u8; 32]>,
}

impl Pool {
    /// Adds every certificate of a PEM file that go can read, and says how
    /// many it found, known ones included (`AppendCertsFromPEM`).
    pub fn add_pem(&mut self, text: &[u8]) -> usize {
        let mut found = 0;
        for der in pem::certificates(text) {
            if let Ok(certificate) = Certificate::parse(&der) {
                self.add(certificate);
                found += 1;
            }
        }
        found
    }

    /// Adds one certificate, unless it is there already.
    pub fn add(&mut self, certificate: Certificate) {
        if !self.known.insert(sha256(certificate.der())) {
            return;
        }
        let subject = certificate.raw_subject().to_vec();
        let at = self.certificates.len();
        self.by_subject.entry(subject).or_default().push(at);
        self.certificates.push(Arc::new(certificate));
    }

    /// Adds a root of which only the subject and the key are known, each the
    /// content of its SEQUENCE, as lists of bare trust anchors give them. It
    /// is valid at all times; name constraints are not looked at.
    pub fn add_anchor(&mut self, subject: &[u8], key: &[u8]) -> Result<(), ParseRefusal> {
        self.add(Certificate::anchor(subject, key)?);
        Ok(())
    }

    /// How many different certificates it holds.
    pub fn len(&self) -> usize {
        self.certificates.len()
    }

    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty()
    }

    /// Whether this very certificate is in it.
    pub fn contains(&self, certificate: &Certificate) -> bool {
        self.known.contains(&sha256(certificate.der()))
    }

    /// All certificates, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = &Certificate> {
        self.certificates.iter().map(Arc::as_ref)
    }

    /// Those whose subject is this one's issuer, the likeliest by their key
    /// identifiers first (`findPotentialParents`).
    pub(super) fn potential_parents(&self, child: &Certificate) -> Vec<&Certificate> {
        let Some(places) = self.by_subject.get(child.raw_issuer()) else {
            return Vec::new();
        };
        let mut parents: Vec<&Certificate> =
            places.iter().map(|at| &*self.certificates[*at]).collect();
        let wanted = &child.extensions.authority_key_id;
        parents.sort_by_key(|parent| {
            let has = &parent.extensions.subject_key_id;
            match (has == wanted, has.is_empty() != wanted.is_empty()) {
                (true, _) => 0,
                (_, true) => 1,
                _ => 2,
            }
        });
        parents
    }
}

impl FromIterator<Certificate> for Pool {
    fn from_iter<T: IntoIterator<Item = Certificate>>(certificates: T) -> Self {
        let mut pool = Self::default();
        certificates
            .into_iter()
            .for_each(|certificate| pool.add(certificate));
        pool
    }
}

pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let digest = digest(&SHA256, bytes);
    digest.as_ref().try_into().unwrap_or_default()
}
