//! Every answer that a nameserver can give, on real sockets.

mod peers;

use gomod_doctor::model::DnsAnswer;
use gomod_doctor::wire::{Family, Question, Wire};
use hickory_resolver::proto::op::{Message, MessageType, ResponseCode};
use hickory_resolver::proto::rr::rdata::{A, AAAA, CNAME, TXT};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use peers::{LONG, SHORT, net, run};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};

const NAME: &str = "proxy.example";

/// A nameserver that turns each question into some packets.
async fn nameserver(answer: fn(Message) -> Vec<Vec<u8>>) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let at = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut bytes = [0; 2048];
        while let Ok((length, from)) = socket.recv_from(&mut bytes).await {
            let question = Message::from_vec(&bytes[..length]).unwrap();
            for packet in answer(question) {
                socket.send_to(&packet, from).await.unwrap();
            }
        }
    });
    at
}

/// The same over TCP, at the same port, in one message.
async fn also_over_tcp(at: SocketAddr, answer: fn(Message) -> Vec<u8>) {
    let listener = TcpListener::bind(at).await.unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = vec![0; usize::from(stream.read_u16().await.unwrap())];
            stream.read_exact(&mut bytes).await.unwrap();
            let packet = answer(Message::from_vec(&bytes).unwrap());
            let length = u16::try_from(packet.len()).unwrap();
            stream.write_u16(length).await.unwrap();
            stream.write_all(&packet).await.unwrap();
        }
    });
}

fn question(server: SocketAddr) -> Question {
    Question { server, name: NAME.to_owned(), family: Family::V4, over_tcp: false }
}

fn asked(answer: fn(Message) -> Vec<Vec<u8>>, within: Duration) -> DnsAnswer {
    run(async {
        let server = nameserver(answer).await;
        net(&[]).ask(&question(server), within).await
    })
}

fn response(mut question: Message) -> Message {
    question.metadata.message_type = MessageType::Response;
    question.metadata.recursion_available = true;
    question.edns = None;
    question
}

fn with(question: Message, records: Vec<Record>) -> Message {
    let mut message = response(question);
    message.add_answers(records);
    message
}

fn packed(message: &Message) -> Vec<u8> {
    message.to_vec().unwrap()
}

fn record(name: &str, data: RData) -> Record {
    Record::from_rdata(Name::from_ascii(format!("{name}.")).unwrap(), 60, data)
}

fn code(question: Message, code: ResponseCode) -> Vec<Vec<u8>> {
    let mut message = response(question);
    message.metadata.response_code = code;
    vec![packed(&message)]
}

fn failed(rcode: &str) -> DnsAnswer {
    DnsAnswer::Failed { rcode: rcode.to_owned() }
}

fn one_address() -> DnsAnswer {
    DnsAnswer::Addresses { addresses: vec![Ipv4Addr::new(192, 0, 2, 1).into()] }
}

fn address(question: Message) -> Message {
    with(question, vec![record(NAME, RData::A(A::new(192, 0, 2, 1)))])
}

#[test]
fn the_question_is_gos() {
    let seen = asked(
        |question| {
            let edns = question.edns.clone().unwrap();
            assert_eq!((edns.max_payload(), edns.version()), (1232, 0));
            assert!(question.metadata.recursion_desired && !question.metadata.authentic_data);
            assert_eq!(question.queries[0].query_type(), RecordType::A);
            vec![packed(&address(question))]
        },
        LONG,
    );
    assert_eq!(seen, one_address());
}

#[test]
fn aliases_are_followed_within_the_answer() {
    let seen = asked(
        |question| {
            let alias = CNAME(Name::from_ascii("cdn.example.").unwrap());
            let address = RData::A(A::new(192, 0, 2, 1));
            let records = vec![record(NAME, RData::CNAME(alias)), record("cdn.example", address)];
            vec![packed(&with(question, records))]
        },
        LONG,
    );
    assert_eq!(seen, one_address());
}

#[test]
fn a_name_may_have_no_address_or_not_be() {
    let alias_alone = |question| {
        let alias = CNAME(Name::from_ascii("cdn.example.").unwrap());
        vec![packed(&with(question, vec![record(NAME, RData::CNAME(alias))]))]
    };
    assert_eq!(asked(alias_alone, LONG), DnsAnswer::NoData);
    assert_eq!(asked(|question| vec![packed(&response(question))], LONG), DnsAnswer::NoData);
    let not_there = |question| code(question, ResponseCode::NXDomain);
    assert_eq!(asked(not_there, LONG), DnsAnswer::NoSuchName);
}

#[test]
fn failures_are_named() {
    let servfail = |question| code(question, ResponseCode::ServFail);
    let refused = |question| code(question, ResponseCode::Refused);
    let not_implemented = |question| code(question, ResponseCode::NotImp);
    let format = |question| code(question, ResponseCode::FormErr);
    assert_eq!(asked(servfail, LONG), failed("SERVFAIL"));
    assert_eq!(asked(refused, LONG), failed("REFUSED"));
    assert_eq!(asked(not_implemented, LONG), failed("NOTIMP"));
    assert_eq!(asked(format, LONG), failed("FORMERR"));
}

