use crate::model::{Cite, Ladder};

/// A ladder that stops go, and the modules that it stops.
#[derive(Clone, Debug)]
pub struct BrokenLadder<'a> {
    pub cite: Cite,
    pub ladder: &'a Ladder,
    pub modules: Vec<String>,
}

/// The ladders that one rule speaks of.
#[derive(Clone, Debug, Default)]
pub struct BrokenLadders<'a>(pub Vec<BrokenLadder<'a>>);

impl<'a> BrokenLadders<'a> {
    pub fn first(&self) -> Option<&BrokenLadder<'a>> {
        self.0.first()
    }

    pub fn cites(&self) -> Vec<Cite> {
        self.0.iter().map(|it| it.cite.clone()).collect()
    }

    /// Every module that one of them stops, once.
    pub fn modules(&self) -> Vec<String> {
        let mut modules: Vec<String> = self.0.iter().flat_map(|it| it.modules.clone()).collect();
        modules.sort();
        modules.dedup();
        modules
    }

    /// The endpoints, as `host:port`, for a sentence.
    pub fn endpoints(&self) -> String {
        let names: Vec<String> = self.0.iter().map(|it| it.ladder.endpoint.to_string()).collect();
        names.join(", ")
    }
}
