//! Scenarios of certificates.

use crate::scenario::{Scenario, scenario};
use crate::site::{Door, Site};
use crate::tls::Papers;
use crate::world::World;

/// The default proxy shows these papers.
fn shown(name: &'static str, papers: Papers) -> Scenario {
    scenario(name).world(move || {
        let mut world = World::internet();
        let proxy = world.sites.iter_mut().find(|site| site.host == "proxy.golang.org");
        proxy.expect("the default proxy").door = Door::Tls(papers);
        world
    })
}

#[test]
fn no_ca_bundle() {
    scenario("no_ca_bundle")
        .world(|| World::internet().bundle(""))
        .go_fails_with("x509: certificate signed by unknown authority")
        .diagnosis("tls-no-ca-bundle")
        .run();
}

#[test]
fn unknown_authority() {
    scenario("unknown_authority")
        .world(|| World::internet().company_proxy(Papers::Private))
        .go_fails_with("x509: certificate signed by unknown authority")
        .diagnosis("tls-unknown-authority")
        .run();
}

#[test]
fn intercepted() {
    shown("intercepted", Papers::Intercepted)
        .go_fails_with("x509: certificate signed by unknown authority")
        .diagnosis("tls-intercepted")
        .run();
}

#[test]
fn self_signed() {
    scenario("self_signed")
        .world(|| World::internet().company_proxy(Papers::SelfSigned))
        .go_fails_with("x509: certificate signed by unknown authority")
        .diagnosis("tls-self-signed")
        .run();
}

#[test]
fn expired() {
    shown("expired", Papers::Expired)
        .go_fails_with("x509: certificate has expired or is not yet valid")
        .diagnosis("tls-expired")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn name_mismatch() {
    shown("name_mismatch", Papers::WrongName)
        .go_fails_with("x509: certificate is valid for other.example, not proxy.golang.org")
        .diagnosis("tls-name-mismatch")
        .run();
}

#[test]
fn incomplete_chain() {
    scenario("incomplete_chain")
        .world(|| World::internet().company_proxy(Papers::NoIntermediate))
        .go_fails_with("x509: certificate signed by unknown authority")
        .diagnosis("tls-incomplete-chain")
        .run();
}

#[test]
fn plaintext_server() {
    scenario("plaintext_server")
        .world(|| {
            World::internet().site(Site::door(
                "proxy.golang.org",
                443,
                Door::Says(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()),
            ))
        })
        .go_fails_with("server gave HTTP response to HTTPS client")
        .diagnosis("tls-plaintext-server")
        .run();
}
