use crate::base::Text;
use crate::model::{
    Access, Area, BrokenFetches, Cause, Credential, Evidence, Finding, Fix, Mark, Reply, Scope,
    Step, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "goproxy-auth-rejected",
    area: Area::Goproxy,
    title: Text::of(
        "The module proxy does not accept the credentials",
        "模块代理不接受所发送的凭据",
    ),
    docs: Text::of(
        "go has sent credentials, and the module proxy answers 401 all the same: it does not know \
         them, they have expired, or they are of a kind that it does not take.\n\n\
         go says: reading https://user:xxxxx@go.corp.example/...: 401 Unauthorized\n\n\
         go shows the user part only where it comes from GOPROXY itself. Credentials from netrc or \
         from a program of GOAUTH leave no trace in its output, so that the same words also stand \
         for a request without any. A user part in the URL beats netrc and GOAUTH; of two entries \
         in netrc for the same machine go takes the first.\n\n\
         Renew the token where it stands. A new line at the end of netrc helps nothing while an \
         older one for the same machine stands above it. Most registries want a token here, not \
         the password of the web page. In a password inside a URL the characters : / ? # @ and % \
         have to be percent-encoded.",
        "go 已经发送了凭据，而模块代理的应答仍是 401：它不认识这些凭据，凭据已过期，或者不是它接受的类型。\n\n\
         go 的报错：reading https://user:xxxxx@go.corp.example/...: 401 Unauthorized\n\n\
         只有凭据写在 GOPROXY 里时，go 才会显示用户名部分。来自 netrc 或 GOAUTH 程序的凭据不会在输出里留下痕迹，\
         所以没有发送任何凭据时的报错也是同样的文字。URL 里的用户名部分优先于 netrc 和 GOAUTH；\
         netrc 里同一主机有两个条目时，go 采用第一个。\n\n\
         请在凭据所在之处更换令牌。只要同一主机的旧条目还在上面，在 netrc 末尾新增一行就不起作用。\
         多数制品库在这里要的是令牌，而不是网页登录密码。写在 URL 里的密码，其中的 : / ? # @ 和 % 必须作百分号编码。",
    ),
    logs: &[Mark::of(&["reading https://", ":xxxxx@", ": 401 Unauthorized"]).common()],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = rejected(evidence);
    let first = broken.first()?;
    let host = first.fetch.host();
    let reply = first.fetch.refusal()?;
    let words = reply.words();
    let from = origin(evidence);
    let (from_en, from_zh) = (from.en, from.zh);
    let kind = other_kind(reply);
    let (kind_en, kind_zh) = (kind.en, kind.zh);
    let says = say! {
        en: "{host} answers `{words}` although credentials were sent ({from_en}): it does not know them, or they have expired. go gets none of the modules that it asks for there.{kind_en}",
        zh: "已经发送了凭据（{from_zh}），{host} 的应答仍是 `{words}`：它不认识这些凭据，或者凭据已过期。go 在那里得不到任何模块。{kind_zh}",
    };
    let because = Text::of("Credentials were sent.", "已经发送了凭据。");
    let finding = Finding::certain(says, broken.cites()).stops(broken.modules());
    let finding = finding.not("goproxy-auth-required", because.clone());
    Some(finding.not("netrc-host-missing", because).about(Subject::Host(host)))
}

fn rejected(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.denied(&[401], |access| *access == Access::Sent)
}

fn source(evidence: &Evidence) -> Option<Credential> {
    let broken = rejected(evidence);
    evidence.facts.credential_source(broken.first()?.fetch.url.raw())
}

/// Where the credentials came from.
fn origin(evidence: &Evidence) -> Text {
    match source(evidence) {
        Some(Credential::Url) => Text::of("from GOPROXY itself", "来自 GOPROXY 本身"),
        Some(Credential::GoAuth) => Text::of("from a program of GOAUTH", "来自 GOAUTH 的程序"),
        _ => {
            let (path, line) = entry(evidence).unwrap_or_default();
            say! { en: "from line {line} of {path}", zh: "来自 {path} 第 {line} 行" }
        }
    }
}

