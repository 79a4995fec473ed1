use super::Slip;

/// A slip, and a pattern without it.
type Repair = (Slip, fn(&str) -> String);

/// What a pattern may be written with and must not, each with how it is without. In
/// the order in which one hides behind the other.
pub(super) const REPAIRS: &[Repair] = &[
    (Slip::CarriageReturn, |text| text.trim_end_matches('\r').to_owned()),
    (Slip::Blank, without_blanks),
    (Slip::Name, without_name),
    (Slip::Malformed, without_brackets),
    (Slip::Quotes, |text| text.trim_matches(QUOTES).to_owned()),
    (Slip::Blank, without_blanks),
    (Slip::Encoded, decoded),
    (Slip::Regex, without_anchors),
    (Slip::Backslash, slashed),
    (Slip::Scheme, without_scheme),
    (Slip::Scp, without_user),
    (Slip::Port, without_port),
    (Slip::Scp, |text| text.replacen(':', "/", 1)),
    (Slip::Version, |text| text.split('@').next().unwrap_or_default().to_owned()),
    (Slip::Rest, without_rest),
    (Slip::Slashes, single_slashes),
    (Slip::Git, without_git),
    (Slip::Dot, without_dots),
];

const QUOTES: [char; 8] = ['"', '\'', '`', '“', '”', '‘', '’', '«'];

/// What others put between two patterns.
const SEPARATORS: [char; 8] = [';', '|', '，', '、', '；', '\n', '\t', ' '];

/// The patterns in an entry, and what stands between them where that is no comma.
pub(super) fn parts(entry: &str) -> (Option<char>, Vec<&str>) {
    let inner = entry.trim();
    let separator = SEPARATORS
        .into_iter()
        .find(|it| inner.split(*it).filter(|part| !part.trim().is_empty()).count() > 1);
    match separator {
        Some(it) => (separator, inner.split(it).filter(|part| !part.trim().is_empty()).collect()),
        None => match hosts_by_colon(inner) {
            Some(parts) => (Some(':'), parts),
            None => (None, vec![entry]),
        },
    }
}

/// `a.example:b.example`, as in a search path.
fn hosts_by_colon(inner: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = inner.split(':').collect();
    let is_host = |part: &&str| {
        let host = part.split('/').next().unwrap_or_default();
        !part.starts_with('/') && !host.contains('@') && host.contains('.')
    };
    (parts.len() > 1 && parts.iter().all(is_host)).then_some(parts)
}

fn without_blanks(text: &str) -> String {
    let invisible = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')
    };
    text.chars().filter(|c| *c == '\r' || !invisible(*c)).collect()
}

/// `GOPRIVATE=…` typed as the value of GOPRIVATE.
fn without_name(text: &str) -> String {
    match text.split_once('=') {
        Some((name, rest)) if name.trim_start_matches("export ").starts_with("GO") => {
            rest.to_owned()
        }
        _ => text.to_owned(),
    }
}

/// What is no class of a glob, or an unfinished one.
fn without_brackets(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '[' | ']' | '{' | '}' | '(' | ')' | '<' | '>')).collect()
}

fn decoded(text: &str) -> String {
    let known = [("%2f", "/"), ("%2F", "/"), ("%40", "@"), ("%20", ""), ("%2e", "."), ("%2E", ".")];
    known.iter().fold(text.to_owned(), |text, (code, letter)| text.replace(code, letter))
}

fn without_anchors(text: &str) -> String {
    let text = text.trim_start_matches('^').trim_end_matches('$');
    text.strip_suffix("/.*").unwrap_or(text).to_owned()
}

/// A backslash makes the next letter stand for itself: before a dot it does no harm.
fn slashed(text: &str) -> String {
    let mut chars = text.chars().peekable();
    let mut slashed = String::new();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && next.is_alphanumeric() => slashed.push('/'),
            _ if c == '\\' => {}
            _ => slashed.push(c),
        }
    }
    slashed
}

fn without_scheme(text: &str) -> String {
    let is_scheme = |it: &str| {
        !it.is_empty() && it.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-'))
    };
    match text.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => rest.to_owned(),
        _ => text.strip_prefix("//").unwrap_or(text).to_owned(),
    }
}

fn without_user(text: &str) -> String {
    let host = text.find(['/', ':']).unwrap_or(text.len());
    let user = text[..host].rfind('@');
    let all = text[..text.find('/').unwrap_or(text.len())].rfind('@');
    user.or(all).map_or(text, |at| &text[at + 1..]).to_owned()
}

fn without_port(text: &str) -> String {
    let end = text.find('/').unwrap_or(text.len());
    let (host, path) = text.split_at(end);
    match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit() || c == '*') => {
            format!("{name}{path}")
        }
        _ => text.to_owned(),
    }
}

fn without_rest(text: &str) -> String {
    let mut text = text;
    while let Some(less) =
        ["/...", "/**", "/**/*", "/.../"].iter().find_map(|it| text.strip_suffix(it))
    {
        text = less;
    }
    text.to_owned()
}

fn single_slashes(text: &str) -> String {
    text.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

fn without_git(text: &str) -> String {
    let (host, path) = text.split_at(text.find('/').unwrap_or(text.len()));
    let parts = path.split('/').map(|part| part.strip_suffix(".git").unwrap_or(part));
    host.to_owned() + &parts.collect::<Vec<_>>().join("/")
}

fn without_dots(text: &str) -> String {
    let (host, path) = text.split_at(text.find('/').unwrap_or(text.len()));
    format!("{}{path}", host.trim_matches('.'))
}
