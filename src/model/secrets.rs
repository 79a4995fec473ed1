use crate::base::{Secret, Veiled};
use crate::model::{
    Counter, CounterProbe, Evidence, Fault, Fetch, File, HelperEnd, HttpFault, Ladder, Observation,
    Outcome, Project, Reply,
};
use crate::model::{Route, Via};

impl Evidence {
    /// Every secret that the evidence knows of, for the final scrub.
    pub fn secrets(&self) -> Vec<Secret> {
        let mut found = self.facts.secrets();
        let routes = self.routes.iter().flat_map(of_route);
        let ladders = self.ladders.iter().flat_map(of_ladder);
        let fetches = self.fetches.iter().flat_map(of_fetch);
        let counters = self.counters.iter().flat_map(of_counter);
        let veiled = routes.chain(ladders).chain(fetches).chain(counters);
        found.extend(veiled.flat_map(Veiled::secrets));
        found.extend(in_lines(&self.facts.project));
        found.extend(self.dockerfile.iter().flat_map(|it| it.secrets.iter().cloned()));
        found
    }
}

/// Passwords in URLs that somebody wrote into go.mod or go.work.
fn in_lines(project: &Project) -> Vec<Secret> {
    let gomod = broken(&project.gomod);
    let lines = project.lines.iter().chain(gomod).chain(broken(&project.gowork));
    let words = lines.flat_map(|line| line.split([' ', '\t', '"', '`']));
    let urls = words.filter(|word| word.contains("://") && word.contains('@'));
    urls.flat_map(|url| Veiled::new(url).secrets()).collect()
}

fn broken<T>(file: &File<T>) -> impl Iterator<Item = &String> {
    let lines = match file {
        File::Broken { lines, .. } => lines.as_slice(),
        _ => &[],
    };
    lines.iter().map(|(_, text)| text)
}

fn of_route(route: &Route) -> Vec<&Veiled> {
    let hops = || route.hops.iter().chain(&route.checksums.relays);
    let urls = hops().filter_map(|hop| match &hop.via {
        Via::Proxy { url, .. } => Some(url),
        Via::Direct | Via::Off => None,
    });
    let proxies = hops().filter_map(|hop| hop.forward_proxy.as_ref());
    urls.chain(proxies).chain(&route.checksums.via).collect()
}

fn of_ladder(ladder: &Ladder) -> Vec<&Veiled> {
    let mut found: Vec<&Veiled> = ladder.through.iter().collect();
    for rung in &ladder.rungs {
        match &rung.seen {
            Observation::Tunnelled { proxy, reply } => {
                found.push(proxy);
                found.extend(reply.iter().filter_map(of_reply));
            }
            Observation::Answered { reply } => found.extend(of_reply(reply)),
            _ => {}
        }
    }
    found.extend(ladder.fault().and_then(of_fault));
    found
}

fn of_fetch(fetch: &Fetch) -> Vec<&Veiled> {
    std::iter::once(&fetch.url).chain(of_outcome(&fetch.outcome)).collect()
}

fn of_counter(probe: &CounterProbe) -> Vec<&Veiled> {
    match &probe.seen {
        Counter::Road { through, ladder, .. } => through.iter().chain(of_ladder(ladder)).collect(),
        Counter::Issuer { url, .. }
        | Counter::Forge { url, .. }
        | Counter::Refnames { repository: url, .. }
        | Counter::Retracted { url, .. } => vec![url],
        Counter::Hashes { sum, .. } => vec![&sum.repository],
        Counter::Page { url, outcome }
        | Counter::Element { base: url, outcome }
        | Counter::Record { base: url, outcome }
        | Counter::Refs { url, outcome, .. }
        | Counter::Owner { url, outcome }
        | Counter::Plainly { url, outcome, .. }
        | Counter::Meant { url, outcome, .. }
        | Counter::Origin { repository: url, outcome, .. } => {
            std::iter::once(url).chain(of_outcome(outcome)).collect()
        }
        Counter::Same { fetch } | Counter::Anew { fetch } => of_fetch(fetch),
        Counter::Git { repository, settings, outcome, .. } => {
            let own = std::iter::once(repository).chain(settings);
            own.chain(of_outcome(outcome)).collect()
        }
        Counter::Helper { url, end, .. } => url.iter().chain(of_helper(end)).collect(),
        Counter::Resolver { .. }
        | Counter::Hello { .. }
        | Counter::Clock { .. }
        | Counter::Ssh { .. } => Vec::new(),
    }
}

fn of_helper(end: &HelperEnd) -> &[Veiled] {
    match end {
        HelperEnd::Gave { urls, .. } => urls,
        _ => &[],
    }
}

fn of_outcome(outcome: &Outcome) -> Option<&Veiled> {
    match outcome {
        Outcome::Missing { reply } | Outcome::Refused { reply } | Outcome::Unlike { reply, .. } => {
            of_reply(reply)
        }
        Outcome::Broken { fault } => of_fault(fault),
        Outcome::Served { .. } | Outcome::Unknown { .. } => None,
    }
}

fn of_reply(reply: &Reply) -> Option<&Veiled> {
    reply.redirected_to.as_ref()
}

fn of_fault(fault: &Fault) -> Option<&Veiled> {
    match fault {
        Fault::Http(HttpFault::InsecureRedirect { to }) => Some(to),
        Fault::Http(HttpFault::Beyond { fault, .. }) => of_fault(fault.as_deref()?),
        _ => None,
    }
}
