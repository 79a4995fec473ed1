//! `go::netrc` and `go::auth` against the machine's own cmd/go/internal/auth
//! and the header that net/http then sends.

mod goroot;

use gomod_doctor::base::Secret;
use gomod_doctor::go::auth::{AuthContext, Credentials, FolderSeen, GoAuth, GoAuthError, Method};
use gomod_doctor::go::auth::{Granted, check_folder, credentials_for, parse_output};
use gomod_doctor::go::netrc::{Line, parse};
use gomod_doctor::go::url::{Url, User};
use goroot::{Dice, Judge};
use serde_json::{Value, json};

#[test]
fn credentials_are_those_that_go_sends() {
    let Some(judge) = Judge::beside("netrc", 21, PIECES, MOVED) else {
        return;
    };
    let questions = questions();
    let answers = judge.ask(&questions);
    let pairs = questions.as_array().unwrap().iter().zip(&answers);
    let wrong: Vec<String> =
        pairs.filter_map(|(question, answer)| differs(question, answer, judge.minor())).collect();
    let sent = answers.iter().filter(|answer| answer["Sent"] == true).count();
    assert!(sent > 700 && answers.len() - sent > 700, "{sent}");
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

fn differs(question: &Value, answer: &Value, minor: u32) -> Option<String> {
    let lines = parse(question["Netrc"].as_str().unwrap());
    let mut ours = match Url::parse(question["URL"].as_str().unwrap()) {
        Ok(url) => reply(&url, &lines, &question["GoAuth"], minor),
        Err(_) => json!({ "Error": "url" }),
    };
    ours["Lines"] = lines.iter().map(entry).collect();
    let same = ours.as_object().unwrap().iter().all(|(key, value)| *value == answer[key]);
    (!same).then(|| format!("{question}\n  ours {ours}\n  go   {answer}"))
}

fn entry(line: &Line) -> Value {
    json!({
        "Machine": line.machine.raw(),
        "Login": line.login.expose(),
        "Password": line.password.expose(),
    })
}

fn reply(url: &Url, lines: &[Line], goauth: &Value, minor: u32) -> Value {
    let goauth = Secret::new(goauth.as_str().unwrap());
    let context = AuthContext { goauth: &goauth, netrc: lines, minor };
    let pair =
        |login: &str, password: &str| json!({ "Sent": true, "Login": login, "Password": password });
    let found = missing_folder(&goauth, minor, url).and_then(|()| credentials_for(url, &context));
    match found {
        Err(error) => json!({ "Fatal": error.to_string() }),
        Ok(Credentials::Url { .. } | Credentials::Refused) => {
            let user = url.user().unwrap();
            let password = user.password().unwrap_or_default();
            pair(user.name().expose(), password.expose())
        }
        Ok(Credentials::Netrc { login, password, .. }) => pair(login.expose(), password.expose()),
        Ok(Credentials::GoAuth { otherwise: Some(line), .. }) => {
            pair(line.login.expose(), line.password.expose())
        }
        Ok(Credentials::None | Credentials::GoAuth { otherwise: None, .. }) => {
            json!({ "Sent": false })
        }
    }
}

/// The one check that needs the machine: `/gone` is not there, `/` is.
fn missing_folder(goauth: &Secret, minor: u32, url: &Url) -> Result<(), GoAuthError> {
    if minor < 24 || url.scheme() != "https" {
        return Ok(());
    }
    let Ok(read) = GoAuth::parse(goauth.expose()) else {
        return Ok(());
    };
    for method in read.methods() {
        if let Method::Git { folder } = method
            && folder == "/gone"
        {
            let reason = "stat /gone: no such file or directory".to_owned();
            check_folder(folder, FolderSeen::Unreadable { reason })?;
        }
    }
    Ok(())
}

#[test]
fn headers_are_those_that_programs_give() {
    let Some(judge) = Judge::beside("netrc", 26, PIECES, MOVED) else {
        return;
    };
    let mut dice = Dice::new(17);
    let questions: Vec<Value> = (0..4000)
        .map(|_| json!({ "Printed": output(&mut dice), "URL": dice.pick(ASKED), "GoAuth": "off" }))
        .collect();
    let answers = judge.ask(&Value::Array(questions.clone()));
    let wrong: Vec<String> = questions
        .iter()
        .zip(&answers)
        .filter(|(question, answer)| {
            let (given, misprinted) = given(question);
            answer["Given"] != json!(given) || answer["Misprinted"] != misprinted
        })
        .map(|(question, answer)| {
            format!("{question}\n  ours {:?}\n  go   {answer}", given(question))
        })
        .collect();
    let sent = answers.iter().filter(|answer| answer["Given"] != json!([])).count();
    let broken = answers.iter().filter(|answer| answer["Misprinted"] == true).count();
    assert!(sent > 400 && broken > 400, "{sent} {broken}");
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong[..wrong.len().min(10)].join("\n"));
}

