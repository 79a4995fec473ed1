use crate::base::Text;
use crate::model::{
    Area, Artefact, Cause, Cite, DialFault, Evidence, Facts, Fetch, Finding, Fix, MIRRORS, Mark,
    Risk, Scope, ShownBy, Stale, Step, Subject, and_others, is_public_host,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "goproxy-stale",
    area: Area::Goproxy,
    title: Text::of("The proxy lacks a version that is there", "代理缺少一个确实存在的版本"),
    docs: Text::of(
        "The module proxy says \"not found\" (404 or 410) of a version that exists: its own list of \
         versions names it, it serves another file of the version, or the module's repository has \
         the tag.\n\n\
         go says: reading https://goproxy.example/.../@v/v1.2.3.zip: 404 Not Found\n\
         with .info or .mod in place of .zip where it is these that are missing.\n\n\
         A version consists of three files, and go needs each of them: a proxy that has the go.mod \
         and not the .zip is of no use. Files get lost where a proxy's storage was cleaned up, \
         restored by halves or is being synchronized, or where the proxy, or a scanner before it, \
         holds back a .zip on purpose. A version that was tagged a short while ago may not have \
         come to the proxy yet: proxy.golang.org remembers for up to half an hour that there was \
         none, a mirror or a company's repository manager often longer. If another element follows \
         in GOPROXY, go asks that one next, and nobody notices.\n\n\
         Ask again after a while, or fetch this one version past the proxy: with GOPROXY=direct \
         before a single go mod download go takes it from its repository and still checks it by \
         go.sum or the checksum database; it then lies in the module cache. Have the owner of the \
         proxy fetch the version anew. Clearing the module cache changes nothing.",
        "模块代理对一个存在的版本应答“没有”（404 或 410）：它自己的版本列表里有这个版本，或者它提供了该版本的其他文件，\
         或者模块的仓库里有这个标签。\n\n\
         go 的报错：reading https://goproxy.example/.../@v/v1.2.3.zip: 404 Not Found\n\
         如果缺少的是 .info 或 .mod，就是相应的后缀。\n\n\
         一个版本由三个文件组成，go 缺一不可：只有 go.mod 而没有 .zip 的代理没有用处。代理的存储被清理、只恢复了一部分、\
         还在同步，或者代理及其前面的扫描程序有意扣下 .zip，都会缺少文件。刚打的标签可能还没有到达代理：\
         proxy.golang.org 会把“没有”的结果记住，最长半小时；镜像和公司的制品库往往更久。如果 GOPROXY 里后面还有其他代理，\
         go 接着就会去问它，也就没有人会察觉。\n\n\
         请过一段时间再试，或者绕过代理只取这一个版本：在单独一条 go mod download 命令前写上 GOPROXY=direct，\
         go 就会从仓库获取，并且仍然用 go.sum 或校验和数据库检查；之后它就在模块缓存里了。\
         也可以请代理的管理者重新获取这个版本。清空模块缓存没有任何作用。",
    ),
    logs: &[
        Mark::answer(&["reading http", "/@v/", ".zip: 404 Not Found"]).or(&["goproxy-no-direct"]),
        Mark::answer(&["reading http", "/@v/", ".zip: 410 Gone"]).or(&["goproxy-no-direct"]),
        Mark::answer(&["unexpected status (http", ".zip): 404 Not Found"])
            .or(&["goproxy-no-direct"]),
        Mark::answer(&["unexpected status (http", ".zip): 410 Gone"]).or(&["goproxy-no-direct"]),
        Mark::of(&["/@v/", "server response:", "fetch timed out"])
            .or(&["module-not-found", "version-not-found"]),
        Mark::of(&["/@v/", "server response:", "missing ", "go.mod at revision"]).or(&[
            "version-not-found",
            "module-not-found",
            "major-version-mismatch",
        ]),
    ],
    explains: &[
        "dns-no-such-host",
        "dns-timeout",
        "dns-resolver-unreachable",
        "tcp-refused",
        "tcp-timeout",
        "tls-unknown-authority",
        "tls-expired",
        "tls-name-mismatch",
        "goproxy-off",
    ],
    rule,
    fixes,
};

/// As many modules are fetched by a typed command.
const FETCHED: usize = 20;

