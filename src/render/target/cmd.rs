use crate::model::{Reader, Step};
use crate::render::target::system;
use crate::render::target::{Place, Target, assignments, comment, powershell, quote, spelled};

/// The command prompt of Windows.
pub(super) struct Cmd;

impl Target for Cmd {
    fn name(&self) -> &'static str {
        "cmd"
    }

    fn write(&self, steps: &[Step], place: &Place) -> Vec<String> {
        steps.iter().flat_map(|step| written(step, place)).collect()
    }
}

fn written(step: &Step, place: &Place) -> Vec<String> {
    match step {
        Step::SetGoEnv { key, value } => {
            let pair = format!("{key}={}", spelled(value));
            vec![format!("go env -w {}", quote::cmd(&pair))]
        }
        Step::UnsetGoEnv { key } => vec![format!("go env -u {key}")],
        Step::SetEnv { name, value } => vec![set(name, &spelled(value))],
        Step::UnsetEnv { name } => vec![set(name, "")],
        Step::AppendPath { folder } => vec![set("PATH", &format!("%PATH%;{folder}"))],
        Step::NetrcEntry { host, reader } => netrc(host, *reader),
        Step::LinkNetrc { from, to } => {
            vec![format!("mklink {} {}", quote::cmd(to), quote::cmd(from))]
        }
        Step::TrustCa { .. } => {
            let file = quote::cmd(system::CA_FILE);
            vec![format!("certutil -addstore -f Root {file}")]
        }
        Step::EditLine { file, line, becomes, .. } => vec![edit(file, *line, becomes)],
        Step::MendFile { file, lines, .. } => {
            vec![through_powershell(&powershell::mend(file, lines))]
        }
        Step::RemoveFiles { paths } => paths.iter().map(|path| remove(path)).collect(),
        Step::Install { packages } => powershell::windows_packages(packages),
        Step::Run { words } => run(words),
        Step::Say(text) => comment("rem", text.to(place.lang)),
    }
}

/// The quotes keep `&` and `|` from being read, and are no part of the value.
fn set(name: &str, value: &str) -> String {
    let value: String = value.chars().filter(|c| !c.is_control()).collect();
    format!("set \"{name}={value}\"")
}

/// Through PowerShell: `echo` would need the brackets escaped.
fn netrc(host: &str, reader: Reader) -> Vec<String> {
    vec![through_powershell(&powershell::netrc(host, reader).join("; "))]
}

fn through_powershell(script: &str) -> String {
    format!("powershell -NoProfile -Command {}", quote::cmd(script))
}

fn edit(file: &str, line: usize, becomes: &str) -> String {
    through_powershell(&powershell::edit(file, line, becomes))
}

fn remove(path: &str) -> String {
    let path = quote::cmd(&path.replace('/', "\\"));
    format!("rmdir /s /q {path} 2>nul || del /f /q {path}")
}

fn run(words: &[String]) -> Vec<String> {
    let (variables, words) = assignments(words);
    let mut lines: Vec<String> = variables.iter().map(|(name, value)| set(name, value)).collect();
    let quoted: Vec<String> = words.iter().map(|word| quote::cmd(word)).collect();
    lines.push(quoted.join(" "));
    lines.extend(variables.iter().map(|(name, _)| set(name, "")));
    lines
}
