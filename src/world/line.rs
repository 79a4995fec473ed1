use super::World;
use super::chain::present;
use super::greeting;
use super::site::Tls;
use crate::base::{Excerpt, Soon};
use crate::model::{Distrust, Greeting, Hello, Manner, Offer, Reply, TlsFault, Trust, TunnelFault};
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

    fn secure(self: Box<Self>, host: &str, manner: Manner, _: Duration) -> Soon<'_, Handshake> {
        Box::pin(ready(self.shake(host, manner)))
    }

    fn greet(self: Box<Self>, hello: &Hello, _: Duration) -> Soon<'_, Greeting> {
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
        if forward.denies.is_some() && tunnel.kind == TunnelKind::Socks5 {
            return Err(TunnelFault::SocksDenied { code: 2, sent_credentials });
        }
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

    fn greeting(&self, hello: &Hello) -> Greeting {
        let site = self.world.host_at(self.at).and_then(|host| self.world.sites.get(host));
        match site.map(|site| (site.greets, &site.tls)) {
            Some((Some(greets), _)) => greets(hello),
            Some((None, Tls::Fault(fault))) => greeting::of(fault),
            _ => Greeting::Hello { version: "TLSv1.3".into(), suite: 0x1301 },
        }
    }

    /// Who answers at the address, where it is another than the host.
    fn stranger(&self, host: &str) -> Option<&str> {
        let is_own = self.world.addresses_of(host).contains(&self.at);
        self.world.host_at(self.at).filter(|owner| !is_own && *owner != host)
    }

    fn shake(self: Box<Self>, host: &str, manner: Manner) -> Handshake {
        if let Some(owner) = self.stranger(host) {
            return foreign(&self.world, owner, host);
        }
        if self.world.forwards.contains_key(host) {
            let plain = TlsFault::Plaintext { excerpt: Excerpt::text("HTTP/1.1 400 Bad Request") };
            return Handshake { presented: None, outcome: Err(plain) };
        }
        let Some(site) = self.world.sites.get(host) else {
            return Handshake { presented: None, outcome: Err(TlsFault::Closed) };
        };
        let hello = Hello { name: Some(host.to_owned()), hybrid: manner.hybrid, offer: Offer::Go };
        let special = site.greets.and_then(|greets| greeting::fault(&greets(&hello)));
        if let Some(fault) = special {
            return Handshake { presented: None, outcome: Err(fault) };
        }
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

/// A server that answers for its own name, whoever is asked for.
fn foreign(world: &World, owner: &str, host: &str) -> Handshake {
    let mut presented = present(world, &Tls::Public, owner);
    let names = vec![owner.to_owned()];
    let words = format!("x509: certificate is valid for {owner}, not {host}");
    let why = Distrust::WrongName { names, words };
    presented.by_system = Trust::Refused(why.clone());
    presented.by_mozilla = Trust::Refused(why.clone());
    Handshake { presented: Some(presented), outcome: Err(TlsFault::Untrusted(why)) }
}
