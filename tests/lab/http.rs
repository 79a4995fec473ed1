//! HTTP as data: requests, replies and what can go wrong with a reply; served as HTTP/1.1.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufStream,
};

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
        let found = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
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
        Reply::with(
            status,
            Body::Whole(format!("the lab says {status}\n").into_bytes()),
        )
    }

    pub(crate) fn with(status: u16, body: Body) -> Reply {
        Reply {
            status,
            headers: Vec::new(),
            body,
        }
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

    pub(crate) fn header(mut self, name: &str, value: &str) -> Reply {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// Answers requests on this connection until one side ends it.
pub(crate) async fn serve(stream: impl Stream, pages: Pages) -> std::io::Result<()> {
    let mut stream = BufStream::new(stream);
    while let Some(request) = read_request(&mut stream).await? {
        if !write_reply(&mut stream, pages(&request)).await? {
            break;
        }
    }
    stream.shutdown().await
}

/// The head of the next request, or nothing where the other side has ended.
pub(crate) async fn read_request<S: Stream>(
    stream: &mut BufStream<S>,
) -> std::io::Result<Option<Request>> {
    let first = read_line(stream).await?;
    let mut words = first.split_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Ok(None);
    };
    let (method, target) = (method.to_owned(), target.to_owned());
    let mut headers = Vec::new();
    loop {
        let line = read_line(stream).await?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut request = Request {
        method,
        target,
        headers,
        body: Vec::new(),
    };
    let length = request
        .header("Content-Length")
        .and_then(|length| length.parse().ok());
    request.body.resize(length.unwrap_or_default(), 0);
    stream.read_exact(&mut request.body).await?;
    Ok(Some(request))
}

async fn read_line<S: Stream>(stream: &mut BufStream<S>) -> std::io::Result<String> {
    let mut line = Vec::new();
    stream.read_until(b'\n', &mut line).await?;
    Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
}

/// Writes the reply; false where the connection is to end after it.
pub(crate) async fn write_reply<S: Stream>(
    stream: &mut BufStream<S>,
    reply: Reply,
) -> std::io::Result<bool> {
    let length = match &reply.body {
        Body::Hang => return std::future::pending().await,
        Body::HangUp => return Ok(false),
        Body::EndlessHeaders => None,
        Body::Huge => Some(HUGE),
        Body::Whole(bytes) | Body::Cut { bytes, .. } | Body::Drip { bytes, .. } => {
            Some(bytes.len() as u64)
        }
    };
    stream.write_all(head(&reply, length).as_bytes()).await?;
    let whole = matches!(reply.body, Body::Whole(_) | Body::Drip { .. });
    match reply.body {
        Body::Whole(bytes) => stream.write_all(&bytes).await?,
        Body::Cut { bytes, after } => stream.write_all(&bytes[..after]).await?,
        Body::Drip { bytes, step, pause } => drip(stream, &bytes, step, pause).await?,
        Body::Huge => flood(stream).await?,
        Body::EndlessHeaders => forever(stream, b"X-Lab: on and on and on and on\r\n").await?,
        Body::Hang | Body::HangUp => {}
    }
    stream.flush().await?;
    Ok(whole)
}

fn reason(status: u16) -> &'static str {
    let known = hyper::http::StatusCode::from_u16(status).ok();
    known
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Lab")
}

fn head(reply: &Reply, length: Option<u64>) -> String {
    let mut head = format!("HTTP/1.1 {} {}\r\n", reply.status, reason(reply.status));
    for (name, value) in &reply.headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    if let Some(length) = length {
        head += "Content-Length: ";
        head += &length.to_string();
        head += "\r\n\r\n";
    }
    head
}

async fn drip<S: Stream>(
    stream: &mut BufStream<S>,
    bytes: &[u8],
    step: usize,
    pause: Duration,
) -> std::io::Result<()> {
    for chunk in bytes.chunks(step) {
        stream.write_all(chunk).await?;
        stream.flush().await?;
        tokio::time::sleep(pause).await;
    }
    Ok(())
}

/// About ten megabytes a second, so that a client without a limit of its own does not fill
/// this machine's memory while it is watched.
async fn flood<S: Stream>(stream: &mut BufStream<S>) -> std::io::Result<()> {
    loop {
        stream.write_all(&[0; 1 << 14]).await?;
        tokio::time::sleep(FLOOD_PAUSE).await;
    }
}

async fn forever<S: Stream>(stream: &mut BufStream<S>, bytes: &[u8]) -> std::io::Result<()> {
    loop {
        stream.write_all(bytes).await?;
    }
}
