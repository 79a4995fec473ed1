use crate::base::{Text, Veiled};
use crate::model::{Reader, Step};
use crate::render::target::{Place, Target, comment, hides, quote, sh, spelled, yaml};

/// A workflow of GitHub Actions: an `env:` block, or steps of a job.
pub(super) struct GithubActions;

impl Target for GithubActions {
    fn name(&self) -> &'static str {
        "github-actions"
    }

    fn write(&self, steps: &[Step], place: &Place) -> Vec<String> {
        let said = steps.iter().flat_map(|step| match step {
            Step::Say(text) => comment("#", text.to(place.lang)),
            _ => Vec::new(),
        });
        match yaml::plain_variables(steps) {
            Some(pairs) => said.chain(yaml::mapping("env", &pairs)).collect(),
            None => steps.iter().flat_map(|step| written(step, place)).collect(),
        }
    }
}

/// Each step is one of the job's: a variable holds from the next one on.
fn written(step: &Step, place: &Place) -> Vec<String> {
    match step {
        Step::SetGoEnv { key, value } => keep(key, value),
        Step::SetEnv { name, value } => keep(name, value),
        Step::UnsetEnv { name } => block(&[kept(name, "")]),
        Step::AppendPath { folder } => {
            block(&[format!("echo {} >> \"$GITHUB_PATH\"", quote::sh(folder))])
        }
        Step::NetrcEntry { host, reader } => netrc(host, *reader, place),
        Step::Say(text) => comment("#", text.to(place.lang)),
        step => block(&sh::written(step, place, "sudo ")),
    }
}

/// Any user does for a token of GitHub; the job's own token reaches this repository alone.
fn netrc(host: &str, reader: Reader, place: &Place) -> Vec<String> {
    if host != "github.com" {
        let lines = sh::netrc(host, reader, ["\"$NETRC_USER\"", "\"$NETRC_TOKEN\""]);
        return with_secrets(&lines, &["NETRC_USER", "NETRC_TOKEN"]);
    }
    let says = Text::of(
        "NETRC_TOKEN: a token that may read the other repository (Contents: read), or one of actions/create-github-app-token; GITHUB_TOKEN reaches this repository alone",
        "NETRC_TOKEN：能够读取另一个仓库的令牌（Contents: read），或由 actions/create-github-app-token 生成；GITHUB_TOKEN 只能访问当前仓库",
    );
    let mut lines = comment("#", says.to(place.lang));
    let commands = sh::netrc(host, reader, ["x-access-token", "\"$NETRC_TOKEN\""]);
    lines.extend(with_secrets(&commands, &["NETRC_TOKEN"]));
    lines
}

fn keep(name: &str, value: &Veiled) -> Vec<String> {
    if hides(value) {
        with_secrets(&[format!("echo \"{name}=${name}\" >> \"$GITHUB_ENV\"")], &[name])
    } else {
        block(&[kept(name, &spelled(value))])
    }
}

fn kept(name: &str, value: &str) -> String {
    let pair = quote::sh(&format!("{name}={value}"));
    format!("echo {pair} >> \"$GITHUB_ENV\"")
}

fn with_secrets(commands: &[String], names: &[&str]) -> Vec<String> {
    let mut lines = block(commands);
    lines.push(String::from("  env:"));
    let secret = |name: &&str| format!("    {name}: ${{{{ secrets.{name} }}}}");
    lines.extend(names.iter().map(secret));
    lines
}

/// A literal block: nothing in it needs quoting for YAML.
fn block(commands: &[String]) -> Vec<String> {
    let lines =
        commands.iter().flat_map(|command| command.lines()).map(|line| format!("    {line}"));
    std::iter::once(String::from("- run: |")).chain(lines).collect()
}
