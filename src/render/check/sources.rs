use crate::base::Text;
use crate::model::Via;
use crate::model::{Cite, Evidence, Fetch, Ladder, Outcome, Role, Source, Stage, Unknown};
use crate::render::check::{Blame, Check, List, Status, ladders, limit, reason};
use crate::say;
use std::collections::BTreeMap;

/// One check for each source: all that was asked of it, taken together.
pub(super) fn add(evidence: &Evidence, blame: &Blame, list: &mut List) {
    let mut asked: BTreeMap<(Stage, String), Tally> = BTreeMap::new();
    for (at, fetch) in evidence.fetches.iter().enumerate() {
        let tally = asked.entry(place(evidence, fetch)).or_default();
        tally.count(evidence, fetch, blame, &Cite::Fetch(at));
    }
    for ((stage, target), tally) in asked {
        list.add(tally.check(stage, target));
    }
    for ladder in &evidence.ladders {
        unasked(evidence, ladder, list);
    }
}

/// The stage and the name of the source that a fetch was asked of.
pub(super) fn place(evidence: &Evidence, fetch: &Fetch) -> (Stage, String) {
    match fetch.source {
        Source::Proxy { element } => {
            let url = proxy(evidence, element).unwrap_or_else(|| site(fetch));
            (if fetch.is_of_database() { Stage::Sumdb } else { Stage::Goproxy }, url)
        }
        Source::Database => (Stage::Sumdb, database(evidence)),
        Source::Cache => (Stage::Sumdb, format!("{} on this machine", database(evidence))),
        Source::Origin => {
            let site = site(fetch);
            let host = site.split_once("://").map_or(&*site, |(_, host)| host);
            (Stage::Vcs, format!("direct:{host}"))
        }
    }
}

/// The URL of an element of GOPROXY, masked.
fn proxy(evidence: &Evidence, wanted: usize) -> Option<String> {
    let mut hops = evidence.routes.iter().flat_map(|route| &route.hops);
    hops.find_map(|hop| match &hop.via {
        Via::Proxy { element, url } if *element == wanted => Some(url.to_string()),
        _ => None,
    })
}

fn database(evidence: &Evidence) -> String {
    let mut routes = evidence.routes.iter();
    let known = routes.find_map(|route| route.checksums.database.clone());
    known.unwrap_or_else(|| String::from("sum.golang.org"))
}

/// Scheme and host of what was asked, masked.
fn site(fetch: &Fetch) -> String {
    let url = fetch.url.to_string();
    let start = url.find("//").map_or(0, |at| at + 2);
    let end = url[start..].find(['/', '?', '#']);
    end.map_or(url.clone(), |end| url[..start + end].to_owned())
}

/// What one source said to everything that was asked of it.
#[derive(Default)]
struct Tally {
    status: Option<Status>,
    reason: Option<String>,
    took_ms: u64,
    asked: u64,
    served: u64,
    missing: u64,
    failed: u64,
    /// The answer that weighs most.
    answer: Option<(Status, u16)>,
}

impl Tally {
    fn count(&mut self, evidence: &Evidence, fetch: &Fetch, blame: &Blame, cite: &Cite) {
        self.asked += 1;
        self.took_ms = self.took_ms.max(fetch.took_ms);
        let status = match &fetch.outcome {
            Outcome::Served { .. } => {
                self.served += 1;
                blame.status(cite)
            }
            Outcome::Missing { .. } => {
                self.missing += 1;
                blame.status(cite)
            }
            Outcome::Refused { .. } | Outcome::Unlike { .. } | Outcome::Broken { .. } => {
                self.failed += 1;
                blame.broken(cite)
            }
            Outcome::Unknown { why } => self.unknown(evidence, fetch, *why),
        };
        if self.status.is_none_or(|known| weight(known) < weight(status)) {
            self.status = Some(status);
        }
        self.answered(status, fetch);
    }

    fn unknown(&mut self, evidence: &Evidence, fetch: &Fetch, why: Unknown) -> Status {
        let below = role(fetch.source).and_then(|role| evidence.ladder_of(&role));
        let needs = below.and_then(|(_, ladder)| ladders::needs(ladder));
        match (why, needs) {
            (Unknown::RoadBroken, Some(needs)) => {
                self.reason.get_or_insert(needs);
                Status::Skip
            }
            (why, _) => {
                self.reason.get_or_insert_with(|| reason(why).to_owned());
                Status::Unknown
            }
        }
    }

    fn answered(&mut self, status: Status, fetch: &Fetch) {
        let (Outcome::Missing { reply }
        | Outcome::Refused { reply }
        | Outcome::Unlike { reply, .. }) = &fetch.outcome
        else {
            return;
        };
        if self.answer.is_none_or(|(known, _)| known < status) {
            self.answer = Some((status, reply.status));
        }
    }

    fn check(self, stage: Stage, target: String) -> Check {
        let status = self.status.unwrap_or(Status::Unknown);
        let seen = self.seen();
        let mut check = Check::new(stage, target, status, seen)
            .with("asked", self.asked)
            .with("served", self.served)
            .with("missing", self.missing)
            .with("failed", self.failed);
        if let Some((_, answer)) = self.answer {
            check = check.with("status", answer);
        }
        match status {
            Status::Skip | Status::Unknown => {
                check.reason(self.reason.unwrap_or_else(|| String::from("not-asked")))
            }
            _ => check.took(self.took_ms),
        }
    }

    fn seen(&self) -> Text {
        let Self { asked, served, missing, failed, .. } = self;
        say! {
            en: "asked {asked}, served {served}, not there {missing}, failed {failed}",
            zh: "查询 {asked} 次，已提供 {served}，不存在 {missing}，失败 {failed}",
        }
    }
}

/// That one file was served does not settle the ones nobody could ask for.
fn weight(status: Status) -> u8 {
    match status {
        Status::Skip => 0,
        Status::Pass => 1,
        Status::Unknown => 2,
        Status::Warn => 3,
        Status::Fail => 4,
    }
}

fn role(source: Source) -> Option<Role> {
    match source {
        Source::Proxy { element } => Some(Role::Proxy { element }),
        Source::Database => Some(Role::Database),
        Source::Origin | Source::Cache => None,
    }
}

/// A source that nothing was asked of, because its ladder broke or time ran out.
fn unasked(evidence: &Evidence, ladder: &Ladder, list: &mut List) {
    if ladder.broken.is_none() && limit(evidence) == Unknown::NotAsked {
        return;
    }
    for role in &ladder.roles {
        let (stage, target) = match role {
            Role::Proxy { element } => match proxy(evidence, *element) {
                Some(url) => (Stage::Goproxy, url),
                None => continue,
            },
            Role::Database => (Stage::Sumdb, database(evidence)),
            Role::Origin | Role::Target | Role::Mirror => continue,
        };
        let (status, why, seen) = if let Some(needs) = ladders::needs(ladder) {
            (Status::Skip, needs, Unknown::RoadBroken)
        } else {
            let why = limit(evidence);
            (Status::Unknown, reason(why).to_owned(), why)
        };
        let seen = crate::render::seen::unknown(seen);
        list.add(Check::new(stage, target, status, seen).reason(why));
    }
}
