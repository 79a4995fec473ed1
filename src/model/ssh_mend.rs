use crate::base::{Excerpt, Text, Veiled};
use crate::model::{
    Barred, Ci, Container, Evidence, Facts, Fetch, Fix, Platform, Scope, SshTarget, Step, System,
};
use crate::say;

impl Barred {
    /// What would let ssh in.
    pub fn mended(&self, target: &SshTarget, fetch: &Fetch, facts: &Facts) -> Vec<Fix> {
        match self {
            Barred::Settings { words } => vec![settings_mended(words, facts)],
            Barred::Strayed { files } => vec![pointed(files)],
            Barred::TooMany => vec![one_key()],
            Barred::Overridden { command, .. } => vec![by_variable(command)],
            Barred::Stranger { .. } => vec![as_git(target, fetch, facts)],
            Barred::TooOpen { path } | Barred::Unreadable { path } => vec![closed(path)],
            Barred::Locked { path } => vec![unlocked(path, facts)],
            Barred::Damaged { path } | Barred::Absent { path } => {
                vec![replaced(path), brought(target, &facts.platform)]
            }
            Barred::Refused { path } => vec![registered(path.as_deref(), target)],
            Barred::NoKey | Barred::AgentEmpty | Barred::AgentGone | Barred::Untold => {
                vec![brought(target, &facts.platform)]
            }
        }
    }
}

impl Evidence {
    /// The key of ssh let into a repository that its forge does not show it.
    pub fn key_admitted(&self) -> Option<Fix> {
        let broken = self.kept_from_key();
        let fetch = broken.first()?.fetch;
        let target = self.facts.ssh_target(&fetch.url)?;
        let (host, path) = (&target.host, target.path.trim_start_matches('/'));
        let title = say! { en: "Let this key read {path}", zh: "让这个密钥可以读取 {path}" };
        let says = say! {
            en: "{host} tells whose key it is. Give that account the right to read {path}, approve the key for the organization's single sign-on, or add it to the repository as a deploy key; a deploy key opens one repository alone. If there is no such repository, the path is wrong.",
            zh: "{host} 会说明这是谁的密钥。请给该账户 {path} 的读取权限，为组织的单点登录授权这个密钥，或把它作为部署密钥添加到该仓库；一个部署密钥只能用于一个仓库。如果没有这个仓库，说明路径有误。",
        };
        let login = target.login();
        let mut ask = vec!["ssh".to_owned(), "-T".to_owned()];
        if let Some(port) = target.port {
            ask.extend(["-p".to_owned(), port.to_string()]);
        }
        ask.push(login);
        let why = say! { en: "It is done at {host}.", zh: "需要在 {host} 上操作。" };
        let steps = vec![Step::Run { words: ask }, Step::Say(says)];
        Some(Fix::safe(title, Scope::Upstream, steps).unprovable(why))
    }
}

fn mine() -> Text {
    Text::of("It changes a file of yours.", "它会改动你的文件。")
}

fn run<const N: usize>(words: [&str; N]) -> Step {
    Step::Run { words: words.map(str::to_owned).to_vec() }
}

/// `FILE: line N: Bad configuration option: NAME`, or `… permissions on FILE`.
fn settings_mended(words: &Excerpt, facts: &Facts) -> Fix {
    let words = words.as_str();
    if let Some((_, file)) = words.split_once("permissions on ") {
        let file = file.trim().trim_matches('"');
        let title = say! { en: "Let nobody else write {file}", zh: "不让其他人写入 {file}" };
        let owner = facts.platform.user.as_deref().filter(|_| !facts.platform.is_root);
        let owner = run(["chown", owner.unwrap_or("root"), file]);
        let steps = vec![owner, run(["chmod", "600", file])];
        return Fix::safe(title, Scope::User, steps).unprovable(mine());
    }
    let place = words.split_once(": line ");
    let line = place.and_then(|(file, rest)| Some((file, rest.split(':').next()?.trim())));
    let Some((file, line)) = line.filter(|(_, line)| line.parse::<u32>().is_ok()) else {
        let title = Text::of("Correct ssh's settings", "更正 ssh 的设置");
        let says = say! {
            en: "ssh says what it does not take: {words}.",
            zh: "ssh 指出了它不接受的内容：{words}。",
        };
        return Fix::safe(title, Scope::User, vec![Step::Say(says)]).unprovable(mine());
    };
    let title = say! { en: "Switch line {line} of {file} off", zh: "停用 {file} 的第 {line} 行" };
    let edit = format!("{line}s/^/# /");
    let step = match facts.platform.system {
        System::MacOs => run(["sed", "-i", "", &edit, file]),
        _ => run(["sed", "-i", &edit, file]),
    };
    Fix::safe(title, Scope::User, vec![step]).unprovable(mine())
}

