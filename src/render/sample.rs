//! An invented machine and its verdict, for the tests of the renderers.

use crate::base::{Excerpt, Text, Veiled};
use crate::go::env::{Setting, Settings, Source as From};
use crate::go::route::{Checksums, Credential, Hop, Matched, NextOn, Route, Via};
use crate::model::{
    Area, Artefact, Broken, Cause, Cite, Diagnosis, Distrust, Endpoint, Evidence, Facts, Fault,
    Fetch, File, Finding, Fix, GoBinary, Judgement, Lacking, Ladder, Location, Need, Observation,
    Outcome, Platform, Presented, Proof, Reply, Report, Risk, Role, Run, Rung, Scope, Search,
    Severity, Source, Stage, Step, Symptom, System, TlsFault, Trust, Unknown, Verdict,
};

pub(crate) const CANARY: &str = "hunter2-canary";

fn cause(code: &'static str, title: Text) -> Cause {
    Cause {
        code,
        area: Area::Trust,
        title,
        docs: Text::of(
            "A middlebox signs for hosts that are not its own.\n\nIn a container, type:\n\n    update-ca-certificates",
            "中间设备为不属于它的主机签发证书。\n\n在容器中输入：\n\n    update-ca-certificates",
        ),
        logs: &[],
        explains: &["goproxy-unreachable"],
        rule: |_| None,
        fixes: |_, _| Vec::new(),
    }
}

pub(crate) fn intercepted() -> &'static Cause {
    Box::leak(Box::new(cause(
        "tls-intercepted",
        Text::of(
            "A middlebox answers in the place of the server",
            "中间设备代替服务器作出应答",
        ),
    )))
}

pub(crate) fn syntax() -> &'static Cause {
    let title = Text::of("go.mod does not parse", "go.mod 无法解析");
    Box::leak(Box::new(Cause {
        area: Area::GoMod,
        ..cause("gomod-syntax", title)
    }))
}

pub(crate) fn shadow() -> &'static Cause {
    Box::leak(Box::new(cause(
        "goproxy-unreachable",
        Text::of("A proxy cannot be reached", "无法访问代理"),
    )))
}

pub(crate) fn secret_url() -> Veiled {
    Veiled::new(format!("https://ann:{CANARY}@proxy.corp.example"))
}

fn forward_proxy() -> Veiled {
    Veiled::new(format!("http://ann:{CANARY}@gate.corp.example:3128"))
}

pub(crate) fn setting(name: &str, value: Veiled, source: From) -> Setting {
    Setting {
        name: name.to_owned(),
        value,
        source,
    }
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
        summed: true,
    }
}

fn route(module: &str) -> Route {
    let proxy = Hop {
        via: Via::Proxy {
            element: 0,
            url: secret_url(),
        },
        next_on: Some(NextOn::NotFound),
        forward_proxy: Some(forward_proxy()),
        credentials: Some(Credential::Url),
    };
    let direct = Hop {
        via: Via::Direct,
        next_on: None,
        forward_proxy: None,
        credentials: None,
    };
    Route {
        module: module.to_owned(),
        version: "v1.2.3".into(),
        hops: vec![proxy, direct],
        direct_because: None,
        checksums: Checksums {
            database: Some("sum.golang.org".into()),
            via: vec![secret_url(), Veiled::new("https://sum.golang.org")],
            skipped_because: None,
        },
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
            seen: Observation::Tunnelled {
                proxy: forward_proxy(),
                reply: None,
            },
            took_ms: 21,
        }],
        broken: Some(Broken {
            stage: Stage::Tls,
            fault,
            took_ms: 212,
        }),
    }
}

fn good_ladder() -> Ladder {
    let rung = |stage, seen, took_ms| Rung {
        stage,
        seen,
        took_ms,
    };
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
                Observation::Connected {
                    to: (address, 443).into(),
                    failed: Vec::new(),
                },
                12,
            ),
            rung(
                Stage::Tls,
                Observation::Secured {
                    presented: presented(),
                    alpn: Some("h2".into()),
                },
                30,
            ),
            rung(
                Stage::Http,
                Observation::Answered {
                    reply: Reply::of(200, ""),
                },
                44,
            ),
        ],
        broken: None,
    }
}

