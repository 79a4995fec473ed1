//! Forward proxies of every kind, on real sockets.

#[path = "peers/listening.rs"]
mod listening;
mod peers;
#[path = "peers/saying.rs"]
mod saying;

use gomod_doctor::base::Secret;
use gomod_doctor::model::{Reply, TunnelFault};
use gomod_doctor::wire::{Tunnel, TunnelKind, Wire};
use listening::{Then, end, serve};
use peers::{LONG, SHORT, net, run};
use saying::say;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

type Opened = Result<Option<Reply>, TunnelFault>;

fn tunnel(kind: TunnelKind) -> Tunnel {
    Tunnel { kind, host: "origin.example".to_owned(), port: 443, user: None }
}

fn with_user(kind: TunnelKind) -> Tunnel {
    Tunnel { user: Some((Secret::new("me"), Secret::new("p:w"))), ..tunnel(kind) }
}

async fn open(at: SocketAddr, tunnel: &Tunnel, within: Duration) -> Opened {
    let mut line = net(&[]).dial(at, LONG).await.ok().unwrap();
    line.tunnel(tunnel, within).await
}

/// What comes of CONNECT when the proxy says this.
fn answered(words: &[u8], then: Then) -> Opened {
    let within = if matches!(then, Then::Wait) { SHORT } else { LONG };
    run(async {
        let (at, _) = say(words.to_vec(), then).await;
        open(at, &tunnel(TunnelKind::Http), within).await
    })
}

#[test]
fn connect_is_written_as_go_writes_it() {
    run(async {
        let (at, heard) =
            say(b"HTTP/1.1 200 Connection established\r\n\r\n".to_vec(), Then::Wait).await;
        let reply = open(at, &tunnel(TunnelKind::Http), LONG).await.unwrap().unwrap();
        assert_eq!((reply.status, reply.reason.as_str()), (200, "Connection established"));
        open(at, &with_user(TunnelKind::Http), LONG).await.unwrap();
        let mut literal = tunnel(TunnelKind::Http);
        literal.host = "::1".to_owned();
        open(at, &literal, LONG).await.unwrap();
        let asked = |to: &str, more: &str| {
            format!(
                "CONNECT {to} HTTP/1.1\r\nHost: {to}\r\nUser-Agent: Go-http-client/1.1\r\n{more}\r\n"
            )
        };
        let user = "Proxy-Authorization: Basic bWU6cDp3\r\n";
        let named = "origin.example:443";
        assert_eq!(heard.all(), [asked(named, ""), asked(named, user), asked("[::1]:443", "")]);
    });
}

