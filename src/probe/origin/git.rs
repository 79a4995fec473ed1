use super::Place;
use super::environment::silent;
use crate::base::Veiled;
use crate::go::vcs::Tool;
use crate::machine::{Command, Ran};
use crate::model::{
    Artefact, Fault, Fetch, Need, Outcome, Reply, Source, TunnelFault, Unknown, VcsFault,
};
use crate::probe::lookout::Lookout;
use crate::probe::resolve::millis;
use std::time::Instant;

/// The tag of a version asked of git, as go asks for all that there are.
/// go's file: `cmd/go/internal/modfetch/codehost/git.go`, `gitRepo.loadRefs`.
pub(super) async fn ask(lookout: &Lookout<'_>, need: &Need, place: &Place) -> Fetch {
    let start = Instant::now();
    let words = ["ls-remote", "-q", &place.repository, &place.wanted];
    let variables = silent(lookout.machine, lookout.climber.facts);
    let command = Command { variables, ..Command::of("git", &words) };
    let ran = lookout.machine.run(&command, lookout.within()).await;
    Fetch {
        content: None,
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
        Ran::Killed | Ran::NotExecutable => {
            return Outcome::Unknown { why: Unknown::RoadBroken };
        }
        Ran::Exited { code, stderr, .. } => {
            if let Some(words) = lookout.climber.facts.git_astray(&place.repository, &stderr) {
                let fault = Fault::Tunnel(TunnelFault::GitAstray { words });
                return Outcome::Broken { fault };
            }
            VcsFault::of(Tool::Git, code, &stderr)
        }
    };
    Outcome::Broken { fault: Fault::Vcs(fault) }
}
