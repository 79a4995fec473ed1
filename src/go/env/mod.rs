//! The effective go settings and where each comes from, by go's own order:
//! environment, GOENV file, GOROOT/go.env, built-in default.
//! go's file: `cmd/go/internal/cfg/cfg.go`.

mod file;
mod foreign;
mod layers;
mod path;
mod platform;
mod resolve;

pub use file::{FileLine, file_lines};
pub use foreign::{is_of_go, is_of_the_shell, known_name};
pub use platform::Platform;
use resolve::NAMES;
pub use resolve::{Inputs, Shadowed, go_env_goroot, goenv_path, resolve, shadowed};

use crate::base::Veiled;
use serde::{Deserialize, Serialize};

/// Where a setting gets its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    Environment,
    GoEnvFile,
    Goroot,
    Default,
}

/// One go setting that is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    pub name: String,
    pub value: Veiled,
    pub source: Source,
}

/// All settings in force, in the order in which the report lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings(pub Vec<Setting>);

impl Settings {
    pub fn get(&self, name: &str) -> Option<&Setting> {
        self.0.iter().find(|setting| setting.name == name)
    }

    /// The value as go reads it; empty where nothing is set.
    pub fn raw(&self, name: &str) -> &str {
        self.get(name).map_or("", |setting| setting.value.raw())
    }
}
