//! What the steps of a fix change: a file, a setting, or whom go asks.

use super::prove::host_of;
use crate::go::goproxy::{self, NextOn, ProxyList};
use crate::go::gosumdb::Database;
use crate::model::{Facts, Fix, MIRRORS, Step};

/// What go asks where nothing is set.
const DEFAULT: &str = "https://proxy.golang.org,direct";
/// The database that everybody uses.
const PUBLIC: &str = "sum.golang.org";

/// Settings that lead to no other server, and with which no request changes.
const BESIDE: &[&str] =
    &["GO111MODULE", "GOFLAGS", "GOWORK", "GOROOT", "GOEXPERIMENT", "GOTOOLCHAIN", "TMPDIR"];
/// Places of files: the same is asked of the same.
const PLACES: &[&str] = &["GOPATH", "GOMODCACHE"];

/// Whether a step may change what is asked of whom, so that asking shows whether it helps.
pub(super) fn changes_road(step: &Step) -> bool {
    let name = match step {
        Step::SetGoEnv { key, .. } | Step::UnsetGoEnv { key } => *key,
        Step::SetEnv { name, .. } | Step::UnsetEnv { name } => name,
        Step::Run { .. } => return false,
        step => return changes_setting(step),
    };
    !BESIDE.contains(&name) && !PLACES.contains(&name)
}

pub(super) fn changes_file(step: &Step) -> bool {
    matches!(step, Step::EditLine { .. } | Step::MendFile { .. } | Step::RemoveFiles { .. })
}

pub(super) fn changes_setting(step: &Step) -> bool {
    matches!(
        step,
        Step::SetEnv { .. }
            | Step::AppendPath { .. }
            | Step::UnsetEnv { .. }
            | Step::SetGoEnv { .. }
            | Step::UnsetGoEnv { .. }
            | Step::EditLine { .. }
            | Step::MendFile { .. }
            | Step::RemoveFiles { .. }
            | Step::Run { .. }
    )
}

/// Whether a step makes go ask a public place that it did not ask before. A
/// corrected address of the user's own proxy is none.
pub(super) fn names_new_place(step: &Step, facts: &Facts) -> bool {
    let (name, value) = match step {
        Step::SetGoEnv { key, value } => (*key, value.raw()),
        Step::SetEnv { name, value } => (name.as_str(), value.raw()),
        Step::UnsetGoEnv { key } => (*key, DEFAULT),
        Step::UnsetEnv { name } => (name.as_str(), DEFAULT),
        _ => return false,
    };
    match name {
        "GOPROXY" => nears_public(value, facts),
        // A database of somebody's own is the one that go asks already.
        "GOSUMDB" => Database::parse(value).is_ok_and(|it| it.name == PUBLIC) || value == DEFAULT,
        _ => false,
    }
}

/// Whether a public proxy is new in the list, or is come to with fewer elements
/// before it that would have had to say "not found".
fn nears_public(value: &str, facts: &Facts) -> bool {
    let before = facts.settings.raw("GOPROXY");
    let Some(old) = guards(before) else {
        return facts.public_proxies().any(|it| value.contains(it) && !before.contains(it));
    };
    let nearer = |(host, guarded): &(String, usize)| {
        let known = old.iter().find(|(known, _)| known == host);
        facts.is_public_proxy(host) && known.is_none_or(|(_, before)| guarded < before)
    };
    guards(value).unwrap_or_default().iter().any(nearer)
}

/// The hosts of a list, each with how many commas stand before it.
fn guards(value: &str) -> Option<Vec<(String, usize)>> {
    let list = ProxyList::parse(value, "").ok()?;
    let mut guards = 0;
    let mut found = Vec::new();
    for element in list.0 {
        if let goproxy::Via::Proxy { url } = &element.via {
            found.push((host_of(url.raw()), guards));
        }
        guards += usize::from(element.next_on == NextOn::NotFound);
    }
    Some(found)
}

pub(super) fn moves_database(step: &Step) -> bool {
    match step {
        Step::SetGoEnv { key, .. } | Step::UnsetGoEnv { key } => *key == "GOSUMDB",
        Step::SetEnv { name, .. } | Step::UnsetEnv { name } => name == "GOSUMDB",
        _ => false,
    }
}

pub(super) fn names_mirror(fix: &Fix) -> bool {
    fix.steps.iter().any(|step| match step {
        Step::SetGoEnv { key: "GOPROXY", value } => is_mirror(value.raw()),
        Step::SetEnv { name, value } if name == "GOPROXY" => is_mirror(value.raw()),
        _ => false,
    })
}

fn is_mirror(value: &str) -> bool {
    MIRRORS.iter().any(|mirror| value.contains(mirror))
}
