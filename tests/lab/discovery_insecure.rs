//! Scenarios of hosts without good TLS, with and without GOINSECURE.

use crate::company::FORGE;
use crate::discovery::{VANITY, always, named, page, right, wanting};
use crate::http::Reply;
use crate::scenario::scenario;
use crate::site::Site;
use crate::tls::Papers;
use crate::world::World;

#[test]
fn insecure_path_with_git_by_http() {
    scenario("insecure_path_with_git_by_http")
        .world(|| {
            let (module, pages) = named();
            World::internet()
                .project(&[module])
                .site(Site::http(FORGE, pages))
                .env("GOPRIVATE", FORGE)
        })
        .go_fails_with("no secure protocol found for repository")
        .diagnosis("insecure-host")
        .run();
}

#[test]
fn insecure_path_with_git_goinsecure() {
    scenario("insecure_path_with_git_goinsecure")
        .world(|| {
            let (module, pages) = named();
            World::internet()
                .project(&[module])
                .site(Site::http(FORGE, pages))
                .env("GOPRIVATE", FORGE)
                .env("GOINSECURE", FORGE)
        })
        .silent()
        .run();
}

#[test]
fn insecure_self_signed() {
    scenario("insecure_self_signed")
        .world(|| {
            let site = Site::https(VANITY, always(page(200, right()))).papers(Papers::SelfSigned);
            wanting().site(site).env("GOINSECURE", VANITY)
        })
        .silent()
        .run();
}

#[test]
fn insecure_by_http() {
    scenario("insecure_by_http")
        .world(|| {
            wanting()
                .site(Site::http(VANITY, always(page(200, right()))))
                .env("GOINSECURE", "go.corp.example/team")
        })
        .silent()
        .run();
}

#[test]
fn insecure_keeps_credentials() {
    scenario("insecure_keeps_credentials")
        .world(|| {
            let site = Site::https(VANITY, always(page(200, right()))).papers(Papers::SelfSigned);
            wanting()
                .site(site)
                .env("GOINSECURE", VANITY)
                .file("home/.netrc", "machine go.corp.example login build password barecanary\n")
        })
        .secrets(&["barecanary"])
        .seen(|seen| {
            let to = seen.visits.iter().filter(|visit| visit.host == VANITY);
            let sent = |visit: &&crate::diary::Visit| visit.credentials.is_some();
            assert_eq!(to.filter(sent).count(), 0, "credentials went to nobody known");
        })
        .run();
}

#[test]
fn insecure_and_closed() {
    scenario("insecure_and_closed")
        .world(|| wanting().closed(VANITY).env("GOINSECURE", VANITY))
        .go_fails_with("http/https fetch: Get \"http://go.corp.example/team/tool?go-get=1\"")
        .diagnosis("tcp-refused")
        .run();
}

#[test]
fn insecure_without_https() {
    scenario("insecure_without_https")
        .world(|| wanting().site(Site::http(VANITY, always(page(200, right())))))
        .go_fails_with("https fetch: Get \"https://go.corp.example/team/tool?go-get=1\"")
        .diagnosis("insecure-host")
        .run();
}

/// A host closed for https whose http only sends to https is just closed.
#[test]
fn insecure_http_sends_to_https() {
    scenario("insecure_http_sends_to_https")
        .world(|| {
            let to = Reply::redirect("https://go.corp.example/team/tool?go-get=1");
            wanting().site(Site::http(VANITY, always(to)))
        })
        .go_fails_with("https fetch: Get \"https://go.corp.example/team/tool?go-get=1\"")
        .diagnosis("tcp-refused")
        .run();
}
