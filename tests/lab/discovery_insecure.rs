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

#[test]
fn insecure_https_silenced() {
    scenario("insecure_https_silenced")
        .world(|| {
            wanting().site(Site::http(VANITY, always(page(200, right())))).silenced(VANITY, 443)
        })
        .go_hangs()
        .diagnosis("insecure-host")
        .run();
}

/// A certificate that nobody vouches for is a matter of trust, whatever http says.
#[test]
fn insecure_self_signed_besides_http() {
    scenario("insecure_self_signed_besides_http")
        .world(|| {
            let pages = always(page(200, right()));
            let https = Site::https(VANITY, pages.clone()).papers(Papers::SelfSigned);
            wanting().site(Site::http(VANITY, pages)).site(https)
        })
        .go_fails_with("certificate")
        .diagnosis("tls-self-signed")
        .run();
}

#[test]
fn insecure_for_another_host() {
    scenario("insecure_for_another_host")
        .world(|| {
            wanting()
                .site(Site::http(VANITY, always(page(200, right()))))
                .env("GOINSECURE", "go.corp.example/other,https://go.corp.example")
        })
        .go_fails_with("https fetch: Get \"https://go.corp.example/team/tool?go-get=1\"")
        .diagnosis("insecure-host")
        .run();
}

#[test]
fn insecure_wrong_name() {
    scenario("insecure_wrong_name")
        .world(|| {
            let site = Site::https(VANITY, always(page(404, right()))).papers(Papers::WrongName);
            wanting().site(site).env("GOINSECURE", "*.corp.example")
        })
        .silent()
        .run();
}

/// Nobody is known to answer, and a page without a tag is one all the same.
#[test]
fn insecure_without_a_tag() {
    scenario("insecure_without_a_tag")
        .world(|| {
            let pages = always(Reply::html(200, "Sign in"));
            let site = Site::https(VANITY, pages).papers(Papers::Private);
            wanting().site(site).env("GOINSECURE", VANITY)
        })
        .go_fails_with("no go-import meta tags ()")
        .diagnosis("go-import-missing")
        .run();
}
