mod graph;
mod replaced;

use super::ledger::Ledger;
use super::project::Found;
use crate::machine::Machine;
use crate::model::{File, Packages};

/// What the Go files of the module import, and what the go.mod files in the cache say.
pub(super) fn look(machine: &dyn Machine, ledger: &Ledger, project: &Found) -> Packages {
    // Without its own go.mod a version that was named is fetched whatever it says.
    if project.facts.modules_named || project.members.is_empty() {
        return Packages::default();
    }
    let graph = graph::Graph::read(machine, ledger, project);
    let work = matches!(project.facts.gowork, File::Parsed { .. });
    let members = project.members.iter().filter(|_| work);
    Packages {
        misnamed: graph.misnamed,
        unread: graph.unread,
        replaced: members.flat_map(|(_, file)| file.replace.clone()).collect(),
    }
}
