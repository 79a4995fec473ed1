//! Zips made to cost more than they should: a clear answer, in bounded time and memory.

use crate::ground::{Ground, Told};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use zlib_rs::{Deflate, DeflateFlush, Status};

/// A file of a zip's list: how long it says that it is, and where it says that it lies.
struct Listed {
    name: String,
    crc: u32,
    size: u32,
}

/// A zip of one packed body that every file of the list points to.
fn zip(body: &[u8], method: u16, files: impl Iterator<Item = Listed>) -> Vec<u8> {
    let packed = u32::try_from(body.len()).unwrap();
    let mut zip = b"PK\x03\x04\x14\0\0\0".to_vec();
    zip.extend(method.to_le_bytes());
    zip.extend([0; 4]);
    zip.extend([0; 12]);
    zip.extend([1, 0, 0, 0]);
    zip.push(b'x');
    zip.extend(body);
    let start = u32::try_from(zip.len()).unwrap();
    let mut count = 0_u64;
    for Listed { name, crc, size } in files {
        zip.extend(b"PK\x01\x02\x14\0\x14\0\0\0");
        zip.extend(method.to_le_bytes());
        zip.extend([0; 4]);
        zip.extend([crc, packed, size].map(u32::to_le_bytes).concat());
        zip.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        // No more fields; it lies at the start.
        zip.extend([0; 16]);
        zip.extend(name.as_bytes());
        count += 1;
    }
    let length = u32::try_from(zip.len()).unwrap() - start;
    // go holds the lower 16 bits of the count against the list.
    let count = u16::try_from(count & 0xffff).unwrap().to_le_bytes();
    zip.extend(b"PK\x05\x06\0\0\0\0");
    zip.extend([count, count].concat());
    zip.extend([length, start].map(u32::to_le_bytes).concat());
    zip.extend([0; 2]);
    zip
}

/// So many zeros, packed.
fn zeros(count: usize) -> Vec<u8> {
    let mut deflate = Deflate::new(9, false, 15);
    let piece = vec![0; 1 << 20];
    let mut packed = Vec::new();
    let mut room = vec![0; 1 << 20];
    let mut left = count;
    loop {
        let input = &piece[..left.min(piece.len())];
        let flush = if left <= piece.len() { DeflateFlush::Finish } else { DeflateFlush::NoFlush };
        let (read, written) = (deflate.total_in(), deflate.total_out());
        let status = deflate.compress(input, &mut room, flush).unwrap();
        left -= usize::try_from(deflate.total_in() - read).unwrap();
        packed.extend(&room[..usize::try_from(deflate.total_out() - written).unwrap()]);
        if status == Status::StreamEnd {
            return packed;
        }
    }
}

fn named(name: &str, size: u32) -> Listed {
    Listed { name: format!("example.com/bomb@v1.0.0/{name}"), crc: 0, size }
}

fn judged(zip: &[u8]) -> (String, u64, Duration) {
    let ground = Ground::empty();
    let stem = "cache/cache/download/example.com/bomb/@v/v1.0.0";
    ground.write(&format!("{stem}.zip"), zip);
    let hash = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    ground.write(&format!("{stem}.ziphash"), hash);
    let (told, peak, took) = ground.watched();
    assert_eq!((told.code, told.codes()), (1, vec!["modcache-corrupt"]), "{:#}", told.report);
    (told.harms()[0].0.clone(), peak, took)
}

const MOST_KB: u64 = 100 << 10;
const LONG: Duration = Duration::from_mins(1);

#[test]
fn a_gigabyte_of_zeros_in_a_megabyte() {
    let size = 1 << 30;
    let packed = zeros(1 << 30);
    assert!(packed.len() < 2 << 20);
    // Without a checksum go compares none.
    let (harm, peak, took) = judged(&zip(&packed, 8, std::iter::once(named("zeros", size))));
    assert_eq!(harm, "zip-altered", "it is read to its end, and is no module of that hash");
    assert!(peak < MOST_KB && took < LONG, "{peak} kB, {took:?}");
}

#[test]
fn a_terabyte_where_all_files_lie_upon_each_other() {
    let packed = zeros(1 << 30);
    let files = (0..1000).map(|at| named(&format!("f{at:04}"), 1 << 30));
    let (harm, peak, took) = judged(&zip(&packed, 8, files));
    assert_eq!(harm, "zip-broken");
    assert!(peak < MOST_KB && took < LONG / 4, "{peak} kB, {took:?}");
}

#[test]
fn a_file_that_says_it_is_short() {
    let (harm, peak, took) = judged(&zip(&zeros(1 << 30), 8, std::iter::once(named("f", 10))));
    assert_eq!(harm, "zip-broken");
    assert!(peak < MOST_KB && took < LONG / 4, "{peak} kB, {took:?}");
}

#[test]
fn a_million_empty_files() {
    let files = (0..1_000_000).map(|at| named(&format!("f{at:07}"), 0));
    let (harm, peak, took) = judged(&zip(b"", 0, files));
    assert_eq!(harm, "zip-altered");
    assert!(peak < 4 * MOST_KB && took < LONG, "{peak} kB, {took:?}");
}

#[test]
fn an_interrupt_ends_it_with_what_is_known() {
    let ground = Ground::empty();
    let bomb = zip(&zeros(1 << 30), 8, std::iter::once(named("zeros", 1 << 30)));
    for at in 0..20 {
        ground.write(&format!("cache/cache/download/example.com/m{at}/@v/v1.0.0.zip"), &bomb);
    }
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let mut command =
            ground.command(env!("CARGO_BIN_EXE_gomod-doctor"), &["verify", "--format", "json"]);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        thread::sleep(Duration::from_millis(1500));
        let kill = format!("kill -{signal} {}", child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        let start = Instant::now();
        let told = Told::of(&child.wait_with_output().unwrap());
        assert_eq!(told.code, code, "{:#}", told.report["run"]);
        assert_eq!(told.report["run"]["complete"], false);
        assert_ne!(told.report["verdict"], "healthy");
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    }
}

#[test]
fn names_that_lead_out_of_the_module() {
    for name in ["../../../etc/passwd", "/etc/passwd", "a\nb", "\u{1b}[31m"] {
        let listed = Listed { name: format!("example.com/bomb@v1.0.0/{name}"), crc: 0, size: 0 };
        let (harm, ..) = judged(&zip(b"", 0, std::iter::once(listed)));
        assert!(matches!(&*harm, "zip-altered" | "zip-broken"), "{name:?}: {harm}");
    }
}
