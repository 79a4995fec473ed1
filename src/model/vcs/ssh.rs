use super::{Said, SshFault, VcsFault};

/// What ssh says through whoever called it, and what a forge says once it has let
/// somebody in by ssh. OpenSSH's files: `sshconnect.c`, `sshconnect2.c`, `readconf.c`,
/// `kex.c`, `packet.c`; git's: `connect.c`, `run-command.c`.
pub(super) fn read(said: &Said<'_>) -> Option<VcsFault> {
    if let Some((marks, how)) = FAULTS.iter().find(|(marks, _)| said.has(marks)) {
        return Some(VcsFault::Ssh { how: *how, words: said.quote(marks) });
    }
    let is_by_ssh = BY_SSH.iter().any(|marks| said.has(marks));
    if let Some(marks) = NO_PROGRAM.iter().find(|marks| said.has(marks)) {
        return Some(VcsFault::Ssh { how: SshFault::Missing, words: said.quote(marks) });
    }
    is_by_ssh.then(|| let_in(said)).flatten()
}

/// In the order of what they tell: the reason before what follows from it.
const FAULTS: &[(&[&str], SshFault)] = &[
    (&["Bad configuration option:"], SshFault::Configuration),
    (&["terminating,", "bad configuration options"], SshFault::Configuration),
    (&["Bad owner or permissions on"], SshFault::Configuration),
    (&["Can't open user config file"], SshFault::Configuration),
    (&["REVOKED HOST KEY DETECTED"], SshFault::HostKeyRevoked),
    (&["host key", "was revoked"], SshFault::HostKeyRevoked),
    (&["REMOTE HOST IDENTIFICATION HAS CHANGED"], SshFault::HostKeyChanged),
    (&["POSSIBLE DNS SPOOFING DETECTED"], SshFault::HostKeyChanged),
    (&["no matching host key type found"], SshFault::HostKeyKinds),
    (&["Host key verification failed"], SshFault::HostKeyUnknown),
    (&["no matching key exchange method found"], SshFault::Ciphers),
    (&["no matching cipher found"], SshFault::Ciphers),
    (&["no matching MAC found"], SshFault::Ciphers),
    (&["Protocol major versions differ"], SshFault::Ciphers),
    (&["Too many authentication failures"], SshFault::TooManyKeys),
    (&["Permission denied (", ")"], SshFault::Denied),
    (&["no mutual signature"], SshFault::Denied),
    (&["using an RSA key with SHA-1"], SshFault::Denied),
    (&["using a DSA key"], SshFault::Denied),
    (&["FATAL ERROR: No supported authentication methods available"], SshFault::Denied),
    (&["The server's host key is not cached"], SshFault::HostKeyUnknown),
    (&["Could not resolve hostname"], SshFault::Unresolved),
    (&["ssh: connect to host", "timed out"], SshFault::Silent),
    (&["Connection timed out during banner exchange"], SshFault::Silent),
    (&["ssh: connect to host"], SshFault::Unreachable),
    (&["kex_exchange_identification:"], SshFault::HungUp),
    (&["banner exchange:"], SshFault::HungUp),
    (&["ssh_exchange_identification:"], SshFault::HungUp),
    (&["Connection closed by", "port"], SshFault::HungUp),
    (&["Connection reset by", "port"], SshFault::HungUp),
];

/// What git, hg and svn say where the program that is to speak ssh cannot be run.
const NO_PROGRAM: &[&[&str]] = &[
    &["cannot run ", "ssh", "No such file"],
    &["cannot exec ", "ssh", "No such file"],
    &["cannot spawn ", "ssh", "No such file"],
    &["ssh", ": not found"],
    &["ssh", ": command not found"],
    &["plink", "No such file"],
    &["ssh", ": No such file or directory"],
    &["exec of '", "ssh", "No such file"],
    &["fatal: unable to fork"],
];

/// What tells that a server was reached by ssh and let somebody in, or that ssh failed.
const BY_SSH: &[&[&str]] =
    &[&["Could not read from remote repository"], &["no suitable response from remote hg"]];

/// The key was accepted, and the forge says why it shows nothing.
fn let_in(said: &Said<'_>) -> Option<VcsFault> {
    if let Some(marks) = FORBIDDEN.iter().find(|marks| said.has(marks)) {
        return Some(VcsFault::Forbidden { words: said.quote(marks) });
    }
    let marks = NOT_SHOWN.iter().find(|marks| said.has(marks))?;
    Some(VcsFault::NotFound { words: said.quote(marks) })
}

/// This key, or whoever owns it, may not read there.
const FORBIDDEN: &[&[&str]] = &[
    &["SAML SSO"],
    &["account", "suspended"],
    &["account", "blocked"],
    &["Your SSH key has expired"],
    &["eploy key", "not"],
    &["eployment key", "not"],
    &["repository access denied"],
    &["is not authorized to"],
    &["You are not allowed to"],
    &["ERROR: Permission to", "denied"],
    &["Unauthorized"],
    &["Access denied"],
    &["Forbidden"],
];

/// There is none, or this key may not know of it: most forges say the same of both.
const NOT_SHOWN: &[&[&str]] = &[
    &["ERROR: Repository not found"],
    &["epository not found"],
    &["project you were looking for could not be found"],
    &["TF401019"],
    &["Cannot find repository"],
    &["epository does not exist"],
    &["Not found"],
    &["does not appear to be a git repository"],
    &["not found"],
];

#[cfg(test)]
mod tests {
    use super::super::{SshFault, VcsFault};
    use crate::go::vcs::Tool;

