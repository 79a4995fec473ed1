use super::FileRefusal;
use crate::go::module::to_fold;
use std::collections::HashMap;

/// The names so far, of files and of the folders that they lie in.
/// go's file: `golang.org/x/mod/zip/zip.go`, `collisionChecker`.
#[derive(Default)]
pub(super) struct Names(HashMap<String, (String, Kind)>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
}

impl Names {
    /// Refuses a file that could not lie beside those before it on every system.
    pub(super) fn add(&mut self, file: &str) -> Result<(), FileRefusal> {
        self.add_as(file, Kind::File)?;
        let mut path = file;
        while let Some((folder, _)) = path.rsplit_once('/') {
            self.add_as(folder, Kind::Folder)?;
            path = folder;
        }
        Ok(())
    }

    fn add_as(&mut self, path: &str, kind: Kind) -> Result<(), FileRefusal> {
        let known = self.0.entry(to_fold(path)).or_insert_with(|| (String::new(), kind));
        match known {
            (other, _) if other.is_empty() => path.clone_into(other),
            (other, _) if *other != path => {
                return Err(FileRefusal::SameFolded { other: other.clone() });
            }
            (_, other) if *other != kind => return Err(FileRefusal::FileAndFolder),
            _ if kind == Kind::File => return Err(FileRefusal::Twice),
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_in_capitals_alone_collide() {
        let mut names = Names::default();
        assert_eq!(names.add("a/b.go"), Ok(()));
        assert_eq!(names.add("a/c.go"), Ok(()));
        let same = |other: &str| Err(FileRefusal::SameFolded { other: other.into() });
        assert_eq!(names.add("a/B.go"), same("a/b.go"));
        assert_eq!(names.add("A/d.go"), same("a"));
        assert_eq!(names.add("a"), Err(FileRefusal::FileAndFolder));
        assert_eq!(names.add("a/c.go"), Err(FileRefusal::Twice));
    }
}
