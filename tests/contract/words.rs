//! The reader's language.

use crate::tool::Ground;

fn is_chinese(text: &str) -> bool {
    text.chars().any(|it| ('\u{4e00}'..'\u{9fff}').contains(&it))
}

#[test]
fn language_as_asked() {
    let ground = Ground::new().refused();
    for words in [&[][..], &["route"], &["--help"], &["explain", "tcp-refused"], &["--no-such"]] {
        for (lang, chinese) in [("en", false), ("zh", true)] {
            let ended = ground.run(&[words, &["--lang", lang]].concat());
            let text = ended.stdout + &ended.stderr;
            assert_eq!(is_chinese(&text), chinese, "{words:?} {lang}: {text}");
        }
    }
}

#[test]
fn language_by_locale() {
    let ground = Ground::new().refused().set("LANG", "zh_CN.UTF-8");
    assert!(is_chinese(&ground.run(&[]).stdout));
    assert!(!is_chinese(&ground.run(&["--lang", "en"]).stdout));
    let ground = ground.set("LC_ALL", "C");
    assert!(!is_chinese(&ground.run(&[]).stdout));
    let ground = ground.set("GOMOD_DOCTOR_LANG", "zh");
    assert!(is_chinese(&ground.run(&[]).stdout));
}
