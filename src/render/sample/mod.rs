//! An invented machine and its verdict, for the tests of the renderers.

mod evidence;
mod verdict;

pub(crate) use evidence::{CANARY, evidence, healthy, private_route};
pub(crate) use verdict::{diagnosis, intercepted, report, run, shadow, syntax, verdict};
