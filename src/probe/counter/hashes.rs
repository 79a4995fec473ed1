use super::follow::{follow, planned};
use super::origin::is_declared;
use super::{Due, Prober};
use crate::base::{Deadline, Veiled};
use crate::go::goimport::{Import, import_for};
use crate::go::origin::{Home, allows_git};
use crate::model::{Counter, Endpoint, Need, OriginFault, OriginSum, Via, is_public_host};
use crate::probe::repository::{Sought, origin_sum};

/// Enough of a page to find where the code lies, in bytes.
const PAGE: usize = 256 << 10;

/// The hashes of a version from its repository, if that may be asked: where go
/// itself would go, or a public host for what nothing declares private.
pub(in crate::probe) fn due_for(
    endpoint: &Endpoint,
    module: &str,
    version: &str,
    prober: Prober<'_>,
) -> Option<Due> {
    may_ask(module, version, prober).then(|| Due::Hashes {
        endpoint: endpoint.clone(),
        module: module.to_owned(),
        version: version.to_owned(),
    })
}

fn may_ask(module: &str, version: &str, prober: Prober<'_>) -> bool {
    let facts = prober.facts();
    let (named, wanted) = (module.to_owned(), version.to_owned());
    let need = Need { module: named, version: wanted, ..Need::default() };
    let routes = facts.routes(&[need]);
    let leads_there = |via: &Via| *via == Via::Direct;
    if routes.iter().flat_map(|route| &route.hops).any(|hop| leads_there(&hop.via)) {
        return true;
    }
    let host = module.split('/').next().unwrap_or_default();
    prober.outsiders && is_public_host(host) && !is_declared(module, facts)
}

/// Finds the repository as go does, and looks what it has.
pub(super) async fn make(
    module: String,
    version: String,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let sum = match home(&module, prober, until).await {
        Some(home) if allows(&home, prober) => {
            let sought = Sought { module: &module, version: &version, home: &home };
            origin_sum(prober.machine, &sought, until).await
        }
        Some(home) => OriginSum::of(home.repository, version.clone()).with(OriginFault::Forbidden),
        None if until.is_over() => return None,
        None => {
            let page = Veiled::new(format!("https://{module}"));
            OriginSum::of(page, version.clone()).with(OriginFault::NoRepository)
        }
    };
    Some(Counter::Hashes { module, version, sum: Box::new(sum) })
}

fn allows(home: &Home, prober: Prober<'_>) -> bool {
    let raw = |name: &str| prober.facts().settings.raw(name);
    allows_git(raw("GOVCS"), raw("GOPRIVATE"), &home.root)
}

/// A module cannot say of the path above it where that lies; the page there has to
/// say the same. go's file: `cmd/go/internal/vcs/vcs.go`,
/// `repoRootForImportDynamic`.
async fn home(module: &str, prober: Prober<'_>, until: Deadline) -> Option<Home> {
    if let Some(home) = Home::by_path(module) {
        return Some(home);
    }
    let import = said(module, module, prober, until).await?;
    if import.prefix != module {
        let above = said(&import.prefix, module, prober, until).await?;
        if above != import {
            return None;
        }
    }
    Home::of_import(&import)
}

async fn said(path: &str, module: &str, prober: Prober<'_>, until: Deadline) -> Option<Import> {
    let url = Veiled::new(format!("https://{path}?go-get=1"));
    let planned = planned(&url, prober.facts())?;
    let page = follow(&url, planned, PAGE, prober, until).await?.ok()?;
    import_for(&page.body, module)
}

#[cfg(test)]
mod tests {
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
}
