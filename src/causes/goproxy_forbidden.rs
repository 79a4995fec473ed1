use crate::base::Text;
use crate::model::{
    Access, Area, BrokenFetch, BrokenFetches, Cause, Confidence, Evidence, Fetch, Finding, Fix,
    Mark, Outcome, Reply, Risk, Scope, Step, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "goproxy-forbidden",
    area: Area::Goproxy,
    title: Text::of("The module proxy refuses the request", "模块代理拒绝了该请求"),
    docs: Text::of(
        "The module proxy answers 403 or 451: it has understood, and it will not. That is a \
         decision of somebody: a policy against a module or a version (a licence, a known \
         vulnerability, its age), rights that the user lacks, or a gateway on the way that answers \
         in the proxy's name.\n\n\
         go says: reading https://go.corp.example/...: 403 Forbidden\n\
         	server response: ...\n\n\
         Only 404 and 410 let go try the next element of GOPROXY after a comma; a 403 ends the \
         download. The server's own words, which go prints where they are plain text, mostly name \
         the rule. If one module alone is refused it is a rule about that module; if all are, it \
         is about the user, the place or the server. Some registries also say 403 where no \
         credentials came.\n\n\
         Ask whoever owns the proxy or the policy, with the words above; another version of the \
         module may be allowed. A vertical bar or `|direct` behind the element would fetch the \
         same module past the policy, which is not for a tool to decide.",
        "模块代理的应答是 403 或 451：它明白了请求，但不予提供。这是某方的决定：针对某个模块或版本的策略\
         （许可证、已知漏洞、发布时间），用户缺少的权限，或者途中的网关以代理的名义作答。\n\n\
         go 的报错：reading https://go.corp.example/...: 403 Forbidden\n\
         	server response: ...\n\n\
         后面是逗号时，只有 404 和 410 会让 go 去问 GOPROXY 的下一项；403 会使下载就此结束。\
         服务器的原话多半会说明是哪条规则，原话是纯文本时 go 会印出来。如果只有一个模块被拒绝，就是针对该模块的规则；\
         如果全部被拒绝，则与用户、所在网络或服务器有关。有些制品库在没有收到凭据时也会返回 403。\n\n\
         请带着上面的原话去询问该代理或策略的管理者；也许允许使用该模块的另一个版本。\
         在该项后面用竖线或 `|direct`，会绕过策略去获取同一个模块，这不应由工具来决定。",
    ),
    logs: &[
        Mark::answer(&["reading http", ": 403 Forbidden"])
            .or(&["goproxy-auth-required", "goproxy-auth-rejected"]),
        Mark::answer(&["reading http://", ": 403 Forbidden"])
            .or(&["http-proxy-blocks-host", "no-proxy-missing"]),
        Mark::answer(&["reading http", ": 451 Unavailable For Legal Reasons"]),
        Mark::answer(&["unexpected status (http", "): 403 Forbidden"])
            .or(&["goproxy-auth-required", "goproxy-auth-rejected"]),
        Mark::answer(&["reading http", ": 403 Forbidden", "server response:", "blocked"]),
        Mark::answer(&["reading http", ": 403 Forbidden", "server response:", "Curation"]),
        Mark::answer(&["reading http", ": 403 Forbidden", "server response:", "policy"]),
    ],
    explains: &[],
    rule,
    fixes,
};

const CURATION: &str = "JFrog Curation";
const XRAY: &str = "JFrog Xray";
const FIREWALL: &str = "Sonatype Repository Firewall";

/// Products that refuse, by what they write in headers or pages.
const PRODUCTS: &[(&str, &str)] = &[
    ("jfrog packages curation", CURATION),
    ("jfrog curation", CURATION),
    ("jfrog xray", XRAY),
    ("artifactory", "JFrog Artifactory"),
    ("nexus firewall", FIREWALL),
    ("repository firewall", FIREWALL),
    ("nexus", "Sonatype Nexus"),
    ("cloudsmith", "Cloudsmith"),
    ("gitlab", "GitLab"),
    ("athens", "Athens"),
];

