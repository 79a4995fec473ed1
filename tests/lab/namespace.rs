//! The border: each scenario runs in a process of its own inside fresh namespaces.

use std::fs::File;
use std::io::Read as _;
use std::process::{Child, Command, Stdio};
use std::sync::{Condvar, Mutex, OnceLock};
use std::time::{Duration, Instant};

const INSIDE: &str = "GOMOD_DOCTOR_LAB_INSIDE";
const ARRIVED: &str = "lab: inside the namespace of ";
const TURNS: usize = 4;
const LIMIT: Duration = Duration::from_mins(2);

/// Ways to ask for namespaces, most private first; the first that works here is used.
const WAYS: [&[&str]; 4] = [
    &["-Urnmpf", "--mount-proc", "--kill-child"],
    &["-nmpf", "--mount-proc", "--kill-child"],
    &["-Urnmpf", "--kill-child"],
    &["-nmpf", "--kill-child"],
];

/// What every scenario's ground is made of, tried once before the first one.
const PROBE: &str = "ip link set lo up && ip addr add 198.51.100.1/32 dev lo \
    && iptables -A INPUT -d 198.51.100.1/32 -j DROP && mount -t tmpfs lab /etc/ssl && git --version >/dev/null";

/// On which side of the border the calling test stands.
pub(crate) enum Side {
    /// In the namespace made for this scenario.
    Inside,
    /// Outside, and the scenario has run in its namespace or was skipped.
    Done,
    /// In a namespace made for another scenario.
    Elsewhere,
}

/// Runs the scenario `name` behind the border, or says that this process is already there.
pub(crate) fn enter(name: &str) -> Side {
    match std::env::var(INSIDE) {
        Ok(inside) if inside == name => {
            println!("{ARRIVED}{name}");
            Side::Inside
        }
        Ok(_) => Side::Elsewhere,
        Err(_) => {
            match way() {
                Ok(way) => cross(name, way),
                Err(why) => skip(name, why),
            }
            Side::Done
        }
    }
}

/// Says that something is skipped, or fails where nothing may be.
pub(crate) fn skip(name: &str, why: &str) {
    let required = std::env::var_os("GOMOD_DOCTOR_REQUIRE_LAB").is_some_and(|value| value == "1");
    assert!(!required, "the lab is required, and {why}");
    println!("skipped: {name}: {why}");
}

fn cross(name: &str, way: &[&str]) {
    let turn = Turn::wait();
    let paper = tempfile::NamedTempFile::new().expect("a file for the scenario's output");
    let home = tempfile::tempdir().expect("a folder for the scenario");
    // One open file for both streams, so that they do not overwrite each other.
    let output = paper.reopen().expect("the output's file");
    let mut child = Command::new("unshare")
        .args(way)
        .arg(std::env::current_exe().expect("the path of this test"))
        .args([name, "--nocapture", "--test-threads=4"])
        .env(INSIDE, name)
        .env("GOMOD_DOCTOR_LAB_HOME", home.path())
        .env("XTABLES_LOCKFILE", home.path().join("xtables.lock"))
        .stdin(Stdio::null())
        .stdout(output.try_clone().expect("the output's file"))
        .stderr(output)
        .spawn()
        .expect("unshare");
    let ended_well = ends_well(&mut child);
    drop(turn);
    let text = read(paper.reopen().expect("the output's file"));
    println!("{text}");
    let arrived = text.contains(&format!("{ARRIVED}{name}\n"));
    assert!(arrived, "no test ran inside for {name}: the test's name holds the scenario's name");
    assert!(ended_well, "scenario {name} failed: see its output");
}

fn ends_well(child: &mut Child) -> bool {
    let start = Instant::now();
    while start.elapsed() < LIMIT {
        if let Some(status) = child.try_wait().expect("waiting for the scenario") {
            return status.success();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    println!("the scenario took longer than {LIMIT:?}");
    child.kill().and_then(|()| child.wait()).expect("ending the scenario");
    false
}

fn read(mut file: File) -> String {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).expect("the scenario's output");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The arguments of `unshare` that work here, or why none does.
fn way() -> &'static Result<&'static [&'static str], String> {
    static WAY: OnceLock<Result<&'static [&'static str], String>> = OnceLock::new();
    WAY.get_or_init(|| {
        crate::run::real_go().ok_or("go is not installed")?;
        let mut words = String::new();
        for way in WAYS {
            let probe = Command::new("unshare").args(way).args(["sh", "-c", PROBE]).output();
            match probe {
                Ok(output) if output.status.success() => return Ok(way),
                Ok(output) => words = String::from_utf8_lossy(&output.stderr).into_owned(),
                Err(error) => words = error.to_string(),
            }
        }
        Err(format!("namespaces, ip, iptables or git are not to be had here: {words}"))
    })
}

/// One of the few places in which scenarios run at the same time.
struct Turn;

static TAKEN: Mutex<usize> = Mutex::new(0);
static FREED: Condvar = Condvar::new();

impl Turn {
    fn wait() -> Turn {
        let taken = TAKEN.lock().expect("the count of turns");
        let mut taken = FREED.wait_while(taken, |taken| *taken >= TURNS).expect("a turn");
        *taken += 1;
        Turn
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *TAKEN.lock().expect("the count of turns") -= 1;
        FREED.notify_one();
    }
}
