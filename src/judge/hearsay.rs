use super::settle::unsettled;
use crate::base::Text;
use crate::model::{
    Cause, Cite, Confidence, Evidence, Finding, Fix, Force, Proof, Scope, Severity, Step, Subject,
    Symptom,
};
use crate::say;

/// So many lines of a log are cited for one cause.
const CITED: usize = 5;

const UNTRIED: Text =
    Text::of("a log shows no machine to try it on", "仅有日志，没有可供验证的机器");

/// What a log says of a cause that nothing else was seen of.
pub(super) fn hearsay(
    cause: &'static Cause,
    evidence: &Evidence,
    causes: &[&'static Cause],
) -> Option<Finding> {
    let heard = heard(cause.code, evidence);
    let first = heard.first()?.1;
    let confidence = heard.iter().map(|(_, it)| confidence(it, evidence)).max()?;
    let cites = heard.iter().take(CITED).map(|(at, _)| Cite::Symptom(*at)).collect();
    let modules = modules(&heard);
    let says = says(cause, &heard, evidence);
    let finding = Finding::new(confidence, says, cites).severity(severity(&heard));
    let finding = finding.about(subject(first, &modules)).stops(modules);
    Some(finding.leaves_open(unsettled(cause, &heard, causes)))
}

/// The same finding with the lines of the log that say so too: it stands more firmly.
pub(super) fn confirmed(code: &str, finding: Finding, evidence: &Evidence) -> Finding {
    let own = evidence.symptoms_of(code);
    let left_open = evidence.symptoms.iter().enumerate();
    let left_open = left_open.filter(|(_, it)| it.or.iter().any(|other| other == code));
    let lines: Vec<Cite> = own.chain(left_open.map(|(at, _)| Cite::Symptom(at))).collect();
    if lines.is_empty() {
        return finding;
    }
    let confidence = finding.confidence.firmer();
    let because = finding.because.iter().cloned().chain(lines.into_iter().take(CITED)).collect();
    Finding { confidence, because, ..finding }
}

/// The line of a log that a finding begins with, where there is nothing but the log.
pub(super) fn first_line(finding: &Finding, evidence: &Evidence) -> usize {
    let lines = finding.because.iter().filter_map(|cite| match cite {
        Cite::Symptom(at) if evidence.limits.text_alone => Some(evidence.symptoms[*at].line),
        _ => None,
    });
    lines.min().unwrap_or_default()
}

/// What the cause's own fixes are without a machine to look at; in words where these
/// need one. Nothing of it is tried.
pub(super) fn fixes(cause: &Cause, finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let own = (cause.fixes)(finding, evidence);
    if !evidence.limits.text_alone {
        return own;
    }
    let mut fixes: Vec<Fix> =
        own.into_iter().filter(|fix| fix.steps.iter().all(is_whole)).collect();
    if fixes.is_empty() {
        fixes.push(advice(cause));
    }
    for fix in &mut fixes {
        fix.proof = Proof::NotVerifiable(UNTRIED);
    }
    fixes
}

/// Whether a step needs nothing that only the machine tells: a value that is put
/// together from what stands there already would take that away.
fn is_whole(step: &Step) -> bool {
    match step {
        Step::SetGoEnv { key, value } => *key == "GOPROXY" && !value.raw().is_empty(),
        Step::SetEnv { value, .. } => !value.raw().is_empty(),
        Step::NetrcEntry { host, .. } => !host.is_empty(),
        Step::Run { words } => words.iter().all(|word| !word.is_empty()),
        Step::UnsetGoEnv { .. } | Step::UnsetEnv { .. } | Step::Install { .. } | Step::Say(_) => {
            true
        }
        _ => false,
    }
}

/// The last paragraph of what we know of a cause is what to do about it.
fn advice(cause: &Cause) -> Fix {
    let last = |docs: &str| docs.rsplit("\n\n").next().unwrap_or_default().to_owned();
    let says = Text { en: last(&cause.docs.en).into(), zh: last(&cause.docs.zh).into() };
    let title = Text::of("What helps", "解决办法");
    Fix::safe(title, Scope::Project, vec![Step::Say(says)])
}

/// What the log says of this cause. What go may have got past counts where the log
/// holds nothing that stops it.
fn heard<'a>(code: &str, evidence: &'a Evidence) -> Vec<(usize, &'a Symptom)> {
    let stopped = evidence.symptoms.iter().any(|it| it.force == Force::Stops);
    let all = evidence.symptoms.iter().enumerate();
    let of = all.filter(|(_, it)| it.code == code);
    of.filter(|(_, it)| !(stopped && it.force == Force::Hints)).collect()
}

