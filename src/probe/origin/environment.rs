use crate::machine::Machine;
use std::collections::BTreeMap;

/// As go runs git: nobody is there to answer a prompt. A program of the user's own
/// that answers is kept; one that opens a window is not called up. The words are
/// those of no country, to be understood.
/// go's file: `cmd/go/internal/modload/init.go`.
pub(in crate::probe) fn silent(machine: &dyn Machine) -> Vec<(String, String)> {
    let set = machine.variables();
    let pairs = [
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GCM_INTERACTIVE", "never"),
        ("GIT_SSH_COMMAND", "ssh -o BatchMode=yes"),
        // Empty is more than unset: git then asks no other program either.
        ("GIT_ASKPASS", ""),
    ];
    let unset = pairs.into_iter().filter(|(name, _)| !set.contains_key(*name));
    let plain = [("LC_ALL", "C"), ("LANGUAGE", "C")];
    let quiet = unset.chain(plain).map(|(name, value)| (name.to_owned(), value.to_owned()));
    quiet.chain(only_reading(&set)).collect()
}

/// What git is given by `git -c`, and what that is for the git inside.
pub(in crate::probe) const PARAMETERS: &str = "GIT_CONFIG_PARAMETERS";
const BEFORE: &str = "GOMOD_DOCTOR_GIT_PARAMETERS";
/// In the place of all helpers one that asks them, and tells them nothing.
const READER: &str = r#"'credential.helper=' 'credential.helper=!f() { if test "$1" = get; then GIT_CONFIG_PARAMETERS="$GOMOD_DOCTOR_GIT_PARAMETERS" git credential fill; fi; }; f'"#;

/// git tells its credential helpers to keep what served and to forget what was refused,
/// which changes files of the user's. `git credential fill` does neither.
/// git's files: `http.c`, `credential_reject`; `config.c`, `git_config_from_parameters`.
fn only_reading(set: &BTreeMap<String, String>) -> [(String, String); 2] {
    let before = set.get(PARAMETERS).cloned().unwrap_or_default();
    let value = format!("{before} {READER}").trim_start().to_owned();
    [(BEFORE.to_owned(), before), (PARAMETERS.to_owned(), value)]
}
