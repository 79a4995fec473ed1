//! What `route` says of settings against what the go on this machine does with
//! them: it runs `go mod download` among servers that note whatever it asks.

mod bench;
mod checksums;
mod credentials;
mod files;
mod forward;
#[path = "../goroot/mod.rs"]
mod goroot;
mod order;
mod site;
mod told;
mod trust;
