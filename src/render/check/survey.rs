use crate::model::{Cite, Damage, Evidence, HeldLock, Stage, Survey};
use crate::render::check::{Blame, Check, List, Status};
use crate::render::seen;

/// One check for the cache as a whole, one for each fault, one for each lock that is
/// held: five thousand sound modules are one line.
pub(super) fn add(evidence: &Evidence, blame: &Blame, list: &mut List) {
    if let Some(survey) = &evidence.survey {
        list.add(whole(survey));
        for (at, damage) in survey.damages.iter().enumerate() {
            let cite = Cite::Damage(at);
            let (status, seen) = (blame.status(&cite), seen::cite(evidence, &cite));
            let check = Check::new(Stage::Files, place(survey, damage), status, seen);
            list.add(fault(damage, check));
        }
    }
    for (at, lock) in evidence.facts.locks.iter().enumerate() {
        let cite = Cite::Lock(at);
        let (status, seen) = (blame.status(&cite), seen::cite(evidence, &cite));
        let check = Check::new(Stage::Files, lock_place(lock), status, seen);
        list.add(check.with("pid", lock.pid).with("program", lock.program.clone()));
    }
}

fn whole(survey: &Survey) -> Check {
    let status = if survey.complete { Status::Pass } else { Status::Unknown };
    let tally = &survey.tally;
    let check = Check::new(Stage::Files, "modcache".to_owned(), status, seen::tally(survey))
        .with("path", survey.root.clone())
        .with("versions", tally.versions)
        .with("zips", tally.zips)
        .with("folders", tally.folders)
        .with("gomods", tally.gomods)
        .with("clones", tally.clones)
        .with("summed", tally.summed)
        .with("bytes", tally.bytes)
        .with("damages", survey.damages.len() + survey.beyond);
    let check = match survey.records {
        None => check,
        Some(records) => check
            .with("asked", records.asked)
            .with("recorded", records.recorded)
            .with("unknown", records.unknown)
            .with("unanswered", records.unanswered)
            .with("untold", records.untold),
    };
    if survey.complete { check } else { check.reason("deadline") }
}

fn fault(damage: &Damage, check: Check) -> Check {
    let harm = serde_json::to_value(&damage.harm).unwrap_or_default();
    check
        .with("path", damage.path.clone())
        .with("harm", harm["harm"].clone())
        .with("remove", damage.remove.clone())
}

/// Where a damage is: below the cache, or a path of its own.
pub(super) fn place(survey: &Survey, damage: &Damage) -> String {
    let below = damage.path.strip_prefix(&survey.root).and_then(|rest| rest.strip_prefix('/'));
    let Some(below) = below.filter(|_| !survey.root.is_empty()) else { return damage.path.clone() };
    format!("modcache:{}", below.strip_prefix("cache/download/").unwrap_or(below))
}

/// A lock, by the end of its path.
pub(super) fn lock_place(lock: &HeldLock) -> String {
    let below = lock.path.rsplit_once("/cache/").map_or(&*lock.path, |(_, below)| below);
    format!("lock:{below}")
}
