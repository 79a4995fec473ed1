use crate::base::secret::MASK;
use std::borrow::Cow;

/// Headers whose values are nobody else's business.
const HEADERS: &[&str] = &[
    "authorization:",
    "cookie:",
    "private-token:",
    "job-token:",
    "deploy-token:",
    "x-auth-token:",
    "x-api-key:",
    "x-jfrog-art-api:",
    "x-vault-token:",
];

/// Ways to log in that are one word, with one more behind it.
const SCHEMES: &[&str] = &["basic", "bearer", "token", "negotiate", "ntlm"];

/// What names of settings end in that hold a secret.
const NAMES: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "token",
    "authtoken",
    "secret",
    "_auth",
    "api_key",
    "apikey",
    "api-key",
    "access_key",
    "accesskey",
    "accesskeyid",
    "private_key",
    "credential",
    "credentials",
    "signature",
    "sig",
];

/// How tokens of well-known kinds begin, and so many characters more they have at least.
const TOKENS: &[(&str, usize)] = &[
    ("ghp_", 10),
    ("gho_", 10),
    ("ghu_", 10),
    ("ghs_", 10),
    ("ghr_", 10),
    ("github_pat_", 10),
    ("glpat-", 10),
    ("gldt-", 10),
    ("glrt-", 10),
    ("glcbt-", 10),
    ("npm_", 20),
    ("pypi-", 20),
    ("dckr_pat_", 10),
    ("hf_", 20),
    ("hvs.", 20),
    ("xoxb-", 10),
    ("xoxp-", 10),
    ("ya29.", 10),
    ("AIza", 30),
    ("AKIA", 12),
    ("ASIA", 12),
    ("ATBB", 20),
    ("ATATT3", 20),
    ("AKCp", 30),
    ("cmVmdGtu", 20),
    ("eyJ", 20),
    ("sk-", 20),
];

/// A text of others without what looks like a secret: the users of URLs, headers and
/// settings that hold one, and tokens of well-known kinds.
pub fn masked(text: &str) -> String {
    let rules = [users, bare_users, headers, schemes, settings, logins, tokens, keys];
    let first = Cow::Borrowed(text);
    let masked = rules.iter().fold(first, |text, rule| {
        let spans = rule(&text);
        if spans.is_empty() { text } else { Cow::Owned(without(&text, spans)) }
    });
    masked.into_owned()
}

/// From where to where, in bytes.
type Span = (usize, usize);

fn without(text: &str, mut spans: Vec<Span>) -> String {
    spans.sort_unstable();
    let (mut left, mut from) = (String::with_capacity(text.len()), 0);
    for (start, end) in spans {
        if start >= from && end > start {
            left.push_str(&text[from..start]);
            left.push_str(MASK);
        }
        from = from.max(end);
    }
    left.push_str(&text[from..]);
    left
}

/// `//USER@`, wherever a URL stands.
fn users(text: &str) -> Vec<Span> {
    let urls = text.match_indices("//").map(|(at, _)| at + 2);
    let spans = urls.filter_map(|start| {
        let rest = &text[start..];
        let end = rest.find(|c: char| c.is_whitespace() || "\"'`<>".contains(c));
        let user = crate::base::secret::user(&text[start - 2..start + end.unwrap_or(rest.len())])?;
        Some((start, start + user))
    });
    spans.collect()
}

/// Logins of a URL that has lost its scheme: `USER:PASSWORD@HOST`.
fn bare_users(text: &str) -> Vec<Span> {
    let found = text.match_indices('@').filter_map(|(at, _)| {
        let stops = |c: char| c.is_whitespace() || "\"'`<>/=(),".contains(c);
        let start = text[..at]
            .rfind(stops)
            .map_or(0, |it| it + text[it..].chars().next().map_or(1, char::len_utf8));
        let colon = start + text[start..at].find(':')?;
        let host = word(&text[at + 1..]);
        // `file.go:3:example.com@v1.2.3` is a place and a version.
        let version =
            host.strip_prefix('v').is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()));
        let is_login = colon > start && colon + 1 < at && !version && host.contains(['.', ':']);
        is_login.then_some((start, at))
    });
    found.collect()
}

