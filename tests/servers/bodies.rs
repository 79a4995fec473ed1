//! Heads and bodies without end.

use crate::report::fault;
use crate::server::{always, answer, serve};
use std::io::Write;

static CHUNK: [u8; 65536] = [b'x'; 65536];

#[test]
fn endless_headers() {
    fault(&serve(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
        loop {
            stream.write_all(b"X-More: and more and more and more and more\r\n")?;
        }
    }));
}

#[test]
fn one_endless_header() {
    fault(&serve(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nX-More: ")?;
        loop {
            stream.write_all(&CHUNK)?;
        }
    }));
}

#[test]
fn ten_gigabytes() {
    for status in ["200 OK", "404 Not Found", "500 Internal Server Error"] {
        fault(&serve(move |stream| {
            let head = format!("HTTP/1.1 {status}\r\nContent-Length: 10737418240\r\n\r\n");
            stream.write_all(head.as_bytes())?;
            loop {
                stream.write_all(&CHUNK)?;
            }
        }));
    }
}

#[test]
fn endless_chunks() {
    fault(&serve(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
        loop {
            stream.write_all(b"10000\r\n")?;
            stream.write_all(&CHUNK)?;
            stream.write_all(b"\r\n")?;
        }
    }));
}

#[test]
fn less_than_promised() {
    fault(&always("HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\nmodule"));
}

#[test]
fn page_of_a_login() {
    let page = b"<html><head><title>Sign in</title></head><body></body></html>";
    fault(&always(answer("200 OK", b"Content-Type: text/html\r\n", page)));
}
