use super::note::{NoteFault, NoteFlaw, open};
use super::tlog::{Hash, Tree};
use super::*;
use crate::base::Veiled;
use crate::go::gosumdb::{BASE64, Database, Verifier};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use proptest::prelude::*;

pub(super) fn bytes(hash: Hash) -> Vec<u8> {
    BASE64.decode(hash.to_string()).unwrap()
}

/// A real tree of the public database.
const REAL: &str = "go.sum database tree\n72352793\n\
    E3tRbxBMQ62zVhkGypCFzU+3shyRx2xAxGZpNJ1N7mI=\n\n\
    — sum.golang.org Az3grqNXZjLDcf3Sca4OSpDwELlnH/6LrsfZ3edvcrYuf0pMWxaPlphZBX16RH7NkxIr/XxStickVVTnlfBcishEZAU=\n";

fn public() -> Verifier {
    Database::parse("sum.golang.org").unwrap().verifier().unwrap()
}

/// A key of our own.
struct Key {
    pair: Ed25519KeyPair,
    verifier: Verifier,
}

impl Key {
    fn new(name: &str, seed: u8) -> Self {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap();
        let public = [&[1], pair.public_key().as_ref()].concat();
        let hashed = digest(&SHA256, &[name.as_bytes(), b"\n", &public].concat());
        let hash = u32::from_be_bytes(hashed.as_ref()[..4].try_into().unwrap());
        let verifier = format!("{name}+{hash:08x}+{}", BASE64.encode(public));
        Self { pair, verifier: Verifier::parse(&verifier).unwrap() }
    }

    fn sign(&self, text: &str) -> String {
        let hash = self.verifier.hash().to_be_bytes();
        let signature = [&hash, self.pair.sign(text.as_bytes()).as_ref()].concat();
        format!("{text}\n— {} {}\n", self.verifier.name(), BASE64.encode(signature))
    }

    fn tree(&self, size: u64, hash: Hash) -> String {
        self.sign(&format!("go.sum database tree\n{size}\n{hash}\n"))
    }
}

const RECORD: &str = "example.com/m v1.0.0 h1:zip=\nexample.com/m v1.0.0/go.mod h0:old=\nexample.com/m v1.0.0/go.mod h1:mod=\n";

/// A database of one record, answered from memory.
fn look_up(client: &mut Client, lookup: &str, tile: &[u8]) -> Step {
    loop {
        let Step::Needs { wants } = client.look_up("example.com/m", "v1.0.0") else {
            return client.look_up("example.com/m", "v1.0.0/go.mod");
        };
        for want in wants {
            let reply = match &want {
                Want::Cached { .. } => Reply::Body(Vec::new()),
                Want::Served { path } if path == "/lookup/example.com/m@v1.0.0" => {
                    Reply::Body(lookup.into())
                }
                Want::Served { path } if path == "/tile/8/0/000.p/1" => Reply::Body(tile.into()),
                Want::Served { path } => {
                    let words = Veiled::new(format!("reading https://u:p@db.example{path}: gone"));
                    Reply::Nothing { words }
                }
            };
            client.supply(want, reply);
        }
    }
}

fn served(path: &str) -> Source {
    Source::Served { path: path.to_owned() }
}

#[test]
fn the_public_database_s_signature_is_believed() {
    let text = open(REAL.as_bytes(), &public()).unwrap();
    assert_eq!(Tree::parse(text).map(|tree| tree.size), Some(72_352_793));
    let altered = REAL.replace("72352793", "72352794");
    let fault = open(altered.as_bytes(), &public()).unwrap_err();
    assert!(
        matches!(&fault, NoteFault::InvalidSignature { key } if key.to_string() == "sum.golang.org+033de0ae")
    );
}

#[test]
fn a_record_is_proved_once_and_speaks_for_both_files() {
    let key = Key::new("db.example", 1);
    let leaf = tlog::record_hash(RECORD.as_bytes());
    let mut client = Client::new(key.verifier.clone(), Vec::new());
    let lookup = format!("0\n{RECORD}\n{}", key.tree(1, leaf));
    let step = look_up(&mut client, &lookup, &bytes(leaf));
    let Step::Proved { record } = step else { panic!("{step:?}") };
    assert_eq!((record.id, record.size), (0, 1));
    assert_eq!(record.source, served("/lookup/example.com/m@v1.0.0"));
    assert_eq!(client.latest().tree, Tree { size: 1, hash: leaf });
    let (path, version, gomod) = ("example.com/m", "v1.0.0", "v1.0.0/go.mod");
    assert_eq!(record.recorded(path, gomod), Some("h1:mod="));
    assert_eq!(record.says(path, version, "h1:zip="), Ok(Said::Same));
    assert_eq!(record.says(path, gomod, "h0:old="), Ok(Said::Same));
    let other = Said::Other { recorded: "h1:zip=".to_owned() };
    assert_eq!(record.says(path, version, "h1:mod="), Ok(other));
    let missing = record.says(path, "v1.0.1", "h1:zip=").unwrap_err();
    assert_eq!(missing.message().raw(), "checksum missing from sumdb response");
}

