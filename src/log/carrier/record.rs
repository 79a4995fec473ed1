use super::{escape, own};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

/// Texts that one line holds as values.
pub(super) struct Record {
    /// Of what it is, where it tells.
    pub(super) name: Option<String>,
    pub(super) texts: Vec<String>,
}

impl Record {
    fn some(name: Option<String>, texts: Vec<String>) -> Option<Self> {
        (!texts.is_empty()).then_some(Self { name, texts })
    }
}

/// Opens a line that is a record of something said, or that holds lines escaped.
pub(super) fn of(text: &str) -> Option<Record> {
    match text.bytes().next()? {
        b'{' => json(text),
        b'[' if text.starts_with("[{") => json(text),
        b'#' if text.starts_with("##teamcity[") => teamcity(text),
        b':' if text.starts_with("::") => command(text),
        b' ' | b'\t' => pretty(text).or_else(|| loose(text)),
        b'b' if text.starts_with("b'") || text.starts_with("b\"") => {
            let inner = text[2..].trim_end_matches(['\'', '"']);
            loose(inner).or_else(|| Record::some(None, vec![inner.to_owned()]))
        }
        b'"' => pretty(text).or_else(|| spoken(text)),
        _ => logfmt(text).or_else(|| spoken(text)),
    }
}

/// A sentence with what it quotes behind it.
fn spoken(text: &str) -> Option<Record> {
    pairs(text).or_else(|| tail(text)).or_else(|| loose(text))
}

fn loose(text: &str) -> Option<Record> {
    escape::loosened(text).and_then(|it| Record::some(None, vec![it]))
}

/// A string of JSON with the key it stands under, as they are written.
struct Field<'a> {
    key: &'a str,
    value: &'a str,
}

/// All strings that are values. A line may be cut anywhere.
fn fields(text: &str) -> Vec<Field<'_>> {
    let (mut found, mut key, mut rest) = (Vec::new(), "", text);
    while let Some(at) = memchr::memchr(b'"', rest.as_bytes()) {
        let (string, after) = string(&rest[at + 1..]);
        rest = after;
        match rest.trim_start_matches(' ').strip_prefix(':') {
            Some(behind) => (key, rest) = (string, behind),
            None => found.push(Field { key, value: string }),
        }
    }
    found
}

/// Up to the quote that ends it, and what is behind.
fn string(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = memchr::memchr2(b'"', b'\\', &bytes[from..]).map(|at| from + at) {
        if bytes[at] == b'"' {
            return (&text[..at], &text[at + 1..]);
        }
        from = (at + 2).min(bytes.len());
    }
    (text, "")
}

/// A JSON line: the values that are sentences, and buildkit's output
/// (`--progress=rawjson`), which is base64.
fn json(text: &str) -> Option<Record> {
    if !text.contains("\":") {
        return None;
    }
    let fields = fields(text);
    let raw = fields.iter().any(|it| it.key == "vertex");
    let texts = fields.iter().filter_map(|it| match it.key {
        "data" if raw => unpacked(it.value),
        key => says(key, it.value).then(|| escape::unquoted(it.value)),
    });
    let texts = texts.collect();
    let name = fields.iter().find(|it| NAMES.contains(&it.key)).map(|it| it.value.to_owned());
    Record::some(name, texts)
}

/// Keys that tell outputs apart: of go, of buildkit, of log drivers.
const NAMES: &[&str] = &[
    "ImportPath",
    "Package",
    "vertex",
    "pod",
    "pod_name",
    "container",
    "container_name",
    "container_id",
    "service",
    "job",
    "step",
    "task",
    "source",
];

/// A sentence has a blank; what a program printed may be one word.
fn says(key: &str, value: &str) -> bool {
    let printed =
        ["log", "Output", "output", "stderr", "stdout", "Error", "error", "message", "msg"];
    value.contains(' ') || (printed.contains(&key) && !value.is_empty())
}

