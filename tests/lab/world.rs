//! A world as data: names, servers, firewall, trust, this machine's files and settings.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;
use std::process::Command;

use crate::dns::Answer;
use crate::forward::Forward;
use crate::part::Part;
use crate::site::Site;
use crate::tls::Authorities;

/// Everything that a scenario's namespace is made of. Names given to `site` and `forward` get
/// addresses by themselves: private ones below `corp.example`, public ones elsewhere.
pub(crate) struct World {
    pub(crate) authorities: Authorities,
    pub(crate) book: BTreeMap<String, Vec<IpAddr>>,
    pub(crate) sites: Vec<Site>,
    pub(crate) forwards: Vec<Forward>,
    pub(crate) parts: Vec<Part>,
    pub(crate) silenced: Vec<(String, u16)>,
    pub(crate) resolver: Answer,
    pub(crate) special: BTreeMap<String, Answer>,
    pub(crate) resolver_runs: bool,
    /// How the public resolvers treat all names.
    pub(crate) outside: Answer,
    pub(crate) bundle: String,
    pub(crate) etc: BTreeMap<String, String>,
    pub(crate) away: Vec<IpAddr>,
    pub(crate) rejected: Vec<IpAddr>,
    pub(crate) environment: BTreeMap<String, String>,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) prepared_by: Option<String>,
    pub(crate) missing: Option<&'static str>,
    /// The only programs on the search path beside go and a shell's.
    pub(crate) programs: Option<&'static [&'static str]>,
    /// Whether owners and modes hold for whoever types here.
    pub(crate) restrained: bool,
}

/// The address of the resolver that resolv.conf names.
pub(crate) const RESOLVER: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 20, 0, 53));

/// A path below the folder that holds all files of the scenario: `home`, `work` and `tmp`.
pub(crate) fn place(below: &str) -> PathBuf {
    let root = std::env::var_os("GOMOD_DOCTOR_LAB_HOME").expect("the scenario's folder");
    PathBuf::from(root).join(below)
}

/// Puts the scenario's folder into memory, so that nothing of it outlives the namespace.
pub(crate) fn settle() {
    let status = Command::new("mount").args(["-t", "tmpfs", "lab"]).arg(place("")).status();
    assert!(status.is_ok_and(|status| status.success()), "mounting the scenario's folder");
}

impl World {
    /// A resolver that tells the truth, a bundle with the public root, and no host at all.
    pub(crate) fn empty() -> World {
        let authorities = Authorities::new();
        let etc = [
            ("/etc/hosts", "127.0.0.1 localhost\n::1 localhost\n".to_owned()),
            ("/etc/resolv.conf", format!("nameserver {RESOLVER}\n")),
            ("/etc/gitconfig", String::new()),
            ("/etc/nsswitch.conf", "hosts: files dns\n".to_owned()),
        ];
        World {
            bundle: authorities.public_pem(),
            authorities,
            book: BTreeMap::new(),
            sites: Vec::new(),
            forwards: Vec::new(),
            parts: Vec::new(),
            silenced: Vec::new(),
            resolver: Answer::Truth,
            special: BTreeMap::new(),
            resolver_runs: true,
            outside: Answer::Truth,
            etc: etc.into_iter().map(|(path, text)| (path.to_owned(), text)).collect(),
            away: Vec::new(),
            rejected: Vec::new(),
            environment: BTreeMap::new(),
            files: BTreeMap::new(),
            prepared_by: None,
            missing: None,
            programs: None,
            restrained: false,
        }
    }

    /// Adds a server, in place of one with the same host and port.
    pub(crate) fn site(mut self, site: Site) -> World {
        self.name(&site.host);
        self.sites.retain(|known| (&known.host, known.port) != (&site.host, site.port));
        self.sites.push(site);
        self
    }

    /// Takes the host's servers away: its ports are closed, its name stays.
    pub(crate) fn closed(mut self, host: &str) -> World {
        self.name(host);
        self.sites.retain(|known| known.host != host);
        self
    }

    pub(crate) fn forward(mut self, forward: Forward) -> World {
        self.name(&forward.host);
        self.forwards.push(forward);
        self
    }

