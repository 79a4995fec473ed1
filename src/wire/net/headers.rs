use crate::base::{Excerpt, Veiled};
use crate::model::Header;

/// More headers than a finding ever needs.
const MOST: usize = 16;

/// Headers that tell who answered, and why.
const TELLING: [&str; 24] = [
    "server",
    "via",
    "x-cache",
    "x-cache-lookup",
    "x-squid-error",
    "x-served-by",
    "x-amz-cf-id",
    "x-jfrog-version",
    "x-artifactory-id",
    "x-artifactory-node-id",
    "x-gitlab-meta",
    "cf-ray",
    "age",
    "content-type",
    "content-length",
    "content-encoding",
    "location",
    "www-authenticate",
    "proxy-authenticate",
    "proxy-connection",
    "retry-after",
    "date",
    "x-blocked-by",
    "x-proxy-error",
];

/// The telling headers among all, in their order, values shortened and without
/// user parts of URLs.
pub(super) fn telling<'a>(all: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<Header> {
    all.filter(|(name, _)| is_telling(name))
        .take(MOST)
        .map(|(name, value)| Header { name: name.to_ascii_lowercase(), value: shown(name, value) })
        .collect()
}

fn is_telling(name: &str) -> bool {
    let known = TELLING.iter().any(|telling| name.eq_ignore_ascii_case(telling));
    known || name.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("x-go-"))
}

fn shown(name: &str, value: &[u8]) -> Excerpt {
    if name.eq_ignore_ascii_case("location") {
        let whole = Veiled::new(String::from_utf8_lossy(value));
        return Excerpt::text(&whole.without_query().to_string());
    }
    Excerpt::of(value, Excerpt::USUAL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_telling_headers_stay_and_passwords_go() {
        let all: [(&str, &[u8]); 4] = [
            ("Set-Cookie", b"secret"),
            ("Server", b"nginx"),
            ("Location", b"https://u:hunter2@h/x"),
            ("X-Go-Proxy", b"1"),
        ];
        let seen: Vec<_> = telling(all.into_iter())
            .into_iter()
            .map(|header| format!("{}={}", header.name, header.value))
            .collect();
        assert_eq!(seen, ["server=nginx", "location=https://***@h/x", "x-go-proxy=1"]);
    }
}
