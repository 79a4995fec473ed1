use crate::base::{Text, Veiled};
use crate::model::{
    Area, Cause, Cite, Confidence, DialFault, DnsAnswer, Doing, Evidence, Fault, Fetch, Finding,
    Fix, HttpFault, Ladder, Mark, Outcome, Risk, Role, Source, Spoken, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "redirect-broken",
    area: Area::Road,
    title: Text::of(
        "A redirect leads where go cannot or will not follow",
        "重定向指向 go 无法或不愿前往的地方",
    ),
    docs: Text::of(
        "The server answers, and its answer is to ask elsewhere: a storage host for the .zip \
         files, a login page, itself under another address. There it ends.\n\n\
         go says: Get \"/...\": stopped after 10 redirects\n\
         or: redirected from secure URL https://... to insecure URL http://...\n\
         or: Get \"https://storage.googleapis.com/...\": dial tcp: lookup storage.googleapis.com: no such host\n\
         or: reading https://proxy.example/...: 401 Unauthorized, though credentials were sent\n\n\
         go follows ten requests in a row and no more; a circle is mostly a login that needs \
         cookies, which go does not keep. From https it never goes on to http: a repository manager \
         behind a TLS gateway that does not know its own external address sends there \
         (X-Forwarded-Proto). A host that cannot be reached while the proxy can be is the one that \
         the firewall has to let out as well. And credentials go to the host that was asked and \
         to those below its name, never to another one.\n\n\
         Put the address that the redirects end at into GOPROXY, or have the server's external base \
         URL corrected; allow the host that it leads to; take a mirror that sends its files itself.",
        "服务器有应答，但应答是让 go 去别处请求：存放 .zip 的存储主机、登录页面，或者它自己的另一个地址。问题就出在那里。\n\n\
         go 的报错：Get \"/...\": stopped after 10 redirects\n\
         或者：redirected from secure URL https://... to insecure URL http://...\n\
         或者：Get \"https://storage.googleapis.com/...\": dial tcp: lookup storage.googleapis.com: no such host\n\
         或者：reading https://proxy.example/...: 401 Unauthorized，尽管已经发送凭据\n\n\
         go 最多连续发出十个请求；循环多半是需要 cookie 的登录，而 go 不保存 cookie。从 https 出发，go 绝不会转到 http：\
         位于 TLS 网关后面、不知道自己外部地址的仓库管理器会这样重定向（X-Forwarded-Proto）。\
         如果代理能访问而某台主机不能访问，防火墙也要放行那台主机。凭据只会发给最初请求的主机及其子域名，绝不发给别的主机。\n\n\
         请把重定向最终到达的地址写进 GOPROXY，或者请管理者改正服务器的外部地址；放行重定向指向的主机；或者换用自己提供文件的镜像。",
    ),
    logs: &[
        Mark::of(&["stopped after 10 redirects"]),
        Mark::of(&["redirected from secure URL ", " to insecure URL "]),
        Mark::of(&["Get \"https://", "dial tcp", "no such host"])
            .common()
            .without(&["server response:", "proxyconnect", "socks connect"])
            .when(Spoken::was_redirected),
        Mark::of(&["Get \"https://", "dial tcp", "server misbehaving"])
            .common()
            .without(&["server response:", "proxyconnect", "socks connect"])
            .when(Spoken::was_redirected),
        Mark::of(&["Get \"https://", "dial tcp", "i/o timeout"])
            .common()
            .without(&["server response:", "proxyconnect", "socks connect"])
            .when(Spoken::was_redirected),
        Mark::of(&["Get \"https://", "dial tcp", "connection refused"])
            .common()
            .without(&["server response:", "proxyconnect", "socks connect"])
            .when(Spoken::was_redirected),
        Mark::of(&["Get \"https://", "dial tcp", "connection timed out"])
            .common()
            .without(&["server response:", "proxyconnect", "socks connect"])
            .when(Spoken::was_redirected),
        Mark::of(&["Get \"https://", "dial tcp", "network is unreachable"])
            .common()
            .without(&["server response:", "proxyconnect", "socks connect"])
            .when(Spoken::was_redirected),
        Mark::of(&["Get \"https://", "dial tcp", "no route to host"])
            .common()
            .without(&["server response:", "proxyconnect", "socks connect"])
            .when(Spoken::was_redirected),
        Mark::of(&["Get \"https://", "dial tcp", "actively refused it"])
            .common()
            .without(&["server response:", "proxyconnect", "socks connect"])
            .when(Spoken::was_redirected),
        Mark::of(&[
            "Get \"https://",
            "dial tcp",
            "failed because connected host has failed to respond",
        ])
        .common()
        .without(&["server response:", "proxyconnect", "socks connect"])
        .when(Spoken::was_redirected),
        Mark::network(&["Get \"", "unsupported protocol scheme"])
            .or(&["goproxy-malformed"])
            .when(|it| it.is_gos() && it.doing != Doing::Unknown),
        Mark::of(&["response missing Location header"]).common().when(Spoken::is_gos),
        Mark::of(&["failed to parse Location header"]).common().when(Spoken::is_gos),
        Mark::network(&["Get \"https://storage.googleapis.com/", "dial tcp", ": no such host"])
            .or(&["dns-no-such-host"]),
    ],
    explains: &[
        "dns-no-such-host",
        "dns-timeout",
        "tcp-refused",
        "tcp-timeout",
        "tcp-unreachable",
        "ipv6-broken",
        "dns-server-failure",
        "dns-resolver-unreachable",
        "dns-hijacked",
        "hosts-file-override",
    ],
    rule,
    fixes,
};

