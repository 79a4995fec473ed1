//! Scenarios in which go does not learn where code lies, or may not fetch it.

use std::sync::Arc;

use crate::company::FORGE;
use crate::discovery::{TOOL, VANITY, always, page, right, tag, told, wanting};
use crate::http::{Pages, Reply, Request};
use crate::module::Module;
use crate::scenario::scenario;
use crate::site::Site;
use crate::world::World;

/// What the page of the tool is, and what go says of it.
fn page_is(name: &'static str, reply: fn() -> Reply, words: &'static str) {
    scenario(name)
        .world(move || told(reply()))
        .go_fails_with(words)
        .diagnosis("go-import-missing")
        .run();
}

#[test]
fn refused_no_page() {
    page_is("refused_no_page", || page(404, "no"), "?go-get=1: 404 Not Found");
}

#[test]
fn refused_server_error() {
    page_is("refused_server_error", || page(503, "no"), "?go-get=1: 503 Service Unavailable");
}

#[test]
fn refused_login_page() {
    page_is("refused_login_page", || Reply::html(200, "Sign in"), "no go-import meta tags ()");
}

#[test]
fn refused_app_without_words() {
    let app = || {
        page(
            200,
            "<!doctype html><html><head><script src=\"/app.js\"></script></head><body><div id=\"app\"></div></body></html>",
        )
    };
    page_is("refused_app_without_words", app, "no go-import meta tags ()");
}

#[test]
fn refused_tag_in_the_body() {
    let late = || page(200, right().replace("<head>", "<head></head><body>"));
    page_is("refused_tag_in_the_body", late, "no go-import meta tags ()");
}

#[test]
fn refused_other_prefix() {
    let other = || page(200, right().replacen(TOOL, "go.corp.example/team/too", 1));
    page_is("refused_other_prefix", other, "did not match import path");
}

#[test]
fn refused_two_tags() {
    let twice = || page(200, [right(), right()].concat().replacen("</head></html>", "", 1));
    page_is("refused_two_tags", twice, "multiple meta tags match import path");
}

#[test]
fn refused_page_cut_before_its_tag() {
    let cut = || page(200, "<html><head><meta name=\"go-import\" cont");
    page_is("refused_page_cut_before_its_tag", cut, "XML syntax error on line 1: unexpected EOF");
}

#[test]
fn refused_charset() {
    let latin =
        || page(200, ["<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>", &right()].concat());
    page_is("refused_charset", latin, "can't decode XML document using charset \"iso-8859-1\"");
}

#[test]
fn refused_address_of_ssh() {
    let scp = || page(200, tag(&format!("{TOOL} git git@git.corp.example:team/tool.git")));
    page_is(
        "refused_address_of_ssh",
        scp,
        "invalid repo root \"git@git.corp.example:team/tool.git\"",
    );
}

#[test]
fn refused_no_scheme() {
    let bare = || page(200, tag(&format!("{TOOL} git git.corp.example/team/tool")));
    page_is("refused_no_scheme", bare, "invalid repo root");
}

#[test]
fn refused_unknown_program() {
    let cvs = || page(200, tag(&format!("{TOOL} cvs https://git.corp.example/team/tool")));
    page_is("refused_unknown_program", cvs, "unknown vcs \"cvs\"");
}

#[test]
fn refused_folder_at_the_root() {
    let root = || page(200, right().replace(".git\"", ".git /inner\""));
    page_is("refused_folder_at_the_root", root, "invalid subdirectory \"/inner\": leading slash");
}

/// The page of the tool says that it belongs to the team, whose page is this.
fn above(name: &'static str, team: fn() -> Reply, words: &'static str) {
    scenario(name)
        .world(move || {
            let own = page(200, tag(&format!("go.corp.example/team git https://{FORGE}/team.git")));
            let team = team();
            let pages: Pages =
                Arc::new(
                    move |request: &Request| {
                        if request.path() == "/team/tool" { own.clone() } else { team.clone() }
                    },
                );
            wanting().site(Site::https(VANITY, pages))
        })
        .go_fails_with(words)
        .diagnosis("go-import-missing")
        .run();
}

#[test]
fn refused_no_page_of_the_prefix() {
    above(
        "refused_no_page_of_the_prefix",
        || page(404, "no"),
        "go.corp.example/team?go-get=1: 404",
    );
}

#[test]
fn refused_no_tag_of_the_prefix() {
    let words = "no go-import meta tag found in https://go.corp.example/team?go-get=1";
    above("refused_no_tag_of_the_prefix", || page(200, "<p>hello"), words);
}

#[test]
fn refused_pages_disagree() {
    let other = || page(200, tag("go.corp.example/team git https://elsewhere.example/team.git"));
    above("refused_pages_disagree", other, "disagree about go-import for go.corp.example/team");
}

