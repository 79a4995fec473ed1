use crate::go::modfile::{Fault, ModFile, Slip, SyntaxError, needed_modules};
use crate::go::module::{
    InvalidPathError, VersionFault, check_import_path, check_path, path_meant,
};
use crate::model::{Cite, Evidence, File, Location};

/// A path that no module can have.
#[derive(Clone, Debug, PartialEq)]
pub struct BadPath {
    /// As it is written; a password in it is masked.
    pub shown: String,
    pub version: String,
    /// go's words.
    pub words: String,
    pub place: Option<Location>,
    pub whose: Whose,
    pub cite: Cite,
    /// The path that was meant, where that can be told.
    pub meant: Option<String>,
}

/// Where such a path stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Required,
    Replacement,
    /// The module line of go.mod.
    Own,
    Argument,
}

impl Evidence {
    /// The paths that go refuses, in the order in which it comes to them.
    pub fn bad_paths(&self) -> Vec<BadPath> {
        let mut found = Vec::new();
        match &self.facts.project.gomod {
            File::Broken { path, errors, lines } => {
                let text = |error: &SyntaxError| {
                    let line = lines.iter().find(|(line, _)| *line == error.line);
                    line.map(|(_, text)| text.as_str())
                };
                let of = |error| in_broken(path, error, text(error));
                found.extend(errors.iter().filter_map(of));
            }
            File::Parsed { path, it } => {
                found.extend(self.of_main(path, it));
                found.extend(in_parsed(path, it));
            }
            _ => {}
        }
        let typed = self.facts.arguments.iter().enumerate();
        // What is no path at all, another cause tells.
        let typed = typed.filter(|(_, it)| it.fault.is_none());
        found.extend(
            typed.filter_map(|(at, it)| typed_path(at, it.typed.raw(), &it.typed.to_string())),
        );
        found
    }

    /// What a complaint of go's parser is about: a URL in place of a module path is no
    /// slip of grammar, though its `//` begins a comment to go.
    pub fn slip(&self, error: &SyntaxError) -> Slip {
        let File::Broken { lines, .. } = &self.facts.project.gomod else { return error.slip() };
        let line = lines.iter().find(|(line, _)| *line == error.line);
        match (&error.fault, line) {
            (Fault::VersionUsage { .. }, Some((_, text))) if url_in(text).is_some() => Slip::Path,
            _ => error.slip(),
        }
    }

    fn of_main(&self, file: &str, it: &ModFile) -> Option<BadPath> {
        let module = it.module.as_ref()?;
        // Go 1.21 minds only the first, by a panic.
        let minor = self.facts.go.minor();
        let is_reserved =
            module.path == "go" && minor >= 21 || module.path == "toolchain" && minor >= 22;
        let words = match check_import_path(&module.path) {
            Err(mut error) => {
                error.kind = crate::go::module::PathKind::Module;
                error.to_string()
            }
            Ok(()) if is_reserved => {
                format!("invalid module path: \"{}\"", module.path)
            }
            Ok(()) => return None,
        };
        // Of a URL go reads `https:`, and the rest as a comment.
        let line = self.facts.project.source(module.line);
        let url = line.as_deref().and_then(url_in).filter(|url| url.starts_with(&module.path));
        let shown = url.unwrap_or_else(|| module.path.clone());
        let place = Some(at(file, module.line, line.as_deref()));
        let meant = path_meant(&shown, "");
        let (version, whose, cite) = (String::new(), Whose::Own, Cite::GoMod);
        Some(BadPath { shown, version, words, place, whose, cite, meant })
    }
}

