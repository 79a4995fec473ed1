use crate::base::Text;
use crate::model::{Area, CGROUP, Cause, Cite, Doing, Evidence, Finding, Fix, LIMITS, Mark, ProcessLimits, Room, Scope, Severity, Spoken, Step};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "resource-limit",
    area: Area::Settings,
    title: Text::of("A limit of the process is too small for go", "进程的资源限制对 go 来说太小"),
    docs: Text::of(
        "The system limits how many files a process may have open, how long a file may be, and how \
         many processes there may be. go came up against one of these limits; the disk and the \
         memory have room.\n\n\
         go says: open go.mod: too many open files (ulimit -n), or a write below cache/download \
         ends with: file too large (ulimit -f), or: fork/exec /usr/bin/git: resource temporarily \
         unavailable (the limit of processes, ulimit -u or the container's pids limit)\n\n\
         `no space left on device` speaks of the disk, and `signal: killed` of memory. go raises \
         the soft limit of open files to the hard one by itself, so that only the hard one counts.\n\n\
         Raise the limit that is named where it was set: the shell's profile, limits.conf, the \
         unit file (LimitNOFILE), `docker run --ulimit` or `--pids-limit`.",
        "系统会限制一个进程能打开多少文件、文件能有多大、能有多少个进程。go 遇到了其中一项限制；磁盘和内存都还有余量。\n\n\
         go 的报错：open go.mod: too many open files（ulimit -n），或者写入 cache/download 时报：file too \
         large（ulimit -f），或者：fork/exec /usr/bin/git: resource temporarily unavailable\
         （进程数限制，ulimit -u 或容器的 pids 限制）\n\n\
         `no space left on device` 说的是磁盘，`signal: killed` 说的是内存。go 会自己把打开文件数的软限制提高到硬限制，\
         所以只有硬限制有意义。\n\n\
         请在设置的地方提高相应的限制：shell 的配置文件、limits.conf、unit 文件（LimitNOFILE）、\
         `docker run --ulimit` 或 `--pids-limit`。",
    ),
    logs: &[
        Mark::of(&["open ", "go.mod: too many open files"]),
        Mark::of(&["socket: too many open files"]).common().when(Spoken::is_gos),
        Mark::of(&["open ", ": too many open files"]).when(|it| it.doing != Doing::Unknown),
        Mark::of(&["pipe2: too many open files"]).when(|it| it.doing != Doing::Unknown),
        Mark::of(&["Too many open files"]).when(|it| it.doing != Doing::Unknown),
        Mark::of(&["/cache/download/", ": file too large"]),
        Mark::of(&[": file too large"]).when(|it| it.doing != Doing::Unknown),
        Mark::of(&["fork/exec ", ": resource temporarily unavailable"])
            .common()
            .when(Spoken::is_gos),
        Mark::of(&["unable to create thread: Resource temporarily unavailable"])
            .common()
            .when(Spoken::is_gos),
        Mark::of(&["cannot fork() for ", ": Resource temporarily unavailable"])
            .common()
            .when(Spoken::is_gos),
        Mark::of(&["fork: retry: Resource temporarily unavailable"]).common().when(Spoken::is_gos),
        Mark::of(&["runtime: failed to create new OS thread"]).common().when(Spoken::is_gos),
        Mark::of(&["runtime: may need to increase max user processes"])
            .common()
            .when(Spoken::is_gos),
    ],
    explains: &[],
    rule,
    fixes,
};

/// With so few files go cannot even ask the network something.
const FEW_FILES: u64 = 9;
/// Below these go works, until it has more to do.
const SCARCE_FILES: u64 = 64;
const SCARCE_BYTES: u64 = 64 << 20;
const SCARCE_TASKS: u64 = 16;

/// Which limit it is.
#[derive(Clone, Copy)]
enum Limit {
    Files(u64),
    Size(u64),
    Tasks(u64, u64),
}

