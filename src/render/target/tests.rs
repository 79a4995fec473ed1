use crate::base::{Lang, Text, Veiled};
use crate::go::sumfile::Letters;
use crate::model::{self, Ci, Container, MendedLine, Platform, Step, System};
use crate::render::target::{self, Place, Reader, quote, sh};
use proptest::prelude::*;
use std::path::Path;
use std::process::Command;

fn platform(system: System) -> Platform {
    Platform { os: "linux".into(), system, is_root: true, ..Platform::default() }
}

fn lines(name: &str, steps: &[Step], system: System) -> Vec<String> {
    let platform = platform(system);
    let place = Place { platform: &platform, lang: Lang::En };
    target::named(name).unwrap().write(steps, &place)
}

fn words(words: &[&str]) -> Step {
    Step::Run { words: words.iter().map(|it| (*it).to_owned()).collect() }
}

fn set_env(name: &str, value: &str) -> Step {
    Step::SetEnv { name: name.into(), value: Veiled::new(value) }
}

fn every_step() -> Vec<Step> {
    vec![
        Step::SetGoEnv {
            key: "GOPROXY",
            value: Veiled::new("https://a.example|https://b.example,direct"),
        },
        Step::UnsetGoEnv { key: "GOFLAGS" },
        set_env("GOPROXY", "https://ann:hunter2@a.example,direct"),
        set_env("NO_PROXY", "it's $HOME, \"odd\" & 100%"),
        Step::UnsetEnv { name: "HTTPS_PROXY".into() },
        Step::NetrcEntry { host: "git.corp.example".into(), reader: model::Reader::Go },
        Step::NetrcEntry { host: "github.com".into(), reader: model::Reader::Git },
        Step::NetrcEntry { host: "gitlab.corp.example".into(), reader: model::Reader::Git },
        Step::LinkNetrc { from: "/run/secrets/netrc".into(), to: "/root/.netrc".into() },
        Step::TrustCa { authority: "CN=Corp Root; rm -rf /,O=Corp".into() },
        Step::EditLine {
            file: "go.mod".into(),
            line: 3,
            was: "\tx v1".into(),
            becomes: "\tx v1.0.0 // a|b & c\\d 'e'".into(),
        },
        mending(Letters::Utf16),
        Step::RemoveFiles { paths: vec!["/go/pkg/mod/a b".into(), "-rf".into()] },
        Step::Install { packages: vec!["git", "openssh-client"] },
        words(&["GOFLAGS=-mod=mod", "go", "get", "example.com/m@>v1.2"]),
        Step::Say(Text::of("ask\nthe owner", "询问所有者")),
    ]
}

fn mending(letters: Letters) -> Step {
    let mended = |line, becomes: &[&str]| MendedLine {
        line,
        becomes: becomes.iter().map(|it| (*it).to_owned()).collect(),
    };
    let lines = vec![
        mended(1, &[]),
        mended(2, &[]),
        mended(4, &["a'b & \\|", "c~d"]),
        mended(5, &["e"]),
        mended(7, &[]),
    ];
    Step::MendFile { file: "it's go.sum".into(), letters, lines }
}

const SYSTEMS: [System; 8] = [
    System::Debian,
    System::Alpine,
    System::Fedora,
    System::Suse,
    System::Arch,
    System::MacOs,
    System::Windows,
    System::Unknown,
];

#[test]
fn sh_parses_whatever_the_step_and_the_system() {
    for system in SYSTEMS {
        let script = lines("sh", &every_step(), system).join("\n");
        let ran = Command::new("sh").args(["-n", "-c", &script]).output().unwrap();
        assert!(ran.status.success(), "{script}\n{ran:?}");
    }
}

#[test]
fn every_target_writes_every_step_and_no_secret() {
    for target in target::ALL {
        for system in SYSTEMS {
            for step in every_step() {
                let written = lines(target.name(), std::slice::from_ref(&step), system);
                assert!(!written.is_empty(), "{} {step:?}", target.name());
                assert!(!written.join("\n").contains("hunter2"), "{written:?}");
            }
        }
    }
}

