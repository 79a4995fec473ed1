use super::list::completed;
use crate::base::Veiled;
use crate::go::url::{Url, UrlError};
use serde::{Deserialize, Serialize};

/// Why go refuses the whole list: its first element that is no proxy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyListError {
    /// The element as written, without the blanks around it.
    pub element: Veiled,
    /// Where the element begins in the value, in bytes.
    pub offset: usize,
    pub wrong: Wrong,
}

/// What is wrong with an element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wrong {
    /// The list holds blanks and separators only, or nothing at all.
    NoEntries,
    /// The element, completed with `https://` where go does so, is no URL.
    Url { error: UrlError },
    /// A single word, or an absolute path.
    MissingScheme,
    /// Neither https, http nor file.
    Scheme { scheme: String },
    /// A `file` URL with a host, a user, a query or a fragment, or without `//`.
    FileUrlBeyondPath,
}

impl ProxyListError {
    /// go's own message for it. go masks only the passwords of what parses.
    pub fn message(&self) -> Veiled {
        let url = completed(self.element.raw());
        let shown = || Url::parse(&url).unwrap_or_default().redacted().raw().to_owned();
        Veiled::new(match &self.wrong {
            Wrong::NoEntries => {
                "GOPROXY list is not the empty string, but contains no entries".to_owned()
            }
            Wrong::Url { error } => return error.message(&url),
            Wrong::MissingScheme => format!("invalid proxy URL missing scheme: {}", shown()),
            Wrong::Scheme { .. } => {
                format!("invalid proxy URL scheme (must be https, http, file): {}", shown())
            }
            Wrong::FileUrlBeyondPath => {
                format!("invalid file:// proxy URL with non-path elements: {}", shown())
            }
        })
    }
}
