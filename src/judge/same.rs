use crate::model::{Cite, Evidence, Finding, Symptom};

/// Whether what was seen is of the same request as a line of a log: of the same host, or
/// of the same module at the same version.
pub(super) fn is_same_failure(finding: &Finding, symptom: &Symptom, evidence: &Evidence) -> bool {
    let said = &symptom.said;
    let of_host = |host: &String| {
        finding.because.iter().filter_map(|cite| host_of(cite, evidence)).any(|it| it == *host)
    };
    let of_module = |module: &String| {
        let name = format!("{module}@{}", said.version.as_deref().unwrap_or_default());
        finding.affects.contains(&name)
    };
    said.host.as_ref().is_some_and(of_host) || said.module.as_ref().is_some_and(of_module)
}

/// The host that a piece of evidence is of.
fn host_of(cite: &Cite, evidence: &Evidence) -> Option<String> {
    match cite {
        Cite::Ladder(at) => evidence.ladders.get(*at).map(|it| it.endpoint.host.clone()),
        Cite::Fetch(at) => evidence.fetches.get(*at).map(crate::model::Fetch::host),
        _ => None,
    }
}
