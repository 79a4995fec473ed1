use super::{Absent, Silence, Silent, Testimony, Witness};
use crate::model::{
    Artefact, Counter, Dispute, Evidence, Fetch, Need, OriginFault, Outcome, Source, Unknown, Via,
    place_of,
};

/// Who could have told, and why he did not.
pub(super) fn of(
    evidence: &Evidence,
    dispute: &Dispute<'_>,
    heard: &[Testimony<'_>],
) -> Vec<Absent> {
    let proxies = proxies(evidence, dispute, heard);
    let database = database(evidence, dispute.need, heard);
    proxies.into_iter().chain(database).chain(origin(evidence, dispute)).collect()
}

fn proxies(evidence: &Evidence, dispute: &Dispute<'_>, heard: &[Testimony<'_>]) -> Vec<Absent> {
    let Dispute { need, part, .. } = *dispute;
    let hops = evidence.route_of(need).map(|route| &route.hops).into_iter().flatten();
    let silent = hops.filter_map(|hop| {
        let Via::Proxy { element, url } = &hop.via else { return None };
        let source = Source::Proxy { element: *element };
        let told = |it: &Testimony<'_>| {
            matches!(it.witness, Witness::Proxy(fetch) if fetch.source == source)
        };
        if heard.iter().any(told) {
            return None;
        }
        let asked = evidence.said(need, part.artefact()).find(|(_, it)| it.source == source);
        let host = place_of(url);
        let why = match why(evidence, asked.map(|(_, fetch)| fetch)) {
            Silence::NotAsked if evidence.facts.is_public_proxy(&host) => Silence::NotTold,
            why => why,
        };
        Some(Absent { who: Silent::Proxy { host }, why })
    });
    silent.collect()
}

fn database(evidence: &Evidence, need: &Need, heard: &[Testimony<'_>]) -> Option<Absent> {
    if heard.iter().any(|it| matches!(it.witness, Witness::Database(_))) {
        return None;
    }
    let unsummed = [Need { summed: false, ..need.clone() }];
    let checksums = evidence.facts.routes(&unsummed).pop().map(|route| route.checksums);
    let who = Silent::Database { name: checksums.as_ref().and_then(|it| it.database.clone()) };
    if let Some(by) = checksums.and_then(|it| it.skipped_because) {
        return Some(Absent { who, why: Silence::Forbidden { by } });
    }
    let asked = evidence.said(need, Artefact::Lookup).map(|(_, fetch)| fetch).last();
    Some(Absent { who, why: why(evidence, asked.or_else(|| relaying(evidence))) })
}

/// Who was asked whether he relays the database, and did not say.
fn relaying(evidence: &Evidence) -> Option<&Fetch> {
    let countered = evidence.counters.iter().filter_map(|probe| match &probe.seen {
        Counter::Same { fetch } => Some(&**fetch),
        _ => None,
    });
    let said = |it: &Fetch| matches!(it.outcome, Outcome::Served { .. } | Outcome::Missing { .. });
    let mut asked = evidence.fetches.iter().chain(countered);
    asked.find(|it| it.artefact == Artefact::Supported && !said(it))
}

fn origin(evidence: &Evidence, dispute: &Dispute<'_>) -> Option<Absent> {
    let why = match evidence.repository_of(dispute.need) {
        None => match why(evidence, None) {
            Silence::NotAsked if !leads_there(evidence, dispute.need) => Silence::OffTheList,
            why => why,
        },
        Some((_, sum)) if sum.of_part(dispute.part).is_some() => return None,
        Some((_, sum)) => match &sum.fault {
            Some(OriginFault::NotThere) => Silence::Lacks,
            Some(OriginFault::Deadline) => Silence::Late,
            Some(OriginFault::Forbidden) => Silence::Forbidden { by: "GOVCS".to_owned() },
            _ => Silence::Unusable,
        },
    };
    Some(Absent { who: Silent::Origin, why })
}

fn leads_there(evidence: &Evidence, need: &Need) -> bool {
    let hops = evidence.route_of(need).map(|route| &route.hops).into_iter().flatten();
    hops.into_iter().any(|hop| hop.via == Via::Direct)
}

fn why(evidence: &Evidence, asked: Option<&Fetch>) -> Silence {
    match asked.map(|fetch| &fetch.outcome) {
        None if evidence.limits.offline => Silence::Offline,
        None if evidence.limits.cut_short => Silence::Late,
        None => Silence::NotAsked,
        Some(Outcome::Missing { .. }) => Silence::Lacks,
        Some(Outcome::Unknown { why: Unknown::Deadline }) => Silence::Late,
        Some(_) => Silence::Unusable,
    }
}
