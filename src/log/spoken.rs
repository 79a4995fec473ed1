use super::doing;
use crate::model::{Speaker, Spoken};
use std::net::IpAddr;

/// What the message tells up to this place, where the innermost mark ends.
pub(super) fn of(text: &str, start: usize, end: usize) -> Spoken {
    let close = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let told = &text[..close];
    let (url, host) = asked(told);
    let (address, port) = dialled(told);
    let (module, version) = named(told, start);
    let (now, limit) = dates(told);
    Spoken {
        text: text.to_owned(),
        doing: doing::of(text),
        by: speaker(text, start),
        host,
        url,
        address,
        port,
        nameserver: nameserver(told),
        module,
        version,
        now,
        limit,
    }
}

/// The URL that was asked last, and its host; of a lookup the host alone.
fn asked(text: &str) -> (Option<String>, Option<String>) {
    let url = ["https://", "http://", "ssh://"].iter().filter_map(|it| text.rfind(it)).max();
    let url = url.map(|at| word(&text[at..]));
    let host = url.and_then(host_of);
    let looked = after(text, "lookup ").map(|rest| word(rest).trim_end_matches(':'));
    let by_ssh = text
        .rfind("git@")
        .map(|at| &text[at + 4..])
        .and_then(|rest| rest.split([':', '/', ' ', '\'']).next().filter(|it| it.contains('.')));
    let host = looked.filter(|it| it.contains('.')).map(str::to_owned).or(host);
    let url = url.map(without_login);
    (url, host.or_else(|| by_ssh.map(str::to_owned)))
}

/// A URL without what is secret in it: the login, and what follows a `?`.
fn without_login(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or(url);
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let place = authority.rsplit('@').next().unwrap_or(authority);
    format!("{scheme}://{place}{path}")
}

fn host_of(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let place = authority.rsplit('@').next()?;
    let host = match place.strip_prefix('[') {
        Some(six) => six.split(']').next()?,
        None => place.split(':').next()?,
    };
    (!host.is_empty()).then(|| host.to_owned())
}

/// A word as it stands in a sentence: without quotes and the colon behind it.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || "\"'`<>(),;\\".contains(c));
    text[..end.unwrap_or(text.len())].trim_end_matches([':', '.'])
}

fn after<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    text.rfind(mark).map(|at| &text[at + mark.len()..])
}

/// Of `dial tcp 192.0.2.1:443` or `192.0.2.7:5000->192.0.2.1:443`.
fn dialled(text: &str) -> (Option<IpAddr>, Option<u16>) {
    let arrow = after(text, "->").and_then(|rest| socket(word_at(rest)));
    let dial = after(text, "dial tcp ").and_then(|rest| socket(word_at(rest)));
    let (address, port) = dial.or(arrow).unzip();
    (address, port)
}

fn word_at(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || "\"'`".contains(c));
    text[..end.unwrap_or(text.len())].trim_end_matches(':')
}

fn socket(word: &str) -> Option<(IpAddr, u16)> {
    word.parse::<std::net::SocketAddr>().ok().map(|it| (it.ip(), it.port()))
}

/// Of `lookup HOST on SERVER:53`.
fn nameserver(text: &str) -> Option<String> {
    let rest = after(text, "lookup ")?;
    let server = word_at(rest.split_once(" on ")?.1);
    server.rsplit_once(':').is_some_and(|it| it.1 == "53").then(|| server.to_owned())
}

/// The module that is spoken of last before the mark, and its version.
fn named(text: &str, start: usize) -> (Option<String>, Option<String>) {
    let words = |part: &str| {
        let found = part.split_whitespace().filter_map(module_version).next_back();
        found.map(|(path, version)| (path.to_owned(), version.to_owned()))
    };
    if let Some((path, version)) = words(&text[..start]).or_else(|| words(&text[start..])) {
        return (Some(path), Some(version));
    }
    let path = after(text, "unrecognized import path ")
        .or_else(|| after(text, "module "))
        .or_else(|| after(text, "package "));
    let path = path.map(|rest| word(rest.trim_start_matches('"')));
    (path.filter(|it| is_path(it)).map(str::to_owned), None)
}

/// A module with a version, as `example.com/m@v1.2.3:` or `…/go.mod:` behind it.
pub(super) fn module_version(word: &str) -> Option<(&str, &str)> {
    let word = word.trim_matches(|c: char| "\"'`(),;:[]".contains(c));
    let (path, version) = word.split_once('@')?;
    let version = version.strip_suffix("/go.mod").unwrap_or(version);
    let sound = |c: char| c.is_ascii_alphanumeric() || "-.+_/".contains(c);
    let fits = is_path(path) && !version.is_empty() && version.chars().all(sound);
    fits.then_some((path, version))
}

