use crate::judge::{Case, Random, ask};
use gomod_doctor::go::x509::Pool;

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
    for _ in 0..=random.below(4) {
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
