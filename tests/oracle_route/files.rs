//! Settings written into the environment, go's own file, or both.

use crate::goroot::Dice;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What a user has set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) environment: BTreeMap<String, String>,
    /// The lines of the GOENV file.
    pub(crate) file: String,
    pub(crate) netrc: String,
    /// go.mod and go.sum of the folder; none where there is no go.mod.
    pub(crate) sums: Option<String>,
}

impl Settings {
    /// In the environment.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.environment.insert(name.to_owned(), value.into());
    }

    /// In some layer or several; what stands below may be anything of `others`.
    pub(crate) fn lay(&mut self, dice: &mut Dice, name: &str, value: &str, others: &[&str]) {
        let other = dice.pick(others).to_owned();
        match dice.below(5) {
            0 if !value.is_empty() => self.set(name, value),
            1 => self.line(dice, name, value),
            2 => {
                self.line(dice, name, &other);
                self.line(dice, name, value);
            }
            3 => {
                self.line(dice, name, value);
                self.set(name, "");
            }
            _ if value.is_empty() => self.line(dice, name, value),
            _ => {
                self.line(dice, name, &other);
                self.set(name, value);
            }
        }
    }

    fn line(&mut self, dice: &mut Dice, name: &str, value: &str) {
        let end = dice.pick(&["\n", "\n", "\n", "\n", "\n", "\n", "\r\n", "\n# \n", "\n\n"]);
        self.file.extend([name, "=", value, end]);
    }

    pub(crate) fn write(&self, home: &Path) {
        let config = home.join(".config/go");
        fs::create_dir_all(config.join("telemetry")).unwrap();
        // Else go leaves a process behind that writes there.
        fs::write(config.join("telemetry/mode"), "off").unwrap();
        fs::create_dir_all(home.join("here")).unwrap();
        fs::write(config.join("env"), &self.file).unwrap();
        fs::write(home.join(".netrc"), &self.netrc).unwrap();
        if let Some(sums) = &self.sums {
            fs::write(home.join("here/go.mod"), "module here.example\n\ngo 1.21\n").unwrap();
            fs::write(home.join("here/go.sum"), sums).unwrap();
        }
    }
}
