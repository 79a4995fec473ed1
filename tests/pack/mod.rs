//! Zips as nobody should write them: every number can be a lie.
#![allow(dead_code)]

use zlib_rs::crc32::crc32;
use zlib_rs::{DeflateConfig, ReturnCode, compress_slice};

pub(crate) const MODULE: &str = "a.example/m";
pub(crate) const VERSION: &str = "v1.2.3";

/// A name below the module that the zips are of.
pub(crate) fn inside(name: &str) -> Vec<u8> {
    format!("{MODULE}@{VERSION}/{name}").into_bytes()
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Descriptor {
    None,
    Signed,
    Bare,
    Wide,
}

#[derive(Clone)]
pub(crate) struct Piece {
    pub(crate) name: Vec<u8>,
    pub(crate) content: Vec<u8>,
    pub(crate) method: u16,
    pub(crate) descriptor: Descriptor,
    pub(crate) wide: bool,
    /// In the list, whatever is true.
    pub(crate) size: Option<u64>,
    pub(crate) packed: Option<u64>,
    pub(crate) crc: Option<u32>,
    pub(crate) offset: Option<u64>,
    /// Bytes of the compressed content that are kept.
    pub(crate) kept: Option<usize>,
    pub(crate) local_extra: Vec<u8>,
    pub(crate) extra: Vec<u8>,
    pub(crate) comment: Vec<u8>,
}

impl Piece {
    pub(crate) fn new(name: &[u8], content: &[u8]) -> Self {
        Self {
            name: name.to_vec(),
            content: content.to_vec(),
            method: 8,
            descriptor: Descriptor::None,
            wide: false,
            size: None,
            packed: None,
            crc: None,
            offset: None,
            kept: None,
            local_extra: Vec::new(),
            extra: Vec::new(),
            comment: Vec::new(),
        }
    }

    pub(crate) fn of(name: &str, content: &str) -> Self {
        Self::new(&inside(name), content.as_bytes())
    }
}

#[derive(Clone, Default)]
pub(crate) struct Zip {
    pub(crate) pieces: Vec<Piece>,
    /// In front of the zip proper.
    pub(crate) front: Vec<u8>,
    /// Between the files and the list.
    pub(crate) gap: Vec<u8>,
    pub(crate) comment: Vec<u8>,
    pub(crate) behind: Vec<u8>,
    /// The places count from the start of the file, not of the zip.
    pub(crate) counts_front: bool,
    pub(crate) wide: bool,
    /// Only the first file is there: the others are in the list alone.
    pub(crate) hollow: bool,
    pub(crate) records: Option<u64>,
    pub(crate) list_size: Option<u64>,
    pub(crate) list_offset: Option<u64>,
    pub(crate) comment_length: Option<u16>,
}

impl Zip {
    pub(crate) fn of(pieces: Vec<Piece>) -> Self {
        Self { pieces, ..Self::default() }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut out = self.front.clone();
        let base = if self.counts_front { 0 } else { out.len() as u64 };
        let mut list = Vec::new();
        for piece in &self.pieces {
            let at = out.len() as u64 - base;
            let packed = packed(piece);
            if !self.hollow || list.is_empty() {
                local(piece, &packed, &mut out);
            }
            listed(piece, &packed, piece.offset.unwrap_or(at), &mut list);
        }
        out.extend(&self.gap);
        let at = out.len() as u64 - base;
        out.extend(&list);
        self.end(at, list.len() as u64, base, &mut out);
        out.extend(&self.behind);
        out
    }

    fn end(&self, at: u64, size: u64, base: u64, out: &mut Vec<u8>) {
        let records = self.records.unwrap_or(self.pieces.len() as u64);
        let (size, at) = (self.list_size.unwrap_or(size), self.list_offset.unwrap_or(at));
        let is_wide = self.wide || records > 0xfffe || at > 0xffff_fffe;
        if is_wide {
            let place = out.len() as u64 - base;
            put(out, &[(0x0606_4b50, 4), (44, 8), (0x002d_002d, 4), (0, 8)]);
            put(out, &[(records, 8), (records, 8), (size, 8), (at, 8)]);
            put(out, &[(0x0706_4b50, 4), (0, 4), (place, 8), (1, 4)]);
        }
        let narrow = |number: u64, most: u64| if is_wide { most } else { number };
        put(out, &[(0x0605_4b50, 4), (0, 4)]);
        put(out, &[(narrow(records, 0xffff), 2), (narrow(records, 0xffff), 2)]);
        put(out, &[(narrow(size, 0xffff_ffff), 4), (narrow(at, 0xffff_ffff), 4)]);
        let comment = self.comment_length.unwrap_or(u16::try_from(self.comment.len()).unwrap());
        put(out, &[(comment.into(), 2)]);
        out.extend(&self.comment);
    }
}

fn packed(piece: &Piece) -> Vec<u8> {
    let mut packed = match piece.method {
        8 => deflated(&piece.content),
        _ => piece.content.clone(),
    };
    packed.truncate(piece.kept.unwrap_or(usize::MAX));
    packed
}

pub(crate) fn deflated(content: &[u8]) -> Vec<u8> {
    let mut room = vec![0; content.len() + content.len() / 100 + 1024];
    let config = DeflateConfig { window_bits: -15, ..DeflateConfig::default() };
    let (packed, done) = compress_slice(&mut room, content, config);
    assert_eq!(done, ReturnCode::Ok);
    packed.to_vec()
}

fn local(piece: &Piece, packed: &[u8], out: &mut Vec<u8>) {
    put(out, &[(0x0403_4b50, 4), (20, 2), (flags(piece), 2), (piece.method.into(), 2), (0, 4)]);
    let crc = u64::from(piece.crc.unwrap_or_else(|| crc32(0, &piece.content)));
    put(out, &[(crc, 4), (packed.len() as u64, 4), (piece.content.len() as u64, 4)]);
    put(out, &[(piece.name.len() as u64, 2), (piece.local_extra.len() as u64, 2)]);
    out.extend(&piece.name);
    out.extend(&piece.local_extra);
    out.extend(packed);
    let (packed, plain) = (packed.len() as u64, piece.content.len() as u64);
    match piece.descriptor {
        Descriptor::None => {}
        Descriptor::Signed => put(out, &[(0x0807_4b50, 4), (crc, 4), (packed, 4), (plain, 4)]),
        Descriptor::Bare => put(out, &[(crc, 4), (packed, 4), (plain, 4)]),
        Descriptor::Wide => put(out, &[(0x0807_4b50, 4), (crc, 4), (packed, 8), (plain, 8)]),
    }
}

fn listed(piece: &Piece, packed: &[u8], at: u64, list: &mut Vec<u8>) {
    let size = piece.size.unwrap_or(piece.content.len() as u64);
    let packed = piece.packed.unwrap_or(packed.len() as u64);
    let is_wide = piece.wide || size > 0xffff_fffe || at > 0xffff_fffe;
    let mut extra = piece.extra.clone();
    if is_wide {
        put(&mut extra, &[(1, 2), (24, 2), (size, 8), (packed, 8), (at, 8)]);
    }
    let narrow = |number: u64| if is_wide { 0xffff_ffff } else { number };
    put(list, &[(0x0201_4b50, 4), (20, 2), (20, 2), (flags(piece), 2), (piece.method.into(), 2)]);
    put(list, &[(0, 4), (piece.crc.unwrap_or_else(|| crc32(0, &piece.content)).into(), 4)]);
    put(list, &[(narrow(packed), 4), (narrow(size), 4)]);
    put(list, &[(piece.name.len() as u64, 2), (extra.len() as u64, 2)]);
    put(list, &[(piece.comment.len() as u64, 2), (0, 8), (narrow(at), 4)]);
    list.extend(&piece.name);
    list.extend(&extra);
    list.extend(&piece.comment);
}

fn flags(piece: &Piece) -> u64 {
    if piece.descriptor == Descriptor::None { 0 } else { 8 }
}

fn put(out: &mut Vec<u8>, numbers: &[(u64, usize)]) {
    for (number, width) in numbers {
        out.extend(&number.to_le_bytes()[..*width]);
    }
}
