//! Forward proxies of both kinds, and how the HTTP one speaks.

use std::net::{IpAddr, SocketAddr};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufStream, copy_bidirectional};
use tokio::net::{TcpSocket, TcpStream};

use crate::dns::Book;
use crate::http::{Body, Reply, Request};
use crate::http1::{read_request, write_reply};

/// A forward proxy of the world, by its host's name. It resolves names by the world's book,
/// and the firewall lets it through.
#[derive(Clone)]
pub(crate) struct Forward {
    pub(crate) host: String,
    pub(crate) port: u16,
    kind: Kind,
    manner: Manner,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Http,
    Socks5,
}

/// How a proxy treats who comes.
#[derive(Clone)]
pub(crate) enum Manner {
    Open,
    Login {
        user: String,
        password: String,
    },
    /// This status for every CONNECT, or a refusal of SOCKS5.
    Refuses(u16),
    /// Its own answer to some requests; the others pass.
    Answers(Rules),
    /// A yes to every CONNECT, and then these bytes and the end of the connection.
    Opens(&'static [u8]),
    Silent,
}

/// What a proxy answers itself.
pub(crate) type Rules = fn(&Request) -> Option<Reply>;

/// A running proxy: where it stands, and the names that it knows.
#[derive(Clone)]
pub(crate) struct Desk {
    proxy: Forward,
    address: IpAddr,
    book: Book,
}

impl Forward {
    pub(crate) fn http(host: &str, port: u16) -> Forward {
        Forward { host: host.to_owned(), port, kind: Kind::Http, manner: Manner::Open }
    }

    pub(crate) fn socks5(host: &str, port: u16) -> Forward {
        Forward { kind: Kind::Socks5, ..Forward::http(host, port) }
    }

    /// Lets in only who logs in so: Basic, or RFC 1929 for SOCKS5.
    pub(crate) fn login(mut self, user: &str, password: &str) -> Forward {
        self.manner = Manner::Login { user: user.to_owned(), password: password.to_owned() };
        self
    }

    /// Refuses every host with this status.
    pub(crate) fn refuses(mut self, status: u16) -> Forward {
        self.manner = Manner::Refuses(status);
        self
    }

    /// Answers some requests itself, whatever they ask for.
    pub(crate) fn answers(mut self, rules: Rules) -> Forward {
        self.manner = Manner::Answers(rules);
        self
    }

    /// Says yes to every CONNECT, then these bytes; without any, a reset.
    pub(crate) fn opens_to(mut self, bytes: &'static [u8]) -> Forward {
        self.manner = Manner::Opens(bytes);
        self
    }

    /// Takes the connection and says nothing.
    pub(crate) fn silent(mut self) -> Forward {
        self.manner = Manner::Silent;
        self
    }

    /// Takes the port at this address, and gives what is to run on the lab's servers' thread.
    pub(crate) fn open(
        &self,
        address: IpAddr,
        book: &Book,
    ) -> impl Future<Output = ()> + Send + 'static {
        let listener = crate::site::bind(SocketAddr::new(address, self.port));
        let desk = Desk { proxy: self.clone(), address, book: book.clone() };
        async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(desk.clone().receive(stream));
            }
        }
    }
}

impl Desk {
    pub(crate) fn manner(&self) -> &Manner {
        &self.proxy.manner
    }

    async fn receive(self, stream: TcpStream) -> std::io::Result<()> {
        match (&self.proxy.manner, self.proxy.kind) {
            (Manner::Silent, _) => std::future::pending().await,
            (_, Kind::Http) => self.http(BufStream::new(stream)).await,
            (_, Kind::Socks5) => self.socks5(stream).await,
        }
    }

    async fn http(self, mut client: BufStream<TcpStream>) -> std::io::Result<()> {
        let Some(request) = read_request(&mut client).await? else {
            return Ok(());
        };
        crate::diary::came(&self.proxy.host, false, &request);
        if let Some(refusal) = self.refusal(&request) {
            write_reply(&mut client, refusal).await?;
            return client.shutdown().await;
        }
        if let Manner::Opens(bytes) = self.proxy.manner {
            return open_to(bytes, client).await;
        }
        let Some(mut server) = self.dial(authority(&request)).await else {
            write_reply(&mut client, Reply::status(502)).await?;
            return client.shutdown().await;
        };
        if request.method == "CONNECT" {
            client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
            client.flush().await?;
        } else {
            server.write_all(in_origin_form(&request).as_bytes()).await?;
        }
        copy_bidirectional(&mut client, &mut server).await.map(drop)
    }

    fn refusal(&self, request: &Request) -> Option<Reply> {
        match &self.proxy.manner {
            Manner::Login { user, password }
                if !request.carries("Proxy-Authorization", user, password) =>
            {
                let page = Reply::with(407, Body::Whole(b"log in first\n".to_vec()));
                let page = page.header("Connection", "close");
                Some(page.header("Proxy-Authenticate", "Basic realm=\"corp\""))
            }
            Manner::Refuses(status) => Some(Reply::html(*status, "Access to this site is blocked")),
            Manner::Answers(rules) => rules(request),
            _ => None,
        }
    }

    /// A connection to `host:port` by the world's book, from the proxy's own address.
    pub(crate) async fn dial(&self, authority: &str) -> Option<TcpStream> {
        let (host, port) = authority.rsplit_once(':').unwrap_or((authority, "80"));
        let known =
            self.book.get(host).and_then(|known| known.iter().find(|address| address.is_ipv4()));
        let address = known.copied().or_else(|| host.parse().ok())?;
        let socket = TcpSocket::new_v4().ok()?;
        if self.address.is_ipv4() {
            socket.bind(SocketAddr::new(self.address, 0)).ok()?;
        }
        socket.connect(SocketAddr::new(address, port.parse().ok()?)).await.ok()
    }
}

async fn open_to(bytes: &[u8], mut client: BufStream<TcpStream>) -> std::io::Result<()> {
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
    client.flush().await?;
    client.read_u8().await?;
    client.write_all(bytes).await?;
    client.flush().await?;
    let client = client.into_inner();
    if bytes.is_empty() { client.set_zero_linger() } else { Ok(()) }
}

/// The host and port that a request to a proxy names.
fn authority(request: &Request) -> &str {
    let target = request.target.strip_prefix("http://").unwrap_or(&request.target);
    target.split('/').next().unwrap_or_default()
}

fn in_origin_form(request: &Request) -> String {
    let path = request.target.strip_prefix("http://").and_then(|rest| rest.split_once('/'));
    let path = path.map_or_else(String::new, |(_, path)| path.to_owned());
    let mut head = format!("{} /{path} HTTP/1.1\r\nConnection: close\r\n", request.method);
    for (name, value) in &request.headers {
        if !name.eq_ignore_ascii_case("connection") && !name.to_lowercase().starts_with("proxy-") {
            head.extend([name, ": ", value, "\r\n"]);
        }
    }
    head + "\r\n"
}
