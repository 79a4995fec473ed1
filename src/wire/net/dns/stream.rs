use super::answer::Answer;
use super::query::Query;
use super::{Exchanged, Failure};
use crate::base::Deadline;
use std::io;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// By TCP, where go takes the first message, whatever it is
/// (`dnsStreamRoundTrip`).
pub(super) async fn exchange(query: &Query, server: SocketAddr, deadline: Deadline) -> Exchanged {
    let Ok(bytes) = timeout(deadline.left(), round_trip(query, server)).await else {
        return Err(Failure::TimedOut);
    };
    Answer::to(query, &bytes?).ok_or(Failure::Garbled)
}

async fn round_trip(query: &Query, server: SocketAddr) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(server).await?;
    let length = u16::try_from(query.bytes.len()).unwrap_or(u16::MAX);
    let message = [&length.to_be_bytes(), query.bytes.as_slice()].concat();
    stream.write_all(&message).await?;
    let length = usize::from(stream.read_u16().await?);
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes).await?;
    Ok(bytes)
}
