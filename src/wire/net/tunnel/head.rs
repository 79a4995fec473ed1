use crate::base::Excerpt;
use crate::model::Reply;
use crate::wire::net::headers;

/// The largest head that is read, in bytes.
pub(super) const LARGEST: usize = 64 * 1024;

/// The head of an HTTP answer, and what came with it.
pub(super) struct Head {
    pub(super) reply: Reply,
    /// The `Content-Length`.
    pub(super) length: Option<usize>,
    /// The beginning of the body.
    pub(super) after: Vec<u8>,
}

/// Whether this can be the beginning of an HTTP answer.
pub(super) fn may_begin(seen: &[u8]) -> bool {
    const START: &[u8] = b"HTTP/";
    let most = seen.len().min(START.len());
    seen[..most] == START[..most]
}

/// The head, once it is complete; the inner None if it is none. Nothing before
/// `looked_at` is searched again for its end.
pub(super) fn parse(seen: &[u8], looked_at: usize) -> Option<Option<Head>> {
    let end = end_of(seen, looked_at)?;
    let head = String::from_utf8_lossy(&seen[..end]);
    let mut lines = head.lines();
    Some(lines.next().and_then(status).map(|(status, reason)| {
        let fields: Vec<_> = lines.filter_map(field).collect();
        let of_length = |(name, _): &&(&str, &[u8])| name.eq_ignore_ascii_case("content-length");
        let length = fields.iter().find(of_length);
        let length = length.and_then(|(_, value)| std::str::from_utf8(value).ok()?.parse().ok());
        Head {
            reply: Reply {
                status,
                reason: Excerpt::text(reason),
                headers: headers::telling(fields.into_iter()),
                ..Reply::default()
            },
            length,
            after: seen[end..].to_vec(),
        }
    }))
}

/// Behind the empty line. Like net/textproto, a bare LF ends a line as well.
fn end_of(seen: &[u8], looked_at: usize) -> Option<usize> {
    let from = looked_at.saturating_sub(3);
    let mut breaks = (from..seen.len()).filter(|at| seen[*at] == b'\n');
    breaks.find_map(|at| match &seen[at + 1..] {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

/// `HTTP/1.1 403 Forbidden`: status and reason, as net/http `ReadResponse`
/// takes it.
fn status(line: &str) -> Option<(u16, &str)> {
    let (version, rest) = line.split_once(' ')?;
    let (code, reason) = rest
        .trim_start()
        .split_once(' ')
        .unwrap_or((rest.trim(), ""));
    let digits = version.strip_prefix("HTTP/")?;
    let is_version = digits.len() == 3 && digits.as_bytes()[1] == b'.';
    let is_code = code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit());
    (is_version && is_code).then(|| Some((code.parse().ok()?, reason)))?
}

fn field(line: &str) -> Option<(&str, &[u8])> {
    let (name, value) = line.split_once(':')?;
    Some((name, value.trim().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_head_is_read_with_either_line_end() {
        for end in ["\r\n", "\n"] {
            let text = [
                "HTTP/1.1 407 Who are you",
                "Via: x",
                "Content-Length: 2",
                "",
                "hi",
            ];
            let head = parse(text.join(end).as_bytes(), 0).flatten().unwrap();
            assert_eq!(head.reply.status, 407);
            assert_eq!(head.reply.reason.as_str(), "Who are you");
            assert_eq!(head.reply.header("via"), Some("x"));
            assert_eq!((head.length, head.after.as_slice()), (Some(2), &b"hi"[..]));
        }
    }

    #[test]
    fn what_is_no_status_line_is_no_head() {
        for line in [
            "HTTP/1.1",
            "HTTP/1.1 20 x",
            "HTTP/1.1 abc",
            "HTTP/é 200",
            "ICY 200 OK",
        ] {
            assert!(
                parse(format!("{line}\r\n\r\n").as_bytes(), 0)
                    .unwrap()
                    .is_none()
            );
        }
        assert!(parse(b"HTTP/1.1 200 OK\r\nVia: x\r\n", 0).is_none());
        assert!(parse(b"HTTP/1.0 200\r\n\r\n", 0).unwrap().is_some());
    }

    proptest! {
        #[test]
        fn nothing_panics_and_pieces_are_as_the_whole(bytes: Vec<u8>, cut in 0usize..40) {
            let text = [b"HTTP/1.1 200 OK\r\n".as_slice(), &bytes, b"\r\n\r\n"].concat();
            let cut = cut.min(text.len());
            let whole = parse(&text, 0).map(|head| head.is_some());
            let early = parse(&text[..cut], 0).map(|head| head.is_some());
            prop_assert_eq!(early.or_else(|| parse(&text, cut).map(|head| head.is_some())), whole);
        }
    }
}
