//! Servers that read a head and say some bytes, whatever was asked.

use crate::listening::{Heard, Then, end, serve};
use std::net::SocketAddr;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

/// Reads a head up to its empty line, says its words, and goes.
pub(crate) async fn say(words: Vec<u8>, then: Then) -> (SocketAddr, Heard) {
    let heard = Heard::default();
    let noted = heard.clone();
    let at = serve(move |mut stream| {
        let (words, noted) = (words.clone(), noted.clone());
        async move {
            noted.add(&head(&mut stream).await);
            let _ = stream.write_all(&words).await;
            end(stream, then).await;
        }
    });
    (at.await, heard)
}

/// Bytes up to the first empty line.
pub(crate) async fn head(stream: &mut (impl AsyncRead + Unpin)) -> Vec<u8> {
    let mut seen = Vec::new();
    while !seen.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => seen.push(byte),
            Err(_) => break,
        }
    }
    seen
}
