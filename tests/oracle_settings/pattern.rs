use crate::cases::{Cases, strings};
use crate::lab::oracle;
use gomod_doctor::go::pattern::{match_prefix_patterns, path_match};

#[test]
fn globs_match_as_path_match_does() {
    let Some(oracle) = oracle() else { return };
    let mut made = Cases::new(1);
    let glob = ["a", "b", "é", "*", "*", "?", "[", "]", "[a-b]", "[^a]", "-", "\\", "/", "^", "中"];
    let name = ["a", "b", "é", "c", "/", "中", "-", "]", "\\", "*"];
    let cases: Vec<_> =
        (0..20_000).map(|_| vec![made.text(&glob, 7), made.text(&name, 6)]).collect();
    for (case, answer) in cases.iter().zip(oracle.ask("match", &cases)) {
        let ours = path_match(&case[0], &case[1]);
        let shown = [ours.unwrap_or(false).to_string(), ours.is_err().to_string()];
        assert_eq!(answer, shown, "{case:?}");
    }
}

#[test]
fn lists_match_as_match_prefix_patterns_does() {
    let Some(oracle) = oracle() else { return };
    let mut made = Cases::new(2);
    let glob = [
        "a.example",
        "*.example",
        "git",
        "/",
        "/",
        ",",
        ",",
        "*",
        "x",
        "?",
        "[x",
        " ",
        "[a-z]",
        "X",
    ];
    let path = ["a.example", "b.example", "git", "/", "/", "x", "X", "y", ".", " "];
    let mut cases: Vec<_> =
        (0..15_000).map(|_| vec![made.text(&glob, 8), made.text(&path, 6)]).collect();
    for globs in [
        "example.com//",
        "example.com/...",
        "*/nometa",
        "example.com/nometa/*",
        "*.com",
        "foo.com, example.com",
    ] {
        cases.push(strings([globs, "example.com/nometa"]));
    }
    for (case, answer) in cases.iter().zip(oracle.ask("prefix", &cases)) {
        assert_eq!(answer, [match_prefix_patterns(&case[0], &case[1]).to_string()], "{case:?}");
    }
}
