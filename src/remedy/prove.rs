use super::after::After;
use super::altered::Altered;
use super::changes::{
    changes_file, changes_road, changes_setting, moves_database, names_mirror, names_new_place,
};
use super::discretion::untold;
use super::proposal::Proposal;
use super::toolchain::new_toolchain;
use crate::base::{Deadline, Text};
use crate::go::pattern::match_prefix_patterns;
use crate::go::url::Url;
use crate::machine::{Asked, Machine, gather};
use crate::model::{CANARY, Cite, End, Evidence, Facts, File, Fix, Lacking, Limits, Need, Outcome};
use crate::model::{Proof, Via};
use crate::probe::{Lookout, Patience};
use crate::say;
use crate::wire::{Room, Wire};
use futures_util::future::join_all;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// Looking longer than this, something hangs, and mirrors are tried meanwhile.
const HANGS: Duration = Duration::from_secs(2);
/// Zips that all proofs together read, in bytes.
const ZIPS: usize = 32 << 20;
/// As many of the user's modules as a proof needs.
pub(super) const ENOUGH: usize = 3;

/// Tries fixes on a copy of the machine.
pub struct Remedy<'a> {
    machine: &'a dyn Machine,
    wire: &'a dyn Wire,
    facts: &'a Facts,
    asked: &'a Asked,
    /// Whether public mirrors may be asked.
    mirrors: bool,
    /// Whether anything may be sent at all.
    network: bool,
    zips: Room,
    tried: RefCell<HashMap<String, Proof>>,
}

impl<'a> Remedy<'a> {
    pub fn new(
        machine: &'a dyn Machine,
        wire: &'a dyn Wire,
        facts: &'a Facts,
        asked: &'a Asked,
        mirrors: bool,
    ) -> Self {
        let (zips, tried) = (Room::new(ZIPS, ZIPS), RefCell::default());
        Self { machine, wire, facts, asked, mirrors, network: true, zips, tried }
    }

    /// The same that sends nothing: only what can be seen on this machine is tried.
    #[must_use]
    pub fn offline(mut self, offline: bool) -> Self {
        self.network = !offline;
        self
    }

    /// Tries the mirrors that could stand for a public proxy while that one
    /// still hangs, so that a silent network does not cost twice.
    pub async fn rehearse(&self, patience: Patience) {
        tokio::time::sleep(HANGS).await;
        let hosts = self.proxy_hosts();
        let fixes = hosts.iter().flat_map(|host| self.facts.mirrors(host));
        let proposals: Vec<Proposal> = fixes.map(Proposal::of).collect();
        join_all(proposals.iter().map(|it| self.prove(it, patience))).await;
    }

    fn proxy_hosts(&self) -> Vec<String> {
        let routes = self.facts.routes(&self.facts.needs);
        let mut hosts = Vec::new();
        for via in routes.iter().flat_map(|route| &route.hops).map(|hop| &hop.via) {
            if let Via::Proxy { url, .. } = via {
                let host = host_of(url.raw());
                if !hosts.contains(&host) {
                    hosts.push(host);
                }
            }
        }
        hosts
    }

    /// What trying a fix shows.
    pub async fn prove(&self, proposal: &Proposal, patience: Patience) -> Proof {
        let fix = &proposal.fix;
        if fix.proof != Proof::NotRun || (names_mirror(fix) && !self.mirrors) {
            return fix.proof.clone();
        }
        let key = format!("{:?}", fix.steps);
        if let Some(proof) = self.tried.borrow().get(&key) {
            return proof.clone();
        }
        let proof = Box::pin(self.attempt(proposal, patience)).await;
        self.tried.borrow_mut().insert(key, proof.clone());
        proof
    }

