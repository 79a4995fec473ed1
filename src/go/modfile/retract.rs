use super::comment::directive_comment;
use super::fault::Fault;
use super::interval::parse_interval;
use super::model::Retract;
use super::statement::Line;
use super::version::{Rulebook, version_text};

/// `retract v1.2.3` or `retract [v1.2.3, v1.3.0]`, with any versions, and the
/// arguments behind.
pub(super) fn retract<'t, 'a>(
    args: &'t [&'a str],
    line: &Line<'_>,
) -> Result<(Retract, &'t [&'a str]), Fault> {
    let as_written =
        |token: &str| version_text("retract", "", token).map(std::borrow::Cow::into_owned);
    let (low, high, rest) = parse_interval(args, &as_written)?;
    let retract = Retract { low, high, rationale: directive_comment(line), line: line.start.line };
    Ok((retract, rest))
}

/// Whether go loses the version when it reads the line again: it skips a word
/// that reads `retract`, also where the block has said it.
pub(super) fn is_taken_for_verb(args: &[&str], line: &Line<'_>) -> bool {
    line.block.is_some() && matches!(args, ["retract" | "\"retract\""])
}

/// Reads the versions once more, now as those of the module at `path`.
pub(super) fn recheck(rules: Rulebook, path: &str, retract: &mut Retract) -> Result<(), Fault> {
    let version = |token: &str| rules.version("retract", path, token).map(|(version, _)| version);
    let (low, high) = (retract.low.as_str(), retract.high.as_str());
    let interval = ["[", low, ",", high, "]"];
    let tokens = if low == high { &[low][..] } else { &interval[..] };
    let (low, high, _) = parse_interval(tokens, &version)?;
    (retract.low, retract.high) = (low, high);
    Ok(())
}
