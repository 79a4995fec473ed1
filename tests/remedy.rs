//! Fixes are proved on a copy of the machine: what is tried is what is printed,
//! and nobody new hears of the user's modules.

use gomod_doctor::app::{Looking, conclude, look};
use gomod_doctor::base::{Deadline, Soon, Text};
use gomod_doctor::go::x509::Pool;
use gomod_doctor::machine::{Asked, gather};
use gomod_doctor::model::{DialFault, DnsAnswer, Fault, Fix, Proof, Scope, Step};
use gomod_doctor::probe::Patience;
use gomod_doctor::remedy::{Proposal, Remedy, best};
use gomod_doctor::wire::{Fetched, Line, Question, Request, Wire};
use gomod_doctor::world::{DIR, Log, Site, World, database};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A network that remembers what it was asked for.
struct Recorder<'a> {
    world: &'a World,
    urls: Mutex<Vec<String>>,
}

impl Wire for Recorder<'_> {
    fn trusting(&self, roots: Arc<Pool>) -> Box<dyn Wire + '_> {
        self.world.trusting(roots)
    }

    fn ask<'a>(&'a self, question: &'a Question, within: Duration) -> Soon<'a, DnsAnswer> {
        self.world.ask(question, within)
    }

    fn dial(&self, to: SocketAddr, within: Duration) -> Soon<'_, Result<Box<dyn Line>, DialFault>> {
        self.world.dial(to, within)
    }

    fn fetch<'a>(
        &'a self,
        request: &'a Request,
        within: Duration,
    ) -> Soon<'a, Result<Fetched, Fault>> {
        self.urls.lock().unwrap().push(request.url.clone());
        self.world.fetch(request, within)
    }
}

struct Tried {
    fixes: Vec<Fix>,
    urls: Vec<String>,
}

fn patience() -> Patience {
    Patience { whole: Deadline::after(Duration::from_secs(20)), probe: Duration::from_secs(5) }
}

/// The fixes of the first diagnosis, or `own`, tried in a world.
fn tried(world: &World, own: Option<Fix>, mirrors: bool) -> Tried {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let asked = Asked::default();
        let seen = gather(world, &asked).await;
        let facts = seen.facts.clone();
        let stop = Box::pin(std::future::pending());
        let looking = Looking {
            patience: patience(),
            offline: false,
            outsiders: mirrors,
            progress: &|_| {},
            stop,
        };
        let evidence = Box::pin(look(world, world, seen.facts, &seen.ledger, looking)).await;
        let verdict = conclude(&evidence);
        let wire = Recorder { world, urls: Mutex::default() };
        let remedy = Remedy::new(world, &wire, &facts, &asked, mirrors);
        let root = verdict.roots.first();
        let proposals: Vec<Proposal> = match own {
            Some(fix) => {
                let stopped = root.map(|it| it.finding.affects.clone()).unwrap_or_default();
                let ends = root.and_then(|it| Proposal::all(it).next()?.ends);
                let plain = Proposal::of(fix);
                let about = root.map(|it| (it.finding.subject.clone(), it.finding.severity));
                let about = about.unwrap_or_else(|| plain.about.clone());
                vec![Proposal { stopped, ends, about, reads_code: true, ..plain }]
            }
            None => Proposal::all(root.expect("something is wrong in this world")).collect(),
        };
        let proofs = remedy.prove_all(&proposals, Duration::from_secs(5)).await;
        let fixes = proposals.into_iter().map(|it| it.fix);
        let proved = fixes.zip(proofs).map(|(fix, proof)| Fix { proof, ..fix });
        Tried { fixes: best(proved.collect()), urls: wire.urls.into_inner().unwrap() }
    })
}

fn blocked() -> World {
    World::healthy().dial("proxy.golang.org", &DialFault::TimedOut { after_ms: 5000 })
}

#[test]
fn a_reachable_mirror_is_proved_and_hears_of_nothing_private() {
    let tried = tried(&blocked(), None, true);
    let [fix, ..] = tried.fixes.as_slice() else { panic!("no fix") };
    assert!(matches!(fix.proof, Proof::Passed(_)), "{fix:?}");
    assert!(matches!(&fix.steps[..], [Step::SetGoEnv { key: "GOPROXY", .. }]), "{fix:?}");
    assert!(!tried.urls.is_empty());
    for url in &tried.urls {
        assert!(url.contains("/golang.org/x/") || url.contains("/sumdb/"), "{url}");
        assert!(!url.contains("acme"), "{url}");
    }
}

