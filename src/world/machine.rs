use super::{Seal, World};
use crate::base::{Bytes, Soon};
use crate::machine::{
    Command, Entry, Identity, Kind, Listed, Machine, Ran, Scratch, Sink, WriteFault,
};
use crate::model::{Bar, FileFault, Rights, Room};
use std::collections::{BTreeMap, BTreeSet};
use std::future::ready;
use std::io::{Cursor, Read};
use std::time::Duration;

impl Machine for World {
    fn variables(&self) -> BTreeMap<String, String> {
        self.variables.clone()
    }

    fn os(&self) -> String {
        "linux".into()
    }

    fn arch(&self) -> String {
        "amd64".into()
    }

    fn dir(&self) -> Option<String> {
        (!self.dir.is_empty()).then(|| self.dir.clone())
    }

    fn host_name(&self) -> Option<String> {
        Some("workstation".into())
    }

    fn uid(&self) -> Option<u32> {
        Some(1000)
    }

    fn now(&self) -> i64 {
        1_790_000_000
    }

    fn read(&self, path: &str, most: usize) -> Result<Vec<u8>, FileFault> {
        if let Some(fault) = self.locked.get(path) {
            return Err(*fault);
        }
        if path == "/proc/locks" {
            return Ok(self.locks().into_bytes());
        }
        match self.look(path)? {
            Entry::File { size, .. } if size > most as u64 => Err(FileFault::TooLarge),
            Entry::File { .. } => Ok(self.files[path].clone()),
            _ => Err(FileFault::IsDirectory),
        }
    }

    fn open(&self, path: &str) -> Result<Box<dyn Bytes>, FileFault> {
        let content = self.read(path, usize::MAX)?;
        Ok(Box::new(content))
    }

    fn stream(&self, path: &str) -> Result<Box<dyn Read + Send>, FileFault> {
        Ok(Box::new(Cursor::new(self.read(path, usize::MAX)?)))
    }

    fn entries(&self, path: &str) -> Result<Vec<Listed>, FileFault> {
        let kind = |name: &str| match self.look(&format!("{path}/{name}")) {
            Ok(Entry::Folder) => Kind::Folder,
            Ok(Entry::File { .. }) => Kind::File,
            _ => Kind::Other,
        };
        let inode = |name: &str| self.inode(&format!("{path}/{name}")).unwrap_or_default();
        let listed = |name: String| Listed { kind: kind(&name), inode: inode(&name), name };
        Ok(self.list(path)?.into_iter().map(listed).collect())
    }

    /// Each file by its place among all.
    fn identity(&self, path: &str) -> Option<Identity> {
        self.inode(path).map(|inode| Identity { major: 8, minor: 1, inode })
    }

    fn cores(&self) -> usize {
        1
    }

    fn list(&self, path: &str) -> Result<Vec<String>, FileFault> {
        let below = format!("{}/", path.trim_end_matches('/'));
        let inside = self.files.keys().filter_map(|known| known.strip_prefix(&below));
        let names: BTreeSet<String> =
            inside.filter_map(|rest| rest.split('/').next()).map(str::to_owned).collect();
        if names.is_empty() { Err(FileFault::NotFound) } else { Ok(names.into_iter().collect()) }
    }

    fn look(&self, path: &str) -> Result<Entry, FileFault> {
        if let Some(content) = self.files.get(path) {
            let executable = path.contains("/bin/");
            return Ok(Entry::File { size: content.len() as u64, executable });
        }
        self.list(path).map(|_| Entry::Folder)
    }

    fn real(&self, path: &str) -> Option<String> {
        self.look(path).ok().map(|_| path.to_owned())
    }

    fn link(&self, _: &str) -> Option<String> {
        None
    }

    fn rights(&self, path: &str) -> Option<Rights> {
        self.look(path).ok()?;
        let own = Rights { uid: 1000, gid: 1000, mode: 0o755, owner: None };
        Some(self.sealed_at(path).and_then(|seal| seal.rights.clone()).unwrap_or(own))
    }

    fn may_write(&self, path: &str, _: bool) -> Result<(), WriteFault> {
        match self.sealed_at(path).map(|seal| seal.bar) {
            Some(Bar::Denied) => Err(WriteFault::Denied),
            Some(Bar::ReadOnly) => Err(WriteFault::ReadOnly),
            _ => Ok(()),
        }
    }

