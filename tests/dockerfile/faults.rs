//! What breaks or slows, by severity, code and line.

use super::{DIR, holds, project, read, told};

const TOP: &str = "FROM golang:1.26\nWORKDIR /src\n";
const COPY: &str = "COPY go.mod go.sum ./\n";
const GET: &str = "RUN --mount=type=cache,target=/go/pkg/mod go mod download\n";

/// A Dockerfile with lines before its COPY (line 3), before its download and behind it.
fn with(first: &str, before: &str, behind: &str) -> String {
    format!("{TOP}{first}{COPY}{before}{GET}{behind}")
}

fn tells(first: &str, before: &str, behind: &str, expected: &[&str]) {
    let text = with(first, before, behind);
    assert_eq!(told(&project(), &text), expected, "{text}");
}

#[test]
fn settings_that_do_not_arrive() {
    let lost = |line: usize| format!("warning dockerfile-setting-lost {line}");
    let tells = |first, before, behind, line| tells(first, before, behind, &[&lost(line)]);
    tells("", "", "ENV GOPROXY=https://goproxy.cn\n", 5);
    tells("", "", "ENV GOPRIVATE git.corp.example\n", 5);
    tells("", "", "ARG GOPROXY\n", 5);
    tells("", "", "ENV CGO_ENABLED=0 GOPROXY=https://goproxy.cn\n", 5);
    tells("RUN export GOPROXY=https://goproxy.cn && echo ok\n", "", "", 3);
    tells("RUN go env -w GOTOOLCHAIN=auto\n", "", "", 3);
    tells("ENV GOPROXY=https://goproxy.io\nRUN go env -w GOPROXY=https://goproxy.cn\n", "", "", 4);
    tells("", "", "FROM alpine:3.22\nENV GONOSUMDB=git.corp.example\n", 6);
    let text = format!("ARG GOPROXY=https://goproxy.cn\n{}", with("", "", ""));
    assert_eq!(told(&project(), &text), [lost(1)]);
    let text =
        with("", "", "").replace("go mod download", "GOPROXY=https://goproxy.cn; go mod download");
    assert_eq!(told(&project(), &text), [lost(4)]);
}

#[test]
fn settings_that_arrive() {
    for first in [
        "ENV GOPROXY=https://goproxy.cn,direct\n",
        "RUN go env -w GOPROXY=https://goproxy.cn,direct\n",
        "ARG GOPROXY=https://goproxy.cn\nENV GOPROXY=${GOPROXY}\n",
        "ENV GOFLAGS=-buildvcs=false\n",
    ] {
        tells(first, "", "", &[]);
    }
    tells("", "", "ENV GOFLAGS=-trimpath CGO_ENABLED=0\n", &[]);
    let text = with("", "", "")
        .replace("go mod download", "export GOPROXY=https://goproxy.cn && go mod download");
    assert_eq!(told(&project(), &text), [""; 0]);
    // docker knows these arguments by itself.
    let text = format!("ARG HTTPS_PROXY\n{}", with("", "", ""));
    assert_eq!(told(&project(), &text), [""; 0]);
}

#[test]
fn secrets() {
    for first in [
        "ARG GITHUB_TOKEN\n",
        "ARG CI_JOB_TOKEN=abcd1234\n",
        "ENV GIT_PASSWORD=hunter22\n",
        "ENV TOKEN=$TOKEN\n",
        "ENV GOPROXY=https://bob:hunter22@goproxy.corp.example\n",
        "COPY .netrc /root/\n",
        "COPY id_rsa /root/.ssh/id_rsa\n",
        "RUN echo machine git.corp.example login x password ghp_0123456789abcdefghijkl > ~/.netrc\n",
        "RUN git config --global url.\"https://oauth2:${GITLAB_TOKEN}@git.corp.example\".insteadOf https://git.corp.example\n",
    ] {
        let world = project().file(&format!("{DIR}/.netrc"), "").file(&format!("{DIR}/id_rsa"), "");
        let text = with(first, "", "");
        assert_eq!(told(&world, &text), ["warning dockerfile-secret-exposed 3"], "{text}");
        let kept = serde_json::to_string(&read(&world, &text)).unwrap();
        for secret in ["hunter22", "ghp_0123456789abcdefghijkl", "abcd1234"] {
            assert!(!kept.contains(secret), "{text}: {kept}");
        }
    }
    for first in [
        "ENV TOKEN_FILE=/run/secrets/token\n",
        "ARG PATH_SUFFIX=x\n",
        "ENV NETRC=/run/secrets/netrc\n",
    ] {
        tells(first, "", "", &[]);
    }
}