    /// A firewall lets packets to this port vanish, except those of forward proxies.
    pub(crate) fn silenced(mut self, host: &str, port: u16) -> World {
        self.name(host);
        self.silenced.push((host.to_owned(), port));
        self
    }

    /// How the resolver treats this name.
    pub(crate) fn answers(mut self, host: &str, answer: Answer) -> World {
        self.special.insert(host.to_owned(), answer);
        self
    }

    /// How the resolver treats all names.
    pub(crate) fn resolver(mut self, answer: Answer) -> World {
        self.resolver = answer;
        self
    }

    /// Nothing listens where resolv.conf points.
    pub(crate) fn without_resolver(mut self) -> World {
        self.resolver_runs = false;
        self
    }

    /// An IPv6 address for the host as well, which leads nowhere.
    pub(crate) fn also_ipv6(mut self, host: &str) -> World {
        let number = self.name(host);
        let address = Ipv6Addr::new(0x2404, 0x6800, 0x4003, 0, 0, 0, 0, number);
        self.book.get_mut(host).expect("a named host").insert(0, IpAddr::V6(address));
        self
    }

    /// The system's trust store: PEM text, or nothing for a machine without roots.
    pub(crate) fn bundle(mut self, pem: &str) -> World {
        pem.clone_into(&mut self.bundle);
        self
    }

    /// The text of /etc/hosts, /etc/resolv.conf or /etc/nsswitch.conf.
    pub(crate) fn etc(mut self, path: &str, text: &str) -> World {
        self.etc.insert(path.to_owned(), text.to_owned());
        self
    }

    /// The host has this address, which is not in this world: there is no route to it.
    pub(crate) fn away(mut self, host: &str, address: IpAddr) -> World {
        self.sites.retain(|known| known.host != host);
        self.book.insert(host.to_owned(), vec![address]);
        self.away.push(address);
        self
    }

    /// The same, and routers say that the host cannot be reached.
    pub(crate) fn rejected(mut self, host: &str, address: IpAddr) -> World {
        self.rejected.push(address);
        self.away(host, address)
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> World {
        self.environment.insert(name.to_owned(), value.to_owned());
        self
    }

    /// A file below the scenario's folder, such as `work/go.mod` or `home/.netrc`.
    pub(crate) fn file(mut self, below: &str, text: impl Into<Vec<u8>>) -> World {
        self.files.insert(below.to_owned(), text.into());
        self
    }

    pub(crate) fn without_file(mut self, below: &str) -> World {
        self.files.remove(below);
        self
    }

    /// Shell commands that are run in the module's folder before anything is looked at.
    pub(crate) fn prepared_by(mut self, script: &str) -> World {
        self.prepared_by = Some(script.to_owned());
        self
    }

    /// Nothing is run before.
    pub(crate) fn without_preparing(mut self) -> World {
        self.prepared_by = None;
        self
    }

    /// A search path on which there is no go.
    pub(crate) fn without_go(mut self) -> World {
        self.missing = Some("go");
        self
    }

    /// A search path with go, the tools that a shell needs, and of other programs these.
    pub(crate) fn only_with(mut self, programs: &'static [&'static str]) -> World {
        self.programs = Some(programs);
        self
    }

    /// Owners and modes hold for whoever types here.
    pub(crate) fn restrained(mut self) -> World {
        self.restrained = true;
        self
    }

    /// A search path on which there is no git.
    pub(crate) fn without_git(mut self) -> World {
        self.missing = Some("git");
        self
    }

    /// The host's number within its network; the first time, it gets an address by it.
    pub(crate) fn name(&mut self, host: &str) -> u16 {
        let next = u8::try_from(self.book.len() + 60).expect("fewer than 190 hosts");
        let start = if is_private(host) { [10, 20, 0] } else { [142, 250, 4] };
        let address = IpAddr::from([start[0], start[1], start[2], next]);
        let known = self.book.entry(host.to_owned()).or_insert_with(|| vec![address]);
        known
            .iter()
            .find_map(
                |address| {
                    if let IpAddr::V4(v4) = address { Some(v4.octets()[3].into()) } else { None }
                },
            )
            .unwrap_or_default()
    }
}

/// True for the names of the company's own hosts.
pub(crate) fn is_private(host: &str) -> bool {
    host.ends_with(".corp.example")
}
