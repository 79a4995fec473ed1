use crate::base::Secret;

/// Shorter values would black out ordinary words.
const SHORTEST: usize = 4;

/// The last look over everything that leaves the tool: whatever way a known
/// secret took into a sentence, it does not get out.
#[derive(Clone, Debug, Default)]
pub struct Scrub {
    values: Vec<Secret>,
}

impl Scrub {
    pub fn new(values: impl IntoIterator<Item = Secret>) -> Self {
        let mut values: Vec<Secret> =
            values.into_iter().filter(|value| value.expose().len() >= SHORTEST).collect();
        values.sort_by_key(|value| std::cmp::Reverse(value.expose().len()));
        values.dedup();
        Self { values }
    }

    /// The text without any known secret, and how many were taken out.
    pub fn apply(&self, text: String) -> (String, usize) {
        self.values.iter().fold((text, 0), |(text, count), value| {
            match text.matches(value.expose()).count() {
                0 => (text, count),
                found => (text.replace(value.expose(), "***"), count + found),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values_go_and_short_ones_stay() {
        let scrub = Scrub::new([Secret::new("s3cr3t"), Secret::new("go")]);
        let (text, count) = scrub.apply("go sent s3cr3t twice: s3cr3t".into());
        assert_eq!((text.as_str(), count), ("go sent *** twice: ***", 2));
    }
}
