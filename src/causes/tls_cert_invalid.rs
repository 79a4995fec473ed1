use crate::base::Text;
use crate::model::{
    Area, Cause, Confidence, Distrust, Evidence, Finding, Fix, Flaw, Mark, Mistrust, Risk, Rule,
    Subject,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-cert-invalid",
    area: Area::Trust,
    title: Text::of("A certificate of the chain breaks a rule", "证书链中有证书违反规则"),
    docs: Text::of(
        "The chain would lead to a root that this machine trusts, and one certificate in it breaks \
         a rule that go insists on. The authority is known; the certificate is at fault.\n\n\
         go says, for instance: tls: failed to verify certificate: x509: certificate specifies an \
         incompatible key usage\n\
         or: x509: too many intermediates for path length constraint\n\
         or: x509: a root or intermediate certificate is not authorized to sign for this name\n\
         or: tls: failed to parse certificate from server: x509: negative serial number\n\
         or: certificate has expired or is not yet valid: current time A is before B\n\n\
         The rules: whoever signs others is an authority and may sign certificates; names and \
         depth stay within what the authorities above allow; the certificate is for servers \
         (serverAuth); its serial number is not negative; signatures are not made with MD5 or \
         SHA-1; RSA keys have 1024 to 8192 bits; the encoding is DER. Companies' own authorities \
         and old appliances break these. Other programs are laxer, and so were older releases of \
         go, so that an update of go brings it to light.\n\n\
         Have the certificate reissued by whoever runs the authority. Settings that soften go \
         (GODEBUG=x509negativeserial=1, tlsmaxrsasize) go away with later releases, and most rules \
         have none.",
        "这条证书链本可通向本机信任的根证书，但其中有一个证书违反了 go 坚持的规则。\
         颁发机构是受信任的，有问题的是证书本身。\n\n\
         go 的报错例如：tls: failed to verify certificate: x509: certificate specifies an \
         incompatible key usage\n\
         或者：x509: too many intermediates for path length constraint\n\
         或者：x509: a root or intermediate certificate is not authorized to sign for this name\n\
         或者：tls: failed to parse certificate from server: x509: negative serial number\n\
         或者：certificate has expired or is not yet valid: current time A is before B\n\n\
         规则是：签发他人证书的必须是 CA，并且有权签发证书；域名和层级不超出上级机构允许的范围；\
         证书用于服务器（serverAuth）；序列号不是负数；签名不使用 MD5 或 SHA-1；\
         RSA 密钥为 1024 到 8192 位；编码符合 DER。违反的多是公司自己的 CA 和老旧设备。\
         其他程序以及旧版 go 较为宽松，所以升级 go 之后问题才显现。\n\n\
         请由该机构的管理者重新签发证书。放宽 go 规则的设置\
         （GODEBUG=x509negativeserial=1、tlsmaxrsasize）会随新版本消失，而且多数规则没有这样的设置。",
    ),
    logs: &[
        Mark::gos(&["x509: certificate specifies an incompatible key usage"]),
        Mark::gos(&["x509: too many intermediates for path length constraint"]),
        Mark::gos(&["x509: certificate is not authorized to sign other certificates"]),
        Mark::gos(&["x509: a root or intermediate certificate is not authorized"]),
        Mark::gos(&["x509: issuer name does not match subject from issuing certificate"]),
        Mark::gos(&["x509: issuer has name constraints but leaf"]),
        Mark::gos(&["tls: failed to parse certificate from server"]),
        Mark::gos(&["containing RSA key larger than 8192 bits"]),
        Mark::gos(&["tls: server's certificate contains an unsupported type of public key"]),
        Mark::gos(&["x509: cannot verify signature: "]),
        Mark::gos(&[
            "x509: invalid signature: parent certificate cannot sign this kind of certificate",
        ]),
        Mark::gos(&["x509: unhandled critical extension"]),
        Mark::gos(&["x509: negative serial number"]),
        Mark::gos(&["x509: certificate contains duplicate extension"]),
        Mark::gos(&[
            "parent certificate cannot sign this kind of certificate",
            "while trying to verify candidate authority certificate",
        ]),
        Mark::gos(&[
            "insecure algorithm",
            "while trying to verify candidate authority certificate",
        ]),
        Mark::gos(&[
            "algorithm unimplemented",
            "while trying to verify candidate authority certificate",
        ]),
        Mark::gos(&[
            "tls: failed to verify certificate: x509: ",
            "is not permitted by any constraint",
        ]),
        Mark::gos(&["x509: ", "is not permitted by any constraint"]),
        Mark::gos(&["x509: ", "certificate is not standards compliant"]),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.mistrusted(Mistrust::Invalid);
    let first = broken.first()?;
    let (host, hosts) = (first.ladder.secured_host(), broken.hosts());
    let why = first.ladder.distrust()?;
    let Text { en, zh } = told(why);
    let words = why.words();
    let says = say! {
        en: "{en} go ends every connection to {hosts}, with `{words}`.",
        zh: "{zh}go 会以 `{words}` 中止与 {hosts} 的所有连接。",
    };
    let is_young = matches!(why, Distrust::NotYetValid { .. });
    let is_right = evidence.is_clock_confirmed(first.ladder.presented());
    let is_sure = !is_young || is_right;
    let confidence = if is_sure { Confidence::Certain } else { Confidence::Likely };
    let finding = Finding::new(confidence, says, broken.cites()).stops(broken.modules());
    let finding = finding.about(Subject::Host(host));
    let root = Text::of(
        "It is this certificate that go objects to, and not an authority that is missing.",
        "go 反对的是这个证书，而不是缺少颁发机构。",
    );
    let clock = Text::of(
        "Another certificate or clock confirms that the dates are at fault, and not the clock here.",
        "另有证书或时钟证实：有问题的是日期，而不是本机时钟。",
    );
    Some(match (is_young, is_right) {
        (true, true) => finding.not("tls-clock-skew", clock),
        (true, false) => finding,
        _ => finding.not("tls-unknown-authority", root),
    })
}

fn told(why: &Distrust) -> Text {
    match why {
        Distrust::NotYetValid { whose, not_before, .. } => say! {
            en: "The certificate of `{whose}` begins on {not_before}, and that is yet to come.",
            zh: "`{whose}` 的证书从 {not_before} 起才生效，现在还没有到。",
        },
        Distrust::Invalid { flaw: Some(flaw), .. } => broken_rule(flaw),
        _ => Text::of("A certificate of the chain breaks a rule.", "证书链中有证书违反规则。"),
    }
}

fn broken_rule(flaw: &Flaw) -> Text {
    let whose = &flaw.whose;
    let (en, zh) = if whose.is_empty() {
        ("A certificate of the chain".to_owned(), "证书链中有一个证书".to_owned())
    } else {
        (format!("The certificate `{whose}`"), format!("证书 `{whose}` "))
    };
    match &flaw.rule {
        Rule::NoAuthority => say! {
            en: "{en} signs others, and it is no authority or may not sign certificates.",
            zh: "{zh}签发了其他证书，但它不是 CA，或者无权签发证书。",
        },
        Rule::NameNotAllowed => say! {
            en: "{en} is for a name for which an authority above it may not sign.",
            zh: "{zh}包含上级机构无权签发的域名。",
        },
        Rule::PathTooLong => say! {
            en: "{en} has more authorities below it than its path length allows.",
            zh: "{zh}下面的机构层数超过了它的路径长度限制。",
        },
        Rule::NoServerUse => say! {
            en: "{en} is not for servers: its extended key usage lacks serverAuth.",
            zh: "{zh}不能用于服务器：扩展密钥用途里没有 serverAuth。",
        },
        Rule::NoPolicyLeft => say! {
            en: "{en} and those above it have no policy in common.",
            zh: "{zh}与上级证书没有共同的策略。",
        },
        Rule::UnknownExtension => say! {
            en: "{en} has a critical extension that go does not know.",
            zh: "{zh}带有 go 不认识的关键扩展。",
        },
        Rule::WeakSignature => say! {
            en: "{en} is signed with MD5 or SHA-1, which go no longer takes.",
            zh: "{zh}使用了 MD5 或 SHA-1 签名，go 已不再接受。",
        },
        Rule::UnusableKey => say! {
            en: "{en} has an RSA key that go does not verify with, such as one below 1024 bits.",
            zh: "{zh}的 RSA 密钥不被 go 接受，例如不足 1024 位。",
        },
        Rule::OversizedKey { bits } => say! {
            en: "{en} has an RSA key of {bits} bits, and go takes 8192 at most.",
            zh: "{zh}的 RSA 密钥有 {bits} 位，而 go 最多接受 8192 位。",
        },
        Rule::NegativeSerial => say! {
            en: "{en} has a negative serial number, which go takes no longer since 1.23.",
            zh: "{zh}的序列号是负数，go 从 1.23 起不再接受。",
        },
        Rule::Malformed => say! {
            en: "{en} is not encoded as a certificate has to be.",
            zh: "{zh}的编码不符合证书的格式。",
        },
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = evidence.detours(host);
    fixes.push(reissued(host));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn reissued(host: &str) -> Fix {
    let title =
        say! { en: "Have the certificate of {host} reissued", zh: "请对方重新签发 {host} 的证书" };
    let step = say! {
        en: "Tell whoever runs {host} and its authority which rule is broken; a new certificate that keeps it is the cure. No setting here is.",
        zh: "告知 {host} 及其颁发机构的管理者违反了哪条规则；只有符合规则的新证书才能解决，本机的设置无能为力。",
    };
    Fix::at_anothers(title, step)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a certificate for clients",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", Site::proxy().tls(Tls::Flawed { rule: Rule::NoServerUse }))
        },
        roots: &["tls-cert-invalid"],
    },
    Scene {
        name: "a negative serial number",
        world: || {
            let flawed = Tls::Flawed { rule: Rule::NegativeSerial };
            World::healthy()
                .var("GOPROXY", "https://go.corp.example")
                .site("go.corp.example", Site::proxy().tls(flawed))
        },
        roots: &["tls-cert-invalid"],
    },
    Scene {
        name: "not begun, by a clock that is right",
        world: || {
            World::healthy()
                .servers_at(1_790_000_000)
                .go_env("GOPROXY", "https://goproxy.io,direct")
                .site(
                    "goproxy.io",
                    Site::proxy().tls(Tls::NotYetValid { from: "2029-01-01T00:00:00Z" }),
                )
        },
        roots: &["tls-cert-invalid"],
    },
    Scene { name: "certificates in order", world: World::healthy, roots: &[] },
];
