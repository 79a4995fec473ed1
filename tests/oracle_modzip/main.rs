//! `go::modzip` against `archive/zip`, `dirhash` and `golang.org/x/mod/zip`.

#![cfg(unix)]

#[path = "../goroot/mod.rs"]
mod goroot;

mod ask;
mod large;
mod odd;
mod pack;
mod real;
mod shapes;