/// Where HOME is not the home that ssh reads.
fn pointed(files: &[String]) -> Fix {
    let quoted = |path: &str| shlex::try_quote(path).map_or_else(|_| path.to_owned(), Into::into);
    let find = |name: &str| files.iter().find(|path| path.ends_with(name)).map(|it| quoted(it));
    let mut command = "ssh".to_owned();
    if let Some(config) = find("/config") {
        command.extend([" -F ", &config]);
    }
    if let Some(key) = files.iter().find(|path| path.contains("/id_")) {
        command.extend([" -i ", &quoted(key)]);
    }
    if let Some(known) = find("/known_hosts") {
        command.extend([" -o UserKnownHostsFile=", &known]);
    }
    let title = Text::of("Name these files to ssh", "把这些文件告诉 ssh");
    let step = Step::SetEnv { name: "GIT_SSH_COMMAND".into(), value: Veiled::new(command) };
    Fix::safe(title, Scope::Process, vec![step])
}

/// A variable is left to git by every go.
fn by_variable(command: &Veiled) -> Fix {
    let title = Text::of("Name the command in GIT_SSH_COMMAND", "在 GIT_SSH_COMMAND 中写明该命令");
    let step = Step::SetEnv { name: "GIT_SSH_COMMAND".into(), value: command.clone() };
    Fix::safe(title, Scope::Process, vec![step])
}

fn one_key() -> Fix {
    let title = Text::of("Offer the right key alone", "只提供正确的密钥");
    let value = Veiled::new("ssh -o IdentitiesOnly=yes -i <KEY>");
    let step = Step::SetEnv { name: "GIT_SSH_COMMAND".into(), value };
    let why = Text::of("Which key is right is yours to know.", "哪个密钥正确，只有你知道。");
    Fix::safe(title, Scope::Process, vec![step]).unprovable(why)
}

/// A rule for what another rule made is not read: that one is replaced.
fn as_git(target: &SshTarget, fetch: &Fetch, facts: &Facts) -> Fix {
    let host = &target.host;
    let key = format!("url.ssh://git@{host}/.insteadOf");
    let title = say! { en: "Log in at {host} as git", zh: "以 git 用户登录 {host}" };
    let mut steps = Vec::new();
    let value = match facts.rewriter(&fetch.url) {
        Some(rule) => {
            let words = ["git", "config", "--file", &rule.file, "--unset-all", rule.key.raw()];
            steps.push(run(words));
            rule.value.raw().to_owned()
        }
        None => target.base.clone(),
    };
    steps.push(run(["git", "config", "--global", &key, &value]));
    Fix::safe(title, Scope::User, steps).unprovable(mine())
}

fn closed(path: &str) -> Fix {
    let title =
        say! { en: "Make {path} readable for its owner alone", zh: "让 {path} 只有所有者可读" };
    Fix::safe(title, Scope::User, vec![run(["chmod", "600", path])]).unprovable(mine())
}

fn unlocked(path: &str, facts: &Facts) -> Fix {
    let title = say! { en: "Load {path} into an agent", zh: "把 {path} 加载到 ssh 代理" };
    let start = Text::of(
        "If no agent runs, start one first: eval \"$(ssh-agent -s)\" in the same shell.",
        "如果没有运行中的 ssh 代理，请先在同一个 shell 中启动：eval \"$(ssh-agent -s)\"。",
    );
    let mut steps = vec![run(["ssh-add", path])];
    if facts.platform.ci.is_some() || facts.platform.container.is_some() {
        steps = vec![Step::Say(Text::of(
            "Nobody types a passphrase there: use a deploy key without one, kept as a secret of the CI.",
            "那里没有人输入密码短语：请使用没有密码短语的部署密钥，并保存为 CI 的机密变量。",
        ))];
    } else if !facts.ssh.agent {
        steps.insert(0, Step::Say(start));
    }
    let why = Text::of("The passphrase is yours to type.", "密码短语需要由你输入。");
    Fix::safe(title, Scope::User, steps).unprovable(why)
}

