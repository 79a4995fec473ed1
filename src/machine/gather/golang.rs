use super::join;
use crate::base::{Excerpt, Veiled};
use crate::go::env::{Inputs, Platform, Settings, go_env_goroot, goenv_path, resolve};
use crate::go::toolchain;
use crate::machine::{Command, Entry, Machine, Ran};
use crate::model::{GoBinary, GoFacts, GoSaid, Search};
use std::collections::BTreeMap;
use std::time::Duration;

/// Where a go lies that nobody put on PATH.
const USUAL: &[&str] = &[
    "/usr/local/go/bin/go",
    "/usr/lib/go/bin/go",
    "/usr/lib/golang/bin/go",
    "/opt/go/bin/go",
    "/opt/homebrew/bin/go",
    "/usr/local/bin/go",
    "/snap/bin/go",
    "C:/Program Files/Go/bin/go.exe",
];
/// `go env` reads files only; longer than this and something else is wrong.
const GO_ENV: Duration = Duration::from_secs(2);
const SMALL: usize = 1 << 20;
/// The go.env of every release so far.
const SHIPPED: &str =
    "GOPROXY=https://proxy.golang.org,direct\nGOSUMDB=sum.golang.org\nGOTOOLCHAIN=auto\n";

/// The go command and the settings in force.
pub(super) struct Golang {
    pub facts: GoFacts,
    pub settings: Settings,
}

pub(super) async fn look(
    machine: &dyn Machine,
    variables: &BTreeMap<String, String>,
    named: Option<&str>,
    dir: &str,
) -> Golang {
    let path = find(machine, variables, named);
    let goroot = path.as_deref().and_then(|path| goroot(machine, path));
    let version = goroot.as_deref().and_then(|goroot| version(machine, goroot));
    let settings = read(machine, variables, goroot.as_deref(), version.as_deref());
    let (asked, said) = match &path {
        Some(path) => ask(machine, path, dir, &settings).await,
        None => (None, None),
    };
    let (settings, disagreements) = agree(settings, asked.as_ref());
    let version = version.or_else(|| asked.as_ref()?.get("GOVERSION").cloned());
    let search = match path {
        Some(path) => Search::Found(GoBinary { path, version }),
        None => Search::Missing { elsewhere: elsewhere(machine, variables) },
    };
    Golang { facts: GoFacts { search, refusal: None, said, disagreements }, settings }
}

/// The go on PATH, or the one that was named.
fn find(
    machine: &dyn Machine,
    variables: &BTreeMap<String, String>,
    named: Option<&str>,
) -> Option<String> {
    if let Some(named) = named {
        return is_program(machine, named).then(|| named.to_owned());
    }
    let windows = machine.os() == "windows";
    let (separator, name) = if windows { (';', "go.exe") } else { (':', "go") };
    let path = variables.get("PATH").map(String::as_str).unwrap_or_default();
    let places = path.split(separator).filter(|place| !place.is_empty());
    // A program found by a relative folder of PATH is none that go would start.
    places
        .filter(|place| place.starts_with('/') || windows)
        .map(|place| join(place, name))
        .find(|path| is_program(machine, path))
}

fn is_program(machine: &dyn Machine, path: &str) -> bool {
    matches!(machine.look(path), Ok(Entry::File { executable: true, .. }))
}

fn elsewhere(machine: &dyn Machine, variables: &BTreeMap<String, String>) -> Vec<String> {
    let own = ["GOROOT", "HOME"].iter().filter_map(|name| variables.get(*name));
    let own = own.flat_map(|place| [join(place, "bin/go"), join(place, "go/bin/go")]);
    let usual = USUAL.iter().map(|path| (*path).to_owned());
    own.chain(usual).filter(|path| is_program(machine, path)).collect()
}

/// The tree that a go command belongs to. go's file: `cmd/go/internal/cfg/cfg.go`,
/// `findGOROOT`.
fn goroot(machine: &dyn Machine, path: &str) -> Option<String> {
    let real = machine.real(path)?.replace('\\', "/");
    let (bin, _) = real.rsplit_once('/')?;
    bin.strip_suffix("/bin").map(str::to_owned)
}

fn version(machine: &dyn Machine, goroot: &str) -> Option<String> {
    let content = machine.read(&join(goroot, "VERSION"), SMALL).ok()?;
    let text = String::from_utf8_lossy(&content);
    text.lines().next().map(str::trim).filter(|it| it.starts_with("go")).map(str::to_owned)
}

