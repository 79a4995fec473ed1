use super::bytes::Bytes;
use super::text::{Ending, name, text};
use crate::go::strconv::quote_bytes;

/// A piece of a page, as far as it matters where code lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Its local name, and its attributes by theirs.
    Start {
        name: String,
        attributes: Vec<(String, String)>,
    },
    End {
        name: String,
    },
    Other,
}

/// The pieces of a page, read without strictness.
/// go's file: `encoding/xml/xml.go`, `Decoder.RawToken`.
pub(super) struct Tokens<'p> {
    bytes: Bytes<'p>,
    /// The element that closed itself: its other half comes next.
    open: Option<String>,
}

impl<'p> Tokens<'p> {
    pub(super) fn of(page: &'p [u8]) -> Self {
        Self { bytes: Bytes::of(page), open: None }
    }

    /// Why no more came, in go's words; nothing at the end of the page.
    pub(super) fn into_fault(self) -> Option<String> {
        self.bytes.into_fault()
    }

    pub(super) fn next(&mut self) -> Option<Token> {
        if self.bytes.has_stopped() {
            return None;
        }
        if let Some(name) = self.open.take() {
            return Some(Token::End { name });
        }
        let first = self.bytes.next()?;
        if first != b'<' {
            self.bytes.back(first);
            return text(&mut self.bytes, Ending::Element).map(|_| Token::Other);
        }
        match self.bytes.need()? {
            b'/' => self.end(),
            b'?' => self.instruction(),
            b'!' => self.declaration(),
            other => {
                self.bytes.back(other);
                self.start()
            }
        }
    }

    fn end(&mut self) -> Option<Token> {
        let name = self.local_name("expected element name after </")?;
        self.bytes.blanks();
        if self.bytes.need()? != b'>' {
            self.bytes.fail(&format!("invalid characters between </{name} and >"));
            return None;
        }
        Some(Token::End { name })
    }

    fn start(&mut self) -> Option<Token> {
        let name = self.local_name("expected element name after <")?;
        let mut attributes = Vec::new();
        loop {
            self.bytes.blanks();
            match self.bytes.need()? {
                b'/' => {
                    if self.bytes.need()? != b'>' {
                        self.bytes.fail("expected /> in element");
                        return None;
                    }
                    self.open = Some(name.clone());
                    break;
                }
                b'>' => break,
                other => {
                    self.bytes.back(other);
                    attributes.push(self.attribute()?);
                }
            }
        }
        Some(Token::Start { name, attributes })
    }

    fn attribute(&mut self) -> Option<(String, String)> {
        let name = self.local_name("expected attribute name in element")?;
        self.bytes.blanks();
        let next = self.bytes.need()?;
        if next != b'=' {
            self.bytes.back(next);
            return Some((name.clone(), name));
        }
        self.bytes.blanks();
        Some((name, self.value()?))
    }

