//! A server that is everything at once: module proxies, checksum databases and
//! origins over http and https, and a forward proxy to all of them on each of its
//! two ports. It notes what it is asked, in order.

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};

/// An archive without files, which go accepts.
pub(crate) const EMPTY_ZIP: &str = "PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

pub(crate) struct Site {
    /// Two doors to the same place, so that two forward proxies can be told apart.
    pub(crate) ports: [u16; 2],
    inner: Arc<Inner>,
}

/// How the servers answer.
#[derive(Clone, Default)]
pub(crate) struct Answers {
    /// The first whose key is part of the URL is the status; else it is 404.
    pub(crate) statuses: Vec<(String, u16)>,
    pub(crate) module: String,
    pub(crate) version: String,
    /// What the forward proxy says to CONNECT: 200, and it leads here again.
    pub(crate) connect: u16,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// Of a CONNECT that was refused: `connect://host:port`.
    pub(crate) url: String,
    /// The port of the forward proxy that it came through.
    pub(crate) through: Option<u16>,
    pub(crate) authorization: Option<String>,
}

struct Inner {
    heard: Mutex<Vec<Request>>,
    answers: Mutex<Answers>,
    tls: Arc<ServerConfig>,
}

/// Where a connection has got to.
#[derive(Clone)]
struct At {
    port: u16,
    scheme: &'static str,
    through: Option<u16>,
}

trait Stream: Read + Write + Send {}

impl<S: Read + Write + Send> Stream for S {}

impl Site {
    pub(crate) fn open(tls: &Arc<ServerConfig>) -> Self {
        let inner = Arc::new(Inner {
            heard: Mutex::default(),
            answers: Mutex::default(),
            tls: Arc::clone(tls),
        });
        Self { ports: [listen(&inner), listen(&inner)], inner }
    }

    /// Forgets what it was asked, and answers so from now on.
    pub(crate) fn play(&self, answers: Answers) {
        *self.inner.answers.lock().unwrap() = answers;
        self.heard().clear();
    }

    pub(crate) fn heard(&self) -> MutexGuard<'_, Vec<Request>> {
        self.inner.heard.lock().unwrap()
    }
}

fn listen(inner: &Arc<Inner>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let inner = Arc::clone(inner);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let inner = Arc::clone(&inner);
            std::thread::spawn(move || treat(stream, port, &inner));
        }
    });
    port
}

/// The first byte tells TLS from plain HTTP.
fn treat(stream: TcpStream, port: u16, inner: &Inner) {
    let mut first = [0];
    stream.set_nodelay(true).unwrap();
    match stream.peek(&mut first) {
        Ok(1) if first[0] == 22 => {
            secured(Box::new(stream), &At { port, scheme: "https", through: None }, inner);
        }
        Ok(1) => speak(Box::new(stream), &At { port, scheme: "http", through: None }, inner),
        _ => {}
    }
}

fn secured(stream: Box<dyn Stream>, at: &At, inner: &Inner) {
    let connection = ServerConnection::new(Arc::clone(&inner.tls)).unwrap();
    speak(Box::new(StreamOwned::new(connection, stream)), at, inner);
}

fn speak(mut stream: Box<dyn Stream>, at: &At, inner: &Inner) {
    while let Some(head) = head(&mut stream) {
        let mut words = head.split(' ');
        let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        if method == "CONNECT" {
            return tunnel(stream, target, at, inner);
        }
        let forwarded = target.starts_with("http://");
        let here = || format!("{}://{}{target}", at.scheme, field(&head, "host").unwrap_or(""));
        let url = if forwarded { target.to_owned() } else { here() };
        let through = if forwarded { Some(at.port) } else { at.through };
        let authorization = field(&head, "authorization").map(str::to_owned);
        let answer = inner.answers.lock().unwrap().to(&url);
        inner.heard.lock().unwrap().push(Request { url, through, authorization });
        if stream.write_all(answer.as_bytes()).and_then(|()| stream.flush()).is_err() {
            return;
        }
    }
}

fn tunnel(mut stream: Box<dyn Stream>, target: &str, at: &At, inner: &Inner) {
    let status = inner.answers.lock().unwrap().connect;
    if status != 200 {
        let url = format!("connect://{target}");
        let request = Request { url, through: Some(at.port), authorization: None };
        inner.heard.lock().unwrap().push(request);
    }
    let head = format!("HTTP/1.1 {status} Tunnel\r\nContent-Length: 0\r\n\r\n");
    if stream.write_all(head.as_bytes()).and_then(|()| stream.flush()).is_ok() && status == 200 {
        secured(stream, &At { port: at.port, scheme: "https", through: Some(at.port) }, inner);
    }
}

impl Answers {
    pub(crate) fn status(&self, url: &str) -> u16 {
        let known = self.statuses.iter().find(|(part, _)| url.contains(part));
        known.map_or(404, |(_, status)| *status)
    }

    fn to(&self, url: &str) -> String {
        let status = self.status(url);
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let body = match path.rsplit('.').next() {
            _ if status != 200 => "no".to_owned(),
            _ if query == "go-get=1" => self.origin(),
            Some("info") => format!("{{\"Version\":\"{}\"}}", self.version),
            Some("mod") => self.go_mod(),
            Some("zip") => EMPTY_ZIP.to_owned(),
            _ => String::new(),
        };
        format!("HTTP/1.1 {status} Said\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    }
}

impl Answers {
    pub(crate) fn go_mod(&self) -> String {
        format!("module {}\n", self.module)
    }

    /// An origin that is a module proxy, so that no version control is needed.
    fn origin(&self) -> String {
        let content = format!("{} mod https://code.example/origin", self.module);
        format!("<html><head><meta name=\"go-import\" content=\"{content}\"></head></html>")
    }
}

/// Up to the empty line; none where the other side has gone.
fn head(stream: &mut dyn Stream) -> Option<String> {
    let mut seen = Vec::new();
    let mut byte = [0];
    while !seen.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        seen.push(byte[0]);
    }
    Some(String::from_utf8_lossy(&seen).into_owned())
}

fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
}
