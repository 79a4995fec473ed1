use super::own;

/// What an escaped text stands for: the escapes of JSON and of go's `%q`. One that is
/// none stays as it is.
pub(super) fn unquoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let it = escaped(rest);
        out.push(it.map_or('\\', |it| it.0));
        rest = it.map_or(rest, |it| it.1);
    }
    out.push_str(rest);
    out
}

/// The character that stands behind a backslash, and what is behind it.
fn escaped(rest: &str) -> Option<(char, &str)> {
    let first = rest.bytes().next()?;
    let one = |it| Some((it, &rest[1..]));
    match first {
        b'n' => one('\n'),
        b'r' => one('\r'),
        b't' => one('\t'),
        b'"' => one('"'),
        b'\'' => one('\''),
        b'\\' => one('\\'),
        b'/' => one('/'),
        b'b' => one('\u{8}'),
        b'x' => number(&rest[1..], 2),
        b'u' => number(&rest[1..], 4),
        b'U' => number(&rest[1..], 8),
        _ => None,
    }
}

fn number(rest: &str, digits: usize) -> Option<(char, &str)> {
    let hex = rest.get(..digits)?;
    let code = u32::from_str_radix(hex, 16).ok().filter(|_| !hex.starts_with('+'))?;
    Some((char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), &rest[digits..]))
}

/// The lines of a line in which others stand escaped, as in `error: "go: …\n\tread…"`.
/// Paths of Windows have backslashes too, and stay.
pub(super) fn loosened(text: &str) -> Option<String> {
    memchr::memchr(b'\\', text.as_bytes())?;
    let sure = text.contains("\\n\\t") || has_sure_break(text);
    let mut loose = Loose { out: String::with_capacity(text.len()), word: 0, sure, path: false };
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        loose.plain(&rest[..at]);
        rest = loose.escape(&rest[at + 1..]);
    }
    loose.plain(rest);
    (loose.out.len() < text.len()).then_some(loose.out)
}

/// Whether words of go's begin behind some `\n`.
fn has_sure_break(text: &str) -> bool {
    text.match_indices("\\n").any(|(at, it)| own(&text[at + it.len()..]))
}

struct Loose {
    out: String,
    /// Where the word begins that is being read,
    word: usize,
    /// Lines are known to stand escaped here.
    sure: bool,
    /// and whether it is a path with backslashes.
    path: bool,
}

impl Loose {
    fn plain(&mut self, text: &str) {
        let from = self.out.len();
        self.out.push_str(text);
        if let Some(at) = text.rfind(|c: char| c.is_whitespace() || "\"'`([=,;".contains(c)) {
            self.word = from + at + 1;
            self.path = false;
        }
    }

    /// Takes what stands behind a backslash.
    fn escape<'a>(&mut self, rest: &'a str) -> &'a str {
        let doubled = rest.trim_start_matches('\\');
        let (first, behind) = (doubled.bytes().next(), doubled.get(1..));
        match (first, behind) {
            (Some(b'"'), Some(behind)) => self.put('"', behind),
            (Some(b'u'), Some(behind)) if !self.is_path() && number(behind, 4).is_some() => {
                let (it, behind) = number(behind, 4).unwrap_or(('u', behind));
                self.put(it, behind)
            }
            (Some(b'n'), Some(behind)) if self.breaks(behind) => self.put('\n', behind),
            (Some(b'r'), Some(behind)) if behind.starts_with("\\n") && !self.is_path() => behind,
            (Some(b't'), Some(behind)) if self.out.ends_with(['\n', '\t']) => {
                self.put('\t', behind)
            }
            _ => {
                self.path |= !rest.starts_with(['n', 'r', 't']);
                self.out.push('\\');
                rest
            }
        }
    }

    fn put<'a>(&mut self, it: char, behind: &'a str) -> &'a str {
        self.out.push(it);
        self.word = self.out.len();
        self.path = false;
        behind
    }

    fn is_path(&self) -> bool {
        let word = self.out.get(self.word..).unwrap_or_default();
        let drive = word.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
            && word.as_bytes().get(1) == Some(&b':');
        self.path || drive || word.starts_with(['$', '%', '\\']) || matches!(word, "." | "..")
    }

    /// Whether the `n` behind a backslash is the end of a line.
    fn breaks(&self, behind: &str) -> bool {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let within = self.out.ends_with(word) && behind.starts_with(word);
        !self.is_path() && (self.sure || !within)
    }
}

/// GitHub's `%0A`, `%0D` and `%25` (actions/toolkit, core/src/command.ts).
pub(super) fn of_command(text: &str) -> String {
    text.replace("%0D", "").replace("%0A", "\n").replace("%3A", ":").replace("%25", "%")
}

/// `TeamCity`'s `|n`, `|'`, `|[`, `|0x0041`, up to the quote that ends the value.
pub(super) fn of_teamcity(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(it) = chars.next() {
        match it {
            '\'' => break,
            '|' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('r') | None => {}
                Some('0') if chars.as_str().starts_with('x') => {
                    let code = chars.as_str().get(1..5).unwrap_or_default();
                    let it = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
                    out.extend(it);
                    chars = chars.as_str().get(1 + code.len()..).unwrap_or_default().chars();
                }
                Some(it) => out.push(it),
            },
            it => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{loosened, of_command, of_teamcity, unquoted};

    #[test]
    fn quoted_text_is_what_it_stands_for() {
        assert_eq!(
            unquoted(r#"a\n\tb \"c\" \u003e \\n \x41 \q \u12"#),
            "a\n\tb \"c\" > \\n A \\q \\u12"
        );
        assert_eq!(unquoted(r"C:\\new\\temp"), r"C:\new\temp");
        assert_eq!(unquoted("\\"), "\\");
    }

    #[test]
    fn lines_are_told_from_paths() {
        let breaks = [
            (r"go: a requires\n\tb: c", "go: a requires\n\tb: c"),
            (
                r"failed: go: errors parsing go.mod:\n/app/go.mod:3: x",
                "failed: go: errors parsing go.mod:\n/app/go.mod:3: x",
            ),
            (r"failed\ngo: x", "failed\ngo: x"),
            (r"failed\r\ngo: x", "failed\ngo: x"),
            (r#"Get \"https://a.example\": EOF"#, "Get \"https://a.example\": EOF"),
            (r"go: a requires\\n\\tb", "go: a requires\n\tb"),
            (r"a \u003e= b", "a >= b"),
        ]
        .map(|(from, to)| (from, to.to_owned()));
        for (from, to) in breaks {
            assert_eq!(loosened(from), Some(to), "{from}");
        }
        let paths = [
            r"open C:\new\temp: The system cannot find",
            r"open C:\Users\nick\go\pkg\mod\cache\download\x\@v\list: Access is denied.",
            r"open C:\new\temp and more.",
            r"\\server\new\tools",
            r"%GOPATH%\new",
            r"..\new\x",
            r"cache\vcs\nnn",
            r"C:\under\u0041",
        ];
        for path in paths {
            assert_eq!(loosened(path), None, "{path}");
        }
        let both = r"failed: open C:\new\temp: denied\ngo: x";
        assert_eq!(loosened(both).unwrap(), "failed: open C:\\new\\temp: denied\ngo: x");
    }

    #[test]
    fn servers_have_escapes_of_their_own() {
        assert_eq!(of_command("a%0A\tb %25 100%0D"), "a\n\tb % 100");
        assert_eq!(of_teamcity("a|n b |'c|' |[d|] || |0x4e2d' status='E'"), "a\n b 'c' [d] | 中");
    }
}
