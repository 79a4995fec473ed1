use crate::base::{Text, Veiled};
use crate::model::{Area, BrokenFetches, Cause, Confidence, Container, Evidence, Facts, Fetch, Finding, Fix, Mark, Risk, Scope, Spoken, SshFault, SshHost, SshTarget, Step, Subject};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "ssh-host-key-unknown",
    area: Area::Private,
    title: Text::of("ssh does not trust the server's key", "ssh 不信任服务器的主机密钥"),
    docs: Text::of(
        "A repository is asked by ssh, and ssh goes no further than the server's own key: nobody \
         has vouched for it on this machine, it is another one than the one known, or it is of a \
         kind that this ssh no longer takes.\n\n\
         go says, in ssh's words: git ls-remote -q origin in ...: exit status 128: Host key verification failed.\n\
         or: WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!\n\
         or: no matching host key type found. Their offer: ssh-rsa\n\n\
         ssh looks for the key in known_hosts in the home that the list of users has (not the one \
         that HOME names) and in /etc/ssh/ssh_known_hosts; a server at another port than 22 is \
         listed as [host]:port. A fresh container has neither file. In a terminal ssh would ask; \
         in a build it cannot.\n\n\
         Take the key from a place that can be trusted: compare its fingerprint with the one that \
         the forge publishes (github.com, gitlab.com and bitbucket.org do), or copy the line from \
         a machine where that was done. `ssh-keyscan` by itself trusts whoever answers. A key that \
         changed may be a new server, a published change of keys, or somebody in between: ask \
         first, and only then `ssh-keygen -R HOST`. Never switch the check off.",
        "仓库通过 ssh 访问，但 ssh 止步于服务器的主机密钥：本机上没有人确认过它，或它与已知的不同，或它的类型已不被这个 ssh 接受。\n\n\
         go 转述 ssh 的报错：git ls-remote -q origin in ...: exit status 128: Host key verification failed.\n\
         或者：WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!\n\
         或者：no matching host key type found. Their offer: ssh-rsa\n\n\
         ssh 在用户列表所记的家目录（而不是 HOME 指定的目录）下的 known_hosts 和 /etc/ssh/ssh_known_hosts 中查找主机密钥；\
         端口不是 22 的服务器记作 [host]:port。新的容器里这两个文件都没有。在终端里 ssh 会询问，在构建中则不能。\n\n\
         请从可信的地方获得密钥：把它的指纹与代码托管平台公布的指纹比对（github.com、gitlab.com 和 bitbucket.org 都有公布），\
         或者从已经比对过的机器上复制那一行。`ssh-keyscan` 本身会相信任何应答者。密钥变了，可能是换了服务器、平台公布了新密钥，\
         也可能有人在中间：请先问清楚，然后才用 `ssh-keygen -R HOST`。切勿关闭这项检查。",
    ),
    logs: &[
        Mark::of(&["Host key verification failed"]).common().when(Spoken::is_ours),
        Mark::of(&["REMOTE HOST IDENTIFICATION HAS CHANGED"]).common(),
        Mark::of(&["REVOKED HOST KEY DETECTED"]).common(),
        Mark::of(&["no matching host key type found"]).common(),
        Mark::of(&["The authenticity of host '", "can't be established"]).common(),
        Mark::of(&["No ", "host key is known for ", "strict checking"]).common(),
        Mark::of(&["The server's host key is not cached"]).common(),
        Mark::of(&["Host key for ", "has changed and you have requested strict checking"]).common(),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = broken(evidence);
    let fetch = broken.first()?.fetch;
    let (how, words) = fetch.ssh_fault()?;
    let target = evidence.facts.ssh_target(&fetch.url)?;
    let seen = evidence.ssh_host_of(fetch).filter(|_| how == SshFault::HostKeyUnknown);
    let why = why(how, &target, seen.as_ref().map(|(_, seen)| *seen), &evidence.facts);
    let (from, (en, zh)) = (evidence.facts.why_by_ssh(fetch), (why.en, why.zh));
    let (from_en, from_zh) = (from.en, from.zh);
    let says = say! {
        en: "{en} ssh says: `{words}`.{from_en}",
        zh: "{zh}ssh 的报错：`{words}`。{from_zh}",
    };
    let mut cites = broken.cites();
    let confidence = match (how, seen) {
        (SshFault::HostKeyUnknown, Some((cite, seen))) if seen.known == Some(false) => {
            cites.push(cite);
            Confidence::Certain
        }
        (SshFault::HostKeyUnknown, _) => Confidence::Likely,
        _ => Confidence::Certain,
    };
    let finding = Finding::new(confidence, says, cites).stops(broken.modules());
    let because = Text::of("No key of this machine was asked for yet.", "还没有轮到检验本机的密钥。");
    Some(finding.not("ssh-auth-failed", because).about(Subject::Host(target.host)))
}

