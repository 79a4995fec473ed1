use crate::base::{Deadline, Excerpt};
use crate::wire::net::stream::Stream;
use reqwest::Url;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

/// How much is read to be quoted, in bytes.
pub(super) const MOST: usize = 1024;
/// How much is read where a flood is suspected, in bytes.
pub(super) const MANY: usize = 16 << 10;
/// How much of a flood is quoted, in bytes.
pub(super) const FEW: usize = 100;
/// How long is waited for the words of one who has spoken before.
const PATIENCE: Duration = Duration::from_secs(1);
/// More "1xx" heads in a row than any server sends.
const HINTS: usize = 20;

/// The beginning of what is said in answer to a bare request.
pub(super) async fn first_bytes(
    mut stream: Box<dyn Stream>,
    url: &Url,
    user_agent: &str,
    most: usize,
    deadline: Deadline,
) -> Vec<u8> {
    let mut seen = Vec::new();
    let read = async {
        // One who speaks first may have closed the other direction already.
        let _ = stream.write_all(request(url, user_agent).as_bytes()).await;
        let _ = stream.flush().await;
        while seen.len() < most && matches!(stream.read_buf(&mut seen).await, Ok(1..)) {}
    };
    // Late words are missing words, and those seen so far count.
    let _ = timeout(deadline.within(PATIENCE), read).await;
    seen
}

/// None if nothing was said.
pub(super) fn words(seen: &[u8]) -> Option<Excerpt> {
    let excerpt = Excerpt::of(seen, Excerpt::USUAL);
    (!excerpt.is_empty()).then_some(excerpt)
}

/// Whether it is one "1xx" head after the other.
pub(super) fn is_flood(seen: &[u8]) -> bool {
    let lines = seen.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"HTTP/1."));
    let mut statuses = lines.map(|line| line.get(8..10)).take_while(|it| *it == Some(b" 1"));
    statuses.nth(HINTS).is_some()
}

/// A forward proxy would be asked by the whole address; any server takes that.
fn request(url: &Url, user_agent: &str) -> String {
    let host = url.host_str().unwrap_or_default();
    let port = url.port().map_or(String::new(), |port| format!(":{port}"));
    let mut whole = url.clone();
    whole.set_fragment(None);
    format!(
        "GET {whole} HTTP/1.1\r\nHost: {host}{port}\r\nUser-Agent: {user_agent}\r\nConnection: close\r\n\r\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_one_hint_after_the_other() {
        let hint = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
        assert!(is_flood(&hint.repeat(30)));
        assert!(!is_flood(&hint.repeat(20)));
        let answered = [&hint.repeat(5)[..], b"HTTP/1.1 200 OK\r\n\r\n", &hint.repeat(30)];
        assert!(!is_flood(&answered.concat()));
        assert!(!is_flood(b""));
    }
}
