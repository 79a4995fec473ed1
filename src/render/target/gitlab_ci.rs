use crate::base::Text;
use crate::model::{Reader, Step};
use crate::render::target::{Place, Target, comment, hides, sh, yaml};
use crate::say;

/// A job of GitLab CI: `variables:`, then one shell in `before_script:`.
pub(super) struct GitlabCi;

impl Target for GitlabCi {
    fn name(&self) -> &'static str {
        "gitlab-ci"
    }

    fn write(&self, steps: &[Step], place: &Place) -> Vec<String> {
        let (settings, rest): (Vec<_>, Vec<_>) = steps.iter().cloned().partition(is_plain);
        let mut lines = Vec::new();
        if let Some(pairs) = yaml::plain_variables(&settings) {
            let pairs: Vec<_> = pairs.into_iter().map(escaped).collect();
            lines.extend(yaml::mapping("variables", &pairs));
        }
        let mut script: Vec<String> = Vec::new();
        for step in &rest {
            match written(step, place) {
                Written::Comment(said) => lines.extend(said),
                Written::Script(commands) => script.extend(commands),
            }
        }
        if !script.is_empty() {
            lines.push(String::from("before_script:"));
            lines.extend(script.iter().map(|command| item(command)));
        }
        lines
    }
}

enum Written {
    Comment(Vec<String>),
    Script(Vec<String>),
}

fn is_plain(step: &Step) -> bool {
    yaml::plain_variables(std::slice::from_ref(step)).is_some()
}

/// GitLab expands `$NAME` in values; `$$` is a dollar.
fn escaped((name, value): (String, String)) -> (String, String) {
    (name, value.replace('$', "$$"))
}

fn written(step: &Step, place: &Place) -> Written {
    match step {
        Step::SetGoEnv { key, value } if hides(value) => masked(key, place),
        Step::SetEnv { name, value } if hides(value) => masked(name, place),
        Step::NetrcEntry { host, reader } => Written::Script(netrc(host, *reader)),
        Step::Say(text) => Written::Comment(comment("#", text.to(place.lang))),
        // Jobs run as root in their image, as a rule.
        step => Written::Script(sh::written(step, place, "")),
    }
}

/// The job's own token opens what lies on the same server, where that project's list of
/// job tokens names this one.
fn netrc(host: &str, reader: Reader) -> Vec<String> {
    if host.starts_with("gitlab.") {
        return sh::netrc(host, reader, ["gitlab-ci-token", "\"$CI_JOB_TOKEN\""]);
    }
    sh::netrc(host, reader, ["\"$NETRC_USER\"", "\"$NETRC_TOKEN\""])
}

fn masked(name: &str, place: &Place) -> Written {
    let says: Text = say! {
        en: "{name}: add it as a masked variable (Settings, CI/CD, Variables)",
        zh: "{name}：在 Settings、CI/CD、Variables 中添加为 masked 变量",
    };
    Written::Comment(comment("#", says.to(place.lang)))
}

/// Quoted always: a command may hold `: ` or `#`.
fn item(command: &str) -> String {
    format!("  - '{}'", command.replace('\'', "''"))
}
