use crate::base::Text;
use crate::model::{Area, Bar, Cause, Cite, Evidence, Finding, Fix, Mark, Room, Scope, Spoken, Spot, Step, Subject};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "disk-full",
    area: Area::Settings,
    title: Text::of("A disk that go writes to is full", "go 要写入的磁盘已满"),
    docs: Text::of(
        "The file system that holds the module cache, GOPATH or go.sum has no byte left for this \
         user, or can make no more files (inodes), or a quota is used up.\n\n\
         go says: write /go/pkg/mod/cache/download/github.com/acme/widget/@v/v1.2.3.ziphash: no \
         space left on device, or: disk quota exceeded\n\n\
         `df -h` shows the bytes and `df -i` the inodes: where the inodes are gone, `df -h` still \
         shows room. A tmpfs has its own size, and a container the disk of its host. A quota is \
         seen in neither.\n\n\
         Look what takes the room on that file system, and remove just that: the build cache \
         (`go clean -cache`) is made again by itself, old containers and images by `docker \
         builder prune`. Removing the whole module cache only makes everything be downloaded \
         again. Or let GOMODCACHE name a folder on a disk with room.",
        "存放模块缓存、GOPATH 或 go.sum 的文件系统对当前用户已没有剩余空间，或者不能再创建文件（inode 用尽），或者配额已用完。\n\n\
         go 的报错：write /go/pkg/mod/cache/download/github.com/acme/widget/@v/v1.2.3.ziphash: no \
         space left on device，或者：disk quota exceeded\n\n\
         `df -h` 显示字节，`df -i` 显示 inode：inode 用尽时 `df -h` 仍显示有空间。\
         tmpfs 有自己的大小上限，容器使用宿主机的磁盘。配额在两者中都看不到。\n\n\
         请查看该文件系统上是什么占用了空间，并只清理它：构建缓存（`go clean -cache`）会自动重建，\
         旧的构建缓存和镜像可用 `docker builder prune` 清理。删除整个模块缓存只会让所有内容重新下载。\
         也可以让 GOMODCACHE 指向有空间的磁盘。",
    ),
    logs: &[
        Mark::of(&["/cache/download/", "no space left on device"]),
        Mark::of(&["/pkg/mod/", "no space left on device"]),
        Mark::of(&["/go-build", "no space left on device"]),
        Mark::of(&["go-codehost-", "no space left on device"]).or(&["tmpdir-unusable"]),
        Mark::of(&["no space left on device"]).common().when(Spoken::is_gos),
        Mark::of(&["No space left on device"]).common().when(Spoken::is_gos),
        Mark::of(&["设备上没有空间"]).common().when(Spoken::is_gos),
        Mark::of(&["/cache/download/", "disk quota exceeded"]),
        Mark::of(&["disk quota exceeded"]).common().when(Spoken::is_gos),
        Mark::of(&["Disk quota exceeded"]).common().when(Spoken::is_gos),
        Mark::of(&["There is not enough space on the disk."]).common().when(Spoken::is_gos),
        Mark::of(&["磁盘空间不足"]).common().when(Spoken::is_gos),
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
    let room = first.volume.room.unwrap_or_default();
    let (free, total) = (Room::said(room.free), Room::said(room.total));
    let (left, files) = (room.free_files, room.files);
    let says = match first.bar {
        Bar::NoInodes => say! {
            en: "go has to make files below {path}, and{mounted} can make no more: {left} of {files} inodes are left, though {free} of {total} are free.",
            zh: "go 需要在 {path} 下创建文件，但{mounted_zh}不能再创建：{files} 个 inode 只剩 {left} 个，尽管 {total} 中还有 {free} 可用。",
        },
        _ => say! {
            en: "go has to write below {path}, and{mounted} is full: {free} of {total} are free for this user.",
            zh: "go 需要写入 {path}，但{mounted_zh}已满：{total} 中当前用户可用的只有 {free}。",
        },
    };
    let cites = spots.iter().map(|spot| Cite::Disk(spot.at.clone())).collect();
    let modules = spots.iter().flat_map(|spot| spot.modules.clone()).collect();
    let finding = Finding::certain(says, cites).stops(modules);
    Some(finding.about(Subject::File(first.at.clone())))
}

fn spots(evidence: &Evidence) -> Vec<&Spot> {
    evidence.facts.disk.cache_barred(|bar| matches!(bar, Bar::NoSpace | Bar::NoInodes))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let spots = spots(evidence);
    let first = spots.first();
    let elsewhere = first.and_then(|spot| evidence.facts.elsewhere(spot));
    elsewhere.into_iter().chain([cleaned(first.copied())]).collect()
}

/// What takes the room is looked for by whoever knows what may go.
fn cleaned(spot: Option<&Spot>) -> Fix {
    let point = spot.map(|spot| spot.volume.point.clone()).filter(|it| !it.is_empty());
    let point = point.unwrap_or_else(|| "/".to_owned());
    let inodes = spot.is_some_and(|spot| spot.bar == Bar::NoInodes);
    let what = if inodes { "--inodes" } else { "-h" };
    let words = ["du", "-x", what, "-d", "2", &point].map(str::to_owned).to_vec();
    let says = say! {
        en: "Remove just what takes the room at {point} and is made again by itself: `go clean -cache` for the build cache, `docker builder prune` for old layers.",
        zh: "只清理 {point} 上占用空间且会自动重建的内容：构建缓存用 `go clean -cache`，旧的镜像层用 `docker builder prune`。",
    };
    let title = say! { en: "See what takes the room at {point}", zh: "查看 {point} 上的空间被什么占用" };
    let why = Text::of("This tool removes nothing.", "本工具不会删除任何东西。");
    Fix::safe(title, Scope::Machine, vec![Step::Run { words }, Step::Say(says)]).unprovable(why)
}

const CACHE: &str = "/srv/cache/cache/download/x";

fn at(bar: Bar) -> World {
    World::healthy().var("GOMODCACHE", "/srv/cache").file(CACHE, "").sealed("/srv", bar)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "no byte is left for the cache",
        world: || at(Bar::NoSpace),
        roots: &["disk-full"],
    },
    Scene {
        name: "no file can be made in the cache",
        world: || at(Bar::NoInodes),
        roots: &["disk-full"],
    },
    Scene {
        name: "another disk is full",
        world: || World::healthy().file("/mnt/x", "").sealed("/mnt", Bar::NoSpace),
        roots: &[],
    },
];
