//! Who is sent credentials: whoever go, or git as go runs it, sends the same ones in the same
//! world, and nobody else.

use std::sync::Arc;

use crate::beside::Beside;
use crate::company::{FORGE, FORWARD, MODULES, secret_module};
use crate::diary::Visit;
use crate::forward::Forward;
use crate::goproxy::ModuleProxy;
use crate::http::{Pages, Reply, Request};
use crate::hub::{Hub, alone};
use crate::internet::{CANARY, modules};
use crate::module::Module;
use crate::site::Site;
use crate::tls::Papers;
use crate::world::{World, place};

const NETRC: &str = "machine git.corp.example login build password rightcanary\nmachine modules.corp.example login build password modulescanary\n";

/// The forge's line of it as a header.
const FORGES_OWN: &str = "Basic YnVpbGQ6cmlnaHRjYW5hcnk=";

fn hub() -> Hub {
    let module = secret_module();
    Hub::at(FORGE)
        .repository("/team/secret", &[alone(&module)])
        .import(&module.path, "git https://git.corp.example/team/secret.git")
        .login("build", "rightcanary")
}

/// The forge answers so, and credentials for it lie in the usual file.
fn forge(pages: Pages) -> World {
    World::internet()
        .site(Site::https(FORGE, pages).http1_only())
        .project(&[secret_module()])
        .env("GOPRIVATE", "*.corp.example")
        .file("home/.netrc", NETRC)
}

/// Sends what begins so to another place, and the rest to these pages.
fn redirecting(begins: &'static str, status: u16, to: &'static str, rest: Pages) -> Pages {
    Arc::new(move |request: &Request| match request.target.strip_prefix(begins) {
        Some(_) => Reply::status(status).header("Location", &format!("{to}{}", request.target)),
        None => rest(request),
    })
}

/// Another's server, which takes all that comes.
fn elsewhere(host: &str) -> Site {
    let pages = |_: &Request| Reply::html(200, "Log in");
    Site::https(host, Arc::new(pages)).http1_only()
}

fn held(name: &'static str, build: impl FnOnce() -> World) {
    let Some(beside) = Beside::enter(name, build) else { return };
    let saved = place("bin/evidence.json").display().to_string();
    for words in [&["--save", &saved][..], &["--verbose"]] {
        let (go, told) = beside.run("go mod download", words);
        no_further_than(&go.visits, &told.visits);
        for canary in ["rightcanary", "modulescanary", "forwardcanary", "headercanary"] {
            let text = told.outcome.to_string();
            assert!(!text.contains(canary), "{canary} is in the output");
            let kept = std::fs::read_to_string(&saved).expect("the saved evidence");
            assert!(!kept.contains(canary), "{canary} is in the saved evidence");
        }
        match go.outcome.code {
            Some(0) => assert_eq!(told.outcome.code, Some(0), "go succeeds"),
            _ => assert!(matches!(told.outcome.code, Some(1 | 3)), "go fails"),
        }
    }
}

fn no_further_than(by_go: &[Visit], by_tool: &[Visit]) {
    for visit in by_tool {
        let Visit { host, target, credentials, for_proxy, secure } = visit;
        let same = |it: &Visit| it.host == *host && it.credentials == *credentials;
        // A proof may come to a host that go did not get to; with what is that host's alone.
        let is_own = *secure && host == FORGE && credentials.as_deref() == Some(FORGES_OWN);
        let sent = credentials.is_none() || is_own || by_go.iter().any(same);
        assert!(sent, "{host} was sent {credentials:?} with {target}, and not by go");
        let is_proxy = host == FORWARD;
        assert!(is_proxy || for_proxy.is_none(), "{host} was sent {for_proxy:?}");
        assert!(!is_proxy || target.contains(":443"), "the proxy saw {target}");
        assert!(!is_proxy || credentials.is_none(), "the proxy was sent {credentials:?}");
    }
}

#[test]
fn held_by_the_forge() {
    held("held_by_the_forge", || forge(hub().pages()));
}

#[test]
fn held_where_pages_are_closed() {
    held("held_where_pages_are_closed", || forge(hub().closed_pages().pages()));
}

#[test]
fn held_where_the_page_leads_elsewhere() {
    held("held_where_the_page_leads_elsewhere", || {
        let pages = redirecting("/team/secret?", 302, "https://example.com", hub().pages());
        forge(pages).site(elsewhere("example.com"))
    });
}

