use super::{Said, SshFault, VcsFault};

/// What ssh says through whoever called it. OpenSSH's files: `sshconnect.c`,
/// `sshconnect2.c`, `ssh.c`.
pub(super) fn read(said: &Said<'_>) -> Option<VcsFault> {
    const MARKS: &[(&[&str], SshFault)] = &[
        (&["cannot run ssh"], SshFault::Missing),
        (&["REMOTE HOST IDENTIFICATION HAS CHANGED"], SshFault::HostKeyChanged),
        (&["Host key verification failed"], SshFault::HostKeyUnknown),
        (&["Permission denied (publickey"], SshFault::Denied),
        (&["ssh: Could not resolve hostname"], SshFault::Unresolved),
        (&["ssh: connect to host"], SshFault::Unreachable),
    ];
    let (marks, how) = MARKS.iter().find(|(marks, _)| said.has(marks))?;
    Some(VcsFault::Ssh { how: *how, words: said.quote(marks) })
}
