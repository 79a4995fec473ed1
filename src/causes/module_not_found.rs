use crate::base::Text;
use crate::go::module::split_path_version;
use crate::go::semver;
use crate::model::{Area, Cause, Cite, DnsAnswer, Evidence, Finding, Fix, Found, Lost, Mark, Need, Nowhere, Outcome, Scope, Step, Subject, VcsFault, and_others, is_public_host};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "module-not-found",
    area: Area::GoMod,
    title: Text::of("There is no module by this path", "没有这个路径的模块"),
    docs: Text::of(
        "Nobody whom go asks has anything of the module, be it another version: the proxies say \
         404 or 410 of its list as well, and its origin has no such page or repository.\n\n\
         go says: module github.com/acme/tol: reading https://proxy.golang.org/github.com/acme/tol/@v/list: 404 Not Found\n\
         or: github.com/acme/tol@v1.0.0: reading https://proxy.golang.org/...: 404 Not Found\n\
         	server response: not found: ... fatal: repository 'https://github.com/acme/tol/' not found\n\
         or, from version control: remote: Repository not found.\n\n\
         Mostly the path is wrong: a slip of the pen in it or in the host, other capitals, a /vN \
         too much or missing, the path of a package in place of its module's, an old name. Or the \
         module was deleted or renamed. GitHub and other forges say the same of a private \
         repository to whoever is not logged in: they hide it. A version that is missing of a \
         module that is there is another matter (version-not-found), as is a proxy that is behind \
         its origin (goproxy-stale).\n\n\
         Correct the path in go.mod and in the imports. If the module is private, see \
         private-auth-missing and private-not-excluded. Clearing the module cache changes nothing.",
        "go 询问的各处都没有这个模块的任何版本：代理对它的版本列表也应答 404 或 410，源站也没有这样的网页或仓库。\n\n\
         go 的报错：module github.com/acme/tol: reading https://proxy.golang.org/github.com/acme/tol/@v/list: 404 Not Found\n\
         或者：github.com/acme/tol@v1.0.0: reading https://proxy.golang.org/...: 404 Not Found\n\
         	server response: not found: ... fatal: repository 'https://github.com/acme/tol/' not found\n\
         或者（来自版本控制）：remote: Repository not found.\n\n\
         多半是路径写错了：路径或主机名有笔误、大小写不同、多了或少了 /vN、把包的路径当成模块路径、用了旧名称；\
         也可能是模块已被删除或改名。对于没有登录的访问者，GitHub 等平台对私有仓库也是同样的说法：它们会把仓库隐藏起来。\
         模块存在而缺少某个版本是另一回事（version-not-found），代理落后于源站也是另一回事（goproxy-stale）。\n\n\
         请改正 go.mod 和 import 中的路径。如果模块是私有的，请看 private-auth-missing 和 private-not-excluded。\
         清空模块缓存没有任何作用。",
    ),
    logs: &[
        Mark::of(&["reading http", "proxy.golang.org/", "/@v/list: 404 Not Found"]).or(OF_A_LIST),
        Mark::of(&["reading http", "proxy.golang.org/", "/@v/list: 410 Gone"]).or(OF_A_LIST),
        Mark::of(&["/@v/list: 404 Not Found"]).or(OF_A_LIST),
        Mark::of(&["/@v/list: 410 Gone"]).or(OF_A_LIST),
        Mark::of(&["/@latest: 404 Not Found"]).or(OF_A_LIST),
        Mark::of(&["/@latest: 410 Gone"]).or(OF_A_LIST),
        Mark::of(&["cannot find module for path "]).or(UNSEEN),
        Mark::of(&["cannot find module providing package "]).or(UNSEEN),
        Mark::of(&["fatal: repository '", "' does not exist"]).common().or(HIDDEN),
        Mark::of(&["Repository not found"]).common().or(HIDDEN),
        Mark::of(&["The requested URL returned error: 404"]).common().or(HIDDEN),
        Mark::of(&["conq: repository does not exist"]).common().or(&["ssh-auth-failed"]),
        Mark::of(&["repository '", "' not found"]).common().or(HIDDEN),
        Mark::of(&["仓库 '", "' 未找到"]).common().or(HIDDEN),
        Mark::of(&["project you were looking for could not be found"]).common().or(HIDDEN),
        Mark::of(&["TF401019"]).common().or(HIDDEN),
        Mark::of(&["unable to access '", "The requested URL returned error: 404"]).common().or(HIDDEN),
        Mark::of(&["unable to access '", "The requested URL returned error: 410"]).common(),
        Mark::of(&["/@v/", "server response:", "repository '", "' not found"]).or(AT_PROXY),
        Mark::of(&["/@v/", "server response:", "terminal prompts disabled"]).or(AT_PROXY),
        Mark::of(&["not found: module ", "terminal prompts disabled"]).or(&["private-not-excluded"]),
        Mark::of(&["/@v/", "server response:", "unrecognized import path"]).or(AT_PROXY),
        Mark::of(&["/@v/", "server response:", "no such host"]).or(AT_PROXY),
        Mark::of(&["/@v/", "server response:", "?go-get=1: 404 Not Found"]).or(AT_PROXY),
        Mark::of(&["abort: HTTP Error 404"]).common(),
        Mark::of(&["svn: E160013"]).common(),
        Mark::of(&["svn: E170000"]).common(),
        Mark::of(&["ERROR: Repository not found"]).common().or(&["ssh-auth-failed"]),
    ],
    explains: &[
        "dns-no-such-host",
        "dns-hijacked",
        "goproxy-off",
        "goproxy-no-direct",
        "private-auth-missing",
        "private-not-excluded",
        "go-import-missing",
    ],
    rule,
    fixes,
};

