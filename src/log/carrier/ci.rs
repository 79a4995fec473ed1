use super::eye::Eye;
use super::{Part, Taken, stamp};

/// What GitHub Actions and Azure Pipelines put before a line of their own:
/// `##[error]text`, `[command]/usr/bin/git …`.
pub(super) fn github(text: &str) -> Option<Taken<'_>> {
    if let Some(rest) = text.strip_prefix("::group::").or_else(|| text.strip_prefix("::endgroup::"))
    {
        return Some(Taken::said(rest).being(Part::Shown));
    }
    if let Some((_, rest)) =
        text.strip_prefix("##vso[task.logissue ").and_then(|it| it.split_once(']'))
    {
        return Some(Taken::said(rest));
    }
    let rest = text.strip_prefix("##[").or_else(|| text.strip_prefix('['))?;
    let marked = text.starts_with('#');
    let (word, rest) = rest.split_once(']')?;
    match word {
        "command" | "group" | "section" | "endgroup" if marked || word == "command" => {
            Some(Taken::said(rest).being(Part::Shown))
        }
        "error" | "warning" | "notice" | "debug" | "info" if marked => Some(Taken::said(rest)),
        _ => None,
    }
}

/// Behind GitLab's timestamps: the number of the stream in hexadecimal digits, `O` or
/// `E`, and `+` where the line before it goes on (gitlab-runner, timestamper).
pub(super) fn of_gitlab(text: &str) -> Option<Taken<'_>> {
    let mut eye = Eye::on(text);
    let number = eye.run(2..=2, |c| c.is_ascii_hexdigit())?;
    let fits = eye.one_of("OE") && (eye.sees("+") || eye.parted());
    fits.then(|| Taken::named(number, eye.rest))
}

/// `section_start:1560896352:name`, of which the rest stands behind a carriage return.
pub(super) fn gitlab(text: &str) -> Option<Taken<'_>> {
    let rest = text.strip_prefix("section_")?;
    let aside = rest.starts_with("start:") || rest.starts_with("end:");
    aside.then(|| Taken::said("").being(Part::Aside))
}

/// `travis_fold:start:name`, `travis_time:end:…`.
pub(super) fn travis(text: &str) -> Option<Taken<'_>> {
    let aside = text.starts_with("travis_fold:") || text.starts_with("travis_time:");
    aside.then(|| Taken::said("").being(Part::Aside))
}

/// What is left of Buildkite's time where its escape character was lost.
pub(super) fn buildkite(text: &str) -> Option<Taken<'_>> {
    let mut eye = Eye::on(text);
    (eye.sees("_bk;t=") && eye.digits(10..=13)).then(|| Taken::said(eye.rest))
}

/// `job<tab>step<tab>2026-11-20T10:00:00.1234567Z text`, of `gh run view --log`.
pub(super) fn job_and_step(text: &str) -> Option<Taken<'_>> {
    let (job, rest) = text.split_once('\t')?;
    let (step, line) = rest.split_once('\t')?;
    let named = !job.is_empty() && !step.is_empty() && job.len() + step.len() < 200;
    let dated = line.starts_with("20") && named && stamp::stamped(line).is_some();
    dated.then(|| Taken::named(&text[..=job.len() + step.len()], line))
}
