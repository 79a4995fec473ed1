use std::collections::VecDeque;

/// So much is kept of the first lines, in bytes;
const ENOUGH: usize = 3 << 20;
/// beyond it only of what is rare;
const MOST: usize = 4 << 20;
/// and so much of the last lines, which tell how it ended.
const LAST: usize = 1 << 20;
/// What a line costs beside its bytes.
const COST: usize = 64;

/// A line that was kept, and its place among all.
struct Held {
    at: usize,
    number: usize,
    line: Vec<u8>,
}

/// Lines of a log within bounds: the first that tell something new, and the last of all.
#[derive(Default)]
pub(super) struct Store {
    first: Vec<Held>,
    size: usize,
    last: VecDeque<Held>,
    last_size: usize,
    count: usize,
}

impl Store {
    /// Whether only what is rare is new by now.
    pub(super) fn is_ample(&self) -> bool {
        self.size > ENOUGH
    }

    /// A line that tells something new.
    pub(super) fn keep(&mut self, number: usize, line: &[u8]) {
        if self.size > MOST {
            return self.keep_for_now(number, line);
        }
        self.size += line.len() + COST;
        let at = self.next();
        self.first.push(Held { at, number, line: line.to_vec() });
    }

    /// A line that is kept until as many others came after it. The memory of the oldest
    /// line serves the newest.
    pub(super) fn keep_for_now(&mut self, number: usize, line: &[u8]) {
        let mut place = Vec::new();
        while self.last_size + line.len() + COST > LAST {
            let Some(oldest) = self.last.pop_front() else { break };
            self.last_size -= oldest.line.len() + COST;
            place = oldest.line;
        }
        // A long line that makes room for a short one must not go on holding it.
        if place.capacity() > 4 * line.len() + COST {
            place = Vec::new();
        }
        place.clear();
        place.extend_from_slice(line);
        self.last_size += line.len() + COST;
        let at = self.next();
        self.last.push_back(Held { at, number, line: place });
    }

    fn next(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    /// All lines in their order, with their numbers. The memory of each is free as soon
    /// as it was used.
    pub(super) fn lines(self) -> impl Iterator<Item = (usize, Vec<u8>)> {
        let (mut first, mut last) = (self.first.into_iter().peekable(), self.last.into_iter());
        let mut waiting = last.next();
        std::iter::from_fn(move || {
            let of_first = match (first.peek(), &waiting) {
                (Some(one), Some(other)) => one.at < other.at,
                (one, _) => one.is_some(),
            };
            let held =
                if of_first { first.next() } else { std::mem::replace(&mut waiting, last.next()) };
            held.map(|it| (it.number, it.line))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(store: Store) -> Vec<usize> {
        store.lines().map(|it| it.0).collect()
    }

    #[test]
    fn both_ends_are_kept_in_order() {
        let mut store = Store::default();
        store.keep(1, b"new");
        store.keep_for_now(2, b"known");
        store.keep(3, b"new");
        store.keep_for_now(4, b"known");
        assert_eq!(numbers(store), [1, 2, 3, 4]);
    }

    #[test]
    fn the_oldest_of_the_last_make_room() {
        let mut store = Store::default();
        for number in 0..3 * LAST / 1000 {
            store.keep_for_now(number, &[b'x'; 1000]);
        }
        assert!(store.last_size <= LAST);
        let kept = numbers(store);
        assert_eq!(kept.last(), Some(&(3 * LAST / 1000 - 1)));
        assert!(kept.len() < LAST / 1000, "{}", kept.len());
    }

    #[test]
    fn the_first_ones_are_bounded_too() {
        let mut store = Store::default();
        for number in 0..3 * MOST / 10_000 {
            store.keep(number, &[b'x'; 10_000]);
        }
        assert!(store.size <= MOST + 10_000 + COST);
        assert!(numbers(store).len() * 10_000 <= MOST + LAST + 20_000);
    }
}
