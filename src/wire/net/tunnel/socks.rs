use super::closed;
use crate::base::{Excerpt, Secret};
use crate::model::TunnelFault;
use crate::wire::Tunnel;
use crate::wire::net::stream::Stream;
use std::net::IpAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const VERSION: u8 = 5;
const NO_AUTHENTICATION: u8 = 0;
const USER_AND_PASSWORD: u8 = 2;
/// Also stands for a password that was refused, which has no reply code.
const NO_METHOD: u8 = 0xff;
const GRANTED: u8 = 0;

/// RFC 1928, as golang.org/x/net/internal/socks speaks it: names are for the
/// proxy to resolve.
pub(super) async fn open(
    stream: &mut (dyn Stream + '_),
    tunnel: &Tunnel,
) -> Result<(), TunnelFault> {
    let sent_credentials = agree(stream, tunnel).await?;
    send(stream, &request(tunnel)).await?;
    let [version, code, _, kind] = receive(stream).await?;
    match code {
        _ if version != VERSION => Err(not_a_proxy(&[version, code])),
        GRANTED => skip_address(stream, kind).await,
        code => Err(TunnelFault::SocksDenied { code, sent_credentials }),
    }
}

/// Agrees on a method. True if a password went over.
async fn agree(stream: &mut (dyn Stream + '_), tunnel: &Tunnel) -> Result<bool, TunnelFault> {
    let greeting: &[u8] = match tunnel.user {
        None => &[VERSION, 1, NO_AUTHENTICATION],
        Some(_) => &[VERSION, 2, NO_AUTHENTICATION, USER_AND_PASSWORD],
    };
    send(stream, greeting).await?;
    let [version, method] = receive(stream).await?;
    if version != VERSION {
        return Err(not_a_proxy(&rest(stream, &[version, method]).await));
    }
    match (method, &tunnel.user) {
        (NO_AUTHENTICATION, _) => Ok(false),
        (USER_AND_PASSWORD, Some(user)) => authenticate(stream, user).await.map(|()| true),
        _ => Err(denied_method(false)),
    }
}

/// RFC 1929.
async fn authenticate(
    stream: &mut (dyn Stream + '_),
    (name, password): &(Secret, Secret),
) -> Result<(), TunnelFault> {
    let mut message = vec![1];
    for part in [name, password] {
        let Ok(length) = u8::try_from(part.expose().len()) else {
            return Err(denied_method(false));
        };
        message.push(length);
        message.extend_from_slice(part.expose().as_bytes());
    }
    send(stream, &message).await?;
    match receive(stream).await? {
        [_, GRANTED] => Ok(()),
        _ => Err(denied_method(true)),
    }
}

fn denied_method(sent_credentials: bool) -> TunnelFault {
    TunnelFault::SocksDenied { code: NO_METHOD, sent_credentials }
}

fn request(tunnel: &Tunnel) -> Vec<u8> {
    let mut request = vec![VERSION, 1, 0];
    match tunnel.host.parse() {
        Ok(IpAddr::V4(ip)) => {
            request.push(1);
            request.extend(ip.octets());
        }
        Ok(IpAddr::V6(ip)) => {
            request.push(4);
            request.extend(ip.octets());
        }
        Err(_) => {
            let name = tunnel.host.as_bytes();
            let length = u8::try_from(name.len()).unwrap_or(u8::MAX);
            request.extend([3, length]);
            request.extend(&name[..usize::from(length)]);
        }
    }
    request.extend(tunnel.port.to_be_bytes());
    request
}

/// The address that the proxy connects from tells nothing here.
async fn skip_address(stream: &mut (dyn Stream + '_), kind: u8) -> Result<(), TunnelFault> {
    let length = match kind {
        1 => 4,
        4 => 16,
        3 => usize::from(receive::<1>(stream).await?[0]),
        kind => return Err(not_a_proxy(&[VERSION, GRANTED, 0, kind])),
    };
    let mut address = vec![0; length + 2];
    stream.read_exact(&mut address).await.map_err(closed)?;
    Ok(())
}

async fn send(stream: &mut (dyn Stream + '_), bytes: &[u8]) -> Result<(), TunnelFault> {
    stream.write_all(bytes).await.map_err(closed)?;
    stream.flush().await.map_err(closed)
}

async fn receive<const N: usize>(stream: &mut (dyn Stream + '_)) -> Result<[u8; N], TunnelFault> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes).await.map_err(closed)?;
    Ok(bytes)
}

/// What else came with bytes that are no SOCKS.
async fn rest(stream: &mut (dyn Stream + '_), start: &[u8]) -> Vec<u8> {
    let mut seen = start.to_vec();
    let mut more = [0; 256];
    if let Ok(length) = stream.read(&mut more).await {
        seen.extend(more.iter().take(length));
    }
    seen
}

fn not_a_proxy(seen: &[u8]) -> TunnelFault {
    TunnelFault::NotAProxy { excerpt: Excerpt::of(seen, Excerpt::USUAL) }
}
