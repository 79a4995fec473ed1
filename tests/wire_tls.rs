//! TLS servers of every kind, on real sockets.

#[path = "peers/authority.rs"]
mod authority;
#[path = "peers/listening.rs"]
mod listening;
mod peers;

use authority::{Authority, Identity, leaf, private, provider, server};
use gomod_doctor::base::Excerpt;
use gomod_doctor::go::x509::Place;
use gomod_doctor::model::{Distrust, Greeting, Hello, Manner, Offer, Presented, TlsFault, Trust};
use gomod_doctor::wire::{Handshake, Wire};
use listening::{Heard, Then, end, serve};
use peers::{LONG, SHORT, net, run};
use rcgen::KeyPair;
use rustls::server::WebPkiClientVerifier;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsAcceptor;

const HOST: &str = "proxy.example";

/// More than anyone needs to see.
static LONG_TEXT: &[u8] = &[b'x'; 100_000];

/// Shakes hands with everyone, and then holds the connection.
async fn tls(config: ServerConfig) -> (SocketAddr, Heard) {
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let heard = Heard::default();
    let noted = heard.clone();
    let at = serve(move |stream| {
        let (acceptor, noted) = (acceptor.clone(), noted.clone());
        async move {
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let name = stream.get_ref().1.server_name().unwrap_or("(none)");
                noted.add(name.as_bytes());
                let _ = stream.read_u8().await;
            }
        }
    });
    (at.await, heard)
}

async fn secure(at: SocketAddr, host: &str, roots: &[Vec<u8>], within: Duration) -> Handshake {
    let line = net(roots).dial(at, LONG).await.ok().unwrap();
    line.secure(host, Manner::default(), within).await
}

/// A handshake with a server, under its own authority's root.
fn handshake(authority: &Authority, config: ServerConfig, host: &str) -> Handshake {
    run(async {
        let (at, _) = tls(config).await;
        secure(at, host, authority.roots(), LONG).await
    })
}

fn identified(change: fn(&mut rcgen::CertificateParams)) -> (Option<TlsFault>, Presented) {
    let authority = Authority::new();
    let key = KeyPair::generate().unwrap();
    let identity = authority.identity(&[HOST], &key, change);
    let seen = handshake(&authority, server(identity, &[]), HOST);
    (seen.outcome.err(), seen.presented.unwrap())
}

fn unknown(trust: &Trust) -> bool {
    matches!(trust, Trust::Refused(Distrust::UnknownAuthority { .. }))
}

#[test]
fn a_sound_chain_is_trusted_and_described() {
    let authority = Authority::new();
    let identity = authority.sound(&[HOST, "192.0.2.7"]);
    let seen = handshake(&authority, server(identity, &["h2", "http/1.1"]), HOST);
    let presented = seen.presented.unwrap();
    assert_eq!(seen.outcome.ok().unwrap().0.as_deref(), Some("h2"));
    assert_eq!(presented.subject.as_str(), "CN=proxy,O=Example");
    assert_eq!(presented.issuer.as_str(), "CN=Corporate Root,O=Example");
    assert_eq!(presented.names, [HOST, "192.0.2.7"]);
    assert_eq!(presented.not_after, "4096-01-01T00:00:00Z");
    assert_eq!((presented.length, presented.fingerprint.len()), (2, 64));
    assert_eq!(presented.version, "TLSv1.3");
    assert_eq!(presented.by_system, Trust::Trusted);
    assert!(unknown(&presented.by_mozilla));
    assert!(!presented.by_itself);
}

#[test]
fn an_unknown_root_is_not_trusted() {
    let (authority, other) = (Authority::new(), Authority::new());
    let config = server(authority.sound(&[HOST]), &["http/1.1"]);
    let seen = handshake(&other, config, HOST);
    let Some(TlsFault::Untrusted(distrust)) = seen.outcome.err() else {
        panic!("trusted");
    };
    assert!(distrust.words().starts_with("x509: certificate signed by unknown authority"));
    assert!(unknown(&seen.presented.unwrap().by_system));
}

