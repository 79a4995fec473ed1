use crate::base::Text;
use crate::docker::{Kind};
use crate::model::{Area, Cause, Evidence, Finding, Fix, Mark};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "dockerfile-loopback-proxy",
    area: Area::Settings,
    title: Text::of("A proxy in the Dockerfile is the container itself", "Dockerfile 中的代理指向容器自身"),
    docs: Text::of(
        "In a container 127.0.0.1 and localhost are the container. A proxy that listens on the machine that builds is not there, and every request to it is refused.\n\ngo says: proxyconnect tcp: dial tcp 127.0.0.1:7890: connect: connection refused, or, where the host has no name in the container: proxyconnect tcp: dial tcp: lookup host.docker.internal on 192.0.2.53:53: no such host\n\n`docker build --network=host` and `RUN --network=host` make the addresses of the builder those of the build; without them the proxy has another name.\n\nName the host: host.docker.internal on Docker Desktop, with `--add-host host.docker.internal:host-gateway` on Linux, and let the proxy listen there. Better still, leave the value out and give it at the build: `docker build --build-arg HTTPS_PROXY=http://host.docker.internal:7890 .`; docker knows that name without an ARG.",
        "在容器里，127.0.0.1 和 localhost 就是容器自己。在构建机上监听的代理并不在那里，发给它的请求都会被拒绝。\n\ngo 的报错：proxyconnect tcp: dial tcp 127.0.0.1:7890: connect: connection refused；容器里没有宿主机的名字时则是：proxyconnect tcp: dial tcp: lookup host.docker.internal on 192.0.2.53:53: no such host\n\n`docker build --network=host` 和 `RUN --network=host` 会让构建使用构建机的网络；否则代理要用别的名字访问。\n\n请写宿主机的名字：Docker Desktop 用 host.docker.internal，Linux 上再加 `--add-host host.docker.internal:host-gateway`，并让代理在该地址监听。更好的做法是不写死，在构建时传入：`docker build --build-arg HTTPS_PROXY=http://host.docker.internal:7890 .`；docker 认识这个参数，不需要 ARG。",
    ),
    logs: &[
        Mark::of(&["proxyconnect tcp", "lookup host.docker.internal", "no such host"])
            .or(&["http-proxy-unreachable"]),
        Mark::of(&["proxyconnect tcp", "lookup docker.for.mac", "no such host"])
            .or(&["http-proxy-unreachable"]),
        Mark::of(&["RUN ", "proxyconnect tcp: dial tcp 127.0.0.1", "connection refused"])
            .or(&["http-proxy-unreachable"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn is(kind: &Kind) -> bool {
    matches!(kind, Kind::Loopback { .. })
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    evidence.in_dockerfile(is, |remark| {
        let Kind::Loopback { name, falls_through } = &remark.kind else { return Text::same("") };
        if *falls_through {
            say! {
                en: "{name} leads to a loopback address, which in a build is the container itself. Nothing listens there; go moves on to the next element each time.",
                zh: "{name} 指向回环地址，而在构建中那就是容器自己，没有程序在监听；go 每次都要改用下一个地址。",
            }
        } else {
            say! {
                en: "{name} leads to a loopback address, which in a build is the container itself. Nothing listens there, and go ends with `connection refused`.",
                zh: "{name} 指向回环地址，而在构建中那就是容器自己。没有程序在监听，go 会以 `connection refused` 结束。",
            }
        }
    })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let title = Text::of("Name the machine that the proxy listens on", "写明代理所在的机器");
    let by_hand = Text::of(
        "Write host.docker.internal in place of the loopback address, and build with `--add-host host.docker.internal:host-gateway`.",
        "用 host.docker.internal 代替回环地址，并用 `--add-host host.docker.internal:host-gateway` 构建。",
    );
    vec![evidence.corrected(is, title, by_hand)]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a forward proxy",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nENV HTTPS_PROXY=http://127.0.0.1:7890\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-loopback-proxy"],
    },
    Scene {
        name: "a module proxy",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nENV GOPROXY=http://localhost:3000\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &["dockerfile-loopback-proxy"],
    },
    Scene {
        name: "on the network of the builder",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nENV GOPROXY=http://localhost:3000\nCOPY go.mod go.sum ./\nRUN --network=host --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --network=host --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
    Scene {
        name: "all is well",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n"),
        roots: &[],
    },
];
