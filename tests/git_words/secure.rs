//! Servers over TLS, with good certificates and bad ones.

use crate::authority::{Authority, Identity, server};
use crate::bench::{Bench, LISTED, closed, listing};
use crate::server::answer;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rustls::{ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// Lists a repository to everyone who shakes hands.
fn serve(identity: Identity) -> String {
    let config = Arc::new(server(identity, &["http/1.1"]));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = ServerConnection::new(config.clone()).unwrap();
            // Whoever does not trust it hangs up.
            thread::spawn(move || talk(StreamOwned::new(connection, stream)).ok());
        }
    });
    format!("https://localhost:{port}/team/repo")
}

fn talk(mut stream: StreamOwned<ServerConnection, TcpStream>) -> std::io::Result<()> {
    let (mut seen, mut byte) = (Vec::new(), [0]);
    while !seen.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        seen.push(byte[0]);
    }
    stream.write_all(&answer("200 OK", LISTED, listing().as_bytes()))?;
    stream.conn.send_close_notify();
    stream.flush()
}

fn pem(authority: &Authority) -> String {
    let body = BASE64_STANDARD.encode(&authority.roots()[0]);
    format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
}

/// A bench whose git trusts this authority.
fn trusting(authority: &Authority) -> Option<Bench> {
    let bench = Bench::open()?;
    let at = bench.write("ca.pem", pem(authority));
    Some(bench.config(&format!("[http]\n\tsslCAInfo = {}\n", at.display())))
}

fn changed(change: fn(&mut CertificateParams)) -> (Authority, String) {
    let authority = Authority::new();
    let url = serve(authority.identity(&["localhost"], &KeyPair::generate().unwrap(), change));
    (authority, url)
}

#[test]
fn a_trusted_server_lists() {
    let authority = Authority::new();
    let url = serve(authority.sound(&["localhost"]));
    let Some(bench) = trusting(&authority) else { return };
    let said = bench.list(&url);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.ends_with("\trefs/heads/main\n"), "{said:?}");
}

#[test]
fn a_certificate_that_git_does_not_trust() {
    let (_, unknown) = changed(|_| ());
    let Some(bench) = Bench::open() else { return };
    bench.fails(&unknown, "untrusted");
    let (authority, expired) = changed(|it| it.not_after = date_time_ymd(2020, 1, 1));
    trusting(&authority).unwrap().fails(&expired, "untrusted");
    let (authority, early) = changed(|it| it.not_before = date_time_ymd(2120, 1, 1));
    trusting(&authority).unwrap().fails(&early, "untrusted");
    let authority = Authority::new();
    let misnamed = serve(authority.sound(&["other.example"]));
    trusting(&authority).unwrap().fails(&misnamed, "untrusted");
}

/// git does not read what go reads, and stops where its own file is missing or empty.
#[test]
fn roots_that_git_does_not_find() {
    let authority = Authority::new();
    let url = serve(authority.sound(&["localhost"]));
    let Some(bench) = Bench::open() else { return };
    let at = bench.write("ca.pem", pem(&authority)).display().to_string();
    let bench = bench.set("SSL_CERT_FILE", &at);
    bench.fails(&url, "untrusted");
    bench.write("empty.pem", "");
    for name in ["gone.pem", "empty.pem"] {
        let at = bench.place(name).display().to_string();
        bench.write(".gitconfig", format!("[http]\n\tsslCAInfo = {at}\n"));
        bench.fails(&url, "untrusted");
    }
    let bench = bench.set("GIT_SSL_CAINFO", at);
    assert_eq!(bench.list(&url).code, 0, "the variable comes before the file");
}

#[test]
fn what_answers_speaks_no_tls() {
    let Some(bench) = Bench::open() else { return };
    bench.fails(&blunt(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), "road");
    bench.fails(&blunt(b""), "server-error");
    bench.fails(&format!("https://{}", closed()), "road");
}

/// Hears whatever comes first, says its words and goes.
fn blunt(words: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}/team/repo", listener.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let heard = stream.read(&mut [0; 4096]);
            // Whoever asks may hang up at any time.
            let _ = heard.and_then(|_| stream.write_all(words));
        }
    });
    url
}
