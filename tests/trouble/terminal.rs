//! A terminal at which this program shows its report, and at which nobody is asked anything.

use crate::server::{always, answer};
use crate::surroundings::works;
use crate::tool::{Ended, Ground, start, unused_port};
use std::process::Stdio;

/// Asks at the terminal, if there is one, and goes on with what was typed.
const ASKS: &str = "#!/bin/sh\n{ printf 'tell me the secret: ' >/dev/tty; read it </dev/tty; } 2>/dev/null && echo \"asked\" >>\"$HOME/asked\"\necho \"run\" >>\"$HOME/run\"\nexit 1\n";

/// The ground's run at a terminal of its own, at which nobody types.
fn at_terminal(ground: &Ground, words: &[&str]) -> Ended {
    let inner = ground.command(words);
    let mut line = vec![inner.get_program().to_string_lossy().into_owned()];
    line.extend(inner.get_args().map(|word| word.to_string_lossy().into_owned()));
    let quoted: Vec<String> = line.iter().map(|word| format!("'{word}'")).collect();
    let mut outer = std::process::Command::new("script");
    outer.args(["-qec", &quoted.join(" "), "/dev/null"]);
    outer.env_clear().envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    outer.current_dir(ground.project()).env("TERM", "dumb");
    outer.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    start(outer).end()
}

fn program(ground: &Ground, name: &str, text: &str) -> String {
    ground.write(name, text);
    let path = ground.place(name);
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .expect("a mode");
    path
}

#[track_caller]
fn asks_nobody(ground: &Ground, words: &[&str]) {
    if !works("script", &["-qec", "true", "/dev/null"]) {
        return;
    }
    let ended = at_terminal(ground, words);
    assert!(matches!(ended.code, Some(0..=3)), "{ended:?}");
    for words in ["tell me", "Username", "Password"] {
        let own = format!("could not read {words}");
        assert!(!ended.stdout.replace(&own, "").contains(words), "{ended:?}");
    }
    let is_there = |name: &str| std::path::Path::new(&ground.place(name)).exists();
    assert!(is_there("run"), "the program was run: {ended:?}");
    assert!(!is_there("asked"), "it found a terminal: {ended:?}");
    assert!(ended.stdout.contains("corp.example"), "a report stands at the terminal: {ended:?}");
}

/// go would come to the module's own host, and git to ssh there.
fn by_ssh() -> Ground {
    let ground = Ground::new().set("GOPROXY", "direct").set("GOPRIVATE", "*");
    ground.write(
        "project/go.mod",
        "module corp.example/me\n\ngo 1.21\n\nrequire github.com/corp.example/a v1.0.0\n",
    );
    let config = "[url \"ssh://git@127.0.0.1/\"]\n\tinsteadOf = https://github.com/\n";
    ground.write(".gitconfig", config);
    ground
}

#[test]
fn ssh_of_ones_own() {
    let ground = by_ssh();
    let ssh = program(&ground, "ask", ASKS);
    asks_nobody(&ground.set("GIT_SSH_COMMAND", &ssh), &["--timeout", "6s"]);
}

/// git is to log in at a server of this machine.
fn by_password() -> Ground {
    let ground = by_ssh();
    let challenge = b"WWW-Authenticate: Basic realm=\"forge\"\r\n";
    let url = always(answer("401 Unauthorized", challenge, b"log in"));
    let config = format!("[url \"{url}/\"]\n\tinsteadOf = https://github.com/\n");
    ground.write(".gitconfig", config);
    ground
}

#[test]
fn program_that_answers_git() {
    let ground = by_password();
    let program = program(&ground, "ask", ASKS);
    let ground = ground.set("GIT_ASKPASS", &program).set("GIT_TERMINAL_PROMPT", "1");
    asks_nobody(&ground, &["--timeout", "6s"]);
}

#[test]
fn helper_of_git() {
    let ground = by_password();
    let program = program(&ground, "ask", ASKS);
    let config = ground.read(".gitconfig");
    ground.write(".gitconfig", format!("{config}[credential]\n\thelper = {program}\n"));
    asks_nobody(&ground, &["--timeout", "6s"]);
}

/// No program answers for it, and so git itself would ask.
#[test]
fn git_itself() {
    let ground = by_password().set("GIT_TERMINAL_PROMPT", "1");
    ground.write("run", "");
    asks_nobody(&ground, &["--timeout", "6s"]);
}

#[test]
fn go_of_ones_own() {
    let ground = Ground::new().set("GOPROXY", &format!("http://127.0.0.1:{}", unused_port()));
    ground.write("other/VERSION", "go1.26.0\n");
    let go = program(&ground, "other/bin/go", ASKS);
    asks_nobody(&ground, &["--go", &go]);
}
