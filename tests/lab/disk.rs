//! Scenarios of places that go cannot write to, and of those that it need not.

use crate::company::secret_module;
use crate::internet::CANARY;
use crate::module::Module;
use crate::origins::{forge, secret};
use crate::scenario::{Scenario, scenario};
use crate::world::{World, place};

/// Everything in the cache, unpacked.
const FILLED: &str = "GOFLAGS=-modcacherw go mod download";

/// Beside the folders that are brought back after each command: mounts stay there.
fn elsewhere() -> String {
    place("disk").display().to_string()
}

/// The cache on a file system of its own, with these options; the script fills it before.
fn mounted(options: &str, then: &str) -> World {
    let cache = elsewhere();
    let script = format!(
        "mkdir -p {cache} && mount -t tmpfs -o {options} lab {cache} && mkdir -p {cache}/mod && {then}"
    );
    World::internet().env("GOMODCACHE", &format!("{cache}/mod")).prepared_by(&script)
}

fn read_only(name: &'static str, then: &'static str) -> Scenario {
    let remounted = move || format!("{then} && mount -o remount,ro {}", elsewhere());
    scenario(name).world(move || mounted("size=8m", &remounted()))
}

/// A cache that belongs to nobody here, as root's does to everybody else.
fn barred(name: &'static str, script: &'static str) -> Scenario {
    scenario(name).world(move || World::internet().restrained().prepared_by(script))
}

#[test]
fn disk_cache_not_writable() {
    barred("disk_cache_not_writable", "mkdir -p ~/go && chmod 555 ~/go")
        .go_fails_with("permission denied")
        .diagnosis("modcache-not-writable")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn disk_cache_given_by_a_variable() {
    scenario("disk_cache_given_by_a_variable")
        .world(|| {
            let cache = place("home/cache").display().to_string();
            let script = "mkdir -p ~/cache && chmod 555 ~/cache";
            World::internet().restrained().env("GOMODCACHE", &cache).prepared_by(script)
        })
        .go_fails_with("permission denied")
        .diagnosis("modcache-not-writable")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn disk_lock_not_writable() {
    let at = "~/go/pkg/mod/cache/download/example.com/canary/@v";
    let script: &'static str = Box::leak(
        format!("mkdir -p {at} && touch {at}/v1.0.0.lock && chmod 444 {at}/v1.0.0.lock").into(),
    );
    barred("disk_lock_not_writable", script)
        .go_fails_with("v1.0.0.lock: permission denied")
        .diagnosis("modcache-not-writable")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn disk_whole_cache_is_only_read() {
    barred("disk_whole_cache_is_only_read", "go mod download && chmod -R a-w ~/go").silent().run();
}

#[test]
fn disk_packed_cache_is_written() {
    let script = "GOFLAGS=-modcacherw go mod download && rm -rf ~/go/pkg/mod/example.com && chmod -R a-w ~/go";
    barred("disk_packed_cache_is_written", script)
        .go_fails_with("permission denied")
        .diagnosis("modcache-not-writable")
        .run();
}

#[test]
fn disk_sumdb_not_writable() {
    scenario("disk_sumdb_not_writable")
        .world(|| {
            let script = "mkdir -p ~/go/pkg/mod ~/go/pkg/sumdb && chmod 555 ~/go/pkg/sumdb";
            World::internet().with_database().restrained().prepared_by(script)
        })
        .go_fails_with("/sumdb/sum.golang.org/latest: no such file or directory")
        .diagnosis("modcache-not-writable")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn disk_cache_read_only() {
    read_only("disk_cache_read_only", "true")
        .go_fails_with("read-only file system")
        .diagnosis("modcache-read-only")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn disk_whole_cache_read_only() {
    read_only("disk_whole_cache_read_only", FILLED).silent().run();
}

#[test]
fn disk_full_of_bytes() {
    scenario("disk_full_of_bytes")
        .world(|| mounted("size=64k", &format!("! head -c 1m /dev/zero >{}/fill", elsewhere())))
        .go_fails_with("no space left on device")
        .diagnosis("disk-full")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn disk_full_of_files() {
    scenario("disk_full_of_files")
        .world(|| mounted("size=8m,nr_inodes=3", "true"))
        .go_fails_with("no space left on device")
        .diagnosis("disk-full")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn disk_full_and_nothing_to_write() {
    scenario("disk_full_and_nothing_to_write")
        .world(|| {
            let fill = format!("{FILLED} && ! head -c 10m /dev/zero >{}/fill", elsewhere());
            mounted("size=1m", &fill)
        })
        .silent()
        .run();
}

#[test]
fn disk_noexec_is_fine_for_modules() {
    scenario("disk_noexec_is_fine_for_modules")
        .world(|| mounted("size=8m,noexec,nosuid", "true"))
        .silent()
        .run();
}

#[test]
fn disk_cache_is_a_file() {
    scenario("disk_cache_is_a_file")
        .world(|| {
            let file = place("home/cache").display().to_string();
            World::internet().file("home/cache", "").env("GOMODCACHE", &file)
        })
        .go_fails_with("is not a directory")
        .diagnosis("modcache-unusable")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn disk_cache_is_a_dangling_link() {
    scenario("disk_cache_is_a_dangling_link")
        .world(|| {
            let link = place("home/link").display().to_string();
            World::internet().env("GOMODCACHE", &link).prepared_by("ln -s ~/nowhere ~/link")
        })
        .go_fails_with("file exists")
        .diagnosis("modcache-unusable")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn disk_sources_not_writable() {
    scenario("disk_sources_not_writable")
        .world(|| {
            let world = World::internet().without_file("work/go.sum").env("GOSUMDB", "off");
            world.restrained().prepared_by("chmod 555 .")
        })
        .go_fails_with("updating go.sum")
        .diagnosis("project-files-inaccessible")
        .run();
}

#[test]
fn disk_sources_read_only_and_complete() {
    scenario("disk_sources_read_only_and_complete")
        .world(|| {
            let world = World::internet().project(&[Module::new(CANARY, "v1.0.0")]);
            world.restrained().prepared_by("chmod 555 . && chmod 444 go.mod go.sum")
        })
        .silent()
        .run();
}

/// go makes a zip of the repository in a folder of this name.
fn direct_with(folder: &str) -> World {
    forge(secret(), &[secret_module()]).env("TMPDIR", &place(folder).display().to_string())
}

#[test]
fn disk_direct_without_a_temporary_folder() {
    scenario("disk_direct_without_a_temporary_folder")
        .world(|| direct_with("tmp/job-17"))
        .go_fails_with("go-codehost-")
        .diagnosis("tmpdir-unusable")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn disk_direct_with_a_temporary_folder_of_another() {
    scenario("disk_direct_with_a_temporary_folder_of_another")
        .world(|| direct_with("home/job").restrained().prepared_by("mkdir -m 555 ~/job"))
        .go_fails_with("go-codehost-")
        .diagnosis("tmpdir-unusable")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn disk_proxy_without_a_temporary_folder() {
    scenario("disk_proxy_without_a_temporary_folder")
        .world(|| {
            let gone = place("tmp/job-17").display().to_string();
            World::internet().env("TMPDIR", &gone)
        })
        .silent()
        .run();
}
