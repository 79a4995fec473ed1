//! A setting is mended where it was made.

use crate::base::Veiled;
use crate::go::env::Source;
use crate::model::{Facts, MadeBy, Scope, Step};

/// Settings at which go stops before `go env -u` does anything, each with a value that
/// lets it through: the environment comes before the file.
const IN_THE_WAY: &[(&str, &str)] =
    &[("GOPATH", "/tmp/go"), ("GOROOT", ""), ("GOTOOLCHAIN", "local")];

impl Facts {
    /// A go setting changed where it was made: a variable of the environment
    /// beats `go env -w`, so there it is the variable that changes.
    pub fn set(&self, key: &'static str, value: impl Into<String>) -> Step {
        let value = Veiled::new(value);
        match self.source(key) {
            Some(Source::Environment) => Step::SetEnv { name: key.into(), value },
            Some(Source::GoEnvFile) if matches!(key, "GOPATH" | "GOROOT") => {
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
        match self.passing(key) {
            Some(first) => {
                let words = [first.as_str(), "go", "env", "-u", key];
                Step::Run { words: words.map(str::to_owned).to_vec() }
            }
            None => Step::UnsetGoEnv { key },
        }
    }

    fn passing(&self, key: &str) -> Option<String> {
        let (_, value) = IN_THE_WAY.iter().find(|(name, _)| *name == key)?;
        let root = || self.go.root().unwrap_or("/usr/local/go").to_owned();
        let value = if value.is_empty() { root() } else { (*value).to_owned() };
        Some(format!("{key}={value}"))
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
