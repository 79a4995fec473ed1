use crate::cases::Cases;
use crate::lab::oracle;
use gomod_doctor::go::gosumdb::{Database, GosumdbError, used_for};

const KEY: &str = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

/// Sound keys of other names and contents, their hashes made with SHA-256.
fn keys() -> Vec<String> {
    use base64::Engine;
    let mut keys = vec![KEY.to_owned()];
    let names = [
        "x.example",
        "x.example/y",
        "x.example/",
        "x/!y",
        "x?q",
        "x#f",
        "u@x",
        "x%41",
        "é.example",
        "x%C3%A9",
        "x:80",
        "x:y",
        "x/%2F",
        "x\"",
        "[::1]",
    ];
    for name in names {
        for content in [[&[1_u8][..], &[7; 32]].concat(), vec![1; 32], vec![2; 32], vec![2; 33]] {
            let hashed = [name.as_bytes(), b"\n", &content].concat();
            let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &hashed);
            let hash = digest.as_ref()[..4].iter().fold(0, |hash, &b| hash << 8 | u32::from(b));
            keys.push(format!(
                "{name}+{hash:08x}+{}",
                base64::engine::general_purpose::STANDARD.encode(content)
            ));
        }
    }
    // The bits that base64 leaves over may be anything.
    let padded = keys.iter().find(|key| key.ends_with("I=")).expect("a padded key");
    keys.push(padded.replace("I=", "J="));
    keys
}

#[test]
fn values_are_read_as_db_dial_does() {
    let Some(oracle) = oracle() else { return };
    let mut made = Cases::new(6);
    let keys = keys();
    let mut cases = Vec::new();
    for at in 0..6000 {
        let mut value = keys[at % keys.len()].clone();
        for _ in 0..made.below(3) {
            let broken = made.one_of(&["+", "=", "A", "9", "\u{a0}", "é", " ", "\r", "B", "f"]);
            let mut place = made.below(value.len() + 1);
            while !value.is_char_boundary(place) {
                place -= 1;
            }
            value.insert_str(place, broken);
        }
        value += made.one_of(&[
            "",
            "",
            " https://a.example",
            " https://a:b",
            "\thttp://x/%zz",
            " a b",
            "\r",
            " :",
        ]);
        cases.push(vec![value]);
    }
    for value in [
        "",
        " ",
        "off",
        "off ",
        "OFF",
        "sum.golang.org",
        "sum.golang.google.cn",
        "sum.golang.google.cn x",
        "sum.golang.org.",
        "\"sum.golang.org\"",
    ] {
        cases.push(vec![value.to_owned()]);
    }
    let mut sound = 0;
    for (case, answer) in cases.iter().zip(oracle.ask("sumdb", &cases)) {
        match Database::parse(&case[0]) {
            Ok(database) => {
                sound += 1;
                assert_eq!(answer, ["ok", &database.name], "{case:?}");
            }
            // go crashes on some of these names, and prints a struct for others.
            Err(error @ GosumdbError::Name { .. }) => {
                let refused =
                    answer.get(1).is_none_or(|words| words.starts_with(error.message().raw()));
                assert!(refused && answer[0] != "ok", "{case:?} {answer:?}");
            }
            Err(error) => assert_eq!(answer, ["error", error.message().raw()], "{case:?}"),
        }
    }
    assert!(sound > 100, "{sound}");
}

#[test]
fn the_database_is_used_when_go_uses_it() {
    let Some(oracle) = oracle() else { return };
    let mut made = Cases::new(7);
    let mut cases = Vec::new();
    for _ in 0..1000 {
        let values = [
            made.one_of(&["off", "sum.golang.org", ""]),
            made.one_of(&["", "*", "a.example", "golang.org/toolchain"]),
            made.one_of(&["", "file:///x", "file:///x,direct", "https://a.example"]),
            made.one_of(&["golang.org/toolchain", "a.example/x", "b.example"]),
        ];
        cases.push(values.map(str::to_owned).to_vec());
    }
    for (case, answer) in cases.iter().zip(oracle.ask("use-sumdb", &cases)) {
        assert_eq!(
            answer,
            [used_for(&case[0], &case[1], &case[2], &case[3]).to_string()],
            "{case:?}"
        );
    }
}
