use super::head::{self, Head, Parsed};
use super::{closed, silent};
use crate::base::{Deadline, Excerpt};
use crate::model::{Reply, TunnelFault};
use crate::wire::Tunnel;
use crate::wire::net::page;
use crate::wire::net::stream::Stream;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

/// How much of a refusal's body is kept, in bytes.
const KEPT: usize = 4 * 1024;
/// How long a refusal's body is waited for.
const PATIENCE: Duration = Duration::from_secs(1);

/// CONNECT as net/http writes it (`persistConn.dialConn`); go takes no status
/// but 200 for a yes.
pub(super) async fn open(
    stream: &mut (dyn Stream + '_),
    tunnel: &Tunnel,
    within: Duration,
) -> Result<Reply, TunnelFault> {
    let deadline = Deadline::after(within);
    let asked = timeout(within, ask(stream, tunnel)).await;
    let head = asked.unwrap_or_else(|_| Err(silent(within)))?;
    if head.reply.status == 200 {
        // What came with the head is lost to go; a page there tells whose it is.
        return Ok(Reply { excerpt: page::excerpt(&head.after), ..head.reply });
    }
    let body = rest_of_body(stream, head.after, head.length, deadline.within(PATIENCE)).await;
    Err(TunnelFault::Denied {
        reply: Reply { excerpt: page::excerpt(&body), ..head.reply },
        sent_credentials: tunnel.user.is_some(),
    })
}

async fn ask(stream: &mut (dyn Stream + '_), tunnel: &Tunnel) -> Result<Head, TunnelFault> {
    let request = request(tunnel);
    stream.write_all(request.as_bytes()).await.map_err(closed)?;
    stream.flush().await.map_err(closed)?;
    let mut seen = Vec::new();
    loop {
        let before = seen.len();
        let received = stream.read_buf(&mut seen).await;
        if !head::may_begin(&seen) {
            return Err(not_a_proxy(&seen));
        }
        let received = received.map_err(closed)?;
        match head::parse(&seen, before) {
            Parsed::Head(head) => return Ok(*head),
            Parsed::NoHttp => return Err(not_a_proxy(&seen)),
            Parsed::Incomplete if received == 0 => return Err(TunnelFault::Closed),
            Parsed::Incomplete if seen.len() > head::LARGEST => return Err(not_a_proxy(&seen)),
            Parsed::Incomplete => {}
        }
    }
}

fn not_a_proxy(seen: &[u8]) -> TunnelFault {
    TunnelFault::NotAProxy { excerpt: Excerpt::of(seen, Excerpt::USUAL) }
}

fn request(tunnel: &Tunnel) -> String {
    let Tunnel { host, port, .. } = tunnel;
    let to = if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
    let authorization = tunnel.user.as_ref().map_or(String::new(), |(name, password)| {
        let pair = format!("{}:{}", name.expose(), password.expose());
        format!("Proxy-Authorization: Basic {}\r\n", STANDARD.encode(pair))
    });
    format!(
        "CONNECT {to} HTTP/1.1\r\nHost: {to}\r\nUser-Agent: Go-http-client/1.1\r\n{authorization}\r\n"
    )
}

/// What is there of the body until it ends, has been enough, or is late.
async fn rest_of_body(
    stream: &mut (dyn Stream + '_),
    mut body: Vec<u8>,
    length: Option<usize>,
    patience: Duration,
) -> Vec<u8> {
    let enough = length.unwrap_or(KEPT).min(KEPT);
    let read = async {
        while body.len() < enough {
            match stream.read_buf(&mut body).await {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
        }
    };
    // A late body is no fault: the status has said what there is to say.
    let _ = timeout(patience, read).await;
    body.truncate(KEPT);
    body
}
