use crate::base::Veiled;
use crate::go::env::{FileLine, Shadowed};
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
            FileLine::Setting { line, name, value } => Some(FileSetting { line: *line, name, value }),
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
