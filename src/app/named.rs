use crate::cli::Job;
use crate::machine::Asked;
use crate::machine::Scope;

/// What the command line says about where to look and for what.
pub(super) fn asked(job: &Job, modules: &[String], scope: Scope) -> Asked {
    Asked {
        dir: job.dir.clone(),
        go: job.go.clone(),
        modules: modules.iter().map(|typed| split(typed)).collect(),
        scope,
    }
}

/// `MODULE[@VERSION]`; without a version it is the one of go.mod, else the latest.
fn split(typed: &str) -> (String, Option<String>) {
    match typed.split_once('@') {
        Some((module, version)) if !version.is_empty() => {
            (module.to_owned(), Some(version.to_owned()))
        }
        _ => (typed.trim_end_matches('@').to_owned(), None),
    }
}
