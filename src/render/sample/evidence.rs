use crate::base::{Excerpt, Veiled};
use crate::go::env::{Setting, Settings, Source as From};
use crate::go::route::{Checksums, Credential, Hop, Matched, NextOn, Route, Via};
use crate::model::{
    Artefact, Broken, Distrust, Endpoint, Evidence, Facts, Fault, Fetch, Force, GoBinary, Lacking,
    Ladder, Need, Observation, Outcome, Platform, Presented, Reply, Role, Rung, Search, Source,
    Spoken, Stage, Symptom, System, TlsFault, Trust, Unknown, Words,
};

pub(crate) const CANARY: &str = "hunter2-canary";

pub(super) fn secret_url() -> Veiled {
    Veiled::new(format!("https://ann:{CANARY}@proxy.corp.example"))
}

fn forward_proxy() -> Veiled {
    Veiled::new(format!("http://ann:{CANARY}@gate.corp.example:3128"))
}

fn setting(name: &str, value: Veiled, source: From) -> Setting {
    Setting { name: name.to_owned(), value, source }
}

fn facts() -> Facts {
    let list = Veiled::new(format!("{},direct", secret_url().raw()));
    Facts {
        platform: Platform {
            os: "linux".into(),
            arch: "amd64".into(),
            system: System::Debian,
            ..Platform::default()
        },
        go: crate::model::GoFacts {
            said: None,
            refusal: None,
            search: Search::Found(GoBinary {
                path: "/usr/local/go/bin/go".into(),
                version: Some("go1.27.3".into()),
            }),
            disagreements: Vec::new(),
        },
        settings: Settings(vec![
            setting("GOPROXY", list, From::Environment),
            setting("GOSUMDB", Veiled::new("sum.golang.org"), From::Default),
        ]),
        variables: vec![setting("HTTPS_PROXY", forward_proxy(), From::Environment)],
        needs: vec![need("github.com/x/y"), need("golang.org/x/mod")],
        ..Facts::default()
    }
}

fn need(module: &str) -> Need {
    Need {
        module: module.to_owned(),
        version: "v1.2.3".into(),
        lacking: Lacking::ALL,
        file: Some("go.mod".into()),
        line: Some(5),
        by: None,
        summed: true,
        sums: Vec::new(),
    }
}

fn route(module: &str) -> Route {
    let proxy = Hop {
        via: Via::Proxy { element: 0, url: secret_url() },
        next_on: Some(NextOn::NotFound),
        forward_proxy: Some(forward_proxy()),
        credentials: Some(Credential::Url),
    };
    let direct = Hop { via: Via::Direct, next_on: None, forward_proxy: None, credentials: None };
    let hops = vec![proxy, direct];
    Route {
        module: module.to_owned(),
        version: "v1.2.3".into(),
        direct_because: None,
        checksums: Checksums {
            url: None,
            relays: hops.clone(),
            forward_proxy: None,
            database: Some("sum.golang.org".into()),
            via: vec![secret_url(), Veiled::new("https://sum.golang.org")],
            skipped_because: None,
        },
        hops,
    }
}

fn presented() -> Presented {
    let distrust = Distrust::UnknownAuthority {
        words: "x509: certificate signed by unknown authority".into(),
    };
    Presented {
        subject: Excerpt::text("CN=proxy.corp.example"),
        issuer: Excerpt::text("CN=Zscaler Root CA,O=Zscaler Inc."),
        names: vec!["proxy.corp.example".into()],
        not_after: "2027-01-01T00:00:00Z".into(),
        length: 2,
        fingerprint: "00ff".into(),
        version: "TLSv1.3".into(),
        by_system: Trust::Refused(distrust.clone()),
        by_mozilla: Trust::Refused(distrust),
        by_itself: false,
        clues: crate::model::Clues::default(),
    }
}

