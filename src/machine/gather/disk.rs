use super::ledger::Ledger;
use super::locks::is_unpacked;
use super::project::Found;
use super::volumes::Volumes;
use super::{Asked, Scope, bounds, join};
use crate::go::env::{Platform, Settings, goenv_path};
use crate::go::gosumdb::used_for;
use crate::go::modcache::ModuleVersion;
use crate::machine::{Entry, Machine, WriteFault};
use crate::model::{
    Bar, Disk, File, FileFault, Need, Part, Rights, Room, Spot, SumdbFiles, Volume, Write,
};
use std::collections::BTreeMap;

/// As many spots are told.
const TOLD: usize = 20;
/// The whole of a path, with the zero behind it.
const LONGEST_PATH: usize = 4096;
/// Behind a name while go still writes it: ten digits and `.tmp`.
const MEANWHILE: usize = 14;
/// Less than this is no place for a cache, in bytes.
const ROOMY: u64 = 64 << 20;
/// A version makes at least these files: a lock, a zip, its hash and a folder.
const FILES: u64 = 4;
/// And takes at least this of the disk, in bytes.
const BLOCK: u64 = 2 << 10;
const TOOLCHAIN: &str = "golang.org/toolchain";

/// What is known by the time that the disk is looked at.
pub(super) struct Known<'a> {
    pub settings: &'a Settings,
    pub ledger: &'a Ledger,
    pub project: &'a Found,
    pub needs: &'a [Need],
    pub wanted: &'a [ModuleVersion],
    pub sumdb: Option<&'a SumdbFiles>,
}

/// The spots that go writes to. Nothing is written to find out.
pub(super) fn look(machine: &dyn Machine, asked: &Asked, known: &Known<'_>) -> Disk {
    if machine.os() == "windows" || asked.scope == Scope::All {
        return Disk::default();
    }
    let mut looker = Looker {
        machine,
        known,
        volumes: Volumes::of(machine),
        spots: Vec::new(),
        bars_sumdb: false,
    };
    let cache = looker.cache();
    looker.sumdb();
    looker.sums(asked);
    looker.temporary();
    looker.locks();
    let variables = machine.variables();
    Disk {
        refuge: if looker.spots.is_empty() { None } else { looker.refuge(&variables) },
        keeps_settings: looker.keeps_settings(&variables),
        has_usual_temporary: machine.is_folder("/tmp") && looker.folder("/tmp").is_none(),
        uid: machine.uid(),
        limits: bounds::look(machine),
        cache,
        bars_sumdb: looker.bars_sumdb,
        spots: looker.spots,
    }
}

struct Looker<'a> {
    machine: &'a dyn Machine,
    known: &'a Known<'a>,
    volumes: Volumes,
    spots: Vec<Spot>,
    bars_sumdb: bool,
}

/// What is in the way, and of what.
struct Barred {
    path: String,
    at: String,
    bar: Bar,
}

