//! Fetches from servers of every kind, on real sockets.

#[path = "../peers/authority.rs"]
mod authority;
mod http2;
#[path = "../peers/listening.rs"]
mod listening;
#[path = "../peers/mod.rs"]
mod peers;
mod roads;
#[path = "../peers/saying.rs"]
mod saying;
mod trust;
#[path = "../peers/web.rs"]
mod web;
mod whole;

use authority::{Authority, server};
use gomod_doctor::base::Secret;
use gomod_doctor::model::{Fault, HttpFault, Manner};
use gomod_doctor::wire::{Appetite, Fetched, Request, Wire};
use listening::{Heard, Then, serve};
use peers::{LONG, SHORT, net, run};
use saying::{head, say};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use web::{http1, inside_tls};

const HOST: &str = "origin.example";
const HELLO: &str = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/plain\r\n\r\nhello";

type Answer = Result<Fetched, Fault>;

fn request(scheme: &str, at: SocketAddr) -> Request {
    Request {
        url: format!("{scheme}://{HOST}:{}/mod/@v/list", at.port()),
        at: vec![at],
        through: None,
        user: None,
        headers: Vec::new(),
        manner: Manner::default(),
        appetite: Appetite::of(1024),
    }
}

/// What comes of a plain request when the server says this.
fn said(words: &[u8], then: Then) -> Answer {
    let within = if matches!(then, Then::Wait) { SHORT } else { LONG };
    run(async {
        let (at, _) = say(words.to_vec(), then).await;
        net(&[]).fetch(&request("http", at), within).await
    })
}

fn http(fault: HttpFault) -> Answer {
    Err(Fault::Http(fault))
}

/// A sound server of HTTP/1.1 over TLS.
async fn origin(authority: &Authority, heard: &Heard) -> SocketAddr {
    let config = server(authority.sound(&[HOST]), &["http/1.1"]);
    let heard = heard.clone();
    inside_tls(config, move |stream| http1(stream, HELLO, heard.clone())).await
}

#[test]
fn requests_are_gos_and_share_a_connection() {
    run(async {
        let (heard, connections) = (Heard::default(), Arc::new(AtomicUsize::new(0)));
        let (noted, counted) = (heard.clone(), connections.clone());
        let at = serve(move |stream| {
            counted.fetch_add(1, Ordering::Relaxed);
            http1(Box::new(stream), HELLO, noted.clone())
        });
        let (net, request) = (net(&[]), request("http", at.await));
        for _ in 0..3 {
            let fetched = net.fetch(&request, LONG).await.unwrap();
            assert_eq!((fetched.reply.status, fetched.body.as_slice()), (200, &b"hello"[..]));
            assert_eq!(fetched.reply.header("content-type"), Some("text/plain"));
            assert_eq!(fetched.reply.excerpt.as_str(), "hello");
            assert!(fetched.reply.reason.is_empty());
        }
        assert_eq!((heard.all().len(), connections.load(Ordering::Relaxed)), (3, 1));
        let asked = heard.all()[0].to_ascii_lowercase();
        assert!(asked.starts_with("get /mod/@v/list http/1.1\r\n"));
        assert!(asked.contains("user-agent: gocommand/1 (+https://go.dev/cmd/go)\r\n"));
        for absent in ["authorization", "cookie", "range", "accept-encoding", "referer"] {
            assert!(!asked.contains(absent), "{asked}");
        }
    });
}

#[test]
fn errors_are_answers() {
    let missing = said(b"HTTP/1.1 404 Not here\r\nServer: Athens\r\n\r\nnot found: x", Then::Close);
    let missing = missing.unwrap();
    assert!(missing.reply.is_missing());
    assert_eq!(missing.reply.reason.as_str(), "Not here");
    assert_eq!(missing.reply.header("server"), Some("Athens"));
    assert_eq!(missing.reply.excerpt.as_str(), "not found: x");
    let page = b"HTTP/1.1 500 Internal Server Error\r\n\r\n<html><title>Oops</title>";
    let broken = said(page, Then::Close).unwrap();
    assert_eq!((broken.reply.status, broken.reply.excerpt.as_str()), (500, "Oops"));
    assert!(broken.reply.reason.is_empty());
}

#[test]
fn a_redirect_is_an_answer() {
    let words = b"HTTP/1.1 302 Found\r\nLocation: https://u:hunter2@sso.example/login\r\n\
                  Content-Length: 0\r\n\r\n";
    let fetched = said(words, Then::Close).unwrap();
    assert_eq!(fetched.location.unwrap().raw(), "https://u:hunter2@sso.example/login");
    assert_eq!(fetched.reply.header("location"), Some("https://***@sso.example/login"));
}

