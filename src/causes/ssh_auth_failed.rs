use crate::base::Text;
use crate::model::{Area, Barred, BrokenFetches, Cause, Confidence, Evidence, Finding, Fix, Mark, Spoken, SshFault, SshTarget, Subject};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "ssh-auth-failed",
    area: Area::Private,
    title: Text::of("ssh is not let in", "ssh 无法登录"),
    docs: Text::of(
        "A repository is asked by ssh, and ssh does not get in: there is no key, none that can be \
         used where nobody types a passphrase, none that the server knows, or ssh does not take \
         its own files.\n\n\
         go says, in ssh's words: git ls-remote -q origin in ...: exit status 128: git@github.com: Permission denied (publickey).\n\
         or: Received disconnect from ...: Too many authentication failures\n\
         or: Permissions 0644 for '/root/.ssh/id_ed25519' are too open.\n\
         or: Bad owner or permissions on /root/.ssh/config\n\n\
         ssh is used because the page of the module names an ssh URL, or because an insteadOf rule \
         of git's turns https into ssh, for public repositories as well. It looks for keys in the \
         agent that SSH_AUTH_SOCK names and in the home that the list of users has, not in the one \
         that HOME names. A key with a passphrase is of no use in CI and in a build: before 1.25, \
         go forbids ssh to ask for it; since 1.25 ssh asks in a terminal, where there is one.\n\n\
         `ssh -T git@HOST` tells whether the key is known, `ssh-add -l` what the agent holds. Give \
         a Docker build the agent, not the key: `RUN --mount=type=ssh go mod download` and \
         `docker build --ssh default .`. In CI load a deploy key into an agent. Where nothing else \
         needs ssh, https with a token will do.",
        "仓库通过 ssh 访问，但 ssh 无法登录：没有密钥，或密钥在无人输入密码短语时无法使用，或服务器不认识这个密钥，或 ssh 不接受自己的文件。\n\n\
         go 转述 ssh 的报错：git ls-remote -q origin in ...: exit status 128: git@github.com: Permission denied (publickey).\n\
         或者：Received disconnect from ...: Too many authentication failures\n\
         或者：Permissions 0644 for '/root/.ssh/id_ed25519' are too open.\n\
         或者：Bad owner or permissions on /root/.ssh/config\n\n\
         之所以使用 ssh，是因为模块的页面给出了 ssh 地址，或者 git 的 insteadOf 规则把 https 改成了 ssh（公开仓库也不例外）。\
         ssh 从 SSH_AUTH_SOCK 指定的代理和用户列表所记的家目录中寻找密钥，而不是 HOME 指定的目录。\
         带密码短语的密钥在 CI 和构建中无法使用：1.25 之前的 go 禁止 ssh 询问，1.25 起 ssh 会在终端（如果有）中询问。\n\n\
         `ssh -T git@HOST` 可以看出密钥是否被认识，`ssh-add -l` 显示代理中的密钥。Docker 构建应传入代理而不是密钥：\
         `RUN --mount=type=ssh go mod download` 和 `docker build --ssh default .`。在 CI 中请把部署密钥加载到代理里。\
         如果别处都不需要 ssh，也可以使用带令牌的 https。",
    ),
    logs: &[
        Mark::of(&["Permission denied (publickey"])
            .common()
            .when(Spoken::is_ours)
            .or(&["git-insteadof-broken"]),
        Mark::of(&["Permission denied (", "publickey"])
            .common()
            .when(Spoken::is_ours)
            .or(&["git-insteadof-broken"]),
        Mark::of(&["Permission denied (password"]).common().or(&["git-insteadof-broken"]),
        Mark::of(&["Permission denied (keyboard-interactive"]).common().or(&["git-insteadof-broken"]),
        Mark::of(&["Too many authentication failures"]).common(),
        Mark::of(&["No supported authentication methods available"]).common(),
        Mark::of(&["WARNING: UNPROTECTED PRIVATE KEY FILE!"]).common(),
        Mark::of(&["Permissions 0", "are too open"]).common(),
        Mark::of(&["Load key \"", ": invalid format"]).common(),
        Mark::of(&["Load key \"", ": error in libcrypto"]).common(),
        Mark::of(&["Bad owner or permissions on", "ssh"]).common(),
        Mark::of(&["Bad configuration option:"]).common(),
        Mark::of(&["terminating,", "bad configuration options"]).common(),
        Mark::of(&["no mutual signature"]).common(),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = broken(evidence);
    let fetch = broken.first()?.fetch;
    let (_, words) = fetch.ssh_fault()?;
    let target = evidence.facts.ssh_target(&fetch.url)?;
    let (login, host) = (target.login(), target.host.clone());
    let barred = evidence.barred(fetch);
    let (why, from) = (why(&barred, &target), evidence.facts.why_by_ssh(fetch));
    let (why_en, why_zh) = (why.en, why.zh);
    let (from_en, from_zh) = (from.en, from.zh);
    let says = say! {
        en: "ssh does not get in at {login}: `{words}`.{why_en}{from_en}",
        zh: "ssh 无法登录 {login}：`{words}`。{why_zh}{from_zh}",
    };
    let mut cites = broken.cites();
    let confidence = match (&barred, evidence.ssh_host_of(fetch)) {
        (Barred::Settings { .. } | Barred::TooMany, _) => Confidence::Certain,
        // In a terminal go lets ssh ask for it.
        (Barred::Locked { .. }, _) if evidence.facts.go.minor() > 24 => Confidence::Likely,
        (_, Some((cite, _))) => {
            cites.push(cite);
            Confidence::Certain
        }
        (_, None) => Confidence::Likely,
    };
    let finding = Finding::new(confidence, says, cites).stops(broken.modules());
    let finding = finding.about(Subject::Host(host));
    if matches!(barred, Barred::Settings { .. }) {
        return Some(finding);
    }
    let because = Text::of("The server answers, and its key is taken.", "服务器有应答，且其密钥已被接受。");
    Some(finding.not("ssh-unreachable", because))
}

