use serde::{Deserialize, Serialize};

/// The `go` and `toolchain` lines that go reads before it parses go.work or
/// go.mod; empty where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    pub go: String,
    pub toolchain: String,
}

impl Lines {
    /// Scans the text of go.work or go.mod as go does for this choice: the
    /// first line of each key, without a look at the rest.
    /// go's file: `cmd/go/internal/gover/gomod.go`, `GoModLookup`.
    pub fn scan(file: &[u8]) -> Self {
        Self { go: lookup(file, "go"), toolchain: lookup(file, "toolchain") }
    }

    /// Where a key stands, counted from 1, and its line.
    pub fn place(file: &[u8], key: &str) -> Option<(usize, String)> {
        let mut lines = file.split(|&b| b == b'\n').enumerate();
        let (at, line) = lines.find(|(_, line)| value_of(line, key).is_some())?;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        Some((at + 1, String::from_utf8_lossy(line).into_owned()))
    }
}

fn lookup(file: &[u8], key: &str) -> String {
    file.split(|&b| b == b'\n').find_map(|line| value_of(line, key)).unwrap_or_default()
}

fn value_of(line: &[u8], key: &str) -> Option<String> {
    let line = String::from_utf8_lossy(line);
    let value = line.trim().strip_prefix(key)?;
    if !value.starts_with([' ', '\t']) {
        return None;
    }
    let value = value.split_once("//").map_or(value, |(value, _)| value);
    Some(value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_of_a_key_counts() {
        let lines = Lines::scan(
            b"\xffmodule x\r\ngopher y\r\n go\t1.22 // since May\r\ngo 1.23\ntoolchain go1.24.1",
        );
        assert_eq!(lines, Lines { go: "1.22".to_owned(), toolchain: "go1.24.1".to_owned() });
        assert_eq!(Lines::scan(b"go\ntoolchaingo1.22"), Lines::default());
    }
}
