//! One raw question to one nameserver, over a connected socket: only so does a
//! closed port answer at once. go's file: `net/dnsclient_unix.go`.

mod answer;
mod packet;
mod query;
mod stream;

use crate::base::Deadline;
use crate::model::DnsAnswer;
use crate::wire::Question;
use answer::Answer;
use query::Query;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

/// Asks by UDP, and by TCP if that answer was cut off, as `exchange` does.
pub(super) async fn ask(question: &Question, within: Duration) -> DnsAnswer {
    let Some(query) = Query::of(question) else {
        return DnsAnswer::NoSuchName;
    };
    let deadline = Deadline::after(within);
    match exchange(&query, question, deadline).await {
        Ok(answer) => answer.conclude(&query),
        Err(Failure::Io(fault)) => failed(&fault, question.server),
        Err(Failure::Garbled) => DnsAnswer::Garbled,
        Err(Failure::TimedOut) => DnsAnswer::TimedOut { after_ms: super::dial::millis(within) },
    }
}

async fn exchange(query: &Query, question: &Question, deadline: Deadline) -> Exchanged {
    if !question.over_tcp {
        let answer = packet::exchange(query, question.server, deadline).await?;
        if !answer.is_truncated() {
            return Ok(answer);
        }
    }
    stream::exchange(query, question.server, deadline).await
}

type Exchanged = Result<Answer, Failure>;

/// Why there is no answer to read.
enum Failure {
    Io(io::Error),
    Garbled,
    TimedOut,
}

impl From<io::Error> for Failure {
    fn from(fault: io::Error) -> Self {
        Self::Io(fault)
    }
}

fn failed(fault: &io::Error, server: SocketAddr) -> DnsAnswer {
    match fault.kind() {
        ErrorKind::ConnectionRefused => DnsAnswer::PortRefused,
        ErrorKind::HostUnreachable => DnsAnswer::Unreachable,
        ErrorKind::UnexpectedEof
        | ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe => DnsAnswer::Garbled,
        _ if super::dial::has_no_route(fault, server) => DnsAnswer::Unreachable,
        _ => DnsAnswer::Denied,
    }
}
