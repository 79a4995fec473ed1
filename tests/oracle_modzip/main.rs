//! `go::modzip` against `archive/zip`, `dirhash` and `golang.org/x/mod/zip`.

#![cfg(unix)]

#[path = "../goroot/mod.rs"]
mod goroot;

mod ask;
mod large;
mod odd;
#[path = "../pack/mod.rs"]
mod pack;
mod real;
mod shapes;
