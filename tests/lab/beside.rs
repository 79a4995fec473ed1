//! The real go and the tool in one world, one after the other, each with all that it sent.

use std::process::Command;
use std::time::Duration;

use crate::diary::Visit;
use crate::namespace::{Side, enter};
use crate::run::Outcome;
use crate::world::{World, settle};
use crate::{diary, keep, tool};

const LIMIT: Duration = Duration::from_secs(30);
/// go waits longer for what hangs.
const PATIENCE: Duration = Duration::from_secs(4);

/// A world that stands, to run both in.
pub(crate) struct Beside {
    pub(crate) world: World,
    binary: std::path::PathBuf,
}

/// What one of them did.
pub(crate) struct Did {
    pub(crate) outcome: Outcome,
    pub(crate) visits: Vec<Visit>,
}

impl Beside {
    /// The world behind the border; none where this process is for another one.
    pub(crate) fn enter(name: &'static str, build: impl FnOnce() -> World) -> Option<Beside> {
        if !matches!(enter(name), Side::Inside) {
            return None;
        }
        settle();
        let (world, binary) = (build(), tool::binary()?);
        world.rise();
        if let Some(script) = &world.prepared_by {
            let outcome = world.shell(script, LIMIT);
            assert_eq!(outcome.code, Some(0), "preparing the world: {outcome}");
        }
        keep::keep();
        Some(Beside { world, binary })
    }

    /// go as it is typed, and the tool with these words, in the same state of the world.
    pub(crate) fn run(&self, command: &str, words: &[&str]) -> (Did, Did) {
        self.run_anew(command, words, || {})
    }

    /// The same where more than what was kept has to be brought back between the two.
    pub(crate) fn run_anew(
        &self,
        command: &str,
        words: &[&str],
        again: impl FnOnce(),
    ) -> (Did, Did) {
        diary::begin();
        let go = self.world.shell(command, PATIENCE);
        let go = Did { outcome: go, visits: diary::visits() };
        keep::bring_back();
        again();
        diary::begin();
        let mut line = Command::new(&self.binary);
        let told = self.world.run(line.args(words).args(["--format", "json"]), LIMIT);
        println!("{command}: {}\n{told}", go.outcome);
        (go, Did { outcome: told, visits: diary::visits() })
    }
}
