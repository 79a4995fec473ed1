use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How long more of a body is waited for than is enough.
const LINGERS: Duration = Duration::from_millis(700);

/// How much of a body to read.
#[derive(Clone, Debug)]
pub struct Appetite {
    /// In bytes; the rest is not waited for.
    pub most: usize,
    /// With so much of it, what is slow to come is not waited for much longer,
    pub enough: usize,
    /// but so long.
    pub lingers: Duration,
    /// Of what does not fit as a whole, so much is read to see that it comes.
    pub glance: usize,
    /// Whether what came counts where the rest breaks off or does not come in time.
    pub keeps: bool,
    /// Where it has to fit besides others; without one it only has to be within `most`.
    pub room: Option<Room>,
}

impl Appetite {
    /// So many bytes, for as long as it takes.
    pub fn of(most: usize) -> Self {
        Self::glance(most, most)
    }

    /// At most so many bytes, of which some are enough.
    pub fn glance(most: usize, enough: usize) -> Self {
        Self { most, enough, lingers: LINGERS, glance: most, keeps: false, room: None }
    }

    /// So many bytes at most, and what there is of them.
    pub fn so_far(most: usize) -> Self {
        Self { keeps: true, ..Self::of(most) }
    }

    /// All of it, where it fits into the room.
    #[must_use]
    pub fn whole(self, most: usize, lingers: Duration, room: Room) -> Self {
        let lingers = lingers.max(self.lingers);
        Self { most, lingers, room: Some(room), ..self }
    }
}

/// Memory that several bodies share.
#[derive(Clone, Debug)]
pub struct Room(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// Bytes that are free now.
    free: AtomicUsize,
    /// Bytes that may still be read, whether they are held or not.
    left: AtomicUsize,
}

impl Room {
    /// So many bytes at one time, and so many all together.
    pub fn new(at_once: usize, in_all: usize) -> Self {
        Self(Arc::new(Shared { free: AtomicUsize::new(at_once), left: AtomicUsize::new(in_all) }))
    }

    fn take(&self, bytes: usize) -> bool {
        if !less(&self.0.left, bytes) {
            return false;
        }
        let fits = less(&self.0.free, bytes);
        if !fits {
            self.0.left.fetch_add(bytes, Ordering::Relaxed);
        }
        fits
    }
}

fn less(number: &AtomicUsize, by: usize) -> bool {
    let less = |it: usize| it.checked_sub(by);
    number.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
}

/// The place that a body takes in a room; free again when this is dropped.
#[derive(Debug)]
pub struct Claim {
    room: Option<Room>,
    bytes: usize,
}

/// Places differ in size alone.
impl PartialEq for Claim {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Claim {
    pub fn none(room: Option<Room>) -> Self {
        Self { room, bytes: 0 }
    }

    /// Takes place for so many bytes in all, if there is.
    pub fn grow(&mut self, to: usize) -> bool {
        let more = to.saturating_sub(self.bytes);
        let fits = self.room.as_ref().is_none_or(|room| room.take(more));
        if fits {
            self.bytes += more;
        }
        fits
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some(room) = &self.room {
            room.0.free.fetch_add(self.bytes, Ordering::Relaxed);
        }
    }
}

/// Whether a body was read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    Whole,
    /// There was no room for the rest.
    TooLarge,
    /// The rest did not come in time.
    TooSlow,
    /// It broke off.
    Cut,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dropped_makes_room_for_others_but_not_without_end() {
        let room = Room::new(10, 25);
        let claim = |bytes| {
            let mut claim = Claim::none(Some(room.clone()));
            claim.grow(bytes).then_some(claim)
        };
        let first = claim(8).unwrap();
        assert!(claim(3).is_none());
        drop(first);
        assert!(claim(10).is_some());
        assert!(claim(8).is_none(), "25 in all");
        assert!(claim(7).is_some());
        assert!(claim(1).is_none());
    }
}
