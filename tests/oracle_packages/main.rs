//! What the Go files of a module import, against `go list` of the real go: no alarm
//! where a build works, and none missed that these trees were made for.

mod trees;
mod world;
#[allow(dead_code)]
#[path = "../lab/zip.rs"]
mod zip;

use std::collections::BTreeSet;
use world::World;

/// What both say of an import: its path, and what is wrong with it.
type Complaint = (String, String);

#[test]
fn imports_are_found_where_go_finds_them() {
    if !world::go_is_there() {
        return;
    }
    let world = World::new();
    let mut failed = Vec::new();
    let trees = trees::all();
    assert!(trees.len() >= 40, "only {} trees", trees.len());
    for tree in &trees {
        world.lay_out(tree);
        let (go, tool) = (world.asked_of_go(tree), world.asked_of_the_tool());
        let missed: BTreeSet<&Complaint> =
            if tree.open { BTreeSet::new() } else { go.difference(&tool).collect() };
        let alarms: BTreeSet<&Complaint> = tool.difference(&go).collect();
        if !missed.is_empty() || !alarms.is_empty() {
            failed.push(format!("{}: missed {missed:?}, false {alarms:?}", tree.name));
        }
        if go.is_empty() == tree.bad {
            failed.push(format!("{}: go says {go:?}", tree.name));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// The largest modules that are on every machine with a go: their own builds work, and
/// they import what nobody else may.
#[test]
fn go_itself_raises_no_alarm() {
    if !world::go_is_there() {
        return;
    }
    let world = World::new();
    for module in ["src/cmd", "src"] {
        let folder = world::goroot().join(module);
        if folder.join("go.mod").is_file() {
            // Else nothing is looked at, as they have a vendor folder.
            let said = world.looked_at(&folder, "-mod=readonly");
            assert!(said.is_empty(), "{module}: {said:?}");
        }
    }
}
