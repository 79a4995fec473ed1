use super::Place;
use super::environment::quiet_ssh;
use crate::base::Veiled;
use crate::go::origin::Revision;
use crate::go::vcs::Tool;
use crate::machine::{Command, Entry, Ran, Scratch};
use crate::model::{
    Artefact, Fault, Fetch, FileFault, Need, Outcome, Reply, Source, Unknown, VcsFault,
};
use crate::probe::lookout::Lookout;
use crate::probe::resolve::millis;
use std::time::Instant;

/// A version asked of a repository that is none of git's, without fetching it.
/// go's file: `cmd/go/internal/modfetch/codehost/vcs.go`, `vcsCmds`.
pub(super) async fn ask(lookout: &Lookout<'_>, need: &Need, place: &Place) -> Fetch {
    let start = Instant::now();
    Fetch {
        module: need.module.clone(),
        version: need.version.clone(),
        artefact: Artefact::Tag,
        source: Source::Origin,
        url: Veiled::new(place.repository.clone()),
        sent_credentials: false,
        outcome: outcome(lookout, need, place).await,
        content: None,
        nameplate: None,
        took_ms: millis(start),
    }
}

async fn outcome(lookout: &Lookout<'_>, need: &Need, place: &Place) -> Outcome {
    let needs_own = lacks_settings(lookout, place.tool);
    let own = needs_own.then(|| lookout.machine.scratch()).flatten();
    if needs_own && own.is_none() {
        return Outcome::Unknown { why: Unknown::NotAsked };
    }
    let Some(command) = question(place, own.as_ref()) else { return unasked(lookout, place.tool) };
    let variables = quiet_ssh(lookout.machine);
    let command = Command { variables, ..command };
    let fault = match lookout.machine.run(&command, lookout.within()).await {
        Ran::Exited { code: 0, .. } => {
            return Outcome::Served { versions: vec![need.version.clone()] };
        }
        Ran::TimedOut => return Outcome::Unknown { why: Unknown::Deadline },
        Ran::NotFound => VcsFault::Missing { tool: place.tool },
        Ran::Killed | Ran::NotExecutable => {
            return Outcome::Unknown { why: Unknown::RoadBroken };
        }
        Ran::Exited { stderr, .. } if is_absence(&stderr) => {
            let words = format!("{} has no {}", place.repository, revision(place));
            return Outcome::Missing { reply: Reply::of(404, &words) };
        }
        Ran::Exited { code, stderr, .. } => VcsFault::of(place.tool, code, &stderr),
    };
    if fault.is_slow() {
        return Outcome::Unknown { why: Unknown::Deadline };
    }
    Outcome::Broken { fault: Fault::Vcs(fault) }
}

/// fossil and bzr answer nothing about a repository that is not here, and fossil cannot
/// even tell its version without writing a file: whether they are there is looked up.
fn unasked(lookout: &Lookout<'_>, tool: Tool) -> Outcome {
    let variables = lookout.machine.variables();
    let folders = variables.get("PATH").map_or("", String::as_str).split(':');
    let is_here = |folder: &str| {
        let path = format!("{}/{}", folder.trim_end_matches('/'), tool.command());
        matches!(lookout.machine.look(&path), Ok(Entry::File { executable: true, .. }))
    };
    if folders.into_iter().any(is_here) || lookout.machine.os() == "windows" {
        return Outcome::Unknown { why: Unknown::NotAsked };
    }
    Outcome::Broken { fault: Fault::Vcs(VcsFault::Missing { tool }) }
}

/// What asks for the version, and writes nothing; none where nothing can be asked.
fn question(place: &Place, own: Option<&Scratch>) -> Option<Command> {
    let (url, revision) = (place.repository.as_str(), revision(place));
    match place.tool {
        Tool::Hg => {
            let words = ["--noninteractive", "identify", "--id", "-r", revision, "--", url];
            Some(Command::of("hg", &words))
        }
        // As go asks: what is no number is no revision.
        Tool::Svn => {
            let at = format!("{url}@{revision}");
            let mut words = vec!["log", "-l1", "--xml", "--non-interactive", "--no-auth-cache"];
            if let Some(own) = own {
                words.extend(["--config-dir", own.path()]);
            }
            words.extend(["--", &at]);
            Some(Command::of("svn", &words))
        }
        Tool::Git | Tool::Bzr | Tool::Fossil => None,
    }
}

/// svn makes itself a folder of settings where there is none: then it is to be ours.
/// Its home is that of HOME. Subversion's file: `subr/user.c`, `svn_user_get_homedir`.
fn lacks_settings(lookout: &Lookout<'_>, tool: Tool) -> bool {
    let named = lookout.machine.variables().get("HOME").filter(|it| !it.is_empty()).cloned();
    let home = named.or_else(|| lookout.climber.facts.ssh.home.clone()).unwrap_or_default();
    let folder = format!("{}/.subversion", home.trim_end_matches('/'));
    tool == Tool::Svn && matches!(lookout.machine.look(&folder), Err(FileFault::NotFound))
}

fn revision(place: &Place) -> &str {
    match &place.revision {
        Revision::Tag(name) => name.strip_prefix("refs/tags/").unwrap_or(name),
        Revision::Commit(digits) => digits,
    }
}

/// The repository answers, and has no such revision.
fn is_absence(stderr: &[u8]) -> bool {
    const MARKS: &[&str] =
        &["abort: unknown revision", "E160006", "Syntax error parsing peg revision", "E195012"];
    let said = String::from_utf8_lossy(stderr);
    MARKS.iter().any(|mark| said.contains(mark))
}
