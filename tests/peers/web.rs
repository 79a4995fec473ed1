//! Web servers and forward proxies that behave.

use crate::listening::{Heard, serve};
use crate::saying::head;
use rustls::ServerConfig;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

/// Bytes both ways.
pub(crate) trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Duplex for S {}

/// Speaks TLS first, and treats what is inside.
pub(crate) async fn inside_tls<F, Served>(config: ServerConfig, treat: F) -> SocketAddr
where
    F: Fn(Box<dyn Duplex>) -> Served + Clone + Send + 'static,
    Served: Future<Output = ()> + Send + 'static,
{
    let acceptor = TlsAcceptor::from(Arc::new(config));
    serve(move |stream| {
        let (acceptor, treat) = (acceptor.clone(), treat.clone());
        async move {
            if let Ok(stream) = acceptor.accept(stream).await {
                treat(Box::new(stream)).await;
            }
        }
    })
    .await
}

/// HTTP/1.1: the same answer to every request, one after the other.
pub(crate) async fn http1(mut stream: Box<dyn Duplex>, answer: &str, heard: Heard) {
    loop {
        let asked = head(&mut stream).await;
        if asked.is_empty() {
            return;
        }
        heard.add(&asked);
        stream.write_all(answer.as_bytes()).await.unwrap();
    }
}

/// HTTP/2 by its frames: what is said on the stream of the first request.
pub(crate) async fn http2(mut stream: Box<dyn Duplex>, said: impl Fn(u32) -> Vec<Vec<u8>>) {
    let mut preface = [0; 24];
    stream.read_exact(&mut preface).await.unwrap();
    stream.write_all(&frame(4, 0, 0, b"")).await.unwrap();
    while let Some((kind, id)) = skip_frame(&mut stream).await {
        if kind == HEADERS {
            for frame in said(id) {
                stream.write_all(&frame).await.unwrap();
            }
        }
    }
}

pub(crate) const DATA: u8 = 0;
pub(crate) const HEADERS: u8 = 1;
pub(crate) const RST_STREAM: u8 = 3;
pub(crate) const GOAWAY: u8 = 7;
pub(crate) const END_STREAM: u8 = 1;
pub(crate) const END_HEADERS: u8 = 4;

pub(crate) fn frame(kind: u8, flags: u8, id: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &id.to_be_bytes(), payload].concat()
}

async fn skip_frame(stream: &mut Box<dyn Duplex>) -> Option<(u8, u32)> {
    let mut start = [0; 9];
    stream.read_exact(&mut start).await.ok()?;
    let length = u32::from_be_bytes([0, start[0], start[1], start[2]]);
    let mut payload = vec![0; usize::try_from(length).ok()?];
    stream.read_exact(&mut payload).await.ok()?;
    let id = u32::from_be_bytes([start[5], start[6], start[7], start[8]]);
    Some((start[3], id))
}

/// CONNECT to anywhere leads to this one origin.
pub(crate) async fn connect(mut stream: Box<dyn Duplex>, origin: SocketAddr, heard: Heard) {
    heard.add(&head(&mut stream).await);
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
    splice(stream, origin).await;
}

/// SOCKS5 with a password, to this one origin.
pub(crate) async fn socks(mut stream: TcpStream, origin: SocketAddr, heard: Heard) {
    let steps: [(usize, &[u8]); 3] = [
        (3, b"\x05\x02"),
        (3 + "me".len() + "p:w".len(), b"\x01\x00"),
        (7 + "origin.example".len(), b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50"),
    ];
    for (length, answer) in steps {
        let mut asked = vec![0; length];
        stream.read_exact(&mut asked).await.unwrap();
        heard.add(&asked);
        stream.write_all(answer).await.unwrap();
    }
    splice(Box::new(stream), origin).await;
}

async fn splice(mut stream: Box<dyn Duplex>, origin: SocketAddr) {
    let mut other = TcpStream::connect(origin).await.unwrap();
    let _ = tokio::io::copy_bidirectional(&mut stream, &mut other).await;
}
