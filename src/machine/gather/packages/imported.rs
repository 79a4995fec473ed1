use super::finder::{Finder, Provided, is_std_path};
use super::sources::{Source, Sources};
use crate::go::module::check_import_path;
use crate::model::{BadImport, Folded, Importer, Lack, Provider};
use std::collections::HashMap;

/// As many imports are named.
const NAMED: usize = 50;
/// A file of code is no larger, in bytes,
const LARGEST: usize = 1 << 20;
/// nor a line of it longer.
const LONGEST: usize = 1000;

/// The imports that a build stops at, each once.
pub(super) fn bad(sources: &Sources, finder: &Finder<'_>) -> Vec<BadImport> {
    let mut known: HashMap<&str, Option<Lack>> = HashMap::new();
    let mut found: Vec<BadImport> = Vec::new();
    for source in &sources.files {
        for (package, line) in &source.imports {
            let lack = known.entry(package).or_insert_with(|| lack(package, finder));
            if let Some(lack) = lack {
                note(&mut found, source, package, *line, lack);
            }
        }
    }
    found.sort_by(|a, b| (a.by, &a.package).cmp(&(b.by, &b.package)));
    found.truncate(NAMED);
    for import in &mut found {
        import.text = line_of(finder, &import.file, import.line).unwrap_or_default();
    }
    found
}

/// With its line.
pub(super) fn shown(finder: &Finder<'_>, folded: Folded) -> Folded {
    let text = line_of(finder, &folded.file, folded.line).unwrap_or_default();
    Folded { text, ..folded }
}

/// The line as it stands, where a person wrote it.
fn line_of(finder: &Finder<'_>, file: &str, line: usize) -> Option<String> {
    let content = finder.machine.read(file, LARGEST).ok()?;
    let line = content.split(|byte| *byte == b'\n').nth(line.checked_sub(1)?)?;
    let text = std::str::from_utf8(line).ok()?.trim_end_matches('\r');
    (text.len() <= LONGEST).then(|| text.to_owned())
}

/// What the code itself imports comes before what its tests do.
fn note(found: &mut Vec<BadImport>, source: &Source, package: &str, line: usize, lack: &Lack) {
    let by = if source.test { Importer::Tests } else { Importer::Code };
    let import = BadImport {
        package: package.to_owned(),
        file: source.path.clone(),
        line,
        text: String::new(),
        by,
        files: 1,
        lack: lack.clone(),
    };
    match found.iter_mut().find(|it| it.package == package) {
        Some(other) => {
            let files = other.files + 1;
            if by < other.by {
                *other = import;
            }
            other.files = files;
        }
        None => found.push(import),
    }
}

fn lack(package: &str, finder: &Finder<'_>) -> Option<Lack> {
    // go complains of these in other ways.
    if package == "C" || package.starts_with('.') || check_import_path(package).is_err() {
        return None;
    }
    match finder.find(package) {
        Provided::Std | Provided::Unknown => None,
        Provided::By { providers, others } => match providers.as_slice() {
            [_] => None,
            [] => Some(missing(package, others, finder)),
            _ => Some(Lack::Ambiguous { providers }),
        },
    }
}

fn missing(package: &str, others: Vec<Provider>, finder: &Finder<'_>) -> Lack {
    if is_std_path(package) {
        return Lack::NotInStd { meant: finder.meant(package) };
    }
    match others.into_iter().next() {
        Some(module) => {
            let meant = finder.beside(package, &module.folder);
            Lack::NotInModule { module, meant }
        }
        None => Lack::NoModule,
    }
}
