use crate::base::{Excerpt, Text, Veiled};
use crate::go::goproxy::{ProxyList, Via};
use crate::go::modzip::{self, Stage};
use crate::model::{
    Area, Artefact, Blame, BrokenFetches, Cause, Cite, Evidence, Facts, Fetch, Finding, Fix, Mark,
    Outcome, Risk, Scope, Source, Spoken, Step, Subject, wrong_in_zip,
};
use crate::say;
use crate::world::{Scene, Site, World, zip};

pub(super) const CAUSE: Cause = Cause {
    code: "module-zip-invalid",
    area: Area::Goproxy,
    title: Text::of("What came as a module's zip is none that go takes", "收到的模块 zip 无法被 go 接受"),
    docs: Text::of(
        "The proxy answers with 200 where a module's .zip is asked for, and go refuses what it \
         sends: a web page or nothing at all in its place, a zip that is cut short or damaged, or \
         one that holds what no module may hold.\n\n\
         go says one of these, and up to go 1.27 mostly not of which module:\n\
         zip: not a valid zip file\n\
         zip: checksum error, or unexpected EOF\n\
         zip for example.com/m@v1.0.0 has unexpected file other/go.mod\n\
         unzip /go/pkg/mod/cache/download/…: malformed file path \"../x\"\n\
         case-insensitive file name collision: \"a.go\" and \"A.go\"\n\
         total uncompressed size of module contents too large (max size is 524288000 bytes)\n\n\
         The proxy's other answers are right, so it is a module proxy. What replaces single files \
         is mostly something between: a virus scanner or data loss prevention that puts its page in \
         the place of the .zip, a storage behind the proxy that answers with an error page and 200, \
         a download that was cut off and kept. A zip with names outside path@version/, with .. in \
         them, or that differ in capital letters alone was packed by a program that does not know \
         go's rules: a proxy made of files by hand, or an old product. Only where go.sum or the \
         checksum database knows this very file is the version itself to blame.\n\n\
         go does not ask the next element of GOPROXY then, not even behind a vertical bar, as the \
         error shows only after the download. What is found while hashing never gets into the module \
         cache; what is found while unpacking leaves the zip there, and go fails each time until \
         it is removed.\n\n\
         Take the file from another proxy or from the repository once; go checks it by go.sum or \
         the checksum database. Have the owner of the proxy remove the broken file and exempt .zip \
         files of the proxy from what replaces them.",
        "请求模块的 .zip 时代理应答 200，而 go 拒绝了收到的内容：可能是网页或空内容，可能是被截断或损坏的 zip，也可能其中有模块不允许的内容。\n\n\
         go 的报错是下面之一，go 1.27 及更早的版本多半不会说出是哪个模块：\n\
         zip: not a valid zip file\n\
         zip: checksum error，或者 unexpected EOF\n\
         zip for example.com/m@v1.0.0 has unexpected file other/go.mod\n\
         unzip /go/pkg/mod/cache/download/…: malformed file path \"../x\"\n\
         case-insensitive file name collision: \"a.go\" and \"A.go\"\n\
         total uncompressed size of module contents too large (max size is 524288000 bytes)\n\n\
         代理的其他应答是正确的，所以它确实是模块代理。替换个别文件的多半是中间的什么：杀毒网关或数据防泄漏系统用自己的页面代替了 .zip，\
         代理背后的存储用 200 应答错误页面，或者保存了一次中断的下载。如果名字不在 path@version/ 之下、含有 .. 或者只有大小写不同，\
         说明打包的程序不了解 go 的规则：例如手工拼成的代理，或者陈旧的产品。只有当 go.sum 或校验和数据库记录的正是这个文件时，问题才出在该版本本身。\n\n\
         此时 go 不会询问 GOPROXY 的下一项，在竖线之后也不会，因为下载之后才会发现错误。计算哈希时发现的问题不会进入模块缓存；\
         解压时才发现的，zip 会留在缓存里，在删除之前 go 每次都会失败。\n\n\
         请从另一个代理或仓库获取一次这个文件；go 会用 go.sum 或校验和数据库检查。\
         请代理的管理者删除损坏的文件，并让代理的 .zip 文件不再被替换。",
    ),
    logs: &[
        Mark::gos(&["zip: not a valid zip file"]).or(&["modcache-corrupt", "goproxy-not-a-module-proxy"]),
        Mark::gos(&["zip: checksum error"]).or(&["modcache-corrupt"]),
        Mark::gos(&["zip: unsupported compression algorithm"]),
        Mark::gos(&["flate: corrupt input before offset"]).or(&["modcache-corrupt"]),
        Mark::gos(&["go: unexpected EOF"]).or(&["download-truncated"]).when(Spoken::is_all),
        Mark::of(&["zip for ", " has unexpected file "]),
        Mark::of(&["create zip: "]),
        Mark::of(&["unzip ", "download", ".zip: "]),
        Mark::of(&["downloaded zip file too large"]),
        Mark::of(&["too large (max size is "]),
        Mark::of(&["go.mod file not in module root directory"]),
        Mark::of(&["case-insensitive file name collision: "]),
        Mark::of(&["server response:", "malformed file path "]),
    ],
    explains: &[],
    rule,
    fixes,
};

