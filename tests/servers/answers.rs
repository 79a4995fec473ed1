//! Servers that do not answer, or not as HTTP has it.

use crate::report::{fault, open};
use crate::server::{always, serve};
use std::io::Write;
use std::thread::sleep;
use std::time::Duration;

#[test]
fn no_answer() {
    open(&serve(|_| {
        sleep(Duration::from_mins(2));
        Ok(())
    }));
}

#[test]
fn one_byte_a_second() {
    open(&serve(|stream| {
        for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n".iter().cycle() {
            stream.write_all(&[*byte])?;
            sleep(Duration::from_secs(1));
        }
        Ok(())
    }));
}

#[test]
fn one_byte_a_second_of_a_body() {
    open(&serve(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n")?;
        loop {
            stream.write_all(b"x")?;
            sleep(Duration::from_secs(1));
        }
    }));
}

#[test]
fn redirects_for_ever() {
    fault(&always("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"));
}

#[test]
fn redirects_that_grow() {
    let long = "x".repeat(60_000);
    let head = format!("HTTP/1.1 302 Found\r\nLocation: /{long}\r\nContent-Length: 0\r\n\r\n");
    fault(&always(head));
}

#[test]
fn closes_at_once() {
    fault(&always(""));
}

#[test]
fn garbage() {
    let noise: Vec<u8> = (0..=255u8).cycle().take(100_000).collect();
    fault(&always(noise));
    fault(&always("SSH-2.0-OpenSSH_9.2\r\n"));
    fault(&always(b"\x15\x03\x01\x00\x02\x02\x46".to_vec()));
}

/// The client skips such answers as fast as they come, and must still see the time.
#[test]
fn interim_answers_for_ever() {
    open(&serve(|stream| {
        loop {
            stream.write_all(b"HTTP/1.1 103 Early Hints\r\n\r\n")?;
            sleep(Duration::from_micros(300));
        }
    }));
}