fn broken(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.stopped_by_ssh(|how| {
        matches!(
            how,
            SshFault::HostKeyUnknown
                | SshFault::HostKeyChanged
                | SshFault::HostKeyRevoked
                | SshFault::HostKeyKinds
        )
    })
}

fn why(how: SshFault, target: &SshTarget, seen: Option<&SshHost>, facts: &Facts) -> Text {
    let host = &target.host;
    match how {
        SshFault::HostKeyChanged => say! {
            en: "{host} shows another key than the one that this machine knows: a new server, new keys of the forge, or somebody in between.",
            zh: "{host} 出示的主机密钥与本机已知的不同：可能是换了服务器、平台更换了密钥，也可能有人在中间。",
        },
        SshFault::HostKeyRevoked => say! {
            en: "{host} shows a key that is marked as revoked on this machine.",
            zh: "{host} 出示的主机密钥在本机被标记为已吊销。",
        },
        SshFault::HostKeyKinds => say! {
            en: "{host} has no key of a kind that this ssh takes.",
            zh: "{host} 没有这个 ssh 所接受类型的主机密钥。",
        },
        _ => unknown(host, seen, facts),
    }
}

fn unknown(host: &str, seen: Option<&SshHost>, facts: &Facts) -> Text {
    let strayed = facts.ssh.strayed.iter().find(|path| path.ends_with("/known_hosts"));
    match (seen, strayed) {
        (Some(seen), _) if seen.known == Some(true) => say! {
            en: "{host} shows a key that nobody has vouched for, though another of its keys is known here.",
            zh: "{host} 出示的主机密钥没有人确认过，尽管本机已知它的另一个密钥。",
        },
        (Some(_), Some(path)) => say! {
            en: "Nobody has vouched for the key of {host} where ssh looks: {path} is not read, for ssh takes the home from the list of users and not from HOME.",
            zh: "在 ssh 查看的位置没有 {host} 的主机密钥：{path} 不会被读取，因为 ssh 按用户列表而不是 HOME 确定家目录。",
        },
        (Some(seen), None) if seen.known == Some(false) => {
            let (listed, file) = (seen.listed_as(), known_file(seen));
            say! {
                en: "Nobody has vouched for the key of {host} on this machine: {file} has no entry for {listed}.",
                zh: "本机上没有人确认过 {host} 的主机密钥：{file} 中没有 {listed} 的条目。",
            }
        }
        _ => say! {
            en: "Nobody has vouched for the key of {host} on this machine.",
            zh: "本机上没有人确认过 {host} 的主机密钥。",
        },
    }
}

fn known_file(seen: &SshHost) -> &str {
    seen.known_files.first().map_or("~/.ssh/known_hosts", String::as_str)
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = broken(evidence);
    let Some(fetch) = broken.first().map(|it| it.fetch) else { return Vec::new() };
    let (Some((how, _)), Some(target)) =
        (fetch.ssh_fault(), evidence.facts.ssh_target(&fetch.url))
    else {
        return Vec::new();
    };
    let seen = evidence.ssh_host_of(fetch).map(|(_, seen)| seen);
    let mut fixes = match how {
        SshFault::HostKeyChanged => vec![asked_first(&target, seen)],
        SshFault::HostKeyRevoked => vec![whom_to_ask(&target)],
        SshFault::HostKeyKinds => vec![newer(&target)],
        _ => vouched(&target, seen, &evidence.facts),
    };
    fixes.extend(evidence.by_https_instead(fetch));
    if how == SshFault::HostKeyKinds {
        fixes.push(old_kind(&target, fetch));
    }
    fixes
}

