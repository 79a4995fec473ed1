//! Proving fixes: the same steps that are printed are applied to a copy of the
//! machine, and only what go would then come past is climbed again.

mod after;
mod altered;
mod changes;
mod choose;
mod discretion;
mod mended;
mod proposal;
mod prove;
mod reread;
mod toolchain;
mod typed;

pub use choose::best;
pub use proposal::Proposal;
pub use prove::Remedy;
pub use reread::reread;
