use crate::base::{Excerpt, Veiled};
use crate::go::url::Url;
use crate::model::{Cite, Evidence, Fault, Fetch, HttpFault, Ladder, Outcome, Reply, Role, Source};

/// So many hosts are named in a sentence.
const NAMED: usize = 3;

/// A ladder that stops go, and the modules that it stops.
#[derive(Clone, Debug)]
pub struct BrokenLadder<'a> {
    pub cite: Cite,
    pub ladder: &'a Ladder,
    pub modules: Vec<String>,
}

/// The ladders that one rule speaks of.
#[derive(Clone, Debug, Default)]
pub struct BrokenLadders<'a>(pub Vec<BrokenLadder<'a>>);

/// A request whose answer stops go, and the modules that it stops.
#[derive(Clone, Debug)]
pub struct BrokenFetch<'a> {
    pub cite: Cite,
    pub fetch: &'a Fetch,
    pub modules: Vec<String>,
}

/// The requests that one rule speaks of.
#[derive(Clone, Debug, Default)]
pub struct BrokenFetches<'a>(pub Vec<BrokenFetch<'a>>);

impl<'a> BrokenLadders<'a> {
    /// The first of them, as the evidence has them.
    pub fn first(&self) -> Option<&BrokenLadder<'a>> {
        self.0.first()
    }

    /// Where each of them stands in the evidence.
    pub fn cites(&self) -> Vec<Cite> {
        self.0.iter().map(|it| it.cite.clone()).collect()
    }

    /// Every module that one of them stops, once.
    pub fn modules(&self) -> Vec<String> {
        once(self.0.iter().flat_map(|it| it.modules.clone()))
    }

    /// The endpoints, as `host:port`, for a sentence: the first three.
    pub fn endpoints(&self) -> String {
        named(self.0.iter().map(|it| it.ladder.endpoint.to_string()))
    }

    /// The hosts, for a sentence: the first three.
    pub fn hosts(&self) -> String {
        named(self.0.iter().map(|it| it.ladder.secured_host()))
    }
}

impl<'a> BrokenFetches<'a> {
    /// The first of them, as the evidence has them.
    pub fn first(&self) -> Option<&BrokenFetch<'a>> {
        self.0.first()
    }

    /// Where each of them stands in the evidence.
    pub fn cites(&self) -> Vec<Cite> {
        self.0.iter().map(|it| it.cite.clone()).collect()
    }

    /// Every module that one of them stops, once.
    pub fn modules(&self) -> Vec<String> {
        once(self.0.iter().flat_map(|it| it.modules.clone()))
    }
}

impl Evidence {
    /// The requests that stop go and that are so.
    pub fn stopped_at(&self, is: impl Fn(&Fetch) -> bool) -> BrokenFetches<'_> {
        let fatal = self.fatal_fetches().into_iter().filter(|(_, fetch, _)| is(fetch));
        BrokenFetches(
            fatal.map(|(cite, fetch, modules)| BrokenFetch { cite, fetch, modules }).collect(),
        )
    }

    /// The answers of module proxies that stop go, with a status that is so.
    pub fn refused_with(&self, is: impl Fn(u16) -> bool) -> BrokenFetches<'_> {
        self.stopped_at(|fetch| {
            matches!(fetch.source, Source::Proxy { .. })
                && !fetch.is_half_relayed()
                && fetch.refusal().is_some_and(|reply| is(reply.status))
        })
    }

    /// The hosts of the module proxies whose redirects lead to `host`.
    pub fn redirecting_to(&self, host: &str) -> Vec<String> {
        let leads = |fetch: &&Fetch| match &fetch.outcome {
            Outcome::Broken { fault: Fault::Http(HttpFault::Beyond { host: to, .. }) } => {
                to == host && matches!(fetch.source, Source::Proxy { .. })
            }
            _ => false,
        };
        let hosts = self.fetches.iter().filter(leads).map(Fetch::host);
        once(hosts)
    }
}

impl Ladder {
    /// Whether go needs it for the checksum database and for nothing else.
    pub fn is_database_only(&self) -> bool {
        !self.roles.is_empty() && self.roles.iter().all(|role| *role == Role::Database)
    }

    /// Whether go needs it for a role that is so, maybe among others.
    pub fn is_for(&self, is: impl Fn(&Role) -> bool) -> bool {
        self.roles.iter().any(is)
    }

    /// Whether a module proxy stands at its end.
    pub fn is_proxy(&self) -> bool {
        self.is_for(|role| matches!(role, Role::Proxy { .. }))
    }
}

impl Fetch {
    /// The answer, where it is neither 200 nor "not found".
    pub fn refusal(&self) -> Option<&Reply> {
        match &self.outcome {
            Outcome::Refused { reply } => Some(reply),
            _ => None,
        }
    }

    /// The URL without its query, for a sentence.
    pub fn shown_url(&self) -> Excerpt {
        let url = self.url.to_string();
        Excerpt::text(url.split('?').next().unwrap_or_default())
    }

    /// The host that was asked.
    pub fn host(&self) -> String {
        let url = Url::parse(self.url.raw()).unwrap_or_default();
        url.hostname().into_owned()
    }
}

/// Who is asked at a URL: the host, or the folder of `file://`.
pub fn place_of(url: &Veiled) -> String {
    let url = Url::parse(url.raw()).unwrap_or_default();
    if url.scheme() == "file" { url.path().into_owned() } else { url.hostname().into_owned() }
}

impl Reply {
    /// Status and the server's own words, as go shows them.
    pub fn words(&self) -> String {
        let Self { status, reason, excerpt, .. } = self;
        let reason = if reason.is_empty() { usual_reason(*status) } else { reason.as_str() };
        let line = format!("{status} {reason}").trim_end().to_owned();
        if excerpt.is_empty() { line } else { format!("{line}: {excerpt}") }
    }
}

/// The words that go prints for a status (net/http `StatusText`).
fn usual_reason(status: u16) -> &'static str {
    match status {
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        410 => "Gone",
        429 => "Too Many Requests",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    }
}

fn once(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut words: Vec<String> = words.collect();
    words.sort();
    words.dedup();
    words
}

fn named(words: impl Iterator<Item = String>) -> String {
    let mut seen: Vec<String> = Vec::new();
    for word in words {
        if !seen.contains(&word) && seen.len() <= NAMED {
            seen.push(word);
        }
    }
    let more = seen.len() > NAMED;
    seen.truncate(NAMED);
    let list = seen.join(", ");
    if more { format!("{list}, …") } else { list }
}
