use super::prove::ENOUGH;
use crate::go::modfile::Replace;
use crate::machine::{Ledger, Machine};
use crate::model::{Facts, Need, Step};

/// The machine as it would be with a file changed.
pub(super) struct After<'a> {
    pub machine: &'a dyn Machine,
    pub facts: &'a Facts,
    pub ledger: &'a Ledger,
}

impl After<'_> {
    /// What go then needs that it did not need before; else what it still needs of the
    /// modules that were stopped, or what it reads in their place.
    pub(super) fn left(&self, before: &Facts, stopped: &[String], steps: &[Step]) -> Vec<Need> {
        let is_new = |need: &&Need| before.needs.iter().all(|it| name(it) != name(need));
        let mut new: Vec<Need> = self.facts.needs.iter().filter(is_new).cloned().collect();
        if new.is_empty() {
            let still = stopped.iter().filter_map(|name| self.still(before, name));
            return still.take(ENOUGH).collect();
        }
        new.sort_by_key(|need| !steps.iter().any(|step| is_of(step, need)));
        new.truncate(ENOUGH);
        new
    }

    fn still(&self, before: &Facts, stopped: &str) -> Option<Need> {
        let listed = self.facts.needs.iter().find(|it| name(it) == stopped);
        let was_listed = before.needs.iter().any(|it| name(it) == stopped && it.line.is_some());
        if listed.is_some() || was_listed && self.facts.project != before.project {
            return listed.cloned();
        }
        let (module, version) = stopped.rsplit_once('@')?;
        match self.replaced(module, version) {
            None => self.ledger.graph_need(self.machine, module, version),
            Some(Replace { new, .. }) => {
                let version = new.version.as_deref()?;
                self.ledger.graph_need(self.machine, &new.path, version)
            }
        }
    }

    fn replaced(&self, module: &str, version: &str) -> Option<&Replace> {
        let gomod = self.facts.project.gomod.parsed()?;
        let fits = |old: Option<&str>| old.is_none_or(|it| it == version);
        let of = |it: &&Replace| it.old.path == module && fits(it.old.version.as_deref());
        gomod.replace.iter().find(of)
    }
}

fn name(need: &Need) -> String {
    format!("{}@{}", need.module, need.version)
}

/// Whether a step speaks of a need: by the line that asks for it, or by its name.
fn is_of(step: &Step, need: &Need) -> bool {
    match step {
        Step::EditLine { line, .. } => need.line == Some(*line),
        Step::Run { words } => words.iter().any(|word| word.ends_with(&name(need))),
        _ => false,
    }
}
