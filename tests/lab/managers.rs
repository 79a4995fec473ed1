//! Scenarios of repository managers that are asked at the wrong path.

use crate::company::MODULES;
use crate::goproxy::ModuleProxy;
use crate::http::{Reply, Request};
use crate::internet::modules;
use crate::scenario::scenario;
use crate::site::Site;
use crate::world::World;
use std::sync::Arc;

/// A repository manager that serves modules below this path alone.
fn manager(header: (&'static str, &'static str), path: &str, url: &str) -> World {
    let proxy = ModuleProxy::of(&modules()).below(path).pages();
    let prefix = path.to_owned();
    let pages = Arc::new(move |request: &Request| {
        let reply = if request.path().starts_with(&prefix) {
            proxy(request)
        } else {
            Reply::html(404, "404 Not Found")
        };
        reply.header(header.0, header.1)
    });
    World::internet().site(Site::https(MODULES, pages)).env("GOPROXY", url)
}

#[test]
fn artifactory_by_its_page() {
    scenario("artifactory_by_its_page")
        .world(|| {
            manager(
                ("X-JFrog-Version", "Artifactory/7.104.6 80406900"),
                "/artifactory/api/go/gohub",
                "https://modules.corp.example/ui/native/gohub",
            )
        })
        .go_fails_with("404 Not Found")
        .diagnosis("goproxy-not-a-module-proxy")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn nexus_by_its_page() {
    scenario("nexus_by_its_page")
        .world(|| {
            manager(
                ("Server", "Nexus/3.71.0-06 (OSS)"),
                "/repository/gohub",
                "https://modules.corp.example/#browse/browse:gohub,direct",
            )
            .silenced("example.com", 443)
        })
        .go_hangs()
        .diagnosis("goproxy-not-a-module-proxy")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn gitlab_by_its_project() {
    scenario("gitlab_by_its_project")
        .world(|| {
            manager(
                ("X-Gitlab-Meta", "{\"version\":\"1\"}"),
                "/api/v4/projects/team%2Fapp/packages/go",
                "https://modules.corp.example/team/app",
            )
        })
        .go_fails_with("404 Not Found")
        .diagnosis("goproxy-not-a-module-proxy")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn aliyun_without_its_path() {
    scenario("aliyun_without_its_path")
        .world(|| {
            let proxy = ModuleProxy::of(&modules()).below("/goproxy").pages();
            let pages = Arc::new(move |request: &Request| {
                let below = request.path().starts_with("/goproxy");
                if below { proxy(request) } else { Reply::html(404, "Not Found") }
            });
            World::internet()
                .site(Site::https("mirrors.aliyun.com", pages))
                .env("GOPROXY", "https://mirrors.aliyun.com")
        })
        .go_fails_with("404 Not Found")
        .diagnosis("goproxy-not-a-module-proxy")
        .healed_by_first_fix(true)
        .run();
}
