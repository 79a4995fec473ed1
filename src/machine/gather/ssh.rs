use super::join;
use crate::machine::{Entry, Machine};
use crate::model::SshFacts;
use std::collections::BTreeMap;

/// The keys that ssh tries of itself. OpenSSH's file: `readconf.c`.
const KEYS: &[&str] =
    &["id_rsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk", "id_xmss", "id_dsa"];

/// What lies here for ssh.
pub(super) fn look(machine: &dyn Machine, variables: &BTreeMap<String, String>) -> SshFacts {
    let set = |name: &str| variables.get(name).filter(|value| !value.is_empty());
    let is_file = |path: &String| matches!(machine.look(path), Ok(Entry::File { .. }));
    let home = set("HOME").or_else(|| set("USERPROFILE"));
    let below = |name: &str| home.map(|home| join(home, &format!(".ssh/{name}")));
    let path = set("PATH").map(String::as_str).unwrap_or_default();
    let client = path.split(':').any(|folder| is_file(&join(folder, "ssh")));
    let named = ["GIT_SSH_COMMAND", "GIT_SSH"].into_iter().find(|name| set(name).is_some());
    SshFacts {
        client,
        command: named.map(str::to_owned),
        agent: set("SSH_AUTH_SOCK").is_some(),
        keys: KEYS.iter().filter_map(|name| below(name)).filter(is_file).collect(),
        known_hosts: below("known_hosts").is_some_and(|path| is_file(&path)),
    }
}
