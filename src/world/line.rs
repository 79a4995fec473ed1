use super::World;
use super::greeting;
use super::published;
use super::site::Tls;
use crate::base::{Excerpt, Soon};
use crate::model::{
    Distrust, Greeting, Hello, Manner, Offer, Presented, Reply, TlsFault, Trust, TunnelFault,
};
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

    fn secure<'a>(
        self: Box<Self>,
        host: &'a str,
        manner: Manner,
        _: Duration,
    ) -> Soon<'a, Handshake> {
        Box::pin(ready(self.shake(host, manner)))
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

    fn greeting(&self, hello: &Hello) -> Greeting {
        let site = self.world.host_at(self.at).and_then(|host| self.world.sites.get(host));
        match site.map(|site| (site.greets, &site.tls)) {
            Some((Some(greets), _)) => greets(hello),
            Some((None, Tls::Fault(fault))) => greeting::of(fault),
            _ => Greeting::Hello { version: "TLSv1.3".into(), suite: 0x1301 },
        }
    }

    fn shake(self: Box<Self>, host: &str, manner: Manner) -> Handshake {
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

fn present(world: &World, tls: &Tls, host: &str) -> Presented {
    let public = !matches!(tls, Tls::Private { .. } | Tls::SelfSigned);
    let issuer = match tls {
        Tls::Private { authority } => format!("CN={authority}"),
        Tls::SelfSigned => format!("CN={host}"),
        _ => "CN=Public Root".to_owned(),
    };
    let names = match tls {
        Tls::WrongName { names } => names.iter().map(|name| (*name).to_owned()).collect(),
        _ => vec![host.to_owned()],
    };
    let own = fault_of(tls, host, &names);
    let known = match tls {
        Tls::Private { authority } => world.trusts(authority),
        Tls::SelfSigned => false,
        _ => world.trusts(published::PUBLIC_ROOT),
    };
    Presented {
        subject: Excerpt::text(&format!("CN={}", names.first().map_or("", String::as_str))),
        issuer: Excerpt::text(&issuer),
        names,
        not_after: if let Tls::Expired { on } = tls { on } else { "2030-01-01T00:00:00Z" }
            .to_owned(),
        length: if matches!(tls, Tls::SelfSigned) { 1 } else { 2 },
        fingerprint: "00".repeat(32),
        version: "TLSv1.3".into(),
        by_system: verdict(known, own.clone()),
        by_mozilla: verdict(public, own),
        by_itself: matches!(tls, Tls::SelfSigned),
    }
}

fn fault_of(tls: &Tls, host: &str, names: &[String]) -> Option<Distrust> {
    match tls {
        Tls::Expired { on } => Some(Distrust::Expired {
            whose: Excerpt::text(&format!("CN={host}")),
            not_after: (*on).to_owned(),
            is_leaf: true,
            words: "x509: certificate has expired or is not yet valid".into(),
        }),
        Tls::WrongName { .. } => Some(Distrust::WrongName {
            names: names.to_vec(),
            words: format!("x509: certificate is valid for {}, not {host}", names.join(", ")),
        }),
        _ => None,
    }
}

fn verdict(known: bool, own: Option<Distrust>) -> Trust {
    let words = "x509: certificate signed by unknown authority".to_owned();
    match own {
        Some(fault) => Trust::Refused(fault),
        None if known => Trust::Trusted,
        None => Trust::Refused(Distrust::UnknownAuthority { words }),
    }
}
