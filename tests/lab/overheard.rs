//! What go prints in the scenarios, read as a log: from the words alone comes the cause
//! that the scenario is of, or one that the words leave open.
//!
//! `GOMOD_DOCTOR_LAB_WORDS` names a file to which each scenario adds a line of JSON: what
//! was typed, what go printed, and the code that the scenario expects.

use std::io::Write as _;

use gomod_doctor::judge::judge;
use gomod_doctor::model::{Evidence, Facts, Limits, Severity};
use gomod_doctor::{causes, log};
use serde_json::{Value, json};

use crate::run::{Outcome, real_go};

/// A cause, what its words are taken for, and why no text can tell the two apart.
const ALIKE: &[(&str, &[&str], &str)] = &[
    (
        "netrc-host-missing",
        &["private-auth-missing", "goproxy-auth-required"],
        "who asks for a login does not tell which files hold none",
    ),
    (
        "netrc-not-used",
        &["private-auth-missing", "goproxy-auth-required"],
        "who asks for a login does not tell that a file holds one",
    ),
    (
        "goauth-broken",
        &["private-auth-missing", "goproxy-auth-required"],
        "go keeps to itself what GOAUTH's program printed",
    ),
    (
        "private-pattern-too-broad",
        &["tcp-refused"],
        "go tells of the host that it asked, not that a proxy was passed by",
    ),
    (
        "private-pattern-mismatch",
        &["goproxy-off", "goproxy-forbidden"],
        "a private module looks like any other to whoever does not know the company",
    ),
    ("git-insteadof-broken", &["tcp-refused"], "git tells only where its rule led to"),
    ("hosts-file-override", &["tcp-refused"], "an address does not tell which file it is from"),
    ("no-proxy-too-broad", &["dns-no-such-host"], "an exception leaves no words"),
    ("module-not-found", &["dns-no-such-host"], "a slip in a host is a name like any other"),
    (
        "goproxy-not-a-module-proxy",
        &["checksum-tag-moved"],
        "a page in the place of a go.mod is another go.mod to go",
    ),
    (
        "sumdb-unreachable",
        &["private-not-excluded"],
        "what answers 404 in the place of the database does not say so",
    ),
    (
        "private-auth-missing",
        &["module-not-found"],
        "the git of a proxy asks for a login for what is not there, too",
    ),
    ("vcs-missing", &["version-not-found"], "go keeps what svn's failure was to itself"),
    ("ssh-auth-failed", &["version-not-found"], "go keeps what svn's failure was to itself"),
    (
        "http-proxy-malformed",
        &["http-proxy-unreachable"],
        "without its slash the value has an empty host, which go dials",
    ),
    (
        "gosum-malformed",
        &["sumdb-signature-invalid"],
        "a note without signatures is what go found in either place",
    ),
    ("gowork-broken", &["gomod-syntax"], "a member whose go.mod cannot be read is both"),
    (
        "server-no-answer",
        &["http2-stream-error"],
        "HTTP/2 ends the stream that gets no answer but hints",
    ),
];

/// A command that has ended, and what it means.
pub(crate) struct Heard<'a> {
    pub(crate) scenario: &'a str,
    pub(crate) command: &'a str,
    /// The code of the cause that stops go, where one does.
    pub(crate) code: Option<&'a str>,
    pub(crate) outcome: &'a Outcome,
}

impl Heard<'_> {
    /// Adds a line to the file, where one is named.
    pub(crate) fn write(&self) {
        let Some(path) = std::env::var_os("GOMOD_DOCTOR_LAB_WORDS") else { return };
        let file = std::fs::File::options().create(true).append(true).open(path);
        let line = format!("{}\n", self.line());
        // One write for each line: scenarios are processes, and write at the same time.
        file.and_then(|mut file| file.write_all(line.as_bytes())).expect("a line of go's words");
    }

    fn line(&self) -> Value {
        json!({
            "scenario": self.scenario,
            "go": version(),
            "command": self.command,
            "code": self.code,
            "exit": self.outcome.code,
            "stderr": self.outcome.stderr,
            "stdout": self.outcome.stdout,
        })
    }

    /// Holds what the words alone are taken for against what is true here.
    pub(crate) fn check(&self) {
        let text = format!("{}{}", self.outcome.stderr, self.outcome.stdout);
        let told = told(&text);
        match (self.outcome.code, self.code) {
            (Some(0), _) => assert!(told.is_empty(), "go succeeds, and its words say {told:?}"),
            (Some(_), Some(code)) if !text.trim().is_empty() && is_known(code) => {
                assert!(fits(code, &told), "the words are of {code}, and say {told:?}: {text}");
            }
            _ => {}
        }
    }
}

/// The code of each error, and what its words leave open.
fn told(text: &str) -> Vec<(&'static str, Vec<String>)> {
    let limits = Limits { text_alone: true, ..Limits::default() };
    let nothing = Evidence::new(Facts::default(), vec![], vec![], vec![], limits);
    let evidence = nothing.heard(log::read(text.as_bytes(), causes::ALL));
    let verdict = judge(&evidence, causes::ALL);
    let errors = verdict.roots.iter().filter(|it| it.finding.severity == Severity::Error);
    let open = |code: &str| {
        let of = evidence.symptoms.iter().filter(|it| it.code == code);
        of.flat_map(|it| it.or.clone()).collect()
    };
    errors.map(|it| (it.cause.code, open(it.cause.code))).collect()
}

fn fits(code: &str, told: &[(&str, Vec<String>)]) -> bool {
    let Some((first, open)) = told.first() else { return false };
    let alike = ALIKE.iter().any(|(of, others, _)| *of == code && others.contains(first));
    *first == code || open.iter().any(|it| it == code) || alike
}

fn is_known(code: &str) -> bool {
    causes::ALL.iter().any(|cause| cause.code == code)
}

/// The first line of the file that says which go this is.
fn version() -> String {
    let go = real_go().and_then(|go| go.canonicalize().ok());
    let root = go.as_deref().and_then(|go| go.parent()?.parent());
    let text = root.and_then(|root| std::fs::read_to_string(root.join("VERSION")).ok());
    text.unwrap_or_default().lines().next().unwrap_or_default().to_owned()
}
