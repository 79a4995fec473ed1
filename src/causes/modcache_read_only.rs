use crate::base::Text;
use crate::model::{
    Area, Bar, Cause, Cite, Evidence, Finding, Fix, Mark, Scope, Spot, Step, Subject, Write,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "modcache-read-only",
    area: Area::Settings,
    title: Text::of("The module cache lies on a read-only file system", "模块缓存位于只读文件系统"),
    docs: Text::of(
        "The file system that holds the module cache, or GOPATH, is mounted read-only, and go has \
         to write there: a version is missing, or it lies there and is not unpacked yet.\n\n\
         go says: could not create module cache: mkdir /go/pkg/mod: read-only file system, or open \
         /go/pkg/mod/cache/download/github.com/acme/widget/@v/v1.2.3.lock: read-only file system\n\n\
         Not even root may write there, so that rights and owners do not matter; `permission \
         denied` is another thing. It comes from readOnlyRootFilesystem in Kubernetes, `docker run \
         --read-only`, a volume with `:ro`, or a disk that the kernel made read-only after an \
         error. A read-only cache that has every version unpacked works.\n\n\
         Let GOMODCACHE (or GOPATH) name a folder on a volume that can be written, mount this one \
         read-write, or fill it with `go mod download` before it is mounted read-only.",
        "存放模块缓存或 GOPATH 的文件系统以只读方式挂载，而 go 需要写入：缺少某个版本，或者版本已在但尚未解压。\n\n\
         go 的报错：could not create module cache: mkdir /go/pkg/mod: read-only file system，或者 open \
         /go/pkg/mod/cache/download/github.com/acme/widget/@v/v1.2.3.lock: read-only file system\n\n\
         连 root 也不能写入，因此与权限和所有者无关；`permission denied` 是另一回事。\
         原因通常是 Kubernetes 的 readOnlyRootFilesystem、`docker run --read-only`、带 `:ro` 的卷，\
         或者磁盘出错后被内核改为只读。如果只读缓存中所有版本都已解压，go 可以正常工作。\n\n\
         请让 GOMODCACHE（或 GOPATH）指向可写的卷，把该文件系统改为可写挂载，\
         或者在只读挂载之前先用 `go mod download` 填好缓存。",
    ),
    logs: &[
        Mark::of(&["could not create module cache", "read-only file system"]),
        Mark::of(&["writing go.mod cache", "read-only file system"]),
        Mark::of(&["writing stat cache", "read-only file system"]),
        Mark::of(&["/cache/download/", ": read-only file system"]),
        Mark::of(&["/mod/cache: read-only file system"]),
        Mark::of(&["/pkg/mod/", ": read-only file system"]),
        Mark::of(&["/pkg/sumdb/", ": read-only file system"]),
        Mark::of(&["go: mkdir ", ": read-only file system"]).without(&["go-build"]),
        Mark::of(&["failed to create cache directory ", ": read-only file system"]),
        Mark::of(&["/cache/vcs/", ": Read-only file system"]),
        Mark::of(&["failed to initialize build cache at ", ": read-only file system"]),
        Mark::of(&["/pkg/mod/", "只读文件系统"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let spots = spots(evidence);
    let first = spots.first()?;
    let path = &first.path;
    let Text { en: mounted, zh: mounted_zh } = first.mounted();
    let says = match first.write {
        Write::Sumdb => say! {
            en: "go has to note in {path} what it knows of the checksum database, and{mounted} is read-only: nobody may write there, root included. go verifies no new module, and stops.",
            zh: "go 需要在 {path} 中记录校验和数据库的状态，但{mounted_zh}是只读的，包括 root 在内谁都不能写入。go 无法校验新模块，因此停止。",
        },
        _ => say! {
            en: "go has to write {path} in the module cache, and{mounted} is read-only: nobody may write there, root included.",
            zh: "go 需要写入模块缓存中的 {path}，但{mounted_zh}是只读的，包括 root 在内谁都不能写入。",
        },
    };
    let cites = spots.iter().map(|spot| Cite::Disk(spot.at.clone())).collect();
    let because = Text::of(
        "It is the mount that forbids it, not an owner or a mode.",
        "禁止写入的是挂载方式，而不是所有者或权限位。",
    );
    let modules = spots.iter().flat_map(|spot| spot.modules.clone()).collect();
    let finding = Finding::certain(says, cites).stops(modules);
    Some(finding.not("modcache-not-writable", because).about(Subject::File(first.at.clone())))
}

fn spots(evidence: &Evidence) -> Vec<&Spot> {
    evidence.facts.disk.cache_barred(|bar| bar == Bar::ReadOnly)
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let spots = spots(evidence);
    let elsewhere = spots.first().and_then(|spot| evidence.facts.elsewhere(spot));
    elsewhere.into_iter().chain([mounted(spots.first().copied())]).collect()
}

fn mounted(spot: Option<&Spot>) -> Fix {
    let point = spot.map(|spot| spot.volume.point.as_str()).filter(|it| !it.is_empty());
    let point = point.unwrap_or("GOMODCACHE");
    let says = say! {
        en: "Mount a volume that can be written at the cache (an emptyDir, `--mount=type=cache,target=…`, a volume without `:ro`), or fill {point} completely before it is mounted read-only.",
        zh: "在缓存位置挂载可写的卷（emptyDir、`--mount=type=cache,target=…`、不带 `:ro` 的卷），或者在 {point} 只读挂载之前先把缓存完整填好。",
    };
    let title = Text::of("Let the cache lie on a volume that can be written", "把缓存放在可写的卷上");
    let why = Text::of("This tool mounts nothing.", "本工具不会挂载任何东西。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(says)]).unprovable(why)
}

const CACHE: &str = "/home/dev/go/pkg/mod/cache/download/x";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a cache that is mounted read-only",
        world: || World::healthy().file(CACHE, "").sealed("/home/dev/go", Bar::ReadOnly),
        roots: &["modcache-read-only"],
    },
    Scene {
        name: "a container without a disk to write",
        world: || World::healthy().container().sealed("/", Bar::ReadOnly),
        roots: &["modcache-read-only", "project-files-inaccessible"],
    },
    Scene {
        name: "the sources alone are read-only",
        world: || {
            let sums = "github.com/acme/widget v1.2.3/go.mod h1:x\n";
            let world = World::healthy().file("/home/dev/other", sums);
            world.sealed("/home/dev/app/vendor", Bar::ReadOnly)
        },
        roots: &[],
    },
];