/// What a proxy without a list of versions may mean as well.
const OF_A_LIST: &[&str] = &[
    "goproxy-no-direct",
    "private-not-excluded",
    "goproxy-not-a-module-proxy",
    "major-version-mismatch",
    "package-not-in-module",
];

/// Forges hide what they do not show to whoever is not logged in.
const HIDDEN: &[&str] = &["private-auth-missing", "private-auth-rejected", "gitlab-subgroup", "git-insteadof-broken"];

/// Words of a go before 1.16, which hid what it was told.
const UNSEEN: &[&str] = &["package-not-in-module", "private-auth-missing", "gomod-not-tidy"];
/// What a proxy leaves open that does not see a repository.
const AT_PROXY: &[&str] =
    &["private-not-excluded", "private-pattern-mismatch", "goproxy-no-direct"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let all = evidence.lost();
    let first = all.first()?;
    let says = says(first, all.len());
    let confidence = all.iter().map(|it| it.confidence).min()?;
    let mut cites: Vec<Cite> = all.iter().flat_map(|it| it.cites.clone()).collect();
    cites.sort();
    cites.dedup();
    let modules: Vec<String> = all.iter().map(|it| name(it.need)).collect();
    let because = Text::of("No other version of it is there either.", "它的其他版本也不存在。");
    let finding = Finding::new(confidence, says, cites)
        .not("version-not-found", because)
        .stops(modules.clone())
        .about(Subject::Modules(modules));
    Some(match first.need.place() {
        Some(place) => finding.at(place),
        None => finding,
    })
}

fn says(lost: &Lost<'_>, count: usize) -> Text {
    let module = &lost.need.module;
    let (proxies, origin) = (proxies(lost), origin(lost));
    let (meant, more) = (meant(lost), and_others(count));
    let (proxies_en, proxies_zh) = (proxies.en, proxies.zh);
    let (origin_en, origin_zh) = (origin.en, origin.zh);
    let (meant_en, meant_zh) = (meant.en, meant.zh);
    let (more_en, more_zh) = (&more.en, &more.zh);
    say! {
        en: "There is no module {module}, as it seems: {proxies_en}{origin_en}.{meant_en}{more_en}",
        zh: "看来没有 {module} 这个模块：{proxies_zh}{origin_zh}。{meant_zh}{more_zh}",
    }
}

fn proxies(lost: &Lost<'_>) -> Text {
    let hosts = lost.proxies.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    match (hosts.is_empty(), lost.end) {
        (true, _) => Text::of("", ""),
        (false, Nowhere::Unasked) => say! {
            en: "{hosts} has nothing of it, no other version either",
            zh: "{hosts} 没有它的任何版本",
        },
        (false, _) => say! {
            en: "{hosts} has nothing of it, no other version either, and ",
            zh: "{hosts} 没有它的任何版本，而且",
        },
    }
}

fn origin(lost: &Lost<'_>) -> Text {
    let host = lost.need.module.split('/').next().unwrap_or_default();
    match lost.end {
        Nowhere::Unasked if lost.proxies.is_empty() => Text::of("nobody has it", "各处都没有它"),
        Nowhere::Unasked => Text::of("", ""),
        Nowhere::Host => say! {
            en: "the name {host} does not exist",
            zh: "主机名 {host} 不存在",
        },
        Nowhere::Page(fetch) => {
            let url = fetch.shown_url();
            match &fetch.outcome {
                Outcome::Missing { .. } => say! { en: "{url} is no page", zh: "{url} 没有网页" },
                _ => say! { en: "{url} names no place for it", zh: "{url} 没有指出它在哪里" },
            }
        }
        Nowhere::Repository(fetch) => {
            let url = fetch.shown_url();
            match fetch.vcs_fault() {
                Some(VcsFault::Prompt { .. }) => say! {
                    en: "{host} asks for a login at {url}, as it does where there is nothing, and shows nobody by that name",
                    zh: "{host} 在 {url} 要求登录（对不存在的仓库它也这样应答），而且那里没有这个名字的用户",
                },
                Some(VcsFault::NotFound { words }) => say! {
                    en: "git finds no repository at {url} (`{words}`)",
                    zh: "git 在 {url} 找不到仓库（`{words}`）",
                },
                _ => say! { en: "{url} has nothing", zh: "{url} 什么也没有" },
            }
        }
    }
}

