use super::{Row, tell};

/// `HTTPS_PROXY` and its like.
const FORWARD: &[Row] = &[
    ("http-proxy-auth-required", &[], "PUBLIC Proxy Authentication Required"),
    ("http-proxy-auth-required", &[], "OLD Proxy Authentication Required"),
    (
        "http-proxy-auth-required",
        &[],
        "go: gopher.test/kit@v1.4.2: reading http://modules.acme.test/gopher.test/kit/@v/v1.4.2.mod: 407 Proxy Authentication Required",
    ),
    (
        "http-proxy-auth-required",
        &[],
        "PUBLIC socks connect tcp 10.4.0.8:1080->proxy.golang.org:443: no acceptable authentication methods",
    ),
    ("http-proxy-auth-required", &["git-proxy-config"], "GIT CONNECT tunnel failed, response 407"),
    (
        "http-proxy-auth-required",
        &["git-proxy-config"],
        "GIT Received HTTP code 407 from proxy after CONNECT",
    ),
    ("http-proxy-blocks-host", &[], "PUBLIC Forbidden"),
    ("http-proxy-blocks-host", &[], "PUBLIC Bad Gateway"),
    ("http-proxy-blocks-host", &[], "PUBLIC Service Unavailable"),
    ("http-proxy-blocks-host", &[], "PUBLIC Access violation"),
    ("http-proxy-blocks-host", &[], "OLD Gateway Timeout"),
    (
        "http-proxy-blocks-host",
        &[],
        "PUBLIC socks connect tcp 10.4.0.8:1080->proxy.golang.org:443: unknown error connection not allowed by ruleset",
    ),
    (
        "http-proxy-blocks-host",
        &[],
        "PUBLIC socks connect tcp 10.4.0.8:1080->proxy.golang.org:443: unknown error connection refused",
    ),
    ("http-proxy-blocks-host", &["git-proxy-config"], "GIT CONNECT tunnel failed, response 403"),
    (
        "http-proxy-blocks-host",
        &["git-proxy-config"],
        "GIT Received HTTP code 503 from proxy after CONNECT",
    ),
    (
        "no-proxy-missing",
        &["http-proxy-blocks-host"],
        "go: gopher.test/kit@v1.4.2: Get \"https://modules.corp.acme.test/gopher.test/kit/@v/v1.4.2.mod\": Forbidden",
    ),
    (
        "http-proxy-unreachable",
        &[],
        "PUBLIC proxyconnect tcp: dial tcp 10.4.0.8:3128: connect: connection refused",
    ),
    ("http-proxy-unreachable", &[], "PUBLIC proxyconnect tcp: dial tcp 10.4.0.8:3128: i/o timeout"),
    ("http-proxy-unreachable", &["http-proxy-malformed"], "OLD proxyconnect tcp: EOF"),
    (
        "http-proxy-unreachable",
        &[],
        "PUBLIC proxyconnect tcp: dial tcp 10.4.0.8:3128: connectex: No connection could be made because the target machine actively refused it.",
    ),
    (
        "http-proxy-unreachable",
        &[],
        "PUBLIC socks connect tcp 127.0.0.1:1080->proxy.golang.org:443: dial tcp 127.0.0.1:1080: connect: connection refused",
    ),
    ("http-proxy-unreachable", &["server-no-answer"], "PUBLIC context deadline exceeded"),
    (
        "http-proxy-unreachable",
        &["http-proxy-blocks-host"],
        "PUBLIC read tcp 10.4.0.5:40584->10.4.0.8:3128: read: connection reset by peer",
    ),
    (
        "http-proxy-malformed",
        &[],
        "PUBLIC proxyconnect tcp: dial tcp: lookup http on 10.4.0.2:53: no such host",
    ),
    (
        "http-proxy-malformed",
        &[],
        "PUBLIC proxyconnect tcp: dial tcp: lookup socks5h on 10.4.0.2:53: no such host",
    ),
    ("http-proxy-malformed", &[], "PUBLIC proxyconnect tcp: dial tcp: lookup \"http: no such host"),
    (
        "http-proxy-malformed",
        &[],
        "PUBLIC proxyconnect tcp: tls: first record does not look like a TLS handshake",
    ),
    (
        "go-env-invalid",
        &[],
        "go: gopher.test/kit@v1.4.2: Get \"http://modules.acme.test/gopher.test/kit/@v/v1.4.2.mod\": refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/cgihttpproxy",
    ),
    (
        "tls-unknown-authority",
        &[],
        "GET proxyconnect tcp: tls: failed to verify certificate: x509: certificate signed by unknown authority",
    ),
    (
        "http-proxy-unreachable",
        &["http-proxy-blocks-host"],
        "GIT Received HTTP code 302 from proxy after CONNECT",
    ),
    (
        "git-proxy-config",
        &[],
        "GIT Failed to connect to 127.0.0.1 port 7890 after 0 ms: Couldn't connect to server",
    ),
    (
        "git-proxy-config",
        &[],
        "GIT Failed to connect to github.com port 443 via 127.0.0.1 after 0 ms: Could not connect to server",
    ),
    ("git-proxy-config", &[], "GIT Could not resolve proxy: px.acme.test"),
];

