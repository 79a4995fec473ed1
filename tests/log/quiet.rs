//! What is not about downloading modules raises no error: most of the files below `quiet`
//! are what the programs print that they are named for, run where the network, the server
//! or the source was broken.

use crate::heard::{document, is_quiet};
use std::fs;

#[test]
fn failures_of_other_programs() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/log/quiet");
    let files = fs::read_dir(folder).expect("a folder").map(|it| it.expect("a file").path());
    let mut loud = Vec::new();
    for file in files {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let text = fs::read(&file).expect("a file");
        let heard = std::panic::catch_unwind(|| is_quiet(&name, &document(&text)));
        if heard.is_err() {
            loud.push(name);
        }
    }
    assert!(loud.is_empty(), "{loud:?}");
}

/// A program, a picture, an archive: words of ours may stand in them, as in go itself.
#[test]
fn binaries() {
    let own = fs::read(env!("CARGO_BIN_EXE_gomod-doctor")).expect("the program");
    let head = &own[..own.len().min(4 << 20)];
    is_quiet("the start of a program", &document(head));
    let noise: Vec<u8> =
        (0u32..300_000).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    is_quiet("noise", &document(noise));
}

/// go downloads, and tells of each step.
const TRACE: &str = "\
# get https://proxy.example/example.com/m/@v/list
# get https://proxy.example/example.com/m/@v/list: 200 OK (0.120s)
# get https://proxy.example/example.com/m/@v/v1.0.0.info: 404 Not Found (0.090s)
# get https://other.example/example.com/m/@v/v1.0.0.info
# get https://other.example/example.com/m/@v/v1.0.0.info: 200 OK (0.101s)
# get https://sum.example/lookup/example.com/m@v1.0.0
# get https://sum.example/lookup/example.com/m@v1.0.0: 200 OK (0.033s)
mkdir -p /go/pkg/mod/cache/vcs # git https://git.example/m
cd /go/pkg/mod/cache/vcs/0a; git ls-remote -q origin
0.513s # cd /go/pkg/mod/cache/vcs/0a; git ls-remote -q origin
go: downloading example.com/m v1.0.0
";

#[test]
fn downloads_that_succeed() {
    for log in
        [TRACE, "go: downloading example.com/m v1.0.0\ngo: extracting example.com/m v1.0.0\n"]
    {
        is_quiet(log, &document(log));
        let json = "{\n\t\"Path\": \"example.com/m\",\n\t\"Version\": \"v1.0.0\",\n\t\"Info\": \"/go/pkg/mod/cache/download/example.com/m/@v/v1.0.0.info\",\n\t\"Sum\": \"h1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=\"\n}\n";
        is_quiet(log, &document(format!("{log}{json}")));
    }
}

/// go failed, a script tried again, and all is well.
#[test]
fn a_retry_that_succeeds() {
    is_quiet("nothing fails", &document("$ go build ./...\n$ echo done\ndone\n"));
}
