use crate::base::Excerpt;
use crate::go::gosumdb::{BASE64, Verifier, is_name};
use base64::Engine;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// Whose signature stands under a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    pub name: Excerpt,
    /// The number of the key among those of that name.
    pub hash: u32,
}

/// `sum.golang.org+033de0ae`: the front of a verifier key.
impl fmt::Display for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{:08x}", self.name, self.hash)
    }
}

/// Why a note is refused. go's file: `golang.org/x/mod/sumdb/note/note.go`, `Open`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum NoteFault {
    Malformed {
        flaw: NoteFlaw,
    },
    /// The key's own signature is not that of the text.
    InvalidSignature {
        key: Signer,
    },
    /// Only others have signed it.
    Unverified {
        signers: Vec<Signer>,
    },
}

/// What makes a note malformed. go has one message for all of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum NoteFlaw {
    NotUtf8,
    ControlCharacter {
        byte: u8,
    },
    /// No empty line, or no complete line behind the last one.
    NoSignatures,
    /// A line behind the last empty one is no signature.
    SignatureLine,
    /// More than a hundred.
    TooManySignatures,
}

/// As many signatures as go reads.
const MOST_SIGNATURES: usize = 100;

/// The text of a note, once the key's signature under it is verified; others may
/// have signed it too. go's file: `golang.org/x/mod/sumdb/note/note.go`, `Open`.
pub fn open<'a>(message: &'a [u8], verifier: &Verifier) -> Result<&'a str, NoteFault> {
    let message = readable(message).map_err(malformed)?;
    let (text, lines) = split(message).ok_or(malformed(NoteFlaw::NoSignatures))?;
    let mut signed = false;
    let mut others = Vec::new();
    let mut seen = BTreeSet::new();
    for (number, line) in lines.split_terminator('\n').enumerate() {
        let signature = Signature::parse(line).ok_or(malformed(NoteFlaw::SignatureLine))?;
        if number == MOST_SIGNATURES {
            return Err(malformed(NoteFlaw::TooManySignatures));
        }
        if !signature.is_of(verifier) {
            others.extend(seen.insert(line).then(|| signature.signer()));
            continue;
        }
        // go looks at the key's first signature only.
        if !signed && !verifier.verifies(text.as_bytes(), &signature.bytes) {
            return Err(NoteFault::InvalidSignature { key: signature.signer() });
        }
        signed = true;
    }
    if signed { Ok(text) } else { Err(NoteFault::Unverified { signers: others }) }
}

fn malformed(flaw: NoteFlaw) -> NoteFault {
    NoteFault::Malformed { flaw }
}

/// Text without control characters, but for the ends of lines.
pub(super) fn readable(message: &[u8]) -> Result<&str, NoteFlaw> {
    let text = std::str::from_utf8(message).map_err(|_| NoteFlaw::NotUtf8);
    match message.iter().find(|byte| **byte < 0x20 && **byte != b'\n') {
        Some(byte) => Err(NoteFlaw::ControlCharacter { byte: *byte }),
        None => text,
    }
}

/// The text with the end of its last line, and the lines of signatures.
fn split(message: &str) -> Option<(&str, &str)> {
    let at = message.rfind("\n\n")?;
    let lines = &message[at + 2..];
    lines.ends_with('\n').then_some((&message[..=at], lines))
}

struct Signature<'a> {
    name: &'a str,
    hash: u32,
    bytes: Vec<u8>,
}

impl<'a> Signature<'a> {
    /// Reads `— name base64`, of which the first four bytes are the key's number.
    fn parse(line: &'a str) -> Option<Self> {
        let line = line.strip_prefix("— ")?;
        let (name, base64) = line.split_once(' ').unwrap_or((line, ""));
        let mut bytes = BASE64.decode(base64).ok()?;
        if bytes.len() < 5 || !is_name(name) {
            return None;
        }
        let signature = bytes.split_off(4);
        let hash = u32::from_be_bytes(bytes.try_into().ok()?);
        Some(Self { name, hash, bytes: signature })
    }

    fn is_of(&self, verifier: &Verifier) -> bool {
        self.name == verifier.name() && self.hash == verifier.hash()
    }

    fn signer(&self) -> Signer {
        Signer { name: Excerpt::text(self.name), hash: self.hash }
    }
}
