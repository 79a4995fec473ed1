use crate::base::Text;
use crate::model::{
    AddressKind, Area, BrokenLadder, Cause, Confidence, DialFault, DnsAnswer, Elsewhere, Evidence,
    Facts, Fault, Finding, Fix, Ladder, Location, Mark, Scope, Spoken, Step, Subject, odd_address,
};
use crate::say;
use crate::world::{Scene, World};

const HOSTS: &str = "/etc/hosts";

pub(super) const CAUSE: Cause = Cause {
    code: "hosts-file-override",
    area: Area::Names,
    title: Text::of(
        "/etc/hosts gives the name a wrong address",
        "/etc/hosts 把域名指向了错误的地址",
    ),
    docs: Text::of(
        "A line of /etc/hosts gives the name an address, so that no nameserver is asked, and at \
         that address go finds nobody, or somebody else. It was right once, or was meant to \
         block the host.\n\n\
         go says: dial tcp 127.0.0.1:443: connect: connection refused\n\
         or: dial tcp ADDRESS:443: i/o timeout\n\
         or: tls: failed to verify certificate: x509: certificate is valid for OTHER, not HOST\n\n\
         go's message does not mention the file. A server that is down looks the same; the \
         difference is that the nameserver would give another address. Such lines come from \
         advice to pin an address that was fast for a while (often for github.com), from \
         blocklists, from a test that was not tidied up, and in a container from `--add-host`, \
         `extra_hosts` of Compose or `hostAliases` of Kubernetes. A line that leads to the right \
         server is no fault.\n\n\
         Take the name out of the file. In a container the file is written anew at each start: \
         there it is the option that has to go.",
        "/etc/hosts 里有一行给这个域名写死了地址，因此不会再询问域名服务器，而 go 在该地址上找不到服务，或者找到的是别人。\
         这一行可能曾经正确，也可能就是用来屏蔽这台主机的。\n\n\
         go 的报错：dial tcp 127.0.0.1:443: connect: connection refused\n\
         或者：dial tcp ADDRESS:443: i/o timeout\n\
         或者：tls: failed to verify certificate: x509: certificate is valid for OTHER, not HOST\n\n\
         go 的报错不会提到这个文件。服务器停机时现象相同，区别在于域名服务器会给出另一个地址。\
         这类行的来源：写死“一时较快”的地址（常见于 github.com）、屏蔽列表、没有清理的测试；\
         在容器里则来自 `--add-host`、Compose 的 `extra_hosts` 或 Kubernetes 的 `hostAliases`。\
         如果这一行指向的确是正确的服务器，就不算故障。\n\n\
         请把这个域名从文件里去掉。容器里的这个文件每次启动都会重写，要去掉的是相应的选项。",
    ),
    logs: &[
        Mark::network(&["dial tcp 127.0.0.1:443: connect: connection refused"])
            .or(ALIKE)
            .when(Spoken::is_led_home),
        Mark::network(&["dial tcp ", "127.0.0.1:443: ", "actively refused it"])
            .or(ALIKE)
            .when(Spoken::is_led_home),
        Mark::network(&["dial tcp ", "127.0.0.1:443: ", "积极拒绝，无法连接"])
            .or(ALIKE)
            .when(Spoken::is_led_home),
        Mark::network(&["dial tcp ", "[::1]:443: ", "connection refused"])
            .or(ALIKE)
            .when(Spoken::is_led_home),
        Mark::network(&["Failed to connect to ", " port 443", "127.0.0.1"])
            .or(&["dns-hijacked"])
            .when(|it| it.is_gos() && it.is_led_home()),
    ],
    explains: &[
        "tcp-refused",
        "tcp-timeout",
        "tls-unknown-authority",
        "tls-name-mismatch",
        "sumdb-unreachable",
        "tcp-unreachable",
        "tcp-reset",
        "ipv6-broken",
        "tls-handshake-timeout",
        "tls-handshake-reset",
        "tls-handshake-refused",
        "tls-plaintext-server",
        "tls-version-unsupported",
        "tls-intercepted",
        "tls-self-signed",
        "tls-stale-ca-bundle",
        "tls-incomplete-chain",
        "tls-expired",
    ],
    rule,
    fixes,
};

