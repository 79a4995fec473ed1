use super::eye::Eye;
use super::{Taken, ci, own};

/// Levels as loggers write them, in capitals.
const LEVELS: &[&str] = &[
    "TRACE", "TRAC", "TRC", "DEBUG", "DEBU", "DBG", "INFO", "INF", "NOTICE", "WARN", "WARNING",
    "WRN", "ERROR", "ERRO", "ERR", "FATAL", "FATA", "FTL", "CRITICAL", "CRIT", "PANIC", "PANI",
    "SEVERE", "ALERT", "STDERR", "STDOUT",
];

/// Whether it is the name of a level, in capitals or not.
pub(super) fn is_level(word: &str) -> bool {
    let word = word.trim();
    LEVELS.iter().any(|it| it.eq_ignore_ascii_case(word))
}

/// What stands behind a time, and would be words of a sentence elsewhere.
pub(super) fn of_a_moment(text: &str) -> Taken<'_> {
    if own(text) {
        return Taken::said(text);
    }
    let taken = cri(text).or_else(|| ci::of_gitlab(text)).or_else(|| tagged(text));
    taken.or_else(|| graded(text)).unwrap_or_else(|| Taken::said(placed(text)))
}

/// Of containerd and CRI-O: `stdout F text`, `P` where the line goes on.
fn cri(text: &str) -> Option<Taken<'_>> {
    let name = ["stdout", "stderr"].iter().find(|it| text.starts_with(**it))?;
    let mut eye = Eye::on(&text[name.len()..]);
    let fits = eye.sees(" ") && eye.one_of("FP") && eye.parted();
    fits.then(|| Taken::named(&text[..name.len()], eye.rest))
}

/// Of syslog and journald: `host unit[123]: text`, after RFC 5424 `host unit 123 - - text`.
fn tagged(text: &str) -> Option<Taken<'_>> {
    let mut eye = Eye::on(text);
    let name = |c: char| c.is_ascii_alphanumeric() || "._-@/".contains(c);
    let host = eye.run(1..=80, name)?;
    if is_level(host) || !eye.sees(" ") {
        return None;
    }
    let unit = eye.rest;
    let _ = eye.run(1..=80, name)?;
    let mut numbered = eye;
    if numbered.sees(" ") && numbered.digits(1..=8) && numbered.sees(" - - ") {
        return Some(Taken::named(&unit[..unit.len() - eye.rest.len()], numbered.rest));
    }
    if eye.rest.strip_prefix(": ").is_some_and(own) {
        return Some(Taken::said(&eye.rest[2..]));
    }
    let numbered = eye.sees("[") && eye.digits(1..=8) && eye.sees("]: ");
    let length = unit.len() - eye.rest.len();
    numbered.then(|| Taken::named(&unit[..length - 2], eye.rest))
}

/// `ERROR text`, `| ERROR | place - text`, `name - ERROR - text`.
fn graded(text: &str) -> Option<Taken<'_>> {
    let text = text.strip_prefix("| ").or_else(|| text.strip_prefix("- ")).unwrap_or(text);
    let named = || {
        let (name, rest) = text.split_once(" - ")?;
        levelled(rest).filter(|_| is_name(name.trim_end()))
    };
    // Java names the thread.
    let threaded = || {
        let rest = text.strip_prefix('[')?.split_once("] ")?.1;
        levelled(rest).filter(|_| !rest.starts_with('['))
    };
    levelled(text).or_else(threaded).or_else(named).map(|rest| Taken::said(placed(rest)))
}

