use super::heard;
use crate::model::Force;

/// The same words where nobody fetches modules, some of them in a log in which go has
/// fetched some before.
const ELSEWHERE: &[&str] = &[
    "Error response from daemon: Get \"https://registry-1.docker.io/v2/\": dial tcp: lookup registry-1.docker.io on 10.4.0.2:53: no such host",
    "Error response from daemon: Get \"https://registry.acme.test/v2/\": x509: certificate signed by unknown authority",
    "    store_test.go:41: dial tcp 127.0.0.1:5432: connect: connection refused",
    "--- FAIL: TestFetch (0.00s)\n    fetch_test.go:12: Get \"https://127.0.0.1:41871/\": tls: failed to verify certificate: x509: certificate signed by unknown authority",
    "2026/11/20 11:28:48 dial tcp 127.0.0.1:6379: connect: connection refused",
    "2026/11/20 11:28:48 zip: not a valid zip file",
    "Error: Get \"https://charts.acme.test/index.yaml\": Forbidden",
    "npm ERR! network request to https://registry.npmjs.org/kit failed, reason: getaddrinfo ENOTFOUND registry.npmjs.org",
    "panic: Get \"http://api.acme.test/\": EOF",
    "level=error msg=\"unexpected EOF\"",
    "rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: dial tcp 10.4.0.9:443: i/o timeout\"",
    "http: TLS handshake error from 10.4.0.9:50001: remote error: tls: bad certificate",
    "Post \"https://api.acme.test/v1\": net/http: TLS handshake timeout",
];

#[test]
fn the_same_words_elsewhere_are_not_heard() {
    for line in ELSEWHERE {
        for log in
            [format!("{line}\n"), format!("go: downloading gopher.test/kit v1.4.2\n{line}\n")]
        {
            let found = heard(&log);
            let stops = found.iter().find(|it| it.force == Force::Stops);
            assert_eq!(stops.map(|it| &it.code), None, "{log}");
        }
    }
}
