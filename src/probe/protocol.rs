use super::fetch::{Asked, Asking, ask};
use super::files::{read_file, read_zip};
use super::lookout::Lookout;
use super::origin;
use super::sums::look_up;
use super::zips::is_marked;
use crate::base::Excerpt;
use crate::go::goproxy::module_file_url;
use crate::go::h1;
use crate::go::modfile::{Grammar, parse_lax};
use crate::go::module::{check, escape_path, escape_version};
use crate::go::semver::{self, Query};
use crate::go::vcs::imports;
use crate::model::NextOn;
use crate::model::{
    Artefact, Content, Fault, Fetch, HttpFault, Nameplate, Need, OTHER_VERSION, Outcome, Reply,
    Role, Route, Source, TOOLCHAIN, Unknown, Via,
};
use crate::wire::{Extent, Fetched};
use futures_util::future::join_all;
use serde_json::Value;

/// What an answer to a question for a version lacks.
const NO_INFO: &str = "no version info in JSON";

/// Follows one route as go would: each file from the first hop that has it.
/// go's file: `cmd/go/internal/modfetch/proxy.go`.
pub(super) async fn follow(lookout: &Lookout<'_>, need: &Need, route: &Route) -> Vec<Fetch> {
    let mut fetches = Vec::new();
    let version = if need.is_query() {
        query(lookout, need, route, &mut fetches).await
    } else {
        Some(need.version.clone())
    };
    let Some(version) = version else { return fetches };
    if !arrives(lookout, need, &version, route, &mut fetches).await {
        versions(lookout, need, route, &mut fetches).await;
    }
    fetches
}

/// The go.mod and its record, then the rest. False where go would end with an error.
async fn arrives(
    lookout: &Lookout<'_>,
    need: &Need,
    version: &str,
    route: &Route,
    fetches: &mut Vec<Fetch>,
) -> bool {
    let lacking = need.lacking;
    if lacking.gomod && !file(lookout, need, version, route, Artefact::Mod, fetches).await {
        return false;
    }
    if !need.summed {
        fetches.extend(look_up(lookout, need, version, route).await);
    }
    if stops_at_gomod(lookout, need, fetches) {
        others(lookout, need, route, fetches).await;
        return false;
    }
    let rest = [(lacking.info, Artefact::Info), (lacking.zip, Artefact::Zip)];
    let rest = rest.into_iter().filter(|(lacks, _)| *lacks).map(|(_, artefact)| artefact);
    // What the origin said of the go.mod holds for the rest.
    let begun: Vec<Fetch> =
        fetches.iter().filter(|it| it.source == Source::Origin).cloned().collect();
    let asking = rest.map(|artefact| {
        let mut own = begun.clone();
        async move {
            let came = file(lookout, need, version, route, artefact, &mut own).await;
            (came, own)
        }
    });
    let mut all_came = true;
    for (came, own) in join_all(asking).await {
        all_came &= came;
        fetches.extend(own.into_iter().skip(begun.len()));
    }
    all_came
}

/// Whether go ends at what the go.mod says of its module.
fn stops_at_gomod(lookout: &Lookout<'_>, need: &Need, fetches: &[Fetch]) -> bool {
    let facts = lookout.climber.facts;
    let came = fetches.iter().find_map(|fetch| fetch.nameplate.as_ref());
    let stored = facts.packages.misnamed.iter();
    let mut stored = stored.filter(|it| it.module == need.module && it.version == need.version);
    let says = came.or_else(|| stored.next().map(|it| &it.nameplate));
    !facts.project.modules_named
        && says.is_some_and(|says| facts.refused_as(&need.module, &need.version, says).is_some())
}

/// Which other versions there are, of whom the go.mod came from, or comes from first.
async fn others(lookout: &Lookout<'_>, need: &Need, route: &Route, fetches: &mut Vec<Fetch>) {
    let came = fetches.iter().find(|fetch| fetch.nameplate.is_some()).map(|fetch| fetch.source);
    let first = route.hops.iter().find(|hop| match hop.via {
        Via::Proxy { element, .. } => came.is_none_or(|it| it == Source::Proxy { element }),
        _ => false,
    });
    if let Some(hop) = first
        && let Some(asked) = at_proxy(lookout, need, "v0.0.0", Artefact::List, &hop.via).await
    {
        fetches.push(asked.fetch);
    }
}

