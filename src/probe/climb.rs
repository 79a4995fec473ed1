use super::dial::{dial, reported};
use super::plan::Planned;
use super::resolve::{millis, resolve};
use super::tunnel::through;
use crate::base::Deadline;
use crate::model::{Broken, Endpoint, Facts, Fault, Ladder, Observation, Rung, Scheme, Stage};
use crate::wire::{Line, Wire};
use std::net::SocketAddr;
use std::time::Instant;

/// What a climb needs to know: the machine's facts and the network's door.
#[derive(Clone, Copy)]
pub(super) struct Climber<'a> {
    pub facts: &'a Facts,
    pub wire: &'a dyn Wire,
}

/// A ladder, and where it leads if it stands.
#[derive(Clone, Debug)]
pub(super) struct Climbed {
    pub ladder: Ladder,
    /// The addresses that stand: the endpoint's, or its forward proxy's.
    pub at: Vec<SocketAddr>,
}

/// The rungs so far, and since when the next one is tried.
struct Rungs {
    held: Vec<Rung>,
    stage: Stage,
    since: Instant,
}

/// Climbs from name to TLS and stops at the first rung that breaks.
pub(super) async fn climb(planned: &Planned, climber: Climber<'_>, until: Deadline) -> Climbed {
    let mut rungs = Rungs { held: Vec::new(), stage: Stage::Dns, since: Instant::now() };
    let end = up(planned, climber, until, &mut rungs).await;
    let took_ms = millis(rungs.since);
    let (at, broken) = match end {
        Ok(at) => (at, None),
        Err(fault) => (Vec::new(), Some(Broken { stage: rungs.stage, fault, took_ms })),
    };
    let ladder = Ladder {
        endpoint: planned.endpoint.clone(),
        through: planned.through.clone(),
        roles: planned.roles.clone(),
        rungs: rungs.held,
        broken,
    };
    Climbed { ladder, at }
}

async fn up(
    planned: &Planned,
    climber: Climber<'_>,
    until: Deadline,
    rungs: &mut Rungs,
) -> Result<Vec<SocketAddr>, Fault> {
    let (line, at) = match &planned.through {
        Some(_) => by_proxy(planned, climber, until, rungs).await?,
        None => straight(&planned.endpoint, climber, until, rungs).await?,
    };
    if planned.endpoint.scheme == Scheme::Https {
        secure(line, &planned.endpoint, until, rungs).await?;
    }
    Ok(at)
}

async fn straight(
    endpoint: &Endpoint,
    climber: Climber<'_>,
    until: Deadline,
    rungs: &mut Rungs,
) -> Result<(Box<dyn Line>, Vec<SocketAddr>), Fault> {
    rungs.next(Stage::Dns);
    let found = resolve(&endpoint.host, climber.facts, climber.wire, until).await;
    let found = found.map_err(Fault::Dns)?;
    let addresses = found.addresses.clone();
    let (asked, by_hosts_line) = (found.asked, found.by_hosts_line);
    rungs.held(Observation::Resolved { addresses: found.addresses, asked, by_hosts_line });
    rungs.next(Stage::Tcp);
    let dialled = dial(&addresses, endpoint.port, climber.wire, until).await;
    let dialled = match dialled {
        Ok(dialled) => dialled,
        Err(failed) => {
            let fault = Fault::Dial(reported(&failed));
            rungs.held(Observation::Tried { failed });
            return Err(fault);
        }
    };
    rungs.held(Observation::Connected { to: dialled.to, failed: dialled.failed });
    Ok((dialled.line, vec![dialled.to]))
}

async fn by_proxy(
    planned: &Planned,
    climber: Climber<'_>,
    until: Deadline,
    rungs: &mut Rungs,
) -> Result<(Box<dyn Line>, Vec<SocketAddr>), Fault> {
    rungs.next(Stage::ForwardProxy);
    let proxy = planned.through.clone().unwrap_or_default();
    let way = through(&proxy, &planned.endpoint, &climber, until).await;
    let way = way.map_err(Fault::Tunnel)?;
    rungs.held(Observation::Tunnelled { proxy, reply: way.reply });
    Ok((way.line, way.at))
}

async fn secure(
    line: Box<dyn Line>,
    endpoint: &Endpoint,
    until: Deadline,
    rungs: &mut Rungs,
) -> Result<(), Fault> {
    rungs.next(Stage::Tls);
    let handshake = line.secure(&endpoint.host, until.left()).await;
    let alpn = handshake.outcome.as_ref().ok().and_then(|(alpn, _)| alpn.clone());
    if let Some(presented) = handshake.presented {
        rungs.held(Observation::Secured { presented: Box::new(presented), alpn });
    }
    handshake.outcome.map(drop).map_err(Fault::Tls)
}

impl Rungs {
    fn next(&mut self, stage: Stage) {
        self.stage = stage;
        self.since = Instant::now();
    }

    fn held(&mut self, seen: Observation) {
        let took_ms = millis(self.since);
        self.held.push(Rung { stage: self.stage, seen, took_ms });
    }
}
