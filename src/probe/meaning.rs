//! What a body of the module proxy's protocol says.

use super::fetch::Asking;
use super::zips::is_marked;
use crate::go::h1;
use crate::go::modfile::{Grammar, parse_lax};
use crate::go::module::check;
use crate::go::semver;
use crate::model::{Artefact, Content, Nameplate, OTHER_VERSION, Outcome};
use serde_json::Value;

/// What an answer to a question for a version lacks.
const NO_INFO: &str = "no version info in JSON";

/// What was served, as far as its checksum goes.
pub(super) fn content(asking: &Asking<'_>, outcome: &Outcome, body: &[u8]) -> Option<Content> {
    match (asking.artefact, outcome) {
        (Artefact::Mod, Outcome::Served { .. }) => {
            Some(Content::Hashed { h1: h1::of_gomod(body), go: go_line(body) })
        }
        _ => None,
    }
}

/// What a go.mod that was served says of its module.
pub(super) fn nameplate(asking: &Asking<'_>, outcome: &Outcome, body: &[u8]) -> Option<Nameplate> {
    let served = matches!(outcome, Outcome::Served { .. });
    (served && asking.artefact == Artefact::Mod).then(|| Nameplate::of(body))
}

/// The versions in a body, or what the body is not.
pub(super) fn meaning(asking: &Asking<'_>, body: &[u8]) -> Result<Vec<String>, &'static str> {
    let none = Vec::new;
    match asking.artefact {
        Artefact::Info => {
            let version = info_version(body).ok_or(NO_INFO)?;
            // go takes no other version for one that it asked for by its own name.
            let asked = asking.version;
            let exact = semver::canonical_version(asked).as_deref() == Some(asked)
                && check(asking.module, asked).is_ok();
            if exact && version != asked { Err(OTHER_VERSION) } else { Ok(vec![version]) }
        }
        Artefact::Latest => info_version(body).map(|version| vec![version]).ok_or(NO_INFO),
        Artefact::Mod => is_gomod(body).then(none).ok_or("no go.mod"),
        Artefact::Zip => is_marked(body).then(none).ok_or("no zip"),
        Artefact::List => Ok(listed(body)),
        // Whether a record or a tile is one, the rest of the log tells.
        Artefact::Supported
        | Artefact::Lookup
        | Artefact::Tile
        | Artefact::Tag
        | Artefact::GoGet => Ok(none()),
    }
}

fn go_line(body: &[u8]) -> Option<String> {
    let file = parse_lax(body, Grammar::default()).ok()?;
    file.go.map(|line| line.version)
}

/// A go.mod with a mistake in it is its author's; anything else is the proxy's.
fn is_gomod(body: &[u8]) -> bool {
    Nameplate::of(body).is_whole() || Nameplate::is_meant(body)
}

/// go reads names of either case, and a time has to be one.
pub(super) fn info_version(body: &[u8]) -> Option<String> {
    let info: serde_json::Map<String, Value> = serde_json::from_slice(body).ok()?;
    let of = |wanted: &str| {
        let mut named = info.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
        named.next_back().map(|(_, value)| value)
    };
    let is_time = |value: &Value| match value {
        Value::Null => true,
        Value::String(time) => time.parse::<jiff::Timestamp>().is_ok(),
        _ => false,
    };
    of("Time").is_none_or(is_time).then_some(())?;
    of("Version")?.as_str().filter(|version| !version.is_empty()).map(str::to_owned)
}

/// go passes over lines that are no version, and pseudo-versions.
fn listed(body: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(body);
    let words = text.lines().filter_map(|line| line.split_whitespace().next());
    words.filter(|word| semver::is_valid(word)).map(str::to_owned).collect()
}