/// The settings from files and environment alone.
fn read(
    machine: &dyn Machine,
    variables: &BTreeMap<String, String>,
    goroot: Option<&str>,
    version: Option<&str>,
) -> Settings {
    let platform = Platform { goos: machine.os(), goarch: machine.arch() };
    let file = |path: Option<String>| machine.read(&path?, SMALL).ok();
    let user = file(goenv_path(variables, &platform));
    let mut inputs = Inputs {
        environment: variables,
        goenv_file: user.as_deref(),
        go_env: None,
        platform: &platform,
        goroot,
        version: version.map(|version| version.trim_start_matches("go")),
    };
    let shipped = file(go_env_goroot(&inputs).map(|goroot| join(&goroot, "go.env")));
    let shipped = shipped.or_else(|| (!has_go_env(version)).then(|| SHIPPED.as_bytes().to_vec()));
    inputs.go_env = shipped.as_deref();
    resolve(&inputs)
}

/// Since 1.21 the defaults stand in a file, which may be gone; before, and in a
/// go that is yet to be installed, they are what the file ships with.
fn has_go_env(version: Option<&str>) -> bool {
    let known = version.map(|version| version.trim_start_matches("go"));
    known.is_some_and(|version| toolchain::compare(version, "1.21").is_ge())
}

/// What the go command itself says. `go env` may start a toolchain download by
/// itself, so it is forbidden to switch, and GOTOOLCHAIN is read apart.
///
/// Each setting is asked for by name: without names `go env` runs the C compiler
/// to find its flags, and leaves files in the build cache.
async fn ask(
    machine: &dyn Machine,
    path: &str,
    dir: &str,
    settings: &Settings,
) -> (Option<BTreeMap<String, String>>, Option<GoSaid>) {
    let names = settings.0.iter().map(|setting| setting.name.clone());
    let command = Command {
        program: path.to_owned(),
        arguments: ["env".into(), "-json".into()].into_iter().chain(names).collect(),
        dir: Some(dir.to_owned()),
        variables: quietly(machine, settings.raw("GOENV")),
        without: Vec::new(),
        input: Vec::new(),
    };
    match machine.run(&command, GO_ENV).await {
        Ran::Exited { code: 0, stdout, .. } => (serde_json::from_slice(&stdout).ok(), None),
        Ran::Exited { code, stderr, .. } => (None, said(code, &stderr)),
        _ => (None, None),
    }
}

/// Where `go env` stops, every other go command does.
fn said(code: i32, stderr: &[u8]) -> Option<GoSaid> {
    let first = stderr.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty())?;
    let words = Excerpt::of(first, Excerpt::USUAL);
    let words = words.as_str().strip_prefix("go: ").unwrap_or(words.as_str()).to_owned();
    Some(GoSaid { code, words: Veiled::new(words) })
}

/// go counts its own runs below the user's configuration folder. Looking shall
/// leave nothing behind, so it is shown no such folder, and its env file by name.
pub fn quietly(machine: &dyn Machine, goenv: &str) -> Vec<(String, String)> {
    let mut variables = vec![("GOTOOLCHAIN".to_owned(), "local".to_owned())];
    if !matches!(machine.os().as_str(), "darwin" | "windows") {
        variables.push(("XDG_CONFIG_HOME".to_owned(), "/dev/null".to_owned()));
        if !goenv.is_empty() {
            variables.push(("GOENV".to_owned(), goenv.to_owned()));
        }
    }
    variables
}

/// Where go says something else than we read, go is right, and we say so.
fn agree(
    mut settings: Settings,
    asked: Option<&BTreeMap<String, String>>,
) -> (Settings, Vec<String>) {
    let mut disagreements = Vec::new();
    for setting in &mut settings.0 {
        let said = asked.and_then(|asked| asked.get(&setting.name));
        if let Some(said) = said.filter(|said| *said != setting.value.raw())
            && setting.name != "GOTOOLCHAIN"
            && setting.name != "GOENV"
            && setting.name != "GOROOT"
            // Older ones do not know that it is theirs.
            && setting.name != "GODEBUG"
        {
            setting.value = Veiled::new(said.clone());
            disagreements.push(setting.name.clone());
        }
    }
    (settings, disagreements)
}
