mod hosts;
mod keys;
mod settings;

use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Excerpt, Veiled};
use crate::machine::{Command, Machine, Ran};
use crate::model::{Counter, Endpoint, Fetch, SshFault, SshHost, SshTarget, Trial};
use futures_util::future::join;
use settings::Settings;
use std::time::Duration;

/// None of ssh's programs asks the network for what it is asked here.
const WITHIN: Duration = Duration::from_millis(1200);

/// Where ssh failed for the program that called it: what ssh here knows of the host,
/// and whether https leads there.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let Some(fetch) = trouble.fetch() else { return Vec::new() };
    let Some((how, _)) = fetch.ssh_fault() else { return Vec::new() };
    let endpoint = trouble.planned.endpoint.clone();
    let asked = Due::Ssh { endpoint: endpoint.clone(), url: fetch.url.clone() };
    let asked = (how != SshFault::Missing).then_some(asked);
    asked.into_iter().chain(by_https(fetch, endpoint, prober)).collect()
}

/// A rule that made it ssh is looked at by itself.
fn by_https(fetch: &Fetch, endpoint: Endpoint, prober: Prober<'_>) -> Option<Due> {
    let target = SshTarget::of(fetch.url.raw()).filter(|it| it.user.as_deref() == Some("git"))?;
    let url = target.by_https().filter(|url| prober.facts().rewritten(url).is_none())?;
    Some(Due::Git {
        endpoint,
        repository: fetch.url.clone(),
        words: ["ls-remote", "-q", &url, "HEAD"].map(str::to_owned).to_vec(),
        trial: Trial::Instead { url: Veiled::new(url) },
        settings: Vec::new(),
    })
}

/// What ssh's own programs tell of the host, the agent and the keys. `ssh -G` runs
/// what `Match exec` names, as ssh did when it failed.
pub(super) async fn make(url: &Veiled, prober: Prober<'_>, until: Deadline) -> Option<Counter> {
    let target = prober.facts().ssh_target(url)?;
    let asking = Asking { machine: prober.machine, until };
    let (settings, agent_keys) =
        join(settings::of(&target, prober.facts(), &asking), keys::in_agent(&asking)).await;
    let seen = match settings {
        Settings::NotTold => return None,
        Settings::Refused { words } => refused(&target, words),
        Settings::Told(told) => {
            let mut seen = told.host(&target);
            let (known, states) = join(
                hosts::is_known(&seen, told.listed.as_deref(), &asking),
                keys::of(&told, prober, &asking),
            )
            .await;
            let (keys, absent) = states;
            seen = SshHost { known, agent_keys, keys, absent, ..seen };
            seen
        }
    };
    Some(Counter::Ssh { seen: Box::new(seen) })
}

fn refused(target: &SshTarget, words: Excerpt) -> SshHost {
    SshHost {
        host: target.host.clone(),
        user: target.user.clone(),
        port: target.port.unwrap_or(22),
        fault: Some(words),
        ..SshHost::default()
    }
}

/// How ssh's programs are asked.
struct Asking<'a> {
    machine: &'a dyn Machine,
    until: Deadline,
}

impl Asking<'_> {
    /// Nobody is asked for a passphrase: not on the terminal, not in a window.
    async fn run(&self, program: &str, words: &[&str]) -> Ran {
        let quiet = [("LC_ALL", "C"), ("SSH_ASKPASS", "false"), ("SSH_ASKPASS_REQUIRE", "force")];
        let variables = quiet.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let command = Command { variables, ..Command::of(program, words) };
        self.machine.run(&command, self.until.within(WITHIN)).await
    }
}