#[test]
fn each_target_as_a_whole() {
    let all: Vec<String> = target::ALL
        .iter()
        .flat_map(|target| {
            let head = format!("## {}", target.name());
            let lines = lines(target.name(), &every_step(), System::Debian);
            std::iter::once(head).chain(lines)
        })
        .collect();
    snapbox::assert_data_eq!(all.join("\n") + "\n", snapbox::file!["snapshots/targets.txt"].raw());
}

/// Types the lines into one shell in `dir`, with `dir` as its home.
fn typed(dir: &Path, lines: &[String], last: &str) -> String {
    let script = format!("set -e\n{}\n{last}", lines.join("\n"));
    let ran = Command::new("sh")
        .args(["-c", &script])
        .current_dir(dir)
        .env("HOME", dir)
        .env("GOENV", dir.join("goenv"))
        .env("HTTPS_PROXY", "http://stale.example")
        .env_remove("NETRC")
        .env_remove("GOPROXY")
        .env_remove("GOFLAGS")
        .output()
        .unwrap();
    assert!(ran.status.success(), "{script}\n{ran:?}");
    String::from_utf8(ran.stdout).unwrap()
}

#[test]
fn variables_hold_what_was_meant() {
    let dir = tempfile::tempdir().unwrap();
    let odd = "it's $HOME, \"odd\" & 100%";
    let steps = [set_env("NO_PROXY", odd), Step::UnsetEnv { name: "HTTPS_PROXY".into() }];
    let lines = lines("sh", &steps, System::Debian);
    let seen = typed(dir.path(), &lines, r#"printf '%s|%s' "$NO_PROXY" "${HTTPS_PROXY-gone}""#);
    assert_eq!(seen, format!("{odd}|gone"));
}

#[test]
fn go_keeps_what_was_meant() {
    if Command::new("go").arg("version").output().is_err() {
        eprintln!("skipped: no go on this machine");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let value = "https://a.example|https://b.example,direct";
    let steps = [
        Step::SetGoEnv { key: "GOFLAGS", value: Veiled::new("-mod=mod") },
        Step::SetGoEnv { key: "GOPROXY", value: Veiled::new(value) },
        Step::UnsetGoEnv { key: "GOFLAGS" },
    ];
    let lines = lines("sh", &steps, System::Debian);
    let seen = typed(dir.path(), &lines, "go env GOPROXY; go env GOFLAGS");
    assert_eq!(seen, format!("{value}\n\n"));
}

#[test]
fn a_line_is_replaced_and_the_old_file_kept() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("go.mod");
    let old = "module m\n\n\tx v1\nrest\n";
    std::fs::write(&file, old).unwrap();
    let becomes = "\tx v1.0.0 // a|b & c\\d 'e' 中文";
    let edit = Step::EditLine {
        file: "go.mod".into(),
        line: 3,
        was: "\tx v1".into(),
        becomes: becomes.into(),
    };
    typed(dir.path(), &lines("sh", &[edit], System::Debian), "true");
    let new = std::fs::read_to_string(&file).unwrap();
    assert_eq!(new, format!("module m\n\n{becomes}\nrest\n"));
    let kept = std::fs::read_to_string(dir.path().join("go.mod.bak")).unwrap();
    assert_eq!(kept, old);
}

#[test]
fn lines_are_mended_by_their_old_numbers() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("it's go.sum");
    let old = b"1\n2\n3\n4\xff\0\r\n5\n6\n7";
    let new = b"3\na'b & \\|\nc~d\ne\n6\n";
    std::fs::write(&file, old).unwrap();
    typed(dir.path(), &lines("sh", &[mending(Letters::Utf8)], System::Debian), "true");
    assert_eq!(std::fs::read(&file).unwrap(), new);
    assert_eq!(std::fs::read(dir.path().join("it's go.sum.bak")).unwrap(), old);
    let text = "\u{feff}1\n2\n3\n4\n5\n6\n7";
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(&file, wide).unwrap();
    typed(dir.path(), &lines("sh", &[mending(Letters::Utf16)], System::Debian), "true");
    assert_eq!(std::fs::read(&file).unwrap(), new);
}