#[test]
fn without_any_root_nothing_is_trusted() {
    let authority = Authority::new();
    let config = server(authority.sound(&[HOST]), &[]);
    let seen = run(async { secure(tls(config).await.0, HOST, &[], LONG).await });
    assert!(unknown(&seen.presented.unwrap().by_system));
    assert!(matches!(seen.outcome, Err(TlsFault::Untrusted(_))));
}

#[test]
fn a_leaf_that_signs_itself_is_noted() {
    let authority = Authority::new();
    let key = KeyPair::generate().unwrap();
    let itself = leaf(&[HOST]).self_signed(&key).unwrap();
    let identity = Identity { chain: vec![itself.der().clone()], key: private(&key) };
    let presented = handshake(&authority, server(identity, &[]), HOST).presented.unwrap();
    assert!(presented.by_itself && unknown(&presented.by_system));
}

#[test]
fn dates_and_names_are_told_apart() {
    let (fault, _) = identified(|params| params.not_after = rcgen::date_time_ymd(2020, 1, 2));
    let Some(TlsFault::Untrusted(Distrust::Expired { not_after, place, .. })) = fault else {
        panic!("{fault:?}");
    };
    assert_eq!((not_after.as_str(), place), ("2020-01-02T00:00:00Z", Place::Leaf));
    let (fault, presented) = identified(|params| {
        params.not_before = rcgen::date_time_ymd(3000, 1, 1);
    });
    assert!(matches!(fault, Some(TlsFault::Untrusted(Distrust::NotYetValid { .. }))));
    assert!(unknown(&presented.by_mozilla));
    let (fault, _) = identified(|params| params.subject_alt_names.clear());
    assert!(matches!(fault, Some(TlsFault::Untrusted(Distrust::WrongName { .. }))), "{fault:?}");
    let authority = Authority::new();
    let seen = handshake(&authority, server(authority.sound(&[HOST]), &[]), "other.example");
    let Some(TlsFault::Untrusted(Distrust::WrongName { names, .. })) = seen.outcome.err() else {
        panic!("right name");
    };
    assert_eq!(names, [HOST]);
}

#[test]
fn an_address_is_verified_and_not_named() {
    let authority = Authority::new();
    run(async {
        let (at, heard) = tls(server(authority.sound(&[HOST, "127.0.0.1"]), &[])).await;
        let roots = authority.roots();
        assert!(secure(at, "127.0.0.1", roots, LONG).await.outcome.is_ok());
        assert!(secure(at, HOST, roots, LONG).await.outcome.is_ok());
        let odd = secure(at, "no name", roots, LONG).await.outcome.err();
        assert!(matches!(odd, Some(TlsFault::Untrusted(Distrust::WrongName { .. }))), "{odd:?}");
        assert_eq!(heard.all()[..2], ["(none)", HOST]);
    });
}

fn versions(identity: Identity, versions: &[&'static SupportedProtocolVersion]) -> ServerConfig {
    let builder = ServerConfig::builder_with_provider(provider());
    let builder = builder.with_protocol_versions(versions).unwrap().with_no_client_auth();
    builder.with_single_cert(identity.chain, identity.key).unwrap()
}

#[test]
fn older_protocol_and_rare_keys_are_no_hindrance() {
    let authority = Authority::new();
    let key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P521_SHA512).unwrap();
    let identity = authority.identity(&[HOST], &key, |_| ());
    let seen = handshake(&authority, versions(identity, &[&rustls::version::TLS12]), HOST);
    assert_eq!(seen.presented.unwrap().version, "TLSv1.2");
    assert!(seen.outcome.is_ok());
}

