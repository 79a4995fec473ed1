use crate::base::{Lang, Text};
use crate::cli::job::{Command, Explain, Filter, Job};
use crate::cli::words::{FLAGS, Flag};
use crate::cli::{Given, Mistake, arguments, duration, mistake, output};
use crate::exit::FailOn;
use crate::render::{ColourChoice, Verbosity, target};
use crate::say;
use clap::ArgMatches;
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use std::ffi::OsString;
use std::time::Duration;

/// What a command line means.
pub enum Parsed {
    Job(Box<Job>),
    /// Help or the version: for standard output, exit code 0.
    Print(String),
    Mistake(Mistake),
}

/// Understands a command line; what it does not say, the variables may.
pub fn parse(given: &Given) -> Parsed {
    let lang = given.lang();
    match understood(given, lang) {
        Ok(job) => Parsed::Job(Box::new(job)),
        Err(Stop::Print(text)) => Parsed::Print(text),
        Err(Stop::Wrong(says)) => Parsed::Mistake(Mistake::new(&says, lang, given.wants_json())),
    }
}

enum Stop {
    Print(String),
    Wrong(Text),
}

fn understood(given: &Given, lang: Lang) -> Result<Job, Stop> {
    let words = commanded(given.arguments.clone())?;
    let parser = arguments::command(lang, given.width);
    let typed = matched(&parser, &words, |_| None)?;
    let Some((name, inner)) = typed.subcommand() else {
        return Err(Stop::Wrong(Text::of("no command", "没有命令")));
    };
    let more = from_variables(given, name, inner);
    let from = |flag: &str| {
        let named = more.iter().find(|more| more.flag.name == flag);
        named.map(|more| more.variable.clone())
    };
    let words = with(&words, more.iter().map(|more| more.word.clone().into()));
    let whole = matched(&parser, &words, from)?;
    match whole.subcommand() {
        Some((name, matches)) => job(given, name, matches, lang, &from),
        None => Err(Stop::Wrong(Text::of("no command", "没有命令"))),
    }
}

/// The command's name first, so that its flags may stand before it; `check`
/// where none is named.
fn commanded(mut words: Vec<OsString>) -> Result<Vec<OsString>, Stop> {
    if words.is_empty() {
        words.push("gomod-doctor".into());
    }
    let first = first_plain(&words);
    let word = first.map(|at| words[at].to_string_lossy().into_owned());
    match (first, word.as_deref()) {
        (Some(at), Some(word)) if arguments::COMMANDS.contains(&word) => {
            let word = words.remove(at);
            words.insert(1, word);
        }
        (Some(_), Some("help")) => words = vec![words.remove(0), "--help".into()],
        (Some(_), Some(word)) if !word.contains(['.', '/', '@']) => {
            let known = arguments::COMMANDS.join(", ");
            return Err(Stop::Wrong(say! {
                en: "there is no command {word}; there are {known}",
                zh: "没有命令 {word}；有 {known}",
            }));
        }
        (None, _) if words.iter().any(|it| is_about_us(it)) => {}
        _ => words.insert(1, "check".into()),
    }
    Ok(words)
}

fn is_about_us(word: &OsString) -> bool {
    ["-h", "--help", "-V", "--version"]
        .iter()
        .any(|it| word == *it)
}

/// The first word that is neither a flag nor a flag's value.
fn first_plain(words: &[OsString]) -> Option<usize> {
    let mut value = false;
    for (at, word) in words.iter().enumerate().skip(1) {
        let word = word.to_string_lossy();
        if std::mem::take(&mut value) {
            continue;
        }
        match word.as_ref() {
            "--" => return None,
            long if long.starts_with("--") => value = takes_value(&long[2..], None),
            short if short.starts_with('-') && short.len() > 1 => {
                value = short.len() == 2 && takes_value("", short.chars().nth(1));
            }
            _ => return Some(at),
        }
    }
    None
}

fn takes_value(long: &str, short: Option<char>) -> bool {
    FLAGS.iter().any(|flag| {
        flag.value.is_some() && (flag.name == long || (short.is_some() && flag.short == short))
    })
}

/// Puts words right behind the command's name.
fn with(words: &[OsString], more: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let (head, tail) = words.split_at(words.len().min(2));
    head.iter()
        .cloned()
        .chain(more)
        .chain(tail.iter().cloned())
        .collect()
}

fn matched(
    parser: &clap::Command,
    words: &[OsString],
    from: impl Fn(&str) -> Option<String>,
) -> Result<ArgMatches, Stop> {
    let parsed = parser.clone().try_get_matches_from(words);
    parsed.map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Stop::Print(error.to_string()),
        _ => {
            let variable = mistake::flag_of(&error).and_then(|flag| from(&flag));
            Stop::Wrong(named(mistake::of_parser(&error), variable))
        }
    })
}

/// Says which variable a mistake stands in.
fn named(says: Text, variable: Option<String>) -> Text {
    let Some(variable) = variable else {
        return says;
    };
    let Text { en, zh } = says;
    say! { en: "{en} (from {variable})", zh: "{zh}（来自 {variable}）" }
}

/// A flag that only a variable gives.
struct More {
    flag: &'static Flag,
    variable: String,
    word: String,
}