#[test]
fn netrc_gets_an_entry_that_only_its_owner_reads() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join(".netrc");
    std::fs::write(&file, "machine other login a password b").unwrap();
    let entry = Step::NetrcEntry { host: "git.corp.example".into(), reader: model::Reader::Go };
    let lines = lines("sh", &[entry], System::Debian);
    let mode = typed(dir.path(), &lines, "ls -l .netrc | cut -c1-10");
    assert_eq!(mode, "-rw-------\n");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("machine other login a password b\n"));
    assert!(text.ends_with("machine git.corp.example\nlogin <USER>\npassword <TOKEN>\n"));
}

#[test]
fn read_only_folders_can_be_removed() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a b");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("f"), "").unwrap();
    let mut rights = std::fs::metadata(&folder).unwrap().permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&folder, rights).unwrap();
    let remove = Step::RemoveFiles { paths: vec!["a b".into()] };
    typed(dir.path(), &lines("sh", &[remove], System::Debian), "true");
    assert!(!folder.exists());
}

#[test]
fn only_root_needs_no_sudo() {
    let place = Platform { is_root: false, ..platform(System::Debian) };
    let place = Place { platform: &place, lang: Lang::En };
    let install = [Step::Install { packages: vec!["git"] }];
    let lines = target::named("sh").unwrap().write(&install, &place);
    assert_eq!(lines, ["sudo apt-get update && sudo apt-get install -y git"]);
}

#[test]
fn the_place_is_guessed() {
    let github = Platform { ci: Some(Ci::GithubActions), ..Platform::default() };
    let guess = |platform: &Platform, reader| target::guess(platform, reader).name();
    assert_eq!(guess(&github, Reader::Elsewhere), "github-actions");
    assert_eq!(guess(&Platform::default(), Reader::Elsewhere), "sh");
    let docker = Platform { container: Some(Container::Docker), ..Platform::default() };
    assert_eq!(guess(&docker, Reader::Elsewhere), "dockerfile");
    assert_eq!(guess(&docker, Reader::AtTerminal), "sh");
}

#[test]
fn plain_words_stay_bare() {
    assert_eq!(quote::sh("GOPROXY=https://goproxy.cn,direct"), "GOPROXY=https://goproxy.cn,direct");
    assert_eq!(quote::sh(""), "''");
    assert_eq!(quote::powershell("a,b"), "'a,b'");
    assert_eq!(quote::powershell("it's"), "'it''s'");
    assert_eq!(quote::cmd(r#"a "b\" c\"#), r#""a \"b\\\" c\\""#);
    assert_eq!(quote::dockerfile("a $b"), "\"a \\$b\"");
    assert_eq!(quote::yaml("off"), "'off'");
    assert_eq!(quote::yaml("a: b"), "'a: b'");
}

#[test]
fn placeholders_are_noticed() {
    assert!(target::has_placeholder(&[words(&["curl", "-u", "<USER>:<TOKEN>"])]));
    assert!(target::has_placeholder(&[set_env("X", "https://a:b@h")]));
    assert!(!target::has_placeholder(&[words(&["go", "get", "m@<v1.2"])]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn sh_gives_back_every_word(word in "[^\\x00]{0,30}|[ -~]{0,20}") {
        let script = format!("printf %s {}", quote::sh(&word));
        let ran = Command::new("sh").args(["-c", &script]).output().unwrap();
        prop_assert_eq!(String::from_utf8_lossy(&ran.stdout), word);
    }

    #[test]
    fn commands_keep_their_words(words in prop::collection::vec("[ -~]{1,9}", 1..4)) {
        let mut all = vec![String::from("printf"), String::from("[%s]")];
        all.extend(words.iter().cloned());
        let ran = Command::new("sh").args(["-c", &sh::command(&all)]).output().unwrap();
        let expected = format!("[{}]", words.join("]["));
        prop_assert_eq!(String::from_utf8_lossy(&ran.stdout), expected);
    }
}