fn rule(evidence: &Evidence) -> Option<Finding> {
    let stale = evidence.stale();
    let first = stale.first()?;
    let mut cites: Vec<Cite> = stale.iter().flat_map(|it| it.cites.clone()).collect();
    cites.sort();
    cites.dedup();
    let finding = Finding::certain(says(first, stale.len()), cites);
    let finding = finding.stops(stale.iter().map(name).collect());
    let because = Text::of("The version exists.", "这个版本是存在的。");
    Some(finding.not("version-not-found", because).about(Subject::Host(first.fetch.host())))
}

fn says(stale: &Stale<'_>, count: usize) -> Text {
    let Fetch { module, version, .. } = stale.fetch;
    let (host, file) = (stale.fetch.host(), ending(stale.fetch.artefact));
    let more = and_others(count);
    let shown = shown(stale);
    let (en, zh, more_en, more_zh) = (&shown.en, &shown.zh, &more.en, &more.zh);
    say! {
        en: "{host} says \"not found\" of the {file} of {module} {version}, {en}. go needs all files of a version, and gets this one from nowhere else.{more_en}",
        zh: "{host} 对 {module} {version} 的 {file} 应答“没有”，{zh}。go 需要一个版本的全部文件，而从别处也得不到这一个。{more_zh}",
    }
}

fn shown(stale: &Stale<'_>) -> Text {
    match stale.shown_by {
        ShownBy::File(other) => {
            let other = ending(other);
            say! {
                en: "though it serves the {other} of the same version",
                zh: "却提供了同一版本的 {other}",
            }
        }
        ShownBy::List => Text::of(
            "though its own list of versions names this one",
            "而它自己的版本列表里有这个版本",
        ),
        ShownBy::Tag(repository) => say! {
            en: "though {repository} has the tag",
            zh: "而 {repository} 有这个标签",
        },
    }
}

fn ending(artefact: Artefact) -> &'static str {
    match artefact {
        Artefact::Info => ".info",
        Artefact::Zip => ".zip",
        _ => ".mod",
    }
}

