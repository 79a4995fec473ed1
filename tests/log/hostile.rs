//! Logs as nobody should have them: nothing breaks, nothing reaches the terminal raw, and
//! time and memory stay bounded.

use crate::heard::{document, document_of, errors, is_quiet, sound};
use crate::tool::{Ground, start};
use std::process::{Command, Stdio};

/// A failure whose words leave no doubt.
const FAILURE: &str = "go: example.com/m@v1.0.0: Get \"https://proxy.example/example.com/m/@v/v1.0.0.mod\": dial tcp: lookup proxy.example on 192.0.2.53:53: no such host\n";

const NASTY: &str = "\x1b[2J\x1b]0;title\x07\x1b]8;;http://x.example\x1b\\bad\x08\x08\x7f\u{9b}31m\u{202e}\x1bP+q\x1b\\";

fn of_megabytes(piece: &str, many: usize) -> String {
    piece.repeat((many << 20) / piece.len() + 1)
}

/// The failure is heard whatever else is in the log.
fn heard_in(log: impl AsRef<[u8]>) {
    let document = document(log);
    assert!(!errors(&document).is_empty(), "{document:#}");
    assert_eq!(document["exit_code"], 1, "{document:#}");
}

/// Any answer will do, if it is sound.
fn read(log: impl AsRef<[u8]>) {
    let ground = Ground::new();
    ground.write("a.log", log);
    document_of(&ground, &[&ground.place("a.log")]);
}

#[test]
fn escape_sequences_in_every_place() {
    for (at, _) in FAILURE.char_indices().filter(|it| it.1 == ' ') {
        let (before, after) = FAILURE.split_at(at);
        let seen = document(format!("{NASTY}{before}{NASTY}{after}{NASTY}\n")).to_string();
        assert!(!seen.contains("title") || !seen.contains("\\u0007"), "{seen}");
    }
    let inside = FAILURE.replace("proxy.example", &format!("pro{NASTY}xy.example"));
    document(inside.replace("example.com/m", &format!("example.com/{NASTY}m")));
}

#[test]
fn titles_that_never_end() {
    heard_in(format!("{FAILURE}\x1b]0;{}", "never ".repeat(100_000)));
    document(format!("\x1b[{}m{FAILURE}", "1;".repeat(100_000)));
}

#[test]
fn nuls_and_no_utf_8() {
    heard_in([b"\0".repeat(70_000), FAILURE.into(), b"\0\0".to_vec()].concat());
    let broken: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    heard_in([&broken[..], b"\n", FAILURE.as_bytes(), &broken[..]].concat());
    heard_in([b"\xff\xff \xe4\xb8".as_slice(), b"\n", FAILURE.as_bytes()].concat());
}

#[test]
fn halves_of_utf_16() {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let failure = wide(FAILURE);
    let mark = b"\xff\xfe".to_vec();
    heard_in([mark.clone(), failure.clone()].concat());
    heard_in([mark.clone(), failure.clone(), b"\x0d".to_vec()].concat());
    let lonely = [0xd800u16, 0xdbff, 0xdc00, 0x0a].map(u16::to_le_bytes).concat();
    heard_in([mark.clone(), lonely.repeat(1000), failure.clone(), lonely].concat());
    document([mark.clone(), b"\x00".to_vec(), failure].concat());
    document(mark);
}

#[test]
fn a_million_short_lines() {
    heard_in(format!("{}{FAILURE}", "a\n".repeat(1_000_000)));
    heard_in(format!("{}{FAILURE}", "\n".repeat(1_000_000)));
    heard_in(format!("{FAILURE}{}", "\r".repeat(1_000_000)));
}

#[test]
fn deep_indentation() {
    heard_in(format!("{FAILURE}{}deep\n", "\t".repeat(1_000_000)));
    let steps: Vec<String> = (0..3000).map(|at| format!("{}step\n", " ".repeat(at))).collect();
    let steps = steps.concat();
    heard_in(format!("{FAILURE}{steps}"));
}

#[test]
fn a_servers_response_of_megabytes() {
    let head = "go: example.com/m@v1.0.0: reading https://proxy.example/example.com/m/@v/v1.0.0.mod: 502 Bad Gateway\n\tserver response:\n";
    heard_in(format!("{head}\t{}\n", of_megabytes("<p>no such host</p>", 4)));
    heard_in(format!("{head}{}", of_megabytes("\t<p>x509: i/o timeout</p>\n", 4)));
}