#[test]
fn held_where_the_page_leads_to_the_same_in_the_clear() {
    held("held_where_the_page_leads_to_the_same_in_the_clear", || {
        let hub = hub().pages();
        let pages = redirecting("/team/secret?", 301, "http://git.corp.example", hub.clone());
        forge(pages).site(Site::http(FORGE, hub))
    });
}

#[test]
fn held_where_the_page_leads_to_another_port() {
    held("held_where_the_page_leads_to_another_port", || {
        let hub = hub().pages();
        let pages = redirecting("/team/secret?", 307, "https://git.corp.example:8443", hub.clone());
        forge(pages).site(Site::https(FORGE, hub).port(8443).http1_only())
    });
}

#[test]
fn held_where_the_page_leads_below() {
    held("held_where_the_page_leads_below", || {
        let hub = hub().pages();
        let to = "https://login.git.corp.example";
        let pages = redirecting("/team/secret?", 302, to, hub.clone());
        forge(pages).site(elsewhere("login.git.corp.example"))
    });
}

#[test]
fn held_where_the_page_leads_beside() {
    held("held_where_the_page_leads_beside", || {
        let to = "https://sso.corp.example";
        forge(redirecting("/team/secret?", 302, to, hub().pages()))
            .site(elsewhere("sso.corp.example"))
    });
}

#[test]
fn held_where_the_repository_leads_elsewhere() {
    held("held_where_the_repository_leads_elsewhere", || {
        let pages = redirecting("/team/secret.git/", 302, "https://example.com", hub().pages());
        forge(pages).site(elsewhere("example.com"))
    });
}

/// Whoever is led to asks for a password in the forge's words.
#[test]
fn held_where_the_repository_leads_to_who_asks() {
    held("held_where_the_repository_leads_to_who_asks", || {
        let asks =
            |_: &Request| Reply::status(401).header("WWW-Authenticate", "Basic realm=\"forge\"");
        let pages = redirecting("/team/secret.git/", 301, "https://example.com", hub().pages());
        forge(pages)
            .site(Site::https("example.com", Arc::new(asks)).http1_only())
            .file("home/.gitconfig", "[credential]\n\thelper = store\n")
            .file("home/.git-credentials", "https://build:rightcanary@git.corp.example\n")
    });
}

#[test]
fn held_where_the_repository_leads_into_the_clear() {
    held("held_where_the_repository_leads_into_the_clear", || {
        let hub = hub().pages();
        let pages = redirecting("/team/secret.git/", 302, "http://git.corp.example", hub.clone());
        forge(pages).site(Site::http(FORGE, hub))
    });
}

#[test]
fn held_where_the_root_is_in_the_clear() {
    held("held_where_the_root_is_in_the_clear", || {
        let module = secret_module();
        let hub = Hub::at(FORGE)
            .repository("/team/secret", &[alone(&module)])
            .import(&module.path, "git http://git.corp.example/team/secret.git");
        let hub = hub.login("build", "rightcanary").pages();
        forge(hub.clone()).site(Site::http(FORGE, hub))
    });
}

#[test]
fn held_before_a_stranger() {
    held("held_before_a_stranger", || {
        let pages = hub().closed_pages().pages();
        let site = Site::https(FORGE, pages.clone()).http1_only();
        forge(pages).site(site.papers(Papers::SelfSigned))
    });
}

#[test]
fn held_before_a_stranger_that_git_trusts() {
    held("held_before_a_stranger_that_git_trusts", || {
        let hub = hub().closed_pages();
        forge(hub.clone().pages())
            .site(Site::https(FORGE, hub.pages()).http1_only().papers(Papers::Expired))
            .file("home/.gitconfig", "[http]\n\tsslVerify = false\n")
    });
}

#[test]
fn held_where_only_git_is_a_stranger() {
    held("held_where_only_git_is_a_stranger", || {
        let world = World::internet();
        let both = world.authorities.public_pem() + &world.authorities.private_pem();
        let file = place("home/corp.pem").display().to_string();
        let site = Site::https(FORGE, hub().pages()).http1_only().papers(Papers::Private);
        world
            .site(site)
            .project(&[secret_module()])
            .env("GOPRIVATE", "*.corp.example")
            .file("home/.netrc", NETRC)
            .file("home/corp.pem", both)
            .env("SSL_CERT_FILE", &file)
    });
}

