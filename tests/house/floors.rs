use std::fs;
use std::path::{Path, PathBuf};

/// Who sees whom. A row names only rows above it, so the table has no cycle and
/// its order is the order of the floors.
const SEES: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("go", &["base"]),
    ("docker", &["base", "go"]),
    ("model", &["base", "go", "docker"]),
    ("machine", &["base", "go", "docker", "model"]),
    ("wire", &["base", "go", "model"]),
    ("log", &["base", "model"]),
    ("judge", &["base", "model"]),
    ("render", &["base", "go", "docker", "model"]),
    ("probe", &["base", "go", "model", "machine", "wire"]),
    ("remedy", &["base", "go", "model", "machine", "wire", "probe"]),
    ("world", &["base", "go", "model", "machine", "wire"]),
    ("causes", &["base", "go", "docker", "model", "world"]),
    ("exit", &["model"]),
    ("cli", &["base", "model", "render", "exit"]),
    (
        "app",
        &[
            "base", "go", "model", "machine", "wire", "log", "judge", "render", "probe", "remedy",
            "causes", "cli", "exit",
        ],
    ),
    ("main", &["app", "cli"]),
];

/// What only a door may touch, and the floors that hold one.
const DOORS: &[(&str, &[&str])] = &[
    ("std::env", &["machine"]),
    ("std::fs", &["machine"]),
    ("std::process", &["machine", "main"]),
    ("tokio::net", &["wire"]),
    ("tokio::process", &["machine"]),
    ("TcpStream", &["wire"]),
    ("UdpSocket", &["wire"]),
];

/// Files of 60 to 200 lines are the aim; this is the wall.
const LONGEST: usize = 400;

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    collect(Path::new("src"), &mut found);
    found.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

fn collect(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn room(file: &Path) -> String {
    let inside = file.strip_prefix("src").unwrap();
    let first = inside.iter().next().unwrap().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// Tests beside the code may look at more than the code does.
fn is_test(file: &Path) -> bool {
    file.iter().any(|part| part == "tests.rs" || part == "tests" || part == "sample")
}

fn sees(room: &str) -> &'static [&'static str] {
    let row = SEES.iter().find(|(name, _)| *name == room);
    row.unwrap_or_else(|| panic!("{room} has no row in SEES")).1
}

#[test]
fn rows_see_only_rows_above() {
    for (at, (room, seen)) in SEES.iter().enumerate() {
        for used in *seen {
            let above = SEES[..at].iter().any(|(name, _)| name == used);
            assert!(above, "{room} sees {used} from below");
        }
    }
}

#[test]
fn paths_point_down() {
    for (file, text) in sources() {
        let room = room(&file);
        if room == "lib" || is_test(&file) {
            continue;
        }
        for used in named(&text) {
            let own = used == room || used == "say";
            assert!(
                own || sees(&room).contains(&used),
                "{}: {room} may not use {used}",
                file.display()
            );
        }
    }
}

/// The rooms behind every `crate::` and, in the binary, every `gomod_doctor::`.
fn named(text: &str) -> impl Iterator<Item = &str> {
    let word = |rest: &'_ str| -> usize {
        rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
    };
    let roots = ["crate::", "gomod_doctor::"];
    roots
        .into_iter()
        .flat_map(move |root| text.split(root).skip(1))
        .map(move |rest| &rest[..word(rest)])
        .filter(|used| !used.is_empty())
}

#[test]
fn only_doors_touch_the_world() {
    for (file, text) in sources() {
        let room = if is_test(&file) { continue } else { room(&file) };
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (name, holders) in DOORS {
            let clean = holders.contains(&room.as_str()) || !code.contains(name);
            assert!(clean, "{} touches {name}", file.display());
        }
    }
}

#[test]
fn cfg_lives_in_machine_alone() {
    for (file, text) in sources() {
        let code = text.replace("#[cfg(test)]", "");
        assert!(room(&file) == "machine" || !code.contains("#[cfg("), "{}", file.display());
    }
}

#[test]
fn no_file_is_long() {
    for (file, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", file.display());
    }
}
