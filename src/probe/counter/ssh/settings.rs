use super::Asking;
use crate::base::Excerpt;
use crate::machine::Ran;
use crate::model::{Facts, SshHost, SshTarget};

/// What `ssh -G` tells.
pub(super) enum Settings {
    Told(Told),
    /// ssh does not take its own settings.
    Refused {
        words: Excerpt,
    },
    /// It is too old to tell, or another program.
    NotTold,
}

/// The settings in force for a host.
#[derive(Default)]
pub(super) struct Told {
    name: String,
    user: Option<String>,
    port: Option<u16>,
    /// As they stand, such as `~/.ssh/id_rsa`.
    pub(super) identities: Vec<String>,
    known_files: Vec<String>,
    detour: bool,
    /// What the known hosts list it under, where settings say so.
    pub(super) listed: Option<String>,
}

/// Asked with the words with which git, hg or svn call it.
pub(super) async fn of(target: &SshTarget, facts: &Facts, asking: &Asking<'_>) -> Settings {
    let (login, port) = (target.login(), target.port.map(|port| port.to_string()));
    let mut words = vec!["-G"];
    if let Some(port) = &port {
        words.extend(["-p", port]);
    }
    words.push(&login);
    let ran = match called(facts, asking) {
        None => asking.run("ssh", &words).await,
        Some(command) => {
            let script = format!("{command} \"$@\"");
            let mut shell = vec!["-c", &script, "ssh"];
            shell.extend(words);
            asking.run("sh", &shell).await
        }
    };
    match ran {
        Ran::Exited { code: 0, stdout, .. } => {
            Settings::Told(read(&String::from_utf8_lossy(&stdout)))
        }
        Ran::Exited { stderr, .. } => refused(&String::from_utf8_lossy(&stderr)),
        _ => Settings::NotTold,
    }
}

/// The command that git would call, where one is named: with options of its own. It is
/// told by its name whether it is OpenSSH. git's file: `connect.c`,
/// `determine_ssh_variant`.
fn called(facts: &Facts, asking: &Asking<'_>) -> Option<String> {
    let set = asking.machine.variables();
    let variable = |name: &str| set.get(name).filter(|value| !value.is_empty()).cloned();
    let configured = || {
        let counts = !facts.overrides_ssh_command();
        facts.core_ssh_command().filter(|_| counts).map(|it| it.value.raw().to_owned())
    };
    let command = variable("GIT_SSH_COMMAND").or_else(configured)?;
    let first = shlex::split(&command)?.into_iter().next()?;
    let name = first.rsplit('/').next().unwrap_or_default().to_owned();
    (name == "ssh").then_some(command)
}

fn refused(said: &str) -> Settings {
    let marks = ["Bad configuration option", "Bad owner", "terminating", "Unsupported option"];
    let is_reason = |line: &&str| marks.iter().any(|mark| line.contains(mark));
    match said.lines().find(is_reason) {
        Some(line) => Settings::Refused { words: Excerpt::text(line) },
        None => Settings::NotTold,
    }
}

fn read(told: &str) -> Told {
    let mut read = Told::default();
    for line in told.lines() {
        let Some((key, value)) = line.split_once(' ') else { continue };
        let value = value.trim();
        match key {
            "hostname" => value.clone_into(&mut read.name),
            "user" => read.user = Some(value.to_owned()),
            "port" => read.port = value.parse().ok(),
            "identityfile" => read.identities.push(value.to_owned()),
            "hostkeyalias" => read.listed = Some(value.to_owned()),
            "userknownhostsfile" => {
                let own: Vec<String> = value.split_whitespace().map(str::to_owned).collect();
                read.known_files.splice(0..0, own);
            }
            "globalknownhostsfile" => {
                read.known_files.extend(value.split_whitespace().map(str::to_owned));
            }
            "proxycommand" | "proxyjump" => read.detour |= value != "none",
            _ => {}
        }
    }
    read
}

impl Told {
    /// The host, as far as settings tell.
    pub(super) fn host(&self, target: &SshTarget) -> SshHost {
        let elsewhere = !self.name.is_empty() && self.name != target.host;
        SshHost {
            host: target.host.clone(),
            name: elsewhere.then(|| self.name.clone()),
            user: self.user.clone().or_else(|| target.user.clone()),
            port: self.port.or(target.port).unwrap_or(22),
            known_files: self.known_files.clone(),
            detour: self.detour,
            ..SshHost::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of OpenSSH 9.2.
    const TOLD: &str = "host forge\nuser git\nhostname ssh.h.example\nport 443\n\
        identityfile ~/.ssh/id_rsa\nidentityfile /k/deploy\nproxycommand none\n\
        globalknownhostsfile /etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2\n\
        userknownhostsfile /h/.ssh/known_hosts /h/.ssh/known_hosts2\n";

    #[test]
    fn what_ssh_tells_is_read() {
        let target = SshTarget::of("git@forge:a/b").unwrap();
        let (told, host) = (read(TOLD), read(TOLD).host(&target));
        assert_eq!(told.identities, ["~/.ssh/id_rsa", "/k/deploy"]);
        assert_eq!(
            (host.target().as_str(), host.user.as_deref()),
            ("ssh.h.example:443", Some("git"))
        );
        assert_eq!(host.listed_as(), "[ssh.h.example]:443");
        assert_eq!(host.known_files[0], "/h/.ssh/known_hosts");
        assert_eq!(host.known_files.len(), 4);
        assert!(!host.detour);
    }

    #[test]
    fn a_refusal_is_told_from_an_old_ssh() {
        let bad = "/h/.ssh/config: line 1: Bad configuration option: foo\n";
        assert!(matches!(refused(bad), Settings::Refused { .. }));
        assert!(matches!(refused("unknown option -- G\nusage: ssh"), Settings::NotTold));
    }
}
