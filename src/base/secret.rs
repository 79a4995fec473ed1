use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// What stands where a secret was.
pub(super) const MASK: &str = "***";

/// A value that is secret as a whole: a password, a token. It can be used and
/// compared, never printed or written.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret(String);

impl Secret {
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself, for the one header or URL that it is meant for.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// A value that may hold a secret in the user part of a URL: GOPROXY,
/// `HTTPS_PROXY`. Whoever prints it gets it masked; go's rules read it raw.
#[derive(Clone, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub struct Veiled(String);

impl Veiled {
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value as it stands, for go's own rules. Never for a reader.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// A sentence in which any word may be a URL, with their passwords masked.
    pub fn in_words(sentence: &str) -> String {
        sentence.split_inclusive(' ').map(|word| Self::new(word).to_string()).collect()
    }

    /// The URL without what follows its path: a query may be a token or a
    /// signature.
    #[must_use]
    pub fn without_query(&self) -> Self {
        Self::new(self.0.split(['?', '#']).next().unwrap_or_default())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The user parts of all URLs in it, and each password by itself: what the
    /// final scrub looks for.
    pub fn secrets(&self) -> Vec<Secret> {
        let mut found = Vec::new();
        for part in elements(&self.0) {
            let Some((_, user, _)) = split_user(part) else {
                continue;
            };
            found.push(Secret::new(user));
            if let Some((_, password)) = user.split_once(':') {
                found.push(Secret::new(password));
            }
        }
        found
    }
}

impl fmt::Display for Veiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.as_str();
        for part in elements(&self.0) {
            let at = part.as_ptr() as usize - rest.as_ptr() as usize;
            f.write_str(&rest[..at])?;
            rest = &rest[at + part.len()..];
            match split_user(part) {
                Some((before, _, after)) => write!(f, "{before}{MASK}@{after}")?,
                None => f.write_str(part)?,
            }
        }
        f.write_str(rest)
    }
}

/// The parts of a list that may each be a URL.
fn elements(value: &str) -> impl Iterator<Item = &str> {
    value.split([',', '|']).map(str::trim).filter(|part| !part.is_empty())
}

/// Splits `scheme://USER@host/path`. A password with a blank, `/` or `@` in it is
/// no valid URL, and is hidden all the same; `path@v1.2.3` is no user.
fn split_user(part: &str) -> Option<(&str, &str, &str)> {
    let start = part.find("//").map_or(0, |at| at + 2);
    let rest = &part[start..];
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let at = match authority.rfind('@') {
        Some(at) => at,
        None => misplaced(authority, rest)?,
    };
    let user = &rest[..at];
    // A key of git's configuration may begin with the URL.
    let name = user.strip_prefix("url.").unwrap_or(user);
    (!EVERYBODYS.contains(&name)).then(|| (&part[..start], user, &rest[at + 1..]))
}

/// How long the user is that stands at the start of what follows `//`, in bytes.
pub(super) fn user(url: &str) -> Option<usize> {
    split_user(url).map(|(_, user, _)| user.len())
}

/// Forges give this user to all who come by ssh: it is nobody's secret, nor where it
/// stands in a key of git's, `url.git@host:.insteadof`.
const EVERYBODYS: &[&str] = &["git", "hg", "svn", "url.git"];

/// Where a user ends whose password holds a `/`, `?` or `#`. Behind a port, an
/// `@` is taken for that of a module: `host:8080/m@v1.2.3`, `host:8080/m/@v/list`.
fn misplaced(authority: &str, rest: &str) -> Option<usize> {
    let (_, port) = authority.split_once(':')?;
    let at = rest.rfind('@')?;
    let is_port = !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    let of_module = rest[..at].ends_with('/') || is_version(&rest[at + 1..]);
    (!is_port || !of_module).then_some(at)
}

/// What follows the `@` of a module, not of a user: `v1.2.3`, `latest`.
fn is_version(text: &str) -> bool {
    let digit = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    text.strip_prefix('v').is_some_and(digit) || text.starts_with("latest")
}

impl fmt::Debug for Veiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.to_string())
    }
}

impl Serialize for Veiled {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Veiled {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(MASK)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(value: &str) -> String {
        Veiled::new(value).to_string()
    }

    #[test]
    fn users_are_masked_wherever_they_stand() {
        assert_eq!(shown("https://u:p@h/x,direct"), "https://***@h/x,direct");
        assert_eq!(shown("https://a|http://t@b:8080"), "https://a|http://***@b:8080");
        assert_eq!(shown("user:pw@proxy:3128"), "***@proxy:3128");
        assert_eq!(shown("http://u:p@ss@h"), "http://***@h");
        assert_eq!(shown("http://u:p/w@h"), "http://***@h");
        assert_eq!(shown("https://h/m@v1.0.0"), "https://h/m@v1.0.0");
        assert_eq!(shown("https://h:8080/m@v1"), "https://h:8080/m@v1");
        assert_eq!(shown("https://h/m/@v/v1.mod"), "https://h/m/@v/v1.mod");
        assert_eq!(shown("https://h:80/m/@v/v1.mod"), "https://h:80/m/@v/v1.mod");
        assert_eq!(shown("https://u:p w@h"), "https://***@h");
        assert_eq!(shown("https://u:1/x@h"), "https://***@h");
        assert_eq!(shown(" direct "), " direct ");
        assert_eq!(shown("url.git@h:.insteadof"), "url.git@h:.insteadof");
    }

    #[test]
    fn debug_and_json_are_masked_too() {
        let veiled = Veiled::new("https://u:hunter2@h");
        assert!(!format!("{veiled:?}").contains("hunter2"));
        assert!(!serde_json::to_string(&veiled).unwrap().contains("hunter2"));
        let secret = Secret::new("hunter2");
        assert!(!format!("{secret:?}").contains("hunter2"));
        assert!(!serde_json::to_string(&secret).unwrap().contains("hunter2"));
    }

    proptest! {
        #[test]
        fn a_password_never_shows(password in "[a-z0-9%@:/?#!]{6,12}", tail in "[,|]direct|") {
            let marked = format!("Q{password}Q");
            let text = shown(&format!("https://user:{marked}@host.example/x{tail}"));
            prop_assert!(!text.contains(&marked), "{text}");
        }
    }
}
