use super::lines;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where go's own resolver looks for a name (net `hostLookupOrder`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    #[default]
    FilesDns,
    DnsFiles,
    Files,
    Dns,
}

/// A source on the `hosts` line, as written: `files`, `dns`, `mdns4_minimal`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub name: String,
    /// Counted from 1.
    pub line: usize,
}

/// Why go gives up on the whole of /etc/nsswitch.conf, in its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "error")]
pub enum NssError {
    NoColon { line: usize },
    UnclosedBracket { line: usize },
    Criteria { line: usize, text: String },
}

impl Order {
    /// The order that the file asks for. A file that is missing, broken, or
    /// silent about hosts gives the usual one (net `lookupOrder`, without cgo).
    pub fn parse(text: &[u8]) -> Self {
        match Source::hosts(text) {
            Ok(sources) => Self::of(&sources),
            Err(_) => Self::default(),
        }
    }

    fn of(sources: &[Source]) -> Self {
        let place = |name| sources.iter().position(|source| source.name == name);
        let strange = |source: &Source| source.name != "files" && source.name != "dns";
        let files = place("files");
        // A source that go does not know counts as dns where dns is absent.
        let dns = place("dns").or_else(|| sources.iter().position(strange));
        match (files, dns) {
            (Some(files), Some(dns)) if dns < files => Self::DnsFiles,
            (Some(_), None) => Self::Files,
            (None, Some(_)) => Self::Dns,
            _ => Self::FilesDns,
        }
    }
}

impl Source {
    /// The sources on the `hosts` line; of several such lines all (net
    /// `parseNSSConf`).
    pub fn hosts(text: &[u8]) -> Result<Vec<Self>, NssError> {
        let mut hosts = Vec::new();
        for (line, text) in lines(text) {
            let text = text.split('#').next().unwrap_or_default().trim_matches(BLANK);
            if text.is_empty() {
                continue;
            }
            let (database, sources) = text.split_once(':').ok_or(NssError::NoColon { line })?;
            let found = read_sources(line, sources)?;
            if database.trim_matches(BLANK) == "hosts" {
                hosts.extend(found);
            }
        }
        Ok(hosts)
    }
}

const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];

fn read_sources(line: usize, text: &str) -> Result<Vec<Source>, NssError> {
    let mut sources = Vec::new();
    let mut rest = text.trim_matches(BLANK);
    while !rest.is_empty() {
        let (name, after) = rest.split_once(' ').unwrap_or((rest, ""));
        rest = after.trim_matches(BLANK);
        if let Some(inside) = rest.strip_prefix('[') {
            let (criteria, after) =
                inside.split_once(']').ok_or(NssError::UnclosedBracket { line })?;
            check_criteria(line, criteria)?;
            rest = after.trim_matches(BLANK);
        }
        let name = name.to_owned();
        sources.push(Source { name, line });
    }
    Ok(sources)
}

/// `NOTFOUND=return !success=continue` (net `parseCriteria`).
fn check_criteria(line: usize, text: &str) -> Result<(), NssError> {
    let well_formed = |word: &str| {
        let word = word.strip_prefix('!').unwrap_or(word);
        word.len() >= 3 && word.contains('=')
    };
    let mut words = text.split(' ').map(|word| word.trim_matches(BLANK));
    if words.all(|word| word.is_empty() || well_formed(word)) {
        return Ok(());
    }
    Err(NssError::Criteria { line, text: text.to_owned() })
}

impl fmt::Display for NssError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoColon { .. } => f.write_str("no colon on line"),
            Self::UnclosedBracket { .. } => f.write_str("unclosed criterion bracket"),
            Self::Criteria { text, .. } => write!(f, "invalid criteria: {text}"),
        }
    }
}

impl std::error::Error for NssError {}
