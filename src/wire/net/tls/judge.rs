mod distrust;
mod memory;

use crate::base::Excerpt;
use crate::go::x509::{self, Certificate, KeyKind, Pool, Refusal};
use crate::model::{Clues, Issuer, LackingLink, Presented, Trust};
use distrust::trust;
use memory::Memory;
use std::sync::Arc;

/// The public authorities, as Mozilla knows them.
pub(in crate::wire) fn public_roots() -> Pool {
    let mut public = Pool::default();
    for anchor in webpki_roots::TLS_SERVER_ROOTS {
        // All of them can be read; x509 has a test for that.
        let _ = public.add_anchor(&anchor.subject, &anchor.subject_public_key_info);
    }
    public
}

/// The roots of this machine, those of the public, and the time by its clock.
#[derive(Debug)]
pub(super) struct Judge {
    roots: Arc<Pool>,
    /// The roots of go's own places, where a variable names others.
    usual: Option<Arc<Pool>>,
    public: Pool,
    now: i64,
    memory: Memory,
}

impl Judge {
    /// `now` in Unix seconds.
    pub(super) fn new(roots: Arc<Pool>, usual: Option<Arc<Pool>>, now: i64) -> Self {
        Self { roots, usual, public: public_roots(), now, memory: Memory::default() }
    }

    /// What go concludes with the roots of this machine.
    pub(super) fn by_system(&self, sent: &[Vec<u8>], host: &str) -> Trust {
        self.judged(sent, &self.roots, host)
    }

    /// A chain, leaf first, in a reader's terms. None if nothing was sent.
    pub(super) fn presented(
        &self,
        sent: &[Vec<u8>],
        host: &str,
        version: &str,
    ) -> Option<Presented> {
        let leaf = Certificate::parse(sent.first()?).ok();
        let chain = x509::read_chain(sent).unwrap_or_default();
        let summary = leaf.as_ref().map(Certificate::summary);
        let by_system = self.by_system(sent, host);
        self.memory.note(host, sent, &by_system);
        Some(Presented {
            issuer: x509::linked(&chain).last().map(|top| top.issuer()).unwrap_or_default(),
            length: sent.len(),
            version: version.to_owned(),
            clues: self.clues(sent, host, &by_system),
            by_system,
            by_mozilla: self.by_mozilla(sent, host),
            by_itself: leaf.as_ref().is_some_and(x509::signs_itself),
            fingerprint: fingerprint(sent.first()?),
            names: summary.iter().flat_map(names).collect(),
            not_after: leaf.map(|leaf| x509::rfc3339(leaf.not_after())).unwrap_or_default(),
            subject: summary.map(|summary| summary.subject).unwrap_or_default(),
        })
    }

    /// Whether the leaf's key is one that rustls verifies nothing with, and go
    /// does: then no handshake of ours can succeed.
    pub(super) fn is_beyond_us(sent: &[Vec<u8>]) -> bool {
        const SMALLEST_RSA: usize = 2048;
        let leaf = sent.first().and_then(|leaf| Certificate::parse(leaf).ok());
        leaf.is_some_and(
            |leaf| matches!(leaf.summary().key, KeyKind::Rsa { bits } if bits < SMALLEST_RSA),
        )
    }

    /// What these certificates would make of the chain of `host`, which was
    /// refused. The first of them is the one that is missing.
    pub(super) fn completed(&self, host: &str, with: &[Vec<u8>]) -> Issuer {
        let Some(sent) = self.memory.refused(host) else { return Issuer::NotFound };
        let Some(first) = with.first().and_then(|der| Certificate::parse(der).ok()) else {
            return Issuer::NotFound;
        };
        let subject = first.subject();
        if !x509::read_chain(&sent).is_ok_and(|chain| x509::is_issuer(&chain, &first)) {
            return Issuer::NotFound;
        }
        let longer: Vec<Vec<u8>> = sent.iter().chain(with).cloned().collect();
        match self.verified(&longer, &self.roots, host) {
            Ok(()) => Issuer::Completes { subject },
            Err(_) => Issuer::LeadsNowhere { subject },
        }
    }

