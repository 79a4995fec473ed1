//! Scenarios of where code lies: paths, pages, GOVCS, and hosts without good TLS.

use std::process::Command;
use std::sync::Arc;

use crate::company::FORGE;
use crate::forge::Forge;
use crate::goproxy::ModuleProxy;
use crate::http::{Body, Pages, Reply, Request};
use crate::module::Module;
use crate::scenario::scenario;
use crate::site::Site;
use crate::world::{World, place};

/// A host that has pages, and no repositories.
pub(crate) const VANITY: &str = "go.corp.example";
pub(crate) const TOOL: &str = "go.corp.example/team/tool";

pub(crate) fn tool() -> Module {
    Module::new(TOOL, "v1.0.0")
}

pub(crate) fn tag(content: &str) -> String {
    format!("<html><head><meta name=\"go-import\" content=\"{content}\"></head></html>")
}

/// The right one, for the repository on the forge.
pub(crate) fn right() -> String {
    tag(&format!("{TOOL} git https://{FORGE}/team/tool.git"))
}

/// A page in this manner.
pub(crate) fn page(status: u16, body: impl Into<Vec<u8>>) -> Reply {
    Reply { status, ..Reply::bytes(body) }
}

/// Answers every question for a page so.
pub(crate) fn always(reply: Reply) -> Pages {
    Arc::new(move |_: &Request| reply.clone())
}

/// The repositories of modules of another host.
fn repositories(modules: &[Module], host: &'static str) -> Pages {
    let pages = Forge::of(modules).pages();
    Arc::new(move |request: &Request| {
        let mut request = request.clone();
        request.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("host"));
        request.headers.push(("Host".to_owned(), host.to_owned()));
        pages(&request)
    })
}

/// A project that needs the tool, whose repository is on the forge.
pub(crate) fn wanting() -> World {
    let repositories = repositories(&[tool()], VANITY);
    World::internet()
        .project(&[tool()])
        .site(Site::https(FORGE, repositories).http1_only())
        .env("GOPRIVATE", "*.corp.example")
}

/// The same, and this is the page of the tool.
pub(crate) fn told(reply: Reply) -> World {
    wanting().site(Site::https(VANITY, always(reply)))
}

#[test]
fn discovery_vanity_host() {
    scenario("discovery_vanity_host").world(|| told(page(200, right()))).silent().run();
}

#[test]
fn discovery_latest() {
    scenario("discovery_latest")
        .world(|| told(page(200, right())))
        .command("go mod download go.corp.example/team/tool@latest")
        .flags(&["go.corp.example/team/tool@latest"])
        .silent()
        .run();
}

#[test]
fn discovery_page_not_found_with_a_tag() {
    scenario("discovery_page_not_found_with_a_tag")
        .world(|| told(page(404, right())))
        .silent()
        .run();
}

#[test]
fn discovery_page_that_breaks_off_behind_its_tag() {
    scenario("discovery_page_that_breaks_off_behind_its_tag")
        .world(|| told(page(200, right().replace("</head></html>", "<script>a < b"))))
        .silent()
        .run();
}

/// The connection ends behind the head, before all that was promised has come.
fn cut(body: String, behind: &str) -> Reply {
    let (bytes, after) = (body.into_bytes(), behind.len());
    Reply::with(200, Body::Cut { bytes, after })
}

#[test]
fn discovery_connection_that_ends_behind_the_tag() {
    scenario("discovery_connection_that_ends_behind_the_tag")
        .world(|| told(cut([right(), "<p>".repeat(900)].concat(), &right())))
        .silent()
        .run();
}

#[test]
fn discovery_connection_that_ends_before_the_tag() {
    scenario("discovery_connection_that_ends_before_the_tag")
        .world(|| {
            let cut = cut(["<p>".repeat(900), right()].concat(), "<p><p>");
            wanting().site(Site::https(VANITY, always(cut)).http1_only())
        })
        .go_fails_with("unexpected EOF")
        .diagnosis("download-truncated")
        .run();
}

