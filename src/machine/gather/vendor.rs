use super::join;
use super::project::{Found, MOST};
use crate::go::env::{Platform, Settings};
use crate::go::goflags::Goflags;
use crate::go::modfile::ModFile;
use crate::go::toolchain;
use crate::go::vendor::{Asked, Vendored};
use crate::machine::Machine;
use crate::model::{File, FileFault, Vendor};

/// As many complaints are told.
const TOLD: usize = 20;

/// Where vendor and go.mod disagree, where a build would take packages from vendor;
/// none where they agree. go's file: `cmd/go/internal/modload/init.go`,
/// `setDefaultBuildMod`.
pub(super) fn look(
    machine: &dyn Machine,
    project: &Found,
    settings: &Settings,
    version: &str,
) -> Option<Vendor> {
    let work = project.facts.gowork.parsed();
    let root = match (project.facts.gowork.path(), project.members.as_slice()) {
        (Some(path), _) => path.rsplit_once('/')?.0.to_owned(),
        (None, [(folder, _)]) => folder.clone(),
        (None, _) => return None,
    };
    let folder = join(&root, "vendor");
    if !machine.is_folder(&folder) {
        return None;
    }
    let text = match machine.read(&join(&folder, "modules.txt"), MOST) {
        Ok(content) => String::from_utf8_lossy(&content).into_owned(),
        Err(FileFault::NotFound) => String::new(),
        Err(_) => return None,
    };
    let vendored = Vendored::read(&text);
    if !is_used(project, settings, version, &vendored) {
        return None;
    }
    let files: Vec<(ModFile, Vec<String>)> = project
        .members
        .iter()
        .map(|(own, file)| (file.clone(), written(machine, work.is_some(), &root, own, file)))
        .collect();
    let work = work.map(|it| it.replace.as_slice());
    let mut complaints = vendored.complaints(&Asked { files: &files, work });
    let count = complaints.len();
    complaints.truncate(TOLD);
    (count > 0).then_some(Vendor { root, complaints, count })
}

fn is_used(project: &Found, settings: &Settings, version: &str, vendored: &Vendored) -> bool {
    let version = version.trim_start_matches("go");
    let flags = Goflags::parse(settings.raw("GOFLAGS"), version).unwrap_or_default();
    if let Some(mode) = flags.value_of("mod") {
        return mode == "vendor";
    }
    let own = project.members.first().and_then(|(_, file)| file.go.as_ref());
    let go = match &project.facts.gowork {
        File::Parsed { it, .. } => it.go.as_ref(),
        _ => own,
    };
    let is_workspace = project.facts.gowork.path().is_some();
    go.is_some_and(|line| toolchain::compare(&line.version, "1.14").is_ge())
        && vendored.for_workspace == is_workspace
}

/// How each replacement of a module is marked in vendor: a folder by its way from
/// the folder of go.work.
fn written(
    machine: &dyn Machine,
    in_workspace: bool,
    root: &str,
    own: &str,
    file: &ModFile,
) -> Vec<String> {
    let platform = Platform { goos: machine.os(), goarch: machine.arch() };
    let mark = |it: &crate::go::modfile::Replace| {
        let path = &it.new.path;
        if !in_workspace || path.starts_with('/') {
            return path.clone();
        }
        relative(root, &platform.below(own, path))
    };
    file.replace.iter().map(mark).collect()
}

/// The way from one folder to another, as go writes it in go.mod.
fn relative(from: &str, to: &str) -> String {
    let parts = |path: &str| -> Vec<String> {
        path.split('/').filter(|it| !it.is_empty()).map(str::to_owned).collect()
    };
    let (from, to) = (parts(from), parts(to));
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(from.len() - shared);
    let down = to[shared..].join("/");
    let way = format!("{up}{down}");
    match way.trim_end_matches('/') {
        "" => "./".to_owned(),
        way if way.starts_with("..") => way.to_owned(),
        way => format!("./{way}"),
    }
}
