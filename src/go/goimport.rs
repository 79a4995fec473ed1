//! Where a host says that a module's code lies: the `go-import` meta tags of its
//! `?go-get=1` page. go's files: `cmd/go/internal/vcs/discovery.go`, `vcs.go`.

/// One meta tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The import path that the repository's root stands for.
    pub prefix: String,
    /// `git`, `hg` and the like, or `mod` for a module proxy.
    pub vcs: String,
    pub repository: String,
    /// The folder in the repository, where it is not its root.
    pub below: Option<String>,
}

/// The tag that go takes for a module path (`matchGoImport`); none where none or
/// several fit.
pub fn import_for(page: &[u8], path: &str) -> Option<Import> {
    let text = String::from_utf8_lossy(page);
    let fitting: Vec<Import> = tags(&text).filter(|it| has_prefix(path, &it.prefix)).collect();
    let proxies = || fitting.iter().filter(|it| it.vcs == "mod");
    let mut wanted: Vec<&Import> = proxies().collect();
    if wanted.is_empty() {
        wanted = fitting.iter().collect();
    }
    match wanted.as_slice() {
        [one] => Some((*one).clone()),
        _ => None,
    }
}

/// The meta tags before the body.
fn tags(text: &str) -> impl Iterator<Item = Import> {
    let elements = text.split('<').skip(1).map(|element| element.split('>').next().unwrap_or(""));
    let name = |element: &str| element.split_whitespace().next().unwrap_or("").to_lowercase();
    let head = elements.take_while(move |it| !matches!(name(it).as_str(), "body" | "/head"));
    head.filter(move |it| name(it).trim_end_matches('/') == "meta").filter_map(tag)
}

fn tag(element: &str) -> Option<Import> {
    let content = attribute(element, "content")
        .filter(|_| attribute(element, "name").is_some_and(|name| name == "go-import"))?;
    let mut fields = content.split_whitespace().map(str::to_owned);
    let (prefix, vcs, repository) = (fields.next()?, fields.next()?, fields.next()?);
    let below = fields.next();
    fields.next().is_none().then_some(Import { prefix, vcs, repository, below })
}

/// An attribute's value, with or without quotes.
fn attribute<'e>(element: &'e str, name: &str) -> Option<&'e str> {
    let mut rest = element;
    while let Some((before, after)) = rest.split_once('=') {
        let value = after.trim_start();
        let (value, behind) = match value.chars().next()? {
            quote @ ('"' | '\'') => value[1..].split_once(quote)?,
            _ => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        let known = before.split_whitespace().next_back().unwrap_or("");
        if known.eq_ignore_ascii_case(name) {
            return Some(value.trim_end_matches('/'));
        }
        rest = behind;
    }
    None
}

fn has_prefix(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn import(page: &str, path: &str) -> Option<(String, String)> {
        import_for(page.as_bytes(), path).map(|it| (it.vcs, it.repository))
    }

    #[test]
    fn tags_are_read_as_people_write_them() {
        let git = Some(("git".into(), "https://h.example/r".into()));
        for page in [
            r#"<html><head><meta name="go-import" content="h.example/r git https://h.example/r">"#,
            r"<META content='h.example/r git https://h.example/r' name='go-import'/>",
            r#"<meta name=go-import content="h.example/r git https://h.example/r" />"#,
        ] {
            assert_eq!(import(page, "h.example/r/sub"), git, "{page}");
        }
        assert_eq!(import("<p>Sign in", "h.example/r"), None);
        assert_eq!(import("<meta = content", "h.example/r"), None);
    }

    #[test]
    fn tags_of_the_body_and_of_others_do_not_count() {
        let late = r#"<body><meta name="go-import" content="a.b/c git https://a.b/c">"#;
        assert_eq!(import(late, "a.b/c"), None);
        let other = r#"<meta name="go-import" content="a.b/c git https://a.b/c">"#;
        assert_eq!(import(other, "a.b/cd"), None);
    }

    #[test]
    fn a_module_proxy_comes_first() {
        let both = r#"<meta name="go-import" content="a.b/c git https://a.b/c">
            <meta name="go-import" content="a.b/c mod https://proxy.a.b">"#;
        assert_eq!(import(both, "a.b/c"), Some(("mod".into(), "https://proxy.a.b".into())));
    }
}
