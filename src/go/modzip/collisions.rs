use super::NameFault;
use super::fold::folded;
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// Finds names that a file system may take for one another, and what is both a file
/// and a folder. Of a million names it holds a number each, not the names twice.
/// go's file: `golang.org/x/mod/zip/zip.go`, `collisionChecker`.
pub(super) struct Collisions<'a> {
    known: HashMap<u64, Known<'a>>,
    keys: RandomState,
}

#[derive(Clone, Copy)]
struct Known<'a> {
    path: &'a str,
    is_folder: bool,
    /// How long the name of a folder above is that collides: no name below is allowed.
    above: Option<u16>,
}

impl<'a> Collisions<'a> {
    pub(super) fn of(files: usize) -> Self {
        Self { known: HashMap::with_capacity(files), keys: RandomState::new() }
    }

    /// go looks at the path, then at each folder above it. Where one is known, those
    /// above it were looked at with it, and the answer is the same.
    pub(super) fn check(&mut self, path: &'a str, is_folder: bool) -> Result<(), NameFault> {
        let mut added = Vec::new();
        for (end, key) in self.keys_of(path).into_iter().rev() {
            let here =
                Known { path: &path[..end], is_folder: is_folder || end < path.len(), above: None };
            let Some(known) = self.known.get(&key).copied() else {
                self.known.insert(key, here);
                added.push(key);
                continue;
            };
            // Two names of one number: none is mistaken for the other.
            if !folded(known.path).eq(folded(here.path)) {
                continue;
            }
            return match known.meet(here) {
                Err(fault) => Err(self.refuse(&added, end, fault)),
                Ok(()) => self.again(known, &added),
            };
        }
        Ok(())
    }

    /// A folder that is known: what stands above it was found then.
    fn again(&mut self, known: Known<'a>, added: &[u64]) -> Result<(), NameFault> {
        let Some(length) = known.above.map(usize::from) else {
            return Ok(());
        };
        let here = Known { path: &known.path[..length], is_folder: true, above: None };
        let key = self.keys_of(here.path).pop().map_or(0, |(_, key)| key);
        let met = self.known.get(&key).map_or(Ok(()), |first| first.meet(here));
        met.map_err(|fault| self.refuse(added, length, fault))
    }

    fn refuse(&mut self, below: &[u64], length: usize, fault: NameFault) -> NameFault {
        for key in below {
            if let Some(known) = self.known.get_mut(key) {
                known.above = u16::try_from(length).ok();
            }
        }
        fault
    }

    /// A number for the path and for each folder above it, the shortest first; names
    /// that differ in case alone have the same.
    fn keys_of(&self, path: &str) -> Vec<(usize, u64)> {
        let mut hasher = self.keys.build_hasher();
        let mut keys = Vec::new();
        for ((at, c), folded) in path.char_indices().zip(folded(path)) {
            if c == '/' {
                keys.push((at, hasher.finish()));
            }
            hasher.write_u32(folded.into());
        }
        keys.push((path.len(), hasher.finish()));
        keys
    }
}

impl Known<'_> {
    fn meet(self, second: Known) -> Result<(), NameFault> {
        let path = second.path.to_owned();
        if self.path != second.path {
            return Err(NameFault::Collision { first: self.path.to_owned(), second: path });
        }
        if self.is_folder != second.is_folder {
            return Err(NameFault::FileAndFolder { path });
        }
        if !second.is_folder {
            return Err(NameFault::Twice { path });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(paths: &[(&'static str, bool)]) -> Vec<String> {
        let mut collisions = Collisions::of(paths.len());
        let check = |(path, is_folder): &(&'static str, bool)| collisions.check(path, *is_folder);
        paths
            .iter()
            .map(check)
            .map(|done| done.err().map_or(String::new(), |f| f.to_string()))
            .collect()
    }

    #[test]
    fn what_is_below_a_folder_that_collides_collides() {
        let told = said(&[("a", false), ("A/b/c", false), ("A/b/d", false), ("x/A", true)]);
        let collision = "case-insensitive file name collision: \"a\" and \"A\"";
        assert_eq!(told, ["", collision, collision, ""]);
    }

    #[test]
    fn a_folder_may_be_named_twice_and_a_file_not() {
        let told =
            said(&[("d", true), ("d", true), ("d/f", false), ("d/f", false), ("d/f/g", false)]);
        let twice = "multiple entries for file \"d/f\"";
        assert_eq!(told, ["", "", "", twice, "entry \"d/f\" is both a file and a directory"]);
    }
}
