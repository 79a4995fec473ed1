use super::End;
use crate::model::{Cite, Unknown};

/// What a walk has met so far. When all hops fail go reports the error of
/// direct mode, else the last that is not "not found", else the last.
#[derive(Default)]
pub(super) struct Past {
    pub(super) met: Vec<Cite>,
    pub(super) reported: Option<(u8, Cite)>,
}

impl Past {
    pub(super) fn missing(&mut self, cite: Cite) {
        self.meet(0, cite);
    }

    pub(super) fn failed(&mut self, cite: Cite, direct: bool) {
        self.meet(if direct { 2 } else { 1 }, cite);
    }

    fn meet(&mut self, rank: u8, cite: Cite) {
        if self.reported.as_ref().is_none_or(|(best, _)| rank >= *best) {
            self.reported = Some((rank, cite.clone()));
        }
        self.met.push(cite);
    }

    pub(super) fn end(self) -> End {
        match self.reported {
            Some((_, by)) => {
                let past = self.met.into_iter().filter(|cite| *cite != by).collect();
                End::Stopped { by, past }
            }
            None => End::Open(Unknown::NotAsked),
        }
    }
}
