use crate::model::Trust;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// No more hosts than this are remembered,
const MOST: usize = 64;
/// and of each no more than this many octets.
const LARGEST: usize = 64 << 10;

/// What servers sent in this run: chains that were refused, and authorities'
/// certificates that one server sends and another may lack.
#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<BTreeMap<String, Sent>>);

#[derive(Debug)]
struct Sent {
    chain: Vec<Vec<u8>>,
    is_refused: bool,
}

impl Memory {
    pub(super) fn note(&self, host: &str, chain: &[Vec<u8>], by_system: &Trust) {
        let is_refused = *by_system != Trust::Trusted;
        let size: usize = chain.iter().map(Vec::len).sum();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if size <= LARGEST && (known.len() < MOST || known.contains_key(host)) {
            known.insert(host.to_owned(), Sent { chain: chain.to_vec(), is_refused });
        }
    }

    pub(super) fn refused(&self, host: &str) -> Option<Vec<Vec<u8>>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(host).filter(|sent| sent.is_refused).map(|sent| sent.chain.clone())
    }

    /// The first certificate above a leaf that is so, and which other host sent it.
    pub(super) fn find(&self, host: &str, is: impl Fn(&[u8]) -> bool) -> Option<(String, Vec<u8>)> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let others = known.iter().filter(|(other, _)| *other != host);
        others
            .flat_map(|(other, sent)| sent.chain.iter().skip(1).map(move |der| (other, der)))
            .find(|(_, der)| is(der))
            .map(|(other, der)| (other.clone(), der.clone()))
    }
}
