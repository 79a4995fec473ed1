use super::address;
use crate::go::url::{Url, UrlError};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A forward proxy as go understands a variable's value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proxy {
    pub url: Url,
    pub scheme: Scheme,
}

/// How go talks to a proxy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    Http,
    Https,
    Socks5,
    /// The same as `Socks5` to go: the proxy resolves names in both.
    Socks5h,
    /// Go speaks plain HTTP to it, whatever the name says.
    Other {
        name: String,
    },
}

impl Proxy {
    /// Reads a variable's value; one that is no URL by itself is tried again
    /// behind `http://` (httpproxy `parseProxy`).
    pub fn parse(value: &str) -> Result<Self, UrlError> {
        let plain = Url::parse(value);
        let url = match plain {
            Ok(url) if !url.scheme().is_empty() && !url.host().is_empty() => url,
            _ => Url::parse(&format!("http://{value}")).or(plain)?,
        };
        let scheme = Scheme::of(url.scheme());
        Ok(Self { url, scheme })
    }

    /// The value as go before 1.24 takes it, which knew no scheme but these three
    /// and put `http://` before all else.
    pub fn before_1_24(value: &str) -> Cow<'_, str> {
        let foreign = Url::parse(value).is_ok_and(|url| {
            !url.host().is_empty() && !["http", "https", "socks5", ""].contains(&url.scheme())
        });
        if foreign { format!("http://{value}").into() } else { value.into() }
    }

    /// The `host:port` that go dials; a port that is not written is that of the
    /// scheme, and empty for a scheme go does not know (net/http `canonicalAddr`).
    pub fn address(&self) -> String {
        address::join(&self.host(), &self.port_text())
    }

    /// The host that go dials, without brackets.
    pub fn host(&self) -> String {
        address::ascii_host(&self.url)
    }

    /// The port that go dials, if it is one.
    pub fn port(&self) -> Option<u16> {
        self.port_text().parse().ok()
    }

    fn port_text(&self) -> String {
        let written = self.url.port();
        match self.scheme {
            _ if !written.is_empty() => written.into_owned(),
            Scheme::Http => "80".into(),
            Scheme::Https => "443".into(),
            Scheme::Socks5 | Scheme::Socks5h => "1080".into(),
            Scheme::Other { .. } => String::new(),
        }
    }
}

impl Scheme {
    fn of(name: &str) -> Self {
        match name {
            "http" => Self::Http,
            "https" => Self::Https,
            "socks5" => Self::Socks5,
            "socks5h" => Self::Socks5h,
            other => Self::Other { name: other.into() },
        }
    }
}
