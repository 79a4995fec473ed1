use super::*;
use proptest::prelude::*;

fn complaints(text: &str, grammar: Grammar) -> Vec<String> {
    let errors = parse(text.as_bytes(), grammar).unwrap_err();
    errors.iter().map(ToString::to_string).collect()
}

#[test]
fn all_complaints_are_kept_with_their_places() {
    let text = "module m\nrequire (\n\tfoo\n\ta.b/c/v2 v1.0.0\n)\nbar\n";
    let expected = [
        "go.mod:3:2: usage: require module/path v1.2.3",
        "go.mod:4:2: require a.b/c/v2: version \"v1.0.0\" invalid: should be v2, not v1",
        "go.mod:6: unknown directive: bar",
    ];
    assert_eq!(complaints(text, Grammar::Go125), expected);
}

#[test]
fn one_mistake_of_form_hides_the_rest() {
    let text = "\u{feff}module m\nbar\n";
    let expected = ["go.mod:1: unexpected input character '\\ufeff'"];
    assert_eq!(complaints(text, Grammar::Go125), expected);
}

#[test]
fn versions_to_be_asked_about_are_kept() {
    let file = parse(b"module m\nrequire a.b/c main\nretract v1\n", Grammar::Go125).unwrap();
    assert_eq!(file.require[0].kind, VersionKind::NeedsQuery);
    let refused = parse_as_edited(b"module m\nrequire a.b/c main\n", Grammar::Go125);
    assert!(refused.is_err());
}

#[test]
fn older_releases_know_fewer_words() {
    let old = complaints("module m\ngo 1.22.0\ntoolchain go1.22.0\n", Grammar::Go120);
    let expected = [
        "go.mod:2: invalid go version '1.22.0': must match format 1.23",
        "go.mod:3: unknown directive: toolchain",
    ];
    assert_eq!(old, expected);
    for (word, first) in [
        ("godebug x=1", Grammar::Go123),
        ("tool a.b/c", Grammar::Go124),
        ("ignore ./x", Grammar::Go125),
        ("replace a.b/c => ..", Grammar::Go122),
    ] {
        let text = format!("module m\n{word}\n");
        for grammar in
            [Grammar::Go121, Grammar::Go122, Grammar::Go123, Grammar::Go124, Grammar::Go125]
        {
            let read = parse(text.as_bytes(), grammar);
            assert_eq!(read.is_ok(), grammar >= first, "{word} {grammar:?}");
        }
    }
}

#[test]
fn one_thing_is_replaced_by_one_thing() {
    let text = "module m\nreplace a.b/c => ./x\nreplace a.b/d => ./x\nreplace a.b/c => ./y\n";
    let file = parse(text.as_bytes(), Grammar::Go125).unwrap();
    let (former, latter) = conflicting_replacements(&file.replace).unwrap();
    assert_eq!((former.line, latter.line), (2, 4));
    assert_eq!(conflicting_replacements(&file.replace[..2]), None);
}

#[test]
fn a_dependency_may_hold_what_is_not_known() {
    let text = b"module m\ngo v1.99-beta\nfuture x\nfuture (\n\ty\n)\nreplace nonsense\n";
    let file = parse_lax(text, Grammar::Go125).unwrap();
    assert_eq!(file.go.unwrap().version, "1.99");
}

#[test]
fn hostile_files_take_no_longer_than_their_length() {
    let long = |piece: &str| piece.repeat(300_000 / piece.len());
    for text in [
        long("a\n"),
        long("("),
        long("(\n"),
        long("// x\n"),
        long("x // y\n"),
        long("\"a\\\n\" "),
        long("\"a\\\n\"\n"),
        long("a"),
        long("\u{e9}"),
        format!("\"{}", long("a")),
        format!("x (\n{})", long("y // z\n")),
        format!("x (\n{}", long("//\n")),
        long("x ( ) "),
        format!("require a.b/c v1.0.0{}", long("0")),
        format!("require {} v1.0.0", long("/v2")),
    ] {
        for read in [parse, parse_as_edited, parse_lax] {
            let _ = read(text.as_bytes(), Grammar::Go125);
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_bring_it_down(data: Vec<u8>, line in "[ \"\\\\a-z0-9./()=>,\\[\\]\n\t]{0,80}") {
        for text in [&data[..], line.as_bytes()] {
            let _ = parse(text, Grammar::Go125);
            let _ = parse_lax(text, Grammar::Go120);
        }
    }
}
