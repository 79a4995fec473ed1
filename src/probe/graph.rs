use crate::go::modfile::{Grammar, ModFile, Replace, parse_lax};
use crate::go::semver;
use crate::go::toolchain;
use crate::model::{Facts, Need};
use std::collections::{HashMap, HashSet};

/// The first go version whose go.mod files list all that their packages need.
const PRUNED: &str = "1.17";

/// The modules whose go.mod go reads because this go.mod requires them: those of
/// a module from before graph pruning, with the main module's replacements.
/// go's file: `cmd/go/internal/modload/buildlist.go`, `readModGraph`.
pub(super) fn required_by(body: &[u8], facts: &Facts, parent: &Need) -> Vec<(String, String)> {
    let Ok(file) = parse_lax(body, Grammar::default()) else {
        return Vec::new();
    };
    let Some(main) = facts.project.gomod.parsed().filter(|_| !facts.project.modules_named) else {
        return Vec::new();
    };
    let below_unpruned = parent.line.is_none();
    if is_pruned(&file) && is_pruned(main) && !below_unpruned {
        return Vec::new();
    }
    // What the main module excludes counts as not required by anybody.
    let excluded: HashSet<_> = main.exclude.iter().map(|it| (&it.path, &it.version)).collect();
    let required = file
        .require
        .iter()
        .filter(|it| semver::is_valid(&it.version) && !excluded.contains(&(&it.path, &it.version)));
    required.filter_map(|it| instead(&main.replace, &it.path, &it.version)).collect()
}

/// Whether `go mod download` fetches every module of the graph, and not only what
/// go.mod lists. go's file: `cmd/go/internal/modcmd/download.go`, `runDownload`.
pub(super) fn fetches_all(facts: &Facts) -> bool {
    let project = &facts.project;
    let is_old = project.gomod.parsed().is_some_and(|main| !is_pruned(main));
    !project.modules_named && (is_old || project.gowork.parsed().is_some())
}

/// The needs whose version is the highest of their module's, as go selects it.
pub(super) fn selected<'n>(listed: &'n [Need], more: &'n [Need]) -> impl Iterator<Item = &'n Need> {
    let mut highest: HashMap<&str, &str> = HashMap::new();
    for need in listed.iter().chain(more) {
        let known = highest.entry(&need.module).or_insert(&need.version);
        if semver::compare(&need.version, known).is_gt() {
            *known = &need.version;
        }
    }
    more.iter().filter(move |need| highest.get(need.module.as_str()) == Some(&&*need.version))
}

fn is_pruned(file: &ModFile) -> bool {
    file.go.as_ref().is_some_and(|line| toolchain::compare(&line.version, PRUNED).is_ge())
}

/// What is fetched in place of a module; nothing where a folder replaces it.
fn instead(replaces: &[Replace], path: &str, version: &str) -> Option<(String, String)> {
    let of = |exact: bool| {
        replaces.iter().find(|it| {
            it.old.path == path
                && match &it.old.version {
                    Some(old) => exact && old == version,
                    None => !exact,
                }
        })
    };
    match of(true).or_else(|| of(false)) {
        Some(replace) => Some((replace.new.path.clone(), replace.new.version.clone()?)),
        None => Some((path.to_owned(), version.to_owned())),
    }
}
