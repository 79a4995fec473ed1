use crate::base::{Text, Veiled};
use crate::go::httpproxy::Bypass;
use crate::model::{
    Area, Cause, Cite, DialFault, Evidence, Facts, Finding, Fix, Mark, Passable, Passables, Scope,
    Step, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "https-proxy-missing",
    area: Area::ForwardProxy,
    title: Text::of(
        "The forward proxy is set for others and not for go",
        "设置了正向代理，但 go 没有用上",
    ),
    docs: Text::of(
        "This network lets programs out through a forward proxy. The proxy is set, in a place or \
         under a name that go does not read for https: only HTTP_PROXY, only ALL_PROXY, only git's \
         http.proxy or a file of another program. go therefore tries the direct road, which is \
         closed.\n\n\
         go says what the closed road says: dial tcp: lookup proxy.golang.org: no such host\n\
         or: dial tcp ADDRESS:443: i/o timeout\n\
         and of an attempt to set it: unknown go command variable HTTPS_PROXY\n\n\
         There is no `proxyconnect` in the message, as no proxy was tried. go takes HTTPS_PROXY or \
         https_proxy for https:// and HTTP_PROXY or http_proxy for http:// alone. It ignores \
         ALL_PROXY, which curl and git know, and the settings of npm, pip, apt or docker; `go env \
         -w` refuses these variables, and a line written into its file by hand has no effect.\n\n\
         Export HTTPS_PROXY where the other variable is set: the shell's profile, the service or \
         CI job, or for a build `docker build --build-arg HTTPS_PROXY=...` and the proxies of \
         ~/.docker/config.json. Name the internal hosts in NO_PROXY along with it. A mirror does \
         not help where nothing is let out directly.",
        "这个网络要经由正向代理才能外出。代理已经设置，但设置的位置或变量名是 go 访问 https 时不读取的：\
         只有 HTTP_PROXY、只有 ALL_PROXY、只有 git 的 http.proxy，或者写在其他程序的文件里。\
         于是 go 尝试直连，而直连是不通的。\n\n\
         go 的报错就是直连的报错：dial tcp: lookup proxy.golang.org: no such host\n\
         或者：dial tcp ADDRESS:443: i/o timeout\n\
         用 go env -w 设置时则是：unknown go command variable HTTPS_PROXY\n\n\
         报错里没有 `proxyconnect`，因为根本没有用到代理。go 对 https:// 读取 HTTPS_PROXY 或 https_proxy，\
         HTTP_PROXY 或 http_proxy 只用于 http://。go 不理会 curl 和 git 认识的 ALL_PROXY，\
         也不读取 npm、pip、apt、docker 的设置；`go env -w` 会拒绝这些变量，手工写进它的文件也不起作用。\n\n\
         请在设置另一个变量的地方导出 HTTPS_PROXY：shell 的配置文件、服务或 CI 任务；\
         构建时用 `docker build --build-arg HTTPS_PROXY=...`，或者设置 ~/.docker/config.json 里的 proxies。\
         同时把内部主机写进 NO_PROXY。如果网络完全不允许直连，换镜像没有用。",
    ),
    logs: &[
        Mark::of(&["unknown go command variable HTTPS_PROXY"]).or(&["go-env-invalid"]).hints(),
        Mark::of(&["unknown go command variable https_proxy"]).or(&["go-env-invalid"]).hints(),
    ],
    explains: super::NO_STRAIGHT_ROAD,
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let facts = &evidence.facts;
    let passable = passable(evidence);
    let first = passable.first()?;
    let (named_by, proxy) = (first.named_by?, first.through?);
    let endpoint = &first.broken.ladder.endpoint;
    let (meant, hosts) = (Facts::proxy_variable(endpoint), passable.hosts().join(", "));
    let scheme = if meant == "HTTPS_PROXY" { "https://" } else { "http://" };
    let says = say! {
        en: "go finds no way to {hosts}: for {scheme} it reads {meant} alone, which is not set. The forward proxy {proxy} is set in `{named_by}`, and tried through it the same host answers.",
        zh: "go 到不了 {hosts}：对 {scheme} 它只读取 {meant}，而这个变量没有设置。`{named_by}` 里设置了正向代理 {proxy}，经由它试过，同一主机有应答。",
    };
    let mut cites = passable.cites();
    if facts.variable(named_by).is_some() {
        cites.push(Cite::Variable(named_by.into()));
    }
    let finding = Finding::certain(says, cites).stops(passable.modules());
    let because = Text::of("The host answers through the proxy.", "经由代理，该主机有应答。");
    let finding = finding.not("dns-no-such-host", because.clone()).not("tcp-timeout", because);
    Some(finding.about(Subject::Setting(meant.into())))
}

