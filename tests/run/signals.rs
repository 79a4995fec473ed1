//! What reaches this program is meant for the command.

use crate::attending;
use crate::sh;
use crate::tool::{Ground, Running, start};
use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;

/// A command that has begun, and says which signals come, each once.
fn listening(ground: &Ground) -> Running {
    let traps: Vec<String> = ["HUP", "INT", "QUIT", "TERM", "USR1", "USR2"]
        .iter()
        .map(|name| format!("trap 'echo {name}; [ {name} = TERM ] && exit 5' {name}"))
        .collect();
    let begun = ground.place("begun");
    let script = format!("{}; touch {begun}; while :; do sleep 0.02; done", traps.join("; "));
    let running = start(attending(ground, &["--offline"], &sh(&script)));
    wait_for(&begun);
    running
}

fn wait_for(path: &str) {
    let path = PathBuf::from(path);
    while !path.exists() {
        sleep(Duration::from_millis(5));
    }
}

#[test]
fn each_reaches_the_command_once() {
    let ground = Ground::new().healthy();
    let running = listening(&ground);
    for name in ["HUP", "USR1", "USR2", "INT", "QUIT", "TERM"] {
        running.signal(name);
        sleep(Duration::from_millis(400));
    }
    let ended = running.end();
    assert_eq!(ended.code, Some(5), "{ended:?}");
    assert_eq!(ended.stdout, "HUP\nUSR1\nUSR2\nINT\nQUIT\nTERM\n");
    // Whoever asks for an end does not ask why.
    assert_eq!(ended.stderr, "");
}

#[test]
fn a_command_that_minds_none_ends() {
    let ground = Ground::new().healthy();
    for (name, code) in [("INT", 130), ("TERM", 143), ("HUP", 129), ("QUIT", 131)] {
        let begun = ground.place(name);
        let script = format!("touch {begun}; exec sleep 20");
        let running = start(attending(&ground, &[], &sh(&script)));
        wait_for(&begun);
        running.signal(name);
        let ended = running.end();
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(code), ""), "{name}");
        assert!(ended.wall < Duration::from_secs(10), "{name}: {:?}", ended.wall);
    }
}

/// `nohup` is to mean the command.
#[test]
fn what_is_ignored_stays_so() {
    let ground = Ground::new().healthy();
    let program = env!("CARGO_BIN_EXE_gomod-doctor");
    let script = format!("trap '' HUP USR1; exec {program} run -- grep SigIgn /proc/self/status");
    let plain = "trap '' HUP USR1; exec grep SigIgn /proc/self/status";
    let (attended, alone) =
        (crate::alone(&ground, &sh(&script)), crate::alone(&ground, &sh(plain)));
    // Whoever starts programs for the C library ignores two signals of its own.
    let usual = |it: &crate::Bytes| {
        let mask = String::from_utf8_lossy(&it.stdout).trim().replace("SigIgn:\t", "");
        u64::from_str_radix(&mask, 16).expect("a mask") & 0x7fff_ffff
    };
    assert_eq!(usual(&attended), usual(&alone));
}

#[test]
fn a_stop_and_going_on() {
    let ground = Ground::new().healthy();
    let (begun, pid) = (ground.place("begun"), ground.place("pid"));
    let script = format!("echo $$ > {pid}; touch {begun}; kill -STOP $$; echo went on");
    let running = start(attending(&ground, &[], &sh(&script)));
    wait_for(&begun);
    let mut running = running;
    let own = running.child().id();
    let is_stopped = |id: &str| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T'))
    };
    let mut left = 400;
    while !is_stopped(&own.to_string()) && left > 0 {
        left -= 1;
        sleep(Duration::from_millis(10));
    }
    assert!(left > 0, "the command has stopped, and this program has not");
    running.signal("CONT");
    let ended = running.end();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), "went on\n"), "{ended:?}");
}

/// Between the end of the command and the first look.
#[test]
fn an_early_interrupt_ends_the_looking_too() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("its address"));
    let ground = Ground::new().set("GOPROXY", &url);
    let gone = ground.place("gone");
    let running = start(attending(&ground, &[], &sh(&format!("touch {gone}; exit 4"))));
    wait_for(&gone);
    sleep(Duration::from_millis(20));
    running.signal("TERM");
    let ended = running.end();
    assert_eq!(ended.code, Some(4), "{ended:?}");
    assert!(ended.wall < Duration::from_secs(5), "{:?}", ended.wall);
}

#[test]
fn an_interrupt_ends_the_looking_alone() {
    for name in ["INT", "TERM", "HUP"] {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let ground = Ground::new().set("GOPROXY", &url);
        let running = start(attending(&ground, &["--format", "json"], &sh("exit 4")));
        let (_held, _) = listener.accept().expect("a connection");
        sleep(Duration::from_millis(300));
        running.signal(name);
        let ended = running.end();
        assert_eq!(ended.code, Some(4), "{name}: {ended:?}");
        assert!(ended.wall < Duration::from_secs(5), "{name}: {:?}", ended.wall);
        assert!(ended.stderr.contains("\"complete\": false"), "{name}: {}", ended.stderr);
    }
}
