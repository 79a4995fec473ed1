use super::super::join;
use super::finder::{Finder, Provided, is_std_path, prefixes};
use super::graph::Graph;
use super::sources::{Sources, head, is_code};
use crate::go::constraint::BuildContext;
use crate::go::module::to_fold;
use crate::model::{Folded, Unlisted};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::time::{Duration, Instant};

/// As many packages are followed,
const PACKAGES: usize = 4000;
/// and for so long.
const LONGEST: Duration = Duration::from_millis(500);

/// What shows only below the imports of the main module.
#[derive(Default)]
pub(super) struct Deep {
    /// Two packages of one build whose paths differ by capitals alone.
    /// go's file: `cmd/go/internal/load/pkg.go`.
    pub folded: Option<Folded>,
    /// Modules that a build takes packages from, and that go.mod does not list.
    /// go's file: `cmd/go/internal/modload/load.go`, `loadFromRoots`.
    pub unlisted: Vec<Unlisted>,
}

/// A package to look into, and the file and line of the main module that lead there.
struct Reached {
    package: String,
    file: String,
    line: usize,
    direct: bool,
}

struct Walk<'a> {
    finder: &'a Finder<'a>,
    context: &'a BuildContext,
    /// Of each module of the graph that go.mod does not list the version, and who
    /// requires it.
    beyond: BTreeMap<&'a str, (&'a str, &'a str)>,
    due: VecDeque<Reached>,
    known: HashMap<String, (String, bool)>,
    seen: HashSet<String>,
    found: Deep,
}

impl Deep {
    /// Follows what the code of the main module imports, tests apart.
    pub(super) fn look(
        sources: &Sources,
        finder: &Finder<'_>,
        graph: &Graph,
        context: &BuildContext,
    ) -> Self {
        let beyond = graph.selected.iter().filter_map(|(path, version)| {
            let by = graph.raised_by.get(path)?;
            let listed = finder.modules.contains_key(path) || finder.is_main(path);
            (!listed).then_some((path.as_str(), (version.as_str(), by.as_str())))
        });
        let mut walk = Walk {
            finder,
            context,
            beyond: beyond.collect(),
            due: VecDeque::new(),
            known: HashMap::new(),
            seen: HashSet::new(),
            found: Self::default(),
        };
        walk.begin(sources);
        let until = Instant::now() + LONGEST;
        while let Some(reached) = walk.due.pop_front() {
            if walk.seen.len() > PACKAGES || Instant::now() > until {
                break;
            }
            walk.visit(&reached);
        }
        walk.found
    }
}

impl Walk<'_> {
    fn begin(&mut self, sources: &Sources) {
        for source in sources.files.iter().filter(|it| !it.test) {
            self.due.extend(source.imports.iter().map(|(package, line)| Reached {
                package: package.clone(),
                file: source.path.clone(),
                line: *line,
                direct: true,
            }));
        }
    }

    fn visit(&mut self, reached: &Reached) {
        if !self.seen.insert(reached.package.clone()) {
            return;
        }
        self.compare(reached);
        let Provided::By { providers, .. } = self.finder.find(&reached.package) else { return };
        match providers.as_slice() {
            [one] => self.below(reached, &one.folder),
            [] => self.beyond(reached),
            _ => {}
        }
    }

    fn compare(&mut self, reached: &Reached) {
        let fold = to_fold(&reached.package);
        match self.known.get(&fold) {
            Some((other, direct)) => {
                let direct = *direct && reached.direct;
                self.found.folded.get_or_insert_with(|| Folded {
                    one: other.clone(),
                    other: reached.package.clone(),
                    file: reached.file.clone(),
                    line: reached.line,
                    text: String::new(),
                    direct,
                });
            }
            None => {
                self.known.insert(fold, (reached.package.clone(), reached.direct));
            }
        }
    }

    /// What a package imports.
    fn below(&mut self, reached: &Reached, folder: &str) {
        let names = self.finder.machine.list(folder).unwrap_or_default();
        let code = names.iter().filter(|it| is_code(it));
        for name in code {
            let Some(file) = head(self.finder.machine, &join(folder, name)) else { continue };
            if self.context.takes(name, &file) == Some(true) {
                self.due.extend(file.imports.into_iter().map(|(package, _)| Reached {
                    package,
                    file: reached.file.clone(),
                    line: reached.line,
                    direct: false,
                }));
            }
        }
    }

    /// Where the code itself imports it, that is told already.
    fn beyond(&mut self, reached: &Reached) {
        if reached.direct || is_std_path(&reached.package) {
            return;
        }
        let found = prefixes(&reached.package).find_map(|it| Some((it, self.beyond.get(it)?)));
        let Some((module, (version, by))) = found else { return };
        if self.found.unlisted.iter().all(|it| it.module != module) {
            self.found.unlisted.push(Unlisted {
                module: module.to_owned(),
                version: (*version).to_owned(),
                by: (*by).to_owned(),
                package: reached.package.clone(),
                file: reached.file.clone(),
                line: reached.line,
            });
        }
    }
}