#[test]
fn protections_that_are_off() {
    for first in [
        "ENV GOSUMDB=off\n",
        "ENV GONOSUMDB=*\n",
        "ENV GOINSECURE=git.corp.example\n",
        "RUN go env -w GOSUMDB=off\n",
        "ENV GIT_SSL_NO_VERIFY=1\n",
        "RUN git config --global http.sslVerify false\n",
    ] {
        tells(first, "", "", &["warning dockerfile-verification-off 3"]);
    }
    tells("ENV GONOSUMDB=git.corp.example GIT_SSL_NO_VERIFY=0\n", "", "", &[]);
}

#[test]
fn proxies_of_the_container_itself() {
    let tells = |first, severity: &str| {
        tells(first, "", "", &[&format!("{severity} dockerfile-loopback-proxy 3")]);
    };
    tells("ENV HTTPS_PROXY=http://127.0.0.1:7890\n", "error");
    tells("ENV http_proxy http://localhost:8118/\n", "error");
    tells("ENV GOPROXY=http://localhost:3000,direct\n", "error");
    tells("ENV GOPROXY=http://localhost:3000|direct\n", "warning");
    tells("ARG HTTPS_PROXY=http://127.0.0.1:7890\n", "warning");
}

#[test]
fn files() {
    let tells =
        |text: &str, expected: &[&str]| assert_eq!(told(&project(), text), expected, "{text}");
    let mounted = "RUN --mount=type=cache,target=/go/pkg/mod";
    tells(&format!("{TOP}{GET}"), &["error gomod-missing 3"]);
    tells(&format!("{TOP}COPY go.sum ./\n{GET}"), &["error gomod-missing 4"]);
    tells(
        &format!("FROM golang:1.26\nCOPY go.mod go.sum /src/\nRUN cd /src\n{GET}"),
        &["error gomod-missing 4"],
    );
    tells(
        &format!(
            "FROM golang:1.26\nCOPY go.mod go.sum /src/\n{mounted} cd /src && go mod download\n"
        ),
        &[],
    );
    tells(
        &format!("FROM golang:1.26\nCOPY go.mod go.sum /src/\n{mounted} go -C /src mod download\n"),
        &[],
    );
    tells(
        &format!("FROM golang:1.26\nCOPY . .\n{mounted} go build ./...\n"),
        &["warning gomod-ignored 3"],
    );
    tells(&format!("FROM golang:1.26\n{COPY}{GET}"), &["warning gomod-ignored 3"]);
    tells(
        "FROM golang:1.26\nCOPY . .\nRUN go mod vendor\n",
        &["error gomod-ignored 3", "warning dockerfile-copy-before-download 2"],
    );
    tells(
        &format!("FROM golang:1.26\nWORKDIR /tmp\nCOPY . .\n{mounted} go build ./...\n"),
        &["error gomod-ignored 4"],
    );
    tells(&format!("FROM golang:1.26\nWORKDIR /\nCOPY . .\n{mounted} go build ./...\n"), &[]);
    tells(&format!("{TOP}COPY go.mod ./\n{GET}"), &["warning dockerfile-gosum-not-copied 4"]);
    tells(
        &format!("{TOP}COPY go.mod go.sum vendor ./\n{GET}"),
        &["error dockerfile-not-in-context 3"],
    );
    tells(
        &format!("{TOP}COPY go.mod .\nCOPY cmd cmd\n{mounted} go build ./cmd/app\n"),
        &["error dockerfile-gosum-not-copied 5"],
    );
    let world = project().file(&format!("{DIR}/.dockerignore"), "*\n!go.mod\n");
    assert_eq!(told(&world, &with("", "", "")), ["error dockerfile-not-in-context 3"]);
    let world = project().file(&format!("{DIR}/.dockerignore"), "*\n!go.mod\n!go.sum\n");
    assert_eq!(told(&world, &with("", "", "")), [""; 0]);
}

