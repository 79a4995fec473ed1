//! The zips that one would think of.

use crate::ask::compare;
use crate::goroot::Judge;
use crate::pack::{Descriptor, Piece, Zip, inside};

#[test]
fn odd_zips_are_read_as_go_reads_them() {
    let Some(judge) = Judge::of("modzip", 24) else {
        return;
    };
    let mut zips: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, zip) in whole().into_iter().chain(files()).chain(names()) {
        zips.push((name.to_owned(), zip.bytes()));
    }
    zips.extend(broken());
    let asked = compare(&judge, &zips);
    assert!(asked.taken > 15 && asked.refused > 60, "{} {}", asked.taken, asked.refused);
}

fn good() -> Zip {
    Zip::of(vec![
        Piece::of("go.mod", "module a.example/m\n"),
        Piece::of("a.go", &"package m\n".repeat(900)),
        Piece::of("b/b.go", "package b\n"),
        Piece::of("LICENSE", "as is\n"),
    ])
}

fn with(change: impl Fn(&mut Zip)) -> Zip {
    let mut zip = good();
    change(&mut zip);
    zip
}

fn with_file(change: impl Fn(&mut Piece)) -> Zip {
    with(|zip| change(&mut zip.pieces[1]))
}

fn whole() -> Vec<(&'static str, Zip)> {
    let front = b"#!/bin/sh\n".repeat(20);
    vec![
        ("good", good()),
        ("none", Zip::default()),
        ("comment", with(|zip| zip.comment = b"hello".to_vec())),
        ("comment of 60000", with(|zip| zip.comment = vec![b'.'; 60_000])),
        ("comment too long", with(|zip| zip.comment_length = Some(9))),
        (
            "comment too short",
            with(|zip| (zip.comment, zip.comment_length) = (b"abc".to_vec(), Some(1))),
        ),
        ("behind", with(|zip| zip.behind = vec![0; 300])),
        ("behind, 70000", with(|zip| zip.behind = vec![0; 70_000])),
        ("another end behind", with(|zip| zip.behind = Zip::default().bytes())),
        ("front", with(|zip| zip.front.clone_from(&front))),
        ("front, counted", with(|zip| (zip.front, zip.counts_front) = (front.clone(), true))),
        ("gap", with(|zip| zip.gap = vec![7; 100])),
        ("wide", with(|zip| zip.wide = true)),
        ("wide with front", with(|zip| (zip.wide, zip.front) = (true, front.clone()))),
        (
            "wide with front, counted",
            with(|zip| (zip.wide, zip.front, zip.counts_front) = (true, front.clone(), true)),
        ),
        ("wide, size lies", with(|zip| (zip.wide, zip.list_size) = (true, Some(1 << 63)))),
        ("wide, offset lies", with(|zip| (zip.wide, zip.list_offset) = (true, Some(u64::MAX)))),
        (
            "wide, both lie",
            with(|zip| {
                (zip.wide, zip.list_size, zip.list_offset) = (true, Some(1 << 62), Some(1 << 62));
            }),
        ),
        ("one record too many", with(|zip| zip.records = Some(5))),
        ("one too few", with(|zip| zip.records = Some(3))),
        ("65536 more", with(|zip| zip.records = Some(4 + 65_536))),
        ("list beyond", with(|zip| zip.list_offset = Some(0x00ff_ffff))),
        ("list size of 0xffff", with(|zip| zip.list_size = Some(0xffff))),
        ("list size too small", with(|zip| zip.list_size = Some(10))),
        ("list size too large", with(|zip| zip.list_size = Some(600))),
        ("list size zero", with(|zip| zip.list_size = Some(0))),
        (
            "list begins with the second",
            with(|zip| zip.list_offset = Some(zip.bytes().len() as u64 - 300)),
        ),
    ]
}