fn run(words: &[&str]) -> Step {
    Step::Run { words: words.iter().map(|word| (*word).to_owned()).collect() }
}

/// Where forges publish their keys.
fn published(host: &str) -> Option<&'static str> {
    Some(match host {
        "github.com" | "ssh.github.com" => {
            "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/githubs-ssh-key-fingerprints"
        }
        "gitlab.com" | "altssh.gitlab.com" => {
            "https://docs.gitlab.com/user/gitlab_com/#ssh-host-keys-fingerprints"
        }
        "bitbucket.org" | "altssh.bitbucket.org" => {
            "https://support.atlassian.com/bitbucket-cloud/docs/configure-ssh-and-two-step-verification/"
        }
        "codeberg.org" => "https://docs.codeberg.org/security/ssh-fingerprint/",
        _ => return None,
    })
}

/// What is to be compared, and with what.
fn comparison(host: &str) -> Text {
    match published(host) {
        Some(url) => say! {
            en: "Compare the fingerprint that ssh shows with the one that the forge publishes at {url} before you say yes.",
            zh: "请先把 ssh 显示的指纹与平台在 {url} 公布的指纹比对，再回答 yes。",
        },
        None => say! {
            en: "Compare the fingerprint that ssh shows with the one that whoever runs {host} tells you before you say yes.",
            zh: "请先把 ssh 显示的指纹与 {host} 的管理者告知的指纹比对，再回答 yes。",
        },
    }
}

fn compared() -> Text {
    Text::of("Only you can compare the fingerprint.", "只有你才能比对指纹。")
}

/// Where a person can answer, ssh asks; a build is given what a person has compared.
fn vouched(target: &SshTarget, seen: Option<&SshHost>, facts: &Facts) -> Vec<Fix> {
    let host = &target.host;
    if let Some(path) = facts.ssh.strayed.iter().find(|path| path.ends_with("/known_hosts")) {
        return vec![named(path)];
    }
    let is_alone = facts.platform.ci.is_some() || facts.platform.container.is_some();
    let listed = seen.map_or_else(|| host.clone(), SshHost::listed_as);
    let copied = copied(&listed, facts);
    let title = say! { en: "Let ssh ask for the key of {host} once", zh: "让 ssh 询问一次 {host} 的主机密钥" };
    let (port, login) = (target.port.map(|port| port.to_string()), target.login());
    let ask = match &port {
        Some(port) => run(&["ssh", "-T", "-p", port, &login]),
        None => run(&["ssh", "-T", &login]),
    };
    let steps = vec![Step::Say(comparison(host)), ask];
    let asked = Fix::safe(title, Scope::User, steps).unprovable(compared());
    if is_alone { vec![copied] } else { vec![asked, copied] }
}

/// The file is there, and ssh does not read it.
fn named(path: &str) -> Fix {
    let title = say! { en: "Name {path} to ssh", zh: "把 {path} 告诉 ssh" };
    let value = Veiled::new(format!("ssh -o UserKnownHostsFile={path}"));
    let step = Step::SetEnv { name: "GIT_SSH_COMMAND".into(), value };
    Fix::safe(title, Scope::Process, vec![step])
}

