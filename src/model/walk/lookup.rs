use super::{End, Map, Past, Step, judge, key_of};
use crate::base::Veiled;
use crate::go::gosumdb::place_fault;
use crate::go::route::{NextOn, Route, Via};
use crate::go::sumdb::SumdbFault;
use crate::go::url::Url;
use crate::model::{Artefact, Cite, Fetch, Need, Outcome, Role, Source, Unknown};

impl Map<'_> {
    /// What lies here of the database is read first; then a proxy that relays it is
    /// asked, and after it the database itself.
    /// go's file: `cmd/go/internal/modfetch/sumdb.go`, `initBase`.
    pub(super) fn looked_up(&self, route: &Route, need: &Need) -> End {
        if route.checksums.skipped_because.is_some() {
            return End::Works;
        }
        let unasked = |url: &Veiled| place_fault(url).is_some();
        if route.checksums.database.is_none() || route.checksums.url.as_ref().is_some_and(unasked) {
            return End::Stopped { by: Cite::Setting("GOSUMDB".into()), past: Vec::new() };
        }
        if let Some(kept) = self.looked_up_before(need) {
            return kept;
        }
        let mut past = Past::default();
        for hop in &route.checksums.relays {
            let Via::Proxy { element, .. } = hop.via else {
                // `direct` outranks what failed before it; `off` does not.
                if hop.via == Via::Direct {
                    past = Past::default();
                }
                break;
            };
            let (source, role) = (Source::Proxy { element }, Role::Proxy { element });
            match self.asked(need, Artefact::Supported, source, &role) {
                Step::Found => return self.record(need, source, &role),
                Step::Open(why) => return End::Open(why),
                Step::Fatal(by) => return End::Stopped { by, past: past.met },
                Step::NotFound(_) => {}
                Step::Error(cite) | Step::Wrong(cite) => {
                    past.failed(cite, false);
                    if hop.next_on != Some(NextOn::AnyError) {
                        break;
                    }
                }
            }
        }
        match past.reported {
            Some(_) => past.end(),
            None => self.record(need, Source::Database, &Role::Database),
        }
    }

    /// Nobody is asked for what is proved, or refused, by what lies here.
    fn looked_up_before(&self, need: &Need) -> Option<End> {
        let at = *self.fetches.get(&key_of(need, Artefact::Lookup, Source::Cache))?;
        Some(end(judge(at, &self.evidence.fetches[at], None)))
    }

    fn record(&self, need: &Need, source: Source, role: &Role) -> End {
        end(self.asked(need, Artefact::Lookup, source, role))
    }

    /// A record is not proved without a tile: how the request for that ended decides.
    pub(super) fn without_tile(&self, lookup: &Fetch) -> Option<Step> {
        let Some(SumdbFault::NotServed { path, .. }) = lookup.sumdb_fault() else { return None };
        let is = |(_, fetch): &(usize, &Fetch)| {
            fetch.artefact == Artefact::Tile
                && fetch.source == lookup.source
                && Url::parse(fetch.url.raw()).unwrap_or_default().path().ends_with(path)
        };
        let Some((at, tile)) = self.evidence.fetches.iter().enumerate().find(is) else {
            return Some(Step::Open(self.why_open()));
        };
        Some(match (&tile.outcome, tile.source) {
            (Outcome::Unknown { why: Unknown::RoadBroken }, Source::Proxy { element }) => {
                judge(at, tile, self.evidence.ladder_of(&Role::Proxy { element }))
            }
            (Outcome::Unknown { why: Unknown::RoadBroken }, _) => {
                judge(at, tile, self.evidence.ladder_of(&Role::Database))
            }
            _ => judge(at, tile, None),
        })
    }
}

/// No other place is asked for a record.
fn end(step: Step) -> End {
    let mut past = Past::default();
    match step {
        Step::Found => return End::Works,
        Step::Open(why) => return End::Open(why),
        Step::Fatal(by) => return End::Stopped { by, past: Vec::new() },
        Step::NotFound(cite) => past.missing(cite),
        Step::Error(cite) | Step::Wrong(cite) => past.failed(cite, false),
    }
    past.end()
}
