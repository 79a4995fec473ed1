use crate::model::{MendedLine, Reader, Step, System};
use crate::render::target::{Place, Target, assignments, comment, quote, sh, spelled, system};

/// Windows PowerShell and PowerShell 7.
pub(super) struct PowerShell;

impl Target for PowerShell {
    fn name(&self) -> &'static str {
        "powershell"
    }

    fn write(&self, steps: &[Step], place: &Place) -> Vec<String> {
        steps.iter().flat_map(|step| written(step, place)).collect()
    }
}

fn written(step: &Step, place: &Place) -> Vec<String> {
    match step {
        Step::SetGoEnv { key, value } => {
            let pair = format!("{key}={}", spelled(value));
            vec![format!("go env -w {}", quote::powershell(&pair))]
        }
        Step::UnsetGoEnv { key } => vec![format!("go env -u {key}")],
        Step::SetEnv { name, value } => vec![set(name, &spelled(value))],
        Step::UnsetEnv { name } => vec![unset(name)],
        Step::AppendPath { folder } => append_path(folder),
        Step::NetrcEntry { host, reader } => netrc(host, *reader),
        Step::LinkNetrc { from, to } => vec![link(from, to)],
        Step::TrustCa { authority } => trust(authority, place),
        Step::EditLine { file, line, becomes, .. } => vec![edit(file, *line, becomes)],
        Step::MendFile { file, lines, .. } => vec![mend(file, lines)],
        Step::RemoveFiles { paths } => paths.iter().map(|path| remove(path)).collect(),
        Step::Install { packages } => install(packages, place),
        Step::Run { words } => run(words),
        Step::Say(text) => comment("#", text.to(place.lang)),
    }
}

fn set(name: &str, value: &str) -> String {
    format!("$env:{name} = {}", quote::powershell_always(value))
}

fn append_path(folder: &str) -> Vec<String> {
    let added = quote::powershell_always(folder);
    vec![format!("$env:PATH += [IO.Path]::PathSeparator + {added}")]
}

fn unset(name: &str) -> String {
    format!("Remove-Item Env:{name} -ErrorAction SilentlyContinue")
}

/// go prefers `_netrc` where one is there.
pub(super) fn netrc(host: &str, reader: Reader) -> Vec<String> {
    let entry = format!("machine {host} login <USER> password <TOKEN>");
    let named = match reader {
        Reader::Go => "if ($env:NETRC) { $env:NETRC } else",
        Reader::Git => "",
    };
    let choice = format!(
        r#"{named}if (Test-Path "$HOME/_netrc") {{ "$HOME/_netrc" }} else {{ "$HOME/.netrc" }}"#
    );
    let entry = quote::powershell_always(&entry);
    // The empty line guards against a file that ends without a line break.
    let add = format!("Add-Content -LiteralPath $netrc -Value '', {entry}");
    vec![format!("$netrc = {choice}"), add]
}

fn link(from: &str, to: &str) -> String {
    let (from, to) = (quote::powershell_always(from), quote::powershell_always(to));
    format!("New-Item -ItemType SymbolicLink -Path {to} -Target {from}")
}

fn trust(authority: &str, place: &Place) -> Vec<String> {
    let file = quote::powershell_always(system::CA_FILE);
    match place.platform.system {
        System::Windows => vec![format!("certutil -addstore -f Root {file}")],
        System::Unknown => vec![set("SSL_CERT_FILE", system::CA_FILE)],
        _ => {
            let authority = authority.to_owned();
            sh::written(&Step::TrustCa { authority }, place, "sudo ")
        }
    }
}

/// Lines count from 0 here; the file stays UTF-8 without a mark.
pub(super) fn edit(file: &str, line: usize, becomes: &str) -> String {
    let file = quote::powershell_always(file);
    let becomes = quote::powershell_always(&becomes.replace('\t', "    "));
    let at = line.saturating_sub(1);
    let read =
        format!("$f = (Resolve-Path -LiteralPath {file}).Path; $l = [IO.File]::ReadAllLines($f)");
    format!("{read}; $l[{at}] = {becomes}; [IO.File]::WriteAllLines($f, $l)")
}

/// From the last line up, so that no number shifts. The letters of the file are
/// known to .NET by their mark; what it writes is UTF-8 without one.
pub(super) fn mend(file: &str, lines: &[MendedLine]) -> String {
    let file = quote::powershell_always(file);
    let mut script = vec![
        format!("$f = (Resolve-Path -LiteralPath {file}).Path"),
        "$l = [Collections.Generic.List[string]][IO.File]::ReadAllLines($f)".to_owned(),
    ];
    for MendedLine { line, becomes } in lines.iter().rev() {
        let at = line.saturating_sub(1);
        script.push(format!("$l.RemoveAt({at})"));
        let inserted = becomes.iter().rev().map(|text| quote::powershell_always(text));
        script.extend(inserted.map(|text| format!("$l.Insert({at}, {text})")));
    }
    script.push("[IO.File]::WriteAllLines($f, $l)".to_owned());
    script.join("; ")
}

fn remove(path: &str) -> String {
    let path = quote::powershell_always(path);
    format!("Remove-Item -Recurse -Force -LiteralPath {path}")
}

fn install(packages: &[&'static str], place: &Place) -> Vec<String> {
    match place.platform.system {
        System::Windows => windows_packages(packages),
        _ => sh::written(&Step::Install { packages: packages.to_vec() }, place, "sudo "),
    }
}

/// One package a line: winget takes one `--id`.
pub(super) fn windows_packages(packages: &[&'static str]) -> Vec<String> {
    packages.iter().filter_map(|package| system::install(System::Windows, &[package])).collect()
}

fn run(words: &[String]) -> Vec<String> {
    let (variables, words) = assignments(words);
    let mut lines: Vec<String> = variables.iter().map(|(name, value)| set(name, value)).collect();
    lines.extend(command(words));
    lines.extend(variables.iter().map(|(name, _)| unset(name)));
    lines
}

/// A quoted word at the front would be text, not a command, without `&`.
fn command(words: &[String]) -> Option<String> {
    let quoted: Vec<String> = words.iter().map(|word| quote::powershell(word)).collect();
    let first = quoted.first()?;
    let call = if first.starts_with('\'') { "& " } else { "" };
    Some(format!("{call}{}", quoted.join(" ")))
}
