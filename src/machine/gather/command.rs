use super::{Asked, join};
use crate::docker::{Does, Typed};
use std::ffi::OsString;

/// What a command line tells of what go was to do.
#[derive(Clone, Debug, Default)]
pub struct Commanded {
    /// Set on the command line itself.
    pub variables: Vec<(String, String)>,
    dirs: Vec<String>,
    does: Does,
    named: Vec<String>,
    go: Option<String>,
}

/// A module, and a version or a query if one was given.
type Named = (String, Option<String>);

impl Commanded {
    pub fn by(words: &[OsString]) -> Self {
        let words: Vec<String> =
            words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let Typed { variables, dirs, does, named, go } = Typed::of(&words);
        Self { variables, dirs, does, named, go }
    }

    /// The folder in which go worked, where the command line began in this one.
    pub fn folder(&self, from: Option<String>) -> Option<String> {
        let step = |at: String, dir: &String| match dir.as_str() {
            "-" | "~" => at,
            dir if dir.starts_with('/') => dir.to_owned(),
            dir => join(&at, dir.trim_start_matches("./")),
        };
        Some(self.dirs.iter().fold(from?, step))
    }

    /// What is to be looked at: what the command line names, and these modules that its
    /// output names; and whether that is about modules at all.
    pub fn asked(&self, told: impl Iterator<Item = Named>, is_about: bool) -> Asked {
        let told: Vec<Named> = told.filter(|(_, version)| version.is_some()).collect();
        let words: Vec<Named> = self.named.iter().map(|word| split(word)).collect();
        let modules = || words.iter().filter_map(|it| module_of(it, &told));
        let base = Asked { beside: told.clone(), go: self.go.clone(), ..Asked::default() };
        match self.does {
            Does::Downloads => Asked { modules: words, ..base },
            Does::Installs => Asked { modules: modules().collect(), alone: true, ..base },
            Does::Gets => Asked { beside: modules().chain(told.clone()).collect(), ..base },
            Does::Builds => base,
            // Where nothing tells of modules, that there is no go.mod is no fault.
            Does::Unknown => Asked { optional: !is_about, ..base },
        }
    }
}

fn split(word: &str) -> Named {
    match word.split_once('@') {
        Some((path, version)) => (path.to_owned(), Some(version.to_owned())),
        None => (word.to_owned(), None),
    }
}

/// The module that a package is of, as far as words tell: by what the output names, and
/// by hosts whose paths are known.
fn module_of((package, version): &Named, told: &[Named]) -> Option<Named> {
    let is_in = |module: &str| {
        package.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if let Some((module, _)) = told.iter().find(|(module, _)| is_in(module)) {
        return Some((module.clone(), version.clone()));
    }
    let elements: Vec<&str> = package.split('/').collect();
    let count = match elements.first().copied()? {
        "github.com" | "bitbucket.org" | "golang.org" => 3,
        "gopkg.in" if package.contains(".v") => {
            elements.iter().position(|it| it.contains(".v"))? + 1
        }
        _ => return None,
    };
    let is_major = |it: &&str| it.strip_prefix('v').is_some_and(|it| it.parse::<u32>().is_ok());
    let more = usize::from(elements.get(count).is_some_and(is_major));
    let module = elements.get(..count + more)?.join("/");
    let version = version.clone().unwrap_or_else(|| "latest".to_owned());
    (version != "none").then_some((module, Some(version)))
}
