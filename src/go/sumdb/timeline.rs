use super::fault::{Purpose, SumdbFault};
use super::fork::{Fork, Signed};
use super::held::Held;
use super::note::{self, NoteFault};
use super::reading::Stop;
use super::record::Record;
use super::source::Source;
use super::tlog::{Tree, prove_tree, record_hash, stored_hash_index, tree_hash};
use crate::base::Excerpt;
use crate::go::gosumdb::Verifier;

/// What go holds for the database's history so far.
#[derive(Clone, Debug)]
pub(super) struct Timeline {
    /// The largest tree that go has accepted in this run.
    pub(super) latest: Signed,
    /// What its file of the latest tree would hold by now, and who wrote it there.
    pub(super) stored: (Vec<u8>, Source),
}

/// How a note stands to the latest tree.
#[derive(PartialEq, Eq)]
enum When {
    Past,
    Now,
    /// It has become the latest.
    Future,
}

/// A tree of this size or more sends go's search for a power of two round and round.
const ENDLESS: u64 = 1 << 62;

impl Timeline {
    pub(super) fn new(stored: Vec<u8>) -> Self {
        Self { latest: Signed::nothing(), stored: (stored, Source::Stored) }
    }

    /// Takes a note in, after checking that it and all others are one history.
    /// go's file: `golang.org/x/mod/sumdb/client.go`, `mergeLatest`.
    pub(super) fn merge(
        &mut self,
        (message, source): (&[u8], &Source),
        verifier: &Verifier,
        held: &Held,
    ) -> Result<(), Stop> {
        if self.merge_in_memory((message, source), verifier, held)? != When::Future {
            return Ok(());
        }
        // go reads its file again before it writes there; nobody else has here.
        let (message, source) = self.stored.clone();
        if self.merge_in_memory((&message, &source), verifier, held)? == When::Past {
            self.stored = (self.latest.note.clone().into_bytes(), self.latest.source.clone());
        }
        Ok(())
    }

    /// go's file: `golang.org/x/mod/sumdb/client.go`, `mergeLatestMem`.
    fn merge_in_memory(
        &mut self,
        (message, source): (&[u8], &Source),
        verifier: &Verifier,
        held: &Held,
    ) -> Result<When, Stop> {
        let before = self.latest.tree.size;
        if message.is_empty() {
            return Ok(if before == 0 { When::Now } else { When::Past });
        }
        let signed = open(message, source, verifier)?;
        if signed.tree.size <= before {
            check_trees(&signed, &self.latest, held)?;
            return Ok(if signed.tree.size < before { When::Past } else { When::Now });
        }
        check_trees(&self.latest, &signed, held)?;
        self.latest = signed;
        Ok(When::Future)
    }

    /// Checks that the latest tree has the record.
    /// go's file: `golang.org/x/mod/sumdb/client.go`, `checkRecord`.
    pub(super) fn check_record(
        &self,
        record: &Record<'_>,
        source: &Source,
        held: &Held,
    ) -> Result<(), Stop> {
        let (id, size, source) = (record.id, self.latest.tree.size, source.clone());
        if u64::try_from(id).is_ok_and(|id| id >= size) {
            return Err(SumdbFault::RecordNotInTree { source, id, size }.into());
        }
        // For go, all records before the first are in its place.
        let index = stored_hash_index(0, u64::try_from(id).unwrap_or_default());
        let purpose = Purpose::Record { id, source: source.clone() };
        let hashes = held.hashes(&self.latest, &purpose, &[index])?;
        if hashes == [record_hash(record.text.as_bytes())] {
            return Ok(());
        }
        Err(SumdbFault::CannotAuthenticateRecord { source, id, size }.into())
    }
}

/// Opens the note of a tree.
pub(super) fn open(
    message: &[u8],
    source: &Source,
    verifier: &Verifier,
) -> Result<Signed, SumdbFault> {
    let source = || source.clone();
    let start = |bytes| Excerpt::of(bytes, Excerpt::USUAL);
    let text = note::open(message, verifier).map_err(|fault| match fault {
        NoteFault::Malformed { flaw } => {
            SumdbFault::MalformedNote { source: source(), flaw, start: start(message) }
        }
        NoteFault::InvalidSignature { key } => {
            SumdbFault::InvalidSignature { source: source(), key }
        }
        NoteFault::Unverified { signers } => {
            SumdbFault::UnverifiedNote { source: source(), signers }
        }
    })?;
    let tree = Tree::parse(text);
    let tree = tree.ok_or_else(|| SumdbFault::MalformedTree {
        source: source(),
        start: start(text.as_bytes()),
    })?;
    if tree.size >= ENDLESS {
        return Err(SumdbFault::EndlessTree { source: source(), size: tree.size });
    }
    let note = String::from_utf8_lossy(message).into_owned();
    Ok(Signed { tree, note, source: source() })
}

/// Checks that the newer tree begins with the records of the older one.
/// go's file: `golang.org/x/mod/sumdb/client.go`, `checkTrees`.
fn check_trees(older: &Signed, newer: &Signed, held: &Held) -> Result<(), Stop> {
    let purpose = purpose(older, newer);
    let read = |indexes: &[u64]| held.hashes(newer, &purpose, indexes);
    let (old, new) = (older.tree.size, newer.tree.size);
    let found = tree_hash(old, read)?;
    if found == older.tree.hash {
        return Ok(());
    }
    let proof = if old == 0 { Vec::new() } else { prove_tree(new, old, read)? };
    let fork = Fork { older: older.clone(), newer: newer.clone(), found, proof };
    Err(SumdbFault::ForkedTree { fork: Box::new(fork) }.into())
}

/// Two trees from go's own file are the same one, read before the first question.
fn purpose(older: &Signed, newer: &Signed) -> Purpose {
    if older.source == Source::Stored && newer.source == Source::Stored {
        return Purpose::Stored { size: newer.tree.size };
    }
    Purpose::Trees { older: older.head(), newer: newer.head() }
}
