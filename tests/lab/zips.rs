//! Zips of modules that go refuses: while it downloads them, or when it unpacks them.

use crate::company::{MODULES, mirror_url};
use crate::goproxy::ModuleProxy;
use crate::http::Reply;
use crate::internet::{CANARY, modules};
use crate::module::Module;
use crate::pack::{Piece, Zip};
use crate::scenario::{Scenario, scenario};
use crate::site::Site;
use crate::world::World;
use gomod_doctor::go::modzip;

/// The company's proxy with this zip of the canary, alone in GOPROXY. Nobody knows
/// which hash it should have, except where go.sum is written anew.
fn serving(zip: &[u8]) -> World {
    let proxy = ModuleProxy::of(&modules()).fault("@v/v1.0.0.zip", Reply::bytes(zip.to_vec()));
    World::internet()
        .site(Site::https(MODULES, proxy.pages()))
        .env("GOPROXY", "https://modules.corp.example")
        .env("GOSUMDB", "off")
        .without_file("work/go.sum")
}

fn named(name: &str) -> Piece {
    Piece::new(format!("{CANARY}@v1.0.0/{name}").as_bytes(), b"package lab\n")
}

/// The canary's zip with these files besides.
fn with(pieces: Vec<Piece>) -> Zip {
    let gomod = Piece { content: format!("module {CANARY}\n").into(), ..named("go.mod") };
    Zip::of([gomod, named("lab.go")].into_iter().chain(pieces).collect())
}

fn refused(name: &'static str, words: &'static str, zip: impl FnOnce() -> Vec<u8> + 'static) {
    told(name, words, || serving(&zip())).run();
}

fn told(
    name: &'static str,
    words: &'static str,
    world: impl FnOnce() -> World + 'static,
) -> Scenario {
    scenario(name).world(world).go_fails_with(words).diagnosis("module-zip-invalid")
}

#[test]
fn zip_with_names_that_go_up() {
    refused("zip_with_names_that_go_up", "malformed file path \"../up.go\"", || {
        with(vec![named("../up.go")]).bytes()
    });
}

#[test]
fn zip_with_names_elsewhere() {
    refused("zip_with_names_elsewhere", "has unexpected file other/x.go", || {
        with(vec![Piece::new(b"other/x.go", b"")]).bytes()
    });
}

#[test]
fn zip_of_another_version() {
    refused("zip_of_another_version", "has unexpected file example.com/canary@v1.1.0/", || {
        Module::new(CANARY, "v1.1.0").zip()
    });
}

#[test]
fn zip_with_names_alike() {
    refused("zip_with_names_alike", "case-insensitive file name collision", || {
        with(vec![named("Lab.go")]).bytes()
    });
}

#[test]
fn zip_with_another_go_mod() {
    refused("zip_with_another_go_mod", "go.mod file not in module root directory", || {
        with(vec![named("sub/go.mod")]).bytes()
    });
}

#[test]
fn zip_cut_short() {
    refused("zip_cut_short", "zip: not a valid zip file", || {
        let whole = with(Vec::new()).bytes();
        whole[..whole.len() / 2].to_vec()
    });
}

#[test]
fn zip_with_a_wrong_checksum() {
    refused("zip_with_a_wrong_checksum", "zip: checksum error", || {
        with(vec![Piece { crc: Some(7), ..named("odd.go") }]).bytes()
    });
}

#[test]
fn zip_that_declares_600_mb() {
    refused("zip_that_declares_600_mb", "unexpected EOF", || {
        with(vec![Piece { size: Some(600_000_000), ..named("small.bin") }]).bytes()
    });
}

#[test]
fn zip_that_holds_600_mb() {
    refused(
        "zip_that_holds_600_mb",
        "total uncompressed size of module contents too large",
        || {
            let large = Piece { content: vec![0; 150 << 20], ..named("a.bin") };
            let again = |name: &str| Piece { name: named(name).name, ..large.clone() };
            with(vec![again("b.bin"), again("c.bin"), again("d.bin"), large.clone()]).bytes()
        },
    );
}

#[test]
fn zip_that_is_a_bomb() {
    refused("zip_that_is_a_bomb", "zip: not a valid zip file", || {
        let content = vec![0; 300 << 20];
        with(vec![Piece { content, size: Some(1000), ..named("a.bin") }]).bytes()
    });
}

/// A hundred thousand names, and one file that they all mean.
#[test]
fn zip_of_very_many_files() {
    refused("zip_of_very_many_files", "has unexpected file x", || {
        let piece = Piece { offset: Some(0), ..Piece::new(b"x", b"") };
        Zip { hollow: true, ..Zip::of(vec![piece; 100_000]) }.bytes()
    });
}

/// go.sum holds the hash of this very file: no other source has a better one.
#[test]
fn zip_published_so() {
    told("zip_published_so", "case-insensitive file name collision", || {
        let zip = with(vec![named("Lab.go")]).bytes();
        let h1 = modzip::hash(&zip).expect("a zip").h1;
        let canary = Module::new(CANARY, "v1.0.0");
        let gomod = canary.gomod_hash();
        let sums = format!("{CANARY} v1.0.0 {h1}\n{CANARY} v1.0.0/go.mod {gomod}\n");
        serving(&zip).file("work/go.sum", sums)
    })
    .run();
}

/// In front of a zip and behind it may stand what is none.
#[test]
fn zip_with_odd_ends() {
    scenario("zip_with_odd_ends")
        .world(|| {
            let zip = Zip {
                front: b"#!/bin/sh\n".to_vec(),
                ..with(vec![Piece { content: Vec::new(), ..named("d/") }])
            };
            serving(&Zip { comment: vec![b'.'; 2000], ..zip }.bytes())
        })
        .run();
}

#[test]
fn zip_in_a_folder_damaged() {
    told("zip_in_a_folder_damaged", "zip: checksum error", || {
        let zip = with(vec![Piece { crc: Some(7), ..named("odd.go") }]).bytes();
        World::internet()
            .mirror(&modules())
            .file(&format!("mirror/{CANARY}/@v/v1.0.0.zip"), zip)
            .env("GOPROXY", &mirror_url())
    })
    .run();
}
