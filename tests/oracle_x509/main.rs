//! The port of crypto/x509 against the real one: chains made and judged by go,
//! host names, altered certificates, PEM files and this machine's own bundles.

mod altered;
mod chains;
mod hosts;
mod judge;
mod pem;
mod roots;