fn in_broken(file: &str, error: &SyntaxError, line: Option<&str>) -> Option<BadPath> {
    let url = line.and_then(url_in);
    let (shown, whose) = match &error.fault {
        Fault::Version { error, .. } => match &error.fault {
            VersionFault::MalformedPath { path } => (path.clone(), Whose::Required),
            _ => return None,
        },
        Fault::ReplacedPath { path } => (path.clone(), Whose::Replacement),
        Fault::ModulePath => (first_word(line?), Whose::Required),
        Fault::VersionUsage { .. } => (url?, Whose::Required),
        _ => return None,
    };
    let version = line.and_then(version_in).unwrap_or_default();
    let meant = path_meant(&shown, &version);
    let column = (error.column > 0).then_some(error.column);
    let place = Location { column, ..at(file, error.line, line) };
    let words = error.shown("go.mod");
    Some(BadPath { shown, version, words, place: Some(place), whose, cite: Cite::GoMod, meant })
}

fn in_parsed(file: &str, it: &ModFile) -> Vec<BadPath> {
    let needed = needed_modules(it).into_iter();
    let bad = needed.filter_map(|needed| {
        let (path, version) = needed.fetched()?;
        let error = check_path(path).err()?;
        let is_own = path == needed.path && version == needed.version;
        let line = match &needed.replaced {
            crate::go::modfile::Replacement::Module { line, .. } => *line,
            _ => needed.line,
        };
        Some(BadPath {
            shown: path.to_owned(),
            version: version.to_owned(),
            words: format!("{}@{}: {error}", needed.path, needed.version),
            place: Some(at(file, line, None)),
            whose: if is_own { Whose::Required } else { Whose::Replacement },
            cite: Cite::GoMod,
            meant: path_meant(path, version),
        })
    });
    bad.collect()
}

/// A URL or an address of git in place of a module, or a path that go refuses as soon as
/// a version stands behind it.
fn typed_path(at: usize, typed: &str, shown: &str) -> Option<BadPath> {
    let is_address = typed.contains("://") || is_scp(typed);
    let (path, version) = match typed.rsplit_once('@') {
        Some((path, version)) if !version.contains(['/', ':']) => (path, version),
        _ => (typed, ""),
    };
    let is_relative = path.starts_with('.') || path.starts_with('/') || path.contains('\\');
    let error = check_path(path).err().filter(|_| !is_relative)?;
    if !is_address && (version.is_empty() || !path.contains('.')) {
        return None;
    }
    Some(BadPath {
        shown: shown.to_owned(),
        version: version.to_owned(),
        words: words_for(typed, shown, error),
        place: None,
        whose: Whose::Argument,
        cite: Cite::Argument(at),
        meant: path_meant(path, version),
    })
}

/// What go says of a word: it takes all before the first `@` for the path, and minds its
/// form only where a version follows. A password is masked in what is shown alone.
fn words_for(typed: &str, shown: &str, error: InvalidPathError) -> String {
    let Some((path, _)) = typed.split_once('@') else {
        return format!("module {shown}: not a known dependency");
    };
    let error = check_path(path).err().unwrap_or(error);
    let path = shown.split('@').next().unwrap_or_default().to_owned();
    InvalidPathError { path, ..error }.to_string()
}

/// `git@host:path`, as git writes an address.
fn is_scp(typed: &str) -> bool {
    let Some((user, rest)) = typed.split_once('@') else { return false };
    !user.contains('/') && rest.split('/').next().is_some_and(|host| host.contains(':'))
}

fn at(file: &str, line: usize, source: Option<&str>) -> Location {
    Location { file: file.to_owned(), line, column: None, source: source.map(str::to_owned) }
}

fn url_in(line: &str) -> Option<String> {
    let is_url = |word: &&str| word.contains("://") && !word.starts_with("//");
    line.split_whitespace().find(is_url).map(str::to_owned)
}

fn version_in(line: &str) -> Option<String> {
    let is_version = |word: &&str| crate::go::semver::is_valid(word);
    line.split_whitespace().find(is_version).map(str::to_owned)
}

fn first_word(line: &str) -> String {
    let verbs = ["require", "exclude", "replace", "("];
    let mut words = line.split_whitespace().filter(|word| !verbs.contains(word));
    words.next().unwrap_or_default().to_owned()
}
