use super::Asking;
use crate::machine::{Entry, Ran};
use crate::model::SshHost;
use futures_util::future::join_all;

/// Whether one of the files of known hosts lists the host, hashed or not, or an
/// authority that vouches for it. OpenSSH also takes an entry without a port for a host
/// at another one than 22. OpenSSH's file: `sshconnect.c`, `check_host_key`.
pub(super) async fn is_known(
    host: &SshHost,
    listed: Option<&str>,
    asking: &Asking<'_>,
) -> Option<bool> {
    let plain = host.name.as_ref().unwrap_or(&host.host).clone();
    let mut names = vec![listed.map_or_else(|| host.listed_as(), str::to_owned), plain];
    names.dedup();
    let is_file = |path: &&String| matches!(asking.machine.look(path), Ok(Entry::File { .. }));
    let files: Vec<&String> = host.known_files.iter().filter(is_file).collect();
    let pairs = files.iter().flat_map(|file| names.iter().map(move |name| (*file, name)));
    let answers = join_all(pairs.map(|(file, name)| lists(file, name, asking))).await;
    if answers.contains(&Some(true)) {
        return Some(true);
    }
    answers.iter().all(Option::is_some).then_some(false)
}

/// None where it could not be told.
async fn lists(file: &str, name: &str, asking: &Asking<'_>) -> Option<bool> {
    match asking.run("ssh-keygen", &["-F", name, "-f", file]).await {
        Ran::Exited { code: 0, stdout, .. } => {
            let found = String::from_utf8_lossy(&stdout);
            // A key that is out of use vouches for nobody.
            let vouches = |line: &str| !line.starts_with('#') && !line.starts_with("@revoked");
            Some(found.lines().any(|line| !line.trim().is_empty() && vouches(line)))
        }
        Ran::Exited { code: 1, .. } => Some(false),
        _ => None,
    }
}
