use super::super::der::{Der, tag};
use super::*;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};

const NOW: i64 = 1_790_000_000;
const HOST: &str = "proxy.corp.test";

struct Made {
    issuer: Issuer<'static, KeyPair>,
    certificate: Certificate,
}

fn made(name: &str, above: Option<&Made>, is_ca: IsCa) -> Made {
    let mut parameters = CertificateParams::new(vec![HOST.to_owned()]).unwrap();
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters.is_ca = is_ca;
    let key = KeyPair::generate().unwrap();
    let signed = match above {
        Some(above) => parameters.signed_by(&key, &above.issuer),
        None => parameters.self_signed(&key),
    };
    Made {
        certificate: Certificate::parse(signed.unwrap().der()).unwrap(),
        issuer: Issuer::new(parameters, key),
    }
}

fn authority(name: &str, above: Option<&Made>) -> Made {
    made(name, above, IsCa::Ca(BasicConstraints::Unconstrained))
}

fn leaf(above: Option<&Made>) -> Certificate {
    made("leaf", above, IsCa::NoCa).certificate
}

fn pool(made: &[&Made]) -> Pool {
    made.iter().map(|made| made.certificate.clone()).collect()
}

#[test]
fn one_chain_under_three_sets_of_roots() {
    let (root, other) = (authority("root", None), authority("other", None));
    let middle = authority("middle", Some(&root));
    let leaf = leaf(Some(&middle));
    let chain = [leaf, middle.certificate.clone()];
    let trusted = judge(&chain, &pool(&[&root]), HOST, NOW);
    assert!(matches!(trusted.outcome, Outcome::Accepted { chains } if chains.len() == 1));
    assert_eq!(trusted.origin, Origin::Root);
    let missing = judge(&chain, &pool(&[&other]), HOST, NOW).origin;
    assert!(matches!(missing, Origin::Missing { issuer } if issuer.name.as_str() == "CN=root"));
    let whole = [&chain[..], std::slice::from_ref(&root.certificate)].concat();
    let foreign = judge(&whole, &pool(&[&other]), HOST, NOW).origin;
    assert!(matches!(foreign, Origin::ForeignRoot { subject } if subject.as_str() == "CN=root"));
}

#[test]
fn an_expired_chain_still_leads_to_its_root() {
    let root = authority("root", None);
    let chain = [leaf(Some(&root))];
    let late = judge(&chain, &pool(&[&root]), HOST, 99_999_999_999);
    assert!(matches!(
        late.outcome,
        Outcome::Refused {
            why: Refusal::Invalid { .. }
        }
    ));
    assert_eq!(late.origin, Origin::Root);
}

#[test]
fn a_missing_intermediate_is_named() {
    let root = authority("root", None);
    let middle = authority("middle", Some(&root));
    let chain = [leaf(Some(&middle))];
    let issuer = missing_issuer(&chain).unwrap();
    assert_eq!(issuer.name.as_str(), "CN=middle");
    assert_eq!(issuer.below.as_str(), "CN=leaf");
    assert!(!ends_in(&chain, &pool(&[&root])));
    assert!(ends_in(&chain, &pool(&[&middle])));
}

#[test]
fn a_leaf_may_vouch_for_itself() {
    let chain = [leaf(None)];
    assert!(signs_itself(&chain[0]));
    assert_eq!(
        judge(&chain, &Pool::default(), HOST, NOW).origin,
        Origin::SelfSigned
    );
    assert_eq!(missing_issuer(&chain), None);
    assert!(!signs_itself(&leaf(Some(&authority("root", None)))));
    assert_eq!(
        judge(&[], &Pool::default(), HOST, NOW).origin,
        Origin::Nothing
    );
}

#[test]
fn a_namesake_is_no_issuer() {
    let (real, fake) = (authority("root", None), authority("root", None));
    let chain = [leaf(Some(&real))];
    assert!(!ends_in(&chain, &pool(&[&fake])));
    assert!(missing_issuer(&[chain[0].clone(), fake.certificate]).is_some());
    assert!(ends_in(&chain, &pool(&[&real])));
}

#[test]
fn a_bare_anchor_is_a_root_too() {
    let root = authority("root", None);
    let chain = [leaf(Some(&root))];
    let mut anchors = Pool::default();
    let content = |part: &[u8]| Der(part).read(tag::SEQUENCE).unwrap().to_vec();
    let subject = content(root.certificate.raw_subject());
    let key = content(root.certificate.raw_key());
    anchors.add_anchor(&subject, &key).unwrap();
    let judged = judge(&chain, &anchors, HOST, NOW);
    assert!(matches!(judged.outcome, Outcome::Accepted { .. }));
    assert_eq!(judged.origin, Origin::Root);
    assert!(anchors.iter().all(|anchor| !anchor.summary().is_ca));
}

#[test]
fn the_public_anchors_all_fit() {
    let mut anchors = Pool::default();
    for anchor in webpki_roots::TLS_SERVER_ROOTS {
        let key = &anchor.subject_public_key_info;
        anchors.add_anchor(&anchor.subject, key).unwrap();
    }
    assert_eq!(anchors.len(), webpki_roots::TLS_SERVER_ROOTS.len());
}
