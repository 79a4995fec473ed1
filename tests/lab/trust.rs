//! Scenarios of certificates.

use std::sync::Arc;

use crate::company::FORWARD;
use crate::http::{Pages, Reply, Request};
use crate::part::Part;
use crate::scenario::{Scenario, scenario};
use crate::site::{Door, Site};
use crate::tls::{OFFERED_AT, Papers};
use crate::world::{World, place};

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
fn unrecognized_name() {
    scenario("unrecognized_name")
        .world(|| {
            let alert = Door::Says(vec![21, 3, 3, 0, 2, 2, 112]);
            World::internet()
                .site(Site::door("modules.corp.example", 443, alert))
                .env("GOPROXY", "https://modules.corp.example")
        })
        .go_fails_with("remote error: tls: unrecognized name")
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
fn incomplete_chain_with_offer() {
    scenario("incomplete_chain_with_offer")
        .world(|| {
            let world = World::internet().company_proxy(Papers::NoIntermediateButOffered);
            let der = world.authorities.intermediate_der();
            let pages: Pages = Arc::new(move |_: &Request| Reply::bytes(der.clone()));
            world.site(Site::http("pki.example.net", pages))
        })
        .go_fails_with("x509: certificate signed by unknown authority")
        .diagnosis("tls-incomplete-chain")
        .seen(|seen| {
            let asked = |visit: &crate::diary::Visit| OFFERED_AT.contains(&visit.host);
            assert!(seen.visits.iter().any(asked), "the issuer's certificate was looked for");
        })
        .run();
}

#[test]
fn incomplete_chain_beside_a_whole_one() {
    scenario("incomplete_chain_beside_a_whole_one")
        .world(|| {
            let both = "https://modules.corp.example,https://proxy.golang.org";
            World::internet().company_proxy(Papers::NoIntermediate).env("GOPROXY", both)
        })
        .go_fails_with("x509: certificate signed by unknown authority")
        .diagnosis("tls-incomplete-chain")
        .run();
}

#[test]
fn cert_file_and_folder_not_there() {
    scenario("cert_file_and_folder_not_there")
        .world(|| {
            World::internet().env("SSL_CERT_FILE", "/opt/ca.pem").env("SSL_CERT_DIR", "/opt/certs")
        })
        .go_fails_with("x509: certificate signed by unknown authority")
        .diagnosis("tls-cert-env-wrong")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn cert_file_with_the_company_alone() {
    scenario("cert_file_with_the_company_alone")
        .world(|| {
            let world = World::internet();
            let pem = world.authorities.private_pem();
            let file = place("home/corp.pem").display().to_string();
            let world = world.file("home/corp.pem", pem);
            world.env("SSL_CERT_FILE", &file).env("SSL_CERT_DIR", "/opt/certs")
        })
        .go_fails_with("x509: certificate signed by unknown authority")
        .diagnosis("tls-cert-env-wrong")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn cert_file_is_a_folder() {
    scenario("cert_file_is_a_folder")
        .world(|| {
            let world = World::internet().file("home/certs/empty.txt", "nothing");
            let folder = place("home/certs").display().to_string();
            world.env("SSL_CERT_FILE", &folder).env("SSL_CERT_DIR", &folder)
        })
        .go_fails_with("x509: failed to load system roots and no roots provided")
        .diagnosis("tls-cert-env-wrong")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn cert_file_of_the_company_not_mounted() {
    scenario("cert_file_of_the_company_not_mounted")
        .world(|| {
            World::internet().company_proxy(Papers::Private).env("SSL_CERT_FILE", "/run/corp.pem")
        })
        .go_fails_with("x509: certificate signed by unknown authority")
        .diagnosis("tls-cert-env-wrong")
        .run();
}

#[test]
fn authority_with_a_new_key() {
    scenario("authority_with_a_new_key")
        .world(|| {
            let world = World::internet().company_proxy(Papers::Rekeyed);
            let both = world.authorities.public_pem() + &world.authorities.private_pem();
            world.bundle(&both)
        })
        .go_fails_with("while trying to verify candidate authority certificate")
        .diagnosis("tls-stale-ca-bundle")
        .run();
}

#[test]
fn root_past_its_end() {
    scenario("root_past_its_end")
        .world(|| {
            let world = World::internet().company_proxy(Papers::EndedRoot);
            let both = world.authorities.public_pem() + &world.authorities.ended_pem();
            world.bundle(&both)
        })
        .go_fails_with("x509: certificate has expired or is not yet valid")
        .diagnosis("tls-stale-ca-bundle")
        .run();
}

#[test]
fn intermediate_past_its_end() {
    scenario("intermediate_past_its_end")
        .world(|| World::internet().company_proxy(Papers::EndedIntermediate))
        .go_fails_with("x509: certificate has expired or is not yet valid")
        .diagnosis("tls-expired")
        .run();
}

#[test]
fn common_name_only() {
    scenario("common_name_only")
        .world(|| World::internet().company_proxy(Papers::CommonName))
        .go_fails_with("x509: certificate relies on legacy Common Name field")
        .diagnosis("tls-legacy-common-name")
        .run();
}

#[test]
fn for_clients_only() {
    scenario("for_clients_only")
        .world(|| World::internet().company_proxy(Papers::ForClients))
        .go_fails_with("x509: certificate specifies an incompatible key usage")
        .diagnosis("tls-cert-invalid")
        .run();
}

#[test]
fn issuer_is_no_authority() {
    scenario("issuer_is_no_authority")
        .world(|| World::internet().company_proxy(Papers::NoAuthority))
        .go_fails_with("parent certificate cannot sign this kind of certificate")
        .diagnosis("tls-cert-invalid")
        .run();
}

/// All servers show these papers, and tell this date over plain HTTP.
fn at_another_time(papers: Papers, date: &'static str) -> World {
    let mut world = World::internet();
    for site in &mut world.sites {
        site.door = Door::Tls(papers);
    }
    let pages: Pages = Arc::new(move |_: &Request| Reply::status(404).header("Date", date));
    let told = ["proxy.golang.org", "goproxy.cn"];
    told.into_iter().fold(world, |world, host| world.site(Site::http(host, pages.clone())))
}

#[test]
fn clock_behind() {
    scenario("clock_behind")
        .world(|| at_another_time(Papers::NextDecade, "Wed, 01 Jan 2031 12:00:00 GMT"))
        .go_fails_with("x509: certificate has expired or is not yet valid")
        .diagnosis("tls-clock-skew")
        .run();
}

#[test]
fn clock_ahead() {
    scenario("clock_ahead")
        .world(|| at_another_time(Papers::Expired, "Thu, 01 Jun 2023 12:00:00 GMT"))
        .go_fails_with("x509: certificate has expired or is not yet valid")
        .diagnosis("tls-clock-skew")
        .run();
}

#[test]
fn expired_by_every_clock() {
    scenario("expired_by_every_clock")
        .world(|| at_another_time(Papers::Expired, "Thu, 01 Jun 2028 12:00:00 GMT"))
        .go_fails_with("x509: certificate has expired or is not yet valid")
        .diagnosis("tls-expired")
        .run();
}

/// mitmproxy as the company's forward proxy. Its authority's certificate lies in its folder.
fn mitmproxy() -> Part {
    let port = "listen_port: 3128\nssl_insecure: true\n";
    Part::new("mitmdump", FORWARD, 3128, &["--set", "confdir=HERE"])
        .file("config.yaml", move |address| format!("listen_host: {address}\n{port}"))
}

fn through_mitmproxy() -> World {
    World::internet().part(mitmproxy()).env("HTTPS_PROXY", "http://proxy.corp.example:3128")
}

#[test]
fn mitmproxy_intercepts() {
    scenario("mitmproxy_intercepts")
        .world(through_mitmproxy)
        .go_fails_with("x509: certificate signed by unknown authority")
        .diagnosis("tls-intercepted")
        .run();
}

#[test]
fn mitmproxy_is_trusted() {
    scenario("mitmproxy_is_trusted")
        .world(|| {
            let root = place("parts/mitmdump/mitmproxy-ca-cert.pem").display().to_string();
            through_mitmproxy().env("SSL_CERT_FILE", &root)
        })
        .run();
}

#[test]
fn bundle_with_the_company() {
    scenario("bundle_with_the_company")
        .world(|| {
            let world = World::internet().company_proxy(Papers::Private);
            let both = world.authorities.public_pem() + &world.authorities.private_pem();
            world.bundle(&both)
        })
        .run();
}

#[test]
fn cert_file_not_there_and_folders_do() {
    scenario("cert_file_not_there_and_folders_do")
        .world(|| World::internet().env("SSL_CERT_FILE", "/opt/ca.pem"))
        .run();
}

/// The forward proxy is reached by TLS and shows these papers.
fn proxy_showing(name: &'static str, papers: Papers) -> Scenario {
    scenario(name).world(move || {
        let pages: Pages = Arc::new(|_: &Request| Reply::status(405));
        World::internet()
            .site(Site::https(FORWARD, pages).papers(papers).port(8443).http1_only())
            .env("HTTPS_PROXY", "https://proxy.corp.example:8443")
    })
}

#[test]
fn forward_proxy_of_unknown_authority() {
    proxy_showing("forward_proxy_of_unknown_authority", Papers::Private)
        .go_fails_with("proxyconnect tcp: tls: failed to verify certificate")
        .diagnosis("tls-unknown-authority")
        .run();
}

#[test]
fn forward_proxy_of_another_name() {
    proxy_showing("forward_proxy_of_another_name", Papers::WrongName)
        .go_fails_with("x509: certificate is valid for other.example, not proxy.corp.example")
        .diagnosis("tls-name-mismatch")
        .run();
}

#[test]
fn cert_file_is_a_folder_and_nothing_else_is_there() {
    scenario("cert_file_is_a_folder_and_nothing_else_is_there")
        .world(|| {
            let world = World::internet().file("home/certs/empty.txt", "nothing").bundle("");
            world.env("SSL_CERT_FILE", &place("home/certs").display().to_string())
        })
        .go_fails_with("is a directory")
        .diagnosis("tls-cert-env-wrong")
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
