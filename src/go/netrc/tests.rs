use super::*;
use crate::go::url::Url;
use proptest::prelude::*;

fn found(text: &str, url: &str, minor: u32) -> Option<usize> {
    let url = Url::parse(url).unwrap();
    lookup(&parse(text), &url, Rules::of_release(minor)).map(|line| line.line)
}

#[test]
fn entries_may_span_lines_and_keep_their_place() {
    let lines = parse("\n machine h\n login u\n\n password p\nmachine i login v password q");
    assert_eq!(lines.len(), 2);
    assert_eq!((lines[0].machine.raw(), lines[0].line), ("h", 2));
    assert_eq!(lines[0].password.expose(), "p");
    assert_eq!(lines[1].line, 6);
}

#[test]
fn what_go_passes_over_is_told() {
    let seen = |text| oddities(text);
    assert_eq!(seen("machine h login u password p\naccount x\n"), []);
    assert_eq!(
        seen("machine h login u\nmachine i login v password q"),
        [Oddity::Incomplete { line: 1, machine: Veiled::new("h"), lacks: Lacks::Password }]
    );
    assert_eq!(seen("default login u password p"), [Oddity::Default { line: 1 }]);
    assert_eq!(seen("default\nmachine h"), [Oddity::Ends { line: 1 }]);
    assert_eq!(seen("# my passwords of old"), [Oddity::Unknown { line: 1 }]);
    assert_eq!(seen("machine\nh"), [Oddity::Unpaired { line: 1 }, Oddity::Unpaired { line: 2 }]);
    assert_eq!(seen("machine h login u password \"p\""), [Oddity::Quoted { line: 1 }]);
    assert_eq!(seen("macdef init\r\n\r\nmachine h"), [Oddity::EndlessMacro { line: 1 }]);
    assert_eq!(parse("macdef init\ncd\n\nmachine h login u password p").len(), 1);
    assert_eq!(parse("default\nmachine h login u password p"), []);
}

#[test]
fn machines_match_by_release() {
    let text = "machine https://h/a/ login u password p\nmachine h:8443 login u password p\nmachine i login u password p\nmachine i login v password q";
    for minor in [21, 24, 26] {
        assert_eq!(found(text, "https://h:8443/x", minor), Some(2));
        assert_eq!(found(text, "https://i/x/y", minor), Some(3));
        assert_eq!(found(text, "https://I/x", minor), None);
        assert_eq!(found(text, "https://i:443/x", minor), None);
        assert_eq!(found(text, "http://i/x", minor), None);
    }
    assert_eq!(found(text, "https://h/a/b", 24), None);
    assert_eq!(found(text, "https://h/a/b", 26), Some(1));
    assert_eq!(found(text, "https://h/ab", 26), None);
    assert_eq!(found(text, "https://u:p@i/x", 26), None);
    assert_eq!(found(text, "https://u:p@i/x", 21), Some(3));
}

#[test]
fn nothing_secret_is_shown() {
    let text = "machine u:hunter2@h login hunter2 password hunter2";
    let lines = parse(text);
    let shown = format!("{lines:?} {}", serde_json::to_string(&lines).unwrap());
    assert_eq!(lines.len(), 1);
    assert!(!shown.contains("hunter2"), "{shown}");
}

proptest! {
    #[test]
    fn any_file_can_be_read(words in prop::collection::vec("machine|login|password|default|macdef|#|h|\n|\r", 0..40)) {
        let text = words.join(" ");
        let lines = text.split('\n').count();
        prop_assert!(parse(&text).iter().all(|line| (1..=lines).contains(&line.line)));
        prop_assert!(oddities(&text).len() <= 3 * lines + 2);
    }
}

#[test]
fn a_file_of_another_kind_is_soon_told() {
    let text = "not a netrc file\n".repeat(10_000);
    assert_eq!(oddities(&text).len(), 100);
    assert_eq!(parse(&text), []);
}