/// Where a redirect ends.
struct End {
    cite: Cite,
    modules: Vec<String>,
    /// Who redirects.
    from: String,
    how: How,
}

/// Why go does not get on from there.
enum How {
    Circle,
    Insecure {
        to: Veiled,
    },
    /// `place` has the port where the host alone would not tell it from the one that redirects.
    Unreachable {
        host: String,
        place: String,
    },
    /// It failed there in a way that is nobody else's matter.
    Failed {
        host: String,
    },
    Unknown {
        host: String,
        status: u16,
    },
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let ends = ends(evidence);
    let first = ends.first()?;
    let mut modules: Vec<String> = ends.iter().flat_map(|end| end.modules.clone()).collect();
    modules.sort();
    modules.dedup();
    let cites = ends.iter().map(|end| end.cite.clone()).collect();
    let sure = matches!(first.how, How::Circle | How::Insecure { .. } | How::Unreachable { .. });
    let confidence = if sure { Confidence::Certain } else { Confidence::Likely };
    let from = &first.from;
    let because = say! {
        en: "{from} answers, and sends go elsewhere.",
        zh: "{from} 有应答，只是让 go 去别处。",
    };
    let finding = Finding::new(confidence, says(first), cites).stops(modules);
    let finding = finding.not("goproxy-server-error", because);
    Some(finding.about(Subject::Host(first.culprit().to_owned())))
}

fn says(end: &End) -> Text {
    let from = &end.from;
    match &end.how {
        How::Circle => say! {
            en: "{from} redirects again and again: go stops after ten requests. Mostly this is a login that needs cookies, which go does not keep.",
            zh: "{from} 不停地重定向：go 在十个请求之后停止。这多半是需要 cookie 的登录，而 go 不保存 cookie。",
        },
        How::Insecure { to } if !to.raw().starts_with("http:") => say! {
            en: "{from} redirects to {to}. go follows redirects to https and http alone, and stops.",
            zh: "{from} 重定向到 {to}。go 只会跟随到 https 和 http 地址的重定向，于是停止。",
        },
        How::Insecure { to } => say! {
            en: "{from} redirects from https to {to}. go does not follow from a secure to an insecure address, and stops.",
            zh: "{from} 从 https 重定向到 {to}。go 不会从安全的地址转到不安全的地址，于是停止。",
        },
        How::Unreachable { place, .. } => say! {
            en: "{from} answers and redirects to {place}, which cannot be reached from here. go gets no further there.",
            zh: "{from} 有应答，并重定向到 {place}，而从这里无法访问 {place}。go 在那里无法继续。",
        },
        How::Failed { host } => say! {
            en: "{from} answers and redirects to {host}, and there the request fails. go stops.",
            zh: "{from} 有应答，并重定向到 {host}，请求在那里失败。go 就此停止。",
        },
        How::Unknown { host, status } => say! {
            en: "{from} redirects to {host}, which answers {status}: go sends the credentials for {from} to {from} alone, and not to another host.",
            zh: "{from} 重定向到 {host}，后者返回 {status}：go 只把 {from} 的凭据发给 {from}，不会发给别的主机。",
        },
    }
}

