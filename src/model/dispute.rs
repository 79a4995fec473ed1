use crate::model::{CachedCopy, Cite, Evidence, Fetch, Need, OriginSum, Part, SumLine, walk};

/// A hash that go finds to differ from what go.sum or the checksum database says.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispute<'a> {
    pub need: &'a Need,
    pub part: Part,
    /// What go has in hand.
    pub held: Held<'a>,
    /// What go holds it against.
    pub against: Against<'a>,
}

/// A hash, and whose it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Held<'a> {
    pub h1: &'a str,
    pub holder: Holder<'a>,
    pub cite: Cite,
}

/// Where go has a file from.
#[derive(Clone, Debug, PartialEq)]
pub enum Holder<'a> {
    Source(&'a Fetch),
    Cache(&'a CachedCopy),
    /// Its repository, as it is now.
    Origin(&'a OriginSum),
}

/// What go holds a hash against.
#[derive(Clone, Debug, PartialEq)]
pub enum Against<'a> {
    Line(&'a SumLine),
    Record { h1: &'a str, fetch: &'a Fetch, cite: Cite },
}

impl Evidence {
    /// Every hash that differs and that go stops at, or would stop at next.
    pub fn disputes(&self) -> Vec<Dispute<'_>> {
        walk::disputes(self)
    }
}
