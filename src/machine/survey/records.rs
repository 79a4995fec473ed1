use super::{Plan, Watch};
use crate::go::gosumdb::Verifier;
use crate::go::sumdb::tlog::Tile;
use crate::go::sumdb::{Record, StoredTree, note};
use crate::machine::{Entry, Kind, Listed, Machine};
use crate::model::{Damage, Harm, Wanted};

/// A record, a tile or a tree note is smaller than this, in bytes.
const MOST: usize = 1 << 20;
const DEPTH: usize = 32;

/// What go has kept of the checksum database that it asks: the latest tree, records and
/// tiles. Of other databases it reads nothing.
pub(super) fn look(machine: &dyn Machine, plan: &Plan, watch: &Watch) {
    let Some((name, verifier)) = &plan.database else { return };
    let records = Records { machine, verifier, watch };
    if let Some(trees) = &plan.trees {
        records.latest(&format!("{trees}/{name}/latest"));
    }
    let below = format!("{}/sumdb/{name}", plan.download());
    records.folder(&below, "", 0);
}

struct Records<'a> {
    machine: &'a dyn Machine,
    verifier: &'a Verifier,
    watch: &'a Watch,
}

impl Records<'_> {
    fn latest(&self, path: &str) {
        let Ok(content) = self.machine.read(path, MOST) else { return };
        match StoredTree::read(&content, self.verifier) {
            StoredTree::Empty | StoredTree::Sound { .. } => {}
            StoredTree::Zeroed { .. } | StoredTree::Refused { .. } => self.report(path),
        }
    }

    fn folder(&self, root: &str, below: &str, depth: usize) {
        let Ok(entries) = self.machine.entries(&format!("{root}/{below}")) else { return };
        for Listed { name, kind, .. } in entries {
            if self.watch.is_stopped() || depth > DEPTH {
                return;
            }
            let inner = if below.is_empty() { name } else { format!("{below}/{name}") };
            match kind {
                Kind::Folder => self.folder(root, &inner, depth + 1),
                Kind::File if !self.is_sound(root, &inner) => {
                    self.report(&format!("{root}/{inner}"));
                }
                _ => {}
            }
        }
    }

    /// An empty file go takes for none.
    /// go's file: `cmd/go/internal/modfetch/sumdb.go`, `ReadCache`.
    fn is_sound(&self, root: &str, below: &str) -> bool {
        let path = format!("{root}/{below}");
        if !matches!(self.machine.look(&path), Ok(Entry::File { size: 1.., .. })) {
            return true;
        }
        let Ok(content) = self.machine.read(&path, MOST) else { return true };
        if below.starts_with("lookup/") {
            let record = Record::parse(&content);
            return record.is_some_and(|it| note::open(it.note, self.verifier).is_ok());
        }
        let length = Tile::parse(below).map(Tile::bytes);
        length.is_none_or(|length| length == content.len() && content.iter().any(|it| *it != 0))
    }

    fn report(&self, path: &str) {
        let (path, harm) = (path.to_owned(), Harm::SumdbGarbage);
        let remove = vec![path.clone()];
        self.watch.report(Damage { path, module: None, harm, wanted: Wanted::Here, remove });
    }
}
