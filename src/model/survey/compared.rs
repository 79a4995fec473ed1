use super::{Difference, Harm};
use crate::go::modcache::is_hash;
use crate::model::{Compared, Need, Part, SumLine};

/// What the cache holds of one version, each part as far as it is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stands {
    pub zip: Option<Zip>,
    /// What the `.ziphash` says.
    pub ziphash: Option<String>,
    pub folder: Option<Folder>,
    /// What go.sum and go.work.sum say of the version.
    pub sums: Vec<SumLine>,
}

/// A zip: its hash, or why it has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zip {
    Hashed { h1: String },
    Broken { words: String },
}

/// The unpacked files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Folder {
    /// File by file those of the zip.
    AsZip,
    /// Compared with the zip, and hashed by itself.
    Unlike { difference: Difference, h1: String },
    /// There is no zip to compare with.
    Hashed { h1: String },
}

/// What has to go, of one version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    Zip,
    ZipHash,
    Folder,
}

/// A part of a version that is wrong, and what has to go so that go makes it anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub item: Item,
    pub harm: Harm,
    pub remove: Vec<Item>,
}

impl Stands {
    /// What is wrong with it: each part is held against what is most to be believed,
    /// go.sum where it agrees with any of them, else what most of them say.
    pub fn wrongs(&self) -> Vec<Wrong> {
        // A `.ziphash` by itself go writes anew.
        if self.zip.is_none() && self.folder.is_none() {
            return Vec::new();
        }
        let told: Vec<&str> =
            [self.zip_h1(), self.said(), self.folder_h1()].into_iter().flatten().collect();
        let line = self.line(&told);
        let Some(right) = self.right(&told, line.as_ref()) else { return self.undecided() };
        let mut found = Vec::new();
        found.extend(self.zip_against(&right));
        found.extend(self.folder_against(&right));
        found.extend(self.ziphash_against(&right));
        found.extend(line.and_then(|line| self.sum_against(&right, line)));
        found
    }

    /// The hash that all of it has, whatever go.sum says.
    pub fn agreed(&self, wrongs: &[Wrong]) -> Option<&str> {
        let is_told =
            |wrong: &Wrong| matches!(wrong.harm, Harm::Unsummed { .. } | Harm::ZipHashMissing);
        let h1 = self.zip_h1().or(self.folder_h1())?;
        wrongs.iter().all(is_told).then_some(h1)
    }

    /// The line of go.sum that decides: one that agrees with anything, else the one
    /// that go stops at.
    fn line(&self, told: &[&str]) -> Option<SumLine> {
        let need = Need { sums: self.sums.clone(), ..Need::default() };
        let mut differs = None;
        for h1 in told {
            match need.compared(Part::Zip, h1) {
                Compared::Equal => {
                    let mut lines = self.sums.iter().filter(|line| line.part == Part::Zip);
                    return lines.find(|line| line.hash == *h1).cloned();
                }
                Compared::Differs(line) => differs = differs.or_else(|| Some(line.clone())),
                Compared::Silent => {}
            }
        }
        differs
    }

    /// The hash that the others are held to.
    fn right(&self, told: &[&str], line: Option<&SumLine>) -> Option<String> {
        let line = line.map(|line| line.hash.as_str());
        if let Some(line) = line.filter(|line| told.contains(line)) {
            return Some(line.to_owned());
        }
        let votes = |h1: &str| told.iter().filter(|it| **it == h1).count();
        let most = told.iter().copied().find(|h1| votes(h1) > 1);
        // Files that nothing was recorded of are believed less than go.sum.
        let unrecorded = self.said().is_none() && self.zip.is_none();
        let line = line.filter(|_| told.len() > 1 || unrecorded);
        // Of two that differ the recorded one is right: it was checked when written.
        let alone = self.said().or(self.zip_h1()).or(self.folder_h1());
        most.or(line).or(alone).map(str::to_owned)
    }

    /// Nothing has a hash: a broken zip by itself.
    fn undecided(&self) -> Vec<Wrong> {
        match &self.zip {
            Some(Zip::Broken { words }) => vec![broken(words, self.ziphash.is_some())],
            _ => Vec::new(),
        }
    }

    fn zip_against(&self, right: &str) -> Option<Wrong> {
        match self.zip.as_ref()? {
            Zip::Hashed { h1 } if h1 == right => None,
            Zip::Hashed { h1 } => {
                let harm = Harm::ZipAltered { h1: h1.clone(), wanted: right.to_owned() };
                Some(Wrong { item: Item::Zip, harm, remove: vec![Item::Zip] })
            }
            Zip::Broken { words } => Some(broken(words, false)),
        }
    }

    fn folder_against(&self, right: &str) -> Option<Wrong> {
        let h1 = self.folder_h1()?;
        if h1 == right {
            return None;
        }
        let zip_is_right = self.zip_h1() == Some(right);
        let harm = match self.folder.as_ref()? {
            Folder::Unlike { difference, .. } if zip_is_right => {
                Harm::FolderAltered { difference: difference.clone() }
            }
            _ => Harm::FolderUnlike { h1: h1.to_owned(), wanted: right.to_owned() },
        };
        Some(Wrong { item: Item::Folder, harm, remove: vec![Item::Folder] })
    }

    fn ziphash_against(&self, right: &str) -> Option<Wrong> {
        let zip_hash = |harm, remove| Some(Wrong { item: Item::ZipHash, harm, remove });
        match &self.ziphash {
            // Beside a folder alone go fetches the zip and writes it anew.
            None if self.zip.is_none() => None,
            None => zip_hash(Harm::ZipHashMissing, Vec::new()),
            Some(said) if said == right => None,
            Some(said) if !is_hash(said) => zip_hash(Harm::ZipHashGarbage, vec![Item::ZipHash]),
            Some(said) => {
                let (says, h1) = (said.clone(), right.to_owned());
                zip_hash(Harm::ZipHashWrong { says, h1 }, vec![Item::ZipHash])
            }
        }
    }

    /// Whatever is there agrees, and go.sum does not.
    fn sum_against(&self, right: &str, line: SumLine) -> Option<Wrong> {
        if line.hash == right {
            return None;
        }
        let h1 = right.to_owned();
        let harm = Harm::Unsummed { part: line.part, h1, line, recorded: None };
        let all = [
            (Item::Zip, self.zip.is_some()),
            (Item::ZipHash, self.ziphash.is_some()),
            (Item::Folder, self.folder.is_some()),
        ];
        let remove = all.into_iter().filter(|(_, is_there)| *is_there).map(|(item, _)| item);
        Some(Wrong { item: Item::Zip, harm, remove: remove.collect() })
    }

    fn zip_h1(&self) -> Option<&str> {
        match self.zip.as_ref()? {
            Zip::Hashed { h1 } => Some(h1),
            Zip::Broken { .. } => None,
        }
    }

    /// What the `.ziphash` says, where go takes it for a hash.
    fn said(&self) -> Option<&str> {
        self.ziphash.as_deref().filter(|said| is_hash(said) && said.starts_with("h1:"))
    }

    fn folder_h1(&self) -> Option<&str> {
        match self.folder.as_ref()? {
            Folder::AsZip => self.zip_h1(),
            Folder::Unlike { h1, .. } | Folder::Hashed { h1 } => Some(h1),
        }
    }
}

fn broken(words: &str, with_hash: bool) -> Wrong {
    let harm = Harm::ZipBroken { words: words.to_owned() };
    let hash = with_hash.then_some(Item::ZipHash);
    Wrong { item: Item::Zip, harm, remove: std::iter::once(Item::Zip).chain(hash).collect() }
}
