use super::fetch::Asking;
use super::lookout::Lookout;
use super::protocol::{self, is_packed};
use crate::base::{Bytes, Deadline, Excerpt};
use crate::go::module::unescape_version;
use crate::go::modzip::{self, Limits, Refused, ZipFault};
use crate::model::{Content, NotWhole, Outcome, Reply};
use crate::wire::{Appetite, Claim, Extent, Fetched, Room};
use std::cell::Cell;
use std::io;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// One zip is read whole up to this, in bytes,
const ONE: usize = 64 << 20;
/// and all of them together, by the room that they are read into.
const ALL: usize = 192 << 20;
/// What is in memory at one time.
const AT_ONCE: usize = 96 << 20;
/// A zip is known by its first bytes,
const MARK: usize = 4;
/// and of what does not fit so much is read to see whether it comes through.
const GLANCE: usize = 256 << 10;
/// Zips are waited for so long, all together: a slow line makes nobody late.
const READING: Duration = Duration::from_secs(2);
/// One is hashed in at most this.
const HASHING: Duration = Duration::from_secs(2);
/// As many at once as there are cores to spare.
const SIDE_BY_SIDE: usize = 2;
/// More than go unpacks is hashed only so far as to tell what it says first.
const LIMITS: Limits = Limits { names: 64 << 20, content: 2 * modzip::MAX_ZIP_FILE };

/// Zips that are read whole where there is room and time, and hashed beside
/// everything else.
pub(super) struct Zips {
    room: Room,
    begun: Cell<Option<Instant>>,
    hashing: Semaphore,
}

impl Default for Zips {
    fn default() -> Self {
        Self {
            room: Room::new(AT_ONCE, ALL),
            begun: Cell::new(None),
            hashing: Semaphore::new(SIDE_BY_SIDE),
        }
    }
}

impl Zips {
    pub(super) fn into(room: Room) -> Self {
        Self { room, ..Self::default() }
    }

    /// How much of the next one to read.
    pub(super) fn appetite(&self) -> Appetite {
        let glance = Appetite::glance(GLANCE, MARK);
        match READING.saturating_sub(self.spent()) {
            Duration::ZERO => glance,
            left => glance.whole(ONE, left, self.room.clone()),
        }
    }

    /// The time since the first of them was asked for.
    fn spent(&self) -> Duration {
        let begun = self.begun.get().unwrap_or_else(Instant::now);
        self.begun.set(Some(begun));
        begun.elapsed()
    }

    /// What go makes of a zip. Nobody else waits meanwhile, and this does not
    /// wait without end.
    async fn weighed(&self, zip: Zip, asking: &Asking<'_>, whole: Deadline) -> Content {
        let left = (READING + HASHING).saturating_sub(self.spent());
        let until = whole.sooner(HASHING.min(left));
        let (module, version) = (asking.module.to_owned(), version_of(asking));
        let listed = Arc::new(OnceLock::new());
        let known = Arc::clone(&listed);
        let weighing = async {
            let _turn = self.hashing.acquire().await.ok()?;
            let weighing = move || weigh(&zip, &module, &version, &known, until);
            spawn_blocking(weighing).await.ok()
        };
        let weighed = tokio::time::timeout(until.left(), weighing).await.ok().flatten();
        weighed.unwrap_or_else(|| late(&listed))
    }
}

/// What a query such as `latest` meant stands in the URL alone.
fn version_of(asking: &Asking<'_>) -> String {
    let url = asking.url.raw();
    let file = url.split('?').next().and_then(|url| url.rsplit('/').next());
    let named = file.and_then(|file| unescape_version(file.strip_suffix(".zip")?).ok());
    named.unwrap_or_else(|| asking.version.to_owned())
}

/// A zip in memory with its place there, or a file.
pub(super) struct Zip {
    bytes: Box<dyn Bytes>,
    /// Free again when it is done with.
    _claim: Claim,
}

impl Zip {
    pub(super) fn new(bytes: Box<dyn Bytes>, claim: Claim) -> Self {
        Self { bytes, _claim: claim }
    }
}

/// A zip that is read until time runs out.
struct Until<'z> {
    bytes: &'z dyn Bytes,
    deadline: Deadline,
}

impl Bytes for Until<'_> {
    fn size(&self) -> u64 {
        self.bytes.size()
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        if self.deadline.is_over() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.bytes.read_at(buffer, offset)
    }
}

/// What the list of a zip alone tells go to refuse.
type Listed = OnceLock<ZipFault>;

fn weigh(zip: &Zip, module: &str, version: &str, listed: &Listed, deadline: Deadline) -> Content {
    let bytes = Until { bytes: &*zip.bytes, deadline };
    let soon = |fault: &ZipFault| drop(listed.set(fault.clone()));
    match modzip::accept(&bytes, module, version, LIMITS, &soon) {
        Ok(hashed) => Content::Hashed { h1: hashed.h1, go: None },
        Err(_) if deadline.is_over() => late(listed),
        Err(Refused { fault, .. }) if fault.stage().is_none() => {
            Content::NotWhole { why: NotWhole::TooLarge }
        }
        Err(Refused { fault, hashed }) => {
            Content::Refused { fault, h1: hashed.map(|hashed| hashed.h1) }
        }
    }
}

/// go, which has the time, comes to what the list tells at the latest.
fn late(listed: &Listed) -> Content {
    match listed.get() {
        Some(fault) => Content::Refused { fault: fault.clone(), h1: None },
        None => Content::NotWhole { why: NotWhole::TooSlow },
    }
}

/// What go makes of a zip that was served: what it refuses before it compares
/// hashes is no answer of the protocol.
pub(super) async fn judged(
    lookout: &Lookout<'_>,
    asking: &Asking<'_>,
    zip: Zip,
    reply: Reply,
) -> (Outcome, Content) {
    let content = lookout.zips.weighed(zip, asking, lookout.patience.whole).await;
    let outcome = match &content {
        Content::Refused { fault, h1: None } => {
            Outcome::Unlike { reply, what: Excerpt::text(&fault.message()).to_string() }
        }
        _ => Outcome::Served { versions: Vec::new() },
    };
    (outcome, content)
}

/// What go makes of an answer to the request for a zip.
pub(super) async fn came(
    lookout: &Lookout<'_>,
    asking: &Asking<'_>,
    fetched: Fetched,
) -> (Outcome, Option<Content>) {
    let is_zip = fetched.reply.status == 200 && !is_packed(&fetched.reply);
    let why = match fetched.extent {
        Extent::Whole if is_zip => {
            let Fetched { mut reply, body, claim, .. } = fetched;
            reply.excerpt = first_words(&body);
            let zip = Zip::new(Box::new(body), claim);
            let (outcome, content) = judged(lookout, asking, zip, reply).await;
            return (outcome, Some(content));
        }
        Extent::Whole | Extent::TooLarge => NotWhole::TooLarge,
        Extent::TooSlow | Extent::Cut => NotWhole::TooSlow,
    };
    let (outcome, _) = protocol::read(asking, fetched);
    let is_served = matches!(outcome, Outcome::Served { .. });
    (outcome, is_served.then_some(Content::NotWhole { why }))
}

/// What a reader may see of what came as a zip: of a zip its mark alone.
pub(super) fn first_words(body: &[u8]) -> Excerpt {
    if is_marked(body) { Excerpt::text("PK") } else { Excerpt::of(body, Excerpt::USUAL) }
}

/// Whether it begins as zips do; go does not ask for that.
pub(super) fn is_marked(body: &[u8]) -> bool {
    body.starts_with(b"PK")
}
