use crate::base::{Text, Veiled};
use crate::go::sumfile::Letters;
use serde::{Deserialize, Serialize};

/// A change that would cure a cause, not yet written for any shell. Its steps,
/// typed in order into one shell in the module's folder, are the whole fix.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    pub title: Text,
    pub risk: Risk,
    pub scope: Scope,
    pub steps: Vec<Step>,
    /// Fixes of the same group are rivals: only the best proved one is shown.
    pub rivals: Option<&'static str>,
    /// Filled in by `remedy`, which tries the steps on a copy of the facts.
    pub proof: Proof,
}

/// What a fix gives up.
#[derive(Clone, Debug, PartialEq)]
pub enum Risk {
    /// Changes where bytes come from, never what is trusted.
    Safe,
    /// Works, and gives something up.
    TradeOff(Text),
    /// Weakens a protection.
    Unsafe(Text),
}

/// How far a fix reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    Process,
    Project,
    User,
    Machine,
    Image,
    Ci,
    Upstream,
}

/// Whether a fix was tried before it was shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Proof {
    NotRun,
    /// It needs what this tool cannot do or know: a secret, another's server.
    NotVerifiable(Text),
    Passed(Text),
    Failed(Text),
}

/// One thing to type or to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A go setting, kept for the user: `go env -w`.
    SetGoEnv {
        key: &'static str,
        value: Veiled,
    },
    /// A go setting back to its default: `go env -u`.
    UnsetGoEnv {
        key: &'static str,
    },
    /// A variable of the environment, where that is what holds the value.
    SetEnv {
        name: String,
        value: Veiled,
    },
    UnsetEnv {
        name: String,
    },
    /// A folder behind those of PATH, whatever these are.
    AppendPath {
        folder: String,
    },
    /// Credentials for a host; the password is the user's to fill in.
    NetrcEntry {
        host: String,
        reader: Reader,
    },
    /// The netrc of git becomes another name of a file that is there.
    LinkNetrc {
        from: String,
        to: String,
    },
    /// A certificate of an authority into the trust store.
    TrustCa {
        authority: String,
    },
    /// One line of a file replaced. Lines count from 1.
    EditLine {
        file: String,
        line: usize,
        was: String,
        becomes: String,
    },
    /// Lines of a file replaced by others or taken away, all at once, so that no
    /// number shifts; a file in letters of two bytes becomes UTF-8 first.
    MendFile {
        file: String,
        letters: Letters,
        /// By line.
        lines: Vec<MendedLine>,
    },
    RemoveFiles {
        paths: Vec<String>,
    },
    /// Packages, by the names that most systems give them.
    Install {
        packages: Vec<&'static str>,
    },
    /// A command, word by word; it is quoted for each shell. `NAME=value` words
    /// at its front set variables for this command alone.
    Run {
        words: Vec<String>,
    },
    /// Something that cannot be typed.
    Say(Text),
}

/// Whose netrc an entry is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// go reads the file that NETRC names, else the one in the home folder.
    Go,
    /// git reads the one in the home folder, whatever NETRC says.
    Git,
}

/// A line, counted from 1 in the file as it is, and what stands there afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MendedLine {
    pub line: usize,
    pub becomes: Vec<String>,
}

impl Fix {
    /// A fix that gives nothing up and was not tried yet; the builder methods add the rest.
    pub fn safe(title: Text, scope: Scope, steps: Vec<Step>) -> Self {
        Self { title, risk: Risk::Safe, scope, steps, rivals: None, proof: Proof::NotRun }
    }

    /// What the owner of a server has to do: nothing of it can be tried from here.
    pub fn at_anothers(title: Text, says: Text) -> Self {
        let why = Text::of("It is another's server.", "这是别人的服务器。");
        Self::safe(title, Scope::Upstream, vec![Step::Say(says)]).unprovable(why)
    }

    /// The same with this risk.
    #[must_use]
    pub fn risk(mut self, risk: Risk) -> Self {
        self.risk = risk;
        self
    }

    /// The same among the rivals of this group.
    #[must_use]
    pub fn rivals(mut self, group: &'static str) -> Self {
        self.rivals = Some(group);
        self
    }

    /// The same with what is known of it already.
    #[must_use]
    pub fn proof(mut self, proof: Proof) -> Self {
        self.proof = proof;
        self
    }

    /// The same, known to be beyond trying.
    #[must_use]
    pub fn unprovable(mut self, why: Text) -> Self {
        self.proof = Proof::NotVerifiable(why);
        self
    }
}
