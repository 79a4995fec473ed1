use crate::base::Text;
use crate::model::{
    Area, BrokenFetches, ByHttps, Cause, Confidence, Evidence, Finding, Fix, Mark,
    Scope, SshFault, SshTarget, Step, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "ssh-unreachable",
    area: Area::Private,
    title: Text::of("ssh does not get through to the server", "ssh 无法连通服务器"),
    docs: Text::of(
        "A repository is asked by ssh, and no ssh connection to the server comes about: its port \
         is closed or filtered, its name has no address, it hangs up before a word is said, or the \
         two have no way to encrypt in common.\n\n\
         go says, in ssh's words: git ls-remote -q origin in ...: exit status 128: ssh: connect to host github.com port 22: Connection refused\n\
         or: ssh: connect to host github.com port 22: Connection timed out\n\
         or: kex_exchange_identification: Connection closed by remote host\n\n\
         Company networks, guest networks and some clouds let 443 out and not 22. ssh does not read \
         HTTPS_PROXY: it goes straight, unless its own settings name a ProxyCommand. Where packets \
         vanish, go waits for more than two minutes.\n\n\
         Ask for the repository by https: `git config --global url.\"https://HOST/\".insteadOf \
         \"ssh://git@HOST/\"`, with a token where it is private. github.com, gitlab.com and \
         bitbucket.org take ssh at port 443 as well, at ssh.github.com, altssh.gitlab.com and \
         altssh.bitbucket.org.",
        "仓库通过 ssh 访问，但无法与服务器建立 ssh 连接：端口关闭或被过滤，域名没有地址，服务器一言不发就挂断，或者双方没有共同的加密方式。\n\n\
         go 转述 ssh 的报错：git ls-remote -q origin in ...: exit status 128: ssh: connect to host github.com port 22: Connection refused\n\
         或者：ssh: connect to host github.com port 22: Connection timed out\n\
         或者：kex_exchange_identification: Connection closed by remote host\n\n\
         公司网络、访客网络和某些云只放行 443 而不放行 22。ssh 不读取 HTTPS_PROXY：除非它自己的设置里有 ProxyCommand，否则总是直连。\
         如果数据包被丢弃，go 会等上两分多钟。\n\n\
         请改用 https 访问仓库：`git config --global url.\"https://HOST/\".insteadOf \"ssh://git@HOST/\"`，私有仓库还需要令牌。\
         github.com、gitlab.com 和 bitbucket.org 也在 443 端口接受 ssh，主机分别是 ssh.github.com、altssh.gitlab.com 和 altssh.bitbucket.org。",
    ),
    logs: &[
        Mark::of(&["ssh: connect to host"]).common(),
        Mark::of(&["ssh: connect to host", "Connection refused"]).common(),
        Mark::of(&["ssh: connect to host", "Connection timed out"]).common(),
        Mark::of(&["ssh: connect to host", "Operation timed out"]).common(),
        Mark::of(&["ssh: connect to host", "No route to host"]).common(),
        Mark::of(&["ssh: connect to host", "Network is unreachable"]).common(),
        Mark::of(&["ssh: connect to host", "拒绝连接"]).common(),
        Mark::of(&["ssh: connect to host", "连接超时"]).common(),
        Mark::of(&["ssh: Could not resolve hostname"]).common().or(ALIKE),
        Mark::of(&["ssh: Could not resolve hostname", "Name or service not known"])
            .common()
            .or(ALIKE),
        Mark::of(&["ssh: Could not resolve hostname", "nodename nor servname provided"])
            .common()
            .or(ALIKE),
        Mark::of(&["ssh: Could not resolve hostname", "No such host is known"])
            .common()
            .or(ALIKE),
        Mark::of(&["ssh: Could not resolve hostname", "Temporary failure in name resolution"])
            .common()
            .or(&["dns-timeout", "dns-resolver-unreachable"]),
        Mark::of(&["kex_exchange_identification:"]).common(),
        Mark::of(&["kex_exchange_identification:", "Connection reset by peer"]).common(),
        Mark::of(&["kex_exchange_identification:", "Connection closed by remote host"]).common(),
        Mark::of(&["ssh_exchange_identification:"]).common(),
        Mark::of(&["ssh_exchange_identification:", "Connection closed by remote host"]).common(),
        Mark::of(&["Connection closed by ", " port 22"]).common(),
        Mark::of(&["Connection reset by ", " port 22"]).common(),
        Mark::of(&["timed out during banner exchange"]).common(),
        Mark::of(&["no matching key exchange method found"]).common(),
        Mark::of(&["no matching cipher found"]).common(),
        Mark::of(&["no matching MAC found"]).common(),
    ],
    explains: &[],
    rule,
    fixes,
};

