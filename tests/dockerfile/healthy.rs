//! What works is let be. A cache mount that could be there is no more than a hint.

use super::{DIR, holds, project, told};

const MOUNTED: &str = "RUN --mount=type=cache,target=/go/pkg/mod go mod download\n";

#[test]
fn silent() {
    let cases: &[&str] = &[
        // No Go at all.
        "FROM alpine:3.22\nRUN apk add --no-cache curl\nCMD [\"sh\"]\n",
        "FROM node:22 AS web\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nFROM nginx\nCOPY --from=web /app/dist /usr/share/nginx/html\n",
        "FROM python:3.13\nCOPY . /app\nRUN pip install -r /app/requirements.txt\n",
        "FROM scratch\nCOPY app /app\nENTRYPOINT [\"/app\"]\n",
        "FROM gcr.io/distroless/static-debian12:nonroot\nCOPY bin/app /app\nUSER nonroot:nonroot\n",
        // Cache mounts.
        "# syntax=docker/dockerfile:1\nFROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go build -o /app ./cmd/app\nFROM scratch\nCOPY --from=build /app /app\n",
        "FROM golang:1.26\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache go build ./...\n",
        "FROM golang:1.26\nWORKDIR /src\nRUN --mount=type=bind,source=go.mod,target=go.mod --mount=type=bind,source=go.sum,target=go.sum --mount=type=cache,target=/go/pkg/mod go mod download -x\n",
        "FROM golang:1.26\nWORKDIR /src\nRUN --mount=type=bind,target=. --mount=type=cache,target=/go/pkg/mod go build -o /bin/app ./cmd/app\n",
        "FROM golang:1.26\nENV GOMODCACHE=/cache/mod\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/cache/mod go mod download\n",
        "FROM golang:1.26\nARG GOPROXY\nARG GOPRIVATE\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,id=mod,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,id=mod,target=/go/pkg/mod go build ./...\n",
        // Secrets that are mounted.
        "FROM golang:1.26\nENV GOPRIVATE=git.corp.example\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=secret,id=netrc,target=/root/.netrc --mount=type=cache,target=/go/pkg/mod go mod download\n",
        "FROM golang:1.26-alpine\nRUN apk add --no-cache git openssh-client\nENV GOPRIVATE=git.corp.example\nRUN git config --global url.\"git@git.corp.example:\".insteadOf https://git.corp.example/\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=ssh --mount=type=cache,target=/go/pkg/mod go mod download\n",
        // Words of docker's own.
        "FROM golang:1.26 AS onbuild\nWORKDIR /src\nONBUILD COPY go.mod ./\nONBUILD RUN go mod download\n",
        "FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod <<EOF\nset -e\ngo mod download\nEOF\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod <<-'EOT'\n\tgo build ./...\n\tEOT\n",
        "FROM golang:1.26\r\nWORKDIR /src\r\nCOPY go.mod go.sum ./\r\nRUN --mount=type=cache,target=/go/pkg/mod \\\r\n  go mod download\r\n",
        "# escape=`\nFROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod `\n  go mod download\n",
        "FROM golang:1.26\nWORKDIR /src\nCOPY go.mod \\\n# the sums as well\n\n  go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod \\\n  # in between\n  go mod download\n",
        "from golang:1.26 as build\nworkdir /src\ncopy go.mod go.sum ./\nrun --mount=type=cache,target=/go/pkg/mod go mod download\n",
        "FROM golang:1.26\nWORKDIR /src\nCOPY [\"go.mod\", \"go.sum\", \"./\"]\nRUN --mount=type=cache,target=/go/pkg/mod [\"go\", \"mod\", \"download\"]\n",
        "FROM golang:1.26\nWORKDIR /src\nADD go.* ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n",
        "ARG GO=1.26\nFROM --platform=$BUILDPLATFORM golang:${GO}-bookworm AS build\nARG TARGETOS TARGETARCH\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod GOOS=$TARGETOS GOARCH=$TARGETARCH go build ./...\n",
        // Stages upon stages.
        "FROM golang:1.26 AS base\nWORKDIR /src\nENV GOPROXY=https://goproxy.cn,direct\nFROM base AS deps\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nFROM deps AS build\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n",
        // What a shell decides, or another program.
        "FROM golang:1.26\nWORKDIR /src\nRUN git clone https://github.com/acme/widget . && go build ./...\n",
        "FROM golang:1.26\nWORKDIR /src\nRUN curl -sSL https://example.com/src.tgz | tar xz && make build\n",
        "FROM golang:1.26\nRUN go install golang.org/x/tools/cmd/goimports@latest\n",
        "FROM golang:1.26-alpine\nRUN go install github.com/acme/tool@v1.2.3 && go version\n",
        "FROM golang:1.26\nWORKDIR /src\nRUN go mod init example.com/x && go get golang.org/x/text@v0.14.0\n",
        // Images of others, of which nothing is known.
        "FROM registry.corp.example/base/go:1\nRUN go mod download\n",
        "ARG BASE\nFROM ${BASE}\nCOPY . .\nRUN go build ./...\n",
        "FROM golang:1.26\nWORKDIR /src\nCOPY --from=sources / ./\nRUN go mod verify\n",
    ];
    for text in cases {
        assert_eq!(told(&project(), text), [""; 0], "{text}");
    }
    assert!(
        cases.iter().all(|text| !text.contains("go mod download")
            || text.contains("mount")
            || text.contains("ONBUILD")
            || text.contains("registry")),
        "{MOUNTED}"
    );
}

#[test]
fn vendored() {
    let world = project().file(&format!("{DIR}/vendor/modules.txt"), "");
    for text in [
        "FROM golang:1.26-alpine AS build\nWORKDIR /src\nCOPY . .\nRUN go build -mod=vendor -o /app ./cmd/app\nFROM scratch\nCOPY --from=build /app /app\n",
        "FROM golang:1.26-alpine\nENV GOFLAGS=-mod=vendor GOPRIVATE=git.corp.example\nWORKDIR /src\nCOPY . .\nRUN go test ./...\n",
        "FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nCOPY vendor/ vendor/\nCOPY cmd/ cmd/\nRUN go build ./cmd/app\n",
    ] {
        assert_eq!(told(&world, text), [""; 0], "{text}");
    }
}

#[test]
fn only_hints() {
    holds(
        &[
            (
                "the usual layers",
                "FROM golang:1.26-alpine AS build\nWORKDIR /app\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /bin/app ./cmd/app\nFROM alpine:3.22\nRUN apk --no-cache add ca-certificates\nCOPY --from=build /bin/app /app\nUSER 1000\n",
                &["info dockerfile-cache-mount 4"],
            ),
            (
                "two COPY lines, and -x",
                "FROM golang:1.26\nWORKDIR /app\nCOPY go.mod .\nCOPY go.sum .\nRUN set -eux; go env; go mod download -x\nCOPY . .\nRUN go build .\n",
                &["info dockerfile-cache-mount 5"],
            ),
            (
                "all at once",
                "FROM golang:1.26\nWORKDIR /app\nCOPY . .\nRUN go build -o /app/x .\n",
                &["info dockerfile-copy-before-download 3"],
            ),
            (
                "as another user, without a mount",
                "FROM golang:1.26\nUSER 1000\nWORKDIR /tmp/app\nCOPY go.mod go.sum ./\nRUN go mod download\n",
                &["info dockerfile-cache-mount 5"],
            ),
        ],
        &project(),
    );
}
