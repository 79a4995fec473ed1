//! The lab: the tool and the real go in a small internet of their own. Each scenario is a
//! process in fresh user, network, mount and pid namespaces, so nothing leaves the machine.
//!
//! `GOMOD_DOCTOR_REQUIRE_LAB=1` makes a missing go or missing namespaces a failure;
//! `GOMOD_DOCTOR_LAB_TOOL=0` asks go alone, any other value is the path of the tool to ask.

mod access;
mod answers;
mod checksums;
mod company;
mod diary;
mod discretion;
mod dns;
mod forge;
mod forward;
mod forwarding;
mod forwarding_odd;
mod forwarding_settings;
mod goproxy;
mod ground;
mod hanging;
mod healthy;
mod hellos;
mod hostile;
mod http;
mod http1;
mod http2;
mod internet;
mod keep;
mod life;
mod misled;
mod module;
mod names;
mod nameservers;
mod namespace;
mod odd;
mod own_world;
mod part;
mod private;
mod protocol;
mod replay;
mod road;
mod run;
mod scenario;
mod screen;
mod settings;
mod site;
mod socks;
mod source;
mod sumdb;
mod tls;
mod tool;
mod trust;
mod unlike;
mod unlisted;
mod unusual;
mod world;
mod zip;
