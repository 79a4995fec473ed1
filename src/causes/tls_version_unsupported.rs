use crate::base::{Text, Veiled};
use crate::model::{
    Area, BrokenLadders, Cause, Confidence, Evidence, Facts, Fault, Finding, Fix, Mark, Outdated,
    Risk, Scope, Step, Subject, TlsFault,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-version-unsupported",
    area: Area::Trust,
    title: Text::of("The server's TLS is too old for go", "服务器的 TLS 太旧，go 不再支持"),
    docs: Text::of(
        "The server speaks TLS, and nothing that go still does.\n\n\
         go says: remote error: tls: protocol version not supported\n\
         or: tls: server selected unsupported protocol version 302\n\
         or, where it is the key exchange: remote error: tls: handshake failure\n\n\
         go speaks TLS 1.2 and 1.3, and no setting makes it speak 1.0 or 1.1. Within 1.2 it wants \
         a key exchange by elliptic curves (ECDHE): the go command has given up RSA key exchange \
         and 3DES with 1.24, and knows neither DHE nor RC4. Old appliances, load balancers with a \
         policy from long ago, and Java or Windows servers that were never updated are like \
         this. Another client that still gets on with them proves nothing.\n\n\
         Have the server updated, or its policy: TLS 1.2 with \
         ECDHE-RSA-AES128-GCM-SHA256 is enough. With go 1.24 to 1.26 GODEBUG=tlsrsakex=1 brings \
         RSA key exchange back until then; go 1.27 ends with an error at that setting.",
        "服务器使用 TLS，但没有一样是 go 仍然支持的。\n\n\
         go 的报错：remote error: tls: protocol version not supported\n\
         或者：tls: server selected unsupported protocol version 302\n\
         如果问题在密钥交换：remote error: tls: handshake failure\n\n\
         go 使用 TLS 1.2 和 1.3，没有任何设置能让它使用 1.0 或 1.1。在 1.2 之内，它要求椭圆曲线密钥交换（ECDHE）：\
         go 命令从 1.24 起放弃了 RSA 密钥交换和 3DES，也从不支持 DHE 和 RC4。老旧的设备、策略过时的负载均衡器、\
         从未更新过的 Java 或 Windows 服务器都是这样。别的客户端仍能连上，并不说明问题不在服务器。\n\n\
         请更新服务器或它的策略：TLS 1.2 加上 ECDHE-RSA-AES128-GCM-SHA256 就够了。\
         在此之前，go 1.24 到 1.26 可以用 GODEBUG=tlsrsakex=1 恢复 RSA 密钥交换；go 1.27 遇到这个设置会报错退出。",
    ),
    logs: &[
        Mark::gos(&["remote error: tls: protocol version not supported"]),
        Mark::gos(&["tls: server selected unsupported protocol version"]),
        Mark::gos(&["alert protocol version"]),
        Mark::gos(&["SSL routines", "unsupported protocol"]),
        Mark::gos(&["A packet with illegal or unsupported version was received"]),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = outdated(evidence);
    let first = broken.first()?;
    let (what, _) = evidence.outdated(first.ladder)?;
    let seen = || broken.0.iter().filter_map(|it| evidence.outdated(it.ladder));
    let cites = broken.cites().into_iter().chain(seen().flat_map(|(_, cites)| cites)).collect();
    let sure = seen().all(|(what, _)| what != Outdated::Unnamed);
    let confidence = if sure { Confidence::Certain } else { Confidence::Likely };
    let endpoint = &first.ladder.endpoint;
    let Text { en, zh } = described(&what);
    let says = say! {
        en: "{endpoint} {en}. go has no setting that would make it go along.",
        zh: "{endpoint} {zh}。go 没有可以迁就它的设置。",
    };
    let says = if what == Outdated::Rsa { by_rsa(&endpoint.to_string()) } else { says };
    let because = Text::of(
        "The handshake ends before a certificate is asked for.",
        "握手在索要证书之前就已结束。",
    );
    let finding = Finding::new(confidence, says, cites).stops(broken.modules());
    let host = endpoint.host.clone();
    Some(finding.not("tls-client-cert-required", because).about(Subject::Host(host)))
}

fn outdated(evidence: &Evidence) -> BrokenLadders<'_> {
    let nothing = |fault: &Fault| matches!(fault, Fault::Tls(TlsFault::NothingInCommon));
    let mut broken = evidence.broken_by(nothing);
    broken.0.retain(|it| evidence.outdated(it.ladder).is_some());
    broken
}

