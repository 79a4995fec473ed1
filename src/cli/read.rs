use crate::base::Text;
use crate::cli::job::{Command, Explain, Filter};
use crate::cli::parse::{Stop, named};
use crate::cli::{Given, duration};
use crate::exit::FailOn;
use crate::render::{ColourChoice, Verbosity};
use crate::say;
use clap::ArgMatches;
use std::ffi::OsString;
use std::time::Duration;

/// The matches of one command, and where a mistake in them comes from.
pub(super) struct Read<'a> {
    pub(super) given: &'a Given<'a>,
    pub(super) matches: &'a ArgMatches,
    pub(super) from: &'a dyn Fn(&str) -> Option<String>,
    /// The words of `run`.
    pub(super) command: &'a [OsString],
}

impl Read<'_> {
    pub(super) fn many(&self, id: &str) -> Vec<String> {
        let values = self.matches.try_get_many::<String>(id).ok().flatten();
        values.into_iter().flatten().cloned().collect()
    }

    pub(super) fn one(&self, id: &str) -> Option<String> {
        self.many(id).pop()
    }

    pub(super) fn switch(&self, id: &str) -> bool {
        let value = self.matches.try_get_one::<bool>(id).ok().flatten();
        value.copied().unwrap_or_default()
    }

    pub(super) fn command(&self, name: &str) -> Result<Command, Stop> {
        let modules = self.many("modules");
        Ok(match name {
            "route" => Command::Route { modules },
            "verify" => Command::Verify,
            "dockerfile" => Command::Dockerfile { file: self.one("file") },
            "log" => Command::Log { file: self.one("file") },
            "run" => Command::Run { words: self.run()? },
            "explain" => Command::Explain(self.explain()?),
            _ => Command::Check { modules },
        })
    }

    fn run(&self) -> Result<Vec<OsString>, Stop> {
        match self.command {
            [] => Err(Stop::Wrong(Text::of(
                "run needs a command, as in `gomod-doctor run -- go mod download`",
                "run 需要一条命令，例如 `gomod-doctor run -- go mod download`",
            ))),
            words => Ok(words.to_vec()),
        }
    }

    pub(super) fn explain(&self) -> Result<Explain, Stop> {
        let Some(code) = self.one("code") else {
            return Ok(Explain::List);
        };
        if self.given.codes.contains(&code.as_str()) {
            Ok(Explain::Code(code))
        } else {
            Err(Stop::Wrong(say! {
                en: "there is no code {code}; `gomod-doctor explain --list` has them all",
                zh: "没有代码 {code}；`gomod-doctor explain --list` 列出全部代码",
            }))
        }
    }

    pub(super) fn time(&self, id: &str, usual: u64) -> Result<Duration, Stop> {
        Ok(self.limit(id)?.unwrap_or(Duration::from_secs(usual)))
    }

    /// A duration, where one was given.
    pub(super) fn limit(&self, id: &str) -> Result<Option<Duration>, Stop> {
        let Some(value) = self.one(id) else { return Ok(None) };
        duration::parse(&value).map(Some).ok_or_else(|| {
            let says = say! {
                en: "--{id} is a duration such as 20s or 500ms, not '{value}'",
                zh: "--{id} 应为时长，例如 20s 或 500ms，而不是“{value}”",
            };
            Stop::Wrong(named(says, (self.from)(id)))
        })
    }

    pub(super) fn filters(&self, id: &str) -> Result<Vec<Filter>, Stop> {
        let filter = |word: &String| {
            Filter::of(word, self.given.codes).ok_or_else(|| {
                let says = say! {
                    en: "--{id}: '{word}' is no stage, check or code",
                    zh: "--{id}：“{word}”不是阶段、检查项或代码",
                };
                Stop::Wrong(named(says, (self.from)(id)))
            })
        };
        self.many(id).iter().map(filter).collect()
    }

    pub(super) fn fail_on(&self) -> FailOn {
        match self.one("fail-on").as_deref() {
            Some("warning") => FailOn::Warning,
            Some("never") => FailOn::Never,
            _ => FailOn::Error,
        }
    }

    pub(super) fn colour(&self) -> ColourChoice {
        match self.one("color").as_deref() {
            Some("always") => ColourChoice::Always,
            Some("never") => ColourChoice::Never,
            _ => ColourChoice::Auto,
        }
    }

    pub(super) fn verbosity(&self) -> Verbosity {
        match (self.switch("quiet"), self.switch("verbose")) {
            (true, _) => Verbosity::Quiet,
            (false, true) => Verbosity::Verbose,
            (false, false) => Verbosity::Normal,
        }
    }
}
