use crate::causes;
use crate::log::Reader;
use crate::machine::Tap;
use crate::model::{Symptom, Words};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::{self, JoinHandle};

/// So many pieces wait to be read, until whoever prints them has to wait.
const WAITING: usize = 64;
/// So much is put by before it is read: a command that says little and succeeds costs
/// nothing more. In bytes.
const PUT_BY: usize = 1 << 20;

/// Listens to one stream of a command, on a thread of its own.
pub(super) struct Hearing(Option<JoinHandle<Heard>>);

impl Hearing {
    /// What is to be given each piece, and what comes of it. It ends with the tap.
    pub(super) fn begun() -> (Tap, Self) {
        let (send, pieces) = sync_channel::<Vec<u8>>(WAITING);
        let listening = thread::Builder::new().spawn(move || listen(&pieces)).ok();
        let tap = move |piece: &[u8]| {
            // An error of ours is no reason to hold anybody up.
            let _deaf = send.send(piece.to_vec());
        };
        (Box::new(tap), Self(listening))
    }

    /// What the stream bears; nothing where listening failed.
    pub(super) fn symptoms(self, words: Words) -> Vec<Symptom> {
        let heard = self.0.and_then(|listening| listening.join().ok());
        let symptoms = heard.map(Heard::symptoms).unwrap_or_default().into_iter();
        symptoms.map(|symptom| Symptom { words, ..symptom }).collect()
    }
}

fn listen(pieces: &Receiver<Vec<u8>>) -> Heard {
    let mut heard = Heard::default();
    for piece in pieces {
        heard.take(&piece);
    }
    heard
}

#[derive(Default)]
struct Heard {
    put_by: Vec<u8>,
    reader: Option<Reader>,
}

impl Heard {
    fn take(&mut self, piece: &[u8]) {
        match &mut self.reader {
            Some(reader) => reader.feed(piece),
            None if self.put_by.len() + piece.len() <= PUT_BY => {
                self.put_by.extend_from_slice(piece);
            }
            None => {
                let reader = self.reader.insert(Reader::new(causes::ALL));
                reader.feed(&std::mem::take(&mut self.put_by));
                reader.feed(piece);
            }
        }
    }

    fn symptoms(self) -> Vec<Symptom> {
        let mut reader = self.reader.unwrap_or_else(|| Reader::new(causes::ALL));
        reader.feed(&self.put_by);
        reader.finish()
    }
}
