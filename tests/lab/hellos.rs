//! Scenarios of TLS handshakes that come to nothing.

use std::time::Duration;

use rustls::SupportedProtocolVersion;
use rustls::version::{TLS12, TLS13};

use crate::company::MODULES;
use crate::goproxy::ModuleProxy;
use crate::internet::modules;
use crate::part::Part;
use crate::scenario::{Scenario, scenario};
use crate::screen::{Screen, Verdict};
use crate::site::{Door, Site};
use crate::tls::{Papers, Wanted};
use crate::world::World;

const PUBLIC: &str = "proxy.golang.org";

/// A hello of a server that chose TLS 1.1.
const OLD_HELLO: &[u8] = b"\x16\x03\x02\x00\x2a\x02\x00\x00\x26\x03\x02\
    0123456789abcdef0123456789abcdef\x00\x00\x35\x00";

impl World {
    /// The default proxy behind this screen.
    fn public_behind(mut self, screen: Screen) -> World {
        let site = self.sites.iter_mut().find(|site| site.host == PUBLIC);
        site.expect("the default proxy").door = Door::Screened(Papers::Public, screen);
        self
    }

    /// The company's proxy with this door, in force by GOPROXY.
    fn company_door(self, door: Door) -> World {
        let pages = ModuleProxy::of(&modules()).pages();
        let site = Site { door, ..Site::https(MODULES, pages).http1_only() };
        self.site(site).env("GOPROXY", "https://modules.corp.example")
    }

    /// The company's proxy behind an nginx that speaks TLS by these lines alone.
    fn company_nginx(self, lines: &'static str) -> World {
        let (chain, key) = self.authorities.rsa_pem(MODULES);
        let pages = ModuleProxy::of(&modules()).pages();
        let nginx = Part::new("nginx", MODULES, 443, &["-c", "HERE/nginx.conf", "-p", "HERE"])
            .file("chain.pem", move |_| chain.clone())
            .file("key.pem", move |_| key.clone())
            .file("nginx.conf", move |address| {
                format!(
                    "user root; daemon off; master_process off; pid HERE/pid; error_log HERE/error.log;\n\
                     events {{}}\n\
                     http {{ access_log off; client_body_temp_path HERE/body;\n\
                     proxy_temp_path HERE/proxy; fastcgi_temp_path HERE/fastcgi;\n\
                     uwsgi_temp_path HERE/uwsgi; scgi_temp_path HERE/scgi;\n\
                     server {{ listen {address}:443 ssl; ssl_certificate HERE/chain.pem;\n\
                     ssl_certificate_key HERE/key.pem; {lines}\n\
                     location / {{ proxy_pass http://{address}:8081; }} }} }}\n"
                )
            });
        self.site(Site::http(MODULES, pages).port(8081))
            .part(nginx)
            .env("GOPROXY", "https://modules.corp.example")
    }
}

/// The default proxy behind this screen.
fn screened(name: &'static str, screen: Screen) -> Scenario {
    scenario(name).world(move || World::internet().public_behind(screen))
}

/// The company's proxy behind this screen.
fn company(name: &'static str, screen: Screen) -> Scenario {
    let door = Door::Screened(Papers::Public, screen);
    scenario(name).world(move || World::internet().company_door(door))
}

#[test]
fn handshakes_take_their_time() {
    let door = Door::Late(Papers::Public, Duration::from_millis(2600));
    scenario("handshakes_take_their_time").world(|| World::internet().company_door(door)).run();
}

