use crate::base::Excerpt;

/// How much of a body is looked at for an excerpt, in bytes.
pub(super) const LOOKED_AT: usize = 16 * 1024;

/// The beginning of a body as a reader may see it: the text of a page without
/// its markup and its title first, anything else as it stands.
pub(super) fn excerpt(body: &[u8]) -> Excerpt {
    let body = &body[..body.len().min(LOOKED_AT)];
    let text = String::from_utf8_lossy(body);
    if !is_page(&text) {
        return Excerpt::of(body, Excerpt::USUAL);
    }
    let (title, rest) = split_title(&text);
    let (title, rest) = (plain(title), plain(rest));
    match (title.trim(), rest.trim()) {
        ("", rest) => Excerpt::text(rest),
        // Many a page repeats its title.
        (title, rest) if rest.starts_with(title) => Excerpt::text(rest),
        (title, "") => Excerpt::text(title),
        (title, rest) => Excerpt::text(&format!("{title}: {rest}")),
    }
}

fn is_page(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    ["<!doctype html", "<html", "<head", "<body", "<title", "<h1"]
        .iter()
        .any(|tag| begins_with(start, tag))
}

fn begins_with(text: &str, tag: &str) -> bool {
    let bytes = text.as_bytes().get(..tag.len());
    bytes.is_some_and(|bytes| bytes.eq_ignore_ascii_case(tag.as_bytes()))
}

/// The title, and what follows it.
fn split_title(text: &str) -> (&str, &str) {
    let found = find(text, "<title").and_then(|at| {
        let inside = &text[at..];
        let inside = &inside[inside.find('>')? + 1..];
        let end = find(inside, "</title")?;
        Some((&inside[..end], &inside[end..]))
    });
    found.unwrap_or(("", text))
}

/// The text between tags, without scripts and styles; the commonest entities
/// are read.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        out.push(' ');
        rest = after_tag(&rest[open..]);
    }
    out.push_str(rest);
    read_entities(&out)
}

fn after_tag(text: &str) -> &str {
    let hidden = [("<script", "</script"), ("<style", "</style"), ("<!--", "-->")];
    let close = hidden.iter().find(|(open, _)| begins_with(text, open));
    let start = match close {
        Some((_, close)) => find(text, close).unwrap_or(text.len()),
        None => 0,
    };
    let end = text[start..].find('>').map(|at| start + at + 1);
    end.map_or("", |end| &text[end..])
}

/// Where an ASCII word stands, in any case.
fn find(text: &str, word: &str) -> Option<usize> {
    let windows = text.as_bytes().windows(word.len());
    windows
        .enumerate()
        .find_map(|(at, window)| window.eq_ignore_ascii_case(word.as_bytes()).then_some(at))
}

fn read_entities(text: &str) -> String {
    const ENTITIES: [(&str, &str); 7] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&copy;", "©"),
        ("&amp;", "&"),
    ];
    let replaced = |text: String, (name, value): &(&str, &str)| text.replace(name, value);
    ENTITIES.iter().fold(text.to_owned(), replaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(body: &str) -> String {
        excerpt(body.as_bytes()).as_str().to_owned()
    }

    #[test]
    fn a_page_is_its_title_and_its_words() {
        let page = "<!DOCTYPE html><html><head><style>b{}</style><TITLE>Access denied</TITLE>\
                    <script>if (1 < 2) {}</script></head><body><!-- <x> --><h1>Sorry &amp; bye</h1>";
        assert_eq!(seen(page), "Access denied: Sorry & bye");
        assert_eq!(seen("<html><title>only</title>"), "only");
        assert_eq!(seen("<html>no close <b"), "no close");
    }

    #[test]
    fn anything_else_stands_as_it_is() {
        assert_eq!(seen("not found: a < b"), "not found: a < b");
        assert_eq!(seen(r#"{"error": "<html>"}"#), r#"{"error": "<html>"}"#);
        assert_eq!(seen("<script>alert(1)"), "<script>alert(1)");
    }

    #[test]
    fn odd_markup_is_no_trouble() {
        for odd in ["<html><script>", "<html><", "<html><!--", "<title", "<html>é<title>é"] {
            seen(odd);
        }
        seen(&"<html>".repeat(100_000));
    }
}
