//! Hundreds of private modules in one go.mod: a few seconds, a few programs side by side,
//! and one answer.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::beside::Beside;
use crate::company::FORGE;
use crate::http::{Body, Reply, Request};
use crate::hub::{Hub, alone};
use crate::module::Module;
use crate::run::real_go;
use crate::site::Site;
use crate::world::{World, place};

const MANY: usize = 300;
/// So many programs may run side by side.
const SIDE_BY_SIDE: i32 = 8;
/// A machine with other things to do takes longer.
const LONGEST: Duration = Duration::from_secs(19);

/// Notes when it begins and ends.
const COUNTED: &str = "#!/bin/sh\nprintf 'begin %s\\n' \"$*\" >>HERE/log\n/usr/bin/git \"$@\"\ncode=$?\nprintf 'end\\n' >>HERE/log\nexit $code\n";

/// A project of so many modules, by the number of each, and a git that is counted.
fn crowd(hub: Hub, path: impl Fn(usize) -> String) -> World {
    let all: Vec<Module> = (0..MANY).map(|at| Module::new(&path(at), "v1.0.0")).collect();
    let bin = place("bin").display().to_string();
    let go = real_go().and_then(Path::parent).expect("go").display();
    World::internet()
        .site(Site::https(FORGE, hub.pages()).http1_only())
        .project(&all)
        .without_file("work/go.sum")
        .env("GOPRIVATE", "*.corp.example")
        .env("PATH", &format!("{bin}:{go}:/usr/bin:/bin"))
        .file("bin/git", COUNTED.replace("HERE", &bin))
        .prepared_by(&format!("chmod +x {bin}/git"))
}

/// The hub's only repository, whatever the path.
fn one_for_all() -> Hub {
    let module = Module::new("git.corp.example/all", "v1.0.0");
    Hub::at(FORGE).repository("/all", &[alone(&module)])
}

/// Runs the tool in it: its report, in time, by few programs.
fn counted(name: &'static str, build: impl FnOnce() -> World) -> Option<Value> {
    let beside = Beside::enter(name, build)?;
    std::fs::remove_file(place("bin/log")).ok();
    let (_, told) = beside.run("true", &[]);
    assert!(told.outcome.took < LONGEST, "{:?}", told.outcome.took);
    let log = std::fs::read_to_string(place("bin/log")).unwrap_or_default();
    let (mut now, mut most, mut asked) = (0, 0, 0);
    for line in log.lines() {
        asked += usize::from(line.contains("ls-remote"));
        now += if line.starts_with("begin") { 1 } else { -1 };
        most = most.max(now);
    }
    println!("{asked} repositories asked, {most} programs side by side, {:?}", told.outcome.took);
    // Whoever was ended does not note it.
    let all_ended = now == 0;
    assert!(!all_ended || most <= SIDE_BY_SIDE, "{most} programs side by side");
    Some(serde_json::from_str(&told.outcome.stdout).expect("a document"))
}

fn one_diagnosis(report: &Value) {
    let (diagnoses, unexplained) = (&report["diagnoses"], &report["unexplained"]);
    let count = |it: &Value| it.as_array().map_or(0, Vec::len);
    assert_eq!(report["exit_code"], 1, "{report:#}");
    // Where the cause is not registered yet, what fails is listed.
    if count(diagnoses) > 0 {
        assert_eq!(count(diagnoses), 1, "{diagnoses:#}");
        assert_eq!(count(unexplained), 0, "{unexplained:#}");
    }
}

#[test]
fn crowd_in_one_repository() {
    let built = || {
        let hub = one_for_all().import("git.corp.example/all", "git https://git.corp.example/all");
        crowd(hub, |at| format!("git.corp.example/all/m{at}"))
    };
    // The tags are not there, which git tells of the one repository.
    let Some(report) = counted("crowd_in_one_repository", built) else { return };
    assert_eq!(report["exit_code"], 1, "{report:#}");
}

#[test]
fn crowd_that_is_well() {
    let built = || {
        // Without a go.mod it may be a module of any path.
        let module = Module::new("git.corp.example/all", "v1.0.0").with_gomod("");
        let mut hub = Hub::at(FORGE).repository("/all", &[alone(&module)]);
        for at in 0..MANY {
            let path = format!("git.corp.example/m{at}");
            hub = hub.import(&path, "git https://git.corp.example/all");
        }
        crowd(hub, |at| format!("git.corp.example/m{at}"))
    };
    let Some(report) = counted("crowd_that_is_well", built) else { return };
    assert_eq!(report["exit_code"], 0, "{report:#}");
    assert_eq!(report["verdict"], "healthy");
}

/// Each in a repository of its own, at a forge that asks for a password.
#[test]
fn crowd_without_a_password() {
    let built = || {
        let mut hub = one_for_all().login("build", "right");
        for at in 0..MANY {
            let path = format!("git.corp.example/m{at}");
            hub = hub.import(&path, &format!("git https://git.corp.example/m{at}.git"));
        }
        crowd(hub, |at| format!("git.corp.example/m{at}"))
    };
    let Some(report) = counted("crowd_without_a_password", built) else { return };
    one_diagnosis(&report);
}

#[test]
fn crowd_at_a_forge_that_hangs() {
    let built = || {
        let pages = |request: &Request| {
            if request.target.ends_with("?go-get=1") {
                let path = format!("git.corp.example{}", request.path());
                let content = format!("{path} git https://{path}.git");
                return Reply::bytes(format!("<meta name=\"go-import\" content=\"{content}\">"));
            }
            Reply::with(200, Body::Hang)
        };
        let world = crowd(one_for_all(), |at| format!("git.corp.example/m{at}"));
        world.site(Site::https(FORGE, Arc::new(pages)).http1_only())
    };
    let Some(report) = counted("crowd_at_a_forge_that_hangs", built) else { return };
    assert_ne!(report["exit_code"], 0, "{report:#}");
}

/// Each at a host of its own, of which none is there.
#[test]
fn crowd_of_hosts() {
    let built = || crowd(one_for_all(), |at| format!("git{at}.corp.example/m"));
    let Some(report) = counted("crowd_of_hosts", built) else { return };
    assert_eq!(report["exit_code"], 1, "{report:#}");
}

/// Each of another owner at a well-known host, which is told by the path alone.
#[test]
fn crowd_of_owners() {
    let built = || {
        let pages =
            |_: &Request| Reply::status(401).header("WWW-Authenticate", "Basic realm=\"GitHub\"");
        crowd(one_for_all(), |at| format!("github.com/corp{at}/m"))
            .site(Site::https("github.com", Arc::new(pages)).http1_only())
            .env("GOPRIVATE", "github.com/corp*")
    };
    let Some(report) = counted("crowd_of_owners", built) else { return };
    one_diagnosis(&report);
}
