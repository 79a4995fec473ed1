//! Any text, in any carriers.

use super::{PREFIXES, one};
use crate::log::carrier::{Part, bare};
use proptest::prelude::*;

/// A line as go prints one: its beginnings, and those of the lines below.
fn line() -> impl Strategy<Value = String> {
    let first = prop::sample::select(vec![
        "go: ",
        "\t",
        "\t\t",
        "\tserver ",
        "verifying ",
        "fatal: ",
        "# get https://",
        "package ",
    ]);
    (first, "[a-zA-Z0-9 ./@:()'-]{0,60}[a-z]").prop_map(|(first, rest)| first.to_owned() + &rest)
}

fn carrier() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(PREFIXES)
}

#[test]
fn of_two_carriers_none_is_left() {
    let mut wrong = Vec::new();
    for (outer, stream) in PREFIXES {
        for (inner, within) in PREFIXES {
            for line in ["go: example.com/m@v1.0.0: x", "\tserver response: not found"] {
                let found = bare(&format!("{outer}{inner}{line}"));
                let alike = found.iter().all(|it| it.text == line && it.part == Part::Said);
                if !alike || found[0].stream != format!("{stream}{within}") {
                    wrong.push(format!("{outer:?} {inner:?}: {found:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}: {wrong:#?}", wrong.len());
}

proptest! {
    #[test]
    fn what_was_carried_is_given_back(line in line(), (prefix, stream) in carrier()) {
        let expected = (stream.to_owned(), line.clone(), Part::Said);
        prop_assert_eq!(one(&format!("{prefix}{line}")), expected);
    }

    #[test]
    fn escaped_lines_are_given_back(lines in prop::collection::vec(line(), 1..5)) {
        let text = lines.join("\n");
        let quoted = serde_json::to_string(&text).unwrap();
        let github = text.replace('%', "%25").replace('\n', "%0A");
        for record in [
            format!("{{\"level\":\"error\",\"msg\":{quoted}}}"),
            format!("level=error msg={quoted}"),
            format!("::error file=go.mod::{github}"),
            format!("2026-11-20T10:00:00Z {{\"log\":{quoted},\"stream\":\"stderr\"}}"),
        ] {
            let found: Vec<String> = bare(&record).into_iter().map(|it| it.text).collect();
            prop_assert_eq!(&found, &lines, "{}", record);
        }
    }

    #[test]
    fn gos_own_words_stay(line in line()) {
        prop_assert_eq!(one(&line), (String::new(), line.clone(), Part::Said));
    }

    #[test]
    fn no_text_breaks_it(text in "\\PC*", bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for line in [text.as_str(), &String::from_utf8_lossy(&bytes)] {
            for it in bare(line) {
                prop_assert!(!it.text.contains(['\n', '\u{1b}', '\0']), "{:?}", it);
            }
        }
    }
}