/// Whether it is the path of a module with a host.
pub(super) fn is_path(word: &str) -> bool {
    let first = word.split('/').next().unwrap_or_default();
    let sound = |c: char| c.is_ascii_alphanumeric() || "-._~/+!".contains(c);
    first.contains('.')
        && !first.starts_with('.')
        && word.contains(['/', '.'])
        && !word.contains("//")
        && word.chars().all(sound)
        && first.ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// Of `current time NOW is after LIMIT`.
fn dates(text: &str) -> (Option<String>, Option<String>) {
    let Some(rest) = after(text, "current time ") else { return (None, None) };
    let now = word_of_time(rest);
    let limit = ["is after ", "is before "].iter().find_map(|it| after(rest, it));
    (now, limit.and_then(word_of_time))
}

fn word_of_time(text: &str) -> Option<String> {
    let word = text.split_whitespace().next()?;
    let word = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    word.starts_with(|c: char| c.is_ascii_digit()).then(|| word.to_owned())
}

/// Who says what stands at this place.
fn speaker(text: &str, start: usize) -> Speaker {
    let before = &text[..start];
    let line = text[before.rfind('\n').map_or(0, |at| at + 1)..].trim_start();
    if before.contains("server response:") || line.starts_with("server response:") {
        Speaker::Server
    } else if line.starts_with("remote: ") {
        Speaker::Remote
    } else if before.contains("exit status ") || line.starts_with("fatal: ") {
        Speaker::Tool
    } else {
        Speaker::Go
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Doing;

    fn told(text: &str, mark: &str) -> Spoken {
        let start = text.rfind(mark).unwrap_or_else(|| panic!("{mark}: {text}"));
        of(text, start, start + mark.len())
    }

    #[test]
    fn a_lookup_tells_host_and_nameserver() {
        let it = told(
            "go: a.example/m@v1.0.0: Get \"https://proxy.corp.example:8443/a.example/m/@v/v1.0.0.mod\": dial tcp: lookup proxy.corp.example on 10.0.0.53:53: no such host",
            "no such host",
        );
        assert_eq!(it.host.as_deref(), Some("proxy.corp.example"));
        assert_eq!(it.nameserver.as_deref(), Some("10.0.0.53:53"));
        assert_eq!(it.module.as_deref(), Some("a.example/m"));
        assert_eq!(it.version.as_deref(), Some("v1.0.0"));
        let url = "https://proxy.corp.example:8443/a.example/m/@v/v1.0.0.mod";
        assert_eq!(it.url.as_deref(), Some(url));
        assert_eq!((it.doing, it.by), (Doing::Proxy, Speaker::Go));
    }

    #[test]
    fn a_dial_tells_address_and_port() {
        let six = told("dial tcp [2001:db8::1]:443: connect: network is unreachable", "network");
        assert_eq!(six.address, "2001:db8::1".parse().ok());
        assert_eq!(six.port, Some(443));
        let read = told(
            "read tcp 172.17.0.2:36832->224.0.0.1:443: read: connection reset by peer",
            "connection reset",
        );
        assert_eq!(read.address, "224.0.0.1".parse().ok());
    }

    #[test]
    fn a_certificate_tells_its_dates() {
        let it = told(
            "x509: certificate has expired or is not yet valid: current time 2021-10-01T06:44:22Z is after 2021-09-30T14:01:15Z",
            "is after",
        );
        assert_eq!(it.now.as_deref(), Some("2021-10-01T06:44:22Z"));
        assert_eq!(it.limit.as_deref(), Some("2021-09-30T14:01:15Z"));
    }

    /// The same words of git's here, of a proxy's, and of the server's behind git.
    #[test]
    fn who_says_it() {
        let words =
            "fatal: could not read Username for 'https://a.example': terminal prompts disabled";
        let here = format!(
            "go: a.example/m@v1: git ls-remote -q origin in /x: exit status 128:\n\t{words}"
        );
        assert_eq!(told(&here, "terminal prompts").by, Speaker::Tool);
        let there = format!(
            "go: a.example/m@v1: reading https://p.example/a.example/m/@v/v1.mod: 404 Not Found\n\tserver response: not found: git ls-remote: exit status 128:\n\t\t{words}"
        );
        assert_eq!(told(&there, "terminal prompts").by, Speaker::Server);
        let remote = "git fetch: exit status 128:\n\tremote: HTTP Basic: Access denied";
        assert_eq!(told(remote, "Access denied").by, Speaker::Remote);
    }

    #[test]
    fn no_login_is_kept() {
        let it = told(
            "Get \"https://ann:s3cret@p.example/x/@v/list?token=s3cret\": Forbidden",
            "Forbidden",
        );
        assert_eq!(it.host.as_deref(), Some("p.example"));
        assert_eq!(it.url.as_deref(), Some("https://p.example/x/@v/list"));
    }

    #[test]
    fn what_is_a_module_with_its_version() {
        for word in ["a.example/m@v1.2.3:", "a.example/m@v1.2.3/go.mod:", "\"a.example@latest\""] {
            assert!(module_version(word).is_some(), "{word}");
        }
        for word in ["git@github.com:x/y", "user@host", "@v1", "a@b", "https://a.example/m@v1"] {
            assert!(module_version(word).is_none(), "{word}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd(before in "\\PC{0,60}", words in "[a-z:/@.>\"' -]{0,40}") {
            let text = format!("{before}{words}");
            let _ = of(&text, before.len(), text.len());
        }
    }
}
