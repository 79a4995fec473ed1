//! GOPROXY: which proxies are asked, in which order, and when the next one is.
//! go's file: `cmd/go/internal/modfetch/proxy.go`, `proxyList`.

mod bases;
mod corrected;
mod error;
mod list;
mod product;
mod request;

pub use bases::likely_bases;
pub use error::{ProxyListError, Wrong};
pub use list::{Element, NextOn, ProxyList, Via};
pub use product::Product;
pub use request::{module_file_url, sumdb_url};
