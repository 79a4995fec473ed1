use crate::base::Text;
use crate::go::modcache::ModuleVersion;
use crate::model::{Area, Cause, Cite, Evidence, Finding, Fix, HeldLock, LockOf, Mark, Scope, Severity, Spoken, Step, Subject, Waiting};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "modcache-locked",
    area: Area::Settings,
    title: Text::of("Another process holds a lock of the module cache", "另一个进程持有模块缓存的锁"),
    docs: Text::of(
        "Before go downloads or unpacks a version it locks the file VERSION.lock beside it, so \
         that two go commands do not write the same files. As long as another process holds that \
         lock, go waits, without a word and without limit.\n\n\
         go says nothing at all. git, which go runs in a clone below GOMODCACHE/cache/vcs, says of \
         its own locks: fatal: Unable to create 'FOLDER/shallow.lock': File exists.\n\n\
         Mostly another go command is at work on the same module, in an editor, in another \
         terminal, or in a container that shares the cache, and the lock is free as soon as it is \
         done. Where that command itself hangs, at a proxy that never answers or stopped by \
         Ctrl-Z, all others hang with it. A .lock file that lies there means nothing by itself: \
         it stays for good. What processes in other containers hold cannot be seen from here.\n\n\
         Wait for that process, or look at what it waits for, or end it. Do not remove the file: \
         whoever holds the lock still writes, and the next go command writes beside it.",
        "go 在下载或解压一个版本之前，会先锁住旁边的 VERSION.lock 文件，以免两个 go 命令写同样的文件。\
         只要另一个进程持有这个锁，go 就会一直等待，没有任何提示，也没有时限。\n\n\
         go 什么也不会说。go 在 GOMODCACHE/cache/vcs 下的克隆里运行的 git，会对它自己的锁报告：fatal: Unable to create 'FOLDER/shallow.lock': File exists。\n\n\
         多半是另一个 go 命令正在处理同一个模块：在编辑器里、在另一个终端里，或在共用缓存的容器里，它完成后锁就会释放。\
         如果那个命令自己挂起，例如代理始终不应答，或者被 Ctrl-Z 暂停，其他命令就会一起挂起。\
         .lock 文件存在本身没有意义：它会一直留在那里。其他容器中的进程所持有的锁，从这里看不到。\n\n\
         请等待该进程结束，或查看它在等待什么，或终止它。不要删除这个文件：持有锁的进程仍在写入，下一个 go 命令会同时写入。",
    ),
    logs: &[
        Mark::of(&["Unable to create", ".lock': File exists"]).when(of_the_cache),
        Mark::of(&["fatal: shallow file has changed since we read it"]).when(of_the_cache),
        Mark::of(&["error: cannot lock ref"]).when(of_the_cache).or(&["modcache-corrupt"]),
        Mark::of(&["could not lock config file ", ": File exists"]).when(of_the_cache),
        Mark::of(&["being used by another process"]).when(of_the_cache).or(&["modcache-unusable"]),
        Mark::of(&["另一个程序正在使用此文件"])
            .when(of_the_cache)
            .or(&["modcache-unusable"]),
        Mark::of(&["rename ", "/pkg/mod/", ": directory not empty"]).or(&["modcache-unusable"]),
        Mark::of(&["rename ", "/pkg/mod/", ": file exists"]).or(&["modcache-unusable"]),
    ],
    explains: &[],
    rule,
    fixes,
};

/// Whether it is a file of the module cache, where other commands run in other folders.
fn of_the_cache(it: &Spoken) -> bool {
    let text = it.text.replace('\\', "/");
    ["/pkg/mod/", "/cache/vcs", "/cache/download/"].iter().any(|words| text.contains(words))
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let locks = told(evidence);
    let (_, first) = locks.first()?;
    let cites = locks.iter().map(|(at, _)| Cite::Lock(*at)).collect();
    let finding = Finding::likely(says(first, locks.len()), cites)
        .severity(severity(evidence, first))
        .stops(locks.iter().filter_map(|(_, lock)| module(lock)).map(ModuleVersion::named).collect());
    Some(finding.about(Subject::File(first.path.clone())))
}

/// Those that go waits for first; the others only where the cache was looked through.
fn told(evidence: &Evidence) -> Vec<(usize, &HeldLock)> {
    let all = evidence.facts.locks.iter().enumerate();
    let is_told =
        |lock: &HeldLock| evidence.survey.is_some() || lock.waited_for == Waiting::ForIt;
    let mut locks: Vec<_> = all.filter(|(_, lock)| is_told(lock)).collect();
    locks.sort_by_key(|(at, lock)| (lock.waited_for == Waiting::Perhaps, *at));
    locks
}

