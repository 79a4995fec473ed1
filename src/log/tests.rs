use super::words::Words;
use super::*;
use crate::causes;
use crate::model::Mark;
use proptest::prelude::*;
use proptest::sample::select;
use std::fmt::Write as _;

const FAILURE: &str = "go: example.com/m@v1.0.0: Get \"https://proxy.example/example.com/m/@v/v1.0.0.mod\": dial tcp: lookup proxy.example on 192.0.2.53:53: no such host\n";
/// As many as `weigh` tells of.
const MOST: usize = 1000;
/// A quoted line at most, in characters.
const LONGEST: usize = 500;

/// What a log may be made of, sense or nonsense.
const PIECES: &[&[u8]] = &[
    b"go: ",
    b"example.com/m@v1.0.0: ",
    b"Get \"https://proxy.example/example.com/m/@v/v1.0.0.mod\": ",
    b"dial tcp: lookup proxy.example on 192.0.2.53:53: no such host",
    b"dial tcp 192.0.2.1:443: i/o timeout",
    b"x509: certificate has expired or is not yet valid: current time 2026-01-02T03:04:05Z is after 2025-01-01T00:00:00Z",
    b"unrecognized import path \"",
    b"reading https://proxy.example/",
    b": 404 Not Found\n\tserver response:\n\t",
    b"exit status 128:\n\t",
    b"fatal: could not read Username for 'https://",
    b"go: downloading ",
    b"verifying ",
    b"checksum mismatch",
    b"#12 3.456 ",
    b"2026-11-28T12:00:00.0000000Z ",
    b"{\"Action\":\"output\",\"Output\":\"",
    b"\x1b[31m",
    b"\x1b]0;title\x07",
    b"\x1b",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\xe4\xb8",
    b"\xe6\xa8\xa1\xe5\x9d\x97",
    b"\0",
    b"\r",
    b"\n",
    b"\r\n",
    b"\n\t",
    b"\n    ",
    b"\\n",
    b"->",
    b"@",
    b"[",
    b"git@",
    b" on ",
    b"lookup ",
    b"current time ",
    b"# get ",
];

fn anything() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => select(PIECES).prop_map(<[u8]>::to_vec),
        2 => select(words()).prop_map(|word| word.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..8),
        1 => ("[ -~]", 0usize..3000).prop_map(|(c, times)| c.repeat(times).into_bytes()),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn words() -> Vec<&'static str> {
    let marks = causes::ALL.iter().flat_map(|cause| cause.logs);
    marks.flat_map(|mark| mark.words.iter().chain(mark.without).copied()).collect()
}

fn read_in_cuts(text: &[u8], cuts: &[usize]) -> Vec<Symptom> {
    let mut reader = Reader::new(causes::ALL);
    let mut rest = text;
    for cut in cuts {
        let (piece, more) = rest.split_at(*cut.min(&rest.len()));
        reader.feed(piece);
        rest = more;
    }
    reader.feed(rest);
    reader.finish()
}

fn in_wide(text: &str, big: bool) -> Vec<u8> {
    let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
}

fn is_sound(symptom: &Symptom) -> bool {
    let head = symptom.head.iter().map(|(_, text)| text);
    let said = &symptom.said;
    let names = [&said.host, &said.url, &said.module, &said.version, &said.nameserver];
    let mut texts = head.chain([&symptom.text, &said.text]).chain(names.into_iter().flatten());
    texts.all(|it| it.chars().count() <= LONGEST && !it.chars().any(char::is_control))
}

