//! How a TCP connection does not come to be, on real sockets.

mod peers;

use gomod_doctor::model::DialFault;
use gomod_doctor::wire::Wire;
use peers::{LONG, SHORT, net, run};
use std::net::SocketAddr;
use tokio::net::{TcpListener, TcpSocket, TcpStream};

async fn fault(to: SocketAddr) -> Option<DialFault> {
    net(&[]).dial(to, SHORT).await.err()
}

#[test]
fn a_listening_port_connects() {
    run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        assert!(net(&[]).dial(at, LONG).await.is_ok());
    });
}

#[test]
fn a_closed_port_refuses() {
    run(async {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let at = socket.local_addr().unwrap();
        assert_eq!(fault(at).await, Some(DialFault::Refused));
    });
}

#[test]
fn a_full_backlog_is_silence() {
    run(async {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(1).unwrap();
        let at = listener.local_addr().unwrap();
        let mut waiting = Vec::new();
        while let Ok(stream) = tokio::time::timeout(SHORT, TcpStream::connect(at)).await {
            waiting.push(stream);
            assert!(waiting.len() < 64);
        }
        assert_eq!(fault(at).await, Some(DialFault::TimedOut { after_ms: 300 }));
    });
}

#[test]
fn what_the_kernel_will_not_connect_is_told_apart() {
    run(async {
        // TCP to a broadcast address has no route, on every machine.
        let fault = fault("255.255.255.255:80".parse().unwrap()).await;
        assert_eq!(fault, Some(DialFault::NetworkUnreachable));
    });
}
