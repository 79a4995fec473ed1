use crate::base::Text;
use crate::model::{Area, CGROUP, Cause, Cite, Doing, Evidence, Finding, Fix, LIMITS, Mark, Room, Scope, Severity, Spoken, Step};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "out-of-memory",
    area: Area::Settings,
    title: Text::of("There is too little memory for go", "可供 go 使用的内存太少"),
    docs: Text::of(
        "The kernel ended go, git or the compiler, because the container or the machine had no \
         memory left, or go may not even set aside the addresses that it starts with.\n\n\
         go says: signal: killed, of a program that it ran; itself it says nothing more, and the \
         exit code is 137. Under `ulimit -v` it says: fatal error: failed to reserve page summary \
         memory, or: runtime: out of memory: cannot allocate\n\n\
         137 is also what `docker stop` and a job's time limit leave behind. That it was memory is \
         told by `dmesg`, by OOMKilled in `docker inspect` or `kubectl describe pod`, and by \
         oom_kill in the memory.events of the control group. Downloading alone takes some ten to a \
         hundred megabytes; cloning a large repository and compiling take more.\n\n\
         Give the container more memory. Otherwise let less happen at once: `go build -p 1`, \
         GOMAXPROCS=1, GOMEMLIMIT below the limit, a module proxy in place of clones.",
        "内核终止了 go、git 或编译器，因为容器或机器内存耗尽；或者 go 连启动所需的地址空间都不能保留。\n\n\
         对它运行的程序，go 会报：signal: killed；go 自身被终止时什么也不会说，退出码是 137。\
         在 `ulimit -v` 限制下会报：fatal error: failed to reserve page summary memory，或者：runtime: \
         out of memory: cannot allocate\n\n\
         `docker stop` 和作业超时也会留下 137。是否因为内存，可以看 `dmesg`、`docker inspect` 或 \
         `kubectl describe pod` 中的 OOMKilled，以及 cgroup 的 memory.events 中的 oom_kill。\
         仅下载只需十几到上百 MB；克隆大仓库和编译需要更多。\n\n\
         请给容器更多内存。否则减少同时进行的工作：`go build -p 1`、GOMAXPROCS=1、把 GOMEMLIMIT 设在限制以下、\
         用模块代理代替克隆。",
    ),
    logs: &[
        Mark::of(&["/pkg/tool/", ": signal: killed"]),
        Mark::of(&["\\pkg\\tool\\", ": signal: killed"]),
        Mark::of(&["signal: killed"]).when(|it| it.doing != Doing::Unknown),
        Mark::of(&["exec go1.", ": signal: killed"]),
        Mark::of(&[" died of signal 9"]).common().when(Spoken::is_gos),
        Mark::of(&["fatal error: failed to reserve page summary memory"]),
        Mark::of(&["runtime: out of memory: cannot allocate"]),
        Mark::of(&["fatal error: runtime: out of memory"]).common().when(Spoken::is_gos),
        Mark::of(&["fatal: Out of memory"]).common().when(Spoken::is_gos),
        Mark::of(&["fork/exec ", ": cannot allocate memory"]).when(of_the_toolchain),
        Mark::of(&["cannot allocate memory"]).common().when(Spoken::is_gos),
        Mark::of(&["Cannot allocate memory"]).common().when(Spoken::is_gos),
        Mark::of(&["go mod ", "exit code: 137"]),
        Mark::of(&["go build", "exit code: 137"]),
        Mark::of(&["go install", "exit code: 137"]),
        Mark::of(&["go get", "exit code: 137"]),
        Mark::of(&["go mod ", "returned a non-zero code: 137"]),
        Mark::of(&["go build", "returned a non-zero code: 137"]),
        Mark::of(&["go install", "returned a non-zero code: 137"]),
        Mark::of(&["go get", "returned a non-zero code: 137"]),
        Mark::of(&["Killed ", "go mod download"]),
        Mark::of(&["Killed ", "go build"]),
        Mark::of(&["Killed ", "go get "]),
    ],
    explains: &[],
    rule,
    fixes,
};

/// Whether it is go's own tree of tools that ran it.
fn of_the_toolchain(it: &Spoken) -> bool {
    it.doing != Doing::Unknown || it.text.contains("/pkg/tool/")
}