    fn room(&self, path: &str) -> Option<Room> {
        let (total, files, longest_name) = (1 << 40, 1 << 20, 255);
        let roomy = Room { free: 1 << 38, total, free_files: 1 << 19, files, longest_name };
        Some(match self.sealed_at(path).map(|seal| seal.bar) {
            Some(Bar::NoSpace) => Room { free: 0, ..roomy },
            Some(Bar::NoInodes) => Room { free_files: 0, ..roomy },
            _ => roomy,
        })
    }

    fn knows_locks(&self, path: &str) -> bool {
        self.sealed_at(path).is_none_or(|seal| seal.bar != Bar::NoLocks)
    }

    fn run<'a>(&'a self, command: &'a Command, _: Duration) -> Soon<'a, Ran> {
        let ran = self.ran(command).cloned();
        Box::pin(ready(ran.unwrap_or(Ran::NotFound)))
    }

    fn pour<'a>(
        &'a self,
        command: &'a Command,
        _: Duration,
        sink: &'a mut dyn Sink,
    ) -> Soon<'a, Ran> {
        let ran = match self.ran(command).cloned() {
            Some(Ran::Exited { code, stdout, stderr }) => {
                let _enough = sink.take(&stdout);
                Ran::Exited { code, stdout: Vec::new(), stderr }
            }
            other => other.unwrap_or(Ran::NotFound),
        };
        Box::pin(ready(ran))
    }

    fn scratch(&self) -> Option<Scratch> {
        Some(Scratch::invented("/tmp/scratch"))
    }
}

impl World {
    /// What keeps from writing there, by the nearest folder above that does.
    fn sealed_at(&self, path: &str) -> Option<&Seal> {
        let is_above = |folder: &str| {
            let rest = path.strip_prefix(folder.trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let above = self.sealed.iter().filter(|(folder, _)| is_above(folder));
        above.max_by_key(|(folder, _)| folder.len()).map(|(_, seal)| seal)
    }

    /// As the kernel lists them.
    fn locks(&self) -> String {
        let line = |(path, pid): (&String, &u32)| {
            let inode = self.inode(path).unwrap_or_default();
            format!("1: FLOCK  ADVISORY  WRITE {pid} 08:01:{inode} 0 EOF\n")
        };
        self.held.iter().map(line).collect()
    }

    fn inode(&self, path: &str) -> Option<u64> {
        Some(self.files.keys().position(|known| known == path)? as u64)
    }

    /// `VARIABLE git ls-remote` before `git ls-remote WORD`, where it is given that
    /// word, before `git ls-remote` before `git`; settings in front, as in
    /// `git -c KEY=VALUE fetch`, do not count.
    fn ran(&self, command: &Command) -> Option<&Ran> {
        let mut words = command.arguments.iter().map(String::as_str).peekable();
        while words.next_if_eq(&"-c").is_some() {
            words.next();
        }
        let first = words.next().unwrap_or_default();
        let narrow = format!("{} {first}", command.program);
        let set = command.variables.iter().map(|(name, _)| format!("{name} {narrow}"));
        let mut known = set.filter_map(|name| self.programs.get(&name));
        let rest: Vec<&str> = words.collect();
        let given = || rest.iter().find_map(|word| self.programs.get(&format!("{narrow} {word}")));
        let known = known.next().or_else(given).or_else(|| self.programs.get(&narrow));
        known.or_else(|| self.programs.get(&command.program))
    }

    /// Whether a bundle of this machine holds an authority.
    pub(super) fn trusts(&self, authority: &str) -> bool {
        if let Some(known) = self.trusting {
            return known;
        }
        self.holds(authority, |name| self.variables.get(name).map(String::as_str))
    }

    /// Whether one of go's own places does, whatever variables say.
    pub(super) fn trusts_usually(&self, authority: &str) -> bool {
        self.holds(authority, |_| None)
    }

    fn holds<'a>(&self, authority: &str, named: impl Fn(&str) -> Option<&'a str>) -> bool {
        const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";
        let (file, folder) = (named("SSL_CERT_FILE"), named("SSL_CERT_DIR"));
        let folders = folder.map_or(vec!["/etc/ssl/certs", "/etc/pki"], |it| vec![it]);
        let counts = |path: &String| {
            path == file.unwrap_or(BUNDLE) || folders.iter().any(|place| path.starts_with(place))
        };
        let holds = |content: &[u8]| String::from_utf8_lossy(content).contains(authority);
        self.files.iter().any(|(path, content)| counts(path) && holds(content))
    }
}
