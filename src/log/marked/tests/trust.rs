use super::{Row, tell};

const ROWS: &[Row] = &[
    (
        "tls-unknown-authority",
        &["tls-self-signed", "tls-incomplete-chain", "tls-no-ca-bundle"],
        "GET tls: failed to verify certificate: x509: certificate signed by unknown authority",
    ),
    (
        "tls-intercepted",
        &["tls-no-ca-bundle", "tls-cert-env-wrong"],
        "PUBLIC tls: failed to verify certificate: x509: certificate signed by unknown authority",
    ),
    ("tls-intercepted", &["tls-no-ca-bundle"], "OLD x509: certificate signed by unknown authority"),
    (
        "tls-intercepted",
        &["git-tls-untrusted"],
        "GIT SSL certificate problem: unable to get local issuer certificate",
    ),
    (
        "tls-intercepted",
        &["git-tls-untrusted"],
        "GIT SSL certificate problem: self-signed certificate in certificate chain",
    ),
    (
        "tls-intercepted",
        &[],
        "RUN go mod download\ndepth=2 C = US, ST = California, O = Netskope Inc, OU = Cert Management, CN = acme.test",
    ),
    (
        "tls-no-ca-bundle",
        &["git-tls-untrusted"],
        "GIT server certificate verification failed. CAfile: none CRLfile: none",
    ),
    (
        "tls-no-ca-bundle",
        &[],
        "GIT error setting certificate file: /etc/ssl/certs/ca-certificates.crt",
    ),
    (
        "tls-cert-env-wrong",
        &[],
        "PUBLIC tls: failed to verify certificate: x509: failed to load system roots and no roots provided; read /srv/certs: is a directory",
    ),
    (
        "tls-cert-env-wrong",
        &[],
        "PUBLIC tls: failed to verify certificate: x509: failed to load system roots and no roots provided; open /srv/ca.pem: permission denied",
    ),
    (
        "tls-stale-ca-bundle",
        &[],
        "GET tls: failed to verify certificate: x509: certificate signed by unknown authority (possibly because of \"x509: ECDSA verification failure\" while trying to verify candidate authority certificate \"Acme Root\")",
    ),
    (
        "tls-stale-ca-bundle",
        &["tls-expired"],
        "PAGE x509: certificate has expired or is not yet valid: current time 2021-10-03T12:00:00Z is after 2021-09-30T14:01:15Z",
    ),
    (
        "tls-cert-invalid",
        &[],
        "GET tls: failed to verify certificate: x509: certificate signed by unknown authority (possibly because of \"x509: invalid signature: parent certificate cannot sign this kind of certificate\" while trying to verify candidate authority certificate \"Acme Unit\")",
    ),
    (
        "tls-cert-invalid",
        &[],
        "GET tls: failed to verify certificate: x509: certificate signed by unknown authority (possibly because of \"x509: cannot verify signature: insecure algorithm ECDSA-SHA1\" while trying to verify candidate authority certificate \"Acme Unit\")",
    ),
    (
        "tls-cert-invalid",
        &[],
        "GET tls: failed to verify certificate: x509: certificate signed by unknown authority (possibly because of \"x509: cannot verify signature: insecure algorithm SHA1-RSA (temporarily override with GODEBUG=x509sha1=1)\" while trying to verify candidate authority certificate \"Acme Unit\")",
    ),
    (
        "tls-cert-invalid",
        &[],
        "GET tls: failed to verify certificate: x509: certificate specifies an incompatible key usage",
    ),
    (
        "tls-cert-invalid",
        &[],
        "GET tls: failed to verify certificate: x509: too many intermediates for path length constraint",
    ),
    (
        "tls-cert-invalid",
        &[],
        "GET tls: failed to verify certificate: x509: a root or intermediate certificate is not authorized to sign for this name: DNS name \"modules.acme.test\" is not permitted by any constraint",
    ),
    (
        "tls-cert-invalid",
        &[],
        "GET tls: failed to parse certificate from server: x509: negative serial number",
    ),
    (
        "tls-cert-invalid",
        &[],
        "GET tls: failed to parse certificate from server: x509: SAN dNSName is malformed",
    ),
    (
        "tls-cert-invalid",
        &[],
        "GET tls: server sent certificate containing RSA key larger than 8192 bits",
    ),
    (
        "tls-expired",
        &["tls-clock-skew"],
        "GET tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-20T11:28:48Z is after 2026-11-19T11:27:52Z",
    ),
    ("tls-expired", &["tls-clock-skew"], "PAGE x509: certificate has expired or is not yet valid"),
    (
        "tls-expired",
        &[],
        "go: gopher.test/kit@v1.4.2: Get \"https://goproxy.io/gopher.test/kit/@v/v1.4.2.mod\": x509: certificate has expired or is not yet valid: current time 2021-10-09T00:23:26Z is after 2021-09-25T00:00:00Z",
    ),
    (
        "tls-clock-skew",
        &["tls-expired"],
        "PUBLIC tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2031-11-20T11:28:48Z is after 2026-11-19T11:27:52Z",
    ),
    (
        "tls-clock-skew",
        &["tls-cert-invalid"],
        "GET tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-20T11:28:48Z is before 2026-11-30T11:27:52Z",
    ),
    (
        "tls-clock-skew",
        &[],
        "GET tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 1970-01-01T00:02:10Z is before 2026-11-30T11:27:52Z",
    ),
    (
        "tls-name-mismatch",
        &[],
        "GET tls: failed to verify certificate: x509: certificate is valid for a.other.test, b.other.test, not modules.acme.test",
    ),
    (
        "tls-name-mismatch",
        &["dns-hijacked"],
        "PUBLIC tls: failed to verify certificate: x509: certificate is valid for login.inn.test, not proxy.golang.org",
    ),
    (
        "tls-name-mismatch",
        &[],
        "GET tls: failed to verify certificate: x509: certificate is not valid for any names, but wanted to match modules.acme.test",
    ),
    (
        "tls-name-mismatch",
        &[],
        "package 10.4.0.9/kit: unrecognized import path \"10.4.0.9/kit\" (https fetch: Get https://10.4.0.9/kit?go-get=1: x509: cannot validate certificate for 10.4.0.9 because it doesn't contain any IP SANs)",
    ),
    ("tls-name-mismatch", &[], "GET remote error: tls: unrecognized name"),
    (
        "tls-legacy-common-name",
        &[],
        "GET tls: failed to verify certificate: x509: certificate relies on legacy Common Name field, use SANs instead",
    ),
    (
        "tls-legacy-common-name",
        &[],
        "GET x509: certificate relies on legacy Common Name field, use SANs or temporarily enable Common Name matching with GODEBUG=x509ignoreCN=0",
    ),
    ("tls-version-unsupported", &[], "GET remote error: tls: protocol version not supported"),
    ("tls-version-unsupported", &[], "GET tls: server selected unsupported protocol version 302"),
    (
        "tls-version-unsupported",
        &[],
        "GIT error:1409442E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version",
    ),
    (
        "tls-handshake-refused",
        &["tls-version-unsupported", "tls-client-cert-required"],
        "GET remote error: tls: handshake failure",
    ),
    ("tls-handshake-refused", &[], "GET remote error: tls: internal error"),
    ("tls-handshake-refused", &[], "GET remote error: tls: access denied"),
    ("tls-client-cert-required", &[], "GET remote error: tls: certificate required"),
    (
        "tls-client-cert-required",
        &["tls-handshake-refused"],
        "GET remote error: tls: bad certificate",
    ),
    ("tls-plaintext-server", &[], "GET http: server gave HTTP response to HTTPS client"),
    ("tls-plaintext-server", &[], "GET tls: first record does not look like a TLS handshake"),
    (
        "tls-plaintext-server",
        &["git-proxy-config"],
        "GIT error:1408F10B:SSL routines:ssl3_get_record:wrong version number",
    ),
    ("tls-handshake-reset", &["server-no-answer"], "PUBLIC EOF"),
    (
        "tls-handshake-reset",
        &["git-proxy-config"],
        "GIT OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to github.com:443",
    ),
    (
        "tls-handshake-reset",
        &["git-proxy-config"],
        "GIT OpenSSL SSL_connect: Connection reset by peer in connection to github.com:443",
    ),
    (
        "tls-handshake-reset",
        &["git-proxy-config"],
        "GIT gnutls_handshake() failed: The TLS connection was non-properly terminated.",
    ),
    ("tls-handshake-timeout", &["tls-hello-too-large"], "PUBLIC net/http: TLS handshake timeout"),
    ("tls-handshake-timeout", &[], "OLD net/http: TLS handshake timeout"),
];

#[test]
fn trust_is_told() {
    tell(ROWS);
}