    const TAIL: &str = "fatal: Could not read from remote repository.\n\nPlease make sure you \
                        have the correct access rights\nand the repository exists.\n";

    fn told(said: &str) -> VcsFault {
        VcsFault::of(Tool::Git, 128, format!("{said}\n{TAIL}").as_bytes())
    }

    #[track_caller]
    fn ssh(said: &str, how: SshFault, quoted: &str) {
        match told(said) {
            VcsFault::Ssh { how: found, words } => {
                assert_eq!(found, how, "{said}");
                assert!(words.as_str().contains(quoted), "{words}");
            }
            other => panic!("{said}: {other:?}"),
        }
    }

    /// As OpenSSH 9.2 and git 2.39 print them.
    #[test]
    fn ssh_says_why() {
        ssh("git@h: Permission denied (publickey).", SshFault::Denied, "git@h: Perm");
        let several = "git@h: Permission denied (publickey,password,keyboard-interactive).";
        ssh(several, SshFault::Denied, "keyboard");
        let many = "Received disconnect from 10.0.0.1 port 22:2: Too many authentication failures\nDisconnected from 10.0.0.1 port 22";
        ssh(many, SshFault::TooManyKeys, "Received");
        ssh("Host key verification failed.", SshFault::HostKeyUnknown, "Host key");
        let changed = "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nOffending ED25519 key in /h/known_hosts:1\nHost key verification failed.";
        ssh(changed, SshFault::HostKeyChanged, "CHANGED");
        let revoked = "@       WARNING: REVOKED HOST KEY DETECTED!               @\nHost key verification failed.";
        ssh(revoked, SshFault::HostKeyRevoked, "REVOKED");
        let old = "Unable to negotiate with 10.0.0.1 port 22: no matching host key type found. Their offer: ssh-rsa,ssh-dss";
        ssh(old, SshFault::HostKeyKinds, "offer: ssh-rsa");
        let kex = "Unable to negotiate with 10.0.0.1 port 22: no matching key exchange method found. Their offer: diffie-hellman-group1-sha1";
        ssh(kex, SshFault::Ciphers, "group1");
        let refused = "ssh: connect to host h port 22: Connection refused";
        ssh(refused, SshFault::Unreachable, "refused");
        ssh("ssh: connect to host h port 22: No route to host", SshFault::Unreachable, "route");
        ssh("ssh: connect to host h port 22: Connection timed out", SshFault::Silent, "timed");
        let banner =
            "Connection timed out during banner exchange\nConnection to 10.0.0.1 port 22 timed out";
        ssh(banner, SshFault::Silent, "banner");
        let reset = "kex_exchange_identification: read: Connection reset by peer\nConnection reset by 10.0.0.1 port 22";
        ssh(reset, SshFault::HungUp, "kex_");
        let name = "ssh: Could not resolve hostname h: Name or service not known";
        ssh(name, SshFault::Unresolved, "Could not resolve");
        let option = "/h/.ssh/config: line 1: Bad configuration option: foo\n/h/.ssh/config: terminating, 1 bad configuration options";
        ssh(option, SshFault::Configuration, "line 1");
        let owner = "Bad owner or permissions on /h/.ssh/config";
        ssh(owner, SshFault::Configuration, "/h/.ssh/config");
    }

    #[test]
    fn a_program_that_is_not_there_is_told_by_who_called_it() {
        let missing = |tool, said: &str| match VcsFault::of(tool, 128, said.as_bytes()) {
            VcsFault::Ssh { how: SshFault::Missing, .. } => {}
            other => panic!("{said}: {other:?}"),
        };
        let unable = "fatal: unable to fork\n";
        missing(Tool::Git, &format!("error: cannot run ssh: No such file or directory\n{unable}"));
        missing(
            Tool::Git,
            &format!("fatal: cannot run /x/ssh: No such file or directory\n{unable}"),
        );
        missing(
            Tool::Git,
            &format!("fatal: cannot exec '/x/ssh': No such file or directory\n{unable}"),
        );
        missing(
            Tool::Git,
            "ssh -o BatchMode=yes: 1: ssh: not found\nfatal: Could not read from remote repository.\n",
        );
    }

    /// As forges print them, to whom they let in.
    #[test]
    fn what_a_forge_says_is_not_sshs() {
        let hidden =
            |said: &str| assert!(matches!(told(said), VcsFault::NotFound { .. }), "{said}");
        hidden("ERROR: Repository not found.");
        hidden(
            "remote: \nremote: ERROR: The project you were looking for could not be found or you don't have permission to view it.\nremote: ",
        );
        hidden(
            "remote: TF401019: The Git repository with name or identifier x does not exist or you do not have permissions for the operation you are attempting.",
        );
        hidden("fatal: '/srv/x.git' does not appear to be a git repository");
        hidden("Gitea: Cannot find repository: a/b");
        let barred =
            |said: &str| assert!(matches!(told(said), VcsFault::Forbidden { .. }), "{said}");
        barred("ERROR: The `acme' organization has enabled or enforced SAML SSO.");
        barred(
            "repository access denied. deployment key is not associated with the requested repository.",
        );
        barred("remote: Your account has been blocked.");
        barred(
            "ERROR: Your account is suspended. Please visit https://support.github.com for more information.",
        );
    }

    #[test]
    fn words_of_https_are_not_sshs() {
        let said = "remote: Repository not found.\nfatal: repository 'https://github.com/a/b/' not found\n";
        let fault = VcsFault::of(Tool::Git, 128, said.as_bytes());
        assert!(matches!(fault, VcsFault::NotFound { .. }));
    }
}
