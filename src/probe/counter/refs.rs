use super::alone::ask;
use super::follow::planned;
use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::model::{Artefact, Counter, Fetch, Outcome, Source, VcsFault};
use crate::wire::Fetched;

/// Where git would have asked for credentials, or was refused: whether the server
/// shows the repository to everybody, and to the credentials that go has.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let Some(fetch) = trouble.fetch().filter(|it| is_unlike_a_repository(it)) else {
        return Vec::new();
    };
    let facts = prober.facts();
    let Some(planned) = facts.refs_page(fetch.url.raw()).and_then(|it| planned(&it, facts)) else {
        return Vec::new();
    };
    let has = facts.refs_credentials(fetch.url.raw()).is_some();
    let of = |with_credentials| {
        let (planned, repository) = (planned.clone(), fetch.url.clone());
        Due::Refs { planned, repository, with_credentials }
    };
    std::iter::once(of(false)).chain(has.then(|| of(true))).collect()
}

/// A page for people is an empty repository to git: nothing is in it.
fn is_unlike_a_repository(fetch: &Fetch) -> bool {
    let is_empty = fetch.artefact == Artefact::Tag
        && fetch.source == Source::Origin
        && matches!(fetch.outcome, Outcome::Missing { .. });
    is_empty || fetch.vcs_fault().is_some_and(is_refusal)
}

fn is_refusal(fault: &VcsFault) -> bool {
    matches!(
        fault,
        VcsFault::Prompt { .. }
            | VcsFault::Rejected { .. }
            | VcsFault::Forbidden { .. }
            | VcsFault::NotFound { .. }
            | VcsFault::NotARepository { .. }
    )
}

/// With credentials only where there are some: git's, else those that go has.
pub(super) async fn make(
    repository: &Veiled,
    with_credentials: bool,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let facts = prober.facts();
    let url = facts.refs_page(repository.raw())?;
    let user =
        if with_credentials { Some(facts.refs_credentials(repository.raw())?) } else { None };
    let outcome = match ask(&url, user, prober, until).await? {
        Ok(fetched) => read(fetched),
        Err(outcome) => outcome,
    };
    Some(Counter::Refs { url, sent_credentials: with_credentials, outcome })
}

/// A repository answers in a type of its own, or as any file where a plain web server
/// serves it. A page for people is neither. git's file: `remote-curl.c`, `discover_refs`.
fn read(fetched: Fetched) -> Outcome {
    let reply = fetched.reply;
    match reply.status {
        200 if reply.header("content-type").is_some_and(|it| it.starts_with("text/html")) => {
            Outcome::Unlike { reply, what: "no repository".to_owned() }
        }
        200 => Outcome::Served { versions: Vec::new() },
        404 | 410 => Outcome::Missing { reply },
        _ => Outcome::Refused { reply },
    }
}
