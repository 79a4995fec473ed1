use super::in_use::InUse;
use super::{Plan, Watch};
use crate::go::modcache::{clone_folder, is_clone_folder};
use crate::machine::{Entry, Kind, Listed, Machine};
use crate::model::{CloneFlaw, Damage, FileFault, Harm, Wanted};
use std::collections::BTreeSet;

/// The `.info` of a clone holds a URL.
const INFO: usize = 64 << 10;
/// As deep as git's folders of names are looked through.
const DEPTH: usize = 16;
/// Clones whose `.info` begins so are git's.
const GIT: &str = "git";

/// Every clone below `cache/vcs`, by its structure alone: git itself is not asked.
pub(super) fn look(machine: &dyn Machine, plan: &Plan, in_use: &mut InUse, watch: &Watch) {
    let folder = plan.clones();
    let Ok(entries) = machine.entries(&folder) else { return };
    let mut busy = BTreeSet::new();
    for Listed { name, inode, .. } in &entries {
        if let Some(clone) = name.strip_suffix(".lock")
            && in_use.clone(&format!("{folder}/{name}"), *inode, clone)
        {
            busy.insert(clone.to_owned());
        }
    }
    let infos: BTreeSet<&str> =
        entries.iter().filter_map(|entry| entry.name.strip_suffix(".info")).collect();
    for Listed { name, kind, .. } in &entries {
        let stem = name.split('.').next().unwrap_or_default();
        if watch.is_stopped() || busy.contains(stem) {
            continue;
        }
        let path = format!("{folder}/{name}");
        let clones = Clones { machine, watch, path };
        match kind {
            Kind::Folder if is_clone_folder(name) => clones.clone(name, infos.contains(&**name)),
            _ if is_clone_folder(stem) => {}
            _ => clones.report(Harm::Foreign, Vec::new()),
        }
    }
}

/// git writes beside a file what is to replace it.
fn is_lock(name: &str) -> bool {
    name.strip_suffix(".lock").is_some()
}

struct Clones<'a> {
    machine: &'a dyn Machine,
    watch: &'a Watch,
    /// The clone's folder.
    path: String,
}

