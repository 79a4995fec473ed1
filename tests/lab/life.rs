//! Brings a world to life: ground, servers, files.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use crate::dns::{Book, NameServer};
use crate::ground::Ground;
use crate::world::{RESOLVER, World, place};

type Server = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The public resolvers, which answer truthfully unless the world says otherwise.
const PUBLIC_RESOLVERS: [[u8; 4]; 6] = [
    [8, 8, 8, 8],
    [1, 1, 1, 1],
    [9, 9, 9, 9],
    [223, 5, 5, 5],
    [119, 29, 29, 29],
    [114, 114, 114, 114],
];

impl World {
    /// Shapes the namespace, writes the files and starts the servers on a thread of their own.
    pub(crate) fn rise(&self) {
        self.ground().lay();
        self.write_files();
        let servers = self.servers();
        std::thread::spawn(move || run(servers));
        for part in &self.parts {
            part.rise(self.book[&part.host][0]);
        }
    }

    fn ground(&self) -> Ground {
        let mut ground = Ground::new();
        let root = place("");
        std::fs::create_dir_all(root.join("etc")).expect("the scenario's folder");
        for (target, text) in &self.etc {
            let cover = root.join(target.trim_start_matches('/'));
            std::fs::write(&cover, text).expect("a file of /etc");
            ground.cover_file(target, &cover);
        }
        ground.cover_folder("/etc/ssl");
        ground.cover_folder("/etc/pki");
        self.addresses(&mut ground);
        self.firewall(&mut ground);
        ground
    }

    fn addresses(&self, ground: &mut Ground) {
        let here = |address: &&IpAddr| !self.away.contains(address) && !address.is_loopback();
        let named = self.book.values().flatten().filter(here).copied();
        for address in &self.rejected {
            ground.reject(*address);
        }
        let public = PUBLIC_RESOLVERS.map(IpAddr::from);
        let all: BTreeSet<IpAddr> = named.chain(public).chain([RESOLVER]).collect();
        for address in all {
            ground.address(address);
        }
    }

    fn firewall(&self, ground: &mut Ground) {
        let parts = self.parts.iter().filter(|part| part.privileged).map(|part| &part.host);
        let hosts = self.forwards.iter().map(|forward| &forward.host).chain(parts);
        let proxies: Vec<IpAddr> = hosts.flat_map(|host| self.book[host].clone()).collect();
        for (host, port) in &self.silenced {
            for address in &self.book[host] {
                ground.drop_silently(*address, *port, &proxies);
            }
        }
    }

    fn write_files(&self) {
        for folder in ["home", "work", "tmp", "bin"] {
            std::fs::create_dir_all(place(folder)).expect("a folder");
        }
        for (below, bytes) in &self.files {
            write(&place(below), bytes);
        }
        if !self.bundle.is_empty() {
            write(Path::new("/etc/ssl/certs/ca-certificates.crt"), self.bundle.as_bytes());
        }
    }

    fn servers(&self) -> Vec<Server> {
        let book: Book = Arc::new(self.book.clone());
        let mut servers: Vec<Server> = Vec::new();
        for site in &self.sites {
            for address in self.book[&site.host].iter().filter(|address| address.is_ipv4()) {
                servers.push(Box::pin(
                    site.open(SocketAddr::new(*address, site.port), &self.authorities),
                ));
            }
        }
        for forward in &self.forwards {
            servers.push(Box::pin(forward.open(self.book[&forward.host][0], &book)));
        }
        for address in PUBLIC_RESOLVERS {
            let truthful = NameServer {
                manner: self.outside,
                special: [].into(),
                book: book.clone(),
                noted_as: Some(address.into()),
            };
            servers.push(Box::pin(truthful.open(address.into())));
        }
        if self.resolver_runs {
            let (manner, special) = (self.resolver, self.special.clone());
            let own = NameServer { manner, special, book, noted_as: None };
            servers.push(Box::pin(own.open(RESOLVER)));
        }
        servers
    }
}

fn run(servers: Vec<Server>) {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        for server in servers {
            tokio::spawn(server);
        }
        std::future::pending::<()>().await;
    });
}

fn write(path: &Path, bytes: &[u8]) {
    let folder = path.parent().expect("a file in a folder");
    std::fs::create_dir_all(folder).and_then(|()| std::fs::write(path, bytes)).unwrap_or_else(
        |error| {
            panic!("{}: {error}", path.display());
        },
    );
}