fn passable(evidence: &Evidence) -> Passables<'_> {
    evidence.passable(|it| is_unused(it, &evidence.facts))
}

fn is_unused(it: &Passable<'_>, facts: &Facts) -> bool {
    let Some(named_by) = it.named_by.filter(|_| it.through.is_some()) else { return false };
    // A variable that counts has gone since, or is another cause's.
    let is_variable = named_by.to_ascii_uppercase().ends_with("_PROXY");
    let is_there = !is_variable || facts.variable(named_by).is_some();
    let unused = match facts.bypass(&it.broken.ladder.endpoint) {
        Some(Bypass::Unset) => true,
        Some(Bypass::Malformed { variable, .. }) => variable.name() != named_by,
        _ => false,
    };
    it.broken.ladder.through.is_none() && is_there && unused
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Setting(name) = &finding.subject else { return Vec::new() };
    let passable = passable(evidence);
    let Some(proxy) = passable.first().and_then(|it| it.through) else { return Vec::new() };
    let title = say! {
        en: "Set {name} to the forward proxy of this network",
        zh: "把 {name} 设为本网络的正向代理",
    };
    let mut steps = vec![Step::SetEnv { name: name.clone(), value: Veiled::new(proxy.raw()) }];
    let inner = unnamed(evidence);
    if !inner.is_empty() {
        steps.extend(evidence.facts.no_proxy_with(&inner));
    }
    vec![Fix::safe(title, Scope::Process, steps)]
}

/// Hosts of the internal network that are reached now, and would be sent to the
/// proxy as well.
fn unnamed(evidence: &Evidence) -> Vec<String> {
    let config = evidence.facts.forward_proxies();
    let named = |host: &String| {
        let url = crate::go::url::Url::parse(&format!("https://{host}/")).unwrap_or_default();
        config.names(&url)
    };
    evidence.inner_hosts().into_iter().filter(|host| !named(host)).collect()
}

fn fenced() -> World {
    World::healthy()
        .forward("proxy.corp.example", None)
        .fenced(&DialFault::TimedOut { after_ms: 5000 })
}

const PROXY: &str = "http://proxy.corp.example:3128";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "only HTTP_PROXY",
        world: || fenced().var("HTTP_PROXY", PROXY),
        roots: &["https-proxy-missing"],
    },
    Scene {
        name: "only ALL_PROXY, where public names are not known",
        world: || {
            fenced()
                .hidden("proxy.golang.org")
                .var("ALL_PROXY", "socks5h://proxy.corp.example:1080")
        },
        roots: &["https-proxy-missing"],
    },
    Scene {
        name: "only git knows it",
        world: || {
            fenced().program(
                "git config",
                0,
                "file:/home/dev/.gitconfig\0http.proxy\nhttp://proxy.corp.example:3128\0",
                "",
            )
        },
        roots: &["https-proxy-missing"],
    },
    Scene {
        name: "only logins know it",
        world: || {
            fenced().file("/etc/environment", "https_proxy=\"http://proxy.corp.example:3128\"\n")
        },
        roots: &["https-proxy-missing"],
    },
    Scene {
        name: "an internal proxy beside it",
        world: || {
            fenced()
                .var("HTTP_PROXY", PROXY)
                .var("GOPROXY", "https://go.corp.example,https://proxy.golang.org")
                .site("go.corp.example", Site::status(404, "not found"))
        },
        roots: &["https-proxy-missing"],
    },
    Scene {
        name: "HTTP_PROXY alone where everything is reached directly",
        world: || World::healthy().forward("proxy.corp.example", None).var("HTTP_PROXY", PROXY),
        roots: &[],
    },
    Scene {
        name: "a dead ALL_PROXY that nobody uses",
        world: || World::healthy().var("ALL_PROXY", "socks5://127.0.0.1:7890"),
        roots: &[],
    },
    Scene {
        name: "the other proxy does not help either",
        world: || {
            World::healthy()
                .dial("proxy.golang.org", &DialFault::TimedOut { after_ms: 5000 })
                .var("HTTP_PROXY", "http://127.0.0.1:7890")
        },
        roots: &["tcp-timeout"],
    },
];
