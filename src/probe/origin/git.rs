use super::Place;
use super::environment::silent;
use crate::base::{Excerpt, Veiled};
use crate::go::vcs::Tool;
use crate::machine::{Command, Ran};
use crate::model::{
    Artefact, Defect, Fault, Fetch, Need, Outcome, Reply, Source, TunnelFault, Unknown, VcsFault,
};
use crate::probe::lookout::Lookout;
use crate::probe::resolve::millis;
use std::time::Instant;

/// The first go 1.x that tells git where its options end, which an old git does not know.
const MARKING: u32 = 26;

/// The tag of a version asked of git, as go asks for all that there are.
/// go's file: `cmd/go/internal/modfetch/codehost/git.go`, `gitRepo.loadRefs`.
pub(super) async fn ask(lookout: &Lookout<'_>, need: &Need, place: &Place) -> Fetch {
    let start = Instant::now();
    let marked = lookout.climber.facts.go.minor() >= MARKING;
    let mark = if marked { &["--end-of-options"][..] } else { &[] };
    let words = [&["ls-remote", "-q"][..], mark, &[&place.repository, &place.wanted]].concat();
    let variables = silent(lookout.machine, lookout.climber.facts);
    let command = Command { variables, ..Command::of("git", &words) };
    let ran = lookout.machine.run(&command, lookout.within()).await;
    Fetch {
        content: None,
        nameplate: None,
        module: need.module.clone(),
        version: need.version.clone(),
        artefact: Artefact::Tag,
        source: Source::Origin,
        url: Veiled::new(place.repository.clone()),
        sent_credentials: false,
        outcome: outcome(lookout, need, place, ran),
        took_ms: millis(start),
    }
}

fn outcome(lookout: &Lookout<'_>, need: &Need, place: &Place, ran: Ran) -> Outcome {
    let fault = match ran {
        Ran::Exited { code: 0, stdout, .. } if stdout.is_empty() => {
            let words = format!("{} has no {}", place.repository, place.wanted);
            return Outcome::Missing { reply: Reply::of(404, &words) };
        }
        Ran::Exited { code: 0, .. } => {
            return Outcome::Served { versions: vec![need.version.clone()] };
        }
        Ran::TimedOut => return Outcome::Unknown { why: Unknown::Deadline },
        Ran::NotFound => VcsFault::Missing { tool: Tool::Git },
        // While a fix is tried, what would read a changed file is not run.
        Ran::Killed | Ran::NotExecutable if !lookout.runs_helpers() => {
            return Outcome::Unknown { why: Unknown::RoadBroken };
        }
        Ran::Killed => defective(Defect::Crashes),
        Ran::NotExecutable => defective(Defect::NotExecutable),
        Ran::Exited { code, stderr, .. } => {
            if let Some(words) = lookout.climber.facts.git_astray(&place.repository, &stderr) {
                let fault = Fault::Tunnel(TunnelFault::GitAstray { words });
                return Outcome::Broken { fault };
            }
            VcsFault::of(Tool::Git, code, &stderr)
        }
    };
    if fault.is_slow() {
        return Outcome::Unknown { why: Unknown::Deadline };
    }
    Outcome::Broken { fault: Fault::Vcs(fault) }
}

/// It said nothing that could be quoted.
fn defective(how: Defect) -> VcsFault {
    VcsFault::Defective { tool: Tool::Git, how, words: Excerpt::text("") }
}