fn given(question: &Value) -> (Vec<String>, bool) {
    let Ok(grants) = parse_output(question["Printed"].as_str().unwrap()) else {
        return (Vec::new(), true);
    };
    let mut granted = Granted::default();
    granted.keep(&grants);
    let headers = granted.headers_for(question["URL"].as_str().unwrap()).unwrap_or_default();
    let line = |(name, value): &(String, Secret)| {
        format!("{}: {}", name.to_ascii_lowercase(), value.expose())
    };
    let mut lines: Vec<String> = headers.iter().map(line).collect();
    lines.sort();
    (lines, false)
}

/// Blocks that mostly make sense.
fn output(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..dice.below(4) {
        for _ in 0..=dice.below(2) {
            text.push_str(mostly(dice, PRINTED));
            text.push('\n');
        }
        text.push('\n');
        for _ in 0..dice.below(3) {
            text.push_str(mostly(dice, HEADERS));
            text.push('\n');
        }
        text.push_str(if dice.below(12) == 0 { "" } else { "\n" });
    }
    text
}

/// The first ones make sense.
fn mostly<'a>(dice: &mut Dice, from: &[&'a str]) -> &'a str {
    if dice.below(6) == 0 { dice.pick(from) } else { dice.pick(&from[..5]) }
}

const ASKED: &[&str] =
    &["https://h/a/b", "https://h/a", "https://h:8443/a", "https://i/x?y=1", "http://h/a"];

const PRINTED: &[&str] = &[
    "https://h",
    "https://h",
    "https://h/a",
    "https://h/a/b",
    "https://h:8443",
    "https://i/",
    "https://i/x?y=1",
    "http://h/a",
    "HTTPS://h",
    "h/a",
    "/h",
    "https://h/a#b",
    "https://h/a b",
    "https:h",
    " https://h",
    "https://h\r",
    "*",
    "https://u:p@h/a",
    "https://[::1",
];

const HEADERS: &[&str] = &[
    "Authorization: Bearer x",
    "Authorization: Bearer x",
    "Authorization:  Basic eA== ",
    "x-token: y",
    "X-Token: z",
    "X-Empty: ",
    "X:y",
    "X Y: z",
    ": z",
    "X: a\tb",
    "X: a\u{7f}b",
    "X: \u{fc}",
    "X: a\r",
];

#[test]
fn users_of_urls_become_the_header_that_go_makes() {
    let url = Url::parse("https://user:%e9%40@h").unwrap();
    assert_eq!(url.user().map(User::basic).unwrap().expose(), "Basic dXNlcjrpQA==");
}

const PIECES: &[(&str, &str)] =
    &[("cmd/go/internal/auth", "auth"), ("cmd/internal/quoted", "quoted")];

const MOVED: &[(&str, &str)] = &[
    ("\"cmd/go/internal/base\"", "\"lab/base\""),
    ("\"cmd/go/internal/cfg\"", "\"lab/cfg\""),
    ("\"cmd/go/internal/web/intercept\"", "\"lab/intercept\""),
    ("\"cmd/internal/quoted\"", "\"lab/quoted\""),
];

