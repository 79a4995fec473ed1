//! All facts, gathered once: local looks only, no packet leaves the machine.

mod arguments;
mod astray;
mod copies;
mod credentials;
mod disk;
mod dockerfile;
mod env_file;
mod git;
mod golang;
mod ground;
mod imports;
mod ledger;
mod locks;
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

pub use dockerfile::{DockerfileAt, NoDockerfile, dockerfile};
pub use golang::quietly;
pub use ledger::Ledger;
pub use sumdb::STORED;

use crate::go::x509::Pool;
use crate::machine::Machine;
use crate::model::{Facts, File, GitFacts, GoFacts, Search};

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
    let dir = asked.dir.clone().or_else(|| machine.dir()).unwrap_or_else(|| "/".into());
    let golang = golang::look(machine, &variables, asked.go.as_deref(), &dir).await;
    let version = golang.version();
    let project = project::look(machine, &golang.settings, &dir, &version, asked);
    let sums = sums::read(machine, &project, &version);
    let ledger = Ledger::of(&golang.settings, sums);
    let (mut needs, cached) = needs::look(machine, &ledger, &project, asked);
    let path = variables.get("PATH").map(String::as_str).unwrap_or_default();
    let versions = needs::versions(&project, asked);
    let locks = locks::look(machine, &ledger, &needs, &versions);
    let switch = switch::look(machine, &golang.settings, &project.facts, &version, path);
    needs.extend(switch.need);
    let (os, minor) = (&platform.os, golang.facts.minor());
    let (mut roots, pool) = trust::look(machine, &variables, os, minor);
    let usual_roots = trust::usual(machine, &variables, os, minor, &mut roots);
    let lists = astray::look(machine, &variables);
    let names = names::look(machine, &platform.os);
    let (goauth, minor) = (golang.settings.raw("GOAUTH"), golang.facts.minor());
    let credentials = credentials::look(machine, &variables, &dir, goauth, minor);
    let facts = Facts {
        netrc: credentials.netrc,
        netrc_oddities: credentials.oddities,
        other_netrcs: credentials.others,
        goauth: credentials.goauth,
        arguments: arguments::look(asked),
        env_file: env_file::look(machine, &variables),
        disk: disk::look(machine, &golang.settings),
        ground: ground::look(machine, &project, &golang.settings, &version),
        packages: packages::look(machine, &project),
        switching: switch.facts,
        stray_lines: lists.stray,
        own_lists: lists.own,
        variables: variables::pick(&variables),
        platform,
        go: GoFacts { refusal: switch.refusal, ..golang.facts },
        copies: match asked.scope {
            Scope::Missing => copies::Copies::of(machine, &ledger).look(&needs),
            Scope::All => Vec::new(),
        },
        locks,
        sumdb: sumdb::look(machine, &golang.settings),
        unsummed: imports::unsummed(machine, &ledger, &golang.settings, &project, &version),
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
    Gathered { facts, ledger, roots: pool, usual_roots }
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
