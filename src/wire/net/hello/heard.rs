use crate::base::Excerpt;
use crate::model::Greeting;
use crate::wire::net::tls::{alert_words, begins_no_tls};

/// More than a server's hello needs, in bytes.
const LONGEST: usize = 4 << 10;
const ALERT: u8 = 21;
const CLOSE_NOTIFY: u8 = 0;
const WARNING: u8 = 1;
const SERVER_HELLO: u8 = 2;
const SUPPORTED_VERSIONS: u16 = 43;

/// What the bytes so far say; none where more are needed.
pub(super) fn greeting(heard: &[u8]) -> Option<Greeting> {
    if heard.len() >= 5 && begins_no_tls(heard) {
        return Some(plaintext(heard));
    }
    let (mut rest, mut message) = (heard, Vec::new());
    while let Some((kind, content, after)) = record(rest) {
        match kind {
            ALERT if content.len() < 2 && after.is_empty() => return None,
            ALERT => match alert(content) {
                Some(greeting) => return Some(greeting),
                None => rest = after,
            },
            22 => {
                message.extend_from_slice(content);
                if let Some(greeting) = server_hello(&message) {
                    return Some(greeting);
                }
                rest = after;
            }
            _ => return Some(Greeting::Garbled),
        }
    }
    None
}

/// The same at the end of all bytes, where nothing else was said.
pub(super) fn at_end(heard: &[u8], otherwise: Greeting) -> Greeting {
    match greeting(heard) {
        Some(greeting) => greeting,
        None if !heard.is_empty() && begins_no_tls(heard) => plaintext(heard),
        None => otherwise,
    }
}

fn plaintext(heard: &[u8]) -> Greeting {
    Greeting::Plaintext { excerpt: Excerpt::of(heard, Excerpt::USUAL) }
}

