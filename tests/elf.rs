//! The binary stands alone: it asks for no interpreter, and runs where nothing
//! else lies.

#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::process::Command;
use tempfile::TempDir;

const TOOL: &str = env!("CARGO_BIN_EXE_gomod-doctor");
/// The program header that names an interpreter.
const PT_INTERP: u32 = 3;

fn number(bytes: &[u8], at: usize, size: usize) -> u64 {
    bytes[at..at + size].iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

#[test]
fn no_interpreter_is_asked_for() {
    let elf = std::fs::read(TOOL).unwrap();
    assert_eq!(&elf[..5], b"\x7fELF\x02", "a 64-bit ELF");
    let start = usize::try_from(number(&elf, 32, 8)).unwrap();
    let size = usize::try_from(number(&elf, 54, 2)).unwrap();
    let count = usize::try_from(number(&elf, 56, 2)).unwrap();
    assert!(count > 0);
    for header in 0..count {
        let kind = number(&elf, start + header * size, 4);
        assert_ne!(kind, u64::from(PT_INTERP), "the binary is not static");
    }
}

#[test]
fn it_runs_in_an_empty_root() {
    let root = TempDir::new().unwrap();
    std::fs::copy(TOOL, root.path().join("gomod-doctor")).unwrap();
    let words = ["-r", "chroot", root.path().to_str().unwrap(), "/gomod-doctor", "--offline"];
    let Ok(ran) = Command::new("unshare").args(words).env_clear().output() else {
        println!("skipped: unshare is not installed");
        return;
    };
    let err = String::from_utf8_lossy(&ran.stderr);
    if err.contains("unshare") {
        println!("skipped: {err}");
        return;
    }
    let out = String::from_utf8_lossy(&ran.stdout);
    assert!(out.contains("go-not-found") || out.contains("gomod-missing"), "{out}{err}");
    assert_eq!(ran.status.code(), Some(1), "{out}{err}");
}
