use crate::base::Text;
use crate::model::{
    Area, Bar, Cause, Cite, Evidence, Finding, Fix, Mark, Scope, Spot, Step, Subject,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "filesystem-no-locks",
    area: Area::Settings,
    title: Text::of("The file system knows no file locks", "文件系统不支持文件锁"),
    docs: Text::of(
        "go locks go.mod while it reads it, and files of the module cache while it writes them. \
         The file system that holds them refuses locks.\n\n\
         go says: RLock /src/go.mod: no locks available, or function not implemented, or operation \
         not supported\n\n\
         It happens on NFS without its lock service, on 9p (virtual machines, WSL, gVisor) and on \
         some FUSE file systems. Nobody holds a lock there: where another process does, go waits \
         and says nothing.\n\n\
         Keep the checkout and GOMODCACHE on a local disk, or mount the file system so that it \
         knows locks: NFS with its lock service or `local_lock=flock`, 9p with `cache=mmap`, \
         sshfs and others with their own option.",
        "go 在读取 go.mod 时会加锁，写入模块缓存的文件时也会加锁。存放它们的文件系统拒绝加锁。\n\n\
         go 的报错：RLock /src/go.mod: no locks available，或者 function not implemented，或者 operation \
         not supported\n\n\
         常见于没有锁服务的 NFS、9p（虚拟机、WSL、gVisor）以及某些 FUSE 文件系统。\
         此时并没有人持有锁：如果是别的进程持有锁，go 会一直等待且没有任何提示。\n\n\
         请把代码和 GOMODCACHE 放在本地磁盘上，或者以支持锁的方式挂载：NFS 启用锁服务或使用 \
         `local_lock=flock`，9p 使用 `cache=mmap`，sshfs 等使用各自的选项。",
    ),
    logs: &[
        Mark::of(&["Lock ", ": no locks available"]),
        Mark::of(&["Lock ", ": function not implemented"]),
        Mark::of(&["Lock ", ": operation not supported"]),
        Mark::of(&["Lock ", ": not supported"]).common(),
        Mark::of(&["Lock ", ": invalid argument"]).common(),
        Mark::of(&["Lock ", ": input/output error"]).common(),
        Mark::of(&["Lock ", ": Incorrect function."]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let spot = spot(evidence)?;
    let path = &spot.path;
    let Text { en: mounted, zh: mounted_zh } = spot.mounted();
    let says = say! {
        en: "go locks {path} to read it, and{mounted} refuses locks. go ends before it knows what to download.",
        zh: "go 读取 {path} 时需要加锁，但{mounted_zh}拒绝加锁。go 在知道要下载什么之前就会退出。",
    };
    let because = Text::of("Nobody holds a lock on it.", "没有人持有它的锁。");
    let finding = Finding::certain(says, vec![Cite::Disk(spot.at.clone())]);
    Some(finding.not("modcache-locked", because).about(Subject::File(path.clone())))
}

fn spot(evidence: &Evidence) -> Option<&Spot> {
    evidence.facts.disk.spots.iter().find(|spot| spot.bar == Bar::NoLocks)
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let kind = spot(evidence).map_or("", |spot| spot.volume.kind.as_str());
    let says = match kind {
        "nfs" | "nfs4" => Text::of(
            "Check the sources out on a local disk, or mount the NFS share with its lock service running (rpc-statd) or with `local_lock=flock`.",
            "把代码检出到本地磁盘，或者在锁服务（rpc-statd）运行时挂载 NFS，或者使用 `local_lock=flock` 挂载。",
        ),
        _ => Text::of(
            "Check the sources out on a local disk, or mount that file system with the option that makes it know locks.",
            "把代码检出到本地磁盘，或者用支持锁的选项挂载该文件系统。",
        ),
    };
    let title = Text::of("Work where files can be locked", "在支持文件锁的位置工作");
    let why = Text::of("This tool mounts nothing.", "本工具不会挂载任何东西。");
    vec![Fix::safe(title, Scope::Machine, vec![Step::Say(says)]).unprovable(why)]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a checkout on a share without locks",
        world: || {
            let mounts = "30 22 0:30 / /home/dev rw - nfs srv:/home rw,vers=3\n";
            World::healthy().file("/proc/self/mountinfo", mounts).sealed("/home/dev/app", Bar::NoLocks)
        },
        roots: &["filesystem-no-locks"],
    },
    Scene {
        name: "a share that knows them",
        world: || {
            let mounts = "30 22 0:30 / /home/dev rw - nfs srv:/home rw,vers=3\n";
            World::healthy().file("/proc/self/mountinfo", mounts)
        },
        roots: &[],
    },
];
