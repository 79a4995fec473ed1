use crate::base::Veiled;
use crate::model::{Broken, Cite, Evidence, Ladder, Observation, Rung, Scheme, Stage, Unknown};
use crate::render::check::{Blame, Check, List, Status, fault, limit, name, reason};
use crate::render::seen;
use serde_json::Value;

/// A check for each rung: what held, what broke, and what lies beyond.
pub(super) fn add(evidence: &Evidence, blame: &Blame, list: &mut List) {
    for (at, ladder) in evidence.ladders.iter().enumerate() {
        for rung in &ladder.rungs {
            list.add(held(ladder, rung));
        }
        if let Some(broken) = &ladder.broken {
            list.add(ended(ladder, broken, blame, &Cite::Ladder(at)));
        }
        beyond(evidence, ladder, list);
    }
}

/// The rung that tells most about a ladder: the broken one, or the last.
pub(super) fn place(ladder: &Ladder) -> (Stage, String) {
    let last = ladder.rungs.last().map(|rung| rung.stage);
    let broken = ladder.broken.as_ref().map(|broken| broken.stage);
    let first = stages(ladder)[0];
    let stage = broken.or(last).unwrap_or(first);
    (stage, target(ladder, stage))
}

/// What keeps everything above a broken rung from being known.
pub(super) fn needs(ladder: &Ladder) -> Option<String> {
    let stage = ladder.broken.as_ref()?.stage;
    Some(format!("needs {}", name(stage, &target(ladder, stage))))
}

/// The rungs that a climb to this endpoint has, from the ground up.
fn stages(ladder: &Ladder) -> Vec<Stage> {
    let mut stages = match ladder.through {
        Some(_) => vec![Stage::ForwardProxy],
        None => vec![Stage::Dns, Stage::Tcp],
    };
    if ladder.endpoint.scheme == Scheme::Https {
        stages.push(Stage::Tls);
    }
    stages.push(Stage::Http);
    stages
}

fn target(ladder: &Ladder, stage: Stage) -> String {
    let (host, address) = match (stage, &ladder.through) {
        (Stage::Dns | Stage::Tcp, Some(proxy)) => site(proxy),
        _ => (ladder.endpoint.host.clone(), ladder.endpoint.to_string()),
    };
    match stage {
        Stage::Dns => host,
        _ => address,
    }
}

/// Host, and host with port, of a forward proxy.
fn site(proxy: &Veiled) -> (String, String) {
    let shown = proxy.to_string();
    let after_scheme = shown.split_once("//").map_or(&*shown, |(_, rest)| rest);
    let after_user = after_scheme.rsplit('@').next().unwrap_or_default();
    let address = after_user.split('/').next().unwrap_or_default();
    let port = address.rfind(':').filter(|at| !address[*at..].contains(']'));
    let host = port.map_or(address, |at| &address[..at]);
    (host.to_owned(), address.to_owned())
}

fn held(ladder: &Ladder, rung: &Rung) -> Check {
    let target = target(ladder, rung.stage);
    let seen = seen::observation(&rung.seen);
    let check = Check::new(rung.stage, target, Status::Pass, seen).took(rung.took_ms);
    match &rung.seen {
        Observation::Resolved { addresses, .. } => {
            let addresses: Vec<Value> = addresses.iter().map(|it| it.to_string().into()).collect();
            check.with("addresses", addresses)
        }
        Observation::Connected { to, .. } => check.with("address", to.to_string()),
        Observation::Tried { failed } => {
            let tried: Vec<Value> = failed.iter().map(|(to, _)| to.to_string().into()).collect();
            check.with("addresses", tried)
        }
        Observation::Tunnelled { proxy, .. } => check.with("proxy", proxy.to_string()),
        Observation::Secured { .. } => presented(check, ladder),
        Observation::Answered { reply } => check.with("status", reply.status),
    }
}

fn ended(ladder: &Ladder, broken: &Broken, blame: &Blame, cite: &Cite) -> Check {
    let target = target(ladder, broken.stage);
    let seen = seen::fault(&broken.fault);
    let check = Check::new(broken.stage, target, blame.broken(cite), seen)
        .took(broken.took_ms)
        .with("fault", fault::word(&broken.fault));
    match (broken.stage, &ladder.through) {
        (Stage::ForwardProxy, Some(proxy)) => check.with("proxy", proxy.to_string()),
        (Stage::Tls, _) => presented(check, ladder),
        _ => check,
    }
}

/// The chain is kept whatever came of the handshake.
fn presented(check: Check, ladder: &Ladder) -> Check {
    let Some(shown) = ladder.presented() else {
        return check;
    };
    check
        .with("issuer", shown.issuer.as_str())
        .with("subject", shown.subject.as_str())
        .with("not_after", shown.not_after.as_str())
        .with("version", shown.version.as_str())
}

/// Rungs that were never reached: because one below broke, or for want of time.
fn beyond(evidence: &Evidence, ladder: &Ladder, list: &mut List) {
    let reached = ladder.broken.as_ref().map(|broken| broken.stage);
    let reached = reached.max(ladder.rungs.iter().map(|rung| rung.stage).max());
    if ladder.broken.is_none() && limit(evidence) == Unknown::NotAsked {
        return;
    }
    for stage in stages(ladder) {
        if reached.is_some_and(|reached| stage <= reached) {
            continue;
        }
        let (status, why) = match needs(ladder) {
            Some(needs) => (Status::Skip, needs),
            None => (Status::Unknown, reason(limit(evidence)).to_owned()),
        };
        let seen = match status {
            Status::Skip => seen::unknown(Unknown::RoadBroken),
            _ => seen::unknown(limit(evidence)),
        };
        list.add(Check::new(stage, target(ladder, stage), status, seen).reason(why));
    }
}
