/// A word in a text: which one, where it starts and where it ends, in bytes.
type Place = (usize, usize, usize);

/// Where words stand in a text.
pub(super) struct Places(Vec<Place>);

impl Places {
    pub(super) fn of(places: impl Iterator<Item = Place>) -> Self {
        let mut places: Vec<Place> = places.collect();
        places.sort_unstable();
        Self(places)
    }

    /// All words that stand somewhere, each once.
    pub(super) fn words(&self) -> impl Iterator<Item = usize> {
        self.0.chunk_by(|one, other| one.0 == other.0).map(|of_one| of_one[0].0)
    }

    /// Where the words stand in this order, and none of the others does: the start of the
    /// first and the end of the last, which is taken where it stands last.
    pub(super) fn place(&self, words: &[usize], without: &[usize]) -> Option<(usize, usize)> {
        let (last, before) = words.split_last()?;
        let (mut start, mut from) = (None, 0);
        for word in before {
            let found = self.first(*word, from)?;
            start.get_or_insert(found.1);
            from = found.2;
        }
        let found = self.of_word(*last).last().filter(|it| it.1 >= from)?;
        let absent = without.iter().all(|word| self.of_word(*word).is_empty());
        absent.then_some((start.unwrap_or(found.1), found.2))
    }

    fn first(&self, word: usize, from: usize) -> Option<&Place> {
        let all = self.of_word(word);
        all.get(all.partition_point(|it| it.1 < from))
    }

    fn of_word(&self, word: usize) -> &[Place] {
        let start = self.0.partition_point(|it| it.0 < word);
        let end = self.0.partition_point(|it| it.0 <= word);
        &self.0[start..end]
    }
}
