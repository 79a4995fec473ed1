use super::fetch::{Asking, ask};
use super::files::read_file;
use super::lookout::Lookout;
use crate::base::Veiled;
use crate::go::goproxy::sumdb_url;
use crate::go::module::{escape_path, escape_version};
use crate::model::{Artefact, Fetch, Need, NextOn, Outcome, Role, Route, Source, Via};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use tokio::sync::OnceCell;

/// Whether each element of GOPROXY relays the database: asked once.
#[derive(Default)]
pub(super) struct Relays {
    known: RefCell<HashMap<usize, Rc<OnceCell<Outcome>>>>,
}

/// Looks a module up where go would: at the first proxy that relays the
/// database, else at the database itself.
/// go's file: `cmd/go/internal/modfetch/sumdb.go`, `initBase`.
pub(super) async fn look_up(
    lookout: &Lookout<'_>,
    need: &Need,
    version: &str,
    route: &Route,
) -> Vec<Fetch> {
    let sums = &route.checksums;
    let Some(name) = sums.database.as_ref().filter(|_| sums.skipped_because.is_none()) else {
        return Vec::new();
    };
    let mut fetches = Vec::new();
    for hop in &sums.relays {
        let Via::Proxy { element, url } = &hop.via else { break };
        let below = format!("sumdb/{name}");
        let (outcome, first) = supported(lookout, *element, url, &below).await;
        fetches.extend(first);
        match (outcome, hop.next_on) {
            (Outcome::Served { .. }, _) => {
                let base = (url, below.as_str());
                let (source, role) =
                    (Source::Proxy { element: *element }, Role::Proxy { element: *element });
                fetches.extend(record(lookout, need, version, base, source, role).await);
                return fetches;
            }
            (Outcome::Missing { .. }, _) | (_, Some(NextOn::AnyError)) => {}
            _ => return fetches,
        }
    }
    if let Some(url) = &sums.url {
        let found = record(lookout, need, version, (url, ""), Source::Database, Role::Database);
        fetches.extend(found.await);
    }
    fetches
}

/// The answer of `/supported`, and the record of it for whoever asked first.
async fn supported(
    lookout: &Lookout<'_>,
    element: usize,
    url: &Veiled,
    below: &str,
) -> (Outcome, Option<Fetch>) {
    let cell = Rc::clone(lookout.relays.known.borrow_mut().entry(element).or_default());
    let mut first = None;
    let asked = async {
        let Ok(url) = sumdb_url(url, below, "/supported") else {
            return Outcome::Unknown { why: crate::model::Unknown::NotAsked };
        };
        let fetch = at(
            lookout,
            "",
            "",
            Artefact::Supported,
            url,
            Source::Proxy { element },
            Role::Proxy { element },
        );
        let fetch = fetch.await;
        let outcome = fetch.outcome.clone();
        first = Some(fetch);
        outcome
    };
    let outcome = cell.get_or_init(|| asked).await.clone();
    (outcome, first)
}

async fn record(
    lookout: &Lookout<'_>,
    need: &Need,
    version: &str,
    (base, below): (&Veiled, &str),
    source: Source,
    role: Role,
) -> Option<Fetch> {
    let module = escape_path(&need.module).ok()?;
    let escaped = escape_version(version).ok()?;
    let url = sumdb_url(base, below, &format!("/lookup/{module}@{escaped}")).ok()?;
    Some(at(lookout, &need.module, &need.version, Artefact::Lookup, url, source, role).await)
}

async fn at(
    lookout: &Lookout<'_>,
    module: &str,
    version: &str,
    artefact: Artefact,
    url: Veiled,
    source: Source,
    role: Role,
) -> Fetch {
    let asking = Asking { module, version, artefact, source, url, role };
    if asking.url.raw().starts_with("file:") {
        return read_file(lookout.machine, asking).fetch;
    }
    ask(lookout, asking).await.fetch
}
