use crate::base::Deadline;
use crate::go::resolv::{Flag, Order, is_domain_name};
use crate::model::{Asked, DnsAnswer, DnsFault, Facts};
use crate::wire::{Family, Question, Wire};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// Two packets may be lost before a nameserver counts as silent.
const TRIES: [Duration; 3] =
    [Duration::from_secs(1), Duration::from_millis(1500), Duration::from_secs(2)];

/// Once one answer gives addresses, the others are waited for no longer than
/// this: a nameserver that is dead, or drops AAAA, makes go slow, not fail.
const GRACE: Duration = Duration::from_millis(800);

/// A name's addresses, and how they came about.
pub(super) struct Resolved {
    pub addresses: Vec<IpAddr>,
    pub asked: Vec<Asked>,
    /// The line of the hosts file that gave them.
    pub by_hosts_line: Option<usize>,
}

/// Looks a name up as go's own resolver does: hosts file, then each candidate
/// name at the nameservers in their order. All nameservers are asked at once,
/// which changes how long it takes, not who decides.
/// go's file: `net/dnsclient_unix.go`, `goLookupIPCNAMEOrder`.
pub(super) async fn resolve(
    name: &str,
    facts: &Facts,
    wire: &dyn Wire,
    until: Deadline,
) -> Result<Resolved, DnsFault> {
    if let Ok(address) = name.parse::<IpAddr>() {
        return Ok(by_itself(address));
    }
    if facts.lookup_order != Order::Dns
        && facts.lookup_order != Order::DnsFiles
        && let Some(pinned) = pinned(name, facts)
    {
        return Ok(pinned);
    }
    if facts.lookup_order == Order::Files || !is_domain_name(name) {
        return Err(nobody_asked(name));
    }
    let asked = ask_around(name, facts, wire, until).await;
    match facts.lookup_order {
        Order::DnsFiles => asked.or_else(|fault| pinned(name, facts).ok_or(fault)),
        _ => asked,
    }
}

/// What the hosts file says of a name.
fn pinned(name: &str, facts: &Facts) -> Option<Resolved> {
    let entries = facts.hosts.lookup(name);
    let line = entries.first()?.line;
    let addresses = entries.iter().map(|entry| entry.addr.plain()).collect();
    Some(Resolved { addresses, asked: Vec::new(), by_hosts_line: Some(line) })
}

/// nsswitch.conf leaves the nameservers out, or no nameserver is asked for what
/// is no domain name: go says `no such host` by itself.
fn nobody_asked(name: &str) -> DnsFault {
    let decisive = DnsAnswer::NoSuchName;
    DnsFault { name: name.to_owned(), decisive, server: None, asked: Vec::new() }
}

fn by_itself(address: IpAddr) -> Resolved {
    Resolved { addresses: vec![address], asked: Vec::new(), by_hosts_line: None }
}

async fn ask_around(
    name: &str,
    facts: &Facts,
    wire: &dyn Wire,
    until: Deadline,
) -> Result<Resolved, DnsFault> {
    let mut asked = Vec::new();
    let mut decisive: Option<(DnsAnswer, Option<SocketAddr>)> = None;
    for candidate in facts.resolver.name_list(name) {
        let answers = one_candidate(&candidate, facts, wire, until).await;
        let end = decide(&answers);
        asked.extend(answers);
        match end {
            Ok(addresses) => return Ok(Resolved { addresses, asked, by_hosts_line: None }),
            Err(end) if decisive.is_none() || candidate.trim_end_matches('.') == name => {
                decisive = Some(end);
            }
            Err(_) => {}
        }
    }
    let (decisive, server) = decisive.unwrap_or((DnsAnswer::NoSuchName, None));
    Err(DnsFault { name: name.to_owned(), decisive, server, asked })
}

