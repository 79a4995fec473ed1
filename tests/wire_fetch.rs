//! Fetches from servers of every kind, on real sockets.

#[path = "peers/authority.rs"]
mod authority;
#[path = "peers/listening.rs"]
mod listening;
mod peers;
#[path = "peers/saying.rs"]
mod saying;
#[path = "peers/web.rs"]
mod web;

use authority::{Authority, provider, server};
use gomod_doctor::base::{Secret, Veiled};
use gomod_doctor::model::{DialFault, DnsAnswer, Fault, HttpFault, TlsFault, TunnelFault};
use gomod_doctor::wire::{Fetched, Request, Wire};
use listening::{Heard, Then, serve};
use peers::{LONG, SHORT, net, run};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use saying::{head, say};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpSocket;
use web::{DATA, END_HEADERS, END_STREAM, GOAWAY, HEADERS, RST_STREAM};
use web::{connect, frame, http1, http2, inside_tls, socks};

const HOST: &str = "origin.example";
const HELLO: &str = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/plain\r\n\r\nhello";

type Answer = Result<Fetched, Fault>;

fn request(scheme: &str, at: SocketAddr) -> Request {
    Request {
        url: format!("{scheme}://{HOST}:{}/mod/@v/list", at.port()),
        at: vec![at],
        through: None,
        user: None,
        most: 1024,
    }
}

/// What comes of a plain request when the server says this.
fn said(words: &[u8], then: Then) -> Answer {
    let within = if matches!(then, Then::Wait) {
        SHORT
    } else {
        LONG
    };
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
            assert_eq!(
                (fetched.reply.status, fetched.body.as_slice()),
                (200, &b"hello"[..])
            );
            assert_eq!(fetched.reply.header("content-type"), Some("text/plain"));
            assert_eq!(fetched.reply.excerpt.as_str(), "hello");
            assert!(fetched.reply.reason.is_empty());
        }
        assert_eq!(
            (heard.all().len(), connections.load(Ordering::Relaxed)),
            (3, 1)
        );
        let asked = heard.all()[0].to_ascii_lowercase();
        assert!(asked.starts_with("get /mod/@v/list http/1.1\r\n"));
        assert!(asked.contains("user-agent: gocommand/1 (+https://go.dev/cmd/go)\r\n"));
        for absent in [
            "authorization",
            "cookie",
            "range",
            "accept-encoding",
            "referer",
        ] {
            assert!(!asked.contains(absent), "{asked}");
        }
    });
}

#[test]
fn errors_are_answers() {
    let missing = said(
        b"HTTP/1.1 404 Not here\r\nServer: Athens\r\n\r\nnot found: x",
        Then::Close,
    );
    let missing = missing.unwrap();
    assert!(missing.reply.is_missing());
    assert_eq!(missing.reply.reason.as_str(), "Not here");
    assert_eq!(missing.reply.header("server"), Some("Athens"));
    assert_eq!(missing.reply.excerpt.as_str(), "not found: x");
    let page = b"HTTP/1.1 500 Internal Server Error\r\n\r\n<html><title>Oops</title>";
    let broken = said(page, Then::Close).unwrap();
    assert_eq!(
        (broken.reply.status, broken.reply.excerpt.as_str()),
        (500, "Oops")
    );
    assert!(broken.reply.reason.is_empty());
}

#[test]
fn a_redirect_is_an_answer() {
    let words = b"HTTP/1.1 302 Found\r\nLocation: https://u:hunter2@sso.example/login\r\n\
                  Content-Length: 0\r\n\r\n";
    let fetched = said(words, Then::Close).unwrap();
    assert_eq!(
        fetched.location.unwrap().raw(),
        "https://u:hunter2@sso.example/login"
    );
    assert_eq!(
        fetched.reply.header("location"),
        Some("https://***@sso.example/login")
    );
}

