use super::*;
use crate::base::Bytes;
use crate::go::h1;
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use std::io::Write;

const FILES: &[(&str, &str)] =
    &[("b/b.go", "package b\n"), ("go.mod", "module a.example/m\n"), ("a.go", "")];

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipArchiveWriter::new(Vec::new());
    for (name, content) in files {
        let path = EntryPath::verbatim(format!("a.example/m@v1.0.0/{name}").into_bytes());
        let file = writer.new_file(path).compression_method(CompressionMethod::STORE);
        let (mut entry, config) = file.start().unwrap();
        let mut content_writer = config.wrap(&mut entry);
        content_writer.write_all(content.as_bytes()).unwrap();
        let (_, written) = content_writer.finish().unwrap();
        entry.finish(written).unwrap();
    }
    writer.finish().unwrap()
}

fn refusal(files: &[(&str, &str)]) -> (String, Option<Stage>) {
    let fault = check(&zip(files), "a.example/m", "v1.0.0").unwrap_err();
    (fault.message(), fault.stage())
}

#[test]
fn a_zip_hashes_to_what_its_files_do() {
    let mut listed: Vec<(String, h1::FileHash)> = FILES
        .iter()
        .map(|(name, content)| {
            (format!("a.example/m@v1.0.0/{name}"), h1::of_bytes(content.as_bytes()))
        })
        .collect();
    let zip = zip(FILES);
    let hashed = hash(&zip).unwrap();
    assert_eq!(hashed, Hashed { h1: h1::of_files(&mut listed), entries: 3 });
    let archive = Archive::open(&zip, Limits::USUAL).unwrap();
    let files = Files::of(&archive, Limits::USUAL).unwrap();
    let mut tap = Tap::of(&files);
    let seen: Vec<_> = (0..files.count())
        .map(|at| {
            let name = String::from_utf8(files.name(at).to_vec()).unwrap();
            (name, tap.hash(at, &mut |_| {}).unwrap())
        })
        .collect();
    assert_eq!(seen, listed);
    assert_eq!(accept(&zip, "a.example/m", "v1.0.0", Limits::USUAL, &|_| {}), Ok(hashed));
}

#[test]
fn what_go_says_tells_when_it_stops() {
    assert_eq!(
        refusal(&[("../go.mod", "")]),
        (
            "a.example/m@v1.0.0/../go.mod: malformed file path \"../go.mod\": \
             invalid path element \"..\""
                .to_owned(),
            Some(Stage::Extraction)
        )
    );
    let other = check(&zip(FILES), "a.example/m", "v1.0.1").unwrap_err();
    assert_eq!(
        (other.message(), other.stage()),
        (
            "zip for a.example/m@v1.0.1 has unexpected file a.example/m@v1.0.0/b/b.go".to_owned(),
            Some(Stage::Download)
        )
    );
    let page = check(&b"<html>".to_vec(), "a.example/m", "v1.0.0").unwrap_err();
    assert_eq!(
        (page.message(), page.stage()),
        ("zip: not a valid zip file".to_owned(), Some(Stage::Download))
    );
}

#[test]
fn what_is_refused_when_it_is_unpacked_has_its_hash() {
    let zip = zip(&[("a:b", "")]);
    let refused = accept(&zip, "a.example/m", "v1.0.0", Limits::USUAL, &|_| {}).unwrap_err();
    assert_eq!(refused.hashed, hash(&zip).ok());
    assert_eq!(refused.fault.stage(), Some(Stage::Extraction));
}

#[test]
fn the_first_wrong_name_is_told_and_the_others_counted() {
    let fault =
        check(&zip(&[("a:b", ""), ("c", ""), ("d:e", "")]), "a.example/m", "v1.0.0").unwrap_err();
    let ZipFault::Name { name, more, .. } = fault else { panic!("{fault:?}") };
    assert_eq!((name.as_str(), more), ("a.example/m@v1.0.0/a:b", 1));
}

#[test]
fn bounds_end_the_work_before_it_is_done() {
    let zip = zip(FILES);
    let stop = |limits| accept(&zip, "a.example/m", "v1.0.0", limits, &|_| {}).unwrap_err().fault;
    let names = Limits { names: 100, ..Limits::USUAL };
    assert_eq!(stop(names), ZipFault::TooMuch { limit: Limit::Names { bytes: 100 } });
    let content = Limits { content: 20, ..Limits::USUAL };
    assert_eq!(stop(content), ZipFault::TooMuch { limit: Limit::Content { bytes: 20 } });
    assert_eq!(stop(content).stage(), None);
}

#[test]
fn a_larger_zip_than_go_takes_is_not_read() {
    struct Huge;
    impl Bytes for Huge {
        fn size(&self) -> u64 {
            MAX_ZIP_FILE + 1
        }

        fn read_at(&self, _: &mut [u8], _: u64) -> std::io::Result<usize> {
            panic!("read")
        }
    }
    let fault = check(&Huge, "a.example/m", "v1.0.0").unwrap_err();
    assert_eq!(fault, ZipFault::ZipTooLarge { size: MAX_ZIP_FILE + 1 });
}
