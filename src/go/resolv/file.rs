/// Go reads system files through a buffer of this size (net `file`); a line
/// that does not fit ends the reading.
const BUFFER: usize = 64 * 1024;

/// The lines of a system file with their numbers, as far as go reads them.
pub(in crate::go) fn lines(text: &[u8]) -> impl Iterator<Item = (usize, String)> + '_ {
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    text.split(|&byte| byte == b'\n')
        .take_while(|line| line.len() < BUFFER)
        .enumerate()
        .map(|(index, line)| (index + 1, String::from_utf8_lossy(line).into_owned()))
}

/// The words of a line (net `getFields`).
pub(in crate::go) fn fields(line: &str) -> impl Iterator<Item = &str> {
    line.split([' ', '\r', '\t', '\n']).filter(|word| !word.is_empty())
}