/// What these words leave open.
const ALIKE: &[&str] = &["dns-no-such-host", "git-insteadof-broken"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = broken(evidence);
    let fetch = broken.first()?.fetch;
    let (how, words) = fetch.ssh_fault()?;
    let target = evidence.facts.ssh_target(&fetch.url)?;
    let (why, from) = (why(how, &target), evidence.facts.why_by_ssh(fetch));
    let besides = evidence.by_https(fetch);
    let stands = match &besides {
        Some((_, ByHttps::Served)) => Text::of(
            " By https git gets the same repository.",
            "git 用 https 可以获取同一个仓库。",
        ),
        Some((_, ByHttps::Barred)) => Text::of(
            " By https the same host answers git, and asks for credentials.",
            "同一主机用 https 可以应答 git，并要求凭据。",
        ),
        None => Text::of("", ""),
    };
    let (why_en, why_zh) = (why.en, why.zh);
    let (from_en, from_zh) = (from.en, from.zh);
    let (en, zh) = (stands.en, stands.zh);
    let says = say! {
        en: "{why_en} ssh says: `{words}`.{en}{from_en}",
        zh: "{why_zh}ssh 的报错：`{words}`。{zh}{from_zh}",
    };
    let mut cites = broken.cites();
    let confidence = if besides.is_some() { Confidence::Certain } else { Confidence::Likely };
    cites.extend(besides.map(|(cite, _)| cite));
    let finding = Finding::new(confidence, says, cites).stops(broken.modules());
    let because = Text::of("No key was asked for yet.", "还没有轮到检验密钥。");
    Some(finding.not("ssh-auth-failed", because).about(Subject::Host(target.host)))
}

fn broken(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.stopped_by_ssh(|how| {
        matches!(
            how,
            SshFault::Unreachable
                | SshFault::Silent
                | SshFault::HungUp
                | SshFault::Unresolved
                | SshFault::Ciphers
        )
    })
}

fn why(how: SshFault, target: &SshTarget) -> Text {
    let (host, port) = (&target.host, target.port.unwrap_or(22));
    match how {
        SshFault::Unreachable => say! {
            en: "Nothing takes the connection of ssh to port {port} of {host}.",
            zh: "{host} 的 {port} 端口不接受 ssh 的连接。",
        },
        SshFault::Silent => say! {
            en: "Port {port} of {host} does not answer ssh: something on the way lets its packets vanish.",
            zh: "{host} 的 {port} 端口不应答 ssh：路上有设备丢弃了它的数据包。",
        },
        SshFault::Unresolved => say! {
            en: "The name {host} has no address for ssh.",
            zh: "ssh 查不到 {host} 的地址。",
        },
        SshFault::Ciphers => say! {
            en: "This ssh and {host} have no way to encrypt in common.",
            zh: "这个 ssh 与 {host} 没有共同的加密方式。",
        },
        _ => say! {
            en: "The connection of ssh to port {port} of {host} is ended before the server has said a word: by the server, a firewall, or ssh's own ProxyCommand.",
            zh: "ssh 到 {host} 的 {port} 端口的连接在服务器应答之前就被断开：可能是服务器、防火墙，或 ssh 自己的 ProxyCommand。",
        },
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = broken(evidence);
    let Some(fetch) = broken.first().map(|it| it.fetch) else { return Vec::new() };
    let Some(target) = evidence.facts.ssh_target(&fetch.url) else { return Vec::new() };
    let mut fixes: Vec<Fix> = evidence.by_https_instead(fetch).into_iter().collect();
    fixes.extend(at_443(&target));
    let is_named = fetch.ssh_fault().is_some_and(|(how, _)| how == SshFault::Ciphers);
    fixes.push(if is_named { updated(&target) } else { opened(&target) });
    fixes
}

/// Forges that take ssh at the port of https.
fn other_door(host: &str) -> Option<&'static str> {
    Some(match host {
        "github.com" => "ssh.github.com",
        "gitlab.com" => "altssh.gitlab.com",
        "bitbucket.org" => "altssh.bitbucket.org",
        _ => return None,
    })
}