#[test]
fn a_line_that_breaks_is_told_apart() {
    assert_eq!(said(b"", Then::Close), http(HttpFault::Closed));
    assert_eq!(said(b"HTTP/1.1 200", Then::Close), http(HttpFault::Closed));
    assert_eq!(said(b"", Then::Reset), http(HttpFault::Reset));
    assert_eq!(
        said(b"", Then::Wait),
        http(HttpFault::TimedOut { after_ms: 300 })
    );
    let short = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello";
    assert_eq!(said(short, Then::Close), http(HttpFault::Truncated));
    assert_eq!(
        said(short, Then::Wait),
        http(HttpFault::TimedOut { after_ms: 300 })
    );
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
    assert_eq!(said(chunked, Then::Close), http(HttpFault::Truncated));
}

#[test]
fn what_is_no_http_is_quoted() {
    for (words, quoted) in [
        (
            b"SSH-2.0-OpenSSH_9.6\r\n\r\n".as_slice(),
            "SSH-2.0-OpenSSH_9.6",
        ),
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
        assert_eq!(
            said.load(Ordering::Relaxed),
            before,
            "the connection goes on"
        );
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
        assert!(
            matches!(seen, Err(Fault::Http(HttpFault::Malformed { .. }))),
            "{seen:?}"
        );
        assert!(said.load(Ordering::Relaxed) < 32 << 20);
    });
}

#[test]
fn a_drip_ends_in_time() {
    run(async {
        let pause = Duration::from_millis(20);
        for start in [
            b"HTTP/1.1 200 OK\r\n\r\n".as_slice(),
            b"HTTP/1.1 200 OK\r\n",
        ] {
            let (at, _) = endless(start, b"x", pause).await;
            let began = Instant::now();
            let seen = net(&[]).fetch(&request("http", at), SHORT).await;
            assert_eq!(seen, http(HttpFault::TimedOut { after_ms: 300 }));
            assert!(began.elapsed() < LONG);
        }
    });
}

fn user() -> Option<(Secret, Secret)> {
    Some((Secret::new("me"), Secret::new("p:w")))
}

#[test]
fn a_password_goes_where_it_was_meant_to() {
    let authority = Authority::new();
    run(async {
        let heard = Heard::default();
        let net = net(&[authority.der.clone()]);
        let mut request = request("https", origin(&authority, &heard).await);
        assert!(net.fetch(&request, LONG).await.is_ok());
        request.user = user();
        assert!(net.fetch(&request, LONG).await.is_ok());
        request.user = None;
        assert!(net.fetch(&request, LONG).await.is_ok());
        let sent: Vec<_> = heard
            .all()
            .iter()
            .map(|asked| asked.contains("Basic bWU6cDp3"))
            .collect();
        assert_eq!(sent, [false, true, false]);
        request.url = request.url.replace("https", "http");
        request.user = user();
        assert_eq!(
            net.fetch(&request, LONG).await,
            http(HttpFault::InsecureCredentials)
        );
        assert_eq!(heard.all().len(), 3);
    });
}

/// What comes of a request over HTTP/2 when the server says this.
fn by_http2(said: fn(u32) -> Vec<Vec<u8>>) -> Answer {
    let authority = Authority::new();
    run(async {
        let config = server(authority.sound(&[HOST]), &["h2"]);
        let at = inside_tls(config, move |stream| http2(stream, said)).await;
        net(&[authority.der.clone()])
            .fetch(&request("https", at), LONG)
            .await
    })
}

/// `:status: 200` and `:status: 404` of the static table.
const OK: &[u8] = b"\x88";
const NOT_FOUND: &[u8] = b"\x8d";

#[test]
fn http2_is_spoken_where_it_is_offered() {
    let hello = by_http2(|id| {
        let body = frame(DATA, END_STREAM, id, b"hello");
        vec![frame(HEADERS, END_HEADERS, id, OK), body]
    });
    assert_eq!(hello.unwrap().body, b"hello");
    let missing = by_http2(|id| vec![frame(HEADERS, END_HEADERS | END_STREAM, id, NOT_FOUND)]);
    assert!(missing.unwrap().reply.is_missing());
}

