use crate::base::Excerpt;
use crate::go::x509::Place;
use crate::model::{Clues, Flaw};
use serde::{Deserialize, Serialize};

/// A certificate chain as the server presented it, judged three ways.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presented {
    /// Subject of the leaf, as go prints names.
    pub subject: Excerpt,
    /// Issuer of the last certificate that the leaf leads to among those sent.
    pub issuer: Excerpt,
    /// The names that the leaf is for.
    pub names: Vec<String>,
    /// End of the leaf's validity, RFC 3339.
    pub not_after: String,
    /// How many certificates were sent.
    pub length: usize,
    /// SHA-256 of the leaf, hexadecimal.
    pub fingerprint: String,
    /// The protocol's version, such as `TLSv1.3`.
    pub version: String,
    /// What go would conclude with the roots of this machine.
    pub by_system: Trust,
    /// What the Mozilla set says: is this a public chain?
    pub by_mozilla: Trust,
    /// Whether the leaf signs itself.
    pub by_itself: bool,
    /// What tells one reason for distrust from another.
    #[serde(default)]
    pub clues: Clues,
}

/// A verdict over a chain under one set of roots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is", content = "why")]
pub enum Trust {
    Trusted,
    Refused(Distrust),
}

/// Why a chain is not trusted: go's reasons, with go's own words. Its tag must
/// differ from that of [`TlsFault`], which it lies in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "reason")]
pub enum Distrust {
    UnknownAuthority {
        words: String,
    },
    Expired {
        whose: Excerpt,
        not_after: String,
        /// Where in the chain it stands.
        #[serde(default)]
        place: Place,
        words: String,
    },
    NotYetValid {
        whose: Excerpt,
        not_before: String,
        words: String,
    },
    WrongName {
        names: Vec<String>,
        words: String,
    },
    /// The name stands in the common name alone, which go no longer reads.
    CommonNameOnly {
        name: Excerpt,
        words: String,
    },
    /// A rule for certificates is broken: key usage, constraints, encoding.
    Invalid {
        words: String,
        #[serde(default)]
        flaw: Option<Flaw>,
    },
}

impl Distrust {
    /// What go would print.
    pub fn words(&self) -> &str {
        match self {
            Self::UnknownAuthority { words }
            | Self::Expired { words, .. }
            | Self::NotYetValid { words, .. }
            | Self::WrongName { words, .. }
            | Self::CommonNameOnly { words, .. }
            | Self::Invalid { words, .. } => words,
        }
    }
}

/// Why a TLS handshake came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum TlsFault {
    /// The chain stands, and go would refuse it.
    Untrusted(Distrust),
    /// The server ended the handshake with this alert.
    Alert {
        name: String,
    },
    Reset,
    Closed,
    TimedOut {
        after_ms: u64,
    },
    /// Something that is no TLS answered.
    Plaintext {
        excerpt: Excerpt,
    },
    /// No version or cipher in common with us; go might have one.
    NothingInCommon,
    /// The server asks for a certificate of ours, which go cannot send.
    ClientCertificateWanted,
    /// The peer broke the protocol.
    Misbehaved,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_saved_before_the_place_was_told_still_loads() {
        let whose = Excerpt::text("CN=old");
        let why = Distrust::Expired {
            whose,
            not_after: String::new(),
            place: Place::Leaf,
            words: String::new(),
        };
        let saved = serde_json::to_string(&why).unwrap();
        let older = saved.replace("\"place\":\"leaf\"", "\"is_leaf\":true");
        assert_ne!(saved, older);
        assert_eq!(serde_json::from_str::<Distrust>(&older).unwrap(), why);
    }
}
