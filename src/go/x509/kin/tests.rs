use super::*;
use rcgen::date_time_ymd;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

type Authority = CertifiedIssuer<'static, KeyPair>;

const HOST: &str = "a.example";
const JANUARY_2020: i64 = 1_577_836_800;
const FEBRUARY_2020: i64 = 1_580_515_200;

fn named(organization: &str, name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::OrganizationName, organization);
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

fn root(organization: &str, name: &str) -> Authority {
    CertifiedIssuer::self_signed(named(organization, name), KeyPair::generate().unwrap()).unwrap()
}

fn below(above: &Authority, organization: &str, name: &str) -> Authority {
    let key = KeyPair::generate().unwrap();
    CertifiedIssuer::signed_by(named(organization, name), key, above).unwrap()
}

fn leaf(above: &Authority) -> Certificate {
    let mut params = CertificateParams::new(vec![HOST.to_owned()]).unwrap();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2020, 2, 1);
    let key = KeyPair::generate().unwrap();
    Certificate::parse(params.signed_by(&key, above).unwrap().der()).unwrap()
}

fn read(authority: &Authority) -> Certificate {
    Certificate::parse(authority.der()).unwrap()
}

#[test]
fn an_authority_with_a_new_key_has_a_namesake() {
    let (old, new) = (root("Corp", "Root"), root("Corp", "Root"));
    let roots: Pool = [read(&old)].into_iter().collect();
    let chain = [leaf(&new)];
    assert!(namesake(&chain, &roots).is_some());
    assert!(namesake(&[leaf(&new), read(&new)], &roots).is_some(), "the root was sent");
    assert_eq!(kin(&chain, &roots), None, "the same name is no kin");
    assert!(!points_to(&chain, &roots));
    assert_eq!(namesake(&[leaf(&old)], &roots), None);
    assert_eq!(namesake(&[leaf(&root("Corp", "Other"))], &roots), None);
}

#[test]
fn a_root_with_new_dates_has_a_namesake() {
    let key = KeyPair::generate().unwrap().serialize_pem();
    let root = |until: i32| {
        let mut params = named("Corp", "Root");
        params.not_after = date_time_ymd(until, 1, 1);
        CertifiedIssuer::self_signed(params, KeyPair::from_pem(&key).unwrap()).unwrap()
    };
    let (old, new) = (root(2019), root(2090));
    let roots: Pool = [read(&old)].into_iter().collect();
    assert!(namesake(&[leaf(&new), read(&new)], &roots).is_some());
    assert_eq!(namesake(&[leaf(&new)], &roots), None, "the old one signed it");
    let roots: Pool = [read(&old), read(&new)].into_iter().collect();
    assert_eq!(namesake(&[leaf(&new), read(&new)], &roots), None, "it is here");
}

#[test]
fn a_missing_link_has_kin_and_can_be_found() {
    let top = root("Trust", "Root");
    let middle = below(&top, "Trust", "Issuing");
    let roots: Pool = [read(&top)].into_iter().collect();
    let chain = [leaf(&middle)];
    assert!(kin(&chain, &roots).is_some_and(|it| it.as_str().contains("CN=Root")));
    assert!(is_issuer(&chain, &read(&middle)));
    assert!(!is_issuer(&chain, &read(&top)));
    assert!(!is_issuer(&chain, &read(&below(&top, "Trust", "Issuing"))), "another key");
    assert!(!points_to(&chain, &roots));
    assert!(points_to(&[leaf(&middle), read(&middle)], &roots));
    let stranger = root("Nobody", "Root");
    assert_eq!(kin(&[leaf(&stranger)], &roots), None);
}

#[test]
fn a_chain_stands_while_its_dates_do() {
    let top = root("Trust", "Root");
    let roots: Pool = [read(&top)].into_iter().collect();
    let chain = [leaf(&top)];
    assert_eq!(stands(&chain, &roots, HOST), Some((JANUARY_2020, FEBRUARY_2020)));
    assert_eq!(stands(&chain, &roots, "b.example"), None);
    assert_eq!(stands(&chain, &Pool::default(), HOST), None);
    assert_eq!(stands(&[], &roots, HOST), None);
}