#[test]
fn discovery_page_that_drips() {
    scenario("discovery_page_that_drips")
        .world(|| {
            let bytes = [right(), "<p>".repeat(900)].concat().into_bytes();
            let pause = std::time::Duration::from_millis(100);
            told(Reply::with(200, Body::Drip { bytes, step: 60, pause }))
        })
        .silent()
        .run();
}

#[test]
fn discovery_prefix_page() {
    scenario("discovery_prefix_page")
        .world(|| {
            let parent = Module::new("go.corp.example/team/tool/sub", "v1.0.0");
            let repositories = repositories(&[tool()], VANITY);
            below("sub", "sub/v1.0.0", &parent);
            World::internet()
                .project(&[parent])
                .site(Site::https(FORGE, repositories).http1_only())
                .site(Site::https(VANITY, always(page(200, right()))))
                .env("GOPRIVATE", "*.corp.example")
        })
        .silent()
        .run();
}

/// Puts a module into a folder of the tool's repository, with a tag of its own.
fn below(folder: &str, tag: &str, module: &Module) {
    let repository = place("forge").join(TOOL);
    std::fs::create_dir_all(repository.join(folder)).expect("a folder");
    for (name, text) in module.tree() {
        std::fs::write(repository.join(folder).join(name), text).expect("a file");
    }
    let script = "git add -A && git -c user.name=lab -c user.email=lab@corp.example commit -q -m sub && git -c user.name=lab -c user.email=lab@corp.example tag \"$1\"";
    let status = Command::new("sh")
        .args(["-c", script, "sh", tag])
        .env("HOME", place("forge"))
        .current_dir(repository)
        .status();
    assert!(status.is_ok_and(|status| status.success()), "a tag of a folder");
}

#[test]
fn discovery_folder_of_a_repository() {
    scenario("discovery_folder_of_a_repository")
        .world(|| {
            let world = told(page(200, right().replace(".git\"", ".git inner\"")));
            below("inner", "inner/v1.0.0", &tool());
            world
        })
        .silent()
        .run();
}

#[test]
fn discovery_module_proxy() {
    scenario("discovery_module_proxy")
        .world(|| {
            let content = format!("{TOOL} mod https://modules.corp.example/go");
            let proxy = ModuleProxy::of(&[tool()]).pages();
            let below: Pages = Arc::new(move |request: &Request| {
                let mut request = request.clone();
                request.target = request.target.replacen("/go/", "/", 1);
                proxy(&request)
            });
            told(page(200, tag(&content))).site(Site::https("modules.corp.example", below))
        })
        .silent()
        .run();
}

#[test]
fn discovery_gopkg_in() {
    scenario("discovery_gopkg_in")
        .world(|| {
            let module = Module::new("gopkg.in/lab.v2", "v2.0.0");
            let repositories = Forge::of(std::slice::from_ref(&module)).pages();
            let content = tag("gopkg.in/lab.v2 git https://gopkg.in/lab.v2");
            let pages: Pages = Arc::new(move |request: &Request| {
                if request.target.ends_with("?go-get=1") {
                    return Reply::bytes(content.clone());
                }
                repositories(request)
            });
            World::internet()
                .project(&[module])
                .site(Site::https("gopkg.in", pages).http1_only())
                .env("GOPRIVATE", "gopkg.in/lab.v2")
        })
        .silent()
        .run();
}

/// A repository that is named by its path, and served without the ending.
pub(crate) fn named() -> (Module, Pages) {
    let module = Module::new("git.corp.example/team/tool.git", "v1.0.0");
    let repositories = Forge::of(std::slice::from_ref(&module)).pages();
    let pages: Pages = Arc::new(move |request: &Request| {
        let mut request = request.clone();
        request.target = request.target.replacen("/team/tool/", "/team/tool.git.git/", 1);
        repositories(&request)
    });
    (module, pages)
}

