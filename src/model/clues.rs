use crate::base::Excerpt;
use crate::model::Trust;
use serde::{Deserialize, Serialize};

/// What a presented chain tells besides its verdict. The reasons why go
/// distrusts a chain share one wording; these tell them apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clues {
    /// When it was judged by this machine's clock, in Unix seconds.
    pub at: i64,
    /// What go would conclude with its own places, where a variable names others.
    pub by_usual: Option<Trust>,
    /// From when until when it would be trusted here, in Unix seconds, where
    /// dates are all that is wrong.
    pub stands: Option<(i64, i64)>,
    /// The issuer that neither the server nor this machine shows.
    pub lacking: Option<LackingLink>,
    /// A root of this machine with the name of the chain's authority, which is
    /// not that one: the authority was made anew.
    pub namesake: Option<Excerpt>,
    /// How many of the certificates sent follow one another from the leaf.
    #[serde(default)]
    pub linked: usize,
}

/// An issuer that the server does not send and this machine does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LackingLink {
    pub issuer: Excerpt,
    /// Where the certificate below says that its issuer's lies.
    pub offered_at: Vec<String>,
    /// A root of this machine that belongs to the same organization.
    pub kin: Option<Excerpt>,
}

/// A certificate that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flaw {
    /// Its subject; empty where it could not be read.
    pub whose: Excerpt,
    pub rule: Rule,
}

/// The rules that a certificate of a server's chain may break.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "rule")]
pub enum Rule {
    /// It signs others and is no authority, or may not sign certificates.
    NoAuthority,
    /// It is for a name that an authority above may not sign for.
    NameNotAllowed,
    /// More authorities stand below one than its path length allows.
    PathTooLong,
    /// It is not for servers.
    NoServerUse,
    /// Policies of the chain leave nothing valid.
    NoPolicyLeft,
    /// An extension is critical and unknown to go.
    UnknownExtension,
    /// Its signature is made with MD5 or SHA-1.
    WeakSignature,
    /// Its RSA key is too small or malformed, so that go verifies nothing with it.
    UnusableKey,
    /// Its RSA key has so many bits, and go takes 8192 at most.
    OversizedKey {
        bits: usize,
    },
    NegativeSerial,
    /// It is not encoded as a certificate has to be.
    Malformed,
}
