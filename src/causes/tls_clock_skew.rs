use crate::base::Text;
use crate::model::{
    Area, Cause, Cite, Evidence, Facts, Finding, Fix, Mark, Mistrust, Scope, Skew, Step, Subject,
    System,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-clock-skew",
    area: Area::Trust,
    title: Text::of("The clock of this machine is wrong", "本机时钟不对"),
    docs: Text::of(
        "The certificates are in order, and by the clock of this machine they have ended or not \
         begun. Servers that have nothing to do with one another agree on another time.\n\n\
         go says: tls: failed to verify certificate: x509: certificate has expired or is not yet \
         valid: current time 1970-01-01T00:02:10Z is before 2026-05-01T00:00:00Z\n\
         or the same with: current time 2031-01-02T03:04:05Z is after 2027-05-01T00:00:00Z\n\n\
         The *current time* in the message is this machine's. A virtual machine or WSL that slept, \
         a board without a battery that starts in 1970, and a time server that a firewall shuts \
         out leave the clock behind. A container has no clock of its own: it is the host's. \
         One certificate alone never proves a clock wrong: this tool compares the dates with which \
         servers answer over plain HTTP.\n\n\
         Set the clock, and have it kept by a time server. Setting it wrongly on purpose, to make \
         an ended certificate valid, breaks every other one.",
        "证书本身没有问题，只是按本机时钟已经过期或者尚未生效。互不相干的几台服务器给出了一致的、不同的时间。\n\n\
         go 的报错：tls: failed to verify certificate: x509: certificate has expired or is not yet \
         valid: current time 1970-01-01T00:02:10Z is before 2026-05-01T00:00:00Z\n\
         或者同一句话的结尾是：current time 2031-01-02T03:04:05Z is after 2027-05-01T00:00:00Z\n\n\
         报错里的 current time 是本机的时间。休眠过的虚拟机或 WSL、没有电池而从 1970 年启动的开发板、\
         被防火墙挡住的时间服务器，都会让时钟不准。容器没有自己的时钟，用的是宿主机的。\
         单凭一个证书不能证明时钟不对：本工具对照的是多台服务器通过普通 HTTP 应答时附带的日期。\n\n\
         请校准时钟，并让时间服务器保持它的准确。为了迁就某个过期的证书而故意调错时钟，\
         会让其他所有证书失效。",
    ),
    logs: &[
        Mark::gos(&["x509: certificate has expired or is not yet valid", "is before "])
            .or(&["tls-cert-invalid"]),
        Mark::gos(&[
            "x509: certificate has expired or is not yet valid: current time ",
            "is before ",
        ])
        .when(|it| it.is_gos() && it.year().is_some_and(|year| year < 2018)),
        Mark::gos(&[
            "x509: certificate has expired or is not yet valid: current time ",
            "is after ",
        ])
        .or(&["tls-expired", "tls-intercepted", "tls-stale-ca-bundle"])
        .when(|it| it.is_gos() && it.of_googles()),
        Mark::gos(&["SSL certificate problem: certificate is not yet valid"])
            .or(&["tls-cert-invalid"]),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.mistrusted(Mistrust::ClockWrong);
    let first = broken.first()?;
    let skew = evidence.skew()?;
    let (host, hosts) = (first.ladder.endpoint.host.clone(), broken.hosts());
    let ours = first.ladder.presented()?.clues.at;
    let (here, there) = (shown(ours), shown(ours.saturating_add(skew.ahead)));
    let (clocks, off) = (skew.hosts.join(", "), distance(&skew));
    let (off_en, off_zh) = (off.en, off.zh);
    let says = say! {
        en: "The clock of this machine says {here}, and that of others ({clocks}) {there}: it is {off_en}. At their time the certificate of {hosts} is valid; by this clock go refuses it.",
        zh: "本机时钟是 {here}，而其他服务器（{clocks}）的时钟是 {there}：本机{off_zh}。按它们的时间，{hosts} 的证书是有效的；按本机时钟，go 会拒绝它。",
    };
    let mut cites = broken.cites();
    // Of three or more that agree no single one bears the weight.
    if skew.cites.len() == 2 {
        cites.extend(skew.cites.iter().filter(|cite| matches!(cite, Cite::Counter(_))).cloned());
    }
    let because = Text::of(
        "By the clocks of others the dates of the certificate are in order.",
        "按其他服务器的时钟，证书的日期没有问题。",
    );
    let finding = Finding::certain(says, cites).stops(broken.modules());
    let finding = finding.not("tls-expired", because.clone()).not("tls-cert-invalid", because);
    Some(finding.about(Subject::Host(host)))
}

fn shown(seconds: i64) -> String {
    let moment = jiff::Timestamp::from_second(seconds);
    moment.map(|it| it.to_string()).unwrap_or_default()
}

fn distance(skew: &Skew) -> Text {
    let seconds = skew.ahead.unsigned_abs();
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
    let far = match () {
        () if days > 1 => say! { en: "{days} days", zh: "{days} 天" },
        () if hours > 1 => say! { en: "{hours} hours", zh: "{hours} 小时" },
        () => say! { en: "{minutes} minutes", zh: "{minutes} 分钟" },
    };
    let (en, zh) = (far.en, far.zh);
    if skew.ahead > 0 {
        say! { en: "{en} behind", zh: "慢了 {zh}" }
    } else {
        say! { en: "{en} ahead", zh: "快了 {zh}" }
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = evidence.mistrusted(Mistrust::ClockWrong);
    let ours = broken.first().and_then(|it| it.ladder.presented()).map_or(0, |it| it.clues.at);
    let now = ours.saturating_add(evidence.skew().map_or(0, |skew| skew.ahead));
    let facts = &evidence.facts;
    if facts.platform.container.is_some() {
        return vec![of_host()];
    }
    vec![set(facts, now), kept(facts)]
}

/// A container shows its host's time and cannot set it.
fn of_host() -> Fix {
    let title = Text::of("Set the clock of the container's host", "校准容器宿主机的时钟");
    let step = Step::Say(Text::of(
        "Set the clock on the machine that runs the container, or restart the virtual machine of Docker Desktop or WSL (wsl --shutdown): it may have slept.",
        "在运行容器的机器上校准时钟；或者重启 Docker Desktop 或 WSL 的虚拟机（wsl --shutdown），它可能休眠过。",
    ));
    Fix::safe(title, Scope::Machine, vec![step]).unprovable(unproven())
}

fn set(facts: &Facts, now: i64) -> Fix {
    let title = Text::of("Set the clock to the time of the others", "把时钟设为其他服务器的时间");
    let moment = jiff::Timestamp::from_second(now).unwrap_or_default();
    let written = moment.strftime("%Y-%m-%d %H:%M:%S").to_string();
    let words: Vec<String> = match facts.platform.system {
        System::Windows => vec!["w32tm".into(), "/resync".into(), "/force".into()],
        System::MacOs => {
            let date = moment.strftime("%m%d%H%M%Y").to_string();
            vec!["sudo".into(), "date".into(), "-u".into(), date]
        }
        _ => ["sudo", "date", "-u", "-s", &written].map(str::to_owned).to_vec(),
    };
    let without = usize::from(facts.platform.is_root && words[0] == "sudo");
    let step = Step::Run { words: words[without..].to_vec() };
    Fix::safe(title, Scope::Machine, vec![step]).unprovable(unproven())
}

fn kept(facts: &Facts) -> Fix {
    let title = Text::of("Have a time server keep the clock", "让时间服务器保持时钟准确");
    let step = match facts.platform.system {
        System::Windows | System::MacOs => Step::Say(Text::of(
            "Switch on automatic time in the system's settings.",
            "在系统设置中打开自动设置时间。",
        )),
        _ => Step::Run { words: ["timedatectl", "set-ntp", "true"].map(str::to_owned).to_vec() },
    };
    Fix::safe(title, Scope::Machine, vec![step]).unprovable(unproven())
}

fn unproven() -> Text {
    Text::of("This tool sets no clock.", "本工具不会调整时钟。")
}

const OVER: Tls = Tls::Expired { on: "2026-01-01T00:00:00Z" };
/// A year before the machine's own.
const YEAR_BEFORE: i64 = 1_758_464_000;

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a clock that is ahead",
        world: || {
            World::healthy()
                .servers_at(YEAR_BEFORE)
                .site("proxy.golang.org", Site::proxy().tls(OVER))
                .site("sum.golang.org", Site::database().tls(OVER))
        },
        roots: &["tls-clock-skew"],
    },
    Scene {
        name: "a clock that is behind",
        world: || {
            World::healthy().container().servers_at(1_860_000_000).site(
                "proxy.golang.org",
                Site::proxy().tls(Tls::NotYetValid { from: "2028-01-01T00:00:00Z" }),
            )
        },
        roots: &["tls-clock-skew"],
    },
    Scene {
        name: "a clock that is right",
        world: || {
            World::healthy()
                .servers_at(1_790_000_000)
                .site("proxy.golang.org", Site::proxy().tls(OVER))
        },
        roots: &["tls-expired"],
    },
    Scene {
        name: "a clock that is wrong and does no harm",
        world: || World::healthy().servers_at(YEAR_BEFORE),
        roots: &[],
    },
];
