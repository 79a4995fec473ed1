use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gomod_doctor::base::Veiled;
use gomod_doctor::go::gosumdb::Verifier;
use gomod_doctor::go::sumdb::{Client, Reply, Source, Step, SumdbFault, Want};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Asks our client what go's was asked, with what go's has read, and compares every
/// answer, every word and every read.
pub(crate) fn replay(question: &Value, answer: &Value) -> Result<Vec<String>, String> {
    let verifier = Verifier::parse(answer["Key"].as_str().unwrap()).unwrap();
    let stored = bytes(&answer["Stored"]).unwrap_or_default();
    let mut client = Client::new(verifier, stored.clone());
    let read = answer["Read"].as_object().unwrap();
    let mut asked = BTreeSet::new();
    let mut kinds = Vec::new();
    for theirs in answer["Lookups"].as_array().unwrap() {
        let step = ask(&mut client, theirs, read, &mut asked)?;
        same(&step, theirs)?;
        kinds.push(kind(&step));
    }
    let unread: Vec<&String> = read.keys().filter(|key| !asked.contains(*key)).collect();
    if !unread.is_empty() {
        return Err(format!("only go reads {unread:?}"));
    }
    if kinds.iter().all(|kind| kind == "proved") {
        same_latest(&client, &stored, &bytes(&answer["Config"]).unwrap_or_default())?;
    }
    assert!(!question["Lookups"].as_array().unwrap().is_empty());
    Ok(kinds)
}

fn ask(
    client: &mut Client,
    theirs: &Value,
    read: &Map<String, Value>,
    asked: &mut BTreeSet<String>,
) -> Result<Step, String> {
    let word = |key: &str| theirs[key].as_str().unwrap();
    for _ in 0..20 {
        match client.look_up(word("Path"), word("Version")) {
            Step::Needs { wants } => {
                for want in wants {
                    let key = key(&want);
                    let Some(content) = read.get(&key) else {
                        return Err(format!("go does not read {key}"));
                    };
                    if !asked.insert(key.clone()) {
                        return Err(format!("asks twice for {key}"));
                    }
                    let words = Veiled::new(format!("reading {}: 404 Not Found", want.path()));
                    let reply = bytes(content).map_or(Reply::Nothing { words }, Reply::Body);
                    client.supply(want, reply);
                }
            }
            settled => return Ok(settled),
        }
    }
    Err("comes to no end".to_owned())
}

fn key(want: &Want) -> String {
    match want {
        Want::Cached { path } => format!("cache {path}"),
        Want::Served { path } => format!("server {path}"),
    }
}

fn bytes(value: &Value) -> Option<Vec<u8>> {
    value.as_str().map(|text| STANDARD.decode(text).unwrap())
}

fn same(step: &Step, theirs: &Value) -> Result<(), String> {
    let word = |key: &str| theirs[key].as_str().unwrap();
    let (path, version) = (word("Path"), word("Version"));
    let (ours, go) = match step {
        Step::Needs { .. } => unreachable!(),
        Step::Proved { record } => {
            let lines: Vec<Value> = record.lines(path, version).map(Value::from).collect();
            let go = theirs["Lines"].as_array().cloned().unwrap_or_default();
            (format!("{lines:?}"), format!("{go:?}{}", word("Error")))
        }
        Step::Refused { fault: fault @ SumdbFault::ForkedTree { fork } } => {
            assert!(fork.holds() || fork.older.tree.size == 0, "{fork:?}");
            (fault.message().raw().to_owned(), word("Security").to_owned())
        }
        Step::Refused { fault } => {
            // go quotes the note behind its words.
            let error = word("Error");
            let words = error.split("\nnote:\n").next().unwrap().split("\ntree:\n").next().unwrap();
            (format!("{path}@{version}: {}", fault.message().raw()), words.to_owned())
        }
    };
    if ours == go { Ok(()) } else { Err(format!("  ours {ours}\n  go   {go}\n  {step:?}")) }
}

/// What go's file holds by now is the note that our client holds for the latest.
fn same_latest(client: &Client, stored: &[u8], config: &[u8]) -> Result<(), String> {
    let latest = client.latest();
    let ours = if latest.source == Source::Stored { stored } else { latest.note.as_bytes() };
    if ours == config { Ok(()) } else { Err(format!("latest {latest:?}")) }
}

/// `proved`, or the fault's name.
fn kind(step: &Step) -> String {
    match step {
        Step::Refused { fault } => {
            let value = serde_json::to_value(fault).unwrap();
            let back: SumdbFault = serde_json::from_value(value.clone()).unwrap();
            assert_eq!(*fault, back);
            value["kind"].as_str().unwrap().to_owned()
        }
        _ => "proved".to_owned(),
    }
}
