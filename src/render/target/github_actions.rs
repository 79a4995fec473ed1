use crate::base::Veiled;
use crate::model::Step;
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
        Step::NetrcEntry { host } => {
            let lines = sh::netrc(host, "\"$NETRC_USER\"", "\"$NETRC_TOKEN\"");
            with_secrets(&lines, &["NETRC_USER", "NETRC_TOKEN"])
        }
        Step::Say(text) => comment("#", text.to(place.lang)),
        step => block(&sh::written(step, place, "sudo ")),
    }
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
