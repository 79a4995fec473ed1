//! Plain HTTP on a port of this machine, a thread for each connection.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// Serves in the background until the tests end; the URL to reach it by.
pub(crate) fn serve(
    answer: impl Fn(&mut TcpStream) -> std::io::Result<()> + Send + Sync + Clone + 'static,
) -> String {
    serve_paths(move |_, stream| answer(stream))
}

/// The same, by the path that is asked for.
pub(crate) fn serve_paths(
    answer: impl Fn(&str, &mut TcpStream) -> std::io::Result<()> + Send + Sync + Clone + 'static,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("its address"));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = answer.clone();
            thread::spawn(move || talk(stream, answer));
        }
    });
    url
}

fn talk(mut stream: TcpStream, answer: impl Fn(&str, &mut TcpStream) -> std::io::Result<()>) {
    while let Some(path) = read_request(&stream) {
        // Whoever asks may hang up at any time.
        if answer(&path, &mut stream).is_err() {
            return;
        }
    }
}

/// The path of a request that has come.
fn read_request(stream: &TcpStream) -> Option<String> {
    let mut lines = BufReader::with_capacity(1, stream).lines();
    let first = lines.next()?.ok()?;
    lines.find(|line| line.as_ref().map_or(true, String::is_empty))?.ok()?;
    first.split(' ').nth(1).map(str::to_owned)
}

/// Serves these bytes to every request, then hangs up.
pub(crate) fn always(bytes: impl Into<Vec<u8>>) -> String {
    let bytes = bytes.into();
    serve(move |stream| {
        stream.write_all(&bytes)?;
        Err(std::io::ErrorKind::ConnectionAborted.into())
    })
}

/// A whole answer of that status, with further header lines.
pub(crate) fn answer(status: &str, headers: &[u8], body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n", body.len());
    [head.as_bytes(), headers, b"\r\n", body].concat()
}
