use crate::base::Text;
use crate::model::{Ci, Fix, Platform, Proof, Report, Risk, Scope, Step};
use crate::render::page::Page;
use crate::render::target::{self, Place};
use crate::say;

/// All fixes, each with its commands alone on their lines, as they are typed.
pub(super) fn write(page: &mut Page, indent: usize, report: &Report, fixes: &[Fix]) {
    if fixes.is_empty() {
        return;
    }
    page.gap();
    let target = page.style.target.name();
    let heading = page.words(&heading(target));
    page.strong_line(indent, &heading);
    for (at, fix) in fixes.iter().enumerate() {
        if at > 0 {
            page.gap();
        }
        one(page, indent, report, at + 1, fix);
    }
}

fn heading(target: &str) -> Text {
    if is_shell(target) {
        return say! { en: "To fix it ({target}):", zh: "修复方法（{target}）：" };
    }
    say! {
        en: "To fix it ({target}; with --for sh as typed into a shell):",
        zh: "修复方法（{target}；用 --for sh 可写成 shell 命令）：",
    }
}

fn is_shell(target: &str) -> bool {
    ["sh", "powershell", "cmd"].contains(&target)
}

fn one(page: &mut Page, indent: usize, report: &Report, number: usize, fix: &Fix) {
    let (title, reach) = (&fix.title, reach(fix.scope, page.style.target.name()));
    let (en, zh, for_en, for_zh) = (&title.en, &title.zh, reach.en, reach.zh);
    let head = page.words(&say! { en: "{en} ({for_en})", zh: "{zh}（{for_zh}）" });
    let number = format!("{number}. ");
    page.item(indent, &number, None, &head);
    let inside = indent + number.len();
    if let Some(price) = price(&fix.risk) {
        let price = page.words(&price);
        page.paragraph(inside, &price);
    }
    let place = Place { platform: &report.evidence.facts.platform, lang: page.style.lang };
    for line in page.style.target.write(&fix.steps, &place) {
        page.line(inside + 2, &line);
    }
    if let Some(kept) = kept(report, fix, page.style.target.name()) {
        let kept = page.words(&kept);
        page.paragraph(inside, &kept);
    }
    if let Some(proof) = proof(fix) {
        let proof = page.words(&proof);
        page.paragraph(inside, &proof);
    }
}

/// A variable that is typed into a shell ends with it: where it has to be
/// changed to stay so. Of other targets the lines are that place.
fn kept(report: &Report, fix: &Fix, target: &str) -> Option<Text> {
    let name = fix.steps.iter().find_map(|step| match step {
        Step::SetEnv { name, .. } | Step::UnsetEnv { name } => Some(name),
        _ => None,
    });
    let name = name.filter(|_| is_shell(target))?;
    let facts = &report.evidence.facts;
    let made = facts.made_by(name).map(|it| {
        let (path, line) = (&it.path, it.line);
        say! { en: "line {line} of {path}", zh: "{path} 第 {line} 行" }
    });
    let Text { en, zh } = made.unwrap_or_else(|| keeper(&facts.platform));
    Some(if facts.is_in_environment(name) {
        say! {
            en: "{name} comes from the environment; to keep this, change it where it is set: {en}.",
            zh: "{name} 来自环境变量；要长期生效，请在设置它的地方修改：{zh}。",
        }
    } else {
        say! {
            en: "To keep this, add it where the environment is made: {en}.",
            zh: "要长期生效，请把它加到设置环境变量的地方：{zh}。",
        }
    })
}

/// Where the environment of such a place is made.
fn keeper(platform: &Platform) -> Text {
    match (platform.ci, platform.container) {
        (Some(Ci::GithubActions), _) => Text::of(
            "`env:` of the workflow, or the runner's own settings",
            "工作流的 `env:`，或运行器自身的设置",
        ),
        (Some(Ci::GitlabCi), _) => Text::of(
            "`variables:` in .gitlab-ci.yml, or the CI/CD variables of project and group",
            ".gitlab-ci.yml 的 `variables:`，或项目与群组的 CI/CD 变量",
        ),
        (Some(_), _) => Text::of("the variables of the CI job", "CI 任务的变量"),
        _ if platform.sudo_by.is_some() => Text::of(
            "what sudo passes on: `sudo NAME=value COMMAND`, or `env_keep` in sudoers",
            "sudo 传递的环境：`sudo NAME=value COMMAND`，或 sudoers 里的 `env_keep`",
        ),
        (_, Some(_)) => Text::of(
            "ENV or a build argument of the Dockerfile, `-e` of `docker run`, or proxies in ~/.docker/config.json",
            "Dockerfile 的 ENV 或构建参数、`docker run` 的 `-e`，或 ~/.docker/config.json 里的 proxies",
        ),
        _ if platform.os == "windows" => Text::of(
            "the environment variables of the user or the system, or `$env:` in a PowerShell profile",
            "用户或系统的环境变量，或 PowerShell 配置文件里的 `$env:`",
        ),
        _ => Text::of(
            "the shell's profile (~/.profile, ~/.bashrc, ~/.zshrc) or /etc/environment",
            "shell 的配置文件（~/.profile、~/.bashrc、~/.zshrc）或 /etc/environment",
        ),
    }
}

fn price(risk: &Risk) -> Option<Text> {
    Some(match risk {
        Risk::Safe => return None,
        Risk::TradeOff(Text { en, zh }) => say! { en: "What it gives up: {en}", zh: "代价：{zh}" },
        Risk::Unsafe(Text { en, zh }) => say! { en: "Unsafe: {en}", zh: "不安全：{zh}" },
    })
}

fn proof(fix: &Fix) -> Option<Text> {
    Some(match &fix.proof {
        Proof::NotVerifiable(Text { en, zh }) => {
            say! { en: "Not tried: {en}", zh: "未验证：{zh}" }
        }
        Proof::Failed(Text { en, zh }) => {
            say! { en: "Tried, and it does not help: {en}", zh: "已验证，无效：{zh}" }
        }
        _ if target::has_placeholder(&fix.steps) => Text::of(
            "Not tried: fill in what stands in angle brackets first.",
            "未验证：请先填写尖括号中的内容。",
        ),
        Proof::Passed(Text { en, zh }) => {
            say! { en: "Tried, and it works: {en}", zh: "已验证，有效：{zh}" }
        }
        Proof::NotRun => return None,
    })
}

/// A variable reaches as far as the place that it is written in.
fn reach(scope: Scope, target: &str) -> Text {
    let scope = match (scope, target) {
        (Scope::Process | Scope::User, "dockerfile") => Scope::Image,
        (Scope::Process | Scope::User, target) if !is_shell(target) => Scope::Ci,
        _ => scope,
    };
    match scope {
        Scope::Process => Text::of("for this command or shell", "仅当前命令或 shell"),
        Scope::Project => Text::of("for this project", "当前项目"),
        Scope::User => Text::of("for this user", "当前用户"),
        Scope::Machine => Text::of("for this machine", "整台机器"),
        Scope::Image => Text::of("for this image", "当前镜像"),
        Scope::Ci => Text::of("for the CI", "CI 环境"),
        Scope::Upstream => Text::of("to be done upstream", "需由上游处理"),
    }
}
