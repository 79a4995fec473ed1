use crate::go::sumfile::Letters;
use crate::model::{MendedLine, Platform, Reader, Step, System};
use crate::render::target::{
    Place, Target, assignments, comment, netrc_file, quote, spelled, system,
};

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
        Step::NetrcEntry { host, reader } => netrc(host, *reader, ["'<USER>'", "'<TOKEN>'"]),
        Step::LinkNetrc { from, to } => {
            vec![format!("ln -s {} {}", quote::sh_path(from), quote::sh_path(to))]
        }
        Step::TrustCa { authority } => trust(authority, place.platform.system, sudo),
        Step::EditLine { file, line, was, becomes } => vec![edit(file, *line, was, becomes)],
        Step::MendFile { file, letters, lines } => mend(file, *letters, lines),
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

/// go reads the first of `$NETRC` and `~/.netrc`, git the latter; nobody else may. The
/// line break before guards against a file that ends without one.
pub(super) fn netrc(host: &str, reader: Reader, [user, token]: [&str; 2]) -> Vec<String> {
    let file = netrc_file(reader);
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
    let script = format!("{line}s|{pattern}|{}|", replacement(text));
    format!("sed -i.bak {} {}", quote::sh(&script), quote::sh_path(file))
}

/// What stands behind the second bar of `s|…|…|`.
fn replacement(text: &str) -> String {
    let mut script = String::new();
    for c in text.chars().filter(|c| !matches!(c, '\n' | '\r')) {
        if matches!(c, '\\' | '&' | '|') {
            script.push('\\');
        }
        script.push(c);
    }
    script
}

/// One sed counts the lines of the file as it was; the file stays as `.bak`. In the
/// plain locale a dot is any byte.
fn mend(file: &str, letters: Letters, lines: &[MendedLine]) -> Vec<String> {
    let mut commands = Vec::new();
    let path = quote::sh_path(file);
    if letters == Letters::Utf16 {
        let plain = quote::sh_path(&format!("{file}.utf8"));
        commands.push(format!("iconv -f UTF-16 -t UTF-8 {path} > {plain}"));
        commands.push(format!("mv {path} {}", quote::sh_path(&format!("{file}.utf16"))));
        commands.push(format!("mv {plain} {path}"));
    }
    if !lines.is_empty() {
        let script = quote::sh(&script(lines));
        commands.push(format!("LC_ALL=C sed -i.bak {script} {path}"));
    }
    commands
}

fn script(lines: &[MendedLine]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut gone: Option<(usize, usize)> = None;
    for MendedLine { line, becomes } in lines {
        match (gone, becomes.as_slice()) {
            (Some((first, last)), []) if last + 1 == *line => gone = Some((first, *line)),
            (range, []) => {
                parts.extend(range.map(deleted));
                gone = Some((*line, *line));
            }
            (_, becomes) => parts.push(replaced(*line, becomes)),
        }
    }
    parts.extend(gone.map(deleted));
    parts.join(";")
}

fn deleted((first, last): (usize, usize)) -> String {
    if first == last { format!("{first}d") } else { format!("{first},{last}d") }
}

/// Only `y` knows `\n` in every sed: a letter that stands nowhere becomes the break.
fn replaced(line: usize, becomes: &[String]) -> String {
    let free = |c: &char| !becomes.iter().any(|text| text.contains(*c));
    let joint = ['~', '#', ',', '^', '%'].into_iter().find(free).unwrap_or('~');
    let text = becomes.iter().map(|text| replacement(text)).collect::<Vec<_>>();
    let whole = format!("{line}s|.*|{}|", text.join(&joint.to_string()));
    if becomes.len() < 2 { whole } else { format!("{whole};{line}y|{joint}|\\n|") }
}

/// The module cache is read-only down to its folders. What goes at once is not made
/// writable first: behind a link that would be another's.
fn remove(paths: &[String]) -> Vec<String> {
    let removed = |path: &String| {
        let path = quote::sh_path(path);
        format!("rm -rf {path} 2>/dev/null || {{ chmod -R u+w {path}; rm -rf {path}; }}")
    };
    paths.iter().map(removed).collect()
}

pub(super) fn command(words: &[String]) -> String {
    let (set, words) = assignments(words);
    let set = set.iter().map(|(name, value)| pair(name, value));
    let words = words.iter().map(|word| quote::sh(word));
    set.chain(words).collect::<Vec<_>>().join(" ")
}
