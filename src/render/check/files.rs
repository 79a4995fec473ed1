use crate::model::{CachedCopy, Cite, Evidence, File, Part, Stage};
use crate::render::check::{Blame, Check, List, Status};
use crate::render::seen;

/// go.mod, go.work and netrc. What was not looked at has no check.
pub(super) fn add(evidence: &Evidence, blame: &Blame, list: &mut List) {
    let facts = &evidence.facts;
    let project = &facts.project;
    let files = [
        ("go.mod", Cite::GoMod, state(&project.gomod)),
        ("go.work", Cite::GoWork, state(&project.gowork)),
        ("netrc", Cite::Netrc, state(&facts.netrc)),
    ];
    for (name, cite, state) in files {
        let (status, path) = match state {
            State::NotLooked => continue,
            State::Absent => (absent(blame, &cite), None),
            State::Bad(path) => (blame.broken(&cite), Some(path)),
            State::Good(path) => (blame.status(&cite), Some(path)),
        };
        let seen = seen::cite(evidence, &cite);
        let mut check = Check::new(Stage::Files, name.to_owned(), status, seen);
        if let Some(path) = path {
            check = check.with("path", path);
        }
        list.add(match status {
            Status::Skip => check.reason("absent"),
            _ => check,
        });
    }
}

/// That a file is not there matters only where a finding says so.
fn absent(blame: &Blame, cite: &Cite) -> Status {
    match blame.status(cite) {
        Status::Pass => Status::Skip,
        status => status,
    }
}

enum State {
    NotLooked,
    Absent,
    Bad(String),
    Good(String),
}

fn state<T>(file: &File<T>) -> State {
    match file {
        File::NotLooked => State::NotLooked,
        File::Absent => State::Absent,
        File::Unreadable { path, .. } | File::Broken { path, .. } => State::Bad(path.clone()),
        File::Parsed { path, .. } => State::Good(path.clone()),
    }
}

/// A file of the module cache, by what it is of.
pub(super) fn in_cache(copy: &CachedCopy) -> String {
    let CachedCopy { module, version, part, .. } = copy;
    let ending = match part {
        Part::GoMod => "mod",
        Part::Zip => "zip",
    };
    format!("modcache:{module}@{version}.{ending}")
}
