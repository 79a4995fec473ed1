//! A server behind one address and port, and how it behaves before any HTTP.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use rustls::{ServerConfig, SupportedProtocolVersion};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufStream};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use crate::diary::noting;
use crate::http::{Pages, Reply, Request};
use crate::screen::{self, Screen, Verdict};
use crate::tls::{Authorities, Papers, Wanted};
use crate::{http1, http2};

/// A server of the world, by its host's name.
#[derive(Clone)]
pub(crate) struct Site {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) door: Door,
    pub(crate) http2: bool,
    pub(crate) pages: Pages,
}

/// What stands between the connection and the pages.
#[derive(Clone)]
pub(crate) enum Door {
    Plain,
    /// The same, and what is cut off ends in a reset.
    Torn,
    Tls(Papers),
    /// The same, by a server that takes its time with each handshake.
    Late(Papers, Duration),
    /// A reset as soon as the connection stands.
    Reset,
    /// A reset when the client's first bytes have come.
    ResetAtHello,
    /// The end of the connection as soon as it stands.
    HangUp,
    /// Never a byte.
    Silent,
    /// These bytes, whatever is asked.
    Says(Vec<u8>),
    /// Someone looks at the hello first.
    Screened(Papers, Screen),
    /// TLS of this version with good papers, by a server that asks for the client's as well.
    Wants(Wanted, &'static SupportedProtocolVersion),
}

impl Site {
    /// Pages behind TLS with good papers on port 443, over HTTP/2 and HTTP/1.1.
    pub(crate) fn https(host: &str, pages: Pages) -> Site {
        Site {
            host: host.to_owned(),
            port: 443,
            door: Door::Tls(Papers::Public),
            http2: true,
            pages,
        }
    }

    /// Pages in the clear on port 80.
    pub(crate) fn http(host: &str, pages: Pages) -> Site {
        Site { port: 80, door: Door::Plain, http2: false, ..Site::https(host, pages) }
    }

    /// No pages: the door decides all.
    pub(crate) fn door(host: &str, port: u16, door: Door) -> Site {
        let pages: Pages = Arc::new(|_: &Request| Reply::status(500));
        Site { port, door, ..Site::https(host, pages) }
    }

    pub(crate) fn papers(mut self, papers: Papers) -> Site {
        self.door = Door::Tls(papers);
        self
    }

    pub(crate) fn port(mut self, port: u16) -> Site {
        self.port = port;
        self
    }

    /// The same site, speaking HTTP/1.1 only.
    pub(crate) fn http1_only(mut self) -> Site {
        self.http2 = false;
        self
    }

    /// Takes the port at this address, and gives what is to run on the lab's servers' thread.
    pub(crate) fn open(
        &self,
        address: SocketAddr,
        authorities: &Authorities,
    ) -> impl Future<Output = ()> + Send + 'static {
        let listener = bind(address);
        let tls = match self.door {
            Door::Tls(papers) | Door::Late(papers, _) | Door::Screened(papers, _) => {
                Some(authorities.server(&self.host, papers, self.http2))
            }
            Door::Wants(wanted, version) => Some(authorities.wanting(&self.host, wanted, version)),
            _ => None,
        };
        let secure = matches!(self.door, Door::Tls(Papers::Public));
        let (door, pages) = (self.door.clone(), noting(&self.host, secure, &self.pages));
        async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(receive(stream, door.clone(), tls.clone(), Arc::clone(&pages)));
            }
        }
    }
}

/// A listener for the servers' thread.
pub(crate) fn bind(address: SocketAddr) -> TcpListener {
    let listener = TcpListener::bind(address).unwrap_or_else(|error| panic!("{address}: {error}"));
    listener.set_nonblocking(true).expect("a listener that does not block");
    listener
}

async fn receive(mut stream: TcpStream, door: Door, tls: Option<Arc<ServerConfig>>, pages: Pages) {
    let mut first = [0; 1];
    match door {
        Door::Plain => drop(http1::serve(stream, pages).await),
        Door::Torn => drop(tear(stream, pages).await),
        Door::Tls(_) | Door::Wants(..) => {
            secure(stream, tls.expect("a TLS server"), pages).await;
        }
        Door::Late(_, late) => {
            tokio::time::sleep(late).await;
            secure(stream, tls.expect("a TLS server"), pages).await;
        }
        Door::Screened(_, screen) => match screen(&screen::peek(&stream).await) {
            Verdict::Pass => secure(stream, tls.expect("a TLS server"), pages).await,
            Verdict::Plain => drop(http1::serve(stream, pages).await),
            verdict => screen::end(stream, verdict).await,
        },
        Door::Reset => drop(stream.set_zero_linger()),
        Door::ResetAtHello => {
            drop(stream.read(&mut first).await);
            drop(stream.set_zero_linger());
        }
        Door::HangUp => drop(stream.shutdown().await),
        Door::Silent => std::future::pending().await,
        Door::Says(bytes) => {
            drop(stream.write_all(&bytes).await);
            while matches!(stream.read(&mut first).await, Ok(1)) {}
        }
    }
}

async fn tear(stream: TcpStream, pages: Pages) -> std::io::Result<()> {
    let mut stream = BufStream::new(stream);
    while let Some(request) = http1::read_request(&mut stream).await? {
        if !http1::write_reply(&mut stream, pages(&request)).await? {
            // What was sent has to be read first.
            tokio::time::sleep(Duration::from_millis(50)).await;
            return stream.get_ref().set_zero_linger();
        }
    }
    Ok(())
}

async fn secure(stream: TcpStream, config: Arc<ServerConfig>, pages: Pages) {
    let stream = match TlsAcceptor::from(config).accept(stream).into_fallible().await {
        Ok(stream) => stream,
        // Whoever goes with something unread takes his last words with him.
        Err((_, mut stream)) => {
            drop(stream.shutdown().await);
            let mut rest = [0; 4096];
            while matches!(stream.read(&mut rest).await, Ok(1..)) {}
            return;
        }
    };
    if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
        drop(http2::serve(stream, pages).await);
    } else {
        drop(http1::serve(stream, pages).await);
    }
}
