use crate::model::{Cite, Evidence};
use crate::render::check::{Blame, Check, List};
use crate::render::seen;

/// A check for each counter-probe: it has no fault of its own, it tells.
pub(super) fn add(evidence: &Evidence, blame: &Blame, list: &mut List) {
    for (at, probe) in evidence.counters.iter().enumerate() {
        let status = blame.status(&Cite::Counter(at));
        let seen = seen::counter(probe);
        list.add(Check::new(probe.stage(), probe.target(), status, seen).took(probe.took_ms));
    }
}
