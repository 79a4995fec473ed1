use crate::base::Lang;
use crate::model::{Evidence, Judgement, Limits, Verdict};
use crate::render::{Style, json, sample};
use serde_json::Value;
use snapbox::{assert_data_eq, file};

const SCHEMA: &str = include_str!("../../../fixtures/report.schema.json");

fn text(evidence: &Evidence, verdict: &Verdict) -> String {
    let mut out = Vec::new();
    json::render(&sample::report(evidence, verdict), &Style::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn value(evidence: &Evidence, verdict: &Verdict) -> Value {
    let value = serde_json::from_str(&text(evidence, verdict)).unwrap();
    valid(&value);
    value
}

fn valid(document: &Value) {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> = validator.iter_errors(document).map(|e| e.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn fault() -> Value {
    value(&sample::evidence(), &sample::verdict())
}

#[test]
fn the_document_is_as_the_schema_says() {
    let text = text(&sample::evidence(), &sample::verdict());
    valid(&serde_json::from_str(&text).unwrap());
    assert_data_eq!(text, file!["snapshots/fault.json"].raw());
}

#[test]
fn the_schema_can_refuse() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let mut wrong = fault();
    wrong["checks"][0]["status"] = "broken".into();
    assert!(!jsonschema::is_valid(&schema, &wrong));
    let mut silent = fault();
    silent["checks"][0]["status"] = "skip".into();
    assert!(!jsonschema::is_valid(&schema, &silent));
}

#[test]
fn whatever_is_cited_has_a_check() {
    let document = fault();
    let checks = document["checks"].as_array().unwrap();
    let has = |id: &Value| checks.iter().any(|check| check["id"] == *id);
    for diagnosis in document["diagnoses"].as_array().unwrap() {
        let cited = diagnosis["evidence"].as_array().unwrap();
        assert!(!cited.is_empty() && cited.iter().all(|cite| has(&cite["check"])));
    }
}

fn check<'a>(document: &'a Value, id: &str) -> &'a Value {
    let checks = document["checks"].as_array().unwrap();
    let found = checks.iter().find(|check| check["id"] == id);
    found.unwrap_or_else(|| panic!("no {id} in {checks:#?}"))
}

#[test]
fn beyond_a_broken_rung_all_is_skipped() {
    let document = fault();
    let tls = check(&document, "tls:proxy.corp.example:443");
    assert_eq!(tls["status"], "fail");
    assert_eq!(tls["evidence"]["fault"], "unknown-authority");
    for id in ["http:proxy.corp.example:443", "goproxy:https://***@proxy.corp.example"] {
        let skipped = check(&document, id);
        assert_eq!(skipped["status"], "skip");
        assert_eq!(skipped["reason"], "needs tls:proxy.corp.example:443");
    }
    assert_eq!(check(&document, "tls:sum.golang.org:443")["status"], "pass");
}

#[test]
fn time_that_ran_out_is_unknown_not_no() {
    let mut evidence = sample::healthy();
    evidence.fetches.clear();
    evidence.ladders[0].rungs.truncate(2);
    evidence.limits = Limits { offline: false, cut_short: true, ..Limits::default() };
    let verdict = Verdict { judgement: Judgement::Inconclusive, ..Verdict::default() };
    let document = value(&evidence, &verdict);
    for id in ["tls:sum.golang.org:443", "http:sum.golang.org:443", "sumdb:sum.golang.org"] {
        let check = check(&document, id);
        assert_eq!((&check["status"], &check["reason"]), (&"unknown".into(), &"deadline".into()));
    }
}

#[test]
fn what_nothing_explains_points_to_its_check() {
    let verdict =
        Verdict { unexplained_ladders: vec![0], judgement: Judgement::Fault, ..Verdict::default() };
    let document = value(&sample::evidence(), &verdict);
    assert_eq!(document["unexplained"][0]["check"], "tls:proxy.corp.example:443");
}

#[test]
fn a_placeholder_is_never_called_verified() {
    let fixes = &fault()["diagnoses"][0]["fixes"];
    let status = |at: usize| fixes[at]["verified"]["status"].as_str().unwrap().to_owned();
    assert_eq!([status(0), status(1), status(2)], ["passed", "not-verifiable", "not-verifiable"]);
}

#[test]
fn a_secret_never_shows_and_is_counted() {
    let text = text(&sample::evidence(), &sample::verdict());
    assert!(!text.contains(sample::CANARY), "{text}");
    assert!(fault()["redactions"].as_u64().unwrap() > 3);
}

#[test]
fn a_secret_that_is_a_word_of_ours_does_not_break_the_document() {
    let mut evidence = sample::evidence();
    let url = crate::base::Veiled::new("https://user@proxy.corp.example");
    evidence.facts.settings.0[0].value = url;
    assert_eq!(value(&evidence, &sample::verdict())["diagnoses"][0]["fixes"][0]["scope"], "user");
}

#[test]
fn a_failure_is_a_document_too() {
    let mut out = Vec::new();
    json::failure(&sample::run(), "there is no option --x", &mut out).unwrap();
    let document: Value = serde_json::from_slice(&out).unwrap();
    valid(&document);
    assert_eq!(document["exit_code"], 2);
    assert_eq!(document["run"]["complete"], false);
    assert_eq!(document["error"], "there is no option --x");
}

#[test]
fn the_language_changes_words_alone() {
    let (evidence, verdict) = (sample::evidence(), sample::verdict());
    let style = Style { lang: Lang::Zh, ..Style::default() };
    let mut out = Vec::new();
    json::render(&sample::report(&evidence, &verdict), &style, &mut out).unwrap();
    let zh: Value = serde_json::from_slice(&out).unwrap();
    valid(&zh);
    assert_eq!(zh["checks"], fault()["checks"]);
    assert_eq!(zh["diagnoses"][0]["title"], "中间设备代替服务器作出应答");
}
