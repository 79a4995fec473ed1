use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Secret, Veiled};
use crate::go::url::{Url, basic};
use crate::go::vcs::Tool;
use crate::machine::{Command, Ran};
use crate::model::{Counter, Facts, Fault, Outcome, Trial, Unknown, VcsFault};
use crate::probe::origin::silent;
use std::time::Duration;

/// A repository that is there answers sooner.
const WITHIN: Duration = Duration::from_secs(2);
/// More files than these are not tried.
const MOST: usize = 2;
/// What git is given by `git -c`, and what that is for the git inside.
const PARAMETERS: &str = "GIT_CONFIG_PARAMETERS";

/// Where git had nothing to log in with, and another file has an entry for the host.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let Some(fetch) = trouble.fetch().filter(|it| it.vcs_fault().is_some_and(wants)) else {
        return Vec::new();
    };
    let asked = prober.facts().git_asks(fetch.url.raw());
    let url = asked.and_then(|url| Url::parse(url.raw()).ok()).filter(|it| it.scheme() == "https");
    let Some(url) = url else { return Vec::new() };
    let found = prober.facts().netrcs_beside_git(&url).into_iter().take(MOST);
    let due = found.map(|(path, line)| Due::Login {
        endpoint: trouble.planned.endpoint.clone(),
        repository: fetch.url.clone(),
        path: path.to_owned(),
        line: line.line,
    });
    due.collect()
}

fn wants(fault: &VcsFault) -> bool {
    matches!(
        fault,
        VcsFault::Prompt { .. } | VcsFault::Forbidden { .. } | VcsFault::NotARepository { .. }
    )
}

pub(super) async fn make(
    repository: Veiled,
    path: String,
    line: usize,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let header = header(prober.facts(), repository.raw(), &path, line)?;
    let asked = prober.facts().git_asks(repository.raw())?;
    let mut variables = silent(prober.machine, prober.facts());
    let before = prober.machine.variables().get("GIT_CONFIG_COUNT").and_then(|it| it.parse().ok());
    // Nobody else is asked, and nothing is stored.
    variables.push((PARAMETERS.to_owned(), "'credential.helper='".to_owned()));
    variables.extend(with(&header, asked.raw(), before.unwrap_or_default())?);
    let words = ["ls-remote", "-q", repository.raw(), "HEAD"];
    let without = vec!["GIT_SSL_NO_VERIFY".to_owned(), "GIT_TRACE_CURL".to_owned()];
    let command = Command { variables, without, ..Command::of("git", &words) };
    let outcome = match prober.machine.run(&command, until.within(WITHIN)).await {
        Ran::Exited { code: 0, .. } => Outcome::Served { versions: Vec::new() },
        Ran::Exited { code, stderr, .. } => {
            Outcome::Broken { fault: Fault::Vcs(VcsFault::of(Tool::Git, code, &stderr)) }
        }
        Ran::TimedOut => Outcome::Unknown { why: Unknown::Deadline },
        _ => return None,
    };
    let trial = Trial::Credentials { path, line };
    Some(Counter::Git { repository, trial, settings: Vec::new(), outcome })
}

fn header(facts: &Facts, repository: &str, path: &str, line: usize) -> Option<Secret> {
    let url = Url::parse(facts.git_asks(repository)?.raw()).ok()?;
    let beside = facts.netrcs_beside_git(&url);
    let (_, entry) = beside.into_iter().find(|(file, it)| *file == path && it.line == line)?;
    Some(basic(entry.login.expose().as_bytes(), entry.password.expose().as_bytes()))
}

/// The header goes to this server alone, over TLS that git verifies, and along no
/// redirect. It goes through the environment: a command line is there for all to read.
/// What the environment sets already stays, in front.
/// git's files: `config.c`, `git_config_from_parameters`; `urlmatch.c`.
fn with(header: &Secret, asked: &str, before: usize) -> Option<Vec<(String, String)>> {
    let url = Url::parse(asked).ok()?;
    let server = format!("https://{}/", url.host());
    let whole = url.without_user().spelled().raw().to_owned();
    let narrow = |of: &str, name: &str| format!("http.{of}.{name}");
    let authorization = format!("Authorization: {}", header.expose());
    let pairs = [
        // The longest URL wins: what the user has set for this one must not.
        (narrow(&whole, "followRedirects"), "false"),
        (narrow(&server, "followRedirects"), "false"),
        (narrow(&whole, "sslVerify"), "true"),
        (narrow(&server, "sslVerify"), "true"),
        (narrow(&server, "extraHeader"), authorization.as_str()),
    ];
    let mut set = vec![("GIT_CONFIG_COUNT".to_owned(), (before + pairs.len()).to_string())];
    for (at, (key, value)) in (before..).zip(pairs) {
        set.push((format!("GIT_CONFIG_KEY_{at}"), key));
        set.push((format!("GIT_CONFIG_VALUE_{at}"), value.to_owned()));
    }
    Some(set)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_for_one_server_alone() {
        let set =
            with(&Secret::new("Basic x"), "https://u@git.corp.example:8443/a/b.git", 2).unwrap();
        assert_eq!((set[0].1.as_str(), set[1].0.as_str()), ("7", "GIT_CONFIG_KEY_2"));
        let keys: Vec<&str> = set.iter().map(|(_, value)| value.as_str()).collect();
        assert!(keys.contains(&"http.https://git.corp.example:8443/.extraHeader"), "{keys:?}");
        assert!(!keys.contains(&"http.extraHeader"));
        assert!(keys.contains(&"http.https://git.corp.example:8443/a/b.git.followRedirects"));
    }
}
