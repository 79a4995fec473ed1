use super::platform;
use crate::docker::{Context, Lying, Review, review, sources};
use crate::machine::{Entry, Machine};
use crate::model::{Dockerfile, Evidence, Facts, FileFault, Limits};

/// Larger than this it is no Dockerfile, in bytes.
const MOST: usize = 4 << 20;
/// What is read of the context: go.mod, go.work, `.dockerignore`.
const MOST_READ: usize = 16 << 20;

/// Which Dockerfile, and where it is built.
#[derive(Clone, Debug, Default)]
pub struct DockerfileAt {
    /// As it was named, for the report.
    pub name: String,
    /// Where it lies.
    pub path: Option<String>,
    /// What came by standard input in its place.
    pub content: Option<Vec<u8>>,
    /// The folder that `docker build` would be given.
    pub dir: String,
}

/// Why there is nothing to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDockerfile {
    Unreadable(FileFault),
    NotOne,
}

/// Reads a Dockerfile, and of its context what it bears on.
pub fn dockerfile(machine: &dyn Machine, at: &DockerfileAt) -> Result<Evidence, NoDockerfile> {
    let content = match (&at.content, &at.path) {
        (Some(content), _) => content.clone(),
        (None, Some(path)) => machine.read(path, MOST).map_err(NoDockerfile::Unreadable)?,
        (None, None) => return Err(NoDockerfile::NotOne),
    };
    let text = String::from_utf8_lossy(&content).into_owned();
    let seen = InContext::of(machine, at, &text);
    let review = review(&text, &seen).ok_or(NoDockerfile::NotOne)?;
    let platform = platform::look(machine, &machine.variables());
    let facts = Facts { platform, ..Facts::default() };
    let limits = Limits { offline: false, cut_short: false, ..Limits::default() };
    let mut evidence = Evidence::new(facts, Vec::new(), Vec::new(), Vec::new(), limits);
    evidence.dockerfile = Some(told(at, &text, review));
    Ok(evidence)
}

/// What may be said of it: no secret stands in a line or in a correction.
fn told(at: &DockerfileAt, text: &str, review: Review) -> Dockerfile {
    let Review { mut remarks, secrets, stages, fetching } = review;
    let holds = |line: &str| secrets.iter().any(|it| line.contains(it.expose()));
    for remark in &mut remarks {
        if remark.corrected.iter().flat_map(|it| &it.becomes).any(|line| holds(line)) {
            remark.corrected.clear();
        }
    }
    let masked = |line: &str| {
        secrets.iter().fold(line.to_owned(), |line, it| line.replace(it.expose(), "***"))
    };
    let lines: Vec<&str> = text.lines().collect();
    let line = |at: usize| Some((at, masked(lines.get(at.checked_sub(1)?)?.trim_end())));
    let mut shown: Vec<(usize, String)> = remarks.iter().filter_map(|it| line(it.line)).collect();
    shown.sort();
    shown.dedup();
    let (name, path) = (at.name.clone(), at.path.clone());
    Dockerfile { name, path, stages, fetching, remarks, lines: shown, secrets }
}

/// The build context, where it can be told which folder that is.
struct InContext<'m> {
    machine: &'m dyn Machine,
    root: Option<String>,
    /// `NAME.dockerignore` beside the Dockerfile comes before `.dockerignore`.
    own_ignore: Option<String>,
}

impl<'m> InContext<'m> {
    /// The working folder, or the one that the Dockerfile lies in: the one that holds the
    /// go.mod files that it copies.
    fn of(machine: &'m dyn Machine, at: &DockerfileAt, text: &str) -> Self {
        let own =
            at.path.as_deref().and_then(|it| it.rsplit_once('/')).map(|(up, _)| up.to_owned());
        let all = sources(text);
        let named: Vec<&String> = all.iter().filter(|it| is_file_of_go(it)).collect();
        let holds = |root: &&String| {
            let is_file = |name: &str| {
                let path =
                    format!("{}/{}", root.trim_end_matches('/'), name.trim_start_matches("./"));
                matches!(machine.look(&path), Ok(Entry::File { .. }))
            };
            if named.is_empty() {
                is_file("go.mod") || is_file("go.work")
            } else {
                named.iter().all(|it| is_file(it))
            }
        };
        let there = |root: &&String| {
            let is_there = |name: &&String| machine.look(&format!("{root}/{name}")).is_ok();
            all.iter().filter(|it| !it.contains(['$', '*', '?', '['])).filter(is_there).count()
        };
        // Of two the one with more of what is copied; the working folder where both have all.
        let roots: Vec<String> = own.into_iter().chain([at.dir.clone()]).collect();
        let root = roots.iter().filter(holds).max_by_key(there).cloned();
        let own_ignore = at.path.as_ref().map(|it| format!("{it}.dockerignore"));
        Self { machine, root, own_ignore }
    }

    fn at(&self, path: &str) -> Option<String> {
        let root = self.root.as_deref()?.trim_end_matches('/');
        Some(if path.is_empty() { root.to_owned() } else { format!("{root}/{path}") })
    }
}

fn is_file_of_go(source: &str) -> bool {
    let name = source.rsplit('/').next().unwrap_or_default();
    ["go.mod", "go.work"].contains(&name) && !source.contains(['$', '*', '?', '['])
}

impl Context for InContext<'_> {
    fn look(&self, path: &str) -> Lying {
        let Some(path) = self.at(path) else { return Lying::Unseen };
        match self.machine.look(&path) {
            Ok(Entry::File { .. }) => Lying::File,
            Ok(Entry::Folder) => Lying::Folder,
            Err(FileFault::NotFound | FileFault::NotADirectory) => Lying::Nothing,
            Ok(Entry::Other) | Err(_) => Lying::Unseen,
        }
    }

    fn read(&self, path: &str) -> Option<String> {
        let own = self.own_ignore.as_deref().filter(|_| path == ".dockerignore");
        let own = own.and_then(|it| self.machine.read(it, MOST_READ).ok());
        let whole = || self.machine.read(&self.at(path)?, MOST_READ).ok();
        let content = own.or_else(whole)?;
        Some(String::from_utf8_lossy(&content).into_owned())
    }

    fn list(&self, path: &str) -> Vec<String> {
        self.at(path).and_then(|it| self.machine.list(&it).ok()).unwrap_or_default()
    }
}
