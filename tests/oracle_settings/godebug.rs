use crate::lab::{Lab, labs};
use gomod_doctor::go::godebug::{GodebugFault, Table, fatal, line_fault};
use std::fs;
use std::path::Path;

/// Lines of every kind, each checked by go for itself.
const LINES: &[(&str, &str)] = &[
    ("foo", "1"),
    ("x509sha1", "0"),
    ("x509sha1", "1"),
    ("tlskyber", "0"),
    ("tlsrsakex", "0"),
    ("tlsrsakex", "1"),
    ("asynctimerchan", "0"),
    ("asynctimerchan", "2"),
    ("gotypesalias", "0"),
    ("x509keypairleaf", "0"),
    ("netdns", "go"),
    ("fips140", "only"),
    ("panicnil", "1"),
    ("cmdgonetlimit", "0"),
    ("default", "go1.21"),
    ("default", "go1.21.3"),
    ("default", "1.21"),
    ("default", "go1.x"),
    ("default", "go1.99"),
];

fn minor(lab: &Lab) -> u32 {
    lab.version.split('.').nth(1).and_then(|it| it.parse().ok()).expect("a minor release")
}

fn source(lab: &Lab) -> String {
    fs::read_to_string(lab.goroot.join("src/internal/godebugs/table.go")).expect("go's table")
}

#[test]
fn the_tables_are_those_of_the_sources() {
    for lab in labs() {
        let read = Table::read(&source(&lab)).expect("a table");
        assert_eq!(read, Table::of(minor(&lab)), "go {}", lab.version);
    }
}

#[test]
fn lines_are_refused_as_go_refuses_them() {
    for lab in labs().into_iter().filter(|lab| minor(lab) >= 23) {
        let dir = tempfile::tempdir().expect("a directory");
        let table = Table::read(&source(&lab)).expect("a table");
        for (key, value) in LINES {
            let said = with_line(&lab, dir.path(), &format!("godebug {key}={value}"));
            let fault = line_fault(&table, key, value, &lab.version);
            let words = match fault {
                None => "no module dependencies",
                Some(GodebugFault::Unknown) => "go.mod:5: unknown godebug",
                Some(GodebugFault::Removed { .. }) if minor(&lab) < 27 => "use of removed godebug",
                Some(GodebugFault::Removed { .. }) => "removed GODEBUG",
                Some(GodebugFault::TooNew { .. }) => "too new (toolchain is go",
                Some(GodebugFault::NoVersion) => "value for default= must be goVERSION",
            };
            assert!(said.contains(words), "go {} {key}={value}: {said}", lab.version);
        }
    }
}

#[test]
fn the_variable_stops_go_where_it_should() {
    for lab in labs() {
        let dir = tempfile::tempdir().expect("a directory");
        for (key, value) in LINES {
            let godebug = format!("netedns0=1,{key}={value}");
            let mut go = lab.go();
            go.args(["env", "GOVERSION"]).current_dir(dir.path());
            go.envs([("GODEBUG", godebug.as_str()), ("GOTOOLCHAIN", "local"), ("GOENV", "off")]);
            let said = go.output().expect("go runs");
            let ours = fatal(&Table::of(minor(&lab)), &godebug, minor(&lab));
            assert_eq!(ours.is_none(), said.status.success(), "go {} {godebug}", lab.version);
        }
    }
}

fn with_line(lab: &Lab, dir: &Path, line: &str) -> String {
    fs::write(dir.join("go.mod"), format!("module x.example\n\ngo 1.21\n\n{line}\n"))
        .expect("go.mod");
    let mut go = lab.go();
    go.args(["mod", "download"]).current_dir(dir).env_clear();
    go.envs([("HOME", dir), ("GOPATH", &dir.join("gopath"))]);
    go.envs([("GOTOOLCHAIN", "local"), ("GOPROXY", "off"), ("GOENV", "off")]);
    let output = go.output().expect("go runs");
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}
