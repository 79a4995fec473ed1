use super::plain::get;
use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::go::vcs::{ByPath, Page, Silence, Tool, by_path, page_url};
use crate::model::{Counter, Facts, Fault, Outcome, Role, Scheme};
use crate::wire::Fetched;

/// Enough of a page to find where the code lies, in bytes.
const PAGE: usize = 64 << 10;

/// Where https leads to no origin: whether the same is to be had without TLS, which
/// go does not ask.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let endpoint = &trouble.planned.endpoint;
    let is_origin =
        endpoint.scheme == Scheme::Https && trouble.planned.roles.contains(&Role::Origin);
    if trouble.request.is_some() || !is_origin {
        return Vec::new();
    }
    let facts = prober.facts();
    let below = |module: &&str| module.split('/').next() == Some(endpoint.host.as_str());
    let modules = facts.needs.iter().map(|need| need.module.as_str());
    let first = modules.filter(below).find(|module| !facts.is_insecure(module));
    let due = first.and_then(|module| {
        let url = place(module, facts)?;
        Some(Due::Plainly { endpoint: endpoint.clone(), module: module.to_owned(), url })
    });
    due.into_iter().collect()
}

/// The page of a module, or the first page of its repository.
fn place(module: &str, facts: &Facts) -> Option<Veiled> {
    match by_path(module, facts.go.minor()) {
        ByPath::Unknown => Some(Veiled::new(page_url("http", module))),
        ByPath::Sought(it) if it.tool == Tool::Git => {
            Some(Veiled::new(format!("http://{}/info/refs?service=git-upload-pack", it.place)))
        }
        _ => None,
    }
}

pub(super) async fn make(
    module: String,
    url: Veiled,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let fetched = get(url.raw(), PAGE, prober, until).await?;
    let outcome = read(&module, &url, fetched, prober.facts());
    Some(Counter::Plainly { module, url, outcome })
}

fn read(module: &str, url: &Veiled, fetched: Fetched, facts: &Facts) -> Outcome {
    let Fetched { reply, body, .. } = fetched;
    let served = || Outcome::Served { versions: Vec::new() };
    if !url.raw().ends_with("?go-get=1") {
        let speaks = reply.status == 401 || body.starts_with(b"001e# service=git-upload-pack");
        return if speaks { served() } else { Outcome::Refused { reply } };
    }
    let page = Page { url: url.raw(), body: &body, is_ok: reply.status == 200 };
    match facts.discovery(module).tag(&page) {
        Ok(_) => served(),
        Err(Silence::Import(fault)) => Outcome::Broken { fault: Fault::Import(fault) },
        Err(Silence::Status) if reply.is_missing() => Outcome::Missing { reply },
        Err(Silence::Status) => Outcome::Refused { reply },
    }
}
