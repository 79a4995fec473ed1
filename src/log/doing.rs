//! What go was doing, by the words around a fault. go's files: the formats of
//! `cmd/go/internal/{modfetch,modload,vcs,web}`.

use crate::model::Doing;

/// Words that only the fetching of modules brings, each with what go is doing there.
const SIGNS: &[(&str, Doing)] = &[
    ("/sumdb/", Doing::Sums),
    ("sum.golang.org", Doing::Sums),
    ("sum.golang.google.cn", Doing::Sums),
    ("checksum mismatch", Doing::Sums),
    ("verifying module", Doing::Sums),
    ("verifying go.mod", Doing::Sums),
    ("?go-get=1", Doing::Discovery),
    ("unrecognized import path", Doing::Discovery),
    ("/@v/", Doing::Proxy),
    ("/@latest", Doing::Proxy),
    ("git ls-remote", Doing::Repository),
    ("git fetch", Doing::Repository),
    ("git init --bare", Doing::Repository),
    ("/cache/vcs/", Doing::Repository),
    ("\\cache\\vcs\\", Doing::Repository),
    ("hg clone", Doing::Repository),
    ("hg pull", Doing::Repository),
    ("bzr branch", Doing::Repository),
    ("svn log ", Doing::Repository),
    ("svn export ", Doing::Repository),
    // So go tells how a program that it ran has ended.
    ("exit status 128", Doing::Repository),
    ("/pkg/mod/", Doing::Modules),
    ("\\pkg\\mod\\", Doing::Modules),
    ("proxy.golang.org", Doing::Proxy),
];

/// How go begins what it says of modules.
const OPENINGS: &[&str] = &[
    "go: ",
    "go get ",
    "go get: ",
    "go install ",
    "go mod ",
    "go list ",
    "go build ",
    "go run ",
    "go.mod:",
    "go.sum:",
    "can't load package",
    "cannot find module",
    "go/packages: ",
];

/// The same before the path of a module.
const NAMING: &[&str] = &["module ", "package ", "verifying "];

/// Commands that fetch modules and hardly do anything else.
const FETCHING: &[&str] = &[
    "go mod download",
    "go mod tidy",
    "go mod vendor",
    "go mod verify",
    "go get ",
    "go list -m",
    "go: downloading ",
    "go: finding ",
    "go: extracting ",
    "Fetching https://",
    "# get https://",
    "# cd .; git ",
];

/// Hosts that hardly anybody but go asks, as a look at their certificate names them.
const LOOKED_AT: &[&str] =
    &["proxy.golang.org:443", "sum.golang.org:443", "storage.googleapis.com:443"];

/// How git and what it runs begin what they say.
const TOOLS: &[&str] = &[
    "fatal: ",
    "remote: ",
    "ssh: ",
    "git: ",
    "curl: (",
    "git@",
    "Cloning into ",
    "Host key verification failed",
    "Permission denied",
    "Connection closed by ",
    "Connection reset by ",
    "kex_exchange_identification",
    "@@@@@",
];

/// The same where what they say follows at once: many begin a line so.
const PLAIN: &[&str] = &["error: ", "warning: ", "["];

/// Words that show what a log is about, beside those of the marks.
pub(super) fn company() -> impl Iterator<Item = &'static str> {
    FETCHING.iter().chain(LOOKED_AT).copied()
}

/// What go was doing when it said this.
pub(super) fn of(text: &str) -> Doing {
    let sign = SIGNS.iter().find(|(words, _)| text.contains(words));
    match sign {
        Some((_, doing)) => *doing,
        None if opens(text) || names_a_version(text) => Doing::Modules,
        None => Doing::Unknown,
    }
}

fn opens(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start_matches(|c: char| "`'\"> |".contains(c) || c.is_whitespace());
        let names = |it: &str| line.strip_prefix(it).is_some_and(begins_with_a_path);
        OPENINGS.iter().any(|it| line.starts_with(it)) || NAMING.iter().any(|it| names(it))
    })
}

fn begins_with_a_path(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    let path = word.trim_end_matches([':', ',']).split('@').next().unwrap_or_default();
    super::spoken::is_path(path)
}

