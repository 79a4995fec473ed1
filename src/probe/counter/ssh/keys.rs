use super::Asking;
use super::settings::Told;
use crate::machine::{Entry, Ran};
use crate::model::{FileFault, KeyState, SshKey};
use crate::probe::counter::Prober;
use futures_util::future::join_all;

/// So many keys are looked at: a server hangs up after six.
const MOST: usize = 8;

/// How many keys the agent offers; none where there is no agent.
pub(super) async fn in_agent(asking: &Asking<'_>) -> Option<usize> {
    match asking.run("ssh-add", &["-l"]).await {
        Ran::Exited { code: 0, stdout, .. } => {
            Some(String::from_utf8_lossy(&stdout).lines().filter(|it| !it.is_empty()).count())
        }
        Ran::Exited { code: 1, .. } => Some(0),
        _ => None,
    }
}

/// The key files that ssh would try, and those that its settings name in vain.
pub(super) async fn of(
    told: &Told,
    prober: Prober<'_>,
    asking: &Asking<'_>,
) -> (Vec<SshKey>, Vec<String>) {
    let home = prober.facts().ssh.home.as_deref().unwrap_or_default();
    let paths: Vec<(bool, String)> = told.identities.iter().map(|it| spelled(it, home)).collect();
    let is_absent = |path: &str| matches!(asking.machine.look(path), Err(FileFault::NotFound));
    let absent = paths.iter().filter(|(usual, path)| !usual && is_absent(path));
    let absent = absent.map(|(_, path)| path.clone()).collect();
    let there = paths.iter().map(|(_, path)| path).filter(|path| !is_absent(path)).take(MOST);
    let keys =
        there.map(async |path| SshKey { path: path.clone(), state: state(path, asking).await });
    (join_all(keys).await, absent)
}

/// The path without `~`, and whether it is one that ssh tries of itself.
fn spelled(identity: &str, home: &str) -> (bool, String) {
    match identity.strip_prefix("~/") {
        Some(rest) => {
            (rest.starts_with(".ssh/id_"), format!("{}/{rest}", home.trim_end_matches('/')))
        }
        None => (false, identity.to_owned()),
    }
}

/// Told by ssh-keygen, which reads it as ssh does; the empty passphrase it is given
/// opens a key that has none, and the public half it prints is not kept.
async fn state(path: &str, asking: &Asking<'_>) -> KeyState {
    if !matches!(asking.machine.look(path), Ok(Entry::File { .. })) {
        return KeyState::Damaged;
    }
    match asking.run("ssh-keygen", &["-y", "-P", "", "-f", path]).await {
        Ran::Exited { code: 0, .. } => KeyState::Usable,
        Ran::Exited { stderr, .. } => refusal(&String::from_utf8_lossy(&stderr)),
        _ => KeyState::Unknown,
    }
}

fn refusal(said: &str) -> KeyState {
    match said {
        said if said.contains("incorrect passphrase") => KeyState::Locked,
        said if said.contains("bad permissions") => KeyState::TooOpen,
        said if said.contains("Permission denied") => KeyState::Unreadable,
        said if said.contains("error in libcrypto") => KeyState::Damaged,
        said if said.contains("invalid format") => KeyState::Damaged,
        said if said.contains("not a private key file") => KeyState::Damaged,
        _ => KeyState::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As OpenSSH 9.2 prints them.
    #[test]
    fn words_tell_what_is_wrong_with_a_key() {
        let locked = "Load key \"k\": incorrect passphrase supplied to decrypt private key\n";
        assert_eq!(refusal(locked), KeyState::Locked);
        assert_eq!(refusal("Load key \"k\": bad permissions\n"), KeyState::TooOpen);
        assert_eq!(refusal("Load key \"k\": error in libcrypto\n"), KeyState::Damaged);
        assert_eq!(refusal("k: Permission denied"), KeyState::Unreadable);
        assert_eq!(refusal("something else"), KeyState::Unknown);
    }

    #[test]
    fn keys_that_ssh_tries_of_itself_are_told_from_named_ones() {
        assert_eq!(spelled("~/.ssh/id_rsa", "/h"), (true, "/h/.ssh/id_rsa".to_owned()));
        assert_eq!(spelled("~/.ssh/deploy", "/h/"), (false, "/h/.ssh/deploy".to_owned()));
        assert_eq!(spelled("/k", "/h"), (false, "/k".to_owned()));
    }
}