#[test]
fn faults_tell_whose_bytes_are_wrong() {
    let key = Key::new("db.example", 1);
    let leaf = tlog::record_hash(RECORD.as_bytes());
    let lookup = format!("0\n{RECORD}\n{}", key.tree(1, leaf));
    let fault = |stored: &str, lookup: &str, tile: &[u8]| {
        let mut client = Client::new(key.verifier.clone(), stored.into());
        match look_up(&mut client, lookup, tile) {
            Step::Refused { fault } => fault,
            step => panic!("{step:?}"),
        }
    };
    let zeroed = fault("\0\0\0\0", &lookup, &[]);
    assert_eq!(zeroed.suspects(), [&Source::Stored]);
    let page = fault("", "<html>sign in</html>", &[]);
    assert_eq!(page.suspects(), [&served("/lookup/example.com/m@v1.0.0")]);
    let flipped = fault("", &lookup, &[7; 32]);
    let (tile, note) = (served("/tile/8/0/000.p/1"), served("/lookup/example.com/m@v1.0.0"));
    assert_eq!(flipped.suspects(), [&tile, &note]);
    let of_other = fault(&key.tree(1, tlog::EMPTY), &lookup, &bytes(leaf));
    assert_eq!(of_other.suspects(), [&tile, &Source::Stored]);
    let ahead = fault(&key.tree(300, leaf), &lookup, &bytes(leaf));
    assert!(ahead.suspects().is_empty());
    let words = "initializing sumdb.Client: checking tree#300: reading https://***@db.example\
        /tile/8/1/000.p/1: gone";
    assert_eq!(Veiled::in_words(ahead.message().raw()), words);
}

#[test]
fn a_tree_that_go_never_ends_with_is_refused() {
    let key = Key::new("db.example", 1);
    for size in [1 << 62, i64::MAX.unsigned_abs()] {
        let note = key.tree(size, tlog::EMPTY);
        let StoredTree::Refused { fault } = StoredTree::read(note.as_bytes(), &key.verifier) else {
            panic!("{size}");
        };
        assert_eq!(fault, SumdbFault::EndlessTree { source: Source::Stored, size });
    }
    // One below the limit, tiles of all levels are asked for and nothing overflows.
    let note = key.tree((1 << 62) - 1, tlog::EMPTY);
    let Step::Needs { wants } =
        Client::new(key.verifier, note.into()).look_up("a.example/x", "v1.0.0")
    else {
        panic!("settled");
    };
    assert_eq!(wants.len(), 8);
}

#[test]
fn the_stored_tree_is_judged_alone() {
    let read = |content: &[u8]| StoredTree::read(content, &public());
    assert_eq!(read(b""), StoredTree::Empty);
    assert_eq!(read(REAL.as_bytes()), StoredTree::Sound { size: 72_352_793 });
    assert_eq!(read(&[0; 9]), StoredTree::Zeroed { from: 0, length: 9 });
    let other = Key::new("sum.golang.org", 2);
    let StoredTree::Refused { fault: SumdbFault::UnverifiedNote { source, signers } } =
        read(other.tree(1, tlog::EMPTY).as_bytes())
    else {
        panic!("believed");
    };
    assert_eq!(source, Source::Stored);
    assert_eq!(signers[0].hash, other.verifier.hash());
    let half = read(&REAL.as_bytes()[..70]);
    let StoredTree::Refused { fault: SumdbFault::MalformedNote { flaw, .. } } = half else {
        panic!("{half:?}");
    };
    assert_eq!(flaw, NoteFlaw::NoSignatures);
}

#[test]
fn a_number_and_an_empty_line_make_a_record() {
    let record = Record::parse(b"-7\na\nb\n\nnote\n\nmore").unwrap();
    assert_eq!((record.id, record.text), (-7, "a\nb\n"));
    assert_eq!(record.note, b"note\n\nmore");
    for odd in [&b"1\na\n"[..], b"x\na\n\n", b"1\na\tb\n\n", b"1\n\xff\n\n", b"\n\n", b""] {
        assert_eq!(Record::parse(odd), None);
    }
}

proptest! {
    #[test]
    fn signed_texts_open_and_altered_ones_do_not(text in "[^\\x00-\\x1f]{0,40}", at: usize) {
        let key = Key::new("db.example/path", 1);
        let text = format!("{text}\n");
        let note = key.sign(&text);
        prop_assert_eq!(open(note.as_bytes(), &key.verifier), Ok(text.as_str()));
        let mut altered = note.clone().into_bytes();
        altered[at % text.len()] ^= 1;
        prop_assert!(open(&altered, &key.verifier).is_err());
        let namesake = Key::new("db.example/path", 2);
        let fault = open(note.as_bytes(), &namesake.verifier).unwrap_err();
        let unverified = matches!(&fault, NoteFault::Unverified { signers } if signers.len() == 1);
        prop_assert!(unverified);
    }

    #[test]
    fn written_trees_are_read(size in 0..i64::MAX.unsigned_abs(), text: Vec<u8>) {
        let hash = tlog::record_hash(&text);
        let written = format!("go.sum database tree\n{size}\n{hash}\nfor later\n");
        prop_assert_eq!(Tree::parse(&written), Some(Tree { size, hash }));
    }

    #[test]
    fn nothing_that_is_read_can_stop_us(stored: Vec<u8>, lookup: String, tile: Vec<u8>) {
        let mut client = Client::new(public(), stored);
        look_up(&mut client, &lookup, &tile);
        let mut client = Client::new(public(), Vec::new());
        let refused = matches!(look_up(&mut client, &lookup, &tile), Step::Refused { .. });
        prop_assert!(refused);
    }
}
