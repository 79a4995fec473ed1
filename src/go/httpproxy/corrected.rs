use super::{Proxy, Scheme};

/// What people write before a proxy, and the scheme that they mean by it.
const SCHEMES: &[(&str, &str)] = &[
    ("http", "http"),
    ("https", "https"),
    ("socks5", "socks5"),
    ("socks5h", "socks5h"),
    ("socks", "socks5"),
    ("socks4", "socks5"),
    ("socks4a", "socks5"),
];
/// `http://http://…` is unwrapped so often.
const WRAPPED: usize = 4;
/// What is typed between a scheme and what follows it.
const SEPARATORS: [char; 4] = [':', ';', '/', '\\'];
/// Longer than any proxy's URL, in bytes.
const LONGEST: usize = 4096;

impl Proxy {
    /// The value that was meant by one that go ignores or reads as another proxy:
    /// blanks, quotes, full-width characters, a slip in the scheme, a password
    /// that is not percent-encoded. None where go reads it as it is meant, and
    /// where nobody can tell.
    pub fn corrected(value: &str) -> Option<String> {
        if value.len() > LONGEST {
            return None;
        }
        let plain = half_width(value);
        let (scheme, rest) = scheme_of(trimmed(&plain))?;
        let (user, place) = match rest.rsplit_once('@') {
            Some((user, place)) => (format!("{}@", encoded(user)), place),
            None => (String::new(), rest),
        };
        let place = place.split(['/', '?', '#', '\\']).next().unwrap_or_default();
        let meant = format!("{scheme}://{user}{}", trimmed(place));
        let proxy = Self::parse(&meant).ok().filter(Self::is_plausible)?;
        let same = Self::parse(value).is_ok_and(|read| read.is_like(&proxy));
        (!same).then_some(meant)
    }

    /// The same proxy spoken to in other ways, the likelier first.
    pub fn reschemed(value: &str) -> Vec<String> {
        let Ok(proxy) = Self::parse(value) else { return Vec::new() };
        let others: &[&str] = match proxy.scheme {
            Scheme::Http => &["https", "socks5"],
            Scheme::Https | Scheme::Socks5 | Scheme::Socks5h => &["http"],
            Scheme::Other { .. } => &["socks5", "http"],
        };
        let after = value.split_once("//").map_or(value, |(_, after)| after);
        let user = after.rsplit_once('@').map_or(String::new(), |(user, _)| format!("{user}@"));
        let written = |scheme: &&str| format!("{scheme}://{user}{}", proxy.address());
        others.iter().map(written).filter(|it| Self::parse(it).is_ok()).collect()
    }

    fn is_plausible(&self) -> bool {
        let host = self.host();
        let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
        let port = self.url.port();
        !host.is_empty()
            && host.chars().all(usual)
            && !SCHEMES.iter().any(|(name, _)| *name == host)
            && self.port().is_some_and(|port| port > 0)
            && (port.is_empty() || self.url.host().ends_with(&*port))
    }

    fn is_like(&self, other: &Self) -> bool {
        self.scheme == other.scheme
            && self.address() == other.address()
            && self.url.user() == other.url.user()
    }
}

/// What input methods type for ASCII is ASCII again.
fn half_width(value: &str) -> String {
    let ascii = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3002}' => '.',
        '\u{3000}' => ' ',
        c => c,
    };
    value.chars().map(ascii).collect()
}

fn trimmed(text: &str) -> &str {
    let stray = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || "\"'`“”‘’<>;,、".contains(c)
            || matches!(c, '\u{200b}' | '\u{feff}')
    };
    text.trim_matches(stray)
}

/// The scheme that is meant, `http` where none is written, and what follows it.
fn scheme_of(text: &str) -> Option<(&'static str, &str)> {
    let (mut found, mut rest) = (None, text);
    for _ in 0..WRAPPED {
        let Some((scheme, after)) = leading_scheme(rest) else { break };
        (found, rest) = (Some(scheme), after);
    }
    match found {
        Some(scheme) => Some((scheme, rest)),
        None if rest.find("://").is_some_and(|at| at > 0) => None,
        None => Some(("http", rest.trim_start_matches(SEPARATORS))),
    }
}