fn files() -> Vec<(&'static str, Zip)> {
    vec![
        ("stored", with_file(|file| file.method = 0)),
        ("bzip2", with_file(|file| file.method = 12)),
        (
            "no method on a folder",
            with(|zip| zip.pieces.push(Piece { method: 99, ..Piece::of("d/", "") })),
        ),
        ("signed descriptor", with_file(|file| file.descriptor = Descriptor::Signed)),
        ("bare descriptor", with_file(|file| file.descriptor = Descriptor::Bare)),
        ("wide descriptor", with_file(|file| file.descriptor = Descriptor::Wide)),
        (
            "descriptor of a stored one",
            with_file(|file| (file.descriptor, file.method) = (Descriptor::Signed, 0)),
        ),
        (
            "wrong sum in list and descriptor",
            with_file(|file| (file.descriptor, file.crc) = (Descriptor::Signed, Some(9))),
        ),
        (
            "sum of zero, descriptor",
            with_file(|file| (file.descriptor, file.crc) = (Descriptor::Bare, Some(0))),
        ),
        ("wrong sum", with_file(|file| file.crc = Some(9))),
        ("sum of zero", with_file(|file| file.crc = Some(0))),
        ("wrong sum of a stored one", with_file(|file| (file.crc, file.method) = (Some(9), 0))),
        ("wide file", with_file(|file| file.wide = true)),
        ("declared larger", with_file(|file| file.size = Some(9001))),
        ("declared smaller", with_file(|file| file.size = Some(8999))),
        ("declared none", with_file(|file| file.size = Some(0))),
        ("declared 2^32-1", with_file(|file| file.size = Some(0xffff_ffff))),
        (
            "compressed to a negative size",
            with_file(|file| (file.packed, file.wide) = (Some(1 << 63 | 9), true)),
        ),
        (
            "a negative size and a descriptor",
            with_file(|file| {
                (file.packed, file.wide, file.descriptor) =
                    (Some(1 << 63 | 9), true, Descriptor::Signed);
            }),
        ),
        ("declared negative", with_file(|file| file.size = Some(1 << 63))),
        ("stored, declared larger", with_file(|file| (file.size, file.method) = (Some(9001), 0))),
        ("stored, declared smaller", with_file(|file| (file.size, file.method) = (Some(8999), 0))),
        ("cut", with_file(|file| file.kept = Some(20))),
        ("cut to nothing", with_file(|file| file.kept = Some(0))),
        ("stored and cut", with_file(|file| (file.kept, file.method) = (Some(20), 0))),
        ("elsewhere", with_file(|file| file.offset = Some(3))),
        ("beyond", with_file(|file| file.offset = Some(1 << 40))),
        ("in front", with_file(|file| file.offset = Some(u64::MAX - 4))),
        ("where another is", with_file(|file| file.offset = Some(0))),
        ("local extra", with_file(|file| file.local_extra = vec![1, 2, 3, 4, 5])),
        ("extra", with_file(|file| file.extra = vec![0x55, 0x54, 5, 0, 1, 0, 0, 0, 0])),
        ("extra cut", with_file(|file| file.extra = vec![1, 0, 200, 0])),
        (
            "wide field too short",
            with_file(|file| {
                (file.extra, file.size) = (vec![1, 0, 4, 0, 1, 2, 3, 4], Some(0xffff_ffff));
            }),
        ),
        ("file comment", with_file(|file| file.comment = b"\xff\xfe".to_vec())),
        (
            "deflated nonsense",
            with_file(|file| (file.content, file.kept) = (vec![0xaa; 64], Some(3))),
        ),
        ("go.mod too large", with(|zip| zip.pieces[0].size = Some((16 << 20) + 1))),
        ("license too large", with(|zip| zip.pieces[3].size = Some((16 << 20) + 1))),
        ("500 MiB declared", with_file(|file| file.size = Some((500 << 20) - 100))),
        ("600 MB declared", with_file(|file| file.size = Some(600_000_000))),
        (
            "600 MB declared, and a wrong name",
            with(|zip| {
                zip.pieces[1].size = Some(600_000_000);
                zip.pieces.push(Piece::of("a:b", ""));
            }),
        ),
        (
            "a bomb",
            with(|zip| {
                let mut bomb = Piece::new(&inside("bomb"), &vec![0; 20 << 20]);
                bomb.size = Some(1000);
                zip.pieces.push(bomb);
            }),
        ),
        (
            "large and true",
            with(|zip| zip.pieces.push(Piece::new(&inside("zero"), &vec![0; 20 << 20]))),
        ),
    ]
}