#[test]
fn a_lame_referral_is_one_only_without_edns() {
    let lame = |question| {
        let mut message = response(question);
        message.metadata.recursion_available = false;
        vec![packed(&message)]
    };
    let with_edns = |question: Message| {
        let edns = question.edns.clone().unwrap();
        let mut message = response(question);
        message.metadata.recursion_available = false;
        message.set_edns(edns);
        vec![packed(&message)]
    };
    assert_eq!(asked(lame, LONG), DnsAnswer::LameReferral);
    assert_eq!(asked(with_edns, LONG), DnsAnswer::NoData);
}

#[test]
fn packets_that_are_no_answer_are_waited_past() {
    let late = |question: Message| {
        let good = packed(&address(question.clone()));
        let mut wrong_id = good.clone();
        wrong_id[0] ^= 1;
        vec![b"garbage".to_vec(), wrong_id, packed(&question), good]
    };
    assert_eq!(asked(late, LONG), one_address());
}

#[test]
fn only_such_packets_is_garbled_and_none_is_silence() {
    let wrong_id = |question: Message| {
        let mut packet = packed(&address(question));
        packet[1] ^= 1;
        vec![packet]
    };
    let other_question = |question: Message| {
        let mut message = address(question);
        message.queries[0].set_name(Name::from_ascii("other.example.").unwrap());
        vec![packed(&message)]
    };
    assert_eq!(asked(wrong_id, SHORT), DnsAnswer::Garbled);
    assert_eq!(asked(other_question, SHORT), DnsAnswer::Garbled);
    assert_eq!(asked(|_| vec![Vec::new()], SHORT), DnsAnswer::Garbled);
    assert_eq!(asked(|_| Vec::new(), SHORT), DnsAnswer::TimedOut { after_ms: 300 });
}

#[test]
fn records_that_break_off_are_garbled_at_once() {
    let broken_off = |question: Message| {
        let mut packet = packed(&address(question));
        packet.truncate(packet.len() - 2);
        vec![packet]
    };
    assert_eq!(asked(broken_off, LONG), DnsAnswer::Garbled);
}

#[test]
fn a_closed_port_answers_at_once() {
    run(async {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let server = socket.local_addr().unwrap();
        drop(socket);
        let mut question = question(server);
        let began = std::time::Instant::now();
        assert_eq!(net(&[]).ask(&question, LONG).await, DnsAnswer::PortRefused);
        question.over_tcp = true;
        assert_eq!(net(&[]).ask(&question, LONG).await, DnsAnswer::PortRefused);
        assert!(began.elapsed() < Duration::from_secs(5));
    });
}

#[test]
fn what_the_kernel_will_not_send_is_told_apart() {
    run(async {
        // Broadcast needs a socket option that is not set.
        let broadcast = question("127.255.255.255:53".parse().unwrap());
        assert_eq!(net(&[]).ask(&broadcast, SHORT).await, DnsAnswer::Denied);
        // A link-local address leads nowhere without a zone.
        let zoneless = question("[fe80::1]:53".parse().unwrap());
        assert_eq!(net(&[]).ask(&zoneless, SHORT).await, DnsAnswer::Unreachable);
    });
}

fn truncated(question: Message) -> Vec<Vec<u8>> {
    let mut message = response(question);
    message.metadata.truncation = true;
    vec![packed(&message)]
}

#[test]
fn a_truncated_answer_is_asked_for_by_tcp() {
    run(async {
        let server = nameserver(truncated).await;
        let mut question = question(server);
        let shut = net(&[]).ask(&question, LONG).await;
        assert_eq!(shut, DnsAnswer::PortRefused);
        also_over_tcp(server, |question| {
            let filler = RData::TXT(TXT::new(vec!["x".repeat(200)]));
            let mut records = vec![record("filler.example", filler); 20];
            records.push(record(NAME, RData::AAAA(AAAA::new(0, 0, 0, 0, 0, 0, 0, 1))));
            records.push(record(NAME, RData::A(A::new(192, 0, 2, 1))));
            packed(&with(question, records))
        })
        .await;
        // Like go, takes every address that is there, if one of the kind is.
        let both = DnsAnswer::Addresses {
            addresses: vec!["::1".parse().unwrap(), "192.0.2.1".parse().unwrap()],
        };
        assert_eq!(net(&[]).ask(&question, LONG).await, both);
        question.over_tcp = true;
        question.family = Family::V6;
        assert_eq!(net(&[]).ask(&question, LONG).await, both);
    });
}

#[test]
fn over_tcp_the_first_message_counts() {
    run(async {
        let server = nameserver(truncated).await;
        also_over_tcp(server, |question| {
            let mut packet = packed(&address(question));
            packet[0] ^= 1;
            packet
        })
        .await;
        assert_eq!(net(&[]).ask(&question(server), LONG).await, DnsAnswer::Garbled);
    });
}

#[test]
fn a_name_that_fits_no_question_is_not_asked() {
    run(async {
        let mut question = question("127.0.0.1:9".parse().unwrap());
        question.name = "x".repeat(64);
        assert_eq!(net(&[]).ask(&question, LONG).await, DnsAnswer::NoSuchName);
    });
}