fn described(what: &Outdated) -> Text {
    match what {
        Outdated::Version(version) => say! {
            en: "speaks {version}, and go speaks TLS 1.2 and 1.3 only",
            zh: "使用 {version}，而 go 只使用 TLS 1.2 和 1.3",
        },
        Outdated::Suite(suite) => {
            let suite = format!("{suite:#06x}");
            say! {
                en: "chooses a cipher suite of TLS 1.2 that go does not offer ({suite})",
                zh: "选择了 go 不提供的 TLS 1.2 加密套件（{suite}）",
            }
        }
        _ => Text::of(
            "refuses TLS 1.2 and 1.3 as versions that it does not speak",
            "拒绝了 TLS 1.2 和 1.3，声称不支持这些版本",
        ),
    }
}

fn by_rsa(endpoint: &str) -> Text {
    say! {
        en: "{endpoint} speaks TLS 1.2 with RSA key exchange only, which this go does not offer. It ends the handshake with `handshake failure`.",
        zh: "{endpoint} 使用 TLS 1.2，但只支持 RSA 密钥交换，而这个版本的 go 不提供。它以 `handshake failure` 结束握手。",
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let broken = outdated(evidence);
    let what = broken.first().and_then(|it| evidence.outdated(it.ladder)).map(|(what, _)| what);
    let mut fixes = evidence.detours(host);
    fixes.push(updated(host));
    fixes.extend((what == Some(Outdated::Rsa)).then(|| again(&evidence.facts)).flatten());
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

/// Every release that can still offer it; before 1.24 only where it was forbidden.
fn again(facts: &Facts) -> Option<Fix> {
    (22..=26).contains(&facts.go.minor()).then(|| {
        let title = Text::of(
            "Let go offer RSA key exchange again, by GODEBUG=tlsrsakex=1",
            "通过 GODEBUG=tlsrsakex=1 让 go 重新提供 RSA 密钥交换",
        );
        let risk = Risk::TradeOff(Text::of(
            "Whoever records such a connection can read it once the server's key is known; go 1.27 does not start with this setting.",
            "一旦服务器的密钥泄露，记录下来的连接就能被解读；go 1.27 遇到这个设置无法启动。",
        ));
        let why = Text::of(
            "The TLS of this tool has no RSA key exchange.",
            "本工具的 TLS 不支持 RSA 密钥交换。",
        );
        let value = Veiled::new(facts.godebug_with("tlsrsakex", "1"));
        let step = Step::SetEnv { name: "GODEBUG".into(), value };
        Fix::safe(title, Scope::Process, vec![step]).risk(risk).unprovable(why)
    })
}

fn updated(host: &str) -> Fix {
    let title = say! {
        en: "Have {host} updated to TLS 1.2 or 1.3",
        zh: "请将 {host} 升级到 TLS 1.2 或 1.3",
    };
    let step = say! {
        en: "Ask whoever runs {host} to switch on TLS 1.2 with ECDHE suites, or TLS 1.3.",
        zh: "请 {host} 的管理者启用带 ECDHE 套件的 TLS 1.2，或者 TLS 1.3。",
    };
    Fix::at_anothers(title, step)
}

fn company(world: World, site: Site) -> World {
    world.go_env("GOPROXY", "https://go.corp.example,direct").site("go.corp.example", site)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "TLS 1.1 and no more",
        world: || company(World::healthy(), Site::proxy().greets(Site::of_old)),
        roots: &["tls-version-unsupported"],
    },
    Scene {
        name: "RSA key exchange and no other",
        world: || company(World::healthy(), Site::proxy().greets(Site::by_rsa)),
        roots: &["tls-version-unsupported"],
    },
    Scene {
        name: "RSA key exchange, which go 1.22 still offers",
        world: || {
            let world = World::healthy()
                .file("/usr/local/go/VERSION", "go1.22.10\n")
                .gomod("module example.com/app\n\ngo 1.21\n\nrequire golang.org/x/text v0.14.0\n");
            company(world, Site::proxy().greets(Site::by_rsa))
        },
        roots: &[],
    },
    Scene {
        name: "suites that go has and this tool has not",
        world: || company(World::healthy(), Site::proxy().greets(Site::by_cbc)),
        roots: &[],
    },
];