const NAMES: &[&str] = &[
    "",
    "d/",
    "d/d/",
    "/",
    "//",
    "/etc/passwd",
    "..",
    "../x",
    "../../x",
    "a/../b",
    "./a",
    "a/.",
    "a//b",
    "a\\b",
    "..\\x",
    "C:\\x",
    "C:x",
    "a:b",
    "a*b",
    "a?b",
    "a|b",
    "a<b",
    "a\"b",
    "a'b",
    "a`b",
    "a;b",
    "a b",
    "a\tb",
    "a\nb",
    "a\r",
    "\u{0}",
    "\u{7f}",
    "a.",
    "a..",
    "...",
    ".a",
    "a./b",
    ".git/config",
    "con",
    "CON.txt",
    "aux/b",
    "nul.go",
    "com1",
    "a~1",
    "~",
    "!#$%&()+,-.=@[]^_{}~ ",
    "\u{fc}.go",
    "u\u{308}.go",
    "\u{1f600}",
    "\u{4e2d}/\u{6587}.go",
    "A.go",
    "a.GO",
    "B/b.go",
    "b",
    "b/",
    "b/b.go/c",
    "B",
    "go.mod",
    "GO.MOD",
    "Go.mod",
    "x/go.mod",
    "x/GO.mod",
    "go.mod/x",
    "license",
    "License",
    "LICENSE",
    "x/LICENSE",
    "\u{212a}",
    "k",
    "\u{17f}",
    "vendor/a/b.go",
    "b/B.go",
    "b/b.GO/x",
    "-a",
    "-",
];

fn names() -> Vec<(&'static str, Zip)> {
    let mut zips: Vec<(&str, Zip)> = NAMES
        .iter()
        .map(|name| (*name, with(|zip| zip.pieces.push(Piece::of(name, "")))))
        .collect();
    zips.extend([
        (
            "two of one name",
            with(|zip| zip.pieces.extend([Piece::of("t", "1"), Piece::of("t", "2")])),
        ),
        (
            "two of one name, the first broken",
            with(|zip| {
                let first = Piece { crc: Some(1), ..Piece::of("t", "1") };
                zip.pieces.extend([first, Piece::of("t", "2")]);
            }),
        ),
        (
            "a folder twice",
            with(|zip| zip.pieces.extend([Piece::of("t/", ""), Piece::of("t/", "")])),
        ),
        ("a folder with content", with(|zip| zip.pieces.push(Piece::of("t/", "content")))),
        (
            "a folder with packed content",
            with(|zip| zip.pieces.push(Piece { size: Some(0), ..Piece::of("t/", "content") })),
        ),
        (
            "no text",
            with(|zip| {
                zip.pieces.push(Piece::new(&[&inside("a")[..], b"\xff\xfe.go"].concat(), b""));
            }),
        ),
        (
            "no text, not clean",
            with(|zip| {
                zip.pieces.push(Piece::new(&[&inside("./a")[..], b"\xff.go"].concat(), b""));
            }),
        ),
        ("another module", with(|zip| zip.pieces[2].name = b"b.example/m@v1.2.3/b.go".to_vec())),
        (
            "the version of another",
            with(|zip| zip.pieces[2].name = b"a.example/m@v1.2.30/b.go".to_vec()),
        ),
        ("no prefix", Zip::of(vec![Piece::new(b"go.mod", b"module a.example/m\n")])),
        ("nothing but the prefix", with(|zip| zip.pieces[2].name = inside(""))),
        ("an absolute one", with(|zip| zip.pieces[2].name = b"/a.example/m@v1.2.3/b.go".to_vec())),
        ("an empty name", with(|zip| zip.pieces[2].name = Vec::new())),
        ("a long name", with(|zip| zip.pieces[2].name = inside(&"x".repeat(200)))),
        (
            "faults before a newline",
            with(|zip| {
                zip.pieces
                    .extend([Piece::of("z\n", ""), Piece { crc: Some(1), ..Piece::of("y", "1") }]);
            }),
        ),
        (
            "faults after a newline",
            with(|zip| {
                zip.pieces
                    .extend([Piece::of("x\n", ""), Piece { crc: Some(1), ..Piece::of("y", "1") }]);
            }),
        ),
        (
            "much of it wrong",
            with(|zip| {
                let names = [
                    "A/b/c", "a/B/d", "A/b/e", "q:", "a/B/f", "A/b/e", "A/b", "a/b/c/", "B/b.go/x",
                ];
                zip.pieces.extend(names.map(|name| Piece::of(name, "")));
            }),
        ),
    ]);
    zips
}

/// Of good zips, cut at every place.
fn broken() -> Vec<(String, Vec<u8>)> {
    let zip = Zip { wide: true, comment: b"hello".to_vec(), ..good() }.bytes();
    let mut broken: Vec<(String, Vec<u8>)> = (0..zip.len())
        .step_by(3)
        .map(|end| (format!("cut at {end}"), zip[..end].to_vec()))
        .collect();
    broken.push(("a page".into(), b"<html><body>Sign in</body></html>".to_vec()));
    broken.push(("nothing".into(), Vec::new()));
    broken
}