/// As many modules are fetched by a typed command.
const FETCHED: usize = 20;

fn rule(evidence: &Evidence) -> Option<Finding> {
    let invalid = invalid(evidence);
    let first = invalid.first()?;
    let blame = evidence.blame_for_zip(first.fetch);
    let whole = Text::of("All of the answer came.", "应答已全部收到。");
    let says = says(first.fetch, blame, invalid.0.len());
    let finding = Finding::certain(says, invalid.cites()).stops(invalid.modules());
    let mut finding = finding.not("download-truncated", whole);
    if serves(first.fetch, evidence) {
        let others = Text::of("Other files that it serves are right.", "它提供的其他文件是正确的。");
        finding = finding.not("goproxy-not-a-module-proxy", others);
    }
    Some(finding.about(subject(first.fetch)))
}

/// The zips that stop go, of elements that are module proxies otherwise.
fn invalid(evidence: &Evidence) -> BrokenFetches<'_> {
    let strange: Vec<Cite> =
        evidence.strange_elements().into_iter().flat_map(|it| it.cites).collect();
    let mut broken = evidence.stopped_at(|fetch| fetch.refused_zip().is_some());
    broken.0.retain(|it| !strange.contains(&it.cite));
    broken
}

/// Whether another file came from the same element as it should.
fn serves(fetch: &Fetch, evidence: &Evidence) -> bool {
    let served = |outcome: &Outcome| matches!(outcome, Outcome::Served { .. });
    let same = |it: &&Fetch| it.source == fetch.source && it.artefact != Artefact::Supported;
    let Source::Proxy { element } = fetch.source else { return false };
    let canary = evidence.base_of(element).and_then(|base| evidence.canary_at(base));
    evidence.fetches.iter().filter(same).any(|it| it != fetch && served(&it.outcome))
        || canary.is_some_and(|(_, outcome)| served(outcome))
}

fn behind(fetch: &Fetch) -> Option<&Veiled> {
    match &fetch.outcome {
        Outcome::Unlike { reply, .. } => reply.redirected_to.as_ref(),
        _ => None,
    }
}

/// Who sent it: where the proxy redirects, the host behind; of a folder the file.
fn sender(fetch: &Fetch) -> String {
    match behind(fetch) {
        Some(behind) => host_of(behind),
        None if fetch.host().is_empty() => fetch.shown_url().to_string(),
        None => fetch.host(),
    }
}

fn subject(fetch: &Fetch) -> Subject {
    let name = sender(fetch);
    if name.starts_with("file:") { Subject::File(name) } else { Subject::Host(name) }
}

