//! Name servers: who is asked, what they say, and what they do instead.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::diary;

const TYPE_A: u16 = 1;
const TYPE_AAAA: u16 = 28;

/// What a name server does with a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Answer {
    /// The addresses that the world gives the name; NXDOMAIN for names it does not know.
    Truth,
    /// This address, whoever is asked for.
    Lie(IpAddr),
    NxDomain,
    NoData,
    ServFail,
    Refused,
    NotImplemented,
    /// Neither authoritative nor recursive, and empty.
    Lame,
    Silent,
    /// Bytes that are no DNS message.
    Garbage,
    /// The truth under another question's number.
    WrongId,
    /// Cut short over UDP, whole over TCP.
    Truncated,
    /// The truth for A, silence for AAAA.
    DropsAaaa,
}

/// Names with their addresses, shared by all servers of the world.
pub(crate) type Book = Arc<BTreeMap<String, Vec<IpAddr>>>;

/// A name server: one manner for all names, others for some.
#[derive(Clone)]
pub(crate) struct NameServer {
    pub(crate) manner: Answer,
    pub(crate) special: BTreeMap<String, Answer>,
    pub(crate) book: Book,
    /// Under which its questions stand in the diary, if they do.
    pub(crate) noted_as: Option<IpAddr>,
}

impl NameServer {
    /// Takes port 53 at this address, and gives what is to run on the lab's servers' thread.
    pub(crate) fn open(self, address: IpAddr) -> impl Future<Output = ()> + Send + 'static {
        let address = SocketAddr::new(address, 53);
        let socket = UdpSocket::bind(address).unwrap_or_else(|error| panic!("{address}: {error}"));
        socket.set_nonblocking(true).expect("a socket that does not block");
        let listener = crate::site::bind(address);
        async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            let over_tcp = self.clone();
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(over_tcp.clone().answer_stream(stream));
                }
            });
            self.answer_packets(tokio::net::UdpSocket::from_std(socket).expect("a socket")).await;
        }
    }

    async fn answer_packets(self, socket: tokio::net::UdpSocket) {
        let mut packet = [0; 1500];
        while let Ok((size, from)) = socket.recv_from(&mut packet).await {
            if let Some(reply) = self.reply(&packet[..size], true) {
                drop(socket.send_to(&reply, from).await);
            }
        }
    }

    async fn answer_stream(self, mut stream: TcpStream) -> Option<()> {
        let mut packet = vec![0; usize::from(stream.read_u16().await.ok()?)];
        stream.read_exact(&mut packet).await.ok()?;
        let Some(reply) = self.reply(&packet, false) else {
            return std::future::pending().await;
        };
        stream.write_u16(u16::try_from(reply.len()).ok()?).await.ok()?;
        stream.write_all(&reply).await.ok()
    }

    fn reply(&self, packet: &[u8], udp: bool) -> Option<Vec<u8>> {
        let question = Question::read(packet)?;
        if let Some(server) = self.noted_as {
            diary::note(&server.to_string(), &question.name);
        }
        let answer = self.special.get(&question.name).copied().unwrap_or(self.manner);
        let truth = self.book.get(&question.name).map(Vec::as_slice);
        match answer {
            Answer::Lie(address) => Some(question.addresses(&[address])),
            Answer::NxDomain => Some(question.code(3)),
            Answer::NoData => Some(question.code(0)),
            Answer::ServFail => Some(question.code(2)),
            Answer::Refused => Some(question.code(5)),
            Answer::NotImplemented => Some(question.code(4)),
            Answer::Lame => Some(question.head([0x81, 0], 0)),
            Answer::Silent => None,
            Answer::Garbage => {
                Some(b"this is not the name server that you are looking for".to_vec())
            }
            Answer::DropsAaaa if question.kind == TYPE_AAAA => None,
            Answer::Truncated if udp => Some(question.truncated()),
            Answer::WrongId => truth.map(|known| wrong_id(question.addresses(known))),
            Answer::Truth | Answer::DropsAaaa | Answer::Truncated => {
                Some(truth.map_or_else(|| question.code(3), |known| question.addresses(known)))
            }
        }
    }
}

fn wrong_id(mut reply: Vec<u8>) -> Vec<u8> {
    reply[0] ^= 0x55;
    reply
}

struct Question<'a> {
    id: &'a [u8],
    name: String,
    kind: u16,
    wire: &'a [u8],
}

impl Question<'_> {
    fn read(packet: &[u8]) -> Option<Question<'_>> {
        let mut labels = Vec::new();
        let mut at = 12;
        loop {
            let size = usize::from(*packet.get(at)?);
            let label = packet.get(at + 1..at + 1 + size)?;
            at += 1 + size;
            if size == 0 {
                break;
            }
            labels.push(String::from_utf8_lossy(label).to_lowercase());
        }
        let kind = packet.get(at..at + 2)?.try_into().ok().map(u16::from_be_bytes)?;
        Some(Question {
            id: &packet[..2],
            name: labels.join("."),
            kind,
            wire: packet.get(12..at + 4)?,
        })
    }

    fn addresses(&self, known: &[IpAddr]) -> Vec<u8> {
        let fitting: Vec<Vec<u8>> =
            known.iter().filter_map(|address| self.data(*address)).collect();
        let mut reply =
            self.head([0x81, 0x80], u8::try_from(fitting.len()).expect("few addresses"));
        for data in fitting {
            reply.extend([0xc0, 0x0c]);
            reply.extend(self.kind.to_be_bytes());
            reply.extend([0, 1, 0, 0, 0, 60, 0, u8::try_from(data.len()).expect("an address")]);
            reply.extend(data);
        }
        reply
    }

    fn data(&self, address: IpAddr) -> Option<Vec<u8>> {
        match (address, self.kind) {
            (IpAddr::V4(address), TYPE_A) => Some(address.octets().to_vec()),
            (IpAddr::V6(address), TYPE_AAAA) => Some(address.octets().to_vec()),
            _ => None,
        }
    }

    fn code(&self, code: u8) -> Vec<u8> {
        self.head([0x81, 0x80 | code], 0)
    }

    fn truncated(&self) -> Vec<u8> {
        self.head([0x83, 0x80], 0)
    }

    fn head(&self, flags: [u8; 2], answers: u8) -> Vec<u8> {
        [self.id, &flags, &[0, 1, 0, answers, 0, 0, 0, 0], self.wire].concat()
    }
}