const GOPROXY: &[Row] = &[
    ("goproxy-off", &["goproxy-no-direct"], "KIT module lookup disabled by GOPROXY=off"),
    ("goproxy-malformed", &[], "KIT GOPROXY list is not the empty string, but contains no entries"),
    ("goproxy-malformed", &[], "KIT invalid proxy URL missing scheme: Direct"),
    (
        "goproxy-malformed",
        &[],
        "go get gopher.test/kit@latest: invalid proxy URL missing scheme: kit",
    ),
    (
        "goproxy-malformed",
        &[],
        "KIT invalid proxy URL scheme (must be https, http, file): ftp://modules.acme.test",
    ),
    (
        "goproxy-malformed",
        &[],
        "KIT invalid file:// proxy URL with non-path elements: file://srv/mirror",
    ),
    (
        "goproxy-malformed",
        &[],
        "KIT parse \"\\\"https://modules.acme.test\\\"\": first path segment in URL cannot contain colon",
    ),
    (
        "goproxy-malformed",
        &[],
        "KIT parse \"https://user:s3/cret@modules.acme.test\": invalid port \":s3\" after host",
    ),
    (
        "goproxy-malformed",
        &[],
        "go: gopher.test/kit@v1.4.2: reading https://modules.acme.test/gopher.test/kit/@v/v1.4.2.mod?x=1: 404 Not Found",
    ),
    (
        "goproxy-file-missing",
        &[],
        "go: gopher.test/kit@v1.4.2: reading file:///srv/mirror/gopher.test/kit/@v/v1.4.2.zip: no such file or directory",
    ),
    (
        "goproxy-file-missing",
        &[],
        "go: gopher.test/kit@v1.4.2: reading file:///C:/mirror/gopher.test/kit/@v/v1.4.2.zip: The system cannot find the path specified.",
    ),
    (
        "goproxy-file-missing",
        &[],
        "go: gopher.test/kit@v1.4.2: reading file:///C:/mirror/gopher.test/kit/@v/v1.4.2.zip: 系统找不到指定的路径。",
    ),
    (
        "goproxy-no-direct",
        &["version-not-found", "private-not-excluded", "goproxy-stale"],
        "READ 404 Not Found",
    ),
    ("goproxy-no-direct", &["module-not-found"], "READ 410 Gone"),
    (
        "goproxy-no-direct",
        &[],
        "go: gopher.test/kit@v1.4.2: unexpected status (https://modules.acme.test/gopher.test/kit/@v/v1.4.2.info): 404 Not Found",
    ),
    (
        "goproxy-stale",
        &[],
        "go: gopher.test/kit@v1.4.2: reading https://modules.acme.test/gopher.test/kit/@v/v1.4.2.zip: 404 Not Found",
    ),
    (
        "goproxy-stale",
        &[],
        "go: gopher.test/kit@v1.4.2: reading https://modules.acme.test/gopher.test/kit/@v/v1.4.2.zip: 410 Gone",
    ),
    (
        "goproxy-auth-required",
        &[
            "netrc-host-missing",
            "netrc-not-used",
            "goproxy-auth-rejected",
            "goauth-broken",
            "redirect-broken",
        ],
        "READ 401 Unauthorized\n\tserver response: unauthorized",
    ),
    (
        "goproxy-auth-rejected",
        &[],
        "go: gopher.test/kit@v1.4.2: reading https://user:xxxxx@modules.acme.test/gopher.test/kit/@v/v1.4.2.mod: 401 Unauthorized",
    ),
    (
        "netrc-host-missing",
        &["goproxy-auth-required"],
        "go: gopher.test/kit@v1.4.2: reading https://modules.acme.test:8443/gopher.test/kit/@v/v1.4.2.info: 401 Unauthorized",
    ),
    (
        "goproxy-insecure-credentials",
        &[],
        "go: gopher.test/kit@v1.4.2: refusing to pass credentials to insecure URL: http://user:xxxxx@modules.acme.test/gopher.test/kit/@v/v1.4.2.mod",
    ),
    (
        "goproxy-insecure-credentials",
        &["goproxy-auth-required"],
        "go: gopher.test/kit@v1.4.2: reading http://modules.acme.test/gopher.test/kit/@v/v1.4.2.mod: 401 Unauthorized",
    ),
    (
        "goproxy-forbidden",
        &[],
        "READ 403 Forbidden\n\tserver response: Package blocked by a policy of age",
    ),
    ("goproxy-forbidden", &[], "READ 451 Unavailable For Legal Reasons"),
    (
        "goproxy-forbidden",
        &["http-proxy-blocks-host", "no-proxy-missing"],
        "go: gopher.test/kit@v1.4.2: reading http://modules.acme.test/gopher.test/kit/@v/v1.4.2.mod: 403 Forbidden",
    ),
    (
        "goproxy-forbidden",
        &[],
        "\t\"Error\": \"gopher.test/kit@v1.4.2: reading https://proxy.golang.org/gopher.test/kit/@v/v1.4.2.zip: 403 Forbidden\",",
    ),
    ("goproxy-rate-limited", &[], "READ 429 Too Many Requests\n\tserver response: slow down"),
    ("goproxy-server-error", &[], "READ 500 Internal Server Error"),
    ("goproxy-server-error", &["goproxy-no-fallback"], "READ 502 Bad Gateway"),
    ("goproxy-server-error", &[], "READ 503 Service Unavailable"),
    ("goproxy-server-error", &[], "READ 504 Gateway Timeout"),
    ("goproxy-server-error", &[], "READ 408 Request Timeout"),
    ("goproxy-server-error", &[], "READ 522 "),
    (
        "goproxy-server-error",
        &[],
        "go: gopher.test/kit@v1.4.2: unexpected status (http://127.0.0.1:41719/gopher.test/kit/@v/v1.4.2.info): 500 Internal Server Error",
    ),
    (
        "goproxy-server-error",
        &[],
        "GET net/http: HTTP/1.x transport connection broken: net/http: server response headers exceeded 10485760 bytes; aborted",
    ),
    (
        "goproxy-server-error",
        &["go-import-missing"],
        "READ 404 Not Found\n\tserver response: not found: gopher.test/kit@v1.4.2: unrecognized import path \"gopher.test/kit\": https fetch: Get \"https://gopher.test/kit?go-get=1\": dial tcp 203.0.113.7:443: i/o timeout",
    ),
    ("goproxy-not-a-module-proxy", &[], "READ 400 Bad Request\n\tserver response: no such page"),
    ("goproxy-not-a-module-proxy", &[], "READ 204 No Content"),
    ("goproxy-not-a-module-proxy", &[], "READ 302 Found"),
    ("goproxy-not-a-module-proxy", &[], "READ 407 Proxy Authentication Required"),
    (
        "goproxy-not-a-module-proxy",
        &["tls-plaintext-server"],
        "GET net/http: HTTP/1.x transport connection broken: malformed HTTP response \"GARBAGE\"",
    ),
    (
        "goproxy-not-a-module-proxy",
        &[],
        "KIT invalid response from proxy \"https://modules.acme.test\": invalid character '<' looking for beginning of value",
    ),
    (
        "goproxy-not-a-module-proxy",
        &[],
        "go: module gopher.test/kit: invalid response from proxy \"https://modules.acme.test\": unexpected end of JSON input",
    ),
    (
        "goproxy-not-a-module-proxy",
        &[],
        "KIT proxy returned info for version v1.4.1 instead of requested version",
    ),
    ("module-zip-invalid", &["modcache-corrupt"], "go: zip: not a valid zip file"),
    (
        "module-zip-invalid",
        &["modcache-corrupt"],
        "github.com/acme/kit@v1.4.2: zip: not a valid zip file",
    ),
    ("module-zip-invalid", &[], "go: zip: checksum error"),
    ("module-zip-invalid", &[], "go: unexpected EOF"),
    (
        "module-zip-invalid",
        &[],
        "go: zip for gopher.test/kit@v1.4.2 has unexpected file gopher.test/other@v1.0.0/a.go",
    ),
    ("module-zip-invalid", &[], "KIT downloaded zip file too large"),
    (
        "module-zip-invalid",
        &[],
        "go: unzip /root/go/pkg/mod/cache/download/gopher.test/kit/@v/v1.4.2.zip: total uncompressed size of module contents too large (max size is 524288000 bytes)",
    ),
    (
        "module-zip-invalid",
        &[],
        "go: unzip /root/go/pkg/mod/cache/download/gopher.test/kit/@v/v1.4.2.zip: gopher.test/kit@v1.4.2/go.mod: go.mod file too large (max size is 16777216 bytes)",
    ),
    (
        "module-zip-invalid",
        &[],
        "-> unzip /root/go/pkg/mod/cache/download/gopher.test/kit/@v/v1.4.2.zip: gopher.test/kit@v1.4.2/A.go: case-insensitive file name collision: \"a.go\" and \"A.go\"",
    ),
    ("goauth-broken", &[], "go: GOAUTH encountered an empty command (GOAUTH=netrc;)"),
    (
        "goauth-broken",
        &[],
        "go: GOAUTH=off cannot be combined with other authentication commands (GOAUTH=off;netrc)",
    ),
    (
        "goauth-broken",
        &[],
        "go: GOAUTH=git encountered an error; cannot stat /nowhere: stat /nowhere: no such file or directory",
    ),
];

#[test]
fn forward_proxies_are_told() {
    tell(FORWARD);
}

#[test]
fn module_proxies_are_told() {
    tell(GOPROXY);
}
