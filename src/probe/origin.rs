use super::fetch::{Asked, Asking};
use super::lookout::Lookout;
use super::plan::Planned;
use super::resolve::millis;
use crate::base::Veiled;
use crate::go::goimport::import_for;
use crate::go::goproxy::module_file_url;
use crate::go::module::{escape_path, escape_version};
use crate::go::origin::{CodeRepo, Home, Revision};
use crate::machine::{Command, Machine, Ran};
use crate::model::{
    Artefact, Endpoint, Fault, Fetch, Need, Outcome, Reply, Role, Route, Source, TunnelFault,
    Unknown,
};
use futures_util::future::OptionFuture;
use std::time::Instant;

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

async fn ask(lookout: &Lookout<'_>, need: &Need, place: &Place) -> Fetch {
    let start = Instant::now();
    let words = ["ls-remote", "-q", &place.repository, &place.wanted];
    let command = Command {
        program: "git".into(),
        arguments: words.map(str::to_owned).to_vec(),
        dir: None,
        variables: silent(lookout.machine),
        input: Vec::new(),
    };
    let within = lookout.within();
    let outcome = match lookout.machine.run(&command, within).await {
        Ran::Exited { code: 0, stdout, .. } if stdout.is_empty() => Outcome::Missing {
            reply: Reply::of(404, &format!("{} has no {}", place.repository, place.wanted)),
        },
        Ran::Exited { code: 0, .. } => Outcome::Served { versions: vec![need.version.clone()] },
        Ran::TimedOut => Outcome::Unknown { why: Unknown::Deadline },
        Ran::Exited { stderr, .. } => unanswered(lookout, &place.repository, &stderr),
        // What git objects to is told apart elsewhere; here it only leaves open.
        _ => Outcome::Unknown { why: Unknown::RoadBroken },
    };
    Fetch {
        content: None,
        module: need.module.clone(),
        version: need.version.clone(),
        artefact: Artefact::Tag,
        source: Source::Origin,
        url: Veiled::new(place.repository.clone()),
        sent_credentials: false,
        outcome,
        took_ms: millis(start),
    }
}

/// git fails on a way of its own, or in another manner that only leaves open.
fn unanswered(lookout: &Lookout<'_>, repository: &str, stderr: &[u8]) -> Outcome {
    match lookout.climber.facts.git_astray(repository, stderr) {
        Some(words) => Outcome::Broken { fault: Fault::Tunnel(TunnelFault::GitAstray { words }) },
        None => Outcome::Unknown { why: Unknown::RoadBroken },
    }
}

/// As go runs git: nobody is there to answer a prompt. A helper of the user's own
/// is kept; one that opens a window is not called up.
pub(super) fn silent(machine: &dyn Machine) -> Vec<(String, String)> {
    let set = machine.variables();
    let pairs = [
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GCM_INTERACTIVE", "never"),
        ("GIT_SSH_COMMAND", "ssh -o BatchMode=yes"),
        ("GIT_ASKPASS", "true"),
    ];
    let unset = pairs.into_iter().filter(|(name, _)| !set.contains_key(*name));
    unset.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
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