    /// go's function: `attrval`.
    fn value(&mut self) -> Option<String> {
        let first = self.bytes.need()?;
        if matches!(first, b'"' | b'\'') {
            return text(&mut self.bytes, Ending::Quote(first));
        }
        self.bytes.back(first);
        let mut value = String::new();
        loop {
            let byte = self.bytes.need()?;
            if !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b':' | b'-') {
                self.bytes.back(byte);
                return Some(value);
            }
            value.push(char::from(byte));
        }
    }

    /// The part of a name behind its name space. go's function: `nsname`.
    fn local_name(&mut self, expected: &str) -> Option<String> {
        let whole = name(&mut self.bytes).filter(|name| name.matches(':').count() <= 1);
        let Some(whole) = whole else {
            self.bytes.fail(expected);
            return None;
        };
        match whole.split_once(':') {
            Some((space, local)) if !space.is_empty() && !local.is_empty() => {
                Some(local.to_owned())
            }
            _ => Some(whole),
        }
    }

    fn instruction(&mut self) -> Option<Token> {
        let Some(target) = name(&mut self.bytes) else {
            self.bytes.fail("expected target name after <?");
            return None;
        };
        self.bytes.blanks();
        let content = self.until(|held| held.ends_with(b"?>"))?;
        let content = &content[..content.len() - 2];
        if target == "xml"
            && let Some(fault) = declared(content)
        {
            self.bytes.end_with(fault);
            return None;
        }
        Some(Token::Other)
    }

    fn declaration(&mut self) -> Option<Token> {
        match self.bytes.need()? {
            b'-' => self.comment(),
            b'[' => {
                for wanted in b"CDATA[" {
                    if self.bytes.need()? != *wanted {
                        self.bytes.fail("invalid <![ sequence");
                        return None;
                    }
                }
                text(&mut self.bytes, Ending::Cdata).map(|_| Token::Other)
            }
            _ => self.directive(),
        }
    }

    fn comment(&mut self) -> Option<Token> {
        if self.bytes.need()? != b'-' {
            self.bytes.fail("invalid sequence <!- not part of <!--");
            return None;
        }
        let mut last = [0u8; 2];
        loop {
            let byte = self.bytes.need()?;
            if last == *b"--" {
                if byte == b'>' {
                    return Some(Token::Other);
                }
                self.bytes.fail("invalid sequence \"--\" not allowed in comments");
                return None;
            }
            last = [last[1], byte];
        }
    }

    /// `<!DOCTYPE …>`: what is in quotes does not count for its nesting, nor does the
    /// first byte, whatever it is.
    fn directive(&mut self) -> Option<Token> {
        let (mut quote, mut depth) = (None, 0usize);
        // What turned out to be no comment is looked at again.
        let mut next = None;
        loop {
            let is_new = next.is_none();
            let byte = if let Some(byte) = next.take() { byte } else { self.bytes.need()? };
            if is_new && byte == b'>' && quote.is_none() && depth == 0 {
                return Some(Token::Other);
            }
            match (byte, quote) {
                (_, Some(open)) if open == byte => quote = None,
                (b'\'' | b'"', None) => quote = Some(byte),
                (b'>', None) => depth = depth.wrapping_sub(1),
                (b'<', None) => {
                    let (byte, deeper) = self.maybe_comment()?;
                    depth = depth.wrapping_add(deeper);
                    next = Some(byte);
                }
                _ => {}
            }
        }
    }

    /// The byte by which `<` turns out to begin no comment, and that it nests; a comment
    /// is passed over, as a blank that does not.
    fn maybe_comment(&mut self) -> Option<(u8, usize)> {
        for wanted in b"!--" {
            let byte = self.bytes.need()?;
            if byte != *wanted {
                return Some((byte, 1));
            }
        }
        let mut last = [0u8; 2];
        loop {
            let byte = self.bytes.need()?;
            if last == *b"--" && byte == b'>' {
                return Some((b' ', 0));
            }
            last = [last[1], byte];
        }
    }

    fn until(&mut self, ends: impl Fn(&[u8]) -> bool) -> Option<Vec<u8>> {
        let mut held = Vec::new();
        loop {
            held.push(self.bytes.need()?);
            if ends(&held) {
                return Some(held);
            }
        }
    }
}

/// What is wrong with what a page says of its version and its characters.
fn declared(content: &[u8]) -> Option<String> {
    let version = parameter(b"version=", content);
    if !version.is_empty() && version != b"1.0" {
        let version = quote_bytes(version);
        return Some(format!("xml: unsupported version {version}; only version 1.0 is supported"));
    }
    let charset = parameter(b"encoding=", content);
    // go's lower case of İ is i.
    let plain = String::from_utf8_lossy(charset).replace('İ', "i").to_lowercase();
    let known = charset.is_empty() || matches!(plain.as_str(), "utf-8" | "ascii");
    let charset = quote_bytes(charset);
    (!known).then(|| {
        format!("xml: opening charset {charset}: can't decode XML document using charset {charset}")
    })
}

/// go's function: `procInst`.
fn parameter<'c>(name: &[u8], content: &'c [u8]) -> &'c [u8] {
    let mut rest = content;
    while let Some(at) = rest.windows(name.len()).position(|window| window == name) {
        let Some((&quote, behind)) = rest[at + name.len()..].split_first() else { break };
        if matches!(quote, b'\'' | b'"') {
            let end = behind.iter().position(|byte| *byte == quote);
            return end.map_or(&[], |end| &behind[..end]);
        }
        rest = behind;
    }
    &[]
}
