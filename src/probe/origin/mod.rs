mod discover;
mod environment;
mod git;
mod insecure;
mod other;
mod place;
mod sought;
mod sparing;

pub(super) use environment::silent;
pub(super) use place::tag_of;
pub(super) use sparing::Sparing;

use super::fetch::{Asked, Asking};
use super::lookout::Lookout;
use super::plan::Planned;
use crate::base::Veiled;
use crate::go::goproxy::module_file_url;
use crate::go::module::{escape_path, escape_version};
use crate::go::vcs::{ByPath, Home, ImportFault, Origin, Tool, by_path, page_url};
use crate::model::{Artefact, Endpoint, Fault, Fetch, Need, Outcome, Role, Route, Source, Unknown};
use discover::discover;
use place::Place;
use sought::seek;

/// The end of the road where `direct` is reached: the host itself, and whether
/// its repository has the tag. go would ask git next; so do we, without a prompt.
/// git goes its own ways (insteadOf, ssh), so its answer counts for more.
pub(super) async fn look(lookout: &Lookout<'_>, need: &Need, route: &Route) -> Vec<Fetch> {
    let facts = lookout.climber.facts;
    match by_path(&need.module, facts.go.minor()) {
        ByPath::Refused(fault) => vec![refused(need, fault)],
        ByPath::Known(home) => match allowed(lookout, home.tool, &home.root) {
            Ok(()) => beside_ladder(lookout, route, at_home(lookout, need, &home)).await,
            Err(fault) => vec![refused(need, fault)],
        },
        ByPath::Sought(sought) => match allowed(lookout, sought.tool, &sought.root) {
            Ok(()) => beside_ladder(lookout, route, seek(lookout, need, &sought)).await,
            Err(fault) => vec![refused(need, fault)],
        },
        ByPath::Unknown => asking_host(lookout, need, route).await,
    }
}

fn allowed(lookout: &Lookout<'_>, tool: Tool, root: &str) -> Result<(), ImportFault> {
    lookout.climber.facts.vcs_policy().check(tool, root)
}

/// go itself stops here, before anybody is asked.
fn refused(need: &Need, fault: ImportFault) -> Fetch {
    let (module, version) = (need.module.as_str(), need.version.as_str());
    let url = Veiled::new(page_url("https", module));
    let (artefact, source, role) = (Artefact::GoGet, Source::Origin, Role::Origin);
    let asking = Asking { module, version, artefact, source, url, role };
    asking.record(Outcome::Broken { fault: Fault::Import(fault) })
}

/// What the program says, and meanwhile whether go's own road to the host stands.
async fn beside_ladder(
    lookout: &Lookout<'_>,
    route: &Route,
    asking: impl Future<Output = Vec<Fetch>>,
) -> Vec<Fetch> {
    let planned = planned(lookout, route);
    let (climbed, fetches) = tokio::join!(lookout.climbed(&planned), asking);
    let stands = climbed.ladder.broken.is_none();
    // Where go's own road is broken, that is what counts.
    fetches.into_iter().map(|it| if stands { it } else { left_open(it) }).collect()
}

fn left_open(fetch: Fetch) -> Fetch {
    match fetch.outcome {
        Outcome::Broken { .. } => {
            Fetch { outcome: Outcome::Unknown { why: Unknown::RoadBroken }, ..fetch }
        }
        _ => fetch,
    }
}

/// The road to the module's host.
fn planned(lookout: &Lookout<'_>, route: &Route) -> Planned {
    let host = route.module.split('/').next().unwrap_or_default();
    let planned = lookout.planned_for(&Veiled::new(format!("https://{host}/")), Role::Origin);
    planned.unwrap_or_else(|| Planned {
        endpoint: Endpoint::https(host),
        through: None,
        roles: vec![Role::Origin],
    })
}

/// Where the host itself says that the module lies, and whether it is there.
async fn asking_host(lookout: &Lookout<'_>, need: &Need, route: &Route) -> Vec<Fetch> {
    let is_insecure = lookout.climber.facts.is_insecure(&need.module);
    let climbed = lookout.climbed(&planned(lookout, route)).await;
    if climbed.ladder.broken.is_some() && !is_insecure {
        return Vec::new();
    }
    let (mut fetches, origin) = discover(lookout, need).await;
    match origin {
        Some(Origin::Proxy(base)) => fetches.extend(at_proxy(lookout, need, &base).await),
        Some(Origin::Repository(home)) => fetches.extend(at_home(lookout, need, &home).await),
        None => {}
    }
    fetches
}

async fn at_home(lookout: &Lookout<'_>, need: &Need, home: &Home) -> Vec<Fetch> {
    let place = match need.query() {
        Some(query) => Place::queried(home, &need.module, &query),
        None => Place::at(home, &need.module, &need.version),
    };
    match place {
        Some(place) => vec![ask(lookout, need, &place).await],
        None => Vec::new(),
    }
}

/// Whether the repository has the version, unless its host has shown already what it
/// says.
async fn ask(lookout: &Lookout<'_>, need: &Need, place: &Place) -> Fetch {
    let _turn = lookout.sparing.turn().await;
    let fetch = match lookout.sparing.spared(&place.repository) {
        Some(outcome) => sparing::unasked(need, place, outcome),
        None => by_program(lookout, need, place).await,
    };
    lookout.sparing.note(&place.repository, &fetch.outcome);
    fetch
}

/// Asked by the program that go would run.
async fn by_program(lookout: &Lookout<'_>, need: &Need, place: &Place) -> Fetch {
    match place.tool {
        Tool::Git => git::ask(lookout, need, place).await,
        Tool::Hg | Tool::Svn | Tool::Bzr | Tool::Fossil => other::ask(lookout, need, place).await,
    }
}

/// An origin that is a module proxy has the version, or has not.
async fn at_proxy(lookout: &Lookout<'_>, need: &Need, base: &Veiled) -> Option<Fetch> {
    let (module, version) = (escape_path(&need.module).ok()?, escape_version(&need.version).ok()?);
    // Where the .zip is, the rest is; the other way round it need not be so.
    let (artefact, ending) =
        if need.lacking.zip { (Artefact::Zip, "zip") } else { (Artefact::Info, "info") };
    let file = format!("@v/{version}.{ending}");
    let url = module_file_url(base, &module, &file).ok()?;
    let asked = asked(lookout, need, artefact, url, Role::Target).await;
    Some(Fetch { artefact: Artefact::Tag, ..asked.fetch })
}

async fn asked(
    lookout: &Lookout<'_>,
    need: &Need,
    artefact: Artefact,
    url: Veiled,
    role: Role,
) -> Asked {
    let (module, version) = (need.module.as_str(), need.version.as_str());
    let asking = Asking { module, version, artefact, source: Source::Origin, url, role };
    super::fetch::ask(lookout, asking).await
}
