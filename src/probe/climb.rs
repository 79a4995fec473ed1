use super::dial::{dial, reported};
use super::plan::Planned;
use super::resolve::{millis, resolve};
use super::tunnel::through;
use crate::base::Deadline;
use crate::model::{
    Broken, Endpoint, Facts, Fault, Ladder, Observation, Rung, Scheme, Stage, TunnelFault,
};
use crate::wire::{Line, Wire};
use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;
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

/// The rung that a climb is at, for whoever watches it.
pub(super) type Height = Rc<Cell<(Stage, Instant)>>;

/// The rungs so far, and since when the next one is tried.
struct Rungs {
    held: Vec<Rung>,
    height: Height,
}

/// Climbs from name to TLS and stops at the first rung that breaks.
pub(super) async fn climb(planned: &Planned, climber: Climber<'_>, until: Deadline) -> Climbed {
    watched(planned, climber, until, ground()).await
}

/// The height before the first rung.
pub(super) fn ground() -> Height {
    Rc::new(Cell::new((Stage::Dns, Instant::now())))
}

/// The same, and how high it is can be seen meanwhile.
pub(super) async fn watched(
    planned: &Planned,
    climber: Climber<'_>,
    until: Deadline,
    height: Height,
) -> Climbed {
    let mut rungs = Rungs { held: Vec::new(), height };
    let end = up(planned, climber, until, &mut rungs).await;
    let (stage, since) = rungs.height.get();
    let took_ms = millis(since);
    let (at, broken) = match end {
        Ok(at) => (at, None),
        Err(fault) => (Vec::new(), Some(Broken { stage, fault, took_ms })),
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
    let (line, at) = below_tls(planned, climber, until, rungs).await?;
    if planned.endpoint.scheme == Scheme::Https {
        secure(line, &planned.endpoint, climber, until, rungs).await?;
    }
    Ok(at)
}

/// A connection that leads to the endpoint, before TLS, and where it was dialled.
pub(super) async fn way(
    planned: &Planned,
    climber: Climber<'_>,
    until: Deadline,
) -> Result<(Box<dyn Line>, Vec<SocketAddr>), Fault> {
    let mut rungs = Rungs { held: Vec::new(), height: ground() };
    below_tls(planned, climber, until, &mut rungs).await
}

async fn below_tls(
    planned: &Planned,
    climber: Climber<'_>,
    until: Deadline,
    rungs: &mut Rungs,
) -> Result<(Box<dyn Line>, Vec<SocketAddr>), Fault> {
    match &planned.through {
        Some(_) => by_proxy(planned, climber, until, rungs).await,
        None if climber.facts.refuses_proxy(&planned.endpoint) => {
            rungs.next(Stage::ForwardProxy);
            Err(Fault::Tunnel(TunnelFault::RefusedByGo))
        }
        None => straight(&planned.endpoint, climber, until, rungs).await,
    }
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
    climber: Climber<'_>,
    until: Deadline,
    rungs: &mut Rungs,
) -> Result<(), Fault> {
    rungs.next(Stage::Tls);
    let handshake = line.secure(&endpoint.host, climber.facts.manner(), until.left()).await;
    let alpn = handshake.outcome.as_ref().ok().and_then(|(alpn, _)| alpn.clone());
    if let Some(presented) = handshake.presented {
        rungs.held(Observation::Secured { presented: Box::new(presented), alpn });
    }
    handshake.outcome.map(drop).map_err(Fault::Tls)
}

impl Rungs {
    fn next(&mut self, stage: Stage) {
        self.height.set((stage, Instant::now()));
    }

    fn held(&mut self, seen: Observation) {
        let (stage, since) = self.height.get();
        self.held.push(Rung { stage, seen, took_ms: millis(since) });
    }
}