/// The values of headers that log in.
fn headers(text: &str) -> Vec<Span> {
    let small = text.to_ascii_lowercase();
    let found = HEADERS.iter().flat_map(|name| {
        small.match_indices(name).map(|(at, name)| (at + name.len(), name == HEADERS[0]))
    });
    let spans = found.map(|(at, logs_in)| {
        let start = at + blanks(&text[at..]);
        let scheme = word(&text[start..]);
        if logs_in && SCHEMES.contains(&&*scheme.to_ascii_lowercase()) {
            let behind = start + scheme.len();
            let from = behind + blanks(&text[behind..]);
            return (from, from + word(&text[from..]).len());
        }
        let one = logs_in && !scheme.ends_with(',') && is_alone(text, start);
        (start, if one { start + scheme.len() } else { text.len() })
    });
    spans.collect()
}

/// Whether nothing but one word stands there.
fn is_alone(text: &str, start: usize) -> bool {
    text[start..].split_whitespace().count() == 1
}

/// `Bearer TOKEN` and `Basic BASE64` outside of headers.
fn schemes(text: &str) -> Vec<Span> {
    let small = text.to_ascii_lowercase();
    let found = ["bearer ", "basic "].into_iter().flat_map(|scheme| {
        small.match_indices(scheme).map(|(at, scheme)| at + scheme.len()).collect::<Vec<_>>()
    });
    let coded = |c: char| c.is_ascii_alphanumeric() || "+/=._~-".contains(c);
    let spans = found.filter_map(|start| {
        let value = word(&text[start..]);
        (value.len() >= 8 && value.chars().all(coded) && !value.contains("realm"))
            .then_some((start, start + value.len()))
    });
    spans.collect()
}

/// `NAME=VALUE`, `NAME: VALUE` and `"NAME":"VALUE"` with a name that says what it is.
fn settings(text: &str) -> Vec<Span> {
    let signs = text.match_indices(['=', ':']).map(|(at, _)| at);
    let spans = signs.filter_map(|at| {
        let quotes = |c: char| "\"'\\".contains(c);
        let name = text[..at].trim_end_matches(quotes);
        let from = name
            .rfind(|c: char| !is_of_name(c))
            .map_or(0, |at| at + name[at..].chars().next().map_or(1, char::len_utf8));
        let name = name[from..].to_ascii_lowercase();
        // The last part of a module's path is no name of a setting.
        let of_path = text[..from].ends_with('/') && text[at..].starts_with(':');
        if of_path || !NAMES.iter().any(|it| name.ends_with(it)) {
            return None;
        }
        let rest = &text[at + 1..];
        let start = at + 1 + rest.len() - rest.trim_start_matches(|c| c == ' ' || quotes(c)).len();
        let value = &text[start..];
        let end = value.find(|c: char| c.is_whitespace() || "\"'\\&,;<>)}".contains(c));
        Some((start, start + end.unwrap_or(value.len())))
    });
    spans.collect()
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-.".contains(c)
}

/// Lines of a netrc: `login USER password WORD`, and options: `--password WORD`.
fn logins(text: &str) -> Vec<Span> {
    let netrc = text.contains("login ") || text.contains("machine ");
    let all = ["password ", "--token ", "--password ", "passwd "];
    let names = all.iter().filter(|name| netrc || name.starts_with("--"));
    let spans = names.flat_map(|name| {
        text.match_indices(name).map(|(at, name)| {
            let start = at + name.len() + blanks(&text[at + name.len()..]);
            (start, start + word(&text[start..]).len())
        })
    });
    spans.collect()
}

/// Tokens that show by themselves what they are.
fn tokens(text: &str) -> Vec<Span> {
    let spans = TOKENS.iter().flat_map(|(start, more)| {
        text.match_indices(start).filter_map(move |(at, start)| {
            let begins = !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
            let value = &text[at..];
            let end = value.find(|c: char| !(is_of_name(c) || "+/=~".contains(c)));
            let end = end.unwrap_or(value.len());
            (begins && end >= start.len() + more && looks_random(&value[..end]))
                .then_some((at, at + end))
        })
    });
    spans.collect()
}

