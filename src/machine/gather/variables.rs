use crate::base::Veiled;
use crate::go::env::{Setting, Source};
use crate::model::list_meant;
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
    // What go refuses of these stops it, whatever it is asked for.
    "GOAMD64",
    "GOARM",
    "GOARM64",
    "GOMIPS",
    "GOMIPS64",
    "GOPPC64",
    "GORISCV64",
    "GOWASM",
];

pub(super) fn pick(variables: &BTreeMap<String, String>) -> Vec<Setting> {
    let set = |name: &str| {
        let value = variables.get(name).filter(|value| !value.is_empty())?;
        let (name, value) = (name.to_owned(), Veiled::new(value.clone()));
        Some(Setting { name, value, source: Source::Environment })
    };
    // Those that were meant for a setting, and are none.
    let meant = variables.keys().map(String::as_str).filter(|name| list_meant(name).is_some());
    NAMES.iter().copied().chain(meant).filter_map(set).collect()
}
