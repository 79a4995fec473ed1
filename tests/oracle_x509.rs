//! The port of crypto/x509 against the real one: chains made and judged by go,
//! host names, altered certificates, and this machine's own bundle.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gomod_doctor::go::x509::{Certificate, Outcome, Pool, Refusal, judge, read_chain, verify};
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Case {
    name: String,
    chain: Vec<String>,
    roots: Vec<String>,
    host: String,
    now: i64,
    want: String,
    chains: usize,
}

#[test]
fn chains_are_judged_as_go_judges_them() {
    let Some(cases) = ask::<Vec<Case>>(&["chains"], None) else {
        return;
    };
    assert!(cases.len() > 500, "{}", cases.len());
    compare(&cases);
}

#[test]
fn random_chains_are_judged_as_go_judges_them() {
    let Some(cases) = ask::<Vec<Case>>(&["random", "2000"], None) else {
        return;
    };
    compare(&cases);
}

fn compare(cases: &[Case]) {
    let wrong: Vec<String> = cases.iter().filter_map(difference).collect();
    let shown = wrong.iter().take(20).cloned().collect::<Vec<_>>();
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        shown.join("\n")
    );
}

/// Signatures that aws-lc-rs cannot check: they may be nothing but unjudged.
const UNJUDGED: [&str; 5] = [
    "RSA 1024 SHA384-RSA",
    "RSA 1024 SHA256-RSAPSS",
    "P-224 ECDSA-SHA256",
    "P-224 ECDSA-SHA384",
    "P-224 ECDSA-SHA512",
];

fn difference(case: &Case) -> Option<String> {
    let mut roots = Pool::default();
    for der in ders(&case.roots) {
        if let Ok(root) = Certificate::parse(&der) {
            roots.add(root);
        }
    }
    let verdict = read_chain(&ders(&case.chain)).and_then(|chain| {
        let chains = verify(&chain, &roots, &case.host, case.now);
        let judged = judge(&chain, &roots, &case.host, case.now);
        assert_eq!(
            matches!(judged.outcome, Outcome::Accepted { .. }),
            chains.is_ok()
        );
        chains
    });
    let unjudged = UNJUDGED.contains(&case.name.as_str());
    let got = match &verdict {
        Ok(chains) if !unjudged && chains.len() == case.chains => String::new(),
        Ok(chains) => format!("{} chains", chains.len()),
        Err(Refusal::Unjudged { .. }) if unjudged => return None,
        Err(refusal) => refusal.to_string(),
    };
    assert_json_keeps(&verdict);
    (line(&got) != line(&case.want))
        .then(|| format!("{}\n  go:   {}\n  here: {got}", case.name, case.want))
}

