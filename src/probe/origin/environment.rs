use crate::machine::Machine;

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
    unset.chain(plain).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
