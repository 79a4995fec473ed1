//! Invented values: the same ones in every run.

/// A small deterministic generator (split-mix).
pub(crate) struct Cases(u64);

impl Cases {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).expect("31 bits") % limit
    }

    pub(crate) fn one_of<'a>(&mut self, pool: &[&'a str]) -> &'a str {
        pool[self.below(pool.len())]
    }

    /// Up to `most` pieces of the pool, one behind the other.
    pub(crate) fn text(&mut self, pool: &[&str], most: usize) -> String {
        (0..self.below(most + 1)).map(|_| self.one_of(pool)).collect()
    }
}

pub(crate) fn strings<const N: usize>(values: [&str; N]) -> Vec<String> {
    values.map(str::to_owned).to_vec()
}
