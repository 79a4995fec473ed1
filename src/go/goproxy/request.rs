use crate::base::Veiled;
use crate::go::url::{Url, UrlError};

/// The URL at which `proxy` serves a file of a module: `module` is the escaped
/// module path (`github.com/!burnt!sushi/toml`), `file` the escaped file below
/// it (`@v/v1.0.0.info`). A query of the proxy is kept, a fragment is not, and
/// `!` stands as `%21`. go's file: `cmd/go/internal/modfetch/proxy.go`.
pub fn module_file_url(proxy: &Veiled, module: &str, file: &str) -> Result<Veiled, UrlError> {
    let url = Url::parse(proxy.raw())?.module_file(module, file);
    Ok(url.resent()?.spelled())
}

/// The URL of `path` at a checksum database whose base is `base`, with `below`
/// joined first where a proxy serves it (`sumdb/sum.golang.org`). `!` is sent as
/// it is where the base has no path. go's file: `cmd/go/internal/modfetch/sumdb.go`.
pub fn sumdb_url(base: &Veiled, below: &str, path: &str) -> Result<Veiled, UrlError> {
    let url = Url::parse(base.raw())?.join(below).join(path);
    Ok(url.resent()?.spelled())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module_file(proxy: &str, module: &str, file: &str) -> String {
        module_file_url(&Veiled::new(proxy), module, file).unwrap().raw().to_owned()
    }

    #[test]
    fn module_files_stand_below_the_base() {
        for (proxy, url) in [
            ("https://p.example", "https://p.example/a.example/%21x/@v/list"),
            ("https://p.example/", "https://p.example/a.example/%21x/@v/list"),
            (
                "https://u:p@p.example/go//x/?k=v#top",
                "https://u:p@p.example/go/x/a.example/%21x/@v/list?k=v",
            ),
            ("https://p.example/a%2Fb", "https://p.example/a%2Fb/a.example/%21x/@v/list"),
            ("file:///srv/proxy", "file:///srv/proxy/a.example/%21x/@v/list"),
        ] {
            assert_eq!(module_file(proxy, "a.example/!x", "@v/list"), url);
        }
    }

    #[test]
    fn sumdb_requests_keep_the_exclamation_mark() {
        let url = |base, below| {
            sumdb_url(&Veiled::new(base), below, "/lookup/a.example/!x@v1.0.0").unwrap()
        };
        assert_eq!(
            url("https://sum.golang.org", "").raw(),
            "https://sum.golang.org/lookup/a.example/!x@v1.0.0"
        );
        let proxied = url("https://p.example/go", "sumdb/sum.golang.org");
        assert_eq!(
            proxied.raw(),
            "https://p.example/go/sumdb/sum.golang.org/lookup/a.example/%21x@v1.0.0"
        );
    }
}
