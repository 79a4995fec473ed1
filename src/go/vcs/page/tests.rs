use super::{Import, imports};

fn read(page: &str) -> Result<Vec<(String, String)>, String> {
    let of = |it: Import| (it.vcs, it.repository);
    imports(page.as_bytes(), 26).map(|all| all.into_iter().map(of).collect())
}

#[test]
fn tags_are_read_as_people_write_them() {
    let git = Ok(vec![("git".to_owned(), "https://h.example/r".to_owned())]);
    for page in [
        r#"<html><head><meta name="go-import" content="h.example/r git https://h.example/r">"#,
        r"<META content='h.example/r git https://h.example/r' name='go-import'/>",
        r#"<meta name=go-import content="h.example/r git https://h.example/r" />"#,
        r#"<!doctype html><x:meta name=go-import content="h.example/r&#32;git https://h.example/r">"#,
        r#"<meta name="go-import" content="h.example/r git https://h.example/r"><p a"#,
    ] {
        assert_eq!(read(page), git, "{page}");
    }
    assert_eq!(read("<p>Sign in"), Ok(Vec::new()));
    let unread = "XML syntax error on line 2: unexpected EOF";
    assert_eq!(
        read("<p>\n<meta = content"),
        Err("XML syntax error on line 2: expected attribute name in element".into())
    );
    assert_eq!(read("<p>\n<meta "), Err(unread.into()));
    let charset =
        "xml: opening charset \"latin1\": can't decode XML document using charset \"latin1\"";
    assert_eq!(read("<?xml version=\"1.0\" encoding=\"latin1\"?>"), Err(charset.into()));
}

#[test]
fn tags_of_the_body_do_not_count() {
    for before in ["<body>", "<head/>", "<head></HEAD>", "<x:body>"] {
        let page = format!("{before}<meta name=\"go-import\" content=\"a.b/c git https://a.b/c\">");
        assert_eq!(read(&page), Ok(Vec::new()), "{page}");
    }
}

#[test]
fn a_module_proxy_comes_first() {
    let both = r#"<meta name="go-import" content="a.b/c git https://a.b/c">
        <meta name="go-import" content="a.b/c mod https://proxy.a.b">"#;
    assert_eq!(read(both), Ok(vec![("mod".into(), "https://proxy.a.b".into())]));
}

#[test]
fn a_fourth_field_is_read_since_1_25() {
    let page = br#"<meta name="go-import" content="a.b/c git https://a.b/c sub">"#;
    let below = |minor| imports(page, minor).unwrap().pop().map(|it| it.below);
    assert_eq!(below(24), None);
    assert_eq!(below(25), Some(Some("sub".into())));
}
