use crate::base::Secret;
use crate::go::auth::{AuthContext, Credentials, Method, credentials_for};
use crate::go::netrc::{Line, Near, Oddity, Rules, lookup, near};
use crate::go::url::Url;
use crate::model::{BrokenFetches, Cite, Counter, Evidence, Facts, Fetch, File, FileFault};
use crate::model::{HelperEnd, Outcome, Source};

/// Why a module proxy that wants credentials did not get the right ones.
#[derive(Clone, Debug, PartialEq)]
pub enum Access<'a> {
    /// They went along.
    Sent,
    /// There are some for the host, and go sends none over plain http.
    Insecure,
    /// A program of GOAUTH gave none for the URL.
    Helper { cite: Cite, program: &'a str, end: &'a HelperEnd },
    /// They lie where go does not look.
    Unused(Unused<'a>),
    /// netrc has entries, and none for the host.
    NoEntry { path: &'a str, near: Option<Near> },
    /// There are none anywhere.
    Nothing,
}

/// Where credentials lie that go does not use.
#[derive(Clone, Debug, PartialEq)]
pub enum Unused<'a> {
    /// GOAUTH says nothing of netrc, in which the entry stands.
    LeftOut { path: &'a str, line: usize },
    /// An entry for the very host in a file that go does not read.
    Elsewhere { path: &'a str, line: usize },
    /// netrc is there and cannot be read.
    Unreadable { path: &'a str, why: FileFault },
    /// In the entry for all other hosts, which go passes over.
    Default { path: &'a str, line: usize },
}

impl Unused<'_> {
    /// Whether an entry names the very host.
    pub fn is_exact(&self) -> bool {
        matches!(self, Self::LeftOut { .. } | Self::Elsewhere { .. })
    }
}

impl Evidence {
    /// Why the request was made without the right credentials.
    pub fn access(&self, fetch: &Fetch) -> Access<'_> {
        let facts = &self.facts;
        let url = Url::parse(fetch.url.raw()).unwrap_or_default();
        if url.scheme() == "http" {
            let secure = secured(&url);
            let has = url.user().is_some() || facts.has_for(&secure);
            return if has { Access::Insecure } else { Access::Nothing };
        }
        if fetch.sent_credentials {
            return Access::Sent;
        }
        // A well-known public proxy asks nobody to log in: whoever does has no
        // credentials to be found here.
        if facts.is_public_proxy(&url.hostname()) {
            return Access::Nothing;
        }
        if let Some(helper) = self.helper_of(fetch) {
            return helper;
        }
        if let Some(unused) = facts.unused(&url) {
            return Access::Unused(unused);
        }
        match &facts.netrc {
            File::Parsed { path, it } if !it.is_empty() || facts.has_incomplete() => {
                let rules = Rules::of_release(facts.go.minor());
                Access::NoEntry { path, near: near(it, &facts.netrc_oddities, &url, rules) }
            }
            _ => Access::Nothing,
        }
    }

    /// The answers of module proxies that stop go with one of these statuses, and
    /// to which the right credentials did not go for such a reason.
    pub fn denied(&self, statuses: &[u16], is: impl Fn(&Access<'_>) -> bool) -> BrokenFetches<'_> {
        let by_proxy = |fetch: &Fetch| matches!(fetch.source, Source::Proxy { .. });
        self.denied_by(by_proxy, statuses, is)
    }

    /// The same of module proxies and of the modules' own hosts.
    pub fn denied_anywhere(
        &self,
        statuses: &[u16],
        is: impl Fn(&Access<'_>) -> bool,
    ) -> BrokenFetches<'_> {
        let by = |fetch: &Fetch| matches!(fetch.source, Source::Proxy { .. } | Source::Origin);
        self.denied_by(by, statuses, is)
    }

    fn denied_by(
        &self,
        by: impl Fn(&Fetch) -> bool,
        statuses: &[u16],
        is: impl Fn(&Access<'_>) -> bool,
    ) -> BrokenFetches<'_> {
        self.stopped_at(|fetch| {
            let status = fetch.refusal().map(|reply| reply.status);
            by(fetch)
                && !fetch.is_half_relayed()
                && fetch.lost_credentials().is_none()
                && status.is_some_and(|status| statuses.contains(&status))
                && is(&self.access(fetch))
        })
    }

    /// Whether go still waits for a program that it asked about this refusal.
    pub(super) fn waits_for_helper(&self, fetch: &Fetch) -> bool {
        let is_refusal = match &fetch.outcome {
            Outcome::Refused { reply } | Outcome::Missing { reply } => {
                (400..500).contains(&reply.status)
            }
            _ => false,
        };
        let hangs = |end: &HelperEnd| matches!(end, HelperEnd::TimedOut { .. });
        is_refusal
            && matches!(self.helper_of(fetch), Some(Access::Helper { end, .. }) if hangs(end))
    }

    /// The last program that was asked and gave nothing for the URL.
    fn helper_of(&self, fetch: &Fetch) -> Option<Access<'_>> {
        let asked = Url::parse(fetch.url.raw()).ok()?;
        let about = |it: &crate::model::Endpoint| it.host == asked.hostname();
        let counters = self.counters.iter().enumerate().rev();
        let mut helpers = counters.filter_map(|(at, probe)| match &probe.seen {
            Counter::Helper { program, end, .. } if about(&probe.endpoint) => {
                Some(Access::Helper { cite: Cite::Counter(at), program, end })
            }
            _ => None,
        });
        helpers.next()
    }
}

impl Facts {
    /// Whether go would have credentials for an https URL, programs included.
    fn has_for(&self, url: &Url) -> bool {
        self.credentials_for(url).is_some_and(|it| it != Credentials::None)
    }

    fn has_incomplete(&self) -> bool {
        self.netrc_oddities.iter().any(|odd| matches!(odd, Oddity::Incomplete { .. }))
    }

    fn unused(&self, url: &Url) -> Option<Unused<'_>> {
        let rules = Rules::of_release(self.go.minor());
        let fits = |lines: &[Line]| lookup(lines, url, rules).map(|line| line.line);
        if let File::Parsed { path, it } = &self.netrc
            && let Some(line) = fits(it)
        {
            return (!self.goauth_methods().contains(&Method::Netrc))
                .then_some(Unused::LeftOut { path, line });
        }
        for other in &self.other_netrcs {
            if let Some(line) = fits(&other.lines) {
                return Some(Unused::Elsewhere { path: &other.path, line });
            }
        }
        self.unreadable().or_else(|| self.default_entry())
    }

    fn unreadable(&self) -> Option<Unused<'_>> {
        match &self.netrc {
            File::Unreadable { path, why } => Some(Unused::Unreadable { path, why: *why }),
            _ => None,
        }
    }

    fn default_entry(&self) -> Option<Unused<'_>> {
        let path = self.netrc.path()?;
        let line = self.netrc_oddities.iter().find_map(|odd| match odd {
            Oddity::Default { line } | Oddity::Ends { line } => Some(*line),
            _ => None,
        })?;
        Some(Unused::Default { path, line })
    }

    /// Whether the default value of GOAUTH would give go credentials for a URL.
    pub fn has_in_netrc(&self, url: &str) -> bool {
        let Ok(url) = Url::parse(url) else { return false };
        let netrc = self.netrc.parsed().map(Vec::as_slice).unwrap_or_default();
        let goauth = Secret::new("netrc");
        let context = AuthContext { goauth: &goauth, netrc, minor: self.go.minor() };
        matches!(credentials_for(&url, &context), Ok(Credentials::Netrc { .. }))
    }
}

/// The same URL by https.
fn secured(url: &Url) -> Url {
    let spelled = url.spelled();
    let rest = spelled.raw().split_once(':').map_or("", |(_, rest)| rest);
    Url::parse(&format!("https:{rest}")).unwrap_or_default()
}

impl Fetch {
    /// The host as netrc has to name it: with its port, if the URL has one.
    pub fn netrc_machine(&self) -> String {
        let url = Url::parse(self.url.raw()).unwrap_or_default();
        url.host().into_owned()
    }
}
