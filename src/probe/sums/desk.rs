use super::base::Base;
use crate::base::Veiled;
use crate::go::gosumdb::Database;
use crate::go::sumdb::{Client, Reply, Source, Step, Want};
use crate::machine::{Machine, STORED};
use crate::model::{Artefact, Fetch, Need, Outcome, SumdbFiles};
use crate::probe::lookout::Lookout;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A lookup or tile of the cache is a few thousand bytes; more is no such file.
const CACHED: usize = 1 << 20;

/// The checksum database of this run: one client, and where it asks.
#[derive(Default)]
pub(in crate::probe) struct Sums {
    desk: OnceCell<Option<Desk>>,
    pub(super) base: tokio::sync::OnceCell<Option<Base>>,
}

impl Sums {
    pub(super) fn desk(&self, lookout: &Lookout<'_>) -> Option<&Desk> {
        let open = || Desk::open(lookout, Sight::Whole);
        self.desk.get_or_init(open).as_ref()
    }

    /// Where it is asked, once that is known.
    pub(super) fn base(&self) -> Option<&Base> {
        self.base.get()?.as_ref()
    }
}

/// A client with what was read for it. Every tile is asked for once.
pub(super) struct Desk {
    client: RefCell<Client>,
    sight: Sight,
    /// What became of each tile: the request, where it came to nothing.
    tiles: RefCell<BTreeMap<String, Rc<tokio::sync::OnceCell<Option<Fetch>>>>>,
    /// The requests among them that were told to somebody.
    told: RefCell<BTreeSet<String>>,
}

/// What a client sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sight {
    Whole,
    /// Nothing that lies on this machine.
    Served,
}

impl Desk {
    /// A client that sees the server alone.
    pub(super) fn anew(lookout: &Lookout<'_>) -> Option<Self> {
        Self::open(lookout, Sight::Served)
    }

    fn open(lookout: &Lookout<'_>, sight: Sight) -> Option<Self> {
        let facts = lookout.climber.facts;
        let database = Database::parse(facts.settings.raw("GOSUMDB")).ok()?;
        let stored = match (sight, &facts.sumdb) {
            (Sight::Whole, Some(files)) => stored(lookout.machine, files),
            _ => Vec::new(),
        };
        let client = RefCell::new(Client::new(database.verifier().ok()?, stored));
        Some(Self { client, sight, tiles: RefCell::default(), told: RefCell::default() })
    }

    pub(super) fn look_up(&self, module: &str, version: &str) -> Step {
        self.client.borrow_mut().look_up(module, version)
    }

    pub(super) fn supply(&self, want: Want, reply: Reply) {
        self.client.borrow_mut().supply(want, reply);
    }

    /// Reads what is wanted of the cache; gives what is wanted of the server.
    pub(super) fn read_here(&self, lookout: &Lookout<'_>, wants: Vec<Want>) -> Vec<Want> {
        let (here, there) = wants.into_iter().partition(|want| matches!(want, Want::Cached { .. }));
        let here: Vec<Want> = here;
        for want in here {
            let reply = self.cached(lookout, want.path());
            self.supply(want, reply);
        }
        there
    }

    fn cached(&self, lookout: &Lookout<'_>, path: &str) -> Reply {
        let files = lookout.climber.facts.sumdb.as_ref().filter(|_| self.sight == Sight::Whole);
        let read = files.and_then(|it| lookout.machine.read(&it.cached(path), CACHED).ok());
        read.map_or(Reply::Nothing { words: Veiled::new("") }, Reply::Body)
    }

    /// Asks for a tile, whoever wants it. Its path, where it is not known whether the
    /// server has it.
    pub(super) async fn tile(
        &self,
        lookout: &Lookout<'_>,
        base: &Base,
        path: &str,
    ) -> Option<String> {
        let cell = Rc::clone(self.tiles.borrow_mut().entry(path.to_owned()).or_default());
        let missed = cell.get_or_init(|| self.asked(lookout, base, path)).await;
        let is_open = |it: &Fetch| matches!(it.outcome, Outcome::Unknown { .. });
        missed.as_ref().is_some_and(is_open).then(|| path.to_owned())
    }

    async fn asked(&self, lookout: &Lookout<'_>, base: &Base, path: &str) -> Option<Fetch> {
        let asked = base.ask(lookout, (&Need::default(), Artefact::Tile), path).await?;
        let want = Want::Served { path: path.to_owned() };
        match asked.fetch.outcome {
            Outcome::Served { .. } => self.supply(want, Reply::Body(asked.body)),
            Outcome::Unknown { .. } => return Some(asked.fetch),
            _ => self.supply(want, Reply::Nothing { words: words(&asked.fetch) }),
        }
        let is_served = matches!(asked.fetch.outcome, Outcome::Served { .. });
        (!is_served).then_some(asked.fetch)
    }

    /// The request for a tile that came to nothing, the first time that one asks.
    pub(super) fn missed(&self, path: &str) -> Option<Fetch> {
        let missed = self.tiles.borrow().get(path)?.get()?.clone()?;
        self.told.borrow_mut().insert(path.to_owned()).then_some(missed)
    }
}

/// Where the bytes of a source lie on this machine.
pub(super) fn place(files: &SumdbFiles, source: Option<&Source>) -> Option<String> {
    source.map_or_else(|| Some(files.cache.clone()), |source| files.place(source))
}

/// The stored tree; empty where there is none.
fn stored(machine: &dyn Machine, files: &SumdbFiles) -> Vec<u8> {
    let read = files.latest.as_ref().and_then(|path| machine.read(path, STORED).ok());
    read.unwrap_or_default()
}

/// go's words for an answer that is none.
fn words(fetch: &Fetch) -> Veiled {
    let url = fetch.url.raw();
    Veiled::new(match &fetch.outcome {
        Outcome::Missing { reply } | Outcome::Refused { reply } => {
            let words = reply.words();
            let status = words.split(": ").next().unwrap_or_default();
            format!("reading {url}: {status}")
        }
        _ => format!("reading {url}"),
    })
}
