use crate::base::Text;
use crate::go::httpproxy::{Bypass, Entry};
use crate::model::{
    Area, Cause, Cite, DialFault, Endpoint, Evidence, Facts, Finding, Fix, Mark, Passable,
    Passables, Scope, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "no-proxy-too-broad",
    area: Area::ForwardProxy,
    title: Text::of(
        "NO_PROXY sends a host past the proxy that it needs",
        "NO_PROXY 让必须走代理的主机绕过了代理",
    ),
    docs: Text::of(
        "A forward proxy is set, and an entry of NO_PROXY keeps this host from it: a `*`, a suffix \
         such as `org`, or a network that is too wide. Directly the host is not reached; through \
         the proxy it is.\n\n\
         go says what the closed road says: dial tcp ADDRESS:443: connect: connection refused\n\
         or: dial tcp ADDRESS:443: i/o timeout\n\n\
         There is no `proxyconnect` in the message, as the proxy was not tried. In go's rules a \
         single `*` anywhere in the list switches the proxy off for every host, whatever else \
         stands there, and `golang.org` stands for itself and all hosts below. The upper-case \
         NO_PROXY wins unless it is empty.\n\n\
         Name only the internal hosts and suffixes, such as `.corp.example`, where the variable is \
         set. `NO_PROXY=*` is often a leftover of an attempt to get rid of a proxy that did not \
         work.",
        "已经设置了正向代理，但 NO_PROXY 中的某个条目让这个主机绕过了它：`*`、`org` 这样的后缀，\
         或者过宽的网段。直连到不了该主机，经由代理可以。\n\n\
         go 的报错就是直连的报错：dial tcp ADDRESS:443: connect: connection refused\n\
         或者：dial tcp ADDRESS:443: i/o timeout\n\n\
         报错里没有 `proxyconnect`，因为没有用到代理。按 go 的规则，列表中只要有一个单独的 `*`，\
         无论还写了什么，所有主机都不走代理；`golang.org` 代表它自身和所有下级。大写的 NO_PROXY 优先，除非为空。\n\n\
         请在设置该变量的地方，只写内部主机和后缀，例如 `.corp.example`。\
         `NO_PROXY=*` 往往是当初为了摆脱某个不能用的代理而留下的。",
    ),
    logs: &[
        Mark::of(&["NO_PROXY=*"]).common().warns(),
        Mark::of(&["no_proxy=*"]).common().warns(),
        Mark::of(&["NO_PROXY=\"*\""]).common().warns(),
        Mark::of(&["NO_PROXY='*'"]).common().warns(),
    ],
    explains: super::NO_STRAIGHT_ROAD,
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let passable = passable(evidence);
    let first = passable.first()?;
    let (named_by, proxy) = (first.named_by?, first.through?);
    let (variable, entry) = kept_back(&first.broken.ladder.endpoint, &evidence.facts)?;
    let (hosts, entry) = (passable.hosts().join(", "), entry.text);
    let says = say! {
        en: "The entry `{entry}` of {variable} sends {hosts} past the forward proxy {proxy} (from {named_by}). Directly go does not get there; tried through the proxy, the same host answers.",
        zh: "{variable} 中的条目 `{entry}` 让 {hosts} 绕过了正向代理 {proxy}（来自 {named_by}）。go 直连到不了那里；经由代理试过，同一主机有应答。",
    };
    let mut cites = passable.cites();
    cites.extend([Cite::Variable(variable.into()), Cite::Variable(named_by.into())]);
    let finding = Finding::certain(says, cites).stops(passable.modules());
    let because = Text::of("The host answers through the proxy.", "经由代理，该主机有应答。");
    let finding = finding.not("tcp-timeout", because.clone()).not("dns-no-such-host", because);
    Some(finding.about(Subject::Setting(variable.into())))
}

fn passable(evidence: &Evidence) -> Passables<'_> {
    let is_kept_back = |it: &Passable<'_>| {
        it.broken.ladder.through.is_none()
            && it.through.is_some()
            && kept_back(&it.broken.ladder.endpoint, &evidence.facts).is_some()
    };
    evidence.passable(is_kept_back)
}

/// The variable and its entry that keep an endpoint from the forward proxy.
fn kept_back(endpoint: &Endpoint, facts: &Facts) -> Option<(&'static str, Entry)> {
    match facts.bypass(endpoint)? {
        Bypass::NoProxy { variable, entry } => Some((variable.name(), entry)),
        _ => None,
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Setting(name) = &finding.subject else { return Vec::new() };
    let passable = passable(evidence);
    let endpoints: Vec<&Endpoint> =
        passable.0.iter().map(|it| &it.broken.ladder.endpoint).collect();
    let steps = evidence.facts.no_proxy_without(&endpoints, &evidence.inner_hosts());
    let hosts = passable.hosts().join(", ");
    let title = say! {
        en: "Narrow {name}, so that {hosts} goes through the proxy",
        zh: "收窄 {name}，让 {hosts} 走代理",
    };
    vec![Fix::safe(title, Scope::Process, steps)]
}

fn behind(no_proxy: &str) -> World {
    World::healthy()
        .forward("proxy.corp.example", None)
        .fenced(&DialFault::Refused)
        .var("HTTPS_PROXY", "http://proxy.corp.example:3128")
        .var("NO_PROXY", no_proxy)
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "a star", world: || behind("localhost,*"), roots: &["no-proxy-too-broad"] },
    Scene {
        name: "a wide suffix",
        world: || behind(".corp.example,org"),
        roots: &["no-proxy-too-broad"],
    },
    Scene {
        name: "a star that an internal host needs",
        world: || {
            behind("*")
                .var("GOPROXY", "https://go.corp.example,https://proxy.golang.org")
                .site("go.corp.example", Site::status(404, "not found"))
        },
        roots: &["no-proxy-too-broad"],
    },
    Scene { name: "internal hosts alone", world: || behind("corp.example,10.0.0.0/8"), roots: &[] },
    Scene {
        name: "a star where everything is reached directly",
        world: || {
            World::healthy()
                .forward("proxy.corp.example", None)
                .var("HTTPS_PROXY", "http://proxy.corp.example:3128")
                .var("NO_PROXY", "*")
        },
        roots: &[],
    },
    Scene {
        name: "the proxy does not get there over plain HTTP either",
        world: || {
            behind("*")
                .var("GOPROXY", "http://gone.example.org")
                .var("HTTP_PROXY", "http://proxy.corp.example:3128")
        },
        roots: &["dns-no-such-host"],
    },
    Scene {
        name: "the proxy does not help either",
        world: || {
            World::healthy()
                .dial("proxy.golang.org", &DialFault::Refused)
                .var("HTTPS_PROXY", "http://127.0.0.1:7890")
                .var("NO_PROXY", "*")
        },
        roots: &["tcp-refused"],
    },
];