fn unpacked(value: &str) -> Option<String> {
    let bytes = BASE64_STANDARD.decode(value).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// What buildkit packed, of a line of `--progress=rawjson`.
pub(super) fn unsealed(line: &[u8]) -> Option<Vec<u8>> {
    if line.first() != Some(&b'{') || memchr::memmem::find(line, b"\"vertex\"").is_none() {
        return None;
    }
    let text = str::from_utf8(line).ok()?;
    let mut out = Vec::new();
    for field in fields(text) {
        match field.key {
            "data" => out.extend(BASE64_STANDARD.decode(field.value).unwrap_or_default()),
            _ => out.extend_from_slice(field.value.as_bytes()),
        }
        out.push(b' ');
    }
    Some(out)
}

/// A line of JSON that is spread over several, as of `go mod download -json`. A server's
/// answer may look the same, so its value has to be go's.
fn pretty(text: &str) -> Option<Record> {
    let inner = text.trim_start().strip_prefix('"')?;
    let (key, rest) = string(inner);
    let rest = rest.strip_prefix(": \"").or_else(|| rest.strip_prefix(":\""))?;
    let value = escape::unquoted(string(rest).0);
    (key == "Error" || own(&value)).then(|| Record { name: None, texts: vec![value] })
}

/// What begins a line of logfmt.
const FIRST: &[&str] =
    &["time=", "ts=", "t=", "timestamp=", "level=", "lvl=", "severity=", "msg=", "at=", "logger="];

/// `time=… level=error msg="…"`.
fn logfmt(text: &str) -> Option<Record> {
    if !FIRST.iter().any(|it| text.starts_with(it)) {
        return None;
    }
    let (mut texts, mut rest) = (Vec::new(), text);
    while let Some((key, value)) = rest.split_once('=') {
        let key = key.trim_start();
        if key.contains([' ', '"']) {
            break;
        }
        let quoted = value.strip_prefix('"');
        let (value, after) = match quoted {
            Some(inner) => string(inner),
            None => value.split_once(' ').unwrap_or((value, "")),
        };
        rest = after;
        if says(key, value) {
            texts.push(if quoted.is_some() { escape::unquoted(value) } else { value.to_owned() });
        }
    }
    Record::some(None, texts)
}

/// Keys under which loggers put what another program said.
const SPEAKING: &[&str] =
    &["err", "error", "msg", "message", "reason", "cause", "stderr", "stdout", "output", "details"];

/// `"Failed" err="…"`, of klog, logrus and zerolog: the sentence, and what is quoted
/// behind it.
fn pairs(text: &str) -> Option<Record> {
    let mut texts = Vec::new();
    let (mut head, mut rest) = (None, text);
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"=\"") {
        let start = rest[..at].rfind([' ', '\t']).map_or(0, |it| it + 1);
        let (value, after) = string(&rest[at + 2..]);
        if SPEAKING.contains(&&rest[start..at]) && start > 0 {
            head.get_or_insert(text.len() - rest.len() + start);
            texts.push(escape::unquoted(value));
        }
        rest = after;
    }
    let head = text[..head?].trim_end();
    texts.insert(0, escape::loosened(head).unwrap_or_else(|| head.to_owned()));
    Record::some(None, texts)
}

/// `text<tab>{"error": "…"}`, of zap's console.
fn tail(text: &str) -> Option<Record> {
    let (head, fields) = text.split_once("\t{\"")?;
    let mut record = json(&text[text.len() - fields.len() - 2..])?;
    record.texts.insert(0, head.to_owned());
    Some(record)
}

/// `##teamcity[message text='…' status='ERROR']`.
fn teamcity(text: &str) -> Option<Record> {
    let keys = ["text='", "errorDetails='", "details='", "message='", "out='", "description='"];
    let texts = keys.iter().filter_map(|key| {
        let at = text.find(&format!(" {key}"))?;
        Some(escape::of_teamcity(&text[at + 1 + key.len()..]))
    });
    Record::some(None, texts.collect())
}

/// `::error file=go.mod,line=3::text` (actions/runner, `ActionCommand`).
fn command(text: &str) -> Option<Record> {
    let (command, said) = text.strip_prefix("::")?.split_once("::")?;
    let word = command.split(' ').next().unwrap_or_default();
    let known = ["error", "warning", "notice", "debug"].contains(&word);
    known.then(|| escape::of_command(said)).and_then(|it| Record::some(None, vec![it]))
}