/// What these words leave open.
const ALIKE: &[&str] = &["dns-hijacked", "tcp-refused"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.broken_where(|ladder| is_misled(ladder, evidence));
    let first = broken.first()?;
    let line = first.ladder.pinned_at()?;
    let other = evidence.asked_elsewhere(&first.ladder.endpoint);
    let other = other.filter(|it| it.differs_from(first.ladder.addresses()));
    let says = says(first, line, other.as_ref());
    let confidence = if other.is_some() { Confidence::Certain } else { Confidence::Likely };
    let mut cites = broken.cites();
    cites.extend(other.map(|it| it.cite));
    let host = first.ladder.endpoint.host.clone();
    let file = HOSTS.to_owned();
    let finding = Finding::new(confidence, says, cites)
        .stops(broken.modules())
        .at(Location { file, line, column: None, source: None })
        .about(Subject::Host(host));
    let because = Text::of("No nameserver was asked.", "并没有询问任何域名服务器。");
    Some(finding.not("dns-hijacked", because))
}

/// Whether the hosts file leads go to a stranger. Where the nameserver says the
/// same, or knows nothing, it is the server that is at fault; where it says
/// nothing, the file may be all the naming there is, and only an impossible
/// address tells.
fn is_misled(ladder: &Ladder, evidence: &Evidence) -> bool {
    let host = &ladder.endpoint.host;
    let facts = &evidence.facts;
    let pinned = ladder.pinned_at().is_some() && !facts.pinned_lines(host).is_empty();
    if !pinned || !ladder.ends_at_a_stranger() {
        return false;
    }
    let telling = || {
        let odd = odd_address(ladder.addresses()).map(|(_, kind)| kind);
        let is_anothers = matches!(odd, Some(AddressKind::Loopback | AddressKind::Documentation))
            && facts.is_well_known(host)
            && !evidence.is_own_world(ladder);
        is_anothers || odd.is_some_and(AddressKind::is_nobodys)
    };
    match evidence.asked_elsewhere(&ladder.endpoint).map(|it| (it.answer, it)) {
        Some((DnsAnswer::Addresses { .. }, it)) => it.differs_from(ladder.addresses()),
        Some((DnsAnswer::NoSuchName | DnsAnswer::NoData, _)) => false,
        _ => telling(),
    }
}

fn says(first: &BrokenLadder<'_>, line: usize, other: Option<&Elsewhere<'_>>) -> Text {
    let host = &first.ladder.endpoint.host;
    let purpose = first.ladder.purpose();
    let (purpose_en, purpose_zh) = (&purpose.en, &purpose.zh);
    let addresses = first.ladder.addresses().iter().take(3);
    let pinned = addresses.map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let end = end(first.ladder);
    let (end_en, end_zh) = (&end.en, &end.zh);
    let other = other.map_or(Text::of("", ""), |it| {
        let (ip, address) = (it.server.ip(), it.addresses()[0]);
        say! {
            en: " The nameserver {ip} would say {address}.",
            zh: "域名服务器 {ip} 给出的则是 {address}。",
        }
    });
    let (other_en, other_zh) = (&other.en, &other.zh);
    say! {
        en: "Line {line} of {HOSTS} gives {host}, the {purpose_en}, the address {pinned}, {end_en}.{other_en}",
        zh: "{HOSTS} 第 {line} 行把 {host}（{purpose_zh}）写死为 {pinned}，{end_zh}。{other_zh}",
    }
}

