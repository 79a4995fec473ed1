use crate::base::Excerpt;
use crate::go::sumfile::{Letters, Malformed, MalformedLines, Slip, SumEntry};
use crate::model::{Cite, Evidence, Facts, Ladder, Need, Part, Reading};
use serde::{Deserialize, Serialize};

/// A go.sum or go.work.sum that go reads here, and what is odd in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SumsHere {
    pub path: String,
    pub reading: Reading,
    /// How many versions and go.mods go takes hashes of from it.
    pub entries: usize,
    /// The first line that go cannot read, and what it does there.
    pub malformed: Option<(Malformed, MalformedLines)>,
    #[serde(default)]
    pub letters: Letters,
    /// The first of the lines that are not as go writes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub odd: Vec<OddLine>,
    /// How many more there are.
    #[serde(default)]
    pub more: usize,
    /// What it has two different hashes of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub twice: Vec<Twice>,
    /// The needs, as `path@version`, whose hashes stand behind the line at which go
    /// reads no further.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<String>,
}

/// A line that is not as go writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OddLine {
    #[serde(flatten)]
    pub slip: Slip,
    pub text: Excerpt,
}

/// A version with two different hashes in one file: the first decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Twice {
    pub module: String,
    pub version: String,
    pub part: Part,
    /// In file order.
    pub lines: Vec<SumEntry>,
    /// The hash of what the module cache has of it.
    pub cached: Option<String>,
    /// Whether the checksum database is asked about the module.
    pub recorded: bool,
}

impl SumsHere {
    /// Whether every go command ends here as soon as it needs a module.
    pub fn ends_go(&self) -> bool {
        matches!(self.malformed, Some((_, MalformedLines::Stop)))
    }

    /// Its name without the folder: `go.sum`.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

impl Facts {
    /// The file at whose malformed line go ends before it asks for a module: go reads
    /// those of a workspace's modules before go.work.sum.
    /// go's file: `cmd/go/internal/modfetch/fetch.go`, `initGoSum`.
    pub fn ends_at_sums(&self) -> Option<&SumsHere> {
        let of = |reading| self.sums.iter().filter(move |it| it.reading == reading);
        of(Reading::Member).chain(of(Reading::Own)).find(|it| it.ends_go())
    }
}

impl Evidence {
    /// The needs that stop at the checksum database although this file holds their
    /// hashes, behind the line at which go reads no further; and where they stop.
    pub fn stopped_unread(&self, file: &SumsHere) -> (Vec<String>, Vec<Cite>) {
        let name = |need: &Need| format!("{}@{}", need.module, need.version);
        let walked = self.facts.needs.iter().zip(self.walks());
        let unread = walked.filter(|(need, _)| !need.summed && file.unread.contains(&name(need)));
        let stopped = unread.filter_map(|(need, walk)| {
            let by = walk.stopped_by().filter(|by| self.is_of_database(by))?;
            Some((name(need), by.clone()))
        });
        stopped.unzip()
    }

    /// Whether a piece of evidence is about the way to the checksum database.
    fn is_of_database(&self, cite: &Cite) -> bool {
        use crate::model::Artefact::{Lookup, Supported};
        match cite {
            Cite::Setting(name) => name == "GOSUMDB",
            Cite::Ladder(at) => self.ladders.get(*at).is_some_and(Ladder::is_database_only),
            Cite::Fetch(at) => {
                self.fetches.get(*at).is_some_and(|it| matches!(it.artefact, Lookup | Supported))
            }
            _ => false,
        }
    }
}
