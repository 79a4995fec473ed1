/// What lies at a path of the build context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lying {
    File,
    Folder,
    Nothing,
    /// The context is not to be seen from here.
    Unseen,
}

/// The build context: the folder that `docker build` is given.
pub trait Context {
    /// What lies at a path, by slashes and below the context; `.dockerignore` aside.
    fn look(&self, path: &str) -> Lying;
    /// A small text file of it.
    fn read(&self, path: &str) -> Option<String>;
    /// The names in a folder of it.
    fn list(&self, path: &str) -> Vec<String>;
}

/// Whether something is there, as far as that can be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tri {
    Yes,
    No,
    Unknown,
}

/// `folder/name` without `.`, `..` and double slashes; `..` of the root is the root.
pub(super) fn joined(folder: &str, path: &str) -> String {
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{folder}/{path}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// A path below the context, without a slash in front; none where `..` leaves it.
pub(super) fn below(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The part of a path below a folder; empty where it is that folder.
pub(super) fn inside<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let folder = folder.trim_end_matches('/');
    let rest = path.strip_prefix(folder)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}
