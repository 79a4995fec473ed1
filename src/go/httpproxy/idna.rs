//! Names in other scripts as they are looked up. Lower-casing and punycode
//! only: the mapping tables of IDNA (full-width letters, combining accents)
//! are not here, and such names stay other than go's.

/// The `xn--` form of a name; nothing for a name that go leaves as it is.
pub(super) fn to_ascii(name: &str) -> Option<String> {
    if name.is_ascii() {
        return None;
    }
    let seen = name.chars().filter(|c| !is_ignored(*c));
    let lower: String = seen.flat_map(char::to_lowercase).collect();
    let allowed = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || "-.".contains(c);
    if !lower.chars().all(allowed) {
        return None;
    }
    let labels: Option<Vec<String>> = lower.split(['.', '\u{3002}']).map(label).collect();
    Some(labels?.join("."))
}

/// What nobody sees counts for nothing (UTS #46, `ignored`).
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{200b}' | '\u{2060}' | '\u{2064}' | '\u{feff}')
        || ('\u{fe00}'..='\u{fe0f}').contains(&c)
}

/// Longer than any name that can be looked up; punycode takes quadratic time.
const LONGEST: usize = 255;

fn label(label: &str) -> Option<String> {
    if label.is_ascii() {
        return Some(label.to_owned());
    }
    if label.len() > LONGEST * 4 {
        return None;
    }
    punycode(label).map(|coded| format!("xn--{coded}"))
}

/// RFC 3492, section 6.3.
fn punycode(label: &str) -> Option<String> {
    let mut coded: String = label.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(coded.len()).ok()?;
    let total = u32::try_from(label.chars().count()).ok()?;
    if basic > 0 {
        coded.push('-');
    }
    let (mut next, mut delta, mut bias, mut done) = (128u32, 0u32, 72, basic);
    while done < total {
        let least = label.chars().map(u32::from).filter(|&c| c >= next).min()?;
        delta = delta.checked_add((least - next).checked_mul(done + 1)?)?;
        next = least;
        for c in label.chars().map(u32::from) {
            if c < next {
                delta = delta.checked_add(1)?;
            }
            if c == next {
                push_number(&mut coded, delta, bias);
                bias = adapt(delta, done + 1, done == basic);
                (delta, done) = (0, done + 1);
            }
        }
        (delta, next) = (delta + 1, next + 1);
    }
    Some(coded)
}

fn push_number(coded: &mut String, mut number: u32, bias: u32) {
    let mut place = 36;
    loop {
        let threshold = place.max(bias).saturating_sub(bias).clamp(1, 26);
        if number < threshold {
            break;
        }
        coded.push(digit(threshold + (number - threshold) % (36 - threshold)));
        number = (number - threshold) / (36 - threshold);
        place += 36;
    }
    coded.push(digit(number));
}

fn digit(value: u32) -> char {
    let start = if value < 26 { u32::from('a') } else { u32::from('0') - 26 };
    char::from_u32(start + value).unwrap_or_default()
}

fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut bias = 0;
    while delta > 455 {
        delta /= 35;
        bias += 36;
    }
    bias + 36 * delta / (delta + 38)
}