    async fn attempt(&self, proposal: &Proposal, patience: Patience) -> Proof {
        let Proposal { fix, stopped, ends, about, reads_code } = proposal;
        // What stands on this machine alone is read again, and nobody is asked for it.
        let edits = fix.steps.iter().any(changes_file)
            || ends.is_none() && fix.steps.iter().any(super::typed::edits_modules);
        let wanted = self.named(stopped);
        let unread = matches!(self.facts.project.gomod, File::Broken { .. });
        let asks = if edits {
            !wanted.is_empty() || unread && self.network
        } else {
            fix.steps.iter().any(changes_road)
        };
        if asks && !self.network {
            return Proof::NotRun;
        }
        if !asks && (ends.is_none() || !fix.steps.iter().any(changes_setting)) {
            return Proof::NotRun;
        }
        let Ok(altered) = Altered::by(self.machine, self.facts, &fix.steps).await else {
            return Proof::NotRun;
        };
        let asked = Asked { skip_code: !reads_code, ..self.asked.clone() };
        let gathered = gather(&altered, &asked).await;
        let mut facts = gathered.facts;
        if facts.go.binary().is_none() {
            let says = Text::of("tried: still no go command", "已尝试：仍然没有 go 命令");
            return Proof::Failed(says);
        }
        // Another toolchain may be wanted then, which has to be there.
        let toolchain = new_toolchain(self.facts, &facts);
        if toolchain.is_some() && !self.network {
            return Proof::NotRun;
        }
        let seen_again = ends.map(|rule| rule(&unasked(&facts)));
        match seen_again {
            // One thing less in the way, and another one left.
            Some(Some(again)) if again.subject != about.0 && again.severity == about.1 => {
                return Proof::NotRun;
            }
            Some(Some(again)) if again.severity >= about.1 => {
                let says = Text::of("tried: nothing changes by it", "已尝试：没有任何变化");
                return Proof::Failed(says);
            }
            Some(_) if !asks && toolchain.is_none() => {
                let says = Text::of(
                    "read again under it, go does not stop here",
                    "按修复后的情形重新读取，go 不再停在这里",
                );
                return Proof::Passed(says);
            }
            Some(_) | None => {}
        }
        facts.needs = if let Some(need) = toolchain {
            vec![need]
        } else if edits {
            let after = After { machine: &altered, facts: &facts, ledger: &gathered.ledger };
            after.left(self.facts, &wanted, &fix.steps)
        } else {
            self.needs(fix, stopped)
        };
        if facts.needs.iter().any(|need| self.uncovers(need, &facts)) {
            return Proof::NotVerifiable(Text::of(
                "Trying it would name a module that a pattern covers to others.",
                "尝试它会把模式所包含的模块名告知他人。",
            ));
        }
        let wanted = std::mem::take(&mut facts.needs);
        facts.needs = match untold(wanted.clone(), &facts) {
            untold if !untold.is_empty() || wanted.is_empty() => untold,
            _ if edits => return Proof::NotRun,
            _ => vec![self.canary(fix)],
        };
        let routes = facts.routes(&facts.needs);
        let other =
            (facts.roots != self.facts.roots).then(|| self.wire.trusting(Arc::new(gathered.roots)));
        let wire = other.as_deref().unwrap_or(self.wire);
        let lookout =
            Lookout::new(&altered, wire, &facts, patience, &|_| {}).reading_into(self.zips.clone());
        lookout.look(&routes).await;
        let found = lookout.found();
        let limits = Limits { offline: false, cut_short: found.cut_short, ..Limits::default() };
        verdict(&Evidence::new(facts, routes, found.ladders, found.fetches, limits))
    }

    /// Whether a module that a list of patterns keeps from the proxies or the database
    /// would be named to them.
    fn uncovers(&self, need: &Need, altered: &Facts) -> bool {
        let held = |facts: &Facts, list: &str| {
            match_prefix_patterns(facts.settings.raw(list), &need.module)
        };
        let lost = |list: &str| held(self.facts, list) && !held(altered, list);
        need.module != CANARY.0 && (lost("GONOPROXY") || lost("GONOSUMDB") && !need.summed)
    }

