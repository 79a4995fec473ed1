use crate::base::Text;
use crate::model::{
    Area, Cause, Cite, Confidence, Distrust, Evidence, Fault, Finding, Fix, Ladder, Pattern, Presented, Scope,
    Step, Subject, TlsFault, Trust, is_public_host,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-unknown-authority",
    area: Area::Trust,
    title: Text::of("The certificate's authority is not trusted here", "证书的颁发机构不受本机信任"),
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
        Pattern(&["x509: certificate signed by unknown authority"]),
        Pattern(&["self signed certificate in certificate chain"]),
        Pattern(&["self-signed certificate in certificate chain"]),
        Pattern(&["x509:", "certificate is not trusted"]),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

/// What the chain says about who made it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chain {
    SignsItself,
    PublicElsewhere,
    Inspected,
    Private,
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let roots = &evidence.facts.roots;
    let has_roots = roots.certificates > 0 || roots.by_platform;
    let broken = evidence.broken_by(is_unknown);
    let first = broken.first().filter(|_| has_roots)?;
    let presented = first.ladder.presented();
    let says = match presented {
        Some(presented) => says(first.ladder, presented),
        None => unseen(first.ladder),
    };
    let mut cites = broken.cites();
    cites.push(Cite::Roots);
    let count = roots.certificates;
    let because = say! {
        en: "The trust store of this machine is not empty (certificates: {count}).",
        zh: "本机的信任库并不是空的（证书数：{count}）。",
    };
    let finding = Finding::new(confidence(first.ladder), says, cites).stops(broken.modules());
    let host = first.ladder.endpoint.host.clone();
    Some(finding.not("tls-no-ca-bundle", because).about(Subject::Host(host)))
}

/// Sure where a private host shows more of its authority than a lone leaf: what
/// else makes this evidence has codes of its own.
fn confidence(ladder: &Ladder) -> Confidence {
    let whole = |it: &Presented| it.length > 1 && chain(ladder, it) == Chain::Private;
    if ladder.presented().is_some_and(whole) { Confidence::Certain } else { Confidence::Likely }
}

fn is_unknown(fault: &Fault) -> bool {
    matches!(fault, Fault::Tls(TlsFault::Untrusted(Distrust::UnknownAuthority { .. })))
}

fn chain(ladder: &Ladder, presented: &Presented) -> Chain {
    match () {
        () if presented.by_itself => Chain::SignsItself,
        () if presented.by_mozilla == Trust::Trusted => Chain::PublicElsewhere,
        () if is_public_host(&ladder.endpoint.host) => Chain::Inspected,
        () => Chain::Private,
    }
}

fn says(ladder: &Ladder, presented: &Presented) -> Text {
    let (host, issuer) = (&ladder.endpoint.host, &presented.issuer);
    match chain(ladder, presented) {
        Chain::SignsItself => say! {
            en: "{host} shows a certificate that signs itself ({issuer}); no authority vouches for it. go ends the connection with `certificate signed by unknown authority`.",
            zh: "{host} 出示的是自签名证书（{issuer}），没有任何颁发机构为它担保。go 以 `certificate signed by unknown authority` 结束连接。",
        },
        Chain::PublicElsewhere => say! {
            en: "{host} shows a chain of the public authority `{issuer}`, which Mozilla's list trusts and this machine's bundle lacks: the bundle is old. go ends the connection with `certificate signed by unknown authority`.",
            zh: "{host} 出示的证书链来自公共颁发机构 `{issuer}`，Mozilla 的列表信任它，而本机的证书包里没有：证书包太旧。go 以 `certificate signed by unknown authority` 结束连接。",
        },
        Chain::Inspected => say! {
            en: "{host} is a public host and shows a chain of the private authority `{issuer}`: something between here and there opens TLS. Its root is not in this machine's trust store, so that go ends the connection with `certificate signed by unknown authority`.",
            zh: "{host} 是公共主机，出示的证书链却来自私有颁发机构 `{issuer}`：途中有设备解开了 TLS。它的根证书不在本机的信任库里，所以 go 以 `certificate signed by unknown authority` 结束连接。",
        },
        Chain::Private => say! {
            en: "{host} shows a chain of the private authority `{issuer}`, whose root is not in this machine's trust store. go ends the connection with `certificate signed by unknown authority`.",
            zh: "{host} 出示的证书链来自私有颁发机构 `{issuer}`，它的根证书不在本机的信任库里。go 以 `certificate signed by unknown authority` 结束连接。",
        },
    }
}

