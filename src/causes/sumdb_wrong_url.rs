use crate::base::{Text, Veiled};
use crate::go::gosumdb::{Database, PlaceFault, asked_at, place_fault};
use crate::go::sumdb::SumdbFault;
use crate::model::{Area, Artefact, BrokenFetches, Cause, Cite, Confidence, Evidence, Facts, Fetch, Finding, Fix, MIRRORS, Mark, Outcome, Reply, Source, Spoken, Subject, is_public_database};
use crate::say;
use crate::world::{Scene, Site, World, database};

pub(super) const CAUSE: Cause = Cause {
    code: "sumdb-wrong-url",
    area: Area::Checksums,
    title: Text::of("The URL in GOSUMDB is no checksum database", "GOSUMDB 中的 URL 不是校验和数据库"),
    docs: Text::of(
        "Behind the name or key in GOSUMDB may stand a URL, at which go then asks for the \
         database, past all proxies. What answers there is something else: a module proxy, a \
         repository manager without its path, a web page.\n\n\
         go says: verifying go.mod: MODULE@VERSION/go.mod: reading https://HOST/lookup/MODULE@VERSION: 404 Not Found\n\
         or: verifying go.mod: MODULE@VERSION/go.mod: malformed record data\n\
         or: unsupported scheme: ftp://HOST/lookup/MODULE@VERSION\n\n\
         A database that works and lacks one module answers 404 to that module alone; this one \
         answers so to a module that everybody knows too. go appends `/lookup/…` and `/tile/…` \
         to the URL and adds nothing else: where a proxy relays the database, its URL ends in \
         `/sumdb/sum.golang.org`. A URL without a scheme is https; http works; other schemes do \
         not.\n\n\
         Correct the URL, or leave it out: go then asks the proxies in GOPROXY whether they \
         relay the database, and else the database itself. `sum.golang.google.cn` stands for the \
         same database at another address. GOSUMDB=off would end the message and the check with \
         it.",
        "GOSUMDB 中的名字或密钥后面可以跟一个 URL，go 就会绕过所有代理，到那里访问数据库。\
         但那里应答的是别的东西：模块代理、漏了路径的制品仓库、网页。\n\n\
         go 的报错：verifying go.mod: MODULE@VERSION/go.mod: reading https://HOST/lookup/MODULE@VERSION: 404 Not Found\n\
         或者：verifying go.mod: MODULE@VERSION/go.mod: malformed record data\n\
         或者：unsupported scheme: ftp://HOST/lookup/MODULE@VERSION\n\n\
         正常的数据库缺少某个模块时，只对该模块返回 404；这里对人人都有的模块也是如此。go 只在 URL 后面加上 \
         `/lookup/…` 和 `/tile/…`，不会加别的：由代理转发数据库时，URL 应当以 `/sumdb/sum.golang.org` 结尾。\
         没有写协议的 URL 按 https 处理；http 可以用；其他协议不行。\n\n\
         请改正 URL，或者去掉它：go 会先问 GOPROXY 里的代理是否转发数据库，都不转发时再访问数据库本身。\
         `sum.golang.google.cn` 是同一个数据库的另一个地址。GOSUMDB=off 能让报错消失，但校验也随之取消。",
    ),
    logs: &[
        Mark::of(&["unsupported scheme:", "/lookup/"]),
        Mark::of(&["verifying ", "/lookup/", "http: no Host in request URL"]),
        Mark::of(&["verifying ", "reading http", "/lookup/lookup/", "404 Not Found"]),
        Mark::of(&["verifying ", "reading http", "/lookup/", "404 Not Found"]).when(is_module_proxy),
        Mark::of(&["verifying ", "reading http", "/lookup/", "410 Gone"]).when(is_module_proxy),
        Mark::of(&["verifying ", "reading http", "/lookup/", "400 Bad Request"])
            .when(is_elsewhere)
            .or(&["sumdb-unreachable"]),
        Mark::of(&["verifying ", "reading http", "/lookup/", "405 Method Not Allowed"])
            .when(is_elsewhere)
            .or(&["sumdb-unreachable"]),
        Mark::of(&["verifying ", "reading http", "/lookup/", "401 Unauthorized"])
            .when(is_elsewhere)
            .or(&["sumdb-unreachable"]),
    ],
    explains: &[],
    rule,
    fixes,
};

