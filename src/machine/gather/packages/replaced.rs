use super::super::join;
use super::super::project::Found;
use crate::go::modfile::Replace;
use crate::model::File;

/// What go reads in place of a required module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Instead {
    /// A version, its own or another module's, from the cache.
    Version { path: String, version: String },
    /// A folder.
    Folder { path: String },
}

/// The replacements in force, each with the folder that its own folders count from.
pub(super) struct Replacements<'f>(Vec<(String, &'f [Replace])>);

impl<'f> Replacements<'f> {
    /// Those of go.work come first. go's file: `cmd/go/internal/modload/modfile.go`,
    /// `replacementFrom`.
    pub(super) fn of(found: &'f Found) -> Self {
        let mut layers = Vec::new();
        if let File::Parsed { path, it } = &found.facts.gowork {
            let root = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            layers.push((root.to_owned(), it.replace.as_slice()));
        }
        let members = found.members.iter();
        layers.extend(members.map(|(folder, file)| (folder.clone(), file.replace.as_slice())));
        Self(layers)
    }

    pub(super) fn of_version(&self, path: &str, version: &str) -> Instead {
        let own = || Instead::Version { path: path.to_owned(), version: version.to_owned() };
        self.0
            .iter()
            .find_map(|(root, list)| replaced(root, list, path, version))
            .unwrap_or_else(own)
    }
}

fn replaced(root: &str, list: &[Replace], path: &str, version: &str) -> Option<Instead> {
    let of = |exact: bool| {
        list.iter().rev().find(|it| {
            it.old.path == path
                && match &it.old.version {
                    Some(old) => exact && old == version,
                    None => !exact,
                }
        })
    };
    let new = &of(true).or_else(|| of(false))?.new;
    Some(match &new.version {
        Some(version) => Instead::Version { path: new.path.clone(), version: version.clone() },
        None if new.path.starts_with('/') => Instead::Folder { path: cleaned(&new.path) },
        None => Instead::Folder { path: cleaned(&join(root, &new.path)) },
    })
}

/// An absolute path without `.` and `..`.
fn cleaned(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    // Such as `C:` where paths begin so.
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}
