use crate::base::Text;
use crate::model::{
    Access, Area, BrokenFetches, Cause, Cite, Evidence, Fault, Fetch, Finding, Fix, HttpFault,
    Mark, Outcome, Source, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "goproxy-insecure-credentials",
    area: Area::Goproxy,
    title: Text::of(
        "The credentials would have to go over plain http",
        "凭据只能经由明文 http 发送",
    ),
    docs: Text::of(
        "GOPROXY names the module proxy with http://, and it wants credentials. go never sends \
         any without TLS.\n\n\
         go says: refusing to pass credentials to insecure URL: http://user:xxxxx@go.corp.example/...\n\n\
         These words come where the user part stands in the URL. Credentials in netrc, or from a \
         program of GOAUTH, are for https alone: over http go asks without them, and the server's \
         401 is all that is seen. GOINSECURE changes nothing of that: it is for modules that are \
         fetched from their origin.\n\n\
         Write https:// for that element. If the server does not speak TLS, its owner has to set \
         it up, or a server in front of it; a proxy that needs no login may stay with http.",
        "GOPROXY 里用 http:// 写了这个模块代理，而它要求凭据。没有 TLS 时，go 从不发送凭据。\n\n\
         go 的报错：refusing to pass credentials to insecure URL: http://user:xxxxx@go.corp.example/...\n\n\
         用户名部分写在 URL 里时才会出现这句话。netrc 里的凭据和 GOAUTH 程序给出的凭据只用于 https：\
         通过 http 时 go 不带凭据去请求，能看到的只有服务器的 401。GOINSECURE 对此不起作用：它只针对从源站获取的模块。\n\n\
         请把该项改为 https://。如果服务器不支持 TLS，就需要其管理者启用，或者在前面加一台支持的服务器；\
         不需要登录的代理可以继续用 http。",
    ),
    logs: &[
        Mark::of(&["refusing to pass credentials to insecure URL"]),
        Mark::answer(&["reading http://", ": 401 Unauthorized"])
            .or(&["goproxy-auth-required", "netrc-host-missing"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let (broken, in_url) = insecure(evidence);
    let first = broken.first()?;
    let host = first.fetch.host();
    let mut cites = broken.cites();
    let says = if in_url {
        say! {
            en: "GOPROXY holds credentials for {host} in an http:// URL. go refuses to send them without TLS and does not ask at all.",
            zh: "GOPROXY 在 http:// 的 URL 里写了 {host} 的凭据。没有 TLS 时 go 拒绝发送凭据，因此根本不会发出请求。",
        }
    } else {
        let words = first.fetch.refusal()?.words();
        let from = if evidence.facts.has_in_netrc(&by_https(first.fetch)) {
            cites.push(Cite::Netrc);
            Text::of("netrc has an entry for it", "netrc 里有它的条目")
        } else {
            Text::of("GOAUTH names a program for such cases", "GOAUTH 为此指定了程序")
        };
        let (from_en, from_zh) = (from.en, from.zh);
        say! {
            en: "{host} answers `{words}`. {from_en}, but GOPROXY names it with http://, and go sends credentials over https alone.",
            zh: "{host} 的应答是 `{words}`。{from_zh}，但 GOPROXY 里写的是 http://，而 go 只通过 https 发送凭据。",
        }
    };
    let because = Text::of("No credentials were sent.", "没有发送任何凭据。");
    let finding = Finding::certain(says, cites).stops(broken.modules());
    Some(finding.not("goproxy-auth-rejected", because).about(Subject::Host(host)))
}

/// The requests that go refuses to make, else those that went without.
fn insecure(evidence: &Evidence) -> (BrokenFetches<'_>, bool) {
    let refused = evidence.stopped_at(is_refused);
    if refused.first().is_some() {
        return (refused, true);
    }
    (evidence.denied(&[401, 403], |access| *access == Access::Insecure), false)
}

fn is_refused(fetch: &Fetch) -> bool {
    let fault = Fault::Http(HttpFault::InsecureCredentials);
    matches!(fetch.source, Source::Proxy { .. })
        && matches!(&fetch.outcome, Outcome::Broken { fault: of } if *of == fault)
}

fn by_https(fetch: &Fetch) -> String {
    fetch.url.raw().replacen("http:", "https:", 1)
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let facts = &evidence.facts;
    let secured = facts.goproxy_secured(host).map(|written| {
        let title = say! { en: "Ask {host} by https", zh: "用 https 访问 {host}" };
        Fix::safe(title, facts.reach("GOPROXY"), vec![facts.set("GOPROXY", written)])
    });
    secured.into_iter().chain([owner(host)]).collect()
}

fn owner(host: &str) -> Fix {
    let title = say! { en: "Let {host} speak TLS", zh: "让 {host} 支持 TLS" };
    let step = say! {
        en: "If {host} does not answer by https, its owner has to set TLS up, or a server in front of it.",
        zh: "如果 {host} 不支持 https，就需要其管理者启用 TLS，或者在前面加一台支持的服务器。",
    };
    Fix::at_anothers(title, step)
}

fn asking(goproxy: &str) -> World {
    let site = Site::proxy().password("dev:s3cret");
    World::healthy().var("GOPROXY", goproxy).site("go.corp.example", site)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a password in an http URL",
        world: || asking("http://dev:s3cret@go.corp.example"),
        roots: &["goproxy-insecure-credentials"],
    },
    Scene {
        name: "an entry in netrc, which never goes by http",
        world: || {
            asking("http://go.corp.example")
                .file("/home/dev/.netrc", "machine go.corp.example login dev password s3cret\n")
        },
        roots: &["goproxy-insecure-credentials"],
    },
    Scene {
        name: "http without a login",
        world: || {
            World::healthy()
                .var("GOPROXY", "http://go.corp.example")
                .site("go.corp.example", Site::proxy())
                .file("/home/dev/.netrc", "machine go.corp.example login dev password s3cret\n")
        },
        roots: &[],
    },
];
