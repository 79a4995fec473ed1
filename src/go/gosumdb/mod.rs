//! GOSUMDB: which checksum database is asked, under which key, and for what.
//! go's file: `cmd/go/internal/modfetch/sumdb.go`.

mod corrected;
mod error;
mod place;
mod verifier;

pub(in crate::go) use verifier::{BASE64, is_name};

pub use error::{GosumdbError, KeyError};
pub use place::{PlaceFault, asked_at, place_fault};
pub use verifier::Verifier;

use crate::base::Veiled;
use crate::go::pattern::match_prefix_patterns;
use crate::go::url::Url;
use serde::{Deserialize, Serialize};

/// A checksum database that go can use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Database {
    /// Its host and path, as in its key.
    pub name: String,
    /// Its verifier key: `name+hash+base64`.
    pub key: String,
    /// Where it is reached when GOSUMDB says so; then no proxy is asked for it.
    pub url: Option<Veiled>,
}

/// Names that go knows the key of. go's file: `cmd/go/internal/modfetch/key.go`.
const KNOWN: &[(&str, &str)] =
    &[("sum.golang.org", "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")];

impl Database {
    /// Reads GOSUMDB. `off` is an error here: go stops where it would need the
    /// database.
    pub fn parse(gosumdb: &str) -> Result<Self, GosumdbError> {
        let gosumdb = match gosumdb {
            "off" => return Err(GosumdbError::Off),
            // The same database, reachable from mainland China.
            "sum.golang.google.cn" => "sum.golang.org https://sum.golang.google.cn",
            _ => gosumdb,
        };
        let mut fields = gosumdb.split_whitespace();
        let first = fields.next().ok_or(GosumdbError::Missing)?;
        let url = fields.next();
        if fields.next().is_some() {
            return Err(GosumdbError::TooManyFields);
        }
        let known = KNOWN.iter().find(|(name, _)| *name == first);
        let key = known.map_or(first, |(_, key)| key);
        let verifier = Verifier::parse(key).map_err(|error| GosumdbError::Key { error })?;
        check_name(verifier.name())?;
        let url = url.map(read_url).transpose()?;
        Ok(Self { name: verifier.name().to_owned(), key: key.to_owned(), url })
    }

    /// Its key, ready to check what it signs.
    pub fn verifier(&self) -> Result<Verifier, KeyError> {
        Verifier::parse(&self.key)
    }

    /// Where the database is when neither GOSUMDB nor a proxy says otherwise.
    pub fn direct_url(&self) -> String {
        format!("https://{}", self.name)
    }
}

/// A name is a host with or without a path, and nothing that a URL escapes.
fn check_name(name: &str) -> Result<(), GosumdbError> {
    match Url::parse(&format!("https://{name}")) {
        Ok(url) if url.is_host_with_path() && !name.ends_with('/') => Ok(()),
        _ => Err(GosumdbError::Name { name: name.to_owned() }),
    }
}

fn read_url(text: &str) -> Result<Veiled, GosumdbError> {
    let url = Veiled::new(text);
    match Url::parse(text) {
        Ok(_) => Ok(url),
        Err(error) => Err(GosumdbError::Url { url, error }),
    }
}

/// Whether go checks the module against the database when go.sum has no entry.
/// Toolchains are checked even where the settings say otherwise, unless GOPROXY
/// is a single `file` URL. go's file: `cmd/go/internal/modfetch/sumdb.go`, `useSumDB`.
pub fn used_for(gosumdb: &str, gonosumdb: &str, goproxy: &str, path: &str) -> bool {
    let only_files = goproxy.starts_with("file://") && !goproxy.contains([',', '|']);
    if path == "golang.org/toolchain" && !only_files {
        return true;
    }
    gosumdb != "off" && !match_prefix_patterns(gonosumdb, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_stand_for_their_keys() {
        let plain = Database::parse(" sum.golang.org\r").unwrap();
        assert_eq!((plain.name.as_str(), &plain.url), ("sum.golang.org", &None));
        assert_eq!(Database::parse(&plain.key), Ok(plain.clone()));
        let china = Database::parse("sum.golang.google.cn").unwrap();
        assert_eq!(china.name, "sum.golang.org");
        assert_eq!(china.url, Some(Veiled::new("https://sum.golang.google.cn")));
        assert_eq!(plain.direct_url(), "https://sum.golang.org");
    }

    #[test]
    fn refusals_are_go_s() {
        let refused =
            |gosumdb: &str| Database::parse(gosumdb).unwrap_err().message().raw().to_owned();
        let key = KNOWN[0].1;
        assert_eq!(refused("off"), "checksum database disabled by GOSUMDB=off");
        assert_eq!(refused(" "), "missing GOSUMDB");
        assert_eq!(refused("a b c"), "invalid GOSUMDB: too many fields");
        assert_eq!(refused("sum.golang.org.cn"), "invalid GOSUMDB: malformed verifier id");
        assert_eq!(
            refused(&key.replacen("sum", "sam", 1)),
            "invalid GOSUMDB: invalid verifier hash"
        );
        let url = refused("sum.golang.org https://a:b");
        assert_eq!(
            url,
            r#"invalid GOSUMDB URL: parse "https://a:b": invalid port ":b" after host"#
        );
    }

    #[test]
    fn toolchains_are_always_checked() {
        assert!(used_for("sum.golang.org", "", "", "a.example/x"));
        assert!(!used_for("sum.golang.org", "*.example", "", "a.example/x"));
        assert!(!used_for("off", "", "", "a.example/x"));
        assert!(used_for("off", "*", "file:///srv,direct", "golang.org/toolchain"));
        assert!(!used_for("off", "", "file:///srv", "golang.org/toolchain"));
    }
}
