use super::{Row, tell};

const ROWS: &[Row] = &[
    (
        "dns-no-such-host",
        &["goproxy-no-fallback"],
        "GET dial tcp: lookup modules.acme.test on 10.4.0.2:53: no such host",
    ),
    (
        "dns-no-such-host",
        &["https-proxy-missing"],
        "PUBLIC dial tcp: lookup proxy.golang.org on 10.4.0.2:53: no such host",
    ),
    (
        "dns-no-such-host",
        &["https-proxy-missing"],
        "OLD dial tcp: lookup proxy.golang.org on 10.4.0.2:53: no such host",
    ),
    (
        "dns-no-such-host",
        &["dns-no-resolver"],
        "PUBLIC dial tcp: lookup proxy.golang.org: no such host",
    ),
    ("dns-no-such-host", &[], "PAGE dial tcp: lookup gopher.test on 10.4.0.2:53: no such host"),
    ("dns-no-such-host", &[], "GOPATH dial tcp: lookup gopher.test on 10.4.0.2:53: no such host)"),
    (
        "dns-no-such-host",
        &[],
        "OLD dial tcp: lookup proxy.golang.org: getaddrinfow: No such host is known.",
    ),
    (
        "dns-no-such-host",
        &[],
        "OLD dial tcp: lookup proxy.golang.org: getaddrinfow: 不知道这样的主机。",
    ),
    ("dns-no-such-host", &["dns-resolver-unreachable"], "GIT Could not resolve host: github.com"),
    ("dns-no-such-host", &["git-proxy-config"], "GIT Couldn't resolve host 'github.com'"),
    (
        "dns-no-such-host",
        &[],
        "PUBLIC dial tcp: lookup proxy.golang.org: no such host\n{\n\t\"Path\": \"x\"\n}",
    ),
    (
        "dns-timeout",
        &[],
        "GET dial tcp: lookup modules.acme.test on 10.4.0.2:53: read udp 172.17.0.5:41192->10.4.0.2:53: i/o timeout",
    ),
    (
        "dns-timeout",
        &[],
        "OLD dial tcp: lookup proxy.golang.org on 10.4.0.2:53: read udp 172.17.0.5:41192->10.4.0.2:53: i/o timeout",
    ),
    ("dns-timeout", &[], "GET dial tcp: lookup modules.acme.test: i/o timeout"),
    (
        "dns-timeout",
        &[],
        "GET dial tcp: lookup modules.acme.test on 10.4.0.2:53: dial tcp 10.4.0.2:53: i/o timeout",
    ),
    (
        "dns-timeout",
        &["dns-resolver-unreachable"],
        "GET dial tcp: lookup modules.acme.test: Temporary failure in name resolution",
    ),
    ("dns-timeout", &["git-proxy-config"], "GIT Resolving timed out after 300001 milliseconds"),
    (
        "dns-server-failure",
        &[],
        "PUBLIC dial tcp: lookup proxy.golang.org on 10.4.0.2:53: server misbehaving",
    ),
    (
        "dns-server-failure",
        &["goproxy-no-fallback"],
        "GET dial tcp: lookup modules.acme.test on 10.4.0.2:53: server misbehaving",
    ),
    (
        "dns-server-failure",
        &[],
        "PUBLIC dial tcp: lookup proxy.golang.org on 10.4.0.2:53: lame referral",
    ),
    (
        "dns-server-failure",
        &[],
        "PUBLIC dial tcp: lookup proxy.golang.org on 10.4.0.2:53: cannot unmarshal DNS message",
    ),
    (
        "dns-resolver-unreachable",
        &[],
        "PUBLIC dial tcp: lookup proxy.golang.org on 127.0.0.53:53: read udp 127.0.0.1:48064->127.0.0.53:53: read: connection refused",
    ),
    (
        "dns-resolver-unreachable",
        &[],
        "PUBLIC dial tcp: lookup proxy.golang.org on 10.4.0.2:53: dial udp 10.4.0.2:53: connect: network is unreachable",
    ),
    (
        "dns-resolver-unreachable",
        &[],
        "PUBLIC dial tcp: lookup proxy.golang.org on 10.4.0.2:53: read udp 172.17.0.2:36832->10.4.0.2:53: read: no route to host",
    ),
    (
        "dns-resolver-unreachable",
        &[],
        " dial tcp: lookup proxy.golang.org on [fec0:0:0:ffff::1]:53: dial udp [fec0:0:0:ffff::1]:53: connect: invalid argument",
    ),
    (
        "dns-no-resolver",
        &["dns-resolver-unreachable"],
        "PUBLIC dial tcp: lookup proxy.golang.org on 127.0.0.1:53: read udp 127.0.0.1:48064->127.0.0.1:53: read: connection refused",
    ),
    (
        "dns-no-resolver",
        &["dns-resolver-unreachable"],
        "PUBLIC dial tcp: lookup proxy.golang.org on [::1]:53: read udp [::1]:48064->[::1]:53: read: connection refused",
    ),
    (
        "dns-no-resolver",
        &[],
        "PUBLIC dial tcp: lookup proxy.golang.org on [::1]:53: dial udp [::1]:53: connect: cannot assign requested address",
    ),
    ("dns-hijacked", &[], "PUBLIC dial tcp 0.0.0.0:443: connect: connection refused"),
    ("dns-hijacked", &[], "PUBLIC dial tcp 198.18.3.7:443: i/o timeout"),
    ("dns-hijacked", &[], "PUBLIC dial tcp 224.0.0.9:443: connect: network is unreachable"),
    ("dns-hijacked", &["tcp-timeout"], "PUBLIC dial tcp 31.13.94.37:443: i/o timeout"),
    (
        "dns-hijacked",
        &["hosts-file-override"],
        "PUBLIC dial tcp 10.9.8.7:443: connect: connection refused",
    ),
    ("dns-hijacked", &["tcp-timeout"], "OLD dial tcp 203.0.114.8:443: i/o timeout"),
    (
        "dns-hijacked",
        &[],
        "PUBLIC dial tcp 0.0.0.0:443: connectex: The requested address is not valid in its context.",
    ),
    (
        "hosts-file-override",
        &["dns-hijacked"],
        "PUBLIC dial tcp 127.0.0.1:443: connect: connection refused",
    ),
    // The public database: who answers for it is another cause's.
    (
        "http-proxy-unreachable",
        &[],
        "PUBLIC proxyconnect tcp: dial tcp: lookup px.acme.test on 10.4.0.2:53: no such host",
    ),
    (
        "redirect-broken",
        &[],
        "go: gopher.test/kit@v1.4.2: Get \"https://storage.googleapis.com/gopher.test/kit/@v/v1.4.2.zip\": dial tcp: lookup storage.googleapis.com on 10.4.0.2:53: no such host",
    ),
    (
        "redirect-broken",
        &[],
        "go: gopher.test/kit@v1.4.2: Get \"https://login.acme.test/sso\": dial tcp: lookup login.acme.test on 10.4.0.2:53: no such host",
    ),
    (
        "redirect-broken",
        &[],
        "go: gopher.test/kit@v1.4.2: unrecognized import path \"gopher.test/kit\": https fetch: Get \"https://gone.acme.test/x\": dial tcp: lookup gone.acme.test on 10.4.0.2:53: no such host",
    ),
    (
        "goproxy-malformed",
        &[],
        "go: gopher.test/kit@v1.4.2: Get \"https://https/goproxy.cn/gopher.test/kit/@v/v1.4.2.mod\": dial tcp: lookup https on 10.4.0.2:53: no such host",
    ),
    (
        "goproxy-malformed",
        &[],
        "go: gopher.test/kit@v1.4.2: Get \"https://a.test;https/b.test/gopher.test/kit/@v/v1.4.2.mod\": dial tcp: lookup a.test;https: no such host",
    ),
    (
        "goproxy-malformed",
        &[],
        "go: gopher.test/kit@v1.4.2: Get \"https://goproxy.cn%EF%BC%8Cdirect/gopher.test/kit/@v/v1.4.2.mod\": dial tcp: lookup goproxy.cn，direct: no such host",
    ),
    (
        "goproxy-no-fallback",
        &["dns-no-such-host"],
        "go: gopher.test/kit@v1.4.2: Get \"https://gocenter.io/gopher.test/kit/@v/v1.4.2.mod\": dial tcp: lookup gocenter.io on 10.4.0.2:53: no such host",
    ),
];

#[test]
fn names_are_told() {
    tell(ROWS);
}
