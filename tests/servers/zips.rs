//! Zips as hostile as they can be: the tool stays small, and is not late.

use crate::pack::{Piece, Zip};
use crate::server::{answer, serve_paths};
use crate::tool::Ground;
use serde_json::Value;
use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

/// At most six seconds are promised; a loaded machine gets one more.
const LONGEST: Duration = Duration::from_secs(7);
/// What is held of zips at one time, their lists, and the tool itself, in kB.
const MOST: u64 = 220 * 1024;

/// A proxy that has the one module, its zip as this writes it.
fn with_zip(
    zip: impl Fn(&mut TcpStream) -> std::io::Result<()> + Send + Sync + Clone + 'static,
) -> Ground {
    let proxy = serve_paths(move |path, stream| match path.rsplit('.').next() {
        Some("zip") => zip(stream),
        Some("mod") => stream.write_all(&answer("200 OK", b"", b"module corp.example/a\n")),
        Some("info") => stream.write_all(&answer("200 OK", b"", br#"{"Version":"v1.0.0"}"#)),
        _ => stream.write_all(&answer("404 Not Found", b"", b"not found")),
    });
    Ground::new().set("GOPROXY", &proxy)
}

fn whole(zip: &Zip) -> Ground {
    let answer = Arc::new(answer("200 OK", b"", &zip.bytes()));
    with_zip(move |stream| stream.write_all(&answer))
}

fn named(name: &str, content: &[u8]) -> Piece {
    Piece::new(format!("corp.example/a@v1.0.0/{name}").as_bytes(), content)
}

fn report(ground: &Ground) -> Value {
    let ended = ground.run(&["--format", "json"]);
    assert!(ended.wall < LONGEST, "{:?}: {}", ended.wall, ended.stdout);
    assert!(ended.peak < MOST, "{} kB: {}", ended.peak, ended.stdout);
    serde_json::from_str(&ended.stdout).unwrap_or_else(|error| panic!("{error}: {ended:?}"))
}

fn refused(ground: &Ground, words: &str) {
    let report = report(ground);
    let first = &report["diagnoses"][0];
    assert_eq!(first["code"], "module-zip-invalid", "{report:#}");
    let message = first["message"].as_str().unwrap_or_default();
    assert!(message.contains(words), "{message}");
}

/// go may well take it: nothing is said against it.
fn unjudged(ground: &Ground) {
    let report = report(ground);
    assert_eq!(report["verdict"], "healthy", "{report:#}");
}

#[test]
fn a_million_files() {
    let piece = Piece { offset: Some(0), ..Piece::new(b"x", b"") };
    let zip = |count| Zip { hollow: true, ..Zip::of(vec![piece.clone(); count]) };
    refused(&whole(&zip(100_000)), "does not lie below corp.example/a@v1.0.0/");
    // A busy machine may not come to the end of this one in time.
    report(&whole(&zip(1_000_000)));
}

#[test]
fn as_many_names_as_fit() {
    let piece = |at: usize| Piece { offset: Some(0), ..named(&format!("{at}"), b"") };
    let zip = Zip { hollow: true, ..Zip::of((0..700_000).map(piece).collect()) };
    unjudged(&whole(&zip));
}

#[test]
fn a_bomb_that_declares_little() {
    let bomb = Piece { size: Some(1000), ..named("bomb", &vec![0; 300 << 20]) };
    refused(&whole(&Zip::of(vec![bomb])), "unpacks to more than it declares");
}

/// One piece of 200 KB, unpacked ten thousand times.
#[test]
fn a_bomb_of_files_one_upon_the_other() {
    let piece = named("0", &vec![0; 200 << 20]);
    let again = |at: usize| Piece { offset: Some(0), ..named(&format!("{at}"), b"") };
    let lie = |at| Piece { size: Some(200 << 20), packed: Some(203_000), ..again(at) };
    let zip = Zip {
        hollow: true,
        ..Zip::of(std::iter::once(piece).chain((1..10_000).map(lie)).collect())
    };
    refused(&whole(&zip), "larger than the 500 MiB");
}

#[test]
fn without_end() {
    let chunk = [vec![b'P', b'K'], vec![7; 65_534]].concat();
    unjudged(&with_zip(move |stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
        loop {
            stream.write_all(b"10000\r\n")?;
            stream.write_all(&chunk)?;
            stream.write_all(b"\r\n")?;
        }
    }));
}

#[test]
fn announced_as_ten_gigabytes() {
    let chunk = vec![7; 65_536];
    unjudged(&with_zip(move |stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\nPK")?;
        loop {
            stream.write_all(&chunk)?;
        }
    }));
}

#[test]
fn slow_to_come() {
    unjudged(&with_zip(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 40000000\r\n\r\nPK")?;
        loop {
            stream.write_all(&[7; 1000])?;
            sleep(Duration::from_millis(50));
        }
    }));
}
