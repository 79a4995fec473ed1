//! go's settings: our rules against the installed go's own code and command.

mod cases;
mod lab;

#[cfg(target_os = "linux")]
mod env;
mod godebug;
mod goflags;
mod goproxy;
mod gosumdb;
mod pattern;
mod toolchain;
