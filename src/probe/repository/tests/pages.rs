use crate::go::vcs::{Discovery, Home, Origin, Page, Policy, page_url};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

/// Import paths, and what their host says of them besides `git`.
const PAGES: &[(&str, &str)] = &[
    ("gopkg.in/lab.v2", "gopkg.in/lab.v2 git https://gopkg.in/lab.v2"),
    ("gopkg.in/lab.v3", "gopkg.in/lab.v3 git https://gopkg.in/lab.v2"),
    ("go.example/whole/v2", "go.example/whole/v2 git https://go.example/whole"),
    ("go.example/moved", "go.example/moved git https://git.example/all inner/place"),
    ("go.example/moved/sub", "go.example/moved git https://git.example/all inner/place"),
    ("go.example/moved/v2", "go.example/moved git https://git.example/all inner/place"),
];

/// The repository that the page of a module names.
pub(super) fn home(module: &str) -> Option<Home> {
    let policy = Policy { govcs: "", goprivate: "" };
    let discovery = Discovery { path: module, minor: 26, policy };
    let (body, url) = (page(module)?, page_url("https", module));
    let tag = discovery.tag(&Page { url: &url, body: body.as_bytes(), is_ok: true }).ok()?;
    match discovery.lead(&tag, &url).ok()? {
        Origin::Repository(home) => Some(home),
        Origin::Proxy(_) => None,
    }
}

fn page(path: &str) -> Option<String> {
    let (_, content) = PAGES.iter().find(|(known, _)| *known == path)?;
    Some(format!("<html><head><meta name=\"go-import\" content=\"{content}\"></head></html>"))
}

/// A forward proxy that answers for all hosts, and makes no tunnel.
pub(super) fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for line in listener.incoming() {
            std::thread::spawn(move || line.map(|line| answer(&line)));
        }
    });
    format!("http://{address}")
}

fn answer(mut line: &TcpStream) {
    let mut head = BufReader::new(line).lines().map_while(Result::ok);
    let first = head.next().unwrap_or_default();
    head.take_while(|line| !line.is_empty()).for_each(drop);
    let url = first.strip_prefix("GET http://").and_then(|rest| rest.split(['?', ' ']).next());
    let (status, body) = match url.and_then(page) {
        Some(body) => ("200 OK", body),
        None => ("404 Not Found", String::new()),
    };
    let length = body.len();
    let text =
        format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
    let _gone = line.write_all(text.as_bytes());
}
