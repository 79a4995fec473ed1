use crate::judge::{ask, der, line};
use gomod_doctor::go::x509::Certificate;
use serde::Deserialize;

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
