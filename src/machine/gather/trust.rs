use super::join;
use crate::go::roots::{self, Origin, Place, Release, places, skips_link};
use crate::go::x509::Pool;
use crate::machine::Machine;
use crate::model::{FileFault, RootPlace, Roots};
use std::collections::BTreeMap;

/// A bundle larger than this is not read, in bytes.
const MOST: usize = 16 << 20;

/// The certificates that go trusts here: the first file of its list that can be
/// read, and every file of every folder.
/// go's file: `crypto/x509/root_unix.go`, `loadSystemRoots`.
pub(super) fn look(
    machine: &dyn Machine,
    variables: &BTreeMap<String, String>,
    os: &str,
    minor: u32,
) -> (Roots, Pool) {
    let mut pool = Pool::default();
    let variable = |name: &str| variables.get(name).cloned();
    let places = match places(os, Release(1, minor), variable) {
        roots::Roots::Platform => return (by_platform(), pool),
        roots::Roots::Disk { places } => places,
    };
    let mut found = Vec::new();
    for place in &places.files {
        let read = machine.read(&place.path, MOST);
        let readable = read.is_ok();
        found.push(seen(place, read.map(|content| pool.add_pem(&content))));
        if readable {
            break;
        }
    }
    for place in &places.dirs {
        let names = machine.list(&place.path);
        found.push(seen(place, names.map(|names| read_all(machine, place, &names, &mut pool))));
    }
    let certificates = pool.len();
    (Roots { places: found, certificates, by_platform: false, usual: None }, pool)
}

/// What go would trust here if no variable named other places; none where none does.
pub(super) fn usual(
    machine: &dyn Machine,
    variables: &BTreeMap<String, String>,
    os: &str,
    minor: u32,
    roots: &mut Roots,
) -> Option<Pool> {
    roots.places.iter().find(|place| place.variable.is_some())?;
    let mut others = variables.clone();
    others.retain(|name, _| !name.starts_with("SSL_CERT_"));
    let (found, pool) = look(machine, &others, os, minor);
    roots.usual = Some(found.certificates);
    (!found.by_platform).then_some(pool)
}

fn by_platform() -> Roots {
    Roots { by_platform: true, ..Roots::default() }
}

fn read_all(machine: &dyn Machine, place: &Place, names: &[String], pool: &mut Pool) -> usize {
    let mut count = 0;
    for path in names.iter().map(|name| join(&place.path, name)) {
        let skipped = machine.link(&path).is_some_and(|target| skips_link(&target));
        if !skipped && let Ok(content) = machine.read(&path, MOST) {
            count += pool.add_pem(&content);
        }
    }
    count
}

fn seen(place: &Place, read: Result<usize, FileFault>) -> RootPlace {
    RootPlace {
        path: place.path.clone(),
        variable: match &place.origin {
            Origin::Default => None,
            Origin::Variable { name } => Some(name.clone()),
        },
        certificates: *read.as_ref().unwrap_or(&0),
        fault: read.err(),
    }
}
