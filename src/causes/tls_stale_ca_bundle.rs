use crate::base::Text;
use crate::go::x509::Place;
use crate::model::{
    Area, Cause, Confidence, Evidence, Finding, Fix, Ladder, Mark, Mistrust, Presented, Scope,
    Step, Subject, Trust,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-stale-ca-bundle",
    area: Area::Trust,
    title: Text::of("This machine's list of authorities is out of date", "本机的根证书列表已过时"),
    docs: Text::of(
        "The server's chain is in order. It ends in an authority whose present root this \
         machine's list lacks: the list was made before that root, or knows the authority by an \
         older one that has ended or has another key.\n\n\
         go says: tls: failed to verify certificate: x509: certificate signed by unknown authority\n\
         or the same with: (possibly because of \"x509: ECDSA verification failure\" while trying \
         to verify candidate authority certificate \"Corp Root CA\")\n\
         or: x509: certificate has expired or is not yet valid, where it is the old root here that ended\n\n\
         For a public server this tool compares with the list of Mozilla, which it carries. Old \
         base images (Debian 9, CentOS 7, Alpine 3.8) and images that hold one company's root \
         alone show this. A company that gave its authority a new key shows it on every machine \
         that has the old root.\n\n\
         Update the package ca-certificates, or the base image. For a company's own authority put \
         its new root into the trust store, beside the old one for as long as both are in use. \
         Do not set the clock back to please a root that has ended.",
        "服务器的证书链没有问题。它的颁发机构现在使用的根证书不在本机的列表里：列表比这个根证书更旧，\
         或者列表里只有该机构已经过期、或密钥不同的旧根证书。\n\n\
         go 的报错：tls: failed to verify certificate: x509: certificate signed by unknown authority\n\
         或者再加上：(possibly because of \"x509: ECDSA verification failure\" while trying \
         to verify candidate authority certificate \"Corp Root CA\")\n\
         或者：x509: certificate has expired or is not yet valid（过期的是本机里的旧根证书）\n\n\
         对公共服务器，本工具会与自带的 Mozilla 列表对照。旧的基础镜像（Debian 9、CentOS 7、Alpine 3.8）\
         和只含某个公司根证书的镜像会出现这种情况。公司给自己的 CA 换了密钥之后，\
         凡是只有旧根证书的机器都会这样。\n\n\
         请更新 ca-certificates 软件包，或者换用新的基础镜像。如果是公司自己的 CA，\
         把新的根证书加入信任库；新旧并用期间两个都保留。不要为了过期的根证书把时钟往回拨。",
    ),
    logs: &[
        Mark::gos(&["while trying to verify candidate authority certificate"])
            .or(&["tls-cert-invalid", "tls-unknown-authority"]),
        Mark::gos(&["x509: certificate has expired or is not yet valid: ", "is after "])
            .or(&["tls-expired", "tls-clock-skew"])
            .when(|it| it.is_gos() && it.limit.as_deref().is_some_and(is_famous_end)),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

/// The ends of roots and intermediates at which machines with an old bundle fell silent:
/// DST Root CA X3 and the first R3 of Let's Encrypt, and the old root of Sectigo.
fn is_famous_end(limit: &str) -> bool {
    ["2021-09-30T14:01:15", "2021-09-29T19:21:40", "2020-05-30T10:48:38"]
        .iter()
        .any(|end| limit.starts_with(end))
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.mistrusted(Mistrust::Stale);
    let first = broken.first()?;
    let shown = first.ladder.presented()?;
    let (host, hosts) = (first.ladder.secured_host(), broken.hosts());
    let is_public = shown.by_mozilla == Trust::Trusted;
    let says = says(shown, &hosts, is_public);
    let confidence = if is_public { Confidence::Certain } else { Confidence::Likely };
    let finding = Finding::new(confidence, says, broken.cites()).stops(broken.modules());
    let finding = finding.about(Subject::Host(host));
    let count = evidence.facts.roots.certificates;
    let holds = say! {
        en: "There is a list of authorities here (certificates: {count}).",
        zh: "本机有根证书列表（证书数：{count}）。",
    };
    let finding = if count > 0 { finding.not("tls-no-ca-bundle", holds) } else { finding };
    let public = Text::of(
        "With Mozilla's list the chain that came is trusted as it is.",
        "用 Mozilla 的列表来看，收到的证书链本身就是可信的。",
    );
    Some(if is_public {
        finding.not("tls-intercepted", public.clone()).not("tls-incomplete-chain", public)
    } else {
        finding
    })
}

fn says(shown: &Presented, hosts: &str, is_public: bool) -> Text {
    let issuer = &shown.issuer;
    match &shown.clues.namesake {
        _ if is_public => say! {
            en: "{hosts} shows a chain of the public authority `{issuer}`, which Mozilla's list trusts and this machine's does not: it is out of date. go ends the connection.",
            zh: "{hosts} 出示的证书链来自公共颁发机构 `{issuer}`，Mozilla 的列表信任它，而本机的列表不信任：本机的列表已过时。go 会中止连接。",
        },
        Some(_) => say! {
            en: "{hosts} shows a chain of `{issuer}`. This machine trusts an authority of that very name by another certificate: the authority was made anew, and its new root is missing here. go ends the connection.",
            zh: "{hosts} 出示的证书链来自 `{issuer}`。本机信任一个同名的颁发机构，但那是另一个根证书：该机构已更换根证书，本机缺少新的。go 会中止连接。",
        },
        None => say! {
            en: "The chain that {hosts} shows ends in a root of this machine, and that root is past its end. A newer one of `{issuer}` is missing here. go ends the connection.",
            zh: "{hosts} 出示的证书链以本机的一个根证书结尾，而这个根证书已经过期，本机缺少 `{issuer}` 更新的根证书。go 会中止连接。",
        },
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = evidence.mistrusted(Mistrust::Stale);
    let Some(ladder) = broken.first().map(|it| it.ladder) else { return Vec::new() };
    let Some(shown) = ladder.presented() else { return Vec::new() };
    if shown.by_mozilla == Trust::Trusted {
        return vec![evidence.facts.renew_bundle(), newer_image()];
    }
    let trusted = evidence.facts.trust(shown.issuer.as_str(), &from(ladder));
    match shown.clues.namesake {
        Some(_) => vec![trusted],
        None => vec![trusted, evidence.facts.renew_bundle()],
    }
}

fn from(ladder: &Ladder) -> Text {
    let host = ladder.secured_host();
    say! {
        en: "Get the new root as a PEM file from whoever runs {host}, compare its fingerprint with them, and put its name in the place of <CA.pem>.",
        zh: "向 {host} 的管理者索取 PEM 格式的新根证书，与对方核对指纹，并用文件名替换 <CA.pem>。",
    }
}

fn newer_image() -> Fix {
    let title = Text::of("Use a newer system or base image", "换用更新的系统或基础镜像");
    let step = Step::Say(Text::of(
        "Where the system's own package is old as well (it has no support any more), take a newer release or base image.",
        "如果系统自带的软件包也很旧（已停止支持），请换用更新的发行版或基础镜像。",
    ));
    let why = Text::of("This tool installs nothing.", "本工具不会安装任何软件。");
    Fix::safe(title, Scope::Image, vec![step]).unprovable(why)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "an old bundle",
        world: || World::healthy().old_bundle(),
        roots: &["tls-stale-ca-bundle"],
    },
    Scene {
        name: "a company's authority with a new key",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", Site::proxy().tls(Tls::Rekeyed { authority: "Corp CA" }))
        },
        roots: &["tls-stale-ca-bundle"],
    },
    Scene {
        name: "a root that ended",
        world: || {
            let ended = Tls::ExpiredAbove { on: "2021-09-30T14:01:15Z", place: Place::Root };
            World::healthy()
                .go_env("GOPROXY", "https://goproxy.io,direct")
                .site("goproxy.io", Site::proxy().tls(ended))
        },
        roots: &["tls-stale-ca-bundle"],
    },
    Scene { name: "a bundle of today", world: World::healthy, roots: &[] },
];
