//! Proving fixes: the same steps that are printed are applied to a copy of the
//! machine, and only what go would then come past is climbed again.

mod altered;
mod choose;
mod discretion;
mod mended;
mod prove;

pub use choose::best;
pub use prove::Remedy;
