//! Roads that lead through forward proxies, and roads that break.

use super::{HELLO, HOST, origin, request};
use crate::authority::{Authority, server};
use crate::listening::{Heard, Then, serve};
use crate::peers::{LONG, SHORT, net, run};
use crate::saying::say;
use crate::web::{connect, inside_tls, socks};
use gomod_doctor::base::Veiled;
use gomod_doctor::model::{DialFault, DnsAnswer, Fault, TlsFault, TunnelFault};
use gomod_doctor::wire::{Request, Wire};
use std::net::SocketAddr;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpSocket;

fn closed_port() -> (TcpSocket, SocketAddr) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let at = socket.local_addr().unwrap();
    (socket, at)
}

#[test]
fn a_road_that_breaks_is_climbed_to_see_where() {
    run(async {
        let (_bound, at) = closed_port();
        let net = net(&[]);
        let refused = net.fetch(&request("https", at), LONG).await;
        assert_eq!(refused, Err(Fault::Dial(DialFault::Refused)));
        let mut nowhere = request("https", at);
        nowhere.at.clear();
        let seen = net.fetch(&nowhere, LONG).await;
        let Err(Fault::Dns(fault)) = seen else { panic!("{seen:?}") };
        assert_eq!((fault.name.as_str(), fault.decisive), (HOST, DnsAnswer::NoData));
        let (at, _) = say(b"".to_vec(), Then::Wait).await;
        let silent = net.fetch(&request("https", at), SHORT).await;
        assert!(matches!(silent, Err(Fault::Tls(TlsFault::TimedOut { .. }))), "{silent:?}");
        let at =
            serve(|mut stream| async move { drop(stream.write_all(b"220 mail\r\n").await) }).await;
        let mail = net.fetch(&request("https", at), LONG).await;
        let Err(Fault::Tls(TlsFault::Plaintext { excerpt })) = mail else { panic!("{mail:?}") };
        assert_eq!(excerpt.as_str(), "220 mail");
    });
}

/// A request whose name is known to the forward proxy alone.
fn through(origin: SocketAddr, scheme: &str, proxy: SocketAddr) -> Request {
    Request {
        at: vec![proxy],
        through: Some(Veiled::new(format!("{scheme}://me:p%3Aw@127.0.0.1:{}", proxy.port()))),
        ..request("https", origin)
    }
}

#[test]
fn forward_proxies_lead_on() {
    let authority = Authority::new();
    run(async {
        let (asked, heard) = (Heard::default(), Heard::default());
        let net = net(authority.roots());
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
            assert!(asked.to_ascii_lowercase().contains("proxy-authorization: basic bwu6cdp3\r\n"));
        }
        for scheme in ["socks5", "socks5h"] {
            let fetched = net.fetch(&through(origin, scheme, by_socks), LONG).await;
            assert_eq!(fetched.unwrap().body, b"hello");
            assert!(asked.all().pop().unwrap().contains(HOST));
        }
        assert_eq!(heard.all().len(), 4);
        assert!(!heard.all().concat().to_ascii_lowercase().contains("authorization"));
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
        assert!(asked.starts_with("GET http://origin.example/mod/@v/list HTTP/1.1\r\n"), "{asked}");
        assert!(asked.to_ascii_lowercase().contains("proxy-authorization: basic bwu6cdp3\r\n"));
    });
}

#[test]
fn forward_proxies_that_fail_are_told_apart() {
    let (authority, other) = (Authority::new(), Authority::new());
    run(async {
        let net = net(other.roots());
        let words =
            b"HTTP/1.1 407 Who\r\nProxy-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n";
        let (proxy, _) = say(words.to_vec(), Then::Close).await;
        let seen = net.fetch(&through(proxy, "http", proxy), LONG).await;
        let Err(Fault::Tunnel(TunnelFault::Denied { reply, sent_credentials: true })) = seen else {
            panic!("{seen:?}");
        };
        assert_eq!((reply.status, reply.header("proxy-authenticate")), (407, Some("Negotiate")));
        let (_bound, at) = closed_port();
        let unreached = TunnelFault::Unreached { at: vec![(at, DialFault::Refused)] };
        let seen = net.fetch(&through(at, "http", at), LONG).await;
        assert_eq!(seen, Err(Fault::Tunnel(unreached)));
        let (silent, _) = say(b"".to_vec(), Then::Wait).await;
        let seen = net.fetch(&through(silent, "http", silent), SHORT).await;
        assert!(matches!(seen, Err(Fault::Tunnel(TunnelFault::Silent { .. }))), "{seen:?}");
        let secure = origin(&authority, &Heard::default()).await;
        let seen = net.fetch(&through(secure, "https", secure), LONG).await;
        assert!(matches!(seen, Err(Fault::Tunnel(TunnelFault::Unsecured(_)))), "{seen:?}");
    });
}