/// One file along the hops. False where go would end with an error.
async fn file(
    lookout: &Lookout<'_>,
    need: &Need,
    version: &str,
    route: &Route,
    artefact: Artefact,
    fetches: &mut Vec<Fetch>,
) -> bool {
    for hop in &route.hops {
        let Via::Proxy { .. } = &hop.via else {
            return to_origin(lookout, need, route, &hop.via, fetches).await;
        };
        let Some(asked) = at_proxy(lookout, need, version, artefact, &hop.via).await else {
            return false;
        };
        let outcome = asked.fetch.outcome.clone();
        if artefact == Artefact::Mod {
            lookout.came_in(&asked.body, need);
        }
        fetches.push(asked.fetch);
        match (outcome, hop.next_on) {
            (Outcome::Served { .. }, _) => return true,
            // What is no go.mod or zip is noticed when no other hop is asked any more.
            (Outcome::Unlike { .. }, _) if artefact != Artefact::Info => return false,
            // go waits for it without limit.
            (Outcome::Unknown { why: Unknown::Deadline }, _) => return false,
            (Outcome::Missing { .. }, Some(_)) | (_, Some(NextOn::AnyError)) => {}
            _ => return false,
        }
    }
    false
}

/// One file of a version at one hop.
pub(super) async fn at_proxy(
    lookout: &Lookout<'_>,
    need: &Need,
    version: &str,
    artefact: Artefact,
    via: &Via,
) -> Option<Asked> {
    let Via::Proxy { element, url } = via else { return None };
    let module = escape_path(&need.module).ok()?;
    let escaped = escape_version(version).ok()?;
    let name = match artefact {
        Artefact::Info => format!("@v/{escaped}.info"),
        Artefact::Mod => format!("@v/{escaped}.mod"),
        Artefact::Zip => format!("@v/{escaped}.zip"),
        Artefact::Latest => "@latest".to_owned(),
        _ => "@v/list".to_owned(),
    };
    let url = module_file_url(url, &module, &name).ok()?;
    let asking = Asking {
        module: &need.module,
        version: &need.version,
        artefact,
        source: Source::Proxy { element: *element },
        url,
        role: Role::Proxy { element: *element },
    };
    let is_local = asking.url.raw().starts_with("file:");
    Some(match artefact {
        Artefact::Zip if is_local => read_zip(lookout, asking).await,
        _ if is_local => read_file(lookout.machine, asking),
        _ => ask(lookout, asking).await,
    })
}

/// What a query such as `latest` means: the highest release of the list, else
/// the highest pre-release, else what the proxy calls the latest.
async fn query(
    lookout: &Lookout<'_>,
    need: &Need,
    route: &Route,
    fetches: &mut Vec<Fetch>,
) -> Option<String> {
    let query = Query::of(&need.version);
    if query.is_refused() {
        return None;
    }
    if !query.is_listed() {
        return by_name(lookout, need, route, fetches).await;
    }
    for hop in &route.hops {
        if !matches!(hop.via, Via::Proxy { .. }) {
            to_origin(lookout, need, route, &hop.via, fetches).await;
            return None;
        }
        let listed = at_proxy(lookout, need, "v0.0.0", Artefact::List, &hop.via).await?;
        let outcome = listed.fetch.outcome.clone();
        fetches.push(listed.fetch);
        match (outcome, hop.next_on) {
            (Outcome::Served { versions }, _) if need.module == TOOLCHAIN => {
                return lookout.toolchain(need, &versions);
            }
            (Outcome::Served { versions }, next_on) => {
                if let Some(version) = query.pick(&versions) {
                    return Some(version.to_owned());
                }
                if !query.takes_newest() && next_on != Some(NextOn::AnyError) {
                    return None;
                }
                let version = latest(lookout, need, &hop.via, fetches).await;
                // A list of nothing is no "not found", even if there is no latest either.
                if version.is_some() || next_on != Some(NextOn::AnyError) {
                    return version;
                }
            }
            (Outcome::Missing { .. }, Some(_)) | (_, Some(NextOn::AnyError)) => {}
            _ => return None,
        }
    }
    None
}

