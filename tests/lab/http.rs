//! HTTP as data: requests, replies and what can go wrong with a reply.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncRead, AsyncWrite};

/// A server's answer for each request.
pub(crate) type Pages = Arc<dyn Fn(&Request) -> Reply + Send + Sync>;

/// A connection of any kind.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// What was asked. Bodies come with a length, as git sends small ones.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// Status, headers and the manner in which the body comes.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Body,
    /// How long the server thinks before it says anything.
    pub(crate) delay: Duration,
}

/// How the body of a reply comes.
#[derive(Clone)]
pub(crate) enum Body {
    Whole(Vec<u8>),
    /// The full length is promised, and the connection ends after so many bytes.
    Cut {
        bytes: Vec<u8>,
        after: usize,
    },
    /// In chunks, of which the last one never comes: the connection ends after so many bytes.
    CutChunks {
        bytes: Vec<u8>,
        after: usize,
    },
    /// Over HTTP/2 the stream is ended with this code after so many bytes; else all of it comes.
    EndedStream {
        bytes: Vec<u8>,
        after: usize,
        code: h2::Reason,
    },
    /// Over HTTP/2 the server goes away after so many bytes; else all of it comes.
    GoAway {
        bytes: Vec<u8>,
        after: usize,
    },
    /// So many bytes at a time, with a pause between.
    Drip {
        bytes: Vec<u8>,
        step: usize,
        pause: Duration,
    },
    /// Ten gigabytes of nothing.
    Huge,
    /// Header lines without end.
    EndlessHeaders,
    /// Heads of 103 without end, before an answer that never comes.
    EndlessHints,
    /// Header lines without end, five in a second.
    DrippingHeaders,
    /// In two chunks, with an extension and a trailer; over HTTP/2 as whole.
    Chunks(Vec<u8>),
    /// No answer, and the connection stays.
    Hang,
    /// The connection is closed without a byte.
    HangUp,
}

/// The length that `Body::Huge` promises, in bytes.
pub(crate) const HUGE: u64 = 10 << 30;

/// Between two pieces of a huge body, each at most 16 kilobytes.
pub(crate) const FLOOD_PAUSE: Duration = Duration::from_millis(1);

impl Request {
    /// The path without the query.
    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// True where the header holds this user and password in the Basic scheme.
    pub(crate) fn carries(&self, header: &str, user: &str, password: &str) -> bool {
        let basic = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
        self.header(header) == Some(&basic)
    }
}

impl Reply {
    pub(crate) fn bytes(bytes: impl Into<Vec<u8>>) -> Reply {
        Reply::with(200, Body::Whole(bytes.into()))
    }

    /// An error page that says its own number.
    pub(crate) fn status(status: u16) -> Reply {
        Reply::with(status, Body::Whole(format!("the lab says {status}\n").into_bytes()))
    }

    pub(crate) fn with(status: u16, body: Body) -> Reply {
        Reply { status, headers: Vec::new(), body, delay: Duration::ZERO }
    }

    /// A page for people where a program asked.
    pub(crate) fn html(status: u16, text: &str) -> Reply {
        let page = format!(
            "<!DOCTYPE html><html><head><title>{text}</title></head><body>{text}</body></html>"
        );
        Reply::with(status, Body::Whole(page.into_bytes())).header("Content-Type", "text/html")
    }

    pub(crate) fn redirect(to: &str) -> Reply {
        Reply::status(302).header("Location", to)
    }

    /// The same after a while.
    pub(crate) fn after(mut self, delay: Duration) -> Reply {
        self.delay = delay;
        self
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Reply {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}
