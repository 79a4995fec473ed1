//! Middleboxes and servers that look at a hello before they do anything.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// What is done with a connection, told by the first record on it.
pub(crate) type Screen = fn(&Hello) -> Verdict;

/// What becomes of a connection.
pub(crate) enum Verdict {
    /// TLS, as ever.
    Pass,
    /// HTTP in the clear.
    Plain,
    Reset,
    /// Never a byte.
    Swallow,
    /// These bytes, and the end.
    Says(&'static [u8]),
}

/// The first record of a client, as it came.
pub(crate) struct Hello(Vec<u8>);

impl Hello {
    /// Takes more than a packet of Ethernet holds, with some room for a tunnel.
    pub(crate) fn is_large(&self) -> bool {
        self.0.len() > 1400
    }

    /// Names this host.
    pub(crate) fn names(&self, host: &str) -> bool {
        self.0.windows(host.len()).any(|window| window == host.as_bytes())
    }

    /// Offers no version by name, as clients did before TLS 1.3.
    pub(crate) fn is_of_old(&self) -> bool {
        !self.0.windows(4).any(|window| window == [4, 3, 4, 3])
    }

    pub(crate) fn is_tls(&self) -> bool {
        self.0.first() == Some(&0x16)
    }
}

/// The first record, left where it is.
pub(crate) async fn peek(stream: &TcpStream) -> Hello {
    let mut bytes = vec![0; 8192];
    loop {
        let length = stream.peek(&mut bytes).await.unwrap_or_default();
        let wanted = 5 + usize::from(u16::from_be_bytes([bytes[3], bytes[4]]));
        if length == 0 || length >= wanted.min(bytes.len()) || bytes[0] != 0x16 {
            bytes.truncate(length);
            return Hello(bytes);
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Carries out a verdict that ends here.
pub(crate) async fn end(mut stream: TcpStream, verdict: Verdict) {
    match verdict {
        Verdict::Reset => drop(stream.set_zero_linger()),
        Verdict::Swallow => std::future::pending().await,
        Verdict::Says(bytes) => {
            let mut hello = vec![0; 8192];
            drop(stream.read(&mut hello).await);
            drop(stream.write_all(bytes).await);
            drop(stream.shutdown().await);
            while matches!(stream.read(&mut hello).await, Ok(1..)) {}
        }
        Verdict::Pass | Verdict::Plain => {}
    }
}
