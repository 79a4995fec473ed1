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
            let same = |other: &&Clock| other.ahead.abs_diff(one.ahead) <= SAME.unsigned_abs();
            clocks.iter().filter(same).cloned().collect()
        };
        let right = clocks.iter().filter(|clock| !is_off(clock.ahead)).count();
        let most = clocks.iter().map(agreeing).max_by_key(Vec::len)?;
        let ahead = most.first()?.ahead;
        (most.len() > 1 && most.len() > right && is_off(ahead)).then(|| Skew {
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
            None => !is_off(ahead),
        };
        let near = |clock: &Clock| !is_off(clock.ahead) && refused(clock.ahead);
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

fn is_off(ahead: i64) -> bool {
    ahead.unsigned_abs() > SAME.unsigned_abs()
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
    use crate::model::{CounterProbe, Endpoint};

    const OURS: i64 = 1_790_000_000;

    fn told(clocks: &[(&str, i64)]) -> Evidence {
        let probe = |(host, ahead): &(&str, i64)| CounterProbe {
            endpoint: Endpoint::https(host),
            seen: Counter::Clock { host: (*host).to_owned(), theirs: OURS + ahead, ours: OURS },
            took_ms: 1,
        };
        Evidence::default().countered(clocks.iter().map(probe).collect())
    }

    #[test]
    fn one_clock_alone_proves_nothing() {
        let hour = 3600;
        assert_eq!(told(&[("a.example", hour)]).skew(), None);
        assert_eq!(told(&[("a.example", hour), ("a.example", hour)]).skew(), None, "the same host");
        assert_eq!(told(&[("a.example", hour), ("b.example", -hour)]).skew(), None);
        assert_eq!(told(&[("a.example", 5), ("b.example", -5)]).skew(), None, "near enough");
        let outvoted =
            [("a.example", hour), ("b.example", hour), ("c.example", 0), ("d.example", 1)];
        assert_eq!(told(&outvoted).skew(), None);
        let skew = told(&[("a.example", hour), ("x.example", 0), ("b.example", hour + 60)]).skew();
        let skew = skew.unwrap();
        assert_eq!((skew.ahead, skew.cites.len()), (hour, 2));
        assert_eq!(skew.hosts, ["a.example", "b.example"]);
    }

    #[test]
    fn a_clock_that_is_far_off_is_no_overflow() {
        let far = told(&[("a.example", i64::MAX - OURS), ("b.example", i64::MAX - OURS)]);
        assert!(far.skew().is_some());
        let both = told(&[("a.example", i64::MAX - OURS), ("b.example", -OURS)]);
        assert_eq!(both.skew(), None);
    }

    #[test]
    fn a_cached_answer_tells_the_time_by_its_age() {
        let reply = Reply::of(404, "").with("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(reply.time(), Some(784_111_777));
        assert_eq!(reply.with("Age", "60").time(), Some(784_111_837));
        assert_eq!(Reply::of(200, "").with("date", "yesterday").time(), None);
    }
}
