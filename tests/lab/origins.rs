//! Worlds in which go fetches from origins and succeeds: the tool has nothing to say.

use crate::company::{FORGE, FORWARD, MODULES, secret_module};
use crate::forward::Forward;
use crate::goproxy::ModuleProxy;
use crate::http::Request;
use crate::hub::{Commit, Hub, alone};
use crate::internet::CANARY;
use crate::module::Module;
use crate::scenario::scenario;
use crate::site::Site;
use crate::tls::Papers;
use crate::world::{World, place};

/// The forge over HTTPS, as it is told, and a project that requires these.
pub(crate) fn forge(hub: Hub, modules: &[Module]) -> World {
    World::internet()
        .site(Site::https(FORGE, hub.pages()).http1_only())
        .project(modules)
        .env("GOPRIVATE", "*.corp.example")
}

/// The secret module alone at its usual place.
pub(crate) fn secret() -> Hub {
    let module = secret_module();
    Hub::at(FORGE)
        .repository("/team/secret", &[alone(&module)])
        .import(&module.path, "git https://git.corp.example/team/secret.git")
}

pub(crate) fn guarded() -> World {
    forge(secret().login("build", "rightcanary"), &[secret_module()])
}

#[test]
fn origin_public_by_direct() {
    scenario("origin_public_by_direct")
        .world(|| {
            let module = Module::new("github.com/acme/tool", "v1.2.3");
            let hub = Hub::at("github.com").repository("/acme/tool", &[alone(&module)]);
            World::internet()
                .site(Site::https("github.com", hub.pages()).http1_only())
                .project(&[module])
                .env("GOPROXY", "direct")
        })
        .silent()
        .run();
}

#[test]
fn origin_by_netrc() {
    scenario("origin_by_netrc")
        .world(|| {
            guarded()
                .file("home/.netrc", "machine git.corp.example login build password rightcanary\n")
        })
        .secrets(&["rightcanary"])
        .silent()
        .run();
}

/// A forge that shows its pages to nobody either: go logs in with its netrc.
#[test]
fn origin_with_closed_pages() {
    scenario("origin_with_closed_pages")
        .world(|| {
            forge(secret().login("build", "rightcanary").closed_pages(), &[secret_module()])
                .file("home/.netrc", "machine git.corp.example login build password rightcanary\n")
        })
        .secrets(&["rightcanary"])
        .silent()
        .run();
}

#[test]
fn origin_by_stored_credentials() {
    scenario("origin_by_stored_credentials")
        .world(|| {
            guarded()
                .file("home/.gitconfig", "[credential]\n\thelper = store\n")
                .file("home/.git-credentials", "https://build:rightcanary@git.corp.example\n")
        })
        .secrets(&["rightcanary"])
        .silent()
        .run();
}

#[test]
fn origin_by_a_helper_of_one_host() {
    scenario("origin_by_a_helper_of_one_host")
        .world(|| {
            let config = "[credential]\n\thelper = \"!exit 1\"\n[credential \"https://git.corp.example\"]\n\thelper =\n\thelper = \"!f() { echo username=build; echo password=rightcanary; }; f\"\n";
            guarded().file("home/.gitconfig", config)
        })
        .secrets(&["rightcanary"])
        .silent()
        .run();
}

#[test]
fn origin_by_a_token_in_the_rewritten_url() {
    scenario("origin_by_a_token_in_the_rewritten_url")
        .world(|| {
            let config = "[url \"https://build:rightcanary@git.corp.example/\"]\n\tinsteadOf = https://git.corp.example/\n";
            guarded().file("home/.gitconfig", config)
        })
        .secrets(&["rightcanary"])
        .silent()
        .run();
}

fn bearer(request: &Request) -> bool {
    request.header("Authorization") == Some("Bearer headercanary")
}

#[test]
fn origin_by_a_header() {
    scenario("origin_by_a_header")
        .world(|| {
            let config = "[http \"https://git.corp.example/\"]\n\textraHeader = Authorization: Bearer headercanary\n";
            forge(secret().allowing(bearer), &[secret_module()]).file("home/.gitconfig", config)
        })
        .secrets(&["headercanary"])
        .silent()
        .run();
}

