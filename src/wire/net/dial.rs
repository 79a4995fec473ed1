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
        Ok(Err(fault)) => Err(why(&fault, to, within)),
        Err(_) => Err(timed_out(within)),
    }
}

fn why(fault: &io::Error, to: SocketAddr, within: Duration) -> DialFault {
    match fault.kind() {
        ErrorKind::ConnectionRefused => DialFault::Refused,
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => DialFault::Reset,
        ErrorKind::TimedOut => timed_out(within),
        ErrorKind::HostUnreachable => DialFault::HostUnreachable,
        _ if has_no_route(fault, to) => DialFault::NetworkUnreachable,
        _ if is_exhausted(fault) => DialFault::Exhausted,
        _ => DialFault::Denied,
    }
}

fn timed_out(within: Duration) -> DialFault {
    DialFault::TimedOut { after_ms: millis(within) }
}

/// No way leads there. No address of the family here, a link-local address
/// without its zone, and a kernel without IPv6 come to the same. Every kernel
/// knows IPv4: where that is refused, somebody forbids it.
pub(super) fn has_no_route(fault: &io::Error, to: SocketAddr) -> bool {
    let no_family = Errno::from_io_error(fault) == Some(Errno::AFNOSUPPORT);
    matches!(
        fault.kind(),
        ErrorKind::NetworkUnreachable
            | ErrorKind::NetworkDown
            | ErrorKind::AddrNotAvailable
            | ErrorKind::InvalidInput
    ) || (no_family && to.is_ipv6())
}

/// A limit of this process or of the system, and no rule about networks.
fn is_exhausted(fault: &io::Error) -> bool {
    matches!(
        Errno::from_io_error(fault),
        Some(Errno::MFILE | Errno::NFILE | Errno::NOBUFS | Errno::NOMEM | Errno::AGAIN)
    )
}

pub(super) fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_system_are_told_apart() {
        let (v4, v6) = ("192.0.2.1:443", "[2001:db8::1]:443");
        let within = Duration::from_millis(7);
        let at = |errno: Errno, to: &str| why(&errno.into(), to.parse().unwrap(), within);
        let seen = |errno: Errno| at(errno, v4);
        assert_eq!(seen(Errno::CONNREFUSED), DialFault::Refused);
        assert_eq!(seen(Errno::CONNRESET), DialFault::Reset);
        assert_eq!(seen(Errno::TIMEDOUT), DialFault::TimedOut { after_ms: 7 });
        assert_eq!(seen(Errno::HOSTUNREACH), DialFault::HostUnreachable);
        for errno in [Errno::NETUNREACH, Errno::NETDOWN, Errno::ADDRNOTAVAIL, Errno::INVAL] {
            assert_eq!(seen(errno), DialFault::NetworkUnreachable, "{errno}");
        }
        for errno in [Errno::PERM, Errno::ACCESS, Errno::AFNOSUPPORT] {
            assert_eq!(seen(errno), DialFault::Denied, "{errno}");
        }
        assert_eq!(at(Errno::AFNOSUPPORT, v6), DialFault::NetworkUnreachable);
        assert_eq!(seen(Errno::MFILE), DialFault::Exhausted);
    }
}
