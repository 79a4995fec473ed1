use super::fault::{Purpose, SumdbFault};
use super::fork::Signed;
use super::held::{Held, Known, Reply, Want};
use super::proved::Proved;
use super::reading::Stop;
use super::record::Record;
use super::timeline::Timeline;
use crate::base::Excerpt;
use crate::go::gosumdb::Verifier;
use crate::go::module::{EscapeError, escape_path, escape_version};
use std::collections::BTreeMap;

/// One run's questions to a checksum database, without the reading: it says what to
/// read, is told what was there, and judges as go does. What go would write, it
/// only remembers. go's file: `golang.org/x/mod/sumdb/client.go`, `Client`.
#[derive(Debug)]
pub struct Client {
    verifier: Verifier,
    held: Held,
    timeline: Timeline,
    /// What became of the stored tree, once it is settled.
    begun: Option<Result<(), SumdbFault>>,
    /// What became of each lookup, by its path: go asks for none twice.
    settled: BTreeMap<String, Result<Proved, SumdbFault>>,
}

/// How far a question has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Read all of these, in any order, supply what was there, and ask again.
    Needs { wants: Vec<Want> },
    /// go believes this record.
    Proved { record: Proved },
    /// go stops with this.
    Refused { fault: SumdbFault },
}

impl Client {
    /// `stored` is what `GOPATH/pkg/sumdb/NAME/latest` holds, empty where there is
    /// no such file.
    pub fn new(verifier: Verifier, stored: Vec<u8>) -> Self {
        let timeline = Timeline::new(stored);
        Self { verifier, held: Held::default(), timeline, begun: None, settled: BTreeMap::new() }
    }

    /// Asks for the record of a module version. `/go.mod` behind the version changes
    /// nothing: the record has the lines of both files.
    pub fn look_up(&mut self, path: &str, version: &str) -> Step {
        match self.record(path, version) {
            Ok(record) => Step::Proved { record },
            Err(Stop::Needs(wants)) => Step::Needs { wants },
            Err(Stop::Fault(fault)) => Step::Refused { fault },
        }
    }

    /// Tells what was there. A cache file that cannot be read, or is empty, counts as
    /// missing; of an answer, any status but 200 does.
    pub fn supply(&mut self, want: Want, reply: Reply) {
        self.held.keep(want, reply);
    }

    /// The largest tree that is proved to continue the stored one.
    pub fn latest(&self) -> &Signed {
        &self.timeline.latest
    }

    fn record(&mut self, path: &str, version: &str) -> Result<Proved, Stop> {
        self.begin()?;
        let lookup =
            lookup_path(path, version).map_err(|error| SumdbFault::Unescapable { error })?;
        if let Some(settled) = self.settled.get(&lookup) {
            return Ok(settled.clone()?);
        }
        let mut timeline = self.timeline.clone();
        let answer = settle(self.prove(&lookup, &mut timeline))?;
        self.timeline = timeline;
        self.held.forget(&lookup);
        self.settled.insert(lookup, answer.clone());
        Ok(answer?)
    }

    /// Checks the stored tree, once.
    /// go's file: `golang.org/x/mod/sumdb/client.go`, `initWork`.
    fn begin(&mut self) -> Result<(), Stop> {
        if let Some(begun) = &self.begun {
            return Ok(begun.clone()?);
        }
        let mut timeline = self.timeline.clone();
        let (message, source) = timeline.stored.clone();
        let merged = timeline.merge((&message, &source), &self.verifier, &self.held);
        let begun = settle(merged)?;
        self.timeline = timeline;
        self.begun = Some(begun.clone());
        Ok(begun?)
    }

    /// go's file: `golang.org/x/mod/sumdb/client.go`, `Lookup`.
    fn prove(&self, lookup: &str, timeline: &mut Timeline) -> Result<Proved, Stop> {
        let found = match self.held.lookup(lookup) {
            Known::Here(found) => found,
            Known::Wanted(want) => return Err(Stop::Needs(vec![want])),
            Known::Nowhere { path, words } => {
                let (purpose, words) = (Box::new(Purpose::Lookup), words.clone());
                return Err(SumdbFault::NotServed { purpose, path, words }.into());
            }
        };
        let source = found.source;
        let start = || Excerpt::of(found.data, Excerpt::USUAL);
        let record = Record::parse(found.data).ok_or_else(|| SumdbFault::MalformedRecord {
            source: source.clone(),
            start: start(),
        })?;
        timeline.merge((record.note, &source), &self.verifier, &self.held)?;
        timeline.check_record(&record, &source, &self.held)?;
        let size = timeline.latest.tree.size;
        Ok(Proved { id: record.id, size, source, text: record.text.to_owned() })
    }
}

/// Only what needs nothing more is kept.
fn settle<T>(answer: Result<T, Stop>) -> Result<Result<T, SumdbFault>, Stop> {
    match answer {
        Ok(answer) => Ok(Ok(answer)),
        Err(Stop::Fault(fault)) => Ok(Err(fault)),
        Err(needs @ Stop::Needs(_)) => Err(needs),
    }
}

/// Where a record stands, in the cache as at the server.
fn lookup_path(path: &str, version: &str) -> Result<String, EscapeError> {
    let version = version.strip_suffix("/go.mod").unwrap_or(version);
    Ok(format!("/lookup/{}@{}", escape_path(path)?, escape_version(version)?))
}
