#[cfg(test)]
mod tests;

use super::follow::{follow, planned};
use super::origin::is_declared;
use super::{Due, Prober};
use crate::base::{Deadline, Veiled};
use crate::go::vcs::{ByPath, Discovery, Home, Origin, Page, Policy, Tool, by_path, page_url};
use crate::model::{Counter, Endpoint, Need, OriginFault, OriginSum, Via, is_public_host};
use crate::probe::repository::{Sought, origin_sum};

/// Enough of a page to find where the code lies, in bytes.
const PAGE: usize = 256 << 10;

/// The hashes of a version from its repository, if that may be asked: where go
/// itself would go, or a public host for what nothing declares private.
pub(in crate::probe) fn due_for(
    endpoint: &Endpoint,
    module: &str,
    version: &str,
    prober: Prober<'_>,
) -> Option<Due> {
    may_ask(module, version, prober).then(|| Due::Hashes {
        endpoint: endpoint.clone(),
        module: module.to_owned(),
        version: version.to_owned(),
    })
}

fn may_ask(module: &str, version: &str, prober: Prober<'_>) -> bool {
    let facts = prober.facts();
    let (named, wanted) = (module.to_owned(), version.to_owned());
    let need = Need { module: named, version: wanted, ..Need::default() };
    let routes = facts.routes(&[need]);
    let leads_there = |via: &Via| *via == Via::Direct;
    if routes.iter().flat_map(|route| &route.hops).any(|hop| leads_there(&hop.via)) {
        return true;
    }
    let host = module.split('/').next().unwrap_or_default();
    prober.outsiders && is_public_host(host) && !is_declared(module, facts)
}

/// Finds the repository as go does, and looks what it has.
pub(super) async fn make(
    module: String,
    version: String,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let home = home(&module, prober, until).await.filter(|home| home.tool == Tool::Git);
    let sum = match home {
        Some(home) if allows(&home, prober) => {
            let facts = prober.facts();
            let sought = Sought { module: &module, version: &version, home: &home, facts };
            origin_sum(prober.machine, &sought, until).await
        }
        Some(home) => OriginSum::of(home.repository, version.clone()).with(OriginFault::Forbidden),
        None if until.is_over() => return None,
        None => {
            let page = Veiled::new(format!("https://{module}"));
            OriginSum::of(page, version.clone()).with(OriginFault::NoRepository)
        }
    };
    Some(Counter::Hashes { module, version, sum: Box::new(sum) })
}

fn allows(home: &Home, prober: Prober<'_>) -> bool {
    prober.facts().vcs_policy().check(home.tool, &home.root).is_ok()
}

/// go's file: `cmd/go/internal/vcs/vcs.go`, `RepoRootForImportPath`.
async fn home(module: &str, prober: Prober<'_>, until: Deadline) -> Option<Home> {
    let facts = prober.facts();
    match by_path(module, facts.go.minor()) {
        ByPath::Known(home) => return Some(home),
        ByPath::Sought(sought) => return Some(sought.under("https")),
        ByPath::Refused(_) => return None,
        ByPath::Unknown => {}
    }
    let discovery = facts.discovery(module);
    let own = page(module, prober, until).await?;
    let tag = discovery.tag(&own.page()).ok()?;
    if tag.prefix != module {
        let above = page(&tag.prefix, prober, until).await?;
        discovery.confirm(&tag, &own.url, &above.page()).ok()?;
    }
    // What GOVCS says of it is asked later.
    let anything = Policy { govcs: "*:all", goprivate: "" };
    match (Discovery { policy: anything, ..discovery }).lead(&tag, &own.url).ok()? {
        Origin::Repository(home) => Some(home),
        Origin::Proxy(_) => None,
    }
}

/// A page, as it came.
struct Came {
    url: String,
    body: Vec<u8>,
    is_ok: bool,
}

impl Came {
    fn page(&self) -> Page<'_> {
        Page { url: &self.url, body: &self.body, is_ok: self.is_ok }
    }
}

async fn page(path: &str, prober: Prober<'_>, until: Deadline) -> Option<Came> {
    let url = page_url("https", path);
    let veiled = Veiled::new(url.clone());
    let planned = planned(&veiled, prober.facts())?;
    let came = follow(&veiled, planned, PAGE, prober, until).await?.ok()?;
    Some(Came { url, body: came.body, is_ok: came.reply.status == 200 })
}
