use super::super::join;
use super::super::project::MOST;
use super::Builds;
use super::sources::{head, is_code};
use crate::go::modcache::ModuleVersion;
use crate::model::{Directing, Nameplate};

/// Of the modules that were named those whose go.mod in the cache replaces or excludes
/// something.
pub(super) fn directing(builds: &Builds<'_>, named: &[ModuleVersion]) -> Vec<Directing> {
    let of = |it: &ModuleVersion| {
        let path = builds.ledger.cached(&it.path, &it.version, ".mod")?;
        let content = builds.machine.read(&path, MOST).ok()?;
        let (module, version) = (it.path.clone(), it.version.clone());
        let has_main = has_main(builds, it);
        Nameplate::of(&content).directs.then_some(Directing { module, version, path, has_main })
    };
    named.iter().filter_map(of).collect()
}

/// Whether there is a program to install, at the root or below cmd.
fn has_main(builds: &Builds<'_>, it: &ModuleVersion) -> bool {
    let Some(root) = builds.ledger.unpacked(&it.path, &it.version) else { return false };
    let cmd = join(&root, "cmd");
    let below = builds.machine.list(&cmd).unwrap_or_default();
    let folders = below.iter().map(|name| join(&cmd, name));
    let is_main = |folder: &String| {
        let names = builds.machine.list(folder).unwrap_or_default();
        let code = names.iter().filter(|it| is_code(it));
        let mut heads = code.filter_map(|name| head(builds.machine, &join(folder, name)));
        heads.any(|file| file.package == "main" && file.constraint.is_none())
    };
    [root.clone(), cmd.clone()].into_iter().chain(folders).any(|folder| is_main(&folder))
}
