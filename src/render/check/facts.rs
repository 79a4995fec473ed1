use crate::go::env::Setting;
use crate::model::{Cite, Evidence, Search, Stage, Symptom, Words};
use crate::render::check::{Blame, Check, List, files};
use crate::render::seen;

/// The settings, the files and the roots, and the lines of a log.
pub(super) fn add(evidence: &Evidence, blame: &Blame, list: &mut List) {
    let facts = &evidence.facts;
    for setting in &facts.settings.0 {
        let cite = Cite::Setting(setting.name.clone());
        list.add(of_setting(evidence, blame, setting, &cite));
    }
    for variable in &facts.variables {
        let cite = Cite::Variable(variable.name.clone());
        list.add(of_setting(evidence, blame, variable, &cite));
    }
    files::add(evidence, blame, list);
    go_binary(evidence, blame, list);
    roots(evidence, blame, list);
    log(evidence, blame, list);
}

fn of_setting(evidence: &Evidence, blame: &Blame, setting: &Setting, cite: &Cite) -> Check {
    let (status, seen) = (blame.status(cite), seen::cite(evidence, cite));
    let source = serde_json::to_value(setting.source).unwrap_or_default();
    Check::new(Stage::Settings, setting.name.clone(), status, seen)
        .with("value", setting.value.to_string())
        .with("source", source)
}

fn go_binary(evidence: &Evidence, blame: &Blame, list: &mut List) {
    let cite = Cite::GoBinary;
    let seen = seen::cite(evidence, &cite);
    let check = |status| Check::new(Stage::Files, String::from("go"), status, seen.clone());
    match &evidence.facts.go.search {
        Search::NotLooked => {}
        Search::Found(go) => list.add(
            check(blame.status(&cite))
                .with("path", go.path.clone())
                .with("version", go.version.clone()),
        ),
        Search::Missing { .. } => list.add(check(blame.broken(&cite))),
    }
}

fn roots(evidence: &Evidence, blame: &Blame, list: &mut List) {
    let roots = &evidence.facts.roots;
    if roots.places.is_empty() && !roots.by_platform {
        return;
    }
    let cite = Cite::Roots;
    let status = if roots.by_platform || roots.certificates > 0 {
        blame.status(&cite)
    } else {
        blame.broken(&cite)
    };
    let seen = seen::cite(evidence, &cite);
    let check = Check::new(Stage::Tls, String::from("roots"), status, seen);
    list.add(check.with("certificates", roots.certificates));
}

/// One check a line: several causes may claim the same one.
fn log(evidence: &Evidence, blame: &Blame, list: &mut List) {
    for (at, symptom) in evidence.symptoms.iter().enumerate() {
        let cite = Cite::Symptom(at);
        let (status, seen) = (blame.broken(&cite), seen::cite(evidence, &cite));
        let text = seen::log_line(&symptom.text);
        let check = Check::new(Stage::Log, line(symptom), status, seen);
        list.add(check.with("text", text.as_str()));
    }
}

/// A line of a log, or of one stream of a command.
pub(super) fn line(symptom: &Symptom) -> String {
    let line = symptom.line;
    match symptom.words {
        Words::Log | Words::Both => line.to_string(),
        Words::Out => format!("stdout:{line}"),
        Words::Err => format!("stderr:{line}"),
    }
}