#[test]
fn a_refusal_keeps_what_the_proxy_said() {
    let body = "<html><title>ERROR</title><body>Access control prevents it</body>";
    let words = format!(
        "HTTP/1.1 403 Forbidden by policy\r\nServer: squid\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\n\
         Set-Cookie: no\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let Err(TunnelFault::Denied { reply, sent_credentials }) =
        answered(words.as_bytes(), Then::Wait)
    else {
        panic!("not denied");
    };
    assert_eq!((reply.status, reply.reason.as_str()), (403, "Forbidden by policy"));
    assert_eq!(reply.header("x-squid-error"), Some("ERR_ACCESS_DENIED 0"));
    assert_eq!(reply.header("set-cookie"), None);
    assert_eq!(reply.excerpt.as_str(), "ERROR: Access control prevents it");
    assert!(!sent_credentials);
}

#[test]
fn a_refusal_says_whether_credentials_were_sent() {
    let words = b"HTTP/1.1 407 x\r\nProxy-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n";
    let denied = run(async {
        let (at, _) = say(words.to_vec(), Then::Close).await;
        open(at, &with_user(TunnelKind::Http), LONG).await
    });
    let Err(TunnelFault::Denied { reply, sent_credentials: true }) = denied else {
        panic!("{denied:?}");
    };
    assert_eq!(reply.header("Proxy-Authenticate"), Some("NTLM"));
}

#[test]
fn any_status_but_200_is_no_way() {
    for status in ["100 Continue", "204 No Content", "302 Found", "502 Bad Gateway"] {
        let words = format!("HTTP/1.1 {status}\r\n\r\n");
        let seen = answered(words.as_bytes(), Then::Close);
        assert!(matches!(seen, Err(TunnelFault::Denied { .. })), "{seen:?}");
    }
}

#[test]
fn silence_and_a_closed_line_are_two_things() {
    let silent = Err(TunnelFault::Silent { after_ms: 300 });
    assert_eq!(answered(b"", Then::Wait), silent);
    assert_eq!(answered(b"HTTP/1.1 200", Then::Wait), silent);
    assert_eq!(answered(b"", Then::Close), Err(TunnelFault::Closed));
    assert_eq!(answered(b"", Then::Reset), Err(TunnelFault::Closed));
    assert_eq!(answered(b"HTTP/1.1 200", Then::Close), Err(TunnelFault::Closed));
}

fn is_no_proxy(seen: &Opened, words: &str) {
    let Err(TunnelFault::NotAProxy { excerpt }) = seen else {
        panic!("{seen:?}");
    };
    assert_eq!(excerpt.as_str(), words);
}

#[test]
fn what_speaks_no_http_is_no_proxy() {
    is_no_proxy(&answered(b"SSH-2.0-OpenSSH_9.6\r\n", Then::Wait), "SSH-2.0-OpenSSH_9.6");
    is_no_proxy(&answered(b"\x15\x03\x01\x00\x02\x02\x46", Then::Close), "F");
    is_no_proxy(&answered(b"\x05\xff", Then::Close), "");
    is_no_proxy(&answered(b"HTTP/1.1 no\r\n\r\n", Then::Wait), "HTTP/1.1 no");
}

#[test]
fn endless_heads_and_bodies_are_cut() {
    let head = [b"HTTP/1.1 403 No\r\n".as_slice(), &b"A: b\r\n".repeat(20_000)].concat();
    let seen = answered(&head, Then::Wait);
    assert!(matches!(seen, Err(TunnelFault::NotAProxy { .. })), "{seen:?}");
    let body = [b"HTTP/1.1 403 No\r\n\r\n".as_slice(), &b"word ".repeat(1_000_000)].concat();
    let Err(TunnelFault::Denied { reply, .. }) = answered(&body, Then::Wait) else {
        panic!("not denied");
    };
    assert!(reply.excerpt.as_str().starts_with("word word"));
}

/// A SOCKS5 server: each expected message, and the answer to it.
async fn socks(script: &'static [(&'static [u8], &'static [u8])], then: Then) -> SocketAddr {
    serve(move |mut stream| async move {
        for (expected, answer) in script {
            let mut seen = vec![0; expected.len()];
            stream.read_exact(&mut seen).await.unwrap();
            assert_eq!(&seen, expected);
            stream.write_all(answer).await.unwrap();
        }
        end(stream, then).await;
    })
    .await
}

fn by_socks(
    script: &'static [(&'static [u8], &'static [u8])],
    tunnel: &Tunnel,
    then: Then,
) -> Opened {
    let within = if matches!(then, Then::Wait) { SHORT } else { LONG };
    run(async { open(socks(script, then).await, tunnel, within).await })
}

const TO_ORIGIN: &[u8] = b"\x05\x01\x00\x03\x0eorigin.example\x01\xbb";
const GRANTED: &[u8] = b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50";
const LOGIN: &[u8] = b"\x01\x02me\x03p:w";

#[test]
fn socks_gets_the_name_and_grants() {
    let plain = tunnel(TunnelKind::Socks5);
    let script: &[(&[u8], &[u8])] = &[(b"\x05\x01\x00", b"\x05\x00"), (TO_ORIGIN, GRANTED)];
    assert_eq!(by_socks(script, &plain, Then::Wait), Ok(None));
    let mut literal = plain;
    literal.host = "192.0.2.1".to_owned();
    let script: &[(&[u8], &[u8])] = &[
        (b"\x05\x01\x00", b"\x05\x00"),
        (b"\x05\x01\x00\x01\xc0\x00\x02\x01\x01\xbb", b"\x05\x00\x00\x03\x01x\x00\x50"),
    ];
    assert_eq!(by_socks(script, &literal, Then::Wait), Ok(None));
}

#[test]
fn socks_takes_a_password_or_does_not() {
    let user = with_user(TunnelKind::Socks5);
    let script: &[(&[u8], &[u8])] =
        &[(b"\x05\x02\x00\x02", b"\x05\x02"), (LOGIN, b"\x01\x00"), (TO_ORIGIN, GRANTED)];
    assert_eq!(by_socks(script, &user, Then::Wait), Ok(None));
    let script: &[(&[u8], &[u8])] = &[(b"\x05\x02\x00\x02", b"\x05\x02"), (LOGIN, b"\x01\x01")];
    assert_eq!(by_socks(script, &user, Then::Close), denied(0xff, true));
}

fn denied(code: u8, sent_credentials: bool) -> Opened {
    Err(TunnelFault::SocksDenied { code, sent_credentials })
}

#[test]
fn socks_refuses_with_a_code() {
    let plain = tunnel(TunnelKind::Socks5);
    let script: &[(&[u8], &[u8])] = &[(b"\x05\x01\x00", b"\x05\xff")];
    assert_eq!(by_socks(script, &plain, Then::Close), denied(0xff, false));
    let script: &[(&[u8], &[u8])] =
        &[(b"\x05\x01\x00", b"\x05\x00"), (TO_ORIGIN, b"\x05\x02\x00\x01\x00\x00\x00\x00\x00\x00")];
    assert_eq!(by_socks(script, &plain, Then::Close), denied(2, false));
}

#[test]
fn what_speaks_no_socks_is_told_apart() {
    let plain = tunnel(TunnelKind::Socks5);
    let silent = Err(TunnelFault::Silent { after_ms: 300 });
    assert_eq!(by_socks(&[], &plain, Then::Wait), silent);
    let closing: &[(&[u8], &[u8])] = &[(b"\x05\x01\x00", b"")];
    assert_eq!(by_socks(closing, &plain, Then::Close), Err(TunnelFault::Closed));
    let http: &[(&[u8], &[u8])] = &[(b"\x05\x01\x00", b"HTTP/1.1 400 Bad Request\r\n\r\n")];
    is_no_proxy(&by_socks(http, &plain, Then::Close), "HTTP/1.1 400 Bad Request");
}