#[test]
fn refused_suffix_at_a_forge() {
    scenario("refused_suffix_at_a_forge")
        .world(|| {
            let module = Module::new("github.com/acme/tool.git", "v1.0.0");
            World::internet().project(&[module]).env("GOPRIVATE", "github.com/acme")
        })
        .go_fails_with("invalid version control suffix in github.com/ path")
        .diagnosis("go-import-missing")
        .run();
}

#[test]
fn refused_too_short_for_a_forge() {
    scenario("refused_too_short_for_a_forge")
        .world(|| {
            let module = Module::new("github.com/acme", "v1.0.0");
            World::internet().project(&[module]).env("GOPRIVATE", "github.com")
        })
        .go_fails_with("invalid github.com import path")
        .diagnosis("go-import-missing")
        .run();
}

fn govcs(name: &'static str, value: &'static str, words: &'static str) {
    scenario(name)
        .world(move || told(page(200, right())).env("GOVCS", value))
        .go_fails_with(words)
        .diagnosis("govcs-disallowed")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn refused_govcs_forbids_git() {
    let words = "GOVCS disallows using git for private go.corp.example/team/tool";
    govcs("refused_govcs_forbids_git", "go.corp.example:hg,private:all", words);
}

#[test]
fn refused_govcs_forbids_the_repository() {
    let words = "GOVCS disallows using git for private go.corp.example/team/tool";
    govcs("refused_govcs_forbids_the_repository", "go.corp.example/team/tool:off", words);
}

#[test]
fn refused_govcs_malformed() {
    govcs("refused_govcs_malformed", "git", "malformed entry in GOVCS (missing colon): \"git\"");
}

#[test]
fn refused_govcs_unreachable() {
    let words = "unreachable pattern in GOVCS";
    govcs("refused_govcs_unreachable", "public:git,public:hg,private:git", words);
}

#[test]
fn refused_govcs_allows() {
    scenario("refused_govcs_allows")
        .world(|| told(page(200, right())).env("GOVCS", "*:off").env("GOVCS", "private:git,*:off"))
        .silent()
        .run();
}

#[test]
fn refused_svn_for_a_public_path() {
    scenario("refused_svn_for_a_public_path")
        .world(|| {
            let svn = tag(&format!("{TOOL} svn https://{FORGE}/team/tool"));
            told(page(200, svn))
                .env("GOPRIVATE", "")
                .env("GONOPROXY", VANITY)
                .env("GONOSUMDB", VANITY)
        })
        .go_fails_with("GOVCS disallows using svn for public go.corp.example/team/tool")
        .diagnosis("govcs-disallowed")
        .run();
}

/// A network with a login page answers for every host, and go has no proxy in between.
#[test]
fn refused_page_of_somebody_else() {
    scenario("refused_page_of_somebody_else")
        .world(|| {
            World::internet()
                .project(&[Module::new("golang.org/x/lab", "v1.0.0")])
                .site(Site::https("golang.org", always(Reply::html(200, "Welcome to our Wi-Fi"))))
                .env("GOPROXY", "direct")
                .env("GONOSUMDB", "golang.org")
        })
        .go_fails_with("no go-import meta tags ()")
        .diagnosis("go-import-missing")
        .run();
}

/// A module that no proxy has, at a host that knows nothing of it.
#[test]
fn refused_by_proxy_and_origin() {
    scenario("refused_by_proxy_and_origin")
        .world(|| {
            World::internet()
                .project(&[Module::new("dead.example.org/tool", "v1.0.0")])
                .site(Site::https("dead.example.org", always(page(404, "gone"))))
        })
        .go_fails_with("dead.example.org/tool?go-get=1: 404 Not Found")
        .diagnosis("module-not-found")
        .run();
}

/// What sends to a login on another host is a login page.
#[test]
fn refused_by_single_sign_on() {
    scenario("refused_by_single_sign_on")
        .world(|| {
            told(Reply::redirect("https://sso.corp.example/login"))
                .site(Site::https("sso.corp.example", always(Reply::html(200, "Log in to Corp"))))
        })
        .go_fails_with("no go-import meta tags ()")
        .diagnosis("go-import-missing")
        .run();
}

#[test]
fn refused_where_a_redirect_leads_nowhere() {
    scenario("refused_where_a_redirect_leads_nowhere")
        .world(|| {
            told(Reply::redirect("https://gone.corp.example/x"))
                .answers("gone.corp.example", crate::dns::Answer::NxDomain)
        })
        .go_fails_with("lookup gone.corp.example")
        .diagnosis("redirect-broken")
        .run();
}