/// Whether a word is a module with its version, as `path@v1.2.3:`.
fn names_a_version(text: &str) -> bool {
    text.split_whitespace().any(|word| super::spoken::module_version(word).is_some())
}

/// Whether the line alone shows that go was fetching modules.
pub(super) fn tells_of_fetching(line: &str) -> bool {
    FETCHING.iter().chain(LOOKED_AT).any(|words| line.contains(words))
        || line.contains("/@v/")
        || line.contains("?go-get=1")
        // Of go that keeps its packages in GOPATH, when git has failed.
        || (line.starts_with("package ") && line.contains(": exit status "))
}

/// Whether git, ssh or curl begins a line so, whoever runs them; the words in question
/// begin at this place of it.
pub(super) fn is_of_tool(line: &str, at: usize) -> bool {
    let inner = line.trim_start_matches(['│', ' ', '\t']);
    let at = at.saturating_sub(line.len() - inner.len());
    TOOLS.iter().any(|it| inner.starts_with(it))
        || PLAIN.iter().any(|it| inner.starts_with(it) && at <= it.len())
}

/// Whether go tells of its progress, in a line that is complete.
pub(super) fn is_progress(line: &str) -> bool {
    let progress = ["go: downloading ", "go: finding ", "go: extracting ", "go: found "];
    progress.iter().any(|it| line.contains(it))
}

/// Whether a line below may be the rest of this one.
pub(super) fn may_go_on(line: &str) -> bool {
    !is_progress(line) && of(line) != Doing::Unknown && !ends_a_sentence(line)
}

/// Whether it ends with a word and a full stop. The stops of hosts and versions stand
/// among other signs.
fn ends_a_sentence(line: &str) -> bool {
    let last = line.rsplit([' ', '\n']).next().unwrap_or_default();
    last.strip_suffix(['.', '!', '?'])
        .is_some_and(|word| word.chars().all(|c| c.is_alphabetic() || "()'\"".contains(c)))
}

/// Whether a line begins something of its own.
pub(super) fn begins(line: &str) -> bool {
    let firsts = [
        "go: ",
        "go get",
        "go ",
        "fatal: ",
        "error",
        "ERROR",
        "Error",
        "warning",
        "WARN",
        "make",
        "#",
        "$ ",
        "> ",
        "+ ",
        "---",
        "===",
        "ok ",
        "FAIL",
        "package ",
        "verifying ",
        "The command",
        "failed to",
        "Step ",
        "RUN ",
        "The ",
        "SECURITY",
        "remote: ",
        "[",
    ];
    let line = line.trim_start();
    firsts.iter().any(|it| line.starts_with(it)) || is_in_file(line) || is_status(line)
}

/// `exit status 1` alone: go names a status amid its words too.
fn is_status(line: &str) -> bool {
    let status = line.strip_prefix("exit status ");
    status.is_some_and(|it| it.trim_end().bytes().all(|byte| byte.is_ascii_digit()))
}

/// `path/file.go:12:3: `, as compilers and go name a place.
fn is_in_file(line: &str) -> bool {
    let place = line.split_whitespace().next().unwrap_or_default();
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    let numbered = place.trim_end_matches(':').rsplit_once(':').is_some_and(|it| digits(it.1));
    place.ends_with(':') && numbered
}

/// Whether an unindented line still belongs to the message before it.
pub(super) fn continues(before: &str, line: &str) -> bool {
    let first = before.lines().next().unwrap_or_default();
    // Git says what stopped it, and go what it ran, on lines of their own.
    let git = before.starts_with("# cd ") || first.starts_with("Cloning into");
    let said =
        ["Cloning into", "fatal: ", "remote: ", "error: ", "package ", "Host key", "Permission"];
    let files = [".mod:", "go.work:"];
    let parse = (first.contains("errors parsing ") || first.contains("error loading "))
        && files.iter().any(|it| first.ends_with(it));
    // go ends with what would settle it, or whose package asks for it.
    let advice = (first.contains("conflicting replacements for")
        && line.starts_with("use \"go work"))
        || (first.contains("is not in std") && line.starts_with("note: imported by a module"));
    (git && said.iter().any(|it| line.starts_with(it)))
        || (parse && is_in_file(line))
        || advice
        || (first.ends_with("exit status 128:") && said.iter().any(|it| line.starts_with(it)))
}
