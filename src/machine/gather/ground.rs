use super::project::Found;
use crate::machine::Machine;
use crate::model::Ground;

/// The folders that go.mod and go.work lead to, and vendor.
pub(super) fn look(_: &dyn Machine, _: &Found) -> Ground {
    Ground::default()
}
