use crate::base::{Text, Veiled};
use crate::go::goproxy::{ProxyList, Via};
use crate::model::{Area, Artefact, BrokenFetch, Cause, Cite, Evidence, Facts, Fetch, Finding, Fix, Outcome, Pattern, Reply, Risk, Scope, Source, Step, Subject};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "module-zip-invalid",
    area: Area::Goproxy,
    title: Text::of("What came as a module's zip is none", "收到的模块 zip 不是 zip 文件"),
    docs: Text::of(
        "The proxy answers with 200 where a module's .zip is asked for, and what it sends is no \
         zip file: a web page, a text, or nothing.\n\n\
         go says: zip: not a valid zip file\n\
         and, up to go 1.27, does not say of which module.\n\n\
         The proxy's other answers are right, so it is a module proxy. What replaces single files \
         is mostly something between: a virus scanner or data loss prevention that puts its page in \
         the place of the .zip, a storage behind the proxy that answers with an error page and 200, \
         a download that was cut off and kept. It is not the module's author: what a repository \
         holds is packed by the proxy. go does not ask the next element of GOPROXY then, not even \
         behind a vertical bar, as the error shows only after the download. Nothing of it gets into \
         the module cache, so that there is nothing to clear.\n\n\
         Take the file from another proxy or from the repository once; go checks it by go.sum or \
         the checksum database. Have the owner of the proxy remove the broken file and exempt .zip \
         files of the proxy from what replaces them.",
        "请求模块的 .zip 时代理应答 200，而内容不是 zip 文件：是网页、文字，或者什么都没有。\n\n\
         go 的报错：zip: not a valid zip file\n\
         go 1.27 及更早的版本不会说出是哪个模块。\n\n\
         代理的其他应答是正确的，所以它确实是模块代理。替换个别文件的多半是中间的什么：杀毒网关或数据防泄漏系统用自己的页面代替了 .zip，\
         代理背后的存储用 200 应答错误页面，或者保存了一次中断的下载。这不是模块作者的问题：仓库里的内容是由代理打包的。\
         此时 go 不会询问 GOPROXY 的下一项，在竖线之后也不会，因为下载之后才会发现错误。内容不会进入模块缓存，因此也没有什么可清理的。\n\n\
         请从另一个代理或仓库获取一次这个文件；go 会用 go.sum 或校验和数据库检查。\
         请代理的管理者删除损坏的文件，并让代理的 .zip 文件不再被替换。",
    ),
    logs: &[Pattern(&["zip: not a valid zip file"])],
    explains: &[],
    rule,
    fixes,
};

/// As many modules are fetched by a typed command.
const FETCHED: usize = 20;

fn rule(evidence: &Evidence) -> Option<Finding> {
    let invalid = invalid(evidence);
    let first = invalid.first()?;
    let reply = unlike(first.fetch)?;
    let cites = invalid.iter().map(|it| it.cite.clone()).collect();
    let mut modules: Vec<String> = invalid.iter().flat_map(|it| it.modules.clone()).collect();
    modules.sort();
    modules.dedup();
    let whole = Text::of("All of the answer came.", "应答已全部收到。");
    let finding = Finding::certain(says(first.fetch, reply, invalid.len()), cites).stops(modules);
    let mut finding = finding.not("download-truncated", whole);
    if serves(first.fetch, evidence) {
        let others = Text::of("Other files that it serves are right.", "它提供的其他文件是正确的。");
        finding = finding.not("goproxy-not-a-module-proxy", others);
    }
    Some(finding.about(Subject::Host(sender(first.fetch))))
}

/// The zips that stop go, of elements that are module proxies otherwise.
fn invalid(evidence: &Evidence) -> Vec<BrokenFetch<'_>> {
    let strange: Vec<Cite> =
        evidence.strange_elements().into_iter().flat_map(|it| it.cites).collect();
    let is_proxys = |fetch: &Fetch| matches!(fetch.source, Source::Proxy { .. });
    let broken = evidence.stopped_at(|fetch| {
        fetch.artefact == Artefact::Zip && is_proxys(fetch) && unlike(fetch).is_some()
    });
    broken.0.into_iter().filter(|it| !strange.contains(&it.cite)).collect()
}

/// Whether another file came from the same element as it should.
fn serves(fetch: &Fetch, evidence: &Evidence) -> bool {
    let served = |outcome: &Outcome| matches!(outcome, Outcome::Served { .. });
    let same = |it: &&Fetch| it.source == fetch.source && it.artefact != Artefact::Supported;
    let Source::Proxy { element } = fetch.source else { return false };
    let canary = evidence.base_of(element).and_then(|base| evidence.canary_at(base));
    evidence.fetches.iter().filter(same).any(|it| served(&it.outcome))
        || canary.is_some_and(|(_, outcome)| served(outcome))
}

fn unlike(fetch: &Fetch) -> Option<&Reply> {
    match &fetch.outcome {
        Outcome::Unlike { reply, .. } => Some(reply),
        _ => None,
    }
}

/// The host that sent it: where the proxy redirects, the one behind.
fn sender(fetch: &Fetch) -> String {
    let behind = unlike(fetch).and_then(|reply| reply.redirected_to.as_ref());
    behind.map_or_else(|| fetch.host(), host_of)
}

