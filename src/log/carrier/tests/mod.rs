mod any;

use super::{Part, bare};
use std::time::{Duration, Instant};

fn one(line: &str) -> (String, String, Part) {
    let mut all = bare(line);
    assert_eq!(all.len(), 1, "{line:?}: {all:?}");
    let it = all.remove(0);
    (it.stream, it.text, it.part)
}

/// What carries a line, and the stream that it tells.
const PREFIXES: &[(&str, &str)] = &[
    ("#12 3.456 ", "/#12"),
    ("#12 ", "/#12"),
    ("build #15 15.482 ", "/#15"),
    ("0.172 ", ""),
    (" => => # ", ""),
    ("web-1  | ", "/web-1"),
    ("web_1 | ", "/web_1"),
    ("\u{1b}[36mweb-1  | \u{1b}[0m", "/web-1"),
    ("2026-11-20T10:00:00.1234567Z ", ""),
    ("2026-11-20T10:00:00.123456789+08:00 stdout F ", "/stdout"),
    ("2026-11-20T10:00:00.123456Z 00O ", "/00"),
    ("2026-11-20T10:00:00.123456Z 01E+", "/01"),
    ("2026-11-20T10:00:00+0800 host docker[123]: ", "/docker[123]"),
    ("Nov 20 10:00:00 host docker[123]: ", "/docker[123]"),
    ("Nov  2 10:00:00 host docker[123]: ", "/docker[123]"),
    ("<34>1 2026-11-20T10:00:00.123Z host app 123 - - ", "/app"),
    ("2026/11/20 10:00:00 ", ""),
    ("2026/11/20 10:00:00.123456 main.go:12: ", ""),
    ("2026-11-20 10:00:00,123 ", ""),
    ("2026-11-20 10:00:00,123 ERROR ", ""),
    ("2026-11-20 10:00:00,123 - app.build - ERROR - ", ""),
    ("2026-11-20 10:00:00.123 | ERROR    | app.build:run:12 - ", ""),
    ("10:00:00.123 [main] ERROR com.example.App - ", ""),
    ("2026-11-20T10:00:00.000Z\tERROR\tpkg/file.go:12\t", ""),
    ("10:00AM ERR ", ""),
    ("10:00:00  ", ""),
    ("10:00:00 ", ""),
    ("[2026-11-20T10:00:00.000Z] ", ""),
    ("[10:00:00] ", ""),
    ("(10:00:00) INFO: ", ""),
    ("[12:00:01][Step 1/2] ", "/Step 1/2"),
    ("[12:00:01] : [Step 1/2] ", "/Step 1/2"),
    ("[12:00:01]W: [Step 1/2] ", "/Step 1/2"),
    ("[linux] ", "/linux"),
    ("[pod/web-0/app] ", "/pod/web-0/app"),
    ("[step:12] ", "/step"),
    ("[build : download] ", "/build : download"),
    ("[ERROR] ", ""),
    ("     [exec] ", "/exec"),
    ("web-7d9f8b6c5-bcd24 app ", "/web-7d9f8b6c5-bcd24 app"),
    ("##[error]", ""),
    ("build\tdownload\t2026-11-20T10:00:00.1234567Z ", "/build\tdownload"),
    ("_bk;t=1560896352123", ""),
    ("\u{1b}_bk;t=1560896352123\u{7}", ""),
    ("INFO[0012] ", ""),
    ("E1120 10:00:00.000000       1 file.go:12] ", ""),
    ("npm ERR! ", ""),
    ("npm error ", ""),
    ("@scope/pkg:build: ", "/@scope/pkg:build"),
    ("foo-1.2-go-modules> ", "/foo-1.2-go-modules"),
    ("stderr: ", "/stderr"),
    ("| ", ""),
    ("  │ ", ""),
    ("> ", ""),
    ("> > ", ""),
    ("ERROR:root:", ""),
    ("       > ", ""),
    ("##vso[task.logissue type=error;]", ""),
    ("2026-11-20 10:00:00 +0000 UTC ", ""),
];

