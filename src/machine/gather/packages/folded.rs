use super::super::join;
use super::finder::{Finder, Provided};
use super::sources::{Sources, head};
use crate::go::constraint::BuildContext;
use crate::go::module::to_fold;
use crate::model::Folded;
use std::collections::{HashMap, HashSet, VecDeque};
use std::time::{Duration, Instant};

/// As many packages are followed,
const PACKAGES: usize = 4000;
/// and for so long.
const LONGEST: Duration = Duration::from_millis(600);

/// A package to look into, and the file and line of the main module that lead there.
struct Reached {
    package: String,
    file: String,
    line: usize,
    direct: bool,
}

/// Two packages of one build whose paths differ by capitals alone.
/// go's file: `cmd/go/internal/load/pkg.go`.
pub(super) fn folded(
    sources: &Sources,
    finder: &Finder<'_>,
    context: &BuildContext,
) -> Option<Folded> {
    let mut due: VecDeque<Reached> = VecDeque::new();
    for source in sources.files.iter().filter(|it| !it.test) {
        due.extend(source.imports.iter().map(|(package, line)| Reached {
            package: package.clone(),
            file: source.path.clone(),
            line: *line,
            direct: true,
        }));
    }
    let deep = has_alike_modules(finder);
    let until = Instant::now() + LONGEST;
    let mut known: HashMap<String, (String, bool)> = HashMap::new();
    let mut seen: HashSet<String> = HashSet::new();
    while let Some(reached) = due.pop_front() {
        if !seen.insert(reached.package.clone()) {
            continue;
        }
        let fold = to_fold(&reached.package);
        if let Some((other, direct)) = known.get(&fold) {
            return Some(Folded {
                one: other.clone(),
                other: reached.package,
                file: reached.file,
                line: reached.line,
                text: String::new(),
                direct: *direct && reached.direct,
            });
        }
        known.insert(fold, (reached.package.clone(), reached.direct));
        if deep && seen.len() < PACKAGES && Instant::now() < until {
            due.extend(below(&reached, finder, context));
        }
    }
    None
}

/// Only then two packages from below can be alike.
fn has_alike_modules(finder: &Finder<'_>) -> bool {
    let mut folds = HashSet::new();
    !finder.modules.keys().all(|path| folds.insert(to_fold(path)))
}

/// What a package imports, as far as it is here.
fn below(reached: &Reached, finder: &Finder<'_>, context: &BuildContext) -> Vec<Reached> {
    let Provided::By { providers, .. } = finder.find(&reached.package) else { return Vec::new() };
    let [provider] = providers.as_slice() else { return Vec::new() };
    let names = finder.machine.list(&provider.folder).unwrap_or_default();
    let code = names.iter().filter(|it| it.ends_with(".go") && !it.ends_with("_test.go"));
    let mut found = Vec::new();
    for name in code {
        let Some(file) = head(finder.machine, &join(&provider.folder, name)) else { continue };
        if context.takes(name, &file) == Some(true) {
            found.extend(file.imports.into_iter().map(|(package, _)| Reached {
                package,
                file: reached.file.clone(),
                line: reached.line,
                direct: false,
            }));
        }
    }
    found
}