    /// What stops no module by name stops all of them.
    fn named(&self, stopped: &[String]) -> Vec<String> {
        let names = self.facts.needs.iter().map(|it| format!("{}@{}", it.module, it.version));
        if stopped.is_empty() { names.take(ENOUGH).collect() } else { stopped.to_vec() }
    }

    /// New places are asked for the canary; places that go asks anyway, for what
    /// is stopped.
    fn needs(&self, fix: &Fix, stopped: &[String]) -> Vec<Need> {
        if fix.steps.iter().any(|step| names_new_place(step, self.facts)) {
            return vec![self.canary(fix)];
        }
        // What stops no module by name stops all of them.
        let named = |need: &&Need| {
            stopped.is_empty() || stopped.contains(&format!("{}@{}", need.module, need.version))
        };
        let needs: Vec<Need> =
            self.facts.needs.iter().filter(named).take(ENOUGH).cloned().collect();
        if needs.is_empty() { vec![self.canary(fix)] } else { needs }
    }

    fn canary(&self, fix: &Fix) -> Need {
        let all_summed = self.facts.needs.iter().all(|need| need.summed);
        // Where only the database moves, its record is what is asked for.
        let only_moves = fix.steps.iter().all(moves_database);
        let lacking = if only_moves { Lacking::default() } else { Lacking::ALL };
        Need {
            module: CANARY.0.into(),
            version: CANARY.1.into(),
            lacking,
            file: None,
            line: None,
            by: None,
            summed: all_summed && !fix.steps.iter().any(moves_database),
            sums: Vec::new(),
        }
    }
}

/// What is known of a machine without asking the network.
fn unasked(facts: &Facts) -> Evidence {
    let limits = Limits { offline: true, cut_short: false, ..Limits::default() };
    let routes = facts.routes(&facts.needs);
    Evidence::new(facts.clone(), routes, Vec::new(), Vec::new(), limits)
}

fn verdict(evidence: &Evidence) -> Proof {
    match evidence.walks().iter().find(|walk| walk.end != End::Works) {
        None => Proof::Passed(answered(evidence)),
        Some(walk) => match &walk.end {
            End::Stopped { by, .. } => Proof::Failed(stopped(evidence, by)),
            _ => Proof::NotRun,
        },
    }
}

fn answered(evidence: &Evidence) -> Text {
    let served = |outcome: &Outcome| matches!(outcome, Outcome::Served { .. });
    let Some(first) = evidence.fetches.iter().find(|fetch| served(&fetch.outcome)) else {
        return Text::of("nothing is left to fetch", "已无须下载");
    };
    let (host, ms, module) = (host_of(first.url.raw()), first.took_ms, &first.module);
    if host.is_empty() {
        return Text::of("the folder has it", "目录里有所需的文件");
    }
    if *module == CANARY.0 {
        // What was not asked for is not proved either.
        return say! {
            en: "{host} answered for {module} in {ms} ms",
            zh: "{host} 在 {ms} 毫秒内对 {module} 作出应答",
        };
    }
    say! {
        en: "{host} answered in {ms} ms",
        zh: "{host} 在 {ms} 毫秒内应答",
    }
}

fn stopped(evidence: &Evidence, by: &Cite) -> Text {
    let place = match by {
        Cite::Ladder(at) => evidence.ladders[*at].endpoint.to_string(),
        Cite::Fetch(at) => host_of(evidence.fetches[*at].url.raw()),
        _ => String::new(),
    };
    say! {
        en: "tried: {place} still fails",
        zh: "已尝试：{place} 仍然失败",
    }
}

pub(super) fn host_of(url: &str) -> String {
    Url::parse(url).unwrap_or_default().hostname().into_owned()
}

impl Remedy<'_> {
    /// Proves all fixes side by side, in at most `within`.
    pub async fn prove_all(&self, proposals: &[Proposal], within: Duration) -> Vec<Proof> {
        let patience = Patience { whole: Deadline::after(within), probe: within };
        join_all(proposals.iter().map(|it| self.prove(it, patience))).await
    }
}
