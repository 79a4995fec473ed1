//! Import paths, schemes and GOVCS by hand and by chance.

use crate::goroot::Dice;
use crate::world::{World, held};

const HOSTS: &[&str] = &[
    "github.com",
    "bitbucket.org",
    "hub.jazz.net/git",
    "hub.jazz.net",
    "git.apache.org",
    "git.openstack.org",
    "chiselapp.com",
    "chiselapp.com/user/a1/repository",
    "example.net",
    "rsc.io",
    "launchpad.net",
    "launchpad.net/~u",
    "h.example",
    "git.corp.example",
    "a-b.c.example:8443",
    "H.example",
    "localhost",
    "h",
    ".example",
    "example.",
    "http:/h.example",
    "https:/h.example",
    "h.example:",
    "h.example:8x",
    "github.com.example",
    "foo.git",
];
const ELEMENTS: &[&str] = &[
    "a",
    "b",
    "A_b",
    "x.git",
    "y.hg",
    "z.svn",
    "w.bzr",
    "v.fossil",
    "~u",
    "~u.git",
    "~.git",
    ".git",
    "a.git.hg",
    "v2",
    "a+b",
    "",
    "é",
    "x.gitx",
    "git",
    "a.b",
    "-",
    "+junk",
    "repository",
    "user",
    "X.git",
];
const GOVCS: &[&str] = &[
    "",
    " ",
    ",",
    "git",
    "public:git",
    "public:git|hg",
    "private:all",
    "*:all",
    "*:off",
    "h.example:svn",
    "h.example:svn|fossil,public:git",
    "github.com/a:hg,github.com:git",
    "a:git,a:hg",
    "a:git, a : hg",
    ":git",
    "a:",
    "a:|",
    "a:git|",
    "./a:git",
    "..:git",
    "a:git,",
    "\"a\":git",
    "public:off,private:git",
    "*.example:all",
    "git.*/x*:git",
];
const PRIVATE: &[&str] =
    &["", "h.example", "*.example", "github.com/a,h.example/b", "git.corp.example/x.git"];
const ALLOW: &[&str] = &["", "https", "ssh:git+ssh", "http:git", "file", ":"];

#[test]
fn paths_settings_and_schemes_are_go_s() {
    let Some(judge) = crate::judge() else { return };
    let mut dice = Dice::new(17);
    let worlds: Vec<World> = (0..30000).map(|_| by_chance(&mut dice)).collect();
    let answers = held(&judge, &worlds);
    let found = answers.iter().filter(|it| it[0] != "error").count();
    assert!(found > 500, "{found}");
}

fn by_chance(dice: &mut Dice) -> World {
    let mut path = dice.pick(HOSTS).to_owned();
    for _ in 0..dice.below(5) {
        path = format!("{path}/{}", dice.pick(ELEMENTS));
    }
    let schemes = ["https", "http", "ssh", "git+ssh", "git", "svn", "svn+ssh", "bzr+ssh"];
    let place = [".git", ".hg", ".svn", ".bzr"].into_iter().find_map(|end| {
        let at = path
            .find(&format!("{end}/"))
            .or_else(|| path.ends_with(end).then(|| path.len() - end.len()))?;
        Some(path[..at].to_owned())
    });
    let place = place.unwrap_or_default();
    let there =
        schemes.iter().filter(|_| dice.below(3) == 0).map(|it| format!("{it}://{place}")).collect();
    World {
        there,
        govcs: dice.pick(GOVCS).to_owned(),
        goprivate: dice.pick(PRIVATE).to_owned(),
        allow: dice.pick(ALLOW).to_owned(),
        insecure: dice.below(3) == 0,
        ..World::of(&path)
    }
}
