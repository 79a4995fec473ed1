use crate::base::{Deadline, Excerpt, Veiled};
use crate::go::origin::{ATTRIBUTES, Ref, Revision, listed};
use crate::machine::{Command, Machine, Ran, Scratch, Sink};
use crate::model::{Facts, OriginFault};
use crate::probe::origin::silent;

/// The digits of a commit where they are SHA-256.
const SHA256: usize = 64;

/// What a hook of git sets, and where these lie in a folder of our own: else git
/// would write into the repository that the hook runs for.
const ELSEWHERE: [(&str, &str); 5] = [
    ("GIT_COMMON_DIR", ""),
    ("GIT_OBJECT_DIRECTORY", "/objects"),
    ("GIT_ALTERNATE_OBJECT_DIRECTORIES", "/objects"),
    ("GIT_INDEX_FILE", "/index"),
    ("GIT_SHALLOW_FILE", "/shallow"),
];
/// git tidies up behind our back, and later than we stay.
const UNTIDIED: [&str; 4] = ["-c", "gc.auto=0", "-c", "maintenance.auto=false"];

/// What git does is of no more use after a fault.
pub(super) type Cut<T> = Result<T, OriginFault>;

/// git, in a folder of our own, about one repository. It is run as go runs it.
/// go's file: `cmd/go/internal/modfetch/codehost/git.go`.
pub(super) struct Git<'g> {
    pub machine: &'g dyn Machine,
    pub facts: &'g Facts,
    pub scratch: &'g Scratch,
    pub remote: &'g Veiled,
    pub until: Deadline,
}

/// A commit that is here now.
pub(super) struct Fetched {
    pub commit: String,
    /// When it was made, in Unix seconds.
    pub seconds: i64,
    /// Branches and tags as far as they count.
    pub refs: Vec<Ref>,
    /// Whether nothing before it is here.
    pub shallow: bool,
}

