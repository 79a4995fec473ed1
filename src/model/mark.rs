use crate::model::Spoken;
use serde::{Deserialize, Serialize};

/// Words of go's, or of a program that go runs, by which a cause is known in a log.
///
/// All of the words must stand in one message, in this order. Of several marks in a
/// message the innermost counts, which is the one that ends last; of those the one with
/// most words of its own.
pub struct Mark {
    pub words: &'static [&'static str],
    /// None of these stands in the message.
    pub without: &'static [&'static str],
    /// Codes that the same words leave open.
    pub or: &'static [&'static str],
    /// What else has to hold of the message: its host, address, dates.
    pub when: Option<fn(&Spoken) -> bool>,
    pub talk: Talk,
    pub force: Force,
}

/// Whose words they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Talk {
    /// go alone says this.
    Own,
    /// Many programs say this: it counts where the message, or what is around it, tells
    /// that go was fetching.
    Common,
}

/// What it means for go that the words are there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Force {
    /// go stops.
    #[default]
    Stops,
    /// go goes on, or only its build stops.
    Warns,
    /// A step on the way, which go may have got past.
    Hints,
}

impl Mark {
    /// A mark of go's own words that stop it.
    pub const fn of(words: &'static [&'static str]) -> Self {
        Self { words, without: &[], or: &[], when: None, talk: Talk::Own, force: Force::Stops }
    }

    /// The same as words of many programs: they count where go was fetching.
    #[must_use]
    pub const fn common(mut self) -> Self {
        self.talk = Talk::Common;
        self
    }

    /// The same where none of these words stands in the message.
    #[must_use]
    pub const fn without(mut self, words: &'static [&'static str]) -> Self {
        self.without = words;
        self
    }

    /// The same, and these causes are left open by the words.
    #[must_use]
    pub const fn or(mut self, codes: &'static [&'static str]) -> Self {
        self.or = codes;
        self
    }

    /// The same where this holds of the message.
    #[must_use]
    pub const fn when(mut self, holds: fn(&Spoken) -> bool) -> Self {
        self.when = Some(holds);
        self
    }

    /// The same as words that go goes on after.
    #[must_use]
    pub const fn warns(mut self) -> Self {
        self.force = Force::Warns;
        self
    }

    /// The same as words about a step that go may have got past.
    #[must_use]
    pub const fn hints(mut self) -> Self {
        self.force = Force::Hints;
        self
    }

    /// How much of the message it accounts for, in bytes.
    pub fn weight(&self) -> usize {
        self.words.iter().map(|word| word.len()).sum()
    }
}
