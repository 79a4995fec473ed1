use super::*;
use crate::render::{Renderer, Style, json, route, sample, text};
use proptest::prelude::*;

fn verdict(severities: &[Severity], judgement: Judgement, unexplained: bool) -> Verdict {
    Verdict {
        roots: severities.iter().map(|it| sample::diagnosis(*it)).collect(),
        unexplained_ladders: if unexplained { vec![0] } else { Vec::new() },
        judgement,
        ..Verdict::default()
    }
}

#[test]
fn codes_are_those_of_the_contract() {
    let error = verdict(&[Severity::Error], Judgement::Fault, false);
    let warning = verdict(&[Severity::Warning], Judgement::Warning, false);
    let open = verdict(&[], Judgement::Inconclusive, false);
    let unexplained = verdict(&[], Judgement::Fault, true);
    assert_eq!(code(&Verdict::default(), FailOn::Warning), OK);
    assert_eq!(code(&error, FailOn::Error), FOUND);
    assert_eq!(code(&error, FailOn::Never), OK);
    assert_eq!(code(&warning, FailOn::Error), OK);
    assert_eq!(code(&warning, FailOn::Warning), FOUND);
    assert_eq!(code(&open, FailOn::Error), OPEN);
    assert_eq!(code(&unexplained, FailOn::Error), FOUND);
}

fn severity() -> impl Strategy<Value = Severity> {
    prop_oneof![Just(Severity::Info), Just(Severity::Warning), Just(Severity::Error)]
}

fn judgement() -> impl Strategy<Value = Judgement> {
    prop_oneof![
        Just(Judgement::Healthy),
        Just(Judgement::Warning),
        Just(Judgement::Fault),
        Just(Judgement::Inconclusive)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Rendering any format before or after changes nothing, and the document
    /// carries the very code.
    #[test]
    fn the_format_plays_no_part(
        severities in prop::collection::vec(severity(), 0..3),
        judgement in judgement(),
        unexplained: bool,
        fail_on in prop_oneof![Just(FailOn::Error), Just(FailOn::Warning), Just(FailOn::Never)],
    ) {
        let verdict = verdict(&severities, judgement, unexplained);
        let evidence = sample::evidence();
        let before = code(&verdict, fail_on);
        let mut report = sample::report(&evidence, &verdict);
        report.exit_code = before;
        let renderers: [Renderer; 3] = [text::render, route::render, json::render];
        for render in renderers {
            let mut out = Vec::new();
            render(&report, &Style::default(), &mut out).unwrap();
            prop_assert_eq!(code(&verdict, fail_on), before);
            if let Ok(document) = serde_json::from_slice::<serde_json::Value>(&out) {
                prop_assert_eq!(document["exit_code"].as_u64(), Some(u64::from(before)));
            }
        }
    }
}
