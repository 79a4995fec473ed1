use super::{Defect, Prompt, Said, VcsFault};
use crate::go::vcs::Tool;

/// What git and the curl in it say. git's files: `http.c`, `remote-curl.c`,
/// `prompt.c`, `setup.c`, `transport.c`.
pub(super) fn read(said: &Said<'_>) -> Option<VcsFault> {
    let words = || said.words();
    let defect = |how| VcsFault::Defective { tool: Tool::Git, how, words: words() };
    Some(match () {
        () if said.has(&["could not read Username"]) => VcsFault::Prompt {
            asked: Prompt::Username,
            words: said.quote(&["could not read Username"]),
        },
        () if said.has(&["could not read Password"]) => VcsFault::Prompt {
            asked: Prompt::Password,
            words: said.quote(&["could not read Password"]),
        },
        () if said.has(&["Authentication failed"]) => VcsFault::Rejected { words: words() },
        () if said.has(&["url base from redirection"]) || said.has(&["info/refs not valid"]) => {
            VcsFault::NotARepository { words: words() }
        }
        () if said.has(&["returned error: 403"]) => VcsFault::Forbidden { words: words() },
        () if said.has(&["returned error: 5"]) => VcsFault::ServerError {
            status: status(said),
            words: said.quote(&["returned error: 5"]),
        },
        () if said.has(&["repository", "not found"]) || said.has(&["returned error: 404"]) => {
            VcsFault::NotFound { words: words() }
        }
        () if said.has(&["hung up"]) || said.has(&["early EOF"]) || said.has(&["RPC failed"]) => {
            VcsFault::ServerError { status: None, words: words() }
        }
        () if said.has(&["certificate"]) => {
            VcsFault::Untrusted { words: said.quote(&["certificate"]) }
        }
        () if said.has(&["dubious ownership"]) => VcsFault::Ownership { words: words() },
        () if said.has(&["shared libraries"]) => defect(Defect::Library),
        () if said.has(&["not allowed"]) => defect(Defect::Transport),
        () if said.has(&["bad config"]) => defect(Defect::Configuration),
        () if said.has(&["is not a git command"]) => defect(Defect::NoHelper),
        () if said.has(&["unknown option"]) => {
            VcsFault::TooOld { tool: Tool::Git, words: said.quote(&["unknown option"]) }
        }
        () if ROADS.iter().any(|road| said.has(&[road])) => VcsFault::Road { words: words() },
        () => return None,
    })
}

/// Words of git and curl that tell of a road that leads nowhere.
const ROADS: &[&str] = &[
    "proxy",
    "Proxy",
    "SOCKS",
    "CONNECT tunnel failed",
    "Failed to connect",
    "Could not resolve",
    "Couldn't connect",
    "timed out",
];

fn status(said: &Said<'_>) -> Option<u16> {
    let line = said.line(&["returned error: "])?;
    let (_, behind) = line.rsplit_once("returned error: ")?;
    behind.get(..3)?.parse().ok()
}