/// Gateways that stand between and answer in another's name.
const GATEWAYS: &[(&str, &str)] = &[
    ("zscaler", "Zscaler"),
    ("netskope", "Netskope"),
    ("fortiguard", "FortiGuard"),
    ("fortigate", "FortiGate"),
    ("fortinet", "Fortinet"),
    ("forcepoint", "Forcepoint"),
    ("websense", "Forcepoint"),
    ("bluecoat", "Symantec ProxySG"),
    ("blue coat", "Symantec ProxySG"),
    ("palo alto", "Palo Alto Networks"),
    ("checkpoint", "Check Point"),
    ("check point", "Check Point"),
    ("umbrella", "Cisco Umbrella"),
    ("ironport", "Cisco Secure Web Appliance"),
    ("mcafee", "Skyhigh"),
    ("skyhigh", "Skyhigh"),
    ("sophos", "Sophos"),
    ("barracuda", "Barracuda"),
    ("cloudflare", "Cloudflare"),
    ("squid", "Squid"),
];

/// Who it is that refuses.
#[derive(Clone, Copy, PartialEq)]
enum Refuser {
    Product(&'static str),
    Gateway(&'static str),
    /// A page for people, in the name of a server that speaks to programs.
    Page,
    Unnamed,
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = refused(evidence);
    let first = broken.first()?;
    let host = first.fetch.host();
    let reply = first.fetch.refusal()?;
    let (words, url) = (reply.words(), first.fetch.shown_url());
    let (who, how_far) = (who(reply, first.fetch, evidence), how_far(&broken, first, evidence));
    let (who_en, who_zh) = (who.en, who.zh);
    let (far_en, far_zh) = (how_far.en, how_far.zh);
    let says = say! {
        en: "{host} answers `{words}` to {url}: it has understood and refuses, and go stops there.{who_en}{far_en}",
        zh: "{host} 对 {url} 的应答是 `{words}`：它明白了请求而予以拒绝，go 就此停止。{who_zh}{far_zh}",
    };
    let sent = first.fetch.sent_credentials || reply.status == 451;
    // Without TLS a forward proxy can answer in the name of the server.
    let in_its_name = first.fetch.plain_endpoint().is_some()
        && evidence.facts.forward_proxy(first.fetch.url.raw()).is_some();
    let unnamed = matches!(refuser(reply, &first.fetch.module), Refuser::Unnamed)
        && !sent
        && !serves(first, evidence);
    let open = unnamed || in_its_name;
    let confidence = if open { Confidence::Likely } else { Confidence::Certain };
    let because = Text::of(
        "403 and 451 are decisions of the server, not faults of it.",
        "403 和 451 是服务器的决定，而不是它的故障。",
    );
    let finding = Finding::new(confidence, says, broken.cites()).stops(broken.modules());
    Some(finding.not("goproxy-server-error", because).about(Subject::Host(host)))
}

/// What has no better reason: credentials that were not used may be one.
fn refused(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.denied(&[403, 451], |access| match access {
        Access::Insecure | Access::Helper { .. } => false,
        Access::Unused(unused) => !unused.is_exact(),
        _ => true,
    })
}

fn refuser(reply: &Reply, module: &str) -> Refuser {
    let headers = reply.headers.iter().map(|header| format!("{}: {}", header.name, header.value));
    let all: Vec<String> = headers.chain([reply.excerpt.to_string()]).collect();
    // A module may be named like a product.
    let text = all.join("\n").to_ascii_lowercase().replace(&module.to_ascii_lowercase(), "");
    let named = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| text.contains(mark)).map(|(_, name)| *name)
    };
    let is_page = reply.header("content-type").is_some_and(|kind| kind.contains("html"));
    match (named(GATEWAYS), named(PRODUCTS)) {
        (_, Some(name)) => Refuser::Product(name),
        (Some(name), None) => Refuser::Gateway(name),
        (None, None) if is_page => Refuser::Page,
        (None, None) => Refuser::Unnamed,
    }
}