fn name(stale: &Stale<'_>) -> String {
    format!("{}@{}", stale.need.module, stale.need.version)
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let stale = evidence.stale();
    let Some(first) = stale.first() else { return Vec::new() };
    let facts = &evidence.facts;
    let proof = evidence.proved_at_origin(stale.iter().map(|it| it.need));
    let mut fixes: Vec<Fix> = appended(facts).map(|fix| fix.proof(proof)).into_iter().collect();
    fixes.extend(once(&stale, facts));
    fixes.extend(mirrored(&stale, facts));
    fixes.push(awaited(first));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

/// go may ask the origin for what the proxies lack.
fn appended(facts: &Facts) -> Option<Fix> {
    let value = facts.goproxy_appended()?;
    let title = Text::of(
        "Let go ask a module's own repository for what the proxies lack",
        "代理没有的版本，让 go 询问模块自己的仓库",
    );
    let fix = Fix::safe(title, facts.reach("GOPROXY"), vec![facts.set("GOPROXY", value)]);
    Some(fix.risk(facts.past_the_list()))
}

/// Past the proxies for one command. Where go turned to the origin in vain it is no use.
fn once(stale: &[Stale<'_>], facts: &Facts) -> Option<Fix> {
    let in_vain = |it: &Stale<'_>| it.cites.iter().any(|cite| matches!(cite, Cite::Ladder(_)));
    let usable = stale.iter().filter(|it| !in_vain(it) && !it.need.is_query());
    let names: Vec<String> = usable.take(FETCHED).map(name).collect();
    let first = names.first()?.clone();
    let title = say! {
        en: "Fetch {first} from its repository once",
        zh: "从模块自己的仓库获取一次 {first}",
    };
    let words = ["GOPROXY=direct", "go", "mod", "download"].map(str::to_owned);
    let step = Step::Run { words: words.into_iter().chain(names).collect() };
    let why = Text::of("It would have to be downloaded.", "这需要真正下载一次。");
    let fix = Fix::safe(title, Scope::Process, vec![step]).unprovable(why);
    Some(fix.risk(facts.past_the_list()))
}

/// Another public proxy for one command, where a public one has been told the
/// names of public modules already.
fn mirrored(stale: &[Stale<'_>], facts: &Facts) -> Option<Fix> {
    let told = |it: &&Stale<'_>| {
        let host = it.need.module.split('/').next().unwrap_or_default();
        facts.is_public_proxy(&it.fetch.host()) && is_public_host(host) && !it.need.is_query()
    };
    let names: Vec<String> = stale.iter().filter(told).take(FETCHED).map(name).collect();
    let list = facts.settings.raw("GOPROXY");
    let is_new = |it: &&&str| !list.contains(it.trim_start_matches("https://"));
    // The others get their files from the last of them.
    let mirror = MIRRORS.last().into_iter().chain(MIRRORS).find(is_new)?;
    let short = mirror.trim_start_matches("https://");
    let first = names.first()?;
    let title = say! {
        en: "Fetch {first} through the mirror {short} once",
        zh: "通过镜像 {short} 获取一次 {first}",
    };
    let words = [format!("GOPROXY={mirror}"), "go".into(), "mod".into(), "download".into()];
    let step = Step::Run { words: words.into_iter().chain(names).collect() };
    let why = Text::of(
        "That mirror is not asked for this module from here.",
        "这里没有向该镜像询问这个模块。",
    );
    Some(Fix::safe(title, Scope::Process, vec![step]).unprovable(why))
}

fn awaited(stale: &Stale<'_>) -> Fix {
    let Fetch { module, version, .. } = stale.fetch;
    let host = stale.fetch.host();
    let title = say! {
        en: "Have {host} fetch {module} {version} anew",
        zh: "让 {host} 重新获取 {module} {version}",
    };
    let step = say! {
        en: "Repeat the command after half an hour. If {host} still lacks the file, its owner has to remove what it holds of {module} {version} and have it fetched anew, or say why it is held back.",
        zh: "半小时后再执行一次命令。如果 {host} 仍然缺少这个文件，需要其管理者清除它保存的 {module} {version} 并重新获取，或者说明为什么扣下它。",
    };
    Fix::at_anothers(title, step)
}

fn lacking(goproxy: &str, ends: &'static [&'static str]) -> World {
    let site = Site::except(ends, 404, "not found");
    World::healthy().var("GOPROXY", goproxy).site("go.corp.example", site)
}

fn newer(goproxy: &str, tag: &str) -> World {
    let gomod = "module example.com/app\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.4\n";
    World::healthy().gomod(gomod).var("GOPROXY", goproxy).program("git ls-remote", 0, tag, "")
}

const ZIP: &[&str] = &["widget/@v/v1.2.3.zip"];
const TAG: &str = "1f3870be274f6c49b3e31a0c6728957f7d2f0c8e\trefs/tags/v1.2.4\n";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "the zip alone is missing",
        world: || lacking("https://go.corp.example", ZIP),
        roots: &["goproxy-stale"],
    },
    Scene {
        name: "the info alone is gone from a public mirror",
        world: || {
            let site = Site::except(&["text/@v/v0.14.0.info"], 410, "gone");
            World::healthy().go_env("GOPROXY", "https://goproxy.cn").site("goproxy.cn", site)
        },
        roots: &["goproxy-stale"],
    },
    Scene {
        name: "the list names it, and no file is there",
        world: || {
            let ends = &["v1.2.3.mod", "v1.2.3.info", "v1.2.3.zip"];
            lacking("https://go.corp.example,off", ends)
        },
        roots: &["goproxy-stale"],
    },
    Scene {
        name: "a version that is tagged and has not come to the proxy",
        world: || newer("https://goproxy.cn,https://proxy.golang.org", TAG),
        roots: &["goproxy-stale"],
    },
    Scene {
        name: "the origin that go turns to is blocked",
        world: || {
            lacking("https://go.corp.example,direct", ZIP)
                .dial("github.com", &DialFault::TimedOut { after_ms: 5000 })
        },
        roots: &["goproxy-stale"],
    },
    Scene {
        name: "the second proxy has it",
        world: || lacking("https://go.corp.example,https://goproxy.cn", ZIP),
        roots: &[],
    },
    Scene {
        name: "the origin has it",
        world: || {
            lacking("https://go.corp.example,direct", ZIP).program("git ls-remote", 0, TAG, "")
        },
        roots: &[],
    },
    Scene {
        name: "not tagged either",
        world: || newer("https://proxy.golang.org", ""),
        roots: &["version-not-found"],
    },
];