fn leading_scheme(text: &str) -> Option<(&'static str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (name, rest) = text.split_at(end);
    let (_, scheme) = SCHEMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let after = rest.trim_start_matches(SEPARATORS);
    // A host may be called so: `http:3128`.
    let is_port = after.bytes().all(|byte| byte.is_ascii_digit());
    (after.len() < rest.len() && !is_port).then_some((*scheme, after))
}

/// Name and password, percent-encoded where net/url wants them so.
fn encoded(user: &str) -> String {
    match user.split_once(':') {
        Some((name, password)) => format!("{}:{}", escaped(name), escaped(password)),
        None => escaped(user),
    }
}

fn escaped(text: &str) -> String {
    use std::fmt::Write as _;
    let bytes = text.as_bytes();
    let mut written = String::new();
    for (at, byte) in bytes.iter().enumerate() {
        let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
        let kept = byte.is_ascii_alphanumeric()
            || b"-._~!$&'()*+,;=".contains(byte)
            || (*byte == b'%' && hex(at + 1) && hex(at + 2));
        if kept {
            written.push(char::from(*byte));
        } else {
            let _ = write!(written, "%{byte:02X}");
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slips_of_the_pen_are_corrected() {
        let meant = "http://proxy.example:3128";
        for value in [
            " http://proxy.example:3128",
            "http://proxy.example:3128\r",
            "\"http://proxy.example:3128\"",
            "'proxy.example:3128'",
            "http//proxy.example:3128",
            "http:/proxy.example:3128",
            "http:proxy.example:3128",
            "http:\\\\proxy.example:3128",
            "http://http://proxy.example:3128",
            "http：//proxy.example：3128",
            "http://proxy.example:3128;",
            "://proxy.example:3128",
        ] {
            assert_eq!(Proxy::corrected(value).as_deref(), Some(meant), "{value:?}");
        }
        let socks = Proxy::corrected("socks://proxy.example:1080");
        assert_eq!(socks.as_deref(), Some("socks5://proxy.example:1080"));
        let https = Proxy::corrected("https//proxy.example:3128");
        assert_eq!(https.as_deref(), Some("https://proxy.example:3128"));
    }

    #[test]
    fn passwords_are_percent_encoded() {
        let meant = |value: &str| Proxy::corrected(value).unwrap();
        assert_eq!(meant("http://u:p#x@h:1"), "http://u:p%23x@h:1");
        assert_eq!(meant("http://u:10%@h:1"), "http://u:10%25@h:1");
        assert_eq!(meant("http://u:a/b c@h:1"), "http://u:a%2Fb%20c@h:1");
        assert_eq!(meant("http://u:a%40#@h:1"), "http://u:a%40%23@h:1");
        assert_eq!(Proxy::corrected("http://u:p@ss@h:1"), None);
    }

    #[test]
    fn what_go_reads_well_is_left_alone() {
        for value in [
            "proxy:3128",
            "http://proxy",
            "http://proxy:3128/",
            "https://proxy:3128",
            "socks5h://proxy:1",
            "HTTP://proxy:3128",
            "http://[::1]:3128",
            "",
            "direct",
            "http:3128",
            "ftp://proxy:21",
            "http://proxy:notaport",
            "http://",
        ] {
            assert_eq!(Proxy::corrected(value), None, "{value:?}");
        }
    }

    #[test]
    fn other_ways_keep_user_and_address() {
        assert_eq!(Proxy::reschemed("https://u:p@h:3128"), ["http://u:p@h:3128"]);
        assert_eq!(Proxy::reschemed("h:3128"), ["https://h:3128", "socks5://h:3128"]);
        assert_eq!(Proxy::reschemed("socks4://h:1"), ["socks5://h:1", "http://h:1"]);
    }

    proptest! {
        #[test]
        fn what_is_corrected_is_right(value in "[ \"hHtTpPsS5:;/\\\\@#%a-c0-9.：]{0,30}") {
            if let Some(meant) = Proxy::corrected(&value) {
                prop_assert_eq!(Proxy::corrected(&meant), None);
                prop_assert!(Proxy::parse(&meant).is_ok());
            }
        }

        #[test]
        fn nothing_makes_it_panic(value in ".{0,60}") {
            let _ = Proxy::corrected(&value);
            let _ = Proxy::reschemed(&value);
        }
    }
}