impl Looker<'_> {
    /// The file system of the cache, where go has to write into it.
    fn cache(&mut self) -> Option<Volume> {
        let root = self.known.settings.raw("GOMODCACHE").to_owned();
        let due = self.due();
        if !root.starts_with('/') || due.is_empty() {
            return None;
        }
        let volume = self.volume(&self.existing(&root));
        for module in &due {
            let barred = self.cache_bar(&root, module, &volume, due.len() as u64);
            if let Some(barred) = barred {
                self.put(barred, Write::Cache, module.named());
            }
        }
        Some(volume)
    }

    /// Versions of which go has something to write.
    fn due(&self) -> Vec<ModuleVersion> {
        let toolchain = self.known.needs.iter().filter(|need| need.module == TOOLCHAIN);
        let toolchain = toolchain
            .map(|it| ModuleVersion { path: it.module.clone(), version: it.version.clone() });
        let all = self.known.wanted.iter().cloned().chain(toolchain);
        all.filter(|module| self.is_written(module)).collect()
    }

    /// go writes neither of what is whole nor of a go.mod alone: that it says and goes on.
    /// go's file: `cmd/go/internal/modfetch/fetch.go`, `DownloadZip` and `download`.
    fn is_written(&self, module: &ModuleVersion) -> bool {
        self.lacks_zip(module) || !is_unpacked(self.machine, self.known.ledger, module)
    }

    fn lacks_zip(&self, module: &ModuleVersion) -> bool {
        let lies = |ending: &str| {
            let path = self.known.ledger.cached(&module.path, &module.version, ending);
            path.is_some_and(|path| matches!(self.machine.look(&path), Ok(Entry::File { .. })))
        };
        !(lies(".zip") && lies(".ziphash"))
    }

    fn cache_bar(
        &self,
        root: &str,
        module: &ModuleVersion,
        volume: &Volume,
        due: u64,
    ) -> Option<Barred> {
        let ledger = self.known.ledger;
        let lock = ledger.cached(&module.path, &module.version, ".lock")?;
        let folder = parent(&lock)?.to_owned();
        let unpacked = ledger.unpacked(&module.path, &module.version)?;
        if !self.machine.is_folder(root) {
            return self.folder(root).or_else(|| self.tight(root, volume, due));
        }
        self.too_long(&lock, volume)
            .or_else(|| self.folder(&folder))
            .or_else(|| self.file(&lock))
            .or_else(|| self.folder(parent(&unpacked)?))
            .or_else(|| self.tight(root, volume, due))
            .or_else(|| {
                let is_toolchain = module.path == TOOLCHAIN && volume.has("noexec");
                is_toolchain.then(|| self.barred(root, Bar::NoExec))
            })
    }

    fn too_long(&self, path: &str, volume: &Volume) -> Option<Barred> {
        let longest = volume.room.map_or(255, |room| room.longest_name.max(1));
        let is_long = |name: &str| name.len() as u64 > longest;
        let is_too_long = path.len() + MEANWHILE >= LONGEST_PATH || path.split('/').any(is_long);
        is_too_long.then(|| self.barred(path, Bar::TooLong))
    }

    /// A file system on which nothing is left.
    fn tight(&self, path: &str, volume: &Volume, due: u64) -> Option<Barred> {
        let Room { free, total, free_files, files, .. } = volume.room?;
        let bar = match () {
            () if total > 0 && free < due.min(64) * BLOCK => Bar::NoSpace,
            () if files > 0 && free_files < due.min(64) * FILES => Bar::NoInodes,
            () => return None,
        };
        Some(self.barred(path, bar))
    }

    fn barred(&self, path: &str, bar: Bar) -> Barred {
        Barred { path: path.to_owned(), at: self.existing(path), bar }
    }

    /// What keeps a folder from being made, or from being written into.
    fn folder(&self, path: &str) -> Option<Barred> {
        let barred = |at: &str, bar| Some(Barred { path: path.to_owned(), at: at.to_owned(), bar });
        let mut at = path;
        loop {
            match self.machine.look(at) {
                Ok(Entry::Folder) => {
                    let fault = self.machine.may_write(at, true).err()?;
                    return barred(at, bar(fault));
                }
                Ok(_) => return barred(at, Bar::NotAFolder),
                Err(FileFault::NotFound) if self.machine.link(at).is_some() => {
                    return barred(at, Bar::Dangling);
                }
                Err(_) => at = parent(at)?,
            }
        }
    }

    /// What keeps a file that is there from being written.
    fn file(&self, path: &str) -> Option<Barred> {
        if !matches!(self.machine.look(path), Ok(Entry::File { .. })) {
            return None;
        }
        let fault = self.machine.may_write(path, false).err()?;
        Some(Barred { path: path.to_owned(), at: path.to_owned(), bar: bar(fault) })
    }

    /// go keeps the newest tree of the database below GOPATH. Where it has none yet, it
    /// has to write one.
    fn sumdb(&mut self) {
        let known = self.known;
        let Some(latest) = known.sumdb.and_then(|it| it.latest.clone()) else { return };
        let raw = |key: &str| known.settings.raw(key);
        let asks = |need: &&Need| {
            let (gosumdb, gonosumdb) = (raw("GOSUMDB"), raw("GONOSUMDB"));
            !need.summed && used_for(gosumdb, gonosumdb, raw("GOPROXY"), &need.module)
        };
        let needs: Vec<&Need> = known.needs.iter().filter(asks).collect();
        if !latest.starts_with('/') || self.machine.look(&latest).is_ok() {
            return;
        }
        let Some(folder) = parent(&latest) else { return };
        let volume = self.volume(&self.existing(folder));
        let barred = || self.folder(folder).or_else(|| self.tight(folder, &volume, 1));
        let bars = !needs.is_empty() && barred().is_some();
        let named = |need: &&Need| format!("{}@{}", need.module, need.version);
        let stopped = |name: &String| self.spots.iter().any(|spot| spot.modules.contains(name));
        // What the cache stops comes no further.
        let left: Vec<String> = needs.iter().map(named).filter(|name| !stopped(name)).collect();
        let barred: Vec<_> = left.into_iter().filter_map(|it| Some((barred()?, it))).collect();
        self.bars_sumdb = bars;
        for (barred, module) in barred {
            self.put(barred, Write::Sumdb, module);
        }
    }

    /// go writes new lines of go.sum, or of the go.work.sum of a workspace. go's file: `cmd/go/internal/modcmd/download.go`, `runDownload`.
    fn sums(&mut self, asked: &Asked) {
        let known = self.known;
        let facts = &known.project.facts;
        let path = match (&facts.gowork, &facts.gomod) {
            (File::Parsed { path, .. }, _) => format!("{path}.sum"),
            (_, File::Parsed { path, .. }) => join(parent(path).unwrap_or("/"), "go.sum"),
            _ => return,
        };
        let all = !asked.modules.is_empty() || facts.gowork.parsed().is_some();
        let lies = self.machine.look(&path).is_ok();
        // Without a name go notes the hashes of the go.mod files that it reads, and no other.
        let noted = |need: &Need| need.sums.iter().any(|line| line.part == Part::GoMod);
        let is_new = |need: &&Need| if all { !need.summed } else { !noted(need) };
        let new = known.needs.iter().filter(is_new).filter(|need| need.module != TOOLCHAIN);
        for need in new {
            let above = || parent(&path).and_then(|folder| self.folder(folder));
            let barred = if lies { self.file(&path) } else { above() };
            if let Some(barred) = barred {
                let barred = Barred { path: path.clone(), ..barred };
                self.put(barred, Write::Sums, format!("{}@{}", need.module, need.version));
            }
        }
    }

    /// Where go puts together the zip of a repository.
    /// go's file: `cmd/go/internal/modfetch/coderepo.go`, `Zip`.
    fn temporary(&mut self) {
        let variables = self.machine.variables();
        let folder = variables.get("TMPDIR").filter(|it| !it.is_empty());
        let folder = folder.map_or("/tmp", String::as_str);
        if !folder.starts_with('/') {
            return;
        }
        let there = self.machine.is_folder(folder);
        let barred = match (there, self.machine.os().as_str()) {
            (true, _) => {
                let volume = self.volume(folder);
                self.folder(folder).or_else(|| self.tight(folder, &volume, 1))
            }
            (false, _) if variables.contains_key("TMPDIR") => {
                Some(self.barred(folder, Bar::Missing))
            }
            (false, _) => None,
        };
        let zips = self.known.needs.iter().filter(|need| need.lacking.zip);
        let modules: Vec<String> =
            zips.map(|need| format!("{}@{}", need.module, need.version)).collect();
        let Some(barred) = barred else { return };
        for module in modules {
            let again = Barred { path: barred.path.clone(), at: barred.at.clone(), ..barred };
            self.put(again, Write::Temporary, module);
        }
    }

    /// go locks go.mod to read it.
    fn locks(&mut self) {
        let gomod = self.known.project.facts.gomod.path().map(str::to_owned);
        let Some(gomod) = gomod else { return };
        let lies_here = LOCAL.contains(&self.volume(&gomod).kind.as_str());
        if !lies_here && !self.machine.knows_locks(&gomod) {
            let barred = Barred { path: gomod.clone(), at: gomod, bar: Bar::NoLocks };
            self.put(barred, Write::Lock, String::new());
        }
    }

    fn put(&mut self, barred: Barred, write: Write, module: String) {
        let Barred { path, at, bar } = barred;
        let known = |place: &&mut Spot| place.at == at && place.write == write && place.bar == bar;
        let modules: Vec<String> = Some(module).filter(|it| !it.is_empty()).into_iter().collect();
        if let Some(place) = self.spots.iter_mut().find(known) {
            place.modules.extend(modules);
        } else if self.spots.len() < TOLD {
            let rights = self.machine.rights(&at).map(|rights| self.named(&rights));
            let volume = self.volume(&at);
            self.spots.push(Spot { path, at, write, bar, rights, volume, modules });
        }
    }

    fn named(&self, rights: &Rights) -> Rights {
        let passwd = self.machine.read("/etc/passwd", 1 << 20).unwrap_or_default();
        let passwd = String::from_utf8_lossy(&passwd).into_owned();
        let uid = rights.uid.to_string();
        let is_it = |line: &&str| line.split(':').nth(2) == Some(uid.as_str());
        let owner = passwd.lines().find(is_it).and_then(|line| line.split(':').next());
        let owner = owner.map(str::to_owned).or_else(|| (rights.uid == 0).then(|| "root".into()));
        Rights { owner, ..*rights }
    }

    fn volume(&self, at: &str) -> Volume {
        let real = self.machine.real(at).unwrap_or_else(|| at.to_owned());
        Volume { room: self.machine.room(at), ..self.volumes.holding(&real) }
    }

    /// The path itself, or the nearest folder above that is there.
    fn existing(&self, path: &str) -> String {
        let mut at = path;
        while self.machine.look(at).is_err() {
            let Some(above) = parent(at) else { return "/".to_owned() };
            at = above;
        }
        at.to_owned()
    }

    /// A folder that a GOPATH could be made as.
    fn refuge(&self, variables: &BTreeMap<String, String>) -> Option<String> {
        let of = |name: &str| variables.get(name).filter(|it| it.starts_with('/'));
        let now = self.known.settings.raw("GOPATH");
        let home = of("HOME").map(|home| join(home, "go"));
        let temporary = of("TMPDIR").map_or("/tmp/go".to_owned(), |folder| join(folder, "go"));
        let candidates = home.into_iter().chain([temporary, "/tmp/go".to_owned()]);
        let is_fit = |path: &String| {
            let room = self.machine.room(&self.existing(path));
            let is_roomy = room.is_none_or(|room| {
                let files = room.files == 0 || room.free_files > 1000;
                room.free >= ROOMY && files
            });
            let fits = |below: &str| self.folder(&join(path, below)).is_none();
            path != now && is_roomy && fits("pkg/mod/cache/download") && fits("pkg/sumdb")
        };
        candidates.into_iter().find(is_fit)
    }

    fn keeps_settings(&self, variables: &BTreeMap<String, String>) -> bool {
        let platform = Platform { goos: self.machine.os(), goarch: self.machine.arch() };
        let path = goenv_path(variables, &platform).filter(|path| path.starts_with('/'));
        path.is_some_and(|path| {
            let folder = parent(&path).and_then(|folder| self.folder(folder));
            folder.is_none() && self.file(&path).is_none()
        })
    }
}

/// File systems of which it is known that they know locks: no file is opened to see it.
const LOCAL: &[&str] = &["ext4", "ext3", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "apfs", "f2fs"];

fn bar(fault: WriteFault) -> Bar {
    match fault {
        WriteFault::Denied => Bar::Denied,
        WriteFault::ReadOnly => Bar::ReadOnly,
    }
}

fn parent(path: &str) -> Option<&str> {
    let (parent, name) = path.trim_end_matches('/').rsplit_once('/')?;
    (!name.is_empty()).then_some(if parent.is_empty() { "/" } else { parent })
}
