use crate::base::{Lang, Text};
use crate::cli::words::{self, Flag, heading};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command};

pub(super) const COMMANDS: [&str; 7] =
    ["check", "run", "log", "route", "verify", "dockerfile", "explain"];

/// The whole command line, with help in that language.
pub(super) fn command(lang: Lang, width: usize) -> Command {
    let words = |text: &Text| text.to(lang).to_owned();
    let top = base("gomod-doctor", &words::ABOUT, lang)
        .bin_name("gomod-doctor")
        .version(env!("CARGO_PKG_VERSION"))
        .override_usage("gomod-doctor [COMMAND] [MODULE[@VERSION]…] [OPTIONS]")
        .subcommand_help_heading(heading(words::COMMANDS, lang))
        .after_help(words(&words::VARIABLES))
        .subcommand(diagnosing("check", &words::CHECK, lang))
        .subcommand(run(lang))
        .subcommand(log(lang))
        .subcommand(diagnosing("route", &words::ROUTE, lang))
        .subcommand(verify(lang))
        .subcommand(dockerfile(lang))
        .subcommand(explain(lang))
        .arg(version(lang));
    with_flags(top, lang, is_everybodys).term_width(width)
}

fn base(name: &'static str, about: &Text, lang: Lang) -> Command {
    let usage = heading(words::USAGE, lang);
    Command::new(name)
        .about(about.to(lang).to_owned())
        .help_template(format!("{{about}}\n\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}"))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .arg(help(lang))
}

fn diagnosing(name: &'static str, about: &Text, lang: Lang) -> Command {
    let modules = Arg::new("modules")
        .value_name("MODULE[@VERSION]")
        .num_args(0..)
        .help_heading(heading(words::ARGUMENTS, lang))
        .help(words::MODULES.to(lang).to_owned());
    let command = base(name, about, lang)
        .override_usage(format!("gomod-doctor {name} [MODULE[@VERSION]…] [OPTIONS]"));
    with_flags(command.arg(modules), lang, is_everybodys)
}

/// The command itself is cut off before anything is parsed.
fn run(lang: Lang) -> Command {
    let command = base("run", &words::RUN, lang)
        .override_usage("gomod-doctor run [OPTIONS] [--] COMMAND…")
        .after_help(words::RUNNING.to(lang).to_owned());
    with_flags(command, lang, |name| is_everybodys(name) && !words::NOT_RUNNING.contains(&name))
}

/// It looks at the whole cache, whatever modules there are.
fn verify(lang: Lang) -> Command {
    let command = base("verify", &words::VERIFY, lang)
        .override_usage("gomod-doctor verify [OPTIONS]")
        .after_help(words::NO_LIMIT.to(lang).to_owned());
    with_flags(command, lang, |_| true)
}

fn dockerfile(lang: Lang) -> Command {
    let file = Arg::new("file")
        .value_name("FILE")
        .help_heading(heading(words::ARGUMENTS, lang))
        .help(words::FILE.to(lang).to_owned());
    let command = base("dockerfile", &words::DOCKERFILE, lang)
        .override_usage("gomod-doctor dockerfile [FILE|-] [OPTIONS]");
    with_flags(command.arg(file), lang, is_everybodys)
}

fn log(lang: Lang) -> Command {
    let file = Arg::new("file")
        .value_name("FILE")
        .help_heading(heading(words::ARGUMENTS, lang))
        .help(words::LOG_FILE.to(lang).to_owned());
    let command =
        base("log", &words::LOG, lang).override_usage("gomod-doctor log [FILE|-] [OPTIONS]");
    with_flags(command.arg(file), lang, is_everybodys)
}

fn explain(lang: Lang) -> Command {
    let code = Arg::new("code")
        .value_name("CODE")
        .required_unless_present("list")
        .help_heading(heading(words::ARGUMENTS, lang))
        .help(words::CODE.to(lang).to_owned());
    let list = Arg::new("list")
        .long("list")
        .action(ArgAction::SetTrue)
        .conflicts_with("code")
        .help_heading(heading(words::OPTIONS, lang))
        .help(words::LIST.to(lang).to_owned());
    let command = base("explain", &words::EXPLAIN, lang)
        .override_usage("gomod-doctor explain CODE\n       gomod-doctor explain --list");
    with_flags(command.arg(code).arg(list), lang, |name| words::EXPLAINING.contains(&name))
}

fn is_everybodys(name: &str) -> bool {
    !words::VERIFYING.contains(&name)
}

fn with_flags(command: Command, lang: Lang, wanted: impl Fn(&str) -> bool) -> Command {
    let flags = words::FLAGS.iter().filter(|flag| wanted(flag.name));
    command.args(flags.map(|flag| argument(flag, lang)))
}

fn argument(flag: &Flag, lang: Lang) -> Arg {
    let arg = Arg::new(flag.name)
        .long(flag.name)
        .help_heading(heading(words::OPTIONS, lang))
        .help(flag.help.to(lang).to_owned());
    let arg = match flag.short {
        Some(short) => arg.short(short),
        None => arg,
    };
    let arg = match flag.name {
        "only" | "skip" => arg.value_delimiter(','),
        "verbose" => arg.conflicts_with("quiet"),
        "sumdb" => arg.conflicts_with("offline"),
        _ => arg,
    };
    let arg = match (flag.value, flag.repeats) {
        (None, _) => return arg.action(ArgAction::SetTrue),
        (Some(value), true) => arg.value_name(value).action(ArgAction::Append),
        (Some(value), false) => arg.value_name(value).action(ArgAction::Set),
    };
    match flag.words {
        [] => arg,
        words => arg.value_parser(PossibleValuesParser::new(words)).hide_possible_values(true),
    }
}

fn help(lang: Lang) -> Arg {
    Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help_heading(heading(words::OPTIONS, lang))
        .help(words::HELP.to(lang).to_owned())
}

fn version(lang: Lang) -> Arg {
    Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help_heading(heading(words::OPTIONS, lang))
        .help(words::VERSION.to(lang).to_owned())
}
