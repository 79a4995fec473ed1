//! No secret of a log reaches the answer or what is saved of it.

use crate::tool::Ground;
use serde_json::Value;

const CANARY: &str = "c4nary0Canary1CANARY2canary3";

/// Lines of logs in which § is the secret. Each is diagnosed, or stands beside what is.
const LINES: &[&str] = &[
    "go: example.com/m@v1.0.0: Get \"https://build:§@proxy.example/example.com/m/@v/v1.0.0.mod\": dial tcp: lookup proxy.example on 192.0.2.53:53: no such host",
    "go: example.com/m@v1.0.0: Get \"https://§@proxy.example/example.com/m/@v/v1.0.0.mod\": dial tcp 192.0.2.1:443: i/o timeout",
    "go: example.com/m@v1.0.0: reading https://proxy.example/example.com/m/@v/v1.0.0.mod?token=§: 401 Unauthorized",
    "go: example.com/m@v1.0.0: Get \"https://proxy.example/m?X-Amz-Signature=§\": dial tcp: lookup proxy.example: no such host",
    "go: example.com/m@v1.0.0: reading https://proxy.example/example.com/m/@v/v1.0.0.mod: 403 Forbidden\n\tserver response: token ghp_§ is not allowed",
    "go: module example.com/m: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tfatal: unable to access 'https://ci:§@git.example/m/': Could not resolve host: git.example",
    "go: module example.com/m: git ls-remote -q https://oauth2:glpat-§@git.example/m in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tremote: HTTP Basic: Access denied\n\tfatal: Authentication failed for 'https://git.example/m/'",
    "go: git.example/m@v1.0.0: invalid version: git ls-remote -q origin: exit status 128:\n\t=> Send header: Authorization: Basic §\n\tfatal: Authentication failed for 'https://git.example/m/'",
    "go: example.com/ghp_§/m@v1.0.0: Get \"https://proxy.example/x\": dial tcp: lookup ghp_§.example on 192.0.2.53:53: no such host",
    "go: example.com/m@v1.0.0: verifying module: checksum mismatch\n\tpassword=§\n\tdownloaded: h1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=\n\tgo.sum:     h1:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb=",
    "go: GOAUTH encountered an error: machine proxy.example login ci password §: 401 Unauthorized",
    "go: example.com/m@v1.0.0: unrecognized import path \"https://x-access-token:ghs_§@github.com/acme/m\": https fetch: Get \"https://proxy.example\": x509: certificate signed by unknown authority",
    "# get https://proxy.example/example.com/m/@v/list: Authorization: Bearer §: 401 Unauthorized",
    "//registry.npmjs.example/:_authToken=§: dial tcp: lookup npm_§.example: no such host",
    "go: example.com/m@v1.0.0: Get \"https://proxy.example/\": proxyconnect tcp: dial tcp: lookup user:eyJhbGciOiJSUzI1NiJ9.eyJz§.§@proxy.example: no such host",
];

#[test]
fn none_is_shown_or_saved() {
    for line in LINES {
        let ground = Ground::new();
        ground.write(
            "a.log",
            format!("go: downloading example.com/m v1.0.0\n{}\n", line.replace('§', CANARY)),
        );
        let (file, saved) = (ground.place("a.log"), ground.place("saved.json"));
        for shape in [&["--format", "json"][..], &["-v", "--lang", "en"], &["--lang", "zh"]] {
            let ended = ground.run(&[&["log", &file, "--save", &saved][..], shape].concat());
            assert!(!ended.stdout.contains(CANARY), "{line}: {}", ended.stdout);
            assert!(!ended.stderr.contains(CANARY), "{line}: {}", ended.stderr);
            assert!(
                !ground.read("saved.json").contains(CANARY),
                "{line}: {}",
                ground.read("saved.json")
            );
        }
    }
}

/// The lines are not simply passed over: most of them are diagnosed.
#[test]
fn the_lines_are_read() {
    let heard = LINES.iter().filter(|line| {
        let ground = Ground::new();
        ground.write("a.log", line.replace('§', CANARY));
        let ended = ground.run(&["log", &ground.place("a.log"), "--format", "json"]);
        let document: Value = serde_json::from_str(&ended.stdout).expect("a document");
        document["diagnoses"].as_array().is_some_and(|all| !all.is_empty())
    });
    assert!(heard.count() * 3 >= LINES.len() * 2);
}
