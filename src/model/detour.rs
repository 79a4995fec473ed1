use crate::base::Text;
use crate::go::env::Source;
use crate::go::gosumdb::Database;
use crate::go::route::Via;
use crate::model::{Evidence, Facts, Fix, Ladder, MIRRORS, Risk, Role};
use crate::say;

/// Hosts of public modules, which a public proxy serves as well.
const FORGES: &[&str] = &[
    "github.com",
    "gitlab.com",
    "bitbucket.org",
    "golang.org",
    "google.golang.org",
    "cloud.google.com",
    "gopkg.in",
    "go.uber.org",
    "go.opentelemetry.io",
    "go.etcd.io",
    "k8s.io",
    "sigs.k8s.io",
    "rsc.io",
    "honnef.co",
    "go.mongodb.org",
    "gorm.io",
];

impl Evidence {
    /// Other ways to the modules, where a host cannot be reached or trusted:
    /// public mirrors in place of a public proxy, and proxies for public modules
    /// that are fetched from their origin, and the public database at its other
    /// address. Rivals of each other.
    pub fn detours(&self, host: &str) -> Vec<Fix> {
        let to_host = |ladder: &&Ladder| ladder.endpoint.host == host;
        let for_role =
            |role: &Role| self.ladders.iter().filter(to_host).any(|it| it.is_for(|r| r == role));
        let mut fixes = self.facts.mirrors(host);
        if fixes.is_empty() && for_role(&Role::Target) {
            let asked = self.redirecting_to(host);
            fixes = asked.iter().flat_map(|host| self.facts.mirrors(host)).collect();
        }
        if fixes.is_empty() && for_role(&Role::Origin) && self.is_fetched_directly(host) {
            fixes = self.facts.proxies();
        }
        if fixes.is_empty() && for_role(&Role::Database) {
            fixes.extend(self.facts.same_database(host));
        }
        fixes
    }

    /// Whether public modules of a host go straight to it because GOPROXY says
    /// so, and not because they are declared private.
    fn is_fetched_directly(&self, host: &str) -> bool {
        let of_host = |module: &str| module.split('/').next() == Some(host);
        let straight = |route: &crate::model::Route| {
            route.direct_because.is_none()
                && matches!(route.hops.first().map(|hop| &hop.via), Some(Via::Direct))
        };
        is_public_host(host)
            && self.routes.iter().any(|route| of_host(&route.module) && straight(route))
    }
}

impl Facts {
    /// The public checksum database, with the same key, at its other address.
    pub fn same_database(&self, host: &str) -> Option<Fix> {
        let gosumdb = self.settings.raw("GOSUMDB");
        let database = Database::parse(gosumdb).ok()?;
        (database.name == "sum.golang.org" && host == "sum.golang.org").then(|| {
            let title = Text::of(
                "Reach the same database at sum.golang.google.cn",
                "通过 sum.golang.google.cn 访问同一个数据库",
            );
            let step = self.set("GOSUMDB", elsewhere(gosumdb));
            Fix::safe(title, self.reach("GOSUMDB"), vec![step]).rivals("database")
        })
    }

    /// Ways to the checksum database past the proxies that relay it, with the same key.
    pub fn past_the_relay(&self) -> Vec<Fix> {
        let gosumdb = self.settings.raw("GOSUMDB");
        let Ok(Database { name, url, .. }) = Database::parse(gosumdb) else { return Vec::new() };
        let key = gosumdb.split_whitespace().next().unwrap_or_default();
        let title = say! {
            en: "Ask {name} itself, past the proxy",
            zh: "绕过代理，直接访问 {name}",
        };
        let step = self.set("GOSUMDB", format!("{key} https://{name}"));
        let itself = Fix::safe(title, self.reach("GOSUMDB"), vec![step]).rivals("database");
        self.same_database(&name).into_iter().chain(url.is_none().then_some(itself)).collect()
    }

