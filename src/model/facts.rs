use crate::base::{Secret, Veiled};
use crate::go::auth::{AuthContext, Credentials, GoAuthError, credentials_for};
use crate::go::env::{Setting, Settings, Source};
use crate::go::hosts::Hosts;
use crate::go::httpproxy::{Config, Decision, Proxy};
use crate::go::modfile::{ModFile, SyntaxError};
use crate::go::netrc::{Line, Oddity};
use crate::go::resolv::{Config as Resolver, Order};
use crate::go::route::{Route, Ways, plan};
use crate::go::toolchain::Refusal;
use crate::go::url::Url;
use crate::go::workfile::WorkFile;
use crate::model::{
    Argument, CachedCopy, Credential, Disk, Endpoint, EnvFile, FlagFile, GitFacts, GoSaid, Ground,
    HeldLock, Ignored, MadeBy, Need, OtherNetrc, Packages, Platform, SshFacts, StrayLine,
    SumdbFiles, SumsHere, Switching, Unsummed,
};
use serde::{Deserialize, Serialize};

/// What the machine says about itself, before any packet leaves it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    pub platform: Platform,
    pub go: GoFacts,
    /// The go settings in force, each with its source.
    pub settings: Settings,
    /// Other variables that matter and are set: the `HTTP_PROXY` family, NETRC,
    /// `SSL_CERT_FILE` and the like. Their source is always the environment.
    pub variables: Vec<Setting>,
    pub project: Project,
    /// What go would have to fetch. Empty where nothing is missing.
    pub needs: Vec<Need>,
    /// How many of the modules asked for lie in the cache, whole.
    #[serde(default)]
    pub cached: usize,
    /// What the module cache has of the needs, as far as go compares it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<CachedCopy>,
    /// Locks of the module cache that other processes hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locks: Vec<HeldLock>,
    /// What lies here of the checksum database, where GOSUMDB names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sumdb: Option<SumdbFiles>,
    /// The go.sum and go.work.sum that go reads here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sums: Vec<SumsHere>,
    /// What a build would miss in go.sum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsummed: Option<Unsummed>,
    pub netrc: File<Vec<Line>>,
    /// What stands in that file and means nothing to go.
    #[serde(default)]
    pub netrc_oddities: Vec<Oddity>,
    /// Files beside it in which credentials may lie, and which go does not read.
    #[serde(default)]
    pub other_netrcs: Vec<OtherNetrc>,
    /// Why go stops at GOAUTH as soon as it asks for something over https.
    #[serde(default)]
    pub goauth: Option<GoAuthError>,
    pub resolver: Resolver,
    /// Whether the hosts file or the nameservers are asked first, or alone.
    #[serde(default)]
    pub lookup_order: Order,
    pub hosts: Hosts,
    pub roots: Roots,
    #[serde(default)]
    pub git: GitFacts,
    #[serde(default)]
    pub ssh: SshFacts,
    /// Lists of patterns in the go env file that go does not take from there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stray_lines: Vec<StrayLine>,
    /// Those of GONOPROXY and GONOSUMDB that are set by themselves, be it to GOPRIVATE's
    /// value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own_lists: Vec<String>,
    /// The file that `go env -w` writes, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub env_file: Option<EnvFile>,
    /// The lines of shells' and logins' files that set what is set here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made_by: Vec<MadeBy>,
    /// A go.mod that lies where go takes none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignored: Option<Ignored>,
    /// The files that flags in GOFLAGS make go read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flag_files: Vec<FlagFile>,
    /// The places on disk that go writes to.
    #[serde(default)]
    pub disk: Disk,
    /// What go does about its own version before anything else.
    #[serde(default)]
    pub switching: Switching,
    /// The folders that go.mod and go.work lead to, and vendor.
    #[serde(default)]
    pub ground: Ground,
    /// What the Go files here import.
    #[serde(default)]
    pub packages: Packages,
    /// What was typed behind the command, where go takes modules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<Argument>,
}

/// The go command itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoFacts {
    pub search: Search,
    /// Why this go stops before it does anything, if it does.
    #[serde(default)]
    pub refusal: Option<Refusal>,
    /// What `go env` said where it failed: go stops before it does anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<GoSaid>,
    /// Settings of which `go env` says something else than we read.
    pub disagreements: Vec<String>,
}

/// What became of the search for the go command.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum Search {
    #[default]
    NotLooked,
    Found(GoBinary),
    /// Not on PATH; where else one lies, if anywhere.
    Missing {
        elsewhere: Vec<String>,
    },
}

