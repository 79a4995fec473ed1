//! What a version control program made of a request, told from how it ended and from
//! what it, curl or ssh said: the same words whether they are heard here or in a log.

mod deeper;
mod discovery;
mod git;
mod hosts;
mod other;
mod ssh;

pub use hosts::{has_tags_for_all, looks_like_login};

use crate::base::{Excerpt, Veiled};
use crate::go::vcs::Tool;
use crate::model::Fetch;
use crate::model::{Fault, Outcome};
use serde::{Deserialize, Serialize};

/// Why a version control program came to nothing. Closed on purpose: a rule matches
/// variants, not words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "vcs")]
pub enum VcsFault {
    /// No such program on PATH.
    Missing { tool: Tool },
    /// The program fails by itself, whatever it is asked.
    Defective { tool: Tool, how: Defect, words: Excerpt },
    /// It is older than what go asks of it.
    TooOld { tool: Tool, words: Excerpt },
    /// The repository's folder belongs to somebody else.
    Ownership { words: Excerpt },
    /// The server asks for credentials, there are none, and nobody can be asked.
    Prompt { asked: Prompt, words: Excerpt },
    /// Credentials were sent and refused.
    Rejected { words: Excerpt },
    /// 403, or what a forge says in its place.
    Forbidden { words: Excerpt },
    /// There is no such repository, or whoever asks may not know of it.
    NotFound { words: Excerpt },
    /// 5xx, or the server hung up in the middle.
    ServerError { status: Option<u16>, words: Excerpt },
    /// What answers speaks no protocol of the program's.
    NotARepository { words: Excerpt },
    /// The program does not trust the server's certificate.
    Untrusted { words: Excerpt },
    /// The program does not get there: name, connection, forward proxy.
    Road { words: Excerpt },
    /// ssh, which the program calls, is what fails.
    Ssh { how: SshFault, words: Excerpt },
    /// It ended so, and its words say nothing that is known.
    Unclear { code: i32, words: Excerpt },
}

/// What is wrong with a program that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Defect {
    /// A shared library is missing.
    Library,
    /// A file of its own settings cannot be read.
    Configuration,
    /// A part of it that speaks the protocol is not installed.
    NoHelper,
    /// The protocol is switched off in its settings.
    Transport,
    /// It may not be executed.
    NotExecutable,
    /// It was ended by a signal, or ends so without a word.
    Crashes,
}

/// What the program would have asked a person for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Prompt {
    Username,
    Password,
}

/// How ssh fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SshFault {
    /// There is no ssh to call.
    Missing,
    /// No key that the server takes.
    Denied,
    /// The server hung up before the right key had its turn.
    TooManyKeys,
    /// Nobody has vouched for the server's key yet.
    HostKeyUnknown,
    /// The server shows another key than the one that is known.
    HostKeyChanged,
    /// The server shows a key that is known to be stolen or out of use.
    HostKeyRevoked,
    /// The server's keys are of kinds that this ssh does not take.
    HostKeyKinds,
    /// The two have no way to encrypt in common.
    Ciphers,
    /// Nothing listens, or nothing leads there.
    Unreachable,
    /// Packets vanish, or nobody speaks.
    Silent,
    /// The connection stands, and is ended before ssh has said who it is.
    HungUp,
    /// The server's name has no address.
    Unresolved,
    /// A file of its settings is not taken: owner, mode, syntax.
    Configuration,
}

impl VcsFault {
    /// Whether a connection stands over which nobody has spoken yet: a slow server, or a
    /// program in between that takes its time. ssh itself would wait longer than we let it.
    pub fn is_slow(&self) -> bool {
        let Self::Ssh { how: SshFault::Silent, words } = self else { return false };
        words.as_str().contains("banner exchange")
    }

    /// What a program that ended with a code other than 0 tells.
    pub fn of(tool: Tool, code: i32, stderr: &[u8]) -> Self {
        let said = String::from_utf8_lossy(stderr);
        let said = Said { text: &said };
        ssh::read(&said)
            .or_else(|| if tool == Tool::Git { git::read(&said) } else { other::read(tool, &said) })
            .unwrap_or_else(|| Self::Unclear { code, words: said.words() })
    }
}

impl VcsFault {
    /// The words that it was read from; none where nothing was said.
    pub fn words(&self) -> Option<&Excerpt> {
        match self {
            Self::Missing { .. } => None,
            Self::Defective { words, .. }
            | Self::TooOld { words, .. }
            | Self::Ownership { words }
            | Self::Prompt { words, .. }
            | Self::Rejected { words }
            | Self::Forbidden { words }
            | Self::NotFound { words }
            | Self::ServerError { words, .. }
            | Self::NotARepository { words }
            | Self::Untrusted { words }
            | Self::Road { words }
            | Self::Ssh { words, .. }
            | Self::Unclear { words, .. } => Some(words),
        }
    }
}

/// What a program said.
struct Said<'s> {
    text: &'s str,
}

impl Said<'_> {
    /// Whether all of these stand in one line.
    fn has(&self, words: &[&str]) -> bool {
        self.line(words).is_some()
    }

    fn line(&self, words: &[&str]) -> Option<&str> {
        self.text.lines().find(|line| words.iter().all(|word| line.contains(word)))
    }

    /// The line with these words, to quote.
    fn quote(&self, words: &[&str]) -> Excerpt {
        let line = self.line(words).unwrap_or_default();
        Excerpt::text(&Veiled::in_words(line.trim()))
    }

    /// The line that tells why, to quote.
    fn words(&self) -> Excerpt {
        let marks = ["fatal:", "error:", "abort:", "svn: E"];
        let told = self.text.lines().find(|line| marks.iter().any(|mark| line.contains(mark)));
        let line = told.or_else(|| self.text.lines().find(|line| !line.trim().is_empty()));
        Excerpt::text(&Veiled::in_words(line.unwrap_or_default().trim()))
    }
}

impl Fetch {
    /// Why the program that was to fetch it came to nothing.
    pub fn vcs_fault(&self) -> Option<&VcsFault> {
        match &self.outcome {
            Outcome::Broken { fault: Fault::Vcs(fault) } => Some(fault),
            _ => None,
        }
    }

    /// Why go does not know where the module's code lies.
    pub fn import_fault(&self) -> Option<&crate::go::vcs::ImportFault> {
        match &self.outcome {
            Outcome::Broken { fault: Fault::Import(fault) } => Some(fault),
            _ => None,
        }
    }
}