/// Whether the host is one of a module proxy that everybody knows.
fn is_module_proxy(it: &Spoken) -> bool {
    it.asks_database() && it.url_host().is_some_and(|host| MIRRORS.iter().any(|url| url.split('/').nth(2) == Some(host)))
}

/// Whether it is not where the public database is.
fn is_elsewhere(it: &Spoken) -> bool {
    it.asks_database() && !it.asks_public_database()
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let written = evidence.facts.settings.raw("GOSUMDB");
    let url = asked_at(Database::parse(written).ok()?.url.as_ref()?);
    let setting = Cite::Setting("GOSUMDB".into());
    let finding = match place_fault(&url) {
        Some(fault) => {
            let stopped = evidence.stopped_by(&setting);
            (!stopped.is_empty()).then(|| unasked(&url, fault, setting).stops(stopped))?
        }
        None if is_public_database(&url) => return None,
        None => answered(evidence, &url, setting)?,
    };
    Some(finding.about(Subject::Setting("GOSUMDB".into())))
}

/// go asks for nothing there.
fn unasked(url: &Veiled, fault: PlaceFault, setting: Cite) -> Finding {
    let says = match fault {
        PlaceFault::Scheme => say! {
            en: "GOSUMDB sends go to `{url}` for the checksum database, and go asks by https and http alone: unsupported scheme.",
            zh: "GOSUMDB 让 go 到 `{url}` 访问校验和数据库，而 go 只支持 https 和 http：unsupported scheme。",
        },
        PlaceFault::NoHost => say! {
            en: "GOSUMDB sends go to `{url}` for the checksum database, which names no host: two slashes belong behind the colon. go says: http: no Host in request URL.",
            zh: "GOSUMDB 让 go 到 `{url}` 访问校验和数据库，其中没有主机名：冒号后面应当有两个斜杠。go 的报错：http: no Host in request URL。",
        },
    };
    Finding::certain(says, vec![setting])
}

/// What answers there knows no module at all.
fn answered(evidence: &Evidence, url: &Veiled, setting: Cite) -> Option<Finding> {
    let failed = evidence.stopped_at(is_foreign);
    let first = failed.first()?.fetch;
    let known = |it: &Fetch| {
        it.source == Source::Database
            && it.artefact == Artefact::Lookup
            && matches!(it.outcome, Outcome::Served { .. })
    };
    if evidence.fetches.iter().any(known) {
        return None;
    }
    let (confidence, witness) = match evidence.record_at(first) {
        Some((_, Outcome::Served { .. })) => return None,
        Some((cite, Outcome::Missing { .. } | Outcome::Unlike { .. })) if evidence.is_database_of_the_public() => {
            (Confidence::Certain, Some(cite))
        }
        // A database of somebody's own need not have what everybody knows.
        _ if matches!(first.outcome, Outcome::Missing { .. }) && !evidence.is_database_of_the_public() => return None,
        _ => (Confidence::Likely, None),
    };
    let cites = [setting].into_iter().chain(failed.cites()).chain(witness).collect();
    Some(Finding::new(confidence, says(url, &failed), cites).stops(failed.modules()))
}

fn is_foreign(fetch: &Fetch) -> bool {
    let odd = matches!(fetch.outcome, Outcome::Missing { .. })
        || matches!(fetch.sumdb_fault(), Some(SumdbFault::MalformedRecord { .. }));
    fetch.source == Source::Database && fetch.artefact == Artefact::Lookup && odd
}

