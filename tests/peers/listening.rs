//! Servers on the loopback interface, each with one fault of its own.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
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
pub(crate) fn reset(stream: &TcpStream) {
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

/// Everything that was asked of a server.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    pub(crate) fn add(&self, head: &[u8]) {
        let head = String::from_utf8_lossy(head).into_owned();
        self.0.lock().unwrap().push(head);
    }

    pub(crate) fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

pub(crate) async fn end(mut stream: TcpStream, then: Then) {
    match then {
        Then::Close => drop(stream.shutdown().await),
        Then::Reset => reset(&stream),
        Then::Wait => tokio::time::sleep(Duration::from_mins(1)).await,
    }
}
