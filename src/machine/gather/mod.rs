//! All facts, gathered once: local looks only, no packet leaves the machine.

mod arguments;
mod astray;
mod bounds;
mod command;
mod copies;
mod credentials;
mod disk;
mod dockerfile;
mod env_file;
mod flag_files;
mod git;
mod golang;
mod ground;
mod ignored;
mod imports;
mod ledger;
mod locks;
mod made_by;
mod names;
mod needs;
mod packages;
mod platform;
mod project;
mod ssh;
mod sumdb;
mod sums;
mod switch;
mod trust;
mod variables;
mod vendor;
mod volumes;

pub use command::Commanded;
pub use dockerfile::{DockerfileAt, NoDockerfile, dockerfile};
pub use golang::quietly;
pub use ledger::Ledger;
pub use sumdb::STORED;

use self::packages::Builds;
use crate::go::x509::Pool;
use crate::machine::Machine;
use crate::model::{Facts, File, GitFacts, GoFacts, Ignored, Search};

/// What the command line says about where to look.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The folder of `-C`; the working folder where there is none.
    pub dir: Option<String>,
    /// The go command of `--go`.
    pub go: Option<String>,
    /// Modules named on the command line, each with a version or a query if
    /// one was given.
    pub modules: Vec<(String, Option<String>)>,
    pub scope: Scope,
    /// Modules that are looked at before all others, whatever else is asked for.
    pub beside: Vec<(String, Option<String>)>,
    /// Whether the go.mod here plays no part.
    pub alone: bool,
    /// Whether it is no fault that there is no go.mod.
    pub optional: bool,
    /// Whether the Go files are left alone.
    pub skip_code: bool,
}

/// Which modules are asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Those that go would have to fetch.
    #[default]
    Missing,
    /// Those that lie in the cache as well.
    All,
}

/// The facts, and what is too large for a report: the cache and go.sum, and the
/// certificates that go trusts here.
pub struct Gathered {
    pub facts: Facts,
    pub ledger: Ledger,
    pub roots: Pool,
    /// Those of go's own places, where a variable names others.
    pub usual_roots: Option<Pool>,
}

