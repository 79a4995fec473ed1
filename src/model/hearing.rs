mod absent;
mod words;

pub(super) use words::listed;

use crate::base::Text;
use crate::model::{
    Against, Artefact, CachedCopy, Cite, Confidence, Content, Counter, Dispute, Evidence, Fetch,
    Finding, Holder, Inside, Kept, Need, OriginSum, Part, Really, Ruling, Source, SumLine, Suspect,
    Table, Via, rule, walk,
};
use crate::say;

/// One file of a version whose hash is in dispute, what everybody says of it, and who
/// is the odd one out.
#[derive(Clone, Debug)]
pub struct Hearing<'a> {
    pub dispute: Dispute<'a>,
    pub testimonies: Vec<Testimony<'a>>,
    pub absent: Vec<Absent>,
    pub ruling: Ruling<'a>,
}

/// A hash, and who says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Testimony<'a> {
    pub witness: Witness<'a>,
    /// None for a file that is none of its kind.
    pub h1: Option<&'a str>,
    pub cite: Cite,
}

/// One who says what a file of a version hashes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Witness<'a> {
    Line(&'a SumLine),
    /// What a `.ziphash` of the module cache says, which go believes.
    Ziphash(&'a CachedCopy),
    /// A file of the module cache itself.
    Cached(&'a CachedCopy),
    Proxy(&'a Fetch),
    /// The repository of the module, as it is now.
    Origin(&'a OriginSum),
    Database(&'a Fetch),
}

/// One who could have told and did not.
#[derive(Clone, Debug, PartialEq)]
pub struct Absent {
    pub who: Silent,
    pub why: Silence,
}

/// Who did not tell.
#[derive(Clone, Debug, PartialEq)]
pub enum Silent {
    Database { name: Option<String> },
    Proxy { host: String },
    Origin,
}

/// Why somebody did not tell.
#[derive(Clone, Debug, PartialEq)]
pub enum Silence {
    /// A setting forbids to ask: `GOSUMDB=off`, or a pattern and its variable.
    Forbidden {
        by: String,
    },
    Offline,
    /// It is not told of such a module.
    NotTold,
    /// GOPROXY does not lead to it.
    OffTheList,
    /// It has no such version.
    Lacks,
    /// It was asked and gave no usable answer.
    Unusable,
    Late,
    NotAsked,
}

impl Evidence {
    /// What is in dispute and stops go. Of each module go's first file is heard
    /// first; the other only where go would stop at it next.
    pub fn hearings(&self) -> Vec<Hearing<'_>> {
        let disputes = walk::disputes(self);
        disputes.into_iter().filter_map(|dispute| self.hear(dispute)).collect()
    }

    fn hear<'a>(&'a self, dispute: Dispute<'a>) -> Option<Hearing<'a>> {
        let testimonies = self.testimonies(&dispute);
        let table = table_of(&dispute, &testimonies);
        let mut ruling = rule(&table)?;
        if dispute.part == Part::Zip && !self.came_so_far(dispute.need) {
            // Whether go comes to the zip at all is not known then.
            ruling.confidence = ruling.confidence.weaker()?;
        }
        let absent = absent::of(self, &dispute, &testimonies);
        Some(Hearing { dispute, testimonies, absent, ruling })
    }

    /// Whether the go.mod that go reads before the zip was seen.
    fn came_so_far(&self, need: &Need) -> bool {
        if need.lacking.gomod {
            self.said(need, Artefact::Mod).any(|(_, fetch)| fetch.content.is_some())
                || self.repository_of(need).is_some_and(|(_, sum)| sum.gomod.is_some())
        } else {
            self.copies_of(need, Part::GoMod).next().is_some()
        }
    }

    /// What the module cache has of one file of a version.
    pub fn copies_of<'a>(
        &'a self,
        need: &Need,
        part: Part,
    ) -> impl Iterator<Item = (Cite, &'a CachedCopy)> {
        let copies = self.facts.copies.iter().enumerate();
        let is = move |it: &CachedCopy| {
            it.part == part && it.module == need.module && it.version == need.version
        };
        copies.filter(move |(_, it)| is(it)).map(|(at, it)| (Cite::Copy(at), it))
    }

    /// The files of the module cache that stop go because they are none of their kind,
    /// whatever they should hash to.
    pub fn unusable_copies(&self) -> Vec<(Cite, &CachedCopy)> {
        let heard: Vec<Cite> = walk::disputes(self).into_iter().map(|it| it.held.cite).collect();
        let copies = self.facts.copies.iter().enumerate();
        let copies = copies.map(|(at, copy)| (Cite::Copy(at), copy));
        let stops = |cite: &Cite| !heard.contains(cite) && !self.stopped_by(cite).is_empty();
        copies.filter(|(cite, _)| stops(cite)).collect()
    }

    /// What was asked for of a version, in both rounds.
    pub fn said<'a>(
        &'a self,
        need: &Need,
        artefact: Artefact,
    ) -> impl Iterator<Item = (Cite, &'a Fetch)> {
        let fetches = self.fetches.iter().enumerate().map(|(at, it)| (Cite::Fetch(at), it));
        let counters =
            self.counters.iter().enumerate().filter_map(|(at, probe)| match &probe.seen {
                Counter::Same { fetch } => Some((Cite::Counter(at), &**fetch)),
                _ => None,
            });
        fetches.chain(counters).filter(move |(_, it)| {
            it.artefact == artefact && it.module == need.module && it.version == need.version
        })
    }

    fn testimonies<'a>(&'a self, dispute: &Dispute<'a>) -> Vec<Testimony<'a>> {
        let Dispute { need, part, .. } = *dispute;
        let lines = need.sums.iter().filter(|line| line.part == part);
        let lines = lines.filter(|line| line.hash.starts_with("h1:")).map(|line| Testimony {
            witness: Witness::Line(line),
            h1: Some(&line.hash),
            cite: Cite::SumFile(line.file.clone()),
        });
        let cached = self.copies_of(need, part).flat_map(|(cite, copy)| of_copy(&cite, copy));
        let all = lines.chain(cached).chain(self.of_proxies(need, part));
        let origin = self.repository_of(need).and_then(|(cite, sum)| {
            let h1 = Some(sum.of_part(part)?);
            Some(Testimony { witness: Witness::Origin(sum), h1, cite })
        });
        all.chain(origin).chain(self.of_database(need, part)).collect()
    }

    /// In the order in which go asks them.
    fn of_proxies<'a>(&'a self, need: &'a Need, part: Part) -> impl Iterator<Item = Testimony<'a>> {
        let hops = self.route_of(need).map(|route| &route.hops).into_iter().flatten();
        let sources = hops.filter_map(|hop| match hop.via {
            Via::Proxy { element, .. } => Some(Source::Proxy { element }),
            Via::Direct | Via::Off => None,
        });
        sources.filter_map(move |source| {
            let mut said = self.said(need, part.artefact());
            said.find_map(|(cite, fetch)| {
                let h1 = fetch.content.as_ref()?.h1().filter(|_| fetch.source == source)?;
                Some(Testimony { witness: Witness::Proxy(fetch), h1: Some(h1), cite })
            })
        })
    }

    fn of_database<'a>(&'a self, need: &Need, part: Part) -> Option<Testimony<'a>> {
        self.said(need, Artefact::Lookup).find_map(|(cite, fetch)| {
            let Some(Content::Record { zip, gomod }) = &fetch.content else { return None };
            let h1 = match part {
                Part::GoMod => gomod.as_deref(),
                Part::Zip => zip.as_deref(),
            };
            Some(Testimony { witness: Witness::Database(fetch), h1: Some(h1?), cite })
        })
    }
}

