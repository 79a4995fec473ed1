use crate::base::{Excerpt, Text};
use crate::go::pattern::match_prefix_patterns;
use crate::go::vcs::ImportFault;
use crate::go::module;
use crate::model::{
    Area, Artefact, BrokenFetch, BrokenFetches, Cause, Confidence, Evidence, Fetch, Finding, Fix,
    MIRRORS, Outcome, Mark, Risk, Scope, Source, Step, Subject, has_tags_for_all, looks_like_login, looks_private,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "go-import-missing",
    area: Area::Private,
    title: Text::of(
        "go does not learn where the module's code lies",
        "go 无法得知模块的代码在哪里",
    ),
    docs: Text::of(
        "A path that does not begin with a known forge says by itself not where its code lies. go \
         asks https://PATH?go-get=1, and looks in the head of that page for\n\n\
         <meta name=\"go-import\" content=\"PREFIX git https://HOST/REPOSITORY\">\n\n\
         Here it finds none that it can use: a login page or an app that draws itself by script \
         answers, the page is gone, the prefix is another path, two tags fit, the page cannot be \
         read so far, or the tag's repository is none that go takes.\n\n\
         go says: unrecognized import path \"go.example.com/x\": parse https://go.example.com/x?go-get=1: \
         no go-import meta tags ()\n\
         or: reading https://go.example.com/x?go-get=1: 404 Not Found\n\
         or: ... disagree about go-import for go.example.com\n\
         or: invalid repo root \"git@host:path\": parse ...\n\
         or: unknown vcs \"bzr\"\n\n\
         The status of the page does not matter where a tag is on it. PREFIX is the module's path or \
         its beginning by whole elements; if it is shorter, the page of PREFIX has to carry the same \
         tag. A tag in the body, or behind </head>, does not count. The repository is a URL with a \
         scheme, ssh://git@host/path and not git@host:path. A fourth field, a folder in the \
         repository, is read by go 1.25 and later; bzr is gone with go 1.27.\n\n\
         Whoever runs the host has to serve the tag. If the page is for people who are logged in, go \
         needs credentials for it in netrc. A module proxy in GOPROXY, or a replace in go.mod, needs \
         no page.",
        "不以已知代码托管站开头的路径，本身说明不了代码在哪里。go 会请求 https://PATH?go-get=1，在该网页的 head 中寻找\n\n\
         <meta name=\"go-import\" content=\"PREFIX git https://HOST/REPOSITORY\">\n\n\
         这里没有它能用的标签：应答的是登录页或由脚本绘制的应用，网页已不存在，前缀是别的路径，有两个标签都符合，\
         网页读到一半就无法解析，或者标签里的仓库 go 不接受。\n\n\
         go 的报错：unrecognized import path \"go.example.com/x\": parse https://go.example.com/x?go-get=1: no go-import meta tags ()\n\
         或者：reading https://go.example.com/x?go-get=1: 404 Not Found\n\
         或者：... disagree about go-import for go.example.com\n\
         或者：invalid repo root \"git@host:path\": parse ...\n\
         或者：unknown vcs \"bzr\"\n\n\
         只要网页上有标签，状态码无关紧要。PREFIX 是模块路径，或者由完整的几段组成的开头；如果更短，PREFIX 的网页上必须有同样的标签。\
         body 里或 </head> 之后的标签不算。仓库必须是带协议的 URL：ssh://git@host/path，而不是 git@host:path。\
         第四个字段（仓库中的目录）从 go 1.25 起才读取；从 go 1.27 起不再支持 bzr。\n\n\
         标签要由主机的管理者提供。如果网页只给登录的人看，go 需要 netrc 里的凭据。\
         GOPROXY 中的模块代理，或者 go.mod 中的 replace，不需要这个网页。",
    ),
    logs: &[
        Mark::of(&["no go-import meta tags"]).or(&["private-auth-missing", "module-not-found"]),
        Mark::of(&["?go-get=1: 404 Not Found"]).or(&["module-not-found", "private-auth-missing"]),
        Mark::of(&["?go-get=1: 410 Gone"]).or(&["module-not-found"]),
        Mark::of(&["?go-get=1: 4"]).or(&["private-auth-missing"]),
        Mark::of(&["?go-get=1: 5"]),
        Mark::of(&["unrecognized import path", "?go-get=1: 500 Internal Server Error"]),
        Mark::of(&["unrecognized import path", "?go-get=1: 502 Bad Gateway"]),
        Mark::of(&["unrecognized import path", "?go-get=1: 503 Service Unavailable"]),
        Mark::of(&["unrecognized import path", "?go-get=1: 504 Gateway Timeout"]),
        Mark::of(&["unrecognized import path", "disagree about go-import"]),
        Mark::of(&["multiple meta tags match import path"]),
        Mark::of(&["?go-get=1: invalid repo root"]),
        Mark::of(&["invalid repo root ", "no scheme"]),
        Mark::of(&["invalid repo root ", "file scheme disallowed"]),
        Mark::of(&["invalid repo root ", "first path segment in URL cannot contain colon"]),
        Mark::of(&["?go-get=1: invalid subdirectory"]),
        Mark::of(&["unknown vcs \""]).or(&["vcs-missing"]),
        Mark::of(&["unrecognized import path", "XML syntax error"]),
        Mark::of(&["unrecognized import path", "can't decode XML document"]),
        Mark::of(&["no go-import meta tag found in"]),
        Mark::of(&["invalid github.com import path"]),
        Mark::of(&["invalid bitbucket.org import path"]),
        Mark::of(&["invalid version control suffix in"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = broken(evidence);
    let first = broken.first()?;
    let (says, confidence) = says(first, evidence)?;
    let finding = Finding::new(confidence, says, broken.cites()).stops(broken.modules());
    Some(finding.about(Subject::Host(host(first.fetch))))
}

fn broken(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.stopped_at(|fetch| {
        fetch.artefact == Artefact::GoGet && fetch.source == Source::Origin && is_ours(fetch)
    })
}

/// Who is asked to log in, and who may not run a program, is told by others.
fn is_ours(fetch: &Fetch) -> bool {
    match &fetch.outcome {
        Outcome::Missing { .. } => true,
        Outcome::Refused { reply } => match reply.status {
            401 | 407 => false,
            403 => !fetch.sent_credentials,
            _ => true,
        },
        _ => fetch.import_fault().is_some_and(|fault| {
            !matches!(fault, ImportFault::Forbidden { .. } | ImportFault::Govcs { .. })
        }),
    }
}

fn host(fetch: &Fetch) -> String {
    module::host(&fetch.module).to_owned()
}

fn says(broken: &BrokenFetch<'_>, evidence: &Evidence) -> Option<(Text, Confidence)> {
    let fetch = broken.fetch;
    match &fetch.outcome {
        Outcome::Missing { reply } | Outcome::Refused { reply } => {
            let (url, words, m) = (fetch.shown_url(), reply.words(), &fetch.module);
            let hidden = hidden(fetch, evidence);
            let (hidden_en, hidden_zh) = (hidden.en, hidden.zh);
            let says = say! {
                en: "go asks {url} where the code of {m} lies, and the answer is `{words}`, without a go-import tag.{hidden_en}",
                zh: "go 向 {url} 询问 {m} 的代码在哪里，得到的应答是 `{words}`，其中没有 go-import 标签。{hidden_zh}",
            };
            Some((says, Confidence::Likely))
        }
        _ => Some((fault_says(fetch.import_fault()?, fetch), Confidence::Certain)),
    }
}

fn hidden(fetch: &Fetch, evidence: &Evidence) -> Text {
    if !may_hide(fetch, evidence) {
        return Text::of("", "");
    }
    Text::of(
        " The path may be wrong, or shown only to who is logged in: go sent no credentials.",
        "可能是路径不对，也可能只给登录的人看：go 没有发送凭据。",
    )
}

/// A forge may call missing what it does not show.
fn may_hide(fetch: &Fetch, evidence: &Evidence) -> bool {
    let goprivate = evidence.facts.settings.raw("GOPRIVATE");
    let is_private =
        looks_private(&host(fetch)) || match_prefix_patterns(goprivate, &fetch.module);
    matches!(fetch.outcome, Outcome::Missing { .. }) && !fetch.sent_credentials && is_private
}

fn fault_says(fault: &ImportFault, fetch: &Fetch) -> Text {
    let module = &fetch.module;
    match fault {
        ImportFault::NoTag { url, prefixes, shows, .. } if prefixes.is_empty() => {
            let what = if has_tags_for_all(module) { elsewhere(shows) } else { what(shows) };
            let (en, zh) = (what.en, what.zh);
            say! {
                en: "The page {url} has no go-import tag in its head, so that go does not learn where the code of {module} lies.{en}",
                zh: "网页 {url} 的 head 中没有 go-import 标签，go 无法得知 {module} 的代码在哪里。{zh}",
            }
        }
        ImportFault::NoTag { url, prefixes, .. } => {
            let prefixes = Excerpt::text(&prefixes.join(", "));
            say! {
                en: "The page {url} has a go-import tag for {prefixes}, and none for {module}: a tag counts for the path that it names and what lies below, by whole elements.",
                zh: "网页 {url} 有 {prefixes} 的 go-import 标签，却没有 {module} 的：标签只对它所写的路径及其下（按完整的段）有效。",
            }
        }
        ImportFault::FourFields { url, .. } => say! {
            en: "The tag on {url} for {module} names a folder in the repository in a fourth field. This go does not know it yet and passes over the whole tag; go 1.25 and later read it.",
            zh: "{url} 上 {module} 的标签在第四个字段里写了仓库中的目录。本机的 go 还不认识它，会跳过整个标签；go 1.25 及以后才读取。",
        },
        ImportFault::Silent { prefix, url } => say! {
            en: "The page of {module} says that its code belongs to {prefix}. go then asks {url} for the same tag, and there is none.",
            zh: "{module} 的网页说它的代码属于 {prefix}。go 于是到 {url} 查找同样的标签，那里却没有。",
        },
        ImportFault::Several { path, .. } => say! {
            en: "More than one go-import tag on the page of {path} fits it, and go does not choose.",
            zh: "{path} 的网页上有不止一个符合的 go-import 标签，go 不会替你选择。",
        },
        ImportFault::Disagree { url, prefix, .. } => say! {
            en: "{url} has a tag for {prefix}, and the page of {prefix} has another one: go believes a path about what lies above it only where both say the same.",
            zh: "{url} 有 {prefix} 的标签，而 {prefix} 自己的网页上是另一个：关于上层路径，只有两处一致 go 才相信。",
        },
        ImportFault::Unreadable { path, words } => {
            let words = Excerpt::text(words);
            say! {
                en: "go cannot read the page of {path} as far as a go-import tag: `{words}`.",
                zh: "go 读不到 {path} 网页上的 go-import 标签：`{words}`。",
            }
        }
        ImportFault::Folder { url, folder, words } => say! {
            en: "The tag on {url} names `{folder}` as the folder in the repository, which go refuses: {words}.",
            zh: "{url} 上的标签把 `{folder}` 写作仓库中的目录，go 不接受：{words}。",
        },
        ImportFault::Repository { url, repository, words } => {
            let (repository, words) = (Excerpt::text(repository), Excerpt::text(words));
            say! {
                en: "The tag on {url} names `{repository}` as the repository, and that is no URL that go takes: `{words}`.",
                zh: "{url} 上的标签把 `{repository}` 写作仓库，而 go 不接受这样的 URL：`{words}`。",
            }
        }
        ImportFault::UnknownVcs { url, vcs } => {
            let vcs = Excerpt::text(vcs);
            let gone = if vcs.as_str() == "bzr" {
                Text::of(" go 1.27 gave up Bazaar.", "go 1.27 已不再支持 Bazaar。")
            } else {
                Text::of(
                    " It knows git, hg, svn, fossil, and mod for a module proxy.",
                    "它认识 git、hg、svn、fossil，以及表示模块代理的 mod。",
                )
            };
            let (en, zh) = (gone.en, gone.zh);
            say! {
                en: "The tag on {url} names `{vcs}` as what the repository is, which this go does not know.{en}",
                zh: "{url} 上的标签说仓库的类型是 `{vcs}`，本机的 go 不认识。{zh}",
            }
        }
        ImportFault::Path { words } | ImportFault::Govcs { words } => {
            let words = Excerpt::text(words);
            say! {
                en: "No repository can have the path {module}: `{words}`. go asks nobody.",
                zh: "没有仓库能有 {module} 这样的路径：`{words}`。go 不会去询问任何服务器。",
            }
        }
        ImportFault::Forbidden { .. } => Text::same(fault.to_string()),
    }
}

/// Who answers is not that host.
fn elsewhere(shows: &Excerpt) -> Text {
    let seen = if shows.is_empty() { Text::of(".", "。") } else {
        say! { en: " (`{shows}`).", zh: "（`{shows}`）。" }
    };
    let (en, zh) = (seen.en, seen.zh);
    say! {
        en: " That host has one for all of its modules: something on the way answers in its place, such as the login page or the filter of a network{en}",
        zh: "那台主机对它的所有模块都有标签：是途中的什么以它的名义应答，例如网络的登录页或过滤器{zh}",
    }
}

/// What stands there instead of a tag.
fn what(shows: &Excerpt) -> Text {
    if shows.is_empty() {
        return Text::of(" It is empty.", "它是空的。");
    }
    if looks_like_login(shows) {
        return say! {
            en: " It is a page to log in (`{shows}`), which go cannot.",
            zh: "那是登录页（`{shows}`），go 无法登录。",
        };
    }
    say! {
        en: " What is there: `{shows}`.",
        zh: "那里的内容是：`{shows}`。",
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = broken(evidence);
    let Some(first) = broken.first() else { return Vec::new() };
    let fetch = first.fetch;
    let mut fixes = Vec::new();
    match fetch.import_fault() {
        Some(ImportFault::Path { .. }) => return vec![right_path(&fetch.module)],
        Some(ImportFault::FourFields { .. }) => fixes.push(newer_go()),
        Some(ImportFault::NoTag { shows, .. }) if looks_like_login(shows) && !fetch.sent_credentials => {
            fixes.push(Fix::netrc_entry(host(fetch)));
        }
        None if may_hide(fetch, evidence) => fixes.push(Fix::netrc_entry(host(fetch))),
        _ => {}
    }
    fixes.extend(by_mirror(fetch, evidence));
    fixes.push(served(fetch));
    fixes.push(replaced(fetch));
    fixes
}

fn right_path(module: &str) -> Fix {
    let bare = module.split('/').map(|it| it.strip_suffix(".git").unwrap_or(it));
    let bare = bare.collect::<Vec<_>>().join("/");
    let title = Text::of("Write the module's own path", "写模块自己的路径");
    let says = if bare == module {
        say! {
            en: "Take the path from the `module` line of that module's go.mod: host, owner and repository, without a scheme. Change it in go.mod and in the import lines.",
            zh: "请使用该模块 go.mod 里 `module` 行的路径：主机、所有者和仓库，不带协议。go.mod 和 import 行都要改。",
        }
    } else {
        say! {
            en: "Write {bare} in place of {module}, in go.mod and in the import lines.",
            zh: "请在 go.mod 和 import 行中用 {bare} 代替 {module}。",
        }
    };
    let why = Text::of("It changes import lines.", "这会改动 import 行。");
    Fix::safe(title, Scope::Project, vec![Step::Say(says)]).unprovable(why)
}

fn newer_go() -> Fix {
    let title = Text::of("Use go 1.25 or later", "使用 go 1.25 或更新版本");
    let says = Text::of(
        "Install go 1.25 or later; where GOTOOLCHAIN may fetch one, a `toolchain go1.25.0` line in go.mod is enough.",
        "请安装 go 1.25 或更新版本；如果允许 GOTOOLCHAIN 下载，在 go.mod 中加一行 `toolchain go1.25.0` 即可。",
    );
    let why = Text::of("This tool installs nothing.", "本工具不会安装任何软件。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(says)]).unprovable(why)
}

/// A public module lies on public proxies, whatever its own host says.
fn by_mirror(fetch: &Fetch, evidence: &Evidence) -> Option<Fix> {
    let facts = &evidence.facts;
    let value = facts.settings.raw("GOPROXY");
    if !has_tags_for_all(&fetch.module) || value != "direct" {
        return None;
    }
    let mirror = MIRRORS.last()?;
    let title = say! {
        en: "Fetch public modules through {mirror}, which needs no page",
        zh: "经 {mirror} 获取公开模块，它不需要这个网页",
    };
    let step = facts.set("GOPROXY", format!("{mirror},direct"));
    Some(Fix::safe(title, facts.reach("GOPROXY"), vec![step]).rivals("mirror"))
}

/// The tag, as it has to stand there.
fn served(fetch: &Fetch) -> Fix {
    let host = host(fetch);
    let fault = fetch.import_fault();
    let at = fault.and_then(ImportFault::page).unwrap_or_else(|| fetch.url.to_string());
    let tag = ImportFault::tag(fault, &fetch.module);
    let title = say! { en: "Have {host} serve the tag", zh: "让 {host} 提供标签" };
    let says = say! {
        en: "{at} has to answer everybody, go without a login too, with a page in UTF-8 that holds `{tag}` in its head, once.",
        zh: "{at} 必须对所有人（包括没有登录的 go）返回 UTF-8 网页，其 head 中恰好有一个 `{tag}`。",
    };
    Fix::at_anothers(title, says)
}

fn replaced(fetch: &Fetch) -> Fix {
    let (module, version) = (&fetch.module, &fetch.version);
    let title = say! {
        en: "Or fetch {module} from another path",
        zh: "或者从别的路径获取 {module}",
    };
    let replace = format!("-replace={module}=<PATH OF ITS REPOSITORY>@{version}");
    let words = ["go", "mod", "edit", &replace].map(str::to_owned).to_vec();
    let why = Text::of(
        "Where the code lies is not known here.",
        "这里不知道代码在哪里。",
    );
    let risk = Risk::TradeOff(Text::of(
        "A replace holds in this go.mod alone: whoever requires this module needs one too.",
        "replace 只在这个 go.mod 中有效：依赖本模块的项目也需要各自写一条。",
    ));
    Fix::safe(title, Scope::Project, vec![Step::Run { words }]).risk(risk).unprovable(why)
}

fn direct(page: &'static str, status: u16) -> World {
    World::healthy()
        .var("GOPRIVATE", "git.corp.example")
        .gomod("module m\n\ngo 1.24\n\nrequire git.corp.example/team/tool v1.0.0\n")
        .site("git.corp.example", Site::status(status, page))
        .program("git ls-remote", 0, TAG, "")
}

const TAG: &str = "0123456789012345678901234567890123456789\trefs/tags/v1.0.0\n";
const GOOD: &str = "<meta name=\"go-import\" content=\"git.corp.example/team/tool git https://git.corp.example/team/tool.git\">";
const TWICE: &str = "<meta name=\"go-import\" content=\"git.corp.example/team/tool git https://a.corp.example/x\"><meta name=\"go-import\" content=\"git.corp.example/team git https://a.corp.example/x\">";
const OTHER: &str = "<meta name=\"go-import\" content=\"git.corp.example/tool git https://a.corp.example/x\">";
const SCP: &str = "<meta name=\"go-import\" content=\"git.corp.example/team/tool git git@git.corp.example:team/tool.git\">";
const CVS: &str = "<meta name=\"go-import\" content=\"git.corp.example/team/tool cvs https://git.corp.example/x\">";
const FOURTH: &str = "<meta name=\"go-import\" content=\"git.corp.example/team/tool git https://git.corp.example/x sub\">";
const LATIN: &str = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><html></html>";

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "a login page", world: || direct("<title>Sign in</title><p>x", 200), roots: &["go-import-missing"] },
    Scene { name: "an empty page", world: || direct("", 200), roots: &["go-import-missing"] },
    Scene { name: "no page", world: || direct("not here", 404), roots: &["go-import-missing"] },
    Scene { name: "an error", world: || direct("sorry", 503), roots: &["go-import-missing"] },
    Scene { name: "two tags", world: || direct(TWICE, 200), roots: &["go-import-missing"] },
    Scene { name: "another prefix", world: || direct(OTHER, 200), roots: &["go-import-missing"] },
    Scene { name: "an address of ssh", world: || direct(SCP, 200), roots: &["go-import-missing"] },
    Scene { name: "an unknown program", world: || direct(CVS, 200), roots: &["go-import-missing"] },
    Scene { name: "characters of old", world: || direct(LATIN, 200), roots: &["go-import-missing"] },
    Scene { name: "a fourth field and a go of before", world: || direct(FOURTH, 200).file("/usr/local/go/VERSION", "go1.24.11\n"), roots: &["go-import-missing"] },
    Scene { name: "a suffix at a forge", world: || World::healthy().var("GOPROXY", "direct").gomod("module m\n\ngo 1.24\n\nrequire github.com/acme/widget.git v1.2.3\n"), roots: &["go-import-missing"] },
    Scene {
        name: "a network that answers for golang.org",
        world: || {
            World::healthy()
                .var("GOPROXY", "direct")
                .gomod("module m\n\ngo 1.24\n\nrequire golang.org/x/text v0.14.0\n")
                .site("golang.org", Site::status(200, "<title>Welcome</title>"))
        },
        roots: &["go-import-missing"],
    },
    Scene { name: "a tag on a page that is gone", world: || direct(GOOD, 404), roots: &[] },
];
