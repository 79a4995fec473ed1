//! What to look at, and the looking: a ladder for each endpoint, then the files
//! that go would ask for. No probe calls a cause and no cause calls a probe.

mod anew;
mod climb;
mod counter;
mod crown;
mod dial;
mod fetch;
mod files;
mod graph;
mod helper;
mod lookout;
mod origin;
mod others;
mod plan;
mod protocol;
mod records;
mod repository;
mod resolve;
mod second;
mod sums;
mod toolchain;
mod tunnel;
mod zips;

pub use lookout::{Found, Lookout, Patience};
pub use plan::{Planned, plan};