#[test]
fn http2_streams_end_with_a_code() {
    let stream = |code: &str| {
        http(HttpFault::Stream {
            code: code.to_owned(),
        })
    };
    let refused = by_http2(|id| vec![frame(RST_STREAM, 0, id, &7u32.to_be_bytes())]);
    assert_eq!(refused, stream("REFUSED_STREAM"));
    let broken = by_http2(|id| {
        let end = frame(RST_STREAM, 0, id, &2u32.to_be_bytes());
        vec![
            frame(HEADERS, END_HEADERS, id, OK),
            frame(DATA, 0, id, b"hel"),
            end,
        ]
    });
    assert_eq!(broken, stream("INTERNAL_ERROR"));
    let calm = by_http2(|_| {
        let words = [0u32.to_be_bytes(), 11u32.to_be_bytes()].concat();
        vec![frame(GOAWAY, 0, 0, &words)]
    });
    assert_eq!(calm, stream("ENHANCE_YOUR_CALM"));
    let nonsense = by_http2(|_| vec![frame(DATA, 0, 0, b"x")]);
    assert!(
        matches!(nonsense, Err(Fault::Http(HttpFault::Malformed { .. }))),
        "{nonsense:?}"
    );
}

#[test]
fn nothing_is_sent_to_whom_go_distrusts() {
    let (authority, other) = (Authority::new(), Authority::new());
    run(async {
        let heard = Heard::default();
        let mut request = request("https", origin(&authority, &heard).await);
        request.user = user();
        let seen = net(&[other.der]).fetch(&request, LONG).await;
        assert!(
            matches!(seen, Err(Fault::Tls(TlsFault::Untrusted(_)))),
            "{seen:?}"
        );
        assert!(heard.all().is_empty());
    });
}

#[test]
fn a_certificate_that_must_be_shown_is_noted() {
    let authority = Authority::new();
    let mut roots = RootCertStore::empty();
    roots.add(authority.der.clone().into()).unwrap();
    for protocols in [["h2"], ["http/1.1"]] {
        let verifier =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots.clone()), provider());
        let builder = ServerConfig::builder_with_provider(provider());
        let builder = builder.with_safe_default_protocol_versions().unwrap();
        let builder = builder.with_client_cert_verifier(verifier.build().unwrap());
        let identity = authority.sound(&[HOST]);
        let mut config = builder
            .with_single_cert(identity.chain, identity.key)
            .unwrap();
        config.alpn_protocols = protocols
            .iter()
            .map(|name| name.as_bytes().to_vec())
            .collect();
        let seen = run(async {
            let at = inside_tls(config, async |_| ()).await;
            net(&[authority.der.clone()])
                .fetch(&request("https", at), LONG)
                .await
        });
        assert_eq!(seen, Err(Fault::Tls(TlsFault::ClientCertificateWanted)));
    }
}

async fn closed_port() -> (TcpSocket, SocketAddr) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let at = socket.local_addr().unwrap();
    (socket, at)
}

#[test]
fn a_road_that_breaks_is_climbed_to_see_where() {
    run(async {
        let (_bound, at) = closed_port().await;
        let net = net(&[]);
        let refused = net.fetch(&request("https", at), LONG).await;
        assert_eq!(refused, Err(Fault::Dial(DialFault::Refused)));
        let mut nowhere = request("https", at);
        nowhere.at.clear();
        let seen = net.fetch(&nowhere, LONG).await;
        let Err(Fault::Dns(fault)) = seen else {
            panic!("{seen:?}")
        };
        assert_eq!(
            (fault.name.as_str(), fault.decisive),
            (HOST, DnsAnswer::NoData)
        );
        let (at, _) = say(b"".to_vec(), Then::Wait).await;
        let silent = net.fetch(&request("https", at), SHORT).await;
        assert!(
            matches!(silent, Err(Fault::Tls(TlsFault::TimedOut { .. }))),
            "{silent:?}"
        );
        let at =
            serve(|mut stream| async move { drop(stream.write_all(b"220 mail\r\n").await) }).await;
        let mail = net.fetch(&request("https", at), LONG).await;
        let Err(Fault::Tls(TlsFault::Plaintext { excerpt })) = mail else {
            panic!("{mail:?}")
        };
        assert_eq!(excerpt.as_str(), "220 mail");
    });
}

/// A request whose name is known to the forward proxy alone.
fn through(origin: SocketAddr, scheme: &str, proxy: SocketAddr) -> Request {
    Request {
        at: vec![proxy],
        through: Some(Veiled::new(format!(
            "{scheme}://me:p%3Aw@127.0.0.1:{}",
            proxy.port()
        ))),
        ..request("https", origin)
    }
}

