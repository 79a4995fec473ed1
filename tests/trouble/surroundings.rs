//! A machine that lacks what every machine has.

use crate::report::sound;
use crate::tool::{Ground, start};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};

/// Whether a command works here; says so where it does not.
pub(crate) fn works(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let works = command.status().is_ok_and(|status| status.success());
    if !works {
        assert!(std::env::var_os("GOMOD_DOCTOR_REQUIRE_LAB").is_none(), "{program} fails");
        eprintln!("skipped: `{program} {}` does not work here", arguments.join(" "));
    }
    works
}

/// The same run behind another program.
fn behind(words: &[&str], ground: &Ground, arguments: &[&str]) -> Command {
    let inner = ground.command(arguments);
    let mut outer = Command::new(words[0]);
    outer.args(&words[1..]).arg(inner.get_program()).args(inner.get_args());
    outer.env_clear().envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    outer.current_dir(ground.project());
    outer.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    outer
}

#[test]
fn no_etc() {
    let bare = "mount -t tmpfs none /etc && exec \"$@\"";
    let words = ["unshare", "-rm", "sh", "-c", bare, "sh"];
    if !works(words[0], &[&words[1..], &["true"]].concat()) {
        return;
    }
    let ended = start(behind(&words, &Ground::new().healthy(), &["-v"])).end();
    sound(&ended);
    assert_eq!(ended.code, Some(0), "{ended:#?}");
    let far = Ground::new().set("GOPROXY", "https://proxy.invalid");
    let ended = start(behind(&words, &far, &["-v"])).end();
    sound(&ended);
    assert_ne!(ended.code, Some(0), "{ended:#?}");
}

#[test]
fn few_open_files() {
    for limit in ["3", "4", "6", "8", "12", "20"] {
        let line = format!("ulimit -n {limit}; exec \"$@\"");
        for format in ["json", "text"] {
            let ground = Ground::new().healthy();
            let words = ["sh", "-c", &line, "sh"];
            let ended = start(behind(&words, &ground, &["--format", format])).end();
            assert!(matches!(ended.code, Some(0..=3)), "{ended:#?}");
            if format == "json" {
                let read: Result<serde_json::Value, _> = serde_json::from_str(&ended.stdout);
                assert!(read.is_ok(), "{limit}: {ended:#?}");
            }
        }
    }
}

/// Values that are no text are there all the same.
#[test]
fn variables_that_are_no_text() {
    let odd = OsStr::from_bytes(b"/\xff\xfe\x1b[31m");
    for name in ["GOPROXY", "HOME", "PATH", "LANG", "GOMOD_DOCTOR_FORMAT", "HTTPS_PROXY", "PWD"] {
        let ground = Ground::new();
        let mut command = ground.command(&["--offline", "-v"]);
        command.env(name, odd);
        sound(&start(command).end());
    }
    for word in [&b"\xff"[..], b"--format=\xff", b"a.b/\xff"] {
        let ground = Ground::new();
        let mut command = ground.command(&["--offline"]);
        command.arg(OsStr::from_bytes(word));
        sound(&start(command).end());
    }
}

#[test]
fn terminals_and_locales() {
    for (name, value, chinese) in [
        ("TERM", "dumb", false),
        ("COLUMNS", "0", false),
        ("LC_ALL", "POSIX", false),
        ("LANG", "C", false),
        ("LANG", "\u{1b}", false),
        ("LC_ALL", "zh_TW.Big5", true),
        ("LANG", "zh_CN.UTF-8", true),
    ] {
        let ended = Ground::new().healthy().set(name, value).run(&[]);
        sound(&ended);
        assert_eq!(ended.code, Some(0), "{ended:#?}");
        assert_eq!(ended.stdout.contains("模块"), chinese, "{name}={value}: {ended:#?}");
        assert_eq!(ended.stderr, "", "progress is for terminals");
    }
}
