use super::stream::Stream;
use super::tls::Tls;
use super::tunnel;
use crate::base::Soon;
use crate::model::{Greeting, Hello, Manner, Reply, TunnelFault};
use crate::wire::{Handshake, Line, Tunnel};
use std::time::Duration;

/// A connection to somewhere, over TCP or inside TLS.
pub(super) struct Standing {
    pub(super) stream: Box<dyn Stream>,
    pub(super) tls: Tls,
}

impl Line for Standing {
    fn tunnel<'a>(
        &'a mut self,
        tunnel: &'a Tunnel,
        within: Duration,
    ) -> Soon<'a, Result<Option<Reply>, TunnelFault>> {
        Box::pin(tunnel::open(self.stream.as_mut(), tunnel, within))
    }

    fn secure(
        self: Box<Self>,
        host: &str,
        manner: Manner,
        within: Duration,
    ) -> Soon<'_, Handshake> {
        Box::pin(async move {
            let Self { stream, tls } = *self;
            let (presented, outcome) = tls.secure(stream, host, manner, within).await;
            let line = |stream| -> Box<dyn Line> { Box::new(Self { stream, tls }) };
            Handshake { presented, outcome: outcome.map(|(alpn, stream)| (alpn, line(stream))) }
        })
    }

    fn greet(self: Box<Self>, hello: &Hello, within: Duration) -> Soon<'_, Greeting> {
        Box::pin(super::hello::greet(self.stream, hello, within))
    }
}
