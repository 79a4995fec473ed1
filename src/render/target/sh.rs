use crate::model::{Platform, Step, System};
use crate::render::target::{Place, Target, assignments, comment, quote, spelled, system};

/// A POSIX shell.
pub(super) struct Sh;

impl Target for Sh {
    fn name(&self) -> &'static str {
        "sh"
    }

    fn write(&self, steps: &[Step], place: &Place) -> Vec<String> {
        let write = |step| written(step, place, &sudo(place.platform));
        steps.iter().flat_map(write).collect()
    }
}

/// One step, with `sudo ` or nothing before what only root may do.
pub(super) fn written(step: &Step, place: &Place, sudo: &str) -> Vec<String> {
    match step {
        Step::SetGoEnv { key, value } => vec![format!("go env -w {}", pair(key, &spelled(value)))],
        Step::UnsetGoEnv { key } => vec![format!("go env -u {key}")],
        Step::SetEnv { name, value } => vec![format!("export {}", pair(name, &spelled(value)))],
        Step::UnsetEnv { name } => vec![format!("unset {name}")],
        Step::AppendPath { folder } => {
            vec![format!("export PATH=\"$PATH\":{}", quote::sh(folder))]
        }
        Step::NetrcEntry { host } => netrc(host, "'<USER>'", "'<TOKEN>'"),
        Step::TrustCa { authority } => trust(authority, place.platform.system, sudo),
        Step::EditLine { file, line, was, becomes } => vec![edit(file, *line, was, becomes)],
        Step::RemoveFiles { paths } => remove(paths),
        Step::Install { packages } => install(packages, place, sudo),
        Step::Run { words } => vec![command(words)],
        Step::Say(text) => comment("#", text.to(place.lang)),
    }
}

fn sudo(platform: &Platform) -> String {
    if platform.is_root { String::new() } else { String::from("sudo ") }
}

fn pair(name: &str, value: &str) -> String {
    let quoted = quote::sh(value);
    if quoted == value {
        format!("{name}={value}")
    } else {
        format!("{name}={}", if value.is_empty() { "" } else { &quoted })
    }
}

/// go reads the first of `$NETRC` and `~/.netrc`; nobody else may read it. The
/// line break before guards against a file that ends without one.
pub(super) fn netrc(host: &str, user: &str, token: &str) -> Vec<String> {
    let file = r#""${NETRC:-$HOME/.netrc}""#;
    let host = quote::sh(host);
    let format = r"'\nmachine %s\nlogin %s\npassword %s\n'";
    vec![
        format!("(umask 077; printf {format} {host} {user} {token} >> {file})"),
        format!("chmod 600 {file}"),
    ]
}

fn trust(authority: &str, system: System, sudo: &str) -> Vec<String> {
    match system::trust(system, authority) {
        Some(commands) => commands.iter().map(|it| format!("{sudo}{it}")).collect(),
        None => vec![format!("export SSL_CERT_FILE={}", quote::sh(system::CA_FILE))],
    }
}

fn install(packages: &[&'static str], place: &Place, sudo: &str) -> Vec<String> {
    let system = place.platform.system;
    // brew refuses to run as root.
    let sudo = if system == System::MacOs { "" } else { sudo };
    if let Some(command) = system::install(system, packages) {
        vec![format!("{sudo}{}", command.replace("&& ", &format!("&& {sudo}")))]
    } else {
        let by_hand = system::install_by_hand(packages);
        comment("#", by_hand.to(place.lang))
    }
}

/// Understood by the sed of GNU, BSD and busybox alike; the old file stays as
/// `.bak`. What the line was indented by, it keeps.
pub(super) fn edit(file: &str, line: usize, was: &str, becomes: &str) -> String {
    let indent = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
    let kept = indent(was);
    let same_indent = kept > 0 && was.get(..kept) == becomes.get(..indent(becomes));
    let (pattern, text) =
        if same_indent { ("[[:graph:]].*", becomes.trim_start()) } else { (".*", becomes) };
    let mut script = format!("{line}s|{pattern}|");
    for c in text.chars().filter(|c| !matches!(c, '\n' | '\r')) {
        if matches!(c, '\\' | '&' | '|') {
            script.push('\\');
        }
        script.push(c);
    }
    script.push('|');
    format!("sed -i.bak {} {}", quote::sh(&script), quote::sh_path(file))
}

/// The module cache is read-only down to its folders.
fn remove(paths: &[String]) -> Vec<String> {
    let removed = |path: &String| {
        let path = quote::sh_path(path);
        format!("chmod -R u+w {path} 2>/dev/null; rm -rf {path}")
    };
    paths.iter().map(removed).collect()
}

pub(super) fn command(words: &[String]) -> String {
    let (set, words) = assignments(words);
    let set = set.iter().map(|(name, value)| pair(name, value));
    let words = words.iter().map(|word| quote::sh(word));
    set.chain(words).collect::<Vec<_>>().join(" ")
}