#[test]
fn forward_proxies_lead_on() {
    let authority = Authority::new();
    run(async {
        let (asked, heard) = (Heard::default(), Heard::default());
        let net = net(&[authority.der.clone()]);
        let origin = origin(&authority, &heard).await;
        let noted = asked.clone();
        let plain = serve(move |stream| connect(Box::new(stream), origin, noted.clone())).await;
        let noted = asked.clone();
        let config = server(authority.sound(&["127.0.0.1"]), &["http/1.1"]);
        let secure = inside_tls(config, move |stream| connect(stream, origin, noted.clone())).await;
        let noted = asked.clone();
        let by_socks = serve(move |stream| socks(stream, origin, noted.clone())).await;
        for (scheme, proxy) in [("http", plain), ("https", secure)] {
            let fetched = net.fetch(&through(origin, scheme, proxy), LONG).await;
            assert_eq!(fetched.unwrap().body, b"hello");
            let asked = asked.all().pop().unwrap();
            assert!(asked.starts_with(&format!("CONNECT {HOST}:{} HTTP/1.1\r\n", origin.port())));
            assert!(
                asked
                    .to_ascii_lowercase()
                    .contains("proxy-authorization: basic bwu6cdp3\r\n")
            );
        }
        for scheme in ["socks5", "socks5h"] {
            let fetched = net.fetch(&through(origin, scheme, by_socks), LONG).await;
            assert_eq!(fetched.unwrap().body, b"hello");
            assert!(asked.all().pop().unwrap().contains(HOST));
        }
        assert_eq!(heard.all().len(), 4);
        assert!(
            !heard
                .all()
                .concat()
                .to_ascii_lowercase()
                .contains("authorization")
        );
    });
}

#[test]
fn plain_requests_go_to_the_proxy_whole() {
    run(async {
        let (proxy, heard) = say(HELLO.into(), Then::Wait).await;
        let mut request = through(proxy, "http", proxy);
        request.url = "http://origin.example/mod/@v/list".to_owned();
        assert_eq!(net(&[]).fetch(&request, LONG).await.unwrap().body, b"hello");
        let asked = heard.all().pop().unwrap();
        assert!(
            asked.starts_with("GET http://origin.example/mod/@v/list HTTP/1.1\r\n"),
            "{asked}"
        );
        assert!(
            asked
                .to_ascii_lowercase()
                .contains("proxy-authorization: basic bwu6cdp3\r\n")
        );
    });
}

#[test]
fn forward_proxies_that_fail_are_told_apart() {
    let (authority, other) = (Authority::new(), Authority::new());
    run(async {
        let net = net(&[other.der]);
        let words =
            b"HTTP/1.1 407 Who\r\nProxy-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n";
        let (proxy, _) = say(words.to_vec(), Then::Close).await;
        let seen = net.fetch(&through(proxy, "http", proxy), LONG).await;
        let Err(Fault::Tunnel(TunnelFault::Denied {
            reply,
            sent_credentials: true,
        })) = seen
        else {
            panic!("{seen:?}");
        };
        assert_eq!(
            (reply.status, reply.header("proxy-authenticate")),
            (407, Some("Negotiate"))
        );
        let (_bound, at) = closed_port().await;
        let unreached = TunnelFault::Unreached {
            at: vec![(at, DialFault::Refused)],
        };
        let seen = net.fetch(&through(at, "http", at), LONG).await;
        assert_eq!(seen, Err(Fault::Tunnel(unreached)));
        let (silent, _) = say(b"".to_vec(), Then::Wait).await;
        let seen = net.fetch(&through(silent, "http", silent), SHORT).await;
        assert!(
            matches!(seen, Err(Fault::Tunnel(TunnelFault::Silent { .. }))),
            "{seen:?}"
        );
        let secure = origin(&authority, &Heard::default()).await;
        let seen = net.fetch(&through(secure, "https", secure), LONG).await;
        assert!(
            matches!(seen, Err(Fault::Tunnel(TunnelFault::Unsecured(_)))),
            "{seen:?}"
        );
    });
}
