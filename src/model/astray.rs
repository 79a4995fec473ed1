use crate::base::Veiled;
use crate::go::env::Source;
use crate::model::Facts;
use serde::{Deserialize, Serialize};

/// A line of the go env file with a list of patterns that go does not take from there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StrayLine {
    /// The setting that it was meant for.
    pub key: String,
    pub value: Veiled,
    pub path: String,
    pub line: usize,
    pub why: Stray,
}

/// Why go does not take a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stray {
    /// The environment has another value.
    Overridden,
    /// It does not begin with the name and an equals sign.
    Unread,
}

/// The three lists of patterns. GOPRIVATE stands for the other two where they are unset.
/// go's file: `cmd/go/internal/cfg/cfg.go`.
pub const LISTS: [&str; 3] = ["GOPRIVATE", "GONOPROXY", "GONOSUMDB"];

/// The list that a name was meant for: `GO_PRIVATE`, `goprivate`, `GOPRIVATES`. None for
/// the names themselves.
pub fn list_meant(name: &str) -> Option<&'static str> {
    if name.contains(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
        return None;
    }
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let letters = letters.to_ascii_uppercase();
    let known =
        [("GONOSUMCHECK", "GONOSUMDB"), ("GONOSUM", "GONOSUMDB"), ("GONOPROXIES", "GONOPROXY")];
    let named = known.into_iter().find(|(wrong, _)| *wrong == letters).map(|(_, list)| list);
    let list =
        LISTS.into_iter().find(|list| letters.strip_suffix('S').unwrap_or(&letters) == *list);
    list.or(named).filter(|list| *list != name)
}

impl Facts {
    /// Whether one of the three lists has a value of its own, apart from GOPRIVATE's.
    pub fn has_own(&self, list: &str) -> bool {
        let source = self.settings.get(list).map(|setting| setting.source);
        let is_set = matches!(source, Some(Source::Environment | Source::GoEnvFile));
        let differs = || self.settings.raw(list) != self.settings.raw("GOPRIVATE");
        is_set && (list == "GOPRIVATE" || differs() || self.own_lists.iter().any(|it| it == list))
    }

    /// The variable that holds the value in force of GONOPROXY or GONOSUMDB.
    pub fn holder_of(&self, list: &'static str) -> &'static str {
        if self.has_own(list) { list } else { "GOPRIVATE" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_go_does_not_know_are_told_from_those_it_does() {
        for (name, list) in [
            ("GO_PRIVATE", Some("GOPRIVATE")),
            ("goprivate", Some("GOPRIVATE")),
            ("GOPRIVATE_", Some("GOPRIVATE")),
            ("GOPRIVATES", Some("GOPRIVATE")),
            ("GO_NO_SUMDB", Some("GONOSUMDB")),
            ("GONOSUMCHECK", Some("GONOSUMDB")),
            ("GOPRIVATE", None),
            ("# GOPRIVATE", None),
            ("GONOPROXY", None),
            ("NO_PROXY", None),
            ("GOPROXY", None),
        ] {
            assert_eq!(list_meant(name), list, "{name}");
        }
    }
}
