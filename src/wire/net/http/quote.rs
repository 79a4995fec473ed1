use crate::base::{Deadline, Excerpt};
use crate::wire::net::stream::Stream;
use reqwest::Url;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

/// How much is read to be quoted, in bytes.
const MOST: usize = 1024;
/// How long is waited for the words of one who has spoken before.
const PATIENCE: Duration = Duration::from_secs(1);

/// What is said in answer to a bare request; None if that is nothing.
pub(super) async fn first_words(
    mut stream: Box<dyn Stream>,
    url: &Url,
    user_agent: &str,
    deadline: Deadline,
) -> Option<Excerpt> {
    let mut seen = Vec::new();
    let read = async {
        // One who speaks first may have closed the other direction already.
        let _ = stream.write_all(request(url, user_agent).as_bytes()).await;
        let _ = stream.flush().await;
        while seen.len() < MOST && matches!(stream.read_buf(&mut seen).await, Ok(1..)) {}
    };
    // Late words are missing words, and those seen so far count.
    let _ = timeout(deadline.within(PATIENCE), read).await;
    let excerpt = Excerpt::of(&seen, Excerpt::USUAL);
    (!excerpt.is_empty()).then_some(excerpt)
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
