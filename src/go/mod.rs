//! Floor 1: the go command's own rules, as pure functions, named as go names
//! them. Every rule here has the real go as its oracle (`tests/oracle_*`).

pub mod auth;
pub mod constraint;
pub mod env;
pub mod godebug;
pub mod goflags;
pub mod goproxy;
pub mod gosumdb;
pub mod h1;
pub mod hosts;
pub mod httpproxy;
pub mod imports;
pub mod modcache;
pub mod modfile;
pub mod module;
pub mod modzip;
pub mod netrc;
pub mod origin;
pub mod pattern;
pub mod resolv;
pub mod roots;
pub mod route;
pub mod semver;
pub mod strconv;
pub mod sumdb;
pub mod sumfile;
pub mod toolchain;
pub mod url;
pub mod vcs;
pub mod vendor;
pub mod workfile;
pub mod x509;
