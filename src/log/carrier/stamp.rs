use super::eye::Eye;
use super::{Taken, logger};

/// `2026-11-20T10:00:00.1234567Z text`, and dates and clocks as others write them, with
/// what stands behind a time only: a level, a stream, a host.
pub(super) fn stamped(text: &str) -> Option<Taken<'_>> {
    if !text.starts_with(|c: char| c.is_ascii_alphanumeric() || "[(<".contains(c)) {
        return None;
    }
    let mut eye = Eye::on(text);
    numbered(&mut eye);
    let close = [("[", "]"), ("(", ")"), ("<", ">")].iter().find(|it| eye.sees(it.0));
    let dated = moment(&mut eye)?;
    if close.is_some_and(|(_, close)| !eye.sees(close)) {
        return None;
    }
    let bare = close.is_none();
    let rest = behind(eye, bare, dated)?;
    let whole = bare && dated && rest.is_empty() && !text.contains('.') && !text.ends_with(' ');
    // The dates of a certificate, where a line was broken before one.
    let told = rest.starts_with("is after ") || rest.starts_with("is before ");
    (!whole && !told).then(|| logger::of_a_moment(rest))
}

/// RFC 5424: `<34>1 `.
fn numbered(eye: &mut Eye<'_>) {
    let mut ahead = *eye;
    if ahead.sees("<") && ahead.digits(1..=3) && ahead.sees(">") {
        if ahead.digits(1..=2) {
            ahead.sees(" ");
        }
        *eye = ahead;
    }
}

/// Whether it has a date, of a moment that is next.
fn moment(eye: &mut Eye<'_>) -> Option<bool> {
    let mut ahead = *eye;
    let dated = date(&mut ahead) || month(&mut ahead);
    if !dated {
        ahead = *eye;
    }
    if !clock(&mut ahead, dated) {
        return None;
    }
    if dated {
        zone(&mut ahead);
    }
    *eye = ahead;
    Some(dated)
}

fn date(eye: &mut Eye<'_>) -> bool {
    ["-", "/", "."].iter().any(|part| {
        let mut ahead = *eye;
        let fits = ahead.digits(4..=4)
            && ahead.sees(part)
            && ahead.digits(2..=2)
            && ahead.sees(part)
            && ahead.digits(2..=2)
            && ahead.one_of("Tt _");
        if fits {
            *eye = ahead;
        }
        fits
    })
}

/// Of syslog: `Nov 20 `, `Nov  2 `; the day before it as `date` has it.
fn month(eye: &mut Eye<'_>) -> bool {
    let names = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let days = "MonTueWedThuFriSatSun";
    let one_of = |eye: &mut Eye<'_>, names: &str| {
        let name = eye.rest.get(..3).filter(|it| it.is_ascii());
        let found = name.is_some_and(|it| names.find(it).is_some_and(|at| at % 3 == 0));
        found && eye.run(3..=3, |_| true).is_some() && eye.sees(" ")
    };
    one_of(eye, days);
    let known = one_of(eye, names);
    eye.sees(" ");
    known && eye.digits(1..=2) && eye.sees(" ")
}

fn clock(eye: &mut Eye<'_>, dated: bool) -> bool {
    if !(eye.digits(1..=2) && eye.sees(":") && eye.digits(2..=2)) {
        return false;
    }
    // zerolog writes `10:00AM`.
    let seconds = eye.sees(":") && eye.digits(2..=2);
    let fraction = seconds && eye.one_of(".,");
    if fraction && !eye.digits(1..=9) {
        return false;
    }
    seconds || (!dated && (eye.sees("AM") || eye.sees("PM")))
}

fn zone(eye: &mut Eye<'_>) {
    let mut ahead = *eye;
    if ahead.one_of("Zz") || ahead.sees(" UTC") || ahead.sees(" GMT") {
        *eye = ahead;
        return;
    }
    ahead.sees(" ");
    if ahead.one_of("+-") && ahead.digits(2..=2) {
        ahead.sees(":");
        if ahead.digits(2..=2) {
            // As Go prints a time.
            ahead.sees(" UTC");
            *eye = ahead;
        }
    }
}

/// What a time is parted by from what it belongs to.
fn behind(mut eye: Eye<'_>, bare: bool, dated: bool) -> Option<&str> {
    // TeamCity: `[10:00:00]W: [Step 1/2] text`.
    let mut ahead = eye;
    let letter = ahead.one_of("WEFi");
    let _ = ahead.sees(" ") && !letter;
    if !bare && ahead.sees(": ") {
        return Some(ahead.rest);
    }
    if !bare && eye.rest.starts_with(['[', ':']) {
        return Some(eye.rest.trim_start_matches(": "));
    }
    if eye.rest.starts_with('\t') {
        return logger::is_level(eye.rest[1..].split('\t').next()?).then_some(&eye.rest[1..]);
    }
    eye.sees(":");
    if !eye.parted() {
        return None;
    }
    // Jenkins' timestamper puts two blanks behind a clock.
    if bare && !dated {
        eye.sees(" ");
    }
    Some(eye.rest)
}
