use super::{join, read_text};
use crate::go::auth::{FolderSeen, GoAuth, GoAuthError, Method, check_folder};
use crate::go::netrc::{self, Line, Oddity};
use crate::machine::{Entry, Machine};
use crate::model::{File, FileFault, OtherNetrc};
use std::collections::BTreeMap;

/// A netrc larger than this is none.
const NETRC: usize = 1 << 20;
/// Where a build's secret lies that was given no other place.
const MOUNTED: &[&str] = &["/run/secrets/netrc", "/run/secrets/.netrc"];

type Variables = BTreeMap<String, String>;

/// What lies on this machine to log in with.
pub(super) struct Credentials {
    pub netrc: File<Vec<Line>>,
    pub oddities: Vec<Oddity>,
    pub others: Vec<OtherNetrc>,
    /// The netrc of git, which need not be that of go.
    pub of_git: File<Vec<Line>>,
    pub git_at: Option<String>,
    pub goauth: Option<GoAuthError>,
}

pub(super) fn look(
    machine: &dyn Machine,
    variables: &Variables,
    dir: &str,
    goauth: &str,
    minor: u32,
) -> Credentials {
    let path = netrc_path(machine, variables);
    let (netrc, oddities) = match &path {
        Some(path) => read(machine, path),
        None => (File::Absent, Vec::new()),
    };
    let others = elsewhere(machine, variables, dir, path.as_deref());
    let goauth = (minor >= 24).then(|| refusal(machine, goauth)).flatten();
    let git_at = place_of_git(machine, variables);
    let of_git = git_at.as_deref().map_or(File::Absent, |path| of_git(machine, path));
    Credentials { netrc, oddities, others, of_git, git_at, goauth }
}

fn read(machine: &dyn Machine, path: &str) -> (File<Vec<Line>>, Vec<Oddity>) {
    let mut oddities = Vec::new();
    let file = read_text(machine, path, NETRC, |content| {
        let text = String::from_utf8_lossy(content);
        oddities = netrc::oddities(&text);
        File::Parsed { path: path.to_owned(), it: netrc::parse(&text) }
    });
    (file, oddities)
}

/// The netrc that go would read. go's file: `cmd/go/internal/auth/netrc.go`.
fn netrc_path(machine: &dyn Machine, variables: &Variables) -> Option<String> {
    let windows = machine.os() == "windows";
    if let Some(path) = set(variables, "NETRC") {
        return Some(path.to_owned());
    }
    let home = set(variables, if windows { "USERPROFILE" } else { "HOME" })?;
    let legacy = join(home, "_netrc");
    if windows && matches!(machine.look(&legacy), Ok(Entry::File { .. })) {
        return Some(legacy);
    }
    Some(join(home, ".netrc"))
}

/// Where curl reads netrc for git: always in the home folder, whatever NETRC says.
/// git's file: `http.c`, `get_curl_handle`; curl's: `lib/netrc.c`, `Curl_parsenetrc`.
fn place_of_git(machine: &dyn Machine, variables: &Variables) -> Option<String> {
    let dotted = |home: &str| join(home, ".netrc");
    if machine.os() != "windows" {
        return set(variables, "HOME").map(dotted);
    }
    let home = set(variables, "HOME").or_else(|| set(variables, "USERPROFILE"))?;
    let legacy = join(home, "_netrc");
    let is_legacy = machine.look(&dotted(home)).is_err() && machine.look(&legacy).is_ok();
    Some(if is_legacy { legacy } else { dotted(home) })
}

fn of_git(machine: &dyn Machine, path: &str) -> File<Vec<Line>> {
    read_text(machine, path, NETRC, |content| {
        let text = String::from_utf8_lossy(content);
        File::Parsed { path: path.to_owned(), it: netrc::parse_as_curl(&text) }
    })
}

/// Files with entries where people or build systems put them, go's own aside.
fn elsewhere(
    machine: &dyn Machine,
    variables: &Variables,
    dir: &str,
    own: Option<&str>,
) -> Vec<OtherNetrc> {
    let mut seen: Vec<String> = own.iter().map(|own| real(machine, own)).collect();
    let mut found = Vec::new();
    for path in places(machine, variables, dir) {
        let lines = match read(machine, &path) {
            (File::Parsed { it, .. }, _) if !it.is_empty() => it,
            _ => continue,
        };
        let place = real(machine, &path);
        if !seen.contains(&place) {
            seen.push(place);
            found.push(OtherNetrc { path, lines });
        }
    }
    found
}

fn places(machine: &dyn Machine, variables: &Variables, dir: &str) -> Vec<String> {
    let homes = homes(machine, variables);
    let homes = homes.iter().flat_map(|home| [join(home, ".netrc"), join(home, "_netrc")]);
    let mounted = MOUNTED.iter().map(|path| (*path).to_owned());
    homes.chain(mounted).chain([join(dir, ".netrc")]).collect()
}

/// The homes of whoever may have put a file there: this user by every name, and
/// the one who called sudo.
fn homes(machine: &dyn Machine, variables: &Variables) -> Vec<String> {
    let of_variables = ["HOME", "USERPROFILE"].iter().filter_map(|name| set(variables, name));
    let mut homes: Vec<String> = of_variables.map(str::to_owned).collect();
    if machine.uid() == Some(0) {
        homes.push("/root".to_owned());
    }
    let above = if machine.os() == "darwin" { "/Users" } else { "/home" };
    for name in ["SUDO_USER", "USER", "LOGNAME"] {
        match set(variables, name) {
            Some("root") => homes.push("/root".to_owned()),
            Some(user) if !user.contains(['/', '.']) => homes.push(join(above, user)),
            _ => {}
        }
    }
    homes
}

fn real(machine: &dyn Machine, path: &str) -> String {
    machine.real(path).unwrap_or_else(|| path.to_owned())
}

fn set<'v>(variables: &'v Variables, name: &str) -> Option<&'v str> {
    variables.get(name).map(String::as_str).filter(|value| !value.is_empty())
}

/// Why go stops at GOAUTH: it does not parse, or the folder of a git method is
/// none. go's file: `cmd/go/internal/auth/auth.go`, `runGoAuth`.
fn refusal(machine: &dyn Machine, goauth: &str) -> Option<GoAuthError> {
    let read = match GoAuth::parse(goauth) {
        Ok(read) => read,
        Err(error) => return Some(error),
    };
    let folders = read.methods().iter().rev().filter_map(|method| match method {
        Method::Git { folder } => Some(folder),
        _ => None,
    });
    folders.map(|folder| check_folder(folder, seen(machine, folder))).find_map(Result::err)
}

fn seen(machine: &dyn Machine, folder: &str) -> FolderSeen {
    let reason = |words: &str| FolderSeen::Unreadable { reason: format!("stat {folder}: {words}") };
    match machine.look(folder) {
        Ok(Entry::Folder) => FolderSeen::Folder,
        Ok(_) => FolderSeen::SomethingElse,
        Err(FileFault::NotFound) => reason("no such file or directory"),
        Err(FileFault::NotADirectory) => reason("not a directory"),
        Err(FileFault::Denied) => reason("permission denied"),
        Err(_) => reason("input/output error"),
    }
}
