use crate::base::Veiled;
use crate::go::goproxy::sumdb_url;
use crate::model::{Artefact, Fetch, Need, NextOn, Outcome, Role, Route, Source, Via};
use crate::probe::fetch::{Asked, Asking, ask};
use crate::probe::files::read_file;
use crate::probe::lookout::Lookout;

/// Where the database is asked: at a proxy that relays it, or itself.
#[derive(Clone, Debug)]
pub(super) struct Base {
    url: Veiled,
    /// What is joined to it before all paths: `sumdb/NAME` at a proxy.
    below: String,
    /// The element of GOPROXY, where it is one.
    element: Option<usize>,
}

/// The base that go would choose, once for all modules; none where it would not
/// get to choose one. What was asked for that is told to whoever came first.
/// go's file: `cmd/go/internal/modfetch/sumdb.go`, `initBase`.
pub(super) async fn base(
    lookout: &Lookout<'_>,
    route: &Route,
    fetches: &mut Vec<Fetch>,
) -> Option<Base> {
    let chosen = lookout.sums.base.get_or_init(|| choose(lookout, route, fetches)).await;
    chosen.clone()
}

async fn choose(lookout: &Lookout<'_>, route: &Route, fetches: &mut Vec<Fetch>) -> Option<Base> {
    let sums = &route.checksums;
    let below = format!("sumdb/{}", sums.database.as_ref()?);
    let mut has_failed = false;
    for hop in &sums.relays {
        let Via::Proxy { element, url } = &hop.via else {
            // `direct` makes up for what failed before it.
            has_failed &= hop.via != Via::Direct;
            break;
        };
        let relay = Base { url: url.clone(), below: below.clone(), element: Some(*element) };
        let fetch = relay.supported(lookout).await?;
        let outcome = fetch.outcome.clone();
        fetches.push(fetch);
        match (outcome, hop.next_on) {
            (Outcome::Served { .. }, _) => return Some(relay),
            (Outcome::Missing { .. }, _) => {}
            (_, Some(NextOn::AnyError)) => has_failed = true,
            _ => return None,
        }
    }
    let url = sums.url.clone().filter(|_| !has_failed)?;
    Some(Base { url, below: String::new(), element: None })
}

impl Base {
    pub(super) fn source(&self) -> Source {
        self.element.map_or(Source::Database, |element| Source::Proxy { element })
    }

    fn role(&self) -> Role {
        self.element.map_or(Role::Database, |element| Role::Proxy { element })
    }

    /// The URL of a path of the database.
    pub(super) fn url(&self, path: &str) -> Option<Veiled> {
        sumdb_url(&self.url, &self.below, path).ok()
    }

    /// Whether a proxy relays the database is a question about no module.
    async fn supported(&self, lookout: &Lookout<'_>) -> Option<Fetch> {
        let nobody = Need::default();
        let asked = self.ask(lookout, (&nobody, Artefact::Supported), "/supported").await?;
        Some(asked.fetch)
    }

    /// Asks for what stands at a path.
    pub(super) async fn ask(
        &self,
        lookout: &Lookout<'_>,
        (need, artefact): (&Need, Artefact),
        path: &str,
    ) -> Option<Asked> {
        let (module, version, url) = (&need.module, &need.version, self.url(path)?);
        let (source, role) = (self.source(), self.role());
        let asking = Asking { module, version, artefact, source, url, role };
        if asking.url.raw().starts_with("file:") {
            return Some(read_file(lookout.machine, asking));
        }
        Some(ask(lookout, asking).await)
    }
}