fn says(fetch: &Fetch, reply: &Reply, count: usize) -> Text {
    let Fetch { module, version, .. } = fetch;
    let (host, quoted) = (sender(fetch), reply.quoted());
    let kind = reply.kind();
    let (en, zh) = (&kind.en, &kind.zh);
    let behind = if host == fetch.host() {
        Text::of("", "")
    } else {
        let proxy = fetch.host();
        say! { en: ", to which {proxy} redirects,", zh: "（由 {proxy} 重定向而来）" }
    };
    let (behind_en, behind_zh) = (&behind.en, &behind.zh);
    let more = match count.saturating_sub(1) {
        0 => Text::of("", ""),
        others => say! {
            en: " The same holds for {others} more.",
            zh: "另有 {others} 个模块情况相同。",
        },
    };
    let (more_en, more_zh) = (&more.en, &more.zh);
    say! {
        en: "{host}{behind_en} answers with {en}{quoted} where the .zip of {module} {version} is asked for. go stops, and asks no other element of GOPROXY. The fault is the server's, or of something before it that replaces the file; it is not the module's.{more_en}",
        zh: "请求 {module} {version} 的 .zip 时，{host}{behind_zh} 应答的是{zh}{quoted}。go 就此停止，也不会询问 GOPROXY 的其他项。问题出在该服务器，或者它前面替换了文件的什么，而不在模块本身。{more_zh}",
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let invalid = invalid(evidence);
    let Some(first) = invalid.first() else { return Vec::new() };
    let facts = &evidence.facts;
    let mut fixes = facts.mirrors(&first.fetch.host());
    fixes.extend(removed(first.fetch, evidence));
    fixes.extend(once(&invalid, facts));
    fixes.push(told(first.fetch));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

/// Where something else stands in the list, it may do without.
fn removed(fetch: &Fetch, evidence: &Evidence) -> Option<Fix> {
    let Source::Proxy { element } = fetch.source else { return None };
    let (facts, base) = (&evidence.facts, evidence.base_of(element)?);
    let value = facts.goproxy_without(base)?;
    // Without any proxy every module would go another way.
    let rest = ProxyList::parse(&value, "").ok()?.0;
    rest.iter().find(|element| matches!(element.via, Via::Proxy { .. }))?;
    let title = say! {
        en: "Take {base} out of GOPROXY",
        zh: "从 GOPROXY 中去掉 {base}",
    };
    let fix = Fix::safe(title, facts.reach("GOPROXY"), vec![facts.set("GOPROXY", value)]);
    Some(if facts.is_public_proxy(&fetch.host()) {
        fix
    } else {
        fix.risk(Risk::TradeOff(Text::of(
            "The names of all modules outside GOPRIVATE are then told to the next element.",
            "此后，GOPRIVATE 之外的所有模块名都会告知下一项。",
        )))
    })
}

/// Past the proxies for one command.
fn once(invalid: &[BrokenFetch<'_>], facts: &Facts) -> Option<Fix> {
    let modules = invalid.iter().flat_map(|it| &it.modules);
    let is_exact = |it: &&String| it.rsplit('@').next().is_some_and(|version| version.starts_with('v'));
    let names: Vec<String> = modules.filter(is_exact).take(FETCHED).cloned().collect();
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

fn told(fetch: &Fetch) -> Fix {
    let (host, url) = (sender(fetch), fetch.shown_url());
    let title = say! {
        en: "Have the file on {host} replaced",
        zh: "让 {host} 更换这个文件",
    };
    let step = say! {
        en: "Tell the owner of {host} that {url} is no zip file: it has to be removed there and fetched anew, and whatever scans or filters downloads must leave .zip files of the module proxy as they are.",
        zh: "告诉 {host} 的管理者 {url} 不是 zip 文件：需要在那里删除并重新获取；扫描或过滤下载内容的设备不得改动模块代理的 .zip 文件。",
    };
    Fix::at_anothers(title, step)
}

fn host_of(url: &Veiled) -> String {
    crate::go::url::Url::parse(url.raw()).unwrap_or_default().hostname().into_owned()
}

const BLOCKED: &str = "<html><head><title>Download blocked</title></head><body></body></html>";

fn replaced(goproxy: &str, body: &'static str) -> World {
    let site = Site::except(&["widget/@v/v1.2.3.zip"], 200, body);
    World::healthy().var("GOPROXY", goproxy).site("go.corp.example", site)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a scanner's page in the place of one zip",
        world: || replaced("https://go.corp.example", BLOCKED),
        roots: &["module-zip-invalid"],
    },
    Scene {
        name: "go does not ask the next proxy then",
        world: || replaced("https://go.corp.example|https://goproxy.cn,direct", BLOCKED),
        roots: &["module-zip-invalid"],
    },
    Scene {
        name: "nothing in it, on a public mirror",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://goproxy.cn,direct")
                .site("goproxy.cn", Site::except(&[".zip"], 200, ""))
        },
        roots: &["module-zip-invalid"],
    },
    Scene {
        name: "the same page whatever is asked",
        world: || {
            World::healthy().var("GOPROXY", "https://go.corp.example").site("go.corp.example", Site::status(200, BLOCKED))
        },
        roots: &["goproxy-not-a-module-proxy"],
    },
    Scene {
        name: "the broken file is not asked for",
        world: || replaced("https://goproxy.cn,https://go.corp.example", BLOCKED),
        roots: &[],
    },
];
