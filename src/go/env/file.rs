use crate::base::{Excerpt, Veiled};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A line of a GOENV file that says something; lines count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileLine {
    /// A setting with its value as it stands, blanks, quotes and CR included.
    Setting { line: usize, name: String, value: Veiled },
    /// Text that go passes over: no `=`, or no capital letter at its start.
    Ignored { line: usize, text: Excerpt },
}

/// The lines of a GOENV file or of GOROOT/go.env; blank ones are left out.
/// go's file: `cmd/go/internal/cfg/cfg.go`, `readEnvFile`.
pub fn file_lines(content: &[u8]) -> impl Iterator<Item = FileLine> + '_ {
    let told = |(_, line): &(usize, &[u8])| !line.trim_ascii().is_empty();
    numbered(content).filter(told).map(|(number, line)| read_line(number, line))
}

fn read_line(number: usize, line: &[u8]) -> FileLine {
    let Some((name, value)) = split_setting(line) else {
        let text = Veiled::new(String::from_utf8_lossy(line)).to_string();
        return FileLine::Ignored { line: number, text: Excerpt::text(&text) };
    };
    let name = String::from_utf8_lossy(name).into_owned();
    let value = Veiled::new(String::from_utf8_lossy(value));
    FileLine::Setting { line: number, name, value }
}

/// The value that a file gives to a setting, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileValue {
    pub(super) value: String,
    pub(super) line: usize,
}

/// Which of two lines with one name counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wins {
    /// In the user's file.
    Later,
    /// In GOROOT/go.env, which go does not let overwrite what it has read.
    First,
}

/// The values that a file gives to these settings; other lines cost no memory.
pub(super) fn read_file(
    content: &[u8],
    names: &[&'static str],
    wins: Wins,
) -> BTreeMap<&'static str, FileValue> {
    let mut values = BTreeMap::new();
    for (line, text) in numbered(content) {
        let Some((name, value)) = split_setting(text) else {
            continue;
        };
        let Some(&name) = names.iter().find(|known| known.as_bytes() == name) else {
            continue;
        };
        if wins == Wins::First && values.contains_key(name) {
            continue;
        }
        let value = String::from_utf8_lossy(value).into_owned();
        values.insert(name, FileValue { value, line });
    }
    values
}

fn numbered(content: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    content.split(|&b| b == b'\n').enumerate().map(|(at, line)| (at + 1, line))
}

fn split_setting(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let equals = line.iter().position(|&b| b == b'=')?;
    line[0].is_ascii_uppercase().then(|| (&line[..equals], &line[equals + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_trimmed_and_later_lines_win() {
        let file = b"GOPROXY=a\n#x\nGOPRIVATE =y\r\nGOPROXY=\"b\" \r\nexport GOPROXY=c\n GOPROXY=d\nGOPROXY\n\xff=";
        let later = read_file(file, &["GOPROXY", "GOPRIVATE"], Wins::Later);
        assert_eq!(later["GOPROXY"], FileValue { value: "\"b\" \r".to_owned(), line: 4 });
        assert_eq!(later.len(), 1);
        assert_eq!(read_file(file, &["GOPROXY"], Wins::First)["GOPROXY"].line, 1);
    }

    #[test]
    fn lines_that_go_ignores_are_told() {
        let lines: Vec<_> = file_lines(b"A=1\n\nexport B=2\r\n").collect();
        let value = Veiled::new("1");
        assert_eq!(lines[0], FileLine::Setting { line: 1, name: "A".to_owned(), value });
        assert_eq!(lines[1], FileLine::Ignored { line: 3, text: Excerpt::text("export B=2") });
        assert_eq!(lines.len(), 2);
    }
}
