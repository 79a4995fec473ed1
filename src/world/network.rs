use super::World;
use super::database::Log;
use super::line::Open;
use super::published::{any_file, missing, module_file, own_zip};
use super::site::{Serve, Site, Tls};
use crate::base::{Excerpt, Secret, Soon, Veiled};
use crate::go::httpproxy::Proxy;
use crate::go::resolv::Config;
use crate::go::url::{Url, User, basic};
use crate::go::x509::Pool;
use crate::model::{DialFault, DnsAnswer, Fault, HttpFault, Issuer, Reply, TunnelFault};
use crate::wire::{Claim, Extent, Family, Fetched, Line, Question, Request, Wire};
use std::future::ready;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

impl Wire for World {
    fn trusting(&self, roots: Arc<Pool>) -> Box<dyn Wire + '_> {
        Box::new(Self { trusting: Some(!roots.is_empty()), ..self.clone() })
    }

    fn ask<'a>(&'a self, question: &'a Question, within: Duration) -> Soon<'a, DnsAnswer> {
        Box::pin(ready(self.answer(question, within)))
    }

    fn dial(&self, to: SocketAddr, _: Duration) -> Soon<'_, Result<Box<dyn Line>, DialFault>> {
        let line = match self.dials.get(&to.ip()).or(self.walls.get(&to.ip())) {
            Some(fault) => Err(fault.clone()),
            None if self.host_at(to.ip()).is_none() => Err(DialFault::Refused),
            None => Ok(Box::new(Open { world: self.clone(), at: to.ip() }) as Box<dyn Line>),
        };
        Box::pin(ready(line))
    }

    fn fetch<'a>(&'a self, request: &'a Request, _: Duration) -> Soon<'a, Result<Fetched, Fault>> {
        Box::pin(ready(self.serve(request)))
    }

    fn completed(&self, host: &str, with: &[Vec<u8>]) -> Issuer {
        let subject = Excerpt::text("CN=Public Issuing CA");
        match self.sites.get(host).map(|site| &site.tls) {
            Some(Tls::Incomplete { .. }) if !with.is_empty() => Issuer::Completes { subject },
            _ => Issuer::NotFound,
        }
    }
}

impl World {
    fn answer(&self, question: &Question, _: Duration) -> DnsAnswer {
        let lie = self.lies.get(&question.name).filter(|_| self.is_own(question.server));
        let known = lie.or_else(|| self.names.get(&question.name));
        let Some(answer) = known.filter(|_| !self.hidden.contains(&question.name)) else {
            return DnsAnswer::NoSuchName;
        };
        let DnsAnswer::Addresses { addresses } = answer else {
            return answer.clone();
        };
        let wanted = |it: &&IpAddr| it.is_ipv4() == (question.family == Family::V4);
        let addresses: Vec<IpAddr> = addresses.iter().filter(wanted).copied().collect();
        if addresses.is_empty() { DnsAnswer::NoData } else { DnsAnswer::Addresses { addresses } }
    }

    /// Whether resolv.conf names this nameserver.
    fn is_own(&self, server: SocketAddr) -> bool {
        let content = self.files.get("/etc/resolv.conf").map(Vec::as_slice).unwrap_or_default();
        Config::parse(content, "").addresses().contains(&server)
    }

    fn serve(&self, request: &Request) -> Result<Fetched, Fault> {
        let url = Url::parse(&request.url).unwrap_or_default();
        let Some(site) = self.sites.get(url.hostname().as_ref()) else {
            return Err(Fault::Tunnel(TunnelFault::Closed));
        };
        let kept = self.kept_back(request, &url).or_else(|| unauthorized(site, request));
        let path = url.escaped_path();
        let (reply, body) = match kept {
            Some(denied) => denied,
            None => self.page(site, &path)?,
        };
        let reply = site.headers.iter().fold(reply, |it, (name, value)| it.with(name, value));
        let location = match site.serve {
            Serve::Redirect(to) if reply.status == 302 => Some(elsewhere(to, &path)),
            _ => None,
        };
        let (extent, claim) = (Extent::Whole, Claim::none(None));
        Ok(Fetched { reply: self.dated(reply), body, extent, claim, location })
    }

    fn page(&self, site: &Site, path: &str) -> Result<(Reply, Vec<u8>), Fault> {
        if let Serve::Stumbling(fault) = &site.serve {
            let mut stumbled = self.stumbled.lock().unwrap_or_else(PoisonError::into_inner);
            if stumbled.insert(path.to_owned()) {
                return Err(Fault::Http(fault.clone()));
            }
        }
        page(site, path)
    }
}

