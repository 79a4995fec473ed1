use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The system that the go command was built for, in go's names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Platform {
    pub goos: String,
    pub goarch: String,
}

/// An environment as go sees it: an empty variable is none.
#[derive(Clone, Copy)]
pub(super) struct Environment<'a> {
    pub(super) variables: &'a BTreeMap<String, String>,
    pub(super) platform: &'a Platform,
}

impl<'a> Environment<'a> {
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        let exact = self.variables.get(name).map(String::as_str);
        let found =
            if self.platform.is_windows() { exact.or_else(|| self.any_case(name)) } else { exact };
        found.filter(|value| !value.is_empty())
    }

    fn any_case(&self, name: &str) -> Option<&'a str> {
        let same = |(key, value): (&String, &'a String)| {
            key.eq_ignore_ascii_case(name).then_some(value.as_str())
        };
        self.variables.iter().find_map(same)
    }

    /// go's file: `os/file.go`, `UserConfigDir`.
    pub(super) fn config_dir(&self) -> Option<String> {
        match self.platform.family() {
            Family::Windows => self.get("AppData").map(str::to_owned),
            Family::Mac => self.below_home("/Library/Application Support"),
            Family::Unix => self.xdg("XDG_CONFIG_HOME", "/.config"),
        }
    }

    /// go's file: `os/file.go`, `UserCacheDir`.
    pub(super) fn cache_dir(&self) -> Option<String> {
        match self.platform.family() {
            Family::Windows => self.get("LocalAppData").map(str::to_owned),
            Family::Mac => self.below_home("/Library/Caches"),
            Family::Unix => self.xdg("XDG_CACHE_HOME", "/.cache"),
        }
    }

    /// The home directory by its variable; go asks nothing else.
    pub(super) fn home(&self) -> Option<&'a str> {
        self.get(if self.platform.is_windows() { "USERPROFILE" } else { "HOME" })
    }

    fn below_home(&self, path: &str) -> Option<String> {
        self.get("HOME").map(|home| format!("{home}{path}"))
    }

    /// A relative XDG directory is an error, not a reason to look in HOME.
    fn xdg(&self, name: &str, path: &str) -> Option<String> {
        match self.get(name) {
            Some(dir) => dir.starts_with('/').then(|| dir.to_owned()),
            None => self.below_home(path),
        }
    }
}

enum Family {
    Windows,
    Mac,
    Unix,
}

impl Platform {
    pub(super) fn is_windows(&self) -> bool {
        self.goos == "windows"
    }

    fn family(&self) -> Family {
        match self.goos.as_str() {
            "windows" => Family::Windows,
            "darwin" | "ios" => Family::Mac,
            _ => Family::Unix,
        }
    }
}