impl Clones<'_> {
    fn clone(&self, name: &str, has_info: bool) {
        self.watch.count(|tally| tally.clones += 1);
        // Without it go clears the folder away by itself.
        if !has_info {
            return self.report(Harm::Leftover, vec![self.path.clone()]);
        }
        let key = match self.machine.read(&format!("{}.info", self.path), INFO) {
            Ok(key) => String::from_utf8_lossy(&key).into_owned(),
            Err(FileFault::NotFound) => return,
            Err(FileFault::TooLarge) => String::new(),
            Err(why) => return self.report(Harm::Unreadable { why }, Vec::new()),
        };
        // go's file: `cmd/go/internal/modfetch/codehost/codehost.go`, `WorkDir`.
        let key = key.strip_suffix('\n').unwrap_or(&key);
        if clone_folder(key) != name {
            let is_name = key.contains(':') && !key.contains('\0');
            let flaw = if is_name { CloneFlaw::OtherRepository } else { CloneFlaw::Nameless };
            return self.flaw(flaw, None);
        }
        if key.starts_with(GIT) {
            self.git();
        }
    }

    fn git(&self) {
        // Without objects go begins anew.
        if !self.machine.is_folder(&format!("{}/objects", self.path)) {
            return;
        }
        for file in ["HEAD", "refs"] {
            if self.machine.look(&format!("{}/{file}", self.path)).is_err() {
                return self.flaw(CloneFlaw::Lacks { file: file.to_owned() }, None);
            }
        }
        for file in ["HEAD", "config"] {
            if self.is_empty(file) {
                return self.flaw(CloneFlaw::Empty { file: file.to_owned() }, None);
            }
        }
        let entries = self.machine.entries(&self.path).unwrap_or_default();
        for Listed { name, .. } in entries.iter().filter(|it| is_lock(&it.name)) {
            self.lock(name);
        }
        self.refs("refs", 0);
        self.packs();
        self.loose();
    }

    fn is_empty(&self, file: &str) -> bool {
        let path = format!("{}/{file}", self.path);
        match self.machine.look(&path) {
            Ok(Entry::File { size: 0, .. }) => true,
            Ok(Entry::File { size: ..=4096, .. }) => {
                let content = self.machine.read(&path, 4096).unwrap_or_default();
                content.iter().all(|byte| *byte == 0)
            }
            _ => false,
        }
    }

    /// Branches and tags, a file each.
    fn refs(&self, folder: &str, depth: usize) {
        let entries = self.machine.entries(&format!("{}/{folder}", self.path)).unwrap_or_default();
        for Listed { name, kind, .. } in entries {
            let inner = format!("{folder}/{name}");
            match kind {
                Kind::Folder if depth < DEPTH => self.refs(&inner, depth + 1),
                Kind::File if is_lock(&name) => self.lock(&inner),
                Kind::File if self.is_empty(&inner) => {
                    return self.flaw(CloneFlaw::Empty { file: inner }, None);
                }
                _ => {}
            }
        }
    }

    fn packs(&self) {
        let folder = "objects/pack";
        let entries = self.machine.entries(&format!("{}/{folder}", self.path)).unwrap_or_default();
        let names: BTreeSet<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        for name in &names {
            let file = format!("{folder}/{name}");
            if name.starts_with("tmp_") {
                self.leftover(&file);
                continue;
            }
            let other = match name.rsplit_once('.') {
                Some((stem, "pack")) => format!("{stem}.idx"),
                Some((stem, "idx")) => format!("{stem}.pack"),
                _ => continue,
            };
            if self.is_empty(&file) {
                return self.flaw(CloneFlaw::Empty { file }, None);
            }
            // A pack without its index does not count for git, nor the other way.
            if !names.contains(other.as_str()) {
                let path = format!("{}/{file}", self.path);
                self.flaw(CloneFlaw::HalfPack { file }, Some(path));
            }
        }
    }

    /// git ends at an object that holds nothing.
    fn loose(&self) {
        let folders = self.machine.entries(&format!("{}/objects", self.path)).unwrap_or_default();
        for folder in folders.iter().filter(|it| it.name.len() == 2 && it.kind == Kind::Folder) {
            let folder = format!("objects/{}", folder.name);
            let path = format!("{}/{folder}", self.path);
            for Listed { name, .. } in self.machine.entries(&path).unwrap_or_default() {
                let file = format!("{folder}/{name}");
                if name.starts_with("tmp_obj_") {
                    self.leftover(&file);
                } else if self.is_empty(&file) {
                    return self.flaw(CloneFlaw::Empty { file }, None);
                }
            }
        }
    }

    fn lock(&self, file: &str) {
        let path = format!("{}/{file}", self.path);
        self.flaw(CloneFlaw::LockLeft { file: file.to_owned() }, Some(path));
    }

    fn leftover(&self, file: &str) {
        let path = format!("{}/{file}", self.path);
        let remove = vec![path.clone()];
        let (harm, wanted) = (Harm::Leftover, Wanted::Here);
        self.watch.report(Damage { path, module: None, harm, wanted, remove });
    }

    /// With nothing to remove by itself the clone has to go.
    fn flaw(&self, flaw: CloneFlaw, file: Option<String>) {
        let whole = || vec![self.path.clone(), format!("{}.info", self.path)];
        let remove = file.map_or_else(whole, |file| vec![file]);
        self.report(Harm::Clone { flaw }, remove);
    }

    fn report(&self, harm: Harm, remove: Vec<String>) {
        let path = self.path.clone();
        self.watch.report(Damage { path, module: None, harm, wanted: Wanted::Here, remove });
    }
}
