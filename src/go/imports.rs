//! What a Go file imports, read as far as its last import.
//! go's file: `cmd/go/internal/imports/read.go`.

/// A Go file, as far as it says what it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoFile {
    /// Paths of packages, each with its line, counted from 1.
    pub imports: Vec<(String, usize)>,
    /// Whether some builds leave it out: by a constraint, or because it needs cgo.
    pub conditional: bool,
    /// The name of its package.
    pub package: String,
    /// What stands behind `//go:build`.
    pub constraint: Option<String>,
    /// Whether it has a line of the old form, `// +build`.
    pub old_constraint: bool,
    /// Whether it imports `C`.
    pub cgo: bool,
}

/// Reads a file's imports. What is no Go ends the reading.
pub fn read(source: &[u8]) -> GoFile {
    let rest = strip_mark(source);
    let mut reader = Reader { rest, line: 1, in_head: true, file: GoFile::default() };
    reader.file();
    let is_cgo = reader.file.imports.iter().any(|(path, _)| path == "C");
    reader.file.cgo = is_cgo;
    reader.file.conditional |= is_cgo;
    reader.file
}

fn strip_mark(source: &[u8]) -> &[u8] {
    source.strip_prefix("\u{feff}".as_bytes()).unwrap_or(source)
}

struct Reader<'a> {
    rest: &'a [u8],
    line: usize,
    /// Before the package clause, where constraints count.
    in_head: bool,
    file: GoFile,
}

impl<'a> Reader<'a> {
    fn file(&mut self) -> Option<()> {
        self.blank();
        self.keyword(b"package")?;
        self.in_head = false;
        self.blank();
        let before = self.rest;
        self.word()?;
        let name = &before[..before.len() - self.rest.len()];
        self.file.package = String::from_utf8_lossy(name).into_owned();
        loop {
            self.blank();
            self.keyword(b"import")?;
            self.blank();
            if self.letter(b'(').is_some() {
                self.group()?;
            } else {
                self.spec()?;
            }
        }
    }

    fn group(&mut self) -> Option<()> {
        loop {
            self.blank();
            if self.letter(b')').is_some() {
                return Some(());
            }
            self.spec()?;
        }
    }

    /// A path, with or without a name before it.
    fn spec(&mut self) -> Option<()> {
        if self.letter(b'.').is_none() {
            self.word();
        }
        self.blank();
        let line = self.line;
        let quote = *self.rest.first().filter(|byte| matches!(byte, b'"' | b'`'))?;
        let end = self.rest[1..].iter().position(|byte| *byte == quote || *byte == b'\n')?;
        if self.rest[end + 1] != quote {
            return None;
        }
        let path = &self.rest[1..=end];
        self.skip(end + 2);
        let path = std::str::from_utf8(path).ok().filter(|path| !path.contains('\\'))?;
        self.file.imports.push((path.to_owned(), line));
        Some(())
    }

    /// Blanks, semicolons and comments.
    fn blank(&mut self) {
        loop {
            let blanks = self.rest.iter().take_while(|it| it.is_ascii_whitespace() || **it == b';');
            let blanks = blanks.count();
            self.skip(blanks);
            let comment = match self.rest {
                [b'/', b'/', ..] => self.to(b"\n"),
                [b'/', b'*', ..] => self.to(b"*/"),
                _ => return,
            };
            self.constraint(comment);
            self.skip(comment.len());
        }
    }

    /// The rest up to and with `end`.
    fn to(&self, end: &[u8]) -> &'a [u8] {
        let behind = self.rest.get(2..).unwrap_or_default();
        let at = behind.windows(end.len()).position(|it| it == end);
        at.map_or(self.rest, |at| &self.rest[..2 + at + end.len()])
    }

    /// Behind the package clause it is a comment like any other.
    fn constraint(&mut self, comment: &[u8]) {
        let Some(text) = comment.strip_prefix(b"//").filter(|_| self.in_head) else { return };
        let old = text.trim_ascii_start().strip_prefix(b"+build");
        self.file.old_constraint |= old.is_some_and(is_apart);
        if let Some(words) = text.strip_prefix(b"go:build").filter(|rest| is_apart(rest)) {
            let words = String::from_utf8_lossy(words).trim().to_owned();
            self.file.constraint.get_or_insert(words);
        }
        self.file.conditional |= self.file.old_constraint || self.file.constraint.is_some();
    }

    fn keyword(&mut self, word: &[u8]) -> Option<()> {
        let behind = self.rest.strip_prefix(word)?;
        let ends = behind.first().is_none_or(|byte| !is_letter(*byte));
        ends.then(|| self.skip(word.len()))
    }

    fn word(&mut self) -> Option<()> {
        let letters = self.rest.iter().take_while(|byte| is_letter(**byte)).count();
        (letters > 0).then(|| self.skip(letters))
    }

    fn letter(&mut self, letter: u8) -> Option<()> {
        (self.rest.first() == Some(&letter)).then(|| self.skip(1))
    }

    fn skip(&mut self, bytes: usize) {
        let (gone, rest) = self.rest.split_at(bytes.min(self.rest.len()));
        self.line += gone.split(|byte| *byte == b'\n').count() - 1;
        self.rest = rest;
    }
}

/// Whether a word has ended before this.
fn is_apart(rest: &[u8]) -> bool {
    rest.first().is_none_or(u8::is_ascii_whitespace)
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(source: &str) -> Vec<(String, usize)> {
        read(source.as_bytes()).imports
    }

    fn of(expected: &[(&str, usize)]) -> Vec<(String, usize)> {
        expected.iter().map(|(path, line)| ((*path).to_owned(), *line)).collect()
    }

    #[test]
    fn every_way_to_import_is_read() {
        let source = "\u{feff}// a\n/* b\n */ package x; import \"a\"\nimport (\n\t. \"b\" // c\n\t_ `c`; y \"d\"\n)\nimport()\nvar s = `\nimport \"no\"`\n";
        assert_eq!(paths(source), of(&[("a", 3), ("b", 5), ("c", 6), ("d", 6)]));
    }

    #[test]
    fn what_is_no_go_has_no_imports() {
        for text in
            ["", "import \"a\"", "package", "packagex\nimport \"a\"", "package x\nimportx", "/*"]
        {
            assert!(paths(text).is_empty(), "{text}");
        }
        assert_eq!(paths("package x\nimport (\"a\" \"b\nc\")"), of(&[("a", 2)]));
    }

    #[test]
    fn constraints_are_seen() {
        let conditional = |text: &str| read(text.as_bytes()).conditional;
        assert!(conditional("//go:build ignore\n\npackage x\n"));
        assert!(conditional("// +build linux\n\npackage x\n"));
        assert!(conditional("package x\nimport \"C\"\n"));
        assert!(!conditional("// go:build x\npackage x\n"));
        assert!(!conditional("package x\n//go:build ignore\n"));
        let file = read(b"//go:build a && !b\n\npackage \xc3\xa4x // c\n");
        assert_eq!(
            (file.package.as_str(), file.constraint.as_deref()),
            ("\u{e4}x", Some("a && !b"))
        );
    }
}
