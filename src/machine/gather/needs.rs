use super::arguments::is_pattern;
use super::copies::Copies;
use super::ledger::Ledger;
use super::project::Found;
use super::{Asked, Scope};
use crate::go::modcache::ModuleVersion;
use crate::go::modfile::{ModFile, Needed, needed_in_workspace, needed_modules};
use crate::go::module::check_path;
use crate::machine::Machine;
use crate::model::{File, Lacking, Need};
use std::collections::HashSet;

/// So many modules are looked at before all others.
const BESIDE: usize = 20;

/// What go would have to fetch, or to look up in the checksum database; and how
/// many modules lie in the cache, whole.
pub(super) fn look(
    machine: &dyn Machine,
    ledger: &Ledger,
    project: &Found,
    asked: &Asked,
) -> (Vec<Need>, usize) {
    let wanted = wanted(project, asked);
    let all = wanted.len();
    let copies = Copies::of(machine, ledger);
    let missing =
        wanted.into_iter().filter_map(|it| missing(machine, ledger, &copies, it, asked.scope));
    let needs: Vec<Need> = missing.collect();
    let cached = all - needs.len();
    (needs, cached)
}

/// Every version that is asked for, whether it has to be fetched or not.
pub(super) fn versions(project: &Found, asked: &Asked) -> Vec<ModuleVersion> {
    let all = wanted(project, asked).into_iter();
    all.map(|(path, version, _)| ModuleVersion { path, version }).collect()
}

fn wanted(project: &Found, asked: &Asked) -> Vec<Wanted> {
    let listed = listed(project);
    let mut wanted = chosen(&beside(project, asked), &listed);
    let rest = match asked.modules.as_slice() {
        [] if asked.alone => Vec::new(),
        [] => listed,
        named => chosen(named, &listed),
    };
    let mut seen: HashSet<(String, String)> =
        wanted.iter().map(|(path, version, _)| (path.clone(), version.clone())).collect();
    let news = |it: &Wanted| seen.insert((it.0.clone(), it.1.clone()));
    if !wanted.is_empty() {
        wanted.extend(rest.into_iter().filter(news));
        return wanted;
    }
    rest
}

/// What go would fetch of the modules that come first: the main module lies here, and so
/// does what another takes the place of.
fn beside(project: &Found, asked: &Asked) -> Vec<(String, Option<String>)> {
    let lies_here = |path: &str| {
        let mut files = project.members.iter().map(|(_, file)| file);
        files.any(|file| {
            file.module.as_ref().is_some_and(|own| own.path == path)
                || file.replace.iter().any(|it| it.old.path == path)
        })
    };
    let fetched =
        asked.beside.iter().filter(|(path, _)| check_path(path).is_ok() && !lies_here(path));
    let mut first = Vec::new();
    for named in fetched {
        if !first.contains(named) {
            first.push(named.clone());
        }
    }
    first.truncate(BESIDE);
    first
}

/// A module to fetch, and the file and line that ask for it.
type Wanted = (String, String, Option<(String, usize)>);

fn missing(
    machine: &dyn Machine,
    ledger: &Ledger,
    copies: &Copies<'_>,
    (module, version, place): Wanted,
    scope: Scope,
) -> Option<Need> {
    let (file, line) = place.unzip();
    let need = ledger.need(machine, &module, &version);
    let cached = || Need {
        module: module.clone(),
        version: version.clone(),
        lacking: Lacking::default(),
        file: None,
        line: None,
        by: None,
        summed: true,
        sums: ledger.lines(&module, &version),
    };
    let due = || scope == Scope::All || ledger.ends_go() || copies.stop(&module, &version);
    let need = need.or_else(|| due().then(cached))?;
    Some(Need { file, line, ..need })
}

/// What go.mod, or the workspace, requires.
fn listed(project: &Found) -> Vec<Wanted> {
    let file = project.facts.gomod.path().or(project.facts.gowork.path()).unwrap_or_default();
    let fetched = needed(project).into_iter().filter_map(|needed| {
        let (module, version) = needed.fetched()?;
        // go asks nobody for a path that it refuses.
        check_path(module).ok()?;
        Some((module.to_owned(), version.to_owned(), Some((file.to_owned(), needed.line))))
    });
    fetched.collect()
}

/// The modules of the command line; without a version it is that of go.mod, else
/// the latest.
fn chosen(named: &[(String, Option<String>)], listed: &[Wanted]) -> Vec<Wanted> {
    let wanted = named.iter().flat_map(|(module, version)| {
        if is_pattern(module) {
            return listed.iter().filter(|(path, ..)| matches(module, path)).cloned().collect();
        }
        let known = listed.iter().find(|(path, ..)| path == module);
        vec![match (version, known) {
            (Some(version), _) => (module.clone(), version.clone(), None),
            (None, Some(known)) => known.clone(),
            (None, None) => (module.clone(), "latest".to_owned(), None),
        }]
    });
    wanted.collect()
}

pub(super) fn needed(project: &Found) -> Vec<Needed> {
    let files: Vec<ModFile> = project.members.iter().map(|(_, file)| file.clone()).collect();
    match (&project.facts.gowork, files.first()) {
        (File::Parsed { it, .. }, _) => needed_in_workspace(&files, it),
        (_, Some(file)) => needed_modules(file),
        _ => Vec::new(),
    }
}

/// go's file: `cmd/internal/pkgpattern/pkgpattern.go`, `MatchPattern`; `x/...` stands for
/// `x` as well.
fn matches(pattern: &str, path: &str) -> bool {
    if pattern == "all" || pattern.strip_suffix("/...").is_some_and(|start| start == path) {
        return true;
    }
    let parts: Vec<&str> = pattern.split("...").collect();
    let [first, middle @ .., last] = parts.as_slice() else { return pattern == path };
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn three_dots_stand_for_anything() {
        for (pattern, path) in
            [("all", "a.b/c"), ("...", "a.b/c"), ("a.b/...", "a.b"), ("a...c/d...", "a.b/c/d/e")]
        {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        assert!(!matches("a.b/...", "a.bc") && !matches("a...z", "a.b"));
    }
}