/// A server that reads a hello, says these bytes, and goes.
fn said(words: &'static [u8], then: Then) -> TlsFault {
    let within = if matches!(then, Then::Wait) { SHORT } else { LONG };
    run(async {
        let at = serve(move |mut stream| async move {
            let mut hello = vec![0; 4096];
            let _ = stream.read(&mut hello).await;
            let _ = stream.write_all(words).await;
            end(stream, then).await;
        });
        let seen = secure(at.await, HOST, &[], within).await;
        assert_eq!(seen.presented, None);
        seen.outcome.err().unwrap()
    })
}

#[test]
fn a_line_that_breaks_is_told_apart() {
    assert_eq!(said(b"", Then::Reset), TlsFault::Reset);
    assert_eq!(said(b"", Then::Close), TlsFault::Closed);
    assert_eq!(said(b"", Then::Wait), TlsFault::TimedOut { after_ms: 300 });
    assert_eq!(said(b"\x16\x03\x03", Then::Close), TlsFault::Closed);
}

#[test]
fn alerts_keep_gos_name() {
    let alert = |name: &str| TlsFault::Alert { name: name.to_owned() };
    let unrecognized = said(b"\x15\x03\x03\x00\x02\x02\x70", Then::Close);
    assert_eq!(unrecognized, alert("unrecognized name"));
    assert_eq!(said(b"\x15\x03\x03\x00\x02\x02\x50", Then::Close), alert("internal error"));
    assert_eq!(said(b"\x15\x03\x03\x00\x02\x02\xc8", Then::Close), alert("alert(200)"));
}

#[test]
fn nothing_in_common_is_no_plain_alert() {
    assert_eq!(said(b"\x15\x03\x01\x00\x02\x02\x28", Then::Close), TlsFault::NothingInCommon);
    assert_eq!(said(b"\x15\x03\x01\x00\x02\x02\x46", Then::Close), TlsFault::NothingInCommon);
    // A ServerHello of TLS 1.0.
    let old = b"\x16\x03\x01\x00\x2a\x02\x00\x00\x26\x03\x01\
                0123456789abcdef0123456789abcdef\x00\x00\x2f\x00";
    assert_eq!(said(old, Then::Close), TlsFault::NothingInCommon);
}

#[test]
fn plain_text_is_quoted() {
    let plaintext = |words: &'static [u8], seen: &str| {
        let TlsFault::Plaintext { excerpt } = said(words, Then::Close) else {
            panic!("no plaintext");
        };
        assert_eq!(excerpt.as_str(), seen);
    };
    plaintext(b"HTTP/1.1 400 Bad Request\r\n\r\nplain HTTP", "HTTP/1.1 400 Bad Request plain HTTP");
    plaintext(b"SSH", "SSH");
    plaintext(b"\x16GET / HTTP", "GET / HTTP");
    plaintext(b"\x17\x03\x03\x00\x01x", "x");
    plaintext(LONG_TEXT, &format!("{}…", "x".repeat(240)));
}

#[test]
fn broken_messages_are_misbehaviour() {
    let garbage = said(b"\x16\x03\x03\x00\x04\x02\x00\x00\x00", Then::Close);
    assert_eq!(garbage, TlsFault::Misbehaved);
}

/// Presents a certificate without having its key.
#[derive(Debug)]
struct Borrowed(Arc<CertifiedKey>);

impl ResolvesServerCert for Borrowed {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.clone())
    }
}

#[test]
fn a_borrowed_certificate_is_misbehaviour() {
    let authority = Authority::new();
    let (identity, other) = (authority.sound(&[HOST]), authority.sound(&[HOST]));
    let key = provider().key_provider.load_private_key(other.key).unwrap();
    let borrowed = Borrowed(Arc::new(CertifiedKey::new(identity.chain, key)));
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let builder = ServerConfig::builder_with_provider(provider());
        let builder = builder.with_protocol_versions(&[version]).unwrap().with_no_client_auth();
        let config = builder.with_cert_resolver(Arc::new(Borrowed(borrowed.0.clone())));
        let seen = handshake(&authority, config, HOST);
        assert_eq!(seen.outcome.err(), Some(TlsFault::Misbehaved));
        assert_eq!(seen.presented.unwrap().by_system, Trust::Trusted);
    }
}