#[test]
fn a_line_that_breaks_is_told_apart() {
    assert_eq!(said(b"", Then::Close), http(HttpFault::Closed));
    assert_eq!(said(b"HTTP/1.1 200", Then::Close), http(HttpFault::Closed));
    assert_eq!(said(b"", Then::Reset), http(HttpFault::Reset));
    assert_eq!(said(b"", Then::Wait), http(HttpFault::TimedOut { after_ms: 300 }));
    let short = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello";
    assert_eq!(said(short, Then::Close), http(HttpFault::Truncated));
    assert_eq!(said(short, Then::Wait), http(HttpFault::TimedOut { after_ms: 300 }));
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
    assert_eq!(said(chunked, Then::Close), http(HttpFault::Truncated));
}

#[test]
fn what_is_no_http_is_quoted() {
    for (words, quoted) in [
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n".as_slice(), "SSH-2.0-OpenSSH_9.6"),
        (b"HTTP/1.1 two OK\r\n\r\n", "HTTP/1.1 two OK"),
    ] {
        let seen = said(words, Then::Wait);
        let Err(Fault::Http(HttpFault::Malformed { excerpt })) = seen else {
            panic!("{seen:?}");
        };
        assert_eq!(excerpt.as_str(), quoted);
    }
}

/// A server that never comes to an end, and how much it could say.
async fn endless(
    start: &'static [u8],
    more: &'static [u8],
    pause: Duration,
) -> (SocketAddr, Arc<AtomicUsize>) {
    let said = Arc::new(AtomicUsize::new(0));
    let counted = said.clone();
    let at = serve(move |mut stream| {
        let counted = counted.clone();
        async move {
            head(&mut stream).await;
            let mut words = start;
            while stream.write_all(words).await.is_ok() {
                counted.fetch_add(words.len(), Ordering::Relaxed);
                words = more;
                tokio::time::sleep(pause).await;
            }
        }
    });
    (at.await, said)
}

#[test]
fn an_endless_body_is_left_alone() {
    static BLOCK: [u8; 65536] = [b'x'; 65536];
    run(async {
        let start = b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n";
        let (at, said) = endless(start, &BLOCK, Duration::ZERO).await;
        let fetched = net(&[]).fetch(&request("http", at), LONG).await.unwrap();
        assert_eq!(fetched.body.len(), 1024);
        tokio::time::sleep(SHORT).await;
        let before = said.load(Ordering::Relaxed);
        tokio::time::sleep(SHORT).await;
        assert_eq!(said.load(Ordering::Relaxed), before, "the connection goes on");
        assert!(before < 32 << 20, "{before}");
    });
}

#[test]
fn endless_headers_are_malformed() {
    static LINES: [u8; 60000] = {
        let mut lines = [b'a'; 60000];
        let mut at = 0;
        while at < lines.len() {
            lines[at + 1] = b':';
            lines[at + 58] = b'\r';
            lines[at + 59] = b'\n';
            at += 60;
        }
        lines
    };
    run(async {
        let (at, said) = endless(b"HTTP/1.1 200 OK\r\n", &LINES, Duration::ZERO).await;
        let seen = net(&[]).fetch(&request("http", at), LONG).await;
        assert!(matches!(seen, Err(Fault::Http(HttpFault::Malformed { .. }))), "{seen:?}");
        assert!(said.load(Ordering::Relaxed) < 32 << 20);
    });
}

#[test]
fn a_drip_ends_in_time() {
    run(async {
        let pause = Duration::from_millis(20);
        for start in [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), b"HTTP/1.1 200 OK\r\n"] {
            let (at, _) = endless(start, b"x", pause).await;
            let began = Instant::now();
            let seen = net(&[]).fetch(&request("http", at), SHORT).await;
            assert_eq!(seen, http(HttpFault::TimedOut { after_ms: 300 }));
            assert!(began.elapsed() < LONG);
        }
    });
}

fn user() -> (Secret, Secret) {
    (Secret::new("me"), Secret::new("p:w"))
}

#[test]
fn a_password_goes_where_it_was_meant_to() {
    let authority = Authority::new();
    run(async {
        let heard = Heard::default();
        let net = net(authority.roots());
        let mut request = request("https", origin(&authority, &heard).await);
        assert!(net.fetch(&request, LONG).await.is_ok());
        request.user = Some(user());
        assert!(net.fetch(&request, LONG).await.is_ok());
        request.user = None;
        assert!(net.fetch(&request, LONG).await.is_ok());
        let sent: Vec<_> =
            heard.all().iter().map(|asked| asked.contains("Basic bWU6cDp3")).collect();
        assert_eq!(sent, [false, true, false]);
        request.url = request.url.replace("https", "http");
        request.user = Some(user());
        assert_eq!(net.fetch(&request, LONG).await, http(HttpFault::InsecureCredentials));
        assert_eq!(heard.all().len(), 3);
    });
}
