use super::{Checksums, Credential, Hop, Matched, Route, Via};
use crate::base::Veiled;
use crate::go::env::Settings;
use crate::go::goproxy::{self, Element, NextOn, ProxyList, ProxyListError};
use crate::go::gosumdb::{Database, asked_at, used_for};
use crate::go::pattern::matching_pattern;

/// What routes are worked out from, besides the settings.
pub struct Ways<'a> {
    pub settings: &'a Settings,
    /// The proxy of the `HTTP_PROXY` family that go would use for a URL.
    pub forward_proxy: &'a dyn Fn(&str) -> Option<Veiled>,
    /// Where go would take credentials for a URL from.
    pub credentials: &'a dyn Fn(&str) -> Option<Credential>,
}

/// A module to route: its path, its version, and whether go.sum holds its hashes.
pub type Wanted<'a> = (&'a str, &'a str, bool);

/// How go would fetch each module. The GOPROXY list is read once, as go does.
pub fn plan(wanted: &[Wanted<'_>], ways: &Ways<'_>) -> Result<Vec<Route>, ProxyListError> {
    let settings = ways.settings;
    let list = ProxyList::parse(settings.raw("GOPROXY"), settings.raw("GONOPROXY"))?;
    let list = hops(&list, ways);
    let database = database(&list, ways);
    Ok(wanted.iter().map(|wanted| route(wanted, &list, &database, ways)).collect())
}

/// The list as every module sees it; only what `direct` means is the module's own.
fn hops(list: &ProxyList, ways: &Ways<'_>) -> Vec<Hop> {
    let elements: Vec<(Via, NextOn)> = list.0.iter().enumerate().filter_map(numbered).collect();
    let end = elements.len().saturating_sub(1);
    let next = |at: usize, on: NextOn| (at < end).then_some(on);
    let numbered = elements.into_iter().enumerate();
    numbered.map(|(at, (via, on))| hop(via, next(at, on), ways)).collect()
}

/// The `noproxy` that GONOPROXY puts first is left out: it passes over modules
/// that no pattern matches, and the others never see the rest of the list.
fn numbered((element, it): (usize, &Element)) -> Option<(Via, NextOn)> {
    let via = match &it.via {
        goproxy::Via::Proxy { url } => Via::Proxy { element, url: url.clone() },
        goproxy::Via::NoProxy => return None,
        goproxy::Via::Direct => Via::Direct,
        goproxy::Via::Off => Via::Off,
    };
    Some((via, it.next_on))
}

fn hop(via: Via, next_on: Option<NextOn>, ways: &Ways<'_>) -> Hop {
    let Via::Proxy { url, .. } = &via else {
        return Hop { via, next_on, forward_proxy: None, credentials: None };
    };
    let (forward_proxy, asked) = ((ways.forward_proxy)(url.raw()), below(url));
    Hop { via, next_on, forward_proxy, credentials: (ways.credentials)(asked.raw()) }
}

/// A URL such as go requests it: credentials are looked up for the whole of it,
/// and for what stands above it, where the base and its query are taken apart.
fn below(proxy: &Veiled) -> Veiled {
    goproxy::module_file_url(proxy, "@v", "list").unwrap_or_else(|_| proxy.clone())
}

fn route(
    &(module, version, summed): &Wanted<'_>,
    list: &[Hop],
    database: &Checksums,
    ways: &Ways<'_>,
) -> Route {
    let direct_because = matched("GONOPROXY", ways.settings, module);
    let hops = match direct_because {
        Some(_) => vec![direct(module, None, ways)],
        None => list.iter().map(|hop| own(hop, module, ways)).collect(),
    };
    let checksums = checksums(module, summed, database, ways);
    Route {
        module: module.to_owned(),
        version: version.to_owned(),
        hops,
        direct_because,
        checksums,
    }
}

fn own(hop: &Hop, module: &str, ways: &Ways<'_>) -> Hop {
    match hop.via {
        Via::Direct => direct(module, hop.next_on, ways),
        Via::Proxy { .. } | Via::Off => hop.clone(),
    }
}

fn direct(module: &str, next_on: Option<NextOn>, ways: &Ways<'_>) -> Hop {
    let url = format!("https://{module}?go-get=1");
    let (forward_proxy, credentials) = ((ways.forward_proxy)(&url), (ways.credentials)(&url));
    Hop { via: Via::Direct, next_on, forward_proxy, credentials }
}

/// The pattern of a variable that matches, named by the variable that the user
/// set: GONOPROXY and GONOSUMDB take GOPRIVATE's value where they are unset.
fn matched(variable: &str, settings: &Settings, module: &str) -> Option<Matched> {
    let globs = settings.raw(variable);
    let pattern = matching_pattern(globs, module)?.to_owned();
    let inherited = settings.raw("GOPRIVATE") == globs;
    let variable = if inherited { "GOPRIVATE" } else { variable };
    Some(Matched { variable: variable.to_owned(), pattern })
}

/// The database as every module sees it; empty where GOSUMDB names none.
fn database(list: &[Hop], ways: &Ways<'_>) -> Checksums {
    let Ok(database) = Database::parse(ways.settings.raw("GOSUMDB")) else {
        return Checksums::default();
    };
    let url = database.url.as_ref().map(asked_at);
    let url = url.unwrap_or_else(|| Veiled::new(database.direct_url()));
    let relays = if database.url.is_none() { list.to_vec() } else { Vec::new() };
    Checksums {
        via: asked(&url, &relays),
        forward_proxy: (ways.forward_proxy)(url.raw()),
        relays,
        url: Some(url),
        database: Some(database.name),
        ..Checksums::default()
    }
}

/// go's file: `cmd/go/internal/modfetch/sumdb.go`, `useSumDB` and `initBase`.
fn checksums(module: &str, summed: bool, database: &Checksums, ways: &Ways<'_>) -> Checksums {
    let settings = ways.settings;
    let (gosumdb, gonosumdb) = (settings.raw("GOSUMDB"), settings.raw("GONOSUMDB"));
    let skipped_because = if used_for(gosumdb, gonosumdb, settings.raw("GOPROXY"), module) {
        summed.then(|| "go.sum".to_owned())
    } else {
        let pattern = matched("GONOSUMDB", settings, module);
        Some(pattern.map_or("GOSUMDB=off".to_owned(), |it| it.to_string()))
    };
    Checksums { skipped_because, ..database.clone() }
}

fn asked(url: &Veiled, relays: &[Hop]) -> Vec<Veiled> {
    let proxies = relays.iter().map_while(|hop| match &hop.via {
        Via::Proxy { url, .. } => Some(url.clone()),
        _ => None,
    });
    proxies.chain([url.clone()]).collect()
}
