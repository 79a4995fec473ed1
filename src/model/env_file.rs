use crate::base::Veiled;
use crate::go::env::{FileLine, Shadowed, Source, is_of_the_shell, known_name};
use crate::model::Facts;
use serde::{Deserialize, Serialize};

/// The file that `go env -w` writes, as it lies there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvFile {
    pub path: String,
    /// Its lines that a variable of the environment overrides.
    pub shadowed: Vec<Shadowed>,
    /// The lines that say something, blanks, quotes and carriage returns included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<FileLine>,
}

/// A setting of the file.
#[derive(Clone, Copy, Debug)]
pub struct FileSetting<'a> {
    pub line: usize,
    pub name: &'a str,
    pub value: &'a Veiled,
}

impl EnvFile {
    /// Its settings in their order, of whatever name.
    pub fn settings(&self) -> impl Iterator<Item = FileSetting<'_>> {
        self.lines.iter().filter_map(|line| match line {
            FileLine::Setting { line, name, value } => {
                Some(FileSetting { line: *line, name, value })
            }
            FileLine::Ignored { .. } => None,
        })
    }

    /// The line that counts for a setting: the last of its name.
    pub fn line_of(&self, name: &str) -> Option<FileSetting<'_>> {
        self.settings().filter(|setting| setting.name == name).last()
    }

    /// The line that a variable of the environment overrides, where the two differ.
    pub fn overridden(&self, name: &str) -> Option<&Shadowed> {
        self.shadowed.iter().find(|it| it.name == name)
    }
}

impl Facts {
    /// The first line of the go env file with a variable that counts in the environment
    /// alone, and is not there.
    pub fn unread_line(&self) -> Option<FileSetting<'_>> {
        let set = |name: &str| self.variable(name).is_some() || self.is_in_environment(name);
        let unread = |it: &FileSetting<'_>| {
            let means = !it.value.raw().trim().is_empty();
            means
                && is_of_the_shell(it.name)
                && !set(it.name)
                && !set(&it.name.to_ascii_lowercase())
        };
        self.env_file.as_ref()?.settings().find(unread)
    }

    /// Settings of the go env file that mean another thing with the carriage return at
    /// their end: in the lists of proxies and flags go trims it, and for the database and
    /// the toolchain their own causes speak.
    pub fn returned(&self) -> Vec<&'static str> {
        let Some(file) = &self.env_file else { return Vec::new() };
        let harmed = |it: FileSetting<'_>| {
            let counts =
                self.settings.get(it.name).is_some_and(|it| it.source == Source::GoEnvFile);
            let last = file.line_of(it.name).is_some_and(|last| last.line == it.line);
            let value = it.value.raw();
            let changed = value.ends_with('\r') && !value.trim().is_empty();
            let harms =
                changed && !matches!(it.name, "GOPROXY" | "GOFLAGS" | "GOSUMDB" | "GOTOOLCHAIN");
            (counts && last && harms).then(|| known_name(it.name)).flatten()
        };
        file.settings().filter_map(harmed).collect()
    }

    /// A line of the go env file that go passes over, and the setting that it was meant
    /// for, where nothing else sets it.
    pub fn passed_over(&self) -> Option<(usize, &'static str)> {
        let file = self.env_file.as_ref()?;
        file.lines.iter().find_map(|line| {
            let FileLine::Ignored { line: number, .. } = line else { return None };
            let name = line.meant()?;
            let set = self.settings.get(name).is_some_and(|it| it.source == Source::Environment);
            (!set && file.line_of(name).is_none()).then_some((*number, name))
        })
    }
}