fn fetch(module: &str, outcome: Outcome) -> Fetch {
    Fetch {
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
    let unknown = || Outcome::Unknown {
        why: Unknown::RoadBroken,
    };
    let mut evidence = Evidence::default();
    evidence.facts = facts();
    evidence.routes = vec![route("github.com/x/y"), route("golang.org/x/mod")];
    evidence.ladders = vec![intercepted_ladder(), good_ladder()];
    evidence.fetches = vec![
        fetch("github.com/x/y", unknown()),
        fetch("golang.org/x/mod", unknown()),
    ];
    evidence.symptoms = vec![Symptom {
        code: "tls-intercepted".into(),
        line: 7,
        text: format!("Get https://ann:{CANARY}@proxy.corp.example/: x509"),
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
        fetch.outcome = Outcome::Served {
            versions: Vec::new(),
        };
    }
    evidence
}

fn finding() -> Finding {
    let says = Text::of(
        "proxy.corp.example shows a certificate that Zscaler signed. This machine does not trust Zscaler, so go refuses the connection.",
        "proxy.corp.example 出示的证书由 Zscaler 签发。本机不信任 Zscaler，因此 go 拒绝该连接。",
    );
    let cites = vec![
        Cite::Setting("GOPROXY".into()),
        Cite::Ladder(0),
        Cite::Symptom(0),
    ];
    Finding::certain(says, cites).not(
        "tls-no-ca-bundle",
        Text::of(
            "142 certificates are in /etc/ssl/certs/ca-certificates.crt",
            "/etc/ssl/certs/ca-certificates.crt 中有 142 个证书",
        ),
    )
}

pub(crate) fn fixes() -> Vec<Fix> {
    let trust = Step::TrustCa {
        authority: "CN=Zscaler Root CA,O=Zscaler Inc.".into(),
    };
    let mut mirror = Fix::safe(
        Text::of("Take the modules from goproxy.cn", "从 goproxy.cn 获取模块"),
        Scope::User,
        vec![Step::SetGoEnv {
            key: "GOPROXY",
            value: Veiled::new("https://goproxy.cn,direct"),
        }],
    );
    mirror.proof = Proof::Passed(Text::of(
        "https://goproxy.cn answered in 84 ms",
        "https://goproxy.cn 在 84 ms 内应答",
    ));
    let price = Text::of(
        "the middlebox can then read and change what comes in",
        "中间设备从此可以读取并改动传入的内容",
    );
    let trusting = Fix::safe(
        Text::of("Trust the company's authority", "信任公司的证书颁发机构"),
        Scope::Machine,
        vec![trust],
    );
    let keeping = Fix::safe(
        Text::of("Keep the proxy, with credentials", "保留该代理并带上凭据"),
        Scope::Process,
        vec![Step::SetEnv {
            name: "GOPROXY".into(),
            value: Veiled::new(format!("{}|direct", secret_url().raw())),
        }],
    );
    vec![mirror, trusting.risk(Risk::TradeOff(price)), keeping]
}

fn broken_gomod() -> Diagnosis {
    let says = Text::of(
        "Line 5 of go.mod asks for a version that is none.",
        "go.mod 第 5 行要求的版本不是有效版本。",
    );
    let finding = Finding::likely(says, vec![Cite::GoMod])
        .severity(Severity::Warning)
        .stops(vec!["github.com/x/y@latest".into()])
        .at(Location {
            file: "go.mod".into(),
            line: 5,
            column: Some(24),
            source: Some("require github.com/x/y latest // 中文".into()),
        });
    let edit = Step::EditLine {
        file: "go.mod".into(),
        line: 5,
        was: "require github.com/x/y latest // 中文".into(),
        becomes: "require github.com/x/y v1.2.3".into(),
    };
    let title = Text::of("Ask for a version", "指定版本");
    Diagnosis {
        cause: syntax(),
        finding,
        fixes: vec![Fix::safe(title, Scope::Project, vec![edit])],
    }
}

pub(crate) fn diagnosis(severity: Severity) -> Diagnosis {
    Diagnosis {
        cause: intercepted(),
        finding: finding().severity(severity),
        fixes: fixes(),
    }
}

pub(crate) fn verdict() -> Verdict {
    let shade = Diagnosis {
        cause: shadow(),
        finding: finding(),
        fixes: Vec::new(),
    };
    Verdict {
        roots: vec![diagnosis(Severity::Error), broken_gomod()],
        shadows: vec![(shade, "tls-intercepted")],
        judgement: Judgement::Fault,
        ..Verdict::default()
    }
}

pub(crate) fn run() -> Run {
    Run {
        started_at: "2026-11-20T10:00:00Z".into(),
        duration_ms: 812,
        timeout_ms: 20_000,
        complete: true,
        ..Run::default()
    }
}

pub(crate) fn report<'a>(evidence: &'a Evidence, verdict: &'a Verdict) -> Report<'a> {
    Report {
        run: run(),
        evidence,
        verdict,
        exit_code: u8::from(verdict.judgement == Judgement::Fault),
    }
}

/// A route that a pattern sends past the proxies.
pub(crate) fn private_route() -> Route {
    let mut private = route("git.corp.example/a/b");
    private.hops.remove(0);
    private.direct_because = Some(Matched {
        variable: "GOPRIVATE".into(),
        pattern: "*.corp.example".into(),
    });
    private.checksums = Checksums {
        database: None,
        via: Vec::new(),
        skipped_because: Some("GONOSUMDB: *.corp.example".into()),
    };
    private
}

pub(crate) fn gomod_absent() -> Evidence {
    let mut evidence = evidence();
    evidence.facts.project.gomod = File::Absent;
    evidence
}