/// As CI systems hand settings to git: without any file.
#[test]
fn origin_by_configuration_in_variables() {
    scenario("origin_by_configuration_in_variables")
        .world(|| {
            forge(secret().allowing(bearer), &[secret_module()])
                .env("GIT_CONFIG_COUNT", "1")
                .env("GIT_CONFIG_KEY_0", "http.https://git.corp.example/.extraHeader")
                .env("GIT_CONFIG_VALUE_0", "Authorization: Bearer headercanary")
                .env("HOME", "")
                .env("GOPATH", &place("home/go").display().to_string())
                .env("GOCACHE", &place("home/cache").display().to_string())
        })
        .secrets(&["headercanary"])
        .silent()
        .run();
}

const ANSWERS: &str =
    "#!/bin/sh\ncase \"$1\" in Username*) echo build;; *) echo rightcanary;; esac\n";

#[test]
fn origin_by_askpass() {
    scenario("origin_by_askpass")
        .world(|| {
            let path = place("bin/askpass").display().to_string();
            guarded()
                .file("bin/askpass", ANSWERS)
                .prepared_by(&format!("chmod +x {path}"))
                .env("GIT_ASKPASS", &path)
        })
        .secrets(&["rightcanary"])
        .silent()
        .run();
}

#[test]
fn origin_by_askpass_of_the_configuration() {
    scenario("origin_by_askpass_of_the_configuration")
        .world(|| {
            let path = place("bin/askpass").display().to_string();
            guarded()
                .file("bin/askpass", ANSWERS)
                .prepared_by(&format!("chmod +x {path}"))
                .file("home/.gitconfig", format!("[core]\n\taskPass = {path}\n"))
        })
        .secrets(&["rightcanary"])
        .silent()
        .run();
}

#[test]
fn origin_beside_a_company_proxy() {
    scenario("origin_beside_a_company_proxy")
        .world(|| {
            let proxy = ModuleProxy::of(&[secret_module(), Module::new(CANARY, "v1.0.0")]);
            World::internet()
                .site(Site::https(MODULES, proxy.pages()))
                .project(&[secret_module(), Module::new(CANARY, "v1.0.0")])
                .env("GOPROXY", "https://modules.corp.example")
                .env("GONOSUMDB", "git.corp.example")
        })
        .silent()
        .run();
}

#[test]
fn origin_with_flags() {
    scenario("origin_with_flags")
        .world(|| forge(secret(), &[secret_module()]).env("GOFLAGS", "-mod=mod -modcacherw"))
        .silent()
        .run();
}

#[test]
fn origin_of_many_modules() {
    scenario("origin_of_many_modules")
        .world(|| {
            let root = Module::new("git.corp.example/team/mono", "v1.4.0");
            let below = Module::new("git.corp.example/team/mono/lib/log", "v0.3.1");
            let second = Module::new("git.corp.example/team/mono/v2", "v2.0.0");
            let hub = Hub::at(FORGE)
                .repository(
                    "/team/mono",
                    &[
                        Commit { module: &root, folder: "", tag: "v1.4.0" },
                        Commit { module: &below, folder: "lib/log", tag: "lib/log/v0.3.1" },
                        Commit { module: &second, folder: "v2", tag: "v2.0.0" },
                    ],
                )
                .import("git.corp.example/team/mono", "git https://git.corp.example/team/mono.git");
            forge(hub, &[root, below, second])
        })
        .silent()
        .run();
}

#[test]
fn origin_by_its_commit() {
    scenario("origin_by_its_commit")
        .world(|| {
            let module = Module::new("git.corp.example/team/untagged", "v0.0.0");
            let commit = Commit { module: &module, folder: "", tag: "" };
            let hub = Hub::at(FORGE).repository("/team/untagged", &[commit]).import(
                "git.corp.example/team/untagged",
                "git https://git.corp.example/team/untagged.git",
            );
            let head = hub.head("/team/untagged");
            let version = format!("v0.0.0-20240301100000-{}", &head[..12]);
            forge(hub, &[module.at(&version)])
        })
        .silent()
        .run();
}