#[test]
fn discovery_path_with_git() {
    scenario("discovery_path_with_git")
        .world(|| {
            let (module, pages) = named();
            World::internet()
                .project(&[module])
                .site(Site::https(FORGE, pages).http1_only())
                .env("GOPRIVATE", FORGE)
        })
        .silent()
        .run();
}

#[test]
fn discovery_redirected_page() {
    scenario("discovery_redirected_page")
        .world(|| {
            told(Reply::redirect("https://pages.corp.example/tool.html"))
                .site(Site::https("pages.corp.example", always(page(200, right()))))
        })
        .silent()
        .run();
}

#[test]
fn discovery_page_redirected_to_http() {
    scenario("discovery_page_redirected_to_http")
        .world(|| {
            told(Reply::redirect("http://pages.corp.example/tool.html"))
                .site(Site::http("pages.corp.example", always(page(200, right()))))
        })
        .go_fails_with("redirected from secure URL")
        .diagnosis("redirect-broken")
        .run();
}

#[test]
fn discovery_repository_by_http() {
    scenario("discovery_repository_by_http")
        .world(|| {
            let repositories = repositories(&[tool()], VANITY);
            World::internet()
                .project(&[tool()])
                .site(Site::http(FORGE, repositories))
                .site(Site::https(
                    VANITY,
                    always(page(200, right().replace("https://git", "http://git"))),
                ))
                .env("GOPRIVATE", "*.corp.example")
        })
        .silent()
        .run();
}

/// A forge that names whole paths to who is logged in, and two parts to others.
fn gitlab(netrc: Option<&str>) -> World {
    let module = Module::new("git.corp.example/team/sub/tool", "v1.0.0");
    let repositories =
        Forge::of(std::slice::from_ref(&module)).login("build", "rightcanary").pages();
    let pages: Pages = Arc::new(move |request: &Request| {
        if !request.target.ends_with("?go-get=1") {
            return match request.path() {
                path if path.starts_with("/team/sub.git/") => {
                    if request.header("Authorization").is_some() {
                        return Reply::status(404);
                    }
                    Reply::status(401).header("WWW-Authenticate", "Basic realm=\"GitLab\"")
                }
                _ => repositories(request),
            };
        }
        let known = request.carries("Authorization", "build", "rightcanary");
        let named =
            if known { "git.corp.example/team/sub/tool" } else { "git.corp.example/team/sub" };
        Reply::bytes(format!(
            "<html><head><meta name=\"go-import\" content=\"{named} git https://{named}.git\"></head><body>go get {named}</body></html>"
        ))
    });
    let world = World::internet()
        .project(&[module])
        .site(Site::https(FORGE, pages).http1_only())
        .env("GOPRIVATE", FORGE);
    match netrc {
        Some(netrc) => world.file("home/.netrc", netrc),
        None => world,
    }
}

#[test]
fn discovery_gitlab_logged_in() {
    scenario("discovery_gitlab_logged_in")
        .world(|| gitlab(Some("machine git.corp.example login build password rightcanary\n")))
        .secrets(&["rightcanary"])
        .silent()
        .run();
}

#[test]
fn discovery_gitlab_subgroup() {
    scenario("discovery_gitlab_subgroup")
        .world(|| gitlab(None))
        .go_fails_with("could not read Username for 'https://git.corp.example'")
        .diagnosis("gitlab-subgroup")
        .run();
}

/// git could log in; go cannot ask.
#[test]
fn discovery_gitlab_credentials_of_git_alone() {
    scenario("discovery_gitlab_credentials_of_git_alone")
        .world(|| {
            let kept = "[credential]\n\thelper = store\n";
            gitlab(None)
                .file("home/.gitconfig", kept)
                .file("home/.git-credentials", "https://build:rightcanary@git.corp.example\n")
        })
        .go_fails_with("repository 'https://git.corp.example/team/sub.git/' not found")
        .diagnosis("gitlab-subgroup")
        .secrets(&["rightcanary"])
        .run();
}
