//! `go::httpproxy` against the copy of x/net/http/httpproxy that the machine's
//! net/http is built with, and against the address that net/http dials.

mod goroot;

use gomod_doctor::go::httpproxy::{Bypass, Config, Decision};
use gomod_doctor::go::url::Url;
use goroot::{Dice, Judge};
use serde_json::{Value, json};

#[test]
fn proxies_are_chosen_as_go_does() {
    let Some(judge) = Judge::beside("httpproxy", 26, PIECES, &[("\"golang.org/x/", "\"lab/x/")])
    else {
        return;
    };
    let questions = questions();
    let answers = judge.ask(&questions);
    let pairs = questions.as_array().unwrap().iter().zip(&answers);
    let wrong: Vec<String> =
        pairs.filter_map(|(question, answer)| differs(question, answer)).collect();
    let count = |what: fn(&Value) -> bool| answers.iter().filter(|a| what(a)).count();
    let proxied = count(|a| a["Proxy"] != "");
    let refused = count(|a| a["Error"].as_str().is_some_and(|e| e.starts_with("refusing")));
    assert!(proxied > 1000 && answers.len() - proxied > 1000, "{proxied}");
    assert!(refused > 20, "{refused}");
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

fn differs(question: &Value, answer: &Value) -> Option<String> {
    let env = &question["Env"];
    let config = Config::from_environment(|name| env[name].as_str().map(str::to_owned));
    let ours = match Url::parse(question["URL"].as_str().unwrap()) {
        Ok(url) => match config.proxy_for(&url) {
            Decision::Proxy { proxy, .. } => {
                json!({ "Error": "", "Proxy": proxy.url.spelled().raw(), "Dialed": proxy.address() })
            }
            Decision::Direct { .. } => json!({ "Error": "", "Proxy": "", "Dialed": "" }),
            Decision::Refused { .. } => json!({ "Error": REFUSAL, "Proxy": "", "Dialed": "" }),
        },
        Err(_) => json!({ "Error": "url", "Proxy": "", "Dialed": "" }),
    };
    (ours != *answer).then(|| format!("{question}\n  ours {ours}\n  go   {answer}"))
}

#[test]
fn every_reason_turns_up() {
    let mut seen = [0; 6];
    for question in questions().as_array().unwrap() {
        let env = &question["Env"];
        let config = Config::from_environment(|name| env[name].as_str().map(str::to_owned));
        let Ok(url) = Url::parse(question["URL"].as_str().unwrap()) else {
            continue;
        };
        if let Decision::Direct { reason } = config.proxy_for(&url) {
            seen[match reason {
                Bypass::Unset => 0,
                Bypass::OtherScheme => 1,
                Bypass::Malformed { .. } => 2,
                Bypass::Loopback => 3,
                Bypass::OddHost => 4,
                Bypass::NoProxy { .. } => 5,
            }] += 1;
        }
    }
    assert!(seen.iter().all(|&count| count > 10), "{seen:?}");
}

const REFUSAL: &str =
    "refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/cgihttpproxy";

const PIECES: &[(&str, &str)] = &[
    ("vendor/golang.org/x/net/http/httpproxy", "x/net/http/httpproxy"),
    ("vendor/golang.org/x/net/idna", "x/net/idna"),
    ("vendor/golang.org/x/text/secure/bidirule", "x/text/secure/bidirule"),
    ("vendor/golang.org/x/text/transform", "x/text/transform"),
    ("vendor/golang.org/x/text/unicode/bidi", "x/text/unicode/bidi"),
    ("vendor/golang.org/x/text/unicode/norm", "x/text/unicode/norm"),
];

fn questions() -> Value {
    let mut dice = Dice::new(11);
    let mut questions = Vec::new();
    for value in VALUES {
        questions.push(json!({ "Env": { "HTTPS_PROXY": value }, "URL": "https://h" }));
        questions.push(json!({ "Env": { "http_proxy": value }, "URL": "http://h" }));
    }
    for entry in ENTRIES {
        for target in TARGETS {
            let env = json!({ "https_proxy": "p:1", "HTTP_PROXY": "p:2", "NO_PROXY": entry });
            questions.push(json!({ "Env": env, "URL": target }));
        }
    }
    for _ in 0..4000 {
        let list: Vec<&str> = (0..dice.below(4)).map(|_| dice.pick(ENTRIES)).collect();
        let list = list.join(dice.pick(&[",", ", ", " ,", ",,", ";"]));
        let mut env = serde_json::Map::new();
        let names = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"];
        for name in names.into_iter().filter(|_| dice.below(3) > 0).collect::<Vec<_>>() {
            env.insert(name.into(), dice.pick(VALUES).into());
        }
        env.insert(dice.pick(&["NO_PROXY", "no_proxy"]).into(), list.into());
        if dice.below(5) == 0 {
            env.insert("REQUEST_METHOD".into(), dice.pick(&["GET", ""]).into());
        }
        questions.push(json!({ "Env": env, "URL": dice.pick(TARGETS) }));
    }
    Value::Array(questions)
}

const VALUES: &[&str] = &[
    "",
    "proxy:3128",
    "http://proxy:3128",
    "https://proxy",
    "http://proxy",
    "proxy",
    "socks5://proxy",
    "socks5h://proxy:1",
    "socks4://proxy",
    "SOCKS5://Proxy",
    " http://proxy:1",
    "http://proxy:1\r",
    "http://proxy:1 ",
    "http://u:p@proxy:1",
    "http://u:p@ss@proxy:1",
    "http://u:p#x@proxy:1",
    "http://u:p/x@proxy:1",
    "http://u:10%@proxy:1",
    "u:p@proxy:1",
    "http://proxy:notaport",
    "://proxy",
    ":3128",
    "//proxy:1",
    "http:proxy:1",
    "http://",
    "http:///",
    "/proxy",
    "foo bar",
    "\"http://proxy:1\"",
    "http://[::1]:1",
    "[::1]:1",
    "::1",
    "10.0.0.1:8080",
    "bücher.example:1",
    "http://BÜCHER.example",
    "proxy:",
    "http://proxy:99999999",
    "http://proxy/path?x#y",
    "direct",
    "*",
    "http//proxy",
    "h\u{7f}",
];

const ENTRIES: &[&str] = &[
    "*",
    "example.com",
    ".example.com",
    "*.example.com",
    "EXAMPLE.com",
    "Example.com:443",
    "example.com:80",
    "example.com:",
    ":443",
    "com",
    ".com",
    "*.com",
    "*",
    "ample.com",
    "*example.com",
    "ex*mple.com",
    "https://example.com",
    "example.com/",
    "example.com.",
    ".",
    "*.",
    "",
    "10.0.0.1",
    "10.0.0.0/8",
    "10.0.0.1/32",
    "10.0.0.1:443",
    "10.0.0.1:80",
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/8:443",
    "10.0.0.0/0",
    "10.0.0",
    "010.0.0.1",
    "10.",
    "::1",
    "[::1]",
    "2001:db8::1",
    "[2001:db8::1]",
    "[2001:db8::1]:443",
    "[2001:db8::1]:80",
    "2001:db8::/32",
    "2001:DB8::/33",
    "::/0",
    "0.0.0.0/0",
    "::ffff:10.0.0.1",
    "::ffff:10.0.0.0/104",
    "::ffff:10.0.0.0/90",
    "::ffff:0:0/96",
    "fe80::1%eth0",
    "fe80::/10",
    "fe80::1%eth0/64",
    "bücher.example",
    "BÜCHER.example",
    ".xn--bcher-kva.example",
    "例え.jp",
    "localhost",
    "127.0.0.1",
    "\texample.com\t",
    "a b",
    "x@y:z",
    "[",
    "]",
    "[]:1",
    "münchen.例え.jp:443",
    "10.0.0.1/008",
    "10.0.0.1/+8",
    "example.com:443:443",
    "*:443",
    "*.*.example.com",
    ".*",
    "**",
    "..example.com",
    "example.com..",
    "-.example.com",
    ".com.",
    "EXAMPLE.COM:443",
    "example.com:0443",
    "example.com:https",
    "example.com :443",
    "[example.com]",
    "[example.com]:443",
    "example.com\u{a0}",
    "\u{200b}example.com",
    "example。com",
    "exam\u{ad}ple.com",
    "\u{feff}bücher.example",
    ".bücher.example",
    "*.BÜCHER.example",
    "xn--BCHER-kva.example",
    "10.0.0.1.",
    "10.0.0.1/31",
    "10.0.0.1:",
    "[10.0.0.1]",
    "[10.0.0.1]:443",
    "0x0a000001",
    "167772161",
    "10.0.0.0/8 ",
    "10.0.0.0 /8",
    "10.0.0.0/-1",
    "10.0.0.0/255.0.0.0",
    "::ffff:10.0.0.0/96",
    "::ffff:0a00:0001",
    "[::ffff:10.0.0.1]:443",
    "2001:db8::/129",
    "2001:0db8:0::1",
    "[2001:db8::1",
    "2001:db8::1]",
    "[2001:db8::/32]",
    "[2001:db8::1]:",
    "[fe80::1%eth0]:443",
    "::1%lo",
    "localhost:443",
    "0.0.0.0",
    "h",
    "h.",
    ".h",
    "h:",
];

const TARGETS: &[&str] = &[
    "https://example.com",
    "http://example.com/x",
    "https://sub.example.com:8443/x",
    "http://sub.example.com",
    "https://EXAMPLE.com",
    "https://notexample.com",
    "https://example.com.",
    "https://example.com:80",
    "http://example.com:443",
    "https://10.0.0.1",
    "http://10.0.0.1",
    "https://10.1.2.3:443",
    "https://11.0.0.1",
    "https://10.200.0.1",
    "https://[2001:db8::1]",
    "https://[2001:db8:1::]:8443",
    "http://[2001:db8::1]:80",
    "https://[::ffff:10.0.0.1]",
    "https://[fe80::1%25eth0]",
    "https://[fe80::1]",
    "https://localhost",
    "http://localhost:80",
    "https://LOCALHOST",
    "https://foo.localhost",
    "https://127.0.0.2",
    "https://[::1]",
    "https://[::ffff:127.0.0.1]",
    "https://[::1%25lo]",
    "https://0.0.0.0",
    "https://0x7f000001",
    "https://bücher.example",
    "https://Bücher.example",
    "https://xn--bcher-kva.example",
    "https://sub.例え.jp",
    "https://例え.jp:443",
    "https://a_b.bücher.example",
    "https://a]b",
    "https://x]",
    "https:///x",
    "ftp://example.com",
    "",
    "example.com",
    "https://h\r",
    "https://h.",
    "https://münchen.例え.jp",
    "socks5://h",
    "https://😀.example",
    "https://ไทย.example",
    "https://h:/",
    "https://h",
    "https://sub.sub.example.com.",
    "https://10.0.0.1.",
    "https://167772161",
    "https://[::ffff:a00:1]:443",
    "https://sub.bücher.example:443",
    "https://u:p@sub.example.com",
    "https://xn--bcher-kva.EXAMPLE",
];
