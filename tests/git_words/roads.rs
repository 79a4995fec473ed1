//! Ways that lead nowhere.

use crate::bench::{Bench, closed};
use crate::server::{always, answer};

#[test]
fn a_host_that_is_not_reached() {
    let Some(bench) = Bench::open() else { return };
    for scheme in ["http", "https", "git"] {
        bench.fails(&format!("{scheme}://{}/team/repo", closed()), "road");
        bench.fails(&format!("{scheme}://nowhere.invalid/team/repo"), "road");
    }
}

#[test]
fn a_proxy_that_is_not_reached() {
    let Some(bench) = Bench::open() else { return };
    let urls = ["http://corp.example/team/repo", "https://corp.example/team/repo"];
    let proxies = [
        format!("http://{}", closed()),
        format!("socks5h://{}", closed()),
        "http://nowhere.invalid:3128".into(),
    ];
    proxies.iter().fold(bench, |bench, proxy| {
        let bench = bench.config(&format!("[http]\n\tproxy = {proxy}\n"));
        for url in urls {
            bench.fails(url, "road");
        }
        bench
    });
    let bench = Bench::open().unwrap().set("https_proxy", format!("http://{}", closed()));
    bench.fails(urls[1], "road");
}

#[test]
fn a_proxy_that_refuses() {
    for status in ["403 Forbidden", "407 Proxy Authentication Required", "503 Service Unavailable"]
    {
        let Some(bench) = Bench::open() else { return };
        let proxy = always(answer(status, b"Proxy-Authenticate: Basic realm=\"out\"\r\n", b""));
        let bench = bench.config(&format!("[http]\n\tproxy = {proxy}\n"));
        bench.fails("https://corp.example/team/repo", "road");
    }
}

#[test]
fn a_proxy_that_wants_a_password_for_plain_http() {
    let Some(bench) = Bench::open() else { return };
    let asks = b"Proxy-Authenticate: Basic realm=\"out\"\r\n";
    let proxy = always(answer("407 Proxy Authentication Required", asks, b""));
    let bench = bench.config(&format!("[http]\n\tproxy = {proxy}\n"));
    bench.fails("http://corp.example/team/repo", "road");
}
