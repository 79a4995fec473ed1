use super::source::Source;
use super::tlog::{Hash, Tree, check_tree};
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// Two trees that cannot both be the database's history, and the proof of it: the
/// gravest thing that a checksum database can be caught at.
/// go's file: `golang.org/x/mod/sumdb/client.go`, `checkTrees`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fork {
    pub older: Signed,
    pub newer: Signed,
    /// The hash that the newer tree's first records have, as many as the older's.
    pub found: Hash,
    /// The hashes that make the newer tree's hash out of `found`.
    pub proof: Vec<Hash>,
}

/// A tree whose note the key has signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    pub tree: Tree,
    /// The whole note; empty for the log before its first record.
    pub note: String,
    pub source: Source,
}

impl Signed {
    /// The log before its first record, which needs no signature.
    pub(super) fn nothing() -> Self {
        Self { tree: Tree::EMPTY, note: String::new(), source: Source::Stored }
    }
}

impl Fork {
    /// Whether the hashes prove it, whoever has shown them. That both notes are
    /// signed is for `note::open` to say.
    pub fn holds(&self) -> bool {
        let found = Tree { hash: self.found, ..self.older.tree };
        self.found != self.older.tree.hash && check_tree(&self.proof, &self.newer.tree, &found)
    }

    /// What go prints before it stops.
    pub(super) fn report(&self) -> String {
        let mut report =
            "SECURITY ERROR\ngo.sum database server misbehavior detected!\n\n".to_owned();
        for (age, signed) in [("old", &self.older), ("new", &self.newer)] {
            let note = signed.note.replace('\n', "\n\t");
            // Writing to a String cannot fail.
            let _ = write!(report, "{age} database:\n\t{note}\n");
        }
        let _ = write!(report, "proof of misbehavior:\n\t{}", self.found);
        if self.older.tree.size == 0 {
            report.push_str("\tinternal error: tlog: invalid inputs in ProveTree\n");
        }
        for hash in &self.proof {
            let _ = write!(report, "\n\t{hash}");
        }
        report
    }
}
