//! A setting is mended where it was made.

use crate::base::Veiled;
use crate::go::env::Source;
use crate::go::sumfile::Letters;
use crate::model::{Facts, MadeBy, MendedLine, Scope, Step};

/// Settings at which go stops before `go env -u` does anything, each with a value that
/// lets it through: the environment comes before the file.
const IN_THE_WAY: &[(&str, &str)] = &[("GOPATH", "/tmp/go"), ("GOTOOLCHAIN", "local")];

impl Facts {
    /// A go setting changed where it was made: a variable of the environment
    /// beats `go env -w`, so there it is the variable that changes.
    pub fn set(&self, key: &'static str, value: impl Into<String>) -> Step {
        let value = Veiled::new(value);
        match self.source(key) {
            Some(Source::Environment) => Step::SetEnv { name: key.into(), value },
            Some(Source::GoEnvFile) if key == "GOPATH" => {
                let pair = format!("{key}={}", value.raw());
                Step::Run { words: [&pair, "go", "env", "-w", &pair].map(str::to_owned).to_vec() }
            }
            _ => Step::SetGoEnv { key, value },
        }
    }

    /// A go setting back to its default, where it was made.
    pub fn unset(&self, key: &'static str) -> Step {
        match self.source(key) {
            Some(Source::Environment) => Step::UnsetEnv { name: key.into() },
            Some(Source::GoEnvFile) => self.unset_in_file(key),
            _ => Step::UnsetGoEnv { key },
        }
    }

    /// The same for a line of the go env file, whatever stands in the environment.
    pub fn unset_in_file(&self, key: &'static str) -> Step {
        if key == "GOROOT" {
            return self.struck_out(key).unwrap_or(Step::UnsetGoEnv { key });
        }
        match IN_THE_WAY.iter().find(|(name, _)| *name == key) {
            Some((_, value)) => {
                let words = [&*format!("{key}={value}"), "go", "env", "-u", key];
                Step::Run { words: words.map(str::to_owned).to_vec() }
            }
            None => Step::UnsetGoEnv { key },
        }
    }

    /// The lines gone, where go itself takes none away: since 1.27 it will not hear of
    /// GOROOT. go's file: `cmd/go/internal/envcmd/env.go`, `checkEnvWrite`.
    fn struck_out(&self, key: &str) -> Option<Step> {
        let file = self.env_file.as_ref()?;
        let lines = file.settings().filter(|it| it.name == key);
        let lines = lines.map(|it| MendedLine { line: it.line, becomes: Vec::new() }).collect();
        Some(Step::MendFile { file: file.path.clone(), letters: Letters::Utf8, lines })
    }

    /// A go setting back to its default in every place that would set it otherwise:
    /// behind a variable the same value may wait in the go env file.
    pub fn back_to_default(&self, key: &'static str) -> Vec<Step> {
        let mut steps = vec![self.unset(key)];
        let value = self.settings.raw(key);
        let waits = self.overridden(key).is_some_and(|it| it.value.raw() == value);
        if waits {
            steps.insert(0, self.unset_in_file(key));
        }
        steps
    }

    /// The line of the go env file that a variable overrides.
    pub fn overridden(&self, key: &str) -> Option<&crate::go::env::Shadowed> {
        self.env_file.as_ref()?.overridden(key)
    }

    /// The line of a shell's or login's file that sets a variable.
    pub fn made_by(&self, name: &str) -> Option<&MadeBy> {
        self.made_by.iter().find(|it| it.name == name)
    }

    /// How far a change of that setting reaches.
    pub fn reach(&self, key: &str) -> Scope {
        match self.source(key) {
            Some(Source::Environment) => Scope::Process,
            _ => Scope::User,
        }
    }

    fn source(&self, key: &str) -> Option<Source> {
        self.settings.get(key).map(|setting| setting.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::env::{Setting, Settings};

    fn facts(name: &str, source: Source) -> Facts {
        let setting = Setting { name: name.into(), value: Veiled::new("x"), source };
        Facts { settings: Settings(vec![setting]), ..Facts::default() }
    }

    #[test]
    fn go_is_let_past_what_stops_it() {
        let by_file = |name: &'static str| facts(name, Source::GoEnvFile).unset(name);
        assert_eq!(by_file("GOPROXY"), Step::UnsetGoEnv { key: "GOPROXY" });
        let words = ["GOTOOLCHAIN=local", "go", "env", "-u", "GOTOOLCHAIN"];
        let words = words.map(str::to_owned).to_vec();
        assert_eq!(by_file("GOTOOLCHAIN"), Step::Run { words });
        let by_variable = facts("GOPATH", Source::Environment).unset("GOPATH");
        assert_eq!(by_variable, Step::UnsetEnv { name: "GOPATH".into() });
    }
}
