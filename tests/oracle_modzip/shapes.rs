//! Zips by chance: of odd parts, and with bytes that are wrong.

use crate::ask::compare;
use crate::goroot::{Dice, Judge};
use crate::pack::{Descriptor, Piece, Zip, inside};

#[test]
fn zips_by_chance_are_read_as_go_reads_them() {
    let Some(judge) = Judge::of("modzip", 24) else {
        return;
    };
    let mut dice = Dice::new(11);
    let mut zips: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..2500 {
        let zip = zip(&mut dice);
        zips.push((format!("zip {at}"), zip.bytes()));
        let mut bytes = zip.bytes();
        for _ in 0..=dice.below(3) {
            let place = spot(&mut dice, bytes.len());
            let byte = u8::try_from(dice.below(256)).unwrap();
            if let Some(there) = bytes.get_mut(place) {
                *there = byte;
            }
        }
        zips.push((format!("zip {at} with wrong bytes"), bytes));
    }
    let asked = compare(&judge, &zips);
    assert!(asked.taken > 300 && asked.refused > 2000, "{} {}", asked.taken, asked.refused);
}

/// Rather near the end, where the list is.
fn spot(dice: &mut Dice, length: usize) -> usize {
    let from_end = if dice.below(2) == 0 { dice.below(400) } else { dice.below(length.max(1)) };
    length.saturating_sub(1 + from_end)
}

fn zip(dice: &mut Dice) -> Zip {
    let mut zip = Zip::of((0..dice.below(6)).map(|_| piece(dice)).collect());
    let junk = vec![b'x'; dice.below(2000)];
    match dice.below(24) {
        0 => zip.front = junk,
        1 => (zip.front, zip.counts_front) = (junk, true),
        2 => zip.behind = junk,
        3 => zip.comment = junk,
        4 => zip.gap = junk,
        5 => zip.wide = true,
        6 => (zip.wide, zip.front) = (true, junk),
        7 => zip.records = Some(dice.below(8) as u64),
        8 => zip.list_size = Some(dice.below(3000) as u64),
        9 => zip.list_offset = Some(dice.below(3000) as u64),
        _ => {}
    }
    zip
}

fn piece(dice: &mut Dice) -> Piece {
    let name = if dice.below(12) == 0 { odd_name(dice) } else { name(dice) };
    let content =
        dice.some(&["package x\n", "\u{0}", "func f() {}\n", "aaaaaaaaaaaaaaaa", "\n"], 40);
    let mut piece = Piece::new(&name, content.repeat(1 + dice.below(40)).as_bytes());
    if name.ends_with(b"/") && dice.below(4) > 0 {
        piece.content.clear();
    }
    match dice.below(30) {
        0 => piece.method = u16::try_from(dice.below(15)).unwrap(),
        1..6 => piece.method = 0,
        6 => piece.descriptor = Descriptor::Signed,
        7 => piece.descriptor = Descriptor::Bare,
        8 => piece.descriptor = Descriptor::Wide,
        9 => piece.wide = true,
        10 => piece.size = Some(dice.below(5000) as u64),
        11 => piece.crc = Some(u32::try_from(dice.below(2)).unwrap()),
        12 => piece.kept = Some(dice.below(60)),
        13 => piece.local_extra = vec![0; dice.below(60)],
        14 => piece.extra = vec![0; dice.below(60)],
        15 => piece.offset = Some(dice.below(400) as u64),
        _ => {}
    }
    piece
}

fn name(dice: &mut Dice) -> Vec<u8> {
    inside(&format!(
        "{}{}",
        dice.some(&["a/", "b/", "cd/"], 3),
        dice.pick(&["x.go", "y.go", "go.sum", "z", "w.c"])
    ))
}

fn odd_name(dice: &mut Dice) -> Vec<u8> {
    const PARTS: &[&str] = &[
        "a", "A", "b", "/", "/", ".", "..", "go.mod", "GO.MOD", "LICENSE", "\u{e9}", "\u{c9}",
        "\u{212a}", "k", "\n", "\\", ":", " ", "con", "x.go", "X.go",
    ];
    let name = dice.some(PARTS, 5);
    if dice.below(10) == 0 { name.into_bytes() } else { inside(&name) }
}
