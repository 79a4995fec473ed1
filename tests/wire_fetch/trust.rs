//! Servers that go distrusts, or that distrust go.

use super::{HOST, origin, request, user};
use crate::authority::{Authority, provider};
use crate::listening::Heard;
use crate::peers::{LONG, net, run};
use crate::web::inside_tls;
use gomod_doctor::model::{Fault, TlsFault};
use gomod_doctor::wire::Wire;
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use std::sync::Arc;

#[test]
fn nothing_is_sent_to_whom_go_distrusts() {
    let (authority, other) = (Authority::new(), Authority::new());
    run(async {
        let heard = Heard::default();
        let mut request = request("https", origin(&authority, &heard).await);
        request.user = Some(user());
        let seen = net(other.roots()).fetch(&request, LONG).await;
        assert!(matches!(seen, Err(Fault::Tls(TlsFault::Untrusted(_)))), "{seen:?}");
        assert!(heard.all().is_empty());
    });
}

#[test]
fn a_certificate_that_must_be_shown_is_noted() {
    let authority = Authority::new();
    let mut roots = RootCertStore::empty();
    roots.add(authority.roots()[0].clone().into()).unwrap();
    for protocols in [["h2"], ["http/1.1"]] {
        let verifier =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots.clone()), provider());
        let builder = ServerConfig::builder_with_provider(provider());
        let builder = builder.with_safe_default_protocol_versions().unwrap();
        let builder = builder.with_client_cert_verifier(verifier.build().unwrap());
        let identity = authority.sound(&[HOST]);
        let mut config = builder.with_single_cert(identity.chain, identity.key).unwrap();
        config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        let seen = run(async {
            let at = inside_tls(config, async |_| ()).await;
            net(authority.roots()).fetch(&request("https", at), LONG).await
        });
        assert_eq!(seen, Err(Fault::Tls(TlsFault::ClientCertificateWanted)));
    }
}