fn at_443(target: &SshTarget) -> Option<Fix> {
    let (host, door) = (&target.host, other_door(&target.host)?);
    let title = say! { en: "Use ssh at port 443 of {door}", zh: "改用 {door} 的 443 端口" };
    let says = say! {
        en: "In ~/.ssh/config: `Host {host}`, and below it `HostName {door}`, `Port 443` and `HostKeyAlias {host}`.",
        zh: "在 ~/.ssh/config 中写入：`Host {host}`，其下为 `HostName {door}`、`Port 443` 和 `HostKeyAlias {host}`。",
    };
    let why = Text::of("It is a file of yours.", "这是你自己的文件。");
    Some(Fix::safe(title, Scope::User, vec![Step::Say(says)]).unprovable(why))
}

fn opened(target: &SshTarget) -> Fix {
    let (host, port) = (&target.host, target.port.unwrap_or(22));
    let title = say! { en: "Have port {port} of {host} opened", zh: "请人放行 {host} 的 {port} 端口" };
    let says = say! {
        en: "Ask who runs this network, or {host}, whether ssh to port {port} is allowed from here; a jump host goes into ~/.ssh/config as ProxyJump.",
        zh: "询问本网络或 {host} 的管理者，是否允许从这里用 ssh 访问 {port} 端口；跳板机应在 ~/.ssh/config 中写为 ProxyJump。",
    };
    Fix::at_anothers(title, says)
}

fn updated(target: &SshTarget) -> Fix {
    let host = &target.host;
    let title = say! { en: "Update the older of the two ssh programs", zh: "更新较旧一方的 ssh" };
    let says = say! {
        en: "An old server offers only what ssh has left behind; whoever runs {host} should update it. An old client in an old image is updated with a newer image.",
        zh: "旧服务器只提供 ssh 已弃用的方式，{host} 的管理者应更新它。旧镜像里的旧客户端可通过更换新镜像来更新。",
    };
    Fix::at_anothers(title, says)
}

const PAGE: &str = "<meta name=\"go-import\" content=\"git.corp.example/team/secret git ssh://git@git.corp.example/team/secret.git\">";
const REFUSED: &str = "ssh: connect to host git.corp.example port 22: Connection refused\nfatal: Could not read from remote repository.\n";
const TAG: &str = "0123456789012345678901234567890123456789\trefs/tags/v1.0.0\n";
const HTTPS: &str = "git ls-remote https://git.corp.example/team/secret.git";

fn cut_off(said: &str) -> World {
    World::healthy()
        .var("GOPRIVATE", "git.corp.example")
        .gomod("module m\n\ngo 1.24\n\nrequire git.corp.example/team/secret v1.0.0\n")
        .site("git.corp.example", Site::status(200, PAGE))
        .program("git ls-remote ssh://git@git.corp.example/team/secret.git", 128, "", said)
}

fn by_rule(said: &str) -> World {
    let rule = "file:/home/dev/.gitconfig\0url.git@github.com:.insteadof\nhttps://github.com/\0";
    World::healthy()
        .var("GOPROXY", "direct")
        .gomod("module m\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.3\n")
        .program("git config", 0, rule, "")
        .program("git ls-remote", 128, "", said)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "port 22 is closed and https stands",
        world: || cut_off(REFUSED).program(HTTPS, 0, TAG, ""),
        roots: &["ssh-unreachable"],
    },
    Scene {
        name: "neither answers git",
        world: || {
            let https = "fatal: unable to access: Failed to connect to git.corp.example port 443\n";
            cut_off(REFUSED).program(HTTPS, 128, "", https)
        },
        roots: &["ssh-unreachable"],
    },
    Scene {
        name: "packets to port 22 vanish",
        world: || {
            by_rule("ssh: connect to host github.com port 22: Connection timed out\n")
        },
        roots: &["ssh-unreachable"],
    },
    Scene {
        name: "a firewall hangs up",
        world: || {
            cut_off("kex_exchange_identification: Connection closed by remote host\nConnection closed by 192.0.2.1 port 22\n")
        },
        roots: &["ssh-unreachable"],
    },
    Scene {
        name: "a name for ssh alone that does not resolve",
        world: || {
            by_rule("ssh: Could not resolve hostname github.com: Name or service not known\n")
        },
        roots: &["ssh-unreachable"],
    },
    Scene {
        name: "no cipher in common",
        world: || {
            cut_off("Unable to negotiate with 192.0.2.1 port 22: no matching cipher found. Their offer: 3des-cbc\n")
        },
        roots: &["ssh-unreachable"],
    },
    Scene {
        name: "ssh gets through",
        world: || {
            let url = "git ls-remote ssh://git@git.corp.example/team/secret.git";
            cut_off("").program(url, 0, TAG, "")
        },
        roots: &[],
    },
];