/// Of the two things that one cause speaks of, a fix ends the first.
#[test]
fn what_is_left_beside_does_not_take_a_fix_away() {
    let world = World::healthy().var("GO111MODULE", "yes");
    let world = world.file("/home/dev/.config/go/env", "HTTPS_PROXY=http://127.0.0.1:1\n");
    let tried = tried(&world, None, false);
    let [fix] = tried.fixes.as_slice() else { panic!("{:?}", tried.fixes) };
    assert!(matches!(fix.proof, Proof::Passed(_)), "{fix:?}");
    let world = World::healthy().var("GO111MODULE", "yes").var("GOEXPERIMENT", "x");
    let world = world.program("/usr/local/go/bin/go env", 2, "", "go: unknown GOEXPERIMENT x\n");
    let tried = self::tried(&world, None, false);
    assert_eq!(tried.fixes.len(), 1, "{:?}", tried.fixes);
    assert!(tried.urls.is_empty(), "{:?}", tried.urls);
}

#[test]
fn what_stands_here_is_read_again() {
    let world = World::healthy().gomod("module m\n\ngo 1.24\n\nreqire golang.org/x/text v0.14.0\n");
    let good = tried(&world, None, true);
    assert!(matches!(good.fixes[0].proof, Proof::Passed(_)), "{:?}", good.fixes);
    let steps = vec![Step::EditLine {
        file: format!("{DIR}/go.mod"),
        line: 1,
        was: "module m".into(),
        becomes: "module n".into(),
    }];
    let beside = Fix::safe(Text::same("no use"), Scope::Project, steps);
    let bad = tried(&world, Some(beside), true);
    assert!(bad.fixes.is_empty(), "{:?}", bad.fixes);
    // What go.mod then asks for is asked of those whom go asks.
    let is_gos = |url: &String| url.contains("/golang.org/x/text/") || url.contains("/sumdb/");
    assert!(good.urls.iter().all(is_gos), "{:?}", good.urls);
    assert!(bad.urls.is_empty());
}

#[test]
fn only_one_of_the_mirrors_is_shown() {
    let tried = tried(&blocked(), None, true);
    let mirrors = tried.fixes.iter().filter(|fix| fix.rivals == Some("mirror")).count();
    assert_eq!(mirrors, 1);
}

#[test]
fn a_mirror_that_is_blocked_too_is_not_the_one() {
    let world = blocked().dial("goproxy.cn", &DialFault::TimedOut { after_ms: 5000 });
    let tried = tried(&world, None, true);
    let Some(Step::SetGoEnv { value, .. }) = tried.fixes[0].steps.first() else { panic!() };
    assert!(!value.raw().contains("goproxy.cn"), "{value}");
    assert!(matches!(tried.fixes[0].proof, Proof::Passed(_)));
}

#[test]
fn no_mirror_is_asked_where_that_is_forbidden() {
    let tried = tried(&blocked(), None, false);
    assert!(tried.urls.is_empty(), "{:?}", tried.urls);
    assert!(tried.fixes.iter().all(|fix| !matches!(fix.proof, Proof::Passed(_))));
}

#[test]
fn what_does_not_help_is_not_shown() {
    let value = gomod_doctor::base::Veiled::new("https://proxy.golang.org");
    let steps = vec![Step::SetGoEnv { key: "GOPROXY", value }];
    let fix = Fix::safe(Text::of("the same again", "老样子"), Scope::User, steps);
    assert!(tried(&blocked(), Some(fix), true).fixes.is_empty());
}

#[test]
fn an_environment_variable_beats_what_go_env_would_write() {
    let world = blocked().var("GOPROXY", "https://proxy.golang.org");
    let value = gomod_doctor::base::Veiled::new("https://goproxy.cn");
    let written = vec![Step::SetGoEnv { key: "GOPROXY", value: value.clone() }];
    let exported = vec![Step::SetEnv { name: "GOPROXY".into(), value }];
    let fix = |steps| Fix::safe(Text::of("a mirror", "镜像"), Scope::User, steps);
    assert!(tried(&world, Some(fix(written)), true).fixes.is_empty());
    assert_eq!(tried(&world, Some(fix(exported)), true).fixes.len(), 1);
}

