use crate::go::env::{Setting, Source};
use crate::model::{Ci, Container, Credential, Facts, Hop, NextOn, Via};
use serde::Serialize;

/// The machine, the go command and the settings in force.
#[derive(Default, Serialize)]
pub(super) struct Environment {
    go_version: Option<String>,
    os: String,
    arch: String,
    container: Option<Container>,
    ci: Option<Ci>,
    settings: Vec<Held>,
}

#[derive(Serialize)]
struct Held {
    name: String,
    value: String,
    source: Source,
}

impl Environment {
    pub(super) fn of(facts: &Facts) -> Self {
        let platform = &facts.platform;
        let settings = facts.settings.0.iter().chain(&facts.variables);
        Self {
            go_version: facts.go.binary().and_then(|go| go.version.clone()),
            os: platform.os.clone(),
            arch: platform.arch.clone(),
            container: platform.container,
            ci: platform.ci,
            settings: settings.map(Held::of).collect(),
        }
    }
}

impl Held {
    fn of(setting: &Setting) -> Self {
        Self {
            name: setting.name.clone(),
            value: setting.value.to_string(),
            source: setting.source,
        }
    }
}

/// How go would fetch one module.
#[derive(Serialize)]
pub(super) struct Route {
    module: String,
    version: String,
    hops: Vec<Try>,
    direct_because: Option<String>,
    checksums: Checksums,
}

/// One try of go's. All fields but the URL are there for every kind of hop.
#[derive(Serialize)]
struct Try {
    via: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    next_on: Option<NextOn>,
    forward_proxy: Option<String>,
    credentials: Option<Credential>,
}

#[derive(Serialize)]
struct Checksums {
    database: Option<String>,
    via: Option<String>,
    skipped_because: Option<String>,
}

impl Route {
    pub(super) fn of(route: &crate::model::Route) -> Self {
        let matched = route.direct_because.as_ref();
        let checksums = &route.checksums;
        let asked = checksums.skipped_because.is_none();
        let via = checksums.via.first().filter(|_| asked);
        Self {
            module: route.module.clone(),
            version: route.version.clone(),
            hops: route.hops.iter().map(Try::of).collect(),
            direct_because: matched.map(|it| format!("{}: {}", it.variable, it.pattern)),
            checksums: Checksums {
                database: checksums.database.clone(),
                via: via.map(ToString::to_string),
                skipped_because: checksums.skipped_because.clone(),
            },
        }
    }
}

impl Try {
    fn of(hop: &Hop) -> Self {
        let (via, url) = match &hop.via {
            Via::Proxy { url, .. } => ("proxy", Some(url.to_string())),
            Via::Direct => ("direct", None),
            Via::Off => ("off", None),
        };
        Self {
            via,
            url,
            next_on: hop.next_on,
            forward_proxy: hop.forward_proxy.as_ref().map(ToString::to_string),
            credentials: hop.credentials,
        }
    }
}