impl End {
    /// The host that has to change or to be let through.
    fn culprit(&self) -> &str {
        match &self.how {
            How::Circle | How::Insecure { .. } => &self.from,
            How::Unreachable { host, .. } | How::Failed { host } | How::Unknown { host, .. } => {
                host
            }
        }
    }
}

fn ends(evidence: &Evidence) -> Vec<End> {
    let fetches = evidence.fatal_fetches().into_iter();
    let of_modules = fetches.filter(|(_, fetch, _)| fetch.source != Source::Database);
    let requests = of_modules.filter_map(|(cite, fetch, modules)| {
        Some(End { cite, modules, from: fetch.host(), how: requested(fetch)? })
    });
    let ladders = evidence.fatal_ladders().into_iter().filter(|(_, it, _)| is_lost_target(it));
    let roads = ladders.map(|(cite, ladder, modules)| {
        let host = ladder.endpoint.host.clone();
        let from = evidence.redirecting_to(&host).into_iter().next();
        let from = from.unwrap_or_else(|| "GOPROXY".to_owned());
        let place = if host == from { ladder.endpoint.to_string() } else { host.clone() };
        End { cite, modules, from, how: How::Unreachable { host, place } }
    });
    requests.chain(roads).collect()
}

fn requested(fetch: &Fetch) -> Option<How> {
    match &fetch.outcome {
        Outcome::Broken { fault: Fault::Http(fault) } => match fault {
            HttpFault::TooManyRedirects => Some(How::Circle),
            HttpFault::InsecureRedirect { to } => Some(How::Insecure { to: bare(to) }),
            HttpFault::Beyond { host, fault: Some(fault) } if is_nobodys(fault) => {
                Some(How::Failed { host: host.clone() })
            }
            _ => None,
        },
        Outcome::Refused { reply } => {
            let host = fetch.lost_credentials()?;
            Some(How::Unknown { host, status: reply.status })
        }
        _ => None,
    }
}

/// The URL without its query, which may be a signature.
fn bare(url: &Veiled) -> Veiled {
    Veiled::new(url.raw().split('?').next().unwrap_or_default())
}

/// A fault at the other end that no cause of its own speaks of.
fn is_nobodys(fault: &Fault) -> bool {
    !matches!(
        fault,
        Fault::Http(
            HttpFault::Closed
                | HttpFault::Reset
                | HttpFault::Truncated
                | HttpFault::Stream { .. }
                | HttpFault::TimedOut { .. }
        )
    )
}

