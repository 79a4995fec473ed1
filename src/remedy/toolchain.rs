use crate::model::{Facts, Lacking, Need, TOOLCHAIN};

/// The toolchain that go would have to fetch under a fix and not without it: its zip is
/// too large for a try, and its version is asked for.
pub(super) fn new_toolchain(before: &Facts, altered: &Facts) -> Option<Need> {
    let wanted = altered.needs.iter().find(|need| need.module == TOOLCHAIN)?;
    let lacking = Lacking { info: wanted.lacking.zip, ..Lacking::default() };
    let is_new = wanted.lacking.zip && !before.needs.contains(wanted);
    is_new.then(|| Need { lacking, summed: true, ..wanted.clone() })
}
