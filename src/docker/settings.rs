//! Which settings matter for fetching modules, and which of their values weaken it.

use crate::docker::Off;

/// Settings that go, or git below it, reads while it fetches.
const FETCHING: &[&str] = &[
    "GOPROXY",
    "GOPRIVATE",
    "GONOPROXY",
    "GONOSUMDB",
    "GOSUMDB",
    "GOINSECURE",
    "GOAUTH",
    "GOVCS",
    "GOTOOLCHAIN",
    "GOMODCACHE",
    "GO111MODULE",
    "NETRC",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "GIT_SSH_COMMAND",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_PROXY",
    "ALL_PROXY",
];
/// Arguments that docker knows without a declaration.
const PREDEFINED: &[&str] = &["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY"];

/// Whether a variable bears on how modules are fetched.
pub(super) fn bears(name: &str) -> bool {
    FETCHING.contains(&name) || is_predefined(name)
}

/// Whether a build argument of that name reaches every RUN by itself.
pub(super) fn is_predefined(name: &str) -> bool {
    PREDEFINED.iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// The protection that a value switches off.
pub(super) fn switched_off(name: &str, value: &str) -> Option<Off> {
    let patterns = || value.split(',').map(str::trim);
    let everything = |it: &str| matches!(it, "*" | "*.*" | "*/*" | "**" | "github.com" | "*.com");
    match name {
        "GOSUMDB" if value == "off" => Some(Off::Checksums),
        "GONOSUMDB" | "GONOSUMCHECK" if patterns().any(everything) => Some(Off::Checksums),
        "GONOSUMCHECK" if value == "1" => Some(Off::Checksums),
        "GOINSECURE" if !value.is_empty() => Some(Off::Tls),
        "GOFLAGS" if value.split_whitespace().any(|it| it == "-insecure") => Some(Off::Tls),
        "GIT_SSL_NO_VERIFY" if !["", "0", "false"].contains(&value) => Some(Off::GitTls),
        _ => None,
    }
}

/// Whether a setting is one of the addresses of proxies.
pub(super) fn is_proxy(name: &str) -> bool {
    name == "GOPROXY"
        || ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// Whether a value leads to the container's own loopback, and whether go moves on then.
pub(super) fn loopback(value: &str) -> Option<bool> {
    let at = value.split([',', '|']).position(is_loopback)?;
    let before: usize = value.split([',', '|']).take(at + 1).map(str::len).sum::<usize>() + at;
    Some(value[before..].starts_with('|'))
}

fn is_loopback(element: &str) -> bool {
    let element = element.trim();
    let rest = element.split_once("://").map_or(element, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    host == "localhost"
        || host.starts_with("localhost:")
        || host.starts_with("127.")
        || host.starts_with("[::1]")
}
