use crate::base::Secret;
use crate::wire::TunnelKind;

/// A forward proxy's address, taken apart as net/http does.
pub(super) struct Forward {
    pub(super) kind: TunnelKind,
    /// Whether TLS is spoken with the proxy itself.
    pub(super) is_secure: bool,
    /// Without brackets.
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) user: Option<(Secret, Secret)>,
}

impl Forward {
    /// Any scheme that is neither TLS nor SOCKS5 is plain HTTP to go.
    pub(super) fn parse(raw: &str) -> Option<Self> {
        let (scheme, rest) = raw.split_once("://").unwrap_or(("http", raw));
        let scheme = scheme.to_ascii_lowercase();
        let (kind, is_secure, usual) = match scheme.as_str() {
            "https" => (TunnelKind::Http, true, 443),
            "socks5" | "socks5h" => (TunnelKind::Socks5, false, 1080),
            _ => (TunnelKind::Http, false, 80),
        };
        let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
        let (user, place) = match authority.rsplit_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, authority),
        };
        let (host, port) = split_port(place, usual)?;
        Some(Self { kind, is_secure, host: host.to_owned(), port, user: user.map(pair) })
    }

    /// Without the user part. SOCKS5 names are for the proxy to resolve: that is
    /// what go does, whatever the scheme says.
    pub(super) fn url(&self) -> String {
        let scheme = match (self.kind, self.is_secure) {
            (TunnelKind::Socks5, _) => "socks5h",
            (TunnelKind::Http, true) => "https",
            (TunnelKind::Http, false) => "http",
        };
        if self.host.contains(':') {
            format!("{scheme}://[{}]:{}", self.host, self.port)
        } else {
            format!("{scheme}://{}:{}", self.host, self.port)
        }
    }
}

fn split_port(place: &str, usual: u16) -> Option<(&str, u16)> {
    let (host, rest) = match place.strip_prefix('[') {
        Some(inner) => inner.split_once(']')?,
        None => place.split_at(place.find(':').unwrap_or(place.len())),
    };
    let port = match rest.strip_prefix(':') {
        None | Some("") => usual,
        Some(port) => port.parse().ok()?,
    };
    (!host.is_empty()).then_some((host, port))
}

fn pair(user: &str) -> (Secret, Secret) {
    let (name, password) = user.split_once(':').unwrap_or((user, ""));
    (Secret::new(unescaped(name)), Secret::new(unescaped(password)))
}

/// Percent escapes read; what is no escape stands as it is.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        if let Some(read) = escape(rest) {
            bytes.push(read);
            rest = &after[2..];
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn escape(text: &[u8]) -> Option<u8> {
    let digits = text.strip_prefix(b"%")?.get(..2)?;
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(raw: &str) -> Option<(String, Option<(String, String)>)> {
        let forward = Forward::parse(raw)?;
        let user = forward.user.as_ref();
        let user = user.map(|(name, word)| (name.expose().to_owned(), word.expose().to_owned()));
        Some((forward.url(), user))
    }

    #[test]
    fn schemes_ports_and_users_are_taken_apart() {
        let plain = |url: &str| Some((url.to_owned(), None));
        assert_eq!(seen("proxy:3128"), plain("http://proxy:3128"));
        assert_eq!(seen("http://proxy/"), plain("http://proxy:80"));
        assert_eq!(seen("HTTPS://proxy"), plain("https://proxy:443"));
        assert_eq!(seen("socks5://[::1]"), plain("socks5h://[::1]:1080"));
        assert_eq!(seen("socks4://p:1"), plain("http://p:1"));
        assert_eq!(seen("http://:80"), None);
        assert_eq!(seen("http://p:99999"), None);
        let user = |name: &str, word: &str| Some((name.to_owned(), word.to_owned()));
        assert_eq!(seen("http://a:b%40c@p:1"), Some(("http://p:1".into(), user("a", "b@c"))));
        assert_eq!(seen("http://a:b@c@p:1"), Some(("http://p:1".into(), user("a", "b@c"))));
        assert_eq!(seen("http://t%zz@p:1"), Some(("http://p:1".into(), user("t%zz", ""))));
    }
}
