//! A hello by hand: only the first answer to it is looked at.

mod heard;
mod shape;

use super::dial::millis;
use super::stream::Stream;
use crate::model::{Greeting, Hello};
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

/// A hello of a server ends well before this, in bytes.
const MOST: usize = 8 << 10;
/// Room for the first words, in bytes.
const ROOM: usize = 2 << 10;

/// Sends the hello and sees what comes first.
pub(super) async fn greet(stream: Box<dyn Stream>, hello: &Hello, within: Duration) -> Greeting {
    let Ok(bytes) = shape::bytes(hello) else {
        return Greeting::NotReached;
    };
    let mut heard = Vec::with_capacity(ROOM);
    match timeout(within, exchange(stream, &bytes, &mut heard)).await {
        Ok(greeting) => greeting,
        Err(_) if heard.is_empty() => Greeting::TimedOut { after_ms: millis(within) },
        Err(_) => heard::at_end(&heard, Greeting::TimedOut { after_ms: millis(within) }),
    }
}

async fn exchange(mut stream: Box<dyn Stream>, hello: &[u8], heard: &mut Vec<u8>) -> Greeting {
    // What was said before a connection broke may still lie there.
    let sent = stream.write_all(hello).await.and(stream.flush().await);
    loop {
        match stream.read_buf(heard).await {
            Ok(0) => return heard::at_end(heard, Greeting::Closed),
            Ok(_) => {}
            Err(error) => return heard::at_end(heard, broken(&sent.err().unwrap_or(error))),
        }
        if let Some(greeting) = heard::greeting(heard) {
            return greeting;
        }
        if heard.len() > MOST {
            return Greeting::Garbled;
        }
    }
}

fn broken(error: &io::Error) -> Greeting {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Greeting::Closed,
        _ => Greeting::Reset,
    }
}