fn from_variables(given: &Given, command: &str, typed: &ArgMatches) -> Vec<More> {
    let known = |flag: &&Flag| {
        let id = typed.try_contains_id(flag.name);
        let explicit = typed_by_hand(typed, flag.name);
        // What `-o` belongs to is only clear where both are typed.
        let bound = flag.name == "output" && typed_by_hand(typed, "format");
        let opposed = matches!(flag.name, "quiet" | "verbose")
            && (typed_by_hand(typed, "quiet") || typed_by_hand(typed, "verbose"));
        id.is_ok() && !explicit && !bound && !opposed
    };
    let explaining = command == "explain";
    let flags = FLAGS.iter().filter(known);
    let flags = flags.filter(|flag| !explaining || flag.name != "output");
    flags.filter_map(|flag| more(given, flag)).collect()
}

fn typed_by_hand(matches: &ArgMatches, id: &str) -> bool {
    matches.try_contains_id(id).is_ok()
        && matches.value_source(id) == Some(ValueSource::CommandLine)
}

/// `GOMOD_DOCTOR_<NAME>`; for a flag known by its letter, that too.
fn more(given: &Given, flag: &'static Flag) -> Option<More> {
    let long = flag.name.to_ascii_uppercase().replace('-', "_");
    let short = flag
        .short
        .map(|short| short.to_ascii_uppercase().to_string());
    let names = std::iter::once(long).chain(short);
    let mut names = names.map(|name| format!("GOMOD_DOCTOR_{name}"));
    let (variable, value) = names.find_map(|name| given.set(&name).map(|value| (name, value)))?;
    let word = match flag.value {
        Some(_) => format!("--{}={value}", flag.name),
        None if is_no(&value) => return None,
        None => format!("--{}", flag.name),
    };
    Some(More {
        flag,
        variable,
        word,
    })
}

fn is_no(value: &str) -> bool {
    ["0", "false", "no", "off"]
        .iter()
        .any(|no| value.eq_ignore_ascii_case(no))
}

fn job(
    given: &Given,
    name: &str,
    matches: &ArgMatches,
    lang: Lang,
    from: &dyn Fn(&str) -> Option<String>,
) -> Result<Job, Stop> {
    let read = Read {
        given,
        matches,
        from,
    };
    Ok(Job {
        command: read.command(name)?,
        dir: read.one("dir"),
        outputs: output::all(matches).map_err(|clash| Stop::Wrong(mistake::of_clash(&clash)))?,
        target: read.one("for").and_then(|name| target::named(&name)),
        lang,
        timeout: read.time("timeout", 20)?,
        probe_timeout: read.time("probe-timeout", 5)?,
        offline: read.switch("offline"),
        no_mirrors: read.switch("no-mirrors"),
        save: read.one("save"),
        from: read.one("from"),
        only: read.filters("only")?,
        skip: read.filters("skip")?,
        fail_on: read.fail_on(),
        colour: read.colour(),
        verbosity: read.verbosity(),
        go: read.one("go"),
    })
}

/// The matches of one command, and where a mistake in them comes from.
struct Read<'a> {
    given: &'a Given<'a>,
    matches: &'a ArgMatches,
    from: &'a dyn Fn(&str) -> Option<String>,
}

impl Read<'_> {
    fn many(&self, id: &str) -> Vec<String> {
        let values = self.matches.try_get_many::<String>(id).ok().flatten();
        values.into_iter().flatten().cloned().collect()
    }

    fn one(&self, id: &str) -> Option<String> {
        self.many(id).pop()
    }

    fn switch(&self, id: &str) -> bool {
        let value = self.matches.try_get_one::<bool>(id).ok().flatten();
        value.copied().unwrap_or_default()
    }

    fn command(&self, name: &str) -> Result<Command, Stop> {
        let modules = self.many("modules");
        Ok(match name {
            "route" => Command::Route { modules },
            "explain" => Command::Explain(self.explain()?),
            _ => Command::Check { modules },
        })
    }

    fn explain(&self) -> Result<Explain, Stop> {
        let Some(code) = self.one("code") else {
            return Ok(Explain::List);
        };
        match self.given.codes.contains(&code.as_str()) {
            true => Ok(Explain::Code(code)),
            false => Err(Stop::Wrong(say! {
                en: "there is no code {code}; `gomod-doctor explain --list` has them all",
                zh: "没有代码 {code}；`gomod-doctor explain --list` 列出全部代码",
            })),
        }
    }

    fn time(&self, id: &str, usual: u64) -> Result<Duration, Stop> {
        let Some(value) = self.one(id) else {
            return Ok(Duration::from_secs(usual));
        };
        duration::parse(&value).ok_or_else(|| {
            let says = say! {
                en: "--{id} is a duration such as 20s or 500ms, not '{value}'",
                zh: "--{id} 应为时长，例如 20s 或 500ms，而不是“{value}”",
            };
            Stop::Wrong(named(says, (self.from)(id)))
        })
    }

    fn filters(&self, id: &str) -> Result<Vec<Filter>, Stop> {
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

    fn fail_on(&self) -> FailOn {
        match self.one("fail-on").as_deref() {
            Some("warning") => FailOn::Warning,
            Some("never") => FailOn::Never,
            _ => FailOn::Error,
        }
    }

    fn colour(&self) -> ColourChoice {
        match self.one("color").as_deref() {
            Some("always") => ColourChoice::Always,
            Some("never") => ColourChoice::Never,
            _ => ColourChoice::Auto,
        }
    }

    fn verbosity(&self) -> Verbosity {
        match (self.switch("quiet"), self.switch("verbose")) {
            (true, _) => Verbosity::Quiet,
            (false, true) => Verbosity::Verbose,
            (false, false) => Verbosity::Normal,
        }
    }
}
