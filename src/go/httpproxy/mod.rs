//! Which forward proxy go uses for a URL, and why
//! (golang.org/x/net/http/httpproxy as net/http vendors it since go 1.24).

mod address;
mod corrected;
mod decide;
mod idna;
mod near_miss;
mod no_proxy;
mod proxy;
#[cfg(test)]
mod tests;

pub use address::{AddressError, split_host_port};
pub use decide::{Bypass, Decision};
pub use near_miss::NearMiss;
pub use no_proxy::{Entry, Reach, Rule};
pub use proxy::{Proxy, Scheme};

use crate::base::Veiled;
use serde::{Deserialize, Serialize};

/// The proxy settings of an environment (httpproxy `Config`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    pub http: Option<Setting>,
    pub https: Option<Setting>,
    pub no_proxy: Option<Setting>,
    pub caller: Caller,
}

/// A value, and the variable that supplied it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    pub variable: Variable,
    pub value: Veiled,
}

/// A variable that go reads; the upper-case one wins unless it is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Variable {
    #[serde(rename = "HTTP_PROXY")]
    HttpProxy,
    #[serde(rename = "http_proxy")]
    HttpProxyLower,
    #[serde(rename = "HTTPS_PROXY")]
    HttpsProxy,
    #[serde(rename = "https_proxy")]
    HttpsProxyLower,
    #[serde(rename = "NO_PROXY")]
    NoProxy,
    #[serde(rename = "no_proxy")]
    NoProxyLower,
}

impl Variable {
    pub fn name(self) -> &'static str {
        match self {
            Self::HttpProxy => "HTTP_PROXY",
            Self::HttpProxyLower => "http_proxy",
            Self::HttpsProxy => "HTTPS_PROXY",
            Self::HttpsProxyLower => "https_proxy",
            Self::NoProxy => "NO_PROXY",
            Self::NoProxyLower => "no_proxy",
        }
    }
}

/// Who runs go: a web server that sets `REQUEST_METHOD` makes it refuse the
/// value of `HTTP_PROXY`, which a client could have set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Caller {
    #[default]
    Command,
    Cgi,
}

impl Config {
    /// Picks the settings out of an environment (httpproxy `FromEnvironment`).
    pub fn from_environment(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let filled = |name: &str| lookup(name).filter(|value| !value.is_empty());
        let first = |upper, lower| {
            [upper, lower].into_iter().find_map(|variable: Variable| {
                let value = Veiled::new(filled(variable.name())?);
                Some(Setting { variable, value })
            })
        };
        Self {
            http: first(Variable::HttpProxy, Variable::HttpProxyLower),
            https: first(Variable::HttpsProxy, Variable::HttpsProxyLower),
            no_proxy: first(Variable::NoProxy, Variable::NoProxyLower),
            caller: match filled("REQUEST_METHOD") {
                Some(_) => Caller::Cgi,
                None => Caller::Command,
            },
        }
    }

    /// What each part of `NO_PROXY` means to go, in the order written.
    pub fn no_proxy_entries(&self) -> Vec<Entry> {
        let list = self.no_proxy.as_ref();
        list.map_or_else(Vec::new, |setting| no_proxy::read(setting.value.raw()))
    }
}
