use crate::docker::{Family, Line};
use serde::{Deserialize, Serialize};

/// One thing about a Dockerfile that bears on modules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The line in which the instruction begins, from 1.
    pub line: usize,
    pub kind: Kind,
    /// Whether the build fails by it; else it is only slow, late or unwise.
    pub stops: bool,
    /// What of the Dockerfile it bears on besides, by line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<usize>,
    /// The lines as they should be; empty where nobody can know.
    pub corrected: Vec<Line>,
}

/// What it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Kind {
    /// A setting that does not reach the command that needs it, in `run`.
    Setting { name: String, lost: Lost, run: usize },
    /// No go.mod at or above the folder in which go runs.
    NoGoMod { folder: String, command: String },
    /// A go.mod lies where go ignores it: GOPATH itself, or the temporary folder.
    Ignored { folder: String, command: String },
    /// go.mod is copied and go.sum is not.
    NoGoSum { sum: String, command: String },
    /// A file that COPY names is not in the build context.
    NotInContext { file: String, ignored: bool },
    /// Everything is copied before modules are downloaded.
    CopiedFirst { copy: usize, command: String },
    /// The module cache has no cache mount, or one that does not serve it.
    Mount { mount: Mount, cache: String },
    /// A secret that stays in the image.
    Exposed { exposure: Exposure, name: String },
    /// A protection that is switched off.
    Off { off: Off, name: String },
    /// A tool that go needs and the image has not.
    Lacks { what: Missing, base: String, family: Family, because: String },
    /// The image's go is older than go.mod asks for.
    OldGo { image: String, has: String, needs: String, file: String },
    /// A local replacement or workspace member that is not there.
    NoFolder { path: String, by: String, outside: bool },
    /// A proxy at the container's own loopback address.
    Loopback { name: String, falls_through: bool },
    /// A command of the build that changes go.mod, or would.
    Rewrites { rewrite: Rewrite },
    /// The syntax line names a frontend that does not know this.
    OldSyntax { version: String, what: String },
}

/// Why a setting does not reach the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lost {
    /// Set below the command.
    Late,
    /// Set in a stage in which go does nothing.
    OtherStage,
    /// Declared before FROM, and not again in the stage.
    NotDeclared,
    /// `export` in a RUN of its own.
    Exported,
    /// Set in the shell and not exported.
    NotExported,
    /// `go env -w`, where a variable of the same name has the last word.
    Shadowed,
}

/// What go needs beside itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    Git,
    Certificates,
    Ssh,
}

/// What is the matter with a cache mount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Mount {
    Absent,
    /// It is mounted where go does not look.
    Elsewhere {
        target: String,
    },
    /// The download has it and the later command in `run` has not.
    NotShared {
        run: usize,
    },
    /// Its folder is root's, and go runs as another user.
    OfRoot {
        user: String,
    },
}

/// Where a secret stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exposure {
    Arg,
    Env,
    Copied,
    InCommand,
}

/// Which protection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Off {
    /// The checksum database, for all modules.
    Checksums,
    /// https and its certificates, for go.
    Tls,
    /// Certificates, for git.
    GitTls,
}

/// What changes go.mod in the midst of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rewrite {
    Tidy,
    GetUpdate,
    ModMod,
}
