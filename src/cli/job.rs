use crate::base::Lang;
use crate::cli::Output;
use crate::exit::FailOn;
use crate::model::Stage;
use crate::render::target::Target;
use crate::render::{ColourChoice, Verbosity};
use std::ffi::OsString;
use std::time::Duration;

/// What is to be done: the command line, understood.
pub struct Job {
    pub command: Command,
    /// `-C`: where to work.
    pub dir: Option<String>,
    /// At least one; at most one of them without a file.
    pub outputs: Vec<Output>,
    /// `--for`; guessed where absent.
    pub target: Option<&'static dyn Target>,
    pub lang: Lang,
    /// For the whole run.
    pub timeout: Duration,
    /// The same, only where it was given: a large cache takes its time.
    pub limit: Option<Duration>,
    pub probe_timeout: Duration,
    pub offline: bool,
    /// Ask the checksum database about the module cache.
    pub sumdb: bool,
    /// Ask no public mirror, not even to prove a fix.
    pub no_mirrors: bool,
    /// Where to write the evidence.
    pub save: Option<String>,
    /// Saved evidence to conclude from, instead of looking.
    pub from: Option<String>,
    pub only: Vec<Filter>,
    pub skip: Vec<Filter>,
    pub fail_on: FailOn,
    pub colour: ColourChoice,
    pub verbosity: Verbosity,
    /// The go command to use.
    pub go: Option<String>,
}

/// The command, with what is its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `MODULE[@VERSION]`, as typed.
    Check {
        modules: Vec<String>,
    },
    Route {
        modules: Vec<String>,
    },
    Verify,
    /// `FILE`, or `-`; the usual names where none is given.
    Dockerfile {
        file: Option<String>,
    },
    /// `FILE`, or `-`, which is standard input and what is read where none is given.
    Log {
        file: Option<String>,
    },
    /// The program and its words, untouched; at least one.
    Run {
        words: Vec<OsString>,
    },
    Explain(Explain),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Explain {
    List,
    Code(String),
}

/// A value of `--only` or `--skip`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    Stage(Stage),
    /// Such as `tls:proxy.golang.org:443`.
    Check(String),
    Code(String),
}

impl Filter {
    const STAGES: [Stage; 11] = [
        Stage::Settings,
        Stage::Files,
        Stage::Dns,
        Stage::Tcp,
        Stage::ForwardProxy,
        Stage::Tls,
        Stage::Http,
        Stage::Goproxy,
        Stage::Vcs,
        Stage::Sumdb,
        Stage::Log,
    ];

    /// A stage's word, a check's id (it has a colon), or a code; none else.
    pub(super) fn of(word: &str, codes: &[&str]) -> Option<Self> {
        let mut stages = Self::STAGES.into_iter();
        if let Some(stage) = stages.find(|stage| stage.word() == word) {
            return Some(Self::Stage(stage));
        }
        if let Some((stage, target)) = word.split_once(':') {
            let known = Self::STAGES.iter().any(|it| it.word() == stage);
            return (known && !target.is_empty()).then(|| Self::Check(word.to_owned()));
        }
        codes.contains(&word).then(|| Self::Code(word.to_owned()))
    }

    fn is_code(&self) -> bool {
        matches!(self, Self::Code(_))
    }

    /// Whether it lets a stage through: by itself, or for one check in it.
    fn touches(&self, stage: Stage) -> bool {
        match self {
            Self::Stage(it) => *it == stage,
            Self::Check(id) => id.split_once(':').is_some_and(|(it, _)| it == stage.word()),
            Self::Code(_) => false,
        }
    }
}

impl Job {
    /// Whether the cause of that code is to be asked. Stages do not matter here.
    pub fn wants_code(&self, code: &str) -> bool {
        let names = |filter: &Filter| matches!(filter, Filter::Code(it) if it == code);
        let narrowed = self.only.iter().any(Filter::is_code);
        (!narrowed || self.only.iter().any(names)) && !self.skip.iter().any(names)
    }

    /// Whether anything of that stage is to be looked at.
    pub fn wants_stage(&self, stage: Stage) -> bool {
        let narrowed = self.only.iter().any(|filter| !filter.is_code());
        let skipped = |filter: &Filter| matches!(filter, Filter::Stage(it) if *it == stage);
        (!narrowed || self.only.iter().any(|filter| filter.touches(stage)))
            && !self.skip.iter().any(skipped)
    }

    /// Whether one check is to be made, by its stage and its id.
    pub fn wants_check(&self, stage: Stage, id: &str) -> bool {
        let names = |filter: &Filter| match filter {
            Filter::Stage(it) => *it == stage,
            Filter::Check(it) => it == id,
            Filter::Code(_) => false,
        };
        let narrowed = self.only.iter().any(|filter| !filter.is_code());
        (!narrowed || self.only.iter().any(names)) && !self.skip.iter().any(names)
    }
}
