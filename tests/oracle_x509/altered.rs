use crate::judge::{Case, Random, ask, ders, excerpt};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gomod_doctor::go::x509::{Certificate, Pool, judge};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Parsed {
    error: String,
    subject: String,
    issuer: String,
    signature: String,
    not_before: i64,
    not_after: i64,
    #[serde(rename = "DNS")]
    dns: Vec<String>,
    #[serde(rename = "IPs")]
    ips: Vec<String>,
    #[serde(rename = "CA")]
    ca: bool,
}

#[test]
fn altered_certificates_parse_as_in_go() {
    let Some(cases) = ask::<Vec<Case>>(&["chains"], None) else {
        return;
    };
    let originals: Vec<Vec<u8>> = cases.iter().flat_map(|case| ders(&case.chain)).collect();
    let mut random = Random(7);
    let altered: Vec<Vec<u8>> = (0..6000)
        .map(|_| altered(&originals[random.below(originals.len())], &mut random))
        .collect();
    let answers = ask::<Vec<Parsed>>(&["parse"], Some(&altered)).unwrap();
    let mut wrong = Vec::new();
    let mut taken = 0;
    for (der, go) in altered.iter().zip(&answers) {
        let here = Certificate::parse(der);
        taken += usize::from(here.is_ok());
        if let Some(words) = parse_difference(&here, go) {
            wrong.push(format!("{words} {}", STANDARD.encode(der)));
        }
    }
    assert!(taken > 500 && taken < 5500, "{taken}");
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(9)].join("\n")
    );
}

fn parse_difference(
    here: &Result<Certificate, impl std::fmt::Display>,
    go: &Parsed,
) -> Option<String> {
    // A point of P-224 is not compared with its curve.
    if go.error.starts_with("P224 ") || go.error.starts_with("invalid P224 ") {
        return None;
    }
    let certificate = match here {
        Ok(certificate) => certificate,
        Err(why) if same_words(&why.to_string(), &go.error) => return None,
        Err(why) => return Some(format!("here: {why} go: {}", go.error)),
    };
    let seen = certificate.summary();
    let strings = |names: &[gomod_doctor::base::Excerpt]| -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    };
    let same = go.error.is_empty()
        && seen.subject == excerpt(&go.subject)
        && seen.issuer == excerpt(&go.issuer)
        && seen.signature == go.signature
        && certificate.not_before() == go.not_before
        && certificate.not_after() == go.not_after
        && strings(&seen.ip_addresses) == go.ips
        && seen
            .dns_names
            .iter()
            .zip(&go.dns)
            .all(|(a, b)| *a == excerpt(b))
        && seen.is_ca == go.ca;
    (!same).then(|| format!("here: {seen:?} go: {} {}", go.error, go.subject))
}

/// All words are the same but those on a key that is no point of its curve, and
/// the ending of those on an address in a URI.
fn same_words(here: &str, go: &str) -> bool {
    let point = |words: &str| words.contains("point") || words.contains("element encoding");
    let address = here.ends_with(": invalid host") && go.starts_with(here);
    excerpt(here) == excerpt(go) || (point(here) && point(go)) || address
}

/// One to three octets changed, cut, doubled or moved.
fn altered(original: &[u8], random: &mut Random) -> Vec<u8> {
    let mut der = original.to_vec();
    for _ in 0..=random.below(2) {
        let at = random.below(der.len());
        match random.below(8) {
            0 => der[at] = der[at].wrapping_add(1),
            1 => der[at] = der[at].wrapping_sub(1),
            2 => der[at] ^= 1 << random.below(8),
            3 => der[at] = u8::try_from(random.below(256)).unwrap(),
            4 => der[at] = [0x30, 0x31, 0x80, 0x82, 0x86, 0xa0, 0, 1, 2, 0xff][random.below(10)],
            5 if der.len() > 8 => {
                let other = random.below(der.len());
                der.swap(at, other);
            }
            6 => der.truncate(at.max(1)),
            _ => der.insert(at, 0),
        }
    }
    der
}

proptest! {
    #[test]
    fn hostile_octets_never_panic(octets: Vec<u8>, at in 0usize..2000, length in 0usize..9) {
        let _ = Certificate::parse(&octets);
        let mut der = KNOWN.to_vec();
        let start = at % der.len();
        let end = (start + length).min(der.len());
        der.splice(start..end, octets);
        if let Ok(certificate) = Certificate::parse(&der) {
            let _ = certificate.summary();
            let pool: Pool = [certificate.clone()].into_iter().collect();
            let _ = judge(&[certificate], &pool, "www.example.com", 1_790_000_000).outcome;
        }
    }
}

/// A small self-signed certificate.
static KNOWN: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| {
    let key = rcgen::KeyPair::generate().unwrap();
    let parameters = rcgen::CertificateParams::new(vec!["www.example.com".to_owned()]).unwrap();
    parameters.self_signed(&key).unwrap().der().to_vec()
});
