use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"\n-----END ";
const DASHES: &[u8] = b"-----";

/// As encoding/base64 `StdEncoding` does, which does not look at unused bits.
const LAX: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// The DER of each PEM block that is a CERTIFICATE without headers, in its
/// order (crypto/x509 `AppendCertsFromPEM` over encoding/pem `Decode`).
pub fn certificates(text: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let (block, left) = next(rest)?;
            rest = left;
            if let Block::Certificate(der) = block {
                return Some(der);
            }
        }
    })
}

enum Block {
    Certificate(Vec<u8>),
    Other,
}

/// The next block, and what follows it.
fn next(text: &[u8]) -> Option<(Block, &[u8])> {
    let mut rest = text;
    loop {
        let end = find(rest, END)?;
        let after = &rest[end + END.len()..];
        let begin = last_begin(&rest[..end]);
        match begin.map_or(Reading::Skip, |begin| block(rest, begin, end)) {
            Reading::Found(block, left) => return Some((block, left)),
            Reading::Skip => rest = after,
            Reading::Stop => return None,
        }
    }
}

/// What go makes of one BEGIN and END.
enum Reading<'a> {
    Found(Block, &'a [u8]),
    Skip,
    /// go gives the rest of the file up.
    Stop,
}

/// Where the last BEGIN stands, if it starts its line; an earlier one is void.
fn last_begin(text: &[u8]) -> Option<usize> {
    let mut end = text.len();
    for line in text.rsplit(|byte| *byte == b'\n') {
        let start = end - line.len();
        // Lines of base64 have no blank, and are passed over quickly.
        if line.contains(&b' ')
            && let Some(at) = line.windows(BEGIN.len()).rposition(|part| part == BEGIN)
        {
            return (at == 0).then_some(start);
        }
        end = start.saturating_sub(1);
    }
    None
}

fn block(text: &[u8], begin: usize, end: usize) -> Reading<'_> {
    let (kind, body) = line(&text[begin + BEGIN.len()..]);
    let Some(kind) = kind.strip_suffix(DASHES) else {
        return Reading::Skip;
    };
    match skip_headers(text, text.len() - body.len()) {
        None => Reading::Stop,
        Some((Headers::Some, at)) if at > end + END.len() => Reading::Stop,
        Some((Headers::Some, at)) if at > end => Reading::Skip,
        Some((headers, at)) => {
            let data = text.get(at..end).unwrap_or_default();
            finish(kind, headers, data, &text[end + END.len()..]).unwrap_or(Reading::Skip)
        }
    }
}

/// Compares the END line with the BEGIN line and decodes what is between.
fn finish<'a>(kind: &[u8], headers: Headers, data: &[u8], end: &'a [u8]) -> Option<Reading<'a>> {
    let (blank, after) = line(end.strip_prefix(kind)?.strip_prefix(DASHES)?);
    let der = decode(data).filter(|_| blank.is_empty())?;
    let wanted = kind == b"CERTIFICATE" && headers == Headers::None;
    let block = if wanted {
        Block::Certificate(der)
    } else {
        Block::Other
    };
    Some(Reading::Found(block, after))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Headers {
    None,
    Some,
}

/// Lines with a colon after the BEGIN line are headers.
fn skip_headers(text: &[u8], mut at: usize) -> Option<(Headers, usize)> {
    let mut headers = Headers::None;
    loop {
        let rest = &text[at..];
        if rest.is_empty() {
            return None;
        }
        let (header, after) = line(rest);
        if !header.contains(&b':') {
            return Some((headers, at));
        }
        headers = Headers::Some;
        at = text.len() - after.len();
    }
}

/// The first line without its end and trailing blanks, and what follows it.
fn line(text: &[u8]) -> (&[u8], &[u8]) {
    let (line, rest) = match text.iter().position(|byte| *byte == b'\n') {
        Some(at) => (
            text[..at].strip_suffix(b"\r").unwrap_or(&text[..at]),
            &text[at + 1..],
        ),
        None => (text, &text[text.len()..]),
    };
    let kept = line.iter().rposition(|byte| !matches!(byte, b' ' | b'\t'));
    (&line[..kept.map_or(0, |at| at + 1)], rest)
}

fn decode(data: &[u8]) -> Option<Vec<u8>> {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r');
    let mut dense = Vec::with_capacity(data.len());
    for line in data.split(|byte| *byte == b'\n') {
        dense.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
    }
    if [b' ', b'\t', b'\r']
        .iter()
        .any(|blank| dense.contains(blank))
    {
        dense.retain(|byte| !is_blank(byte));
    }
    LAX.decode(dense).ok()
}

/// Where `wanted`, which starts with a line end, first stands.
fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += text[at..].iter().position(|byte| *byte == b'\n')?;
        if text[at..].starts_with(wanted) {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_files_take_linear_time() {
        for part in [
            "-----BEGIN CERTIFICATE-----\n",
            "\n-----END CERTIFICATE-----",
            "-----BEGIN X-----\na:b\n-----END X:",
            "-----BEGIN X-----\nA\n-----END Y-----\n",
            "-----BEGIN -----BEGIN ",
            "\n",
        ] {
            let file = part.repeat(2_000_000 / part.len());
            assert_eq!(certificates(file.as_bytes()).count(), 0, "{part:?}");
        }
    }
}
