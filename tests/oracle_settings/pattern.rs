use crate::cases::{Cases, strings};
use crate::lab::oracle;
use gomod_doctor::go::pattern::{match_prefix_patterns, near_miss, path_match};

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

/// Right patterns, broken by letters put in, taken out and changed: what is proposed go
/// matches, and what it stands for go does not.
#[test]
fn what_is_proposed_go_matches() {
    let Some(oracle) = oracle() else { return };
    let mut made = Cases::new(3);
    let host = ["git.corp.example", "github.com", "a.b.example", "code.acme.io"];
    let element = ["/team", "/acme", "/Acme", "/x", "/project", "/v2", "/tool.git"];
    let odd = [
        " ", "\t", "\r", ",", ";", "|", "\"", "'", "/", "//", "/*", "/...", "/**", "https://",
        "git@", ":443", ":", "@v1.2.3", "%2F", "\\", "[", "]", "*.", ".", ".git", "v2", "A", "q",
        "，", "^", "$",
    ];
    let mut cases = Vec::new();
    for _ in 0..30_000 {
        let module = made.one_of(&host).to_owned() + &made.text(&element, 4);
        let mut globs = made.text(&["", "other.example,", "x.example/y,"], 2) + &module;
        let cut = globs.len() - made.below(6).min(globs.len());
        globs.truncate(cut);
        for _ in 0..=made.below(3) {
            let at = made.below(globs.chars().count() + 1);
            let at = globs.char_indices().nth(at).map_or(globs.len(), |(at, _)| at);
            globs.insert_str(at, made.one_of(&odd));
        }
        if let Some(near) = near_miss(&globs, &module) {
            cases.push(vec![near.mended(&globs), module.clone()]);
            cases.push(vec![globs, module]);
        }
    }
    assert!(cases.len() > 10_000, "only {} cases", cases.len());
    let answers = oracle.ask("prefix", &cases);
    for (pair, answer) in cases.chunks(2).zip(answers.chunks(2)) {
        assert_eq!(answer, [["true"], ["false"]], "{pair:?}");
    }
}
