//! A scenario: a world, what go says in it, and what the tool has to say.

use std::time::Duration;

use crate::diary::Visit;
use crate::namespace::{Side, enter};
use crate::overheard::Heard;
use crate::part::Part;
use crate::run::Outcome;
use crate::world::{World, settle};
use crate::{attended, keep, part, tool};

/// go's own waits are longer; whoever still runs after this is said to hang.
const PATIENCE: Duration = Duration::from_secs(4);
const ENOUGH: Duration = Duration::from_secs(30);

/// One test of the lab. Its test function's name holds its name.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    build: Box<dyn FnOnce() -> World>,
    pub(crate) command: &'static str,
    go: Go,
    pub(crate) diagnosis: Option<&'static str>,
    pub(crate) healed: bool,
    pub(crate) secrets: &'static [&'static str],
    pub(crate) flags: &'static [&'static str],
    pub(crate) left_open: bool,
    pub(crate) unsaved: Option<&'static str>,
    pub(crate) seen: Option<fn(&Seen)>,
    pub(crate) warned: Option<Warned>,
    pub(crate) silent: bool,
    needs: &'static [&'static str],
    pub(crate) filled: &'static [(&'static str, &'static str)],
    pub(crate) noted: Option<&'static str>,
    attended: Option<Told>,
}

/// What the tool says first of the scenario's command where that is run below it.
#[derive(Clone, Copy)]
enum Told {
    /// What it says by itself.
    Same,
    /// More, for what the command has said.
    Code(&'static str),
}

/// What works now and will not: another command fails with these words.
pub(crate) struct Warned {
    pub(crate) of: &'static str,
    command: &'static str,
    words: &'static str,
}

/// What the lab saw of one run of the tool.
pub(crate) struct Seen {
    pub(crate) visits: Vec<Visit>,
    /// Packets that were sent meanwhile.
    pub(crate) packets: u64,
}

/// What the real go does in the world.
enum Go {
    Succeeds,
    FailsWith(&'static str),
    /// Still running after a few seconds.
    Hangs,
}

/// A scenario in which go succeeds and the tool has nothing to say.
pub(crate) fn scenario(name: &'static str) -> Scenario {
    Scenario {
        name,
        build: Box::new(World::internet),
        command: "go mod download",
        go: Go::Succeeds,
        diagnosis: None,
        healed: false,
        secrets: &[],
        flags: &[],
        left_open: false,
        unsaved: None,
        seen: None,
        warned: None,
        silent: false,
        needs: &[],
        filled: &[],
        noted: None,
        attended: None,
    }
}

impl Scenario {
    /// The world, built only inside the namespace.
    pub(crate) fn world(mut self, build: impl FnOnce() -> World + 'static) -> Scenario {
        self.build = Box::new(build);
        self
    }

    /// What is typed in place of `go mod download`.
    pub(crate) fn command(mut self, command: &'static str) -> Scenario {
        self.command = command;
        self
    }

    /// Programs without which the world cannot be built.
    pub(crate) fn needs(mut self, programs: &'static [&'static str]) -> Scenario {
        self.needs = programs;
        self
    }

    /// go fails, and these words stand in its stderr.
    pub(crate) fn go_fails_with(mut self, words: &'static str) -> Scenario {
        self.go = Go::FailsWith(words);
        self
    }

    /// go is still running after four seconds.
    pub(crate) fn go_hangs(mut self) -> Scenario {
        self.go = Go::Hangs;
        self
    }

    /// The code of the tool's first diagnosis; without this, it must have none that is an error.
    pub(crate) fn diagnosis(mut self, code: &'static str) -> Scenario {
        self.diagnosis = Some(code);
        self
    }

    /// With true, typing the first fix must make go succeed. False where nobody could type it.
    pub(crate) fn healed_by_first_fix(mut self, healed: bool) -> Scenario {
        self.healed = healed;
        self
    }

    /// The first fix has placeholders: with this in their place, typing it must make go
    /// succeed.
    pub(crate) fn healed_once_filled(
        mut self,
        filled: &'static [(&'static str, &'static str)],
    ) -> Scenario {
        self.filled = filled;
        self.healed = true;
        self
    }

    /// Words that no output of the tool may hold.
    pub(crate) fn secrets(mut self, secrets: &'static [&'static str]) -> Scenario {
        self.secrets = secrets;
        self
    }

