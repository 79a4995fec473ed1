use super::*;
use crate::base::Secret;
use crate::go::netrc;
use crate::go::url::Url;
use proptest::prelude::*;

fn decide(goauth: &str, url: &str, minor: u32) -> Credentials {
    let lines = netrc::parse("machine h login u password p");
    let context = AuthContext { goauth: &Secret::new(goauth), netrc: &lines, minor };
    credentials_for(&Url::parse(url).unwrap(), &context).unwrap()
}

fn words(goauth: &str) -> String {
    GoAuth::parse(goauth).unwrap_err().to_string()
}

#[test]
fn netrc_is_for_https_only_and_the_url_wins() {
    assert!(matches!(decide("netrc", "https://h/x", 26), Credentials::Netrc { line: 1, .. }));
    let header = decide("netrc", "https://h/x", 26).header();
    assert_eq!(header.unwrap().expose(), "Basic dTpw");
    assert_eq!(decide("netrc", "http://h/x", 26), Credentials::None);
    assert_eq!(decide("netrc", "http://a:b@h/x", 26), Credentials::Refused);
    assert!(matches!(decide("netrc", "https://a:b@h/x", 26), Credentials::Url { .. }));
    assert!(matches!(decide("off", "https://a:b@h/x", 26), Credentials::Url { .. }));
    assert_eq!(decide("off", "https://h/x", 26), Credentials::None);
}

#[test]
fn before_1_24_there_is_no_goauth_and_netrc_wins() {
    assert!(matches!(decide("off", "https://h/x", 21), Credentials::Netrc { .. }));
    assert!(matches!(decide("netrc", "https://a:b@h/x", 21), Credentials::Netrc { .. }));
}

#[test]
fn programs_are_asked_in_their_order() {
    let Credentials::GoAuth { asked, otherwise } =
        decide("git /work; 'my helper' --token=hunter2 ;netrc;later", "https://h/x", 26)
    else {
        panic!("not asked");
    };
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0], Method::Git { folder: "/work".into() });
    let Method::Command { program, .. } = &asked[1] else {
        panic!("no command");
    };
    assert_eq!(*program, Program::Named("my helper".into()));
    assert!(!format!("{asked:?}").contains("hunter2"));
    assert!(otherwise.is_some());
    let first = decide("netrc;helper", "https://h/x", 26);
    assert!(matches!(first, Credentials::Netrc { .. }));
}

#[test]
fn mistakes_are_in_gos_words() {
    assert_eq!(words("netrc;"), "GOAUTH encountered an empty command");
    assert_eq!(words(""), "GOAUTH encountered an empty command");
    assert_eq!(
        words("netrc;off"),
        "GOAUTH=off cannot be combined with other authentication commands"
    );
    assert!(words("git").ends_with("git working directory"));
    assert!(words("git x;netrc").ends_with("dir is not absolute"));
    let reason = "no such file or directory".to_owned();
    let gone = check_folder("/x", FolderSeen::Unreadable { reason }).unwrap_err();
    assert!(gone.to_string().ends_with("cannot stat /x: no such file or directory"));
    assert_eq!(GoAuth::parse(" off "), Ok(GoAuth::Off));
}

proptest! {
    #[test]
    fn any_value_can_be_read(value in "(netrc|off|git|/x|x|;| |'|\"|ü){0,12}") {
        let _ = GoAuth::parse(&value);
    }
}

fn printed(text: &str) -> Result<Vec<(String, usize)>, Misprint> {
    let grants = parse_output(text)?;
    let each = grants.iter().flat_map(|it| it.urls.iter().map(|url| (url, it.headers.len())));
    Ok(each.map(|(url, headers)| (url.raw().to_owned(), headers)).collect())
}

#[test]
fn programs_print_urls_and_headers_in_turn() {
    let whole = "https://h/a\nhttps://i\n\nAuthorization: Bearer x\nX-Y: z\n\nhttps://j\n\n\n";
    let seen = |url: &str, headers| (url.to_owned(), headers);
    let known = vec![seen("https://h/a", 2), seen("https://i", 2), seen("https://j", 0)];
    assert_eq!(printed(whole), Ok(known));
    assert_eq!(printed(""), Ok(Vec::new()));
    assert_eq!(printed("token"), Err(Misprint::UrlsUnended));
    assert_eq!(printed("token\n"), Err(Misprint::NoUrl));
    assert_eq!(printed("https://h\n\nA: b\n"), Err(Misprint::HeadersUnended));
    assert_eq!(printed("https://h\n\nA:b\n\n"), Err(Misprint::NoHeader));
    let secret = parse_output("https://u:hunter2@h\n\nA: hunter2\n\n");
    assert!(!format!("{secret:?}").contains("hunter2"));
}

#[test]
fn what_is_granted_holds_below_its_urls() {
    let mut granted = Granted::default();
    let text = "https://h/a/\n\nA: 1\n\nhttps://h\n\nA: 2\n\n";
    granted.keep(&parse_output(text).unwrap());
    let value = |url: &str| granted.headers_for(url).map(|it| it[0].1.expose().to_owned());
    assert_eq!(value("https://h/a/b").as_deref(), Some("1"));
    assert_eq!(value("https://h/ab").as_deref(), Some("2"));
    assert_eq!(value("https://h:8443/a"), None);
    assert_eq!(value("http://h/a"), None);
}

#[test]
fn git_prints_for_the_url_that_it_was_asked_for() {
    let text = "protocol=https\nhost=h\nusername=u\npassword=p\n";
    let grant = parse_git(text, "https://h/a/b").unwrap();
    assert_eq!(grant.urls[0].raw(), "https://h");
    assert_eq!(grant.headers[0].1.expose(), "Basic dTpw");
    assert_eq!(parse_git(text, "https://i/a"), None);
    assert_eq!(parse_git("", "https://i/a"), None);
}
