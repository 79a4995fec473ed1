use crate::model::{Cause, Cite, Finding, Fix};
use serde::{Deserialize, Serialize};

/// A finding with its cause beside it and its cures written out.
#[derive(Clone)]
pub struct Diagnosis {
    pub cause: &'static Cause,
    pub finding: Finding,
    pub fixes: Vec<Fix>,
}

/// What to tell the reader, likeliest cause first.
#[derive(Clone, Default)]
pub struct Verdict {
    pub roots: Vec<Diagnosis>,
    /// True as well, and gone once the root is: the shadow, and its root's code.
    pub shadows: Vec<(Diagnosis, &'static str)>,
    /// Ladders (by index) that stop go and that no cause accounts for.
    pub unexplained_ladders: Vec<usize>,
    /// Fetches (by index) that stop go and that no cause accounts for.
    pub unexplained_fetches: Vec<usize>,
    pub judgement: Judgement,
}

/// The verdict in one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Judgement {
    #[default]
    Healthy,
    Warning,
    Fault,
    Inconclusive,
}

impl Verdict {
    /// What stops go and no cause accounts for.
    pub fn unexplained(&self) -> impl Iterator<Item = Cite> {
        let ladders = self.unexplained_ladders.iter().map(|at| Cite::Ladder(*at));
        let fetches = self.unexplained_fetches.iter().map(|at| Cite::Fetch(*at));
        ladders.chain(fetches)
    }
}