/// A host that go was sent to, and would not know otherwise, with a road that
/// does not lead there. A certificate or this very machine is nearer.
fn is_lost_target(ladder: &Ladder) -> bool {
    let lost = match ladder.fault() {
        Some(Fault::Dns(fault)) => !matches!(
            fault.decisive,
            DnsAnswer::Denied | DnsAnswer::PortRefused | DnsAnswer::Unreachable
        ),
        Some(Fault::Dial(fault)) => !matches!(fault, DialFault::Denied | DialFault::Exhausted),
        _ => false,
    };
    lost && !ladder.roles.is_empty() && ladder.roles.iter().all(|role| *role == Role::Target)
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let ends = ends(evidence);
    let Some(first) = ends.first() else { return Vec::new() };
    let mut fixes = evidence.detours(first.culprit());
    if fixes.is_empty() {
        fixes = evidence.facts.mirrors(&first.from);
    }
    fixes.push(mended(first));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn mended(end: &End) -> Fix {
    let from = &end.from;
    let (title, step) = match &end.how {
        How::Circle => (
            say! { en: "Name the address in GOPROXY that serves modules without a login page", zh: "在 GOPROXY 中写不经过登录页面的模块地址" },
            say! {
                en: "Open the address in a browser: if it asks to log in, have the owner of {from} exempt the module paths from that, or use its address for programs, with credentials in netrc.",
                zh: "用浏览器打开该地址：如果要求登录，请 {from} 的管理者让模块路径不经过登录，或者使用它供程序访问的地址，并把凭据写进 netrc。",
            },
        ),
        How::Insecure { .. } => (
            say! { en: "Have the external address of {from} corrected to https", zh: "请把 {from} 的外部地址改为 https" },
            say! {
                en: "Have the owner of {from} set its external base URL to https, and its TLS gateway pass X-Forwarded-Proto: https on.",
                zh: "请 {from} 的管理者把外部地址（base URL）设为 https，并让 TLS 网关传递 X-Forwarded-Proto: https。",
            },
        ),
        How::Unreachable { host, place } if host == from => (
            say! { en: "Have the external address of {from} corrected", zh: "请改正 {from} 的外部地址" },
            say! {
                en: "Have the owner of {from} correct its external base URL, which leads to {place}; or, if modules are served there, have connections to that port let through.",
                zh: "请 {from} 的管理者改正指向 {place} 的外部地址（base URL）；如果模块确实由那里提供，请放行到该端口的连接。",
            },
        ),
        How::Unreachable { host, .. } | How::Failed { host } => (
            say! { en: "Let connections to {host} out as well", zh: "同时放行到 {host} 的连接" },
            say! {
                en: "Have the firewall let connections to {host} out as it does those to {from}, or have {from} send its files itself instead of redirecting.",
                zh: "请防火墙像放行 {from} 一样放行到 {host} 的连接，或者让 {from} 自己提供文件而不是重定向。",
            },
        ),
        How::Unknown { host, .. } => (
            say! { en: "Name {host} itself in GOPROXY, with credentials of its own", zh: "在 GOPROXY 中直接写 {host}，并为它配置凭据" },
            say! {
                en: "Put the address at {host} that {from} redirects to into GOPROXY, and an entry for {host} into netrc; or have {from} redirect to signed addresses that need no credentials.",
                zh: "把 {from} 重定向到的 {host} 上的地址写进 GOPROXY，并在 netrc 中为 {host} 添加一项；或者让 {from} 重定向到不需要凭据的签名地址。",
            },
        ),
    };
    Fix::at_anothers(title, step)
}

fn storage(site: Site) -> World {
    World::healthy()
        .site("proxy.golang.org", Site::redirect("https://storage.googleapis.com/"))
        .site("storage.googleapis.com", site)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "in a circle",
        world: || {
            let again = Site::redirect("https://proxy.golang.org/again");
            World::healthy().site("proxy.golang.org", again)
        },
        roots: &["redirect-broken"],
    },
    Scene {
        name: "from https to http",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example")
                .site("go.corp.example", Site::redirect("http://go.corp.example/"))
        },
        roots: &["redirect-broken"],
    },
    Scene {
        name: "from http to what is no web address",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "http://go.corp.example")
                .site("go.corp.example", Site::redirect("ftp://go.corp.example/"))
        },
        roots: &["redirect-broken"],
    },
    Scene {
        name: "to a storage host that is blocked",
        world: || {
            storage(Site::proxy())
                .dial("storage.googleapis.com", &DialFault::TimedOut { after_ms: 5000 })
        },
        roots: &["redirect-broken"],
    },
    Scene {
        name: "to a storage host without an address",
        world: || storage(Site::proxy()).name("storage.googleapis.com", DnsAnswer::NoSuchName),
        roots: &["redirect-broken"],
    },
    Scene {
        name: "to another host that asks for credentials",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example")
                .file("/home/dev/.netrc", "machine go.corp.example login ci password netrccanary\n")
                .site(
                    "go.corp.example",
                    Site::redirect("https://files.example/").password("ci:netrccanary"),
                )
                .site("files.example", Site::proxy().password("ci:netrccanary"))
        },
        roots: &["redirect-broken"],
    },
    Scene {
        name: "credentials that go along within the domain",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example")
                .file("/home/dev/.netrc", "machine go.corp.example login ci password netrccanary\n")
                .site(
                    "go.corp.example",
                    Site::redirect("https://files.go.corp.example/").password("ci:netrccanary"),
                )
                .site("files.go.corp.example", Site::proxy().password("ci:netrccanary"))
        },
        roots: &[],
    },
    Scene { name: "to a storage host that answers", world: || storage(Site::proxy()), roots: &[] },
];