impl Git<'_> {
    /// Fetches what the version is called, and nothing else where that can be asked
    /// for alone. go's functions: `newGitRepo`, `gitRepo.stat`, `ensureGitAttributes`.
    pub(super) async fn fetch(&self, revision: &Revision) -> Cut<Fetched> {
        let refs = self.list(revision).await?;
        let known = revision.among(&refs);
        if known.is_none() && matches!(revision, Revision::Tag(_)) || refs.is_empty() {
            return Err(OriginFault::NotThere);
        }
        self.begin(&refs).await?;
        let shallow = known.is_some();
        let (commit, seconds) = match (known, revision) {
            (Some(known), _) => {
                let both = format!("{0}:{0}", known.name);
                let alone = ["-c", "protocol.version=2", "fetch", "-f", "--depth=1", "origin"];
                self.run(&[&UNTIDIED[..], &alone, &[&both]].concat()).await?;
                self.seen(&known.name).await?
            }
            (None, Revision::Tag(name) | Revision::Commit(name)) => {
                let all = ["refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*"];
                let fetch = ["fetch", "-f", "origin"];
                self.run(&[&UNTIDIED[..], &fetch, &all].concat()).await?;
                self.seen(name).await?
            }
        };
        Ok(Fetched { commit, seconds, refs, shallow })
    }

    /// Whether a commit comes after one of these, as far as that can be told.
    /// go's function: `gitRepo.DescendsFrom`.
    pub(super) async fn descends(&self, fetched: &Fetched, from: &[&Ref]) -> Option<bool> {
        if fetched.shallow {
            let all = ["refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*"];
            let fetch = ["fetch", "-f", "--unshallow", "--filter=tree:0", "origin"];
            self.run(&[&UNTIDIED[..], &fetch, &all].concat()).await.ok()?;
        }
        for base in from {
            let words = ["merge-base", "--is-ancestor", &base.commit, &fetched.commit];
            match self.run(&words).await {
                Ok(_) => return Some(true),
                Err(OriginFault::Failed { code: 1, .. }) => {}
                Err(_) => return None,
            }
        }
        Some(false)
    }

    /// Branches and tags as far as they count for the revision.
    async fn list(&self, revision: &Revision) -> Cut<Vec<Ref>> {
        let remote = self.remote.raw();
        let printed = match revision {
            Revision::Tag(name) => {
                let peeled = format!("{name}^{{}}");
                self.run(&["ls-remote", "-q", "--tags", "--", remote, name, &peeled]).await?
            }
            Revision::Commit(_) => {
                self.run(&["ls-remote", "-q", "--heads", "--tags", "--", remote]).await?
            }
        };
        Ok(listed(&printed))
    }

    /// An empty repository that knows the remote one.
    async fn begin(&self, refs: &[Ref]) -> Cut<()> {
        // By a variable, which a git from before SHA-256 does not stumble over.
        let longer = refs.first().is_some_and(|it| it.commit.len() == SHA256);
        let mut init = self.command(&["init", "-q", "--bare"]);
        let format = if longer { "sha256" } else { "sha1" };
        init.variables.push(("GIT_DEFAULT_HASH".to_owned(), format.to_owned()));
        read(self.machine.run(&init, self.until.left()).await)?;
        self.run(&["remote", "add", "origin", self.remote.raw()]).await?;
        let written = self.scratch.append("info/attributes", ATTRIBUTES);
        written.map_err(|_| OriginFault::NoScratch)
    }

    /// go's function: `gitRepo.statLocal`.
    async fn seen(&self, name: &str) -> Cut<(String, i64)> {
        let words = ["-c", "log.showsignature=false", "log", "--no-decorate", "-n1"];
        let rest = ["--format=format:%H %ct", name, "--"];
        let printed = match self.run(&[&words[..], &rest[..]].concat()).await {
            Err(OriginFault::Failed { .. }) => return Err(OriginFault::NotThere),
            printed => printed?,
        };
        let text = String::from_utf8_lossy(&printed);
        if text.trim().is_empty() {
            // A tag of something that is no commit.
            return Err(OriginFault::NotThere);
        }
        let (commit, seconds) = text.trim().split_once(' ').ok_or(OriginFault::BrokenOff)?;
        let seconds = seconds.parse().map_err(|_| OriginFault::BrokenOff)?;
        Ok((commit.to_owned(), seconds))
    }

    /// What git prints.
    pub(super) async fn run(&self, words: &[&str]) -> Cut<Vec<u8>> {
        let command = self.command(words);
        read(self.machine.run(&command, self.until.left()).await)
    }

    /// What git prints for what it is given.
    pub(super) async fn ask(&self, words: &[&str], input: Vec<u8>) -> Cut<Vec<u8>> {
        let command = Command { input, ..self.command(words) };
        read(self.machine.run(&command, self.until.left()).await)
    }

    /// Gives away what git prints as it comes.
    pub(super) async fn pour(&self, words: &[&str], sink: &mut dyn Sink) -> Cut<()> {
        let command = self.command(words);
        read(self.machine.pour(&command, self.until.left(), sink).await).map(|_| ())
    }

    pub(super) fn command(&self, words: &[&str]) -> Command {
        let folder = self.scratch.path().to_owned();
        let mut variables = silent(self.machine, self.facts);
        variables.push(("GIT_DIR".to_owned(), folder.clone()));
        let set = self.machine.variables();
        let elsewhere = ELSEWHERE.iter().filter(|(name, _)| set.contains_key(*name));
        variables
            .extend(elsewhere.map(|(name, own)| ((*name).to_owned(), format!("{folder}{own}"))));
        Command { dir: Some(folder), variables, ..Command::of("git", words) }
    }
}

fn read(ran: Ran) -> Cut<Vec<u8>> {
    match ran {
        Ran::Exited { code: 0, stdout, .. } => Ok(stdout),
        Ran::Exited { code, stderr, .. } => Err(OriginFault::Failed { code, words: said(&stderr) }),
        Ran::TimedOut => Err(OriginFault::Deadline),
        Ran::Killed => Err(OriginFault::BrokenOff),
        Ran::NotFound | Ran::NotExecutable => Err(OriginFault::NoGit),
    }
}

/// The first line that tells why.
fn said(stderr: &[u8]) -> Excerpt {
    let text = String::from_utf8_lossy(stderr);
    let fatal = text.lines().find(|line| line.contains("fatal:") || line.contains("error:"));
    let line = fatal.or_else(|| text.lines().next()).unwrap_or_default();
    Excerpt::text(&Veiled::in_words(line))
}
