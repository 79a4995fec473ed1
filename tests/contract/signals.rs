//! An interrupt still leaves a whole document.

use crate::document;
use crate::tool::Ground;
use std::net::TcpListener;
use std::time::Duration;

fn interrupted(signal: &str, code: i32) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("its address"));
    let ground = Ground::new().set("GOPROXY", &url);
    let running = ground.start(&["--format", "json"]);
    let (_held, _) = listener.accept().expect("a connection");
    std::thread::sleep(Duration::from_millis(300));
    running.signal(signal);
    let ended = running.end();
    assert_eq!(ended.code, Some(code), "{ended:?}");
    assert_eq!(document::of(&ended)["run"]["complete"], false);
    assert!(ended.wall < Duration::from_secs(5), "{:?}", ended.wall);
}

#[test]
fn interrupt() {
    interrupted("INT", 130);
}

#[test]
fn terminate() {
    interrupted("TERM", 143);
}

/// Before any packet is sent: while the go command is asked.
#[test]
fn interrupt_while_go_is_asked() {
    let ground = Ground::new().refused();
    ground.write("slow/bin/go", "#!/bin/sh\ntouch \"$HOME/asked\"\nsleep 20\n");
    ground.write("slow/VERSION", "go1.26.0\n");
    let go = ground.place("slow/bin/go");
    std::fs::set_permissions(&go, std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .expect("a mode");
    let running = ground.start(&["--go", &go, "--format", "json"]);
    let asked = std::path::PathBuf::from(ground.place("asked"));
    while !asked.exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    running.signal("INT");
    let ended = running.end();
    assert_eq!(ended.code, Some(130), "{ended:?}");
    assert_eq!(document::of(&ended)["run"]["complete"], false);
}

#[test]
fn interrupt_says_so_in_text() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("its address"));
    let ground = Ground::new().set("GOPROXY", &url);
    let running = ground.start(&[]);
    let (_held, _) = listener.accept().expect("a connection");
    running.signal("INT");
    let ended = running.end();
    assert_eq!(ended.code, Some(130), "{ended:?}");
    assert!(!ended.stdout.is_empty(), "{ended:?}");
}
