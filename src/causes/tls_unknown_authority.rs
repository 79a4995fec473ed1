use crate::base::Text;
use crate::model::{
    Area, Cause, Cite, Confidence, Evidence, Finding, Fix, Ladder, Mark, Mistrust, Presented,
    Subject,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-unknown-authority",
    area: Area::Trust,
    title: Text::of(
        "The certificate's authority is not trusted here",
        "证书的颁发机构不受本机信任",
    ),
    docs: Text::of(
        "The server presented a certificate, and the chain behind it does not end in an authority \
         that this machine trusts.\n\n\
         go says: tls: failed to verify certificate: x509: certificate signed by unknown authority\n\n\
         Who issued the certificate decides what it means. A private authority on a private host \
         is a company's own, whose root is missing here. A private authority on a public host \
         (proxy.golang.org, github.com) means that something on the way opens TLS: a security \
         gateway of the network, or a scanner on this machine. A public authority that is unknown \
         here means that this machine's bundle is old, or that the server leaves an intermediate \
         out. A certificate that signs itself has no authority at all. If the bundle is empty, \
         every host fails: that is a cause of its own.\n\n\
         Add the missing root to the trust store of the system (containers have one of their \
         own), or update ca-certificates. git has settings of its own (http.sslCAInfo) besides. \
         GOINSECURE does not apply to GOPROXY and the checksum database, and GOSUMDB=off leaves \
         the failing connection as it is.",
        "服务器出示了证书，但证书链的终点不是本机信任的颁发机构。\n\n\
         go 的报错：tls: failed to verify certificate: x509: certificate signed by unknown authority\n\n\
         含义取决于证书由谁颁发。内部主机由私有机构颁发：这是公司自己的 CA，本机缺少它的根证书。\
         公共主机（proxy.golang.org、github.com）由私有机构颁发：途中有设备解开了 TLS，\
         比如网络里的安全网关，或者本机上的扫描软件。由公共机构颁发但这里不认识：本机的证书包太旧，\
         或者服务器漏发了中间证书。自己给自己签名的证书没有颁发机构。如果证书包是空的，所有主机都会失败，那是另一个原因。\n\n\
         请把缺少的根证书加入系统的信任库（容器有自己的信任库），或者更新 ca-certificates。\
         git 另有自己的设置（http.sslCAInfo）。GOINSECURE 对 GOPROXY 和校验和数据库不起作用，\
         GOSUMDB=off 也不会让失败的连接变好。",
    ),
    logs: &[
        Mark::gos(&["x509: certificate signed by unknown authority"]).or(ALIKE),
        Mark::gos(&["x509: ", "certificate is not trusted"]).or(ALIKE),
        Mark::gos(&["self signed certificate in certificate chain"]).or(ALIKE_IN_GIT),
        Mark::gos(&["self-signed certificate in certificate chain"]).or(ALIKE_IN_GIT),
        Mark::gos(&["SEC_E_UNTRUSTED_ROOT"]).or(&["tls-intercepted", "tls-self-signed"]),
        Mark::gos(&["Peer's certificate issuer has been marked as not trusted"])
            .or(&["tls-self-signed", "tls-intercepted"]),
        Mark::gos(&["Peer's Certificate issuer is not recognized"]).or(&[
            "tls-self-signed",
            "tls-intercepted",
            "tls-stale-ca-bundle",
        ]),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

/// What these words leave open.
const ALIKE: &[&str] = &[
    "tls-self-signed",
    "tls-incomplete-chain",
    "tls-intercepted",
    "tls-no-ca-bundle",
    "tls-stale-ca-bundle",
    "tls-cert-env-wrong",
];
/// The same of git's words.
const ALIKE_IN_GIT: &[&str] = &["tls-intercepted", "git-tls-untrusted", "tls-no-ca-bundle"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.mistrusted(Mistrust::Unknown);
    let first = broken.first()?;
    let (host, hosts) = (first.ladder.secured_host(), broken.hosts());
    let says = match first.ladder.presented() {
        Some(presented) => {
            let issuer = &presented.issuer;
            say! {
                en: "The certificate of {hosts} comes from the private authority `{issuer}`, whose root is not in this machine's trust store. go ends the connection with `certificate signed by unknown authority`.",
                zh: "{hosts} 的证书来自私有颁发机构 `{issuer}`，它的根证书不在本机的信任库里。go 以 `certificate signed by unknown authority` 结束连接。",
            }
        }
        None => say! {
            en: "The chain that {hosts} shows ends in no authority that this machine trusts. go ends the connection with `certificate signed by unknown authority`.",
            zh: "{hosts} 出示的证书链不以本机信任的颁发机构结尾。go 以 `certificate signed by unknown authority` 结束连接。",
        },
    };
    let mut cites = broken.cites();
    cites.push(Cite::Roots);
    // What the system's own verifier trusts besides the public is not seen.
    let confidence = if evidence.facts.roots.by_platform {
        Confidence::Likely
    } else {
        confidence(first.ladder)
    };
    let finding = Finding::new(confidence, says, cites).stops(broken.modules());
    Some(told_apart(finding, evidence, first.ladder).about(Subject::Host(host)))
}

/// Sure where a private host shows more of its authority than a lone leaf: a
/// lone one may be a chain without its middle.
fn confidence(ladder: &Ladder) -> Confidence {
    let whole = |shown: &Presented| shown.clues.linked > 1;
    if ladder.presented().is_some_and(whole) { Confidence::Certain } else { Confidence::Likely }
}

fn told_apart(finding: Finding, evidence: &Evidence, ladder: &Ladder) -> Finding {
    if evidence.facts.roots.by_platform {
        return finding;
    }
    let count = evidence.facts.roots.certificates;
    let holds = say! {
        en: "The trust store of this machine is not empty (certificates: {count}).",
        zh: "本机的信任库并不是空的（证书数：{count}）。",
    };
    let finding = finding.not("tls-no-ca-bundle", holds);
    if ladder.presented().is_none() {
        return finding;
    }
    let private = Text::of(
        "Mozilla's list does not lead to this chain, so that a newer bundle would not either.",
        "Mozilla 的列表同样不认识这条证书链，更新证书包也无济于事。",
    );
    let place = Text::of(
        "The host is not known to be a public one, and the authority is no known gateway's.",
        "该主机并非已知的公共主机，颁发机构也不是已知网关的。",
    );
    finding.not("tls-stale-ca-bundle", private).not("tls-intercepted", place)
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = evidence.mistrusted(Mistrust::Unknown);
    let Some(first) = broken.first() else { return Vec::new() };
    let host = first.ladder.secured_host();
    let from = say! {
        en: "Get the root as a PEM file from whoever runs {host} (the company's IT mostly offers it for download), and put its name in the place of <CA.pem>. Do not take it from the connection that fails.",
        zh: "向 {host} 的管理者索取 PEM 格式的根证书（公司 IT 通常提供下载），并用文件名替换 <CA.pem>。不要从失败的连接里截取。",
    };
    let shown = first.ladder.presented();
    let authority = shown.map_or_else(|| host.clone(), |shown| shown.issuer.to_string());
    vec![evidence.facts.trust(&authority, &from)]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a company's own authority",
        world: || {
            World::healthy().go_env("GOPROXY", "https://go.corp.example,direct").site(
                "go.corp.example",
                Site::proxy().tls(Tls::Private { authority: "Corp Root CA" }),
            )
        },
        roots: &["tls-unknown-authority"],
    },
    Scene {
        name: "two hosts of one company",
        world: || {
            let own = Tls::Private { authority: "Corp Root CA" };
            World::healthy()
                .var("GOPROXY", "https://go.corp.example,https://old.corp.example")
                .site("go.corp.example", Site::status(404, "not found").tls(own.clone()))
                .site("old.corp.example", Site::proxy().tls(own))
        },
        roots: &["tls-unknown-authority"],
    },
    Scene {
        name: "a company's authority that is trusted here",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .file("/etc/pki/corp.pem", "Corp Root CA")
                .site(
                    "go.corp.example",
                    Site::proxy().tls(Tls::Private { authority: "Corp Root CA" }),
                )
        },
        roots: &[],
    },
];