#[test]
fn held_where_nothing_is_secure() {
    held("held_where_nothing_is_secure", || {
        let module = secret_module();
        let hub = Hub::at(FORGE)
            .repository("/team/secret", &[alone(&module)])
            .import(&module.path, "git http://git.corp.example/team/secret.git")
            .login("build", "rightcanary")
            .closed_pages();
        forge(hub.clone().pages())
            .closed(FORGE)
            .site(Site::http(FORGE, hub.pages()))
            .env("GOINSECURE", "*.corp.example")
    });
}

#[test]
fn held_before_a_forward_proxy() {
    held("held_before_a_forward_proxy", || {
        forge(hub().pages())
            .behind(Forward::http(FORWARD, 3128).login("web", "forwardcanary"))
            .env("HTTPS_PROXY", "http://web:forwardcanary@proxy.corp.example:3128")
    });
}

#[test]
fn held_before_a_forward_proxy_that_refuses() {
    held("held_before_a_forward_proxy_that_refuses", || {
        forge(hub().pages())
            .behind(Forward::http(FORWARD, 3128).login("web", "other"))
            .env("HTTPS_PROXY", "http://web:forwardcanary@proxy.corp.example:3128")
    });
}

#[test]
fn held_for_each_host_by_itself() {
    held("held_for_each_host_by_itself", || {
        let proxy = ModuleProxy::of(&modules()).login("build", "modulescanary");
        forge(hub().login("build", "othercanary").pages())
            .site(Site::https(MODULES, proxy.pages()))
            .project(&[secret_module(), Module::new(CANARY, "v1.0.0")])
            .env("GOPROXY", "https://modules.corp.example|https://goproxy.cn|direct")
    });
}

#[test]
fn held_where_the_proxy_leads_elsewhere() {
    held("held_where_the_proxy_leads_elsewhere", || {
        let proxy = ModuleProxy::of(&modules()).login("build", "modulescanary").pages();
        let pages = redirecting("/example.com/", 307, "https://goproxy.cn", proxy);
        forge(hub().pages())
            .site(Site::https(MODULES, pages))
            .project(&[Module::new(CANARY, "v1.0.0")])
            .env("GOPROXY", "https://modules.corp.example")
    });
}

#[test]
fn held_where_the_proxy_of_a_url_leads_elsewhere() {
    held("held_where_the_proxy_of_a_url_leads_elsewhere", || {
        let proxy = ModuleProxy::of(&modules()).login("build", "modulescanary").pages();
        let pages = redirecting("/example.com/", 308, "https://goproxy.cn:443", proxy);
        forge(hub().pages())
            .without_file("home/.netrc")
            .site(Site::https(MODULES, pages))
            .project(&[Module::new(CANARY, "v1.0.0")])
            .env("GOPROXY", "https://build:modulescanary@modules.corp.example")
    });
}

#[test]
fn held_where_the_database_leads_elsewhere() {
    held("held_where_the_database_leads_elsewhere", || {
        let verifier = crate::internet::database().verifier();
        let pages =
            redirecting("/", 302, "https://sum.golang.org", Arc::new(|_| Reply::status(404)));
        forge(hub().pages())
            .project(&[Module::new(CANARY, "v1.0.0")])
            .without_file("work/go.sum")
            .site(Site::https("sums.corp.example", pages))
            .env("GOPROXY", "https://goproxy.cn")
            .file("home/.netrc", "machine sums.corp.example login build password rightcanary\n")
            .env("GOSUMDB", &format!("{verifier} https://sums.corp.example"))
    });
}

/// A header that git sends to whoever it asks: it is to ask nobody else.
#[test]
fn held_where_git_tells_everybody() {
    held("held_where_git_tells_everybody", || {
        let config = "[http]\n\textraHeader = Authorization: Bearer headercanary\n[url \"https://git.corp.example:8443/\"]\n\tinsteadOf = https://github.com/\n";
        let open = |_: &Request| Reply::html(404, "nothing here");
        World::internet()
            .site(Site::https("github.com", Arc::new(open)).http1_only())
            .project(&[Module::new("github.com/corp/secret", "v1.0.0")])
            .env("GOPRIVATE", "github.com/corp")
            .closed(FORGE)
            .file("home/.gitconfig", config)
    });
}
