//! From the first instruction to the last, as docker would run them.

mod cache;
mod copy;
mod fetch;
mod files;
mod mounts;
mod run;
mod set;
mod tools;

use crate::base::Secret;
use crate::docker::context::Context;
use crate::docker::edit::Lines;
use crate::docker::ignore::Ignore;
use crate::docker::image::Image;
use crate::docker::instruction::Instruction;
use crate::docker::remark::{Kind, Remark};
use crate::docker::review::Review;
use crate::docker::stage::{By, Ground, Set, Stage};
use crate::docker::value::{Value, substituted};
use crate::docker::{Line, context::joined, settings};
use std::collections::BTreeMap;

/// A go command that asks for modules.
#[derive(Clone, Debug)]
struct Event {
    stage: usize,
    line: usize,
    /// Whether it surely fetches; a script may.
    sure: bool,
    /// The settings that were in force, by name.
    known: Vec<String>,
}

/// A setting where it stands.
#[derive(Clone, Debug)]
struct Stated {
    stage: usize,
    line: usize,
    last: usize,
    name: String,
    value: String,
    how: How,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Env,
    Arg,
    Exported,
    Assigned,
    GoEnv,
}

pub(super) struct Walk<'a> {
    lines: Lines<'a>,
    ground: Ground<'a>,
    syntax: Option<&'a str>,
    /// Build arguments before the first FROM, with their lines.
    globals: BTreeMap<String, (Value, usize)>,
    /// Names that a FROM line uses.
    in_from: Vec<String>,
    /// The finished stages, and the one at hand behind them.
    stages: Vec<(Option<String>, Stage)>,
    /// The stage that each began as, where it is one of this file.
    parents: Vec<Option<usize>>,
    events: Vec<Event>,
    stated: Vec<Stated>,
    remarks: Vec<Remark>,
    secrets: Vec<Secret>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        lines: Lines<'a>,
        context: &'a dyn Context,
        ignore: &'a Ignore,
        syntax: Option<&'a str>,
    ) -> Self {
        Self {
            lines,
            ground: Ground { context, ignore },
            syntax,
            globals: BTreeMap::new(),
            in_from: Vec::new(),
            stages: Vec::new(),
            parents: Vec::new(),
            events: Vec::new(),
            stated: Vec::new(),
            remarks: Vec::new(),
            secrets: Vec::new(),
        }
    }

    pub(super) fn through(mut self, instructions: &[Instruction]) -> Review {
        for instruction in instructions {
            self.step(instruction);
        }
        self.settings_that_do_not_arrive();
        let mut fetching: Vec<usize> =
            self.events.iter().filter(|it| it.sure).map(|it| it.stage).collect();
        fetching.dedup();
        Review {
            remarks: self.remarks,
            secrets: self.secrets,
            stages: self.stages.len(),
            fetching: fetching.len(),
        }
    }

    fn step(&mut self, instruction: &Instruction) {
        self.expose(instruction);
        match instruction.keyword.as_str() {
            "FROM" => self.from(instruction),
            "ARG" if self.stages.is_empty() => self.global(instruction),
            _ if self.stages.is_empty() => {}
            "ARG" => self.set(instruction, By::Arg),
            "ENV" => self.set(instruction, By::Env),
            "WORKDIR" => self.workdir(instruction),
            "USER" => {
                let user = self.value(instruction.text.trim());
                let name = user.map(|it| it.split(':').next().unwrap_or_default().to_owned());
                self.now().user = name;
            }
            "COPY" | "ADD" => self.copy(instruction),
            "RUN" => self.run(instruction),
            _ => {}
        }
    }

    fn from(&mut self, instruction: &Instruction) {
        let words = instruction.words();
        let typed = words.first().cloned().unwrap_or_default();
        for name in self.globals.keys() {
            if typed.contains(&format!("${name}")) || typed.contains(&format!("${{{name}")) {
                self.in_from.push(name.clone());
            }
        }
        let globals = &self.globals;
        let image =
            substituted(&typed, &|name| globals.get(name).and_then(|(value, _)| value.clone()));
        let alias = words.get(1).filter(|word| word.eq_ignore_ascii_case("as"));
        let alias = alias.and_then(|_| words.get(2)).map(|it| it.to_ascii_lowercase());
        let parent = image.as_deref().and_then(|it| self.stage_named(it));
        let stage = match parent {
            Some(at) => self.inherited(at),
            None => Stage::from_image(Image::of(image.as_deref())),
        };
        self.stages.push((alias, stage));
        self.parents.push(parent);
    }

    /// Build arguments are gone behind FROM, variables stay.
    fn inherited(&self, at: usize) -> Stage {
        let mut stage = self.stages[at].1.clone();
        stage.variables.retain(|_, set| set.by != By::Arg);
        stage
    }

    fn stage_named(&self, name: &str) -> Option<usize> {
        let lower = name.to_ascii_lowercase();
        let by_name = self.stages.iter().rposition(|(alias, _)| alias.as_deref() == Some(&lower));
        by_name.or_else(|| name.parse().ok().filter(|at| *at < self.stages.len()))
    }

    fn global(&mut self, instruction: &Instruction) {
        for (name, value) in instruction.pairs() {
            let globals = &self.globals;
            let known = |name: &str| globals.get(name).and_then(|(value, _)| value.clone());
            let value = value.and_then(|it| substituted(&it, &known));
            self.globals.insert(name, (value, instruction.line));
        }
    }

    fn workdir(&mut self, instruction: &Instruction) {
        let typed = instruction.text.trim().trim_matches(['"', '\'']).to_owned();
        let now = self.now_seen().workdir.clone();
        let folder = match self.value(&typed) {
            Some(path) if path.starts_with('/') => Some(joined("/", &path)),
            Some(path) => now.map(|now| joined(&now, &path)),
            None => None,
        };
        self.now().workdir = folder;
    }

    /// A text with the variables of the stage replaced.
    fn value(&self, text: &str) -> Value {
        let stage = self.now_seen();
        substituted(text, &|name| match stage.variables.get(name) {
            Some(set) => set.value.clone(),
            None if stage.image.is_plain && name != "HOME" && name != "PATH" => Some(String::new()),
            None => None,
        })
    }

    fn at(&self) -> usize {
        self.stages.len() - 1
    }

    fn now(&mut self) -> &mut Stage {
        let at = self.at();
        &mut self.stages[at].1
    }

    fn now_seen(&self) -> &Stage {
        &self.stages[self.at()].1
    }

    fn remark(&mut self, line: usize, stops: bool, kind: Kind, corrected: Vec<Line>) {
        let remark = Remark { line, kind, stops, also: Vec::new(), corrected };
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    fn state(&mut self, instruction: &Instruction, name: &str, value: &str, how: How) {
        let stage = self.at();
        let (line, last) = (instruction.line, instruction.last);
        let (name, value) = (name.to_owned(), value.to_owned());
        self.stated.push(Stated { stage, line, last, name, value, how });
    }

    /// A value that weakens something, wherever it is set.
    fn weigh(&mut self, instruction: &Instruction, name: &str, value: &str) {
        if let Some(off) = settings::switched_off(name, value) {
            let corrected = Self::without(instruction);
            let name = name.to_owned();
            self.remark(instruction.line, false, Kind::Off { off, name }, corrected);
        }
    }

    /// The instruction without that variable; nothing where it has others.
    fn without(instruction: &Instruction) -> Vec<Line> {
        let single = instruction.keyword != "RUN" && instruction.pairs().len() == 1;
        if single {
            Lines::instead(instruction.line, instruction.last, Vec::new())
        } else {
            Vec::new()
        }
    }

    fn insert(&mut self, name: &str, value: Value, instruction: &Instruction, by: By) {
        let set = Set { value, line: instruction.line, by };
        self.now().variables.insert(name.to_owned(), set);
    }
}
