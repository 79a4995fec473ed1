//! What was saved is judged again, without a network, and comes out the same.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::world::{World, place};

const LIMIT: Duration = Duration::from_secs(10);
const SCHEMA: &str = include_str!("../../fixtures/report.schema.json");

/// Where a run of the tool saves its evidence: nobody looks for changes there.
pub(crate) fn saved() -> PathBuf {
    place("saved.json")
}

/// Holds the document against its schema, and the saved evidence against the document.
pub(crate) fn check(world: &World, binary: &Path, report: &Value, secrets: &[&str]) {
    check_document(report);
    let kept = std::fs::read_to_string(saved()).expect("the saved evidence");
    for secret in secrets {
        assert!(!kept.contains(secret), "the secret {secret} is in the saved evidence");
    }
    let from = saved().display().to_string();
    let again = world.run(Command::new(binary).args(["--from", &from, "--format", "json"]), LIMIT);
    let again: Value = serde_json::from_str(&again.stdout).expect("one JSON document on stdout");
    check_document(&again);
    for part in ["verdict", "exit_code", "routes", "checks", "environment", "consequences"] {
        assert_eq!(report[part], again[part], "{part} from the saved evidence");
    }
    assert_eq!(told(report), told(&again), "the diagnoses from the saved evidence");
}

fn check_document(report: &Value) {
    let schema: Value = serde_json::from_str(SCHEMA).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(report).map(|it| it.to_string()).collect();
    assert!(errors.is_empty(), "the document is none of the schema: {errors:?}");
    let ids: Vec<&str> = checks(report).filter_map(|check| check["id"].as_str()).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "each check has an id of its own: {ids:?}");
    for diagnosis in report["diagnoses"].as_array().into_iter().flatten() {
        for cited in diagnosis["evidence"].as_array().into_iter().flatten() {
            let id = cited["check"].as_str().unwrap_or_default();
            assert!(id.is_empty() || known.contains(id), "{id} is cited and not listed");
        }
    }
}

fn checks(report: &Value) -> impl Iterator<Item = &Value> {
    report["checks"].as_array().into_iter().flatten()
}

fn told(report: &Value) -> Vec<[&Value; 5]> {
    let parts = ["code", "severity", "confidence", "message", "evidence"];
    let diagnoses = report["diagnoses"].as_array().into_iter().flatten();
    diagnoses.map(|one| parts.map(|part| &one[part])).collect()
}
