//! A server's control characters reach no terminal.

use crate::report::{document, sound};
use crate::server::{always, answer};
use crate::tool::Ground;

const NASTY: &[u8] =
    b"\x1b[2J\x1b]0;title\x07\x1b]8;;http://x\x1b\\bad\x08\x08\x08\x00\x7f\xc2\x9b31m\
    \xe2\x80\xae\r\nsecond line\x1bP+q\x1b\\ \x9b2J \xff\xfe";

fn harmless(url: &str) {
    let ground = Ground::new().set("GOPROXY", url);
    let shown = document(&ground).to_string();
    assert!(!shown.contains("\\u001b"), "{shown}");
    for shape in [&["-v"][..], &["--lang", "zh"], &["-q"]] {
        let ended = ground.run(shape);
        sound(&ended);
        for hidden in ['\u{1b}', '\u{9b}', '\u{202e}'] {
            assert!(!ended.stdout.contains(hidden), "{hidden:?}: {ended:?}");
        }
        assert_eq!(ended.code, Some(1), "{ended:?}");
    }
}

#[test]
fn in_bodies() {
    for status in ["200 OK", "403 Forbidden", "404 Not Found", "410 Gone", "500 Oops", "502 Bad"] {
        harmless(&always(answer(status, b"Content-Type: text/plain\r\n", NASTY)));
    }
}

#[test]
fn in_headers() {
    let nasty: Vec<u8> = NASTY.iter().copied().filter(|byte| !b"\r\n\0".contains(byte)).collect();
    for name in ["Server", "Via", "WWW-Authenticate", "Location", "Content-Type", "X-Squid-Error"] {
        let line = [name.as_bytes(), b": ", &nasty[..], b"\r\n"].concat();
        for status in ["301 Moved", "401 Unauthorized", "403 Forbidden", "503 Busy"] {
            harmless(&always(answer(status, &line, b"no")));
        }
    }
}

#[test]
fn in_the_status_line() {
    harmless(&always(answer("403 \x1b[31mForbidden\x1b[0m", b"", b"no")));
}
