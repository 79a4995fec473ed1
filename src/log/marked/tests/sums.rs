//! The checksum database and go.sum. go's files: `modfetch/{fetch,sumdb}.go`.

use super::{Row, heard, tell};

const DATABASE: &[Row] = &[
    (
        "private-not-excluded",
        &["sumdb-module-unknown", "private-pattern-mismatch"],
        "go: git.acme.example/m@v1.0.0: verifying go.mod: git.acme.example/m@v1.0.0/go.mod: reading https://sum.golang.org/lookup/git.acme.example/m@v1.0.0: 404 Not Found\n\tserver response:\n\tnot found: git.acme.example/m@v1.0.0: invalid version: git ls-remote -q origin in /tmp/gopath/pkg/mod/cache/vcs/0a: exit status 128:\n\t\tfatal: could not read Username for 'https://git.acme.example': terminal prompts disabled\n\tConfirm the import path was entered correctly.\n",
    ),
    (
        "private-not-excluded",
        &["sumdb-module-unknown"],
        "verifying git.acme.example/m@v1.0.0: git.acme.example/m@v1.0.0: reading https://sum.golang.org/lookup/git.acme.example/m@v1.0.0: 410 Gone\n",
    ),
    (
        "private-not-excluded",
        &["sumdb-module-unknown"],
        "go: git.acme.example/m@v1.0.0: verifying module: git.acme.example/m@v1.0.0: reading https://sum.golang.org/lookup/git.acme.example/m@v1.0.0: 404 Not Found\n\tserver response:\n\tnot found: git.acme.example/m@v1.0.0: unrecognized import path \"git.acme.example/m\": https fetch: Get \"https://git.acme.example/m?go-get=1\": dial tcp: lookup git.acme.example on 8.8.8.8:53: no such host\n",
    ),
    (
        "sumdb-module-unknown",
        &["private-not-excluded"],
        "go: github.com/acme/m@v1.0.0: verifying go.mod: github.com/acme/m@v1.0.0/go.mod: reading https://sum.golang.org/lookup/github.com/acme/m@v1.0.0: 404 Not Found\n\tserver response: not found: github.com/acme/m@v1.0.0: invalid version: unknown revision v1.0.0\n",
    ),
    (
        "sumdb-unreachable",
        &[],
        "go: example.com/m@v1.0.0: verifying go.mod: example.com/m@v1.0.0/go.mod: Get \"https://sum.golang.org/lookup/example.com/m@v1.0.0\": dial tcp 142.250.4.64:443: i/o timeout\n",
    ),
    (
        "sumdb-unreachable",
        &[],
        "verifying example.com/m@v1.0.0: example.com/m@v1.0.0: Get https://sum.golang.org/lookup/example.com/m@v1.0.0: dial tcp 142.250.4.64:443: i/o timeout\n",
    ),
    (
        "sumdb-unreachable",
        &[],
        "go: example.com/m@v1.0.0: verifying module: example.com/m@v1.0.0: Get \"https://sum.golang.org/lookup/example.com/m@v1.0.0\": dial tcp 142.250.4.64:443: connect: connection refused\n",
    ),
    (
        "sumdb-unreachable",
        &[],
        "go: example.com/m@v1.0.0: verifying go.mod: example.com/m@v1.0.0/go.mod: Get \"https://sum.golang.org/lookup/example.com/m@v1.0.0\": dial tcp 142.250.4.64:443: connectex: No connection could be made because the target machine actively refused it.\n",
    ),
    (
        "sumdb-unreachable",
        &[],
        "go: example.com/m@v1.0.0: verifying go.mod: example.com/m@v1.0.0/go.mod: reading https://sum.golang.org/lookup/example.com/m@v1.0.0: 503 Service Unavailable\n",
    ),
    (
        "sumdb-unreachable",
        &[],
        "go: example.com/m@v1.0.0: verifying go.mod: example.com/m@v1.0.0/go.mod: reading https://sum.golang.org/lookup/example.com/m@v1.0.0: 403 Forbidden\n\tserver response: Forbidden by policy\n",
    ),
    (
        "sumdb-relay-broken",
        &[],
        "go: example.com/m@v1.0.0: verifying go.mod: example.com/m@v1.0.0/go.mod: reading https://go.acme.example/sumdb/sum.golang.org/supported: 403 Forbidden\n\tserver response: no sumdb\n",
    ),
    (
        "sumdb-relay-broken",
        &[],
        "go: example.com/m@v1.0.0: verifying go.mod: example.com/m@v1.0.0/go.mod: reading https://go.acme.example/sumdb/sum.golang.org/supported: 500 Internal Server Error\n",
    ),
    (
        "sumdb-relay-broken",
        &["sumdb-module-unknown"],
        "go: example.com/m@v1.0.0: verifying go.mod: example.com/m@v1.0.0/go.mod: reading https://go.acme.example/sumdb/sum.golang.org/lookup/example.com/m@v1.0.0: 404 Not Found\n",
    ),
    (
        "sumdb-relay-broken",
        &["sumdb-wrong-url", "modcache-corrupt"],
        "go: example.com/m@v1.0.0: verifying go.mod: example.com/m@v1.0.0/go.mod: malformed record data\n",
    ),
    (
        "sumdb-relay-broken",
        &["sumdb-signature-invalid"],
        "go: example.com/m@v1.0.0: verifying go.mod: example.com/m@v1.0.0/go.mod: reading https://go.acme.example/sumdb/sum.golang.org/tile/8/0/x001/234: 404 Not Found\n",
    ),
    (
        "sumdb-wrong-url",
        &[],
        "go: example.com/m@v1.0.0: verifying go.mod: example.com/m@v1.0.0/go.mod: reading https://goproxy.cn/lookup/example.com/m@v1.0.0: 404 Not Found\n",
    ),
    (
        "sumdb-signature-invalid",
        &["modcache-corrupt"],
        "go: example.com/m@v1.0.0: verifying go.mod: example.com/m@v1.0.0/go.mod: initializing sumdb.Client: checking tree#2: downloaded inconsistent tile\n",
    ),
    (
        "sumdb-signature-invalid",
        &["sumdb-relay-broken"],
        "go: example.com/m@v1.0.0: verifying go.mod: example.com/m@v1.0.0/go.mod: cannot authenticate record data in server response\n",
    ),
    (
        "modcache-corrupt",
        &[],
        "go: example.com/m@v1.0.0: verifying go.mod: example.com/m@v1.0.0/go.mod: initializing sumdb.Client: reading tree note: malformed note\nnote:\ngarbage\n",
    ),
    (
        "gosumdb-malformed",
        &[],
        "go: example.com/m@v1.0.0: verifying go.mod: invalid GOSUMDB: malformed verifier id\n",
    ),
    (
        "gosumdb-malformed",
        &[],
        "go: example.com/m@v1.0.0: verifying go.mod: invalid GOSUMDB URL: parse \":bad\": missing protocol scheme\n",
    ),
    (
        "gosumdb-malformed",
        &[],
        "go: example.com/m@v1.0.0: verifying go.mod: invalid GOSUMDB URL: parse \"127.0.0.1:1/x\": first path segment in URL cannot contain colon\n",
    ),
];

