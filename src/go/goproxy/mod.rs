//! GOPROXY: which proxies are asked, in which order, and when the next one is.
//! go's file: `cmd/go/internal/modfetch/proxy.go`, `proxyList`.

mod corrected;
mod error;
mod list;
mod request;

pub use error::{ProxyListError, Wrong};
pub use list::{Element, NextOn, ProxyList, Via};
pub use request::{module_file_url, sumdb_url};
