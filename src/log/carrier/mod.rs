//! What carries a line of go's: the colours, timestamps, names and quotes that terminals,
//! builders, log drivers and people put around it.
//!
//! Carriers nest, so they are taken off one by one until none is left. The blanks that go
//! printed before its words stay: by them a line is known to belong to the one above.

mod bracket;
mod ci;
mod clean;
mod docker;
mod escape;
mod eye;
mod logger;
mod podded;
mod record;
mod shell;
mod stamp;
mod tools;

#[cfg(test)]
mod tests;

use clean::clean;
use memchr::memmem;
use std::borrow::Cow;

/// More carriers around one line are not real.
const MOST: usize = 12;
/// Records within records, as a JSON line in a JSON line.
const DEEPEST: usize = 4;
/// A record tells no more than this, in lines.
const LONGEST: usize = 400;

/// A line without what carried it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bare {
    /// Tells the outputs apart that are mixed in one log: of a step, a service, a job.
    pub(super) stream: String,
    pub(super) text: String,
    pub(super) part: Part,
}

/// What a line is for the log it stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Part {
    /// Something a program printed.
    #[default]
    Said,
    /// The same, of a record that ends with its lines: never the rest of a line that
    /// something broke in two.
    Whole,
    /// What is about to be run: the words are the user's.
    Shown,
    /// A note of the carrier itself, amid what it carries.
    Aside,
}

/// What is left when one carrier is taken off.
struct Taken<'a> {
    rest: &'a str,
    name: Option<&'a str>,
    part: Part,
}

type Carrier = for<'a> fn(&'a str) -> Option<Taken<'a>>;

/// Each knows its lines by their first characters. The narrow ones come first.
const CARRIERS: &[Carrier] = &[
    docker::buildkit,
    docker::progress,
    docker::excerpt,
    docker::classic,
    docker::summary,
    ci::github,
    ci::gitlab,
    ci::travis,
    ci::buildkite,
    shell::power_shell,
    shell::traced,
    shell::prompt,
    stamp::stamped,
    logger::glog,
    logger::logrus,
    logger::level,
    bracket::bracketed,
    docker::compose,
    podded::stern,
    tools::npm,
    tools::turbo,
    tools::nix,
    tools::named_output,
    tools::barred,
    shell::quoted,
    ci::job_and_step,
];

/// Takes away colours, timestamps and the names of what a line came from. A line that
/// holds several, escaped, becomes as many.
pub(super) fn bare(line: &str) -> Vec<Bare> {
    let mut all = Vec::with_capacity(1);
    lay_bare(&clean(line), Held::default(), DEEPEST, &mut all);
    all
}

/// The line as it is shown.
pub(super) fn shown(line: &str) -> Cow<'_, str> {
    clean(line)
}

/// The bytes in which words are looked for: without colours, without base64 around, and
/// what stands escaped as it is meant.
pub(super) fn legible(line: &[u8]) -> Cow<'_, [u8]> {
    if let Some(packed) = record::unsealed(line) {
        return Cow::Owned(packed);
    }
    let odd = memchr::memchr3(0x1b, 0x08, 0xe2, line).is_some();
    let escaped = memchr::memchr(b'\\', line).is_some()
        && [&b"\\\""[..], b"\\u00"].iter().any(|it| memmem::find(line, it).is_some());
    if !odd && !escaped {
        return Cow::Borrowed(line);
    }
    let text = String::from_utf8_lossy(line);
    let mut text = clean(&text).into_owned();
    if escaped {
        let meant = escape::unquoted(&text);
        text.push(' ');
        text.push_str(&meant);
    }
    Cow::Owned(text.into_bytes())
}

/// What the carriers so far told.
#[derive(Clone, Default)]
struct Held {
    stream: String,
    part: Part,
}

fn lay_bare(line: &str, mut held: Held, depth: usize, all: &mut Vec<Bare>) {
    let text = peel(line, &mut held);
    let open = matches!(held.part, Part::Said | Part::Whole) && depth > 0;
    let Some(record) = open.then(|| record::of(text)).flatten() else {
        return all.push(Bare { stream: held.stream, text: text.to_owned(), part: held.part });
    };
    if let Some(name) = &record.name {
        held.name(name);
    }
    held.part = Part::Whole;
    let lines = record.texts.iter().flat_map(|text| text.lines());
    for line in lines.take(LONGEST) {
        lay_bare(&clean(line), held.clone(), depth - 1, all);
    }
}

fn peel<'a>(mut text: &'a str, held: &mut Held) -> &'a str {
    for _ in 0..MOST {
        if own(text) {
            break;
        }
        let Some(taken) = CARRIERS.iter().find_map(|carrier| carrier(text)) else { break };
        text = taken.rest;
        if let Some(name) = taken.name {
            held.name(name);
        }
        if taken.part != Part::Said {
            held.part = taken.part;
        }
        if matches!(held.part, Part::Shown | Part::Aside) {
            break;
        }
    }
    text
}

impl Held {
    fn name(&mut self, name: &str) {
        self.stream.push('/');
        self.stream.push_str(&name[..name.floor_char_boundary(80)]);
    }
}

impl<'a> Taken<'a> {
    fn said(rest: &'a str) -> Self {
        Self { rest, name: None, part: Part::Said }
    }

    fn named(name: &'a str, rest: &'a str) -> Self {
        Self { rest, name: Some(name), part: Part::Said }
    }

    fn being(mut self, part: Part) -> Self {
        self.part = part;
        self
    }
}

/// How go and what it runs begin a line, where nothing carries it.
fn own(text: &str) -> bool {
    let firsts: &[&str] = match text.as_bytes().first() {
        Some(b'\t') => return true,
        Some(b'g') => &[
            "go: ",
            "go get",
            "go mod ",
            "go build",
            "go install",
            "go list",
            "git ls-remote",
            "git fetch",
        ],
        Some(b'v') => &["verifying "],
        Some(b'f') => &["fatal: "],
        Some(b'r') => &["remote: "],
        Some(b'e') => &["error: ", "exit status"],
        Some(b'w') => &["warning: "],
        Some(b'#') => &["# "],
        Some(b'p') => &["package "],
        Some(b'm') => &["module "],
        Some(b's') => &["server response:", "ssh: "],
        Some(b'C') => &["Cloning into"],
        Some(b'[') => &["[signal "],
        _ => &[],
    };
    firsts.iter().any(|it| text.starts_with(it))
}
