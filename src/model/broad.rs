use crate::go::env::Source as From;
use crate::go::goproxy::{ProxyList, Via};
use crate::go::module::host;
use crate::go::pattern::{match_prefix_patterns, matching_pattern};
use crate::model::{
    Cite, Confidence, Counter, Evidence, Need, Outcome, Severity, is_public_host, looks_private,
    narrowest,
};

/// A pattern that takes modules of everybody's out of the proxies or the check.
#[derive(Clone, Debug)]
pub struct TooBroad<'a> {
    /// The variable that holds it.
    pub variable: &'static str,
    pub pattern: String,
    /// Modules of others that it holds.
    pub public: Vec<&'a str>,
    /// What may be meant by it: prefixes of one's own that it holds.
    pub own: Vec<String>,
    /// The modules that go fails with since it asks no proxy.
    pub stopped: Vec<String>,
    pub severity: Severity,
    pub confidence: Confidence,
    pub cites: Vec<Cite>,
}

/// Places of everybody's, the accounts in them being nobody's. Whoever holds one of these
/// holds more than is anybody's own.
const EVERYBODYS: &[&str] = &[
    "github.com/-/-",
    "gitlab.com/-/-",
    "bitbucket.org/-/-",
    "gitee.com/-/-",
    "codeberg.org/-/-",
    "golang.org/x/text",
    "google.golang.org/grpc",
    "gopkg.in/yaml.v3",
    "k8s.io/api",
    "go.uber.org/zap",
    "cloud.google.com/go",
];

/// Accounts on public hosts that are known to hold nothing else than public modules.
const PUBLISHERS: &[&str] = &[
    "golang.org/x",
    "google.golang.org",
    "gopkg.in",
    "k8s.io",
    "go.uber.org",
    "cloud.google.com/go",
    "github.com/golang",
    "github.com/google/uuid",
    "github.com/google/go-cmp",
    "github.com/stretchr",
    "github.com/spf13",
    "github.com/gorilla",
    "github.com/sirupsen/logrus",
    "github.com/pkg/errors",
    "github.com/prometheus",
    "github.com/gin-gonic",
    "github.com/davecgh/go-spew",
    "github.com/pmezard/go-difflib",
];

/// Whether a pattern holds more than anybody's own.
pub fn is_everybodys(pattern: &str) -> bool {
    EVERYBODYS.iter().any(|place| match_prefix_patterns(pattern, place))
}

/// Whether a module is everybody's beyond doubt.
fn is_published(module: &str) -> bool {
    match_prefix_patterns(&PUBLISHERS.join(","), module)
}

