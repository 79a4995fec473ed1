use crate::go::origin::Refusal;
use crate::go::semver;
use crate::model::{Cite, Confidence, End, Evidence, Need, OriginFault, Outcome, Source};

/// A pseudo-version that its repository shows to be wrong, or that a proxy says is.
#[derive(Clone, Debug)]
pub struct Mispseudo<'a> {
    pub need: &'a Need,
    pub cite: Cite,
    pub confidence: Confidence,
    /// What does not fit, where the repository shows it.
    pub refusal: Option<&'a Refusal>,
    /// The commit that it leads to all the same.
    pub commit: Option<&'a str>,
    /// Who says so, and in which words.
    pub host: String,
    pub words: String,
}

/// What go says of all of them, and a proxy that asks go repeats.
const MARK: &str = "invalid pseudo-version: ";

impl Evidence {
    /// The pseudo-versions that stop go.
    pub fn mispseudos(&self) -> Vec<Mispseudo<'_>> {
        let walked = self.facts.needs.iter().zip(self.walks());
        let pseudo = walked.filter(|(need, _)| semver::is_pseudo_version(&need.version));
        let found = pseudo.filter_map(|(need, walk)| match &walk.end {
            End::Stopped { by, past } => {
                let said = past.iter().chain([by]).find_map(|cite| self.said_by_proxy(need, cite));
                let shown = || self.shown_by_repository(need).filter(|it| it.cite == *by);
                said.or_else(shown)
            }
            _ => None,
        });
        found.collect()
    }

    /// What shows that go takes no version from the commit of a pseudo-version, though git
    /// gets in.
    pub(super) fn refused_commit(&self, need: &Need) -> Option<Cite> {
        if !semver::is_pseudo_version(&need.version) {
            return None;
        }
        let (cite, sum) = self.repository_of(need)?;
        let is_refused = match &sum.fault {
            Some(OriginFault::NotThere) => true,
            Some(OriginFault::Refused { refusal }) => is_of_pseudo(refusal),
            _ => false,
        };
        is_refused.then_some(cite)
    }

    fn said_by_proxy<'a>(&'a self, need: &'a Need, cite: &Cite) -> Option<Mispseudo<'a>> {
        let Cite::Fetch(at) = cite else { return None };
        let fetch = self.fetches.get(*at).filter(|it| matches!(it.source, Source::Proxy { .. }))?;
        let Outcome::Missing { reply } = &fetch.outcome else { return None };
        let said = reply.excerpt.as_str();
        let words = said[said.find(MARK)?..].lines().next().unwrap_or_default().to_owned();
        let (confidence, host) = (Confidence::Likely, fetch.host());
        let (cite, refusal, commit) = (cite.clone(), None, None);
        Some(Mispseudo { need, cite, confidence, refusal, commit, host, words })
    }

    fn shown_by_repository<'a>(&'a self, need: &'a Need) -> Option<Mispseudo<'a>> {
        let (cite, sum) = self.repository_of(need)?;
        let Some(OriginFault::Refused { refusal }) = &sum.fault else { return None };
        let is_pseudo = is_of_pseudo(refusal);
        let commit = sum.commit.as_deref();
        let (host, words) = (sum.repository.to_string(), String::new());
        let (confidence, refusal) = (Confidence::Certain, Some(refusal));
        is_pseudo.then_some(Mispseudo { need, cite, confidence, refusal, commit, host, words })
    }
}

fn is_of_pseudo(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::OtherTime { .. }
            | Refusal::OtherName { .. }
            | Refusal::MajorWithoutTag
            | Refusal::NoBase { .. }
            | Refusal::NotAfter { .. }
            | Refusal::Tagged { .. }
    )
}