/// A proxy that relays such a database, and the database itself.
fn relayed(log: Log) -> World {
    World::healthy().site("proxy.golang.org", Site::relaying(log))
}

#[test]
fn the_way_past_a_relay_is_proved_by_the_database_itself() {
    let tried = tried(&relayed(Log::Untiled), None, true);
    let [fix, ..] = tried.fixes.as_slice() else { panic!("no fix") };
    assert!(matches!(fix.proof, Proof::Passed(_)), "{fix:?}");
    let Some(Step::SetGoEnv { key: "GOSUMDB", value }) = fix.steps.first() else { panic!() };
    assert!(value.raw().starts_with(&database::key()), "{value}");
    assert!(tried.urls.iter().any(|url| url.contains("/tile/")), "{:?}", tried.urls);
    assert!(tried.urls.iter().all(|url| !url.contains("acme")), "{:?}", tried.urls);
}

#[test]
fn a_database_that_proves_nothing_is_no_way_out() {
    let forged = || Site::database_with(Log::Forged);
    let world = relayed(Log::Untiled).site("sum.golang.org", forged());
    let tried = tried(&world.site("sum.golang.google.cn", forged()), None, true);
    assert!(tried.fixes.iter().all(|fix| !matches!(fix.proof, Proof::Passed(_))));
}

#[test]
fn a_log_that_is_forgotten_is_asked_anew() {
    let world = World::healthy()
        .site("proxy.golang.org", Site::proxy_without_relay())
        .accepted(Log::Former);
    let tried = tried(&world, None, true);
    let [fix, ..] = tried.fixes.as_slice() else { panic!("no fix") };
    assert!(matches!(&fix.steps[..], [Step::RemoveFiles { paths }] if paths.len() == 2), "{fix:?}");
    assert!(matches!(fix.proof, Proof::Passed(_)), "{fix:?}");
    assert!(tried.urls.iter().any(|url| url.contains("/tile/")), "{:?}", tried.urls);
}

/// A pattern taken back would send what it holds to the proxies.
#[test]
fn what_a_pattern_holds_is_named_to_nobody_to_prove_a_fix() {
    let world = World::healthy()
        .var("GOPRIVATE", "github.com/acme")
        .dial("github.com", &DialFault::TimedOut { after_ms: 5000 });
    let steps = vec![Step::UnsetEnv { name: "GOPRIVATE".into() }];
    let fix = Fix::safe(Text::of("take it back", "去掉"), Scope::User, steps);
    let tried = tried(&world, Some(fix), true);
    assert!(matches!(tried.fixes[0].proof, Proof::NotVerifiable(_)), "{:?}", tried.fixes);
    assert!(tried.urls.iter().all(|url| !url.contains("acme")), "{:?}", tried.urls);
}

#[test]
fn a_corrected_pattern_is_proved_at_the_origin_alone() {
    const PAGE: &str = "<meta name=\"go-import\" content=\"git.corp.example/lib git https://git.corp.example/lib.git\">";
    let gomod = "module example.com/app\n\ngo 1.24\n\nrequire git.corp.example/lib v1.0.0\n";
    let world = World::healthy()
        .gomod(gomod)
        .site("git.corp.example", Site::status(200, PAGE))
        .program("git ls-remote", 0, "1f38\trefs/tags/v1.0.0\n", "")
        .var("GOPRIVATE", "a.example, git.corp.example");
    let tried = tried(&world, None, true);
    let [fix, ..] = tried.fixes.as_slice() else { panic!("no fix") };
    assert!(matches!(fix.proof, Proof::Passed(_)), "{fix:?}");
    let Some(Step::SetEnv { value, .. }) = fix.steps.first() else { panic!("{fix:?}") };
    assert_eq!(value.raw(), "a.example,git.corp.example");
    assert!(tried.urls.iter().all(|url| url.contains("//git.corp.example/")), "{:?}", tried.urls);
}
