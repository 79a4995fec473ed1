use crate::base::{Excerpt, Text, Veiled};
use crate::go::vcs::ImportFault;
use crate::model::{Counter, Forge, KeyState, Outcome, SshFault, SshHost, Trial, VcsFault};
use crate::render::seen::outcome;
use crate::say;

/// Why go does not know where a module's code lies: in go's own words.
pub fn import_fault(fault: &ImportFault) -> Text {
    let words = Excerpt::text(&fault.to_string());
    say! { en: "go finds no repository: {words}", zh: "go 找不到仓库：{words}" }
}

/// Why a version control program came to nothing.
pub fn vcs_fault(fault: &VcsFault) -> Text {
    match fault {
        VcsFault::Missing { tool } => {
            say! { en: "{tool} is not on PATH", zh: "PATH 中没有 {tool}" }
        }
        VcsFault::Defective { tool, words, .. } if words.is_empty() => {
            say! { en: "{tool} fails by itself", zh: "{tool} 自身无法运行" }
        }
        VcsFault::Defective { tool, words, .. } => {
            say! { en: "{tool} fails by itself: {words}", zh: "{tool} 自身出错：{words}" }
        }
        VcsFault::TooOld { tool, words } => {
            say! { en: "{tool} is too old for go: {words}", zh: "{tool} 的版本对 go 来说太旧：{words}" }
        }
        VcsFault::Ssh { how: SshFault::Missing, words } => {
            say! { en: "there is no ssh to call: {words}", zh: "没有可调用的 ssh：{words}" }
        }
        VcsFault::Ownership { words }
        | VcsFault::Prompt { words, .. }
        | VcsFault::Rejected { words }
        | VcsFault::Forbidden { words }
        | VcsFault::NotFound { words }
        | VcsFault::ServerError { words, .. }
        | VcsFault::NotARepository { words }
        | VcsFault::Untrusted { words }
        | VcsFault::Road { words }
        | VcsFault::Ssh { words, .. } => Text::same(words.as_str().to_owned()),
        VcsFault::Unclear { code, words } => {
            say! { en: "it ended with {code}: {words}", zh: "以 {code} 退出：{words}" }
        }
    }
}

/// What was seen of a module's host besides.
pub(super) fn of_host(seen: &Counter) -> Text {
    match seen {
        Counter::Plainly { url, outcome: came, .. } => {
            let Text { en, zh } = outcome(came);
            say! { en: "{url}, asked without TLS: {en}", zh: "不经 TLS 请求 {url}：{zh}" }
        }
        Counter::Forge { url, forge: Forge::Gitlab } => {
            say! { en: "by {url} the host is a GitLab", zh: "从 {url} 看，该主机是 GitLab" }
        }
        Counter::Forge { url, forge: Forge::Other } => {
            say! { en: "by {url} the host is no GitLab", zh: "从 {url} 看，该主机不是 GitLab" }
        }
        _ => Text::of("", ""),
    }
}

/// git asked otherwise than go asks it.
pub(super) fn trial(
    repository: &Veiled,
    trial: &Trial,
    settings: &[Veiled],
    came: &Outcome,
) -> Text {
    let Text { en: how_en, zh: how_zh } = manner(trial, settings);
    let Text { en, zh } = outcome(came);
    say! {
        en: "git, asked for {repository} {how_en}: {en}",
        zh: "{how_zh}用 git 访问 {repository}：{zh}",
    }
}

fn manner(trial: &Trial, settings: &[Veiled]) -> Text {
    match trial {
        Trial::GoesWay => {
            let settings: Vec<String> = settings.iter().map(ToString::to_string).collect();
            let settings = settings.join(" ");
            say! { en: "with {settings}", zh: "加上 {settings} " }
        }
        Trial::Unrewritten => {
            Text::of("without rules that rewrite the URL", "不使用改写 URL 的规则，")
        }
        Trial::Instead { url } => say! { en: "by {url}", zh: "改用 {url} " },
        Trial::Credentials { path, line } => say! {
            en: "with the credentials in line {line} of {path}",
            zh: "使用 {path} 第 {line} 行的凭据，",
        },
        Trial::Roots { path } => {
            say! { en: "with the certificates of {path}", zh: "使用 {path} 中的证书，" }
        }
    }
}

/// The first page of the git protocol.
pub(super) fn refs(url: &Veiled, sent_credentials: bool, came: &Outcome) -> Text {
    let Text { en, zh } = outcome(came);
    if sent_credentials {
        say! {
            en: "{url}, asked besides with credentials: {en}",
            zh: "另外带凭据请求 {url}：{zh}",
        }
    } else {
        say! {
            en: "{url}, asked besides without credentials: {en}",
            zh: "另外不带凭据请求 {url}：{zh}",
        }
    }
}

/// What ssh here knows of a host.
pub(super) fn ssh(seen: &SshHost) -> Text {
    let target = seen.target();
    if let Some(words) = &seen.fault {
        return say! {
            en: "ssh to {target} is not taken up with its own settings: {words}",
            zh: "ssh 因自身设置无法访问 {target}：{words}",
        };
    }
    let known = match seen.known {
        Some(true) => Text::of("its key is known here", "本机已有它的主机密钥"),
        Some(false) => Text::of("its key is not known here", "本机没有它的主机密钥"),
        None => {
            Text::of("whether its key is known could not be told", "无法判断是否已有它的主机密钥")
        }
    };
    let (known_en, known_zh) = (known.en, known.zh);
    let (agent, keys) = (agent(seen), keys(seen));
    let (agent_en, agent_zh) = (agent.en, agent.zh);
    let (en, zh) = (keys.en, keys.zh);
    say! {
        en: "ssh to {target}: {known_en}; {agent_en}; {en}",
        zh: "ssh 访问 {target}：{known_zh}；{agent_zh}；{zh}",
    }
}

fn agent(seen: &SshHost) -> Text {
    match seen.agent_keys {
        Some(0) => Text::of("the agent holds no key", "ssh 代理中没有密钥"),
        Some(keys) => say! { en: "{keys} key(s) in the agent", zh: "ssh 代理中有 {keys} 个密钥" },
        None => Text::of("no agent", "没有 ssh 代理"),
    }
}

fn keys(seen: &SshHost) -> Text {
    if seen.keys.is_empty() {
        return Text::of("no key in files", "文件中没有密钥");
    }
    let (mut en, mut zh) = (Vec::new(), Vec::new());
    for key in &seen.keys {
        let state = match key.state {
            KeyState::Usable => Text::of("usable", "可用"),
            KeyState::Locked => Text::of("locked with a passphrase", "有密码短语保护"),
            KeyState::TooOpen => Text::of("open to other users", "权限过于开放"),
            KeyState::Damaged => Text::of("no valid private key", "不是有效的私钥"),
            KeyState::Unreadable => Text::of("not readable", "无法读取"),
            KeyState::Unknown => Text::of("not looked into", "情况不明"),
        };
        let path = &key.path;
        en.push(format!("{path} ({})", state.en));
        zh.push(format!("{path}（{}）", state.zh));
    }
    let (en, zh) = (en.join(", "), zh.join("、"));
    say! { en: "keys: {en}", zh: "密钥：{zh}" }
}