#[test]
fn carriers_are_taken_off() {
    let mut wrong = Vec::new();
    for (prefix, stream) in PREFIXES {
        for text in ["go: example.com/m@v1.0.0: x", "\tserver response: not found", ""] {
            let found = one(&format!("{prefix}{text}"));
            let expected = ((*stream).to_owned(), text.to_owned(), Part::Said);
            if found != expected {
                wrong.push(format!("{prefix:?}: {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_unit_without_a_number_is_known_by_what_follows() {
    assert_eq!(one("Nov 20 10:00:00 host dockerd: go: x").1, "go: x");
    assert_eq!(one("2026-11-20T10:00:00Z ERROR stderr: go: x").0, "/stderr");
}

#[test]
fn long_lines_take_no_time() {
    let begun = Instant::now();
    for (prefix, _) in PREFIXES {
        bare(&prefix.repeat((64 << 10) / prefix.len()));
    }
    let pieces = [
        "\\n",
        "\\\"",
        "{\"a\":",
        "\"a b\":\"c d\",",
        "msg=\"",
        " err=\"a b\"",
        "=\"",
        "[",
        "[a] ",
        "> ",
        "a: ",
    ];
    for piece in pieces {
        for head in ["", "{", "##teamcity[", "time=", "\t\""] {
            bare(&(head.to_owned() + &piece.repeat((64 << 10) / piece.len())));
        }
    }
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn what_is_not_said_is_known() {
    for (line, stream, part) in [
        ("#12 [builder 4/6] RUN go mod download", "/#12", Part::Shown),
        ("#12 [internal] load metadata for docker.io/library/golang", "/#12", Part::Shown),
        (" => ERROR [5/7] RUN go mod download      0.2s", "", Part::Shown),
        (" => [internal] load build context        0.0s", "", Part::Shown),
        ("[+] Building 12.3s (10/14)", "", Part::Shown),
        (" > [builder 4/6] RUN go mod download:", "", Part::Shown),
        ("> [ 5/17] RUN make:", "", Part::Shown),
        ("------", "", Part::Shown),
        ("   4 |     WORKDIR /app", "", Part::Shown),
        ("   6 | >>> RUN go mod download", "", Part::Shown),
        ("   9 |     ", "", Part::Shown),
        ("   9 |", "", Part::Shown),
        ("Step 5/14 : RUN go mod download", "", Part::Shown),
        (" ---> Running in 1a2b3c", "", Part::Shown),
        ("STEP 3/7: RUN go mod download", "", Part::Shown),
        ("[1/2] STEP 3/7: RUN go mod download", "/1/2", Part::Shown),
        ("INFO[0012] RUN go mod download", "", Part::Shown),
        ("2026-11-20T10:00:00.1234567Z ##[group]Run go mod download", "", Part::Shown),
        ("##[command]go mod download", "", Part::Shown),
        ("::group::Run go mod download", "", Part::Shown),
        ("[command]/usr/bin/git version", "", Part::Shown),
        ("section_start:1560896352:step_script", "", Part::Aside),
        ("travis_fold:start:install", "", Part::Aside),
        ("$ go mod download", "", Part::Shown),
        ("+ go mod download", "", Part::Aside),
        ("++ go list -m", "", Part::Aside),
        ("PS C:\\src\\app> go mod download", "", Part::Shown),
        ("C:\\src>go mod download", "", Part::Shown),
        ("user@host:~/src$ go mod download", "", Part::Shown),
        ("[user@host src]$ go mod download", "", Part::Shown),
        ("root@1a2b3c:/app# go mod download", "", Part::Shown),
        ("user@host src % go mod download", "", Part::Shown),
        ("bash-5.1$ go mod download", "", Part::Shown),
        ("/app # go mod download", "", Part::Shown),
        ("At line:1 char:1", "", Part::Aside),
        ("At C:\\src\\build.ps1:3 char:5", "", Part::Aside),
        ("所在位置 行:1 字符: 1", "", Part::Aside),
        (
            "    + CategoryInfo          : NotSpecified: (go: downloading a:String) [], RemoteException",
            "",
            Part::Aside,
        ),
        ("+ ~~~~~~~~~", "", Part::Aside),
        ("go : go: example.com/m@v1.0.0: x", "", Part::Whole),
        ("git : fatal: unable to access 'https://example.com/m/': x", "", Part::Whole),
        ("C:\\go\\bin\\go.exe : go: example.com/m@v1.0.0: x", "", Part::Whole),
    ] {
        let (found, _, is) = one(line);
        assert_eq!((found.as_str(), is), (stream, part), "{line:?}");
    }
}

#[test]
fn what_is_gos_own_stays() {
    for line in [
        "go: example.com/m@v1.0.0: dial tcp [2001:db8::1]:443: connect: connection refused",
        "# get https://proxy.golang.org/example.com/m/@v/list",
        "# get https://proxy.golang.org/example.com/m/@v/list: 200 OK (0.012s)",
        "# cd /root/go/pkg/mod/cache/vcs/0; git ls-remote -q origin",
        "0.015s # cd /root/go/pkg/mod/cache/vcs/0; git ls-remote -q origin",
        "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x0]",
        "example.com/m@v1.0.0: verifying module: checksum mismatch",
        "example.com/m imports",
        "main.go:3:2: no required module provides package example.com/m; to add it:",
        "go.mod:5: unknown directive: toolchain",
        "/app/go.mod:3: invalid go version '1.25.0': must match format 1.23",
        "C:\\new\\temp\\go.mod:3: invalid go version",
        "2026-11-20T10:00:00Z is after 2025-01-01T00:00:00Z",
        "2025-01-01T00:00:00Z",
        "git@github.com: Permission denied (publickey).",
        "remote: Repository not found.",
        "fatal: could not read Username for 'https://github.com': terminal prompts disabled",
        "error: RPC failed; curl 56 GnuTLS recv error (-54): Error in the pull function.",
        "ERROR: Repository not found.",
        "\tgit ls-remote -q origin in /root/go/pkg/mod/cache/vcs/0: exit status 128:",
        "\tserver response: {\"errors\": [{\"status\": 404, \"message\": \"not here\"}]}",
        "\t{\"message\": \"not here at all\"}",
        "\t  \"message\": \"not here at all\"",
        "\tserver response: <meta name=\"go-import\" content=\"example.com git https://example.com\">",
        " * [new tag]         v1.0.0     -> v1.0.0",
        "If this is a private repository, see https://golang.org/doc/faq#git_https for details",
        "GOFLAGS=\"-mod=mod\"",
        "ssh: connect to host github.com port 22: Connection timed out",
        "invalid version: unknown revision v1.0.0",
        "parse \"https://example.com/%0A\": invalid",
    ] {
        let said = (String::new(), line.to_owned(), Part::Said);
        assert_eq!(one(line), said, "{line:?}");
    }
}

#[test]
fn a_line_that_holds_several_is_opened() {
    let two = ["go: example.com/m@v1.0.0: reading \"x\": 404", "\tserver response: not > found"];
    for line in [
        r#"{"stream":"\u001b[91mgo: example.com/m@v1.0.0: reading \"x\": 404\n\tserver response: not > found\u001b[0m\n"}"#,
        r#"{"level":"error","msg":"go: example.com/m@v1.0.0: reading \"x\": 404\n\tserver response: not \u003e found","ts":1}"#,
        r#"{"log":"go: example.com/m@v1.0.0: reading \"x\": 404\n\tserver response: not > found\n","stream":"stderr"}"#,
        r#"{"Action":"build-output","Output":"go: example.com/m@v1.0.0: reading \"x\": 404\n\tserver response: not > found\n"}"#,
        "\t\"Error\": \"go: example.com/m@v1.0.0: reading \\\"x\\\": 404\\n\\tserver response: not \\u003e found\",",
        r#"time="2026-11-20T10:00:00Z" level=error msg="go: example.com/m@v1.0.0: reading \"x\": 404\n\tserver response: not > found""#,
        r#"::error file=go.mod,line=3::go: example.com/m@v1.0.0: reading "x": 404%0A	server response: not > found"#,
        "##teamcity[message text='go: example.com/m@v1.0.0: reading \"x\": 404|n\tserver response: not > found' status='ERROR']",
        r#"go: example.com/m@v1.0.0: reading \"x\": 404\n\tserver response: not > found"#,
        r#"b'go: example.com/m@v1.0.0: reading "x": 404\n\tserver response: not > found"#,
        r#"2026-11-20T10:00:00Z stdout F {"msg":"go: example.com/m@v1.0.0: reading \"x\": 404\n\tserver response: not > found"}"#,
    ] {
        let texts: Vec<String> = bare(line).into_iter().map(|it| it.text).collect();
        assert_eq!(texts, two, "{line}");
    }
}

#[test]
fn a_sentence_and_what_it_quotes_are_two() {
    for line in [
        r#"E1120 10:00:00.000000       1 file.go:12] "Failed" err="go: \"x\"\n\tnot found" pod="a b""#,
        r#"ERRO[0001] "Failed"        error="go: \"x\"\n\tnot found""#,
        "2026-11-20T10:00:00.000Z\tERROR\tpkg/file.go:12\t\"Failed\"\t{\"error\": \"go: \\\"x\\\"\\n\\tnot found\"}",
    ] {
        let texts: Vec<String> = bare(line).into_iter().map(|it| it.text).collect();
        assert_eq!(texts, ["\"Failed\"", "go: \"x\"", "\tnot found"], "{line}");
    }
}

#[test]
fn buildkit_packs_what_a_step_printed() {
    let line = r#"{"logs":[{"vertex":"sha256:ab","stream":2,"data":"Z286IGEKCWIgYwo=","timestamp":"2026-11-20T10:00:00Z"}]}"#;
    let all: Vec<(String, String)> =
        bare(line).into_iter().map(|it| (it.stream, it.text)).collect();
    let of = |text: &str| ("/sha256:ab".to_owned(), text.to_owned());
    assert_eq!(all, [of("go: a"), of("\tb c")]);
    assert!(
        super::legible(br#"{"Error":"requires go \u003e= 1.24"}"#).ends_with(br#"go >= 1.24"}"#)
    );
    let line = line.replace("sha256:ab", "sha256:\\\"ab");
    assert!(super::legible(line.as_bytes()).windows(5).any(|it| it == b"go: a"));
}