fn of_copy<'a>(cite: &Cite, copy: &'a CachedCopy) -> Vec<Testimony<'a>> {
    let says = |witness, h1| Testimony { witness, h1, cite: cite.clone() };
    let believed = match copy.part {
        Part::GoMod => None,
        Part::Zip => Some(says(Witness::Ziphash(copy), Some(copy.taken_for.as_str()))),
    };
    let itself = match &copy.really {
        Some(Really::Hashed { h1 }) => Some(says(Witness::Cached(copy), Some(h1.as_str()))),
        Some(Really::Broken { .. }) => Some(says(Witness::Cached(copy), None)),
        None => None,
    };
    believed.into_iter().chain(itself).collect()
}

fn table_of<'a>(dispute: &Dispute<'a>, testimonies: &[Testimony<'a>]) -> Table<'a> {
    let line = match &dispute.against {
        Against::Line(line) => Some(*line),
        Against::Record { .. } => None,
    };
    let mut table = Table::default();
    let really = match dispute.held.holder {
        Holder::Cache(copy) => inside(copy),
        Holder::Source(_) | Holder::Origin(_) => Inside::NotLooked,
    };
    for Testimony { witness, h1, .. } in testimonies {
        match (witness, h1) {
            (Witness::Line(it), Some(h1)) if line == Some(*it) => table.line = Some(h1),
            (Witness::Line(_), Some(h1)) => table.other_lines.push(h1),
            (Witness::Proxy(_), Some(h1)) => table.proxies.push(h1),
            (Witness::Origin(_), Some(h1)) => table.origin = Some(h1),
            (Witness::Database(_), Some(h1)) => table.record = Some(h1),
            _ => {}
        }
    }
    if let Holder::Cache(copy) = dispute.held.holder
        && testimonies.iter().any(|it| it.is_of(copy))
    {
        table.cache = Some(Kept { taken_for: &copy.taken_for, really });
    }
    table
}

fn inside(copy: &CachedCopy) -> Inside<'_> {
    match &copy.really {
        None => Inside::NotLooked,
        Some(Really::Hashed { h1 }) => Inside::Hash(h1),
        Some(Really::Broken { .. }) => Inside::Garbage,
    }
}

