use super::copies::Copies;
use super::join;
use super::ledger::{Ledger, Summed};
use super::project::Found;
use crate::base::Excerpt;
use crate::go::env::Settings;
use crate::go::gosumdb::used_for;
use crate::go::sumfile::{MalformedLines, SumFile, slips};
use crate::machine::Machine;
use crate::model::{Need, OddLine, Part, Reading, SumsHere, Twice};

/// A go.sum larger than this is not read, in bytes.
const SUMS: usize = 256 << 20;
/// As many odd lines of one file are kept.
const ODD: usize = 100;
/// As many versions with two hashes are.
const TWICE: usize = 20;

/// go.work.sum and go.sum of every module, or go.sum of the only one.
/// go's file: `cmd/go/internal/modfetch/fetch.go`, `initGoSum`.
pub(super) fn read(machine: &dyn Machine, project: &Found, version: &str) -> Vec<Summed> {
    let work = project.facts.gowork.path().map(|path| format!("{path}.sum"));
    let reading = if work.is_some() { Reading::Member } else { Reading::Own };
    let instead = project.facts.gomod.path().filter(|path| !path.ends_with("/go.mod"));
    let instead = instead.and_then(|path| path.strip_suffix(".mod")).filter(|_| work.is_none());
    let own = project.members.iter().map(|(folder, _)| match instead {
        Some(path) => (format!("{path}.sum"), reading),
        None => (join(folder, "go.sum"), reading),
    });
    let read = |(path, reading): (String, Reading)| {
        let content = machine.read(&path, SUMS).ok()?;
        Some(summed(path, reading, &content, MalformedLines::of(version)))
    };
    work.map(|path| (path, Reading::Own)).into_iter().chain(own).filter_map(read).collect()
}

fn summed(path: String, reading: Reading, content: &[u8], then: MalformedLines) -> Summed {
    let file = SumFile::read(content, then);
    let whole = (!file.malformed.is_empty() && then == MalformedLines::EndTheFile)
        .then(|| SumFile::read(content, MalformedLines::Stop));
    let (letters, slips) = slips(content);
    let text = |line: usize| {
        let line = content.split(|byte| *byte == b'\n').nth(line - 1).unwrap_or_default();
        Excerpt::of(&line.iter().copied().filter(|byte| *byte != 0).collect::<Vec<u8>>(), LINE)
    };
    let here = SumsHere {
        path: path.clone(),
        reading,
        entries: file.len(),
        malformed: file.malformed.first().map(|it| (it.clone(), then)),
        letters,
        more: slips.len().saturating_sub(ODD),
        odd: slips
            .into_iter()
            .take(ODD)
            .map(|slip| OddLine { text: text(slip.line), slip })
            .collect(),
        twice: Vec::new(),
        unread: Vec::new(),
    };
    Summed { path, reading, file, whole, here }
}

/// As much of a line as a reader needs, in characters.
const LINE: usize = 120;

/// The files with what is odd in them, as far as it concerns these needs.
pub(super) fn here(
    machine: &dyn Machine,
    ledger: &Ledger,
    settings: &Settings,
    needs: &[Need],
) -> Vec<SumsHere> {
    let of = |summed: &Summed| SumsHere {
        twice: twice(machine, ledger, settings, summed),
        unread: unread(summed, needs),
        ..summed.here.clone()
    };
    ledger.sums().iter().map(of).collect()
}

fn unread(summed: &Summed, needs: &[Need]) -> Vec<String> {
    let Some(whole) = &summed.whole else { return Vec::new() };
    let is_behind = |need: &&Need| {
        let (module, version) = (need.module.as_str(), need.version.as_str());
        let has = |file: &SumFile| file.has_zip(module, version) && file.has_mod(module, version);
        has(whole) && !has(&summed.file)
    };
    needs.iter().filter(is_behind).map(|it| format!("{}@{}", it.module, it.version)).collect()
}

fn twice(
    machine: &dyn Machine,
    ledger: &Ledger,
    settings: &Settings,
    summed: &Summed,
) -> Vec<Twice> {
    let whole = summed.whole.as_ref().unwrap_or(&summed.file);
    let copies = Copies::of(machine, ledger);
    let different = whole.entries().filter(|(_, _, lines)| {
        let mut known = lines.iter().filter(|it| it.hash.starts_with("h1:"));
        let first = known.next().map(|it| &it.hash);
        known.any(|it| Some(&it.hash) != first)
    });
    let found = different.take(TWICE).map(|(module, version, lines)| {
        let (version, part) = match version.strip_suffix("/go.mod") {
            Some(version) => (version, Part::GoMod),
            None => (version, Part::Zip),
        };
        let (gosumdb, gonosumdb) = (settings.raw("GOSUMDB"), settings.raw("GONOSUMDB"));
        Twice {
            module: module.to_owned(),
            version: version.to_owned(),
            part,
            lines: lines.to_vec(),
            cached: copies.hash_of(module, version, part),
            recorded: used_for(gosumdb, gonosumdb, settings.raw("GOPROXY"), module),
        }
    });
    found.collect()
}
