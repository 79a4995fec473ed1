use super::project::Found;
use crate::machine::Machine;
use crate::model::Packages;

/// What the Go files of the module import.
pub(super) fn look(_: &dyn Machine, _: &Found) -> Packages {
    Packages::default()
}
