//! The same replies over HTTP/2.

use std::future::poll_fn;
use std::time::Duration;

use h2::SendStream;
use h2::server::{Connection, SendResponse};
use hyper::body::Bytes;
use hyper::http;

use crate::http::{Body, FLOOD_PAUSE, Pages, Reply, Request, Stream};

/// Answers the streams of this connection until it ends.
pub(crate) async fn serve(stream: impl Stream, pages: Pages) -> Result<(), h2::Error> {
    let mut connection = h2::server::handshake(stream).await?;
    while let Some(accepted) = connection.accept().await {
        let (asked, respond) = accepted?;
        let reply = pages(&request(&asked));
        match reply.body {
            Body::HangUp => return Ok(()),
            Body::GoAway { .. } => return go_away(connection, respond, reply).await,
            _ => {}
        }
        tokio::spawn(answer(respond, reply));
    }
    Ok(())
}

/// Part of the reply, then the end of the whole connection, announced.
async fn go_away<S: Stream>(
    mut connection: Connection<S, Bytes>,
    mut respond: SendResponse<Bytes>,
    reply: Reply,
) -> Result<(), h2::Error> {
    let mut stream = respond.send_response(head(&reply), false)?;
    if let Body::GoAway { bytes, after } = reply.body {
        stream.send_data(Bytes::copy_from_slice(&bytes[..after]), false)?;
    }
    // What is said so far goes out first.
    let flushed = poll_fn(|context| connection.poll_closed(context));
    drop(tokio::time::timeout(Duration::from_millis(50), flushed).await);
    connection.abrupt_shutdown(h2::Reason::NO_ERROR);
    poll_fn(|context| connection.poll_closed(context)).await
}

fn request<T>(asked: &http::Request<T>) -> Request {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = asked.headers().iter().map(|(name, value)| (name.to_string(), text(value)));
    Request {
        method: asked.method().to_string(),
        target: asked.uri().path_and_query().map(ToString::to_string).unwrap_or_default(),
        headers: headers.collect(),
        body: Vec::new(),
    }
}

async fn hint_without_end(mut respond: SendResponse<Bytes>) -> Result<(), h2::Error> {
    loop {
        let hint = http::Response::builder().status(103).body(()).expect("a head");
        respond.send_informational(hint)?;
        tokio::time::sleep(FLOOD_PAUSE).await;
    }
}

async fn answer(mut respond: SendResponse<Bytes>, reply: Reply) -> Result<(), h2::Error> {
    tokio::time::sleep(reply.delay).await;
    if matches!(reply.body, Body::EndlessHints) {
        return hint_without_end(respond).await;
    }
    if matches!(reply.body, Body::Hang) {
        return std::future::pending().await;
    }
    let mut stream = respond.send_response(head(&reply), false)?;
    match reply.body {
        Body::Cut { bytes, after } | Body::CutChunks { bytes, after } => {
            end(stream, &bytes[..after], h2::Reason::INTERNAL_ERROR).await
        }
        Body::EndedStream { bytes, after, code } => end(stream, &bytes[..after], code).await,
        Body::Whole(bytes) | Body::Chunks(bytes) => stream.send_data(bytes.into(), true),
        Body::Drip { bytes, step, pause } => {
            for chunk in bytes.chunks(step) {
                stream.send_data(Bytes::copy_from_slice(chunk), false)?;
                tokio::time::sleep(pause).await;
            }
            stream.send_data(Bytes::new(), true)
        }
        Body::Huge => flood(&mut stream).await,
        Body::EndlessHeaders
        | Body::EndlessHints
        | Body::DrippingHeaders
        | Body::Hang
        | Body::HangUp
        | Body::GoAway { .. } => Ok(()),
    }
}

async fn end(
    mut stream: SendStream<Bytes>,
    bytes: &[u8],
    code: h2::Reason,
) -> Result<(), h2::Error> {
    stream.send_data(Bytes::copy_from_slice(bytes), false)?;
    tokio::time::sleep(Duration::from_millis(50)).await;
    stream.send_reset(code);
    Ok(())
}

/// The head; where headers have no end, as many as go's limit does not take.
fn head(reply: &Reply) -> http::Response<()> {
    let mut head = http::Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        head = head.header(name, value);
    }
    if matches!(reply.body, Body::EndlessHeaders) {
        head = head.header("x-lab", "on and on ".repeat(1 << 20));
    }
    head.body(()).expect("a reply's head")
}

async fn flood(stream: &mut SendStream<Bytes>) -> Result<(), h2::Error> {
    loop {
        tokio::time::sleep(FLOOD_PAUSE).await;
        stream.reserve_capacity(1 << 14);
        match poll_fn(|context| stream.poll_capacity(context)).await {
            Some(Ok(room)) => stream.send_data(Bytes::from(vec![0; room.min(1 << 14)]), false)?,
            Some(Err(error)) => return Err(error),
            None => return Ok(()),
        }
    }
}
