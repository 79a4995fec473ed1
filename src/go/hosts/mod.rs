//! /etc/hosts as go's own resolver reads it (net/hosts.go).

use super::resolv::{fields, lines};
use super::url::Addr;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The names in the file. A name with a dot in it is kept with a final one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hosts {
    lines: Vec<Line>,
    /// Places in `lines`.
    names: BTreeMap<String, Vec<usize>>,
}

/// A line with an address and at least one name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    entry: HostEntry,
    canonical: String,
}

/// An address that the file gives to a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostEntry {
    pub addr: Addr,
    /// Counted from 1.
    pub line: usize,
}

impl Hosts {
    /// Reads the file; lines without an address and a name mean nothing.
    pub fn parse(text: &[u8]) -> Self {
        let mut hosts = Self::default();
        for (number, line) in lines(text) {
            let line = line.split('#').next().unwrap_or_default();
            let mut words = fields(line);
            let addr = words.next().and_then(|word| Addr::parse(word).ok());
            let names: Vec<String> = words.map(key).collect();
            if let (Some(addr), Some(canonical)) = (addr, names.first().cloned()) {
                let entry = HostEntry { addr, line: number };
                hosts.add(names, Line { entry, canonical });
            }
        }
        hosts
    }

    /// The addresses of a name in the order of the file, whatever its case
    /// (net `lookupStaticHost`).
    pub fn lookup(&self, name: &str) -> Vec<HostEntry> {
        self.lines_of(name).map(|line| line.entry.clone()).collect()
    }

    /// The first name on the first line that has this one.
    pub fn canonical(&self, name: &str) -> Option<&str> {
        Some(&self.lines_of(name).next()?.canonical)
    }

    /// The part of the file that concerns these names: a list of blocked hosts
    /// need not be kept as a whole.
    #[must_use]
    pub fn only<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut kept = Self::default();
        for name in names {
            for line in self.lines_of(name) {
                kept.add([key(name)], line.clone());
            }
        }
        kept
    }

    fn lines_of(&self, name: &str) -> impl Iterator<Item = &Line> {
        let places = self.names.get(&key(name)).into_iter().flatten();
        places.filter_map(|&place| self.lines.get(place))
    }

    fn add(&mut self, names: impl IntoIterator<Item = String>, line: Line) {
        for name in names {
            self.names.entry(name).or_default().push(self.lines.len());
        }
        self.lines.push(line);
    }
}

/// Net `absDomainName`, in lower case.
fn key(name: &str) -> String {
    let mut key = name.to_ascii_lowercase();
    if key.contains('.') && !key.ends_with('.') {
        key.push('.');
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str, name: &str) -> Vec<(String, usize)> {
        let entries = Hosts::parse(text.as_bytes()).lookup(name).into_iter();
        entries.map(|entry| (entry.addr.to_string(), entry.line)).collect()
    }

    #[test]
    fn names_are_found_in_any_case_with_or_without_dot() {
        let text = "# x\n10.0.0.1\tProxy.Example box # proxy.example\nfe80::1%eth0 proxy.example.\n10.0.1 bad\n10.0.0.2\n";
        let both = [("10.0.0.1".to_owned(), 2), ("fe80::1%eth0".to_owned(), 3)];
        assert_eq!(found(text, "proxy.example"), both);
        assert_eq!(found(text, "PROXY.example."), both);
        assert_eq!(found(text, "box"), both[..1]);
        assert_eq!(found(text, "box."), []);
        assert_eq!(found(text, "bad"), []);
        assert_eq!(Hosts::parse(text.as_bytes()).canonical("box"), Some("proxy.example."));
    }

    #[test]
    fn a_part_answers_as_the_whole() {
        let whole = Hosts::parse(b"10.0.0.1 a b\n10.0.0.2 c\n::1 a");
        let part = whole.only(["A"]);
        assert_eq!(part.lookup("a"), whole.lookup("a"));
        assert_eq!(part.lookup("c"), []);
    }

    #[test]
    fn evidence_comes_back() {
        let hosts = Hosts::parse(b"fe80::1%eth0 a.b c\n::1 c");
        let json = serde_json::to_string(&hosts).unwrap();
        assert_eq!(serde_json::from_str::<Hosts>(&json).unwrap(), hosts);
    }

    proptest! {
        #[test]
        fn any_file_can_be_read(text: Vec<u8>, name in ".{0,9}") {
            let _ = Hosts::parse(&text).lookup(&name);
        }
    }
}
