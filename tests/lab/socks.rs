//! How a forward proxy speaks SOCKS5 (RFC 1928, RFC 1929).

use std::net::IpAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::TcpStream;

use crate::forward::{Desk, Manner};

impl Desk {
    /// One client from its greeting to the end of its connection.
    pub(crate) async fn socks5(self, mut client: TcpStream) -> std::io::Result<()> {
        let mut head = [0; 2];
        client.read_exact(&mut head).await?;
        let mut methods = vec![0; usize::from(head[1])];
        client.read_exact(&mut methods).await?;
        if !self.greet(&mut client, &methods).await? {
            return Ok(());
        }
        let target = read_target(&mut client).await?;
        let server = if matches!(self.manner(), Manner::Refuses(_)) {
            None
        } else {
            self.dial(&target).await
        };
        let code = if server.is_some() { 0 } else { 2 };
        client.write_all(&[5, code, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
        let Some(mut server) = server else {
            return Ok(());
        };
        copy_bidirectional(&mut client, &mut server).await.map(drop)
    }

    /// The choice of method and, where asked for, the login; false where it is refused.
    async fn greet(&self, client: &mut TcpStream, methods: &[u8]) -> std::io::Result<bool> {
        let Manner::Login { user, password } = self.manner() else {
            client.write_all(&[5, 0]).await?;
            return Ok(true);
        };
        if !methods.contains(&2) {
            client.write_all(&[5, 0xff]).await?;
            return Ok(false);
        }
        client.write_all(&[5, 2]).await?;
        client.read_u8().await?;
        let fits = read_short(client).await? == user.as_bytes()
            && read_short(client).await? == password.as_bytes();
        client.write_all(&[1, u8::from(!fits)]).await?;
        Ok(fits)
    }
}

async fn read_target(client: &mut TcpStream) -> std::io::Result<String> {
    let mut head = [0; 4];
    client.read_exact(&mut head).await?;
    let host = if head[3] == 1 {
        IpAddr::from(client.read_u32().await?.to_be_bytes()).to_string()
    } else {
        String::from_utf8_lossy(&read_short(client).await?).into_owned()
    };
    Ok(format!("{host}:{}", client.read_u16().await?))
}

async fn read_short(client: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::from(client.read_u8().await?)];
    client.read_exact(&mut bytes).await?;
    Ok(bytes)
}