fn says(fetch: &Fetch, blame: Blame, count: usize) -> Text {
    let Fetch { module, version, .. } = fetch;
    let (what, whose) = (what(fetch), blame.says());
    let host = sender(fetch);
    let behind = if behind(fetch).is_none() || host == fetch.host() {
        Text::of("", "")
    } else {
        let proxy = fetch.host();
        say! { en: ", to which {proxy} redirects,", zh: "（由 {proxy} 重定向而来）" }
    };
    let (behind_en, behind_zh) = (&behind.en, &behind.zh);
    let more = match count.saturating_sub(1) {
        0 => Text::of("", ""),
        others => say! {
            en: " go refuses {others} more.",
            zh: "另有 {others} 个也被拒绝。",
        },
    };
    let (more_en, more_zh) = (&more.en, &more.zh);
    let (en, zh, whose_en, whose_zh) = (&what.en, &what.zh, &whose.en, &whose.zh);
    if host.starts_with("file:") {
        return say! {
            en: "GOPROXY names a folder, and what go finds there as the .zip of {module} {version} is {host}, {en} go stops. {whose_en}{more_en}",
            zh: "GOPROXY 里写的是文件夹，go 在其中找到的 {module} {version} 的 .zip 是 {host}，{zh}go 就此停止。{whose_zh}{more_zh}",
        };
    }
    say! {
        en: "{host}{behind_en} answers where the .zip of {module} {version} is asked for, {en} go stops, and asks no other element of GOPROXY. {whose_en}{more_en}",
        zh: "请求 {module} {version} 的 .zip 时，{host}{behind_zh} 作出了应答，{zh}go 就此停止，也不会询问 GOPROXY 的其他项。{whose_zh}{more_zh}",
    }
}

