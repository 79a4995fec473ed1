//! Servers that git is led to, as nobody should have them: what they say reaches no
//! terminal, and what they have without end is not waited for.

use crate::report::sound;
use crate::server::{always, answer, serve};
use crate::tool::Ground;
use std::io::Write;
use std::time::Duration;

const ADVERTISED: &str = "Content-Type: application/x-git-upload-pack-advertisement\r\n";
const NASTY: &[u8] = b"\x1b[2J\x1b]0;title\x07\x1b]8;;http://x\x1b\\bad\x08\x00\x7f\xc2\x9b31m\
    \xe2\x80\xae\r\nsecond line\x1bP+q\x1b\\ \x9b2J \xff\xfe\n";

/// git asks this server for the only module.
#[track_caller]
fn bounded(url: &str) {
    let ground = Ground::new().set("GOPROXY", "direct").set("GOPRIVATE", "*");
    let gomod = "module corp.example/me\n\ngo 1.21\n\nrequire github.com/corp/a v1.0.0\n";
    ground.write("project/go.mod", gomod);
    let rule = format!("[url \"{url}/\"]\n\tinsteadOf = https://github.com/\n");
    ground.write(".gitconfig", rule);
    for shape in [&["-v"][..], &["--lang", "zh", "-v"], &["--format", "json"]] {
        let ended = ground.run(shape);
        sound(&ended);
        assert_ne!(ended.code, Some(0), "{ended:?}");
        for hidden in ['\u{1b}', '\u{9b}', '\u{202e}'] {
            assert!(!ended.stdout.contains(hidden), "{hidden:?}: {ended:?}");
        }
        assert!(!ended.stdout.contains("\\u001b"), "{ended:?}");
    }
}

/// A line of git's protocol.
fn packet(text: &[u8]) -> Vec<u8> {
    [format!("{:04x}", text.len() + 4).as_bytes(), text].concat()
}

#[test]
fn refusals_in_words() {
    for status in ["403 Forbidden", "404 Not Found", "500 Oops", "200 OK"] {
        bounded(&always(answer(status, b"Content-Type: text/plain; charset=utf-8\r\n", NASTY)));
    }
}

#[test]
fn errors_of_the_protocol() {
    let service = packet(b"# service=git-upload-pack\n");
    let error = packet(&[b"ERR ", NASTY].concat());
    let body = [&service[..], b"0000", &error, b"0000"].concat();
    bounded(&always(answer("200 OK", ADVERTISED.as_bytes(), &body)));
}

#[test]
fn names_of_tags() {
    let service = packet(b"# service=git-upload-pack\n");
    let name = b"5f3c0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f refs/tags/\x1b[31mv1\0caps\n";
    let body = [&service[..], b"0000", &packet(name), b"0000"].concat();
    bounded(&always(answer("200 OK", ADVERTISED.as_bytes(), &body)));
}

/// References without end, as fast as they are read.
#[test]
fn listing_without_end() {
    bounded(&serve(|stream| {
        let head = format!("HTTP/1.1 200 OK\r\nConnection: close\r\n{ADVERTISED}\r\n");
        stream.write_all(head.as_bytes())?;
        stream.write_all(&packet(b"# service=git-upload-pack\n"))?;
        stream.write_all(b"0000")?;
        let name = b"5f3c0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f refs/tags/v1.0.0\n";
        let many = packet(name).repeat(1000);
        loop {
            stream.write_all(&many)?;
            // What git keeps of it is git's, until it is ended.
            std::thread::sleep(Duration::from_millis(5));
        }
    }));
}

#[test]
fn listing_in_drops() {
    bounded(&serve(|stream| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n{ADVERTISED}\r\n");
        stream.write_all(head.as_bytes())?;
        loop {
            stream.write_all(b"0")?;
            std::thread::sleep(Duration::from_millis(100));
        }
    }));
}

#[test]
fn words_without_end() {
    bounded(&serve(|stream| {
        let head = "HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: 104857600\r\n\r\n";
        stream.write_all(head.as_bytes())?;
        let line = b"no, and no, and no, and no, and no\n".repeat(2000);
        loop {
            stream.write_all(&line)?;
        }
    }));
}

#[test]
fn round_in_circles() {
    bounded(&serve(|stream| {
        let head = "HTTP/1.1 302 Found\r\nLocation: /again/info/refs?service=git-upload-pack\r\nContent-Length: 0\r\n\r\n";
        stream.write_all(head.as_bytes())
    }));
}
