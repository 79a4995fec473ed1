mod environment;
mod git;

pub(super) use environment::{PARAMETERS, silent};

use super::fetch::{Asked, Asking};
use super::lookout::Lookout;
use super::plan::Planned;
use crate::base::Veiled;
use crate::go::goimport::import_for;
use crate::go::goproxy::module_file_url;
use crate::go::module::{escape_path, escape_version};
use crate::go::origin::{CodeRepo, Home, Revision};
use crate::model::{Artefact, Endpoint, Fetch, Need, Outcome, Role, Route, Source, Unknown};
use futures_util::future::OptionFuture;
use git::ask;

/// The end of the road where `direct` is reached: the host itself, and whether
/// its repository has the tag. go would ask git next; so do we, without a prompt.
/// git goes its own ways (insteadOf, ssh), so its answer counts for more.
pub(super) async fn look(lookout: &Lookout<'_>, need: &Need, route: &Route) -> Vec<Fetch> {
    let host = route.module.split('/').next().unwrap_or_default();
    let planned = lookout.planned_for(&Veiled::new(format!("https://{host}/")), Role::Origin);
    let fallback =
        || Planned { endpoint: Endpoint::https(host), through: None, roles: vec![Role::Origin] };
    let planned = planned.unwrap_or_else(fallback);
    if !Home::is_told_by_path(host) {
        let climbed = lookout.climbed(&planned).await;
        return match climbed.ladder.broken {
            Some(_) => Vec::new(),
            None => by_page(lookout, need).await,
        };
    }
    let place = Place::of(&need.module, &need.version);
    let asked = OptionFuture::from(place.as_ref().map(|place| ask(lookout, need, place)));
    let (climbed, asked) = tokio::join!(lookout.climbed(&planned), asked);
    let stands = climbed.ladder.broken.is_none();
    // Where go's own road is broken, that is what counts.
    asked.into_iter().map(|fetch| if stands { fetch } else { left_open(fetch) }).collect()
}

fn left_open(fetch: Fetch) -> Fetch {
    match fetch.outcome {
        Outcome::Broken { .. } => {
            Fetch { outcome: Outcome::Unknown { why: Unknown::RoadBroken }, ..fetch }
        }
        _ => fetch,
    }
}

/// Where the host itself says that the module lies, and whether it is there.
async fn by_page(lookout: &Lookout<'_>, need: &Need) -> Vec<Fetch> {
    let url = Veiled::new(format!("https://{}?go-get=1", need.module));
    let page = asked(lookout, need, Artefact::GoGet, url, Role::Origin).await;
    let import = import_for(&page.body, &need.module).filter(|it| it.below.is_none());
    let mut fetches = vec![page.fetch];
    let Some(import) = import else { return fetches };
    match import.vcs.as_str() {
        "mod" => fetches.extend(at_proxy(lookout, need, &import.repository).await),
        "git" => {
            let home = Home::of_import(&import);
            let place = home.and_then(|home| Place::at(&home, &need.module, &need.version));
            if let Some(place) = place {
                fetches.push(ask(lookout, need, &place).await);
            }
        }
        _ => {}
    }
    fetches
}

/// An origin that is a module proxy has the version, or has not.
async fn at_proxy(lookout: &Lookout<'_>, need: &Need, base: &str) -> Option<Fetch> {
    let (module, version) = (escape_path(&need.module).ok()?, escape_version(&need.version).ok()?);
    // Where the .zip is, the rest is; the other way round it need not be so.
    let (artefact, ending) =
        if need.lacking.zip { (Artefact::Zip, "zip") } else { (Artefact::Info, "info") };
    let file = format!("@v/{version}.{ending}");
    let url = module_file_url(&Veiled::new(base), &module, &file).ok()?;
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

/// The repository of a version and its tag there, where the path alone tells.
pub(super) fn tag_of(module: &str, version: &str) -> Option<(String, String)> {
    Place::of(module, version).map(|place| (place.repository, place.wanted))
}

/// Where the tag of a version lies.
struct Place {
    repository: String,
    /// What git is asked for.
    wanted: String,
}

impl Place {
    fn of(module: &str, version: &str) -> Option<Self> {
        Self::at(&Home::by_path(module)?, module, version)
    }

    /// A commit cannot be asked for by name; that git gets in can.
    fn at(home: &Home, module: &str, version: &str) -> Option<Self> {
        let wanted = match CodeRepo::new(module, home).ok()?.revision(version)? {
            Revision::Tag(name) => name,
            Revision::Commit(_) => "HEAD".to_owned(),
        };
        Some(Self { repository: home.repository.raw().to_owned(), wanted })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(module: &str, version: &str) -> Option<(String, String)> {
        Place::of(module, version).map(|it| (it.repository, it.wanted))
    }

    #[test]
    fn tags_lie_where_go_looks_for_them() {
        let repository = "https://github.com/a/b".to_owned();
        let at = |tag: &str| Some((repository.clone(), format!("refs/tags/{tag}")));
        assert_eq!(place("github.com/a/b", "v1.2.3"), at("v1.2.3"));
        assert_eq!(place("github.com/a/b/v2", "v2.0.0"), at("v2.0.0"));
        assert_eq!(place("github.com/a/b", "v2.0.0+incompatible"), at("v2.0.0"));
        assert_eq!(place("github.com/a/b/c/d/v3", "v3.1.0"), at("c/d/v3.1.0"));
        assert_eq!(place("golang.org/x/text", "v0.3.0"), None);
        let pseudo = place("github.com/a/b", "v0.0.0-20240101000000-0123456789ab");
        assert_eq!(pseudo, Some((repository.clone(), "HEAD".to_owned())));
        assert_eq!(place("github.com/a/b", "latest"), None);
    }
}
