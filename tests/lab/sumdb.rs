//! A checksum database that the real go verifies: signed tree, records, tiles. And others
//! that it does not believe.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::http::{Body, Pages, Reply, Request};
use crate::module::Module;

const SEED: [u8; 32] = *b"the lab's checksum database, 256";
const OTHER_SEED: [u8; 32] = *b"another key of the very same nam";
const ED25519: u8 = 1;
/// Hashes in a full tile.
const WIDTH: usize = 256;

type Hash = [u8; 32];

/// A transparency log of any length.
pub(crate) struct SumDb {
    /// The name in the signed notes, by which go also reaches it.
    pub(crate) name: String,
    records: Vec<(String, String)>,
    /// The hashes over 1, 2, 4, … records side by side.
    levels: Vec<Vec<Hash>>,
    /// The size that its notes tell.
    told: usize,
    key: Ed25519KeyPair,
    flaw: Option<Flaw>,
}

/// What is wrong with a database, or with who relays it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Notes are altered after they were signed.
    Forged,
    /// Notes hold a control character.
    Scrambled,
    /// Notes are no notes.
    Garbage,
    /// Records are not those of the log.
    Altered,
    /// Tiles are not those of the log.
    Mixed,
    /// Tiles are cut short.
    Cut,
    /// Tiles answer 404.
    Untiled,
    /// Tiles answer 403.
    Guarded,
    /// Lookups answer 404.
    Unrecorded,
    /// Lookups answer with a page.
    Page,
    /// Lookups answer with ten gigabytes.
    HugeLookup,
    /// Tiles answer with ten gigabytes.
    HugeTile,
}

impl SumDb {
    /// A database of these modules under this name, signed by the lab's key.
    pub(crate) fn new(name: &str, modules: &[Module]) -> Arc<SumDb> {
        Arc::new(SumDb::of(name, modules, 0, "filler"))
    }

    /// The same with so many other records between the modules', all of one kind.
    pub(crate) fn of(name: &str, modules: &[Module], others: usize, kind: &str) -> SumDb {
        let mut records = Vec::new();
        for (at, module) in modules.iter().enumerate() {
            let until = others * (at + 1) / modules.len();
            let from = others * at / modules.len();
            records.extend((from..until).map(|at| other(kind, at)));
            let (path, version) = module.escaped();
            records.push((format!("{path}@{version}"), module.sums()));
        }
        let (levels, told) = (levels(&records), records.len());
        let (key, name) = (pair(&SEED), name.to_owned());
        SumDb { name, records, levels, told, key, flaw: None }
    }

    /// Signed by another key of the same name.
    pub(crate) fn rekeyed(mut self) -> SumDb {
        self.key = pair(&OTHER_SEED);
        self
    }

    pub(crate) fn flawed(mut self, flaw: Flaw) -> SumDb {
        self.flaw = Some(flaw);
        self
    }

    /// Its notes are of a time when it was so long.
    pub(crate) fn telling(mut self, size: usize) -> SumDb {
        self.told = size;
        self
    }

    /// The verifier key as GOSUMDB takes it: name, hash and key.
    pub(crate) fn verifier(&self) -> String {
        let id = u32::from_be_bytes(self.key_id());
        format!("{}+{id:08x}+{}", self.name, STANDARD.encode(self.typed_key()))
    }

    /// The database at a host of its own.
    pub(crate) fn pages(self: &Arc<SumDb>) -> Pages {
        let database = Arc::clone(self);
        Arc::new(move |request: &Request| database.answer(request.path()))
    }

    /// What the database answers below its root, or a proxy below `/sumdb/NAME`.
    pub(crate) fn answer(&self, path: &str) -> Reply {
        let (lookup, tile) = (path.starts_with("/lookup/"), path.starts_with("/tile/"));
        match self.flaw {
            Some(Flaw::Unrecorded) if lookup => return Reply::status(404),
            Some(Flaw::Page) if lookup => return Reply::html(200, "Sign in"),
            Some(Flaw::HugeLookup) if lookup => return Reply::with(200, Body::Huge),
            Some(Flaw::Untiled) if tile => return Reply::status(404),
            Some(Flaw::Guarded) if tile => return Reply::status(403),
            Some(Flaw::HugeTile) if tile => return Reply::with(200, Body::Huge),
            _ => {}
        }
        let found = match path {
            "/supported" => Some(Vec::new()),
            "/latest" => Some(self.signed_tree().into_bytes()),
            _ => self.lookup(path).or_else(|| self.tile(path)),
        };
        found.map_or_else(|| Reply::status(404), Reply::bytes)
    }

