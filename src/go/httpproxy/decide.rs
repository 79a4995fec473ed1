use super::no_proxy::{self, Entry};
use super::{Caller, Config, Proxy, Setting, Variable, address};
use crate::base::Veiled;
use crate::go::url::{Addr, Url, UrlError};
use serde::{Deserialize, Serialize};

/// The road go takes to a URL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "road")]
pub enum Decision {
    /// Through the proxy that `variable` names.
    Proxy { variable: Variable, proxy: Proxy },
    /// Without a proxy.
    Direct { reason: Bypass },
    /// Not at all: `refusing to use HTTP_PROXY value in CGI environment`.
    Refused { variable: Variable },
}

/// Why go uses no proxy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "because")]
pub enum Bypass {
    /// No variable is set for the scheme of this URL.
    Unset,
    /// Go has proxies for http and https only.
    OtherScheme,
    /// The value is no URL; go ignores it without a word.
    Malformed { variable: Variable, value: Veiled, error: UrlError },
    /// `localhost` or a loopback address, whatever the variables say.
    Loopback,
    /// A host with a stray bracket.
    OddHost,
    /// The first entry of the list that holds for this URL.
    NoProxy { variable: Variable, entry: Entry },
}

impl Config {
    /// The road that go takes to `url` (httpproxy `proxyForURL`).
    pub fn proxy_for(&self, url: &Url) -> Decision {
        let (setting, caller) = match url.scheme() {
            "https" => (&self.https, Caller::Command),
            "http" => (&self.http, self.caller),
            _ => return direct(Bypass::OtherScheme),
        };
        let Some(Setting { variable, value }) = setting else {
            return direct(Bypass::Unset);
        };
        let variable = *variable;
        let proxy = match Proxy::parse(value.raw()) {
            Ok(proxy) => proxy,
            Err(error) => {
                let value = value.clone();
                return direct(Bypass::Malformed { variable, value, error });
            }
        };
        if caller == Caller::Cgi {
            return Decision::Refused { variable };
        }
        match self.bypass(url) {
            Some(reason) => direct(reason),
            None => Decision::Proxy { variable, proxy },
        }
    }

    /// httpproxy `useProxy`.
    fn bypass(&self, url: &Url) -> Option<Bypass> {
        let port = match (&*url.port(), url.scheme()) {
            ("", "http") => "80".to_owned(),
            ("", _) => "443".to_owned(),
            (port, _) => port.to_owned(),
        };
        let whole = address::join(&address::ascii_host(url), &port);
        let Ok((host, port)) = address::split_host_port(&whole) else {
            return Some(Bypass::OddHost);
        };
        let ip = Addr::parse(host).ok().map(|addr| addr.plain());
        if host == "localhost" || ip.is_some_and(|ip| ip.is_loopback()) {
            return Some(Bypass::Loopback);
        }
        let Setting { variable, value } = self.no_proxy.as_ref()?;
        let entry = no_proxy::matching(value.raw(), host, port, ip)?;
        Some(Bypass::NoProxy { variable: *variable, entry })
    }
}

fn direct(reason: Bypass) -> Decision {
    Decision::Direct { reason }
}
