//! The client of a checksum database: what go believes of it, and why not. Pure
//! rules, for a reader that asks and is told what to read:
//!
//! 1. `Database::verifier` gives the key, `Client::new` takes it and the content of
//!    `GOPATH/pkg/sumdb/NAME/latest` (`StoredTree::read` judges that file alone).
//! 2. `Client::look_up` answers `Needs`: read each `Want`, from the cache or from the
//!    server as it says, hand what was there to `Client::supply`, and look up again.
//!    Several modules may be looked up side by side with one client. A tile has at
//!    most 8192 bytes and a record few lines: a reader may stop far behind that.
//! 3. It ends with `Proved`, whose `Proved::says` compares a hash with the recorded
//!    one, or with `Refused`: a `SumdbFault` that names whose bytes are wrong.
//!
//! go's files: `golang.org/x/mod/sumdb/client.go`, `note/note.go`, `tlog/*.go` and
//! `cmd/go/internal/modfetch/sumdb.go`.

mod client;
mod fault;
mod fork;
mod held;
pub mod note;
mod proved;
mod reading;
mod record;
mod source;
mod stored;
#[cfg(test)]
mod tests;
mod timeline;
pub mod tlog;
mod words;

pub use client::{Client, Step};
pub use fault::{Head, Purpose, SumdbFault};
pub use fork::{Fork, Signed};
pub use held::{Reply, Want};
pub use proved::{Proved, Said};
pub use record::Record;
pub use source::Source;
pub use stored::StoredTree;
