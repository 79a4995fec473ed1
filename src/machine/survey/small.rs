use super::shelves::file_of;
use super::version::Look;
use crate::go::h1::{self, FileHash};
use crate::go::modcache::Use;
use crate::model::{Compared, FileFault, Harm, Need, Part, SumLine};
use serde_json::Value;

/// A `.ziphash` holds one hash.
pub(super) const ZIPHASH: usize = 1 << 10;
/// What go takes of a go.mod that it downloads.
const GOMOD: usize = 16 << 20;
const INFO: usize = 1 << 20;

/// The `.mod` and the `.info`; beside them the go.mod of the zip, where that is right.
pub(super) fn look(look: &Look, in_zip: Option<FileHash>) {
    if look.version.has(Use::Mod) {
        gomod(look, in_zip);
    }
    if look.version.has(Use::Info) {
        info(look);
    }
}

fn gomod(look: &Look, in_zip: Option<FileHash>) {
    let path = file_of(&look.version.stem, Use::Mod);
    let content = match look.machine.read(&path, GOMOD) {
        Ok(content) => content,
        Err(FileFault::NotFound) => return,
        Err(FileFault::TooLarge) => Vec::new(),
        Err(why) => return look.report(&path, Harm::Unreadable { why }, Vec::new()),
    };
    let wanted = look.plan.wanted_for_graph(&look.version.module, &look.sums);
    let hash = h1::of_bytes(&content);
    let h1 = of_gomod(hash);
    let zips = in_zip.map(of_gomod);
    let compared = compared(&look.sums, &h1);
    look.watch.count(|tally| {
        tally.gomods += 1;
        tally.summed += usize::from(!matches!(compared, Judged::Silent));
    });
    let harm = match compared {
        Judged::Equal => return look.holds(Part::GoMod, &h1),
        _ if !is_gomod(&content) => Harm::ModGarbage,
        Judged::Differs(line) if zips.as_ref() == Some(&line.hash) => {
            Harm::ModAltered { h1, wanted: line.hash }
        }
        Judged::Differs(line) => {
            look.holds(Part::GoMod, &h1);
            Harm::Unsummed { part: Part::GoMod, h1, line, recorded: None }
        }
        // Without go.sum the zip's own go.mod tells, unless go made one up.
        Judged::Silent => match zips {
            Some(wanted) if wanted != h1 => Harm::ModAltered { h1, wanted },
            _ => return look.holds(Part::GoMod, &h1),
        },
    };
    look.report_as(&path, harm, vec![path.clone()], wanted);
}

enum Judged {
    Equal,
    Differs(SumLine),
    Silent,
}

fn compared(sums: &[SumLine], h1: &str) -> Judged {
    let need = Need { sums: sums.to_vec(), ..Need::default() };
    match need.compared(Part::GoMod, h1) {
        Compared::Equal => Judged::Equal,
        Compared::Differs(line) => Judged::Differs(line.clone()),
        Compared::Silent => Judged::Silent,
    }
}

fn of_gomod(hash: FileHash) -> String {
    h1::of_files(&mut [("go.mod".to_owned(), hash)])
}

/// It has a module line; what go once made up it does not read again.
/// go's file: `cmd/go/internal/modfetch/cache.go`, `oldVgoPrefix`.
fn is_gomod(content: &[u8]) -> bool {
    let lines = content.split(|byte| *byte == b'\n');
    let mut words = lines.map(<[u8]>::trim_ascii_start);
    !content.contains(&0)
        && (content.starts_with(b"//vgo 0.0.") || words.any(|line| line.starts_with(b"module")))
}

fn info(look: &Look) {
    let path = file_of(&look.version.stem, Use::Info);
    let content = match look.machine.read(&path, INFO) {
        Ok(content) => content,
        Err(FileFault::NotFound) => return,
        Err(FileFault::TooLarge) => Vec::new(),
        Err(why) => return look.report(&path, Harm::Unreadable { why }, Vec::new()),
    };
    let harm = match serde_json::from_slice::<Value>(&content) {
        Ok(Value::Object(fields)) => match version(&fields) {
            Some(says) if says != look.version.module.version => Harm::InfoOther { says },
            _ => return,
        },
        _ => Harm::InfoGarbage,
    };
    look.report(&path, harm, vec![path.clone()]);
}

/// Names of fields are read without regard to case (`encoding/json`). Without a
/// version go takes the one that it asked for.
fn version(fields: &serde_json::Map<String, Value>) -> Option<String> {
    let named = fields.iter().rfind(|(name, _)| name.eq_ignore_ascii_case("Version"))?;
    named.1.as_str().filter(|says| !says.is_empty()).map(str::to_owned)
}