/// go hangs where it needs the lock; whoever only looks through the cache is told.
fn severity(evidence: &Evidence, lock: &HeldLock) -> Severity {
    match (lock.waited_for, &evidence.survey) {
        (Waiting::ForIt, None) => Severity::Error,
        (Waiting::ForIt, Some(_)) => Severity::Warning,
        (Waiting::Perhaps, _) => Severity::Info,
    }
}

fn module(lock: &HeldLock) -> Option<&ModuleVersion> {
    match &lock.of {
        LockOf::Version { module } => Some(module),
        LockOf::Project | LockOf::Clone { .. } => None,
    }
}

fn says(lock: &HeldLock, count: usize) -> Text {
    let Text { en: who, zh: who_zh } = &holder(lock);
    let Text { en: what, zh: what_zh } = &guarded(lock);
    let (more, more_zh) = match count - 1 {
        0 => (String::new(), String::new()),
        more => (format!(" {more} more are held."), format!("另有 {more} 个锁被持有。")),
    };
    let path = &lock.path;
    match lock.waited_for {
        Waiting::ForIt => say! {
            en: "{who} holds {path}, the lock for {what}. go has to do that here and waits, without a word and without limit, until that process lets go of it or ends.{more}",
            zh: "{who_zh}持有 {path}，即{what_zh}的锁。go 在这里需要这样做，会一直等待，没有提示也没有时限，直到该进程释放锁或结束。{more_zh}",
        },
        Waiting::Perhaps => say! {
            en: "{who} holds {path}, the lock for {what}. What it is at work on was not looked at; go waits for it if it has to do the same.{more}",
            zh: "{who_zh}持有 {path}，即{what_zh}的锁。它正在处理的内容没有查看；如果 go 也需要这样做，就会等待。{more_zh}",
        },
    }
}

fn holder(lock: &HeldLock) -> Text {
    let pid = lock.pid;
    let name = if lock.command.is_empty() { &lock.program } else { &lock.command };
    say! { en: "The process {pid} ({name})", zh: "进程 {pid}（{name}）" }
}

fn guarded(lock: &HeldLock) -> Text {
    match &lock.of {
        LockOf::Version { module } => {
            let named = module.named();
            say! { en: "downloading and unpacking {named}", zh: "下载和解压 {named} " }
        }
        LockOf::Project => Text::of("writing go.mod and go.sum", "写入 go.mod 和 go.sum "),
        LockOf::Clone { .. } => Text::of("using a clone of a repository", "使用仓库克隆"),
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let locks = told(evidence);
    let Some((_, lock)) = locks.first() else { return Vec::new() };
    let Text { en, zh } = holder(lock);
    let pid = lock.pid.to_string();
    let show = ["ps", "-o", "pid,ppid,stat,etime,args", "-p", &pid].map(str::to_owned).to_vec();
    let says = say! {
        en: "{en} has the lock: wait until it is done, or end it where it was started (Ctrl-C, or `fg` if its STAT is T).",
        zh: "{zh}持有锁：请等它完成，或者在启动它的地方终止它（Ctrl-C；如果 STAT 为 T，先用 `fg`）。",
    };
    let title = Text::of("Wait for the process, or see what it waits for", "等待该进程，或查看它在等待什么");
    let why = Text::of("It is another's process.", "这是别的进程。");
    let steps = vec![Step::Run { words: show }, Step::Say(says)];
    vec![Fix::safe(title, Scope::Machine, steps).unprovable(why)]
}

const LOCK: &str = "/home/dev/go/pkg/mod/cache/download/github.com/acme/widget/@v/v1.2.3.lock";
const OTHER: &str = "/home/dev/go/pkg/mod/cache/download/github.com/acme/other/@v/v1.0.0.lock";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "another go command downloads what is needed",
        world: || World::healthy().holding(LOCK, 4711, "go"),
        roots: &["modcache-locked"],
    },
    Scene {
        name: "a lock that only others need",
        world: || World::healthy().holding(OTHER, 4711, "go"),
        roots: &[],
    },
    Scene {
        name: "the same, where the whole cache is looked through",
        world: || World::healthy().surveyed().holding(OTHER, 4711, "go"),
        roots: &["modcache-locked"],
    },
    Scene {
        name: "a lock file that nobody holds",
        world: || World::healthy().file(LOCK, ""),
        roots: &[],
    },
];