fn questions() -> Value {
    let mut dice = Dice::new(13);
    let mut questions = Vec::new();
    for goauth in GOAUTH {
        for url in URLS {
            let netrc = "machine h login u password p\nmachine i login v password q\n";
            questions.push(json!({ "Netrc": netrc, "GoAuth": goauth, "URL": url }));
        }
    }
    for machine in MACHINES {
        for url in URLS {
            let netrc =
                format!("machine {machine} login u password p\nmachine h login v password q");
            questions.push(json!({ "Netrc": netrc, "GoAuth": "netrc", "URL": url }));
        }
    }
    for _ in 0..4000 {
        let netrc = file(&mut dice);
        let goauth = match dice.below(6) {
            0 => dice.pick(GOAUTH),
            _ => "netrc",
        };
        questions.push(json!({ "Netrc": netrc, "GoAuth": goauth, "URL": dice.pick(URLS) }));
    }
    Value::Array(questions)
}

/// Words that mostly make sense, with something odd in every other file.
fn file(dice: &mut Dice) -> String {
    let mut text = String::new();
    for number in 0..dice.below(5) {
        let between = dice.pick(&[" ", " ", "\n", "\n  ", "\t", "\r\n", " \u{a0}", "\n\n"]);
        let mut words = vec![
            format!("machine {}", dice.pick(MACHINES)),
            format!("login {}{number}", dice.pick(&["u", "\"u\"", "ü"])),
            format!("password {}{number}", dice.pick(&["p", "p#", "machine", "default"])),
        ];
        match dice.below(12) {
            0 => _ = words.pop(),
            1 => words.insert(0, dice.pick(ODD).to_owned()),
            2 => words.insert(2, dice.pick(ODD).to_owned()),
            3 => words.push(dice.pick(ODD).to_owned()),
            4 => words.swap(0, 2),
            _ => {}
        }
        text.push_str(&words.join(between));
        text.push_str(dice.pick(&["\n", "\n", "\r\n", " "]));
    }
    text
}

const ODD: &[&str] = &[
    "default",
    "default\n",
    "default login x password y",
    "macdef init\ncd /\n\n",
    "macdef init\nmachine h\n",
    "macdef init\r\n\r\n",
    "account a",
    "# a comment",
    "#",
    "machine",
    "login",
    "port 80",
    "\n\n",
    "\u{feff}",
    "password x",
    "machine h",
];

const MACHINES: &[&str] = &[
    "h",
    "h",
    "h",
    "i",
    "h:8443",
    "h:443",
    "https://h",
    "https://h/",
    "http://h",
    "h/",
    "h/a",
    "h/a/",
    "h/a/b",
    "h/a/b?x=1",
    "https://h/a/b",
    "H",
    "u:p@h",
    "u@h",
    "[::1]",
    "[::1]:8443",
    "h//",
    "h:",
    "default",
    "*.h",
    "h/a%20b",
    "h/a b",
];

const URLS: &[&str] = &[
    "https://h",
    "https://h/",
    "https://h//",
    "https://h/a",
    "https://h/a/",
    "https://h/a/b",
    "https://h/a/b/@v/list",
    "https://h/ab",
    "https://h/a/b?x=1",
    "https://h/a/b?x=/y",
    "https://h:8443/a",
    "https://h:443",
    "https://h:/a",
    "https://H/a",
    "https://i/a",
    "https://u:p@h/a",
    "https://u@h/a",
    "https://:p@h/",
    "https://u:@h",
    "http://h/a",
    "http://u:p@h/a",
    "https://[::1]/",
    "https://[::1]:8443/x",
    "https://h/a%20b",
    "https://h/a b/c",
    "https://u:%ff@h x",
    "https://h/a#f",
];

const GOAUTH: &[&str] = &[
    "netrc",
    "off",
    " off ",
    "off x",
    "",
    ";",
    "netrc;",
    ";netrc",
    "netrc;off",
    "off;netrc",
    "netrc;netrc",
    " netrc ; netrc ",
    "netrc x",
    "git",
    "git x",
    "git / x",
    "git /",
    "git /gone",
    "git /;netrc",
    "netrc;git /",
    "git x;git",
    "git;git x",
    "/no/such/helper",
    "/no/such/helper;netrc",
    "netrc;/no/such/helper 'a b'",
    "'/no such/helper",
    "NETRC",
    "git /gone;off",
    "\tnetrc\n",
];