/// `GOMOD_DOCTOR_FUZZ=N` tries N cases.
fn cases() -> ProptestConfig {
    let many = std::env::var("GOMOD_DOCTOR_FUZZ").ok().and_then(|it| it.parse().ok());
    ProptestConfig::with_cases(many.unwrap_or(24))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn cuts_change_nothing(text in anything(), cuts in prop::collection::vec(0usize..400, 0..40)) {
        prop_assert_eq!(read_in_cuts(&text, &cuts), read(&text, causes::ALL));
    }

    #[test]
    fn what_is_read_is_sound(text in anything()) {
        let symptoms = read(&text, causes::ALL);
        prop_assert!(symptoms.len() <= MOST);
        prop_assert!(symptoms.iter().all(is_sound), "{symptoms:#?}");
        let lines = text.split(|it| *it == b'\n').count();
        prop_assert!(symptoms.iter().all(|it| (1..=lines).contains(&it.line)), "{symptoms:#?}");
    }

    /// One pass for all words finds what each mark would find by itself.
    #[test]
    fn marks_stand_where_they_say(pieces in prop::collection::vec((select(words()), "[ :\n]{0,2}"), 0..12)) {
        let text: String = pieces.iter().flat_map(|(word, glue)| [*word, glue.as_str()]).collect();
        let all = Words::of(causes::ALL);
        let mut found: Vec<_> = all.placed(&text).iter().map(|it| (it.0.order, it.1, it.2)).collect();
        let marks = causes::ALL.iter().flat_map(|cause| cause.logs).enumerate();
        let places = marks.filter_map(|(at, mark)| place(mark, &text).map(|it| (at, it.0, it.1)));
        let mut places: Vec<_> = places.collect();
        found.sort_unstable();
        places.sort_unstable();
        prop_assert_eq!(found, places);
    }
}

/// The same cases, many more of them: `cargo test --lib log -- --ignored`.
#[test]
#[ignore = "takes minutes"]
fn cuts_change_nothing_however_long() {
    let config = ProptestConfig::with_cases(20_000);
    let cuts = prop::collection::vec(0usize..4000, 0..40);
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let outcome = runner.run(&(anything(), cuts), |(text, cuts)| {
        prop_assert_eq!(read_in_cuts(&text, &cuts), read(&text, causes::ALL));
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn one_byte_at_a_time_is_the_same() {
    for text in [FAILURE.as_bytes().to_vec(), in_wide(FAILURE, false), in_wide(FAILURE, true)] {
        let whole = read(&text, causes::ALL);
        assert_eq!(whole.len(), 1, "{whole:#?}");
        assert_eq!(read_in_cuts(&text, &vec![1; text.len()]), whole);
    }
}

#[test]
fn a_failure_is_heard_at_either_end_of_much_noise() {
    let mut noise = String::new();
    for at in 0..60_000 {
        writeln!(noise, "error {at}: lookup db{at}: no such host: x509: i/o timeout").unwrap();
    }
    let early = read(format!("{FAILURE}{noise}").as_bytes(), causes::ALL);
    assert!(early.iter().any(|it| it.line == 1), "{early:#?}");
    let late = read(format!("{noise}{FAILURE}").as_bytes(), causes::ALL);
    let last = late.last().expect("a symptom");
    assert_eq!((last.line, last.said.host.as_deref()), (60_001, Some("proxy.example")));
}

#[test]
fn words_far_inside_a_long_line_are_heard() {
    for before in [0, 16_300, 16_384, 65_530, 1 << 20] {
        let text = format!("{} {FAILURE}", "x".repeat(before));
        assert_eq!(read(text.as_bytes(), causes::ALL).len(), 1, "behind {before} bytes");
    }
}

/// Where the words stand: the start of the first, and the end of the last, in bytes.
/// The last word is taken where it stands last.
fn place(mark: &Mark, text: &str) -> Option<(usize, usize)> {
    let (last, before) = mark.words.split_last()?;
    let (mut start, mut from) = (None, 0);
    for word in before {
        let at = from + text[from..].find(word)?;
        start.get_or_insert(at);
        from = at + word.len();
    }
    let at = from + text[from..].rfind(last)?;
    let absent = mark.without.iter().all(|word| !text.contains(word));
    absent.then_some((start.unwrap_or(at), at + last.len()))
}
