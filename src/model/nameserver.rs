use crate::base::Text;
use crate::go::resolv::Origin;
use crate::model::{Cite, Elsewhere, Endpoint, Evidence, Facts, Finding, Fix, Risk, Scope, Step};
use crate::say;
use std::net::SocketAddr;

/// Where another nameserver belongs among those of resolv.conf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// Before them: what they say is wrong, or never comes.
    First,
    /// Behind them: go asks it where they fail at once.
    Last,
}

/// go reads no more nameservers than this.
const READ: usize = 3;

impl Evidence {
    /// Another nameserver into resolv.conf, where one was seen to know the name
    /// at one of the ladders that a finding stands on.
    pub fn another_nameserver(&self, finding: &Finding, rank: Rank) -> Option<Fix> {
        finding.because.iter().find_map(|cite| match cite {
            Cite::Ladder(at) => self.nameserver_for(&self.ladders.get(*at)?.endpoint, rank),
            _ => None,
        })
    }

    fn nameserver_for(&self, endpoint: &Endpoint, rank: Rank) -> Option<Fix> {
        let own = self.facts.resolver.addresses();
        let known = self.asked_elsewhere(endpoint).filter(Elsewhere::is_sound)?;
        let usable = self.facts.platform.os == "linux" && !own.contains(&known.server);
        usable.then(|| self.facts.nameserver(&endpoint.host, &known, rank))
    }
}

impl Facts {
    fn nameserver(&self, host: &str, known: &Elsewhere<'_>, rank: Rank) -> Fix {
        let ip = known.server.ip();
        let address = known.addresses().first().map(ToString::to_string).unwrap_or_default();
        let title = say! { en: "Ask the nameserver {ip}", zh: "改用域名服务器 {ip}" };
        let told = say! {
            en: "{ip} is a public nameserver; one of this network's own does as well. What writes /etc/resolv.conf (NetworkManager, systemd-resolved, Docker) may write it anew: name the server there to keep it.",
            zh: "{ip} 是公共域名服务器，也可以换成本网络自己的。管理 /etc/resolv.conf 的程序（NetworkManager、systemd-resolved、Docker）可能会重写该文件：要长期生效，请在那里设置。",
        };
        let why = say! {
            en: "Asked for {host}, {ip} answered with {address}; the file itself is not changed for a trial.",
            zh: "向 {ip} 查询 {host}，得到 {address}；不会为了试验而改动该文件。",
        };
        let steps = vec![self.added(known.server, rank), Step::Say(told)];
        let fix = Fix::safe(title, Scope::Machine, steps).unprovable(why);
        if self.has_network_of_its_own() { fix.risk(outside()) } else { fix }
    }

    fn added(&self, server: SocketAddr, rank: Rank) -> Step {
        let ip = server.ip().to_string();
        let is_last = rank == Rank::Last && self.resolver.servers.len() < READ;
        if is_last || self.resolver.servers_from == Origin::Default {
            let script = "{ echo; echo \"nameserver $1\"; } >>/etc/resolv.conf";
            return self.as_root(script, &[&ip]);
        }
        // In a container the file is a mount, which can be written but not replaced.
        let script = "old=$(cat /etc/resolv.conf) && { echo \"nameserver $1\"; echo \"$old\"; } >/etc/resolv.conf";
        self.as_root(script, &[&ip])
    }

    /// Some shell that only root may run, with words for it as `$1` and so on.
    pub fn as_root(&self, script: &str, words: &[&str]) -> Step {
        let command = ["sudo", "sh", "-c", script, "-"];
        let command = &command[usize::from(self.platform.is_root)..];
        Step::Run { words: command.iter().chain(words).map(|it| (*it).to_owned()).collect() }
    }

    /// Names that only this network's nameservers know seem to be in use.
    fn has_network_of_its_own(&self) -> bool {
        let searched =
            self.resolver.search_from == Origin::File && !self.resolver.search.is_empty();
        let set = |key| !self.settings.raw(key).is_empty();
        searched || set("GOPRIVATE") || set("GONOPROXY")
    }
}

fn outside() -> Risk {
    Risk::TradeOff(Text::of(
        "A public nameserver does not know the internal names of this network, and is told every name that is looked up.",
        "公共域名服务器不认识本网络的内部域名，并且会得知所有被查询的域名。",
    ))
}
