use crate::base::{Excerpt, Veiled};
use serde::{Deserialize, Serialize};

/// One header of an answer, its value shortened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    pub name: String,
    pub value: Excerpt,
}

/// What a server or a forward proxy answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    pub status: u16,
    /// The server's own words after the status, empty in HTTP/2.
    pub reason: Excerpt,
    pub headers: Vec<Header>,
    /// The beginning of the body, as a reader may see it.
    pub excerpt: Excerpt,
    /// Where the answer really came from, if redirects were followed.
    pub redirected_to: Option<Veiled>,
}

impl Reply {
    /// An answer of this status whose body begins so.
    pub fn of(status: u16, excerpt: &str) -> Self {
        Self { status, excerpt: Excerpt::text(excerpt), ..Self::default() }
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push(Header { name: name.to_owned(), value: Excerpt::text(value) });
        self
    }

    /// The first header of that name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = |header: &&Header| header.name.eq_ignore_ascii_case(name);
        self.headers.iter().find(named).map(|h| h.value.as_str())
    }

    /// `404` and `410` are "not here" to go; all else but `200` is an error.
    pub fn is_missing(&self) -> bool {
        matches!(self.status, 404 | 410)
    }
}
