use crate::cases::Cases;
use crate::lab::{lab, oracle};
use gomod_doctor::go::goflags::{Goflags, GoflagsError};

#[test]
fn words_are_split_as_quoted_split_does() {
    let Some(oracle) = oracle() else { return };
    let mut made = Cases::new(10);
    let pieces =
        ["-x", "-mod=mod", " ", " ", "'", "'", "\"", "\t", "\r", "\n", "é", "\u{a0}", "-v"];
    let cases: Vec<_> = (0..5000).map(|_| vec![made.text(&pieces, 9)]).collect();
    for (case, answer) in cases.iter().zip(oracle.ask("split", &cases)) {
        match Goflags::parse(&case[0], "") {
            Err(error @ GoflagsError::Unterminated { .. }) => {
                let words = error.to_string();
                assert_eq!(
                    answer,
                    ["error", words.trim_start_matches("parsing $GOFLAGS: ")],
                    "{case:?}"
                );
            }
            Ok(flags) => {
                assert_eq!(answer[1..], flags.0.iter().map(shown).collect::<Vec<_>>(), "{case:?}");
            }
            Err(_) => assert_eq!(answer[0], "ok", "{case:?}"),
        }
    }
}

fn shown(flag: &gomod_doctor::go::goflags::Flag) -> String {
    let value = flag.value.as_ref().map(|value| format!("={value}")).unwrap_or_default();
    format!("-{}{value}", flag.name)
}

/// `go version` reads GOFLAGS in full and takes only `-v` and `-m` from it.
#[test]
fn go_refuses_what_is_refused_here() {
    let Some(lab) = lab() else { return };
    let mut made = Cases::new(11);
    let words = [
        "-mod=mod",
        "-mod",
        "mod",
        "-modd",
        "--modcacherw",
        "---x",
        "-",
        "--",
        "-=",
        "--=x",
        "'-ldflags=-s -w'",
        "\"-tags=a b\"",
        "-tool",
        "-diff",
        "-artifacts",
        "-test.run=x",
        "-test.x",
        "-insecure",
        "-vet",
        "-é",
        "'",
        "-json=false",
        "-a\u{7}",
        "\\",
    ];
    for _ in 0..250 {
        let value = (0..=made.below(3)).map(|_| made.one_of(&words)).collect::<Vec<_>>().join(" ");
        let mut go = lab.go();
        go.arg("version")
            .env_clear()
            .env("GOFLAGS", &value)
            .env("GOTOOLCHAIN", "local")
            .env("GOENV", "off");
        let said = String::from_utf8_lossy(&go.output().expect("go runs").stderr).into_owned();
        let ours = Goflags::parse(&value, &lab.version).err().map(|error| format!("go: {error}\n"));
        assert_eq!(said, ours.unwrap_or_default(), "{value}");
    }
}

/// A module that requires nothing: go comes past its flags, and has nothing to do.
#[test]
fn go_mod_download_stops_at_its_own_flags() {
    let Some(lab) = lab() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("go.mod"), "module m.example/m\n\ngo 1.21\n")
        .expect("go.mod");
    let mut made = Cases::new(12);
    let names = [
        "x",
        "json",
        "modcacherw",
        "C",
        "reuse",
        "modfile",
        "overlay",
        "mod",
        "v",
        "tags",
        "race",
        "insecure",
        "trimpath",
        "ldflags",
        "debug-trace",
        "vet",
        "test.run",
    ];
    let values = ["", "=", "=true", "=T", "=0", "=maybe", "=yes", "=vendor"];
    for _ in 0..150 {
        let flag = |made: &mut Cases| format!("-{}{}", made.one_of(&names), made.one_of(&values));
        let flags: Vec<String> = (0..=made.below(3)).map(|_| flag(&mut made)).collect();
        let value = flags.join(" ");
        // A file that is named has to be there: that is not the flags' matter.
        if value.contains("overlay=") || value.contains("modfile=") || value.contains("reuse=") {
            continue;
        }
        let mut go = lab.go();
        go.args(["mod", "download"]).current_dir(folder.path()).env_clear();
        let home = folder.path().join("home");
        go.env("GOFLAGS", &value).env("GOTOOLCHAIN", "local").env("GOENV", "off").env("HOME", home);
        let said = String::from_utf8_lossy(&go.output().expect("go runs").stderr).into_owned();
        let first = said.lines().next().unwrap_or_default();
        let parsed = Goflags::parse(&value, &lab.version).expect("flags of go");
        match parsed.misused() {
            Some(misuse) => assert_eq!(first, format!("go: {misuse}"), "{value}"),
            None => assert_eq!(first, "go: no module dependencies to download", "{value}"),
        }
    }
}