fn unseen(ladder: &Ladder) -> Text {
    let host = &ladder.endpoint.host;
    say! {
        en: "The chain that {host} shows ends in no authority that this machine trusts. go ends the connection with `certificate signed by unknown authority`.",
        zh: "{host} 出示的证书链不以本机信任的颁发机构结尾。go 以 `certificate signed by unknown authority` 结束连接。",
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = evidence.broken_by(is_unknown);
    let Some(first) = broken.first() else { return Vec::new() };
    let Some(presented) = first.ladder.presented() else { return Vec::new() };
    let in_container = evidence.facts.platform.container.is_some();
    let scope = if in_container { Scope::Image } else { Scope::Machine };
    match chain(first.ladder, presented) {
        Chain::PublicElsewhere => vec![updated(scope)],
        Chain::SignsItself => vec![reissued(&first.ladder.endpoint.host), trusted(presented, scope)],
        Chain::Inspected | Chain::Private => vec![trusted(presented, scope)],
    }
}

fn updated(scope: Scope) -> Fix {
    let title = Text::of("Update the certificates of public authorities", "更新公共颁发机构的根证书");
    let why = Text::of("This tool installs nothing.", "本工具不会安装任何软件。");
    Fix::safe(title, scope, vec![Step::Install { packages: vec!["ca-certificates"] }]).unprovable(why)
}

fn trusted(presented: &Presented, scope: Scope) -> Fix {
    let authority = presented.issuer.to_string();
    let title = say! {
        en: "Trust the authority {authority} on this system",
        zh: "让本系统信任颁发机构 {authority}",
    };
    let why = Text::of(
        "Its certificate has to come from whoever runs that authority: a chain seen on the wire proves nothing about itself.",
        "证书必须从该机构的管理者处取得：网络上看到的证书链不能证明自身可信。",
    );
    Fix::safe(title, scope, vec![Step::TrustCa { authority }]).unprovable(why)
}

fn reissued(host: &str) -> Fix {
    let title = Text::of("Give the server a certificate of an authority", "给服务器换上由颁发机构签发的证书");
    let step = say! {
        en: "Have {host} use a certificate that an authority signs, public or the company's own.",
        zh: "让 {host} 使用由颁发机构签发的证书，公共机构或公司自己的机构均可。",
    };
    let why = Text::of("It is another's server.", "这是别人的服务器。");
    Fix::safe(title, Scope::Upstream, vec![Step::Say(step)]).unprovable(why)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a gateway opens TLS",
        world: || {
            let inspected = Tls::Private { authority: "Example Gateway Root CA" };
            World::healthy()
                .site("proxy.golang.org", Site::proxy().tls(inspected.clone()))
                .site("sum.golang.org", Site::database().tls(inspected))
        },
        roots: &["tls-unknown-authority"],
    },
    Scene {
        name: "a company's own authority",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", Site::proxy().tls(Tls::Private { authority: "Corp Root CA" }))
        },
        roots: &["tls-unknown-authority"],
    },
    Scene {
        name: "an old bundle",
        world: || World::healthy().old_bundle(),
        roots: &["tls-unknown-authority"],
    },
    Scene {
        name: "a certificate that signs itself",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", Site::proxy().tls(Tls::SelfSigned))
        },
        roots: &["tls-unknown-authority"],
    },
    Scene {
        name: "the database alone is opened on the way",
        world: || {
            World::healthy()
                .site("proxy.golang.org", Site::proxy_without_relay())
                .site("sum.golang.org", Site::database().tls(Tls::Private { authority: "Gateway" }))
        },
        roots: &["tls-unknown-authority"],
    },
    Scene {
        name: "a company's authority that is trusted here",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .file("/etc/pki/corp.pem", "Corp Root CA")
                .site("go.corp.example", Site::proxy().tls(Tls::Private { authority: "Corp Root CA" }))
        },
        roots: &[],
    },
];
