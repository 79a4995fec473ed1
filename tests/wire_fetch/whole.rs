//! Bodies that are wanted whole, where there is room for them.

use super::{Answer, request};
use crate::listening::Then;
use crate::peers::{LONG, net, run};
use crate::saying::say;
use gomod_doctor::wire::{Appetite, Extent, Fetched, Request, Room, Wire};
use std::time::Duration;

const GLANCE: usize = 100;
const SOON: Duration = Duration::from_millis(800);

/// A body of `length` bytes, wanted whole up to 1000, into this room.
fn read(head: &str, length: usize, then: Then, room: &Room) -> Answer {
    let words = [head.as_bytes(), b"\r\n", &vec![b'x'; length]].concat();
    let appetite = Appetite::glance(GLANCE, 4).whole(1000, SOON, room.clone());
    run(async {
        let (at, _) = say(words, then).await;
        let request = Request { appetite, ..request("http", at) };
        net(&[]).fetch(&request, LONG).await
    })
}

fn announced(length: usize, room: &Room) -> Fetched {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n");
    read(&head, length, Then::Wait, room).unwrap()
}

#[test]
fn what_fits_is_read_to_its_end() {
    let room = Room::new(2000, 2000);
    for length in [0, 1, GLANCE, GLANCE + 1, 1000] {
        let fetched = announced(length, &room);
        assert_eq!((fetched.extent, fetched.body.len()), (Extent::Whole, length));
    }
}

#[test]
fn what_is_announced_as_too_large_is_not_begun() {
    let room = Room::new(1 << 20, 1 << 20);
    let fetched = announced(1001, &room);
    assert_eq!((fetched.extent, fetched.body.len()), (Extent::TooLarge, GLANCE));
}

#[test]
fn what_is_held_leaves_less_room_for_others() {
    let room = Room::new(1500, 1 << 20);
    let first = announced(900, &room);
    let second = announced(900, &room);
    assert_eq!((second.extent, second.body.len()), (Extent::TooLarge, GLANCE));
    drop(first);
    assert_eq!(announced(900, &room).extent, Extent::Whole);
}

#[test]
fn what_is_not_announced_is_given_up_where_it_becomes_too_large() {
    let room = Room::new(500, 500);
    let fetched = read("HTTP/1.1 200 OK\r\n", 900, Then::Close, &room).unwrap();
    assert_eq!((fetched.extent, fetched.body.len()), (Extent::TooLarge, GLANCE));
    let fetched = read("HTTP/1.1 200 OK\r\n", 400, Then::Close, &room).unwrap();
    assert_eq!((fetched.extent, fetched.body.len()), (Extent::Whole, 400));
}

#[test]
fn what_does_not_come_in_time_is_left() {
    let room = Room::new(1 << 20, 1 << 20);
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n";
    let fetched = read(head, 300, Then::Wait, &room).unwrap();
    assert_eq!((fetched.extent, fetched.body.len()), (Extent::TooSlow, 300));
}