    /// What the tool is given besides the format and the language.
    pub(crate) fn flags(mut self, flags: &'static [&'static str]) -> Scenario {
        self.flags = flags;
        self
    }

    /// The tool cannot know whether go succeeds, and says so.
    pub(crate) fn left_open(mut self) -> Scenario {
        self.left_open = true;
        self
    }

    /// What decides here is a secret, and stands in no saved evidence.
    pub(crate) fn unsaved(mut self, what: &'static str) -> Scenario {
        self.unsaved = Some(what);
        self
    }

    /// The command works, this other one fails, and the tool's first diagnosis is a
    /// warning of this code whose first fix makes it work.
    pub(crate) fn warned(
        mut self,
        of: &'static str,
        command: &'static str,
        words: &'static str,
    ) -> Scenario {
        self.warned = Some(Warned { of, command, words });
        self
    }

    /// The tool has a warning of this code, the first of all.
    pub(crate) fn noted(mut self, code: &'static str) -> Scenario {
        self.noted = Some(code);
        self
    }

    /// The tool has not even a warning.
    pub(crate) fn silent(mut self) -> Scenario {
        self.silent = true;
        self
    }

    /// The command is run below the tool as well, which then has the same diagnosis.
    pub(crate) fn attended(mut self) -> Scenario {
        self.attended = Some(Told::Same);
        self
    }

    /// The same with this diagnosis: what the command says tells more than the machine.
    pub(crate) fn told(mut self, code: &'static str) -> Scenario {
        self.attended = Some(Told::Code(code));
        self
    }

    /// The first diagnosis below the tool.
    pub(crate) fn told_below_run(&self) -> Option<&'static str> {
        match self.attended {
            Some(Told::Code(code)) => Some(code),
            Some(Told::Same) | None => self.diagnosis,
        }
    }

    /// Holds against what was sent while the tool ran.
    pub(crate) fn seen(mut self, seen: fn(&Seen)) -> Scenario {
        self.seen = Some(seen);
        self
    }

    /// Runs the scenario behind the border, or does nothing where this process is for another.
    pub(crate) fn run(mut self) {
        if !matches!(enter(self.name), Side::Inside) {
            return;
        }
        if !self.needs.iter().all(|program| part::is_installed(program)) {
            return;
        }
        settle();
        let build = std::mem::replace(&mut self.build, Box::new(World::empty));
        let world = build();
        if !world.parts.iter().all(Part::is_here) {
            return;
        }
        world.rise();
        if let Some(script) = &world.prepared_by {
            let outcome = world.shell(script, ENOUGH);
            assert_eq!(outcome.code, Some(0), "preparing the world: {outcome}");
        }
        keep::keep();
        self.check_go(&world);
        if let Some(binary) = tool::binary() {
            tool::check(&self, &world, &binary);
            let is_wanted = self.attended.is_some() || attended::is_asked_for();
            if is_wanted && !matches!(self.go, Go::Hangs) {
                attended::check(&self, &world, &binary);
            }
        }
    }

    fn check_go(&self, world: &World) {
        let limit = if matches!(self.go, Go::Hangs) { PATIENCE } else { ENOUGH };
        let outcome = world.shell(self.command, limit);
        println!("{}: {outcome}", self.command);
        let heard = self.heard(self.command, self.diagnosis, &outcome);
        heard.write();
        match self.go {
            Go::Succeeds => assert_eq!(outcome.code, Some(0), "go was to succeed"),
            Go::Hangs => assert_eq!(outcome.code, None, "go was to hang"),
            Go::FailsWith(words) => {
                assert!(outcome.code.is_some_and(|code| code != 0), "go was to fail");
                assert!(outcome.stderr.contains(words), "go was to say {words:?}");
            }
        }
        heard.check();
        keep::bring_back();
        if let Some(Warned { of, command, words }) = &self.warned {
            let outcome = world.shell(command, ENOUGH);
            let heard = self.heard(command, Some(of), &outcome);
            heard.write();
            heard.check();
            assert!(outcome.code.is_some_and(|code| code != 0), "{command} was to fail");
            assert!(outcome.stderr.contains(words), "go was to say {words:?}: {outcome}");
            keep::bring_back();
        }
    }

    fn heard<'a>(
        &'a self,
        command: &'a str,
        code: Option<&'a str>,
        outcome: &'a Outcome,
    ) -> Heard<'a> {
        Heard { scenario: self.name, command, code, outcome }
    }

    /// Types the commands of a fix and then the scenario's own, in one shell.
    pub(crate) fn check_fix(&self, world: &World, commands: &[String]) {
        let command = self.warned.as_ref().map_or(self.command, |warned| warned.command);
        let mut typed = commands.join("\n");
        for (placeholder, with) in self.filled {
            assert!(typed.contains(placeholder), "{placeholder} is not in the first fix: {typed}");
            typed = typed.replace(placeholder, with);
        }
        let script = format!("{typed}\n{command}");
        let outcome = world.shell(&script, ENOUGH);
        assert_eq!(outcome.code, Some(0), "the first fix does not heal: {script}\n{outcome}");
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Outcome { code, stdout, stderr, took } = self;
        let ended = code.map_or("still running".to_owned(), |code| format!("exit code {code}"));
        write!(out, "{ended} after {took:.1?}\n{stdout}{stderr}")
    }
}
