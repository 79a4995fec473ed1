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