fn wanting(
    authority: &Authority,
    version: &'static SupportedProtocolVersion,
    must: bool,
) -> ServerConfig {
    let mut roots = RootCertStore::empty();
    roots.add(authority.roots()[0].clone().into()).unwrap();
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider());
    let verifier = if must { verifier } else { verifier.allow_unauthenticated() };
    let identity = authority.sound(&[HOST]);
    let builder = ServerConfig::builder_with_provider(provider());
    let builder = builder.with_protocol_versions(&[version]).unwrap();
    let builder = builder.with_client_cert_verifier(verifier.build().unwrap());
    builder.with_single_cert(identity.chain, identity.key).unwrap()
}

#[test]
fn a_certificate_that_must_be_shown_is_noted() {
    let authority = Authority::new();
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let must = handshake(&authority, wanting(&authority, version, true), HOST);
        assert_eq!(must.outcome.err(), Some(TlsFault::ClientCertificateWanted));
        assert_eq!(must.presented.unwrap().length, 2);
        let may = handshake(&authority, wanting(&authority, version, false), HOST);
        assert!(may.outcome.is_ok());
    }
}

/// What a hello by hand is answered with.
async fn greeted(at: SocketAddr, hybrid: bool, offer: Offer, within: Duration) -> Greeting {
    let hello = Hello { name: Some(HOST.to_owned()), hybrid, offer };
    let line = net(&[]).dial(at, LONG).await.ok().unwrap();
    line.greet(&hello, within).await
}

#[test]
fn a_hello_by_hand_is_answered() {
    let authority = Authority::new();
    let chose = |greeting: Greeting, wanted: &str| {
        let Greeting::Hello { version, .. } = greeting else { panic!("{greeting:?}") };
        assert_eq!(version, wanted);
    };
    run(async {
        let identity = || authority.sound(&[HOST]);
        for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
            let (at, _) = tls(versions(identity(), &[version])).await;
            let wanted = if version.version == rustls::ProtocolVersion::TLSv1_2 {
                "TLSv1.2"
            } else {
                "TLSv1.3"
            };
            chose(greeted(at, false, Offer::Go, LONG).await, wanted);
            chose(greeted(at, true, Offer::Go, LONG).await, wanted);
        }
        let (at, _) = tls(versions(identity(), &[&rustls::version::TLS13])).await;
        let refused = greeted(at, false, Offer::Old, LONG).await;
        let name = "protocol version not supported".to_owned();
        assert_eq!(refused, Greeting::Alert { name });
    });
}

#[test]
fn a_hello_by_hand_is_lost_or_met_with_text() {
    let met = |words: &'static [u8], then: Then, within: Duration| {
        run(async {
            let at = serve(move |mut stream| async move {
                let mut hello = vec![0; 4096];
                let _ = stream.read(&mut hello).await;
                let _ = stream.write_all(words).await;
                end(stream, then).await;
            });
            greeted(at.await, true, Offer::Go, within).await
        })
    };
    assert_eq!(met(b"", Then::Reset, LONG), Greeting::Reset);
    assert_eq!(met(b"", Then::Close, LONG), Greeting::Closed);
    assert_eq!(met(b"\x16\x03", Then::Close, LONG), Greeting::Closed);
    assert_eq!(met(b"\x16\x03", Then::Wait, SHORT), Greeting::TimedOut { after_ms: 300 });
    let text = met(b"SSH-2.0-", Then::Wait, SHORT);
    assert!(matches!(text, Greeting::Plaintext { excerpt } if excerpt.as_str() == "SSH-2.0-"));
    assert_eq!(met(LONG_TEXT, Then::Close, LONG), said_as_greeting());
}

fn said_as_greeting() -> Greeting {
    Greeting::Plaintext { excerpt: Excerpt::of(LONG_TEXT, Excerpt::USUAL) }
}
