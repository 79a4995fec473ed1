use crate::go::url::Url;
use crate::model::{Cite, Counter, Endpoint, Evidence, Fault, Fetch, Ladder, Observation, Reply};
use crate::model::{Scheme, TlsFault, TunnelFault, is_public_host};

/// What a forward proxy means that opens no way to a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It could and does not want to.
    Rule,
    /// It sends to another page, as networks do on which one logs in first.
    Elsewhere { host: String },
    /// It has had enough for now.
    TooMuch,
    /// It finds no address for the name.
    NoAddress,
    /// It would, and does not get there.
    NoRoad,
    /// It says yes and then answers in the host's place.
    Page { words: String },
}

/// What a SOCKS5 proxy says where it accepts no method of logging in (RFC 1928).
const NO_METHOD: u8 = 0xff;

/// How proxies say that a name has no address, in lower case.
const NAMELESS: &[&str] = &[
    "err_dns_fail",
    "determine ip address",
    "dns lookup",
    "dns error",
    "dns resol",
    "no such host",
    "unknown host",
    "host not found",
    "nxdomain",
    "could not resolve",
    "cannot resolve",
    "unable to resolve",
    "failed to resolve",
    "name or service not known",
    "getaddrinfo",
];

impl Ladder {
    /// What the forward proxy on this road means, where it is the proxy that ends
    /// it and not for want of credentials.
    pub fn tunnel_refusal(&self) -> Option<Refusal> {
        match self.fault()? {
            Fault::Tunnel(TunnelFault::Denied { reply, .. }) => {
                (!matches!(reply.status, 401 | 407)).then(|| reply.as_refusal())
            }
            Fault::Tunnel(TunnelFault::SocksDenied { code, .. }) => match *code {
                NO_METHOD => None,
                1 | 2 => Some(Refusal::Rule),
                _ => Some(Refusal::NoRoad),
            },
            Fault::Tls(fault) => self.page_behind_yes(fault),
            _ => None,
        }
    }

    /// The proxy said yes with a body, which a way has not; or a well-known host
    /// is heard to speak no TLS, and who speaks is the proxy.
    fn page_behind_yes(&self, fault: &TlsFault) -> Option<Refusal> {
        let reply = self.rungs.iter().find_map(|rung| match &rung.seen {
            Observation::Tunnelled { reply, .. } => Some(reply.as_ref()),
            _ => None,
        })?;
        let page = reply.filter(|reply| reply.has_body()).map(Reply::headline);
        let plain = match fault {
            TlsFault::Plaintext { excerpt } => Reply::of(200, excerpt.as_str()).headline(),
            TlsFault::Closed | TlsFault::Reset => String::new(),
            _ => return None,
        };
        let strange = !plain.is_empty() && is_public_host(&self.endpoint.host);
        match page {
            Some(words) if !words.is_empty() => Some(Refusal::Page { words }),
            page => (page.is_some() || strange).then_some(Refusal::Page { words: plain }),
        }
    }
}

impl Reply {
    /// What it means as a forward proxy's answer in place of a way.
    pub fn as_refusal(&self) -> Refusal {
        match self.status {
            _ if self.is_nameless() => Refusal::NoAddress,
            300..400 => Refusal::Elsewhere { host: self.points_to() },
            429 => Refusal::TooMuch,
            500.. => Refusal::NoRoad,
            _ => Refusal::Rule,
        }
    }

    fn has_body(&self) -> bool {
        let length = self.header("content-length").and_then(|it| it.parse::<u64>().ok());
        length.is_some_and(|length| length > 0)
    }

    fn is_nameless(&self) -> bool {
        let told = [self.header("x-squid-error").unwrap_or_default(), self.reason.as_str()];
        let told = format!("{} {} {}", told[0], told[1], self.excerpt.as_str());
        let told = told.to_ascii_lowercase();
        NAMELESS.iter().any(|words| told.contains(words))
    }

    /// The host of its `Location`; what else stands there may be a secret.
    fn points_to(&self) -> String {
        let url = Url::parse(self.header("location").unwrap_or_default()).unwrap_or_default();
        url.hostname().into_owned()
    }
}

impl Fetch {
    /// Its endpoint, where it is asked for without TLS: a forward proxy could then
    /// answer in the server's place.
    pub fn plain_endpoint(&self) -> Option<Endpoint> {
        let url = Url::parse(self.url.raw()).ok().filter(|url| url.scheme() == "http")?;
        let port = url.port().parse().unwrap_or(80);
        Some(Endpoint { scheme: Scheme::Http, host: self.host(), port })
    }
}

impl Evidence {
    /// The ways to an endpoint without its forward proxy that were tried and stand.
    pub fn roads_without<'a>(
        &'a self,
        endpoint: &'a Endpoint,
    ) -> impl Iterator<Item = (Cite, &'a Ladder)> {
        self.counters_of(endpoint).filter_map(|(cite, probe)| match &probe.seen {
            Counter::Road { through: None, ladder, .. } if ladder.broken.is_none() => {
                Some((cite, &**ladder))
            }
            _ => None,
        })
    }

    /// What shows that the forward proxy refuses a request without TLS, and not the
    /// server: asked without the proxy, the server serves it. None also where there
    /// is no forward proxy.
    pub fn refused_on_the_way(&self, fetch: &Fetch) -> Option<Cite> {
        let endpoint = fetch.plain_endpoint()?;
        self.facts.forward_proxy(fetch.url.raw())?;
        self.roads_without(&endpoint).find(|(_, road)| road.is_served()).map(|(cite, _)| cite)
    }
}

impl Ladder {
    /// Whether an answer came over it that a module proxy gives.
    pub fn is_served(&self) -> bool {
        self.reply().is_some_and(|reply| reply.status == 200 || reply.is_missing())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_mean_different_things() {
        let of = |status, text: &str| Reply::of(status, text).as_refusal();
        assert_eq!(of(403, "Category: Software"), Refusal::Rule);
        assert_eq!(of(429, "slow down"), Refusal::TooMuch);
        assert_eq!(of(504, ""), Refusal::NoRoad);
        assert_eq!(of(502, "dial tcp: lookup x: no such host"), Refusal::NoAddress);
        let squid = Reply::of(503, "").with("X-Squid-Error", "ERR_DNS_FAIL 0");
        assert_eq!(squid.as_refusal(), Refusal::NoAddress);
        let portal = Reply::of(302, "").with("Location", "https://login.example/?token=secret");
        assert_eq!(portal.as_refusal(), Refusal::Elsewhere { host: "login.example".into() });
    }
}