/// What was meant, or what else it may be.
fn meant(lost: &Lost<'_>) -> Text {
    if let Some(found) = &lost.found {
        return found_says(&lost.need.module, found);
    }
    if let Some(host) = lost.host {
        return say! {
            en: " The host is nearly called {host}: a slip of the pen, likely.",
            zh: "这个主机名与 {host} 只差一两个字母，很可能是笔误。",
        };
    }
    let host = lost.need.module.split('/').next().unwrap_or_default();
    if is_public_host(host) || matches!(lost.end, Nowhere::Repository(_)) {
        return say! {
            en: " The path is wrong, the module was deleted or renamed, or it is private: {host} hides a private repository from whoever is not logged in.",
            zh: "可能是路径写错了，模块已被删除或改名，也可能它是私有的：对没有登录的访问者，{host} 会隐藏私有仓库。",
        };
    }
    Text::of(
        " The path is wrong, or the module was deleted or renamed.",
        "可能是路径写错了，或者模块已被删除或改名。",
    )
}

fn found_says(module: &str, found: &Found<'_>) -> Text {
    let (path, host) = (found.path, &found.host);
    let why = likeness(module, path);
    let (why_en, why_zh) = (why.en, why.zh);
    say! {
        en: " {path} is there, as {host} says: {why_en}.",
        zh: "而 {host} 有 {path}：{why_zh}。",
    }
}

fn likeness(module: &str, path: &str) -> Text {
    let without = |path: &str| split_path_version(path).map_or(path.to_owned(), |it| it.prefix.to_owned());
    if path.eq_ignore_ascii_case(module) {
        return Text::of("capitals count in a path", "路径区分大小写");
    }
    if without(path) == without(module) {
        return Text::of(
            "the /vN at the end is part of the path, as the module itself declares it",
            "末尾的 /vN 是路径的一部分，以模块自己的声明为准",
        );
    }
    if module.starts_with(&format!("{path}/")) {
        return Text::of(
            "the longer path is one of a package in it, and go.mod names modules",
            "更长的路径是其中的一个包，而 go.mod 里写的是模块",
        );
    }
    Text::of("a slip of the pen, likely", "很可能是笔误")
}

fn name(need: &Need) -> String {
    format!("{}@{}", need.module, need.version)
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let all = evidence.lost();
    let Some(first) = all.first() else { return Vec::new() };
    let found: Vec<&Lost<'_>> = all.iter().filter(|it| it.found.is_some()).collect();
    let required = required(&found, evidence).into_iter();
    let spoken = all.iter().filter(|it| it.found.is_some() && !is_required(it.need, evidence));
    let fixes: Vec<Fix> = required.chain(spoken.take(1).filter_map(spelled)).collect();
    if fixes.is_empty() { vec![by_hand(first)] } else { fixes }
}