#[test]
fn large_hello_is_reset() {
    let screen: Screen = |hello| if hello.is_large() { Verdict::Reset } else { Verdict::Pass };
    screened("large_hello_is_reset", screen)
        .go_fails_with("connection reset by peer")
        .diagnosis("tls-hello-too-large")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn large_hello_vanishes() {
    let screen: Screen = |hello| if hello.is_large() { Verdict::Swallow } else { Verdict::Pass };
    screened("large_hello_vanishes", screen)
        .go_hangs()
        .diagnosis("tls-hello-too-large")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn large_hello_to_a_company_vanishes() {
    let screen: Screen = |hello| if hello.is_large() { Verdict::Swallow } else { Verdict::Pass };
    let door = Door::Screened(Papers::Public, screen);
    scenario("large_hello_to_a_company_vanishes")
        .world(|| World::internet().company_door(door).env("GODEBUG", "http2client=0"))
        .go_hangs()
        .diagnosis("tls-hello-too-large")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn small_hello_by_godebug_passes() {
    let screen: Screen = |hello| if hello.is_large() { Verdict::Reset } else { Verdict::Pass };
    let build = move || World::internet().public_behind(screen).env("GODEBUG", "tlsmlkem=0");
    scenario("small_hello_by_godebug_passes").world(build).run();
}

#[test]
fn hello_is_cut_by_name() {
    let screen: Screen = |hello| if hello.names(PUBLIC) { Verdict::Reset } else { Verdict::Pass };
    screened("hello_is_cut_by_name", screen)
        .go_fails_with("connection reset by peer")
        .diagnosis("tls-handshake-reset")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn hello_vanishes_by_name() {
    let screen: Screen = |hello| if hello.names(PUBLIC) { Verdict::Swallow } else { Verdict::Pass };
    screened("hello_vanishes_by_name", screen)
        .go_hangs()
        .diagnosis("tls-handshake-timeout")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn company_hello_is_never_answered() {
    company("company_hello_is_never_answered", |_| Verdict::Swallow)
        .go_hangs()
        .diagnosis("tls-handshake-timeout")
        .run();
}

#[test]
fn company_closes_at_hello() {
    company("company_closes_at_hello", |_| Verdict::Says(b""))
        .go_fails_with("EOF")
        .diagnosis("tls-handshake-reset")
        .run();
}

#[test]
fn old_version_says_so() {
    let screen: Screen = |hello| {
        if hello.is_of_old() {
            Verdict::Says(OLD_HELLO)
        } else {
            Verdict::Says(b"\x15\x03\x02\x00\x02\x02\x46")
        }
    };
    company("old_version_says_so", screen)
        .go_fails_with("tls: protocol version not supported")
        .diagnosis("tls-version-unsupported")
        .run();
}

#[test]
fn old_version_is_chosen() {
    company("old_version_is_chosen", |_| Verdict::Says(OLD_HELLO))
        .go_fails_with("tls: server selected unsupported protocol version 302")
        .diagnosis("tls-version-unsupported")
        .run();
}

#[test]
fn nginx_of_tls_1_1() {
    let lines = "ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;";
    scenario("nginx_of_tls_1_1")
        .world(move || World::internet().company_nginx(lines))
        .go_fails_with("tls: protocol version not supported")
        .diagnosis("tls-version-unsupported")
        .run();
}

#[test]
fn nginx_with_rsa_key_exchange() {
    let lines = "ssl_protocols TLSv1.2; ssl_ciphers AES128-GCM-SHA256:AES128-SHA;";
    scenario("nginx_with_rsa_key_exchange")
        .world(move || World::internet().company_nginx(lines))
        .go_fails_with("tls: handshake failure")
        .diagnosis("tls-version-unsupported")
        .run();
}

#[test]
fn nginx_with_cbc_is_beyond_us() {
    let lines = "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-RSA-AES128-SHA;";
    scenario("nginx_with_cbc_is_beyond_us")
        .world(move || World::internet().company_nginx(lines))
        .left_open()
        .run();
}

#[test]
fn nginx_as_ever() {
    scenario("nginx_as_ever").world(|| World::internet().company_nginx("")).run();
}

/// The company's proxy, which asks for a client's certificate.
fn asking(
    name: &'static str,
    wanted: Wanted,
    version: &'static SupportedProtocolVersion,
) -> Scenario {
    scenario(name).world(move || World::internet().company_door(Door::Wants(wanted, version)))
}

#[test]
fn certificate_must_be_shown_in_tls_1_3() {
    asking("certificate_must_be_shown_in_tls_1_3", Wanted::Must, &TLS13)
        .go_fails_with("tls: certificate required")
        .diagnosis("tls-client-cert-required")
        .run();
}

#[test]
fn certificate_must_be_shown_in_tls_1_2() {
    asking("certificate_must_be_shown_in_tls_1_2", Wanted::Must, &TLS12)
        .go_fails_with("remote error: tls: ")
        .diagnosis("tls-client-cert-required")
        .run();
}

#[test]
fn certificate_may_be_shown_in_tls_1_3() {
    asking("certificate_may_be_shown_in_tls_1_3", Wanted::May, &TLS13).run();
}

#[test]
fn certificate_may_be_shown_in_tls_1_2() {
    asking("certificate_may_be_shown_in_tls_1_2", Wanted::May, &TLS12).run();
}

#[test]
fn company_speaks_http_in_the_clear() {
    let screen: Screen = |hello| {
        if hello.is_tls() {
            Verdict::Says(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        } else {
            Verdict::Plain
        }
    };
    company("company_speaks_http_in_the_clear", screen)
        .go_fails_with("server gave HTTP response to HTTPS client")
        .diagnosis("tls-plaintext-server")
        .run();
}

#[test]
fn company_speaks_another_protocol() {
    company("company_speaks_another_protocol", |_| Verdict::Says(b"SSH-2.0-OpenSSH_9.2p1\r\n"))
        .go_fails_with("first record does not look like a TLS handshake")
        .diagnosis("tls-plaintext-server")
        .run();
}

#[test]
fn handshake_is_refused() {
    company("handshake_is_refused", |_| Verdict::Says(b"\x15\x03\x03\x00\x02\x02\x31"))
        .go_fails_with("tls: access denied")
        .diagnosis("tls-handshake-refused")
        .run();
}

#[test]
fn handshake_is_refused_by_name() {
    let screen: Screen = |hello| {
        if hello.names(PUBLIC) {
            Verdict::Says(b"\x15\x03\x03\x00\x02\x02\x50")
        } else {
            Verdict::Pass
        }
    };
    screened("handshake_is_refused_by_name", screen)
        .go_fails_with("tls: internal error")
        .diagnosis("tls-handshake-refused")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn handshake_fails_by_name() {
    let screen: Screen = |hello| {
        if hello.names(PUBLIC) {
            Verdict::Says(b"\x15\x03\x03\x00\x02\x02\x28")
        } else {
            Verdict::Pass
        }
    };
    screened("handshake_fails_by_name", screen)
        .go_fails_with("tls: handshake failure")
        .diagnosis("tls-handshake-refused")
        .healed_by_first_fix(true)
        .run();
}
