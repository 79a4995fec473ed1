use crate::base::Veiled;
use crate::go::goimport::Import;
use crate::go::vcs::Tool;

/// Hosts whose paths name the repository, so that go asks no page for it.
/// go's file: `cmd/go/internal/vcs/vcs.go`, `vcsPaths`.
const STATIC: &[&str] = &["github.com", "bitbucket.org"];

/// The repository of a module.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Home {
    /// The import path that its root stands for.
    pub root: String,
    pub repository: Veiled,
    /// The program that fetches from it.
    pub tool: Tool,
    /// The folder in it that stands for the root, where a host says so.
    pub below: Option<String>,
}

impl Home {
    /// Whether go asks this host no page.
    pub fn is_told_by_path(host: &str) -> bool {
        STATIC.contains(&host)
    }

    /// Where the path alone tells.
    pub fn by_path(module: &str) -> Option<Self> {
        let mut parts = module.splitn(4, '/');
        let (host, owner, name) = (parts.next()?, parts.next()?, parts.next()?);
        STATIC.contains(&host).then(|| {
            let root = format!("{host}/{owner}/{name}");
            let repository = Veiled::new(format!("https://{root}"));
            Self { root, repository, tool: Tool::Git, below: None }
        })
    }

    /// What a page of the host says, unless it names no repository, or a file of
    /// this machine. go's function: `validateRepoRoot`.
    pub fn of_import(import: &Import) -> Option<Self> {
        let (scheme, _) = import.repository.split_once("://")?;
        let is_remote = !scheme.is_empty() && !scheme.eq_ignore_ascii_case("file");
        let tool = Tool::named(&import.vcs).filter(|_| is_remote)?;
        Some(Self {
            tool,
            root: import.prefix.clone(),
            repository: Veiled::new(import.repository.clone()),
            below: import.below.clone(),
        })
    }
}
