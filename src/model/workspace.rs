use crate::go::goflags::Goflags;
use crate::go::modfile::{Replace, SyntaxError, conflicting_replacements};
use crate::go::toolchain;
use crate::go::workfile::WorkFile;
use crate::model::{Evidence, Facts, File, FileFault, Ground, Location, Member, Stand, Swap};

/// Why go does not get on with a workspace.
#[derive(Clone, Debug, PartialEq)]
pub enum WorkFault<'e> {
    /// GOWORK names a file by a relative path.
    Relative,
    /// GOWORK names a file that cannot be read.
    Unread {
        path: &'e str,
        why: FileFault,
    },
    Syntax {
        path: &'e str,
        error: &'e SyntaxError,
        source: Option<&'e str>,
        count: usize,
    },
    /// It uses no folder.
    Empty,
    Member {
        member: &'e Member,
    },
    /// The same folder is used a second time.
    Twice {
        member: &'e Member,
        first: usize,
    },
    /// Two folders declare one module.
    SameModule {
        member: &'e Member,
        first: &'e Member,
    },
    /// A module asks for a newer go than go.work.
    Older {
        member: &'e Member,
        needs: &'e str,
    },
    /// Two modules replace the same by different things.
    Conflict {
        member: &'e Member,
        swap: &'e Swap,
        other: &'e Swap,
    },
    /// go.work replaces one of its own modules.
    OwnReplaced {
        module: &'e str,
    },
    /// go.work itself replaces the same by different things.
    Clash {
        first: &'e Replace,
        second: &'e Replace,
    },
}

/// The go line of a go.work that has none, and of a go.mod: `cmd/go/internal/gover`.
const WORK: &str = "1.18";
/// Below this a go line is no promise. go's file: `cmd/go/internal/gover/version.go`,
/// `GoStrictVersion`.
const STRICT: &str = "1.21";
/// No go line is newer.
const NEVER: &str = "999.0";

impl Evidence {
    /// What keeps go from the workspace, in the order in which go looks.
    pub fn work_fault(&self) -> Option<WorkFault<'_>> {
        self.facts.work_fault()
    }
}

impl Facts {
    /// What keeps go from the workspace, in the order in which go looks.
    pub fn work_fault(&self) -> Option<WorkFault<'_>> {
        let facts = self;
        let named = facts.settings.raw("GOWORK");
        let is_named = !matches!(named, "" | "off" | "auto");
        if is_named && !is_absolute(named) {
            return Some(WorkFault::Relative);
        }
        match &facts.project.gowork {
            File::NotLooked | File::Absent => None,
            // Only one that is named can be missing.
            File::Unreadable { why: FileFault::NotFound, .. } if !is_named => None,
            File::Unreadable { path, why } => Some(WorkFault::Unread { path, why: *why }),
            File::Broken { path, errors, lines } => {
                let error = errors.first()?;
                let source = lines.iter().find(|(line, _)| *line == error.line);
                let source = source.map(|(_, text)| text.as_str());
                Some(WorkFault::Syntax { path, error, source, count: errors.len() })
            }
            File::Parsed { it, .. } => {
                let ground = &facts.ground;
                let go = it.go.as_ref().map_or(WORK, |line| line.version.as_str());
                if it.uses.is_empty() {
                    return (!facts.project.modules_named).then_some(WorkFault::Empty);
                }
                let replaced: Vec<&str> = it.replace.iter().map(|it| &*it.old.path).collect();
                let own = self.own_folder();
                // Before 1.21 a go line was a hint.
                let go = if facts.go.minor() < 21 { NEVER } else { go };
                twice(ground)
                    .or_else(|| ground.members.iter().find_map(|it| alone(it, go, own)))
                    .or_else(|| same_module(ground))
                    .or_else(|| own_replaced(ground, it))
                    .or_else(|| clash(it))
                    .or_else(|| conflict(ground, &replaced))
            }
        }
    }

    /// The value that a flag of GOFLAGS ends up with.
    pub fn goflag(&self, name: &str) -> Option<String> {
        let flags = Goflags::parse(self.settings.raw("GOFLAGS"), "").ok()?;
        flags.value_of(name).map(str::to_owned)
    }

    /// GOFLAGS without one flag.
    pub fn goflags_without(&self, name: &str) -> String {
        let flags = Goflags::parse(self.settings.raw("GOFLAGS"), "").unwrap_or_default().0;
        let kept = flags.iter().filter(|flag| flag.name != name).map(|flag| match &flag.value {
            Some(value) => format!("-{}={value}", flag.name),
            None => format!("-{}", flag.name),
        });
        kept.collect::<Vec<_>>().join(" ")
    }

    /// Whether -mod=mod stands beside a workspace, which only a build minds.
    pub fn is_mod_in_workspace(&self) -> bool {
        self.project.gowork.parsed().is_some() && self.goflag("mod").is_some_and(|it| it == "mod")
    }

    /// The folder of the go.mod here; its own mistakes are told by other causes.
    fn own_folder(&self) -> &str {
        let path = self.project.gomod.path().unwrap_or_default();
        path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Whether the module here is one that go.work leaves out.
    pub fn is_left_out(&self) -> bool {
        let File::Parsed { it, .. } = &self.project.gowork else { return false };
        let own = self.own_folder();
        let is_own = |member: &Member| member.folder == own;
        !own.is_empty() && !it.uses.is_empty() && !self.ground.members.iter().any(is_own)
    }
}

