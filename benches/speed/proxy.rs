//! Module proxies on the loopback interface: one that serves, one that hangs.

use crate::ground::module;
use crate::zip::stored;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

type Pages = BTreeMap<String, Vec<u8>>;

/// Serves so many modules over plain HTTP; its address as GOPROXY takes it.
pub(crate) fn serving(modules: usize) -> String {
    let pages: Arc<Pages> = Arc::new((0..modules).flat_map(pages).collect());
    listening(move |stream| {
        let pages = Arc::clone(&pages);
        // A client that goes away ends the connection, not the measurement.
        thread::spawn(move || drop(answer(&stream, &pages)));
    })
}

/// Accepts every connection and never says a word.
pub(crate) fn hanging() -> String {
    let mut held = Vec::new();
    listening(move |stream| held.push(stream))
}

fn listening(mut treat: impl FnMut(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || listener.incoming().flatten().for_each(&mut treat));
    format!("http://{address}")
}

fn answer(stream: &TcpStream, pages: &Pages) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut lines = BufReader::new(stream).lines();
    while let Some(request) = lines.next() {
        let request = request?;
        while lines.next().transpose()?.is_some_and(|header| !header.is_empty()) {}
        let path = request.split(' ').nth(1).unwrap_or_default();
        let reply = match pages.get(path) {
            Some(body) => reply("200 OK", body),
            None => reply("404 Not Found", b"not found"),
        };
        (&*stream).write_all(&reply)?;
    }
    Ok(())
}

fn reply(status: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// The files of one module, by the paths that go asks for.
fn pages(at: usize) -> Vec<(String, Vec<u8>)> {
    let module = module(at);
    let gomod = format!("module {module}\n\ngo 1.21\n");
    let package = format!("package m\n\n// {}\n", "words ".repeat(2000));
    let file = |name: &str, text: &str| (format!("{module}@v1.0.0/{name}"), text.to_owned());
    let zip = stored(&[file("go.mod", &gomod), file("m.go", &package)]);
    let info = br#"{"Version":"v1.0.0","Time":"2024-03-01T10:00:00Z"}"#.to_vec();
    let page = |name: &str, body: Vec<u8>| (format!("/{module}/@v/{name}"), body);
    vec![
        page("list", b"v1.0.0\n".to_vec()),
        page("v1.0.0.info", info),
        page("v1.0.0.mod", gomod.clone().into_bytes()),
        page("v1.0.0.zip", zip),
    ]
}
