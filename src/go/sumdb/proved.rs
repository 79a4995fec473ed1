use super::fault::SumdbFault;
use super::source::Source;
use serde::{Deserialize, Serialize};

/// A record that stands in the database's signed tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proved {
    /// Its number in the log.
    pub id: i64,
    /// The size of the tree in which it was found.
    pub size: u64,
    /// Whether go reads it from its cache or asks for it.
    pub source: Source,
    /// Lines as in go.sum: those of the zip and of go.mod, perhaps more.
    pub text: String,
}

/// What a record says of a hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Said {
    /// It is the recorded one.
    Same,
    /// Another one is recorded: go's `checksum mismatch`.
    Other { recorded: String },
}

impl Proved {
    /// The lines of a module's zip, or with `/go.mod` behind the version those of
    /// its go.mod. go's file: `golang.org/x/mod/sumdb/client.go`, `Lookup`.
    pub fn lines(&self, path: &str, version: &str) -> impl Iterator<Item = &str> {
        let prefix = format!("{path} {version} ");
        self.text.split('\n').filter(move |line| line.starts_with(&prefix))
    }

    /// The recorded hash that go would hold against another: the first `h1:`.
    pub fn recorded(&self, path: &str, version: &str) -> Option<&str> {
        let skipped = path.len() + version.len() + 2;
        self.lines(path, version).map(|line| &line[skipped..]).find(|hash| hash.starts_with("h1:"))
    }

    /// Whether the hash is recorded, as go compares them.
    /// go's file: `cmd/go/internal/modfetch/fetch.go`, `checkSumDB`.
    pub fn says(&self, path: &str, version: &str, hash: &str) -> Result<Said, SumdbFault> {
        let skipped = path.len() + version.len() + 2;
        for line in self.lines(path, version) {
            match &line[skipped..] {
                recorded if recorded == hash => return Ok(Said::Same),
                other if other.starts_with("h1:") => {
                    return Ok(Said::Other { recorded: other.to_owned() });
                }
                _ => {}
            }
        }
        Err(SumdbFault::LineMissing {
            path: path.to_owned(),
            version: version.to_owned(),
            source: self.source.clone(),
        })
    }
}
