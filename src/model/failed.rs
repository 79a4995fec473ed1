use crate::base::Excerpt;
use crate::go::auth::go_along;
use crate::go::url::Url;
use crate::model::{
    Cite, Counter, CounterProbe, Evidence, Fault, Fetch, HttpFault, Ladder, Outcome, Source,
};

/// What stops go over a connection that stands.
#[derive(Clone, Debug)]
pub struct HttpFailure<'a> {
    pub cite: Cite,
    /// The host that fails: the one that was asked, or one that it points to.
    pub host: String,
    pub fault: &'a HttpFault,
    /// What was asked for, without its query; none where a server was given up
    /// after several requests.
    pub url: Option<Excerpt>,
    pub modules: Vec<String>,
}

/// The failures that one rule speaks of.
#[derive(Clone, Debug, Default)]
pub struct HttpFailures<'a>(pub Vec<HttpFailure<'a>>);

impl<'a> HttpFailures<'a> {
    /// The first of them, as the evidence has them.
    pub fn first(&self) -> Option<&HttpFailure<'a>> {
        self.0.first()
    }

    /// Where each of them stands in the evidence.
    pub fn cites(&self) -> Vec<Cite> {
        self.0.iter().map(|it| it.cite.clone()).collect()
    }

    /// Every module that one of them stops, once.
    pub fn modules(&self) -> Vec<String> {
        let mut modules: Vec<String> = self.0.iter().flat_map(|it| it.modules.clone()).collect();
        modules.sort();
        modules.dedup();
        modules
    }
}

impl Evidence {
    /// What stops go with such a fault: requests, and servers that were given up
    /// for it. Those for the checksum database alone are not among them.
    pub fn failed_with(&self, is: impl Fn(&HttpFault) -> bool) -> HttpFailures<'_> {
        let fetches = self.fatal_fetches().into_iter().filter_map(|(cite, fetch, modules)| {
            let (host, fault) = fetch.http_fault()?;
            let of_modules = fetch.source != Source::Database;
            let url = Some(fetch.shown_url());
            (of_modules && is(fault)).then_some(HttpFailure { cite, host, fault, url, modules })
        });
        let ladders = self.fatal_ladders().into_iter().filter_map(|(cite, ladder, modules)| {
            let fault = ladder.http_fault().filter(|fault| is(fault))?;
            let host = ladder.endpoint.host.clone();
            let failure = HttpFailure { cite, host, fault, url: None, modules };
            (!ladder.is_database_only()).then_some(failure)
        });
        HttpFailures(fetches.chain(ladders).collect())
    }

    /// Requests that broke off like this and came through when they were repeated.
    pub fn stumbles(
        &self,
        is: impl Fn(&HttpFault) -> bool,
    ) -> impl Iterator<Item = (Cite, &CounterProbe)> {
        let numbered = self.counters.iter().enumerate();
        let is = move |(_, probe): &(usize, &CounterProbe)| probe.stumble().is_some_and(&is);
        numbered.filter(is).map(|(at, probe)| (Cite::Counter(at), probe))
    }
}

impl CounterProbe {
    /// What a page broke off with that came when it was asked for again.
    pub fn stumble(&self) -> Option<&HttpFault> {
        match &self.seen {
            Counter::Page { outcome: Outcome::Broken { fault: Fault::Http(fault) }, .. } => {
                Some(fault)
            }
            _ => None,
        }
    }
}

impl Ladder {
    /// What the requests over it end in, where it stands and they fail.
    pub fn http_fault(&self) -> Option<&HttpFault> {
        match self.fault() {
            Some(Fault::Http(fault)) => Some(fault),
            _ => None,
        }
    }
}

impl Fetch {
    /// The fault that a request ended in, and whose it is.
    pub fn http_fault(&self) -> Option<(String, &HttpFault)> {
        let Outcome::Broken { fault: Fault::Http(fault) } = &self.outcome else { return None };
        match fault {
            HttpFault::Beyond { host, fault: Some(inner) } => match inner.as_ref() {
                Fault::Http(inner) => Some((host.clone(), inner)),
                _ => None,
            },
            HttpFault::Beyond { fault: None, .. } => None,
            fault => Some((self.host(), fault)),
        }
    }

    /// The host whose answer this is, where it is not the one that was asked.
    pub fn answered_by(&self) -> Option<String> {
        let (Outcome::Missing { reply }
        | Outcome::Refused { reply }
        | Outcome::Unlike { reply, .. }) = &self.outcome
        else {
            return None;
        };
        let url = Url::parse(reply.redirected_to.as_ref()?.raw()).ok()?;
        let host = url.hostname().into_owned();
        (host != self.host()).then_some(host)
    }

    /// The host that refused after a redirect, and to which the credentials of
    /// the one that was asked do not go along.
    pub fn lost_credentials(&self) -> Option<String> {
        let status = self.refusal()?.status;
        let host = self.answered_by().filter(|_| self.sent_credentials)?;
        let lost = !go_along(&self.host(), &host);
        (matches!(status, 401 | 403) && lost).then_some(host)
    }
}
