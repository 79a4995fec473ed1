use super::World;
use super::chain::present;
use super::site::Tls;
use crate::base::{Excerpt, Soon};
use crate::model::{Greeting, Hello, Manner, Reply, TlsFault, Trust, TunnelFault};
use crate::wire::{Handshake, Line, Tunnel, TunnelKind};
use std::future::ready;
use std::net::IpAddr;
use std::time::Duration;

/// A connection in an invented network.
pub(super) struct Open {
    pub world: World,
    pub at: IpAddr,
}

impl Line for Open {
    fn tunnel<'a>(
        &'a mut self,
        tunnel: &'a Tunnel,
        _: Duration,
    ) -> Soon<'a, Result<Option<Reply>, TunnelFault>> {
        Box::pin(ready(self.connect(tunnel)))
    }

    fn secure<'a>(self: Box<Self>, host: &'a str, _: Manner, _: Duration) -> Soon<'a, Handshake> {
        Box::pin(ready(self.shake(host)))
    }

    fn greet<'a>(self: Box<Self>, hello: &'a Hello, _: Duration) -> Soon<'a, Greeting> {
        Box::pin(ready(self.greeting(hello)))
    }
}

impl Open {
    fn connect(&mut self, tunnel: &Tunnel) -> Result<Option<Reply>, TunnelFault> {
        let host = self.world.host_at(self.at).unwrap_or_default();
        let Some(forward) = self.world.forwards.get(host) else {
            return Err(TunnelFault::NotAProxy { excerpt: Excerpt::text("400") });
        };
        let sent = tunnel.user.as_ref().map(|(_, password)| password.expose().to_owned());
        let sent_credentials = sent.is_some();
        if let Some(status) = forward.denies {
            return Err(TunnelFault::Denied {
                reply: Reply::of(status, "denied"),
                sent_credentials,
            });
        }
        let refused = forward.password.is_some() && forward.password != sent;
        if refused && tunnel.kind == TunnelKind::Socks5 {
            return Err(TunnelFault::SocksDenied { code: 0xff, sent_credentials });
        }
        if refused {
            let reply = Reply::of(407, "").with("proxy-authenticate", "Basic realm=\"corp\"");
            return Err(TunnelFault::Denied { reply, sent_credentials });
        }
        match self.world.addresses_of(&tunnel.host).first() {
            Some(address) if !self.world.dials.contains_key(address) => self.at = *address,
            _ => {
                let reply = Reply::of(502, "");
                return Err(TunnelFault::Denied { reply, sent_credentials });
            }
        }
        Ok(Some(Reply::of(200, "")))
    }

    fn greeting(self: Box<Self>, _: &Hello) -> Greeting {
        Greeting::Hello { version: "TLSv1.3".into(), suite: 0x1301 }
    }

    fn shake(self: Box<Self>, host: &str) -> Handshake {
        let Some(site) = self.world.sites.get(host) else {
            return Handshake { presented: None, outcome: Err(TlsFault::Closed) };
        };
        if let Tls::Fault(fault) = &site.tls {
            return Handshake { presented: None, outcome: Err(fault.clone()) };
        }
        let presented = present(&self.world, &site.tls, host);
        match presented.by_system.clone() {
            Trust::Trusted => Handshake {
                presented: Some(presented),
                outcome: Ok((Some("h2".into()), self as Box<dyn Line>)),
            },
            Trust::Refused(why) => {
                let outcome = Err(TlsFault::Untrusted(why));
                Handshake { presented: Some(presented), outcome }
            }
        }
    }
}
