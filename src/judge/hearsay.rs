use super::same::is_same_failure;
use super::settle::unsettled;
use crate::base::Text;
use crate::model::{
    Cause, Cite, Confidence, Diagnosis, Evidence, Finding, Fix, Force, Proof, Scope, Severity,
    Step, Subject, Symptom,
};
use crate::say;

/// So many lines of a log are cited for one cause.
const CITED: usize = 5;

const UNTRIED: Text =
    Text::of("a log shows no machine to try it on", "仅有日志，没有可供验证的机器");
const PASSED: Text =
    Text::of("what it is to mend is not to be seen here now", "它要解决的问题目前在本机上看不到");

/// What a log says of causes that nothing else was seen of. What the machine shows of the
/// same failure settles what the words leave open, and has their lines.
pub(super) fn unsettled_by(
    seen: &mut [Diagnosis],
    evidence: &Evidence,
    causes: &[&'static Cause],
) -> Vec<(&'static Cause, Finding)> {
    let is_seen = |code: &str| seen.iter().any(|it| it.cause.code == code);
    let open: Vec<&&'static Cause> = causes.iter().filter(|it| !is_seen(it.code)).collect();
    let mut found = Vec::new();
    for cause in open {
        let mut left = heard(cause.code, evidence);
        left.retain(|(at, symptom)| !settle(seen, *at, symptom, evidence));
        found.extend(hearsay(cause, &left, evidence, causes).map(|finding| (*cause, finding)));
    }
    found
}

/// Whether something that was seen is what a line of the log tells of; it then has it.
fn settle(seen: &mut [Diagnosis], at: usize, symptom: &Symptom, evidence: &Evidence) -> bool {
    let is_error = |it: &Diagnosis| it.finding.severity == Severity::Error;
    let tells = |it: &Diagnosis| {
        symptom.or.iter().any(|code| code == it.cause.code)
            || is_error(it) && it.cause.explains.contains(&symptom.code.as_str())
            || is_error(it) && is_same_failure(&it.finding, symptom, evidence)
    };
    let mut settled = false;
    for it in seen.iter_mut().filter(|it| tells(it)) {
        settled = true;
        let cite = Cite::Symptom(at);
        let cited = it.finding.because.iter().filter(|it| matches!(it, Cite::Symptom(_))).count();
        if cited < CITED && !it.finding.because.contains(&cite) {
            it.finding.because.push(cite);
        }
    }
    settled
}

/// Whether the words of a log say that this is what stopped go.
/// Where there is nothing but a log, all of it does.
pub(super) fn is_told(finding: &Finding, evidence: &Evidence) -> bool {
    evidence.limits.text_alone
        || finding.because.iter().any(|cite| match cite {
            Cite::Symptom(at) => {
                evidence.symptoms.get(*at).is_some_and(|it| it.force == Force::Stops)
            }
            _ => false,
        })
}

fn hearsay(
    cause: &'static Cause,
    heard: &[(usize, &Symptom)],
    evidence: &Evidence,
    causes: &[&'static Cause],
) -> Option<Finding> {
    let first = heard.first()?.1;
    let confidence = heard.iter().map(|(_, it)| confidence(it, evidence)).max()?;
    let cites = heard.iter().take(CITED).map(|(at, _)| Cite::Symptom(*at)).collect();
    let modules = modules(heard);
    let says = says(cause, heard, evidence);
    let finding = Finding::new(confidence, says, cites).severity(severity(heard));
    let finding = finding.about(subject(first, &modules)).stops(modules);
    Some(finding.leaves_open(unsettled(cause, heard, evidence, causes)))
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
    // Words that go stopped at are worse than what only might stop it.
    let own: Vec<(usize, &Symptom)> = heard(code, evidence);
    let stops = own.iter().any(|(_, it)| it.force == Force::Stops);
    let severity = if stops { Severity::Error } else { finding.severity };
    let because = finding.because.iter().cloned().chain(lines.into_iter().take(CITED)).collect();
    Finding { confidence, severity, because, ..finding }
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
    let mut fixes: Vec<Fix> =
        own.into_iter().filter(|fix| fix.steps.iter().all(is_whole)).collect();
    if fixes.is_empty() {
        fixes.push(advice(cause));
    }
    let why = if evidence.limits.text_alone { UNTRIED } else { PASSED };
    for fix in &mut fixes {
        fix.proof = Proof::NotVerifiable(why.clone());
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
/// holds nothing that stops it, and nothing else was looked at.
fn heard<'a>(code: &str, evidence: &'a Evidence) -> Vec<(usize, &'a Symptom)> {
    let stopped = evidence.symptoms.iter().any(|it| it.force == Force::Stops);
    let all = evidence.symptoms.iter().enumerate();
    let of = all.filter(|(_, it)| it.code == code);
    let past = stopped || !evidence.limits.text_alone;
    of.filter(|(_, it)| !(past && it.force == Force::Hints)).collect()
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
    let Text { en: log_en, zh: log_zh } = first.words.named();
    say! {
        en: "Line {line} of {log_en}{more} points to this{of_en}. What it means:",
        zh: "{log_zh}{lines_zh}指向这一原因{of_zh}。其含义：",
    }
}
