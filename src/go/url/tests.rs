use super::*;
use proptest::prelude::*;

fn words(text: &str) -> String {
    Url::parse(text).expect_err(text).to_string()
}

fn shown(text: &str) -> String {
    Url::parse(text).expect(text).to_string()
}

#[test]
fn refusals_are_in_gos_words() {
    assert_eq!(words(":8080"), "missing protocol scheme");
    assert_eq!(words("http://a b/"), r#"invalid character " " in host name"#);
    assert_eq!(words("http://h:x/"), r#"invalid port ":x" after host"#);
    assert_eq!(words("http://h/%zz"), r#"invalid URL escape "%zz""#);
    assert_eq!(words("10.0.0.1:8/x"), "first path segment in URL cannot contain colon");
    assert_eq!(words("http://h\r"), "net/url: invalid control character in URL");
    assert_eq!(words("http://u:p /x@h"), r#"invalid port "***" after host"#);
    assert_eq!(words("http://u p@h"), "net/url: invalid userinfo");
    assert_eq!(words("http://[::1"), "missing ']' in host");
    assert_eq!(
        words("http://[fe80::z]"),
        r#"invalid host: ParseAddr("fe80::z"): each colon-separated field must have at least one digit (at "z")"#
    );
}

#[test]
fn parts_are_decoded() {
    let url = Url::parse("HTTPS://b%20b:p%40ss@[fe80::1%25eth0]:8443/a%2fb?q=1#f").unwrap();
    assert_eq!(url.scheme(), "https");
    assert_eq!(url.host(), "[fe80::1%eth0]:8443");
    assert_eq!((&*url.hostname(), &*url.port()), ("fe80::1%eth0", "8443"));
    assert_eq!((&*url.path(), &*url.escaped_path()), ("/a/b", "/a%2fb"));
    assert_eq!(url.request_uri(), "/a%2fb?q=1");
    let user = url.user().unwrap();
    assert_eq!(user.name().expose(), "b b");
    assert_eq!(user.password().unwrap().expose(), "p@ss");
    assert_eq!(user.basic().expose(), "Basic YiBiOnBAc3M=");
}

#[test]
fn redirects_resolve() {
    let base = Url::parse("https://u:p@h/a/b?x=1").unwrap();
    let to = |text| base.resolve_reference(&Url::parse(text).unwrap());
    assert_eq!(to("../c").spelled().raw(), "https://u:p@h/c");
    assert_eq!(to("//other/c").spelled().raw(), "https://other/c");
    assert_eq!(to("http://other").spelled().raw(), "http://other");
    assert_eq!(to("?y").spelled().raw(), "https://u:p@h/a/b?y");
}

#[test]
fn users_are_masked_even_where_they_do_not_belong() {
    assert_eq!(shown("https://u:pw@h/x?q#f"), "https://***@h/x?q#f");
    assert_eq!(shown("https://token@h"), "https://***@h");
    assert_eq!(shown("user:pw@proxy:3128"), "***@proxy:3128");
    assert_eq!(shown("http://http://user:p#ss@h:8080"), "http://***@h:8080");
    assert_eq!(shown("http://user:12#ss@h"), "http://***@h");
    assert_eq!(shown("https://h:8080/m@v1.0.0"), "https://h:8080/m@v1.0.0");
    let refused = words("http://user:secret/w@host");
    assert_eq!(refused, r#"invalid port "***" after host"#);
}

#[test]
fn json_is_masked_and_comes_back() {
    for text in ["https://u:hunter2@h/x", "u:hunter2@proxy:3128"] {
        let url = Url::parse(text).unwrap();
        let json = serde_json::to_string(&url).unwrap();
        assert!(!json.contains("hunter2") && !format!("{url:?}").contains("hunter2"));
        let back: Url = serde_json::from_str(&json).unwrap();
        assert_eq!(back.to_string(), url.to_string());
    }
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(text in ".{0,60}", other in "[a-z:/@?#%.\\[\\]]{0,20}") {
        let read = (Url::parse(&text), Url::parse(&other));
        if let (Ok(url), Ok(other)) = read {
            let _ = (url.resolve_reference(&other).to_string(), other.request_uri());
        }
    }

    #[test]
    fn a_password_never_shows(
        password in "[a-z0-9%@:#!]{6,12}",
        scheme in "(https?://|http://http://|socks5://|)",
    ) {
        let marked = format!("Q{password}Q");
        let text = format!("{scheme}user:{marked}@host.example:3128/x");
        let answer = match Url::parse(&text) {
            Ok(url) => format!("{url} {url:?}"),
            Err(error) => format!("{error} {error:?}"),
        };
        prop_assert!(!answer.contains('Q'), "{answer}");
    }

    #[test]
    fn what_go_writes_reads_the_same(path in "/[a-z%0-9/.]{0,9}", host in "[a-z.]{1,9}(:[0-9]{1,4})?") {
        let text = format!("https://{host}{path}");
        if let Ok(url) = Url::parse(&text) {
            let again = Url::parse(url.spelled().raw()).unwrap();
            prop_assert_eq!(again, url);
        }
    }
}
