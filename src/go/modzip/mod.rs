//! Zips of modules: their hash, and what go refuses in them. The reader is go's own,
//! rule by rule: which zips are read, and how, decides what they hash to.
//! go's files: `archive/zip/reader.go`, `golang.org/x/mod/sumdb/dirhash/hash.go` and
//! `golang.org/x/mod/zip/zip.go`.

mod archive;
mod check;
mod collisions;
mod content;
mod end;
mod fault;
mod fields;
mod hash;
mod header;
mod limits;
mod tap;
#[cfg(test)]
mod tests;
mod window;

pub use archive::Archive;
pub use check::{MAX_GO_MOD, MAX_LICENSE, MAX_ZIP_FILE, Refused, accept, check};
pub use fault::{ContentFault, Limit, NameFault, Stage, ZipFault};
pub use hash::{Hashed, hash};
pub use limits::Limits;
pub use tap::{Files, Tap};
