use crate::machine::{Entry, Kind, Listed, Machine};
use crate::model::FileFault;

/// Deeper than a zip's names can be long.
const DEPTH: usize = 256;
/// As many that are no files are kept by name.
const KEPT: usize = 100;

/// What lies in an unpacked folder, counted.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) files: usize,
    /// What can be no file of a module.
    pub(super) odd: Vec<String>,
}

/// Counts a folder's files.
pub(super) fn count(machine: &dyn Machine, folder: &str) -> Result<Tree, (String, FileFault)> {
    let mut tree = Tree::default();
    walk(machine, folder, &mut |name, kind| {
        if kind == Kind::File {
            tree.files += 1;
        } else if tree.odd.len() < KEPT {
            tree.odd.push(name.to_owned());
        }
    })?;
    Ok(tree)
}

/// Shows everything below a folder that is no folder, by its name from there. A link to
/// a file counts as that file, as it does for go.
pub(super) fn walk(
    machine: &dyn Machine,
    folder: &str,
    each: &mut dyn FnMut(&str, Kind),
) -> Result<(), (String, FileFault)> {
    let mut due = vec![(String::new(), 0)];
    while let Some((below, depth)) = due.pop() {
        let path = if below.is_empty() { folder.to_owned() } else { format!("{folder}/{below}") };
        let entries = match machine.entries(&path) {
            Ok(entries) => entries,
            Err(why) => return Err((path, why)),
        };
        for Listed { name, kind, .. } in entries {
            let inner = if below.is_empty() { name } else { format!("{below}/{name}") };
            match kind {
                Kind::Folder if depth < DEPTH => due.push((inner, depth + 1)),
                Kind::Link => {
                    let behind = machine.look(&format!("{folder}/{inner}"));
                    let is_file = matches!(behind, Ok(Entry::File { .. }));
                    each(&inner, if is_file { Kind::File } else { Kind::Link });
                }
                _ => each(&inner, kind),
            }
        }
    }
    Ok(())
}