fn elsewhere(to: &str, path: &str) -> Veiled {
    let path = if to.ends_with('/') { path.trim_start_matches('/') } else { "" };
    Veiled::new(format!("{to}{path}"))
}

impl World {
    fn dated(&self, reply: Reply) -> Reply {
        let time = self.time.and_then(|time| jiff::Timestamp::from_second(time).ok());
        match time {
            Some(time) => {
                reply.with("date", &time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
            }
            None => reply,
        }
    }

    /// What a forward proxy says to a request without TLS, which it sees itself.
    fn kept_back(&self, request: &Request, url: &Url) -> Option<(Reply, Vec<u8>)> {
        let proxy = Proxy::parse(request.through.as_ref()?.raw()).ok()?;
        let forward = self.forwards.get(&proxy.host()).filter(|_| url.scheme() == "http")?;
        let sent = proxy.url.user().and_then(User::password);
        let sent = sent.map(|password| password.expose().to_owned());
        let status = match forward.denies {
            Some(status) => status,
            None if forward.password.is_some() && forward.password != sent => 407,
            None => return None,
        };
        Some((Reply::of(status, "").with("proxy-authenticate", "Basic"), Vec::new()))
    }
}

fn unauthorized(site: &Site, request: &Request) -> Option<(Reply, Vec<u8>)> {
    let wanted = site.password?;
    let sent = request.user.as_ref().map(|(n, p)| format!("{}:{}", n.expose(), p.expose()));
    let by_header = |(name, value): &(String, Secret)| {
        let (login, password) = wanted.split_once(':').unwrap_or((wanted, ""));
        let basic = basic(login.as_bytes(), password.as_bytes());
        name.eq_ignore_ascii_case("authorization") && *value == basic
    };
    if request.headers.iter().any(by_header) {
        return None;
    }
    let denied = Reply::of(401, "authentication required").with("www-authenticate", "Basic");
    (sent.as_deref() != Some(wanted)).then(|| (denied, Vec::new()))
}

fn page(site: &Site, path: &str) -> Result<(Reply, Vec<u8>), Fault> {
    let Some(path) = path.strip_prefix(site.below) else {
        return Ok(missing(site.voice));
    };
    match &site.serve {
        Serve::Refusal(reply) => Ok((reply.clone(), Vec::new())),
        Serve::Forbidden { module } if path.contains(module) => {
            Ok((Reply::of(403, "forbidden by policy"), Vec::new()))
        }
        Serve::Except { ends, status, body } if ends.iter().any(|end| path.ends_with(end)) => {
            Ok((Reply::of(*status, body), body.as_bytes().to_vec()))
        }
        Serve::DatabaseExcept { ends, status, body }
            if ends.iter().any(|it| path.ends_with(it)) =>
        {
            Ok((Reply::of(*status, body), body.as_bytes().to_vec()))
        }
        Serve::Everything => Ok(any_file(path)),
        Serve::Status(status, body) => Ok((Reply::of(*status, body), body.as_bytes().to_vec())),
        Serve::Fault(fault) => Err(Fault::Http(fault.clone())),
        Serve::Database(log) => Ok(log.answer(path)),
        Serve::DatabaseExcept { .. } => Ok(Log::Sound.answer(path)),
        Serve::Redirect(_) => Ok((Reply::of(302, ""), Vec::new())),
        Serve::Silence { page: true } if path == "/" || path.ends_with("/list") => {
            Ok((Reply::of(200, ""), Vec::new()))
        }
        Serve::Silence { .. } => Err(Fault::Http(HttpFault::TimedOut { after_ms: 5000 })),
        Serve::Zips(make) => Ok(own_zip(path, *make).unwrap_or_else(|| module_file(path))),
        Serve::Forbidden { .. } | Serve::Except { .. } | Serve::Stumbling(_) => {
            Ok(module_file(path))
        }
        Serve::Modules { relay, log } => Ok(match path.strip_prefix("/sumdb/sum.golang.org") {
            Some(_) if *relay == 404 => missing("no database here"),
            Some(_) if *relay != 200 => (Reply::of(*relay, "no database here"), Vec::new()),
            Some(below) => log.answer(below),
            None => module_file(path),
        }),
    }
}
