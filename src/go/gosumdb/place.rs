use crate::base::Veiled;
use crate::go::url::Url;

/// Why go cannot ask for anything at a URL that it takes for that of a database.
/// go's file: `cmd/go/internal/web/http.go`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceFault {
    /// `unsupported scheme: …`.
    Scheme,
    /// `http: no Host in request URL`.
    NoHost,
}

/// The URL that go asks: without a scheme it is taken for https.
pub fn asked_at(url: &Veiled) -> Veiled {
    match Url::parse(url.raw()) {
        Ok(parsed) if parsed.scheme().is_empty() && parsed.host().is_empty() => {
            Veiled::new(format!("https://{}", url.raw()))
        }
        _ => url.clone(),
    }
}

/// What is wrong with the URL itself, if anything is.
pub fn place_fault(url: &Veiled) -> Option<PlaceFault> {
    let parsed = Url::parse(asked_at(url).raw()).ok()?;
    match parsed.scheme() {
        "http" | "https" if parsed.host().is_empty() => Some(PlaceFault::NoHost),
        "http" | "https" | "file" => None,
        _ => Some(PlaceFault::Scheme),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seen of the released go commands.
    #[test]
    fn urls_are_read_as_go_reads_them() {
        let fault = |url: &str| place_fault(&Veiled::new(url));
        for fine in ["https://a.b/c", "http://a.b:80", "a.b", "a.b/c", "file:///srv"] {
            assert_eq!(fault(fine), None, "{fine}");
        }
        for scheme in ["ftp://a.b", "localhost:1"] {
            assert_eq!(fault(scheme), Some(PlaceFault::Scheme), "{scheme}");
        }
        for hostless in ["https:/a.b", "/x", "https://"] {
            assert_eq!(fault(hostless), Some(PlaceFault::NoHost), "{hostless}");
        }
        assert_eq!(asked_at(&Veiled::new("a.b/c")).raw(), "https://a.b/c");
    }
}
