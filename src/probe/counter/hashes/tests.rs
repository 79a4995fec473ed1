use super::*;
use crate::go::env::{Setting, Settings, Source};
use crate::go::h1;
use crate::model::Facts;
use crate::probe::climb::Climber;
use crate::world::{Site, World};
use std::time::Duration;

fn facts(settings: &[(&str, &str)]) -> Facts {
    let setting = |(name, value): &(&str, &str)| Setting {
        name: (*name).to_owned(),
        value: Veiled::new(*value),
        source: Source::Environment,
    };
    let settings = Settings(settings.iter().map(setting).collect());
    Facts { settings, ..Facts::default() }
}

fn asks(module: &str, outsiders: bool, settings: &[(&str, &str)]) -> bool {
    let (world, facts) = (World::healthy(), facts(settings));
    let climber = Climber { facts: &facts, wire: &world };
    may_ask(module, "v1.0.0", Prober { machine: &world, climber, outsiders })
}

async fn found(world: &World, module: &str, settings: &[(&str, &str)]) -> OriginSum {
    let facts = facts(settings);
    let climber = Climber { facts: &facts, wire: world };
    let prober = Prober { machine: world, climber, outsiders: true };
    let until = Deadline::after(Duration::from_mins(1));
    match make(module.to_owned(), "v1.2.3".to_owned(), prober, until).await {
        Some(Counter::Hashes { sum, .. }) => *sum,
        other => panic!("{other:?}"),
    }
}

#[test]
fn only_where_go_goes_or_everybody_may() {
    let proxy = ("GOPROXY", "https://proxy.golang.org");
    let direct = ("GOPROXY", "https://proxy.golang.org,direct");
    let private = ("GOPRIVATE", "github.com/corp");
    let unsummed = ("GONOSUMDB", "github.com/corp");
    assert!(asks("github.com/a/b", true, &[proxy]));
    assert!(!asks("github.com/a/b", false, &[proxy]));
    assert!(asks("github.com/a/b", false, &[direct]));
    assert!(!asks("git.corp.example/a", true, &[proxy]));
    assert!(asks("git.corp.example/a", false, &[direct]));
    assert!(!asks("github.com/corp/b", true, &[proxy, unsummed]));
    let kept = ("GONOPROXY", "none");
    assert!(!asks("github.com/corp/b", true, &[proxy, private, kept]));
    let off = ("GOPROXY", "off");
    assert!(!asks("git.corp.example/a", true, &[off]));
}

const GOMOD: &str = "module github.com/a/b\n";

#[tokio::test]
async fn the_tag_is_hashed_as_it_is_now() {
    let world = World::healthy().tagged("v1.2.3", &[("go.mod", GOMOD), ("a.go", "package b")]);
    let sum = found(&world, "github.com/a/b", &[]).await;
    let file = |name: &str, content: &str| {
        (format!("github.com/a/b@v1.2.3/{name}"), h1::of_bytes(content.as_bytes()))
    };
    let zip = h1::of_files(&mut [file("go.mod", GOMOD), file("a.go", "package b")]);
    assert_eq!((sum.fault, sum.zip), (None, Some(zip)));
    assert_eq!(sum.gomod, Some(h1::of_gomod(GOMOD.as_bytes())));
    assert_eq!(sum.repository.raw(), "https://github.com/a/b");
}

#[tokio::test]
async fn without_a_repository_or_leave_nothing_is_hashed() {
    let world = World::healthy().tagged("v1.2.4", &[("go.mod", GOMOD)]);
    let fault = |sum: OriginSum| sum.fault.unwrap();
    let gone = fault(found(&world, "github.com/a/b", &[]).await);
    assert_eq!(gone, OriginFault::NotThere);
    let off = fault(found(&world, "github.com/a/b", &[("GOVCS", "*:off")]).await);
    assert_eq!(off, OriginFault::Forbidden);
    let bare = fault(found(&World::healthy(), "github.com/a/b", &[]).await);
    assert_eq!(bare, OriginFault::NoGit);
    let page = Site::status(200, "no tags here");
    let unnamed = World::healthy().site("git.corp.example", page);
    let unnamed = fault(found(&unnamed, "git.corp.example/a", &[]).await);
    assert_eq!(unnamed, OriginFault::NoRepository);
    let hanging = World::healthy().hanging_program("git");
    let hanging = fault(found(&hanging, "github.com/a/b", &[]).await);
    assert_eq!(hanging, OriginFault::Deadline);
}

#[tokio::test]
async fn a_page_names_the_repository() {
    let tag =
        r#"<meta name="go-import" content="go.corp.example/x git https://git.corp.example/x">"#;
    let world = World::healthy()
        .site("go.corp.example", Site::status(200, tag))
        .tagged("v1.2.3", &[("go.mod", "module go.corp.example/x\n")]);
    let sum = found(&world, "go.corp.example/x", &[]).await;
    assert_eq!(sum.repository.raw(), "https://git.corp.example/x");
    assert!(sum.zip.is_some() && sum.fault.is_none(), "{sum:?}");
}
