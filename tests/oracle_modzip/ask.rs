//! One zip, both answers.

use crate::goroot::Judge;
use crate::pack::{MODULE, VERSION};
use gomod_doctor::base::Bytes;
use gomod_doctor::go::h1::List;
use gomod_doctor::go::modzip::{self, Archive, Files, Limits, Tap, ZipFault};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

/// A zip of so many bytes is not unpacked.
const MANY: usize = 1 << 20;

/// What stands against it, of many zips at once.
pub(crate) struct Asked {
    /// How many go took, and how many it refused.
    pub(crate) taken: usize,
    pub(crate) refused: usize,
}

/// Holds our answers against go's.
pub(crate) fn compare(judge: &Judge, zips: &[(String, Vec<u8>)]) -> Asked {
    let folder = TempDir::new().unwrap();
    let questions: Vec<Value> = zips
        .iter()
        .enumerate()
        .map(|(at, (_, bytes))| {
            let zip = folder.path().join(format!("{at}.zip"));
            // Tens of thousands of files would be written for little.
            let into = folder.path().join(format!("{at}"));
            let into = if bytes.len() < MANY { into.to_str().unwrap() } else { "" };
            fs::write(&zip, bytes).unwrap();
            json!({"Zip": zip, "Module": MODULE, "Version": VERSION, "Into": into})
        })
        .collect();
    let answers = judge.ask(&json!(questions));
    let mut wrong = Vec::new();
    let mut asked = Asked { taken: 0, refused: 0 };
    for ((name, bytes), theirs) in zips.iter().zip(&answers) {
        let ours = answer(bytes);
        for what in ["names", "hash", "check"] {
            if ours[what] == "never" {
                continue;
            }
            if ours[what] != plain(&theirs[what]) {
                wrong.push(format!(
                    "{name}: {what}\n  ours {}\n  go   {}",
                    ours[what], theirs[what]
                ));
            }
        }
        let takes = theirs["names"] == "" && is_h1(&theirs["hash"]) && theirs["unpacks"] == true;
        if takes {
            asked.taken += 1;
        } else {
            asked.refused += 1;
        }
        if takes != ours["accepted"] {
            wrong.push(format!("{name}: accepted {}, by go {takes}", ours["accepted"]));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
    asked
}

fn answer(zip: &Vec<u8>) -> Value {
    let zip: &dyn Bytes = zip;
    let limits = Limits { names: 1 << 30, content: u64::MAX };
    let archive = Archive::open(zip, limits);
    let serial = archive.as_ref().map_err(Clone::clone).and_then(|it| it.hash(limits));
    let single = archive.as_ref().map_err(Clone::clone).and_then(|it| file_by_file(it, limits));
    assert_eq!(serial.as_ref().map(|it| &it.h1), single.as_ref());
    let names = archive.as_ref().map_err(Clone::clone);
    let names = names.and_then(|it| it.check_download(MODULE, VERSION));
    let accepted = modzip::accept(zip, MODULE, VERSION, limits, &|_| {});
    assert!(accepted.as_ref().map_or(true, |it| Ok(it) == serial.as_ref()));
    json!({
        "names": said(&names),
        "hash": serial.as_ref().map_or_else(words, |it| it.h1.clone()),
        "check": check(&archive),
        "accepted": accepted.is_ok(),
    })
}

/// The hash as who looks at the files one by one puts it together.
pub(crate) fn file_by_file(archive: &Archive, limits: Limits) -> Result<String, ZipFault> {
    let files = Files::of(archive, limits)?;
    let (mut tap, mut list) = (Tap::of(&files), List::default());
    for at in 0..files.count() {
        let hash = tap.hash(at, &mut |_| {})?;
        for _ in 0..files.times(at) {
            list.push(files.name(at), &hash);
        }
    }
    Ok(list.finish())
}

/// `CheckZip` counts what has another prefix among the names that it refuses; go
/// never comes to that.
fn check(archive: &Result<Archive, ZipFault>) -> Value {
    let archive = match archive {
        Ok(archive) => archive,
        Err(fault) => return json!([words(fault), 0]),
    };
    if archive.check_download(MODULE, VERSION).is_err() {
        return json!("never");
    }
    let checked = archive.check_extraction(MODULE, VERSION);
    let count = match &checked {
        Err(ZipFault::Name { more, .. }) => more + 1,
        _ => 0,
    };
    json!([said(&checked), count])
}

fn is_h1(answer: &Value) -> bool {
    answer.as_str().is_some_and(|text| text.starts_with("h1:"))
}

fn said<T>(done: &Result<T, ZipFault>) -> String {
    done.as_ref().map_or_else(words, |_| String::new())
}

fn words(fault: &ZipFault) -> String {
    format!("error: {}", fault.message())
}

/// go says where a file stops to unpack, of which nothing is known here; and what is
/// no text is replaced by JSON.
fn plain(answer: &Value) -> Value {
    match answer.as_str() {
        Some(text) => match text.split_once(" before offset ") {
            Some((what, _)) if what.ends_with("flate: corrupt input") => json!(what),
            _ => answer.clone(),
        },
        None => answer.clone(),
    }
}
