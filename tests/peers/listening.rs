//! Servers on the loopback interface, each with one fault of its own.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Treats every connection to a new port in the same way.
pub(crate) async fn serve<F, Served>(treat: F) -> SocketAddr
where
    F: Fn(TcpStream) -> Served + Send + 'static,
    Served: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(treat(stream));
        }
    });
    at
}

/// Ends a connection with RST.
pub(crate) fn reset(stream: TcpStream) {
    stream.set_zero_linger().unwrap();
}

/// What a server does once it has said its words.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Then {
    Close,
    Reset,
    /// Holds the connection.
    Wait,
}

/// Reads a head up to its empty line, says its words, and goes.
pub(crate) async fn say(words: Vec<u8>, then: Then) -> (SocketAddr, Heard) {
    let heard = Heard::default();
    let noted = heard.clone();
    let at = serve(move |mut stream| {
        let (words, noted) = (words.clone(), noted.clone());
        async move {
            noted.add(head(&mut stream).await);
            let _ = stream.write_all(&words).await;
            end(stream, then).await;
        }
    });
    (at.await, heard)
}

/// Everything that was asked of a server.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    pub(crate) fn add(&self, head: Vec<u8>) {
        let head = String::from_utf8_lossy(&head).into_owned();
        self.0.lock().unwrap().push(head);
    }

    pub(crate) fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
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

pub(crate) async fn end(mut stream: TcpStream, then: Then) {
    match then {
        Then::Close => drop(stream.shutdown().await),
        Then::Reset => reset(stream),
        Then::Wait => tokio::time::sleep(Duration::from_secs(60)).await,
    }
}

/// Carries bytes between two streams until one ends.
pub(crate) async fn splice(
    mut one: impl AsyncRead + AsyncWrite + Unpin,
    mut other: impl AsyncRead + AsyncWrite + Unpin,
) {
    let _ = tokio::io::copy_bidirectional(&mut one, &mut other).await;
}
