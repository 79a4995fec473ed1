use crate::base::Text;
use crate::docker::Missing;
use crate::model::{
    Area, BrokenFetches, Cause, Confidence, Evidence, Finding, Fix, Mark, Scope, SshFault, Step,
    Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "ssh-missing",
    area: Area::Private,
    title: Text::of("There is no ssh client", "没有 ssh 客户端"),
    docs: Text::of(
        "A repository is asked by ssh, and the program that is to speak it is not there. Images of \
         Alpine, and those that were made small, have git and no ssh.\n\n\
         go says, in git's words: git ls-remote -q origin in ...: exit status 128: error: cannot run ssh: No such file or directory\n\
         or: fatal: cannot exec '/usr/bin/ssh': No such file or directory\n\
         and then: fatal: unable to fork\n\n\
         ssh is used because the page of the module names an ssh URL, or because an insteadOf rule \
         of git's turns https into ssh. Which program it is tell GIT_SSH_COMMAND, core.sshCommand \
         and GIT_SSH, in this order; go up to 1.24 sets GIT_SSH_COMMAND by itself, so that \
         core.sshCommand does not count there.\n\n\
         Install the client (openssh-client on Debian and Alpine, openssh-clients on Fedora), \
         correct the variable that names another program, or use https.",
        "仓库通过 ssh 访问，但用来执行 ssh 的程序不存在。Alpine 镜像和精简镜像里有 git 而没有 ssh。\n\n\
         go 转述 git 的报错：git ls-remote -q origin in ...: exit status 128: error: cannot run ssh: No such file or directory\n\
         或者：fatal: cannot exec '/usr/bin/ssh': No such file or directory\n\
         随后是：fatal: unable to fork\n\n\
         之所以使用 ssh，是因为模块的页面给出了 ssh 地址，或者 git 的 insteadOf 规则把 https 改成了 ssh。\
         使用哪个程序依次由 GIT_SSH_COMMAND、core.sshCommand 和 GIT_SSH 决定；1.24 及以前的 go 会自己设置 GIT_SSH_COMMAND，\
         因此 core.sshCommand 在那里不起作用。\n\n\
         请安装客户端（Debian 和 Alpine 上是 openssh-client，Fedora 上是 openssh-clients），更正指定了其他程序的变量，或改用 https。",
    ),
    logs: &[
        Mark::of(&["cannot run ", "ssh", "No such file"]).common(),
        Mark::of(&["cannot exec ", "ssh", "No such file"]).common(),
        Mark::of(&["cannot spawn ", "ssh", "No such file"]).common(),
        Mark::of(&["cannot run ", "ssh", "没有那个文件或目录"]).common(),
        Mark::of(&["-o BatchMode=yes: ", "not found"]).common(),
        Mark::of(&["BatchMode=yes", "ssh: command not found"]).common(),
        Mark::of(&["BatchMode=yes", "ssh: 未找到命令"]).common(),
        Mark::of(&["BatchMode=yes", "ssh: not found"]).common(),
        Mark::of(&["exec of 'ssh' failed"]).common(),
        Mark::of(&["fatal: unable to fork"]).common().when(|it| it.text.contains("ssh")),
        Mark::of(&["无法 fork"]).common().when(|it| it.text.contains("ssh")),
    ],
    explains: &[],
    rule: |evidence| evidence.image_lacks(Missing::Ssh).or_else(|| rule(evidence)),
    fixes: |finding, evidence| match evidence.image_lacks(Missing::Ssh) {
        Some(_) => evidence.image_with(Missing::Ssh),
        None => fixes(finding, evidence),
    },
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = broken(evidence);
    let fetch = broken.first()?.fetch;
    let (_, words) = fetch.ssh_fault()?;
    let (named, from) = (named(evidence), evidence.facts.why_by_ssh(fetch));
    let (named_en, named_zh) = (named.en, named.zh);
    let (from_en, from_zh) = (from.en, from.zh);
    let says = say! {
        en: "git is to call ssh, and {named_en}: `{words}`.{from_en}",
        zh: "git 需要调用 ssh，但{named_zh}：`{words}`。{from_zh}",
    };
    let finding = Finding::new(Confidence::Certain, says, broken.cites()).stops(broken.modules());
    let because = Text::of("Nothing was sent yet.", "还没有发送任何内容。");
    Some(finding.not("ssh-unreachable", because).about(Subject::Machine))
}

fn broken(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.stopped_by_ssh(|how| how == SshFault::Missing)
}

fn named(evidence: &Evidence) -> Text {
    match setting(evidence) {
        Some(name) => say! {
            en: "{name} names a program that is not there",
            zh: "{name} 指定的程序不存在",
        },
        None => Text::of("there is none on PATH", "PATH 中没有它"),
    }
}

