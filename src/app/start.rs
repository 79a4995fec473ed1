use super::{check, explain, route, show::Stage};
use crate::causes;
use crate::cli::{Command, Given, Mistake, Parsed, parse};
use crate::exit;
use crate::machine::{Console, Local, Machine, Stream};
use crate::model::Run;
use crate::render::json;

/// Help is wrapped to this where no terminal says how wide it is.
const USUAL: usize = 100;

/// The whole program: the command line in, the exit code out.
pub fn run() -> u8 {
    let console = Console;
    let variables = Local.variables();
    let codes: Vec<&str> = causes::ALL.iter().map(|cause| cause.code).collect();
    let given = Given {
        arguments: console.arguments(),
        variable: &|name| variables.get(name).cloned(),
        codes: &codes,
        width: console.width().unwrap_or(USUAL),
    };
    let job = match parse(&given) {
        Parsed::Print(text) => return printed(console, &text),
        Parsed::Mistake(mistake) => return mistaken(console, &mistake),
        Parsed::Job(job) => job,
    };
    let stage = Stage { console, variables: &variables, job: &job };
    match &job.command {
        Command::Check { modules } => check::run(&stage, modules),
        Command::Route { modules } => route::run(&stage, modules),
        Command::Explain(what) => explain::run(&stage, what),
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
    let _ = Stream::Err;
    if mistake.as_json {
        let mut document = Vec::new();
        let written = json::failure(&Run::default(), &mistake.message, &mut document);
        if written.and_then(|()| console.print(&document)).is_err() {
            console.note(&mistake.to_string());
        }
    } else {
        console.note(&mistake.to_string());
    }
    exit::UNABLE
}