fn limit(limits: &ProcessLimits) -> Option<Limit> {
    let files = limits.open_files.filter(|most| *most < SCARCE_FILES).map(Limit::Files);
    let size = limits.file_size.filter(|most| *most < SCARCE_BYTES).map(Limit::Size);
    let tasks = limits.cgroup.tasks.filter(|(most, now)| most.saturating_sub(*now) < SCARCE_TASKS);
    files.or(size).or(tasks.map(|(most, now)| Limit::Tasks(most, now)))
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    if evidence.facts.needs.is_empty() {
        return None;
    }
    let limit = limit(&evidence.facts.disk.limits)?;
    let (place, severity) = match limit {
        Limit::Files(most) if most <= FEW_FILES => (LIMITS, Severity::Error),
        Limit::Files(_) | Limit::Size(_) => (LIMITS, Severity::Warning),
        Limit::Tasks(..) => (CGROUP, Severity::Warning),
    };
    let says = match limit {
        Limit::Files(most) => say! {
            en: "A process that is started here may have {most} files open at once (the hard limit of ulimit -n). go opens several for each module that it fetches.",
            zh: "在这里启动的进程最多同时打开 {most} 个文件（ulimit -n 的硬限制）。go 每获取一个模块都要打开好几个文件。",
        },
        Limit::Size(most) => {
            let most = Room::said(most);
            say! {
                en: "A process that is started here may write files of at most {most} (ulimit -f). A larger zip of a module ends with `file too large`.",
                zh: "在这里启动的进程写入的文件最大为 {most}（ulimit -f）。更大的模块 zip 会以 `file too large` 失败。",
            }
        }
        Limit::Tasks(most, now) => say! {
            en: "This container may have {most} processes and threads, and {now} are there. go starts several threads, and git for modules that it fetches directly.",
            zh: "这个容器最多有 {most} 个进程和线程，现在已有 {now} 个。go 会启动多个线程，直接获取模块时还会启动 git。",
        },
    };
    Some(Finding::likely(says, vec![Cite::Disk(place.to_owned())]).severity(severity))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let says = match limit(&evidence.facts.disk.limits) {
        Some(Limit::Files(_)) => Text::of(
            "Raise the hard limit of open files where it is set: limits.conf (nofile), LimitNOFILE in the unit file, `docker run --ulimit nofile=4096:4096`.",
            "在设置的地方提高打开文件数的硬限制：limits.conf（nofile）、unit 文件中的 LimitNOFILE、`docker run --ulimit nofile=4096:4096`。",
        ),
        Some(Limit::Size(_)) => Text::of(
            "Raise the limit of the file size where it is set: `ulimit -f unlimited` in the shell's profile, limits.conf (fsize), LimitFSIZE in the unit file.",
            "在设置的地方提高文件大小限制：shell 配置文件中的 `ulimit -f unlimited`、limits.conf（fsize）、unit 文件中的 LimitFSIZE。",
        ),
        Some(Limit::Tasks(..)) => Text::of(
            "Raise the limit of processes of the container: `docker run --pids-limit`, podPidsLimit of the kubelet, TasksMax in the unit file.",
            "提高容器的进程数限制：`docker run --pids-limit`、kubelet 的 podPidsLimit、unit 文件中的 TasksMax。",
        ),
        None => Text::of(
            "See the limits with `ulimit -a`, and raise the one that go names where it is set.",
            "用 `ulimit -a` 查看各项限制，并在设置的地方提高 go 报出的那一项。",
        ),
    };
    let title = Text::of("Raise the limit where it is set", "在设置的地方提高限制");
    let why = Text::of("This tool raises no limits.", "本工具不会提高限制。");
    vec![Fix::safe(title, Scope::Machine, vec![Step::Say(says)]).unprovable(why)]
}

fn limited(line: &str) -> World {
    World::healthy().file("/proc/self/limits", line)
}

fn tasks(now: &str) -> World {
    let world = World::healthy().file("/proc/self/cgroup", "0::/\n");
    world.file("/sys/fs/cgroup/pids.max", "64\n").file("/sys/fs/cgroup/pids.current", now)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "hardly any open files",
        world: || limited("Max open files   8   8   files\n"),
        roots: &["resource-limit"],
    },
    Scene {
        name: "short files alone",
        world: || limited("Max file size   1024   unlimited   bytes\n"),
        roots: &["resource-limit"],
    },
    Scene {
        name: "a container full of threads",
        world: || tasks("60\n"),
        roots: &["resource-limit"],
    },
    Scene {
        name: "the usual limits, of which the soft one does not count",
        world: || limited("Max open files   16   4096   files\nMax file size   unlimited   unlimited   bytes\n"),
        roots: &[],
    },
    Scene { name: "a container with room", world: || tasks("3\n"), roots: &[] },
];