/// Names of modules and files hold a slash sooner.
fn looks_random(token: &str) -> bool {
    token.bytes().any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

/// What follows the first line of a private key.
fn keys(text: &str) -> Vec<Span> {
    let found = text.find("PRIVATE KEY-----").map(|at| at + "PRIVATE KEY-----".len());
    found.filter(|start| *start < text.len()).map(|start| (start, text.len())).into_iter().collect()
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || "\"'".contains(c));
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The secret in all of them.
    const CANARY: &str = "c4nary0Canary1CANARY2canary3";

    const HOLDING: &[&str] = &[
        "fatal: unable to access 'https://build:§@git.corp.example/m/': The requested URL returned error: 403",
        "go: see https://a.example/x?to=https://§@b.example/",
        "git+ssh://§@git.corp.example/m",
        "dial tcp: lookup ann:§@proxy.corp.example: no such host",
        "invalid proxy URL missing scheme: ann:§@proxy.corp.example",
        "=> Send header: Authorization: Basic §",
        "> authorization: Bearer §",
        "Authorization: token §\\r",
        "Authorization: §",
        "Proxy-Authorization: Digest username=\"a\", response=\"§\"",
        "Set-Cookie: session=§; Path=/",
        "PRIVATE-TOKEN: §",
        "header Bearer § was refused",
        "machine git.corp.example login ci password §",
        "//registry.npmjs.example/:_authToken=§",
        "password=§&user=x",
        "GITLAB_TOKEN=§",
        "{\"password\":\"§\"}",
        "{\\\"token\\\": \\\"§\\\"}",
        "AWS_SECRET_ACCESS_KEY='§'",
        "https://bucket.example/m.zip?X-Amz-Signature=§&X-Amz-Expires=1",
        "docker login --password § -u me",
        "ghp_§",
        "remote: github_pat_§ is not valid",
        "glpat-§",
        "npm_§",
        "xoxb-§",
        "eyJhbGciOiJSUzI1NiJ9.eyJz§.§",
        "-----BEGIN OPENSSH PRIVATE KEY----- §",
    ];

    #[test]
    fn secrets_are_masked() {
        for text in HOLDING {
            let shown = masked(&text.replace('§', CANARY));
            assert!(!shown.contains(CANARY) && shown.contains(MASK), "{text}: {shown}");
        }
        assert!(!masked("key AKIAIOSFODNN7EXAMPLE is gone").contains("AKIA"));
    }

    #[test]
    fn go_s_words_stay() {
        for text in [
            "go: example.com/m@v1.0.0: reading https://proxy.example/example.com/m/@v/v1.0.0.mod: 404 Not Found",
            "go: git.corp.example:8443/m@v1.0.0: unrecognized import path",
            "https://proxy.example:8080/m/@v/v1.0.0.mod",
            "fatal: could not read Username for 'https://github.com': terminal prompts disabled",
            "fatal: could not read Password for 'https://github.com': terminal prompts disabled",
            "remote: Support for password authentication was removed on August 13, 2021.",
            "git@github.com: Permission denied (publickey).",
            "ssh://git@github.com/acme/tool: Permission denied",
            "verifying example.com/m@v1.0.0: checksum mismatch\n\tdownloaded: h1:abc=\n\tgo.sum:     h1:def=",
            "WWW-Authenticate: Basic realm=\"corp\"",
            "go: downloading github.com/acme/sk-tool v1.2.3",
            "go: GOAUTH=netrc is not enough",
            "invalid go version '1.21rc1': must match format 1.23",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_masked(text in "\\PC{0,80}", at in 0..HOLDING.len(), more in "\\PC{0,40}") {
            let shown = masked(&format!("{text} {} {more}", HOLDING[at].replace('§', CANARY)));
            prop_assert!(!shown.contains(CANARY), "{shown}");
        }
    }
}
