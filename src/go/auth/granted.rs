use super::Grant;
use crate::base::Secret;
use crate::go::url::Url;
use std::collections::HashMap;

/// What GOAUTH programs have given so far, by the beginnings of URLs.
/// go's file: `cmd/go/internal/auth/auth.go`, `credentialCache`.
#[derive(Clone, Debug, Default)]
pub struct Granted(HashMap<String, Vec<(String, Secret)>>);

impl Granted {
    /// Keeps what was given; the later beats the earlier, and nothing forgets.
    pub fn keep(&mut self, grants: &[Grant]) {
        for grant in grants {
            for url in &grant.urls {
                let prefix = bare(bare_scheme(url.raw()));
                if grant.headers.is_empty() {
                    self.0.remove(prefix);
                } else {
                    self.0.insert(prefix.to_owned(), grant.headers.clone());
                }
            }
        }
    }

    /// The headers for an https URL: those of its longest known beginning that
    /// ends before a slash.
    pub fn headers_for(&self, url: &str) -> Option<&[(String, Secret)]> {
        let url = Url::parse(url).ok()?;
        if url.scheme() != "https" {
            return None;
        }
        let spelled = url.for_request().spelled();
        let mut prefix = bare(bare_scheme(spelled.raw()));
        loop {
            if let Some(headers) = self.0.get(prefix) {
                return Some(headers);
            }
            (prefix, _) = prefix.rsplit_once('/')?;
        }
    }
}

fn bare_scheme(text: &str) -> &str {
    text.strip_prefix("https://").unwrap_or(text)
}

fn bare(text: &str) -> &str {
    text.strip_suffix('/').unwrap_or(text)
}