/// What go meets at that address.
fn end(ladder: &Ladder) -> Text {
    match ladder.fault() {
        Some(Fault::Dial(DialFault::Refused)) => {
            Text::of("where the connection is refused", "而那里拒绝连接")
        }
        Some(Fault::Dial(DialFault::TimedOut { .. })) => {
            Text::of("from where no answer comes", "而那里没有应答")
        }
        Some(Fault::Dial(_)) => Text::of("to which go cannot connect", "而 go 无法连接到那里"),
        _ if ladder.shows_anothers_certificate() => Text::of(
            "where a server shows the certificate of other hosts",
            "而那里的服务器出示的是其他主机的证书",
        ),
        _ => Text::of(
            "where no TLS connection to the right server comes about",
            "而在那里无法与正确的服务器建立 TLS 连接",
        ),
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let facts = &evidence.facts;
    let in_container = facts.platform.container.is_some();
    let mut fixes = vec![removed(host, facts)];
    fixes.extend(in_container.then(|| without_option(host)));
    fixes
}

fn removed(host: &str, facts: &Facts) -> Fix {
    let title = say! { en: "Take {host} out of {HOSTS}", zh: "把 {host} 从 {HOSTS} 中去掉" };
    let why = Text::of("The file is not changed for a trial.", "不会为了试验而改动该文件。");
    let step = if facts.platform.os == "windows" {
        Step::Say(say! {
            en: "Remove {host} from C:\\Windows\\System32\\drivers\\etc\\hosts, in an editor that runs as administrator.",
            zh: "以管理员身份运行编辑器，把 {host} 从 C:\\Windows\\System32\\drivers\\etc\\hosts 中删除。",
        })
    } else {
        // A mount, as it is in a container, can be written but not replaced.
        let script = "new=$(awk -v name=\"$1\" \"$2\" /etc/hosts) && echo \"$new\" >/etc/hosts";
        facts.as_root(script, &[&host.to_ascii_lowercase(), &program(&facts.pinned_lines(host))])
    };
    Fix::safe(title, Scope::Machine, vec![step]).unprovable(why)
}

/// For awk: the name goes from these lines, and a line that has no other name
/// goes as a whole.
fn program(lines: &[usize]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("NR == {line}")).collect();
    let lines = lines.join(" || ");
    let names = "for (i = 2; i <= NF; i++) if (tolower($i) != name && tolower($i) != name \".\") kept = kept \" \" $i";
    format!("{lines} {{ kept = $1; {names}; if (kept == $1) next; $0 = kept }} 1")
}

fn without_option(host: &str) -> Fix {
    let title = Text::of("Start the container without that entry", "启动容器时不带这一项");
    let step = say! {
        en: "Drop {host} from --add-host (docker run, docker build), extra_hosts (Compose) or hostAliases (Kubernetes): the file is written from there at each start.",
        zh: "从 --add-host（docker run、docker build）、extra_hosts（Compose）或 hostAliases（Kubernetes）中去掉 {host}：每次启动都会据此重写该文件。",
    };
    let why = Text::of("A container is not for this tool to start.", "容器不由本工具启动。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why)
}

const GONE: DialFault = DialFault::TimedOut { after_ms: 5000 };

/// A machine that pins the public proxy, on the second line.
fn pinned(address: &str) -> World {
    let text = format!("127.0.0.1 localhost\n{address} proxy.golang.org goproxy.cn\n");
    World::healthy().file(HOSTS, &text)
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "a blocklist", world: || pinned("0.0.0.0"), roots: &["hosts-file-override"] },
    Scene {
        name: "an address that was fast once",
        world: || pinned("142.250.4.99").dial_at("142.250.4.99", &GONE),
        roots: &["hosts-file-override"],
    },
    Scene {
        name: "another's server, in a container",
        world: || pinned("142.250.4.16").container(),
        roots: &["hosts-file-override"],
    },
    Scene {
        name: "no nameserver answers either",
        world: || pinned("127.0.0.1").lie("proxy.golang.org", DnsAnswer::PortRefused),
        roots: &["hosts-file-override"],
    },
    Scene {
        name: "a company's proxy that moved",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://go.corp.example")
                .site("go.corp.example", crate::world::Site::proxy())
                .file(HOSTS, "10.0.0.9 go.corp.example\n")
        },
        roots: &["hosts-file-override"],
    },
    Scene {
        name: "a name that only the hosts file knows, and its server is down",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://go.corp.example")
                .file(HOSTS, "10.0.0.9 go.corp.example\n")
        },
        roots: &["tcp-refused"],
    },
    Scene {
        name: "a machine whose hosts file is all its naming, and one server is down",
        world: || {
            World::healthy()
                .file(HOSTS, "127.0.0.61 proxy.golang.org\n127.0.0.62 sum.golang.org\n")
                .dial_at("127.0.0.61", &DialFault::Refused)
                .lie("proxy.golang.org", DnsAnswer::PortRefused)
        },
        roots: &["tcp-refused"],
    },
    Scene { name: "a line that is right", world: || pinned("142.250.4.10"), roots: &[] },
    Scene {
        name: "a wrong line for a name that is walked past",
        world: || pinned("0.0.0.0").var("GOPROXY", "https://proxy.golang.org|https://goproxy.io"),
        roots: &[],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_name_is_looked_at() {
        assert!(program(&[2, 5]).starts_with("NR == 2 || NR == 5 { "));
    }
}