/// The file and line of the netrc entry that was sent.
fn entry(evidence: &Evidence) -> Option<(String, usize)> {
    use crate::go::auth::Credentials;
    use crate::go::url::Url;
    let broken = rejected(evidence);
    let url = Url::parse(broken.first()?.fetch.url.raw()).ok()?;
    match evidence.facts.credentials_for(&url)? {
        Credentials::Netrc { line, .. } => Some((evidence.facts.netrc.path()?.to_owned(), line)),
        _ => None,
    }
}

/// A server that does not speak of Basic wants another kind.
fn other_kind(reply: &Reply) -> Text {
    match reply.header("www-authenticate") {
        Some(wanted) if !wanted.to_ascii_lowercase().contains("basic") => {
            let wanted = wanted.split([' ', ',']).next().unwrap_or_default();
            say! {
                en: " It asks for `{wanted}`; from netrc and URLs go sends Basic alone, other kinds come from a program of GOAUTH.",
                zh: "它要求的是 `{wanted}`；对于 netrc 和 URL 里的凭据，go 只会以 Basic 方式发送，其他方式要靠 GOAUTH 的程序。",
            }
        }
        _ => Text::of("", ""),
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let facts = &evidence.facts;
    let why = Text::of("The password is yours to fill in.", "密码需要由你填写。");
    let title = say! { en: "Renew the credentials for {host}", zh: "更换 {host} 的凭据" };
    let (scope, step) = match source(evidence) {
        Some(Credential::Url) => {
            (facts.reach("GOPROXY"), facts.set("GOPROXY", facts.settings.raw("GOPROXY")))
        }
        Some(Credential::GoAuth) => (Scope::User, Step::Say(by_program(host))),
        _ => {
            let (path, line) = entry(evidence).unwrap_or_default();
            let says = say! {
                en: "Put a current token for {host} into the entry that begins in line {line} of {path}. A second entry below it would not be read.",
                zh: "把 {host} 的有效令牌写进 {path} 里从第 {line} 行开始的条目。写在它下面的第二个条目不会被采用。",
            };
            (Scope::User, Step::Say(says))
        }
    };
    vec![Fix::safe(title, scope, vec![step]).unprovable(why)]
}

fn by_program(host: &str) -> Text {
    say! {
        en: "Log in anew with the tool behind GOAUTH, then see by hand what it prints for https://{host}.",
        zh: "请用 GOAUTH 背后的工具重新登录，然后手动查看它为 https://{host} 输出了什么。",
    }
}

fn asking(goproxy: &str) -> World {
    let site = Site::proxy().password("dev:s3cret");
    World::healthy().var("GOPROXY", goproxy).site("go.corp.example", site)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "an expired password in netrc",
        world: || {
            asking("https://go.corp.example")
                .file("/home/dev/.netrc", "machine go.corp.example login dev password old\n")
        },
        roots: &["goproxy-auth-rejected"],
    },
    Scene {
        name: "a wrong password in GOPROXY, and a right one in netrc that it beats",
        world: || {
            asking("https://dev:wr0ng@go.corp.example")
                .file("/home/dev/.netrc", "machine go.corp.example login dev password s3cret\n")
        },
        roots: &["goproxy-auth-rejected"],
    },
    Scene {
        name: "a program that gives an old token",
        world: || {
            asking("https://go.corp.example").var("GOAUTH", "/opt/helper").program(
                "/opt/helper",
                0,
                "https://go.corp.example\n\nAuthorization: Basic b2xkOm9sZA==\n\n",
                "",
            )
        },
        roots: &["goproxy-auth-rejected"],
    },
    Scene {
        name: "the right password in GOPROXY",
        world: || asking("https://dev:s3cret@go.corp.example"),
        roots: &[],
    },
];
