#[cfg(test)]
mod tests;

use super::follow::{follow, planned};
use super::origin::is_declared;
use super::{Due, Prober};
use crate::base::{Deadline, Veiled};
use crate::go::goimport::{Import, import_for};
use crate::go::origin::{Home, allows_git};
use crate::go::vcs::Tool;
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
    let sum = match home(&module, prober, until).await {
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
    let raw = |name: &str| prober.facts().settings.raw(name);
    allows_git(raw("GOVCS"), raw("GOPRIVATE"), &home.root)
}

/// A module cannot say of the path above it where that lies; the page there has to
/// say the same. go's file: `cmd/go/internal/vcs/vcs.go`,
/// `repoRootForImportDynamic`.
async fn home(module: &str, prober: Prober<'_>, until: Deadline) -> Option<Home> {
    if let Some(home) = Home::by_path(module) {
        return Some(home);
    }
    let import = said(module, module, prober, until).await?;
    if import.prefix != module {
        let above = said(&import.prefix, module, prober, until).await?;
        if above != import {
            return None;
        }
    }
    Home::of_import(&import).filter(|home| home.tool == Tool::Git)
}

async fn said(path: &str, module: &str, prober: Prober<'_>, until: Deadline) -> Option<Import> {
    let url = Veiled::new(format!("https://{path}?go-get=1"));
    let planned = planned(&url, prober.facts())?;
    let page = follow(&url, planned, PAGE, prober, until).await?.ok()?;
    import_for(&page.body, module)
}
