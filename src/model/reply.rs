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

    /// The first words of the body: a page's title, else its text without tags;
    /// anything else as it stands. At most some hundred characters.
    pub fn headline(&self) -> String {
        let text = self.excerpt.as_str();
        let words = title(text).unwrap_or_else(|| without_tags(text));
        // Many a page repeats its title.
        let words = match words.split_once(": ") {
            Some((title, rest)) if rest.starts_with(title) => rest.to_owned(),
            _ => words,
        };
        words.chars().take(120).collect::<String>().trim().to_owned()
    }
}

fn title(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find("<title")?;
    let start = at + lower[at..].find('>')? + 1;
    let end = lower[start..].find("</title").map_or(text.len(), |end| start + end);
    let title = text.get(start..end)?.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

fn without_tags(text: &str) -> String {
    if !text.starts_with('<') {
        return text.to_owned();
    }
    let behind = text.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    behind.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_headed_by_its_title() {
        let headline = |text: &str| Reply::of(200, text).headline();
        assert_eq!(headline("<html><head><TITLE> Sign in </TITLE></head>"), "Sign in");
        assert_eq!(headline("<html><body><h1>Sorry</h1> all"), "Sorry all");
        assert_eq!(headline("{\"a\": \"<b>\"}"), "{\"a\": \"<b>\"}");
        assert_eq!(headline("<title><title"), "<title");
    }
}
