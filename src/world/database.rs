//! A checksum database that go would believe, and others that it would not.

use super::World;
use super::published::{self, missing};
use crate::go::sumdb::tlog::{Hash, node_hash, record_hash};
use crate::model::Reply;
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The database of the invented network: its name is the public one's, its key its own.
pub const NAME: &str = "sum.golang.org";
/// Where a machine of the invented network keeps what it knows of it.
pub const LATEST: &str = "/home/dev/go/pkg/sumdb/sum.golang.org/latest";
/// Where it keeps lookups and tiles.
pub const CACHE: &str = "/home/dev/go/pkg/mod/cache/download/sumdb/sum.golang.org";

const SEED: &[u8; 32] = b"the invented checksum database, ";
const OTHER_SEED: &[u8; 32] = b"another key of the same name,   ";
const ED25519: u8 = 1;

/// How a database, or whoever relays it, goes about its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Log {
    /// As it should.
    Sound,
    /// Its notes are signed by another key of that name.
    Rekeyed,
    /// Its notes were altered after they were signed.
    Forged,
    /// Its notes hold a control character.
    Scrambled,
    /// Its records are not those that are in its tree.
    Altered,
    /// Its tiles are not those of its tree.
    Mixed,
    /// Its log once had other records, and more of them.
    Former,
    /// It says that it has no record.
    Unrecorded,
    /// It has no tiles.
    Untiled,
    /// Its tiles are cut short.
    Cut,
    /// It serves a page in place of records.
    Page,
    /// It refuses to give tiles away.
    Guarded,
}

/// The key of the invented network's database, as GOSUMDB spells one.
pub fn key() -> String {
    verifier(SEED)
}

/// Another key of that name.
pub fn other_key() -> String {
    verifier(OTHER_SEED)
}

impl World {
    /// This machine has once accepted the tree of such a log.
    #[must_use]
    pub fn accepted(self, log: Log) -> Self {
        self.file(LATEST, &log.note())
    }

    /// This machine has looked a module up in such a log.
    #[must_use]
    pub fn looked_up(self, log: Log, module: &str) -> Self {
        let path = format!("/lookup/{module}");
        let (_, body) = log.answer(&path);
        self.file(&format!("{CACHE}{path}"), &String::from_utf8_lossy(&body))
    }

    /// This machine keeps the one tile of such a log.
    #[must_use]
    pub fn keeps_tile(mut self, log: Log) -> Self {
        let path = format!("{CACHE}{}", log.tile_path());
        self.files.insert(path, log.tile());
        self
    }
}

impl Log {
    /// What it answers to a path below its base.
    pub(super) fn answer(self, path: &str) -> (Reply, Vec<u8>) {
        let tile = path == self.tile_path();
        match self {
            _ if path == "/supported" => served(Vec::new()),
            Self::Page => served(b"<html><title>Sign in</title></html>".to_vec()),
            Self::Guarded if tile => (Reply::of(403, "no tiles for you"), Vec::new()),
            Self::Untiled if tile => missing("not found: no such tile"),
            Self::Cut if tile => served(self.tile()[..50].to_vec()),
            _ if tile => served(self.tile()),
            Self::Unrecorded => missing("not found: no such record"),
            _ => self.record(path.trim_start_matches("/lookup/")),
        }
    }

    fn record(self, wanted: &str) -> (Reply, Vec<u8>) {
        let records = self.records();
        let Some(id) = records.iter().position(|(name, _)| name == wanted) else {
            return missing("not found: no such record");
        };
        let text = match self {
            Self::Altered => records[id].1.replace("h1:", "h1:A"),
            _ => records[id].1.clone(),
        };
        served(format!("{id}\n{text}\n{}", self.note()).into_bytes())
    }

    /// The signed tree.
    pub(super) fn note(self) -> String {
        let (size, root) = (self.records().len(), tree(&self.leaves()));
        let text = format!("go.sum database tree\n{size}\n{root}\n");
        let seed = if self == Self::Rekeyed { OTHER_SEED } else { SEED };
        let signed = if self == Self::Forged { format!("{text}another\n") } else { text.clone() };
        let tail = if self == Self::Scrambled { "\u{7}\n" } else { "\n" };
        format!("{text}\n\u{2014} {NAME} {}{tail}", STANDARD.encode(signature(seed, &signed)))
    }

    fn tile_path(self) -> String {
        format!("/tile/8/0/000.p/{}", self.records().len())
    }

    fn tile(self) -> Vec<u8> {
        let mut hashes = self.leaves();
        if self == Self::Mixed {
            hashes.reverse();
        }
        hashes.iter().flat_map(|hash| bytes(*hash)).collect()
    }

    fn leaves(self) -> Vec<Hash> {
        self.records().iter().map(|(_, text)| record_hash(text.as_bytes())).collect()
    }

    /// Each by its `module@version`.
    fn records(self) -> Vec<(String, String)> {
        let mut records = published::records();
        if self == Self::Former {
            let gone = |at: usize| (format!("gone.example/m@v1.{at}.0"), format!("gone {at}\n"));
            records.splice(0..0, (0..3).map(gone));
        }
        records
    }
}

fn served(body: Vec<u8>) -> (Reply, Vec<u8>) {
    (Reply::of(200, ""), body)
}

/// The hash over all leaves, as RFC 6962 has it.
fn tree(leaves: &[Hash]) -> Hash {
    if let [leaf] = leaves {
        return *leaf;
    }
    let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
    node_hash(tree(left), tree(right))
}

fn bytes(hash: Hash) -> Vec<u8> {
    STANDARD.decode(hash.to_string()).unwrap_or_default()
}

fn verifier(seed: &[u8; 32]) -> String {
    let id = u32::from_be_bytes(key_id(seed));
    format!("{NAME}+{id:08x}+{}", STANDARD.encode(typed_key(seed)))
}

fn signature(seed: &[u8; 32], text: &str) -> Vec<u8> {
    let signature = pair(seed).map(|pair| pair.sign(text.as_bytes()).as_ref().to_vec());
    [key_id(seed).to_vec(), signature.unwrap_or_default()].concat()
}

fn key_id(seed: &[u8; 32]) -> [u8; 4] {
    let named = [NAME.as_bytes(), b"\n", &typed_key(seed)].concat();
    let mut id = [0; 4];
    id.copy_from_slice(&digest(&SHA256, &named).as_ref()[..4]);
    id
}

fn typed_key(seed: &[u8; 32]) -> Vec<u8> {
    let public = pair(seed).map(|pair| pair.public_key().as_ref().to_vec());
    [vec![ED25519], public.unwrap_or_default()].concat()
}

/// A seed of 32 bytes is always a key.
fn pair(seed: &[u8; 32]) -> Option<Ed25519KeyPair> {
    Ed25519KeyPair::from_seed_unchecked(seed).ok()
}
