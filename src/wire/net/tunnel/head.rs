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

/// What the bytes received so far are.
pub(super) enum Parsed {
    Incomplete,
    NoHttp,
    Head(Box<Head>),
}

/// Reads the head, once it is complete. Nothing before `looked_at` is searched
/// again for its end.
pub(super) fn parse(seen: &[u8], looked_at: usize) -> Parsed {
    let Some(end) = end_of(seen, looked_at) else {
        return Parsed::Incomplete;
    };
    let head = String::from_utf8_lossy(&seen[..end]);
    let mut lines = head.lines();
    let Some((status, reason)) = lines.next().and_then(status) else {
        return Parsed::NoHttp;
    };
    let fields: Vec<_> = lines.filter_map(field).collect();
    Parsed::Head(Box::new(Head {
        length: length(&fields),
        reply: Reply {
            status,
            reason: Excerpt::text(reason),
            headers: headers::telling(fields.into_iter()),
            ..Reply::default()
        },
        after: seen[end..].to_vec(),
    }))
}

fn length(fields: &[(&str, &[u8])]) -> Option<usize> {
    let named = |(name, _): &&(&str, &[u8])| name.eq_ignore_ascii_case("content-length");
    let (_, value) = fields.iter().find(named)?;
    std::str::from_utf8(value).ok()?.parse().ok()
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
    let (code, reason) = rest.trim_start().split_once(' ').unwrap_or((rest.trim(), ""));
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
            let lines = ["HTTP/1.1 407 Who are you", "Via: x", "Content-Length: 2", "", "hi"];
            let Parsed::Head(head) = parse(lines.join(end).as_bytes(), 0) else {
                panic!("no head");
            };
            assert_eq!(head.reply.status, 407);
            assert_eq!(head.reply.reason.as_str(), "Who are you");
            assert_eq!(head.reply.header("via"), Some("x"));
            assert_eq!((head.length, head.after.as_slice()), (Some(2), &b"hi"[..]));
        }
    }

    #[test]
    fn what_is_no_status_line_is_no_head() {
        for line in ["HTTP/1.1", "HTTP/1.1 20 x", "HTTP/1.1 abc", "HTTP/é 200", "ICY 200 OK"] {
            let text = format!("{line}\r\n\r\n");
            assert!(matches!(parse(text.as_bytes(), 0), Parsed::NoHttp), "{line}");
        }
        assert!(matches!(parse(b"HTTP/1.1 200 OK\r\nVia: x\r\n", 0), Parsed::Incomplete));
        assert!(matches!(parse(b"HTTP/1.0 200\r\n\r\n", 0), Parsed::Head(_)));
    }

    proptest! {
        #[test]
        fn nothing_panics_and_pieces_are_as_the_whole(bytes: Vec<u8>, cut in 0usize..40) {
            let text = [b"HTTP/1.1 200 OK\r\n".as_slice(), &bytes, b"\r\n\r\n"].concat();
            let cut = cut.min(text.len());
            let end = match end_of(&text[..cut], 0) {
                Some(end) => Some(end),
                None => end_of(&text, cut),
            };
            prop_assert_eq!(end, end_of(&text, 0));
            parse(&text, 0);
        }
    }
}
