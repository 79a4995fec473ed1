use crate::base::Text;
use crate::model::{
    Area, Bar, Cause, Cite, Evidence, Finding, Fix, Mark, Scope, Spot, Step, Subject,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "modcache-unusable",
    area: Area::Settings,
    title: Text::of("The place for the module cache cannot hold one", "该位置无法存放模块缓存"),
    docs: Text::of(
        "The path that GOMODCACHE or GOPATH leads to can be no module cache: a file lies in the \
         way, a link there leads nowhere, the path is too long, its file system refuses to rename \
         files, or forbids to run programs from it where go is to run a toolchain.\n\n\
         go says: could not create module cache: \"/srv/cache\" is not a directory, or: could not \
         create module cache: mkdir /srv/cache: file exists, or, for a toolchain on a file system \
         that is mounted noexec: exec go1.28.0: permission denied\n\n\
         It is neither the owner nor the room: those say `permission denied` for a file that go \
         writes, and `no space left on device`.\n\n\
         Let GOMODCACHE or GOPATH name another folder, or move what lies in the way.",
        "GOMODCACHE 或 GOPATH 指向的路径无法作为模块缓存：路径上有一个文件、有一个指向不存在位置的链接、路径太长、\
         文件系统拒绝重命名文件，或者不允许运行其中的程序而 go 需要从那里运行工具链。\n\n\
         go 的报错：could not create module cache: \"/srv/cache\" is not a directory，或者：could not \
         create module cache: mkdir /srv/cache: file exists；工具链位于以 noexec 挂载的文件系统时：\
         exec go1.28.0: permission denied\n\n\
         这与所有者和空间无关：那些情况会对 go 写入的文件报告 `permission denied` 和 `no space left on device`。\n\n\
         请让 GOMODCACHE 或 GOPATH 指向另一个目录，或者移走挡路的文件。",
    ),
    logs: &[
        Mark::of(&["could not create module cache", "not a directory"]),
        Mark::of(&["could not create module cache", "file exists"]),
        Mark::of(&["could not create module cache", "file name too long"]),
        Mark::of(&["could not create module cache", "no such file or directory"])
            .without(&["sumdb"]),
        Mark::of(&["could not create module cache", "The system cannot find the path specified."]),
        Mark::of(&["could not create module cache", "input/output error"]),
        Mark::of(&["could not create module cache", "too many levels of symbolic links"]),
        Mark::of(&["failed to create cache directory ", "not a directory"]),
        Mark::of(&["mkdir ", "/@v: not a directory"]),
        Mark::of(&["/cache/download", ": not a directory"]),
        Mark::of(&["/pkg/mod", ": not a directory"]),
        Mark::of(&["/pkg/mod", ": file exists"]),
        Mark::of(&["/cache/download/", "file name too long"]),
        Mark::of(&["/pkg/mod/", "file name too long"]),
        Mark::of(&["\\pkg\\mod\\", "The filename or extension is too long."]),
        Mark::of(&["pkg", "mod", "cache", ": Filename too long"]),
        Mark::of(&["rename ", "/cache/download/", ": operation not permitted"]),
        Mark::of(&["rename ", "/pkg/mod/", ": operation not permitted"]),
        Mark::of(&["rename ", "/cache/download/", "invalid cross-device link"]),
        Mark::of(&["rename ", "/pkg/mod/", "invalid cross-device link"]),
        Mark::of(&["/pkg/mod/", ": input/output error"]),
        Mark::of(&["/pkg/mod/", ": stale NFS file handle"]),
        Mark::of(&["exec go1.", ": permission denied"]),
        Mark::of(&["golang.org/toolchain@", "/bin/go: permission denied"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let spots = spots(evidence);
    let first = spots.first()?;
    let (path, at) = (&first.path, &first.at);
    let Text { en: mounted, zh: mounted_zh } = first.mounted();
    let says = match first.bar {
        Bar::NotAFolder => say! {
            en: "go has to make {path}, and {at} is no folder: a file lies in the way.",
            zh: "go 需要创建 {path}，但 {at} 不是目录：有一个文件挡在那里。",
        },
        Bar::Dangling => say! {
            en: "go has to make {path}, and {at} is a link that leads nowhere. go makes no folder through it.",
            zh: "go 需要创建 {path}，但 {at} 是一个指向不存在位置的链接，go 无法通过它创建目录。",
        },
        Bar::NoExec => say! {
            en: "go is to download a toolchain into {path} and run it from there, and{mounted} forbids to run programs (noexec).",
            zh: "go 需要把工具链下载到 {path} 并从那里运行，但{mounted_zh}不允许运行程序（noexec）。",
        },
        _ => say! {
            en: "go has to write {path}, and that path, or a name in it, is longer than the system allows.",
            zh: "go 需要写入 {path}，但该路径或其中的某个名字超过了系统允许的长度。",
        },
    };
    let cites = spots.iter().map(|spot| Cite::Disk(spot.at.clone())).collect();
    let modules = spots.iter().flat_map(|spot| spot.modules.clone()).collect();
    Some(Finding::certain(says, cites).stops(modules).about(Subject::File(at.clone())))
}

fn spots(evidence: &Evidence) -> Vec<&Spot> {
    evidence.facts.disk.cache_barred(|bar| {
        matches!(bar, Bar::NotAFolder | Bar::Dangling | Bar::TooLong | Bar::NoExec)
    })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let spots = spots(evidence);
    let elsewhere = spots.first().and_then(|spot| evidence.facts.elsewhere(spot));
    elsewhere.into_iter().chain([moved(spots.first().copied())]).collect()
}

fn moved(spot: Option<&Spot>) -> Fix {
    let says = match spot {
        Some(Spot { at, bar: Bar::NotAFolder | Bar::Dangling, .. }) => say! {
            en: "Look what {at} is, and move it away if it is not needed there.",
            zh: "查看 {at} 是什么，如果那里不需要它，就把它移走。",
        },
        _ => Text::of(
            "Let GOMODCACHE name a folder with a short path on a local disk that is not mounted noexec.",
            "让 GOMODCACHE 指向本地磁盘上路径较短、且未以 noexec 挂载的目录。",
        ),
    };
    let title = Text::of("Make the place usable, or take another one", "让该位置可用，或换一个位置");
    let why = Text::of("This tool moves no files.", "本工具不会移动文件。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(says)]).unprovable(why)
}

const LONG: &str = "/home/dev/a-name-longer-than-any-that-a-file-system-takes-which-is-two-hundred-and-fifty-five-letters-and-so-this-one-goes-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a file in place of the cache",
        world: || World::healthy().var("GOMODCACHE", "/srv/cache").file("/srv/cache", ""),
        roots: &["modcache-unusable"],
    },
    Scene {
        name: "a file above the cache",
        world: || World::healthy().var("GOMODCACHE", "/srv/cache/mod").file("/srv/cache", ""),
        roots: &["modcache-unusable"],
    },
    Scene {
        name: "a file where the versions of a module should lie",
        world: || {
            let file = "/home/dev/go/pkg/mod/cache/download/github.com/acme/widget/@v";
            World::healthy().file(file, "")
        },
        roots: &["modcache-unusable"],
    },
    Scene {
        name: "a name that is too long",
        world: || World::healthy().var("GOMODCACHE", LONG).file(&format!("{LONG}/x"), ""),
        roots: &["modcache-unusable"],
    },
    Scene {
        name: "a toolchain where no program may be run",
        world: || {
            let mounts = "30 22 0:30 / /srv rw,noexec - tmpfs lab rw\n";
            let world = World::healthy().var("GOMODCACHE", "/srv/cache");
            world
                .file("/srv/cache/x", "")
                .file("/proc/self/mountinfo", mounts)
                .gomod("module example.com/app\n\ngo 1.27.1\n")
        },
        roots: &["modcache-unusable", "toolchain-unavailable"],
    },
    Scene {
        name: "modules where no program may be run",
        world: || {
            let mounts = "30 22 0:30 / /srv rw,noexec - tmpfs lab rw\n";
            let world = World::healthy().var("GOMODCACHE", "/srv/cache");
            world.file("/srv/cache/x", "").file("/proc/self/mountinfo", mounts)
        },
        roots: &[],
    },
];
