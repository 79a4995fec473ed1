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
    let named_home = set("HOME").or_else(|| set("USERPROFILE"));
    let own = own_home(machine);
    let home = own.as_ref().or(named_home);
    let below = |name: &str| home.map(|home| join(home, &format!(".ssh/{name}")));
    let path = set("PATH").map(String::as_str).unwrap_or_default();
    let client = path.split(':').any(|folder| is_file(&join(folder, "ssh")));
    let named = ["GIT_SSH_COMMAND", "GIT_SSH"].into_iter().find(|name| set(name).is_some());
    let strayed = named_home.filter(|named| own.as_ref().is_some_and(|own| own != *named));
    let strays = |home: &String| {
        let files = KEYS.iter().chain(&["known_hosts", "config"]);
        let paths = files.map(|name| join(home, &format!(".ssh/{name}")));
        paths.filter(is_file).collect::<Vec<_>>()
    };
    SshFacts {
        client,
        command: named.map(str::to_owned),
        agent: set("SSH_AUTH_SOCK").is_some(),
        keys: KEYS.iter().filter_map(|name| below(name)).filter(is_file).collect(),
        known_hosts: below("known_hosts").is_some_and(|path| is_file(&path)),
        strayed: strayed.map(strays).unwrap_or_default(),
        home: home.cloned(),
    }
}

/// The home of this user by the list of users. OpenSSH's file: `ssh.c`, which asks
/// `getpwuid` and not HOME.
fn own_home(machine: &dyn Machine) -> Option<String> {
    let users = machine.read("/etc/passwd", 1 << 20).ok()?;
    listed_home(&String::from_utf8_lossy(&users), machine.uid()?)
}

fn listed_home(users: &str, uid: u32) -> Option<String> {
    let uid = uid.to_string();
    let mut fields = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let own = fields.find(|user| user.get(2) == Some(&uid.as_str()))?;
    own.get(5).filter(|home| !home.is_empty()).map(|home| (*home).to_owned())
}

#[cfg(test)]
mod tests {
    use super::listed_home;

    #[test]
    fn the_list_of_users_tells_the_home() {
        let users = "root:x:0:0::/root:/bin/sh\ndev:x:1000:1000:Dev:/home/real:/bin/sh\nbad\n";
        assert_eq!(listed_home(users, 1000).as_deref(), Some("/home/real"));
        assert_eq!(listed_home(users, 0).as_deref(), Some("/root"));
        assert_eq!(listed_home(users, 7), None);
        assert_eq!(listed_home("dev:x:7:7", 7), None);
    }
}
