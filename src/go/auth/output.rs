use crate::base::{Secret, Veiled};
use crate::go::url::{Url, basic};
use serde::{Deserialize, Serialize};

/// Headers that a GOAUTH program gives for some URLs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// As printed.
    pub urls: Vec<Veiled>,
    /// Without any of them go forgets what it knew for these URLs.
    pub headers: Vec<(String, Secret)>,
}

/// What is wrong with the output of a GOAUTH program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Misprint {
    /// No empty line follows the URLs.
    UrlsUnended,
    /// A line where a URL is to stand is none.
    NoUrl,
    /// No empty line follows the headers.
    HeadersUnended,
    /// A line where a header is to stand is none.
    NoHeader,
}

/// What a GOAUTH program printed: blocks of URLs, an empty line, headers, an
/// empty line. go's file: `cmd/go/internal/auth/userauth.go`, `parseUserAuth`.
pub fn parse_output(text: &str) -> Result<Vec<Grant>, Misprint> {
    let mut grants = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (mut urls, mut headers) = (Vec::new(), Vec::new());
        while let Some(line) = next_line(&mut rest).ok_or(Misprint::UrlsUnended)? {
            urls.push(url(line).ok_or(Misprint::NoUrl)?);
        }
        while let Some(line) = next_line(&mut rest).ok_or(Misprint::HeadersUnended)? {
            headers.push(header(line).ok_or(Misprint::NoHeader)?);
        }
        grants.push(Grant { urls, headers });
    }
    Ok(grants)
}

/// What `git credential fill` printed, as headers for the URL in it; none where
/// that is not a beginning of `asked`.
/// go's file: `cmd/go/internal/auth/gitauth.go`.
pub fn parse_git(text: &str, asked: &str) -> Option<Grant> {
    let (mut scheme, mut host, mut path) = ("", "", "");
    let (mut name, mut password) = ("", "");
    for line in text.split('\n') {
        match line.trim().split_once('=') {
            Some(("protocol", value)) => scheme = value,
            Some(("host", value)) => host = value,
            Some(("path", value)) => path = value,
            Some(("username", value)) => name = value,
            Some(("password", value)) => password = value,
            _ => {}
        }
    }
    let slash = if path.is_empty() || path.starts_with('/') { "" } else { "/" };
    let prefix = format!("{scheme}://{host}{slash}{path}");
    let fits = !host.is_empty() && asked.starts_with(&prefix);
    fits.then(|| Grant {
        urls: vec![Veiled::new(prefix)],
        headers: vec![("Authorization".into(), basic(name.as_bytes(), password.as_bytes()))],
    })
}

/// The next line; `Some(None)` for an empty one, none where no line break ends it.
#[expect(clippy::option_option, reason = "no line, an empty one, and one with words")]
fn next_line<'a>(rest: &mut &'a str) -> Option<Option<&'a str>> {
    let (line, after) = rest.split_once('\n')?;
    *rest = after;
    Some((!line.is_empty()).then_some(line))
}

/// As `url.ParseRequestURI` has it: a whole URL or a path from the root, and no
/// fragment in either.
fn url(line: &str) -> Option<Veiled> {
    let parsed = Url::parse(&line.replace('#', "%23")).ok()?;
    let rooted = line.starts_with('/') || line == "*" || !parsed.scheme().is_empty();
    rooted.then(|| parsed.spelled())
}

fn header(line: &str) -> Option<(String, Secret)> {
    let (name, value) = line.split_once(": ")?;
    let value = value.trim();
    let is_name = !name.is_empty() && name.bytes().all(is_token);
    let is_value = value.bytes().all(|b| b == b'\t' || (b >= 0x20 && b != 0x7f));
    (is_name && is_value).then(|| (name.to_owned(), Secret::new(value)))
}

fn is_token(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b)
}