fn broken(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.stopped_by_ssh(|how| {
        matches!(how, SshFault::Denied | SshFault::TooManyKeys | SshFault::Configuration)
    })
}

fn why(barred: &Barred, target: &SshTarget) -> Text {
    match barred {
        Barred::Untold => Text::of("", ""),
        Barred::Settings { .. } => Text::of(
            " It does not take its own settings, and so does not even begin.",
            "它不接受自己的设置，因此根本没有开始连接。",
        ),
        Barred::Strayed { files } => {
            let file = files.first().map(String::as_str).unwrap_or_default();
            say! {
                en: " {file} is not read: ssh looks in the home that the list of users has for this user, and HOME names another.",
                zh: "{file} 不会被读取：ssh 查看的是用户列表中为当前用户登记的家目录，而 HOME 指定的是另一个目录。",
            }
        }
        Barred::TooMany => Text::of(
            " More keys than the server lets anyone try were offered before the right one.",
            "在轮到正确的密钥之前，尝试的密钥数量已超过服务器允许的上限。",
        ),
        Barred::Overridden { file, .. } => say! {
            en: " core.sshCommand in {file} names another command, and go up to 1.24 has git call its own unless GIT_SSH_COMMAND is set.",
            zh: "{file} 里的 core.sshCommand 指定了另一个命令，但 1.24 及以前的 go 在没有设置 GIT_SSH_COMMAND 时会让 git 使用 go 自己的命令。",
        },
        Barred::Stranger { user } => say! {
            en: " It logs in as {user}, since no user is named for it, and forges know the user git.",
            zh: "由于没有指定用户，它以 {user} 的身份登录，而代码托管平台使用的用户是 git。",
        },
        Barred::AgentGone => Text::of(
            " SSH_AUTH_SOCK names an agent that does not answer, and there is no key in a file.",
            "SSH_AUTH_SOCK 指定的 ssh 代理没有应答，文件中也没有密钥。",
        ),
        Barred::AgentEmpty => Text::of(
            " The agent holds no key, and there is none in a file.",
            "ssh 代理中没有密钥，文件中也没有。",
        ),
        Barred::NoKey => Text::of(
            " There is neither a key in a file nor an agent that holds one.",
            "文件中没有密钥，也没有持有密钥的 ssh 代理。",
        ),
        Barred::Absent { path } => say! {
            en: " Its settings name the key {path}, which is not there.",
            zh: "它的设置指定了密钥 {path}，而该文件不存在。",
        },
        Barred::Locked { path } => say! {
            en: " The key {path} is locked with a passphrase that nobody types here, and no agent holds it.",
            zh: "密钥 {path} 有密码短语保护，这里无人输入，也没有 ssh 代理持有它。",
        },
        Barred::TooOpen { path } => say! {
            en: " The key {path} may be read by other users, and ssh does not use such a key.",
            zh: "密钥 {path} 可被其他用户读取，ssh 不会使用这样的密钥。",
        },
        Barred::Damaged { path } => say! {
            en: " {path} is no private key that ssh can read.",
            zh: "{path} 不是 ssh 能读取的私钥。",
        },
        Barred::Unreadable { path } => say! {
            en: " This user may not read the key {path}.",
            zh: "当前用户无权读取密钥 {path}。",
        },
        Barred::Refused { .. } => {
            let host = &target.host;
            say! {
                en: " There is a key, and {host} does not know it for anyone who may log in.",
                zh: "本机有密钥，但 {host} 不认可它。",
            }
        }
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = broken(evidence);
    let Some(fetch) = broken.first().map(|it| it.fetch) else { return Vec::new() };
    let Some(target) = evidence.facts.ssh_target(&fetch.url) else { return Vec::new() };
    let mut fixes = evidence.barred(fetch).mended(&target, fetch, &evidence.facts);
    fixes.extend(evidence.by_https_instead(fetch));
    fixes
}

const PAGE: &str = "<meta name=\"go-import\" content=\"git.corp.example/team/secret git ssh://git@git.corp.example/team/secret.git\">";
const DENIED: &str = "git@git.corp.example: Permission denied (publickey).\nfatal: Could not read from remote repository.\n";
const HOST: &str = "user git\nhostname git.corp.example\nport 22\nidentityfile ~/.ssh/id_ed25519\nuserknownhostsfile /home/dev/.ssh/known_hosts\n";

fn denied(said: &str) -> World {
    World::healthy()
        .var("GOPRIVATE", "git.corp.example")
        .gomod("module m\n\ngo 1.24\n\nrequire git.corp.example/team/secret v1.0.0\n")
        .site("git.corp.example", Site::status(200, PAGE))
        .program("git ls-remote", 128, "", said)
        .program("ssh -G", 0, HOST, "")
        .program("ssh-add -l", 2, "", "Could not open a connection to your authentication agent.\n")
}

fn with_key(said: &str) -> World {
    denied(DENIED).file("/home/dev/.ssh/id_ed25519", "key").program("ssh-keygen -y", 255, "", said)
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "no key and no agent", world: || denied(DENIED), roots: &["ssh-auth-failed"] },
    Scene {
        name: "a container without a key",
        world: || denied(DENIED).container(),
        roots: &["ssh-auth-failed"],
    },
    Scene {
        name: "an agent that is gone",
        world: || denied(DENIED).var("SSH_AUTH_SOCK", "/tmp/gone").var("GITHUB_ACTIONS", "true"),
        roots: &["ssh-auth-failed"],
    },
    Scene {
        name: "an agent without keys",
        world: || {
            let world = denied(DENIED).var("SSH_AUTH_SOCK", "/tmp/agent").var("GITLAB_CI", "true");
            world.program("ssh-add -l", 1, "The agent has no identities.\n", "")
        },
        roots: &["ssh-auth-failed"],
    },
    Scene {
        name: "a key with a passphrase",
        world: || with_key("Load key \"k\": incorrect passphrase supplied to decrypt private key\n"),
        roots: &["ssh-auth-failed"],
    },
    Scene {
        name: "a key that others may read",
        world: || with_key("Load key \"k\": bad permissions\n"),
        roots: &["ssh-auth-failed"],
    },
    Scene {
        name: "a key without its line breaks",
        world: || with_key("Load key \"k\": error in libcrypto\n"),
        roots: &["ssh-auth-failed"],
    },
    Scene {
        name: "a key that the server does not know",
        world: || with_key("").program("ssh-keygen -y", 0, "ssh-ed25519 AAAA\n", ""),
        roots: &["ssh-auth-failed"],
    },
    Scene {
        name: "a key below another home",
        world: || {
            denied(DENIED)
                .file("/etc/passwd", "dev:x:1000:1000::/home/real:/bin/sh\n")
                .file("/home/dev/.ssh/id_ed25519", "key")
                .file("/home/dev/.ssh/known_hosts", "h ssh-ed25519 AAAA\n")
        },
        roots: &["ssh-auth-failed"],
    },
    Scene {
        name: "more keys than the server lets anyone try",
        world: || {
            denied("Received disconnect from 192.0.2.1 port 22:2: Too many authentication failures\n")
        },
        roots: &["ssh-auth-failed"],
    },
    Scene {
        name: "a command of git's that this go overrides",
        world: || {
            let own = "file:/home/dev/.gitconfig\0core.sshcommand\nssh -i /home/dev/deploy\0";
            denied(DENIED)
                .file("/usr/local/go/VERSION", "go1.24.11\n")
                .program("git config", 0, own, "")
        },
        roots: &["ssh-auth-failed"],
    },
    Scene {
        name: "an option that ssh does not know",
        world: || {
            denied("/home/dev/.ssh/config: line 3: Bad configuration option: usekeychain\n")
        },
        roots: &["ssh-auth-failed"],
    },
    Scene {
        name: "settings that others may write",
        world: || denied("Bad owner or permissions on /home/dev/.ssh/config\n"),
        roots: &["ssh-auth-failed"],
    },
    Scene {
        name: "ssh gets in",
        world: || {
            denied("").program("git ls-remote", 0, "0123456789012345678901234567890123456789\trefs/tags/v1.0.0\n", "")
        },
        roots: &[],
    },
];