impl Testimony<'_> {
    fn is_of(&self, copy: &CachedCopy) -> bool {
        matches!(self.witness, Witness::Ziphash(it) | Witness::Cached(it) if it == copy)
    }
}

impl<'a> Hearing<'a> {
    /// What go has in hand, and those without whose testimony the judgement would be
    /// weaker, or another.
    pub fn cites(&self) -> Vec<Cite> {
        let mut cites = vec![self.dispute.held.cite.clone()];
        for Testimony { cite, .. } in &self.testimonies {
            if !cites.contains(cite) && self.is_decisive(cite) {
                cites.push(cite.clone());
            }
        }
        cites
    }

    fn is_decisive(&self, cite: &Cite) -> bool {
        // No database is asked for what go.sum is known to have.
        if self.dispute.need.summed && matches!(cite, Cite::SumFile(_)) {
            return true;
        }
        let left: Vec<Testimony<'a>> =
            self.testimonies.iter().filter(|it| it.cite != *cite).cloned().collect();
        rule(&table_of(&self.dispute, &left)).is_none_or(|ruling| {
            ruling.suspect != self.ruling.suspect || ruling.confidence < self.ruling.confidence
        })
    }

    /// `path@version`.
    pub fn module(&self) -> String {
        format!("{}@{}", self.dispute.need.module, self.dispute.need.version)
    }

    /// Those who say the right hash, where it is known.
    pub fn in_the_right(&self) -> impl Iterator<Item = &Testimony<'a>> {
        let right = self.ruling.right;
        self.testimonies.iter().filter(move |it| right.is_some() && it.h1 == right)
    }
}

/// All that is laid to one of the sides.
#[derive(Clone, Debug)]
pub struct Charge<'a> {
    /// Never empty; for each module in go's order.
    pub hearings: Vec<Hearing<'a>>,
    pub confidence: Confidence,
    /// Each as `path@version`.
    pub modules: Vec<String>,
    pub cites: Vec<Cite>,
}

impl Evidence {
    /// What is laid to one of them, where anything is.
    pub fn charge(&self, suspect: Suspect) -> Option<Charge<'_>> {
        let mut heard = self.hearings();
        let first_of: Vec<(String, Suspect)> = firsts(&heard);
        heard.retain(|it| {
            first_of.contains(&(it.module(), suspect)) && it.ruling.suspect == suspect
        });
        let confidence = heard.iter().map(|it| it.ruling.confidence).min()?;
        let mut charge = Charge { hearings: heard, confidence, modules: vec![], cites: vec![] };
        for hearing in &charge.hearings {
            let module = hearing.module();
            if !charge.modules.contains(&module) {
                charge.modules.push(module);
            }
            for cite in hearing.cites() {
                if !charge.cites.contains(&cite) {
                    charge.cites.push(cite);
                }
            }
        }
        Some(charge)
    }
}

/// Whom go's first file of each module lays it to.
fn firsts(heard: &[Hearing<'_>]) -> Vec<(String, Suspect)> {
    let mut found: Vec<(String, Suspect)> = Vec::new();
    for hearing in heard {
        let module = hearing.module();
        if found.iter().all(|(known, _)| *known != module) {
            found.push((module, hearing.ruling.suspect));
        }
    }
    found
}

impl Charge<'_> {
    /// What go stops at first.
    pub fn first(&self) -> &Hearing<'_> {
        &self.hearings[0]
    }

    /// The finding that says this of it: what is wrong, who says what, what that
    /// means, and who was not heard where that leaves something open.
    pub fn finding(&self, evidence: &Evidence, wrong: Text, means: Text) -> Finding {
        let first = self.first();
        let told = first.told(evidence);
        let is_open = self.confidence < Confidence::Certain;
        let unheard = is_open.then(|| first.unheard()).flatten();
        let sentences = [Some(wrong), Some(told), Some(means), unheard, self.more()];
        let says = joined(sentences.into_iter().flatten());
        Finding::new(self.confidence, says, self.cites.clone()).stops(self.modules.clone())
    }

    fn more(&self) -> Option<Text> {
        let others = self.modules.len() - 1;
        (others > 0).then(|| {
            say! {
                en: "The same holds for {others} more.",
                zh: "另有 {others} 个模块情况相同。",
            }
        })
    }
}

/// Sentences one after the other.
fn joined(sentences: impl Iterator<Item = Text>) -> Text {
    let (mut en, mut zh) = (Vec::new(), String::new());
    for sentence in sentences {
        zh.push_str(&sentence.zh);
        en.push(sentence.en);
    }
    Text { en: en.join(" ").into(), zh: zh.into() }
}
