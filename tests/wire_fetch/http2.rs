//! HTTP/2, frame by frame.

use super::{Answer, HOST, http, request};
use crate::authority::{Authority, server};
use crate::peers::{LONG, net, run};
use crate::web::{DATA, END_HEADERS, END_STREAM, GOAWAY, HEADERS, RST_STREAM};
use crate::web::{frame, http2, inside_tls};
use gomod_doctor::model::{Fault, HttpFault};
use gomod_doctor::wire::Wire;

/// What comes of a request over HTTP/2 when the server says this.
fn by_http2(said: fn(u32) -> Vec<Vec<u8>>) -> Answer {
    let authority = Authority::new();
    run(async {
        let config = server(authority.sound(&[HOST]), &["h2"]);
        let at = inside_tls(config, move |stream| http2(stream, said)).await;
        net(authority.roots()).fetch(&request("https", at), LONG).await
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
    let stream = |code: &str| http(HttpFault::Stream { code: code.to_owned() });
    let refused = by_http2(|id| vec![frame(RST_STREAM, 0, id, &7u32.to_be_bytes())]);
    assert_eq!(refused, stream("REFUSED_STREAM"));
    let broken = by_http2(|id| {
        let end = frame(RST_STREAM, 0, id, &2u32.to_be_bytes());
        vec![frame(HEADERS, END_HEADERS, id, OK), frame(DATA, 0, id, b"hel"), end]
    });
    assert_eq!(broken, stream("INTERNAL_ERROR"));
    let calm = by_http2(|_| {
        let words = [0u32.to_be_bytes(), 11u32.to_be_bytes()].concat();
        vec![frame(GOAWAY, 0, 0, &words)]
    });
    assert_eq!(calm, stream("ENHANCE_YOUR_CALM"));
    // `content-length: 10`, and three bytes.
    let short = by_http2(|id| {
        let head = [OK, b"\x0f\x0d\x0210"].concat();
        vec![frame(HEADERS, END_HEADERS, id, &head), frame(DATA, END_STREAM, id, b"hel")]
    });
    assert_eq!(short, http(HttpFault::Truncated));
    let nonsense = by_http2(|_| vec![frame(DATA, 0, 0, b"x")]);
    assert!(matches!(nonsense, Err(Fault::Http(HttpFault::Malformed { .. }))), "{nonsense:?}");
}
