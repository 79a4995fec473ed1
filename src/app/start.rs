use super::{check, dockerfile, explain, log, route, run_command, show::Stage, verify};
use crate::base::Text;
use crate::causes;
use crate::cli::{Command, Given, Job, Mistake, Parsed, parse};
use crate::exit;
use crate::machine::{Console, Local, Machine, Stream, apart, keep_terminal};
use crate::model::Run;
use crate::render::json;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Help is wrapped to this where no terminal says how wide it is.
const USUAL: usize = 100;
/// Where and why stands on standard error by then.
const OWN_ERROR: Text = Text::of(
    "an error of this tool itself, or of a system that is out of files or memory",
    "本工具自身出错，或系统的文件或内存已用尽",
);

/// The whole program: the command line in, the exit code out.
pub fn run() -> u8 {
    if let Some(code) = apart() {
        return code;
    }
    keep_terminal();
    let console = Console;
    let variables = Local.variables();
    let codes: Vec<&str> = causes::ALL.iter().map(|cause| cause.code).collect();
    let given = Given {
        arguments: console.arguments(),
        variable: &|name| variables.get(name).cloned(),
        codes: &codes,
        width: console.width(Stream::Out).unwrap_or(USUAL),
    };
    let job = match parse(&given) {
        Parsed::Print(text) => return printed(console, &text),
        Parsed::Mistake(mistake) => return mistaken(console, &mistake),
        Parsed::Job(job) => job,
    };
    let stage = Stage { console, variables: &variables, job: &job, place: place(&job) };
    // An error of our own is told like any other, in one document for a script.
    catch_unwind(AssertUnwindSafe(|| carry_out(&stage)))
        .unwrap_or_else(|_| stage.fail(&Run::default(), &OWN_ERROR))
}

/// Standard output belongs to the command that is run.
fn place(job: &Job) -> Stream {
    if matches!(job.command, Command::Run { .. }) { Stream::Err } else { Stream::Out }
}

fn carry_out(stage: &Stage) -> u8 {
    match &stage.job.command {
        Command::Check { modules } => check::run(stage, modules),
        Command::Route { modules } => route::run(stage, modules),
        Command::Verify => verify::run(stage),
        Command::Dockerfile { file } => dockerfile::run(stage, file.as_deref()),
        Command::Log { file } => log::run(stage, file.as_deref()),
        Command::Run { words } => run_command::run(stage, words),
        Command::Explain(what) => explain::run(stage, what),
    }
}

fn printed(console: Console, text: &str) -> u8 {
    match console.print(text.as_bytes()) {
        Ok(()) => exit::OK,
        Err(_) => exit::UNABLE,
    }
}

/// A script that asked for JSON gets its one document even now.
fn mistaken(console: Console, mistake: &Mistake) -> u8 {
    if mistake.as_json {
        let mut document = Vec::new();
        let written = json::failure(&Run::default(), &mistake.message, &mut document);
        let place = if mistake.beside_command { Stream::Err } else { Stream::Out };
        if written.and_then(|()| console.print_to(place, &document)).is_err() {
            console.note(&mistake.to_string());
        }
    } else {
        console.note(&mistake.to_string());
    }
    exit::UNABLE
}
