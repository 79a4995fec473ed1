use super::{Row, tell};

const ROWS: &[Row] = &[
    (
        "tcp-refused",
        &["goproxy-no-fallback"],
        "GET dial tcp 10.4.0.9:443: connect: connection refused",
    ),
    (
        "tcp-refused",
        &["https-proxy-missing"],
        "PUBLIC dial tcp 142.250.4.141:443: connect: connection refused",
    ),
    ("tcp-refused", &[], "GET dial tcp 10.4.0.9:443: getsockopt: connection refused"),
    (
        "tcp-refused",
        &[],
        "GET dial tcp 10.4.0.9:443: connectex: No connection could be made because the target machine actively refused it.",
    ),
    (
        "tcp-refused",
        &[],
        "GET dial tcp 10.4.0.9:443: connectex: 由于目标计算机积极拒绝，无法连接。",
    ),
    (
        "tcp-refused",
        &[],
        "go: gopher.test/kit@v1.4.2: Get \"http://127.0.0.1:3000/gopher.test/kit/@v/v1.4.2.mod\": dial tcp 127.0.0.1:3000: connect: connection refused",
    ),
    (
        "tcp-refused",
        &["git-proxy-config"],
        "GIT Failed to connect to github.com port 443 after 3 ms: Couldn't connect to server",
    ),
    (
        "tcp-refused",
        &["git-proxy-config"],
        "GIT Failed to connect to github.com port 443: Connection refused",
    ),
    ("tcp-refused", &[], "GIT Failed connect to github.com:443; Connection refused"),
    ("tcp-timeout", &["https-proxy-missing"], "PUBLIC dial tcp 142.251.42.241:443: i/o timeout"),
    ("tcp-timeout", &["goproxy-no-fallback"], "GET dial tcp 10.4.0.9:443: i/o timeout"),
    ("tcp-timeout", &[], "GET dial tcp 10.4.0.9:443: connect: connection timed out"),
    ("tcp-timeout", &[], "GET dial tcp 10.4.0.9:443: connect: operation timed out"),
    (
        "tcp-timeout",
        &[],
        "OLD dial tcp 142.250.217.81:443: connectex: A connection attempt failed because the connected party did not properly respond after a period of time, or established connection failed because connected host has failed to respond.",
    ),
    (
        "tcp-timeout",
        &[],
        "OLD dial tcp 142.250.217.81:443: connectex: 由于连接方在一段时间后没有正确答复或连接的主机没有反应，连接尝试失败。",
    ),
    ("tcp-timeout", &[], "GOPATH dial tcp 216.239.37.1:443: i/o timeout)"),
    (
        "tcp-timeout",
        &["tcp-reset"],
        "GET read tcp 10.4.0.5:41552->10.4.0.9:443: read: connection timed out",
    ),
    (
        "tcp-timeout",
        &["git-proxy-config"],
        "GIT Failed to connect to github.com port 443 after 75003 ms: Operation timed out",
    ),
    (
        "tcp-timeout",
        &[],
        "GIT Failed to connect to github.com port 443 after 21053 ms: Couldn't connect to server",
    ),
    (
        "tcp-timeout",
        &[],
        "GIT Failed to connect to github.com port 443 after 134921 ms: Could not connect to server",
    ),
    ("tcp-timeout", &[], "GIT Connection timed out after 300012 milliseconds"),
    ("tcp-unreachable", &[], "GET dial tcp 10.4.0.9:443: connect: no route to host"),
    ("tcp-unreachable", &[], "PUBLIC dial tcp 142.250.4.141:443: connect: network is unreachable"),
    (
        "tcp-unreachable",
        &[],
        "GET dial tcp 10.4.0.9:443: connectex: A socket operation was attempted to an unreachable network.",
    ),
    ("tcp-unreachable", &[], "GIT Failed to connect to github.com port 443: No route to host"),
    (
        "tcp-reset",
        &["tls-handshake-reset"],
        "GET read tcp 10.4.0.5:37036->10.4.0.9:443: read: connection reset by peer",
    ),
    (
        "tcp-reset",
        &["tls-hello-too-large"],
        "PUBLIC read tcp 10.4.0.5:37036->142.250.4.141:443: read: connection reset by peer",
    ),
    ("tcp-reset", &[], "ZIP read tcp 10.4.0.5:37036->10.4.0.9:443: read: connection reset by peer"),
    (
        "tcp-reset",
        &[],
        "OLD read tcp 10.4.0.5:37036->142.250.4.141:443: wsarecv: An existing connection was forcibly closed by the remote host.",
    ),
    ("tcp-reset", &[], "GET write tcp 10.4.0.5:37036->10.4.0.9:443: write: broken pipe"),
    (
        "tcp-reset",
        &[],
        "github.com/acme/kit@v3.3.25+incompatible: read tcp 10.4.0.5:53028->203.0.113.50:443: read: connection reset by peer",
    ),
    (
        "ipv6-broken",
        &["tcp-unreachable"],
        "PUBLIC dial tcp [2404:6800:4003:c00::8d]:443: connect: network is unreachable",
    ),
    (
        "ipv6-broken",
        &[],
        "PUBLIC dial tcp [2a00:1450:4003:801::2011]:443: connect: cannot assign requested address",
    ),
    (
        "ipv6-broken",
        &["tcp-timeout"],
        "PUBLIC dial tcp [2a00:1450:4003:801::2011]:443: i/o timeout",
    ),
    (
        "ipv6-broken",
        &["tcp-timeout"],
        "PUBLIC read tcp [2001:db8::5]:14174->[2a00:1450:4001:829::2011]:443: read: operation timed out",
    ),
    (
        "http2-stream-error",
        &[],
        "ZIP stream error: stream ID 5; INTERNAL_ERROR; received from peer",
    ),
    ("http2-stream-error", &[], "OLD stream error: stream ID 397; INTERNAL_ERROR"),
    (
        "http2-stream-error",
        &[],
        "GET stream error: stream ID 1; REFUSED_STREAM; received from peer",
    ),
    (
        "http2-stream-error",
        &["download-truncated"],
        "GET http2: server sent GOAWAY and closed the connection; LastStreamID=1, ErrCode=NO_ERROR, debug=\"\"",
    ),
    (
        "http2-stream-error",
        &["git-server-error"],
        "GIT HTTP/2 stream 1 was not closed cleanly: INTERNAL_ERROR (err 2)",
    ),
    ("download-truncated", &[], "ZIP unexpected EOF"),
    (
        "download-truncated",
        &[],
        "go: gopher.test/kit@v1.4.2: read \"https:/modules.acme.test/@v/v1.4.2.zip\": unexpected EOF",
    ),
    ("download-truncated", &["http2-stream-error"], "GET unexpected EOF"),
    ("download-truncated", &["module-zip-invalid"], "KIT unexpected EOF"),
    (
        "network-sandboxed",
        &[],
        "PUBLIC dial tcp: lookup proxy.golang.org on 10.4.0.2:53: dial udp 10.4.0.2:53: socket: operation not permitted",
    ),
    (
        "network-sandboxed",
        &[],
        "PUBLIC dial tcp: lookup proxy.golang.org on 10.4.0.2:53: write udp 10.4.0.5:44906->10.4.0.2:53: write: operation not permitted",
    ),
    ("network-sandboxed", &[], "PUBLIC dial tcp 142.250.4.141:443: connect: permission denied"),
    (
        "network-sandboxed",
        &[],
        "GET dial tcp 10.4.0.9:443: connectex: An attempt was made to access a socket in a way forbidden by its access permissions.",
    ),
    (
        "resource-limit",
        &[],
        "PUBLIC dial tcp: lookup proxy.golang.org on 10.4.0.2:53: dial udp 10.4.0.2:53: socket: too many open files",
    ),
    ("server-no-answer", &["tls-handshake-reset"], "GET EOF"),
    (
        "server-no-answer",
        &[],
        "go: gopher.test/kit@v1.4.2: Get \"http://modules.acme.test/gopher.test/kit/@v/v1.4.2.mod\": EOF",
    ),
    ("server-no-answer", &[], "GIT Empty reply from server"),
    (
        "redirect-broken",
        &[],
        "go: gopher.test/kit@v1.4.2: Get \"/gopher.test/kit/@v/v1.4.2.mod\": stopped after 10 redirects",
    ),
    (
        "redirect-broken",
        &[],
        "go: gopher.test/kit@v1.4.2: Get \"http://in.acme.test/gopher.test/kit/@v/v1.4.2.mod\": redirected from secure URL https://modules.acme.test/gopher.test/kit/@v/v1.4.2.mod to insecure URL http://in.acme.test/gopher.test/kit/@v/v1.4.2.mod",
    ),
    (
        "redirect-broken",
        &[],
        "go: gopher.test/kit@v1.4.2: Get \"https://modules.acme.test:8443/\": dial tcp 10.4.0.9:8443: connect: connection refused",
    ),
];

#[test]
fn the_road_is_told() {
    tell(ROWS);
}