fn assert_json_keeps<T>(verdict: &Result<T, Refusal>) {
    if let Err(refusal) = verdict {
        let text = serde_json::to_string(refusal).unwrap();
        assert_eq!(&serde_json::from_str::<Refusal>(&text).unwrap(), refusal);
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NameCase {
    #[serde(rename = "DER")]
    der: String,
    hosts: Vec<String>,
    want: Vec<String>,
}

#[test]
fn host_names_match_as_in_go() {
    let Some(cases) = ask::<Vec<NameCase>>(&["names", "400"], None) else {
        return;
    };
    let mut wrong = Vec::new();
    for case in &cases {
        let certificate = Certificate::parse(&der(&case.der)).unwrap();
        for (host, want) in case.hosts.iter().zip(&case.want) {
            let got = certificate.verify_hostname(host);
            let got = got.err().map(|why| why.to_string()).unwrap_or_default();
            if line(&got) != line(want) {
                wrong.push(format!("{host}: {want} here: {got}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

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
    let certificate = match here {
        // A point of P-224 is not compared with its curve.
        Ok(_) if go.error.starts_with("P224 ") || go.error.starts_with("invalid P224 ") => {
            return None;
        }
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

/// A whole message as a reader sees it: one line of printable characters.
fn line(text: &str) -> gomod_doctor::base::Excerpt {
    gomod_doctor::base::Excerpt::of(text.as_bytes(), 100_000)
}

fn excerpt(text: &str) -> gomod_doctor::base::Excerpt {
    gomod_doctor::base::Excerpt::text(text)
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

#[test]
fn pem_files_hold_what_go_finds_in_them() {
    let Some(cases) = ask::<Vec<Case>>(&["chains"], None) else {
        return;
    };
    let blocks: Vec<String> = cases
        .iter()
        .take(12)
        .map(|case| pem(&case.chain[0]))
        .collect();
    let mut random = Random(11);
    let mut files: Vec<Vec<u8>> = (0..3000).map(|_| pem_file(&blocks, &mut random)).collect();
    files.extend(bundles());
    let answers = ask::<Vec<usize>>(&["pem"], Some(&files)).unwrap();
    for (file, go) in files.iter().zip(answers) {
        let mut pool = Pool::default();
        pool.add_pem(file);
        assert_eq!(
            pool.len(),
            go,
            "{}",
            String::from_utf8_lossy(&file[..file.len().min(6000)])
        );
    }
}

/// The bundles of this machine, wherever they are.
fn bundles() -> Vec<Vec<u8>> {
    [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/cert.pem",
    ]
    .iter()
    .filter_map(|path| std::fs::read(path).ok())
    .collect()
}

fn pem(der: &str) -> String {
    let lines: Vec<&str> = (0..der.len())
        .step_by(64)
        .map(|at| &der[at..der.len().min(at + 64)])
        .collect();
    format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        lines.join("\n")
    )
}

fn pem_file(blocks: &[String], random: &mut Random) -> Vec<u8> {
    const BETWEEN: [&str; 12] = [
        "",
        "\n",
        "# a comment: with a colon\n",
        "-----BEGIN CERTIFICATE-----\n",
        "-----END CERTIFICATE-----\n",
        "-----BEGIN X-----\nA: b\n\nAAAA\n-----END X-----\n",
        "-----BEGIN CERTIFICATE-----\nA: b\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
        "no line end",
        "-----BEGIN X\n-----END X: a\n",
        "-----END \n",
        "\u{feff}",
    ];
    const CHANGES: [(&str, &str); 12] = [
        ("", ""),
        ("\n", "\r\n"),
        ("\n", " \t\n"),
        ("CERTIFICATE", "TRUSTED CERTIFICATE"),
        ("END CERT", "END  CERT"),
        ("-----END", "----END"),
        ("-----\n", "-----\nKey: value\n\n"),
        ("-----\n", "----- \t\n"),
        ("-----\n", "----- x\n"),
        ("\n", ""),
        ("A", "AB"),
        ("=", ""),
    ];
    let mut file = String::new();
    for _ in 0..1 + random.below(4) {
        file += BETWEEN[random.below(12)];
        let (old, new) = CHANGES[random.below(12)];
        let block = &blocks[random.below(blocks.len())];
        let times = 1 + random.below(3);
        file += &if old.is_empty() {
            block.clone()
        } else {
            block.replacen(old, new, times)
        };
    }
    file.into_bytes()
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

/// A plain generator: the cases are the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

fn ders(texts: &[String]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| der(text)).collect()
}

fn der(text: &str) -> Vec<u8> {
    STANDARD.decode(text).unwrap()
}

/// The judge's answer, or nothing where go is missing.
fn ask<T: DeserializeOwned>(args: &[&str], input: Option<&[Vec<u8>]>) -> Option<T> {
    let mut child = Command::new(oracle()?)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let texts: Vec<String> = input
        .iter()
        .copied()
        .flatten()
        .map(|bytes| STANDARD.encode(bytes))
        .collect();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&serde_json::to_vec(&texts).unwrap());
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// The built judge, once for all tests.
fn oracle() -> Option<&'static PathBuf> {
    static BUILT: OnceLock<Option<(tempfile::TempDir, PathBuf)>> = OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("oracle");
        let build = Command::new("go")
            .args(["build", "-o"])
            .arg(&path)
            .arg("./x509")
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle"))
            .status();
        match build {
            Ok(status) => assert!(status.success()),
            Err(why) => {
                let required =
                    std::env::var_os("GOMOD_DOCTOR_REQUIRE_LAB").is_some_and(|v| v == "1");
                assert!(!required, "go is required: {why}");
                println!("skipped: go is not installed");
                return None;
            }
        }
        Some((dir, path))
    });
    built.as_ref().map(|(_, path)| path)
}
