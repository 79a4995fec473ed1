//! Floor 4: an invented machine and network that implements both doors. Every
//! scene is told in it.

mod chain;
pub mod database;
mod git;
mod greeting;
mod line;
mod machine;
mod network;
mod place;
mod published;
mod scene;
mod site;

pub use database::Log;
pub(crate) use published::zip;
pub use scene::Scene;
pub use site::{Serve, Site, Tls};

use crate::machine::Ran;
use crate::model::{Bar, DialFault, DnsAnswer, FileFault, Rights};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

/// The folder that every scene plays in.
pub const DIR: &str = "/home/dev/app";
/// The user's home.
pub const HOME: &str = "/home/dev";

/// A machine and the network around it.
#[derive(Clone, Debug)]
pub struct World {
    pub(crate) variables: BTreeMap<String, String>,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// Files that are there and cannot be read.
    pub(crate) locked: BTreeMap<String, FileFault>,
    pub(crate) programs: BTreeMap<String, Ran>,
    pub(crate) dir: String,
    pub(crate) names: BTreeMap<String, DnsAnswer>,
    /// What this machine's own nameservers say instead.
    pub(crate) lies: BTreeMap<String, DnsAnswer>,
    pub(crate) dials: BTreeMap<IpAddr, DialFault>,
    pub(crate) sites: BTreeMap<String, Site>,
    pub(crate) forwards: BTreeMap<String, Forward>,
    /// How the firewall treats what goes to an address and not through a forward
    /// proxy.
    pub(crate) walls: BTreeMap<IpAddr, DialFault>,
    /// Names that only the forward proxies know.
    pub(crate) hidden: BTreeSet<String>,
    /// Whether roots were put in the place of those in its files.
    pub(crate) trusting: Option<bool>,
    /// What has been asked for of servers that stumble.
    pub(crate) stumbled: Arc<Mutex<BTreeSet<String>>>,
    /// The time by the clocks of all servers, in Unix seconds.
    pub(crate) time: Option<i64>,
    /// Addresses handed out so far.
    pub(crate) addresses: u8,
    /// Processes that hold a file's lock.
    pub(crate) held: BTreeMap<String, u32>,
    /// Folders, each with what keeps from writing there and below.
    pub(crate) sealed: BTreeMap<String, Seal>,
    /// What the judge is told to read, if anything.
    pub log: String,
    /// Whether the module cache is looked through, and nothing else.
    pub surveyed: bool,
    /// Whether a Dockerfile is read, and nothing else.
    pub reads_dockerfile: bool,
    /// The modules named on the command line.
    pub modules: Vec<(String, Option<String>)>,
}

/// What keeps from writing into a folder.
#[derive(Clone, Debug)]
pub(crate) struct Seal {
    pub(crate) bar: Bar,
    pub(crate) rights: Option<Rights>,
}

/// A forward proxy.
#[derive(Clone, Debug, Default)]
pub struct Forward {
    pub(crate) password: Option<String>,
    pub(crate) denies: Option<u16>,
}

impl World {
    /// Everything in it works: go, a module with two requirements, an empty
    /// cache, the public proxy and the public checksum database.
    pub fn healthy() -> Self {
        let world = Self {
            variables: BTreeMap::new(),
            files: BTreeMap::new(),
            locked: BTreeMap::new(),
            programs: BTreeMap::new(),
            dir: DIR.into(),
            names: BTreeMap::new(),
            lies: BTreeMap::new(),
            dials: BTreeMap::new(),
            sites: BTreeMap::new(),
            forwards: BTreeMap::new(),
            walls: BTreeMap::new(),
            hidden: BTreeSet::new(),
            trusting: None,
            stumbled: Arc::default(),
            time: None,
            addresses: 9,
            held: BTreeMap::new(),
            sealed: BTreeMap::new(),
            log: String::new(),
            surveyed: false,
            reads_dockerfile: false,
            modules: Vec::new(),
        };
        world.with_go().with_project().with_internet()
    }

    fn with_go(self) -> Self {
        self.var("PATH", "/usr/local/go/bin:/usr/bin")
            .var("HOME", HOME)
            .file("/usr/local/go/bin/go", "the go command")
            .file("/usr/local/go/VERSION", "go1.26.8\n")
            .file("/usr/local/go/go.env", &shipped())
            .file("/etc/resolv.conf", "nameserver 192.0.2.53\n")
            .file("/etc/hosts", "127.0.0.1 localhost\n")
            .file("/etc/os-release", "ID=debian\n")
            .file("/etc/ssl/certs/ca-certificates.crt", published::PUBLIC_ROOT)
            .program("git version", 0, "git version 2.39.5\n", "")
    }

