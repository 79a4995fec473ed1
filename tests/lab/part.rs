//! Servers as they are packaged, run inside the scenario's world.

use std::net::{IpAddr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::namespace;
use crate::world::{self, World, place};

/// How long a server may take until its port is open.
const RISING: Duration = Duration::from_secs(20);

/// What names a server's own lookups know: a resolver that tells the truth in every world.
const RESOLVER: &str = "nameserver 8.8.8.8\n";

/// A packaged server at the address of one of the world's hosts. What it prints goes to
/// `parts/NAME.log` in the scenario's folder, which is shown where the scenario fails to begin.
pub(crate) struct Part {
    pub(crate) host: String,
    pub(crate) port: u16,
    program: &'static str,
    /// Packets of the server's own pass the world's firewall.
    pub(crate) privileged: bool,
    /// It runs as a user that is not root, the only one that there is.
    unrooted: bool,
    arguments: Vec<String>,
    files: Vec<(String, Write)>,
}

/// A file's text, told by the address that the server gets.
type Write = Box<dyn Fn(IpAddr) -> String + Send + Sync>;

impl Part {
    /// The program at this host and port. In the arguments `HERE` stands for the part's folder.
    pub(crate) fn new(program: &'static str, host: &str, port: u16, arguments: &[&str]) -> Part {
        let arguments = arguments.iter().map(|word| (*word).to_owned()).collect();
        let (host, files) = (host.to_owned(), Vec::new());
        Part { host, port, program, privileged: false, unrooted: false, arguments, files }
    }

    /// A file in the part's folder; `HERE` in its text stands for that folder.
    pub(crate) fn file(
        mut self,
        name: &str,
        text: impl Fn(IpAddr) -> String + Send + Sync + 'static,
    ) -> Part {
        self.files.push((name.to_owned(), Box::new(text)));
        self
    }

    /// The firewall lets it through, as it does a company's forward proxy.
    pub(crate) fn privileged(mut self) -> Part {
        self.privileged = true;
        self
    }

    /// It refuses to run as root, and cannot become another user here.
    pub(crate) fn unrooted(mut self) -> Part {
        self.unrooted = true;
        self
    }

    /// Whether the program is installed; else the scenario says that it is skipped.
    pub(crate) fn is_here(&self) -> bool {
        is_installed(self.program)
    }

    /// Starts it and waits until its port is open.
    pub(crate) fn rise(&self, address: IpAddr) {
        let folder = place("parts").join(self.program);
        std::fs::create_dir_all(&folder).expect("a folder for the server");
        // Servers change to a user of their own, who has to get in.
        open_to_all(&folder);
        let named = |text: &str| text.replace("HERE", &folder.display().to_string());
        for (name, text) in &self.files {
            std::fs::write(folder.join(name), named(&text(address))).expect("a server's file");
        }
        std::fs::write(folder.join("resolv.conf"), RESOLVER).expect("a server's file");
        let log = std::fs::File::create(folder.join("log")).expect("a server's log");
        let other =
            if self.unrooted { "unshare --user --map-user=1000 --map-group=1000" } else { "" };
        let script = named(
            "mount --bind HERE/resolv.conf /etc/resolv.conf; \
             if [ -e HERE/passwd ]; then mount --bind HERE/passwd /etc/passwd; fi; \
             echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start; exec OTHER \"$@\"",
        );
        let script = script.replace("OTHER", other);
        let server = Command::new("unshare")
            .args(["--mount", "sh", "-c", &script, "sh"])
            .arg(binary(self.program).expect("the program"))
            .args(self.arguments.iter().map(|word| named(word)))
            .env("HOME", &folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a server's log"))
            .stderr(log)
            .spawn();
        let mut server = server.expect("a server");
        // It ends with the namespace.
        std::thread::spawn(move || server.wait());
        let at = SocketAddr::new(address, self.port);
        let start = Instant::now();
        while TcpStream::connect_timeout(&at, Duration::from_secs(1)).is_err() {
            let told = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
            assert!(start.elapsed() < RISING, "{} does not rise at {at}: {told}", self.program);
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Whether a program is installed; else the scenario says that it is skipped.
pub(crate) fn is_installed(program: &str) -> bool {
    let here = binary(program).is_some();
    if !here {
        namespace::skip(program, "the program is not installed");
    }
    here
}

fn binary(program: &str) -> Option<PathBuf> {
    let folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"];
    folders.iter().map(|folder| Path::new(folder).join(program)).find(|it| it.is_file())
}

fn open_to_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let root = place("");
    for folder in folder.ancestors().take_while(|folder| folder.starts_with(&root)) {
        let open = std::fs::Permissions::from_mode(0o777);
        std::fs::set_permissions(folder, open).expect("an open folder");
    }
}

impl World {
    /// A packaged server, at the address of its host.
    pub(crate) fn part(mut self, part: Part) -> World {
        self.name(&part.host);
        self.parts.push(part);
        self
    }

    /// A packaged nameserver in place of the world's own, at the same address.
    pub(crate) fn resolved_by(mut self, part: Part) -> World {
        self.book.insert(part.host.clone(), vec![world::RESOLVER]);
        self.without_resolver().part(part)
    }
}
