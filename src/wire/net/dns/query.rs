use crate::wire::{Family, Question};
use hickory_resolver::proto::op::{Edns, Message, Query as Asked};
use hickory_resolver::proto::rr::{Name, RecordType};

/// What go takes in one packet, and says so by EDNS0 (`maxDNSPacketSize`).
pub(super) const LARGEST: usize = 1232;

/// A question in wire format, and what an answer to it must repeat.
pub(super) struct Query {
    pub(super) id: u16,
    pub(super) name: Name,
    pub(super) kind: u16,
    pub(super) bytes: Vec<u8>,
}

impl Query {
    /// None if the name does not fit into a question; go then does not ask.
    pub(super) fn of(question: &Question) -> Option<Self> {
        let name = Name::from_ascii(format!("{}.", question.name)).ok()?;
        let kind = match question.family {
            Family::V4 => RecordType::A,
            Family::V6 => RecordType::AAAA,
        };
        let mut message = Message::query();
        message.metadata.recursion_desired = true;
        message.add_query(Asked::query(name.clone(), kind));
        message.set_edns(edns());
        Some(Self {
            id: message.metadata.id,
            name,
            kind: kind.into(),
            bytes: message.to_vec().ok()?,
        })
    }
}

fn edns() -> Edns {
    let mut edns = Edns::new();
    edns.set_max_payload(u16::try_from(LARGEST).unwrap_or(u16::MAX));
    edns
}