fn intercepted_ladder() -> Ladder {
    let fault = Fault::Tls(TlsFault::Untrusted(Distrust::UnknownAuthority {
        words: "x509: certificate signed by unknown authority".into(),
    }));
    Ladder {
        endpoint: Endpoint::https("proxy.corp.example"),
        through: Some(forward_proxy()),
        roles: vec![Role::Proxy { element: 0 }],
        rungs: vec![Rung {
            stage: Stage::ForwardProxy,
            seen: Observation::Tunnelled { proxy: forward_proxy(), reply: None },
            took_ms: 21,
        }],
        broken: Some(Broken { stage: Stage::Tls, fault, took_ms: 212 }),
    }
}

fn good_ladder() -> Ladder {
    let rung = |stage, seen, took_ms| Rung { stage, seen, took_ms };
    let address = "203.0.113.7".parse().unwrap();
    Ladder {
        endpoint: Endpoint::https("sum.golang.org"),
        through: None,
        roles: vec![Role::Database],
        rungs: vec![
            rung(
                Stage::Dns,
                Observation::Resolved {
                    addresses: vec![address],
                    asked: Vec::new(),
                    by_hosts_line: None,
                },
                3,
            ),
            rung(
                Stage::Tcp,
                Observation::Connected { to: (address, 443).into(), failed: Vec::new() },
                12,
            ),
            rung(
                Stage::Tls,
                Observation::Secured { presented: Box::new(presented()), alpn: Some("h2".into()) },
                30,
            ),
            rung(Stage::Http, Observation::Answered { reply: Reply::of(200, "") }, 44),
        ],
        broken: None,
    }
}

fn fetch(module: &str, outcome: Outcome) -> Fetch {
    Fetch {
        content: None,
        nameplate: None,
        module: module.to_owned(),
        version: "v1.2.3".into(),
        artefact: Artefact::Mod,
        source: Source::Proxy { element: 0 },
        url: Veiled::new(format!("{}/{module}/@v/v1.2.3.mod", secret_url().raw())),
        sent_credentials: true,
        outcome,
        took_ms: 0,
    }
}

/// A corporate network: a forward proxy, and a middlebox before the module proxy.
pub(crate) fn evidence() -> Evidence {
    let unknown = || Outcome::Unknown { why: Unknown::RoadBroken };
    let mut evidence = Evidence::default();
    evidence.facts = facts();
    evidence.routes = vec![route("github.com/x/y"), route("golang.org/x/mod")];
    evidence.ladders = vec![intercepted_ladder(), good_ladder()];
    evidence.fetches =
        vec![fetch("github.com/x/y", unknown()), fetch("golang.org/x/mod", unknown())];
    evidence.symptoms = vec![Symptom {
        code: "tls-intercepted".into(),
        line: 7,
        text: format!("Get https://ann:{CANARY}@proxy.corp.example/: x509"),
        head: None,
        or: Vec::new(),
        force: Force::Stops,
        words: Words::Log,
        said: Spoken::default(),
    }];
    evidence
}

/// All is well, and nothing is secret.
pub(crate) fn healthy() -> Evidence {
    let mut evidence = evidence();
    evidence.ladders.remove(0);
    evidence.ladders[0].roles.push(Role::Proxy { element: 0 });
    evidence.symptoms.clear();
    for fetch in &mut evidence.fetches {
        fetch.outcome = Outcome::Served { versions: Vec::new() };
    }
    evidence
}

/// A route that a pattern sends past the proxies.
pub(crate) fn private_route() -> Route {
    let mut private = route("git.corp.example/a/b");
    private.hops.remove(0);
    private.direct_because =
        Some(Matched { variable: "GOPRIVATE".into(), pattern: "*.corp.example".into() });
    private.checksums = Checksums {
        url: None,
        relays: Vec::new(),
        forward_proxy: None,
        database: None,
        via: Vec::new(),
        skipped_because: Some("GONOSUMDB: *.corp.example".into()),
    };
    private
}
