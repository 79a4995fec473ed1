//! The lab: the tool and the real go in a small internet of their own. Each scenario is a
//! process in fresh user, network, mount and pid namespaces, so nothing leaves the machine.
//!
//! `GOMOD_DOCTOR_REQUIRE_LAB=1` makes a missing go or missing namespaces a failure;
//! `GOMOD_DOCTOR_LAB_TOOL=0` asks go alone, any other value is the path of the tool to ask.

// A world can do more than today's scenarios ask of it.
#![allow(dead_code)]

mod dns;
mod forward;
mod goproxy;
mod ground;
mod http;
mod http2;
mod internet;
mod keep;
mod life;
mod module;
mod namespace;
mod run;
mod scenario;
mod site;
mod smoke;
mod sumdb;
mod tls;
mod tool;
mod world;
mod zip;
