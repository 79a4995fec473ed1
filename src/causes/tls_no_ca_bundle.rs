use crate::base::Text;
use crate::docker::Missing;
use crate::model::{Area, Cause, Cite, Evidence, Finding, Fix, Mark, Mistrust, Step, Subject};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-no-ca-bundle",
    area: Area::Trust,
    title: Text::of("This system has no certificates to trust", "系统里没有任何可信的根证书"),
    docs: Text::of(
        "To check whom it speaks with, go reads the certificates of authorities from files of the \
         system. In none of its usual places lies a single one, so that no server can be trusted, \
         whatever it presents. Small container images leave the bundle out.\n\n\
         go says: tls: failed to verify certificate: x509: certificate signed by unknown authority\n\
         or, in git's words: error setting certificate file: /etc/ssl/certs/ca-certificates.crt\n\n\
         The words are the same as for an authority that is not known here; what tells them apart \
         is that *every* host fails, and that the bundle is empty or missing. go carries no \
         certificates of its own.\n\n\
         Install the package ca-certificates (in a Dockerfile before the first download; in a \
         multi-stage build also in the stage that runs). Do not reach for GOINSECURE: it does not \
         apply to GOPROXY, and it would give up the check instead of making it possible.",
        "go 要确认对方的身份，需要从系统文件里读取证书颁发机构的根证书。它通常查找的位置一个根证书都没有，\
         所以无论服务器出示什么证书都无法信任。精简的容器镜像常常不带证书包。\n\n\
         go 的报错：tls: failed to verify certificate: x509: certificate signed by unknown authority\n\
         或者（git 的报错）：error setting certificate file: /etc/ssl/certs/ca-certificates.crt\n\n\
         这句话与“颁发机构不被信任”时完全相同；区别在于这里*每一个*主机都会失败，而且证书包是空的或者不存在。\
         go 自身不携带任何根证书。\n\n\
         请安装 ca-certificates 软件包（Dockerfile 中要放在第一次下载之前；多阶段构建时，运行阶段也要装）。\
         不要使用 GOINSECURE：它对 GOPROXY 不起作用，而且是放弃校验，并不能让校验成为可能。",
    ),
    logs: &[
        Mark::gos(&["x509: failed to load system roots and no roots provided"])
            .or(&["tls-cert-env-wrong"]),
        Mark::gos(&["unable to access 'https://", "CAfile: none CRLfile: none"])
            .or(&["git-tls-untrusted", "tls-intercepted"])
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::gos(&["error setting certificate ", "/etc/ssl/certs/ca-certificates.crt"])
            .or(&["git-tls-untrusted"]),
        Mark::gos(&["error setting certificate ", "/etc/pki/tls/certs/ca-bundle.crt"])
            .or(&["git-tls-untrusted"]),
        Mark::gos(&["error setting certificate ", "/etc/ssl/cert.pem"]).or(&["git-tls-untrusted"]),
    ],
    explains: &["sumdb-unreachable"],
    rule: |evidence| evidence.image_lacks(Missing::Certificates).or_else(|| rule(evidence)),
    fixes: |finding, evidence| match evidence.image_lacks(Missing::Certificates) {
        Some(_) => evidence.image_with(Missing::Certificates),
        None => fixes(finding, evidence),
    },
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let roots = &evidence.facts.roots;
    let broken = evidence.mistrusted(Mistrust::NoBundle);
    let first = broken.first()?;
    let hosts = broken.hosts();
    let places: Vec<&str> = roots.places.iter().map(|place| place.path.as_str()).take(3).collect();
    let places = places.join(", ");
    let says = say! {
        en: "Not one certificate of an authority lies where go looks for them ({places}). It can trust no server, and ends the connection to {hosts} with `certificate signed by unknown authority`.",
        zh: "在 go 查找根证书的位置（{places}）一个证书都没有。它无法信任任何服务器，与 {hosts} 的连接会以 `certificate signed by unknown authority` 结束。",
    };
    let mut cites = broken.cites();
    cites.push(Cite::Roots);
    let because = Text::of(
        "No authority at all is known here, public ones included.",
        "这里不认识任何颁发机构，连公共的也不认识。",
    );
    let finding = Finding::certain(says, cites).stops(broken.modules());
    let host = first.ladder.secured_host();
    let usual =
        Text::of("go's own places hold no certificate either.", "go 默认查找的位置同样没有证书。");
    let finding = if evidence.named_places().is_empty() {
        finding
    } else {
        finding.not("tls-cert-env-wrong", usual)
    };
    Some(finding.not("tls-unknown-authority", because).about(Subject::Host(host)))
}

/// Variables that name empty places would hide what is installed.
fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let title =
        Text::of("Install the certificates of public authorities", "安装公共颁发机构的根证书");
    let unset =
        evidence.named_places().into_iter().map(|name| Step::UnsetEnv { name: name.into() });
    let steps = unset.chain([Step::Install { packages: vec!["ca-certificates"] }]).collect();
    let why = Text::of("This tool installs nothing.", "本工具不会安装任何软件。");
    vec![Fix::safe(title, evidence.facts.store_reach(), steps).unprovable(why)]
}

const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "an image without a bundle",
        world: || World::healthy().container().without_file(BUNDLE),
        roots: &["tls-no-ca-bundle"],
    },
    Scene {
        name: "an empty bundle",
        world: || World::healthy().file(BUNDLE, ""),
        roots: &["tls-no-ca-bundle"],
    },
    Scene {
        name: "no bundle, and the database alone is asked",
        world: || {
            World::healthy()
                .without_file(BUNDLE)
                .var("GOPROXY", "file:///srv/proxy")
                .gomod("module m\n\ngo 1.24\n\nrequire golang.org/x/mod v0.20.0\n")
                .file("/srv/proxy/golang.org/x/mod/@v/v0.20.0.mod", "module golang.org/x/mod\n")
                .file("/srv/proxy/golang.org/x/mod/@v/v0.20.0.info", "{\"Version\":\"v0.20.0\"}")
                .file("/srv/proxy/golang.org/x/mod/@v/v0.20.0.zip", "PK")
        },
        roots: &["tls-no-ca-bundle"],
    },
    Scene {
        name: "variables name empty places, and there is no bundle either",
        world: || {
            World::healthy()
                .without_file(BUNDLE)
                .file("/opt/own.crt", "")
                .var("SSL_CERT_FILE", "/opt/own.crt")
                .var("SSL_CERT_DIR", "/opt/none")
        },
        roots: &["tls-no-ca-bundle"],
    },
    Scene {
        name: "a bundle of another kind",
        world: || World::healthy().old_bundle(),
        roots: &["tls-stale-ca-bundle"],
    },
    Scene {
        name: "a Dockerfile on a slim base",
        world: || {
            World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM debian:bookworm-slim\nWORKDIR /src\nCOPY --from=golang:1.26 /usr/local/go /usr/local/go\nENV GOMODCACHE=/go/pkg/mod\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n")
        },
        roots: &["tls-no-ca-bundle"],
    },
    Scene {
        name: "the last stage fetches nothing",
        world: || {
            World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nFROM debian:bookworm-slim\nCOPY --from=0 /src/app /app\n")
        },
        roots: &[],
    },
];
