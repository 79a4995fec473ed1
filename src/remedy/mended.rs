use crate::go::sumfile::Letters;
use crate::model::MendedLine;

/// A file as it would be with these lines in place of its own.
pub(super) fn mended(content: &[u8], letters: Letters, lines: &[MendedLine]) -> Vec<u8> {
    let plain = match letters {
        Letters::Utf8 => content.to_vec(),
        Letters::Utf16 => narrowed(content),
    };
    let of = |at: usize| lines.iter().find(|it| it.line == at + 1);
    let mut new = Vec::with_capacity(plain.len());
    for (at, line) in plain.split_inclusive(|byte| *byte == b'\n').enumerate() {
        match of(at) {
            Some(MendedLine { becomes, .. }) => {
                for text in becomes {
                    new.extend(format!("{text}\n").as_bytes());
                }
            }
            None => new.extend(line),
        }
    }
    new
}

fn narrowed(content: &[u8]) -> Vec<u8> {
    let from =
        if content.starts_with(&[0xfe, 0xff]) { u16::from_be_bytes } else { u16::from_le_bytes };
    let units: Vec<u16> = content.chunks_exact(2).map(|it| from([it[0], it[1]])).collect();
    String::from_utf16_lossy(&units).trim_start_matches('\u{feff}').as_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_by_their_old_numbers() {
        let line = |line, becomes: &[&str]| MendedLine {
            line,
            becomes: becomes.iter().map(|it| (*it).to_owned()).collect(),
        };
        let lines = [line(1, &[]), line(3, &["c", "d"]), line(5, &[])];
        assert_eq!(mended(b"1\n2\n3\n4\n5", Letters::Utf8, &lines), b"2\nc\nd\n4\n");
        let wide: Vec<u8> = "\u{feff}1\n2".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(mended(&wide, Letters::Utf16, &[line(1, &[])]), b"2");
    }
}
