use crate::model::Facts;
use serde::{Deserialize, Serialize};

/// How go speaks to servers, by its version and GODEBUG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Manner {
    /// The hello carries a hybrid key share and takes more than one packet.
    /// go's file: `crypto/tls/defaults.go`, `tlsmlkem`.
    pub hybrid: bool,
    /// HTTP/2 is offered. go's file: `net/http/transport.go`, `http2client`.
    pub http2: bool,
}

impl Default for Manner {
    fn default() -> Self {
        Self { hybrid: true, http2: true }
    }
}

/// The release with Kyber's draft. It was built, as 1.22 was, with the settings
/// of go 1.20 as the go command's own: what is new in TLS is off in both.
const KYBER: u32 = 23;
/// The release in which the settings of old are gone for good.
const SETTINGS_REMOVED: u32 = 27;

/// ECDHE suites of TLS 1.2, which every go offers.
const ECDHE: &[u16] =
    &[0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc009, 0xc013, 0xc00a, 0xc014];
/// RSA key exchange, `tlsrsakex`.
const RSA: &[u16] = &[0x009c, 0x009d, 0x002f, 0x0035];
/// 3DES, `tls3des`: by ECDHE, and by RSA.
const TRIPLE_DES: &[u16] = &[0xc012, 0x000a];

impl Facts {
    /// How the go of this machine speaks.
    pub fn manner(&self) -> Manner {
        let http2 = self.godebug("http2client") != Some("0");
        Manner { hybrid: self.speaks_hybrid(), http2 }
    }

    fn speaks_hybrid(&self) -> bool {
        match self.go.minor() {
            ..KYBER => false,
            KYBER => self.godebug("tlskyber").is_some_and(|it| it != "0"),
            _ => self.godebug("tlsmlkem") != Some("0"),
        }
    }

    /// Whether the go of this machine goes on after a server's hello that chose
    /// this version, such as `TLSv1.2`, and this suite. go's files:
    /// `crypto/tls/common.go`, `crypto/tls/defaults.go`.
    pub fn gets_on_with(&self, version: &str, suite: u16) -> bool {
        let (rsa, triple) = (RSA.contains(&suite), TRIPLE_DES.contains(&suite));
        match version {
            "TLSv1.3" => true,
            "TLSv1.2" if ECDHE.contains(&suite) => true,
            "TLSv1.2" if rsa => self.still_offers("tlsrsakex", 22),
            "TLSv1.2" if triple => {
                let by_rsa = suite == 0x000a;
                self.still_offers("tls3des", 23) && (!by_rsa || self.still_offers("tlsrsakex", 22))
            }
            _ => false,
        }
    }

    /// Whether a suite of old is offered, which a release gave up by this key.
    fn still_offers(&self, key: &str, given_up: u32) -> bool {
        match (self.go.minor(), self.godebug(key)) {
            (minor, _) if minor < given_up => true,
            (..=KYBER, value) => value.is_none_or(|it| it == "1"),
            (..SETTINGS_REMOVED, value) => value == Some("1"),
            _ => false,
        }
    }

    /// The last value of a key in GODEBUG, unless it is empty.
    pub fn godebug(&self, key: &str) -> Option<&str> {
        let pairs = self.settings.raw("GODEBUG").rsplit(',');
        let mut pairs = pairs.filter_map(|pair| pair.split_once('='));
        pairs.find(|(name, _)| *name == key).map(|(_, value)| value).filter(|it| !it.is_empty())
    }

    /// GODEBUG with this value of a key; every other key stays.
    pub fn godebug_with(&self, key: &str, value: &str) -> String {
        let pairs = self.settings.raw("GODEBUG").split(',');
        let others = pairs.filter(|it| !it.is_empty() && it.split('=').next() != Some(key));
        let own = format!("{key}={value}");
        others.chain([own.as_str()]).collect::<Vec<_>>().join(",")
    }
}

/// Whether every go offers this suite.
pub(super) fn is_of_today(suite: u16) -> bool {
    ECDHE.contains(&suite) || suite >> 8 == 0x13
}

/// Whether a suite exchanges keys by RSA.
pub(super) fn is_rsa(suite: u16) -> bool {
    RSA.contains(&suite) || matches!(suite, 0x003c | 0x003d | 0x000a | 0x0004 | 0x0005)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Veiled;
    use crate::go::env::{Setting, Settings, Source};
    use crate::model::{GoBinary, GoFacts, Search};

    fn facts(version: &str, godebug: &str) -> Facts {
        let binary = GoBinary { path: String::new(), version: Some(version.to_owned()) };
        let value = Veiled::new(godebug);
        let setting = Setting { name: "GODEBUG".into(), value, source: Source::Environment };
        Facts {
            go: GoFacts { search: Search::Found(binary), ..GoFacts::default() },
            settings: Settings(vec![setting]),
            ..Facts::default()
        }
    }

    /// Seen of the released go commands.
    #[test]
    fn the_size_of_the_hello_follows_version_and_godebug() {
        let hybrid = |version, godebug| facts(version, godebug).manner().hybrid;
        for small in ["go1.21.13", "go1.22.10", "go1.23.9"] {
            assert!(!hybrid(small, "") && !hybrid(small, "tlsmlkem=1"), "{small}");
        }
        assert!(hybrid("go1.23.9", "tlskyber=1") && !hybrid("go1.23.9", "tlskyber=0"));
        for large in ["go1.24.11", "go1.25.3", "go1.26.8", "go1.27.3"] {
            assert!(hybrid(large, "") && hybrid(large, "tlskyber=0"), "{large}");
            assert!(!hybrid(large, "a=b,tlsmlkem=0"), "{large}");
            assert!(hybrid(large, "tlsmlkem=0,tlsmlkem=1"), "{large}");
        }
    }

    #[test]
    fn suites_of_old_are_offered_for_as_long_as_go_does() {
        let rsa = |version, godebug| facts(version, godebug).gets_on_with("TLSv1.2", 0x009c);
        assert!(rsa("go1.21.13", "tlsrsakex=0"));
        assert!(rsa("go1.23.9", "") && !rsa("go1.23.9", "tlsrsakex=0"));
        assert!(!rsa("go1.24.11", "") && rsa("go1.24.11", "tlsrsakex=1"));
        assert!(!rsa("go1.27.3", "tlsrsakex=1"));
        let new = facts("go1.26.8", "");
        assert!(new.gets_on_with("TLSv1.2", 0xc013) && new.gets_on_with("TLSv1.3", 0x1301));
        assert!(!new.gets_on_with("TLSv1.1", 0xc013) && !new.gets_on_with("TLSv1.2", 0x000a));
        assert!(facts("go1.22.10", "").gets_on_with("TLSv1.2", 0x000a));
        assert!(!facts("go1.22.10", "tlsrsakex=0").gets_on_with("TLSv1.2", 0x000a));
    }

    #[test]
    fn other_keys_of_godebug_stay() {
        let with = |before| facts("go1.26.8", before).godebug_with("tlsmlkem", "0");
        assert_eq!(with(""), "tlsmlkem=0");
        assert_eq!(with("http2client=0,tlsmlkem=1"), "http2client=0,tlsmlkem=0");
    }
}