/// Drive letters count as well.
fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || path.as_bytes().get(1) == Some(&b':')
}

fn twice(ground: &Ground) -> Option<WorkFault<'_>> {
    ground.members.iter().enumerate().find_map(|(at, member)| {
        let first = ground.members[..at].iter().find(|it| it.folder == member.folder)?;
        Some(WorkFault::Twice { member, first: first.line })
    })
}

fn alone<'e>(member: &'e Member, work: &str, own: &str) -> Option<WorkFault<'e>> {
    let is_own = member.folder == own;
    match (&member.state, &member.go) {
        (Stand::Whole, _) if member.module.as_deref().unwrap_or_default().is_empty() => {
            (!is_own).then_some(WorkFault::Member { member })
        }
        (Stand::Whole, Some(go)) => {
            let newer = |than: &str| toolchain::compare(go, than);
            let is_older = newer(work).is_gt() && newer(STRICT).is_ge();
            is_older.then_some(WorkFault::Older { member, needs: go })
        }
        (Stand::Whole, None) => None,
        (Stand::Broken { .. } | Stand::Unreadable { .. }, _) if is_own => None,
        _ => Some(WorkFault::Member { member }),
    }
}

fn same_module(ground: &Ground) -> Option<WorkFault<'_>> {
    ground.members.iter().enumerate().find_map(|(at, member)| {
        let module = member.module.as_ref()?;
        let first = ground.members[..at].iter().find(|it| it.module.as_ref() == Some(module))?;
        Some(WorkFault::SameModule { member, first })
    })
}

fn own_replaced<'e>(ground: &Ground, work: &'e WorkFile) -> Option<WorkFault<'e>> {
    let is_own = |path: &str| ground.members.iter().any(|it| it.module.as_deref() == Some(path));
    let whole = |it: &&Replace| it.old.version.is_none() && is_own(&it.old.path);
    let replace = work.replace.iter().find(whole)?;
    Some(WorkFault::OwnReplaced { module: &replace.old.path })
}

fn clash(work: &WorkFile) -> Option<WorkFault<'_>> {
    let (first, second) = conflicting_replacements(&work.replace)?;
    Some(WorkFault::Clash { first, second })
}

/// go.work's own replacement of a module settles it for all versions.
fn conflict<'e>(ground: &'e Ground, replaced: &[&str]) -> Option<WorkFault<'e>> {
    let is_settled = |swap: &Swap| replaced.contains(&swap.old.split('@').next().unwrap_or(""));
    ground.members.iter().enumerate().find_map(|(at, member)| {
        member.replaces.iter().filter(|swap| !is_settled(swap)).find_map(|swap| {
            let others = ground.members[..at].iter().flat_map(|it| &it.replaces);
            let other = others.rev().find(|it| it.old == swap.old)?;
            (other.new != swap.new).then_some(WorkFault::Conflict { member, swap, other })
        })
    })
}

impl Member {
    /// Its line in go.work.
    pub fn place(&self, file: &str) -> Location {
        let source = self.source.clone();
        Location { file: file.to_owned(), line: self.line, column: None, source }
    }
}
