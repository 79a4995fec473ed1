use crate::cases::Cases;
use crate::lab::{Lab, labs, oracle};
use gomod_doctor::go::toolchain::{
    Choice, How, Lines, Refusal, choose, compare, is_lang, is_valid, lang,
};
use std::fs;
use std::path::Path;

#[test]
fn versions_are_ordered_as_gover_orders_them() {
    let Some(oracle) = oracle() else { return };
    let mut made = Cases::new(8);
    let pieces = [
        "1",
        "2",
        "0",
        "21",
        "20",
        "01",
        ".",
        ".",
        ".",
        "rc",
        "beta",
        "-",
        "x",
        "9999999999999999999999",
        "é",
    ];
    let sound = ["1.21", "1.21.0", "1.21rc1", "1.21.3", "1.20", "1.20.0", "1", "1.0", "2", ""];
    let mut version = || {
        if made.below(2) == 0 { made.one_of(&sound).to_owned() } else { made.text(&pieces, 6) }
    };
    let cases: Vec<_> = (0..10_000).map(|_| vec![version(), version()]).collect();
    for (case, answer) in cases.iter().zip(oracle.ask("gover", &cases)) {
        let order = (compare(&case[0], &case[1]) as i8).to_string();
        let ours =
            [order, is_valid(&case[0]).to_string(), is_lang(&case[0]).to_string(), lang(&case[0])];
        assert_eq!(answer, ours, "{case:?}");
    }
}

/// A toolchain in the PATH says so; nothing can be downloaded. So go's words
/// tell which toolchain it chose, and how it looked for it.
#[test]
fn go_starts_the_toolchain_that_was_chosen() {
    for lab in labs() {
        starts_what_was_chosen(&lab);
    }
}

fn starts_what_was_chosen(lab: &Lab) {
    let dir = tempfile::tempdir().expect("a directory");
    let local = format!("go{}", lab.version);
    let mut made = Cases::new(9);
    for _ in 0..300 {
        let gotoolchain = made.one_of(&[
            "auto",
            "path",
            "local",
            "local+auto",
            "local+path",
            "go1.99.1",
            "go1.99.1+auto",
            "go1.99.1-acme+path",
            "go1.21rc1",
            "go2+path",
            "go1.27+auto",
            "go9",
            "auto+path",
            "bash",
            "1.22",
            "go1.99.1+",
            "local+x",
            "../go1.22",
            "go1.99+auto",
            "go1.21.13-acme+auto",
            "go1.26.8-acme+path",
            "go1.99.1\r",
            " auto",
            "auto\n",
            "go1.99.1+auto+path",
            "local-x",
            "gccgo-go1.99.0",
            "GO1.99.1",
        ]);
        let go = made.one_of(&[
            "1.21", "1.20", "1.99", "1.99.0", "1.99.5", "1.99rc1", "2.1", "", "1.17", "1.21.13",
            "1.26.8", "1.27.3",
        ]);
        let toolchain = made.one_of(&[
            "",
            "",
            "default",
            "go1.99.2",
            "go1.20",
            "go1.99.9-acme",
            "go3",
            "x",
            "go1.99",
            "go1.21.13-acme",
            "go1.26.8-acme",
            "go1.27.3",
            "go1.99.2+auto",
            "default-x",
        ]);
        let lines = Lines { go: go.to_owned(), toolchain: toolchain.to_owned() };
        let said = run(lab, dir.path(), gotoolchain, &lines);
        let choice = choose(&local, gotoolchain, &lines);
        assert!(agrees(&choice, &said), "{gotoolchain} {lines:?}\n{choice:?}\n{said}");
    }
}

fn run(lab: &Lab, dir: &Path, gotoolchain: &str, lines: &Lines) -> String {
    let line = |key: &str, value: &str| {
        if value.is_empty() { String::new() } else { format!("{key} {value}\n") }
    };
    let file = format!(
        "module x.example\n{}{}",
        line("go", &lines.go),
        line("toolchain", &lines.toolchain)
    );
    fs::write(dir.join("go.mod"), &file).expect("go.mod");
    assert_eq!(Lines::scan(file.as_bytes()), *lines);
    let mut go = lab.go();
    go.args(["list", "-m"]).current_dir(dir).env_clear();
    go.envs([("HOME", dir), ("PATH", Path::new("/nowhere")), ("GOPATH", &dir.join("gopath"))]);
    go.envs([
        ("GOTOOLCHAIN", gotoolchain),
        ("GOPROXY", "off"),
        ("GOENV", "off"),
        ("GOSUMDB", "off"),
    ]);
    let output = go.output().expect("go runs");
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

fn agrees(choice: &Choice, said: &str) -> bool {
    let has = |text: &str| said.contains(text);
    match choice {
        // What go says of go.mod later is no choice of a toolchain.
        Choice::Local => {
            said == "x.example\n"
                || has("invalid toolchain version")
                || has("updates to go.mod needed")
        }
        Choice::Switch { to, how: How::Path, .. } => has(&format!("cannot find \"{to}\" in PATH")),
        Choice::Switch { to, how: How::Download, .. } => {
            has(&format!("download {to} for "))
                || has(&format!("invalid toolchain: {to} is a language version"))
        }
        Choice::Refused(refusal @ Refusal::ToolchainLine { .. }) => {
            has(&format!("{refusal} in go.mod"))
        }
        Choice::Refused(Refusal::TooOld { needs, running }) => {
            has(&format!("go.mod requires go >= {needs} (running go {running}"))
                || has("invalid toolchain version")
        }
        Choice::Refused(refusal) => said == format!("go: {refusal}\n"),
    }
}
