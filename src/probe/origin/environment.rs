use crate::machine::Machine;
use crate::model::Facts;
use std::collections::BTreeMap;

/// As go runs git: nobody is there to answer a prompt. A program of the user's own
/// that answers is kept; one that opens a window is not called up. The words are
/// those of no country, to be understood.
/// go's file: `cmd/go/internal/modload/init.go`.
pub(in crate::probe) fn silent(machine: &dyn Machine, facts: &Facts) -> Vec<(String, String)> {
    let set = machine.variables();
    let pairs = [
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GCM_INTERACTIVE", "never"),
        // Empty is more than unset: git then asks no other program either.
        ("GIT_ASKPASS", ""),
    ];
    let unset = pairs.into_iter().filter(|(name, _)| !set.contains_key(*name));
    // ssh that is called by a script of the user's own asks nobody either.
    let plain = [
        ("LC_ALL", "C"),
        ("LANGUAGE", "C"),
        ("SSH_ASKPASS", "false"),
        ("SSH_ASKPASS_REQUIRE", "force"),
    ];
    let pairs = unset.chain(plain).map(|(name, value)| (name.to_owned(), value.to_owned()));
    pairs.chain(ssh_command(&set, facts).map(|it| ("GIT_SSH_COMMAND".to_owned(), it))).collect()
}

/// For programs that call ssh by themselves: hg by the name in its settings, svn by the
/// one in `SVN_SSH`. What svn adds of itself silences ssh, and go with it.
pub(super) fn quiet_ssh(machine: &dyn Machine) -> Vec<(String, String)> {
    let mut pairs = vec![
        ("LC_ALL", "C".to_owned()),
        ("LANGUAGE", "C".to_owned()),
        ("HGPLAIN", "+strictflags".to_owned()),
        ("SSH_ASKPASS", "false".to_owned()),
        ("SSH_ASKPASS_REQUIRE", "force".to_owned()),
    ];
    if !machine.variables().contains_key("SVN_SSH") {
        pairs.push(("SVN_SSH", format!("ssh {QUIET}")));
    }
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Behind the command's own options, so that these win. A server that says nothing for
/// so many seconds is said to be silent; ssh itself would wait two minutes.
const QUIET: &str = "-o BatchMode=yes -o ControlMaster=no -o ConnectTimeout=3";

/// How git is to call ssh: as go lets it. None where that is no OpenSSH, of which
/// nobody knows the options. git's file: `connect.c`, `get_ssh_command`.
fn ssh_command(set: &BTreeMap<String, String>, facts: &Facts) -> Option<String> {
    let variable = |name: &str| set.get(name).filter(|value| !value.is_empty()).cloned();
    let configured = || facts.core_ssh_command().map(|it| it.value.raw().to_owned());
    let named = variable("GIT_SSH").map(|program| shlex::try_quote(&program).map(Into::into));
    let named = || named.and_then(Result::ok);
    let named = match variable("GIT_SSH_COMMAND") {
        Some(command) => Some(command),
        None if facts.overrides_ssh_command() => named(),
        None => configured().or_else(named),
    };
    // Without any, git says so in words of its own.
    let command = named.or_else(|| facts.ssh.client.then(|| "ssh".to_owned()))?;
    let first = shlex::split(&command)?.into_iter().next()?;
    let is_openssh = first.rsplit('/').next() == Some("ssh");
    is_openssh.then(|| format!("{command} {QUIET}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Veiled;
    use crate::model::{GitFacts, GitSetting, GoBinary, GoFacts, Search, SshFacts};

    fn command(set: &[(&str, &str)], go: &str, configured: Option<&str>) -> Option<String> {
        let setting = |value: &str| GitSetting {
            key: Veiled::new("core.sshcommand"),
            value: Veiled::new(value),
            file: "/home/dev/.gitconfig".into(),
        };
        let binary = GoBinary { path: "/go".into(), version: Some(go.into()) };
        let facts = Facts {
            go: GoFacts { search: Search::Found(binary), ..GoFacts::default() },
            git: GitFacts {
                settings: configured.into_iter().map(setting).collect(),
                ..GitFacts::default()
            },
            ssh: SshFacts { client: true, ..SshFacts::default() },
            ..Facts::default()
        };
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let set = set.iter().map(owned).collect();
        ssh_command(&set, &facts).map(|it| it.replace(QUIET, "QUIET"))
    }

    #[test]
    fn ssh_is_called_as_go_lets_git_call_it() {
        let plain = [];
        let some = |text: &str| Some(text.to_owned());
        let own = Some("ssh -i /k/deploy");
        assert_eq!(command(&plain, "go1.26.8", None), some("ssh QUIET"));
        assert_eq!(command(&plain, "go1.26.8", own), some("ssh -i /k/deploy QUIET"));
        assert_eq!(command(&plain, "go1.24.11", own), some("ssh QUIET"));
        assert_eq!(command(&plain, "go1.26.8", Some("plink -batch")), None);
        let by_variable = [("GIT_SSH_COMMAND", "/usr/bin/ssh -F /c")];
        assert_eq!(command(&by_variable, "go1.24.11", own), some("/usr/bin/ssh -F /c QUIET"));
        let program = [("GIT_SSH", "/opt/my tools/ssh")];
        assert_eq!(command(&program, "go1.26.8", None), some("'/opt/my tools/ssh' QUIET"));
        let wrapper = [("GIT_SSH", "/opt/wrapper")];
        assert_eq!(command(&wrapper, "go1.26.8", None), None);
    }
}