/// With fewer addresses no go since 1.21 starts on a machine of 64 bits, in bytes.
const ADDRESSES: u64 = 600_000_000;
/// In less than this go hardly downloads anything, in bytes.
const SCARCE: u64 = 48 << 20;

fn rule(evidence: &Evidence) -> Option<Finding> {
    let limits = &evidence.facts.disk.limits;
    let is_wide = matches!(evidence.facts.platform.arch.as_str(), "amd64" | "arm64");
    if let Some(most) = limits.address_space.filter(|most| *most < ADDRESSES && is_wide) {
        let most = Room::said(most);
        let says = say! {
            en: "A process that is started here may use {most} of addresses (ulimit -v). go reserves more than that as it starts, and ends with `failed to reserve page summary memory`.",
            zh: "在这里启动的进程最多使用 {most} 地址空间（ulimit -v）。go 启动时保留的比这更多，会以 `failed to reserve page summary memory` 退出。",
        };
        return Some(Finding::certain(says, vec![Cite::Disk(LIMITS.to_owned())]));
    }
    if evidence.facts.needs.is_empty() {
        return None;
    }
    let most = limits.cgroup.memory?;
    let (said, killed) = (Room::said(most), limits.cgroup.killed);
    let says = match killed {
        0 if most < SCARCE => say! {
            en: "The container may use {said} of memory, which is little for go: where that is used up, the kernel ends it without a word.",
            zh: "容器最多使用 {said} 内存，对 go 来说很少：用完后内核会直接终止它，没有任何提示。",
        },
        0 => return None,
        _ => say! {
            en: "The kernel has ended processes in this container for want of memory ({killed} so far; the limit is {said}). go may be the next one, without a word.",
            zh: "内核已因内存不足终止过这个容器里的进程（目前 {killed} 个；上限 {said}）。go 可能就是下一个，而且没有任何提示。",
        },
    };
    let finding = Finding::likely(says, vec![Cite::Disk(CGROUP.to_owned())]);
    Some(finding.severity(Severity::Warning))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let says = match evidence.facts.disk.limits.address_space {
        Some(_) => Text::of(
            "Lift the limit where it is set: `ulimit -v unlimited` in the shell's profile, limits.conf (as), LimitAS in the unit file. Limit memory by a control group instead.",
            "在设置的地方解除限制：shell 配置文件中的 `ulimit -v unlimited`、limits.conf（as）、unit 文件中的 LimitAS。请改用 cgroup 限制内存。",
        ),
        None => Text::of(
            "Give the container more memory (`docker run --memory`, limits.memory of the pod), or let less happen at once: GOMAXPROCS=1, `go build -p 1`.",
            "给容器更多内存（`docker run --memory`、Pod 的 limits.memory），或者减少同时进行的工作：GOMAXPROCS=1、`go build -p 1`。",
        ),
    };
    let title = Text::of("Give go more memory", "给 go 更多内存");
    let why = Text::of("This tool raises no limits.", "本工具不会提高限制。");
    vec![Fix::safe(title, Scope::Machine, vec![Step::Say(says)]).unprovable(why)]
}

fn group(most: &str, events: &str) -> World {
    let world = World::healthy().file("/proc/self/cgroup", "0::/\n");
    world.file("/sys/fs/cgroup/memory.max", most).file("/sys/fs/cgroup/memory.events", events)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "the kernel has ended processes here",
        world: || group("268435456\n", "oom 2\noom_kill 2\n"),
        roots: &["out-of-memory"],
    },
    Scene {
        name: "a container with hardly any memory",
        world: || group("16777216\n", "oom_kill 0\n"),
        roots: &["out-of-memory"],
    },
    Scene {
        name: "too few addresses to start",
        world: || World::healthy().file("/proc/self/limits", "Max address space   300000000   300000000   bytes\n"),
        roots: &["out-of-memory"],
    },
    Scene {
        name: "a container with the usual limit",
        world: || group("536870912\n", "oom_kill 0\n"),
        roots: &[],
    },
    Scene { name: "a container without a limit", world: || group("max\n", "oom_kill 0\n"), roots: &[] },
];
