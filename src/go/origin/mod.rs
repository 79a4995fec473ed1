//! What go makes of a repository: where a module lies in it, and which of its files
//! are the module's. go's files: `cmd/go/internal/modfetch/coderepo.go`,
//! `golang.org/x/mod/zip/zip.go`, `cmd/go/internal/vcs/vcs.go`.

mod code;
mod collision;
mod pack;
mod place;
mod pseudo;
mod refusal;
mod revision;
mod vendored;

pub use super::vcs::Home;
pub use code::CodeRepo;
pub use pack::{ATTRIBUTES, Packing, TOP};
pub use place::Place;
pub use refusal::{FileRefusal, Refusal};
pub use revision::{Ref, Revision, listed};
pub use vendored::is_vendored;
