use crate::judge::{Case, ask, ders, line};
use gomod_doctor::go::x509::{Certificate, Outcome, Pool, Refusal, judge, read_chain, verify};

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
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), shown.join("\n"));
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
        assert_eq!(matches!(judged.outcome, Outcome::Accepted { .. }), chains.is_ok());
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

/// What servers get wrong most must be among the chains.
#[test]
fn the_usual_faults_are_among_the_chains() {
    let Some(cases) = ask::<Vec<Case>>(&["chains"], None) else {
        return;
    };
    let kinds = [
        "expired root",
        "expired intermediate",
        "missing intermediate",
        "authority as leaf",
        "root without keyCertSign",
        "intermediate without keyCertSign",
        "intermediate CA:FALSE",
        "negative serial",
        "P-521 ECDSA-SHA512",
        "RSA 1024 SHA256-RSA",
        "RSA 2048 SHA1-RSA",
        "constraints of root permitted other",
        "CN only",
        "path of intermediate",
        "usage client below none",
        "rotated P-256",
    ];
    for kind in kinds {
        assert!(cases.iter().any(|case| case.name == kind), "{kind}");
    }
    let certificates: usize = cases.iter().map(|case| case.chain.len() + case.roots.len()).sum();
    assert!(certificates > 50, "{certificates}");
}
