//! `verify` beside the real go: on a cache that the real go has made, whole and with
//! each kind of damage.

mod bombs;
mod check;
mod clones;
mod damage;
mod ground;
mod healthy;
mod locks;
mod odd;
mod remnants;
mod sums;
mod untouched;
#[expect(dead_code, reason = "the lab packs answers as well")]
#[path = "../lab/zip.rs"]
mod zip;
