use crate::model::{Cite, Counter, Evidence, Ladder, Presented, Reply, Trust};

/// Clocks that differ by less than this are the same, in seconds.
const SAME: i64 = 600;

/// Another's clock, against this machine's.
#[derive(Clone, Debug)]
struct Clock {
    host: String,
    /// How far it is ahead of ours, in seconds.
    ahead: i64,
    cite: Cite,
}

/// Independent servers agree on a time, and this machine has another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skew {
    /// How far the others are ahead of this machine, in seconds.
    pub ahead: i64,
    /// Whose clocks agree.
    pub hosts: Vec<String>,
    /// Where they stand in the evidence.
    pub cites: Vec<Cite>,
}

impl Evidence {
    /// What at least two servers agree on against this machine. One of them
    /// alone may itself be wrong.
    pub fn skew(&self) -> Option<Skew> {
        let clocks = self.clocks();
        let agreeing = |one: &Clock| -> Vec<Clock> {
            let same = |other: &&Clock| (other.ahead - one.ahead).abs() <= SAME;
            clocks.iter().filter(same).cloned().collect()
        };
        let right = clocks.iter().filter(|clock| clock.ahead.abs() <= SAME).count();
        let most = clocks.iter().map(agreeing).max_by_key(Vec::len)?;
        let ahead = most.first()?.ahead;
        (most.len() > 1 && most.len() > right && ahead.abs() > SAME).then(|| Skew {
            ahead,
            hosts: most.iter().map(|clock| clock.host.clone()).collect(),
            cites: most.into_iter().map(|clock| clock.cite).collect(),
        })
    }

    /// Whether something independent says that it is not this machine's clock
    /// which fails these dates: another certificate that is valid now, or
    /// others' clocks by which this one is refused as well.
    pub fn is_clock_confirmed(&self, shown: Option<&Presented>) -> bool {
        let valid = |ladder: &Ladder| {
            ladder.presented().is_some_and(|presented| presented.by_system == Trust::Trusted)
        };
        let refused = |ahead: i64| match shown {
            Some(shown) => !shown.stands_at(shown.clues.at.saturating_add(ahead)),
            None => ahead.abs() <= SAME,
        };
        let near = |clock: &Clock| clock.ahead.abs() <= SAME && refused(clock.ahead);
        self.ladders.iter().any(valid)
            || self.clocks().iter().any(near)
            || self.skew().is_some_and(|skew| refused(skew.ahead))
    }

    /// One for each host, in the order of the evidence.
    fn clocks(&self) -> Vec<Clock> {
        let mut found: Vec<Clock> = Vec::new();
        let asked = self.counters.iter().enumerate().filter_map(|(at, probe)| match &probe.seen {
            Counter::Clock { host, theirs, ours } => Some(Clock {
                host: host.clone(),
                ahead: theirs.saturating_sub(*ours),
                cite: Cite::Counter(at),
            }),
            _ => None,
        });
        for clock in asked.chain(self.dated_answers()) {
            if found.iter().all(|known| known.host != clock.host) {
                found.push(clock);
            }
        }
        found
    }

    /// Answers that were had anyway tell the time as well. Behind a forward
    /// proxy it may be the proxy's.
    fn dated_answers(&self) -> impl Iterator<Item = Clock> {
        let ours = self.ladders.iter().find_map(|it| it.presented()).map(|it| it.clues.at);
        let ours = ours.filter(|ours| *ours > 0);
        let direct = |(_, ladder): &(usize, &Ladder)| ladder.through.is_none();
        self.ladders.iter().enumerate().filter(direct).filter_map(move |(at, ladder)| {
            let theirs = ladder.reply()?.time()?;
            let host = ladder.endpoint.host.clone();
            Some(Clock { host, ahead: theirs.saturating_sub(ours?), cite: Cite::Ladder(at) })
        })
    }
}

impl Presented {
    /// Whether it would be trusted here at that time, in Unix seconds.
    pub fn stands_at(&self, time: i64) -> bool {
        self.clues.stands.is_some_and(|(from, until)| (from..=until).contains(&time))
    }
}

impl Reply {
    /// The server's clock as it answered, in Unix seconds: its date, and how
    /// long the answer has lain in a cache since.
    pub fn time(&self) -> Option<i64> {
        let date = jiff::fmt::rfc2822::parse(self.header("date")?).ok()?;
        let age = self.header("age").and_then(|age| age.trim().parse::<u32>().ok());
        Some(date.timestamp().as_second().saturating_add(age.unwrap_or(0).into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cached_answer_tells_the_time_by_its_age() {
        let reply = Reply::of(404, "").with("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(reply.time(), Some(784_111_777));
        assert_eq!(reply.with("Age", "60").time(), Some(784_111_837));
        assert_eq!(Reply::of(200, "").with("date", "yesterday").time(), None);
    }
}
