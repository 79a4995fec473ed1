//! Scenarios of `file://` elements.

use crate::company::mirror_url;
use crate::internet::{CANARY, modules};
use crate::module::Module;
use crate::scenario::scenario;
use crate::world::{World, place};

#[test]
fn folder_absent() {
    scenario("folder_absent")
        .world(|| World::internet().env("GOPROXY", &mirror_url()))
        .go_fails_with("no such file or directory")
        .diagnosis("goproxy-file-missing")
        .run();
}

#[test]
fn folder_without_zip() {
    scenario("folder_without_zip")
        .world(|| {
            World::internet()
                .mirror(&modules())
                .without_file("mirror/example.com/canary/@v/v1.0.0.zip")
                .env("GOPROXY", &mirror_url())
        })
        .go_fails_with("v1.0.0.zip: no such file or directory")
        .diagnosis("goproxy-file-missing")
        .run();
}

#[test]
fn folder_above_its_downloads() {
    scenario("folder_above_its_downloads")
        .world(|| {
            let module = Module::new(CANARY, "v1.0.0");
            let stem = "cache/cache/download/example.com/canary/@v/v1.0.0";
            World::internet()
                .file(&format!("{stem}.info"), module.info())
                .file(&format!("{stem}.mod"), module.gomod.clone())
                .file(&format!("{stem}.zip"), module.zip())
                .env("GOPROXY", &format!("file://{}", place("cache").display()))
        })
        .go_fails_with("no such file or directory")
        .diagnosis("goproxy-file-missing")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn folder_filled_from_another_cache() {
    scenario("folder_filled_from_another_cache")
        .world(|| {
            let module = Module::new(CANARY, "v1.0.0");
            let stem = "home/go/pkg/mod/cache/download/example.com/canary/@v/v1.0.0";
            World::internet()
                .file(&format!("{stem}.info"), module.info())
                .file(&format!("{stem}.mod"), module.gomod.clone())
                .file(&format!("{stem}.zip"), module.zip())
                .env("GOMODCACHE", &place("tmp/modcache").display().to_string())
                .env("GOPROXY", &format!("{},off", mirror_url()))
        })
        .go_fails_with("disabled by GOPROXY=off")
        .diagnosis("goproxy-file-missing")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn folder_with_capitals() {
    scenario("folder_with_capitals")
        .world(|| {
            let module = Module::new("example.com/Burnt/Sushi", "v1.0.0");
            let stem = "mirror/example.com/Burnt/Sushi/@v/v1.0.0";
            World::internet()
                .project(std::slice::from_ref(&module))
                .file(&format!("{stem}.info"), module.info())
                .file(&format!("{stem}.mod"), module.gomod.clone())
                .file(&format!("{stem}.zip"), module.zip())
                .env("GOPROXY", &mirror_url())
        })
        .go_fails_with("%21burnt/%21sushi/@v/v1.0.0.mod: no such file or directory")
        .diagnosis("goproxy-file-missing")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn folder_healthy_before_a_proxy() {
    scenario("folder_healthy_before_a_proxy")
        .world(|| World::internet().env("GOPROXY", &format!("{},https://goproxy.cn", mirror_url())))
        .run();
}
