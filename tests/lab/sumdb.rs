//! A checksum database that the real go verifies: signed tree, records, tiles.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::http::{Pages, Reply, Request};
use crate::module::Module;

const SEED: [u8; 32] = *b"the lab's checksum database, 256";
const ED25519: u8 = 1;

type Hash = [u8; 32];

/// A transparency log of fewer than 256 modules, so that one tile holds all its leaves.
pub(crate) struct SumDb {
    /// The name in the signed notes, by which go also reaches it.
    pub(crate) name: String,
    records: Vec<(String, String)>,
    key: Ed25519KeyPair,
}

impl SumDb {
    /// A database of these modules under this name, signed by the lab's key.
    pub(crate) fn new(name: &str, modules: &[Module]) -> Arc<SumDb> {
        assert!(modules.len() < 256, "one tile holds at most 255 leaves");
        let (key, name) =
            (Ed25519KeyPair::from_seed_unchecked(&SEED).expect("a key"), name.to_owned());
        let records = modules.iter().map(|module| {
            let (path, version) = module.escaped();
            (format!("{path}@{version}"), module.sums())
        });
        Arc::new(SumDb { records: records.collect(), name, key })
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
        let found = match path {
            "/supported" => Some(Vec::new()),
            "/latest" => Some(self.signed_tree().into_bytes()),
            _ => self.lookup(path).or_else(|| self.tile(path)),
        };
        found.map_or_else(|| Reply::status(404), Reply::bytes)
    }

    fn lookup(&self, path: &str) -> Option<Vec<u8>> {
        let wanted = path.strip_prefix("/lookup/")?;
        let id = self.records.iter().position(|(known, _)| known == wanted)?;
        let text = &self.records[id].1;
        Some(format!("{id}\n{text}\n{}", self.signed_tree()).into_bytes())
    }

    /// `/tile/8/0/000` or `/tile/8/0/000.p/WIDTH`.
    fn tile(&self, path: &str) -> Option<Vec<u8>> {
        let width = path.strip_prefix("/tile/8/0/000.p/")?.parse().ok()?;
        Some(self.leaves().get(..width)?.concat())
    }

    fn leaves(&self) -> Vec<Hash> {
        self.records.iter().map(|(_, text)| sha256(&[&[0], text.as_bytes()])).collect()
    }

    fn signed_tree(&self) -> String {
        let root = STANDARD.encode(tree(&self.leaves()));
        let note = format!("go.sum database tree\n{}\n{root}\n", self.records.len());
        let mut signature = self.key_id().to_vec();
        signature.extend(self.key.sign(note.as_bytes()).as_ref());
        format!("{note}\n\u{2014} {} {}\n", self.name, STANDARD.encode(signature))
    }

    fn key_id(&self) -> [u8; 4] {
        let hash = sha256(&[self.name.as_bytes(), b"\n", &self.typed_key()]);
        [hash[0], hash[1], hash[2], hash[3]]
    }

    fn typed_key(&self) -> Vec<u8> {
        [&[ED25519], self.key.public_key().as_ref()].concat()
    }
}

/// The root hash of RFC 6962.
fn tree(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => sha256(&[]),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            sha256(&[&[1], &tree(left), &tree(right)])
        }
    }
}

fn sha256(parts: &[&[u8]]) -> Hash {
    let hash = digest(&SHA256, &parts.concat());
    hash.as_ref().try_into().expect("32 bytes")
}
