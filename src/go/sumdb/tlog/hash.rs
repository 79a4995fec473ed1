use crate::go::gosumdb::BASE64;
use aws_lc_rs::digest::{Context, SHA256};
use base64::Engine;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The SHA-256 of a record or of a tree of them. It prints in base64.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash([u8; Hash::SIZE]);

/// The hash of a tree without records: that of nothing.
pub const EMPTY: Hash = Hash([
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
]);

impl Hash {
    /// How many bytes a hash has.
    pub const SIZE: usize = 32;

    /// Reads base64, as tolerant as go's.
    pub fn parse(base64: &str) -> Option<Self> {
        Self::of_bytes(&BASE64.decode(base64).ok()?)
    }

    pub(super) fn of_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

/// The hash of a record's text. go's file: `golang.org/x/mod/sumdb/tlog/tlog.go`,
/// `RecordHash`.
pub fn record_hash(text: &[u8]) -> Hash {
    sha256(&[&[0], text])
}

/// The hash of the tree over two others. go's file:
/// `golang.org/x/mod/sumdb/tlog/tlog.go`, `NodeHash`.
pub fn node_hash(left: Hash, right: Hash) -> Hash {
    sha256(&[&[1], &left.0, &right.0])
}

fn sha256(parts: &[&[u8]]) -> Hash {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(part);
    }
    let mut hash = [0; Hash::SIZE];
    hash.copy_from_slice(context.finish().as_ref());
    Hash(hash)
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64.encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for Hash {
    type Error = &'static str;

    fn try_from(base64: String) -> Result<Self, Self::Error> {
        Self::parse(&base64).ok_or("malformed hash")
    }
}