#[test]
fn origin_of_a_vanity_host() {
    scenario("origin_of_a_vanity_host")
        .world(|| {
            let module = Module::new("go.corp.example/log/deep", "v1.0.0");
            let commit = Commit { module: &module, folder: "deep", tag: "deep/v1.0.0" };
            let hub = Hub::at(FORGE).repository("/infra/log", &[commit]);
            let vanity = Hub::at("go.corp.example")
                .import("go.corp.example/log", "git https://git.corp.example/infra/log");
            forge(hub, &[module]).site(Site::https("go.corp.example", vanity.pages()))
        })
        .silent()
        .run();
}

#[test]
fn origin_that_is_a_module_proxy() {
    scenario("origin_that_is_a_module_proxy")
        .world(|| {
            let module = Module::new("go.corp.example/log", "v1.0.0");
            let proxy = ModuleProxy::of(std::slice::from_ref(&module));
            let vanity = Hub::at("go.corp.example")
                .import("go.corp.example/log", "mod https://modules.corp.example");
            World::internet()
                .site(Site::https(MODULES, proxy.pages()))
                .site(Site::https("go.corp.example", vanity.pages()))
                .project(&[module])
                .env("GOPRIVATE", "*.corp.example")
        })
        .silent()
        .run();
}

#[test]
fn origins_on_two_hosts() {
    scenario("origins_on_two_hosts")
        .world(|| {
            let other = Module::new("code.corp.example/ops/kit", "v0.9.0");
            let hub = Hub::at("code.corp.example")
                .repository("/ops/kit", &[alone(&other)])
                .import(&other.path, "git https://code.corp.example/ops/kit.git")
                .login("ops", "othercanary");
            let netrc = "machine git.corp.example login build password rightcanary\nmachine code.corp.example login ops password othercanary\n";
            guarded()
                .site(Site::https("code.corp.example", hub.pages()).http1_only())
                .project(&[secret_module(), other, Module::new(CANARY, "v1.0.0")])
                .file("home/.netrc", netrc)
        })
        .secrets(&["rightcanary", "othercanary"])
        .silent()
        .run();
}

#[test]
fn origin_behind_a_forward_proxy() {
    scenario("origin_behind_a_forward_proxy")
        .world(|| {
            guarded()
                .file("home/.netrc", "machine git.corp.example login build password rightcanary\n")
                .behind(Forward::http(FORWARD, 3128).login("web", "forwardcanary"))
                .answers(FORGE, crate::dns::Answer::NxDomain)
                .silenced(FORGE, 443)
                .env("HTTPS_PROXY", "http://web:forwardcanary@proxy.corp.example:3128")
        })
        .secrets(&["rightcanary", "forwardcanary"])
        .silent()
        .run();
}

#[test]
fn origin_under_the_companys_authority() {
    scenario("origin_under_the_companys_authority")
        .world(|| {
            let world = World::internet().project(&[secret_module()]);
            let both = world.authorities.public_pem() + &world.authorities.private_pem();
            let file = place("home/corp.pem").display().to_string();
            world
                .site(Site::https(FORGE, secret().pages()).http1_only().papers(Papers::Private))
                .file("home/corp.pem", both)
                .env("SSL_CERT_FILE", &file)
                .env("GOPRIVATE", "git.corp.example")
                .file("home/.gitconfig", format!("[http]\n\tsslCAInfo = {file}\n"))
        })
        .silent()
        .run();
}

#[test]
fn origin_in_chinese() {
    scenario("origin_in_chinese")
        .world(|| {
            guarded()
                .file("home/.netrc", "machine git.corp.example login build password rightcanary\n")
                .env("LANG", "zh_CN.UTF-8")
                .env("LC_ALL", "zh_CN.UTF-8")
                .env("LANGUAGE", "zh_CN:zh")
        })
        .silent()
        .run();
}
