use super::judge;
use crate::base::Text;
use crate::model::{
    Area, Cause, Cite, Confidence, Evidence, Facts, Finding, Fix, Force, Judgement, Limits,
    Severity, Spoken, Symptom, Verdict, Words,
};

const fn cause(code: &'static str, rule: fn(&Evidence) -> Option<Finding>) -> Cause {
    Cause {
        code,
        area: Area::Road,
        title: Text::of("a title", "标题"),
        docs: Text::of("What it is.\n\nWhat helps.", "说明。\n\n解决办法。"),
        logs: &[],
        explains: &[],
        rule,
        fixes: |_, _| Vec::<Fix>::new(),
    }
}

/// Nothing of it is to be seen.
static HEARD: Cause = cause("heard", |_| None);
static SEEN: Cause =
    cause("seen", |_| Some(Finding::likely(Text::same("seen"), vec![Cite::GoMod])));
static SURE: Cause =
    cause("sure", |_| Some(Finding::certain(Text::same("sure"), vec![Cite::GoBinary])));
static WARNING: Cause = cause("warning", |_| {
    let warning = Finding::certain(Text::same("it may"), vec![Cite::GoMod]);
    Some(warning.severity(Severity::Warning).stops(vec!["a.b/c@v1.0.0".into()]))
});
static ABOVE: Cause =
    explaining(cause("above", |_| Some(Finding::likely(Text::same("above"), vec![Cite::GoMod]))));

const fn explaining(mut cause: Cause) -> Cause {
    cause.explains = &["heard"];
    cause
}

fn symptom(code: &str, or: &[&str], force: Force) -> Symptom {
    Symptom {
        code: code.to_owned(),
        line: 3,
        text: "words".into(),
        head: None,
        or: or.iter().map(|code| (*code).to_owned()).collect(),
        force,
        words: Words::Err,
        said: Spoken::default(),
    }
}

fn judged(causes: &[&'static Cause], symptoms: Vec<Symptom>) -> Verdict {
    let limits = Limits::default();
    judge(&Evidence::new(Facts::default(), vec![], vec![], vec![], limits).heard(symptoms), causes)
}

fn roots(verdict: &Verdict) -> Vec<(&str, Confidence)> {
    verdict.roots.iter().map(|it| (it.cause.code, it.finding.confidence)).collect()
}

#[test]
fn what_is_seen_settles_what_words_leave_open() {
    let verdict = judged(&[&HEARD, &SEEN], vec![symptom("heard", &["seen"], Force::Stops)]);
    assert_eq!(roots(&verdict), [("seen", Confidence::Certain)]);
    assert_eq!(verdict.roots[0].finding.because, [Cite::GoMod, Cite::Symptom(0)]);
    let verdict = judged(&[&HEARD, &ABOVE], vec![symptom("heard", &[], Force::Stops)]);
    assert_eq!(roots(&verdict), [("above", Confidence::Likely)]);
    assert!(verdict.shadows.is_empty());
}

#[test]
fn words_of_its_own_make_it_firmer() {
    let verdict = judged(&[&SEEN], vec![symptom("seen", &[], Force::Stops)]);
    assert_eq!(roots(&verdict), [("seen", Confidence::Certain)]);
    let verdict = judged(&[&WARNING], vec![symptom("warning", &[], Force::Stops)]);
    assert_eq!(verdict.roots[0].finding.severity, Severity::Error);
    assert_eq!(verdict.judgement, Judgement::Fault);
}

#[test]
fn what_words_tell_of_comes_before_what_they_do_not() {
    let verdict = judged(&[&SURE, &HEARD], vec![symptom("heard", &[], Force::Stops)]);
    assert_eq!(roots(&verdict), [("heard", Confidence::Possible), ("sure", Confidence::Certain)]);
    let verdict = judged(&[&SURE, &SEEN], vec![symptom("seen", &[], Force::Warns)]);
    assert_eq!(roots(&verdict), [("sure", Confidence::Certain), ("seen", Confidence::Certain)]);
}

#[test]
fn what_is_not_to_be_seen_is_possible_and_says_so() {
    let verdict = judged(&[&HEARD], vec![symptom("heard", &[], Force::Stops)]);
    assert_eq!(roots(&verdict), [("heard", Confidence::Possible)]);
    assert!(verdict.roots[0].finding.says.en.contains("does not show it now"));
    assert!(verdict.roots[0].finding.says.en.contains("standard error"));
    // What go may have got past is no fault where nothing is wrong.
    let verdict = judged(&[&HEARD], vec![symptom("heard", &[], Force::Hints)]);
    assert!(verdict.roots.is_empty());
}