/// The lines of go.mod with the paths that are there, for all of them at once.
fn required(found: &[&Lost<'_>], evidence: &Evidence) -> Option<Fix> {
    let mut words = ["go", "mod", "edit"].map(str::to_owned).to_vec();
    let mut names = Vec::new();
    let mut pairs = Vec::new();
    for it in found.iter().filter(|it| is_required(it.need, evidence)) {
        let (module, meant) = (&it.need.module, it.found.as_ref()?);
        let version = version_of(it.need, meant)?;
        words.push(format!("-droprequire={module}"));
        words.push(format!("-require={}@{version}", meant.path));
        names.push(format!("{}@{version}", meant.path));
        pairs.push(format!("{module} -> {}", meant.path));
    }
    let (list, pairs) = (names.iter().take(3).cloned().collect::<Vec<_>>().join(", "), pairs.join(", "));
    let title = say! { en: "Require {list}", zh: "改为依赖 {list}" };
    let says = say! {
        en: "Write the new path in the imports as well: {pairs}.",
        zh: "import 里的路径也要一并改正：{pairs}。",
    };
    (!names.is_empty())
        .then(|| Fix::safe(title, Scope::Project, vec![Step::Run { words }, Step::Say(says)]))
}

fn is_required(need: &Need, evidence: &Evidence) -> bool {
    let gomod = evidence.facts.project.gomod.parsed();
    gomod.is_some_and(|it| {
        it.require.iter().any(|line| line.path == need.module && line.version == need.version)
    })
}

/// The version that was asked for, if it is there; else the newest.
fn version_of(need: &Need, found: &Found<'_>) -> Option<String> {
    if found.versions.contains(&need.version) {
        return Some(need.version.clone());
    }
    semver::latest(found.versions).map(str::to_owned)
}

/// What is asked for elsewhere than in a require line.
fn spelled(lost: &Lost<'_>) -> Option<Fix> {
    let (module, path) = (&lost.need.module, lost.found.as_ref()?.path);
    let title = say! { en: "Ask for {path}", zh: "改用 {path}" };
    let says = say! {
        en: "Write {path} in place of {module} wherever it is named: on the command line, in a replace line, in the imports.",
        zh: "把写有 {module} 的地方（命令行、replace 行、import）都改为 {path}。",
    };
    let why = Text::of("It was not asked for by a require line.", "它不是由 require 行要求的。");
    Some(Fix::safe(title, Scope::Project, vec![Step::Say(says)]).unprovable(why))
}

fn by_hand(lost: &Lost<'_>) -> Fix {
    let module = &lost.need.module;
    let why = Text::of("Which path was meant is yours to say.", "本意是哪个路径由你判断。");
    if let Some(host) = lost.host {
        let path = module.split_once('/').map_or(String::new(), |(_, rest)| format!("{host}/{rest}"));
        let title = say! { en: "Ask for {path}, if that is meant", zh: "如果本意是 {path}，请改正路径" };
        let says = say! {
            en: "Write {path} in place of {module} in go.mod and in the imports.",
            zh: "把 go.mod 和 import 中的 {module} 改为 {path}。",
        };
        return Fix::safe(title, Scope::Project, vec![Step::Say(says)]).unprovable(why);
    }
    let title = say! { en: "Check the path {module}", zh: "核对路径 {module}" };
    let says = say! {
        en: "Look {module} up where it is kept (https://{module}) and at https://pkg.go.dev, compare every letter and capital, and write what its go.mod declares behind `module`. If it is private, log in and put it into GOPRIVATE.",
        zh: "到它的存放处（https://{module}）和 https://pkg.go.dev 查找，逐个字母核对，包括大小写，并以其 go.mod 中 `module` 之后的路径为准。如果它是私有的，请配置凭据，并把它写入 GOPRIVATE。",
    };
    Fix::safe(title, Scope::Project, vec![Step::Say(says)]).unprovable(why)
}

fn wanting(required: &str, goproxy: &str) -> World {
    let gomod = format!("module example.com/app\n\ngo 1.24\n\nrequire {required}\n");
    World::healthy().gomod(&gomod).var("GOPROXY", goproxy)
}

const PROXY: &str = "https://proxy.golang.org";
const BOTH: &str = "https://proxy.golang.org,direct";
const GONE: &str = "remote: Not Found\nfatal: repository 'https://github.com/acme/nothing/' not found\n";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a slip in the path",
        world: || wanting("golang.org/x/txt v0.14.0", BOTH).site("golang.org", Site::status(404, "")),
        roots: &["module-not-found"],
    },
    Scene {
        name: "a slip in the host",
        world: || {
            wanting("githib.com/acme/widget v1.2.3", BOTH).name("githib.com", DnsAnswer::NoSuchName)
        },
        roots: &["module-not-found"],
    },
    Scene {
        name: "a slip in the host, and no proxy to ask",
        world: || {
            wanting("githib.com/acme/widget v1.2.3", "direct")
                .name("githib.com", DnsAnswer::NoSuchName)
        },
        roots: &["module-not-found"],
    },
    Scene {
        name: "nobody has it",
        world: || wanting("github.com/acme/nothing v1.0.0", PROXY),
        roots: &["module-not-found"],
    },
    Scene {
        name: "other capitals",
        world: || wanting("github.com/Acme/Widget v1.2.3", PROXY),
        roots: &["module-not-found"],
    },
    Scene {
        name: "the path of a package",
        world: || wanting("github.com/acme/widget/cmd v1.2.3", PROXY),
        roots: &["module-not-found"],
    },
    Scene {
        name: "a major version too much",
        world: || wanting("golang.org/x/text/v2 v2.0.0", PROXY),
        roots: &["module-not-found"],
    },
    Scene {
        name: "git finds no repository",
        world: || {
            wanting("github.com/acme/nothing v1.0.0", BOTH)
                .site("github.com", Site::status(404, ""))
                .program("git ls-remote", 128, "", GONE)
        },
        roots: &["module-not-found"],
    },
    Scene {
        name: "its host is out of reach",
        world: || {
            wanting("git.corp.example/lib v1.0.0", BOTH)
                .name("git.corp.example", DnsAnswer::NoSuchName)
        },
        roots: &["dns-no-such-host"],
    },
    Scene {
        name: "it is there",
        world: || wanting("golang.org/x/text v0.14.0", BOTH),
        roots: &[],
    },
];