    /// The certificate that the chain of `host` lacks, as another host sent it.
    pub(super) fn sent_elsewhere(&self, host: &str) -> Option<(String, Vec<u8>)> {
        let chain = x509::read_chain(&self.memory.refused(host)?).ok()?;
        self.memory.find(host, |der| {
            Certificate::parse(der).is_ok_and(|issuer| x509::is_issuer(&chain, &issuer))
        })
    }

    /// What tells one reason for distrust from another.
    fn clues(&self, sent: &[Vec<u8>], host: &str, by_system: &Trust) -> Clues {
        let at = self.now;
        let Ok(chain) = x509::read_chain(sent) else { return Clues { at, ..Clues::default() } };
        if *by_system == Trust::Trusted {
            return Clues { at, ..Clues::default() };
        }
        let kin = x509::kin(&chain, &self.roots);
        let lacking = x509::missing_issuer(&chain).map(|missing| LackingLink {
            issuer: missing.name,
            offered_at: missing.offered_at.iter().map(ToString::to_string).collect(),
            kin,
        });
        Clues {
            at,
            by_usual: self.usual.as_ref().map(|usual| self.judged(sent, usual, host)),
            stands: x509::stands(&chain, &self.roots, host),
            lacking,
            namesake: x509::namesake(&chain, &self.roots),
            linked: x509::linked(&chain).len(),
        }
    }

    /// Whether this is a chain of a public authority, and if so, whether go
    /// would take it where it trusts that authority.
    fn by_mozilla(&self, sent: &[Vec<u8>], host: &str) -> Trust {
        let Ok(chain) = x509::read_chain(sent) else {
            return self.by_system(sent, host);
        };
        if !x509::ends_in(&chain, &self.public) {
            return trust(Err(Refusal::UnknownAuthority { hint: None }), &[], &self.public);
        }
        self.judged(sent, &self.public, host)
    }

    fn judged(&self, sent: &[Vec<u8>], roots: &Pool, host: &str) -> Trust {
        trust(self.verified(sent, roots, host), sent, roots)
    }

    fn verified(&self, sent: &[Vec<u8>], roots: &Pool, host: &str) -> Result<(), Refusal> {
        let chain = x509::read_chain(sent)?;
        x509::verify(&chain, roots, host, self.now).map(|_| ())
    }
}

fn names(summary: &x509::CertificateSummary) -> Vec<String> {
    let all = summary.dns_names.iter().chain(&summary.ip_addresses);
    all.map(Excerpt::to_string).collect()
}