fn who(reply: &Reply, fetch: &Fetch, evidence: &Evidence) -> Text {
    let forward =
        fetch.plain_endpoint().and_then(|_| evidence.facts.forward_proxy(fetch.url.raw()));
    match refuser(reply, &fetch.module) {
        Refuser::Page | Refuser::Unnamed if forward.is_some() => {
            let forward = forward.unwrap_or_default();
            say! {
                en: " Without TLS it may as well be the forward proxy {forward} that answers in its place.",
                zh: "没有 TLS，应答的也可能是正向代理 {forward}。",
            }
        }
        Refuser::Product(name) => say! {
            en: " By its words it is {name} that decides.",
            zh: "从原话看，作决定的是 {name}。",
        },
        Refuser::Gateway(name) => say! {
            en: " By its words it is {name}, a gateway on the way, and not the module proxy itself.",
            zh: "从原话看，这是途中的网关 {name}，而不是模块代理本身。",
        },
        Refuser::Page => Text::of(
            " It answers with a page for people, as gateways on the way do.",
            "它返回的是给人看的网页，途中的网关通常这样应答。",
        ),
        Refuser::Unnamed if reply.status == 451 => {
            Text::of(" 451 means that the law forbids it.", "451 表示因法律原因不予提供。")
        }
        Refuser::Unnamed if evidence.facts.is_public_proxy(&fetch.host()) => Text::of(
            " This public proxy is open to all, so that it means this module, this address, or a gateway answers in its name.",
            "这个公共代理对所有人开放，所以要么是针对该模块或本机地址，要么是网关以它的名义作答。",
        ),
        Refuser::Unnamed if !fetch.sent_credentials => Text::of(
            " No credentials were sent; some registries say 403 to whom they do not know.",
            "没有发送任何凭据；有些制品库对不认识的人会返回 403。",
        ),
        Refuser::Unnamed => Text::of(
            " It knows who asks: the credentials were sent.",
            "它知道是谁在请求：已经发送了凭据。",
        ),
    }
}

/// Whether it is about one module or about everything.
fn how_far(broken: &BrokenFetches<'_>, first: &BrokenFetch<'_>, evidence: &Evidence) -> Text {
    let modules = broken.modules();
    let named = modules.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    let named = if modules.len() > 3 { format!("{named}, …") } else { named };
    match (serves(first, evidence), modules.len()) {
        (true, _) => say! {
            en: " It serves other modules in the same run, so that the rule is about {named}.",
            zh: "同一次运行中它提供了其他模块，所以这条规则针对的是 {named}。",
        },
        (false, 2..) => Text::of(
            " It refuses every module that was asked for, so that it is about access as a whole.",
            "所请求的模块全部被拒绝，所以问题在于整体的访问权限。",
        ),
        _ => Text::of("", ""),
    }
}

/// Whether the same element served another module.
fn serves(first: &BrokenFetch<'_>, evidence: &Evidence) -> bool {
    evidence.fetches.iter().any(|other| {
        other.source == first.fetch.source
            && other.module != first.fetch.module
            && !other.module.is_empty()
            && matches!(other.outcome, Outcome::Served { .. })
    })
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let broken = refused(evidence);
    let Some(first) = broken.first() else { return Vec::new() };
    let whole = !serves(first, evidence);
    let is_public = evidence.facts.is_public_proxy(host);
    let mut fixes = vec![owner(host)];
    let refuser =
        first.fetch.refusal().map_or(Refuser::Unnamed, |it| refuser(it, &first.fetch.module));
    let by_law = first.fetch.refusal().is_some_and(|reply| reply.status == 451);
    if whole && is_public && !by_law {
        fixes.extend(evidence.facts.mirrors(host).into_iter().map(|fix| past(refuser, fix)));
    }
    // Without TLS go sends none.
    let is_plain = first.fetch.plain_endpoint().is_some();
    let may_ask = !is_plain && (matches!(refuser, Refuser::Unnamed) || is_registry(refuser));
    if whole && !is_public && may_ask && !by_law && !first.fetch.sent_credentials {
        fixes.push(Fix::netrc_entry(first.fetch.netrc_machine()));
    }
    if !whole {
        fixes.push(another(host));
    }
    fixes
}

