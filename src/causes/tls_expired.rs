use crate::base::Text;
use crate::go::x509::Place;
use crate::model::{
    Area, Cause, Confidence, Distrust, Evidence, Finding, Fix, Mark, Mistrust, Scope, Step, Subject,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-expired",
    area: Area::Trust,
    title: Text::of("The server's certificate has expired", "服务器的证书已过期"),
    docs: Text::of(
        "The certificate, or one above it in the chain, is past its end by the clock of this \
         machine.\n\n\
         go says: tls: failed to verify certificate: x509: certificate has expired or is not yet \
         valid: current time 2026-01-02T03:04:05Z is after 2025-12-31T23:59:59Z\n\n\
         Three things print this. The server was forgotten: one host fails and the second date is \
         not long ago, or the mirror is abandoned. The clock here is wrong: then all hosts fail, \
         and the *current time* in the message is not the time. A chain leads over an old \
         intermediate or root: then it is another certificate than the leaf, and an update of \
         ca-certificates or of go may find a newer way.\n\n\
         Have the certificate renewed, and take another mirror until then. Look at the clock \
         first if several hosts fail. Setting the clock back to make a certificate valid breaks \
         every other one.",
        "按本机时钟，证书本身或者证书链中它上面的某个证书已经过了有效期。\n\n\
         go 的报错：tls: failed to verify certificate: x509: certificate has expired or is not yet \
         valid: current time 2026-01-02T03:04:05Z is after 2025-12-31T23:59:59Z\n\n\
         有三种情况会这样报错。服务器忘了续期：只有一个主机失败，第二个日期离现在不远，或者镜像已无人维护。\
         本机时钟不对：这时所有主机都失败，报错里的 current time 与实际时间不符。\
         证书链经过了旧的中间证书或根证书：过期的不是服务器自己的证书，更新 ca-certificates 或 go 可能会找到新的路径。\n\n\
         请让对方更新证书，在此之前换用别的镜像。如果有多个主机失败，先检查时钟。\
         把时钟往回拨来迁就一个证书，会让其他所有证书失效。",
    ),
    logs: &[
        Mark::gos(&["x509: certificate has expired or is not yet valid"]).or(ALIKE),
        Mark::gos(&["x509: certificate has expired or is not yet valid", "is after "]).or(ALIKE),
        Mark::gos(&["SSL certificate problem: certificate has expired"]).or(ALIKE),
        Mark::gos(&["x509: ", "certificate is expired"]).or(ALIKE),
        Mark::gos(&["SEC_E_CERT_EXPIRED"]).or(ALIKE),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

/// What these words leave open.
const ALIKE: &[&str] = &["tls-clock-skew", "tls-stale-ca-bundle"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.mistrusted(Mistrust::Expired);
    let first = broken.first()?;
    let Distrust::Expired { whose, not_after, place, .. } = first.ladder.distrust()? else {
        return None;
    };
    let (host, hosts) = (first.ladder.secured_host(), broken.hosts());
    let is_right = evidence.is_clock_confirmed(first.ladder.presented());
    let doubt = doubt(is_right);
    let (doubt_en, doubt_zh) = (&doubt.en, &doubt.zh);
    let says = if *place == Place::Leaf {
        say! {
            en: "The certificate of {hosts} ended on {not_after}. go ends every connection to it.{doubt_en}",
            zh: "{hosts} 的证书已于 {not_after} 过期。go 会中止与它的所有连接。{doubt_zh}",
        }
    } else {
        say! {
            en: "An intermediate certificate above that of {hosts}, `{whose}`, ended on {not_after}; the server's own has not. It may be a cross-signed one that is there for old clients alone. go finds no other way to a root and ends every connection.{doubt_en}",
            zh: "{hosts} 的证书链中，中间证书 `{whose}` 已于 {not_after} 过期，而服务器自己的证书并未过期。它可能是只为旧客户端保留的交叉签名证书。go 找不到其他通向根证书的路径，会中止所有连接。{doubt_zh}",
        }
    };
    let confidence = if is_right { Confidence::Certain } else { Confidence::Likely };
    let finding = Finding::new(confidence, says, broken.cites()).stops(broken.modules());
    let because = Text::of("The dates are what go refuses.", "go 拒绝的是日期。");
    let finding = finding.not("tls-unknown-authority", because).about(Subject::Host(host));
    let clock = Text::of(
        "Another certificate or clock confirms that the dates are at fault, and not the clock here.",
        "另有证书或时钟证实：有问题的是日期，而不是本机时钟。",
    );
    Some(if is_right { finding.not("tls-clock-skew", clock) } else { finding })
}

fn doubt(clock_is_right: bool) -> Text {
    if clock_is_right {
        return Text::of("", "");
    }
    Text::of(
        " Nothing was seen that confirms the clock of this machine, so that the clock itself may be wrong.",
        "没有见到能证实本机时钟的证据，所以也可能是时钟本身不对。",
    )
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = Vec::new();
    if finding.confidence != Confidence::Certain {
        fixes.push(clock());
    }
    fixes.extend(evidence.detours(host));
    fixes.push(if above(evidence) { replaced(host) } else { renewed(host) });
    fixes.sort_by_key(|fix| fix.risk != crate::model::Risk::Safe);
    fixes
}

/// Whether it is not the server's own certificate that ended.
fn above(evidence: &Evidence) -> bool {
    let broken = evidence.mistrusted(Mistrust::Expired);
    let why = broken.first().and_then(|it| it.ladder.distrust());
    matches!(why, Some(Distrust::Expired { place: Place::Intermediate | Place::Root, .. }))
}

fn replaced(host: &str) -> Fix {
    let title = say! {
        en: "Have {host} send the present intermediate",
        zh: "让 {host} 换发现行的中间证书",
    };
    let step = say! {
        en: "Tell whoever runs {host} that an intermediate of its chain has ended. Its authority offers the present one; where it is a cross-signed one for old clients, leaving it out is enough.",
        zh: "告知 {host} 的管理者：证书链中的中间证书已过期。颁发机构提供现行的中间证书；如果它只是为旧客户端保留的交叉签名证书，去掉即可。",
    };
    Fix::at_anothers(title, step)
}

fn clock() -> Fix {
    let title = Text::of("Check the clock of this machine", "检查本机时钟");
    let step = Step::Say(Text::of(
        "Compare `date -u` with the time elsewhere, and have the clock set by a time server (timedatectl set-ntp true).",
        "把 `date -u` 的输出与别处的时间对照，并通过时间服务器校准（timedatectl set-ntp true）。",
    ));
    let why = Text::of("This tool sets no clock.", "本工具不会调整时钟。");
    Fix::safe(title, Scope::Machine, vec![step]).unprovable(why)
}

fn renewed(host: &str) -> Fix {
    let title = say! {
        en: "Have the certificate of {host} renewed",
        zh: "请对方更新 {host} 的证书",
    };
    let step = say! {
        en: "Tell whoever runs {host} that its certificate has ended. No setting here makes it valid.",
        zh: "告知 {host} 的管理者证书已过期。本机没有任何设置能让它重新有效。",
    };
    Fix::at_anothers(title, step)
}

const ENDED: Tls = Tls::Expired { on: "2021-09-25T00:00:00Z" };

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "an abandoned mirror",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://goproxy.io,direct")
                .site("goproxy.io", Site::proxy().tls(ENDED))
        },
        roots: &["tls-expired"],
    },
    Scene {
        name: "a company's proxy beside others that are valid",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://goproxy.cn,https://go.corp.example")
                .gomod("module m\n\ngo 1.24\n\nrequire golang.org/x/mod v0.20.1\n")
                .site("go.corp.example", Site::proxy().tls(ENDED))
        },
        roots: &["tls-expired"],
    },
    Scene {
        name: "an intermediate that ended",
        world: || {
            let on = "2021-09-30T14:01:15Z";
            let above = Tls::ExpiredAbove { on, place: Place::Intermediate };
            World::healthy()
                .go_env("GOPROXY", "https://goproxy.io,direct")
                .site("goproxy.io", Site::proxy().tls(above))
        },
        roots: &["tls-expired"],
    },
    Scene {
        name: "a clock elsewhere says the same",
        world: || {
            World::healthy()
                .servers_at(1_790_000_100)
                .go_env("GOPROXY", "https://goproxy.io,direct")
                .site("goproxy.io", Site::proxy().tls(ENDED))
        },
        roots: &["tls-expired"],
    },
    Scene {
        name: "an expired proxy that is walked past",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://goproxy.io|https://goproxy.cn")
                .site("goproxy.io", Site::proxy().tls(ENDED))
        },
        roots: &[],
    },
];
