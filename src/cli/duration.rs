use std::time::Duration;

/// Longer waits are a mistake.
const LONGEST: Duration = Duration::from_hours(24);

/// `20s`, `500ms`, `1m30s`, `1.5s`; a bare number counts seconds. None for
/// anything else, for nothing at all, and for more than a day.
pub(super) fn parse(text: &str) -> Option<Duration> {
    if let Ok(seconds) = text.parse::<u64>() {
        return sensible(Duration::from_secs(seconds.min(1 << 32)));
    }
    let (mut rest, mut total) = (text, 0.0);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..end].parse().ok()?;
        let unit = &rest[end..];
        let width = unit.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(unit.len());
        total += number * seconds(&unit[..width])?;
        rest = &unit[width..];
    }
    sensible(Duration::try_from_secs_f64(total).ok()?)
}

fn seconds(unit: &str) -> Option<f64> {
    Some(match unit {
        "ms" => 0.001,
        "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => return None,
    })
}

fn sensible(duration: Duration) -> Option<Duration> {
    (!duration.is_zero() && duration <= LONGEST).then_some(duration)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations_as_people_write_them() {
        let ms = |text| parse(text).map(|it| it.as_millis());
        assert_eq!(ms("20s"), Some(20_000));
        assert_eq!(ms("500ms"), Some(500));
        assert_eq!(ms("1m30s"), Some(90_000));
        assert_eq!(ms("1.5s"), Some(1500));
        assert_eq!(ms("7"), Some(7000));
        for wrong in ["", "s", "0s", "-1s", "5 s", "5x", "1..2s", "25h", "9".repeat(40).as_str()] {
            assert_eq!(ms(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "[0-9.msh ]{0,30}|\\PC{0,10}") {
            parse(&text);
        }
    }
}
