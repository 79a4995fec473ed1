use super::fault::Fault;

/// Reads `v1.2.3` or `[v1.2.3, v1.3.0]` off the arguments of `retract`
/// (`parseVersionInterval` in `rule.go`); `version` reads one version.
/// Answers both ends and the arguments behind.
pub(super) fn parse_interval<'t, 'a>(
    args: &'t [&'a str],
    version: &dyn Fn(&str) -> Result<String, Fault>,
) -> Result<(String, String, &'t [&'a str]), Fault> {
    let (first, rest) = match args.split_first() {
        None | Some((&"(", _)) => return Err(Fault::IntervalStart),
        Some((first, rest)) => (*first, rest),
    };
    if first != "[" {
        let version = version(first)?;
        return Ok((version.clone(), version, rest));
    }
    let (low, rest) = rest.split_first().ok_or(Fault::IntervalLow)?;
    let low = version(low)?;
    let rest = after(rest, ",").ok_or(Fault::IntervalComma)?;
    let (high, rest) = rest.split_first().ok_or(Fault::IntervalHigh)?;
    let high = version(high)?;
    let rest = after(rest, "]").ok_or(Fault::IntervalEnd)?;
    Ok((low, high, rest))
}

fn after<'t, 'a>(tokens: &'t [&'a str], mark: &str) -> Option<&'t [&'a str]> {
    let (first, rest) = tokens.split_first()?;
    (*first == mark).then_some(rest)
}