/// What follows "answers where the .zip is asked for,".
fn what(fetch: &Fetch) -> Text {
    if let Some(reply) = fetch.in_place_of_zip() {
        let (kind, quoted) = (reply.kind(), reply.quoted());
        let (en, zh) = (&kind.en, &kind.zh);
        return say! { en: "with {en}{quoted}.", zh: "内容是{zh}{quoted}。" };
    }
    let Some(Some(fault)) = fetch.refused_zip() else {
        return Text::of("with something else.", "内容是别的东西。");
    };
    let (wrong, words) = (wrong_in_zip(fault), Excerpt::text(&fault.message()));
    let (en, zh) = (&wrong.en, &wrong.zh);
    let late = match fault.stage() {
        Some(Stage::Extraction) => {
            Text::of(" It shows only when go unpacks it.", "这要到 go 解压时才会发现。")
        }
        _ => Text::of("", ""),
    };
    let (late_en, late_zh) = (&late.en, &late.zh);
    say! {
        en: "with a zip that go refuses: {en} (`{words}`).{late_en}",
        zh: "内容是 go 拒绝的 zip：{zh}（`{words}`）。{late_zh}",
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let invalid = invalid(evidence);
    let Some(first) = invalid.first() else { return Vec::new() };
    if evidence.blame_for_zip(first.fetch) == Blame::Published {
        return vec![another_version(first.fetch)];
    }
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
fn once(invalid: &BrokenFetches<'_>, facts: &Facts) -> Option<Fix> {
    let is_exact = |it: &String| it.rsplit('@').next().is_some_and(|version| version.starts_with('v'));
    let names: Vec<String> = invalid.modules().into_iter().filter(is_exact).take(FETCHED).collect();
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

/// Nobody has another file of this one.
fn another_version(fetch: &Fetch) -> Fix {
    let Fetch { module, version, .. } = fetch;
    let title = say! { en: "Take another version of {module}", zh: "改用 {module} 的另一个版本" };
    let step = say! {
        en: "Require another version of {module} than {version}, which `go list -m -versions {module}` lists, and tell its author that go does not unpack this one.",
        zh: "不要依赖 {module} 的 {version}，改用 `go list -m -versions {module}` 列出的另一个版本，并告诉作者 go 无法解压这个版本。",
    };
    let why = Text::of("Which one fits is not known from here.", "从这里无法知道哪个版本合适。");
    Fix::safe(title, Scope::Project, vec![Step::Say(step)]).unprovable(why)
}

fn told(fetch: &Fetch) -> Fix {
    let (host, url) = (sender(fetch), fetch.shown_url());
    if host.starts_with("file:") {
        return refilled(fetch);
    }
    let title = say! {
        en: "Have the file on {host} replaced",
        zh: "让 {host} 更换这个文件",
    };
    let step = say! {
        en: "Tell the owner of {host} that go refuses {url}: it has to be removed there and fetched anew, and whatever scans or filters downloads must leave .zip files of the module proxy as they are.",
        zh: "告诉 {host} 的管理者 go 拒绝 {url}：需要在那里删除并重新获取；扫描或过滤下载内容的设备不得改动模块代理的 .zip 文件。",
    };
    Fix::at_anothers(title, step)
}

/// The file of a folder that serves as a proxy.
fn refilled(fetch: &Fetch) -> Fix {
    let (Fetch { module, version, .. }, url) = (fetch, fetch.shown_url());
    let title = Text::of("Replace the file in the folder", "更换文件夹中的这个文件");
    let step = say! {
        en: "Type go mod download {module}@{version} where downloading is allowed, and copy the .zip of it from GOMODCACHE/cache/download to {url}.",
        zh: "在允许下载的地方运行 go mod download {module}@{version}，然后把 GOMODCACHE/cache/download 里它的 .zip 复制到 {url}。",
    };
    let why = Text::of("Another machine cannot be tried from here.", "无法在这里试用另一台机器。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why)
}

fn host_of(url: &Veiled) -> String {
    crate::go::url::Url::parse(url.raw()).unwrap_or_default().hostname().into_owned()
}

const BLOCKED: &str = "<html><head><title>Download blocked</title></head><body></body></html>";

fn replaced(goproxy: &str, body: &'static str) -> World {
    let site = Site::except(&["widget/@v/v1.2.3.zip"], 200, body);
    World::healthy().var("GOPROXY", goproxy).site("go.corp.example", site)
}

/// A proxy whose zips are packed so; no database knows others.
fn packed(make: fn(&str) -> Vec<u8>) -> World {
    let world = World::healthy().var("GOPROXY", "https://go.corp.example").var("GOSUMDB", "off");
    world.site("go.corp.example", Site::zips(make))
}

/// A zip with a go.mod and these names, in front of which the version stands.
fn with_names(version: &str, names: &[&str]) -> Vec<u8> {
    let all = ["/go.mod"].iter().chain(names);
    let files: Vec<_> = all.map(|name| (format!("{version}{name}"), String::new())).collect();
    zip(&files)
}

fn two_in_capitals(version: &str) -> Vec<u8> {
    with_names(version, &["/a.go", "/A.go"])
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "names outside the module",
        world: || packed(|version| with_names(version, &["0/other.go"])),
        roots: &["module-zip-invalid"],
    },
    Scene {
        name: "names with ..",
        world: || packed(|version| with_names(version, &["/../other.go"])),
        roots: &["module-zip-invalid"],
    },
    Scene {
        name: "names that differ in capital letters alone",
        world: || packed(two_in_capitals),
        roots: &["module-zip-invalid"],
    },
    Scene {
        name: "published so, by go.sum",
        world: || {
            let line = |version: &str| {
                let h1 = modzip::hash(&two_in_capitals(version)).map_or(String::new(), |it| it.h1);
                format!("{} {h1}\n", version.replace('@', " "))
            };
            let sums = ["github.com/acme/widget@v1.2.3", "golang.org/x/text@v0.14.0"].map(line);
            packed(two_in_capitals).file("/home/dev/app/go.sum", &sums.concat())
        },
        roots: &["module-zip-invalid"],
    },
    Scene {
        name: "cut off and kept",
        world: || {
            packed(|version| {
                let mut whole = with_names(version, &["/a.go"]);
                whole.truncate(whole.len() - 30);
                whole
            })
        },
        roots: &["module-zip-invalid"],
    },
    Scene {
        name: "a flipped bit",
        world: || {
            packed(|version| {
                let mut zip = zip(&[(format!("{version}/go.mod"), "module x\n".repeat(9))]);
                let at = 30 + version.len() + 40;
                zip[at] ^= 1;
                zip
            })
        },
        roots: &["module-zip-invalid"],
    },
    Scene {
        name: "an odd zip that go takes",
        world: || packed(|version| with_names(version, &["/", "/d/", "/d/.x", "/\u{fc}.go"])),
        roots: &[],
    },
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
