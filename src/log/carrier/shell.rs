use super::eye::Eye;
use super::{Part, Taken, own};

/// What PowerShell makes of a program's standard error: `go : text` at first, then notes
/// of its own, and the lines that follow as they are.
pub(super) fn power_shell(text: &str) -> Option<Taken<'_>> {
    if text.starts_with("    + ") || is_position(text) {
        return Some(Taken::said("").being(Part::Aside));
    }
    let (program, rest) = text.split_once(" : ")?;
    let name = program.strip_suffix(".exe").unwrap_or(program);
    let sound = |c: char| c.is_ascii_alphanumeric() || "._-\\/:".contains(c);
    let known = name == "go" || name == "git" || name.len() < program.len() || own(rest);
    let fits = program.len() <= 120 && !name.is_empty() && name.chars().all(sound) && known;
    fits.then(|| Taken::said(rest).being(Part::Whole))
}

/// `At line:1 char:1`, `所在位置 行:1 字符: 1`, `At C:\a.ps1:3 char:5`.
fn is_position(text: &str) -> bool {
    let begun = text.starts_with("At ")
        || text.starts_with("所在位置 ")
        || text.starts_with("位於 ")
        || text.starts_with("発生場所 ")
        || text.starts_with("In Zeile:")
        || text.starts_with("Au caract")
        || text.starts_with("En línea: ");
    let numbered = |c: char| c.is_ascii_digit();
    begun && text.len() < 400 && text.ends_with(numbered) && text.contains(':')
}

/// `+ go mod download`: of `set -x`, of PowerShell below a position, of Bitbucket.
pub(super) fn traced(text: &str) -> Option<Taken<'_>> {
    let rest = text.trim_start_matches('+');
    let many = text.len() - rest.len();
    let rest = rest.strip_prefix(' ').filter(|_| many > 0)?;
    let part = if rest.starts_with("go: ") { Part::Said } else { Part::Aside };
    Some(Taken::said(rest).being(part))
}

/// A command behind the prompt of a shell.
pub(super) fn prompt(text: &str) -> Option<Taken<'_>> {
    let command = dollar(text)
        .or_else(|| windows(text))
        .or_else(|| at_host(text))
        .or_else(|| text.strip_prefix("❯ ").or_else(|| text.strip_prefix("➜ ")))
        .or_else(|| text.strip_prefix("%> "))?;
    Some(Taken::said(command.trim_start()).being(Part::Shown))
}

/// `$ go mod download`, `bash-5.1$ …`, `sh-4.2# …`, `/app # …`.
fn dollar(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix("$ ") {
        return Some(rest);
    }
    let (before, rest) = text.split_once(' ')?;
    let shell = before.starts_with("bash-") || before.starts_with("sh-");
    if shell && before.ends_with(['$', '#']) {
        return Some(rest);
    }
    let root = before.starts_with('/') || before.starts_with('~');
    rest.strip_prefix("# ").or_else(|| rest.strip_prefix("$ ")).filter(|_| root)
}

/// `C:\src>go mod download`, `PS C:\src> …`, `PS /src> …`.
fn windows(text: &str) -> Option<&str> {
    let (place, rest) = text.split_once('>')?;
    let shell = place.strip_prefix("PS ");
    let place = shell.unwrap_or(place);
    let drive = place.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && place.as_bytes().get(1) == Some(&b':')
        && place.as_bytes().get(2) == Some(&b'\\');
    let fits = drive || (shell.is_some() && place.starts_with(['/', '~']));
    (fits && !place.contains(['"', '<', '|'])).then_some(rest)
}

/// `user@host:~/src$ …`, `[user@host src]$ …`, `root@1a2b:/app# …`, `user@host src % …`.
fn at_host(text: &str) -> Option<&str> {
    let mut eye = Eye::on(text);
    let bracket = eye.sees("[");
    let name = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let named = eye.run(1..=40, name).is_some() && eye.sees("@") && eye.run(1..=80, name).is_some();
    if !named || !eye.rest.starts_with([':', ' ']) {
        return None;
    }
    let ends: &[&str] = if bracket { &["]$ ", "]# "] } else { &["$ ", "# ", "% "] };
    let end = ends.iter().filter_map(|it| Some((eye.rest.find(it)?, it.len()))).min()?;
    let place = &eye.rest[1..end.0.max(1)];
    (place.trim_end().split(' ').count() == 1).then(|| &eye.rest[end.0 + end.1..])
}

/// `> text` of a quotation, and a line within backticks.
pub(super) fn quoted(text: &str) -> Option<Taken<'_>> {
    if text.starts_with("```") {
        return Some(Taken::said("").being(Part::Aside));
    }
    if let Some(inner) = text.strip_prefix('`') {
        let inner = inner.strip_suffix('`').unwrap_or(inner);
        return (!inner.contains('`')).then(|| Taken::said(inner));
    }
    // nix sets it off with blanks.
    let rest = text.trim_start_matches(' ').strip_prefix('>')?;
    (rest.is_empty() || rest.starts_with([' ', '>']))
        .then(|| Taken::said(rest.strip_prefix(' ').unwrap_or(rest)))
}
