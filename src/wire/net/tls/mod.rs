//! TLS by hand: what the server presents is seen whatever comes of it, and
//! judged by go's rules. Nothing is sent to whom go would distrust.

mod config;
pub(super) mod fault;
mod insist;
mod judge;
mod wanted;
mod witness;

use super::dial::millis;
use super::stream::{Remembering, Stream};
use crate::base::Deadline;
use crate::go::x509::Pool;
use crate::model::{Issuer, Manner, Presented, TlsFault, Trust};
use fault::Circumstances;
pub(in crate::wire::net) use fault::{alert_words, begins_no_tls};
use insist::Insist;
use judge::Judge;
pub(in crate::wire) use judge::public_roots;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection};
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use wanted::Wanted;
use witness::Witness;

type Plain = Remembering<Box<dyn Stream>>;
/// The protocol agreed on by ALPN, and what is inside TLS.
pub(super) type Secured = (Option<String>, Box<dyn Stream>);

/// Everything that handshakes share.
#[derive(Clone, Debug)]
pub(super) struct Tls {
    provider: Arc<CryptoProvider>,
    judge: Arc<Judge>,
}

impl Tls {
    /// `now` in Unix seconds.
    pub(super) fn new(roots: Arc<Pool>, usual: Option<Arc<Pool>>, now: i64) -> Self {
        let provider = config::provider();
        let judge = Arc::new(Judge::new(roots, usual, now));
        Self { provider, judge }
    }

    /// See [`crate::wire::Wire::completed`].
    pub(super) fn completed(&self, host: &str, with: &[Vec<u8>]) -> Issuer {
        self.judge.completed(host, with)
    }

    /// See [`crate::wire::Wire::sent_elsewhere`].
    pub(super) fn sent_elsewhere(&self, host: &str) -> Option<(String, Vec<u8>)> {
        self.judge.sent_elsewhere(host)
    }

    /// A client that ends every handshake where go would.
    pub(super) fn insisting(&self, manner: Manner) -> Result<ClientConfig, rustls::Error> {
        let verifier = Insist { provider: self.provider.clone(), judge: self.judge.clone() };
        config::client(&self.provider, manner, Arc::new(verifier), Arc::default())
    }

    /// A client that goes on whoever it is that answers, and without HTTP/2, as go's
    /// for GOINSECURE.
    pub(super) fn credulous(&self, manner: Manner) -> Result<ClientConfig, rustls::Error> {
        let witness = Arc::new(Witness::new(self.provider.clone()));
        let manner = Manner { http2: false, ..manner };
        config::client(&self.provider, manner, witness, Arc::default())
    }

    /// A handshake over a standing connection, and what was seen of it.
    pub(super) async fn secure(
        &self,
        stream: Box<dyn Stream>,
        host: &str,
        manner: Manner,
        within: Duration,
    ) -> (Option<Presented>, Result<Secured, TlsFault>) {
        let attempt = Attempt::new(self, manner, within);
        let outcome = attempt.shake(stream, host).await;
        let (sent, version) = (attempt.witness.chain(), attempt.witness.version());
        let presented = self.judge.presented(&sent, host, version);
        // go looks at the chain before anything that can break later on.
        let outcome = match presented.as_ref().map(|presented| &presented.by_system) {
            Some(Trust::Refused(distrust)) => Err(TlsFault::Untrusted(distrust.clone())),
            Some(Trust::Trusted) if Judge::is_beyond_us(&sent) => {
                outcome.map_err(|_| TlsFault::NothingInCommon)
            }
            _ => outcome,
        };
        (presented, outcome)
    }
}

/// One handshake.
struct Attempt {
    provider: Arc<CryptoProvider>,
    witness: Arc<Witness>,
    wanted: Arc<Wanted>,
    manner: Manner,
    within: Duration,
    deadline: Deadline,
}

impl Attempt {
    fn new(tls: &Tls, manner: Manner, within: Duration) -> Self {
        Self {
            provider: tls.provider.clone(),
            witness: Arc::new(Witness::new(tls.provider.clone())),
            wanted: Arc::default(),
            manner,
            within,
            deadline: Deadline::after(within),
        }
    }

    async fn shake(&self, stream: Box<dyn Stream>, host: &str) -> Result<Secured, TlsFault> {
        let began = Instant::now();
        let (config, name) = self.client(host).map_err(|error| fault::of_rustls(&error, false))?;
        let connect = TlsConnector::from(Arc::new(config)).connect(name, Remembering::new(stream));
        match timeout(self.deadline.left(), connect.into_fallible()).await {
            Ok(Ok(stream)) => self.secured(stream, began.elapsed()).await,
            Ok(Err((fault, stream))) => Err(self.fault(&fault, stream.first())),
            Err(_) => Err(TlsFault::TimedOut { after_ms: millis(self.within) }),
        }
    }

    /// A host that is no valid name is asked for without naming it, as is an
    /// address (`hostnameInSNI`); the verdict then is about the host all the same.
    fn client(&self, host: &str) -> Result<(ClientConfig, ServerName<'static>), rustls::Error> {
        let (witness, wanted) = (self.witness.clone(), self.wanted.clone());
        let mut config = config::client(&self.provider, self.manner, witness, wanted)?;
        let name = ServerName::try_from(host.to_owned());
        config.enable_sni = name.is_ok();
        let name = name.unwrap_or_else(|_| std::net::Ipv4Addr::UNSPECIFIED.into());
        Ok((config, name))
    }

    fn fault(&self, fault: &io::Error, first: &[u8]) -> TlsFault {
        let circumstances =
            Circumstances { first, wanted: self.wanted.is_noted(), within: self.within };
        circumstances.fault(fault)
    }

    /// In TLS 1.3 a server that misses a certificate says so only after the
    /// handshake: wait for that as long as a few round trips take.
    async fn secured(
        &self,
        mut stream: TlsStream<Plain>,
        took: Duration,
    ) -> Result<Secured, TlsFault> {
        let mut early = Vec::new();
        if self.wanted.is_noted() {
            let patience = self.deadline.within(Duration::from_millis(200).max(took * 3));
            if let Ok(Err(fault)) = timeout(patience, stream.read_buf(&mut early)).await {
                return Err(self.fault(&fault, stream.get_ref().0.first()));
            }
        }
        let alpn = alpn(stream.get_ref().1);
        Ok((alpn, Box::new(super::stream::Prefixed::new(early, stream))))
    }
}

fn alpn(connection: &ClientConnection) -> Option<String> {
    let name = connection.alpn_protocol()?;
    Some(String::from_utf8_lossy(name).into_owned())
}