/// SHA-256 in hex, of what may be no certificate at all.
fn fingerprint(der: &[u8]) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, der);
    let digits = digest.as_ref().iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::x509::Place;
    use crate::model::Distrust;
    use crate::model::Issuer as Found;
    use rcgen::date_time_ymd;
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, Issuer, KeyPair};

    const HOST: &str = "a.example";
    const JANUARY_2020: i64 = 1_579_000_000;

    /// A judge to whom one authority is public, and a leaf of that authority.
    fn judge(now: i64) -> (Judge, Vec<Vec<u8>>) {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let root = params.self_signed(&key).unwrap();
        let issuer = Issuer::new(params, key);
        let mut params = CertificateParams::new(vec![HOST.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2020, 2, 1);
        let leaf = params.signed_by(&KeyPair::generate().unwrap(), &issuer);
        let sent = vec![leaf.unwrap().der().to_vec()];
        let mut judge = Judge::new(Arc::default(), None, now);
        judge.public.add(Certificate::parse(root.der()).unwrap());
        (judge, sent)
    }

    #[test]
    fn a_public_chain_is_one_whatever_its_dates_and_names() {
        let by_mozilla = |now, host| {
            let (judge, sent) = judge(now);
            assert_ne!(judge.by_system(&sent, host), Trust::Trusted);
            judge.by_mozilla(&sent, host)
        };
        assert_eq!(by_mozilla(JANUARY_2020, HOST), Trust::Trusted);
        let late = by_mozilla(1_800_000_000, HOST);
        assert!(matches!(late, Trust::Refused(Distrust::Expired { place: Place::Leaf, .. })));
        let early = by_mozilla(0, HOST);
        assert!(matches!(early, Trust::Refused(Distrust::NotYetValid { .. })));
        let other = by_mozilla(JANUARY_2020, "b.example");
        assert!(matches!(other, Trust::Refused(Distrust::WrongName { .. })));
    }

    #[test]
    fn any_other_chain_is_of_an_unknown_authority() {
        let (_, sent) = judge(JANUARY_2020);
        let (judge, _) = judge(JANUARY_2020);
        for host in [HOST, "b.example"] {
            let seen = judge.by_mozilla(&sent, host);
            assert!(matches!(seen, Trust::Refused(Distrust::UnknownAuthority { .. })));
        }
    }

    #[test]
    fn what_is_no_certificate_is_presented_all_the_same() {
        let (judge, _) = judge(JANUARY_2020);
        let seen = judge.presented(&[b"garbage".to_vec()], HOST, "TLSv1.3").unwrap();
        assert!(seen.subject.is_empty() && !seen.by_itself);
        assert_eq!((seen.length, seen.fingerprint.len()), (1, 64));
        assert!(matches!(seen.by_system, Trust::Refused(Distrust::Invalid { .. })));
        assert_eq!(judge.presented(&[], HOST, ""), None);
    }

    #[test]
    fn what_is_sent_besides_the_chain_has_not_issued_it() {
        let (judge, sent) = judge(JANUARY_2020);
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(rcgen::DnType::CommonName, "unrelated");
        let other = params.self_signed(&key).unwrap().der().to_vec();
        let alone = judge.presented(&sent, HOST, "TLSv1.3").unwrap();
        let more = judge.presented(&[sent[0].clone(), other], HOST, "TLSv1.3").unwrap();
        assert_eq!((&more.issuer, more.length, more.clues.linked), (&alone.issuer, 2, 1));
    }

    #[test]
    fn what_one_server_lacks_another_may_have_sent() {
        let mut top = CertificateParams::default();
        top.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let mut issuing = top.clone();
        issuing.distinguished_name.push(rcgen::DnType::CommonName, "issuing");
        let key = || KeyPair::generate().unwrap();
        let top = CertifiedIssuer::self_signed(top, key()).unwrap();
        let issuing = CertifiedIssuer::signed_by(issuing, key(), &top).unwrap();
        let leaf = |host: &str| {
            let params = CertificateParams::new(vec![host.to_owned()]).unwrap();
            params.signed_by(&key(), &issuing).unwrap().der().to_vec()
        };
        let roots: Pool = [Certificate::parse(top.der()).unwrap()].into_iter().collect();
        let judge = Judge::new(Arc::new(roots), None, JANUARY_2020);
        let between = issuing.der().to_vec();
        let shown = judge.presented(&[leaf(HOST)], HOST, "TLSv1.3").unwrap();
        assert!(shown.clues.lacking.is_some());
        assert_eq!(judge.sent_elsewhere(HOST), None);
        judge.presented(&[leaf("b.example"), between.clone()], "b.example", "TLSv1.3");
        assert_eq!(judge.sent_elsewhere(HOST), Some(("b.example".to_owned(), between.clone())));
        assert!(matches!(judge.completed(HOST, &[between]), Found::Completes { .. }));
        let stranger = vec![top.der().to_vec()];
        assert_eq!(judge.completed(HOST, &stranger), Found::NotFound);
        assert_eq!(judge.completed("b.example", &stranger), Found::NotFound);
    }
}