    fn with_project(self) -> Self {
        self.gomod(
            "module example.com/app\n\ngo 1.24\n\nrequire (\n\tgithub.com/acme/widget v1.2.3\n\tgolang.org/x/text v0.14.0\n)\n",
        )
    }

    fn with_internet(self) -> Self {
        self.site("proxy.golang.org", Site::proxy())
            .site("sum.golang.org", Site::database())
            .site("sum.golang.google.cn", Site::database())
            .site("goproxy.cn", Site::proxy())
            .site("goproxy.io", Site::proxy())
            .site("mirrors.aliyun.com", Site::proxy())
            .site("github.com", Site::status(200, ""))
            .site("golang.org", Site::status(200, ""))
    }

    /// A variable of the environment.
    #[must_use]
    pub fn var(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    #[must_use]
    pub fn without_var(mut self, name: &str) -> Self {
        self.variables.remove(name);
        self
    }

    /// A line that `go env -w` wrote.
    #[must_use]
    pub fn go_env(self, name: &str, value: &str) -> Self {
        self.file("/home/dev/.config/go/env", &format!("{name}={value}\n"))
    }

    #[must_use]
    pub fn file(mut self, path: &str, content: &str) -> Self {
        self.files.insert(path.into(), content.as_bytes().to_vec());
        self
    }

    #[must_use]
    pub fn bytes(mut self, path: &str, content: Vec<u8>) -> Self {
        self.files.insert(path.into(), content);
        self
    }

    #[must_use]
    pub fn without_file(mut self, path: &str) -> Self {
        self.files.retain(|known, _| known != path && !known.starts_with(&format!("{path}/")));
        self
    }

    /// A file that is there and cannot be read.
    #[must_use]
    pub fn locked(mut self, path: &str, fault: FileFault) -> Self {
        self.locked.insert(path.into(), fault);
        self
    }

    /// A file whose lock a process holds.
    #[must_use]
    pub fn holding(mut self, path: &str, pid: u32, program: &str) -> Self {
        self.held.insert(path.into(), pid);
        self.file(path, "")
            .file(&format!("/proc/{pid}/comm"), &format!("{program}\n"))
            .file(&format!("/proc/{pid}/cmdline"), &format!("{program}\0mod\0download\0"))
    }

    /// The module cache is looked through, and nothing else.
    #[must_use]
    pub fn surveyed(mut self) -> Self {
        self.surveyed = true;
        self
    }

    /// What becomes of a program: `git`, `git config`, or `GIT_CONFIG_COUNT git
    /// config` where it is run with that variable.
    #[must_use]
    pub fn program(mut self, words: &str, code: i32, stdout: &str, stderr: &str) -> Self {
        let (stdout, stderr) = (stdout.as_bytes().to_vec(), stderr.as_bytes().to_vec());
        self.programs.insert(words.into(), Ran::Exited { code, stdout, stderr });
        self
    }

    /// No such program is on PATH.
    #[must_use]
    pub fn without_program(mut self, words: &str) -> Self {
        self.programs.remove(words);
        self
    }

    /// A program that does not end by itself.
    #[must_use]
    pub fn hanging_program(mut self, name: &str) -> Self {
        self.programs.insert(name.into(), Ran::TimedOut);
        self
    }

    /// A bundle from before the authorities of today.
    #[must_use]
    pub fn old_bundle(self) -> Self {
        self.file("/etc/ssl/certs/ca-certificates.crt", published::OLD_ROOT)
    }

    /// A bundle of old authorities that lies elsewhere.
    #[must_use]
    pub fn old_bundle_at(self, path: &str) -> Self {
        self.file(path, published::OLD_ROOT)
    }

    /// All servers tell this time, in Unix seconds; without it none tells any.
    #[must_use]
    pub fn servers_at(mut self, time: i64) -> Self {
        self.time = Some(time);
        self
    }

    /// A container in which everything so far is.
    #[must_use]
    pub fn container(self) -> Self {
        self.file("/.dockerenv", "")
    }

    #[must_use]
    pub fn gomod(self, content: &str) -> Self {
        self.file(&format!("{DIR}/go.mod"), content)
    }

    /// A host that resolves to an address of its own and serves something.
    #[must_use]
    pub fn site(mut self, host: &str, site: Site) -> Self {
        if !self.names.contains_key(host) {
            self.addresses += 1;
            let address = IpAddr::from([142, 250, 4, self.addresses]);
            self.names.insert(host.into(), DnsAnswer::Addresses { addresses: vec![address] });
        }
        self.sites.insert(host.into(), site);
        self
    }

    /// Nothing listens at the host any more.
    #[must_use]
    pub fn without_site(self, host: &str) -> Self {
        self.dial(host, &DialFault::Refused)
    }

    /// What every nameserver says of a name.
    #[must_use]
    pub fn name(mut self, host: &str, answer: DnsAnswer) -> Self {
        self.names.insert(host.into(), answer);
        self
    }

    /// The address that every nameserver gives a host.
    #[must_use]
    pub fn at(self, host: &str, address: &str) -> Self {
        let addresses = address.parse().into_iter().collect();
        self.name(host, DnsAnswer::Addresses { addresses })
    }

    /// What this machine's own nameservers say of a name, unlike all others.
    #[must_use]
    pub fn lie(mut self, host: &str, answer: DnsAnswer) -> Self {
        self.lies.insert(host.into(), answer);
        self
    }

    /// The same with this address in their answer.
    #[must_use]
    pub fn lead(self, host: &str, address: &str) -> Self {
        let addresses = address.parse().into_iter().collect();
        self.lie(host, DnsAnswer::Addresses { addresses })
    }

    /// How connections to an address end.
    #[must_use]
    pub fn dial_at(mut self, address: &str, fault: &DialFault) -> Self {
        self.dials.extend(address.parse().map(|address: IpAddr| (address, fault.clone())));
        self
    }

    /// What every nameserver says of every name.
    #[must_use]
    pub fn names(mut self, answer: &DnsAnswer) -> Self {
        self.names.values_mut().for_each(|known| *known = answer.clone());
        self
    }

    /// How connections to a host end.
    #[must_use]
    pub fn dial(mut self, host: &str, fault: &DialFault) -> Self {
        for address in self.addresses_of(host) {
            self.dials.insert(address, fault.clone());
        }
        self
    }

    /// A forward proxy at a host, which asks for a password if one is given.
    #[must_use]
    pub fn forward(mut self, host: &str, password: Option<&str>) -> Self {
        let password = password.map(str::to_owned);
        self.forwards.insert(host.into(), Forward { password, denies: None });
        self.site(host, Site::status(400, ""))
    }

    /// A forward proxy that answers every CONNECT with this status.
    #[must_use]
    pub fn denying_forward(mut self, host: &str, status: u16) -> Self {
        self.forwards.insert(host.into(), Forward { password: None, denies: Some(status) });
        self.site(host, Site::status(400, ""))
    }

    /// A company's firewall: hosts that are not its own are reached through its
    /// forward proxies alone.
    #[must_use]
    pub fn fenced(mut self, fault: &DialFault) -> Self {
        let own = |host: &String| host.ends_with(".corp.example");
        let hosts: Vec<String> = self.sites.keys().filter(|host| !own(host)).cloned().collect();
        let walled: Vec<IpAddr> = hosts.iter().flat_map(|host| self.addresses_of(host)).collect();
        for address in walled {
            self.walls.insert(address, fault.clone());
        }
        self
    }

    /// The company's nameservers do not know the name; its forward proxies do.
    #[must_use]
    pub fn hidden(mut self, host: &str) -> Self {
        self.hidden.insert(host.into());
        self
    }

    pub(crate) fn addresses_of(&self, host: &str) -> Vec<IpAddr> {
        match self.names.get(host) {
            Some(DnsAnswer::Addresses { addresses }) => addresses.clone(),
            _ => host.parse().into_iter().collect(),
        }
    }

    /// The host that owns an address.
    pub(crate) fn host_at(&self, address: IpAddr) -> Option<&str> {
        let owns = |host: &&String| self.addresses_of(host).contains(&address);
        self.sites.keys().find(owns).map(String::as_str)
    }
}

/// The go.env of this go: its key is that of the invented network's database.
fn shipped() -> String {
    let key = database::key();
    format!("GOPROXY=https://proxy.golang.org,direct\nGOSUMDB={key}\nGOTOOLCHAIN=auto\n")
}
