//! Scenarios of redirects.

use crate::company::MODULES;
use crate::dns::Answer;
use crate::goproxy::ModuleProxy;
use crate::http::Reply;
use crate::internet::modules;
use crate::scenario::scenario;
use crate::site::Site;
use crate::world::World;

#[test]
fn redirect_loop() {
    scenario("redirect_loop")
        .world(|| World::internet().proxy_always(Reply::redirect("https://proxy.golang.org/again")))
        .go_fails_with("stopped after 10 redirects")
        .diagnosis("redirect-broken")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn redirect_to_plain_http() {
    scenario("redirect_to_plain_http")
        .world(|| World::internet().proxy_always(Reply::redirect("http://proxy.golang.org/m")))
        .go_fails_with("redirected from secure URL")
        .diagnosis("redirect-broken")
        .healed_by_first_fix(true)
        .run();
}

/// The default proxy, which has its zips elsewhere.
fn stored(at: &str) -> World {
    let zip = Reply::redirect(&format!("https://{at}/example.com/canary/@v/v1.0.0.zip"));
    let proxy = ModuleProxy::of(&modules()).fault("@v/v1.0.0.zip", zip);
    let storage = ModuleProxy::of(&modules()).pages();
    World::internet()
        .site(Site::https(at, storage))
        .site(Site::https("proxy.golang.org", proxy.pages()))
}

#[test]
fn redirect_to_a_silenced_storage() {
    scenario("redirect_to_a_silenced_storage")
        .world(|| stored("storage.googleapis.com").silenced("storage.googleapis.com", 443))
        .go_hangs()
        .diagnosis("redirect-broken")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn redirect_to_a_storage_without_an_address() {
    scenario("redirect_to_a_storage_without_an_address")
        .world(|| {
            stored("storage.googleapis.com").answers("storage.googleapis.com", Answer::NxDomain)
        })
        .go_fails_with("lookup storage.googleapis.com")
        .diagnosis("redirect-broken")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn redirect_to_a_living_storage() {
    scenario("redirect_to_a_living_storage").world(|| stored("storage.googleapis.com")).run();
}

/// The company's proxy sends to this host, and both ask for the same login.
fn guarded(host: &str) -> World {
    let zip = Reply::redirect(&format!("https://{host}/example.com/canary/@v/v1.0.0.zip"));
    let login = |proxy: ModuleProxy| proxy.login("build", "netrccanary").pages();
    let proxy = ModuleProxy::of(&modules()).fault("@v/v1.0.0.zip", zip);
    World::internet()
        .site(Site::https(MODULES, login(proxy)))
        .site(Site::https(host, login(ModuleProxy::of(&modules()))))
        .env("GOPROXY", "https://modules.corp.example")
        .file("home/.netrc", "machine modules.corp.example login build password netrccanary\n")
}

#[test]
fn redirect_past_the_credentials() {
    scenario("redirect_past_the_credentials")
        .world(|| guarded("files.corp.example"))
        .go_fails_with("401 Unauthorized")
        .diagnosis("redirect-broken")
        .secrets(&["netrccanary"])
        .run();
}

#[test]
fn redirect_with_the_credentials() {
    scenario("redirect_with_the_credentials")
        .world(|| guarded("files.modules.corp.example"))
        .secrets(&["netrccanary"])
        .run();
}
