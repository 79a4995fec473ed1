//! What answers over plain HTTP.

use crate::bench::{Bench, LISTED, line, listing};
use crate::server::{always, answer, serve_paths};
use std::fs;
use std::io::Write;

const PLAIN: &[u8] = b"Content-Type: text/plain\r\n";
const HTML: &[u8] = b"Content-Type: text/html; charset=utf-8\r\n";
const BASIC: &[u8] = b"WWW-Authenticate: Basic realm=\"git\"\r\n";
const PAGE: &[u8] = b"<!DOCTYPE html>\n<html><title>Sign in</title></html>\n";

/// Such a server's repository.
fn repository(status: &str, headers: &[u8], body: &[u8]) -> String {
    always(answer(status, headers, body)) + "/team/repo"
}

fn with_user(url: &str, user: &str) -> String {
    url.replacen("http://", &format!("http://{user}@"), 1)
}

#[test]
fn a_repository_is_listed() {
    let Some(bench) = Bench::open() else { return };
    let said = bench.list(&repository("200 OK", LISTED, listing().as_bytes()));
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.ends_with("\trefs/heads/main\n"), "{said:?}");
}

#[test]
fn statuses_are_told_apart() {
    let Some(bench) = Bench::open() else { return };
    let cases = [
        ("400 Bad Request", "not-a-repository"),
        ("403 Forbidden", "forbidden"),
        ("404 Not Found", "not-found"),
        ("408 Request Timeout", "server-error/408"),
        ("410 Gone", "not-found"),
        ("418 Teapot", "not-a-repository"),
        ("429 Too Many Requests", "server-error/429"),
        ("451 Unavailable", "not-a-repository"),
        ("500 Internal Server Error", "server-error/500"),
        ("502 Bad Gateway", "server-error/502"),
        ("503 Service Unavailable", "server-error/503"),
        ("504 Gateway Timeout", "server-error/504"),
    ];
    for (status, expected) in cases {
        bench.fails(&repository(status, PLAIN, b"no\n"), expected);
        bench.fails(&repository(status, HTML, PAGE), expected);
    }
}

#[test]
fn nobody_is_asked_for_a_password() {
    let Some(bench) = Bench::open() else { return };
    let url = repository("401 Unauthorized", BASIC, b"");
    bench.fails(&url, "prompt/username");
    bench.fails(&with_user(&url, "me"), "prompt/password");
    // Without a word on how to log in it asks all the same.
    bench.fails(&repository("401 Unauthorized", b"", b""), "prompt/username");
    // A token in a header is no credential to git: it asks for one.
    let header = "[http]\n\textraHeader = \"Authorization: Basic bWU6d3Jvbmc=\"\n";
    let bench = bench.config(header);
    bench.fails(&url, "prompt/username");
    // Nor is a netrc, which curl reads by itself.
    bench.write(".netrc", "machine 127.0.0.1 login me password wrong\n");
    bench.config("").fails(&url, "prompt/username");
}

#[test]
fn helpers_that_fail_lead_to_the_same_prompt() {
    let Some(bench) = Bench::open() else { return };
    let url = repository("401 Unauthorized", BASIC, b"");
    let configs = [
        "[credential]\n\thelper = nowhere\n",
        "[credential]\n\thelper = /nowhere/helper\n",
        "[credential]\n\thelper = \"!exit 1\"\n",
        "[credential]\n\thelper = store\n",
        "[core]\n\taskPass = /nowhere/askpass\n",
        "[core]\n\taskPass = /bin/false\n",
    ];
    let bench = configs.iter().fold(bench, |bench, config| {
        let bench = bench.config(config);
        bench.fails(&url, "prompt/username");
        bench
    });
    bench.config("[credential]\n\thelper = \"!echo quit=1; :\"\n").fails(&url, "prompt/username");
}

#[test]
fn wrong_credentials_are_refused() {
    let Some(bench) = Bench::open() else { return };
    let url = repository("401 Unauthorized", BASIC, b"");
    bench.fails(&with_user(&url, "me:wrong"), "rejected");
    bench.fails(&with_user(&url, "me:"), "rejected");
    let denied =
        repository("401 Unauthorized", &[BASIC, PLAIN].concat(), b"HTTP Basic: Access denied\n");
    bench.fails(&with_user(&denied, "oauth2:wrong"), "rejected");
    let helper =
        "[credential]\n\thelper = \"!f() { echo username=me; echo password=wrong; }; f\"\n";
    let bench = bench.config(helper);
    bench.fails(&url, "rejected");
    let bench = bench.config("[credential]\n\thelper = store\n");
    let kept = bench.write(".git-credentials", with_user(&url, "me:wrong") + "\n");
    bench.fails(&url, "rejected");
    // git has struck the entry out: the next run has none.
    assert_eq!(fs::read_to_string(kept).unwrap(), "");
    bench.fails(&url, "prompt/username");
}