impl Evidence {
    /// The pattern that is too broad, where one is: first one that go fails because of.
    pub fn too_broad(&self) -> Option<TooBroad<'_>> {
        let lists = ["GONOSUMDB", "GONOPROXY"].into_iter();
        let found = lists.filter_map(|list| self.broad_in(list)).chain(self.unchecked());
        found.max_by_key(|it| (it.severity, it.variable != "GOSUMDB"))
    }

    /// GOSUMDB=off for the sake of private modules takes all others out of the check.
    fn unchecked(&self) -> Option<TooBroad<'_>> {
        let setting = self.facts.settings.get("GOSUMDB").filter(|it| it.value.raw() == "off")?;
        let modules = self.all_modules();
        let own = self.own_among(&modules, "*");
        let own_globs = own.join(",");
        let is_public = |module: &str| {
            (is_published(module) || is_public_host(host(module)))
                && !match_prefix_patterns(&own_globs, module)
        };
        let mut public = self.unsummed_modules();
        public.retain(|module| is_public(module));
        let by_hand = matches!(setting.source, From::Environment | From::GoEnvFile);
        (by_hand && !own.is_empty() && !public.is_empty()).then(|| TooBroad {
            variable: "GOSUMDB",
            pattern: "off".to_owned(),
            public,
            own,
            stopped: Vec::new(),
            severity: Severity::Warning,
            confidence: Confidence::Certain,
            cites: vec![Cite::Setting("GOSUMDB".to_owned())],
        })
    }

    fn broad_in(&self, list: &'static str) -> Option<TooBroad<'_>> {
        let facts = &self.facts;
        facts.settings.get("GOPRIVATE")?;
        let (variable, globs) = (facts.holder_of(list), facts.settings.raw(list));
        let pattern = globs.split(',').find(|it| is_everybodys(it))?.to_owned();
        let modules = self.all_modules();
        let own = self.own_among(&modules, &pattern);
        let own_globs = own.join(",");
        let is_others = |module: &str| {
            match_prefix_patterns(&pattern, module)
                && !match_prefix_patterns(&own_globs, module)
                && (is_published(module) || is_public_host(host(module)))
        };
        let mut public: Vec<&str> = match list {
            "GONOPROXY" if self.has_proxies() => modules,
            "GONOSUMDB" if facts.settings.raw("GOSUMDB") != "off" => self.unsummed_modules(),
            _ => return None,
        };
        public.retain(|module| is_others(module));
        // What is everybody's beyond doubt is the better example.
        public.sort_by_key(|module| !is_published(module));
        let known = public.first().map(|module| is_published(module))?;
        let (stopped, mut cites) = match list {
            "GONOPROXY" => self.stopped_direct(&is_others, &pattern),
            _ => (Vec::new(), Vec::new()),
        };
        let sure =
            if stopped.is_empty() { known } else { stopped.iter().all(|it| is_published(it)) };
        let severity = if stopped.is_empty() { Severity::Warning } else { Severity::Error };
        let confidence = if sure { Confidence::Certain } else { Confidence::Likely };
        cites.push(Cite::Setting(variable.to_owned()));
        Some(TooBroad { variable, pattern, public, own, stopped, severity, confidence, cites })
    }

    fn has_proxies(&self) -> bool {
        let list = ProxyList::parse(self.facts.settings.raw("GOPROXY"), "");
        list.is_ok_and(|list| list.0.iter().any(|it| matches!(it.via, Via::Proxy { .. })))
    }

    /// What go would look up in the database.
    fn unsummed_modules(&self) -> Vec<&str> {
        let needs = self.facts.needs.iter().filter(|need| !need.summed);
        needs.map(|need| need.module.as_str()).collect()
    }

    /// What go.mod asks for, and what go has to fetch.
    fn all_modules(&self) -> Vec<&str> {
        let gomod = self.facts.project.gomod.parsed();
        let required = gomod.map(|it| it.require.as_slice()).unwrap_or_default().iter();
        let needs = self.facts.needs.iter().map(|it| it.module.as_str());
        let mut all: Vec<&str> = required.map(|it| it.path.as_str()).chain(needs).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// One's own account, by the path of the main module, and hosts of one's own network.
    fn own_among(&self, modules: &[&str], pattern: &str) -> Vec<String> {
        let gomod = self.facts.project.gomod.parsed();
        let main = gomod.and_then(|it| it.module.as_ref()).map(|it| it.path.as_str());
        let account = main
            .filter(|main| is_public_host(host(main)))
            .map(|main| main.split('/').take(2).collect::<Vec<_>>().join("/"));
        let inner = |module: &&&str| {
            let host = host(module);
            !is_public_host(host) && (looks_private(host) || self.lies_inside(host))
        };
        let mut hosts: Vec<&str> = modules.iter().filter(inner).map(|it| host(it)).collect();
        hosts.dedup();
        let inner = hosts
            .into_iter()
            .map(|of| narrowest(modules.iter().copied().filter(|module| host(module) == of)));
        let held =
            |own: &String| match_prefix_patterns(pattern, own) || pattern.starts_with(own.as_str());
        account.into_iter().chain(inner).filter(held).collect()
    }

    /// The modules of others that go fails with at their origin, where the first proxy of
    /// GOPROXY is well: it was asked for what is nobody's secret.
    fn stopped_direct(
        &self,
        is_others: &dyn Fn(&str) -> bool,
        pattern: &str,
    ) -> (Vec<String>, Vec<Cite>) {
        let globs = self.facts.settings.raw("GONOPROXY");
        let sent = |need: &Need| {
            is_others(&need.module) && matching_pattern(globs, &need.module) == Some(pattern)
        };
        let walked = self.facts.needs.iter().zip(self.walks());
        let stopped = walked.filter_map(|(need, walk)| Some((need, walk.stopped_by()?)));
        let stopped: Vec<(&Need, &Cite)> =
            stopped.filter(|(need, by)| sent(need) && self.is_at_origin(by)).collect();
        let (Some(witness), false) = (self.well_proxy(), stopped.is_empty()) else {
            return (Vec::new(), Vec::new());
        };
        let mut cites: Vec<Cite> = stopped.iter().map(|(_, by)| (*by).clone()).collect();
        cites.push(witness);
        cites.sort();
        cites.dedup();
        let names = stopped.iter().map(|(need, _)| format!("{}@{}", need.module, need.version));
        (names.collect(), cites)
    }

    fn is_at_origin(&self, by: &Cite) -> bool {
        use crate::model::{Role, Source};
        match by {
            Cite::Fetch(at) => self.fetches.get(*at).is_some_and(|it| it.source == Source::Origin),
            Cite::Ladder(at) => {
                self.ladders.get(*at).is_some_and(|it| it.roles.contains(&Role::Origin))
            }
            _ => false,
        }
    }

    /// The counter-probe in which a proxy of GOPROXY gave what is nobody's secret.
    fn well_proxy(&self) -> Option<Cite> {
        let served = |outcome: &Outcome| matches!(outcome, Outcome::Served { .. });
        let at = self.counters.iter().position(
            |probe| matches!(&probe.seen, Counter::Element { outcome, .. } if served(outcome)),
        );
        at.map(Cite::Counter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ones_own_is_told_from_everybodys() {
        for broad in [
            "*",
            "github.com",
            "*.com",
            "github.com/*",
            "git*.com",
            "golang.org",
            "*.org",
            "gopkg.in",
        ] {
            assert!(is_everybodys(broad), "{broad}");
        }
        for narrow in [
            "github.com/acme",
            "github.com/acme/*",
            "git.corp.example",
            "*.corp.example",
            "gitlab.com/acme/team",
            "*.acme.com",
            "git*.acme.com",
            "none",
            "",
            "https://github.com",
        ] {
            assert!(!is_everybodys(narrow), "{narrow}");
        }
    }
}