    /// The key that go itself knows, where GOSUMDB spells out another for that name.
    pub fn usual_key(&self) -> Option<Fix> {
        let setting = self.settings.get("GOSUMDB")?;
        let database = Database::parse(setting.value.raw()).ok()?;
        let is_set = matches!(setting.source, Source::Environment | Source::GoEnvFile);
        (is_set && database.name == "sum.golang.org").then(|| {
            let title = Text::of("Set GOSUMDB back to its default", "把 GOSUMDB 恢复为默认值");
            Fix::safe(title, self.reach("GOSUMDB"), vec![self.unset("GOSUMDB")])
        })
    }

    /// The next element is asked after any error of `host`.
    pub fn falling_past(&self, host: &str) -> Option<Fix> {
        let value = self.goproxy_falling(host)?;
        let title = say! {
            en: "Let go ask the next element of GOPROXY after any error of {host}",
            zh: "让 go 在 {host} 出任何错误后都询问 GOPROXY 的下一项",
        };
        let risk = Risk::TradeOff(Text::of(
            "A deliberate refusal, such as 403 for a forbidden module, then also leads to the next element.",
            "此后，有意的拒绝（例如对禁用模块返回 403）也会转到下一项。",
        ));
        let step = self.set("GOPROXY", value);
        Some(Fix::safe(title, self.reach("GOPROXY"), vec![step]).risk(risk))
    }

    /// The default of GOPROXY and the mirrors, in place of what stands there.
    pub fn proxies(&self) -> Vec<Fix> {
        let title = Text::of("Set GOPROXY back to its default", "把 GOPROXY 恢复为默认值");
        let default = match self.settings.get("GOPROXY").map(|setting| setting.source) {
            Some(Source::Environment | Source::GoEnvFile) => self.unset("GOPROXY"),
            _ => self.set("GOPROXY", "https://proxy.golang.org,direct"),
        };
        let fix = |title, step| {
            Fix::safe(title, self.reach("GOPROXY"), vec![step]).risk(told()).rivals("mirror")
        };
        let mirrors =
            MIRRORS.iter().filter(|url| !url.contains("proxy.golang.org")).map(|mirror| {
                let name = mirror.trim_start_matches("https://");
                let title = say! {
                    en: "Fetch through the mirror {name}",
                    zh: "改用镜像 {name}",
                };
                fix(title, self.set("GOPROXY", format!("{mirror},direct")))
            });
        std::iter::once(fix(title, default)).chain(mirrors).collect()
    }
}

/// A key that was spelled out stays in force.
fn elsewhere(gosumdb: &str) -> String {
    match gosumdb.split_whitespace().next() {
        Some(key) if key != "sum.golang.org" => format!("{key} https://sum.golang.google.cn"),
        _ => "sum.golang.google.cn".to_owned(),
    }
}

fn told() -> Risk {
    Risk::TradeOff(Text::of(
        "The names of all modules outside GOPRIVATE are then told to that proxy.",
        "此后，GOPRIVATE 之外的所有模块名都会告知该代理。",
    ))
}

/// Whether a host is known to be a public one, for anybody.
pub fn is_public_host(host: &str) -> bool {
    let proxies = MIRRORS.iter().filter_map(|url| url.split('/').nth(2));
    FORGES.contains(&host)
        || proxies.chain(["sum.golang.org", "sum.golang.google.cn"]).any(|known| known == host)
        || ["storage.googleapis.com", "codeload.github.com", "go.dev"].contains(&host)
}

/// The well-known host that a mistyped one stands for.
pub fn meant_host(host: &str) -> Option<&'static str> {
    let proxies = MIRRORS.iter().filter_map(|url| url.split('/').nth(2));
    let known = proxies.chain(FORGES.iter().copied()).chain(["sum.golang.org"]);
    super::nearest(&host.to_ascii_lowercase(), known)
}

/// Whether a host is this machine itself.
pub fn is_loopback(host: &str) -> bool {
    let address = host.parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|it| it.is_loopback())
}

/// Whether a name can only mean something inside some network of its own.
pub fn looks_private(host: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "local",
        "lan",
        "corp",
        "internal",
        "intranet",
        "intra",
        "home",
        "private",
        "localdomain",
        "arpa",
        "cluster",
    ];
    let last = host.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    let labels = || host.split('.');
    ENDINGS.contains(&last)
        || !host.contains('.')
        || labels().any(|it| it == "corp" || it == "internal" || it == "intra")
}