/// The go command that PATH finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoBinary {
    pub path: String,
    /// Such as `go1.26.8`; none if it could not be asked and has no VERSION file.
    pub version: Option<String>,
}

/// The folder that go was asked to work in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Project {
    pub dir: String,
    pub gomod: File<ModFile>,
    pub gowork: File<WorkFile>,
    /// Folders next door that hold a go.mod, where none is here.
    pub nearby: Vec<String>,
    /// The working folder was removed.
    #[serde(default)]
    pub gone: bool,
    /// Modules were named on the command line, so that no go.mod is needed.
    pub modules_named: bool,
    /// Lines of a go.mod that parses, from line 1 on, for excerpts and edits; as many as
    /// a report can bear.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
}

/// A file of go's, as far as it could be read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum File<T> {
    #[default]
    NotLooked,
    /// Not there; the folder in which the search began.
    Absent,
    Unreadable {
        path: String,
        why: FileFault,
    },
    Broken {
        path: String,
        errors: Vec<SyntaxError>,
        lines: Vec<(usize, String)>,
    },
    Parsed {
        path: String,
        it: T,
    },
}

/// Why a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileFault {
    NotFound,
    Denied,
    IsDirectory,
    NotADirectory,
    /// Larger than any sensible file of its kind; not read.
    TooLarge,
    /// The disk or file system errs.
    Failed,
}

/// The certificates that go trusts here, by the places it reads them from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roots {
    pub places: Vec<RootPlace>,
    /// Distinct certificates in all places together.
    pub certificates: usize,
    /// The operating system itself verifies; the places are not what counts.
    pub by_platform: bool,
    /// Certificates in go's own places, where a variable names others.
    #[serde(default)]
    pub usual: Option<usize>,
}

/// A file or folder that go takes roots from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RootPlace {
    pub path: String,
    /// The variable that names it, if none of go's own places.
    pub variable: Option<String>,
    pub certificates: usize,
    pub fault: Option<FileFault>,
}

impl<T> File<T> {
    /// What is in it, where it could be read.
    pub fn parsed(&self) -> Option<&T> {
        match self {
            Self::Parsed { it, .. } => Some(it),
            _ => None,
        }
    }

    /// Where it lies, where it is there at all.
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::NotLooked | Self::Absent => None,
            Self::Unreadable { path, .. }
            | Self::Broken { path, .. }
            | Self::Parsed { path, .. } => Some(path),
        }
    }
}

/// The newest release whose rules are known, for a go of unknown version.
const NEWEST: u32 = 27;

impl GoFacts {
    /// The minor release: 26 for `go1.26.8`.
    pub fn minor(&self) -> u32 {
        let version = self.binary().and_then(|binary| binary.version.as_deref());
        let after = version.and_then(|version| version.strip_prefix("go1."));
        let digits = after.map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next());
        digits.flatten().and_then(|minor| minor.parse().ok()).unwrap_or(NEWEST)
    }

    /// Such as `1.26.8`; empty where the version is not known.
    pub fn release(&self) -> &str {
        let version = self.binary().and_then(|binary| binary.version.as_deref());
        version.and_then(|version| version.strip_prefix("go")).unwrap_or_default()
    }

    /// The go command, where one was found.
    pub fn binary(&self) -> Option<&GoBinary> {
        match &self.search {
            Search::Found(binary) => Some(binary),
            _ => None,
        }
    }
}

impl Facts {
    /// A variable that is not go's own.
    pub fn variable(&self, name: &str) -> Option<&Setting> {
        self.variables.iter().find(|variable| variable.name == name)
    }

    /// Whether a variable is set in the environment, go's settings included.
    pub fn is_in_environment(&self, name: &str) -> bool {
        let setting = self.settings.get(name);
        setting.is_some_and(|setting| setting.source == Source::Environment)
            || self.variable(name).is_some()
    }

    /// The forward proxy that go would use for a URL, credentials included.
    pub fn forward_proxy(&self, url: &str) -> Option<Veiled> {
        through(&self.forward_proxies(), url)
    }

    /// How go would fetch these; nothing where it refuses its settings, which a
    /// cause then says.
    pub fn routes(&self, needs: &[Need]) -> Vec<Route> {
        let wanted: Vec<_> =
            needs.iter().map(|it| (it.module.as_str(), it.version.as_str(), it.summed)).collect();
        let proxies = self.forward_proxies();
        let ways = Ways {
            settings: &self.settings,
            forward_proxy: &|url| through(&proxies, url),
            credentials: &|url| self.credential_source(url),
        };
        plan(&wanted, &ways).unwrap_or_default()
    }

