use crate::cases::Cases;
use crate::lab::{Lab, lab};
use gomod_doctor::go::env::{Inputs, Platform, go_env_goroot, goenv_path, resolve};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Each setting with values that leave `go env` able to run.
const SETTINGS: &[(&str, &[&str])] = &[
    (
        "GOPROXY",
        &[
            "",
            "direct",
            "https://a.example",
            "off\r",
            " https://b.example ,direct",
            "\"x\"",
            "bad://",
        ],
    ),
    ("GOPRIVATE", &["", "*.corp", "a.example,b.example", "x\r"]),
    ("GONOPROXY", &["", "none", "*.corp"]),
    ("GONOSUMDB", &["", "none"]),
    ("GOSUMDB", &["", "off", "sum.golang.google.cn"]),
    ("GOINSECURE", &["", "*"]),
    ("GOAUTH", &["", "off", "git /tmp"]),
    ("GOVCS", &["", "*:all"]),
    ("GOFLAGS", &["", "-x", "bad", "'"]),
    ("GOTOOLCHAIN", &["", "local", "auto", "path"]),
    ("GO111MODULE", &["", "on", "auto"]),
    ("GODEBUG", &["", "netdns=go"]),
    ("GOPATH", &["", "/p", "/p/../q//:/r", ":/r", "/p/"]),
    ("GOMODCACHE", &["", "/cache", "relative"]),
    ("GOCACHE", &["", "/build", "off", "relative"]),
    ("GOTMPDIR", &["", "/tmp"]),
    ("GOBIN", &["", "/bin"]),
    ("GOOS", &["", "windows", "linux"]),
    ("GOARCH", &["", "arm64"]),
];

const HOMES: &[(&str, &[&str])] = &[
    ("HOME", &["", "/home/a", "/home/a/../b/", "relative"]),
    ("XDG_CACHE_HOME", &["", "", "/xdg//cache", "relative"]),
];

const KEYS: &[&str] =
    &["GOWORK", "HTTPS_PROXY", " GOPROXY", "export GOPROXY", "goproxy", "#GOPROXY", "GOENV", "É"];

struct Case {
    environment: BTreeMap<String, String>,
    file: String,
    goroot_file: String,
}

#[test]
fn settings_are_those_of_go_env() {
    let Some(lab) = lab() else { return };
    let dir = tempfile::tempdir().expect("a directory");
    let goroot = invented_goroot(lab, dir.path());
    let mut made = Cases::new(12);
    for _ in 0..200 {
        let case = invent(&mut made, lab, dir.path(), &goroot);
        compare(lab, dir.path(), &goroot, &case);
    }
}

/// A GOROOT whose go.env can be written, with the real one's contents.
fn invented_goroot(lab: &Lab, dir: &Path) -> String {
    let goroot = dir.join("go");
    fs::create_dir(&goroot).expect("a directory");
    for name in ["bin", "pkg", "src", "VERSION"] {
        std::os::unix::fs::symlink(lab.goroot.join(name), goroot.join(name)).expect("a link");
    }
    goroot.to_str().expect("UTF-8").to_owned()
}

/// The invented GOROOT is named in the environment, in the user's file, or in
/// that file while the environment names the real one.
fn invent(made: &mut Cases, lab: &Lab, dir: &Path, goroot: &str) -> Case {
    let mut environment = BTreeMap::from([("PATH".to_owned(), "/nowhere".to_owned())]);
    let named = made.below(4);
    match named {
        0 => drop(
            environment.insert("GOROOT".to_owned(), lab.goroot.to_str().expect("UTF-8").to_owned()),
        ),
        1 => {}
        _ => drop(environment.insert("GOROOT".to_owned(), goroot.to_owned())),
    }
    for (name, values) in SETTINGS.iter().chain(HOMES) {
        if made.below(5) == 0 || *name == "HOME" {
            environment.insert((*name).to_owned(), made.one_of(values).to_owned());
        }
    }
    if made.below(10) == 0 {
        environment.insert("HOME".to_owned(), dir.to_str().expect("UTF-8").to_owned());
    }
    let explicit = made.below(2) == 0;
    let (name, value) = if explicit {
        ("GOENV", dir.join("env"))
    } else {
        ("XDG_CONFIG_HOME", dir.join("config/."))
    };
    environment.insert(name.to_owned(), value.to_str().expect("UTF-8").to_owned());
    let line = if named < 2 { format!("GOROOT={goroot}/.\n") } else { String::new() };
    Case {
        environment,
        file: line + &invent_file(made),
        goroot_file: "GOROOT=/x\n".to_owned() + &invent_file(made),
    }
}

fn invent_file(made: &mut Cases) -> String {
    let mut file = String::new();
    for _ in 0..made.below(12) {
        let (name, values) = SETTINGS[made.below(SETTINGS.len())];
        let name = if made.below(6) == 0 { made.one_of(KEYS) } else { name };
        // GODEBUG and GOWORK of the file would end the run or search for a file.
        let value = if name == "GOWORK" { "off" } else { made.one_of(values) };
        let end = made.one_of(&["\n", "\n", "\n\n", "\n=\n", "\nx\n"]);
        file.extend([name, "=", value, end]);
    }
    file
}

fn compare(lab: &Lab, dir: &Path, goroot: &str, case: &Case) {
    let platform = Platform { goos: "linux".to_owned(), goarch: goarch().to_owned() };
    let goenv = goenv_path(&case.environment, &platform).expect("a file is named");
    fs::create_dir_all(Path::new(&goenv).parent().expect("a directory")).expect("a directory");
    fs::write(&goenv, &case.file).expect("the GOENV file");
    fs::write(dir.join("go/go.env"), &case.goroot_file).expect("go.env");
    let inputs = Inputs {
        environment: &case.environment,
        goenv_file: Some(case.file.as_bytes()),
        go_env: Some(case.goroot_file.as_bytes()),
        platform: &platform,
        goroot: None,
        version: Some(&lab.version),
    };
    assert_eq!(go_env_goroot(&inputs).as_deref(), Some(goroot));
    let ours = resolve(&inputs);
    let names: Vec<_> = ours.0.iter().map(|setting| setting.name.as_str()).collect();
    let go = go_env(lab, dir, case, &names);
    // `go env GOWORK` shows the file that was found.
    for setting in ours.0.iter().filter(|setting| setting.name != "GOWORK") {
        let theirs = go[&setting.name].as_str().expect("text");
        assert_eq!(
            setting.value.raw(),
            theirs,
            "{} {:?}\n{}---\n{}",
            setting.name,
            case.environment,
            case.file,
            case.goroot_file
        );
    }
}

fn go_env(lab: &Lab, dir: &Path, case: &Case, names: &[&str]) -> serde_json::Value {
    let mut go = lab.go();
    go.args(["env", "-json"]).args(names).current_dir(dir).env_clear().envs(&case.environment);
    let output = go.output().expect("go runs");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
        panic!("{:?} {}\n{}", case.environment, case.file, String::from_utf8_lossy(&output.stderr))
    })
}

fn goarch() -> &'static str {
    match std::env::consts::ARCH {
        "aarch64" => "arm64",
        _ => "amd64",
    }
}
