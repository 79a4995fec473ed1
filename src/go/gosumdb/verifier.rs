use super::KeyError;
use aws_lc_rs::digest::{Context, SHA256};
use aws_lc_rs::signature::{ED25519 as SIGNATURE, UnparsedPublicKey};
use base64::Engine;
use base64::alphabet;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

/// go's decoder wants the padding, and does not look at the bits before it.
pub(in crate::go) const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

const ED25519: u8 = 1;

/// A verifier key: whose signature under a note go believes.
/// go's file: `golang.org/x/mod/sumdb/note/note.go`, `NewVerifier`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    hash: u32,
    public: [u8; 32],
}

impl Verifier {
    /// Reads `name+hash+base64`.
    pub fn parse(vkey: &str) -> Result<Self, KeyError> {
        let (name, rest) = vkey.split_once('+').unwrap_or((vkey, ""));
        let (hash, key) = rest.split_once('+').unwrap_or((rest, ""));
        let hash = parse_hash(hash).ok_or(KeyError::Malformed)?;
        let key = BASE64.decode(key).map_err(|_| KeyError::Malformed)?;
        let (&algorithm, public) = key.split_first().ok_or(KeyError::Malformed)?;
        if !is_name(name) {
            return Err(KeyError::Malformed);
        }
        if hash != key_hash(name, &key) {
            return Err(KeyError::Hash);
        }
        if algorithm != ED25519 {
            return Err(KeyError::Algorithm);
        }
        let public = public.try_into().map_err(|_| KeyError::Malformed)?;
        Ok(Self { name: name.to_owned(), hash, public })
    }

    /// The database's name, as it stands before its signatures.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number that tells this key from others of the same name.
    pub fn hash(&self) -> u32 {
        self.hash
    }

    /// Whether the key made this signature of this text.
    pub fn verifies(&self, text: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&SIGNATURE, self.public).verify(text, signature).is_ok()
    }
}

/// Whether a key can have this name. go's file:
/// `golang.org/x/mod/sumdb/note/note.go`, `isValidName`.
pub(in crate::go) fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(char::is_whitespace) && !name.contains('+')
}

fn parse_hash(hash: &str) -> Option<u32> {
    let hex = hash.len() == 8 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    hex.then(|| u32::from_str_radix(hash, 16).ok())?
}

fn key_hash(name: &str, key: &[u8]) -> u32 {
    let mut context = Context::new(&SHA256);
    for part in [name.as_bytes(), b"\n", key] {
        context.update(part);
    }
    let mut hash = [0; 4];
    hash.copy_from_slice(&context.finish().as_ref()[..4]);
    u32::from_be_bytes(hash)
}
