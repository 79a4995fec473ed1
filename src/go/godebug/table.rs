use super::known::{KNOWN, NEWEST, REMOVED};
use serde::{Deserialize, Serialize};

/// The GODEBUG settings that one go knows, and those that it has removed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub(super) known: Vec<String>,
    pub(super) removed: Vec<Removed>,
    /// A name that is not in it is unknown to that go for sure.
    pub(super) is_whole: bool,
}

/// A setting that was removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    pub name: String,
    /// The minor release that removed it: 24 for go 1.24.
    pub minor: u32,
    /// The values that go refuses; none where it refuses any.
    pub old: Option<Vec<String>>,
}

impl Table {
    /// The table of the release 1.`minor`, where its source is not at hand.
    pub fn of(minor: u32) -> Self {
        let known = KNOWN.iter().filter(|(_, first, last)| {
            *first <= minor && (minor <= *last || *last == NEWEST && minor > NEWEST)
        });
        let removed = REMOVED.iter().filter(|(_, since, _)| *since <= minor);
        // go 1.26 lists the first of them, and takes no value of it.
        let removed = removed.filter(|(name, ..)| match minor {
            ..26 => false,
            26 => *name == "x509sha1",
            27.. => true,
        });
        let old = |values: &[&str]| {
            (minor > 26).then(|| values.iter().map(|value| (*value).to_owned()).collect())
        };
        Self {
            known: known.map(|(name, ..)| (*name).to_owned()).collect(),
            removed: removed
                .map(|(name, minor, values)| Removed {
                    name: (*name).to_owned(),
                    minor: *minor,
                    old: old(values),
                })
                .collect(),
            is_whole: minor <= NEWEST,
        }
    }

    /// Reads go's own source of the table, `src/internal/godebugs/table.go`; none
    /// where it is written as in no release so far.
    pub fn read(source: &str) -> Option<Self> {
        let (all, removed) = source.split_once("var Removed").unwrap_or((source, ""));
        let known: Vec<String> = entries(all).map(|(name, _)| name.to_owned()).collect();
        let removed = entries(removed).map(|(name, rest)| {
            let minor = after(rest, "Removed: ")?.parse().ok()?;
            Some(Removed { name: name.to_owned(), minor, old: old_values(rest) })
        });
        let removed: Vec<Removed> = removed.collect::<Option<_>>()?;
        (known.len() > 10).then_some(Self { known, removed, is_whole: true })
    }
}

/// The lines `{Name: "x", …}`, each with what follows the name.
fn entries(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    lines.filter_map(|line| line.strip_prefix("{Name: \"")?.split_once('"'))
}

fn after<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let rest = text.split_once(key)?.1;
    rest.split(|c: char| !c.is_ascii_digit()).next()
}

/// `zero`, `one`, or a function that compares with some; none where the table says
/// nothing of values.
fn old_values(rest: &str) -> Option<Vec<String>> {
    let says = rest.split_once("Old: ")?.1.split("//").next().unwrap_or_default();
    let of = |value: &str| Some(vec![value.to_owned()]);
    match says.trim_end_matches(['}', ',', ' ', '\t']) {
        "zero" => of("0"),
        "one" => of("1"),
        compares => Some(compares.split('"').skip(1).step_by(2).map(str::to_owned).collect()),
    }
}
