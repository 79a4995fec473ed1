//! Programs that do not end, or say too much: they are ended with all that they started.

use crate::report::sound;
use crate::tool::{Ground, unused_port};
use std::fs;
use std::time::Duration;

/// A git that hangs, and starts what hangs as well; `sleep` is given a number of its own.
fn hanging(number: &str) -> Ground {
    let text = format!(
        "#!/bin/sh\ncase \"$*\" in *ls-remote*) ;; *) exec /usr/bin/git \"$@\";; esac\necho run >>\"$HOME/run\"\n(trap '' TERM INT HUP; sleep {number} & sleep {number}) &\ntrap '' TERM INT HUP\nsleep {number}\n"
    );
    with_git(&text)
}

fn with_git(text: &str) -> Ground {
    let ground = Ground::new().set("GOPROXY", "direct").set("GOPRIVATE", "*");
    let gomod = "module corp.example/me\n\ngo 1.21\n\nrequire github.com/corp/a v1.0.0\n";
    ground.write("project/go.mod", gomod);
    ground.write("bin/git", text);
    let git = ground.place("bin/git");
    fs::set_permissions(&git, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("a mode");
    let path = std::env::var("PATH").unwrap_or_default();
    let bin = ground.place("bin");
    ground.set("PATH", &format!("{bin}:{path}"))
}

/// What runs with this word on its command line.
fn left_over(word: &str) -> Vec<String> {
    let lines = fs::read_dir("/proc").expect("processes").flatten().filter_map(|entry| {
        let line = fs::read(entry.path().join("cmdline")).ok()?;
        let line = String::from_utf8_lossy(&line).replace('\0', " ");
        (line.contains(word) && line.starts_with("sleep")).then_some(line)
    });
    lines.collect()
}

/// What was ended may be seen for a moment.
#[track_caller]
fn nothing_is_left(word: &str) {
    for _ in 0..50 {
        if left_over(word).is_empty() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("{:?}", left_over(word));
}

#[test]
fn a_git_that_hangs() {
    let ground = hanging("86011");
    let ended = ground.run(&["--timeout", "3s"]);
    sound(&ended);
    assert!(ended.wall < Duration::from_secs(5), "{ended:?}");
    assert!(fs::exists(ground.place("run")).expect("a folder"), "git was run");
    nothing_is_left("86011");
}

#[test]
fn interrupted_while_git_hangs() {
    for (signal, code, number) in [("INT", 130, "86012"), ("TERM", 143, "86013")] {
        let ground = hanging(number);
        let running = ground.start(&["--format", "json"]);
        while !fs::exists(ground.place("run")).expect("a folder") {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(200));
        assert!(!left_over(number).is_empty(), "something is there to be ended");
        running.signal(signal);
        let ended = running.end();
        assert_eq!(ended.code, Some(code), "{ended:?}");
        nothing_is_left(number);
    }
}

/// Every run of git hangs, whatever it is for.
#[test]
fn a_git_that_always_hangs() {
    let ended = with_git("#!/bin/sh\nsleep 86014\n").run(&["--timeout", "6s"]);
    sound(&ended);
    nothing_is_left("86014");
}

#[test]
fn a_git_that_says_too_much() {
    for flood in
        ["exec cat /dev/zero", "exec cat /dev/zero >&2", "yes \"$(printf '\\033[2J')\" >&2"]
    {
        let ended = with_git(&format!("#!/bin/sh\n{flood}\n")).run(&["-v"]);
        sound(&ended);
        assert_ne!(ended.code, Some(0), "{ended:?}");
    }
}

/// The helper that git asks hangs, in git's own group.
#[test]
fn a_helper_that_hangs() {
    let url = crate::server::always(crate::server::answer(
        "401 Unauthorized",
        b"WWW-Authenticate: Basic realm=\"forge\"\r\n",
        b"log in",
    ));
    let ground = Ground::new().set("GOPROXY", "direct").set("GOPRIVATE", "*");
    let gomod = "module corp.example/me\n\ngo 1.21\n\nrequire github.com/corp/a v1.0.0\n";
    ground.write("project/go.mod", gomod);
    let config = format!(
        "[url \"{url}/\"]\n\tinsteadOf = https://github.com/\n[credential]\n\thelper = \"!sleep 86015; echo\"\n"
    );
    ground.write(".gitconfig", config);
    let ended = ground.run(&["--timeout", "4s"]);
    sound(&ended);
    nothing_is_left("86015");
}

#[test]
fn a_helper_of_goauth_that_hangs() {
    let proxy = format!("https://127.0.0.1:{}", unused_port());
    let ground = Ground::new().set("GOPROXY", &proxy).set("GOAUTH", "sleep 86016");
    sound(&ground.run(&[]));
    nothing_is_left("86016");
}
