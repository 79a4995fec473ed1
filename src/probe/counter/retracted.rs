use super::follow::{follow, planned};
use super::{Due, Prober};
use crate::base::{Deadline, Excerpt, Veiled};
use crate::go::goproxy::module_file_url;
use crate::go::modfile::{Grammar, Retract, parse_lax};
use crate::go::module::{escape_path, escape_version};
use crate::go::semver;
use crate::model::{Counter, Endpoint, Evidence, Need, Outcome, Source, Via};
use std::time::Duration;

/// Retractions of so many modules are looked up,
const MODULES: usize = 4;
/// and nobody waits longer for that, as go itself does not ask here.
const WITHIN: Duration = Duration::from_millis(400);
/// Enough of any list and of any go.mod, in bytes.
const TEXT: usize = 256 << 10;

/// What go.mod requires for itself and go fetches now: whether the module's latest
/// version retracts it, asked of the proxy that has it.
pub(in crate::probe) fn required(evidence: &Evidence) -> Vec<Due> {
    let needs = evidence.facts.needs.iter().filter(|need| is_required(evidence, need));
    let due = needs.filter_map(|need| {
        let base = serving(evidence, need)?;
        let endpoint = Endpoint::of(base.raw())?;
        let (module, version) = (need.module.clone(), need.version.clone());
        Some(Due::Retracted { endpoint, module, version, base: base.clone() })
    });
    due.take(MODULES).collect()
}

fn is_required(evidence: &Evidence, need: &Need) -> bool {
    let gomod = evidence.facts.project.gomod.parsed();
    let lines = gomod.map(|it| it.require.as_slice()).unwrap_or_default();
    !need.is_query()
        && lines
            .iter()
            .any(|it| !it.indirect && it.path == need.module && it.version == need.version)
}

/// The proxy that served something of it, before go looks elsewhere.
fn serving<'a>(evidence: &'a Evidence, need: &Need) -> Option<&'a Veiled> {
    let hop = evidence.route_of(need)?.hops.first()?;
    let Via::Proxy { element, url } = &hop.via else { return None };
    let source = Source::Proxy { element: *element };
    let served = evidence.fetches.iter().any(|it| {
        it.module == need.module
            && it.version == need.version
            && it.source == source
            && matches!(it.outcome, Outcome::Served { .. })
    });
    served.then_some(url)
}

/// go's file: `cmd/go/internal/modload/modfile.go`, `CheckRetractions`.
pub(super) async fn make(
    module: String,
    version: String,
    base: &Veiled,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let until = until.sooner(WITHIN);
    let path = escape_path(&module).ok()?;
    let list = module_file_url(base, &path, "@v/list").ok()?;
    let listed = body(&list, prober, until).await?;
    let text = String::from_utf8_lossy(&listed);
    let words = text.lines().filter_map(|line| line.split_whitespace().next());
    let versions: Vec<String> =
        words.filter(|it| semver::is_valid(it)).map(str::to_owned).collect();
    let latest = semver::latest(&versions)?;
    if semver::compare(latest, &version).is_lt() {
        return None;
    }
    let file = format!("@v/{}.mod", escape_version(latest).ok()?);
    let url = module_file_url(base, &path, &file).ok()?;
    let gomod = body(&url, prober, until).await?;
    let gomod = parse_lax(&gomod, Grammar::default()).ok()?;
    let found = gomod.retract.iter().find(|it| holds(it, &version))?;
    let rationale = Excerpt::text(found.rationale.lines().next().unwrap_or_default().trim());
    let (next, latest) = (next(&version, &versions, &gomod.retract), latest.to_owned());
    Some(Counter::Retracted { module, version, latest, url, rationale, next })
}

fn holds(retract: &Retract, version: &str) -> bool {
    semver::compare(&retract.low, version).is_le()
        && semver::compare(version, &retract.high).is_le()
}

/// The lowest release above that still stands.
fn next(version: &str, versions: &[String], retract: &[Retract]) -> Option<String> {
    let stands = |it: &&String| {
        semver::compare(it, version).is_gt()
            && semver::prerelease(it).is_empty()
            && !retract.iter().any(|retract| holds(retract, it))
    };
    versions.iter().filter(stands).min_by(|a, b| semver::compare(a, b)).cloned()
}

async fn body(url: &Veiled, prober: Prober<'_>, until: Deadline) -> Option<Vec<u8>> {
    let planned = planned(url, prober.facts())?;
    let fetched = follow(url, planned, TEXT, prober, until).await?.ok()?;
    (fetched.reply.status == 200).then_some(fetched.body)
}
