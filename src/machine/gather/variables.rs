use super::{join, read_text};
use crate::base::Veiled;
use crate::go::env::{Setting, Source};
use crate::go::netrc::{self, Line};
use crate::machine::{Entry, Machine};
use crate::model::File;
use std::collections::BTreeMap;

/// Variables that change how go fetches and that are none of its settings.
const NAMES: &[&str] = &[
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "NO_PROXY",
    "no_proxy",
    "ALL_PROXY",
    "all_proxy",
    "REQUEST_METHOD",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "NETRC",
];

/// A netrc larger than this is none.
const NETRC: usize = 1 << 20;

pub(super) fn pick(variables: &BTreeMap<String, String>) -> Vec<Setting> {
    let set = |name: &&str| {
        let value = variables.get(*name).filter(|value| !value.is_empty())?;
        let (name, value) = ((*name).to_owned(), Veiled::new(value.clone()));
        Some(Setting { name, value, source: Source::Environment })
    };
    NAMES.iter().filter_map(set).collect()
}

/// The netrc that go would read. go's file: `cmd/go/internal/auth/netrc.go`.
pub(super) fn netrc(
    machine: &dyn Machine,
    variables: &BTreeMap<String, String>,
    os: &str,
) -> File<Vec<Line>> {
    let Some(path) = netrc_path(machine, variables, os) else {
        return File::Absent;
    };
    read_text(machine, &path, NETRC, |content| {
        let it = netrc::parse(&String::from_utf8_lossy(content));
        File::Parsed { path: path.clone(), it }
    })
}

fn netrc_path(
    machine: &dyn Machine,
    variables: &BTreeMap<String, String>,
    os: &str,
) -> Option<String> {
    let set = |name: &str| variables.get(name).filter(|value| !value.is_empty());
    if let Some(path) = set("NETRC") {
        return Some(path.clone());
    }
    let home = set(if os == "windows" { "USERPROFILE" } else { "HOME" })?;
    let legacy = join(home, "_netrc");
    if os == "windows" && matches!(machine.look(&legacy), Ok(Entry::File { .. })) {
        return Some(legacy);
    }
    Some(join(home, ".netrc"))
}