/// Whether it may be the user that it does not know, and not the module.
fn is_registry(refuser: Refuser) -> bool {
    matches!(refuser, Refuser::Product(name) if ![CURATION, XRAY, FIREWALL].contains(&name))
}

/// Where a gateway has refused, another place may be against its rules.
fn past(refuser: Refuser, fix: Fix) -> Fix {
    let risk = Risk::TradeOff(Text::of(
        "It goes past what the gateway has decided: ask first whether it may.",
        "这会绕过网关的决定：请先确认是否允许。",
    ));
    if refuser == Refuser::Unnamed { fix } else { fix.risk(risk) }
}

fn owner(host: &str) -> Fix {
    let title = say! {
        en: "Ask the owner of {host} or of the policy",
        zh: "询问 {host} 或该策略的管理者",
    };
    let step = say! {
        en: "Show the answer of {host} above, with the module and version, to whoever owns the proxy, the policy or the gateway: they can allow it, or say what to use instead.",
        zh: "请把上面 {host} 的应答连同模块和版本交给该代理、策略或网关的管理者：由其放行，或者告知应改用什么。",
    };
    let why = Text::of("It is another's decision.", "这由别人决定。");
    Fix::safe(title, Scope::Upstream, vec![Step::Say(step)]).unprovable(why)
}

fn another(host: &str) -> Fix {
    let title = Text::of("Take a version that is allowed", "改用允许的版本");
    let step = say! {
        en: "`go list -m -versions MODULE` shows the versions; a newer one may pass the policy of {host}: `go get MODULE@VERSION`.",
        zh: "`go list -m -versions MODULE` 会列出各个版本；较新的版本可能符合 {host} 的策略：`go get MODULE@VERSION`。",
    };
    let why = Text::of("Only the policy knows which.", "只有该策略知道哪个版本可用。");
    Fix::safe(title, Scope::Project, vec![Step::Say(step)]).unprovable(why)
}

fn asking(site: Site) -> World {
    World::healthy().var("GOPROXY", "https://go.corp.example").site("go.corp.example", site)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a policy about one module",
        world: || asking(Site::forbids("github.com/acme/widget")),
        roots: &["goproxy-forbidden"],
    },
    Scene {
        name: "everything is refused, credentials or not",
        world: || {
            let entry = "machine go.corp.example login dev password s3cret\n";
            asking(Site::status(403, "no read permission")).file("/home/dev/.netrc", entry)
        },
        roots: &["goproxy-forbidden"],
    },
    Scene {
        name: "a curation that names itself",
        world: || {
            let words = "Package blocked by JFrog Packages Curation: malicious package";
            asking(Site::status(403, words))
        },
        roots: &["goproxy-forbidden"],
    },
    Scene {
        name: "the block page of a gateway",
        world: || {
            let page = "Access Denied: Zscaler has blocked this site";
            let reply = Reply::of(403, page).with("content-type", "text/html");
            World::healthy().site("proxy.golang.org", Site::refusal(reply))
        },
        roots: &["goproxy-forbidden"],
    },
    Scene {
        name: "for reasons of law",
        world: || asking(Site::status(451, "")),
        roots: &["goproxy-forbidden"],
    },
    Scene {
        name: "a refusal that go walks past",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://go.corp.example|https://proxy.golang.org")
                .site("go.corp.example", Site::status(403, ""))
        },
        roots: &[],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_may_be_named_like_a_product() {
        let of = |words: &str| refuser(&Reply::of(403, words), "github.com/acme/Squid-curation");
        assert!(of("github.com/acme/squid-curation is not allowed here") == Refuser::Unnamed);
        assert!(of("Squid says no") == Refuser::Gateway("Squid"));
        assert!(of("blocked by JFrog Packages Curation") == Refuser::Product(CURATION));
    }
}