fn copied(listed: &str, facts: &Facts) -> Fix {
    let title = Text::of(
        "Copy the line from a machine that knows the key",
        "从已知该密钥的机器上复制那一行",
    );
    let print = say! {
        en: "On a machine where the key was compared, `ssh-keygen -F '{listed}'` prints its line.",
        zh: "在已经比对过密钥的机器上，`ssh-keygen -F '{listed}'` 会输出那一行。",
    };
    let place = match facts.platform.container {
        Some(
            Container::Docker | Container::Buildkit | Container::Podman | Container::Buildah | Container::Kaniko,
        ) => Text::of(
            "Put it into a file known_hosts beside the Dockerfile: `COPY known_hosts /etc/ssh/ssh_known_hosts`. `RUN ssh-keyscan` would trust whoever answers during the build.",
            "把它写入 Dockerfile 旁边的 known_hosts 文件：`COPY known_hosts /etc/ssh/ssh_known_hosts`。`RUN ssh-keyscan` 会相信构建时的任何应答者。",
        ),
        _ if facts.platform.ci.is_some() => Text::of(
            "Keep it as a variable of the CI and write it to ~/.ssh/known_hosts before go runs. `ssh-keyscan` would trust whoever answers.",
            "把它保存为 CI 变量，并在运行 go 之前写入 ~/.ssh/known_hosts。`ssh-keyscan` 会相信任何应答者。",
        ),
        _ => Text::of(
            "Add it to ~/.ssh/known_hosts here. What `ssh-keyscan` prints is only what somebody answers: compare it first.",
            "把它添加到本机的 ~/.ssh/known_hosts。`ssh-keyscan` 输出的只是某个应答者的说法：请先比对。",
        ),
    };
    Fix::safe(title, Scope::User, vec![Step::Say(print), Step::Say(place)]).unprovable(compared())
}

fn asked_first(target: &SshTarget, seen: Option<&SshHost>) -> Fix {
    let host = &target.host;
    let title = say! { en: "Find out why the key of {host} changed", zh: "弄清 {host} 的主机密钥为何改变" };
    let listed = seen.map_or_else(|| host.clone(), SshHost::listed_as);
    let ask = match published(host) {
        Some(url) => say! {
            en: "The forge publishes its fingerprints at {url}. If the new one stands there, forget the old key with `ssh-keygen -R '{listed}'` and let ssh ask once. If it does not, somebody stands in between: go no further.",
            zh: "平台在 {url} 公布指纹。如果新指纹在其中，请用 `ssh-keygen -R '{listed}'` 忘掉旧密钥，再让 ssh 询问一次。如果不在，说明有人在中间：请不要继续。",
        },
        None => say! {
            en: "Ask whoever runs {host} for the fingerprint of its key. If it is the new one, forget the old key with `ssh-keygen -R '{listed}'` and let ssh ask once. If it is not, somebody stands in between: go no further.",
            zh: "向 {host} 的管理者询问其主机密钥的指纹。如果与新密钥一致，请用 `ssh-keygen -R '{listed}'` 忘掉旧密钥，再让 ssh 询问一次。如果不一致，说明有人在中间：请不要继续。",
        },
    };
    Fix::safe(title, Scope::User, vec![Step::Say(ask)]).unprovable(compared())
}

fn whom_to_ask(target: &SshTarget) -> Fix {
    let host = &target.host;
    let title = say! { en: "Ask who runs {host}", zh: "询问 {host} 的管理者" };
    let says = say! {
        en: "Somebody marked this key as revoked, maybe because it was stolen: it is not to be trusted again. Whoever runs {host} has to put a new key in its place.",
        zh: "有人把这个密钥标记为已吊销，可能是因为被盗：不应再信任它。{host} 的管理者必须换上新密钥。",
    };
    Fix::at_anothers(title, says)
}

fn newer(target: &SshTarget) -> Fix {
    let host = &target.host;
    let title = say! { en: "Give {host} a key of a kind in use", zh: "为 {host} 换上现用类型的主机密钥" };
    let says = say! {
        en: "Whoever runs {host} should update its ssh server, or add an Ed25519 host key.",
        zh: "{host} 的管理者应更新其 ssh 服务器，或添加 Ed25519 主机密钥。",
    };
    Fix::at_anothers(title, says)
}

