//! The real network.

mod dial;
mod dns;
mod headers;
mod hello;
mod http;
mod line;
mod page;
mod stream;
mod tls;
mod tunnel;

use super::{Bare, Fetched, Line, Question, Request, Wire};
use crate::base::Soon;
use crate::go::x509::Pool;
use crate::model::{DialFault, DnsAnswer, Fault, Issuer};
use http::Clients;
use line::Standing;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tls::Tls;

/// What the network cannot know by itself.
#[derive(Clone, Debug)]
pub struct NetConfig {
    /// The roots that go trusts on this machine. See [`NetConfig::roots_of_platform`].
    pub roots: Arc<Pool>,
    /// Unix seconds, by this machine's clock.
    pub now: i64,
    /// What go says of itself: servers with a policy on it shall answer as they
    /// answer go. See [`NetConfig::user_agent_of`].
    pub user_agent: String,
}

impl NetConfig {
    /// Where the system itself verifies, its roots cannot be read; the public
    /// ones stand for them.
    pub fn roots_of_platform() -> Pool {
        tls::public_roots()
    }

    /// The `User-Agent` of the go command, by the minor number of its version
    /// (`cmd/go/internal/web`); nothing of ours is added, for the server's rules
    /// may be about the whole of it.
    pub fn user_agent_of(go_1: u32) -> &'static str {
        match go_1 {
            27.. => "GoCommand/1 (+https://go.dev/cmd/go)",
            _ => "Go-http-client/2.0",
        }
    }
}

/// The network of this machine.
pub struct Net {
    config: NetConfig,
    tls: Tls,
    clients: Clients,
    /// Those to whom anybody will do.
    credulous: Clients,
}

impl Net {
    pub fn new(config: NetConfig) -> Self {
        Self::with_usual(config, None)
    }

    /// The same, and chains are judged with these roots besides: those of go's
    /// own places, where a variable names others.
    pub fn with_usual(config: NetConfig, usual: Option<Arc<Pool>>) -> Self {
        let tls = Tls::new(config.roots.clone(), usual, config.now);
        let clients = Clients::new(tls.clone(), config.user_agent.clone());
        let credulous = Clients::credulous(tls.clone(), config.user_agent.clone());
        Self { config, tls, clients, credulous }
    }
}

impl Wire for Net {
    fn trusting(&self, roots: Arc<Pool>) -> Box<dyn Wire + '_> {
        Box::new(Self::new(NetConfig { roots, ..self.config.clone() }))
    }

    fn ask<'a>(&'a self, question: &'a Question, within: Duration) -> Soon<'a, DnsAnswer> {
        Box::pin(dns::ask(question, within))
    }

    fn dial(&self, to: SocketAddr, within: Duration) -> Soon<'_, Result<Box<dyn Line>, DialFault>> {
        Box::pin(async move {
            let stream = Box::new(dial::dial(to, within).await?);
            let tls = self.tls.clone();
            Ok(Box::new(Standing { stream, tls }) as Box<dyn Line>)
        })
    }

    fn fetch<'a>(
        &'a self,
        request: &'a Request,
        within: Duration,
    ) -> Soon<'a, Result<Fetched, Fault>> {
        Box::pin(http::fetch(&self.clients, request, within))
    }

    fn fetch_unproven<'a>(
        &'a self,
        request: &'a Bare,
        within: Duration,
    ) -> Soon<'a, Result<Fetched, Fault>> {
        Box::pin(http::fetch(&self.credulous, request.request(), within))
    }

    fn completed(&self, host: &str, with: &[Vec<u8>]) -> Issuer {
        self.tls.completed(host, with)
    }

    fn sent_elsewhere(&self, host: &str) -> Option<(String, Vec<u8>)> {
        self.tls.sent_elsewhere(host)
    }
}