#[test]
fn what_a_forge_says_beside_the_status_counts() {
    let Some(bench) = Bench::open() else { return };
    let cases = [
        ("403 Forbidden", "You are not allowed to download code from this project.\n", "forbidden"),
        ("403 Forbidden", "The 'x' organization has enabled or enforced SAML SSO.\n", "forbidden"),
        ("404 Not Found", "Repository not found.\n", "not-found"),
        ("404 Not Found", "The project you were looking for could not be found.\n", "not-found"),
        ("503 Service Unavailable", "Down for maintenance\n", "server-error/503"),
    ];
    for (status, words, expected) in cases {
        let said = bench.fails(&repository(status, PLAIN, words.as_bytes()), expected);
        assert!(said.contains(words.trim()), "{said}");
    }
}

/// A page is taken for an old kind of listing: which has a tab in each line, or none.
#[test]
fn a_page_is_no_repository() {
    let Some(bench) = Bench::open() else { return };
    bench.fails(&repository("200 OK", HTML, PAGE), "not-a-repository");
    // All in one line without an end it is a list of nothing.
    for body in ["", "<html>Sign in</html>"] {
        let said = bench.list(&repository("200 OK", HTML, body.as_bytes()));
        assert_eq!((said.code, said.stdout.as_str(), said.stderr.as_str()), (0, "", ""), "{body}");
    }
}

#[test]
fn a_redirect_to_a_login_page_is_no_repository() {
    let Some(bench) = Bench::open() else { return };
    let login = always(answer("200 OK", HTML, PAGE)).replace("127.0.0.1", "localhost");
    let to = |path: &str| format!("Location: {login}{path}\r\n").into_bytes();
    for path in ["/users/sign_in", "/login?next=/team/repo/info/refs", "/team/repo/info/refs"] {
        bench.fails(&repository("302 Found", &to(path), b""), "not-a-repository");
    }
    let kept = "/other/info/refs?service=git-upload-pack";
    bench.fails(&repository("302 Found", &to(kept), b""), "not-a-repository");
    let never = bench.config("[http]\n\tfollowRedirects = false\n");
    never.fails(&repository("302 Found", &to(kept), b""), "not-a-repository");
}

#[test]
fn a_listing_that_breaks_off_is_the_servers_fault() {
    let Some(bench) = Bench::open() else { return };
    let whole = listing();
    let half = &whole.as_bytes()[..60];
    let mut promised = answer("200 OK", LISTED, whole.as_bytes());
    promised.truncate(promised.len() - 40);
    bench.fails(&always(promised), "server-error");
    let chunked =
        [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", LISTED, b"\r\n1f\r\n"].concat();
    bench.fails(&always([&chunked, &half[..20]].concat()), "server-error");
    bench.fails(&always(Vec::new()), "server-error");
    // Half a head is an answer of nothing, and no fault to git.
    let said = bench.list(&always(b"HTTP/1.1 200 OK\r\nContent-Ty".to_vec()));
    assert_eq!((said.code, said.stdout.as_str(), said.stderr.as_str()), (0, "", ""));
    // Each answer is whole, and what it holds is not.
    bench.fails(&repository("200 OK", LISTED, &half[..30]), "server-error");
    // Behind the first line git says no more than of an ssh that ended in silence, and
    // which of the two it was, the URL tells.
    bench.fails(&repository("200 OK", LISTED, half), "server-error");
    let open = whole.strip_suffix("0000").unwrap();
    bench.fails(&repository("200 OK", LISTED, open.as_bytes()), "server-error");
}

#[test]
fn what_is_no_listing_is_no_repository() {
    let Some(bench) = Bench::open() else { return };
    let garbage = line("# service=git-upload-pack\n") + "0000zzzz and so on";
    bench.fails(&repository("200 OK", LISTED, garbage.as_bytes()), "not-a-repository");
    let other = line("# service=git-receive-pack\n") + "0000";
    bench.fails(&repository("200 OK", LISTED, other.as_bytes()), "not-a-repository");
    bench.fails(&repository("200 OK", LISTED, b"<html></html>"), "not-a-repository");
    bench.fails(&always(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec()), "not-a-repository");
}

#[test]
fn only_the_listing_is_asked_for() {
    let Some(bench) = Bench::open() else { return };
    let listed = serve_paths(|path, stream| match path {
        "/team/repo/info/refs?service=git-upload-pack" => {
            stream.write_all(&answer("200 OK", LISTED, listing().as_bytes()))
        }
        _ => stream.write_all(&answer("500 Surprise", PLAIN, b"")),
    });
    assert_eq!(bench.list(&(listed.clone() + "/team/repo")).code, 0);
    bench.fails(&(listed + "/team/other"), "server-error/500");
}
