//! GODEBUG, the variable, and `godebug` lines of go.mod and go.work.
//! go's files: `internal/godebugs/table.go`, `cmd/go/internal/modload/init.go`
//! (`CheckGodebug`), `runtime/runtime1.go` (`parsegodebug`).

mod known;
mod table;

pub use table::{Removed, Table};

use crate::go::toolchain;
use serde::{Deserialize, Serialize};

/// The first release that does not start where GODEBUG asks for what it removed.
const FATAL: u32 = 27;

/// What go has against a setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GodebugFault {
    /// The release 1.`minor` removed it, and the value asks for what it did.
    Removed { minor: u32 },
    /// No such setting is known.
    Unknown,
    /// `default=` names a release newer than the go that runs.
    TooNew { running: String },
    /// `default=` names no release.
    NoVersion,
}

/// What go has against a `godebug` line; `running` is its version without `go`.
pub fn line_fault(table: &Table, key: &str, value: &str, running: &str) -> Option<GodebugFault> {
    if key == "default" {
        return default_fault(value, running);
    }
    if let Some(removed) = table.removed.iter().find(|it| it.name == key) {
        let is_old = removed.old.as_ref().is_none_or(|old| old.iter().any(|it| it == value));
        return is_old.then_some(GodebugFault::Removed { minor: removed.minor });
    }
    let is_known = !table.is_whole || table.known.iter().any(|known| known == key);
    (!is_known).then_some(GodebugFault::Unknown)
}

fn default_fault(value: &str, running: &str) -> Option<GodebugFault> {
    let version = value.strip_prefix("go").filter(|version| toolchain::is_valid(version));
    match version {
        None => Some(GodebugFault::NoVersion),
        Some(version) if toolchain::compare(version, running).is_gt() => {
            Some(GodebugFault::TooNew { running: running.to_owned() })
        }
        Some(_) => None,
    }
}

/// The setting in GODEBUG that keeps go from starting: its key, its value and the
/// minor release that removed it.
pub fn fatal<'v>(table: &Table, godebug: &'v str, minor: u32) -> Option<(&'v str, &'v str, u32)> {
    if minor < FATAL {
        return None;
    }
    pairs(godebug).find_map(|(key, value)| {
        let removed = table.removed.iter().find(|it| it.name == key)?;
        let is_old = removed.old.as_ref().is_some_and(|old| old.iter().any(|it| it == value));
        is_old.then_some((key, value, removed.minor))
    })
}

/// The value of `cmdgonetlimit` with which go sends nothing (`0`), or at which it stops
/// (no number). Of several the last counts. go's file: `cmd/go/internal/base/limit.go`.
pub fn net_limit(godebug: &str) -> Option<&str> {
    let (_, value) = pairs(godebug).filter(|(key, _)| *key == "cmdgonetlimit").last()?;
    let is_number = value.trim_start_matches(['+', '-']).bytes().all(|b| b.is_ascii_digit());
    let is_zero = value.parse::<i64>() == Ok(0);
    (!value.is_empty() && (is_zero || !is_number)).then_some(value)
}

/// GODEBUG without the settings of this key; empty where nothing is left.
pub fn without(godebug: &str, key: &str) -> String {
    let others =
        godebug.split(',').filter(|field| field.split('=').next() != Some(key)).collect::<Vec<_>>();
    others.join(",")
}

fn pairs(godebug: &str) -> impl Iterator<Item = (&str, &str)> {
    godebug.split(',').filter_map(|field| field.split_once('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_of_removed_settings_count_since_1_27() {
        let fault = |minor, key, value| line_fault(&Table::of(minor), key, value, "1.27.3");
        assert_eq!(fault(27, "tlsrsakex", "1"), Some(GodebugFault::Removed { minor: 27 }));
        assert_eq!(fault(27, "tlsrsakex", "0"), None);
        assert_eq!(fault(26, "tlsrsakex", "1"), None);
        assert_eq!(fault(26, "x509sha1", "0"), Some(GodebugFault::Removed { minor: 24 }));
        assert_eq!(fault(24, "x509sha1", "0"), Some(GodebugFault::Unknown));
        assert_eq!(fault(23, "x509sha1", "1"), None);
        assert_eq!(fault(28, "madeuplater", "1"), None);
    }

    #[test]
    fn a_default_names_a_release_that_is_not_newer() {
        let fault = |value| line_fault(&Table::of(26), "default", value, "1.26.8");
        assert_eq!(fault("go1.21"), None);
        assert_eq!(fault("1.21"), Some(GodebugFault::NoVersion));
        assert!(matches!(fault("go1.99"), Some(GodebugFault::TooNew { .. })));
    }

    #[test]
    fn the_variable_stops_go_where_it_asks_for_what_is_gone() {
        let table = Table::of(27);
        let (old, new) = ("netdns=go,x509sha1=1,x509sha1=0", "x509sha1=0, x509sha1=1,x509sha1=1#3");
        assert_eq!(fatal(&table, old, 27), Some(("x509sha1", "1", 24)));
        assert_eq!(fatal(&table, new, 27), None);
        assert_eq!(fatal(&Table::of(26), old, 26), None);
        assert_eq!(without(old, "x509sha1"), "netdns=go");
    }

    #[test]
    fn a_limit_of_zero_forbids_the_network() {
        assert_eq!(net_limit("netdns=go,cmdgonetlimit=0"), Some("0"));
        assert_eq!(net_limit("cmdgonetlimit=0,cmdgonetlimit=5"), None);
        assert_eq!(net_limit("cmdgonetlimit=x"), Some("x"));
        assert_eq!([net_limit("cmdgonetlimit=-1"), net_limit("cmdgonetlimit=")], [None, None]);
    }
}