/// Both families of one name at every nameserver, in the servers' order.
async fn one_candidate(name: &str, facts: &Facts, wire: &dyn Wire, until: Deadline) -> Vec<Asked> {
    let name = name.trim_end_matches('.');
    let servers = facts.resolver.addresses();
    let questions = servers.iter().flat_map(|server| {
        [Family::V4, Family::V6].map(|family| Question {
            server: *server,
            name: name.to_owned(),
            family,
            over_tcp: facts.resolver.has(Flag::UseVc),
        })
    });
    let questions: Vec<Question> = questions.collect();
    let mut asking: FuturesUnordered<_> = questions
        .iter()
        .enumerate()
        .map(|(at, question)| async move { (at, ask(question, wire, until).await) })
        .collect();
    let start = Instant::now();
    let mut answers: Vec<Option<Asked>> = vec![None; questions.len()];
    let mut ends = until;
    while !is_settled(&answers) {
        let Ok(Some((at, asked))) = timeout(ends.left(), asking.next()).await else { break };
        if matches!(asked.answer, DnsAnswer::Addresses { .. }) {
            ends = ends.sooner(GRACE);
        }
        answers[at] = Some(asked);
    }
    let waited = millis(start);
    let late = |question: &Question| silent(question, waited);
    answers
        .into_iter()
        .zip(&questions)
        .map(|(it, question)| it.unwrap_or_else(|| late(question)))
        .collect()
}

/// The first nameserver that says yes or no decides; one that fails does not.
fn is_settled(answers: &[Option<Asked>]) -> bool {
    for pair in answers.chunks(2) {
        let [Some(v4), Some(v6)] = pair else { return false };
        let decides =
            |it: &Asked| matches!(it.answer, DnsAnswer::Addresses { .. }) || is_no(&it.answer);
        if decides(v4) || decides(v6) {
            return true;
        }
    }
    true
}

fn silent(question: &Question, after_ms: u64) -> Asked {
    let answer = DnsAnswer::TimedOut { after_ms };
    recorded(question, answer, after_ms)
}

fn recorded(question: &Question, answer: DnsAnswer, took_ms: u64) -> Asked {
    let kind = if question.family == Family::V4 { "A" } else { "AAAA" };
    Asked {
        server: question.server,
        name: question.name.clone(),
        kind: kind.into(),
        answer,
        took_ms,
    }
}

async fn ask(question: &Question, wire: &dyn Wire, until: Deadline) -> Asked {
    let start = Instant::now();
    let mut answer = DnsAnswer::TimedOut { after_ms: 0 };
    for patience in TRIES {
        answer = wire.ask(question, until.within(patience)).await;
        if !matches!(answer, DnsAnswer::TimedOut { .. }) || until.is_over() {
            break;
        }
    }
    let took_ms = millis(start);
    if let DnsAnswer::TimedOut { after_ms } = &mut answer {
        *after_ms = took_ms;
    }
    recorded(question, answer, took_ms)
}

/// go takes the first nameserver that says yes or no; one that fails is passed
/// over, and the last failure is what go reports.
fn decide(answers: &[Asked]) -> Result<Vec<IpAddr>, (DnsAnswer, Option<SocketAddr>)> {
    let mut last = (DnsAnswer::NoSuchName, None);
    for pair in answers.chunks(2) {
        let addresses: Vec<IpAddr> = pair.iter().flat_map(addresses_in).collect();
        if !addresses.is_empty() {
            return Ok(addresses);
        }
        let worse = pair.iter().find(|it| !is_no(&it.answer)).or(pair.first());
        if let Some(it) = worse {
            last = (it.answer.clone(), Some(it.server));
            if is_no(&it.answer) {
                break;
            }
        }
    }
    Err(last)
}

fn addresses_in(asked: &Asked) -> Vec<IpAddr> {
    match &asked.answer {
        DnsAnswer::Addresses { addresses } => addresses.clone(),
        _ => Vec::new(),
    }
}

fn is_no(answer: &DnsAnswer) -> bool {
    matches!(answer, DnsAnswer::NoSuchName | DnsAnswer::NoData)
}

pub(super) fn millis(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX)
}