/// What names another program than the one on PATH.
fn setting(evidence: &Evidence) -> Option<String> {
    let facts = &evidence.facts;
    let configured = facts.core_ssh_command().is_some() && !facts.overrides_ssh_command();
    facts.ssh.command.clone().or_else(|| configured.then(|| "core.sshCommand".to_owned()))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = broken(evidence);
    let Some(fetch) = broken.first().map(|it| it.fetch) else { return Vec::new() };
    let is_here = evidence.facts.ssh.client;
    let mut fixes = match setting(evidence) {
        Some(name) if is_here => vec![unset(&name)],
        _ => vec![installed()],
    };
    fixes.extend(evidence.by_https_instead(fetch));
    fixes
}

fn installed() -> Fix {
    let title = Text::of("Install an ssh client", "安装 ssh 客户端");
    let step = Step::Install { packages: vec!["openssh-client"] };
    let why = Text::of("It installs a program.", "它会安装一个程序。");
    Fix::safe(title, Scope::Machine, vec![step]).unprovable(why)
}

/// There is an ssh on PATH.
fn unset(name: &str) -> Fix {
    let title = say! { en: "Take {name} away, so that the ssh on PATH is called", zh: "去掉 {name}，改用 PATH 中的 ssh" };
    if name == "core.sshCommand" {
        let words = ["git", "config", "--global", "--unset-all", name].map(str::to_owned).to_vec();
        let why = Text::of("It changes a file of yours.", "它会改动你的文件。");
        return Fix::safe(title, Scope::User, vec![Step::Run { words }]).unprovable(why);
    }
    Fix::safe(title, Scope::Process, vec![Step::UnsetEnv { name: name.to_owned() }])
}

const PAGE: &str = "<meta name=\"go-import\" content=\"git.corp.example/team/secret git ssh://git@git.corp.example/team/secret.git\">";
const CANNOT: &str = "error: cannot run ssh: No such file or directory\nfatal: unable to fork\n";
const TAG: &str = "0123456789012345678901234567890123456789\trefs/tags/v1.0.0\n";

fn lacking() -> World {
    World::healthy()
        .var("GOPRIVATE", "git.corp.example")
        .gomod("module m\n\ngo 1.24\n\nrequire git.corp.example/team/secret v1.0.0\n")
        .site("git.corp.example", Site::status(200, PAGE))
        .program("git ls-remote", 128, "", CANNOT)
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "an image without ssh", world: lacking, roots: &["ssh-missing"] },
    Scene {
        name: "a rule turns https into ssh",
        world: || {
            let rule = "file:/home/dev/.gitconfig\0url.git@github.com:.insteadof\nhttps://github.com/\0";
            World::healthy()
                .var("GOPROXY", "direct")
                .gomod("module m\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.3\n")
                .program("git config", 0, rule, "")
                .program("git ls-remote", 128, "", CANNOT)
        },
        roots: &["ssh-missing"],
    },
    Scene {
        name: "a variable names a program that is gone",
        world: || {
            let said = "fatal: cannot exec '/opt/bin/ssh': No such file or directory\nfatal: unable to fork\n";
            lacking()
                .file("/usr/bin/ssh", "the client")
                .var("GIT_SSH", "/opt/bin/ssh")
                .program("git ls-remote", 128, "", said)
        },
        roots: &["ssh-missing"],
    },
    Scene {
        name: "ssh is here",
        world: || lacking().program("git ls-remote", 0, TAG, ""),
        roots: &[],
    },
    Scene {
        name: "a Dockerfile whose git is to use ssh",
        world: || World::healthy().file("/home/dev/app/go.sum", "").gomod("module m\n\ngo 1.24\n\nrequire git.corp.example/team/secret v1.0.0\n").dockerfile("FROM golang:1.26-alpine\nWORKDIR /src\nRUN apk add --no-cache git && git config --global url.git@git.corp.example:.insteadOf https://git.corp.example/\nENV GOPRIVATE=git.corp.example\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n"),
        roots: &["ssh-missing"],
    },
    Scene {
        name: "an ssh client is installed",
        world: || World::healthy().file("/home/dev/app/go.sum", "").gomod("module m\n\ngo 1.24\n\nrequire git.corp.example/team/secret v1.0.0\n").dockerfile("FROM golang:1.26-alpine\nWORKDIR /src\nRUN apk add --no-cache git openssh-client && git config --global url.git@git.corp.example:.insteadOf https://git.corp.example/\nENV GOPRIVATE=git.corp.example\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n"),
        roots: &[],
    },
];