/// A branch, a commit or a version that is written otherwise: the first source that
/// knows the name says which version it is.
/// go's file: `cmd/go/internal/modfetch/proxy.go`, `proxyRepo.Stat`.
async fn by_name(
    lookout: &Lookout<'_>,
    need: &Need,
    route: &Route,
    fetches: &mut Vec<Fetch>,
) -> Option<String> {
    let begun = fetches.len();
    let name = match Query::of(&need.version) {
        Query::Exact { canonical } => canonical,
        _ => need.version.clone(),
    };
    if !file(lookout, need, &name, route, Artefact::Info, fetches).await {
        versions(lookout, need, route, fetches).await;
        return None;
    }
    fetches[begun..].iter().find_map(|fetch| match (&fetch.outcome, fetch.artefact) {
        (Outcome::Served { versions }, Artefact::Info) => versions.first().cloned(),
        _ => None,
    })
}

async fn latest(
    lookout: &Lookout<'_>,
    need: &Need,
    via: &Via,
    fetches: &mut Vec<Fetch>,
) -> Option<String> {
    let asked = at_proxy(lookout, need, "v0.0.0", Artefact::Latest, via).await?;
    let version = info_version(&asked.body);
    fetches.push(asked.fetch);
    version
}

/// Which versions the proxies know, once one of them said that it has not ours.
async fn versions(lookout: &Lookout<'_>, need: &Need, route: &Route, fetches: &mut Vec<Fetch>) {
    let missed = |element: usize, fetches: &[Fetch]| {
        fetches.iter().any(|fetch| {
            fetch.source == Source::Proxy { element }
                && matches!(fetch.outcome, Outcome::Missing { .. })
        })
    };
    for hop in &route.hops {
        if let Via::Proxy { element, .. } = hop.via
            && missed(element, fetches)
            && let Some(asked) = at_proxy(lookout, need, "v0.0.0", Artefact::List, &hop.via).await
        {
            fetches.push(asked.fetch);
        }
    }
}

/// Where the list of proxies ends: at the origin, or nowhere. True where the origin
/// has the version.
async fn to_origin(
    lookout: &Lookout<'_>,
    need: &Need,
    route: &Route,
    via: &Via,
    fetches: &mut Vec<Fetch>,
) -> bool {
    let is_origin = |it: &&Fetch| it.source == Source::Origin;
    if *via == Via::Direct && !fetches.iter().any(|it| is_origin(&it)) {
        fetches.extend(origin::look(lookout, need, route).await);
    }
    let has =
        |it: &Fetch| it.artefact == Artefact::Tag && matches!(it.outcome, Outcome::Served { .. });
    fetches.iter().filter(is_origin).any(has)
}

/// What an answer means to go.
pub(super) fn read(asking: &Asking<'_>, fetched: Fetched) -> (Outcome, Vec<u8>) {
    let Fetched { reply, body, extent, .. } = fetched;
    if asking.artefact == Artefact::GoGet {
        return page(reply, body, extent);
    }
    if reply.is_missing() {
        return (Outcome::Missing { reply }, Vec::new());
    }
    if reply.status != 200 {
        return (Outcome::Refused { reply }, Vec::new());
    }
    if is_packed(&reply) {
        return (Outcome::Unknown { why: Unknown::NotAsked }, Vec::new());
    }
    match meaning(asking, &body) {
        Ok(versions) => (Outcome::Served { versions }, body),
        Err(what) => {
            let mut reply = reply;
            reply.excerpt = Excerpt::of(&body, Excerpt::USUAL);
            (Outcome::Unlike { reply, what: what.to_owned() }, Vec::new())
        }
    }
}

