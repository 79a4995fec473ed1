use crate::base::Veiled;
use crate::go::env::{FileLine, Platform, file_lines, goenv_path};
use crate::machine::Machine;
use crate::model::{LISTS, Stray, StrayLine, list_meant};
use std::collections::BTreeMap;

const SMALL: usize = 1 << 20;
/// Nobody writes more of them by hand.
const MOST: usize = 20;

/// What the go env file has of the lists of patterns.
#[derive(Default)]
pub(super) struct Lists {
    /// The lines of which go takes nothing.
    pub stray: Vec<StrayLine>,
    /// The lists that have a value of their own, here or in the environment.
    pub own: Vec<String>,
}

pub(super) fn look(machine: &dyn Machine, variables: &BTreeMap<String, String>) -> Lists {
    let platform = Platform { goos: machine.os(), goarch: machine.arch() };
    let path = goenv_path(variables, &platform).unwrap_or_default();
    let content = machine.read(&path, SMALL).unwrap_or_default();
    let is_set = |name: &str| variables.get(name).is_some_and(|value| !value.is_empty());
    let found = file_lines(&content).filter_map(|line| stray(line, &is_set));
    let stray = found.map(|it| StrayLine { path: path.clone(), ..it }).take(MOST).collect();
    let set = |line: FileLine| match line {
        FileLine::Setting { name, value, .. } if !value.raw().is_empty() => Some(name),
        _ => None,
    };
    let here: Vec<String> = file_lines(&content).filter_map(set).collect();
    let own = LISTS[1..].iter().filter(|it| is_set(it) || here.iter().any(|name| name == *it));
    Lists { stray, own: own.map(|it| (*it).to_owned()).collect() }
}

fn stray(line: FileLine, is_set: &dyn Fn(&str) -> bool) -> Option<StrayLine> {
    let (line, key, value, why) = match line {
        FileLine::Setting { line, name, value } => match list(&name) {
            Some(key) if is_set(key) => (line, key, value, Stray::Overridden),
            Some(_) => return None,
            None => (line, list_meant(&name)?, value, Stray::Unread),
        },
        FileLine::Ignored { line, text } => {
            let (key, value) = ignored(text.as_str())?;
            (line, key, value, Stray::Unread)
        }
    };
    Some(StrayLine { key: key.to_owned(), value, path: String::new(), line, why })
}

fn list(name: &str) -> Option<&'static str> {
    LISTS.into_iter().find(|list| *list == name)
}

/// ` GOPRIVATE=…`, `export GOPRIVATE=…`, `goprivate=…`, `GOPRIVATE: …`.
fn ignored(text: &str) -> Option<(&'static str, Veiled)> {
    let text = text.trim();
    let text = text.strip_prefix("export ").or(text.strip_prefix("set ")).unwrap_or(text).trim();
    let (name, value) = text.split_once(['=', ':'])?;
    let name = name.trim();
    let key = list(name).or_else(|| list_meant(name))?;
    Some((key, Veiled::new(value.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_go_does_not_take_are_found() {
        let file = b"GOPRIVATE=a.example\nexport GONOPROXY=b.example\n goprivate=c.example\nGO_PRIVATE=d.example\nGOPROXY=x\n# GOPRIVATE=e\n";
        let of = |set: &'static str| -> Vec<(String, usize, Stray)> {
            let found = file_lines(file).filter_map(|line| stray(line, &|name| name == set));
            found.map(|it| (it.key, it.line, it.why)).collect()
        };
        let unread = |key: &str, line| (key.to_owned(), line, Stray::Unread);
        let all = [unread("GONOPROXY", 2), unread("GOPRIVATE", 3), unread("GOPRIVATE", 4)];
        assert_eq!(of(""), all);
        assert_eq!(of("GOPRIVATE")[0], ("GOPRIVATE".to_owned(), 1, Stray::Overridden));
    }
}
