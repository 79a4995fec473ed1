//! `go::url` against the machine's own net/url.

mod goroot;

use gomod_doctor::go::url::{Url, User};
use goroot::{Dice, Judge};
use serde_json::{Value, json};

#[test]
fn urls_are_read_written_and_resolved_as_go_does() {
    let Some(judge) = Judge::of("url", 26) else {
        return;
    };
    let questions = questions();
    let answers = judge.ask(&questions);
    let wrong: Vec<String> = questions
        .as_array()
        .unwrap()
        .iter()
        .zip(&answers)
        .filter_map(|(question, answer)| differs(question, answer))
        .collect();
    let refused = answers.iter().filter(|a| a["Error"] != "").count();
    assert!(refused > 500 && refused < answers.len() - 500, "{refused}");
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

fn differs(question: &Value, answer: &Value) -> Option<String> {
    let text = question["Text"].as_str().unwrap();
    let ours = match Url::parse(text) {
        Ok(url) => seen(&url, question["Base"].as_str().unwrap()),
        Err(error) => json!({ "Error": error.expose().expose() }),
    };
    let plain = answer["Plain"] == true;
    let same = ours.as_object().unwrap().iter().all(|(key, value)| {
        let lossy = !plain
            && matches!(key.as_str(), "Host" | "Name" | "Path" | "Fragment" | "User" | "Password");
        lossy || *value == answer[key]
    });
    (!same).then(|| format!("{text:?}\n  ours {ours}\n  go   {answer}"))
}

fn seen(url: &Url, base: &str) -> Value {
    let user = url.user();
    let password = user.and_then(User::password);
    let resolved = Url::parse(base).map(|base| base.resolve_reference(url));
    json!({
        "Error": "",
        "Scheme": url.scheme(),
        "Opaque": url.opaque().raw(),
        "Host": url.host(),
        "Name": url.hostname(),
        "Port": url.port(),
        "Path": url.path(),
        "Escaped": url.escaped_path(),
        "Query": url.raw_query(),
        "Fragment": url.fragment(),
        "URI": url.request_uri(),
        "HasUser": user.is_some(),
        "User": user.map_or(String::new(), |user| user.name().expose().to_owned()),
        "HasPassword": password.is_some(),
        "Password": password.map_or(String::new(), |password| password.expose().to_owned()),
        "String": url.spelled().raw(),
        "Resolved": resolved.map_or(String::new(), |url| url.spelled().raw().to_owned()),
    })
}

fn questions() -> Value {
    let mut dice = Dice::new(7);
    let mut questions: Vec<Value> = ODD.iter().map(|text| question(text, &mut dice)).collect();
    for _ in 0..6000 {
        let text = url(&mut dice);
        questions.push(question(&text, &mut dice));
    }
    for _ in 0..3000 {
        let text = dice.some(PIECES, 9);
        questions.push(question(&text, &mut dice));
    }
    Value::Array(questions)
}

fn question(text: &str, dice: &mut Dice) -> Value {
    let base = match dice.below(3) {
        0 => "https://u:p@proxy.example/a/b/c?x=1#f".to_owned(),
        1 => url(dice),
        _ => dice.some(PIECES, 5),
    };
    json!({ "Text": text, "Base": base })
}

fn url(dice: &mut Dice) -> String {
    let scheme = dice.pick(&[
        "http://",
        "https://",
        "https://",
        "HTTP://",
        "socks5://",
        "file:///",
        "//",
        "",
        "1x://",
        "a+b.c-1:",
        "https:",
    ]);
    let user = dice.pick(&[
        "", "", "", "u@", "u:p@", "u:p%40s@", "u:p@ss@", "%zz@", ":@", "u:%@", "ü:p@", "u p@",
        "u:p/w@", "u:p#w@",
    ]);
    let host = dice.pick(&[
        "proxy.example",
        "h",
        "",
        "10.0.0.1",
        "[::1]",
        "[fe80::1%25eth0]",
        "[fe80::1%eth0]",
        "[1.2.3.4]",
        "[::ffff:1.2.3.4]",
        "[::1",
        "::1",
        "a b",
        "bücher.example",
        "%e4h",
        "%41h",
        "h%",
        "h<>\"",
        "[fe80::1%25%41]",
        "[x]",
        "a[b]",
        "a]b",
        "[1:2:3:4:5:6:7:8:9]",
        "[1::2::3]",
        "[12345::]",
        "[::1.2.3]",
        "[1:2]",
    ]);
    let port =
        dice.pick(&["", "", ":80", ":8080", ":", ":x", ":80x", ":1:2", ":99999999", ":8%30"]);
    let path = dice.some(PATHS, 4);
    let query = dice.pick(&["", "", "?", "?a=b", "?a?", "??", "?%zz&ü"]);
    let fragment = dice.pick(&["", "", "#", "#f", "#%zz", "#a b", "#a%2fb", "##", "#ü"]);
    format!("{scheme}{user}{host}{port}{path}{query}{fragment}")
}

const PATHS: &[&str] = &[
    "/", "/a", "/b%2fc", "/..", "/.", "//", "/%zz", "/%", "/a b", "/ü", "/@v/list", "/!a", "/%21a",
    "/a:b", "x", "/*", "/a;b,c", "/%ff", "/[x]", "/\u{7f}",
];

const PIECES: &[&str] = &[
    "http", "https", ":", "/", "//", "@", "?", "#", "%", "%20", "%zz", "[", "]", "a", "b.c", "..",
    ".", "*", " ", "\t", "\r", "é", "8080", "::", "1.2.3.4", "file", "-", "+", "\"", "\\", "|",
    ",", "direct", "\u{80}",
];

const ODD: &[&str] = &[
    "",
    "*",
    "#",
    "?",
    "/",
    "//",
    "///",
    "////",
    ":",
    "http:",
    "http:/",
    "http://",
    "http:///",
    "mailto:a@b",
    "direct",
    "off",
    "https://proxy.golang.org",
    "proxy.golang.org",
    "localhost:3000",
    "10.0.0.1:8080",
    "user:pw@proxy:3128",
    " http://h",
    "http://h ",
    "\"https://h\"",
    "https://h\r",
    "https://h,direct",
    "http://http://user:p#ss@h:8080",
    "socks5h://h",
    "file:///var/cache",
    "file://host/x",
    "file:C:/x",
    "c:\\x",
    "https://h:443:443/",
    "https://[fe80::1%25en%250]/",
    "http://[::1]a",
    "http://[::1]:a",
    "http://[]/",
    "http://[%25a]",
    "a%3ab/c",
    "./a:b",
    "*?x",
    "http://h?x@y:z",
    "https://h/%2F%2e%2E/",
    "http://%31%32",
    "http://h%25x",
    "http://a:b:80@c",
    "https://\u{1F600}.example",
    "https://%ff%fe/",
    "https://u:%ff@h",
    "http://[0:0:0:0:0:0:0:0:1.2.3.4]",
    "http://[1:2:3:4:5:6:7:1.2.3.4]",
    "http://[::ffff:01.2.3.4]",
    "http://[::256.1.1.1]",
    "http://[1:2:3:4:5:6:1.2.3.4]",
    "http://[::1.2.3.4.5]",
    "http://[::1..2]",
    "http://[fe80::1%25]",
    "http://[1::2:3:4:5:6:7:8]",
    "http://[1:]",
    "http://[1:2:3:4:5:6:7:8]",
    "http://[1g::]",
    "http://[:1]",
    "http://[::1.]",
    "http://[1:2:3:4:5:6:7::]",
];