fn severity(heard: &[(usize, &Symptom)]) -> Severity {
    if heard.iter().all(|(_, it)| it.force == Force::Warns) {
        Severity::Warning
    } else {
        Severity::Error
    }
}

/// The words leave one cause only, and nothing else was looked at that would show it.
fn confidence(symptom: &Symptom, evidence: &Evidence) -> Confidence {
    let alone = symptom.or.is_empty() && symptom.force != Force::Hints;
    if alone && evidence.limits.text_alone { Confidence::Likely } else { Confidence::Possible }
}

fn modules(heard: &[(usize, &Symptom)]) -> Vec<String> {
    let mut modules = Vec::new();
    for (_, symptom) in heard {
        let said = &symptom.said;
        let Some(module) = &said.module else { continue };
        let name = match &said.version {
            Some(version) => format!("{module}@{version}"),
            None => module.clone(),
        };
        if !modules.contains(&name) {
            modules.push(name);
        }
    }
    modules
}

fn subject(first: &Symptom, modules: &[String]) -> Subject {
    match &first.said.host {
        Some(host) => Subject::Host(host.clone()),
        None if modules.is_empty() => Subject::Machine,
        None => Subject::Modules(modules.to_vec()),
    }
}

/// What the log says, and what that means: the first paragraph of what we know of it.
fn says(cause: &Cause, heard: &[(usize, &Symptom)], evidence: &Evidence) -> Text {
    let place = place(heard);
    let (en, zh) = (opening(&cause.docs.en), opening(&cause.docs.zh));
    let now = if evidence.limits.text_alone {
        Text::same("")
    } else {
        Text::of(
            " This machine does not show it now: it has passed, or the command ran with other settings than are seen here.",
            "目前在本机上看不到这个问题：可能已经过去，或者该命令运行时的设置与这里看到的不同。",
        )
    };
    let (place_en, place_zh, now_en, now_zh) = (&place.en, &place.zh, &now.en, &now.zh);
    say! { en: "{place_en} {en}{now_en}", zh: "{place_zh}{zh}{now_zh}" }
}

/// The first paragraph of a text.
fn opening(docs: &str) -> &str {
    docs.split("\n\n").next().unwrap_or_default()
}

fn place(heard: &[(usize, &Symptom)]) -> Text {
    let Some((_, first)) = heard.first() else { return Text::same("") };
    let line = first.line;
    let times = heard.len();
    let host = first.said.host.as_deref();
    let more = if times > 1 { format!(" and {} more", times - 1) } else { String::new() };
    let of = match (host, first.said.module.as_deref()) {
        (Some(host), Some(module)) => {
            say! { en: " ({host}, {module})", zh: "（主机 {host}，模块 {module}）" }
        }
        (Some(host), None) => say! { en: " ({host})", zh: "（主机 {host}）" },
        (None, Some(module)) => say! { en: " ({module})", zh: "（模块 {module}）" },
        (None, None) => Text::same(""),
    };
    let (of_en, of_zh) = (&of.en, &of.zh);
    let lines_zh = if times > 1 {
        format!("第 {line} 行等 {times} 处")
    } else {
        format!("第 {line} 行")
    };
    say! { en: "Line {line} of the log{more} points to this{of_en}. What it means:", zh: "日志{lines_zh}指向这一原因{of_zh}。其含义：" }
}