    /// The variable that sends an endpoint through a forward proxy.
    pub fn forward_variable(&self, endpoint: &Endpoint) -> Option<&'static str> {
        let url = Url::parse(&endpoint.url()).ok()?;
        match self.forward_proxies().proxy_for(&url) {
            Decision::Proxy { variable, .. } => Some(variable.name()),
            Decision::Direct { .. } | Decision::Refused { .. } => None,
        }
    }

    /// The settings of the `HTTP_PROXY` family.
    pub fn forward_proxies(&self) -> Config {
        let old = (1..24).contains(&self.go.minor());
        Config::from_environment(|name| {
            let value = self.variable(name)?.value.raw();
            let is_proxy = !name.eq_ignore_ascii_case("NO_PROXY");
            let read = if old && is_proxy { Proxy::before_1_24(value) } else { value.into() };
            Some(read.into_owned())
        })
    }

    /// Every secret that the facts know of, for the final scrub.
    pub fn secrets(&self) -> Vec<Secret> {
        let veiled = self.settings.0.iter().chain(&self.variables);
        let file = self.env_file.iter().flat_map(EnvFile::settings);
        let mut found: Vec<Secret> = veiled.flat_map(|s| Veiled::secrets(&s.value)).collect();
        found.extend(file.flat_map(|it| it.value.secrets()));
        found.extend(self.git.proxies.iter().flat_map(|it| it.value.secrets()));
        let git = self.git.settings.iter();
        found.extend(git.flat_map(|it| [it.key.secrets(), it.value.secrets()].concat()));
        let others = self.other_netrcs.iter().map(|other| &other.lines);
        let read = [&self.netrc, &self.git.netrc].into_iter().filter_map(File::parsed);
        for netrc in read.chain(others) {
            let logins = netrc.iter().map(|it| &it.login).filter(|it| !is_plain_name(it));
            found.extend(netrc.iter().map(|it| &it.password).chain(logins).cloned());
        }
        found.extend(self.helper_secrets());
        found
    }
}

/// A login may be a token. A short word of letters is none, and to mask it would
/// take `build` out of `docker build`.
fn is_plain_name(login: &Secret) -> bool {
    let login = login.expose();
    EVERYBODYS.contains(&login)
        || login.len() < 16 && login.chars().all(|c| c.is_ascii_alphabetic())
}

/// Users that forges give to whoever comes with a token.
const EVERYBODYS: &[&str] = &["x-access-token", "x-token-auth", "gitlab-ci-token", "oauth2"];

impl Facts {
    /// What go would send along with a request: name and password. What a
    /// GOAUTH program would say is not known without running it.
    pub fn credentials(&self, url: &str) -> Option<(Secret, Secret)> {
        let parsed = Url::parse(url).ok()?;
        match self.credentials_for(&parsed)? {
            Credentials::Url { .. } => {
                let user = parsed.user()?;
                Some((user.name(), user.password().unwrap_or_default()))
            }
            Credentials::Netrc { login, password, .. } => Some((login, password)),
            Credentials::GoAuth { otherwise, .. } => {
                otherwise.map(|line| (line.login, line.password))
            }
            Credentials::None | Credentials::Refused => None,
        }
    }

    /// Where go would take the credentials for a URL from.
    pub fn credential_source(&self, url: &str) -> Option<Credential> {
        match self.credentials_for(&Url::parse(url).ok()?)? {
            Credentials::Url { .. } => Some(Credential::Url),
            Credentials::Netrc { .. } => Some(Credential::Netrc),
            Credentials::GoAuth { .. } => Some(Credential::GoAuth),
            Credentials::None | Credentials::Refused => None,
        }
    }

    /// What go makes up its mind to for a URL; none where it refuses GOAUTH.
    pub fn credentials_for(&self, url: &Url) -> Option<Credentials> {
        let goauth = Secret::new(self.settings.raw("GOAUTH"));
        let netrc = self.netrc.parsed().map(Vec::as_slice).unwrap_or_default();
        let context = AuthContext { goauth: &goauth, netrc, minor: self.go.minor() };
        credentials_for(url, &context).ok()
    }
}

fn through(proxies: &Config, url: &str) -> Option<Veiled> {
    match proxies.proxy_for(&Url::parse(url).ok()?) {
        Decision::Proxy { proxy, .. } => Some(Veiled::new(proxy.url.spelled().raw())),
        Decision::Direct { .. } | Decision::Refused { .. } => None,
    }
}