const SUMS: &[Row] = &[
    (
        "checksum-tag-moved",
        &["gosum-mismatch", "modcache-corrupt"],
        "verifying github.com/acme/m@v1.0.0: checksum mismatch\n\tdownloaded: h1:1PQX3PQCTSLmC0Te0lhrf6lEdhjhPdh+cAdXyv/CpD0=\n\tgo.sum:     h1:506UvOvwmhtHeXDeTr5B/fA+Zrp2RB0YRBPeum9QFQE=\n\nSECURITY ERROR\nThis download does NOT match an earlier download recorded in go.sum.\nThe bits may have been replaced on the origin server, or an attacker may\nhave intercepted the download attempt.\n",
    ),
    (
        "gosum-mismatch",
        &["modcache-corrupt"],
        "verifying github.com/acme/m@v0.0.0-20240301100000-0123456789ab: checksum mismatch\n\tdownloaded: h1:1PQX3PQCTSLmC0Te0lhrf6lEdhjhPdh+cAdXyv/CpD0=\n\tgo.sum:     h1:506UvOvwmhtHeXDeTr5B/fA+Zrp2RB0YRBPeum9QFQE=\n",
    ),
    (
        "gosum-mismatch",
        &["checksum-tag-moved"],
        "verifying github.com/acme/m@v1.0.0/go.mod: checksum mismatch\n\tdownloaded: h1:1PQX3PQCTSLmC0Te0lhrf6lEdhjhPdh+cAdXyv/CpD0=\n\tgo.work.sum:     h1:506UvOvwmhtHeXDeTr5B/fA+Zrp2RB0YRBPeum9QFQE=\n",
    ),
    (
        "sumdb-mismatch",
        &["checksum-tag-moved", "checksum-proxy-altered"],
        "go: github.com/acme/m@v1.0.0: verifying module: checksum mismatch\n\tdownloaded: h1:1PQX3PQCTSLmC0Te0lhrf6lEdhjhPdh+cAdXyv/CpD0=\n\tsum.golang.org: h1:506UvOvwmhtHeXDeTr5B/fA+Zrp2RB0YRBPeum9QFQE=\n\nSECURITY ERROR\nThis download does NOT match the one reported by the checksum server.\n",
    ),
    ("gosum-malformed", &[], "malformed go.sum:\n/src/go.sum:3: wrong number of fields 2\n"),
    (
        "gosum-missing-entry",
        &[],
        "go: github.com/acme/m@v1.0.0: missing go.sum entry; to add it:\n\tgo mod download github.com/acme/m\n",
    ),
    (
        "gosum-missing-entry",
        &[],
        "a.go:2:8: missing go.sum entry for module providing package example.com/m (imported by test.example/app); to add:\n\tgo get test.example/app\n",
    ),
    ("gosum-missing-entry", &[], "go: updates to go.sum needed, disabled by -mod=readonly\n"),
];

#[test]
fn of_the_database() {
    tell(DATABASE);
}

#[test]
fn of_go_sum() {
    tell(SUMS);
}

#[test]
fn sums_of_others_say_nothing() {
    let texts = [
        "npm ERR! sha512-AAAA= integrity checksum failed when using sha512\n",
        "sha256sum: WARNING: 1 computed checksum did NOT match\n",
        "-github.com/acme/m v1.0.0 h1:1PQX3PQCTSLmC0Te0lhrf6lEdhjhPdh+cAdXyv/CpD0=\n",
        "Error: archive/zip: zip: not a valid zip file\n",
    ];
    for text in texts {
        let found = heard(text);
        let codes: Vec<&str> = found.iter().map(|it| it.code.as_str()).collect();
        assert!(codes.is_empty(), "{text}: {codes:?}");
    }
}
