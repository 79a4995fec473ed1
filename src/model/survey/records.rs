use super::{Damage, Harm, Survey, Wanted};
use crate::go::modcache::ModuleVersion;
use crate::model::{Artefact, Content, Fetch, Outcome, Part, SumLine};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What the cache holds of a version and agrees with itself about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldHash {
    pub module: ModuleVersion,
    pub part: Part,
    pub h1: String,
    pub wanted: Wanted,
    /// The file, or the zip.
    pub path: String,
    /// What go would make anew.
    pub remove: Vec<String>,
    /// The line of go.sum that agrees with it.
    pub line: Option<SumLine>,
}

/// What became of asking the checksum database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Records {
    /// Versions that it was asked about.
    pub asked: usize,
    /// Versions that are private, or that no database covers: it was told of none.
    pub untold: usize,
    pub recorded: usize,
    /// Versions that it does not know.
    pub unknown: usize,
    /// Questions without a record for an answer.
    pub unanswered: usize,
}

impl Survey {
    /// Holds what the cache has against what the database has recorded.
    pub fn recorded(&mut self, held: &[HeldHash], fetches: &[Fetch], records: Records) {
        let mut records = records;
        let mut known: HashMap<(&str, &str, Part), &str> = HashMap::new();
        for fetch in fetches.iter().filter(|fetch| fetch.artefact == Artefact::Lookup) {
            match (&fetch.content, &fetch.outcome) {
                (Some(Content::Record { zip, gomod }), _) => {
                    records.recorded += 1;
                    let parts = [(Part::Zip, zip), (Part::GoMod, gomod)];
                    for (part, h1) in
                        parts.into_iter().filter_map(|(p, h1)| Some((p, h1.as_ref()?)))
                    {
                        known.insert((&fetch.module, &fetch.version, part), h1);
                    }
                }
                (_, Outcome::Missing { .. }) => records.unknown += 1,
                _ => records.unanswered += 1,
            }
        }
        let answered = records.recorded + records.unknown + records.unanswered;
        records.unanswered += records.asked.saturating_sub(answered);
        for it in held {
            let key = (it.module.path.as_str(), it.module.version.as_str(), it.part);
            if let Some(record) = known.get(&key) {
                self.hold(it, record);
            }
        }
        self.damages.sort_by(|a, b| a.path.cmp(&b.path));
        self.records = Some(records);
    }

    /// A difference from go.sum is decided; else one from the record is a new one.
    fn hold(&mut self, held: &HeldHash, record: &str) {
        let is_it = |damage: &&mut Damage| damage.module.as_ref() == Some(&held.module);
        for damage in self.damages.iter_mut().filter(is_it) {
            if let Harm::Unsummed { part, recorded, .. } = &mut damage.harm
                && *part == held.part
            {
                *recorded = Some(record.to_owned());
                return;
            }
        }
        if held.h1 == record {
            return;
        }
        let harm = Harm::Unrecorded {
            part: held.part,
            h1: held.h1.clone(),
            recorded: record.to_owned(),
            line: held.line.clone(),
        };
        let (path, module) = (held.path.clone(), Some(held.module.clone()));
        let (wanted, remove) = (held.wanted, held.remove.clone());
        self.damages.push(Damage { path, module, harm, wanted, remove });
    }
}