/// go reads the page of an origin whatever its status is, and what came before a fault
/// counts where a tag is in it.
fn page(reply: Reply, body: Vec<u8>, extent: Extent) -> (Outcome, Vec<u8>) {
    let outcome = match (extent, reply.status) {
        _ if is_packed(&reply) => Outcome::Unknown { why: Unknown::NotAsked },
        (Extent::Cut, _) if !tells(&body) => {
            Outcome::Broken { fault: Fault::Http(HttpFault::Truncated) }
        }
        (Extent::TooSlow | Extent::TooLarge, _) if !tells(&body) => {
            Outcome::Unknown { why: Unknown::Deadline }
        }
        (_, 200) => Outcome::Served { versions: Vec::new() },
        _ if reply.is_missing() => Outcome::Missing { reply },
        _ => Outcome::Refused { reply },
    };
    (outcome, body)
}

/// Whether a page says where some code lies.
pub(super) fn tells(body: &[u8]) -> bool {
    imports(body, u32::MAX).is_ok_and(|found| !found.is_empty())
}

/// go unpacks what comes packed although nobody asked for it; here nothing does.
pub(super) fn is_packed(reply: &Reply) -> bool {
    reply.header("content-encoding").is_some_and(|it| it.eq_ignore_ascii_case("gzip"))
}

/// What was served, as far as its checksum goes.
pub(super) fn content(asking: &Asking<'_>, outcome: &Outcome, body: &[u8]) -> Option<Content> {
    match (asking.artefact, outcome) {
        (Artefact::Mod, Outcome::Served { .. }) => {
            Some(Content::Hashed { h1: h1::of_gomod(body), go: go_line(body) })
        }
        _ => None,
    }
}

/// What a go.mod that was served says of its module.
pub(super) fn nameplate(asking: &Asking<'_>, outcome: &Outcome, body: &[u8]) -> Option<Nameplate> {
    let served = matches!(outcome, Outcome::Served { .. });
    (served && asking.artefact == Artefact::Mod).then(|| Nameplate::of(body))
}

/// The versions in a body, or what the body is not.
pub(super) fn meaning(asking: &Asking<'_>, body: &[u8]) -> Result<Vec<String>, &'static str> {
    let none = Vec::new;
    match asking.artefact {
        Artefact::Info => {
            let version = info_version(body).ok_or(NO_INFO)?;
            // go takes no other version for one that it asked for by its own name.
            let asked = asking.version;
            let exact = semver::canonical_version(asked).as_deref() == Some(asked)
                && check(asking.module, asked).is_ok();
            if exact && version != asked { Err(OTHER_VERSION) } else { Ok(vec![version]) }
        }
        Artefact::Latest => info_version(body).map(|version| vec![version]).ok_or(NO_INFO),
        Artefact::Mod => is_gomod(body).then(none).ok_or("no go.mod"),
        Artefact::Zip => is_marked(body).then(none).ok_or("no zip"),
        Artefact::List => Ok(listed(body)),
        // Whether a record or a tile is one, the rest of the log tells.
        Artefact::Supported
        | Artefact::Lookup
        | Artefact::Tile
        | Artefact::Tag
        | Artefact::GoGet => Ok(none()),
    }
}

fn go_line(body: &[u8]) -> Option<String> {
    let file = parse_lax(body, Grammar::default()).ok()?;
    file.go.map(|line| line.version)
}

/// A go.mod with a mistake in it is its author's; anything else is the proxy's.
fn is_gomod(body: &[u8]) -> bool {
    Nameplate::of(body).is_whole() || Nameplate::is_meant(body)
}

/// go reads names of either case, and a time has to be one.
fn info_version(body: &[u8]) -> Option<String> {
    let info: serde_json::Map<String, Value> = serde_json::from_slice(body).ok()?;
    let of = |wanted: &str| {
        let mut named = info.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
        named.next_back().map(|(_, value)| value)
    };
    let is_time = |value: &Value| match value {
        Value::Null => true,
        Value::String(time) => time.parse::<jiff::Timestamp>().is_ok(),
        _ => false,
    };
    of("Time").is_none_or(is_time).then_some(())?;
    of("Version")?.as_str().filter(|version| !version.is_empty()).map(str::to_owned)
}

/// go passes over lines that are no version, and pseudo-versions.
fn listed(body: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(body);
    let words = text.lines().filter_map(|line| line.split_whitespace().next());
    words.filter(|word| semver::is_valid(word)).map(str::to_owned).collect()
}
