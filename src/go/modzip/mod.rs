//! Zips of modules: their hash, and what go refuses in them.
//! go's files: `golang.org/x/mod/sumdb/dirhash/hash.go` and
//! `golang.org/x/mod/zip/zip.go`.

mod fault;
mod hash;

pub use fault::ZipFault;
pub use hash::{Hashed, hash};
