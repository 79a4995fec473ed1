use crate::base::Text;
use crate::model::{Area, Cause, DialFault, Evidence, Fault, Finding, Fix, Pattern, Subject};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tcp-timeout",
    area: Area::Road,
    title: Text::of("Packets to the server vanish", "发往服务器的数据包石沉大海"),
    docs: Text::of(
        "Connection attempts are neither accepted nor refused: a firewall on the way drops \
         them silently, or the network blocks this server.\n\n\
         go says: dial tcp ADDRESS: i/o timeout (after 30 seconds)\n\n\
         Use a mirror that can be reached, or the forward proxy of this network.",
        "连接请求既没有被接受也没有被拒绝：途中的防火墙直接丢弃了数据包，或者该网络封锁了这台服务器。\n\n\
         go 的报错：dial tcp 地址: i/o timeout（30 秒之后）\n\n\
         改用可以访问的镜像，或者使用所在网络的正向代理。",
    ),
    logs: &[Pattern(&["dial tcp", "i/o timeout"])],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let timed_out = |fault: &Fault| matches!(fault, Fault::Dial(DialFault::TimedOut { .. }));
    let broken = evidence.broken_by(timed_out);
    let first = broken.first()?;
    let host = first.ladder.endpoint.to_string();
    let says = say! {
        en: "{host} does not answer: connection attempts to all of its addresses end without any reply.",
        zh: "{host} 没有应答：对其所有地址的连接尝试都没有收到任何回复。",
    };
    let finding = Finding::likely(says, broken.cites()).stops(broken.modules());
    Some(finding.about(Subject::Host(first.ladder.endpoint.host.clone())))
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    match &finding.subject {
        Subject::Host(host) => evidence.facts.mirrors(host),
        _ => Vec::new(),
    }
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "the public proxy is blocked",
        world: || World::healthy().dial("proxy.golang.org", &DialFault::TimedOut { after_ms: 5000 }),
        roots: &["tcp-timeout"],
    },
    Scene {
        name: "a blocked proxy is passed over",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://proxy.golang.org|https://goproxy.cn")
                .dial("proxy.golang.org", &DialFault::TimedOut { after_ms: 5000 })
        },
        roots: &[],
    },
];
