use crate::base::{Lang, Text, Veiled};
use crate::cli::{Format, Job, Output};
use crate::exit;
use crate::machine::{Console, Stream};
use crate::model::{Mode, Report, Run};
use crate::render::target::{self, Reader};
use crate::render::{Glyphs, Renderer, Style, json};
use crate::say;
use std::collections::BTreeMap;
use std::io;

/// Where a report is shown, and how it was asked for.
pub(super) struct Stage<'a> {
    pub console: Console,
    pub variables: &'a BTreeMap<String, String>,
    pub job: &'a Job,
    /// Where a report goes that has no file.
    pub place: Stream,
}

impl Stage<'_> {
    /// Writes the report in every format that was asked for, and ends with its
    /// exit code, which no format changes.
    pub(super) fn show(&self, report: &Report, for_people: Renderer) -> u8 {
        // Standard output comes last, and tells of a file that cannot be written.
        let (files, stream): (Vec<_>, Vec<_>) =
            self.job.outputs.iter().partition(|output| output.file.is_some());
        for output in files.into_iter().chain(stream) {
            if let Err(error) = self.write(output, report, for_people) {
                return self.cannot_write(output, &error, &report.run);
            }
        }
        report.exit_code
    }

    fn write(&self, output: &Output, report: &Report, for_people: Renderer) -> io::Result<()> {
        let renderer = match output.format {
            Format::Text => for_people,
            Format::Json => json::render,
        };
        let mut bytes = Vec::new();
        renderer(report, &self.style(output, report), &mut bytes)?;
        self.put(output, &bytes)
    }

    /// A tool that could not do its work says so, in one document if a script
    /// reads it.
    pub(super) fn fail(&self, run: &Run, why: &Text) -> u8 {
        let words = &Veiled::in_words(why.to(self.job.lang));
        let mut said = false;
        for output in self.job.outputs.iter().filter(|output| output.format.is_machine()) {
            let mut document = Vec::new();
            let written = json::failure(run, words, &mut document);
            let written = written.and_then(|()| self.put(output, &document)).is_ok();
            said |= written && output.file.is_none();
        }
        if !said {
            self.console.note(&format!("gomod-doctor: {words}"));
        }
        exit::UNABLE
    }

    /// A line for people on standard error.
    pub(super) fn note(&self, says: &Text) {
        let words = Veiled::in_words(says.to(self.job.lang));
        self.console.note(&format!("gomod-doctor: {words}"));
    }

    /// A path of the command line, which is meant from the folder that `-C` names; `-`
    /// stays what it is.
    pub(super) fn below_dir(&self, file: &str) -> String {
        match &self.job.dir {
            Some(dir) if file != "-" && !file.starts_with('/') => format!("{dir}/{file}"),
            _ => file.to_owned(),
        }
    }

    pub(super) fn lang(&self) -> Lang {
        self.job.lang
    }

    fn put(&self, output: &Output, bytes: &[u8]) -> io::Result<()> {
        match &output.file {
            Some(path) => self.console.save(path, bytes),
            None => self.console.print_to(self.place, bytes),
        }
    }

    fn cannot_write(&self, output: &Output, error: &io::Error, run: &Run) -> u8 {
        let place = output.file.as_deref().unwrap_or(match self.place {
            Stream::Out => "stdout",
            Stream::Err => "stderr",
        });
        let says = say! {
            en: "cannot write to {place}: {error}",
            zh: "无法写入 {place}：{error}",
        };
        self.fail(run, &says)
    }

    fn style(&self, output: &Output, report: &Report) -> Style {
        let sits_there = self.console.is_terminal(self.place);
        let reader = if sits_there { Reader::AtTerminal } else { Reader::Elsewhere };
        let guess = match report.run.mode {
            // Its fixes are lines of that file.
            Mode::Dockerfile => target::named("dockerfile"),
            _ => None,
        };
        let guess = guess.unwrap_or(target::guess(&report.evidence.facts.platform, reader));
        self.plain_style(output.file.is_some(), self.job.target.unwrap_or(guess))
    }

    /// How words for people look where reports go, or in a file.
    pub(super) fn plain_style(&self, in_file: bool, target: &'static dyn target::Target) -> Style {
        let variable = |name: &str| self.variables.get(name).cloned();
        let terminal = !in_file && self.console.is_terminal(self.place);
        let width =
            self.console.width(self.place).filter(|_| terminal).unwrap_or(Style::USUAL_WIDTH);
        Style {
            lang: self.job.lang,
            width: width.clamp(40, 160),
            colour: self.job.colour.decide(&variable, terminal),
            glyphs: Glyphs::decide(&variable),
            verbosity: self.job.verbosity,
            target,
        }
    }
}
