use crate::go::modfile::{Grammar, ModFile, Replace, parse_lax};
use crate::go::semver;
use crate::go::toolchain;
use crate::model::{Facts, Need};
use std::collections::HashSet;

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
