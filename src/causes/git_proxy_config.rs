use crate::base::{Text, Veiled};
use crate::go::httpproxy::Proxy;
use crate::model::{
    Area, BrokenFetches, Cause, Cite, Confidence, Counter, Evidence, Fault, Fetch, Finding, Fix,
    GitProxy, Mark, NamedBy, Outcome, Proof, Scope, Step, Subject, Trial, TunnelFault,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "git-proxy-config",
    area: Area::ForwardProxy,
    title: Text::of("git takes another way out than go", "git 与 go 走的不是同一个代理"),
    docs: Text::of(
        "A module is fetched from its repository, which is git's work, and git does not get there. \
         go's own requests to the same host pass: git has a forward proxy of its own, or lacks the \
         one that go uses.\n\n\
         go says, in git's words: fatal: unable to access 'https://github.com/...': Failed to connect to 127.0.0.1 port 7890\n\
         or: Could not resolve proxy: old-proxy.corp.example\n\
         or: CONNECT tunnel failed, response 407\n\n\
         git reads http.proxy and http.<url>.proxy from its configuration (mostly ~/.gitconfig), \
         and these beat the environment. Without them it takes https_proxy before HTTPS_PROXY, \
         while go takes HTTPS_PROXY before https_proxy, and it takes ALL_PROXY, which go ignores. \
         An address in the message that is not the host's own tells of a proxy. `git config \
         --show-origin --get-regexp proxy` shows where it stands.\n\n\
         Take the stale entry out of git's configuration, or set it to the proxy that go uses. \
         Where two spellings of a variable differ, make them agree.",
        "模块要从它的仓库获取，这一步由 git 完成，而 git 到不了那里。go 自己对同一主机的请求可以通过：\
         git 有自己的正向代理设置，或者缺少 go 在用的那个。\n\n\
         go 转述 git 的报错：fatal: unable to access 'https://github.com/...': Failed to connect to 127.0.0.1 port 7890\n\
         或者：Could not resolve proxy: old-proxy.corp.example\n\
         或者：CONNECT tunnel failed, response 407\n\n\
         git 从自己的配置（多为 ~/.gitconfig）读取 http.proxy 和 http.<url>.proxy，它们优先于环境变量。\
         没有这些设置时，git 先读 https_proxy 再读 HTTPS_PROXY，go 则相反；git 还会读 go 所忽略的 ALL_PROXY。\
         报错里的地址如果不是目标主机的地址，说明用到了代理。`git config --show-origin --get-regexp proxy` 会显示它写在哪里。\n\n\
         请从 git 的配置里删除过期的条目，或者改成 go 在用的代理。如果同一变量的大小写两种写法内容不同，请让它们一致。",
    ),
    logs: &[
        Mark::gos(&[
            "fatal: unable to access",
            "Failed to connect to ",
            " port ",
            "Connection refused",
        ])
        .or(&["http-proxy-unreachable"])
        .when(|it| it.is_gos() && it.connected_elsewhere()),
        Mark::gos(&[
            "fatal: unable to access",
            "Failed to connect to ",
            " port ",
            "Couldn't connect to server",
        ])
        .or(&["http-proxy-unreachable"])
        .when(|it| it.is_gos() && it.connected_elsewhere()),
        Mark::gos(&[
            "fatal: unable to access",
            "Failed to connect to ",
            " port ",
            "Could not connect to server",
        ])
        .or(&["http-proxy-unreachable"])
        .when(|it| it.is_gos() && it.connected_elsewhere()),
        Mark::gos(&["fatal: unable to access", "Failed to connect to ", " port ", "imed out"])
            .or(&["http-proxy-unreachable"])
            .when(|it| it.is_gos() && it.connected_elsewhere()),
        Mark::gos(&[
            "fatal: unable to access",
            "Failed to connect to ",
            " port ",
            "No route to host",
        ])
        .or(&["http-proxy-unreachable"])
        .when(|it| it.is_gos() && it.connected_elsewhere()),
        Mark::gos(&[
            "fatal: unable to access",
            "Failed to connect to ",
            " port ",
            "etwork is unreachable",
        ])
        .or(&["http-proxy-unreachable"])
        .when(|it| it.is_gos() && it.connected_elsewhere()),
        Mark::gos(&["fatal: unable to access", "Failed connect to ", "Connection refused"])
            .or(&["http-proxy-unreachable"])
            .when(|it| it.is_gos() && it.connected_elsewhere()),
        Mark::gos(&["fatal: unable to access", "Failed connect to ", "imed out"])
            .or(&["http-proxy-unreachable"])
            .when(|it| it.is_gos() && it.connected_elsewhere()),
        Mark::gos(&["fatal: unable to access", "Failed to connect to 127.0.0.1 port"])
            .or(&["http-proxy-unreachable"]),
        Mark::gos(&["fatal: unable to access", "Could not resolve proxy"])
            .or(&["http-proxy-unreachable"]),
        Mark::gos(&["fatal: unable to access", "Couldn't resolve proxy"])
            .or(&["http-proxy-unreachable"]),
        Mark::gos(&["fatal: unable to access", "Proxy CONNECT aborted"])
            .or(&["http-proxy-unreachable"]),
        Mark::gos(&["fatal: unable to access", "Unsupported proxy"]).or(&["http-proxy-malformed"]),
        Mark::gos(&["fatal: unable to access", "from proxy after CONNECT"])
            .or(&["http-proxy-blocks-host", "http-proxy-auth-required"]),
        Mark::gos(&["fatal: unable to access", "CONNECT tunnel failed"])
            .or(&["http-proxy-blocks-host", "http-proxy-auth-required"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = broken(evidence);
    let first = broken.first()?;
    let fetch = first.fetch;
    let Outcome::Broken { fault: Fault::Tunnel(TunnelFault::GitAstray { words }) } = &fetch.outcome
    else {
        return None;
    };
    let (way, url) = (way(fetch, evidence), fetch.shown_url());
    let (en, zh) = (&way.en, &way.zh);
    let settled = settled(fetch, evidence);
    let passes = match &settled {
        Some(_) => Text::of(
            " Sent on go's own way, git gets through.",
            "让 git 走 go 自己的路，就可以通过。",
        ),
        None => Text::of("", ""),
    };
    let (passes_en, passes_zh) = (&passes.en, &passes.zh);
    let says = say! {
        en: "go reaches the host of {url}, and git, which go calls for the repository, does not: {en} git says: `{words}`.{passes_en}",
        zh: "go 可以访问 {url} 所在的主机，但 go 为获取仓库而调用的 git 不行：{zh}git 的报错：`{words}`。{passes_zh}",
    };
    let mut cites = broken.cites();
    let confidence = if settled.is_some() { Confidence::Certain } else { Confidence::Likely };
    cites.extend(settled);
    let finding = Finding::new(confidence, says, cites).stops(broken.modules());
    let because = Text::of("go's own requests pass.", "go 自己的请求可以通过。");
    Some(
        finding.not("http-proxy-unreachable", because).about(Subject::Setting("http.proxy".into())),
    )
}

fn broken(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.stopped_at(|fetch| {
        let Outcome::Broken { fault: Fault::Tunnel(fault) } = &fetch.outcome else { return false };
        matches!(fault, TunnelFault::GitAstray { .. })
    })
}

/// Which proxy git uses, and what names it.
fn way(fetch: &Fetch, evidence: &Evidence) -> Text {
    let facts = &evidence.facts;
    let way = facts.git_way(fetch.url.raw());
    let address = |proxy: &Veiled| {
        Proxy::parse(proxy.raw()).map_or_else(|_| proxy.to_string(), |it| it.address())
    };
    match (way.named_by, way.proxy) {
        (Some(NamedBy::Configuration(own)), Some(proxy)) => {
            let (key, file, proxy) = (own.key, own.file, address(&proxy));
            say! {
                en: "it goes through the proxy {proxy}, which {key} names in {file}.",
                zh: "它走的是 {file} 里 {key} 指定的代理 {proxy}。",
            }
        }
        (Some(NamedBy::Configuration(own)), None) => {
            let (key, file) = (own.key, own.file);
            say! {
                en: "{key} in {file} is empty, which forbids it any proxy.",
                zh: "{file} 里的 {key} 为空，不允许它使用任何代理。",
            }
        }
        (Some(NamedBy::Variable(name)), Some(proxy)) => {
            let proxy = address(&proxy);
            say! {
                en: "it goes through the proxy {proxy} from {name}, which go does not read here.",
                zh: "它走的是 {name} 指定的代理 {proxy}，而 go 在这里不读取这个变量。",
            }
        }
        _ => Text::of("it goes without the proxy that go uses.", "它没有走 go 在用的代理。"),
    }
}

/// The counter-probe in which git got through on go's way.
fn settled(fetch: &Fetch, evidence: &Evidence) -> Option<Cite> {
    let host = fetch.host();
    let counters = evidence.counters.iter().enumerate();
    let mut passed = counters.filter(|(_, probe)| {
        let served = |outcome: &Outcome| matches!(outcome, Outcome::Served { .. });
        let Counter::Git { trial: Trial::GoesWay, outcome, .. } = &probe.seen else { return false };
        probe.endpoint.host == host && served(outcome)
    });
    passed.next().map(|(at, _)| Cite::Counter(at))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = broken(evidence);
    let Some(first) = broken.first() else { return Vec::new() };
    let url = first.fetch.url.raw();
    let proxy = evidence.facts.forward_proxy(url);
    let mut fixes = match evidence.facts.git_way(url).named_by {
        Some(NamedBy::Configuration(own)) => {
            let taken = taken_out(&own);
            // With the entry gone git reads the environment as go does, or nearly.
            let follows = follows_go(url, evidence);
            if follows { vec![taken] } else { vec![set_to(&own.key, proxy.as_ref()), taken] }
        }
        Some(NamedBy::Variable(name)) => vec![agreed(name, proxy.as_ref())],
        None => vec![set_to("http.proxy", proxy.as_ref())],
    };
    if settled(first.fetch, evidence).is_some()
        && let Some(fix) = fixes.first_mut().filter(|fix| fix.proof == Proof::NotRun)
    {
        fix.proof = Proof::Passed(Text::of("git got through this way", "git 以这种方式可以通过"));
    }
    fixes
}

/// Whether git without a setting of its own would go go's way.
fn follows_go(url: &str, evidence: &Evidence) -> bool {
    let mut facts = evidence.facts.clone();
    facts.git.proxies.clear();
    facts.git_way(url).proxy.map(|it| it.raw().to_owned())
        == evidence.facts.forward_proxy(url).map(|it| it.raw().to_owned())
}

fn taken_out(own: &GitProxy) -> Fix {
    let (key, file) = (&own.key, &own.file);
    let title = say! { en: "Take {key} out of {file}", zh: "从 {file} 中删除 {key}" };
    let words = ["git", "config", "--file", file, "--unset-all", key];
    let words = words.map(str::to_owned).to_vec();
    Fix::safe(title, Scope::User, vec![Step::Run { words }])
}

fn set_to(key: &str, proxy: Option<&Veiled>) -> Fix {
    let shown = proxy.map(|it| it.to_string().replace("***@", "<USER>:<PASSWORD>@"));
    let title = say! { en: "Set {key} of git to the proxy that go uses", zh: "把 git 的 {key} 设为 go 在用的代理" };
    let words = ["git", "config", "--global", key, &shown.unwrap_or_default()];
    let words = words.map(str::to_owned).to_vec();
    Fix::safe(title, Scope::User, vec![Step::Run { words }])
}

fn agreed(name: &str, proxy: Option<&Veiled>) -> Fix {
    match proxy {
        Some(proxy) if !name.eq_ignore_ascii_case("all_proxy") => {
            let title = say! {
                en: "Set {name} to the proxy that go uses",
                zh: "把 {name} 设为 go 在用的代理",
            };
            let step = Step::SetEnv { name: name.to_owned(), value: proxy.clone() };
            Fix::safe(title, Scope::Process, vec![step])
        }
        _ => {
            let title = say! { en: "Unset {name}", zh: "取消 {name}" };
            let step = Step::UnsetEnv { name: name.to_owned() };
            Fix::safe(title, Scope::Process, vec![step])
        }
    }
}

const FAILS: &str = "fatal: unable to access 'https://github.com/acme/widget/': Failed to connect to 127.0.0.1 port 7890 after 0 ms: Couldn't connect to server\n";
const OWN: &str = "file:/home/dev/.gitconfig\0http.proxy\nhttp://127.0.0.1:7890\0";
const TAG: &str = "0123456789012345678901234567890123456789\trefs/tags/v1.2.3\n";

fn direct() -> World {
    World::healthy()
        .var("GOPROXY", "direct")
        .gomod("module m\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.3\n")
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a stale http.proxy",
        world: || {
            direct()
                .program("git config", 0, OWN, "")
                .program("git ls-remote", 128, "", FAILS)
                .program("GIT_CONFIG_COUNT git ls-remote", 0, TAG, "")
        },
        roots: &["git-proxy-config"],
    },
    Scene {
        name: "ALL_PROXY, which go ignores",
        world: || {
            direct()
                .var("ALL_PROXY", "http://127.0.0.1:7890")
                .program("git ls-remote", 128, "", FAILS)
                .program("GIT_CONFIG_COUNT git ls-remote", 0, TAG, "")
        },
        roots: &["git-proxy-config"],
    },
    Scene {
        name: "the two spellings differ",
        world: || {
            direct()
                .forward("proxy.corp.example", None)
                .var("HTTPS_PROXY", "http://proxy.corp.example:3128")
                .var("https_proxy", "http://127.0.0.1:7890")
                .program("git ls-remote", 128, "", FAILS)
                .program("GIT_CONFIG_COUNT git ls-remote", 0, TAG, "")
        },
        roots: &["git-proxy-config"],
    },
    Scene {
        name: "git fails on go's own way as well",
        world: || {
            direct().program("git config", 0, OWN, "").program("git ls-remote", 128, "", FAILS)
        },
        roots: &["git-proxy-config"],
    },
    Scene {
        name: "a http.proxy that works",
        world: || direct().program("git config", 0, OWN, "").program("git ls-remote", 0, TAG, ""),
        roots: &[],
    },
];