fn says(url: &Veiled, failed: &BrokenFetches<'_>) -> Text {
    let Some(first) = failed.first() else { return Text::same("") };
    match first.fetch.sumdb_fault() {
        Some(SumdbFault::MalformedRecord { start, .. }) => {
            let words = Reply::of(200, start.as_str()).headline();
            say! {
                en: "GOSUMDB sends go to {url} for the checksum database, and what answers a lookup there is no record of one: `{words}`.",
                zh: "GOSUMDB 让 go 到 {url} 访问校验和数据库，而那里对查询的应答不是数据库的记录：`{words}`。",
            }
        }
        _ => say! {
            en: "GOSUMDB sends go to {url} for the checksum database, and there every lookup is answered with \"not found\", that of a module which everybody knows included: it is no database, or its path is another.",
            zh: "GOSUMDB 让 go 到 {url} 访问校验和数据库，而那里对所有查询都回答“不存在”，包括人人都有的模块：它不是数据库，或者路径不对。",
        },
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let facts = &evidence.facts;
    let written = facts.settings.raw("GOSUMDB");
    let Ok(database) = Database::parse(written) else { return Vec::new() };
    let name = written.split_whitespace().next().unwrap_or_default();
    let meant = database.url.as_ref().into_iter().flat_map(|url| meant(url, &database.name));
    let urls = meant.map(|url| format!("{name} {url}"));
    let values: Vec<String> = Database::corrected(written).into_iter().chain(urls).collect();
    let corrected = values.into_iter().map(|value| {
        let shown = Veiled::new(&*value);
        let title = say! { en: "Set GOSUMDB to {shown}", zh: "把 GOSUMDB 设为 {shown}" };
        set(facts, title, value)
    });
    let mut fixes: Vec<Fix> = corrected.collect();
    let title = Text::of("Leave the URL out of GOSUMDB", "去掉 GOSUMDB 中的 URL");
    fixes.push(set(facts, title, name.to_owned()));
    fixes.extend(facts.same_database(&database.name));
    fixes.push(asked(&database.name));
    fixes
}

fn set(facts: &Facts, title: Text, value: String) -> Fix {
    let step = facts.set("GOSUMDB", value);
    Fix::safe(title, facts.reach("GOSUMDB"), vec![step]).rivals("database")
}

/// The same server where a proxy relays the database, and without what go appends
/// itself.
fn meant(url: &Veiled, name: &str) -> Vec<String> {
    let bare = asked_at(url).raw().trim_end_matches('/').to_owned();
    let ends = ["/lookup", "/latest", "/supported", "/tile"];
    let cut = ends.iter().find_map(|end| bare.strip_suffix(end)).map(str::to_owned);
    let below = (!bare.contains("/sumdb/")).then(|| format!("{bare}/sumdb/{name}"));
    cut.into_iter().chain(below).collect()
}

fn asked(name: &str) -> Fix {
    let title = Text::of("Ask for the right URL", "询问正确的 URL");
    let step = say! {
        en: "Ask who runs the mirror for the URL below which `/lookup/` and `/tile/` of {name} are served.",
        zh: "请向镜像的管理者询问提供 {name} 的 `/lookup/` 和 `/tile/` 的 URL。",
    };
    Fix::at_anothers(title, step)
}

fn at(url: &str) -> World {
    World::healthy().var("GOSUMDB", &format!("{} {url}", database::key()))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a module proxy without the path of the database",
        world: || at("https://goproxy.cn"),
        roots: &["sumdb-wrong-url"],
    },
    Scene {
        name: "a page",
        world: || {
            at("https://nexus.corp.example/repository")
                .site("nexus.corp.example", Site::status(200, "<html><title>Nexus</title></html>"))
        },
        roots: &["sumdb-wrong-url"],
    },
    Scene {
        name: "a scheme that go does not speak",
        world: || at("ftp://sum.golang.google.cn"),
        roots: &["sumdb-wrong-url"],
    },
    Scene {
        name: "one slash too few",
        world: || at("https:/sum.golang.google.cn"),
        roots: &["sumdb-wrong-url"],
    },
    Scene {
        name: "what go appends itself",
        world: || at("https://goproxy.cn/sumdb/sum.golang.org/lookup"),
        roots: &["sumdb-wrong-url"],
    },
    Scene {
        name: "a proxy's path to the database",
        world: || at("https://goproxy.cn/sumdb/sum.golang.org"),
        roots: &[],
    },
    Scene { name: "without a scheme", world: || at("sum.golang.google.cn"), roots: &[] },
    Scene {
        name: "one module is unknown there",
        world: || {
            at("https://sums.corp.example")
                .site("sums.corp.example", Site::database())
                .gomod("module example.com/app\n\ngo 1.24\n\nrequire git.corp.example/team/lib v1.0.0\n")
                .var("GOPROXY", "https://go.corp.example")
                .site("go.corp.example", Site::proxy_with_everything())
        },
        roots: &["sumdb-module-unknown"],
    },
];
