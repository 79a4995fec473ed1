//! The checksum database as go's client asks it, in memory: this machine's own files
//! of it first, then the proxy that relays it, or the database itself.

mod base;
mod desk;

pub(super) use desk::Sums;

use super::lookout::Lookout;
use crate::base::Veiled;
use crate::go::sumdb::{self, Proved, Step, SumdbFault, Want};
use crate::model::{
    Artefact, Content, Fault, Fetch, HttpFault, Latest, Need, Outcome, Route, Source,
};
use base::{Base, base};
use desk::{Desk, place};
use futures_util::future::join_all;

/// Looks a module up where go would: whatever was asked for the first time, and
/// last the lookup itself, proved or not. Any module and version will do.
/// go's file: `cmd/go/internal/modfetch/sumdb.go`.
pub(super) async fn look_up(
    lookout: &Lookout<'_>,
    need: &Need,
    version: &str,
    route: &Route,
) -> Vec<Fetch> {
    let sums = &route.checksums;
    // Which version a query means is known by now.
    let is_known = version != need.version && lookout.is_summed(&need.module, version);
    if sums.database.is_none() || sums.skipped_because.is_some() || is_known {
        return Vec::new();
    }
    match lookout.sums.desk(lookout) {
        Some(desk) => look_up_at(desk, lookout, need, version, route).await,
        None => Vec::new(),
    }
}

/// The same for a client of its own, to which nothing that lies here exists.
pub(super) async fn look_up_anew(
    lookout: &Lookout<'_>,
    need: &Need,
    route: &Route,
) -> Option<Fetch> {
    let desk = Desk::anew(lookout)?;
    look_up_at(&desk, lookout, need, &need.version, route).await.pop()
}

async fn look_up_at(
    desk: &Desk,
    lookout: &Lookout<'_>,
    need: &Need,
    version: &str,
    route: &Route,
) -> Vec<Fetch> {
    let mut visit = Visit { lookout, desk, need, version, route, own: None, fetches: Vec::new() };
    let last = visit.run().await;
    visit.fetches.extend(last);
    visit.fetches
}

/// One module's way through the client.
struct Visit<'v, 'l> {
    lookout: &'v Lookout<'l>,
    desk: &'v Desk,
    need: &'v Need,
    version: &'v str,
    route: &'v Route,
    /// The request for the record, where one was made and served.
    own: Option<Fetch>,
    fetches: Vec<Fetch>,
}

impl Visit<'_, '_> {
    /// The lookup as it ended; none where nothing is known of it.
    async fn run(&mut self) -> Option<Fetch> {
        if let Some(unreadable) = self.unreadable() {
            return Some(unreadable);
        }
        loop {
            let wants = match self.desk.look_up(&self.need.module, self.version) {
                Step::Proved { record } => return self.proved(&record),
                Step::Refused { fault } => return self.refused(fault),
                Step::Needs { wants } => wants,
            };
            let served = self.desk.read_here(self.lookout, wants);
            if served.is_empty() {
                continue;
            }
            if self.lookout.offline.get() {
                return None;
            }
            let base = base(self.lookout, self.route, &mut self.fetches).await?;
            if let Some(end) = self.read_there(&base, served).await {
                return Some(end);
            }
        }
    }

    /// Asks for all of these; what ends the visit, if something does.
    async fn read_there(&mut self, base: &Base, wants: Vec<Want>) -> Option<Fetch> {
        if let [Want::Served { path }] = wants.as_slice()
            && path.starts_with("/lookup/")
        {
            let asked = base.ask(self.lookout, (self.need, Artefact::Lookup), path).await?;
            if !matches!(asked.fetch.outcome, Outcome::Served { .. }) {
                return Some(asked.fetch);
            }
            let want = Want::Served { path: path.clone() };
            self.desk.supply(want, sumdb::Reply::Body(asked.body));
            self.own = Some(asked.fetch);
            return None;
        }
        let reading = wants.iter().map(|want| self.desk.tile(self.lookout, base, want.path()));
        let unknown = join_all(reading).await.into_iter().flatten().next()?;
        // Nobody has said yet that it is not there.
        self.refused(SumdbFault::NotServed {
            purpose: Box::new(sumdb::Purpose::Lookup),
            path: unknown,
            words: Veiled::new(""),
        })
    }

    fn proved(&mut self, record: &Proved) -> Option<Fetch> {
        let recorded =
            |version: &str| record.recorded(&self.need.module, version).map(str::to_owned);
        let gomod = recorded(&format!("{}/go.mod", self.version));
        let content = Some(Content::Record { zip: recorded(self.version), gomod });
        let outcome = Outcome::Served { versions: Vec::new() };
        let lookup = self.lookup(std::slice::from_ref(&record.source))?;
        Some(Fetch { outcome, content, ..lookup })
    }

    /// What go would report, and with it the tile that is missing.
    fn refused(&mut self, fault: SumdbFault) -> Option<Fetch> {
        let mut sources: Vec<sumdb::Source> = fault.suspects().into_iter().cloned().collect();
        if let SumdbFault::NotServed { path, .. } = &fault {
            self.fetches.extend(self.desk.missed(path));
            sources.push(sumdb::Source::Served { path: path.clone() });
        }
        let outcome = Outcome::Broken { fault: Fault::Sumdb(fault) };
        Some(Fetch { outcome, content: None, ..self.lookup(&sources)? })
    }

    /// The lookup, by where the bytes are that decide: with the server where one of
    /// them is from there.
    fn lookup(&mut self, sources: &[sumdb::Source]) -> Option<Fetch> {
        let served = sources.iter().find_map(|source| match source {
            sumdb::Source::Served { path } => Some(path),
            _ => None,
        });
        match (served, self.own.take()) {
            (Some(_), Some(own)) => Some(own),
            (Some(path), None) => {
                let base = self.lookout.sums.base()?;
                Some(self.fetch(base.source(), base.url(path)?))
            }
            (None, _) => {
                let files = self.lookout.climber.facts.sumdb.as_ref()?;
                let path = place(files, sources.first())?;
                Some(self.fetch(Source::Cache, file_url(&path)))
            }
        }
    }

    /// go reads its stored tree before anything else.
    fn unreadable(&self) -> Option<Fetch> {
        let files = self.lookout.climber.facts.sumdb.as_ref()?;
        let (Latest::Unreadable { .. }, Some(path)) = (&files.stored, &files.latest) else {
            return None;
        };
        let excerpt = crate::base::Excerpt::text(path);
        let outcome = Outcome::Broken { fault: Fault::Http(HttpFault::Unreadable { excerpt }) };
        Some(Fetch { outcome, ..self.fetch(Source::Cache, file_url(path)) })
    }

    fn fetch(&self, source: Source, url: Veiled) -> Fetch {
        Fetch {
            module: self.need.module.clone(),
            version: self.need.version.clone(),
            artefact: Artefact::Lookup,
            source,
            url,
            sent_credentials: false,
            outcome: Outcome::Served { versions: Vec::new() },
            content: None,
            nameplate: None,
            took_ms: 0,
        }
    }
}

/// The `file://` URL of a path, by slashes on every system.
fn file_url(path: &str) -> Veiled {
    let root = if path.starts_with('/') { "" } else { "/" };
    Veiled::new(format!("file://{root}{path}"))
}