/// What stands behind a level in capitals.
fn levelled(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[');
    let word = word_of_level(inner.unwrap_or(text));
    if word.starts_with(|c: char| c.is_lowercase()) || !is_level(word) {
        return None;
    }
    let mut eye = Eye::on(&inner.unwrap_or(text)[word.len()..]);
    let closed = inner.is_none() || (eye.blanks() < 5 && eye.sees("]"));
    let parted = [" ", ": ", "\t"].iter().any(|it| eye.rest.starts_with(it));
    (closed && (parted || eye.rest.is_empty())).then(|| after_level(eye, word.len()))
}

/// Of a logger: a module, a class, a function with its line.
fn is_name(word: &str) -> bool {
    let sound = |c: char| c.is_ascii_alphanumeric() || "._-:$/<>[]".contains(c);
    !word.is_empty() && word.chars().all(sound)
}

fn word_of_level(text: &str) -> &str {
    let end = text.bytes().position(|it| !it.is_ascii_alphabetic()).unwrap_or(text.len());
    &text[..end]
}

/// A level is padded to five letters, to eight before a bar.
fn after_level(mut eye: Eye<'_>, length: usize) -> &str {
    let mut ahead = eye;
    ahead.blanks();
    if ahead.sees("| ") || ahead.sees("- ") {
        return ahead.rest;
    }
    if eye.sees(": ") || eye.sees("\t") {
        return eye.rest;
    }
    eye.sees(" ");
    if length == 4 && eye.rest.starts_with(' ') && !eye.rest.starts_with("  ") {
        eye.sees(" ");
    }
    eye.rest
}

/// Without the place in a program, as `main.go:12: ` of Go's `log` or `app.py:3 - `, and
/// without the name of a logger before a dash. go names a column too.
fn placed(text: &str) -> &str {
    if own(text) {
        return text;
    }
    let word = Eye::on(text).word();
    let rest = &text[word.len()..];
    let place = word.trim_end_matches(':');
    let endings = [".go", ".py", ".java", ".js", ".ts", ".rb", ".rs", ".cc", ".cpp", ".c"];
    let in_file = place.rsplit_once(':').is_some_and(|(file, line)| {
        let numbered = !line.is_empty() && line.bytes().all(|it| it.is_ascii_digit());
        numbered && endings.iter().any(|it| file.ends_with(it))
    });
    if let Some(rest) = rest.strip_prefix(" - ") {
        return if is_name(word) { rest } else { text };
    }
    let rest = rest.strip_prefix([' ', '\t']);
    rest.filter(|_| in_file && !word.is_empty()).unwrap_or(text)
}

/// `E1120 10:00:00.000000    1 file.go:12] text`, of glog and klog.
pub(super) fn glog(text: &str) -> Option<Taken<'_>> {
    let mut eye = Eye::on(text);
    let begun = eye.one_of("IWEFD") && eye.digits(4..=4) && eye.sees(" ");
    let clock = begun
        && eye.digits(2..=2)
        && eye.sees(":")
        && eye.digits(2..=2)
        && eye.sees(":")
        && eye.digits(2..=2)
        && (!eye.sees(".") || eye.digits(1..=9));
    if !clock {
        return None;
    }
    let (place, rest) = eye.rest.split_once("] ")?;
    (place.len() < 100).then(|| Taken::said(rest))
}

/// `ERRO[0001] text`, of logrus: kaniko, skaffold, docker.
pub(super) fn logrus(text: &str) -> Option<Taken<'_>> {
    let word = word_of_level(text);
    let mut eye = Eye::on(&text[word.len()..]);
    if word.len() < 3 || !is_level(word) {
        return None;
    }
    let fits = eye.sees("[") && eye.run(1..=25, |c| c != ']').is_some() && eye.sees("]");
    (fits && eye.parted()).then(|| Taken::said(eye.rest))
}

/// `ERROR: text` where the text is one of go's; `ERROR:name:text` of Python.
pub(super) fn level(text: &str) -> Option<Taken<'_>> {
    let word = word_of_level(text);
    if word.len() < 3 || !is_level(word) || !text.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let rest = text[word.len()..].strip_prefix(':')?;
    if let Some(rest) = rest.strip_prefix(' ') {
        return own(rest).then(|| Taken::said(rest));
    }
    let (name, rest) = rest.split_once(':')?;
    let sound = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let named = !name.is_empty() && name.chars().all(sound) && !rest.starts_with('/');
    (named && word.bytes().all(|it| it.is_ascii_uppercase())).then(|| Taken::said(rest))
}