/// A record: its type, as much as is there of what is in it, and what follows.
fn record(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (head, rest) = bytes.split_at_checked(5)?;
    let length = usize::from(u16::from_be_bytes([head[3], head[4]]));
    let (content, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
    Some((head[0], content, after))
}

/// A warning is none that go would stop at (`crypto/tls/conn.go`, `readRecord`).
fn alert(content: &[u8]) -> Option<Greeting> {
    match content {
        [_, CLOSE_NOTIFY] => Some(Greeting::Closed),
        [WARNING, _] => None,
        [_, number] => Some(Greeting::Alert { name: alert_words(*number) }),
        _ => Some(Greeting::Garbled),
    }
}

fn server_hello(message: &[u8]) -> Option<Greeting> {
    let (head, rest) = message.split_at_checked(4)?;
    let length = usize::try_from(u32::from_be_bytes([0, head[1], head[2], head[3]])).ok()?;
    if head[0] != SERVER_HELLO || length > LONGEST {
        return Some(Greeting::Garbled);
    }
    let body = rest.get(..length)?;
    Some(chosen(body).unwrap_or(Greeting::Garbled))
}

/// The version, behind 32 random bytes and the session's id the suite, and in
/// TLS 1.3 the true version in an extension. A request to try again is a hello
/// as well.
fn chosen(body: &[u8]) -> Option<Greeting> {
    let legacy = number(body, 0)?;
    let session = usize::from(*body.get(34)?);
    let suite = number(body, 35 + session)?;
    let extensions = body.get(35 + session + 3 + 2..).unwrap_or_default();
    let version = version(supported(extensions).unwrap_or(legacy));
    Some(Greeting::Hello { version, suite })
}

fn supported(mut extensions: &[u8]) -> Option<u16> {
    loop {
        let (kind, length) = (number(extensions, 0)?, usize::from(number(extensions, 2)?));
        let content = extensions.get(4..4 + length)?;
        if kind == SUPPORTED_VERSIONS {
            return number(content, 0);
        }
        extensions = &extensions[4 + length..];
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at + 2)?;
    Some(u16::from_be_bytes([pair[0], pair[1]]))
}

fn version(number: u16) -> String {
    match number {
        0x0300 => "SSLv3".to_owned(),
        0x0301..=0x0304 => format!("TLSv1.{}", number - 0x0301),
        other => format!("{other:#06x}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A server's hello in records of at most so many bytes.
    fn hello(legacy: u16, suite: u16, extensions: &[u8], size: usize) -> Vec<u8> {
        let mut body = legacy.to_be_bytes().to_vec();
        body.extend([7; 32]);
        body.extend([2, 1, 2]);
        body.extend(suite.to_be_bytes());
        body.push(0);
        if !extensions.is_empty() {
            body.extend(u16::try_from(extensions.len()).unwrap().to_be_bytes());
            body.extend(extensions);
        }
        let length = u8::try_from(body.len()).unwrap();
        let message = [&[2, 0, 0, length][..], &body].concat();
        let record =
            |part: &[u8]| [&[22, 3, 3, 0, u8::try_from(part.len()).unwrap()], part].concat();
        message.chunks(size).flat_map(record).collect()
    }

    fn chosen_as(version: &str, suite: u16) -> Greeting {
        Greeting::Hello { version: version.to_owned(), suite }
    }

    #[test]
    fn versions_old_and_new_are_told() {
        let tls13 = [0, 51, 0, 1, 9, 0, 43, 0, 2, 3, 4];
        assert_eq!(
            greeting(&hello(0x0303, 0x1301, &tls13, 200)),
            Some(chosen_as("TLSv1.3", 0x1301))
        );
        for size in [1, 5, 200] {
            assert_eq!(
                greeting(&hello(0x0303, 0xc013, &[], size)),
                Some(chosen_as("TLSv1.2", 0xc013))
            );
        }
        assert_eq!(greeting(&hello(0x0301, 0x002f, &[], 200)), Some(chosen_as("TLSv1.0", 0x002f)));
        assert_eq!(greeting(&hello(0x0300, 0x0005, &[], 200)), Some(chosen_as("SSLv3", 0x0005)));
    }

    #[test]
    fn alerts_and_what_is_no_tls() {
        let alert = |name: &str| Some(Greeting::Alert { name: name.to_owned() });
        assert_eq!(greeting(b"\x15\x03\x03\x00\x02\x02\x28"), alert("handshake failure"));
        assert_eq!(
            greeting(b"\x15\x03\x01\x00\x02\x02\x46"),
            alert("protocol version not supported")
        );
        assert_eq!(greeting(b"\x15\x03\x03\x00\x02\x01\x70"), None);
        let warned =
            [&b"\x15\x03\x03\x00\x02\x01\x70"[..], &hello(0x0303, 0xc02f, &[], 99)].concat();
        assert_eq!(greeting(&warned), Some(chosen_as("TLSv1.2", 0xc02f)));
        assert_eq!(greeting(b"\x15\x03\x03\x00\x02\x01\x00"), Some(Greeting::Closed));
        assert!(matches!(greeting(b"HTTP/1.1 400"), Some(Greeting::Plaintext { .. })));
        assert!(matches!(at_end(b"SSH", Greeting::Closed), Greeting::Plaintext { .. }));
        assert_eq!(at_end(b"\x16\x03", Greeting::Closed), Greeting::Closed);
        assert_eq!(greeting(b"\x16\x03\x03\x00\x04\x0b\x00\x00\x00"), Some(Greeting::Garbled));
        assert_eq!(greeting(b"\x16\x03\x03\x00\x04\x02\x00\x00\x00"), Some(Greeting::Garbled));
    }

    proptest! {
        #[test]
        fn any_bytes_are_met_calmly(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = greeting(&bytes);
            let _ = at_end(&bytes, Greeting::Closed);
        }

        #[test]
        fn any_message_is_met_calmly(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let length = u8::try_from(bytes.len()).unwrap();
            let record = [&[22, 3, 3, 0, length.saturating_add(4), 2, 0, 0, length][..], &bytes].concat();
            prop_assert!(bytes.len() > 250 || greeting(&record).is_some());
        }
    }
}
