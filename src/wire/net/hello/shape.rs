use crate::model::{Hello, Offer};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand;

/// go's suites (`crypto/tls/defaults.go`), those with CBC included.
const OF_GO: &[u16] = &[
    0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc009, 0xc013, 0xc00a, 0xc014, 0x1301, 0x1302,
    0x1303,
];
/// What servers of old choose: ECDHE with CBC, RSA and DHE key exchange, 3DES, RC4.
const OF_OLD: &[u16] = &[
    0xc009, 0xc013, 0xc00a, 0xc014, 0x009c, 0x009d, 0x003c, 0x003d, 0x002f, 0x0035, 0x009e, 0x009f,
    0x0067, 0x006b, 0x0033, 0x0039, 0xc008, 0xc012, 0x0016, 0x000a, 0xc007, 0xc011, 0x0005, 0x0004,
];
const HYBRID: u16 = 0x11ec;
const X25519: u16 = 0x001d;
const NIST: [u16; 3] = [0x0017, 0x0018, 0x0019];
const SIGNATURES: &[u16] =
    &[0x0804, 0x0403, 0x0807, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0503, 0x0603];
/// SHA-1, for certificates alone.
const SIGNATURES_OF_OLD: [u16; 2] = [0x0201, 0x0203];
const PROTOCOLS: &[&[u8]] = &[b"h2", b"http/1.1"];
/// Coefficients in the public key of ML-KEM-768, and the bound of each.
const COEFFICIENTS: usize = 768;
const PRIME: u16 = 3329;
/// Longer names than this are no names of hosts.
const LONGEST_NAME: usize = 255;

/// The record that carries the hello.
/// go's file: `crypto/tls/handshake_messages.go`, `clientHelloMsg.marshalMsg`.
pub(super) fn bytes(hello: &Hello) -> Result<Vec<u8>, Unspecified> {
    let mut body = vec![0x03, 0x03];
    body.extend(random(32)?);
    body.extend(short(&random(32)?));
    let suites = if hello.offer == Offer::Old { OF_OLD } else { OF_GO };
    body.extend(long(&numbers(suites)));
    body.extend([1, 0]);
    body.extend(long(&extensions(hello)?));
    let mut message = vec![1, 0];
    message.extend(long(&body));
    let mut record = vec![0x16, 0x03, 0x01];
    record.extend(long(&message));
    Ok(record)
}

fn extensions(hello: &Hello) -> Result<Vec<u8>, Unspecified> {
    let mut all = Vec::new();
    let name = hello.name.as_deref().filter(|it| !it.is_empty() && it.len() <= LONGEST_NAME);
    if let Some(name) = name {
        let entry = [&[0][..], &long(name.as_bytes())].concat();
        extend(&mut all, 0, &long(&entry));
    }
    extend(&mut all, 11, &short(&[0]));
    extend(&mut all, 0xff01, &short(&[]));
    extend(&mut all, 10, &long(&numbers(&groups(hello))));
    let any = [SIGNATURES, &SIGNATURES_OF_OLD].concat();
    if hello.offer == Offer::Old {
        extend(&mut all, 13, &long(&numbers(&any)));
        return Ok(all);
    }
    extend(&mut all, 23, &[]);
    extend(&mut all, 18, &[]);
    extend(&mut all, 5, &[1, 0, 0, 0, 0]);
    extend(&mut all, 13, &long(&numbers(SIGNATURES)));
    extend(&mut all, 50, &long(&numbers(&any)));
    let protocols: Vec<u8> = PROTOCOLS.iter().flat_map(|name| short(name)).collect();
    extend(&mut all, 16, &long(&protocols));
    extend(&mut all, 43, &short(&numbers(&[0x0304, 0x0303])));
    extend(&mut all, 51, &long(&shares(hello.hybrid)?));
    Ok(all)
}

fn groups(hello: &Hello) -> Vec<u16> {
    let hybrid = hello.hybrid && hello.offer == Offer::Go;
    hybrid.then_some(HYBRID).into_iter().chain([X25519]).chain(NIST).collect()
}

/// Any 32 bytes are a point of X25519, and the same one may stand in both shares.
fn shares(hybrid: bool) -> Result<Vec<u8>, Unspecified> {
    let point = random(32)?;
    let mut all = Vec::new();
    if hybrid {
        let mut key = coefficients()?;
        key.extend(random(32)?);
        key.extend(&point);
        extend(&mut all, HYBRID, &key);
    }
    extend(&mut all, X25519, &point);
    Ok(all)
}

/// A public key that holds nobody's secret: servers see that it is well formed.
fn coefficients() -> Result<Vec<u8>, Unspecified> {
    let drawn = random(2 * COEFFICIENTS)?;
    let pairs = drawn.chunks_exact(4).map(|it| {
        let low = u16::from_be_bytes([it[0], it[1]]) % PRIME;
        let high = u16::from_be_bytes([it[2], it[3]]) % PRIME;
        u32::from(low) | u32::from(high) << 12
    });
    Ok(pairs.flat_map(|pair| pair.to_le_bytes().into_iter().take(3)).collect())
}

fn random(length: usize) -> Result<Vec<u8>, Unspecified> {
    let mut bytes = vec![0; length];
    rand::fill(&mut bytes)?;
    Ok(bytes)
}

fn extend(all: &mut Vec<u8>, kind: u16, content: &[u8]) {
    all.extend(kind.to_be_bytes());
    all.extend(long(content));
}

fn numbers(all: &[u16]) -> Vec<u8> {
    all.iter().flat_map(|number| number.to_be_bytes()).collect()
}

/// With its length in one byte. Nothing here is longer than that can say.
fn short(content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(content.len()).unwrap_or(u8::MAX);
    [&[length], content].concat()
}

/// With its length in two bytes. Nothing here is longer than that can say.
fn long(content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap_or(u16::MAX);
    [&length.to_be_bytes(), content].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(hybrid: bool, offer: Offer, name: Option<&str>) -> usize {
        let hello = Hello { name: name.map(str::to_owned), hybrid, offer };
        let bytes = bytes(&hello).unwrap();
        assert_eq!(usize::from(u16::from_be_bytes([bytes[3], bytes[4]])), bytes.len() - 5);
        bytes.len()
    }

    #[test]
    fn a_hybrid_share_takes_it_over_one_packet() {
        assert!((1460..1600).contains(&length(true, Offer::Go, Some("localhost"))));
        assert!(length(false, Offer::Go, Some("localhost")) < 400);
        assert!(length(true, Offer::Old, Some("localhost")) < 400);
        let (long, none) = ("x".repeat(10_000), None);
        assert_eq!(length(false, Offer::Go, Some(&long)), length(false, Offer::Go, none));
    }
}