#[test]
fn tools_by_base() {
    let private = "ENV GOPRIVATE=git.corp.example\n";
    let of = |base: &str, more: &str| {
        with("", "", "").replace("golang:1.26", base).replace("COPY", &format!("{more}COPY"))
    };
    let cases: &[(&str, &str, &[&str])] = &[
        ("golang:1.26-alpine", private, &["error git-missing 5"]),
        ("docker.io/library/golang:1.26-alpine3.22", private, &["error git-missing 5"]),
        ("golang:1.26-alpine", "ENV GOPROXY=direct\n", &["error git-missing 5"]),
        ("golang:1.26-alpine", "RUN git version && apk add git\n", &["error git-missing 3"]),
        ("golang:1.26-alpine", "RUN apk add --no-cache git\nENV GOPRIVATE=git.corp.example\n", &[]),
        ("golang:1.26-alpine", "ENV GOPRIVATE=other.example\n", &[]),
        ("golang:1.26", private, &[]),
        ("golang:1.26-bookworm", private, &[]),
        ("golang:1.23", "", &["error go-too-old 4"]),
        ("golang:1.24", "", &[]),
        ("golang:1.24.0-alpine", "", &[]),
        ("golang:1.24rc1", "", &["error go-too-old 4"]),
        ("golang:1.20", "", &["error go-too-old 4"]),
        ("golang:latest", "", &[]),
        ("golang", "", &[]),
        ("golang:1", "", &[]),
        ("golang:1.23", "ENV GOTOOLCHAIN=auto\n", &[]),
        ("golang:1.23@sha256:0123", "", &["error go-too-old 4"]),
    ];
    for (base, more, expected) in cases {
        let text = of(base, more);
        assert_eq!(told(&project(), &text), *expected, "{text}");
    }
}

#[test]
fn mounts() {
    let warns = |text: &str, line: usize| {
        let expected = format!("warning dockerfile-cache-mount {line}");
        assert_eq!(told(&project(), text), [expected], "{text}");
    };
    warns(&with("", "", "COPY . .\nRUN go build ./...\n"), 6);
    warns(
        &with("", "", "COPY . .\nRUN --mount=type=cache,id=x,target=/go/pkg/mod go build ./...\n"),
        6,
    );
    warns(&with("", "", "").replace("/go/pkg/mod", "/root/go/pkg/mod"), 4);
    warns(&with("ENV GOMODCACHE=/cache\n", "", ""), 5);
    let stopped = ["error dockerfile-cache-mount 5"];
    assert_eq!(told(&project(), &with("USER 1000:1000\n", "", "")), stopped);
    assert_eq!(told(&project(), &with("USER app\n", "", "")), stopped);
    assert_eq!(told(&project(), &with("USER root\n", "", "")), [""; 0]);
    let own = with("USER 1000\n", "", "").replace("type=cache", "type=cache,uid=1000,gid=1000");
    assert_eq!(told(&project(), &own), [""; 0]);
}

#[test]
fn what_the_rest_is() {
    holds(
        &[
            (
                "everything first",
                "FROM golang:1.26\nWORKDIR /src\nADD . /src\nRUN go mod download\nRUN go build ./...\n",
                &["warning dockerfile-copy-before-download 3"],
            ),
            (
                "go.mod is made anew",
                "FROM golang:1.26\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go mod tidy && go build ./...\n",
                &["warning dockerfile-gomod-rewritten 4"],
            ),
            (
                "by a setting",
                "FROM golang:1.26\nENV GOFLAGS=-mod=mod\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n",
                &["warning dockerfile-gomod-rewritten 2"],
            ),
            (
                "a frontend of old",
                "# syntax=docker/dockerfile:1.0\nFROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n",
                &["error dockerfile-syntax-old 5"],
            ),
            (
                "no certificates",
                "FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y --no-install-recommends golang-go git\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/root/go/pkg/mod go mod download\n",
                &["error tls-no-ca-bundle 5"],
            ),
            (
                "certificates as recommended",
                "FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y golang-go git\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/root/go/pkg/mod go mod download\n",
                &[],
            ),
        ],
        &project(),
    );
}
