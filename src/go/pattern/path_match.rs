/// The glob is malformed; go's word for it is "syntax error in pattern".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadPattern;

/// Whether the shell glob `pattern` matches all of `name`; `*` and `?` do not
/// cross a slash. go's file: `path/match.go`, `Match`.
pub fn path_match(pattern: &str, name: &str) -> Result<bool, BadPattern> {
    let (mut pattern, mut name) = (pattern.as_bytes(), name.as_bytes());
    while !pattern.is_empty() {
        let (star, chunk, rest) = scan_chunk(pattern);
        pattern = rest;
        if star && chunk.is_empty() {
            return Ok(!name.contains(&b'/'));
        }
        match after_chunk(star, chunk, name, rest.is_empty())? {
            Some(left) => name = left,
            None => return check_rest(pattern).map(|()| false),
        }
    }
    Ok(name.is_empty())
}

/// What is left of `name` behind the chunk, at the first place where it fits.
/// Only a star may skip bytes to get there, and the last chunk must use up all.
fn after_chunk<'n>(
    star: bool,
    chunk: &[u8],
    name: &'n [u8],
    last: bool,
) -> Result<Option<&'n [u8]>, BadPattern> {
    let fits = |left: &&[u8]| left.is_empty() || !last;
    if let Some(left) = match_chunk(chunk, name)?.filter(fits) {
        return Ok(Some(left));
    }
    let skippable = name.iter().take_while(|&&b| star && b != b'/').count();
    for start in 1..=skippable {
        if let Some(left) = match_chunk(chunk, &name[start..])?.filter(fits) {
            return Ok(Some(left));
        }
    }
    Ok(None)
}

fn check_rest(mut pattern: &[u8]) -> Result<(), BadPattern> {
    while !pattern.is_empty() {
        let (_, chunk, rest) = scan_chunk(pattern);
        pattern = rest;
        match_chunk(chunk, b"")?;
    }
    Ok(())
}

/// Stars, then everything up to the next star outside of brackets.
fn scan_chunk(pattern: &[u8]) -> (bool, &[u8], &[u8]) {
    let stars = pattern.iter().take_while(|&&b| b == b'*').count();
    let pattern = &pattern[stars..];
    let (mut at, mut in_range) = (0, false);
    while at < pattern.len() {
        match pattern[at] {
            b'\\' => at += 1,
            b'[' => in_range = true,
            b']' => in_range = false,
            b'*' if !in_range => break,
            _ => {}
        }
        at += 1;
    }
    let (chunk, rest) = pattern.split_at(at.min(pattern.len()));
    (stars > 0, chunk, rest)
}

/// What is left of `text` behind the chunk. A chunk that no longer fits is
/// still read to its end, because it may be malformed there.
fn match_chunk<'n>(mut chunk: &[u8], text: &'n [u8]) -> Result<Option<&'n [u8]>, BadPattern> {
    let mut left = Some(text);
    while let Some(&first) = chunk.first() {
        left = left.filter(|text| !text.is_empty());
        chunk = &chunk[1..];
        match first {
            b'[' => (left, chunk) = class(chunk, left)?,
            b'?' => {
                left = left.filter(|text| text[0] != b'/').map(|text| &text[rune(text).1..]);
            }
            b'\\' => {
                let (&literal, rest) = chunk.split_first().ok_or(BadPattern)?;
                left = left.and_then(|text| text.strip_prefix(&[literal]));
                chunk = rest;
            }
            literal => left = left.and_then(|text| text.strip_prefix(&[literal])),
        }
    }
    Ok(left)
}

type AfterClass<'c, 'n> = (Option<&'n [u8]>, &'c [u8]);

/// A class such as `[^a-z]`, from behind its bracket.
fn class<'c, 'n>(
    mut chunk: &'c [u8],
    text: Option<&'n [u8]>,
) -> Result<AfterClass<'c, 'n>, BadPattern> {
    let (found, size) = text.map_or((0, 0), rune);
    let negated = chunk.first() == Some(&b'^');
    chunk = &chunk[usize::from(negated)..];
    let (mut matched, mut ranges) = (false, 0);
    while ranges == 0 || chunk.first() != Some(&b']') {
        let (low, high, rest) = range(chunk)?;
        matched |= (low..=high).contains(&found);
        ranges += 1;
        chunk = rest;
    }
    let left = text.filter(|_| matched != negated).map(|text| &text[size..]);
    Ok((left, &chunk[1..]))
}

fn range(chunk: &[u8]) -> Result<(u32, u32, &[u8]), BadPattern> {
    let (low, rest) = class_rune(chunk)?;
    match rest.strip_prefix(b"-") {
        None => Ok((low, low, rest)),
        Some(rest) => class_rune(rest).map(|(high, rest)| (low, high, rest)),
    }
}

fn class_rune(chunk: &[u8]) -> Result<(u32, &[u8]), BadPattern> {
    let chunk = match chunk.first() {
        None | Some(b'-' | b']') => return Err(BadPattern),
        Some(b'\\') => &chunk[1..],
        Some(_) => chunk,
    };
    let (found, size) = rune(chunk);
    let rest = &chunk[size..];
    if rest.is_empty() || (found == REPLACEMENT && size == 1) {
        return Err(BadPattern);
    }
    Ok((found, rest))
}

const REPLACEMENT: u32 = char::REPLACEMENT_CHARACTER as u32;

/// The first character and its bytes. A star may stop inside of a character:
/// what is no UTF-8 counts as one byte, as in go's `utf8.DecodeRune`.
fn rune(text: &[u8]) -> (u32, usize) {
    for size in 1..=text.len().min(4) {
        if let Some(c) = std::str::from_utf8(&text[..size]).ok().and_then(|s| s.chars().next()) {
            return (u32::from(c), size);
        }
    }
    (REPLACEMENT, usize::from(!text.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_as_in_go() {
        for (pattern, name) in
            [("a*c", "abc"), ("*", ""), ("[^a-c]?", "dé"), ("a\\*", "a*"), ("*x", "éx")]
        {
            assert_eq!(path_match(pattern, name), Ok(true), "{pattern}");
        }
        for (pattern, name) in [("a*", "a/b"), ("?", "/"), ("a", "ab"), ("", "a"), ("[a]", "")] {
            assert_eq!(path_match(pattern, name), Ok(false), "{pattern}");
        }
    }

    #[test]
    fn malformed_globs_are_errors() {
        for pattern in ["[", "[]", "[a", "[a-]", "\\", "a[", "[-x]", "[x-]", "[\\"] {
            assert_eq!(path_match(pattern, "a"), Err(BadPattern), "{pattern}");
        }
    }
}
