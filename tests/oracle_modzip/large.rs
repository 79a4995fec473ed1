//! Zips of many files, and of every letter.

use crate::ask::compare;
use crate::goroot::Judge;
use crate::pack::{Piece, Zip};

#[test]
fn many_files_and_every_letter_are_as_go_has_them() {
    let Some(judge) = Judge::of("modzip", 24) else {
        return;
    };
    let many = |count: usize| (0..count).map(|at| Piece::of(&format!("{}/{at}", at % 977), "x"));
    let letters = (0x80..0x11_0000u32).filter_map(char::from_u32);
    let letters = letters.filter(|c| gomod_doctor::go::module::is_letter(*c));
    let letters = letters.map(|c| Piece { method: 0, ..Piece::of(&c.to_string(), "") });
    let ascii = ('a'..='z').chain('A'..='Z').map(|c| Piece::of(&c.to_string(), ""));
    let zips = [
        ("65535 files", Zip::of(many(65_535).collect())),
        ("65536 files", Zip::of(many(65_536).collect())),
        ("70000 files", Zip::of(many(70_000).collect())),
        ("70000 files, said in 16 bits", {
            Zip { records: Some(70_000 - 65_536), ..Zip::of(many(70_000).collect()) }
        }),
        ("every letter", Zip::of(ascii.chain(letters).collect())),
    ];
    let zips: Vec<_> = zips.map(|(name, zip)| (name.to_owned(), zip.bytes())).into();
    assert_eq!(compare(&judge, &zips).taken, 4);
}
