use super::in_use::InUse;
use super::shelves::Version;
use super::{Plan, Watch};
use crate::go::modcache::{FIPS, ModuleVersion, Unpacked, unpacked};
use crate::machine::{Kind, Listed, Machine};
use crate::model::{Damage, FileFault, Harm, Wanted};
use std::collections::BTreeMap;

/// Deeper than any module path.
const DEPTH: usize = 64;

/// Finds the folders that zips are unpacked into, and sets them beside their zips.
pub(super) fn look(
    machine: &dyn Machine,
    plan: &Plan,
    in_use: &InUse,
    watch: &Watch,
    versions: &mut BTreeMap<ModuleVersion, Version>,
) {
    let mut walk = Walk { machine, plan, in_use, watch, versions };
    walk.folder("", 0);
}

struct Walk<'a> {
    machine: &'a dyn Machine,
    plan: &'a Plan,
    in_use: &'a InUse<'a>,
    watch: &'a Watch,
    versions: &'a mut BTreeMap<ModuleVersion, Version>,
}

impl Walk<'_> {
    fn folder(&mut self, below: &str, depth: usize) {
        if self.watch.is_stopped() || depth > DEPTH {
            return;
        }
        let path = format!("{}/{below}", self.plan.root);
        let entries = match self.machine.entries(path.trim_end_matches('/')) {
            Ok(entries) => entries,
            Err(FileFault::NotFound) => return,
            Err(why) => {
                return self.report(below, None, Harm::Unreadable { why }, Wanted::Here, false);
            }
        };
        for Listed { name, kind, .. } in entries {
            let inner = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
            if below.is_empty() && name == "cache" {
                continue;
            }
            match (unpacked(&inner), kind) {
                (Unpacked::Of(module), kind) => self.found(module, &inner, kind),
                (Unpacked::Temporary, _) => {
                    self.report(&inner, None, Harm::Leftover, Wanted::Here, true);
                }
                (Unpacked::Above, Kind::Folder) => self.folder(&inner, depth + 1),
                (_, Kind::Link) => {}
                (Unpacked::Above | Unpacked::Foreign, _) => {
                    self.report(&inner, None, Harm::Foreign, Wanted::Here, false);
                }
            }
        }
    }

    fn found(&mut self, module: ModuleVersion, below: &str, kind: Kind) {
        if module.path == FIPS || self.in_use.is_busy(&module) {
            return;
        }
        if let Some(version) = self.versions.get_mut(&module) {
            version.folder = Some(kind);
            return;
        }
        // Nothing says what it should be, unless go.sum does.
        let sums = self.plan.sums(&module);
        if sums.is_empty() {
            let wanted = self.plan.wanted(&module, &sums);
            return self.report(below, Some(module), Harm::FolderUnhashed, wanted, true);
        }
        let alone = Version {
            module: module.clone(),
            stem: String::new(),
            files: Vec::new(),
            folder: Some(kind),
            size: 0,
        };
        self.versions.insert(module, alone);
    }

    fn report(
        &self,
        below: &str,
        module: Option<ModuleVersion>,
        harm: Harm,
        wanted: Wanted,
        removed: bool,
    ) {
        let path = format!("{}/{below}", self.plan.root);
        let remove = if removed { vec![path.clone()] } else { Vec::new() };
        self.watch.report(Damage { path, module, harm, wanted, remove });
    }
}