/// Words of many marks, again and again, in one message and in many.
#[test]
fn words_of_marks_without_end() {
    let marks = gomod_doctor::causes::ALL.iter().flat_map(|cause| cause.logs);
    let all: Vec<&str> = marks.flat_map(|mark| mark.words.iter().copied()).collect();
    let (words, lines) = (all.join(" "), all.join("\n\t"));
    for log in [&words, &lines, &words.replace(' ', "go: "), &all.concat()] {
        document(log);
        read(of_megabytes(&format!("go: {log}\n"), 2));
    }
    for word in ["go: ", "->", "dial tcp ", "lookup a on b ", "git@", "https://", "m.example/m@v1 "]
    {
        read(format!("go: downloading m.example/m v1.0.0\ngo: {}\n", of_megabytes(word, 1)));
        read(of_megabytes(&format!("go: {}: i/o timeout\n", word.repeat(1000)), 1));
    }
}

#[test]
fn a_line_of_100_megabytes() {
    let ground = Ground::new();
    for (piece, many) in
        [("x", 100), ("go: dial tc ", 30), (r#"{\"Output\":\"go: \\u001b[31mx\\n\"}\n"#, 30)]
    {
        ground.write("long.log", of_megabytes(piece, many));
        is_quiet(piece, &document_of(&ground, &[&ground.place("long.log")]));
    }
    ground.write("long.log", format!("{} {FAILURE}", of_megabytes("x", 100)));
    assert!(!errors(&document_of(&ground, &[&ground.place("long.log")])).is_empty());
}

#[test]
fn much_of_the_same() {
    let ground = Ground::new();
    ground.write("much.log", of_megabytes(FAILURE, 50));
    let document = document_of(&ground, &[&ground.place("much.log")]);
    assert_eq!(errors(&document).len(), 1, "{:#}", document["diagnoses"]);
    assert!(document.to_string().len() < 2 << 20, "a report of bounded length");
}

#[test]
fn nothing_to_read() {
    for log in ["", "\n", " ", "\u{feff}", "\r\n\r\n"] {
        is_quiet(log, &document(log));
    }
}

#[test]
fn folders_and_missing_files() {
    let ground = Ground::new();
    for name in [".", "missing.log", "missing\x1b[31m.log", "/proc/self/mem", ""] {
        let ended = ground.run(&["log", name]);
        sound(&ended);
        assert_eq!(ended.code, Some(2), "{name:?}: {ended:?}");
    }
}

fn typed(ground: &Ground, script: &str) -> crate::tool::Ended {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", script]).env("DOCTOR", env!("CARGO_BIN_EXE_gomod-doctor"));
    command.env("HOME", ground.place("")).current_dir(ground.project());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    start(command).end()
}

#[test]
fn pipes_and_devices() {
    let ground = Ground::new();
    ground.write("project/a.log", FAILURE);
    for script in [
        "mkfifo f && { cat a.log >f & } && \"$DOCTOR\" log f",
        "\"$DOCTOR\" log - <a.log",
        "{ cat a.log; sleep 1; cat a.log; } | \"$DOCTOR\" log",
    ] {
        let ended = typed(&ground, script);
        sound(&ended);
        assert_eq!(ended.code, Some(1), "{script}: {ended:?}");
    }
    let zeros = typed(&ground, "head -c 50000000 /dev/zero | \"$DOCTOR\" log -");
    sound(&zeros);
    assert_eq!(zeros.code, Some(3), "{zeros:?}");
    sound(&typed(&ground, "\"$DOCTOR\" log - <&-"));
}

#[test]
fn nobody_listens() {
    let ground = Ground::new();
    ground.write("project/a.log", FAILURE);
    for script in [
        "\"$DOCTOR\" log a.log >&-",
        "\"$DOCTOR\" log a.log >/dev/full",
        "\"$DOCTOR\" log a.log | :",
    ] {
        let ended = typed(&ground, script);
        assert!(ended.code.is_some() && !ended.stderr.contains("panicked"), "{script}: {ended:?}");
    }
}
