use super::follow::{follow, planned};
use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::go::goproxy::{Element, NextOn, ProxyList, Via, module_file_url};
use crate::model::{
    Artefact, CANARY, Counter, Facts, Fault, Outcome, Role, Source, TlsFault, is_everybodys,
};
use crate::model::{HttpFault, Reply};
use crate::probe::fetch::Asking;
use crate::probe::plan::Planned;
use crate::probe::protocol;
use std::time::Duration;

/// A proxy that is well answers sooner.
const WITHIN: Duration = Duration::from_secs(2);
/// Enough of any answer, in bytes.
const TEXT: usize = 64 << 10;
/// A list longer than this was not written by hand, in bytes.
const LONGEST: usize = 2000;
/// As many later elements are asked.
const LATER: usize = 3;

/// A later element where this one is dead; the same and other paths of the same
/// server where its answers are none of a module proxy, and later elements too
/// where it may be a portal that answers in the name of all.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let facts = prober.facts();
    if facts.settings.raw("GOPROXY").len() > LONGEST {
        return Vec::new();
    }
    if is_sent_past(trouble, facts) {
        return passed(trouble, prober);
    }
    let list = ProxyList::parse(facts.settings.raw("GOPROXY"), facts.settings.raw("GONOPROXY"));
    let (Ok(list), Some(at)) = (list, element_of(trouble)) else { return Vec::new() };
    let Some(Element { via: Via::Proxy { url }, next_on, .. }) = list.0.get(at) else {
        return Vec::new();
    };
    if is_dead(trouble) && *next_on == NextOn::NotFound {
        return later(&list.0[at + 1..], trouble, prober);
    }
    let Some(reply) = odd_answer(trouble) else { return Vec::new() };
    let mut due = elsewhere(url, reply, trouble, prober);
    if reply.is_page() && !reply.is_missing() {
        due.extend(later(&list.0[at + 1..], trouble, prober));
    }
    due
}

/// Whether a pattern that holds what is everybody's sent go to an origin in trouble.
fn is_sent_past(trouble: &Trouble<'_>, facts: &Facts) -> bool {
    let broad = facts.settings.raw("GONOPROXY").split(',').any(is_everybodys);
    let at_origin = match trouble.fetch() {
        Some(fetch) => fetch.source == Source::Origin,
        None => trouble.planned.roles.contains(&Role::Origin),
    };
    broad && at_origin
}

/// The first proxy that go would ask without it.
fn passed(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let list = ProxyList::parse(prober.facts().settings.raw("GOPROXY"), "");
    let list = list.map(|list| list.0).unwrap_or_default();
    let first = list.iter().position(|it| !matches!(it.via, Via::Proxy { .. }));
    let proxies = &list[..first.unwrap_or(list.len()).min(1)];
    later(proxies, trouble, prober)
}

fn element_of(trouble: &Trouble<'_>) -> Option<usize> {
    let of_fetch = trouble.request.and_then(|asked| asked.fetch).map(|fetch| fetch.source);
    if let Some(source) = of_fetch {
        return match source {
            Source::Proxy { element } => Some(element),
            _ => None,
        };
    }
    trouble.planned.roles.iter().find_map(|role| match role {
        Role::Proxy { element } => Some(*element),
        _ => None,
    })
}

/// Nothing comes from it, and it does not mean to refuse. A forward proxy that
/// fails is another matter, and so is a chain that is not trusted.
fn is_dead(trouble: &Trouble<'_>) -> bool {
    let silent = |fault: &Fault| match fault {
        Fault::Dns(_) | Fault::Dial(_) => true,
        Fault::Tls(fault) => {
            matches!(fault, TlsFault::Reset | TlsFault::Closed | TlsFault::TimedOut { .. })
                || matches!(fault, TlsFault::Plaintext { .. })
        }
        Fault::Http(fault) => matches!(
            fault,
            HttpFault::Closed
                | HttpFault::Reset
                | HttpFault::TimedOut { .. }
                | HttpFault::Malformed { .. }
        ),
        Fault::Tunnel(_) | Fault::Sumdb(_) | Fault::Import(_) | Fault::Vcs(_) => false,
    };
    match trouble.outcome() {
        Some(Outcome::Refused { reply }) => reply.status >= 500,
        Some(Outcome::Broken { fault }) => silent(fault),
        Some(Outcome::Unknown { .. }) => true,
        Some(_) => false,
        None => trouble.hangs() || trouble.fault().is_some_and(silent),
    }
}

fn later(rest: &[Element], trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let bases = rest.iter().filter_map(|element| match &element.via {
        Via::Proxy { url } => Some(url),
        _ => None,
    });
    // That go would come to it after a "not found" does not make it an outsider's
    // business where outsiders are not to be asked.
    let allowed = |planned: &Planned| {
        let host = &planned.endpoint.host;
        planned.endpoint != trouble.planned.endpoint
            && (prober.outsiders || !prober.facts().is_public_proxy(host))
    };
    let planned = bases.filter_map(|base| Some((planned(base, prober.facts())?, base)));
    let due = planned.filter(|(planned, _)| allowed(planned)).take(LATER);
    due.map(|(planned, base)| about(trouble, planned, base.clone())).collect()
}

/// An answer that may come from something else than a module proxy.
fn odd_answer<'t>(trouble: &Trouble<'t>) -> Option<&'t Reply> {
    let fetch = trouble.request?.fetch?;
    match &fetch.outcome {
        Outcome::Unlike { reply, .. } | Outcome::Missing { reply } => Some(reply),
        Outcome::Refused { reply } => reply.is_strange().then_some(reply),
        _ => None,
    }
}

fn elsewhere(base: &Veiled, reply: &Reply, trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    if reply.is_missing() && !reply.is_foreign_to(base) {
        return Vec::new();
    }
    let mut bases = vec![base.clone()];
    bases.extend(reply.bases_meant(base));
    let due = bases.into_iter().filter_map(|base| {
        let planned = planned(&base, prober.facts())?;
        Some(about(trouble, planned, base))
    });
    due.collect()
}

fn about(trouble: &Trouble<'_>, planned: Planned, base: Veiled) -> Due {
    Due::Element { endpoint: trouble.planned.endpoint.clone(), planned, base }
}

/// The canary's go.mod at that base, by the road that go would take.
pub(super) async fn make(
    planned: &Planned,
    base: Veiled,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let file = format!("@v/{}.mod", CANARY.1);
    let first = module_file_url(&base, CANARY.0, &file).ok()?;
    let (outcome, _) = asked(planned, first, Artefact::Mod, prober, until).await?;
    Some(Counter::Element { base, outcome })
}

/// A file of the canary's and what it holds, redirects followed. None where there are too many.
pub(super) async fn asked(
    planned: &Planned,
    url: Veiled,
    artefact: Artefact,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<(Outcome, Vec<u8>)> {
    let until = until.sooner(WITHIN);
    Some(match follow(&url, planned.clone(), TEXT, prober, until).await? {
        Ok(fetched) => protocol::read(&asking(url, artefact), fetched),
        Err(fault) => (Outcome::Broken { fault }, Vec::new()),
    })
}

fn asking(url: Veiled, artefact: Artefact) -> Asking<'static> {
    Asking {
        module: CANARY.0,
        version: CANARY.1,
        artefact,
        source: Source::Origin,
        url,
        role: Role::Target,
    }
}
