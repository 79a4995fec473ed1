use crate::model::DialFault;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A TCP connection to one address.
pub(super) async fn dial(to: SocketAddr, within: Duration) -> Result<TcpStream, DialFault> {
    match timeout(within, TcpStream::connect(to)).await {
        Ok(Ok(stream)) => {
            // As go does. Where it cannot be set, nothing is lost but time.
            let _ = stream.set_nodelay(true);
            Ok(stream)
        }
        Ok(Err(fault)) => Err(why(&fault, within)),
        Err(_) => Err(timed_out(within)),
    }
}

fn why(fault: &io::Error, within: Duration) -> DialFault {
    match fault.kind() {
        ErrorKind::ConnectionRefused => DialFault::Refused,
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => DialFault::Reset,
        ErrorKind::TimedOut => timed_out(within),
        ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown | ErrorKind::AddrNotAvailable => {
            DialFault::NetworkUnreachable
        }
        ErrorKind::HostUnreachable => DialFault::HostUnreachable,
        _ if is_family_missing(fault) => DialFault::NetworkUnreachable,
        _ => DialFault::Denied,
    }
}

fn timed_out(within: Duration) -> DialFault {
    DialFault::TimedOut { after_ms: millis(within) }
}

/// No IPv6 in this kernel at all, which is one more way of having no route.
pub(super) fn is_family_missing(fault: &io::Error) -> bool {
    rustix::io::Errno::from_io_error(fault) == Some(rustix::io::Errno::AFNOSUPPORT)
}

pub(super) fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