fn old_kind(target: &SshTarget, fetch: &Fetch) -> Fix {
    let host = &target.host;
    let offer = fetch.ssh_fault().map(|(_, words)| words.to_string()).unwrap_or_default();
    let kind = offer.rsplit_once("offer: ").map_or("ssh-rsa", |(_, kinds)| kinds);
    let kind = kind.split(',').next().unwrap_or("ssh-rsa").trim().to_owned();
    let title = say! { en: "Take {kind} from {host} alone", zh: "仅对 {host} 接受 {kind}" };
    let says = say! {
        en: "In ~/.ssh/config: `Host {host}`, and below it `HostKeyAlgorithms +{kind}` and `PubkeyAcceptedAlgorithms +{kind}`.",
        zh: "在 ~/.ssh/config 中写入：`Host {host}`，其下为 `HostKeyAlgorithms +{kind}` 和 `PubkeyAcceptedAlgorithms +{kind}`。",
    };
    let why = Text::of(
        "Signatures of that kind can be forged with some effort, which is why ssh left it.",
        "这种签名可以付出一定代价伪造，因此 ssh 已弃用它。",
    );
    let fix = Fix::safe(title, Scope::User, vec![Step::Say(says)]);
    fix.risk(Risk::TradeOff(why)).unprovable(compared())
}

const PAGE: &str = "<meta name=\"go-import\" content=\"git.corp.example/team/secret git ssh://git@git.corp.example/team/secret.git\">";
const HOST: &str = "user git\nhostname git.corp.example\nport 22\nuserknownhostsfile /home/dev/.ssh/known_hosts\n";
const UNKNOWN: &str = "Host key verification failed.\nfatal: Could not read from remote repository.\n";

fn barred(said: &str) -> World {
    World::healthy()
        .var("GOPRIVATE", "git.corp.example")
        .gomod("module m\n\ngo 1.24\n\nrequire git.corp.example/team/secret v1.0.0\n")
        .site("git.corp.example", Site::status(200, PAGE))
        .program("git ls-remote", 128, "", said)
        .program("ssh -G", 0, HOST, "")
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "nobody knows the host",
        world: || barred(UNKNOWN),
        roots: &["ssh-host-key-unknown"],
    },
    Scene {
        name: "a fresh container",
        world: || barred(UNKNOWN).container(),
        roots: &["ssh-host-key-unknown"],
    },
    Scene {
        name: "known in a home that is not ssh's",
        world: || {
            barred(UNKNOWN)
                .file("/etc/passwd", "dev:x:1000:1000::/home/real:/bin/sh\n")
                .file("/home/dev/.ssh/known_hosts", "git.corp.example ssh-ed25519 AAAA\n")
        },
        roots: &["ssh-host-key-unknown"],
    },
    Scene {
        name: "another of its keys is known",
        world: || {
            barred(UNKNOWN)
                .var("GITHUB_ACTIONS", "true")
                .file("/home/dev/.ssh/known_hosts", "git.corp.example ssh-rsa AAAA\n")
                .program("ssh-keygen -F", 0, "# Host found\ngit.corp.example ssh-rsa AAAA\n", "")
        },
        roots: &["ssh-host-key-unknown"],
    },
    Scene {
        name: "a key that changed",
        world: || {
            barred("@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.\n")
        },
        roots: &["ssh-host-key-unknown"],
    },
    Scene {
        name: "a key that is revoked",
        world: || {
            barred("@       WARNING: REVOKED HOST KEY DETECTED!               @\nHost key verification failed.\n")
        },
        roots: &["ssh-host-key-unknown"],
    },
    Scene {
        name: "keys of an old kind",
        world: || {
            barred("Unable to negotiate with 192.0.2.1 port 22: no matching host key type found. Their offer: ssh-rsa\n")
        },
        roots: &["ssh-host-key-unknown"],
    },
    Scene {
        name: "a known host",
        world: || {
            barred("").program("git ls-remote", 0, "0123456789012345678901234567890123456789\trefs/tags/v1.0.0\n", "")
        },
        roots: &[],
    },
];
