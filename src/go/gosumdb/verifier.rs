use super::KeyError;
use aws_lc_rs::digest::{Context, SHA256};
use base64::Engine;
use base64::alphabet;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

/// go's decoder wants the padding, and does not look at the bits before it.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

const ED25519: u8 = 1;

/// The name in a verifier key, if the key is sound.
/// go's file: `golang.org/x/mod/sumdb/note/note.go`, `NewVerifier`.
pub(super) fn name_of(vkey: &str) -> Result<&str, KeyError> {
    let (name, rest) = vkey.split_once('+').unwrap_or((vkey, ""));
    let (hash, key) = rest.split_once('+').unwrap_or((rest, ""));
    let hash = parse_hash(hash).ok_or(KeyError::Malformed)?;
    let key = BASE64.decode(key).map_err(|_| KeyError::Malformed)?;
    let (&algorithm, public) = key.split_first().ok_or(KeyError::Malformed)?;
    if name.is_empty() || name.contains(char::is_whitespace) {
        return Err(KeyError::Malformed);
    }
    if hash != key_hash(name, &key) {
        return Err(KeyError::Hash);
    }
    match (algorithm, public.len()) {
        (ED25519, 32) => Ok(name),
        (ED25519, _) => Err(KeyError::Malformed),
        _ => Err(KeyError::Algorithm),
    }
}

fn parse_hash(hash: &str) -> Option<[u8; 4]> {
    let hex = hash.len() == 8 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    let number = hex.then(|| u32::from_str_radix(hash, 16).ok())?;
    number.map(u32::to_be_bytes)
}

fn key_hash(name: &str, key: &[u8]) -> [u8; 4] {
    let mut context = Context::new(&SHA256);
    for part in [name.as_bytes(), b"\n", key] {
        context.update(part);
    }
    let mut hash = [0; 4];
    hash.copy_from_slice(&context.finish().as_ref()[..4]);
    hash
}
