use crate::cases::{Cases, strings};
use crate::lab::oracle;
use gomod_doctor::base::Veiled;
use gomod_doctor::go::goproxy::{NextOn, ProxyList, Via, module_file_url, sumdb_url};

const PIECES: [&str; 53] = [
    "https://",
    "http://",
    "HTTP://",
    "file://",
    "file:",
    "ftp://",
    "a.example",
    "b.example",
    "localhost",
    ":8080",
    ":x",
    ":",
    ":80:80",
    "/",
    "//",
    "/go",
    "/a%2Fb",
    "%zz",
    "%",
    "%41",
    "%C3%A9",
    "%80",
    "?q=1",
    "?",
    "#top",
    "#%",
    "u:p@",
    "u@",
    "u:p%20w@",
    "u:ü@",
    "[::1]",
    "[::1",
    "]",
    "[fe80::1%25e0]",
    "[1.2.3.4]",
    "[x]",
    "[::1%25 ]",
    "[::1%2541]",
    " ",
    "\t",
    "\r",
    "\u{1}",
    "\u{7f}",
    "\"",
    "'",
    "é",
    "direct",
    "off",
    "Direct",
    "..",
    ";",
    "\\",
    "*",
];

const WHOLE: [&str; 12] = [
    "https://proxy.golang.org",
    "direct",
    "off",
    "http://u:p@a.example:3000/x?k=v",
    "file:///srv/go",
    "a.example",
    "localhost:3000",
    "https://goproxy.cn",
    "",
    " ",
    "none",
    "/srv",
];

fn lists() -> Vec<Vec<String>> {
    let mut made = Cases::new(3);
    let mut cases = Vec::new();
    for _ in 0..20_000 {
        let list: String = (0..=made.below(3))
            .map(|_| {
                let element = if made.below(3) == 0 {
                    made.one_of(&WHOLE).to_owned()
                } else {
                    made.text(&PIECES, 6)
                };
                element + made.one_of(&[",", "|", "", ", ", " |"])
            })
            .collect();
        cases.push(vec![list, made.one_of(&["", "", "*.corp"]).to_owned()]);
    }
    cases
}

#[test]
fn lists_are_read_as_proxy_list_does() {
    let Some(oracle) = oracle() else { return };
    let cases = lists();
    let mut refused = 0;
    for (case, answer) in cases.iter().zip(oracle.ask("proxies", &cases)) {
        let ours = match ProxyList::parse(&case[0], &case[1]) {
            Ok(list) => shown(&case[0], &list),
            Err(error) => {
                refused += 1;
                assert_eq!(answer[0], "error", "{case:?}");
                let (go, ours) = (&answer[1], error.message());
                // What may be a password is masked.
                let masked = ours.raw().split_once("***");
                let masked = masked.is_some_and(|(before, _)| go.starts_with(before));
                assert!(masked || go == ours.raw(), "{case:?}\n{go}\n{}", ours.raw());
                continue;
            }
        };
        assert_eq!(answer, ours, "{case:?}");
    }
    assert!((1000..19_000).contains(&refused), "{refused}");
}

/// The list as the oracle shows it; each element must be where it says it is.
fn shown(goproxy: &str, list: &ProxyList) -> Vec<String> {
    let mut shown = vec!["ok".to_owned()];
    for element in &list.0 {
        assert!(goproxy[element.offset..].starts_with(element.raw.raw()));
        let url = match &element.via {
            Via::Proxy { url } => url.raw(),
            Via::NoProxy => "noproxy",
            Via::Direct => "direct",
            Via::Off => "off",
        };
        shown.push(format!("{} {url}", element.next_on == NextOn::AnyError));
    }
    shown
}

#[test]
fn module_files_are_requested_where_go_requests_them() {
    let Some(oracle) = oracle() else { return };
    let mut made = Cases::new(4);
    let tail = [
        "/",
        "/go",
        "/a%2Fb",
        "/%41",
        "//x",
        "/..",
        "/.",
        "/!b",
        "?q=1&r=%zz",
        "?",
        "#top",
        "/é",
        "/[x]",
        "/a b",
        "/'\"",
    ];
    let mut cases = Vec::new();
    for _ in 0..6000 {
        let host = made.one_of(&[
            "https://a.example",
            "http://u:p%20@[::1]:80",
            "HTTPS://A.example:",
            "https://é.example",
            "file://",
        ]);
        let module =
            made.one_of(&["github.com/BurntSushi/toml", "a.example/x/v2", "A.example/~u/_x"]);
        let file = made.one_of(&[
            "@v/list",
            "@v/v1.0.0.info",
            "@latest",
            "@v/v1.0.0-!r!c.zip",
            "@v/v2.0.0+incompatible.mod",
        ]);
        cases.push(vec![
            format!("{host}{}", made.text(&tail, 3)),
            module.to_owned(),
            file.to_owned(),
        ]);
    }
    for (case, answer) in cases.iter().zip(oracle.ask("module-file", &cases)) {
        if answer[0] == "error" {
            continue;
        }
        let ours =
            module_file_url(&Veiled::new(&case[0]), &answer[1], &case[2]).expect("go parses it");
        assert_eq!(ours.raw(), answer[0], "{case:?}");
    }
}

#[test]
fn databases_are_requested_where_go_requests_them() {
    let Some(oracle) = oracle() else { return };
    let mut made = Cases::new(5);
    let mut cases = vec![strings(["https://sum.golang.org", "", "/latest"])];
    for _ in 0..3000 {
        let base = made.one_of(&[
            "https://a.example",
            "https://a.example/",
            "https://a.example/go",
            "https://a/x%2Fy?q=1#f",
            "a.example",
        ]);
        let below = made.one_of(&["", "sumdb/sum.golang.org", "/sumdb/x.example/y"]);
        let path = made.one_of(&[
            "/lookup/github.com/!burnt!sushi/toml@v1.0.0",
            "/tile/8/0/x001/234.p/5",
            "/latest",
            "supported",
        ]);
        cases.push(strings([base, below, path]));
    }
    for (case, answer) in cases.iter().zip(oracle.ask("sumdb-url", &cases)) {
        let ours = sumdb_url(&Veiled::new(&case[0]), &case[1], &case[2]);
        assert_eq!(ours.as_ref().map_or("error", |url| url.raw()), answer[0], "{case:?}");
    }
}