fn replaced(path: &str) -> Fix {
    let title = say! { en: "Put the private key at {path}", zh: "把私钥放到 {path}" };
    let says = Text::of(
        "A key that came through a variable has often lost its line breaks or its last one, or has gained carriage returns: it has to be the file as ssh-keygen wrote it.",
        "经由变量传递的密钥常常丢失换行或结尾的换行，或者多出回车符：它必须与 ssh-keygen 写出的文件完全一致。",
    );
    let why = Text::of("The key is yours to bring.", "密钥需要由你提供。");
    Fix::safe(title, Scope::User, vec![Step::Say(says)]).unprovable(why)
}

fn registered(path: Option<&str>, target: &SshTarget) -> Fix {
    let host = &target.host;
    let title =
        say! { en: "Register this machine's key at {host}", zh: "在 {host} 上登记本机的密钥" };
    let shown = match path {
        Some(path) => run(["ssh-keygen", "-y", "-f", path]),
        None => run(["ssh-add", "-L"]),
    };
    let says = say! {
        en: "Add the line that it prints to your account at {host}, or to the repository as a deploy key that may read.",
        zh: "把它输出的那一行添加到你在 {host} 的账户，或作为只读部署密钥添加到该仓库。",
    };
    let why = say! { en: "It is done at {host}.", zh: "需要在 {host} 上操作。" };
    Fix::safe(title, Scope::Upstream, vec![shown, Step::Say(says)]).unprovable(why)
}

/// A key, where there is none: lent to a build, loaded in CI, or made.
fn brought(target: &SshTarget, platform: &Platform) -> Fix {
    let why = Text::of("The key is yours to bring.", "密钥需要由你提供。");
    let title = Text::of("Give ssh a key", "给 ssh 一个密钥");
    let (scope, steps) = match (platform.ci, platform.container) {
        (Some(Ci::GithubActions), _) => (
            Scope::Ci,
            vec![Step::Say(Text::of(
                "Before go runs, load a deploy key into an agent: `- uses: webfactory/ssh-agent@v0.9.0` with `ssh-private-key: ${{ secrets.<DEPLOY_KEY> }}`.",
                "在运行 go 之前，把部署密钥加载到 ssh 代理：`- uses: webfactory/ssh-agent@v0.9.0`，并设置 `ssh-private-key: ${{ secrets.<DEPLOY_KEY> }}`。",
            ))],
        ),
        (Some(Ci::GitlabCi), _) => (
            Scope::Ci,
            vec![Step::Say(Text::of(
                "Keep a deploy key as a variable of type File, and before go runs: `eval $(ssh-agent -s)`, `chmod 400 \"$<SSH_PRIVATE_KEY>\"`, `ssh-add \"$<SSH_PRIVATE_KEY>\"`.",
                "把部署密钥保存为 File 类型的变量，并在运行 go 之前执行：`eval $(ssh-agent -s)`、`chmod 400 \"$<SSH_PRIVATE_KEY>\"`、`ssh-add \"$<SSH_PRIVATE_KEY>\"`。",
            ))],
        ),
        (
            _,
            Some(
                Container::Docker
                | Container::Buildkit
                | Container::Podman
                | Container::Buildah
                | Container::Kaniko,
            ),
        ) => (
            Scope::Image,
            vec![Step::Say(Text::of(
                "Lend the build your agent, so that no key enters the image: `RUN --mount=type=ssh go mod download` in the Dockerfile, and `docker build --ssh default .` to build it. A running container gets it by `-v \"$SSH_AUTH_SOCK\":/agent -e SSH_AUTH_SOCK=/agent`.",
                "把你的 ssh 代理借给构建，密钥不会进入镜像：在 Dockerfile 中写 `RUN --mount=type=ssh go mod download`，并用 `docker build --ssh default .` 构建。运行中的容器可用 `-v \"$SSH_AUTH_SOCK\":/agent -e SSH_AUTH_SOCK=/agent` 获得它。",
            ))],
        ),
        _ => {
            let host = &target.host;
            let says = say! {
                en: "Add the public key, the file with .pub behind, to your account at {host}.",
                zh: "把公钥（以 .pub 结尾的文件）添加到你在 {host} 的账户。",
            };
            (Scope::User, vec![run(["ssh-keygen", "-t", "ed25519"]), Step::Say(says)])
        }
    };
    Fix::safe(title, scope, steps).unprovable(why)
}