/// Looks at the machine, in the order in which one thing leads to the next.
pub async fn gather(machine: &dyn Machine, asked: &Asked) -> Gathered {
    let variables = machine.variables();
    let platform = platform::look(machine, &variables);
    let found = asked.dir.clone().or_else(|| machine.dir());
    let gone = found.is_none();
    let dir = found.unwrap_or_else(|| "/".into());
    let golang = golang::look(machine, &variables, asked.go.as_deref(), &dir).await;
    let version = golang.version();
    let project = if gone {
        project::gone(asked)
    } else {
        project::look(machine, &golang.settings, &dir, &version, asked)
    };
    let sums = sums::read(machine, &project, &version);
    let ledger = Ledger::of(&golang.settings, sums);
    let ignored = ignored::look(machine, &variables, &golang.settings, &project.facts);
    let goroot = golang.settings.raw("GOROOT");
    let arguments = arguments::look(machine, asked, &project.facts, goroot);
    let usable = arguments::usable(asked, &arguments, &project.facts);
    let asked_for = asked_for(asked, &usable, ignored.as_ref()).filter(|_| !gone);
    let (mut needs, cached) = match asked_for {
        Some(asked) => needs::look(machine, &ledger, &project, asked),
        None => (Vec::new(), 0),
    };
    let path = variables.get("PATH").map(String::as_str).unwrap_or_default();
    let versions = asked_for.map(|it| needs::versions(&project, it)).unwrap_or_default();
    let locks = locks::look(machine, &ledger, &needs, &versions);
    let here = switch::Here { machine, settings: &golang.settings, project: &project, path };
    let switch = here.look(&version, &ledger);
    needs.extend(switch.need);
    let sumdb = sumdb::look(machine, &golang.settings);
    let known = disk::Known {
        settings: &golang.settings,
        ledger: &ledger,
        project: &project,
        needs: &needs,
        wanted: &versions,
        sumdb: sumdb.as_ref(),
    };
    let disk = disk::look(machine, asked, &known);
    let (os, minor) = (&platform.os, golang.facts.minor());
    let (mut roots, pool) = trust::look(machine, &variables, os, minor);
    let usual_roots = trust::usual(machine, &variables, os, minor, &mut roots);
    let lists = astray::look(machine, &variables);
    let names = names::look(machine, &platform.os);
    let (goauth, minor) = (golang.settings.raw("GOAUTH"), golang.facts.minor());
    let credentials = credentials::look(machine, &variables, &dir, goauth, minor);
    let others = variables::pick(&variables);
    let (settings, found) = (&golang.settings, &project);
    let builds = Builds { machine, ledger: &ledger, settings, project: found, version: &version };
    let sources =
        if asked.scope == Scope::Missing && !asked.skip_code { builds.sources() } else { None };
    let unsummed = imports::unsummed(&builds, sources.as_ref());
    let mut facts = Facts {
        netrc: credentials.netrc,
        netrc_oddities: credentials.oddities,
        other_netrcs: credentials.others,
        goauth: credentials.goauth,
        arguments,
        flag_files: flag_files::look(machine, &golang.settings, &project.facts, &version),
        ignored,
        env_file: env_file::look(machine, &variables),
        disk,
        ground: ground::look(machine, &project, &golang.settings, &version),
        packages: builds.look(sources.as_ref(), &versions),
        switching: switch.facts,
        stray_lines: lists.stray,
        own_lists: lists.own,
        made_by: made_by::look(machine, &variables, &golang.settings, &others),
        variables: others,
        platform,
        go: GoFacts { refusal: switch.refusal, ..golang.facts },
        copies: match asked.scope {
            Scope::Missing => copies::Copies::of(machine, &ledger).look(&needs),
            Scope::All => Vec::new(),
        },
        locks,
        sumdb,
        unsummed,
        sums: sums::here(machine, &ledger, &golang.settings, &needs),
        settings: golang.settings,
        needs,
        cached,
        project: project.facts,
        resolver: names.resolver,
        lookup_order: names.order,
        hosts: names.hosts,
        roots,
        git: GitFacts {
            netrc: credentials.of_git,
            netrc_at: credentials.git_at,
            ..git::look(machine).await
        },
        ssh: ssh::look(machine, &variables),
    };
    if facts.work_fault().is_some() {
        // go stops there, and asks nobody.
        facts.needs.clear();
    }
    Gathered { facts, ledger, roots: pool, usual_roots }
}

/// What is asked of servers, where anything is.
fn asked_for<'u>(asked: &Asked, usable: &'u Asked, ignored: Option<&Ignored>) -> Option<&'u Asked> {
    match ignored {
        // go finds nothing here, and fetches nothing that is not named.
        Some(Ignored::TempRoot { .. }) if asked.modules.is_empty() => None,
        _ if usable.modules.is_empty() && !asked.modules.is_empty() => None,
        _ => Some(usable),
    }
}

/// A text file read whole, or why not.
fn read_text<T>(
    machine: &dyn Machine,
    path: &str,
    most: usize,
    parse: impl FnOnce(&[u8]) -> File<T>,
) -> File<T> {
    match machine.read(path, most) {
        Ok(content) => parse(&content),
        Err(crate::model::FileFault::NotFound) => File::Absent,
        Err(why) => File::Unreadable { path: path.to_owned(), why },
    }
}

/// `folder/name`, by slashes on every system.
fn join(folder: &str, name: &str) -> String {
    format!("{}/{name}", folder.trim_end_matches('/'))
}

impl golang::Golang {
    /// Such as `go1.26.8`; empty where no go was found.
    fn version(&self) -> String {
        match &self.facts.search {
            Search::Found(binary) => binary.version.clone().unwrap_or_default(),
            _ => String::new(),
        }
    }
}
