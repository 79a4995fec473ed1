use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::go::goproxy::{ProxyList, Via};
use crate::go::url::Url;
use crate::model::{
    Artefact, Counter, CounterProbe, Endpoint, Facts, Fault, Fetch, HttpFault, Outcome, Unknown,
};
use crate::probe::climb::way;
use crate::probe::plan::{Planned, endpoint_of};
use crate::wire::{Appetite, Fetched, Request};
use std::time::Duration;

/// Less than this is no silence.
const SHORTEST: Duration = Duration::from_secs(1);
/// Of an answer only that it came counts, in bytes.
const MOST: usize = 1024;
/// What every public proxy has, and is nobody's secret.
const HARMLESS: &str = "golang.org/x/text/@v/list";

/// A request that hangs may be a slow one: a proxy that has to fetch a module
/// first takes its time. A trivial page of the same server tells.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let Some(asked) = trouble.request else { return Vec::new() };
    if !trouble.hangs() && !asked.fetch.is_some_and(is_late) {
        return Vec::new();
    }
    // By whatever role the endpoint is asked, it is asked once.
    let planned = Planned { roles: Vec::new(), ..trouble.planned.clone() };
    let url = page(&planned.endpoint, asked.url, prober.facts());
    vec![Due::Page { planned, url }]
}

/// Another page of the same server, without credentials.
pub(super) async fn make(
    planned: &Planned,
    url: Veiled,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let (_, at) = way(planned, prober.climber, until).await.ok()?;
    let within = until.left();
    if within < SHORTEST {
        return None;
    }
    let (through, manner) = (planned.through.clone(), prober.facts().manner());
    let plain = url.raw().to_owned();
    let request = Request {
        url: plain,
        at,
        through,
        user: None,
        headers: Vec::new(),
        manner,
        appetite: Appetite::glance(MOST, 1),
    };
    let answer = prober.wire().fetch(&request, within).await;
    Some(Counter::Page { url, outcome: read(answer) })
}

/// Requests that were waited for in vain, to a server that answers neither them
/// nor the trivial page nor anything else, are broken and no longer open.
pub(in crate::probe) fn settle(mut fetches: Vec<Fetch>, counters: &[CounterProbe]) -> Vec<Fetch> {
    let silent: Vec<&Endpoint> = counters.iter().filter(|it| it.is_silence()).map(of).collect();
    let heard: Vec<Endpoint> = fetches.iter().filter(|it| is_answer(it)).filter_map(at).collect();
    let speaks = |it: &&CounterProbe| matches!(it.seen, Counter::Page { .. }) && !it.is_silence();
    let spoken: Vec<&Endpoint> = counters.iter().filter(speaks).map(of).collect();
    for fetch in fetches.iter_mut().filter(|fetch| is_late(fetch)) {
        let Some(endpoint) = at(fetch).filter(|it| silent.contains(&it)) else { continue };
        if !heard.contains(&endpoint) && !spoken.contains(&&endpoint) {
            let fault = Fault::Http(HttpFault::TimedOut { after_ms: fetch.took_ms });
            fetch.outcome = Outcome::Broken { fault };
        }
    }
    fetches
}

fn of(counter: &CounterProbe) -> &Endpoint {
    &counter.endpoint
}

fn at(fetch: &Fetch) -> Option<Endpoint> {
    endpoint_of(fetch.url.raw())
}

/// git has waits of its own.
fn is_late(fetch: &Fetch) -> bool {
    fetch.outcome == Outcome::Unknown { why: Unknown::Deadline } && fetch.artefact != Artefact::Tag
}

fn is_answer(fetch: &Fetch) -> bool {
    !matches!(fetch.outcome, Outcome::Unknown { .. } | Outcome::Broken { .. })
}

/// A list at a public proxy; elsewhere the place that GOPROXY names itself, or
/// the root: never a module's name.
fn page(endpoint: &Endpoint, asked: &Veiled, facts: &Facts) -> Veiled {
    let base = base(asked, facts).unwrap_or_else(|| endpoint.url());
    let below = if facts.is_public_proxy(&endpoint.host) { HARMLESS } else { "" };
    Veiled::new(format!("{}/{below}", base.trim_end_matches('/')))
}

/// The element of GOPROXY that a request was made to, its user aside.
fn base(asked: &Veiled, facts: &Facts) -> Option<String> {
    let plain =
        |url: &Veiled| Some(Url::parse(url.raw()).ok()?.without_user().spelled().raw().to_owned());
    let asked = plain(asked)?;
    let list = ProxyList::parse(facts.settings.raw("GOPROXY"), "").ok()?;
    let urls = list.0.iter().filter_map(|element| match &element.via {
        Via::Proxy { url } => plain(url),
        _ => None,
    });
    urls.filter(|base| asked.starts_with(base.as_str())).max_by_key(String::len)
}

fn read(answer: Result<Fetched, Fault>) -> Outcome {
    match answer {
        Ok(Fetched { reply, .. }) if reply.status == 200 => {
            Outcome::Served { versions: Vec::new() }
        }
        Ok(Fetched { reply, .. }) if reply.is_missing() => Outcome::Missing { reply },
        Ok(Fetched { reply, .. }) => Outcome::Refused { reply },
        Err(fault) => Outcome::Broken { fault },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::env::{Setting, Settings, Source};

    fn page_for(goproxy: &str, asked: &str) -> String {
        let (name, value) = ("GOPROXY".to_owned(), Veiled::new(goproxy));
        let settings = Settings(vec![Setting { name, value, source: Source::Environment }]);
        let facts = Facts { settings, ..Facts::default() };
        let asked = Veiled::new(asked);
        page(&endpoint_of(asked.raw()).unwrap(), &asked, &facts).raw().to_owned()
    }

    #[test]
    fn the_page_names_no_module_of_the_users() {
        let secret = "git.corp.example/secret/@v/v1.0.0.mod";
        let at = |goproxy: &str| page_for(goproxy, &format!("{goproxy}/{secret}"));
        assert_eq!(at("https://go.corp.example/api/go"), "https://go.corp.example/api/go/");
        assert_eq!(at("https://go.corp.example"), "https://go.corp.example/");
        assert_eq!(at("https://goproxy.cn"), "https://goproxy.cn/golang.org/x/text/@v/list");
        let user = page_for("https://a:b@go.corp.example/x", "https://go.corp.example/x/m");
        assert_eq!(user, "https://go.corp.example/x/");
        let origin = page_for("direct", "https://git.corp.example/secret?go-get=1");
        assert_eq!(origin, "https://git.corp.example:443/");
    }
}
