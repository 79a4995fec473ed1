//! Checksum databases without end, and odd ones.

use crate::report::{document, text};
use crate::server::{answer, serve_paths};
use crate::tool::Ground;
use serde_json::Value;
use std::io::Write;
use std::net::TcpStream;

static CHUNK: [u8; 65536] = [b'1'; 65536];

/// A module proxy that relays a database so; what it has of the module itself is
/// right.
fn relayed(
    lookup: impl Fn(&mut TcpStream) -> std::io::Result<()> + Send + Sync + Clone + 'static,
) -> Ground {
    let proxy = serve_paths(move |path, stream| match path.strip_prefix("/sumdb/sum.golang.org") {
        Some("/supported") => stream.write_all(&answer("200 OK", b"", b"")),
        Some(_) => lookup(stream),
        None if path.ends_with("v1.0.0.mod") => {
            stream.write_all(&answer("200 OK", b"", b"module corp.example/a\n"))
        }
        None => stream.write_all(&answer("404 Not Found", b"", b"")),
    });
    Ground::new().set("GOPROXY", &proxy).set("GOSUMDB", "sum.golang.org")
}

fn told(ground: &Ground) -> Value {
    let document = document(ground);
    assert_eq!(document["exit_code"], 1, "{document:#}");
    assert_eq!(text(ground).code, Some(1));
    document["diagnoses"][0]["code"].clone()
}

#[test]
fn lookups_without_end() {
    let ground = relayed(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
        loop {
            stream.write_all(b"10000\r\n")?;
            stream.write_all(&CHUNK)?;
            stream.write_all(b"\r\n")?;
        }
    });
    assert_eq!(told(&ground), "sumdb-relay-broken");
}

#[test]
fn a_lookup_of_a_hundred_megabytes() {
    let ground = relayed(|stream| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n7\na b\n\n", 100 << 20);
        stream.write_all(head.as_bytes())?;
        loop {
            stream.write_all(&CHUNK)?;
        }
    });
    assert_eq!(told(&ground), "sumdb-signature-invalid");
}

#[test]
fn notes_that_are_none() {
    let notes = [
        "x",
        "go.sum database tree\n4611686018427387904\nAAAA\n\n\u{2014} x y\n",
        "\u{1b}[31mred\n\n\u{2014} sum.golang.org Az3grlgtzPICa5OS8npVmf1Myq8=\n",
    ];
    for note in notes {
        let body = format!("7\na b\n\n{note}");
        let ground =
            relayed(move |stream| stream.write_all(&answer("200 OK", b"", body.as_bytes())));
        assert_eq!(told(&ground), "sumdb-signature-invalid", "{note:?}");
    }
}
