use super::element::check_element;
use super::error::{InvalidPathError, InvalidVersionError, PathFault, PathKind, VersionFault};
use super::path::check_path;
use super::quote::quote;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why something has no escaped form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EscapeError {
    Path(InvalidPathError),
    Version(InvalidVersionError),
    /// A file name that go allows but cannot escape: letters beyond ASCII.
    Inconsistency,
}

impl fmt::Display for EscapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(error) => error.fmt(f),
            Self::Version(error) => error.fmt(f),
            Self::Inconsistency => f.write_str("internal error: inconsistency in EscapePath"),
        }
    }
}

/// Why something is not an escaped form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnescapeError {
    Path { escaped: String },
    PathItself { escaped: String, error: InvalidPathError },
    Version { escaped: String },
    VersionItself { version: String, fault: PathFault },
}

impl fmt::Display for UnescapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path { escaped } => write!(f, "invalid escaped module path {}", quote(escaped)),
            Self::PathItself { escaped, error } => {
                write!(f, "invalid escaped module path {}: {error}", quote(escaped))
            }
            Self::Version { escaped } => write!(f, "invalid escaped version {}", quote(escaped)),
            Self::VersionItself { version, fault } => {
                write!(f, "invalid escaped version {}: {fault}", quote(version))
            }
        }
    }
}

/// The path as URLs and the module cache hold it, capitals as `!` and the small
/// letter (`module.EscapePath`).
pub fn escape_path(path: &str) -> Result<String, EscapeError> {
    check_path(path).map_err(EscapeError::Path)?;
    escape(path)
}

/// The version as URLs and the module cache hold it (`module.EscapeVersion`).
/// It need not be a semantic version, but a valid file name without `!`.
pub fn escape_version(version: &str) -> Result<String, EscapeError> {
    if check_element(version, PathKind::File).is_err() || version.contains('!') {
        return Err(EscapeError::Version(InvalidVersionError {
            version: version.into(),
            fault: VersionFault::Disallowed,
        }));
    }
    escape(version)
}

fn escape(text: &str) -> Result<String, EscapeError> {
    if text.contains(|c: char| c == '!' || !c.is_ascii()) {
        return Err(EscapeError::Inconsistency);
    }
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_uppercase() {
            escaped.push('!');
        }
        escaped.push(c.to_ascii_lowercase());
    }
    Ok(escaped)
}

/// The path whose escaped form this is (`module.UnescapePath`).
pub fn unescape_path(escaped: &str) -> Result<String, UnescapeError> {
    let path = unescape(escaped).ok_or_else(|| UnescapeError::Path { escaped: escaped.into() })?;
    match check_path(&path) {
        Ok(()) => Ok(path),
        Err(error) => Err(UnescapeError::PathItself { escaped: escaped.into(), error }),
    }
}

/// The version whose escaped form this is (`module.UnescapeVersion`).
pub fn unescape_version(escaped: &str) -> Result<String, UnescapeError> {
    let version =
        unescape(escaped).ok_or_else(|| UnescapeError::Version { escaped: escaped.into() })?;
    match check_element(&version, PathKind::File) {
        Ok(()) => Ok(version),
        Err(fault) => Err(UnescapeError::VersionItself { version, fault }),
    }
}

fn unescape(escaped: &str) -> Option<String> {
    let mut plain = String::with_capacity(escaped.len());
    let mut chars = escaped.chars();
    while let Some(c) = chars.next() {
        plain.push(match c {
            '!' => chars.next().filter(char::is_ascii_lowercase)?.to_ascii_uppercase(),
            c if c.is_ascii_uppercase() || !c.is_ascii() => return None,
            c => c,
        });
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn capitals_are_marked() {
        let escaped = escape_path("github.com/Azure/azure-sdk-for-go").unwrap();
        assert_eq!(escaped, "github.com/!azure/azure-sdk-for-go");
        let refused = escape_version("feature/x").unwrap_err().to_string();
        assert_eq!(refused, "version \"feature/x\" invalid: disallowed version string");
    }

    proptest! {
        #[test]
        fn unescaping_is_the_inverse(path in "[a-z]{1,8}\\.com(/[a-zA-Z0-9._~-]{1,8}){0,3}", version in "[a-zA-Z0-9.+-]{1,20}") {
            if let Ok(escaped) = escape_path(&path) {
                prop_assert!(!escaped.contains(|c: char| c.is_ascii_uppercase()));
                prop_assert_eq!(unescape_path(&escaped), Ok(path));
            }
            if let Ok(escaped) = escape_version(&version) {
                prop_assert_eq!(unescape_version(&escaped), Ok(version));
            }
        }
    }
}
