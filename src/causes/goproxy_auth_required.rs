use crate::base::Text;
use crate::model::{
    Access, Area, BrokenFetch, BrokenFetches, Cause, Evidence, File, Finding, Fix, Mark, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "goproxy-auth-required",
    area: Area::Goproxy,
    title: Text::of("The module proxy asks for credentials", "模块代理要求身份验证"),
    docs: Text::of(
        "The module proxy answers 401: it gives nothing to somebody it does not know.\n\n\
         go says: reading https://go.corp.example/...: 401 Unauthorized\n\
         	server response: ...\n\n\
         go takes credentials from the URL in GOPROXY, from netrc (~/.netrc, or the file that \
         NETRC names) or from the program that GOAUTH names, and sends them over https alone. A \
         `machine` line has to name the host as GOPROXY does, with its port if there is one. 403 \
         is something else: there the server knows who asks and refuses. 407 comes from a forward \
         proxy. The well-known public proxies ask nobody to log in: a 401 in their name comes \
         from a gateway between.\n\n\
         Put a line for the host into netrc: it stays out of the command line, of `go env` and of \
         the image's history. In a Dockerfile mount it as a secret \
         (`RUN --mount=type=secret,id=netrc,target=/root/.netrc`). A `|direct` behind the element \
         only hides the 401, and asks the public for private modules.",
        "模块代理的应答是 401：它不向不认识的人提供任何内容。\n\n\
         go 的报错：reading https://go.corp.example/...: 401 Unauthorized\n\
         	server response: ...\n\n\
         go 的凭据来自 GOPROXY 里的 URL、netrc（~/.netrc 或者 NETRC 指定的文件），或者 GOAUTH 指定的程序，\
         而且只通过 https 发送。`machine` 后面的主机名要与 GOPROXY 里的一致，有端口时也要写上端口。\
         403 是另一回事：那时服务器知道是谁在请求，并且拒绝。407 来自正向代理。\
         知名的公共代理不要求任何人登录：以它们的名义返回的 401 来自途中的网关。\n\n\
         请在 netrc 里为该主机写一行：这样凭据不会出现在命令行、`go env` 和镜像历史里。\
         在 Dockerfile 中以 secret 方式挂载（`RUN --mount=type=secret,id=netrc,target=/root/.netrc`）。\
         在该项后面加 `|direct` 只是掩盖 401，还会向公网查询私有模块。",
    ),
    logs: &[
        Mark::answer(&["reading http", ": 401 Unauthorized"]).or(ALIKE),
        Mark::answer(&["unexpected status (http", "): 401 "]).or(ALIKE),
    ],
    explains: &[],
    rule,
    fixes,
};

/// What these words leave open.
const ALIKE: &[&str] = &[
    "netrc-host-missing",
    "netrc-not-used",
    "goproxy-auth-rejected",
    "goauth-broken",
    "redirect-broken",
];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = denied(evidence);
    let first = broken.first()?;
    let host = first.fetch.host();
    let words = first.fetch.refusal()?.words();
    let hint = hint(first, evidence);
    let (hint_en, hint_zh) = (&hint.en, &hint.zh);
    let says = say! {
        en: "{host} answers `{words}`. It asks for credentials, and go has none for it. go gets none of the modules that it asks for there.{hint_en}",
        zh: "{host} 的应答是 `{words}`。它要求凭据，而 go 没有它的凭据。go 在那里得不到任何模块。{hint_zh}",
    };
    let by_proxy = Text::of(
        "401 comes from the module proxy; a forward proxy says 407.",
        "401 来自模块代理；正向代理会返回 407。",
    );
    let none_sent = Text::of("No credentials were sent.", "没有发送任何凭据。");
    let finding = Finding::certain(says, broken.cites()).stops(broken.modules());
    let finding = finding.not("http-proxy-auth-required", by_proxy);
    Some(finding.not("goproxy-auth-rejected", none_sent).about(Subject::Host(host)))
}

fn denied(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.denied(&[401], |access| *access == Access::Nothing)
}

/// Where credentials would come from, or who it is that asks for them.
fn hint(broken: &BrokenFetch<'_>, evidence: &Evidence) -> Text {
    let host = broken.fetch.host();
    let facts = &evidence.facts;
    match &facts.netrc {
        _ if facts.is_public_proxy(&host) => Text::of(
            " This public proxy asks nobody to log in, so that a gateway on the way answers in its name.",
            "这个公共代理不要求任何人登录，所以是途中的网关以它的名义在应答。",
        ),
        _ if broken.fetch.url.raw().starts_with("http:") => Text::of(
            " GOPROXY names it with http://, and go sends credentials over https alone.",
            "GOPROXY 里写的是 http://，而 go 只通过 https 发送凭据。",
        ),
        File::Parsed { path, .. } => say! {
            en: " {path} holds no entry.",
            zh: "{path} 里没有条目。",
        },
        _ => Text::of(" There is no netrc file.", "没有 netrc 文件。"),
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mirrors = evidence.facts.mirrors(host);
    if !mirrors.is_empty() {
        return mirrors;
    }
    let broken = denied(evidence);
    let machine = broken.first().map(|it| it.fetch.netrc_machine()).unwrap_or_default();
    secured(host, evidence).into_iter().chain([Fix::netrc_entry(machine)]).collect()
}

/// Credentials only travel over https.
fn secured(host: &str, evidence: &Evidence) -> Option<Fix> {
    let facts = &evidence.facts;
    let written = facts.goproxy_secured(host)?;
    let title = say! {
        en: "Ask {host} by https",
        zh: "用 https 访问 {host}",
    };
    let why = Text::of("It takes the credentials as well.", "还需要凭据才能验证。");
    let step = facts.set("GOPROXY", written);
    Some(Fix::safe(title, facts.reach("GOPROXY"), vec![step]).unprovable(why))
}

fn asking(goproxy: &str) -> World {
    World::healthy()
        .var("GOPROXY", goproxy)
        .site("go.corp.example", Site::proxy().password("dev:s3cret"))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "no netrc",
        world: || asking("https://go.corp.example"),
        roots: &["goproxy-auth-required"],
    },
    Scene {
        name: "an empty netrc",
        world: || asking("https://go.corp.example").file("/home/dev/.netrc", "\n"),
        roots: &["goproxy-auth-required"],
    },
    Scene {
        name: "http, and no credentials anywhere",
        world: || asking("http://go.corp.example"),
        roots: &["goproxy-auth-required"],
    },
    Scene {
        name: "a gateway before the public proxy",
        world: || {
            World::healthy()
                .site("proxy.golang.org", Site::status(401, "Please log in"))
                .file("/home/dev/.netrc", "machine go.corp.example login dev password s3cret\n")
        },
        roots: &["goproxy-auth-required"],
    },
    Scene {
        name: "the right password",
        world: || {
            asking("https://go.corp.example")
                .file("/home/dev/.netrc", "machine go.corp.example login dev password s3cret\n")
        },
        roots: &[],
    },
];
