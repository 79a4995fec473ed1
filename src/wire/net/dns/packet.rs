use super::answer::Answer;
use super::query::{LARGEST, Query};
use super::{Exchanged, Failure};
use crate::base::Deadline;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use tokio::net::UdpSocket;
use tokio::time::timeout;

/// By UDP. Like go, waits past packets that are no answer: they may be forged
/// (`dnsPacketRoundTrip`). If only such came, that is what is reported.
pub(super) async fn exchange(query: &Query, server: SocketAddr, deadline: Deadline) -> Exchanged {
    let socket = connected(server).await?;
    socket.send(&query.bytes).await?;
    let mut was_garbled = false;
    loop {
        let mut bytes = [0; LARGEST];
        let Ok(received) = timeout(deadline.left(), socket.recv(&mut bytes)).await else {
            return Err(if was_garbled { Failure::Garbled } else { Failure::TimedOut });
        };
        let length = received?;
        match Answer::to(query, bytes.get(..length).unwrap_or_default()) {
            Some(answer) => return Ok(answer),
            None => was_garbled = true,
        }
    }
}

async fn connected(server: SocketAddr) -> io::Result<UdpSocket> {
    let any: SocketAddr = match server {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    let socket = UdpSocket::bind(any).await?;
    socket.connect(server).await?;
    Ok(socket)
}
