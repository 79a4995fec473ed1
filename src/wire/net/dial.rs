use crate::model::DialFault;
use rustix::io::Errno;
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
        ErrorKind::HostUnreachable => DialFault::HostUnreachable,
        _ if has_no_route(fault) => DialFault::NetworkUnreachable,
        _ => DialFault::Denied,
    }
}

fn timed_out(within: Duration) -> DialFault {
    DialFault::TimedOut { after_ms: millis(within) }
}

/// No way leads there. No address of the family here, a link-local address
/// without its zone, and no such family in this kernel come to the same.
pub(super) fn has_no_route(fault: &io::Error) -> bool {
    matches!(
        fault.kind(),
        ErrorKind::NetworkUnreachable
            | ErrorKind::NetworkDown
            | ErrorKind::AddrNotAvailable
            | ErrorKind::InvalidInput
    ) || Errno::from_io_error(fault) == Some(Errno::AFNOSUPPORT)
}

pub(super) fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_system_are_told_apart() {
        let seen = |errno: Errno| why(&errno.into(), Duration::from_millis(7));
        assert_eq!(seen(Errno::CONNREFUSED), DialFault::Refused);
        assert_eq!(seen(Errno::CONNRESET), DialFault::Reset);
        assert_eq!(seen(Errno::TIMEDOUT), DialFault::TimedOut { after_ms: 7 });
        assert_eq!(seen(Errno::HOSTUNREACH), DialFault::HostUnreachable);
        for errno in [
            Errno::NETUNREACH,
            Errno::NETDOWN,
            Errno::ADDRNOTAVAIL,
            Errno::AFNOSUPPORT,
            Errno::INVAL,
        ] {
            assert_eq!(seen(errno), DialFault::NetworkUnreachable, "{errno}");
        }
        for errno in [Errno::PERM, Errno::ACCESS, Errno::MFILE] {
            assert_eq!(seen(errno), DialFault::Denied, "{errno}");
        }
    }
}
