use super::der::{Der, tag};
use super::parse_refusal::{OrMalformed, Parsed, malformed};

const DAY: i64 = 86_400;

/// A certificate's date as unix seconds (crypto/x509 `parseTime`).
pub(super) fn read(der: &mut Der) -> Parsed<i64> {
    if der.peek(tag::UTC_TIME) {
        der.read(tag::UTC_TIME)
            .and_then(utc_time)
            .or_malformed("x509: malformed UTCTime")
    } else if der.peek(tag::GENERALIZED_TIME) {
        der.read(tag::GENERALIZED_TIME)
            .and_then(generalized_time)
            .or_malformed("x509: malformed GeneralizedTime")
    } else {
        Err(malformed("x509: unsupported time format"))
    }
}

/// `YYMMDDhhmm[ss]` and a zone; years 50 to 99 are of the last century.
fn utc_time(text: &[u8]) -> Option<i64> {
    let (year, rest) = number(text, 2)?;
    let year = if year < 50 { 2000 + year } else { 1900 + year };
    match clock(year, rest, Seconds::Written) {
        None => clock(year, rest, Seconds::Absent),
        read => read,
    }
}

/// `YYYYMMDDhhmmss` and a zone.
fn generalized_time(text: &[u8]) -> Option<i64> {
    let (year, rest) = number(text, 4)?;
    clock(year, rest, Seconds::Written)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Seconds {
    Written,
    Absent,
}

fn clock(year: i64, rest: &[u8], seconds: Seconds) -> Option<i64> {
    let (month, rest) = number(rest, 2)?;
    let (day, rest) = number(rest, 2)?;
    let (hour, rest) = number(rest, 2)?;
    let (minute, rest) = number(rest, 2)?;
    let (second, rest) = match seconds {
        Seconds::Written => number(rest, 2)?,
        Seconds::Absent => (0, rest),
    };
    let real = (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    let local = days(year, month, day) * DAY + hour * 3600 + minute * 60 + second;
    real.then_some(local - zone(rest)?)
}

/// `Z` or `+hhmm`, in seconds east; zero has to be written as `Z`.
fn zone(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text {
        b"Z" => return Some(0),
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return None,
    };
    let (hours, rest) = number(digits, 2)?;
    let (minutes, rest) = number(rest, 2)?;
    let offset = hours * 3600 + minutes * 60;
    let real = rest.is_empty() && hours <= 24 && minutes < 60 && offset != 0;
    real.then_some(sign * offset)
}

fn number(text: &[u8], digits: usize) -> Option<(i64, &[u8])> {
    let (head, rest) = text.split_at_checked(digits)?;
    head.iter().all(u8::is_ascii_digit).then(|| {
        let value = head
            .iter()
            .fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
        (value, rest)
    })
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970 in the Gregorian calendar, years counted from March.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Unix seconds as go prints a UTC time with `time.RFC3339`.
pub fn rfc3339(unix: i64) -> String {
    let (day, second) = (unix.div_euclid(DAY), unix.rem_euclid(DAY));
    let shifted = day.saturating_add(719_468);
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = (from_march + 2) % 12 + 1;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let year = era * 400 + year + i64::from(month <= 2);
    let (hour, minute) = (second / 3600, second / 60 % 60);
    let second = second % 60;
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_read_as_go_reads_them() {
        assert_eq!(utc_time(b"700101000000Z"), Some(0));
        assert_eq!(utc_time(b"7001010000Z"), Some(0));
        assert_eq!(utc_time(b"700101010000+0100"), Some(0));
        assert_eq!(utc_time(b"700101000000+0000"), None);
        assert_eq!(utc_time(b"700229000000Z"), None);
        assert_eq!(utc_time(b"491231235959Z"), Some(2_524_607_999));
        assert_eq!(generalized_time(b"99991231235959Z"), Some(253_402_300_799));
        assert_eq!(generalized_time(b"20260101000000.5Z"), None);
    }

    proptest! {
        #[test]
        fn a_printed_time_reads_back(unix in -62_167_219_200i64..253_402_300_800) {
            let plain: String = rfc3339(unix).chars().filter(|c| !"-:T".contains(*c)).collect();
            prop_assert_eq!(generalized_time(plain.as_bytes()), Some(unix));
        }
    }
}
