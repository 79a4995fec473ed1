//! HTTP/1.1 as a server speaks it, faults included.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufStream};

use crate::http::{Body, FLOOD_PAUSE, HUGE, Pages, Reply, Request, Stream};

/// Answers requests on this connection until one side ends it.
pub(crate) async fn serve(stream: impl Stream, pages: Pages) -> std::io::Result<()> {
    let mut stream = BufStream::new(stream);
    while let Some(request) = read_request(&mut stream).await? {
        let is_last =
            request.header("Connection").is_some_and(|it| it.eq_ignore_ascii_case("close"));
        let mut reply = pages(&request);
        if is_last {
            reply = reply.header("Connection", "close");
        }
        if !write_reply(&mut stream, reply).await? || is_last {
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
    let mut request = Request { method, target, headers, body: Vec::new() };
    let length = request.header("Content-Length").and_then(|length| length.parse().ok());
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
    tokio::time::sleep(reply.delay).await;
    let length = match &reply.body {
        Body::Hang => return std::future::pending().await,
        Body::HangUp => return Ok(false),
        Body::EndlessHints => {
            forever(stream, b"HTTP/1.1 103 Early Hints\r\n\r\n").await?;
            None
        }
        Body::EndlessHeaders | Body::DrippingHeaders | Body::Chunks(_) | Body::CutChunks { .. } => {
            None
        }
        Body::Huge => Some(HUGE),
        Body::Whole(bytes)
        | Body::Cut { bytes, .. }
        | Body::EndedStream { bytes, .. }
        | Body::GoAway { bytes, .. }
        | Body::Drip { bytes, .. } => Some(bytes.len() as u64),
    };
    stream.write_all(head(&reply, length).as_bytes()).await?;
    let whole = !matches!(
        reply.body,
        Body::Cut { .. } | Body::CutChunks { .. } | Body::Huge | Body::EndlessHeaders
    );
    match reply.body {
        Body::Whole(bytes) | Body::EndedStream { bytes, .. } | Body::GoAway { bytes, .. } => {
            stream.write_all(&bytes).await?;
        }
        Body::CutChunks { bytes, after } => {
            let head = format!("Transfer-Encoding: chunked\r\n\r\n{after:x}\r\n");
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(&bytes[..after]).await?;
            stream.write_all(b"\r\n").await?;
        }
        Body::Chunks(bytes) => stream.write_all(&chunked(&bytes)).await?,
        Body::Cut { bytes, after } => stream.write_all(&bytes[..after]).await?,
        Body::DrippingHeaders => {
            drip(stream, &ENDLESS.repeat(1000), ENDLESS.len(), Duration::from_millis(200)).await?;
        }
        Body::Drip { bytes, step, pause } => drip(stream, &bytes, step, pause).await?,
        Body::Huge => flood(stream).await?,
        Body::EndlessHeaders => forever(stream, ENDLESS).await?,
        Body::Hang | Body::HangUp | Body::EndlessHints => {}
    }
    stream.flush().await?;
    Ok(whole)
}

const ENDLESS: &[u8] = b"X-Lab: on and on and on and on\r\n";

fn chunked(bytes: &[u8]) -> Vec<u8> {
    let (one, two) = bytes.split_at(bytes.len() / 2);
    let mut all = b"Transfer-Encoding: chunked\r\nTrailer: X-Lab\r\n\r\n".to_vec();
    for piece in [one, two].into_iter().filter(|piece| !piece.is_empty()) {
        all.extend(format!("{:x};lab=1\r\n", piece.len()).bytes());
        all.extend(piece);
        all.extend(b"\r\n");
    }
    all.extend(b"0\r\nX-Lab: end\r\n\r\n");
    all
}

fn reason(status: u16) -> &'static str {
    let known = hyper::http::StatusCode::from_u16(status).ok();
    known.and_then(|status| status.canonical_reason()).unwrap_or("Lab")
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