    pub(crate) fn lookup(&self, path: &str) -> Option<Vec<u8>> {
        let wanted = path.strip_prefix("/lookup/")?;
        let id = self.records.iter().position(|(known, _)| known == wanted)?;
        let mut text = self.records[id].1.clone();
        if self.flaw == Some(Flaw::Altered) {
            text = text.replace("h1:", "h1:A");
        }
        Some(format!("{id}\n{text}\n{}", self.signed_tree()).into_bytes())
    }

    /// `/tile/8/LEVEL/NUMBER`, in groups of three digits, and `.p/WIDTH` behind it.
    pub(crate) fn tile(&self, path: &str) -> Option<Vec<u8>> {
        let (level, rest) = path.strip_prefix("/tile/8/")?.split_once('/')?;
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => (number, width.parse().ok()?),
            None => (rest, WIDTH),
        };
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let (level, number): (usize, usize) = (level.parse().ok()?, digits.parse().ok()?);
        let start = number * WIDTH;
        let mut tile = self.levels.get(level * 8)?.get(start..start + width)?.concat();
        match self.flaw {
            Some(Flaw::Mixed) => tile.reverse(),
            Some(Flaw::Cut) => tile.truncate(tile.len() - 7),
            _ => {}
        }
        Some(tile)
    }

    pub(crate) fn signed_tree(&self) -> String {
        if self.flaw == Some(Flaw::Garbage) {
            return "garbage\n".to_owned();
        }
        let root = STANDARD.encode(self.root(0, self.told));
        let note = format!("go.sum database tree\n{}\n{root}\n", self.told);
        let mut signature = self.key_id().to_vec();
        signature.extend(self.key.sign(note.as_bytes()).as_ref());
        let signature = STANDARD.encode(signature);
        let more = if self.flaw == Some(Flaw::Forged) { "more\n" } else { "" };
        let end = if self.flaw == Some(Flaw::Scrambled) { "\u{1b}\n" } else { "\n" };
        format!("{note}{more}\n\u{2014} {} {signature}{end}", self.name)
    }

    /// The hash over so many records from one of them on (RFC 6962).
    fn root(&self, start: usize, size: usize) -> Hash {
        if size.is_power_of_two() && start.is_multiple_of(size) {
            let level = size.trailing_zeros() as usize;
            return self.levels[level][start >> level];
        }
        let left = size.next_power_of_two() / 2;
        sha256(&[&[1], &self.root(start, left), &self.root(start + left, size - left)])
    }

    fn key_id(&self) -> [u8; 4] {
        let hash = sha256(&[self.name.as_bytes(), b"\n", &self.typed_key()]);
        [hash[0], hash[1], hash[2], hash[3]]
    }

    fn typed_key(&self) -> Vec<u8> {
        [&[ED25519], self.key.public_key().as_ref()].concat()
    }
}

fn other(kind: &str, at: usize) -> (String, String) {
    let path = format!("{kind}.example/m{at}");
    (format!("{path}@v1.0.0"), format!("{path} v1.0.0 h1:{at}=\n{path} v1.0.0/go.mod h1:{at}=\n"))
}

/// The hashes of the records, then of two of them, of four, as far as they are whole.
fn levels(records: &[(String, String)]) -> Vec<Vec<Hash>> {
    let leaves = records.iter().map(|(_, text)| sha256(&[&[0], text.as_bytes()]));
    let mut levels: Vec<Vec<Hash>> = vec![leaves.collect()];
    while let Some(level) = levels.last().filter(|level| level.len() > 1) {
        let pairs = level.chunks_exact(2);
        levels.push(pairs.map(|pair| sha256(&[&[1], &pair[0], &pair[1]])).collect());
    }
    levels
}

fn pair(seed: &[u8; 32]) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(seed).expect("a key")
}

fn sha256(parts: &[&[u8]]) -> Hash {
    let hash = digest(&SHA256, &parts.concat());
    hash.as_ref().try_into().expect("32 bytes")
}
