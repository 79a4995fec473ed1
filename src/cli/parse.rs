use crate::base::{Lang, Text};
use crate::cli::job::Job;
use crate::cli::read::Read;
use crate::cli::words::FLAGS;
use crate::cli::{Given, Mistake, arguments, mistake, output, variables};
use crate::render::target;
use crate::say;
use clap::ArgMatches;
use clap::error::ErrorKind;
use std::ffi::OsString;

/// What a command line means.
pub enum Parsed {
    Job(Box<Job>),
    /// Help or the version: for standard output, exit code 0.
    Print(String),
    Mistake(Mistake),
}

/// Understands a command line; what it does not say, the variables may.
pub fn parse(given: &Given) -> Parsed {
    let (own, command) = apart(&given.arguments);
    let given = &Given { arguments: own, ..*given };
    let lang = given.lang();
    match understood(given, lang, command.as_deref().unwrap_or_default()) {
        Ok(job) => Parsed::Job(Box::new(job)),
        Err(Stop::Print(text)) => Parsed::Print(text),
        Err(Stop::Wrong(says)) => {
            let mut mistake = Mistake::new(&says, lang, given.wants_json());
            mistake.beside_command = command.is_some();
            Parsed::Mistake(mistake)
        }
    }
}

/// What `run` is to run begins behind `--`, or with the first word that is no flag of
/// ours. None where it is not `run`.
fn apart(words: &[OsString]) -> (Vec<OsString>, Option<Vec<OsString>>) {
    let run = first_plain(words).filter(|at| words[*at] == "run");
    let Some(at) = run else { return (words.to_vec(), None) };
    let (own, rest) = words.split_at(at + 1);
    // Behind its own name no flag's value is waited for.
    let shifted: Vec<OsString> = own.last().cloned().into_iter().chain(rest.to_vec()).collect();
    let dashes = flags_end(&shifted).map_or(rest.len(), |end| end - 1);
    let (flags, command) = rest.split_at(dashes);
    let command = match command {
        [first, words @ ..] if first == "--" => words,
        words => words,
    };
    (own.iter().chain(flags).cloned().collect(), Some(command.to_vec()))
}

/// Why there is no job.
pub(super) enum Stop {
    Print(String),
    Wrong(Text),
}

fn understood(given: &Given, lang: Lang, command: &[OsString]) -> Result<Job, Stop> {
    let words = commanded(given.arguments.clone())?;
    let parser = arguments::command(lang, given.width);
    let typed = matched(&parser, &words, |_| None)?;
    let Some((name, inner)) = typed.subcommand() else {
        return Err(Stop::Wrong(Text::of("no command", "没有命令")));
    };
    let more = variables::more(given, name, inner);
    let from = |flag: &str| {
        let named = more.iter().find(|more| more.flag.name == flag);
        named.map(|more| more.variable.clone())
    };
    let words = with(&words, more.iter().map(|more| more.word.clone().into()));
    let whole = matched(&parser, &words, from)?;
    match whole.subcommand() {
        Some((name, matches)) => job(name, lang, &Read { given, matches, from: &from, command }),
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
        (None, _) if words.iter().any(is_about_us) => {}
        _ => words.insert(1, "check".into()),
    }
    Ok(words)
}

fn is_about_us(word: &OsString) -> bool {
    ["-h", "--help", "-V", "--version"].iter().any(|it| word == *it)
}

/// The first word that is neither a flag nor a flag's value.
fn first_plain(words: &[OsString]) -> Option<usize> {
    flags_end(words).filter(|at| words[*at] != "--")
}

/// Where flags and their values end, behind the first word: a plain word, or `--`.
fn flags_end(words: &[OsString]) -> Option<usize> {
    let mut value = false;
    for (at, word) in words.iter().enumerate().skip(1) {
        let word = word.to_string_lossy();
        if std::mem::take(&mut value) {
            continue;
        }
        match word.as_ref() {
            "--" => return Some(at),
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
    head.iter().cloned().chain(more).chain(tail.iter().cloned()).collect()
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
pub(super) fn named(says: Text, variable: Option<String>) -> Text {
    let Some(variable) = variable else {
        return says;
    };
    let Text { en, zh } = says;
    say! { en: "{en} (from {variable})", zh: "{zh}（来自 {variable}）" }
}

fn job(name: &str, lang: Lang, read: &Read<'_>) -> Result<Job, Stop> {
    let clash = |clash| Stop::Wrong(mistake::of_clash(&clash));
    Ok(Job {
        command: read.command(name)?,
        dir: read.one("dir"),
        outputs: output::all(read.matches).map_err(clash)?,
        target: read.one("for").and_then(|name| target::named(&name)),
        lang,
        timeout: read.time("timeout", 20)?,
        limit: read.limit("timeout")?,
        probe_timeout: read.time("probe-timeout", 5)?,
        offline: read.switch("offline"),
        sumdb: read.switch("sumdb"),
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
